//! `cargo xtask faults`: does to the core what goes wrong in the world, a row for each fault, and fails
//! on any loss. Short amounts run here and within the tests; `--long` takes hours.

use std::path::Path;

use crate::Given;
use crate::run::{self, Result};

pub(crate) fn faults(given: Given) -> Result<()> {
    run_rows(&given.all())
}

/// The short amounts, within the tests.
pub(crate) fn short() -> Result<()> {
    run_rows(&[])
}

fn run_rows(words: &[String]) -> Result<()> {
    run::step(
        "Faults: build",
        run::cargo(["build", "-p", "hecht-tests", "--bin", "faults"]),
    )?;
    let mut command = std::process::Command::new(run::built("debug", "faults")?);
    command.args(words);
    // A kill asks nothing of the disk that memory does not give, and there it asks it at once.
    let memory = Path::new("/dev/shm");
    if std::env::var_os("TMPDIR").is_none() && memory.is_dir() {
        command.env("TMPDIR", memory);
    }
    run::step("Faults", command)
}
