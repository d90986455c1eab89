//! Help and crisis: the helplines. Their texts are in the page's catalogue; nothing here needs an open
//! household or leaves a trace in it.

use serde::{Deserialize, Serialize};

use crate::error::{ErrorCode, Result};
use crate::session::Session;
use crate::time::Day;

const HELPLINES: &str = include_str!("helplines.toml");

/// A telephone line.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Helpline {
    /// ISO 3166 code, UK for the United Kingdom.
    pub country: String,
    /// What for; the text is `helpline-purpose-…`.
    pub purpose: String,
    /// The line's own name.
    pub name: String,
    /// As it is dialled in its country.
    pub number: String,
    /// When; the text is `helpline-hours-…`.
    pub hours: Option<String>,
}

/// All lines that were checked.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Helplines {
    /// The day of the last check.
    pub checked_on: Day,
    /// By country, the emergency number first.
    pub lines: Vec<Helpline>,
}

#[derive(Deserialize)]
struct File {
    checked_on: String,
    line: Vec<Helpline>,
}

impl Session {
    /// The helplines.
    ///
    /// # Errors
    /// `internal` when the list built in is no list; a test reads it.
    pub(crate) fn list_helplines(&mut self) -> Result<Helplines> {
        let file: File = toml::from_str(HELPLINES).map_err(|_| ErrorCode::Internal)?;
        let checked_on = Day::parse(&file.checked_on).ok_or(ErrorCode::Internal)?;
        Ok(Helplines {
            checked_on,
            lines: file.line,
        })
    }
}
