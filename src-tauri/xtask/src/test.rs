//! `cargo xtask test`: everything that must hold, in one order, stopping at the first failure.
//! `--only` runs one part with what that part needs. Warnings are errors where `CI` is set.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::Given;
use crate::display::Display;
use crate::faults;
use crate::run::{self, Failure, Result};
use crate::system::{self, Need};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Tidy,
    Core,
    Faults,
    Page,
    Browser,
    E2e,
}

struct Step {
    title: &'static str,
    parts: &'static [Part],
    act: fn() -> Result<()>,
}

use Part::{Browser, Core, E2e, Faults, Page, Tidy};

/// In the order in which they run. The shell is compiled around the finished page, so the page
/// comes before everything that compiles the shell.
const STEPS: &[Step] = &[
    Step {
        title: "System packages",
        parts: &[Tidy, Faults, Browser, E2e],
        act: provide,
    },
    Step {
        title: "Packages of ui/",
        parts: &[Tidy, Page, Browser, E2e],
        act: || run::install_packages("ui"),
    },
    Step {
        title: "Packages of tests/",
        parts: &[Browser, E2e],
        act: || run::install_packages("tests"),
    },
    Step {
        title: "Form",
        parts: &[Tidy],
        act: form,
    },
    Step {
        title: "Page: build",
        parts: &[Tidy, Page, Browser, E2e],
        act: || run::step("Page: build", run::npm("ui", &["run", "build"])),
    },
    Step {
        title: "Lints",
        parts: &[Tidy],
        act: lints,
    },
    Step {
        title: "Rules of the repository",
        parts: &[Tidy],
        act: tidy,
    },
    Step {
        title: "Core",
        parts: &[Core],
        act: core,
    },
    Step {
        title: "Faults",
        parts: &[Faults],
        act: faults::short,
    },
    Step {
        title: "Page: types and form",
        parts: &[Page],
        act: page_check,
    },
    Step {
        title: "Page: tests",
        parts: &[Page],
        act: || run::step("Page: tests", run::npm("ui", &["test"])),
    },
    Step {
        title: "Page in a browser",
        parts: &[Browser],
        act: || run::step("Page in a browser", run::npm("tests", &["run", "browser"])),
    },
    Step {
        title: "Program for the end-to-end tests",
        parts: &[E2e],
        act: || build_e2e().map(drop),
    },
    Step {
        title: "End to end",
        parts: &[E2e],
        act: end_to_end,
    },
];

pub(crate) fn test(mut given: Given) -> Result<()> {
    let only = match given.value("--only")?.as_deref() {
        None => None,
        Some("tidy") => Some(Tidy),
        Some("core") => Some(Core),
        Some("faults") => Some(Faults),
        Some("page") => Some(Page),
        Some("browser") => Some(Browser),
        Some("e2e") => Some(E2e),
        Some(other) => {
            return Err(Failure::new(format!(
                "There is no part {other}; there are core, faults, page, browser, e2e and tidy."
            )));
        }
    };
    given.end()?;
    let mut rows = Vec::new();
    let mut failure = None;
    for step in STEPS {
        if !belongs(step, only) {
            continue;
        }
        if failure.is_some() {
            rows.push((step.title, "not run", Duration::ZERO));
            continue;
        }
        let began = Instant::now();
        let outcome = (step.act)();
        rows.push((
            step.title,
            if outcome.is_ok() { "ok" } else { "FAILED" },
            began.elapsed(),
        ));
        failure = outcome.err();
    }
    println!("\n── Summary");
    for (title, outcome, time) in &rows {
        println!("   {title:<34} {outcome:<8} {:>12}", run::took(*time));
    }
    println!(
        "   {:<34} {:<8} {:>12}",
        "together",
        "",
        run::took(rows.iter().map(|(_, _, time)| *time).sum())
    );
    match failure {
        None => Ok(()),
        Some(failure) => Err(failure),
    }
}

/// The repository's rules run within the core's tests, so on their own they belong to `tidy` only.
fn belongs(step: &Step, only: Option<Part>) -> bool {
    match only {
        Some(part) => step.parts.contains(&part),
        None => step.title != "Rules of the repository",
    }
}

fn provide() -> Result<()> {
    system::provide(&[Need::Window, Need::Screen, Need::Tests])
}

pub(crate) fn form() -> Result<()> {
    run::step("Form", run::cargo(["fmt", "--all", "--check"]))
}

pub(crate) fn lints() -> Result<()> {
    let mut command = run::cargo(["clippy", "--workspace", "--all-targets"]);
    if std::env::var_os("CI").is_some_and(|value| !value.is_empty()) {
        command.args(["--", "-D", "warnings"]);
    }
    run::step("Lints", command)
}

fn tidy() -> Result<()> {
    run::step(
        "Rules of the repository",
        run::cargo(["test", "-p", "hecht-tests", "--test", "tidy"]),
    )
}

/// Once with the switches that tests need, and once as it is shipped, without them.
fn core() -> Result<()> {
    run::step("Core", run::cargo(["test"]))?;
    run::step(
        "Core as shipped",
        run::cargo(["test", "-p", "hecht-core", "--lib"]),
    )
}

pub(crate) fn page_check() -> Result<()> {
    run::step("Page: types and form", run::npm("ui", &["run", "check"]))
}

/// The program with the switches that tests need, built around the page as it is now.
pub(crate) fn build_e2e() -> Result<PathBuf> {
    run::step(
        "Program for the end-to-end tests",
        run::cargo([
            "build",
            "--profile",
            "e2e",
            "-p",
            "hecht",
            "--features",
            "testing",
        ]),
    )?;
    run::built("e2e", "hecht")
}

fn end_to_end() -> Result<()> {
    let display = Display::open()?;
    let mut command = run::npm("tests", &["run", "e2e"]);
    display.place(&mut command);
    command.env("HECHT_BINARY", run::built("e2e", "hecht")?);
    run::step("End to end", command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_steps_and_every_step_a_part() {
        for part in [Tidy, Core, Faults, Page, Browser, E2e] {
            assert!(
                STEPS.iter().any(|step| belongs(step, Some(part))),
                "{part:?}"
            );
        }
        assert!(STEPS.iter().all(|step| !step.parts.is_empty()));
    }

    #[test]
    fn the_whole_run_leaves_out_only_what_the_core_tests_hold() {
        let left_out: Vec<_> = STEPS
            .iter()
            .filter(|step| !belongs(step, None))
            .map(|step| step.title)
            .collect();
        assert_eq!(left_out, ["Rules of the repository"]);
    }

    #[test]
    fn the_page_is_built_before_anything_that_compiles_the_shell() {
        let at = |title: &str| STEPS.iter().position(|step| step.title == title).unwrap();
        assert!(at("Page: build") < at("Lints"));
        assert!(at("Page: build") < at("Program for the end-to-end tests"));
    }
}
