//! Measures the core on sample households of one and ten years (and a hundred with `--long`), and prints
//! a row for each kind of work with its budget. Exits non-zero when a budget is exceeded, unless
//! `--report`. `--keep DIR` keeps the households for the next run.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a command-line tool that measures time"
)]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hecht_core::call::call;
use hecht_core::demo::{Plan, passphrases, write};
use hecht_core::device::Language;
use hecht_core::household::Cost;
use hecht_core::random::Random;
use hecht_core::time::{Clock, LockClock};
use hecht_core::{Options, Session};
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// About 4 000 records a year of two people.
const PER_DAY: u32 = 6;
const UNLOCK_MS: f64 = 500.0;
const QUERY_MS: f64 = 16.0;
const SEARCH_MS: f64 = 20.0;
const WRITE_RATIO: f64 = 1.5;
/// Sealing everything of a person anew: as long as this a sentence is enough, beyond it there must be progress.
const SEAL_MS: f64 = 1_000.0;
/// Work on ten times the history may take this many times as long and still counts as linear.
const LINEAR: f64 = 12.0;
/// Work that does not need history may take this many times as long on ten times the history.
const FLAT: f64 = 2.0;

struct Row {
    what: String,
    value: f64,
    unit: &'static str,
    budget: Option<f64>,
}

impl Row {
    fn is_over(&self) -> bool {
        self.budget.is_some_and(|budget| self.value > budget)
    }
}

/// What one household measured.
struct Measured {
    records: u64,
    unlock: f64,
    complete: f64,
    today: f64,
    log: f64,
    chosen: f64,
    entry: f64,
    search: f64,
    write: f64,
    floor: f64,
    passphrase: f64,
    erase: f64,
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (mut is_report, mut is_long, mut keep) = (false, false, None);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--report" => is_report = true,
            "--long" => is_long = true,
            "--keep" => keep = arguments.next().map(PathBuf::from),
            _ => {
                eprintln!("bench [--report] [--long] [--keep DIR]");
                return ExitCode::from(2);
            }
        }
    }
    match run(is_long, keep) {
        Ok(rows) => {
            for row in &rows {
                let budget = row
                    .budget
                    .map_or_else(String::new, |budget| format!("{budget:>10.2}"));
                let over = if row.is_over() { "  OVER" } else { "" };
                println!(
                    "   {:<44} {:>10.2} {:<5}{budget}{over}",
                    row.what, row.value, row.unit
                );
            }
            let is_over = rows.iter().any(Row::is_over) && !is_report;
            if is_over {
                ExitCode::FAILURE
            } else {
                ExitCode::SUCCESS
            }
        }
        Err(error) => {
            eprintln!("not measured: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(is_long: bool, keep: Option<PathBuf>) -> Outcome<Vec<Row>> {
    let is_kept = keep.is_some();
    let root = keep.unwrap_or_else(|| {
        std::env::temp_dir().join(format!("hecht-bench-{}", std::process::id()))
    });
    let mut scales = vec![1_u32, 10];
    if is_long {
        scales.push(100);
    }
    println!(
        "   {:<44} {:>10} {:<5}{:>10}",
        "core", "measured", "", "budget"
    );
    let mut all = Vec::new();
    for years in scales {
        let folder = root.join(format!("{years}-years"));
        if !folder.join("household.hecht").exists() {
            write(&folder, plan(years))?;
        }
        all.push((years, measure(&folder)?));
    }
    if !is_kept {
        std::fs::remove_dir_all(&root)?;
    }
    Ok(rows(&all))
}

fn plan(years: u32) -> Plan {
    Plan {
        days: years.saturating_mul(365),
        people: 2,
        per_day: PER_DAY,
        seed: 1,
        language: Language::En,
        until: Clock::System.now(),
        cost: Cost::Cheap,
    }
}

fn rows(all: &[(u32, Measured)]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (years, it) in all {
        // Budgets are for the ten-year household.
        let on = |budget: f64| (*years == 10).then_some(budget);
        let mut row = |what: &str, value: f64, unit, budget| {
            rows.push(Row {
                what: format!("{what}, {years}×"),
                value,
                unit,
                budget,
            });
        };
        row("records", it.records as f64, "", None);
        row(
            "unlock until Today, without the derivation",
            it.unlock,
            "ms",
            on(UNLOCK_MS),
        );
        row(
            "full text and signatures complete after",
            it.complete,
            "ms",
            None,
        );
        row("Today (p95)", it.today, "ms", on(QUERY_MS));
        row("log, a page of 20 days (p95)", it.log, "ms", on(QUERY_MS));
        row(
            "the same of one person and space (p95)",
            it.chosen,
            "ms",
            on(QUERY_MS),
        );
        row("one entry (p95)", it.entry, "ms", on(QUERY_MS));
        row("search (p95)", it.search, "ms", on(SEARCH_MS));
        row("write, verb to durable (p95)", it.write, "ms", None);
        row(
            "change of passphrase, without the derivations",
            it.passphrase,
            "ms",
            on(SEAL_MS),
        );
        row(
            "emptying the private space, likewise",
            it.erase,
            "ms",
            on(SEAL_MS),
        );
        row(
            "write against the bare insert (p95)",
            it.write / it.floor,
            "×",
            on(WRITE_RATIO),
        );
    }
    for pair in all.windows(2) {
        let [(from, small), (to, large)] = pair else {
            continue;
        };
        let times = f64::from(*to) / f64::from(*from);
        let mut grow = |what: &str, small: f64, large: f64, limit: f64| {
            let what = format!("growth of {what}, {from}× to {to}×");
            rows.push(Row {
                what,
                value: large / small,
                unit: "×",
                budget: Some(limit),
            });
        };
        grow("unlock", small.unlock, large.unlock, times * LINEAR / 10.0);
        grow("search", small.search, large.search, times * LINEAR / 10.0);
        grow("Today", small.today, large.today, FLAT);
        grow("log", small.log, large.log, FLAT);
        grow("one entry", small.entry, large.entry, FLAT);
        grow("write", small.write, large.write, FLAT);
    }
    rows
}

fn measure(folder: &Path) -> Outcome<Measured> {
    let mut unlocks = Vec::new();
    for _ in 0..4 {
        let mut session = open(folder)?;
        let start = Instant::now();
        unlock(&mut session)?;
        ask(&mut session, "get_today", Value::Null)?;
        unlocks.push(ms(start.elapsed()));
    }
    let mut session = open(folder)?;
    unlock(&mut session)?;
    let start = Instant::now();
    while session.work(Duration::from_millis(10)) {}
    let complete = ms(start.elapsed());

    let today = p95(300, || ask(&mut session, "get_today", Value::Null))?;
    let state = ask(&mut session, "get_state", Value::Null)?;
    let on = state.get("today").cloned().ok_or("no day")?;
    let list = |before: &Value, member: &Value, space: &Value| {
        json!({ "before": before, "days": 20, "member": member, "space": space,
                "from": null, "until": null })
    };
    // Every page in turn, from the newest to the first that was ever written, and an entry of each.
    let (mut before, mut entries) = (Value::Null, Vec::new());
    let log = p95(200, || {
        let request = list(&before, &Value::Null, &Value::Null);
        let page = ask(&mut session, "list_checkins", request)?;
        before = page.get("next_before").cloned().unwrap_or(Value::Null);
        entries.extend(page.pointer("/days/0/checkins/0").cloned());
        Ok(page)
    })?;
    let of = |entry: &Value, what: &str| entry.get(what).cloned().unwrap_or(Value::Null);
    // The same of one person in one space.
    let shared = entries
        .iter()
        .find(|entry| of(entry, "is_private") == false);
    let shared = shared.cloned().ok_or("the sample holds nothing shared")?;
    let (member, space) = (of(&shared, "author"), of(&shared, "space"));
    let chosen = p95(200, || {
        let page = ask(
            &mut session,
            "list_checkins",
            list(&before, &member, &space),
        )?;
        before = of(&page, "next_before");
        Ok(page)
    })?;
    let mut entries = entries.iter().cycle();
    let entry = p95(300, || {
        let entry = entries
            .next()
            .map_or(Value::Null, |entry| of(entry, "entry"));
        ask(&mut session, "get_checkin", json!({ "entry": entry }))
    })?;
    let words = [
        "walk",
        "s",
        "the evening",
        "craving six",
        "cafe",
        "nothinglikethis",
    ];
    let mut word = words.iter().cycle();
    let search = p95(300, || {
        let text = word.next().copied().unwrap_or_default();
        ask(
            &mut session,
            "search",
            json!({ "text": text, "with_shared": true, "member": null, "space": null,
                    "from": null, "until": null }),
        )
    })?;
    let note = "A day like many. The kettle, the canal, a letter that took long to write.";
    let write = p95(300, || {
        let answers = json!({ "today": 3, "note": note });
        ask(
            &mut session,
            "create_checkin",
            json!({ "on": on, "private": answers, "shared": null }),
        )
    })?;
    drop(session);
    let (records, floor) = floor(folder)?;
    let (passphrase, erase) = sealing(folder)?;
    let unlock = median(&mut unlocks);
    Ok(Measured {
        records,
        unlock,
        complete,
        today,
        log,
        chosen,
        entry,
        search,
        write,
        floor,
        passphrase,
        erase,
    })
}

/// A change of passphrase and then emptying the private space, on copies of the file.
fn sealing(folder: &Path) -> Outcome<(f64, f64)> {
    let copy = folder.join("sealing");
    let (mut changes, mut erasings) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        std::fs::create_dir_all(&copy)?;
        std::fs::copy(folder.join("household.hecht"), copy.join("household.hecht"))?;
        let mut session = open(&copy)?;
        unlock(&mut session)?;
        while session.work(Duration::from_millis(10)) {}
        let (_, old) = *passphrases(Language::En).first().ok_or("no passphrase")?;
        let new = "letter window canal heron";
        let request = json!({ "old": old, "passphrase": new });
        let start = Instant::now();
        ask(&mut session, "change_passphrase", request)?;
        changes.push(ms(start.elapsed()));
        let request = json!({ "passphrase": new, "removes_copies": false });
        let start = Instant::now();
        ask(&mut session, "delete_private_space", request)?;
        erasings.push(ms(start.elapsed()));
        drop(session);
        std::fs::remove_dir_all(&copy)?;
    }
    Ok((median(&mut changes), median(&mut erasings)))
}

/// The bare SQLite work of the same write, with the same settings, on a copy of the same file: one
/// record in, the head replaced, committed.
fn floor(folder: &Path) -> Outcome<(u64, f64)> {
    let copy = folder.join("floor.db");
    std::fs::copy(folder.join("household.hecht"), &copy)?;
    let connection = rusqlite::Connection::open(&copy)?;
    connection.execute_batch(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL;
         PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;",
    )?;
    let records: i64 = connection.query_row("SELECT count(*) FROM record", [], |row| row.get(0))?;
    let (space, head): (Vec<u8>, Vec<u8>) =
        connection.query_row("SELECT space, body FROM head LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let mut random = Random::from_seed(5);
    let mut times = Vec::new();
    for _ in 0..300 {
        let (id, body): ([u8; 16], [u8; 552]) = (random.bytes(), random.bytes());
        let start = Instant::now();
        connection.execute_batch("BEGIN IMMEDIATE")?;
        connection
            .prepare_cached("INSERT INTO record (space, id, epoch, body) VALUES (?1, ?2, 1, ?3)")?
            .execute(rusqlite::params![space, id.as_slice(), body.as_slice()])?;
        connection
            .prepare_cached("INSERT OR REPLACE INTO head (space, body) VALUES (?1, ?2)")?
            .execute(rusqlite::params![space, head])?;
        connection.execute_batch("COMMIT")?;
        times.push(ms(start.elapsed()));
    }
    drop(connection);
    std::fs::remove_file(&copy)?;
    Ok((u64::try_from(records)?, quantile(&mut times, 0.95)))
}

fn open(folder: &Path) -> Outcome<Session> {
    let mut session = Session::start(Options {
        folder: folder.to_owned(),
        clock: Clock::System,
        random: Random::from_system()?,
        cost: Cost::Cheap,
        system_language: None,
    });
    // Nobody presses a key here, and what is measured may take longer than the automatic lock waits.
    session.set_lock_clock(LockClock::Held(Arc::default()));
    Ok(session)
}

fn unlock(session: &mut Session) -> Outcome<()> {
    let state = ask(session, "get_state", Value::Null)?;
    let member = state
        .pointer("/members/0/id")
        .cloned()
        .ok_or("nobody in the household")?;
    let (_, passphrase) = *passphrases(Language::En).first().ok_or("no passphrase")?;
    let people = json!({ "people": [{ "member": member, "passphrase": passphrase }] });
    ask(session, "unlock", people)?;
    Ok(())
}

fn ask(session: &mut Session, name: &str, request: Value) -> Outcome<Value> {
    Ok(call(session, name, request)?)
}

fn p95(times: usize, mut work: impl FnMut() -> Outcome<Value>) -> Outcome<f64> {
    work()?;
    let mut taken = Vec::with_capacity(times);
    for _ in 0..times {
        let start = Instant::now();
        work()?;
        taken.push(ms(start.elapsed()));
    }
    Ok(quantile(&mut taken, 0.95))
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn median(values: &mut [f64]) -> f64 {
    quantile(values, 0.5)
}

fn quantile(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len().saturating_sub(1)) as f64 * part;
    values.get(at.round() as usize).copied().unwrap_or(f64::NAN)
}
