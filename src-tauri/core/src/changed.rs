//! What a command asks of the shell besides its reply: tell the page what changed, build the window
//! anew, print, quit.

use serde::Serialize;

/// A feature whose data changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// Who sits at the keyboard.
    Session,
    /// Settings of this computer.
    Device,
    /// The people of the household.
    Members,
    /// Spaces and their state.
    Spaces,
    /// Check-ins.
    Checkins,
    /// Short answers to an entry.
    Replies,
    /// A person's own card.
    Plans,
    /// A person's own help lines.
    Help,
    /// Unfinished forms.
    Drafts,
    /// A person's own settings.
    Preferences,
    /// Spare keys.
    Recovery,
    /// Copies of the household file.
    Backups,
}

/// The payload of the page's one event, `changed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Changed {
    /// Each feature once.
    pub features: Vec<Feature>,
}

/// What the shell does after a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Send the event `changed`.
    Changed(Changed),
    /// Destroy the window and build a new one: the session was locked.
    RebuildWindow,
    /// Let other programs take pictures of the window, or not: of the open one and of each after it.
    ProtectContent(bool),
    /// Print what the window shows.
    Print,
    /// End the program.
    Quit,
}
