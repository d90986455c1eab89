//! Names and passphrases: what is allowed, and how strong a passphrase is.

use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;
use zxcvbn::Score;
use zxcvbn::feedback::Warning;

use crate::device::Language;
use crate::error::{Error, ErrorCode, Result};
use crate::household::MemberRow;
use crate::private::Secret;

const LONGEST_NAME: usize = 40;
/// zxcvbn's work grows with the square of the length; more characters add no information here.
const RATED_CHARACTERS: usize = 100;

/// Why a passphrase has the strength it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PassphraseReason {
    /// Few characters.
    Short,
    /// Among the passwords many people use.
    Common,
    /// The same again and again.
    Repeats,
    /// Like abc or 6543.
    Sequence,
    /// A date or a year.
    Date,
    /// A name.
    Name,
    /// Neighbours on the keyboard.
    Keyboard,
    /// Guessable in another way.
    Guessable,
    /// Nothing against it.
    Good,
}

/// How strong a passphrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PassphraseStrength {
    /// 0 to 4, the score of zxcvbn (Wheeler, USENIX Security 2016): 3 means more than 10^8 guesses.
    pub strength: u8,
    /// Why.
    pub reason: PassphraseReason,
}

/// The name as it is stored: white space folded, normal form C, 1 to 40 characters, not somebody
/// else's in any case.
///
/// # Errors
/// `name_empty`, `name_too_long`, `name_taken`.
pub(super) fn name(typed: &str, members: &[MemberRow]) -> Result<String> {
    let name: String = typed
        .nfc()
        .filter(|letter| !is_invisible(*letter))
        .collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name: String = name.chars().filter(|letter| !letter.is_control()).collect();
    let refused = |code: ErrorCode| Err(Error::from(code).on("name"));
    if name.is_empty() {
        return refused(ErrorCode::NameEmpty);
    }
    if name.chars().count() > LONGEST_NAME {
        return refused(ErrorCode::NameTooLong);
    }
    let look = |name: &str| name.nfkc().collect::<String>().to_lowercase();
    if members.iter().any(|row| look(&row.name) == look(&name)) {
        return refused(ErrorCode::NameTaken);
    }
    Ok(name)
}

/// Characters that show nothing: two names that differ only in these look the same (Unicode, default
/// ignorable code points).
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The words a passphrase is drawn from.
pub(super) fn words(language: Language) -> Vec<&'static str> {
    match language {
        Language::En => bip39::Language::English.word_list().to_vec(),
        Language::Nl => include_str!("words_nl.txt")
            .lines()
            .filter(|word| !word.is_empty())
            .collect(),
    }
}

/// Rates a passphrase with zxcvbn; names of the household count as guessable.
pub(super) fn rate(passphrase: &Secret, names: &[&str]) -> PassphraseStrength {
    let text: zeroize::Zeroizing<String> =
        zeroize::Zeroizing::new(passphrase.expose().chars().take(RATED_CHARACTERS).collect());
    let rated = zxcvbn::zxcvbn(&text, names);
    let strength = match rated.score() {
        Score::Zero => 0,
        Score::One => 1,
        Score::Two => 2,
        Score::Three => 3,
        Score::Four | _ => 4,
    };
    let warning = rated.feedback().and_then(|feedback| feedback.warning());
    let reason = match warning {
        _ if strength >= 3 => PassphraseReason::Good,
        _ if text.chars().count() < 8 => PassphraseReason::Short,
        None => PassphraseReason::Guessable,
        Some(warning) => match warning {
            Warning::StraightRowsOfKeysAreEasyToGuess
            | Warning::ShortKeyboardPatternsAreEasyToGuess => PassphraseReason::Keyboard,
            Warning::RepeatsLikeAaaAreEasyToGuess
            | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => PassphraseReason::Repeats,
            Warning::SequencesLikeAbcAreEasyToGuess => PassphraseReason::Sequence,
            Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => {
                PassphraseReason::Date
            }
            Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
            | Warning::CommonNamesAndSurnamesAreEasyToGuess => PassphraseReason::Name,
            Warning::ThisIsATop10Password
            | Warning::ThisIsATop100Password
            | Warning::ThisIsACommonPassword
            | Warning::ThisIsSimilarToACommonlyUsedPassword
            | Warning::AWordByItselfIsEasyToGuess => PassphraseReason::Common,
        },
    };
    PassphraseStrength { strength, reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_word_lists_give_at_least_42_bits_for_four_words() {
        for language in [Language::En, Language::Nl] {
            let mut words = words(language);
            let count = words.len();
            assert!(count >= 1500, "{language:?}: {count}");
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), count, "a word stands twice in {language:?}");
            assert!(
                words
                    .iter()
                    .all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
            );
        }
    }

    #[test]
    fn weak_passphrases_get_a_reason_and_four_words_none() {
        let rated = |text: &str| rate(&Secret::new(text.to_owned()), &["Robin"]);
        assert_eq!(rated("").strength, 0);
        assert_eq!(rated("hoi").reason, PassphraseReason::Short);
        assert!(rated("robinrobin").strength < 3);
        assert_eq!(
            rated("lantern orchard velvet mosaic").reason,
            PassphraseReason::Good
        );
    }

    #[test]
    fn a_name_is_folded_and_never_empty_or_taken() {
        assert_eq!(
            name("  Robin \t van  Dam ", &[]),
            Ok("Robin van Dam".to_owned())
        );
        assert_eq!(
            name(" \u{7} ", &[]).map_err(|error| error.code),
            Err(ErrorCode::NameEmpty)
        );
        assert_eq!(
            name(&"a".repeat(41), &[]).map_err(|error| error.code),
            Err(ErrorCode::NameTooLong)
        );
    }
}
