//! The core through its commands, without a window: one binary, one file for each feature.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first thing that is not as it should be"
)]
#![expect(
    clippy::needless_pass_by_value,
    reason = "a request is handed over as it is written"
)]

mod backups;
mod checkins;
mod commits;
mod copies;
mod damage;
mod days;
mod demo;
mod device;
mod drafts;
mod equal;
mod erase;
mod help;
mod household;
mod keys;
mod leave;
mod matrix;
mod orders;
mod plans;
mod preferences;
mod privacy;
mod properties;
mod raw;
mod recovery;
mod search;
mod session;
mod signatures;
mod spaces;
mod tampering;
mod today;
mod together;
