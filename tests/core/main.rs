//! The core through its commands, without a window: one binary, one file for each feature.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod checkins;
mod commits;
mod damage;
mod household;
mod matrix;
mod privacy;
mod raw;
mod signatures;
