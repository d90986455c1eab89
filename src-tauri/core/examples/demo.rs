//! Writes a sample household: `demo --out DIR [--years N | --days N] [--people 2|3] [--seed N]
//! [--per-day N] [--language en|nl] [--quick]`. `--quick` takes the cheap key derivation, for measuring.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool"
)]

use std::path::PathBuf;
use std::process::ExitCode;

use hecht_core::demo::{Plan, passphrases, write};
use hecht_core::device::Language;
use hecht_core::household::Cost;
use hecht_core::time::Clock;

fn main() -> ExitCode {
    let mut plan = Plan {
        days: 90,
        people: 3,
        per_day: 1,
        seed: 1,
        language: Language::En,
        until: Clock::System.now(),
        cost: Cost::Full,
    };
    let mut out = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--quick" {
            plan.cost = Cost::Cheap;
            continue;
        }
        let Some(value) = arguments.next() else {
            return usage();
        };
        let number = value.parse::<u32>();
        match (argument.as_str(), number) {
            ("--out", _) => out = Some(PathBuf::from(value)),
            ("--years", Ok(years)) => plan.days = years.saturating_mul(365),
            ("--days", Ok(days)) => plan.days = days,
            ("--people", Ok(people)) => plan.people = usize::try_from(people).unwrap_or(3),
            ("--per-day", Ok(count)) => plan.per_day = count,
            ("--seed", Ok(seed)) => plan.seed = seed.into(),
            ("--language", _) if value == "nl" => plan.language = Language::Nl,
            ("--language", _) if value == "en" => plan.language = Language::En,
            _ => return usage(),
        }
    }
    let Some(out) = out else { return usage() };
    match write(&out, plan) {
        Ok(()) => {
            for (name, passphrase) in passphrases(plan.language).into_iter().take(plan.people) {
                println!("{name}: {passphrase}");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("not written: {error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!(
        "--out DIR [--years N | --days N] [--people 2|3] [--seed N] [--per-day N] [--language en|nl] [--quick]"
    );
    ExitCode::from(2)
}
