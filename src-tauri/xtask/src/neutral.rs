//! How soon after the key nothing of the session is on the screen any more: the real window on the
//! household of ten years, with a half-filled check-in, locked in every way a person can lock it.
//! Seen from outside, on the picture of the display, so painting counts.

use std::process::Child;
use std::time::{Duration, Instant};

use crate::bench::{median, unlock};
use crate::display::Display;
use crate::run::{self, Result};

/// Of each way.
const ROUNDS: usize = 5;
const BUDGET_MS: f64 = 150.0;
/// What never takes so long never comes.
const AT_MOST: Duration = Duration::from_secs(10);

/// A way to lock: what the typist does before, and what locks, from which on time counts.
struct Way {
    name: &'static str,
    before: &'static [&'static str],
    last: &'static [&'static str],
}

const WAYS: [Way; 3] = [
    Way {
        name: "Ctrl+L",
        before: &AWAY,
        last: &["key", "--delay", "0", "ctrl+l"],
    },
    Way {
        name: "Esc three times",
        before: &AWAY,
        last: &["key", "--delay", "0", "Escape", "Escape", "Escape"],
    },
    Way {
        name: "the button",
        // At the foot of the side bar of a window as large as the display.
        before: &["mousemove", "100", "724"],
        last: &["click", "1"],
    },
];
/// The mouse at the rim, where its picture is not taken for the page's.
const AWAY: [&str; 3] = ["mousemove", "1095", "755"];
/// A key that does nothing: what starting the typist takes, which is in every time.
const NOTHING: [&str; 4] = ["key", "--delay", "0", "Shift_L"];

/// What one way took.
pub(crate) struct Row {
    what: String,
    median_ms: f64,
    slowest_ms: f64,
    budget_ms: Option<f64>,
}

impl Row {
    fn of(what: String, times: &[Duration], budget_ms: Option<f64>) -> Self {
        let times: Vec<f64> = times
            .iter()
            .map(|time| time.as_secs_f64() * 1000.0)
            .collect();
        Self {
            what,
            slowest_ms: times.iter().copied().fold(f64::NAN, f64::max),
            median_ms: median(times),
            budget_ms,
        }
    }

    /// What was not measured is over its budget too.
    pub(crate) fn is_over(&self) -> bool {
        self.budget_ms.is_some_and(|budget| {
            self.median_ms
                .partial_cmp(&budget)
                .is_none_or(std::cmp::Ordering::is_gt)
        })
    }

    pub(crate) fn what(&self) -> &str {
        &self.what
    }
}

/// Prints the times as a table.
pub(crate) fn print(rows: &[Row]) {
    if rows.is_empty() {
        return;
    }
    println!("\n   until nothing is shown            median    slowest   budget");
    for row in rows {
        let budget = row
            .budget_ms
            .map_or_else(String::new, |budget| format!("{budget:>6.0}"));
        println!(
            "   {:<30} {:>6.0} ms {:>7.0} ms   {budget}{}",
            row.what,
            row.median_ms,
            row.slowest_ms,
            if row.is_over() { "  OVER" } else { "" }
        );
    }
}

/// Unlocks, leaves a check-in half filled in and locks, in each way several times, in one window after
/// another of the same program.
pub(crate) fn measure(
    display: &mut Display,
    child: &mut Child,
    passphrase: &str,
) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for way in &WAYS {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            unlock(display, child, passphrase)?;
            display.press(&["ctrl+n"])?;
            display.wait_until_still(Duration::from_secs(3))?;
            display.press(&["Tab", "Tab", "space"])?;
            display.types(way.before)?;
            display.wait_until_still(Duration::from_secs(3))?;
            if times.is_empty() {
                display.picture(&run::target()?.join("hecht-before-lock.png"))?;
            }
            times.push(display.time_until_blank(way.last, AT_MOST)?);
        }
        rows.push(Row::of(
            format!("lock by {}", way.name),
            &times,
            Some(BUDGET_MS),
        ));
    }
    let starting = (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            display.types(&NOTHING).map(|()| began.elapsed())
        })
        .collect::<Result<Vec<_>>>()?;
    rows.push(Row::of(
        "(starting what presses the key)".to_owned(),
        &starting,
        None,
    ));
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(times: &[u64]) -> Row {
        let times: Vec<_> = times.iter().copied().map(Duration::from_millis).collect();
        Row::of("lock".to_owned(), &times, Some(BUDGET_MS))
    }

    #[test]
    fn a_way_is_over_its_budget_by_its_median_and_when_it_was_not_measured() {
        assert!(!row(&[100, 150, 900]).is_over());
        assert_eq!(row(&[100, 150, 900]).slowest_ms, 900.0);
        assert!(row(&[100, 151, 152]).is_over());
        assert!(row(&[]).is_over());
    }

    #[test]
    fn only_the_last_of_a_way_locks() {
        for way in &WAYS {
            let locks = |words: &[&str]| {
                words.contains(&"ctrl+l")
                    || words.contains(&"click")
                    || words.iter().filter(|word| **word == "Escape").count() > 2
            };
            assert!(!locks(way.before), "{}", way.name);
            assert!(locks(&[way.before, way.last].concat()), "{}", way.name);
        }
    }
}
