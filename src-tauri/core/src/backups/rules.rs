//! The names of copies, and which of them are too old to keep. A file of any other name is not ours.

use crate::time::Day;

/// As many copies are kept.
const KEPT: usize = 7;

/// The name of a day's copy.
pub(super) fn name(day: Day) -> String {
    format!("household-{day}.hecht")
}

/// Its name until it is known to be whole.
pub(super) fn unfinished_name(day: Day) -> String {
    format!("{}.new", name(day))
}

fn day_of(name: &str) -> Option<Day> {
    let day = name.strip_prefix("household-")?.strip_suffix(".hecht")?;
    Day::parse(day)
}

/// Is it a copy, finished or not?
pub(super) fn is_ours(name: &str) -> bool {
    day_of(name).is_some() || is_unfinished(name)
}

/// Was a copy of this name begun and never finished? SQLite may have left a journal beside it.
pub(super) fn is_unfinished(name: &str) -> bool {
    let name = name.strip_suffix("-journal").unwrap_or(name);
    name.strip_suffix(".new").and_then(day_of).is_some()
}

/// The names of those that are too old. Days that are still to come are from a clock that was wrong, and
/// go before any other. That of `whole` stays: nothing after it is as good.
pub(super) fn too_old(names: &[String], today: Day, whole: Option<Day>) -> Vec<String> {
    let mut ours: Vec<(bool, Day, &String)> = names
        .iter()
        .filter_map(|name| day_of(name).map(|day| (day <= today, day, name)))
        .collect();
    ours.sort_unstable();
    let old = ours.iter().rev().skip(KEPT);
    let old = old.filter(|(_, day, _)| whole != Some(*day));
    old.map(|(_, _, name)| (*name).clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(days: &[&str]) -> Vec<String> {
        days.iter()
            .map(|day| format!("household-{day}.hecht"))
            .collect()
    }

    #[test]
    fn the_last_seven_stay_and_days_to_come_go_first() {
        let today = Day::parse("2026-11-22").unwrap_or_else(|| unreachable!());
        let week: Vec<String> = (0..7).map(|back| name(today.minus(back))).collect();
        assert_eq!(too_old(&week, today, None), Vec::<String>::new());
        let older = names(&["2026-11-15", "2026-11-01"]);
        let all = [week.clone(), older.clone()].concat();
        assert_eq!(too_old(&all, today, None), older);
        let whole = Day::parse("2026-11-01");
        assert_eq!(too_old(&all, today, whole), names(&["2026-11-15"]));
        assert_eq!(too_old(&all, today, Some(today)), older);
        let later = names(&["2036-01-01", "2026-11-23"]);
        let all = [later.clone(), week].concat();
        let mut old = too_old(&all, today, None);
        old.sort();
        assert_eq!(old, names(&["2026-11-23", "2036-01-01"]));
    }

    #[test]
    fn nothing_of_another_name_is_ever_ours() {
        let today = Day::parse("2026-11-22").unwrap_or_else(|| unreachable!());
        for name in [
            "household.hecht",
            "household-2026-11-22.hecht.bak",
            "household-2026-11-31.hecht",
            "household-2026-1-01.hecht",
            "Household-2026-11-01.hecht",
            "household-2026-11-01 copy.hecht",
            "household--2026-11-01.hecht",
            "household-2026-11-01.hecht-journal",
            "notes.txt",
            "",
        ] {
            assert_eq!(day_of(name), None, "{name}");
            assert!(!is_unfinished(name), "{name}");
        }
        let strange: Vec<String> = (0..20).map(|n| format!("household-{n}.hecht")).collect();
        assert_eq!(too_old(&strange, today, None), Vec::<String>::new());
        assert!(is_unfinished("household-2026-11-22.hecht.new"));
        assert!(is_unfinished("household-2026-11-22.hecht.new-journal"));
        assert!(!is_unfinished("household-2026-11-22.hecht"));
    }
}
