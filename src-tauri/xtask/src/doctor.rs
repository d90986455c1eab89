//! `cargo xtask doctor`: what is here, what is missing and how to get it. It installs nothing, and
//! fails when something is missing without which the window cannot be opened.

use std::process::Command;

use crate::Given;
use crate::run::{self, Failure, Result};
use crate::system::{self, Family, Need, Rights, System};

/// What Vite accepts: from here on, except an early 21 or 22.
const NODE: (u32, u32) = (20, 19);
const NODE_EXCEPT: std::ops::Range<(u32, u32)> = (21, 0)..(22, 12);

pub(crate) fn doctor(given: Given) -> Result<()> {
    given.end()?;
    let system = system::here();
    println!("{}\n\nTo open the window", system.name);
    let mut missing = 0_usize;
    let mut row = |is_here: bool, what: &str, how: &str| {
        if is_here {
            println!("  here     {what}");
        } else {
            missing = missing.saturating_add(1);
            println!("  MISSING  {what}\n           {how}");
        }
    };

    let rust = version("rustc");
    row(
        rust.is_some(),
        &format!(
            "Rust {}: {}",
            env!("CARGO_PKG_RUST_VERSION"),
            said(rust.as_deref())
        ),
        "https://rustup.rs",
    );
    let node = version("node");
    let how = match system.family {
        Some(Family::Brew) => "brew install node, or https://nodejs.org",
        Some(_) | None => "https://nodejs.org; what the system itself offers is often older",
    };
    row(
        node.as_deref().is_some_and(is_new_enough),
        &format!(
            "Node {}.{} or newer: {}",
            NODE.0,
            NODE.1,
            said(node.as_deref())
        ),
        how,
    );
    let npm = version(if cfg!(windows) { "npm.cmd" } else { "npm" });
    row(
        npm.is_some(),
        &format!("npm: {}", said(npm.as_deref())),
        "comes with Node, or as the package npm",
    );
    let compiler = ["cc", "gcc", "clang", "cl"]
        .into_iter()
        .find(|name| run::has(name));
    let how = match system.family {
        Some(Family::Brew) => "xcode-select --install",
        Some(_) => "`cargo xtask start` installs one",
        None => "the compiler of your system; on Windows the Visual Studio Build Tools",
    };
    row(
        compiler.is_some(),
        &format!("a C compiler: {}", said(compiler)),
        how,
    );
    let window = lacking(&system, &[Need::Window])?;
    for (name, is_here, how) in &window {
        row(*is_here, name, how);
    }

    println!("\nFor a display that nobody sees, and for the tests");
    for (name, is_here, how) in lacking(&system, &[Need::Screen, Need::Tests])? {
        if is_here {
            println!("  here     {name}")
        } else {
            println!("  missing  {name}\n           {how}")
        }
    }
    for (name, words, how) in [
        (
            "rustfmt",
            ["fmt", "--version"],
            "rustup component add rustfmt",
        ),
        (
            "clippy",
            ["clippy", "--version"],
            "rustup component add clippy",
        ),
    ] {
        if run::reads(run::cargo(words)).is_some() {
            println!("  here     {name}");
        } else {
            println!("  missing  {name}\n           {how}");
        }
    }
    if cfg!(target_os = "linux") {
        for program in ["WebKitWebDriver", "Xvfb", "dbus-daemon", "import"] {
            if !run::has(program) {
                println!("  missing  the program {program}, which the packages above should bring");
            }
        }
    }

    if missing == 0 {
        println!("\nNothing is missing for `cargo xtask start`.");
        Ok(())
    } else {
        Err(Failure::new(format!(
            "{missing} missing for the window. `cargo xtask start` installs the system packages among them."
        )))
    }
}

/// Each package with whether it is here and the command that brings it.
fn lacking(system: &System, needs: &[Need]) -> Result<Vec<(&'static str, bool, String)>> {
    let Some(family) = system.family else {
        return Ok(Vec::new());
    };
    let names = system::packages(system, needs);
    let missing = system::missing(system, &names)?;
    Ok(names
        .into_iter()
        .map(|name| {
            let how = system::install_lines(family, &[name], Rights::Sudo)
                .pop()
                .unwrap_or_default()
                .join(" ");
            (name, !missing.contains(&name), how)
        })
        .collect())
}

fn version(program: &str) -> Option<String> {
    let mut command = Command::new(program);
    command.arg("--version");
    run::reads(command).and_then(|text| text.lines().next().map(|line| line.trim().to_owned()))
}

fn said(found: Option<&str>) -> &str {
    found.unwrap_or("not found")
}

fn is_new_enough(version: &str) -> bool {
    let mut numbers = version
        .trim_start_matches('v')
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let major = numbers.next().unwrap_or(0);
    let minor = numbers.next().unwrap_or(0);
    (major, minor) >= NODE && !NODE_EXCEPT.contains(&(major, minor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_must_be_new_enough() {
        assert!(is_new_enough("v20.19.0"));
        assert!(is_new_enough("v22.12.0"));
        assert!(is_new_enough("v24.1.0"));
        assert!(!is_new_enough("v22.11.0"));
        assert!(!is_new_enough("v20.18.3"));
        assert!(!is_new_enough("v18.20.4"));
        assert!(!is_new_enough(""));
    }
}
