//! Hecht without a window: the household file and its keys, the session, and every feature.
//!
//! Read in this order: [`error`], [`ids`] and [`time`]; [`household`] (what is stored and how it is
//! sealed); [`session`] (who sits at the keyboard, and the one way to write); [`checkins`], the feature
//! whose shape the others copy; [`call`](mod@call), through which every command comes.

#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![expect(
    clippy::needless_pass_by_value,
    reason = "a verb owns its request: one shape for every command"
)]

#[macro_use]
mod api;

pub mod error;
pub mod ids;
pub mod time;

pub mod changed;
pub mod private;
pub mod random;

pub mod household;
mod index;
pub mod session;

pub mod device;
pub mod members;
pub mod spaces;

pub mod checkins;
pub mod replies;

pub mod plans;

pub mod backups;
pub mod drafts;
pub mod preferences;
pub mod recovery;

pub mod demo;
pub mod help;
pub mod search;
pub mod today;

pub mod call;

pub use changed::{Changed, Effect, Feature};
pub use error::{Error, ErrorCode, Result};
pub use session::{Options, Session};
