//! `cargo xtask shots DIR`: the built program on the sample household, and a picture of every page
//! and dialog in both languages and both themes. `tests/e2e/shots.mjs` walks through the pages.

use std::process::Command;

use crate::Given;
use crate::display::Display;
use crate::run::{self, Result, While};
use crate::system::{self, Need};
use crate::test;

pub(crate) fn shots(mut given: Given) -> Result<()> {
    let folder = std::path::absolute(given.word("the folder for the pictures")?)
        .or_fail("reading the folder's name")?;
    given.end()?;
    std::fs::create_dir_all(&folder).or_fail("making the folder for the pictures")?;
    system::provide(&[Need::Window, Need::Screen, Need::Tests])?;
    run::install_packages("ui")?;
    run::install_packages("tests")?;
    run::build_page()?;
    let program = test::build_e2e()?;
    let display = Display::open()?;
    let mut command = Command::new("node");
    command
        .arg("e2e/shots.mjs")
        .current_dir(run::root().join("tests"));
    display.place(&mut command);
    command
        .env("HECHT_BINARY", program)
        .env("HECHT_SHOTS_DIR", &folder);
    run::step("Pictures", command)?;
    println!("   The pictures are in {}", folder.display());
    Ok(())
}
