//! Names and passphrases: what is allowed, and how strong a passphrase is.

use std::collections::BTreeSet;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;
use zxcvbn::feedback::Warning;

use crate::device::Language;
use crate::error::{Error, ErrorCode, Result};
use crate::household::MemberRow;
use crate::private::Secret;

const LONGEST_NAME: usize = 40;
/// zxcvbn's work grows with the square of the length; more characters add no information here.
const RATED_CHARACTERS: usize = 100;

/// Of so many words the commonest one is at least.
const COMMONEST: f64 = 90.0;

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
    /// 0 to 4 by the steps of zxcvbn (Wheeler, USENIX Security 2016): 3 means 10^8 guesses or more.
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
    let (as_words, why) = guesses_of_words(&text, names);
    let guesses = rated.guesses_log10().min(as_words);
    let steps = [3.0, 6.0, 8.0, 10.0];
    let strength = steps.iter().map(|step| u8::from(guesses >= *step)).sum();
    let warning = rated.feedback().and_then(|feedback| feedback.warning());
    let reason = match warning {
        _ if strength >= 3 => PassphraseReason::Good,
        _ if as_words <= rated.guesses_log10() => why,
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

/// How many guesses (logarithm to base 10) a sentence takes from somebody who tries sentences: zxcvbn
/// counts each space as a character nobody could foresee, and knows no Dutch. Each different word counts
/// once: the name of somebody here as one of 10, a word of up to three letters as one of 90, of up to five
/// as at most one of 400, a longer one of at most 10 000, and no word as less than one of 90. So four
/// words chosen at random are strong, and three that anybody might say are not. Infinite for anything but
/// words.
fn guesses_of_words(text: &str, names: &[&str]) -> (f64, PassphraseReason) {
    let is_word = |word: &str| word.chars().all(char::is_alphabetic);
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    if words.len() < 2 || !words.iter().all(|word| is_word(word)) {
        return (f64::INFINITY, PassphraseReason::Good);
    }
    let names: Vec<String> = names
        .iter()
        .flat_map(|name| name.split_whitespace())
        .map(str::to_lowercase)
        .collect();
    let different: BTreeSet<&String> = words.iter().collect();
    let guesses = different.iter().map(|word| {
        if names.contains(word) {
            return 1.0;
        }
        let most = match word.chars().count() {
            ..=3 => COMMONEST,
            4 | 5 => 400_f64,
            6.. => 10_000_f64,
        };
        let rated = zxcvbn::zxcvbn(word, &[]).guesses_log10();
        rated.clamp(COMMONEST.log10(), most.log10())
    });
    let why = if different.len() < words.len() {
        PassphraseReason::Repeats
    } else if different.iter().any(|word| names.contains(word)) {
        PassphraseReason::Name
    } else {
        PassphraseReason::Guessable
    };
    (guesses.sum(), why)
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

    #[test]
    fn what_a_partner_would_try_first_is_not_called_strong() {
        let names = ["Robin", "Sam"];
        let rated = |text: &str| rate(&Secret::new(text.to_owned()), &names);
        for text in [
            "sam and robin",
            "my dog rex",
            "hello hello",
            "i love you",
            "ik hou van jou",
            "mijn hond bello",
            "robin robin robin robin robin",
        ] {
            let rating = rated(text);
            assert!(rating.strength < 3, "{text}: {rating:?}");
            assert_ne!(rating.reason, PassphraseReason::Good);
        }
        for text in [
            "letter window canal heron",
            "fiets lamp zomer kantoor",
            "k7#Qp2!vLm9x",
            "my dog rex sleeps under the piano",
        ] {
            assert!(rated(text).strength >= 3, "{text}: {:?}", rated(text));
        }
    }
}
