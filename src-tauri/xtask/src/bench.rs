//! `cargo xtask bench`: the core's own rows, and then start and memory of the window against
//! `bare`, an empty window built from the same tree. Medians from one run on one machine.
//! It fails when a budget is exceeded; `--report` only prints.

use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::Given;
use crate::display::{self, Display};
use crate::run::{self, Failure, Result, While};
use crate::start;
use crate::system::{self, Need};

const LAUNCHES: usize = 7;
/// What a window still does after its first picture belongs to it; memory is read after that.
const SETTLE: Duration = Duration::from_secs(2);

struct Launch {
    painted: Duration,
    memory_kib: u64,
}

struct Row {
    what: &'static str,
    hecht: f64,
    bare: f64,
    unit: &'static str,
    budget: f64,
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
    given.end()?;
    system::provide(&[Need::Window, Need::Screen])?;

    let core = core_rows(report)?;
    let rows = shell_rows(household.as_deref())?;

    println!("\n   window (median of {LAUNCHES})      hecht       bare    ratio   budget");
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
    let over: Vec<&str> = rows
        .iter()
        .filter(|row| row.is_over())
        .map(|row| row.what)
        .collect();
    if report || (over.is_empty() && core.is_none()) {
        return Ok(());
    }
    let mut why = over
        .iter()
        .map(|what| format!("{what}: over its budget"))
        .collect::<Vec<_>>();
    why.extend(core.map(|failure| failure.to_string()));
    Err(Failure::new(why.join("\n")))
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

fn shell_rows(household: Option<&str>) -> Result<Vec<Row>> {
    let hecht = start::build()?;
    run::step(
        "Bare window: build",
        run::cargo(["build", "--release", "-p", "hecht", "--example", "bare"]),
    )?;
    let bare = run::built("release", "examples/bare")?;

    println!(
        "\n── Window: {LAUNCHES} launches of each, in turn, after one of each that does not count"
    );
    let folder = run::own_folder(&format!("bench-{}", std::process::id()))?;
    let place = household.map_or_else(|| folder.clone(), Into::into);
    let mut display = Display::open()?;
    let mut of_hecht = Vec::new();
    let mut of_bare = Vec::new();
    let measured = (0..=LAUNCHES).try_for_each(|round| {
        let with = [std::ffi::OsStr::new("--data-dir"), place.as_os_str()];
        let one = launch(&mut display, &hecht, &with)?;
        let other = launch(&mut display, &bare, &[])?;
        if round > 0 {
            of_hecht.push(one);
            of_bare.push(other);
        }
        Ok(())
    });
    std::fs::remove_dir_all(folder).ok();
    measured?;

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
            what: "start, first screen",
            hecht: start(&of_hecht),
            bare: start(&of_bare),
            unit: "ms",
            budget: 1.20,
        },
        Row {
            what: "memory, first screen",
            hecht: memory(&of_hecht),
            bare: memory(&of_bare),
            unit: "MB",
            budget: 1.40,
        },
    ])
}

fn launch(display: &mut Display, program: &Path, words: &[&std::ffi::OsStr]) -> Result<Launch> {
    display.wait_until_empty(Duration::from_secs(10))?;
    let mut command = display.program(program);
    command.args(words).stdout(std::process::Stdio::null());
    let began = Instant::now();
    let mut child = command.spawn().or_fail("opening the window")?;
    let measured = watch(display, &mut child, began);
    display::end(&mut child);
    measured
}

fn watch(display: &mut Display, child: &mut Child, began: Instant) -> Result<Launch> {
    display.wait_until_painted(child, Duration::from_secs(60))?;
    let painted = began.elapsed();
    std::thread::sleep(SETTLE);
    let memory_kib = display::tree(child.id())
        .into_iter()
        .filter_map(|pid| std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok())
        .filter_map(|text| proportional_kib(&text))
        .sum();
    Ok(Launch {
        painted,
        memory_kib,
    })
}

/// The process's share of the memory it uses, shared pages divided among those who share them.
fn proportional_kib(smaps_rollup: &str) -> Option<u64> {
    let line = smaps_rollup
        .lines()
        .find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

fn mebibytes(kib: u64) -> f64 {
    // More than u32 holds would be four tebibytes.
    f64::from(u32::try_from(kib).unwrap_or(u32::MAX)) / 1024.0
}

/// The middle value, or the mean of the two in the middle.
fn median(mut values: Vec<f64>) -> f64 {
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
    fn shared_memory_is_read_from_the_rollup() {
        let text = "55d0-7ffe ---p 00000000 00:00 0   [rollup]\nRss:    11760 kB\nPss:     3471 kB\nPss_Dirty:  812 kB\n";
        assert_eq!(proportional_kib(text), Some(3471));
        assert_eq!(proportional_kib("Rss: 1 kB"), None);
    }
}
