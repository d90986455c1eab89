//! `cargo xtask faults`: things that go wrong in the world, done to the core on purpose. One file for
//! each group of rows; a row runs with numbered seeds, so that a lost run can be done again. This
//! program is also its own child: the one that is killed, starved or watched.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "a fault stops at the first thing that is not as it should be, and says so"
)]

mod child;
mod damage;
mod disk;
mod elsewhere;
mod guess;
mod home;
mod kill;
mod memory;
mod ops;
mod reach;
mod script;
mod shape;
#[path = "../../src-tauri/src/wipe.rs"]
mod wipe;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::Instant;

use hecht_core::random::Random;
use zeroizing_alloc::ZeroAlloc;

/// As in the shipped program, so that what is measured in memory is what is shipped.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

/// What was lost, in words; `Ok` when all held.
pub(crate) type Held = Result<(), String>;

/// One kind of fault, ready to be done again and again.
pub(crate) trait Fault {
    /// Does it once; the same seed does the same. `Err` says what was lost.
    fn run(&mut self, seed: u64, random: &mut Random) -> Held;

    /// Does something that the row must call lost; `Err` when it did not.
    fn control(&mut self) -> Held;

    /// What was counted, for the end of the row.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }
}

/// A fault that is ready, or why this machine refuses it.
pub(crate) type Ready = Result<Box<dyn Fault>, String>;

struct Row {
    name: &'static str,
    what: &'static str,
    /// Runs within the tests.
    short: u64,
    /// Runs with `--long`.
    long: u64,
    start: fn() -> Ready,
}

const ROWS: &[Row] = &[
    Row {
        name: "F1",
        what: "killed at a system call",
        short: 40,
        long: 10_000,
        start: kill::at_a_call,
    },
    Row {
        name: "F2",
        what: "killed at any time",
        short: 30,
        long: 10_000,
        start: kill::at_any_time,
    },
    Row {
        name: "F5",
        what: "disk full",
        short: 4,
        long: 500,
        start: disk::full,
    },
    Row {
        name: "F6",
        what: "read-only file, folder, medium",
        short: disk::PLACES,
        long: disk::PLACES,
        start: disk::read_only,
    },
    Row {
        name: "F7",
        what: "second instance, stale lock",
        short: 12,
        long: 1_000,
        start: elsewhere::second,
    },
    Row {
        name: "F9",
        what: "flipped bits, zeroed and swapped pages",
        short: 120,
        long: 20_000,
        start: damage::inside,
    },
    Row {
        name: "F10",
        what: "truncation, foreign journal, another file",
        short: 60,
        long: 10_000,
        start: damage::around,
    },
    Row {
        name: "F11",
        what: "wrong passphrases, hostile derivation",
        short: 200,
        long: 10_000,
        start: guess::guesses,
    },
    Row {
        name: "F12",
        what: "every command for everybody, with canaries",
        short: 160,
        long: 100_000,
        start: reach::reach,
    },
    Row {
        name: "F15",
        what: "killed at each step of one change",
        short: 60,
        long: 1_000,
        start: kill::at_each_step,
    },
    Row {
        name: "F16",
        what: "memory after the lock",
        short: 2,
        long: 100,
        start: memory::after_lock,
    },
    Row {
        name: "F17",
        what: "script in every text field",
        short: script::TEXTS,
        long: script::TEXTS,
        start: script::texts,
    },
];

struct Wish {
    only: Vec<String>,
    runs: Option<u64>,
    seed: u64,
    is_long: bool,
}

fn main() -> ExitCode {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    if words.first().is_some_and(|word| word == "--child") {
        words.remove(0);
        return child::work(&words);
    }
    let wish = match read(&words) {
        Ok(wish) => wish,
        Err(why) => {
            println!("{why}");
            return ExitCode::FAILURE;
        }
    };
    println!(
        "   {:<5} {:<44} {:>7} {:>7} {:>6} {:>9}",
        "", "", "runs", "held", "lost", "seconds"
    );
    let mut all_held = true;
    for row in ROWS {
        if wish.only.is_empty() || wish.only.iter().any(|name| name == row.name) {
            all_held &= row.show(&wish);
        }
    }
    if all_held {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn read(words: &[String]) -> Result<Wish, String> {
    let mut wish = Wish {
        only: Vec::new(),
        runs: None,
        seed: 1,
        is_long: false,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (word.as_str(), None),
        };
        if name == "--long" {
            wish.is_long = true;
            continue;
        }
        let value = value.or_else(|| words.next().cloned());
        let value = value.ok_or_else(|| format!("{name} needs a value"))?;
        let number = || -> Result<u64, String> {
            let wrong = |_| format!("{name} needs a number, not {value}");
            value.parse().map_err(wrong)
        };
        match name {
            "--only" => {
                for name in value.split(',') {
                    if !ROWS.iter().any(|row| row.name == name) {
                        let names: Vec<&str> = ROWS.iter().map(|row| row.name).collect();
                        return Err(format!("There is no row {name}; there are {names:?}."));
                    }
                    wish.only.push(name.to_owned());
                }
            }
            "--runs" => wish.runs = Some(number()?),
            "--seed" => wish.seed = number()?,
            _ => return Err(format!("not understood: {word}")),
        }
    }
    Ok(wish)
}

impl Row {
    /// Runs the row, prints its line, and says whether it held.
    fn show(&self, wish: &Wish) -> bool {
        let began = Instant::now();
        let wanted = wish
            .runs
            .unwrap_or(if wish.is_long { self.long } else { self.short });
        let line = |runs: String, held: String, lost: String| {
            let seconds = began.elapsed().as_secs_f64();
            println!(
                "   {:<5} {:<44} {runs:>7} {held:>7} {lost:>6} {seconds:>9.1}",
                self.name, self.what
            );
        };
        let mut fault = match guarded(|| (self.start)().map_err(Refused::here)) {
            Ok(fault) => fault,
            Err(Refused {
                why,
                is_lost: false,
            }) => {
                line("not run".to_owned(), String::new(), String::new());
                println!("         {why}");
                return true;
            }
            Err(Refused { why, .. }) => {
                line("0".to_owned(), "0".to_owned(), "1".to_owned());
                println!("         LOST before the first run: {why}");
                return false;
            }
        };
        let mut lost = Vec::new();
        for at in 0..wanted {
            let seed = wish.seed.wrapping_add(at);
            let mut random = Random::from_seed(seed);
            let outcome = guarded(|| fault.run(seed, &mut random).map_err(Refused::lost));
            if let Err(Refused { why, .. }) = outcome {
                lost.push((seed, why));
            }
        }
        let bite = guarded(|| fault.control().map_err(Refused::lost));
        let held = wanted.saturating_sub(lost.len() as u64);
        line(wanted.to_string(), held.to_string(), lost.len().to_string());
        for note in fault.notes() {
            println!("         {note}");
        }
        for (seed, why) in lost.iter().take(10) {
            println!(
                "         LOST --only {} --runs 1 --seed {seed}: {why}",
                self.name
            );
        }
        if let Err(Refused { why, .. }) = &bite {
            println!("         THE CONTROL DOES NOT BITE: {why}");
        }
        lost.is_empty() && bite.is_ok()
    }
}

struct Refused {
    why: String,
    is_lost: bool,
}

impl Refused {
    fn here(why: String) -> Self {
        Self {
            why,
            is_lost: false,
        }
    }

    fn lost(why: String) -> Self {
        Self { why, is_lost: true }
    }
}

/// A panic is a loss too, wherever it happens.
fn guarded<T>(act: impl FnOnce() -> Result<T, Refused>) -> Result<T, Refused> {
    catch_unwind(AssertUnwindSafe(act)).unwrap_or_else(|panic| {
        let text = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_default();
        Err(Refused::lost(format!("a panic: {text}")))
    })
}

/// One of `count` cases, each in turn for consecutive seeds, in an order that mixes neighbours.
pub(crate) fn turn(seed: u64, count: usize) -> usize {
    let count = u64::try_from(count.max(1)).unwrap_or(1);
    usize::try_from(seed.wrapping_mul(7919) % count).unwrap_or(0)
}
