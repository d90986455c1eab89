//! What counts as the same word, and the excerpt around a match.

use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Characters before and after the first match.
const BEFORE: usize = 40;
const AFTER: usize = 120;
/// Longer questions are cut: nobody types them, and a pasted page would be slow.
pub(super) const LONGEST_QUESTION: usize = 400;
pub(super) const MOST_WORDS: usize = 12;

/// A part of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Piece {
    /// The author's words.
    pub text: String,
    /// They are what was looked for.
    pub is_match: bool,
}

/// Lower case without accents: "Café" and "cafe" are the same.
fn fold(letter: char) -> impl Iterator<Item = char> {
    let plain = std::iter::once(letter)
        .nfd()
        .filter(|part| !is_combining_mark(*part));
    plain
        .flat_map(char::to_lowercase)
        .collect::<Vec<_>>()
        .into_iter()
}

/// The words of a question, folded, without signs.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded: String = text.chars().take(LONGEST_QUESTION).flat_map(fold).collect();
    let words = folded.split(|letter: char| !letter.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .map(ToOwned::to_owned)
        .collect()
}

/// The question as FTS5 reads it: every word quoted, as the beginning of a word.
pub(super) fn query(terms: &[String]) -> String {
    terms
        .iter()
        .map(|term| format!("\"{term}\"*"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The words around the first match, matches marked.
pub(super) fn excerpt(text: &str, words: &[String]) -> Vec<Piece> {
    let letters: Vec<char> = text.chars().collect();
    let matches = matches(&letters, words);
    let first = matches.first().map_or(0, |(start, _)| *start);
    let begin = word_begin(&letters, first.saturating_sub(BEFORE));
    let end = first.saturating_add(AFTER).min(letters.len());
    let mut pieces = Vec::new();
    let mut push = |from: usize, to: usize, is_match: bool| {
        let text: String = letters.get(from..to).unwrap_or_default().iter().collect();
        if !text.is_empty() {
            pieces.push(Piece { text, is_match });
        }
    };
    let mut at = begin;
    for (start, stop) in matches.iter().filter(|(start, _)| *start < end) {
        push(at, *start, false);
        push(*start, *stop, true);
        at = *stop;
    }
    push(at, end.max(at), false);
    if let Some(first) = pieces.first_mut().filter(|_| begin > 0) {
        first.text.insert(0, '…');
    }
    if let Some(last) = pieces.last_mut().filter(|_| end < letters.len()) {
        last.text.push('…');
    }
    pieces
}

fn word_begin(letters: &[char], from: usize) -> usize {
    let is_inside = |at: usize| {
        at > 0
            && letters
                .get(at)
                .is_some_and(|letter| letter.is_alphanumeric())
            && letters
                .get(at.saturating_sub(1))
                .is_some_and(|letter| letter.is_alphanumeric())
    };
    (0..=from).rev().find(|at| !is_inside(*at)).unwrap_or(0)
}

/// Where words of the text begin with a word of the question, as character ranges in order.
fn matches(letters: &[char], words: &[String]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let length = letters
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take_while(|letter| letter.is_alphanumeric() || is_combining_mark(**letter))
            .count();
        if length == 0 {
            at = at.saturating_add(1);
            continue;
        }
        let stop = at.saturating_add(length);
        let word: String = letters
            .get(at..stop)
            .unwrap_or_default()
            .iter()
            .copied()
            .flat_map(fold)
            .collect();
        if words.iter().any(|wanted| word.starts_with(wanted.as_str())) {
            found.push((at, stop));
        }
        at = stop;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_folded_and_freed_of_signs() {
        assert_eq!(words("  Café \"één\" -- "), ["cafe", "een"]);
        assert_eq!(query(&words("a\" OR b*")), "\"a\"* \"or\"* \"b\"*");
    }

    #[test]
    fn an_excerpt_marks_the_whole_word_in_the_authors_own_spelling() {
        let pieces = excerpt("We zaten in het Cafe\u{301} bij de brug.", &words("cafe"));
        let marked: Vec<_> = pieces.iter().filter(|piece| piece.is_match).collect();
        assert_eq!(marked.len(), 1);
        assert_eq!(
            marked.first().map(|piece| piece.text.as_str()),
            Some("Cafe\u{301}")
        );
    }

    #[test]
    fn an_excerpt_of_a_long_text_says_that_there_is_more() {
        let text = format!("{} koffie {}", "voor ".repeat(100), "na ".repeat(100));
        let pieces = excerpt(&text, &words("koffie"));
        assert!(
            pieces
                .first()
                .is_some_and(|piece| piece.text.starts_with('…'))
        );
        assert!(pieces.last().is_some_and(|piece| piece.text.ends_with('…')));
    }
}
