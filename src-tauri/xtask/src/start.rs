//! `cargo xtask start`: from a fresh machine to an open window. Every part looks first whether it
//! has anything to do, so a second time is quick. Without a display it opens one that nobody sees,
//! takes a picture of the window and says where it is.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::Given;
use crate::display::{self, Display};
use crate::run::{self, Failure, Result, While};
use crate::system::{self, Need};

pub(crate) fn start(mut given: Given) -> Result<()> {
    let picture_only = given.flag("--picture-only");
    let mut passed = Vec::new();
    for name in ["--demo", "--safe-graphics"] {
        if given.flag(name) {
            passed.push(name.to_owned());
        }
    }
    if let Some(folder) = given.value("--data-dir")? {
        passed.extend(["--data-dir".to_owned(), folder]);
    }
    given.end()?;

    let unseen = picture_only || !has_display();
    if unseen && !cfg!(target_os = "linux") {
        return Err(Failure::new(
            "A display that nobody sees exists only on Linux.",
        ));
    }
    system::provide(if unseen {
        &[Need::Window, Need::Screen]
    } else {
        &[Need::Window]
    })?;
    let program = build()?;
    if unseen {
        show_unseen(&program, &passed, picture_only)
    } else {
        show(&program, &passed)
    }
}

/// Page and program as they are shipped.
pub(crate) fn build() -> Result<PathBuf> {
    run::install_packages("ui")?;
    run::build_page()?;
    run::step(
        "Hecht: build",
        run::cargo(["build", "--release", "-p", "hecht"]),
    )?;
    run::built("release", "hecht")
}

fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn show(program: &Path, passed: &[String]) -> Result<()> {
    println!("\n── Hecht is opening");
    let status = Command::new(program)
        .args(passed)
        .status()
        .or_fail("opening Hecht")?;
    ended(status)
}

fn show_unseen(program: &Path, passed: &[String], picture_only: bool) -> Result<()> {
    println!("\n── Hecht is opening on a display that nobody sees");
    let mut display = Display::open()?;
    let mut child = display
        .program(program)
        .args(passed)
        .spawn()
        .or_fail("opening Hecht")?;
    let painted = display
        .wait_until_painted(&mut child, Duration::from_secs(60))
        .and_then(|()| display.wait_until_still(Duration::from_secs(10)))
        .and_then(|()| {
            let picture = run::target()?.join("hecht-window.png");
            display.picture(&picture)?;
            println!("   A picture of the window: {}", picture.display());
            Ok(())
        });
    if painted.is_err() || picture_only {
        display::end(&mut child);
        return painted;
    }
    println!("   It keeps running; Ctrl+C ends it.");
    ended(child.wait().or_fail("waiting for Hecht")?)
}

fn ended(status: std::process::ExitStatus) -> Result<()> {
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("Hecht ended with {status}")))
    }
}
