//! `cargo xtask bench`: the core's own rows, and then start and memory of the window against
//! `bare`, an empty window built from the same tree, and how soon it is neutral after the key
//! (`neutral`). Medians from one run on one machine; `--only` measures one of the three.
//! It fails when a budget is exceeded; `--report` only prints.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::Given;
use crate::display::{self, Display};
use crate::neutral;
use crate::run::{self, Failure, Result, While};
use crate::start;
use crate::system::{self, Need};

const LAUNCHES: usize = 7;
/// Each takes a key derivation and more.
const UNLOCKS: usize = 3;
/// What a window still does after its first picture belongs to it; memory is read after that.
const SETTLE: Duration = Duration::from_secs(2);
/// The household of the budget: ten years of two people, about 4 000 records a year.
const TEN_YEARS: [&str; 8] = [
    "--years",
    "10",
    "--people",
    "2",
    "--per-day",
    "6",
    "--language",
    "en",
];
/// Written beside a household once it is complete: its people and their passphrases.
const PASSPHRASES: &str = "passphrases";

/// Of the time of the processors; from here on somebody else has disturbed what was measured.
const DISTURBED: f64 = 0.10;

struct Launch {
    painted: Duration,
    /// The share of the processors that everything else on the machine took until then.
    others: f64,
    memory_kib: u64,
}

struct Row {
    what: &'static str,
    hecht: f64,
    bare: f64,
    unit: &'static str,
    budget: f64,
}

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Core,
    Window,
    Lock,
}

/// What the window gave: rows, and what could not be measured with the reason.
#[derive(Default)]
struct Measured {
    rows: Vec<Row>,
    neutral: Vec<neutral::Row>,
    not_measured: Vec<String>,
}

impl Row {
    fn ratio(&self) -> f64 {
        self.hecht / self.bare
    }

    /// A ratio that is no number is over its budget too.
    fn is_over(&self) -> bool {
        self.ratio()
            .partial_cmp(&self.budget)
            .is_none_or(std::cmp::Ordering::is_gt)
    }
}

pub(crate) fn bench(mut given: Given) -> Result<()> {
    let report = given.flag("--report");
    let household = given.value("--data-dir")?;
    let only = only(given.value("--only")?.as_deref())?;
    given.end()?;
    system::provide(&[Need::Window, Need::Screen])?;

    let is_wanted = |part| only.is_none_or(|only| only == part);
    let core = if is_wanted(Part::Core) {
        core_rows(report)?
    } else {
        None
    };
    let Measured {
        rows,
        neutral,
        not_measured,
    } = if only == Some(Part::Core) {
        Measured::default()
    } else {
        shell_rows(household, is_wanted)?
    };

    if !rows.is_empty() {
        println!("\n   window (medians)                 hecht       bare    ratio   budget");
    }
    for row in &rows {
        println!(
            "   {:<26} {:>8.1} {:<2} {:>7.1} {:<2} {:>6.2} {:>8.2}{}",
            row.what,
            row.hecht,
            row.unit,
            row.bare,
            row.unit,
            row.ratio(),
            row.budget,
            if row.is_over() { "  OVER" } else { "" }
        );
    }
    neutral::print(&neutral);
    for what in &not_measured {
        println!("   {what}");
    }
    let mut why: Vec<String> = rows
        .iter()
        .filter(|row| row.is_over())
        .map(|row| row.what)
        .chain(
            neutral
                .iter()
                .filter(|row| row.is_over())
                .map(neutral::Row::what),
        )
        .map(|what| format!("{what}: over its budget"))
        .collect();
    why.extend(not_measured);
    why.extend(core.map(|failure| failure.to_string()));
    if report || why.is_empty() {
        return Ok(());
    }
    Err(Failure::new(why.join("\n")))
}

fn only(part: Option<&str>) -> Result<Option<Part>> {
    match part {
        None => Ok(None),
        Some("core") => Ok(Some(Part::Core)),
        Some("window") => Ok(Some(Part::Window)),
        Some("lock") => Ok(Some(Part::Lock)),
        Some(other) => Err(Failure::new(format!(
            "There is no part {other}; there are core, window and lock."
        ))),
    }
}

/// Runs the core's rows, which judge themselves. A budget they find exceeded is handed back, so
/// that the window is measured all the same.
fn core_rows(report: bool) -> Result<Option<Failure>> {
    run::step(
        "Core rows: build",
        run::cargo([
            "build",
            "--release",
            "-p",
            "hecht-core",
            "--example",
            "bench",
            "--features",
            "testing",
        ]),
    )?;
    let mut command = Command::new(run::built("release", "examples/bench")?);
    if report {
        command.arg("--report");
    }
    Ok(run::step("Core rows", command).err())
}

fn shell_rows(given: Option<String>, is_wanted: impl Fn(Part) -> bool) -> Result<Measured> {
    let hecht = start::build()?;
    run::step(
        "Bare window: build",
        run::cargo(["build", "--release", "-p", "hecht", "--example", "bare"]),
    )?;
    let bare = run::built("release", "examples/bare")?;
    let ten_years = ten_years()?;

    println!("\n── Window\n   Load of the machine before: {}", load());
    // Opening a household changes its file.
    let place = run::own_folder(&format!("bench-{}", std::process::id()))?;
    let outcome = copy(&ten_years, &place)
        .and_then(|()| passphrase(&ten_years))
        .and_then(|passphrase| {
            let at_start = given.map_or_else(|| place.clone(), PathBuf::from);
            let mut display = Display::open()?;
            let mut measured = Measured::default();
            if is_wanted(Part::Window) {
                measured.rows = starts(&mut display, &hecht, &bare, &at_start)?;
            }
            if run::has(display::TYPIST) {
                let typed = (hecht.as_path(), place.as_path(), passphrase.as_str());
                if is_wanted(Part::Window) {
                    let row = on_today(&mut display, typed, &measured.rows)?;
                    measured.rows.push(row);
                }
                if is_wanted(Part::Lock) {
                    measured.neutral = locks(&mut display, typed)?;
                }
            } else {
                measured.not_measured.push(format!(
                    "memory on Today, and what is shown after the key: not measured, {0} is missing; its package is named {0}",
                    display::TYPIST
                ));
            }
            Ok(measured)
        });
    std::fs::remove_dir_all(place).ok();
    println!("   Load of the machine after: {}", load());
    outcome
}

/// Start and memory, of one window and the other in turn.
fn starts(display: &mut Display, hecht: &Path, bare: &Path, at_start: &Path) -> Result<Vec<Row>> {
    println!(
        "   {LAUNCHES} or more launches of each, in turn, after one of each that does not count"
    );
    let mut rounds = Vec::new();
    launch(display, hecht, &data_dir(at_start), watch)?;
    launch(display, bare, &[], watch)?;
    let disturbance = |(one, other): &(Launch, Launch)| one.others.max(other.others);
    // A machine that does other work gets more rounds, and those that were disturbed least count.
    while rounds
        .iter()
        .filter(|round| disturbance(round) < DISTURBED)
        .count()
        < LAUNCHES
        && rounds.len() < LAUNCHES.saturating_mul(2)
    {
        let one = launch(display, hecht, &data_dir(at_start), watch)?;
        let other = launch(display, bare, &[], watch)?;
        rounds.push((one, other));
    }
    rounds.sort_by(|one, other| disturbance(one).total_cmp(&disturbance(other)));
    let made = rounds.len();
    rounds.truncate(LAUNCHES);
    println!(
        "   {LAUNCHES} of {made} rounds count; in them everything else took up to {:.0} % of the processors{}",
        rounds.iter().map(disturbance).fold(0.0, f64::max) * 100.0,
        if rounds.iter().all(|round| disturbance(round) < DISTURBED) {
            ""
        } else {
            ": too much to trust the start"
        }
    );
    let (of_hecht, of_bare): (Vec<Launch>, Vec<Launch>) = rounds.into_iter().unzip();
    let start = |launches: &[Launch]| {
        median(
            launches
                .iter()
                .map(|launch| launch.painted.as_secs_f64() * 1000.0)
                .collect(),
        )
    };
    let memory = |launches: &[Launch]| {
        median(
            launches
                .iter()
                .map(|launch| mebibytes(launch.memory_kib))
                .collect(),
        )
    };
    Ok(vec![
        Row {
            what: "start, lock screen",
            hecht: start(&of_hecht),
            bare: start(&of_bare),
            unit: "ms",
            budget: 1.20,
        },
        Row {
            what: "memory, lock screen",
            hecht: memory(&of_hecht),
            bare: memory(&of_bare),
            unit: "MB",
            budget: 1.40,
        },
    ])
}

/// Memory once somebody has unlocked.
fn on_today(
    display: &mut Display,
    (hecht, ten_years, passphrase): (&Path, &Path, &str),
    at_start: &[Row],
) -> Result<Row> {
    println!("   {UNLOCKS} times unlocked");
    let memory = (0..UNLOCKS)
        .map(|_| {
            launch(display, hecht, &data_dir(ten_years), |display, child, _| {
                watch_today(display, child, passphrase)
            })
        })
        .collect::<Result<Vec<u64>>>()?;
    println!(
        "   A picture of what was measured: {}",
        today_picture()?.display()
    );
    Ok(Row {
        what: "memory, Today, ten years",
        hecht: median(memory.into_iter().map(mebibytes).collect()),
        bare: at_start.last().map_or(f64::NAN, |row| row.bare),
        unit: "MB",
        budget: 1.40,
    })
}

/// How soon nothing is shown any more, in one program that is unlocked and locked again and again.
fn locks(
    display: &mut Display,
    (hecht, ten_years, passphrase): (&Path, &Path, &str),
) -> Result<Vec<neutral::Row>> {
    launch(display, hecht, &data_dir(ten_years), |display, child, _| {
        neutral::measure(display, child, passphrase)
    })
}

fn data_dir(folder: &Path) -> [&OsStr; 2] {
    [OsStr::new("--data-dir"), folder.as_os_str()]
}

/// The household of ten years, with the key derivation that the shipped program asks for. Writing it
/// takes a minute or more, so it is kept until the program that writes it changes, or it is a day old:
/// Today is about today.
fn ten_years() -> Result<PathBuf> {
    let writer = run::built("release", "examples/demo")?;
    run::step(
        "Ten years: build",
        run::cargo([
            "build",
            "--release",
            "-p",
            "hecht-core",
            "--example",
            "demo",
            "--features",
            "testing",
        ]),
    )?;
    let folder = run::own_folder("")?.join("ten-years");
    let changed = |path: &Path| std::fs::metadata(path).and_then(|about| about.modified());
    let is_fresh = changed(&folder.join(PASSPHRASES)).is_ok_and(|written| {
        changed(&writer).is_ok_and(|built| built < written)
            && written
                .elapsed()
                .is_ok_and(|age| age < Duration::from_hours(24))
    });
    if is_fresh {
        return Ok(folder);
    }
    if folder.exists() {
        std::fs::remove_dir_all(&folder).or_fail("removing an older household")?;
    }
    println!("\n── Ten years: writing");
    let began = Instant::now();
    let mut command = Command::new(writer);
    command.args(TEN_YEARS).arg("--out").arg(&folder);
    let people = run::reads(command)
        .ok_or_else(|| Failure::new("The household of ten years could not be written."))?;
    std::fs::write(folder.join(PASSPHRASES), people).or_fail("keeping the passphrases")?;
    println!("   Ten years: done in {}", run::took(began.elapsed()));
    Ok(folder)
}

/// Of the first of the people.
fn passphrase(household: &Path) -> Result<String> {
    let people = std::fs::read_to_string(household.join(PASSPHRASES))
        .or_fail("reading the passphrases of the household")?;
    first_passphrase(&people)
        .map(str::to_owned)
        .ok_or_else(|| Failure::new("The household has nobody who can unlock it."))
}

/// From lines of `name: passphrase`.
fn first_passphrase(people: &str) -> Option<&str> {
    Some(people.lines().next()?.split_once(": ")?.1.trim())
}

/// Copies the files of a folder.
fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in std::fs::read_dir(from).or_fail("looking into the household's folder")? {
        let entry = entry.or_fail("looking into the household's folder")?;
        std::fs::copy(entry.path(), to.join(entry.file_name())).or_fail("copying the household")?;
    }
    Ok(())
}

/// How busy the machine is with everything on it: the figures are worth as much as this is low.
fn load() -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let averages = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let minute = averages.split_whitespace().next().unwrap_or("unknown");
    format!("{minute} in the last minute, on {cores} cores")
}

fn launch<T>(
    display: &mut Display,
    program: &Path,
    words: &[&OsStr],
    watch: impl FnOnce(&mut Display, &mut Child, Instant) -> Result<T>,
) -> Result<T> {
    display.wait_until_empty(Duration::from_secs(10))?;
    wait_until_quiet(Duration::from_secs(2));
    let mut command = display.program(program);
    command.args(words).stdout(std::process::Stdio::null());
    let began = Instant::now();
    let mut child = command.spawn().or_fail("opening the window")?;
    let measured = watch(display, &mut child, began);
    display::end(&mut child);
    measured
}

fn watch(display: &mut Display, child: &mut Child, began: Instant) -> Result<Launch> {
    let before = Processors::now();
    display.wait_until_painted(child, Duration::from_secs(60))?;
    let painted = began.elapsed();
    let others = Processors::now().taken_by_others(before);
    std::thread::sleep(SETTLE);
    Ok(Launch {
        painted,
        others,
        memory_kib: memory_kib(child.id()),
    })
}

/// Unlocks as somebody at the keyboard does.
pub(crate) fn unlock(display: &mut Display, child: &mut Child, passphrase: &str) -> Result<()> {
    display.wait_until_painted(child, Duration::from_secs(60))?;
    display.wait_until_still(Duration::from_secs(5))?;
    if display.is_unlocked()? {
        return Err(Failure::new(
            "The lock screen cannot be told from Today; nothing was measured there.",
        ));
    }
    display.focus("Hecht")?;
    // Past the example's own line to the first of the people.
    display.press(&["Tab", "Tab", "Return"])?;
    display.wait_until_still(Duration::from_secs(3))?;
    display.write(passphrase)?;
    display.press(&["Return"])?;
    display.wait_until_unlocked(child, Duration::from_secs(60))
}

/// Unlocks, and gives the memory once all that follows is done.
fn watch_today(display: &mut Display, child: &mut Child, passphrase: &str) -> Result<u64> {
    unlock(display, child, passphrase)?;
    wait_until_idle(child.id(), Duration::from_secs(60));
    display.picture(&today_picture()?)?;
    Ok(memory_kib(child.id()))
}

fn today_picture() -> Result<PathBuf> {
    Ok(run::target()?.join("hecht-today.png"))
}

/// Waits until a program and what it started have had next to no time of the processors for as long as
/// a window takes to settle.
fn wait_until_idle(pid: u32, at_most: Duration) {
    // Of a hundredth of a second each.
    const NEXT_TO_NONE: u64 = 4;
    let began = Instant::now();
    let mut before = ticks(pid);
    while began.elapsed() < at_most {
        std::thread::sleep(SETTLE);
        let now = ticks(pid);
        if now.saturating_sub(before) <= NEXT_TO_NONE {
            return;
        }
        before = now;
    }
}

/// Waits until nothing else keeps the processors busy; a machine that never rests is taken as it is.
fn wait_until_quiet(at_most: Duration) {
    let began = Instant::now();
    let mut before = Processors::now();
    while began.elapsed() < at_most {
        std::thread::sleep(Duration::from_millis(300));
        let now = Processors::now();
        if now.taken_by_others(before) < DISTURBED {
            return;
        }
        before = now;
    }
}

/// What the processors have done since the machine started, in clock ticks.
#[derive(Clone, Copy)]
struct Processors {
    all: u64,
    idle: u64,
    /// Of this program, the display and what is shown on it.
    own: u64,
}

impl Processors {
    fn now() -> Self {
        let stat = std::fs::read_to_string("/proc/stat").unwrap_or_default();
        let (all, idle) = all_and_idle(&stat).unwrap_or_default();
        Self {
            all,
            idle,
            own: ticks(std::process::id()),
        }
    }

    fn taken_by_others(self, before: Self) -> f64 {
        let all = self.all.saturating_sub(before.all);
        let used = all.saturating_sub(self.idle.saturating_sub(before.idle));
        let others = used.saturating_sub(self.own.saturating_sub(before.own));
        count(others) / count(all.max(1))
    }
}

/// From the first line of `/proc/stat`. Time in which a processor waits for a disk is idle, and that of
/// guests is counted as user time already.
fn all_and_idle(stat: &str) -> Option<(u64, u64)> {
    let fields: Vec<u64> = stat
        .lines()
        .next()?
        .strip_prefix("cpu ")?
        .split_whitespace()
        .take(8)
        .map(|field| field.parse().unwrap_or_default())
        .collect();
    let idle = fields.get(3)?.saturating_add(*fields.get(4)?);
    Some((fields.iter().sum(), idle))
}

/// The time of the processors that a program and what it started have had, in clock ticks.
fn ticks(pid: u32) -> u64 {
    display::tree(pid)
        .into_iter()
        .filter_map(|pid| std::fs::read_to_string(format!("/proc/{pid}/stat")).ok())
        .filter_map(|stat| ticks_in(&stat))
        .sum()
}

/// User and system time in a line of `/proc/PID/stat`; the program's name in it may hold anything.
fn ticks_in(stat: &str) -> Option<u64> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    user.checked_add(system)
}

/// The memory of a program and all it started.
fn memory_kib(pid: u32) -> u64 {
    display::tree(pid)
        .into_iter()
        .filter_map(|pid| std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok())
        .filter_map(|text| proportional_kib(&text))
        .sum()
}

/// The process's share of the memory it uses, shared pages divided among those who share them.
fn proportional_kib(smaps_rollup: &str) -> Option<u64> {
    let line = smaps_rollup
        .lines()
        .find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

fn mebibytes(kib: u64) -> f64 {
    count(kib) / 1024.0
}

fn count(number: u64) -> f64 {
    // In kibibytes, more than u32 holds would be four tebibytes.
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// The middle value, or the mean of the two in the middle.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    let at = |place: usize| values.get(place).copied().unwrap_or(f64::NAN);
    if values.len() % 2 == 1 {
        at(half)
    } else {
        f64::midpoint(at(half.saturating_sub(1)), at(half))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(Vec::new()).is_nan());
    }

    #[test]
    fn a_row_without_a_floor_is_over_its_budget() {
        let row = |hecht, bare| Row {
            what: "start",
            hecht,
            bare,
            unit: "ms",
            budget: 1.2,
        };
        assert!(!row(120.0, 100.0).is_over());
        assert!(row(121.0, 100.0).is_over());
        assert!(row(f64::NAN, 100.0).is_over());
        assert!(row(0.0, 0.0).is_over());
    }

    #[test]
    fn the_first_of_the_people_has_a_passphrase() {
        let people = "Robin: kettle canal heron bread\nSam: choir garden\n";
        assert_eq!(first_passphrase(people), Some("kettle canal heron bread"));
        assert_eq!(first_passphrase(""), None);
    }

    #[test]
    fn others_are_what_is_neither_idle_nor_own() {
        let text = "cpu  100 0 50 800 40 5 5 0 7 0\ncpu0 1 1 1 1\n";
        assert_eq!(all_and_idle(text), Some((1000, 840)));
        assert_eq!(all_and_idle("cpu 1 2"), None);
        let at = |all, idle, own| Processors { all, idle, own };
        let share = at(1200, 900, 90).taken_by_others(at(1000, 800, 10));
        assert_eq!(share, 0.1);
        let none = at(1200, 900, 190).taken_by_others(at(1000, 800, 10));
        assert_eq!(none, 0.0);
    }

    #[test]
    fn time_of_the_processors_is_user_and_system_time() {
        let stat = "42 (a) S (b) R 7 42 42 0 -1 4194304 5 0 0 0 30 12 0 0 20 0 1 0 99";
        assert_eq!(ticks_in(stat), Some(42));
        assert_eq!(ticks_in("42 (a) R 7"), None);
    }

    #[test]
    fn shared_memory_is_read_from_the_rollup() {
        let text = "55d0-7ffe ---p 00000000 00:00 0   [rollup]\nRss:    11760 kB\nPss:     3471 kB\nPss_Dirty:  812 kB\n";
        assert_eq!(proportional_kib(text), Some(3471));
        assert_eq!(proportional_kib("Rss: 1 kB"), None);
    }
}
