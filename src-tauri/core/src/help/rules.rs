//! What a help line of one's own may hold, and how many there may be.

use super::NewOwnHelpline;
use crate::error::{Error, ErrorCode, Result};
use crate::plans::short_text;

/// More than these are a telephone book, in which nobody in need finds anything.
pub(super) const MOST_LINES: usize = 20;
/// The requests' names of name, number and note.
pub(super) const ADDED: [&str; 3] = ["name", "number", "note"];
pub(super) const CHANGED: [&str; 3] = ["line.name", "line.number", "line.note"];

/// The line as it is stored.
///
/// # Errors
/// `short_text_too_long` about one of `fields`, the names of name, number and note; `helpline_empty`
/// about the first of them without name and number.
pub(super) fn check(line: NewOwnHelpline, fields: [&'static str; 3]) -> Result<NewOwnHelpline> {
    let [in_name, in_number, in_note] = fields;
    let line = NewOwnHelpline {
        name: short_text(line.name, in_name)?,
        number: short_text(line.number, in_number)?,
        note: short_text(line.note, in_note)?,
    };
    if line.name.is_none() && line.number.is_none() {
        return Err(Error::from(ErrorCode::HelplineEmpty).on(in_name));
    }
    Ok(line)
}
