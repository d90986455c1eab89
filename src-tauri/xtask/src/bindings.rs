//! `cargo xtask bindings`: writes what the page knows of the core again: its types and calls, and
//! the replies its tests replay. A test does the work, and without this only compares.

use std::process::Command;

use crate::Given;
use crate::run::{self, Result};

pub(crate) fn bindings(given: Given) -> Result<()> {
    given.end()?;
    let mut command = compare();
    command.env("HECHT_WRITE_BINDINGS", "1");
    run::step("Bindings", command)
}

pub(crate) fn compare() -> Command {
    run::cargo(["test", "-p", "hecht-tests", "--test", "tidy", "bindings"])
}
