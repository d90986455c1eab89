//! Rules of the repository, as tests: what every side must say alike, and what no file may hold.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod bindings;
mod commands;
mod files;
mod licences;
mod replies;
mod texts;
mod tree;
mod window;
