//! What a check-in may hold, and how long it may be changed without a mark.

use super::{Answers, Mood};
use crate::error::{Error, ErrorCode, Result};
use crate::household::Record;

/// Characters in one text.
pub(super) const LONGEST_TEXT: usize = 100_000;
/// The request's names of the texts of each part.
pub(super) const PRIVATE: [&str; 3] = ["private.note", "private.liked", "private.help"];
pub(super) const SHARED: [&str; 3] = ["shared.note", "shared.liked", "shared.help"];
pub(super) const CHANGED: [&str; 3] = ["answers.note", "answers.liked", "answers.help"];

/// Half an hour, in milliseconds.
const GRACE_MS: i64 = 30 * 60 * 1000;

/// The answers as they are stored: blank texts are no answer, scales are 1 to 5, each mood once.
///
/// # Errors
/// `text_too_long` about one of `fields`, the names of note, liked and help; `bad_request` for a number outside its scale.
pub(super) fn check(mut answers: Answers, fields: [&'static str; 3]) -> Result<Answers> {
    let Answers {
        note, liked, help, ..
    } = &mut answers;
    for (name, text) in fields.into_iter().zip([note, liked, help]) {
        *text = text
            .take()
            .map(|text| text.trim_end().to_owned())
            .filter(|text| !text.trim().is_empty());
        if text
            .as_ref()
            .is_some_and(|text| text.chars().count() > LONGEST_TEXT)
        {
            return Err(Error::from(ErrorCode::TextTooLong).on(name));
        }
    }
    let scales = [
        answers.today,
        answers.craving,
        answers.stress,
        answers.sleep,
        answers.closeness,
    ];
    if scales
        .into_iter()
        .flatten()
        .any(|value| !(1..=5).contains(&value))
    {
        return Err(ErrorCode::BadRequest.into());
    }
    let mut moods = Vec::new();
    for mood in answers.moods {
        if !moods.contains(&mood) {
            moods.push(mood);
        }
    }
    answers.moods = moods;
    Ok(answers)
}

/// The answers of a stored record. A mood or step that this Hecht does not know is left out; `None` when
/// the fields are of another shape altogether.
pub(crate) fn read(record: &Record) -> Option<Answers> {
    let mut answers: Answers = record.read().ok().or_else(|| {
        let mut fields = record.fields.clone();
        if let Some(serde_json::Value::Array(moods)) = fields.get_mut("moods") {
            moods.retain(|mood| serde_json::from_value::<Mood>(mood.clone()).is_ok());
        }
        serde_json::from_value(serde_json::Value::Object(fields)).ok()
    })?;
    let Answers {
        today,
        craving,
        stress,
        sleep,
        closeness,
        ..
    } = &mut answers;
    for step in [today, craving, stress, sleep, closeness] {
        *step = step.filter(|step| (1..=5).contains(step));
    }
    Some(answers)
}

/// Says nothing at all.
pub(super) fn is_empty(answers: &Answers) -> bool {
    *answers == Answers::default()
}

/// May words written at `at` be replaced at `now` (both milliseconds UTC) without a mark? A clock that
/// was put back does not stretch the half hour.
pub(super) fn is_in_grace(at: i64, now: i64) -> bool {
    now.checked_sub(at)
        .is_some_and(|passed| (0..=GRACE_MS).contains(&passed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_texts_are_no_answer_and_scales_are_one_to_five() {
        let blank = Answers {
            note: Some(" \n".to_owned()),
            ..Answers::default()
        };
        assert!(check(blank, PRIVATE).is_ok_and(|answers| is_empty(&answers)));
        for today in [0, 6, 255] {
            let answers = Answers {
                today: Some(today),
                ..Answers::default()
            };
            assert!(check(answers, PRIVATE).is_err());
        }
    }

    #[test]
    fn a_hundred_thousand_characters_fit_and_one_more_does_not() {
        let long = |length: usize| Answers {
            note: Some("é".repeat(length)),
            ..Answers::default()
        };
        assert!(check(long(LONGEST_TEXT), PRIVATE).is_ok());
        assert!(check(long(LONGEST_TEXT.saturating_add(1)), PRIVATE).is_err());
    }

    #[test]
    fn grace_is_half_an_hour_and_never_begins_in_the_future() {
        assert!(is_in_grace(0, GRACE_MS));
        assert!(!is_in_grace(0, GRACE_MS.saturating_add(1)));
        assert!(!is_in_grace(1, 0));
    }
}
