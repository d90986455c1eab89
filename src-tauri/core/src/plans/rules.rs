//! What a card may hold. Its measure of a short text also holds for one's own help lines.

use super::Card;
use crate::error::{Error, ErrorCode, Result};

/// Characters in a text that is read at a glance.
pub(crate) const LONGEST_SHORT_TEXT: usize = 2_000;

/// A short text as it is stored: a blank one is none, and what stands behind the last word goes.
///
/// # Errors
/// `short_text_too_long` about `field`.
pub(crate) fn short_text(text: Option<String>, field: &'static str) -> Result<Option<String>> {
    let text = text
        .map(|text| text.trim_end().to_owned())
        .filter(|text| !text.trim().is_empty());
    if text
        .as_ref()
        .is_some_and(|text| text.chars().count() > LONGEST_SHORT_TEXT)
    {
        return Err(Error::from(ErrorCode::ShortTextTooLong).on(field));
    }
    Ok(text)
}

/// The card as it is stored.
///
/// # Errors
/// `short_text_too_long` about the first field that is.
pub(super) fn check(card: Card) -> Result<Card> {
    Ok(Card {
        first: short_text(card.first, "first")?,
        call: short_text(card.call, "call")?,
        ask: short_text(card.ask, "ask")?,
        go: short_text(card.go, "go")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_is_empty_and_the_limit_counts_characters_not_bytes() {
        let long = |length: usize| short_text(Some("é".repeat(length)), "first");
        assert!(long(LONGEST_SHORT_TEXT).is_ok_and(|text| text.is_some()));
        assert!(long(LONGEST_SHORT_TEXT.saturating_add(1)).is_err());
        // Empty lines below the last word do not count against anybody.
        let trailing = format!("{}{}", "x".repeat(LONGEST_SHORT_TEXT), "\n ".repeat(40));
        assert!(short_text(Some(trailing), "first").is_ok());
        assert!(short_text(Some(" \n\t".to_owned()), "first").is_ok_and(|text| text.is_none()));
    }
}
