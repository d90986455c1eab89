//! `cargo xtask`: everything one does with this repository, one file per command.
//! The table below is the help; `run` starts programs, `system` knows packages, `display` draws
//! without a screen.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool speaks through its output"
)]

mod bench;
mod bindings;
mod check;
mod demo;
mod display;
mod doctor;
mod faults;
mod neutral;
mod run;
mod shots;
mod start;
mod system;
mod test;

use std::process::ExitCode;

use run::{Failure, Result};

/// One line of the help, and what it starts.
struct Command {
    name: &'static str,
    takes: &'static str,
    does: &'static str,
    act: fn(Given) -> Result<()>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "start",
        takes: "[--demo] [--data-dir DIR] [--safe-graphics] [--picture-only]",
        does: "install what is missing, build, and open Hecht",
        act: start::start,
    },
    Command {
        name: "doctor",
        takes: "",
        does: "say what is missing and how to get it",
        act: doctor::doctor,
    },
    Command {
        name: "test",
        takes: "[--only core|faults|page|browser|e2e|tidy]",
        does: "everything that must hold",
        act: test::test,
    },
    Command {
        name: "check",
        takes: "",
        does: "the quick part of it: form, lints, types, bindings",
        act: check::check,
    },
    Command {
        name: "bindings",
        takes: "",
        does: "write ui/src/ipc/bindings.ts and the recorded replies again",
        act: bindings::bindings,
    },
    Command {
        name: "shots",
        takes: "DIR",
        does: "a picture of every page and dialog",
        act: shots::shots,
    },
    Command {
        name: "demo",
        takes: "--years N --people N --seed N --out DIR",
        does: "write a believable household",
        act: demo::demo,
    },
    Command {
        name: "bench",
        takes: "[--only core|window|lock] [--report] [--data-dir DIR]",
        does: "measure; fails when a budget is exceeded, unless --report",
        act: bench::bench,
    },
    Command {
        name: "faults",
        takes: "[--only F1,F9] [--runs N] [--seed S] [--long]",
        does: "kill, fill, damage and guess; fails when anything is lost",
        act: faults::faults,
    },
];

/// The words after the command. What is left over when a command has taken its own is a mistake.
pub(crate) struct Given(Vec<String>);

impl Given {
    /// Takes `--name`, and says whether it was there.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|word| word != name);
        self.0.len() < before
    }

    /// Takes `--name VALUE` or `--name=VALUE`.
    pub(crate) fn value(&mut self, name: &str) -> Result<Option<String>> {
        let mut found = None;
        let mut kept = Vec::new();
        let mut words = std::mem::take(&mut self.0).into_iter();
        while let Some(word) = words.next() {
            if word == name {
                found = Some(
                    words
                        .next()
                        .ok_or_else(|| Failure::new(format!("{name} needs a value")))?,
                );
            } else if let Some(value) = word
                .strip_prefix(name)
                .and_then(|rest| rest.strip_prefix('='))
            {
                found = Some(value.to_owned());
            } else {
                kept.push(word);
            }
        }
        self.0 = kept;
        Ok(found)
    }

    /// Takes the next word that stands by itself.
    pub(crate) fn word(&mut self, what: &str) -> Result<String> {
        match self.0.iter().position(|word| !word.starts_with("--")) {
            Some(at) => Ok(self.0.remove(at)),
            None => Err(Failure::new(format!("{what} is missing"))),
        }
    }

    /// Everything, unread, for a program that reads it itself.
    pub(crate) fn all(self) -> Vec<String> {
        self.0
    }

    /// Refuses what nobody took.
    pub(crate) fn end(self) -> Result<()> {
        match self.0.first() {
            None => Ok(()),
            Some(word) => Err(Failure::new(format!(
                "not understood: {word} (see `cargo xtask help`)"
            ))),
        }
    }
}

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_else(|| "help".to_owned());
    let given = Given(words.collect());
    if matches!(name.as_str(), "help" | "--help" | "-h")
        || given.0.iter().any(|word| word == "--help")
    {
        help();
        return ExitCode::SUCCESS;
    }
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        eprintln!("There is no command {name}.\n");
        help();
        return ExitCode::FAILURE;
    };
    match (command.act)(given) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn help() {
    println!("cargo xtask COMMAND\n");
    for command in COMMANDS {
        println!("  {:<9} {}", command.name, command.does);
        if !command.takes.is_empty() {
            println!("            {}", command.takes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(words: &[&str]) -> Given {
        Given(words.iter().map(|word| (*word).to_owned()).collect())
    }

    #[test]
    fn flags_and_values_are_taken_wherever_they_stand() {
        let mut words = given(&["out", "--data-dir", "a b", "--demo", "--only=core"]);
        assert!(words.flag("--demo"));
        assert!(!words.flag("--demo"));
        assert_eq!(words.value("--data-dir").unwrap().as_deref(), Some("a b"));
        assert_eq!(words.value("--only").unwrap().as_deref(), Some("core"));
        assert_eq!(words.word("DIR").unwrap(), "out");
        assert!(words.end().is_ok());
    }

    #[test]
    fn what_nobody_takes_is_refused() {
        assert!(given(&["--dmeo"]).end().is_err());
        assert!(given(&["--data-dir"]).value("--data-dir").is_err());
        assert!(given(&["--demo"]).word("DIR").is_err());
    }

    #[test]
    fn each_command_stands_once_in_the_table() {
        for command in COMMANDS {
            assert_eq!(
                COMMANDS
                    .iter()
                    .filter(|other| other.name == command.name)
                    .count(),
                1,
                "{}",
                command.name
            );
        }
    }
}
