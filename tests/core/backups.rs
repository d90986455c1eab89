//! Copies of the household file: once a day with changes, verified, the last seven, and nothing else is
//! ever touched.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::Arc;

use hecht_core::ErrorCode;
use serde_json::{Value, json};
use support::{DAY, Folder, MINUTE, Person, Program, all_days, couple};

pub(crate) fn folder(program: &Program) -> PathBuf {
    program.folder.path().join("backups")
}

pub(crate) fn names(program: &Program) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder(program)) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

pub(crate) fn notes(program: &Program) -> Value {
    let file = program.folder.path().join("device.json");
    let bytes = std::fs::read(file).unwrap_or_else(|_| b"{}".to_vec());
    serde_json::from_slice::<Value>(&bytes).unwrap()["notes"].clone()
}

/// Sits down, writes, and locks; then there is time.
pub(crate) fn one_evening(program: &mut Program, person: &Person, note: &str) {
    program.sit(&[person]);
    program.check_in(json!({ "note": note }), None);
    program.lock();
    program.finish_work();
}

/// Another folder in which a copy is the household file.
pub(crate) fn restored(program: &Program, name: &str) -> Program {
    let place = Folder::new();
    std::fs::copy(folder(program).join(name), place.file()).unwrap();
    Program::open(Arc::new(place), 21)
}

#[test]
fn the_first_lock_of_a_day_with_changes_leaves_one_copy_that_opens() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    program.check_in(
        json!({ "note": "Only mine" }),
        Some((&space, json!({ "liked": "Soup" }))),
    );
    program.finish_work();
    assert_eq!(
        names(&program),
        Vec::<String>::new(),
        "not before it is locked"
    );
    program.lock();
    program.finish_work();
    assert_eq!(names(&program), ["household-2026-11-22.hecht"]);
    program.sit(&[&robin]);
    let said = program.call("get_backups", json!({}));
    assert_eq!(
        said,
        json!({ "last_on": "2026-11-22", "failed_on": null, "is_damaged": false, "whole_on": null, "folder": folder(&program) })
    );
    let log = program.log();
    let mut copy = restored(&program, "household-2026-11-22.hecht");
    copy.sit(&[&robin]);
    assert_eq!(copy.log(), log);
    assert_eq!(copy.call("get_today", json!({}))["damaged"], json!([]));
    copy.sit(&[&sam]);
    assert_eq!(copy.log().len(), 1);
    copy.check_in(json!({ "note": "It can be written, too" }), None);
}

#[test]
fn a_second_lock_of_the_day_and_a_day_without_changes_leave_no_further_copy() {
    let (mut program, robin, ..) = couple();
    one_evening(&mut program, &robin, "One");
    let first = std::fs::read(folder(&program).join("household-2026-11-22.hecht")).unwrap();
    program.wait(30 * MINUTE);
    one_evening(&mut program, &robin, "Two");
    assert_eq!(names(&program).len(), 1);
    let again = std::fs::read(folder(&program).join("household-2026-11-22.hecht")).unwrap();
    assert!(first == again, "one a day");
    // What came after the copy is in that of the next day, although nothing changes on it.
    program.wait(DAY);
    program.sit(&[&robin]);
    program.lock();
    program.finish_work();
    assert_eq!(
        names(&program),
        ["household-2026-11-22.hecht", "household-2026-11-23.hecht"]
    );
    for _ in 0..3 {
        program.wait(DAY);
        program.sit(&[&robin]);
        program.call("list_checkins", all_days());
        program.lock();
        program.finish_work();
        program = program.restart(9);
        program.finish_work();
    }
    assert_eq!(names(&program).len(), 2);
    let mut copy = restored(&program, "household-2026-11-23.hecht");
    copy.sit(&[&robin]);
    assert_eq!(copy.log().len(), 2);
}

#[test]
fn what_ends_without_a_lock_is_copied_at_the_next_start() {
    let (mut program, robin, ..) = couple();
    program.finish_work();
    assert_eq!(names(&program).len(), 1);
    program.wait(DAY);
    program.sit(&[&robin]);
    program.finish_work();
    program.check_in(json!({ "note": "Then the window is closed" }), None);
    program.finish_work();
    assert_eq!(names(&program).len(), 1);
    let mut program = program.restart(8);
    program.finish_work();
    assert_eq!(names(&program).len(), 2);
    let mut copy = restored(&program, "household-2026-11-23.hecht");
    copy.sit(&[&robin]);
    assert_eq!(copy.log().len(), 1);
}

#[test]
fn the_lock_answers_before_a_copy_begins_and_the_automatic_one_leaves_a_copy_too() {
    let (mut program, robin, ..) = couple();
    program.sit(&[&robin]);
    let locked = program.call("lock", json!({ "draft": null }));
    assert_eq!(locked["phase"], "locked");
    assert_eq!(names(&program), Vec::<String>::new());
    program.sit(&[&robin]);
    program.session.lock_at_once();
    assert_eq!(names(&program), Vec::<String>::new());
    program.finish_work();
    assert_eq!(names(&program).len(), 1);
}

#[test]
fn seven_are_kept_and_no_file_of_another_name_is_touched() {
    let (mut program, robin, ..) = couple();
    std::fs::create_dir_all(folder(&program)).unwrap();
    let others = [
        "household-2020-01-01.hecht.bak",
        "household-2020-13-01.hecht",
        "household.hecht",
        "our own copy of household-2020-01-01.hecht",
        "notes.txt",
    ];
    for name in others {
        std::fs::write(folder(&program).join(name), name).unwrap();
    }
    std::fs::create_dir(folder(&program).join("household-2020-01-02.hecht")).unwrap();
    let begun = folder(&program).join("household-2026-11-20.hecht.new");
    std::fs::write(&begun, "begun and never finished").unwrap();
    for day in 0..10 {
        one_evening(&mut program, &robin, &format!("Day {day}"));
        program.wait(DAY);
    }
    let ours: Vec<String> = (25..=31)
        .map(|day| match day {
            31 => "household-2026-12-01.hecht".to_owned(),
            day => format!("household-2026-11-{day}.hecht"),
        })
        .collect();
    let mut wanted: Vec<String> = others.map(ToOwned::to_owned).into();
    wanted.push("household-2020-01-02.hecht".to_owned());
    wanted.extend(ours);
    wanted.sort();
    assert_eq!(names(&program), wanted);
    for name in others {
        assert_eq!(
            std::fs::read_to_string(folder(&program).join(name)).unwrap(),
            name
        );
    }
}

#[test]
fn copies_of_a_clock_that_ran_ahead_do_not_push_out_the_real_ones() {
    let (mut program, robin, ..) = couple();
    program.wait(4000 * DAY);
    for _ in 0..7 {
        one_evening(&mut program, &robin, "Ahead");
        program.wait(DAY);
    }
    assert_eq!(names(&program).len(), 7);
    program.wait(-4007 * DAY);
    for day in 0..3 {
        one_evening(&mut program, &robin, &format!("Now, {day}"));
        program.wait(DAY);
    }
    let there: BTreeSet<String> = names(&program).into_iter().collect();
    for day in [22, 23, 24] {
        assert!(there.contains(&format!("household-2026-11-{day}.hecht")));
    }
    assert_eq!(there.len(), 7);
}

#[test]
fn a_damaged_copy_is_not_kept_and_harms_nothing() {
    let (mut program, robin, ..) = couple();
    one_evening(&mut program, &robin, "One");
    program.wait(DAY);
    program.sit(&[&robin]);
    program.check_in(json!({ "note": "Two" }), None);
    program.finish_work();
    let file = std::fs::read(program.folder.file()).unwrap();
    program.session.spoil_next_copy();
    program.lock();
    program.finish_work();
    assert_eq!(names(&program), ["household-2026-11-22.hecht"]);
    assert!(std::fs::read(program.folder.file()).unwrap() == file);
    assert_eq!(notes(&program)["last_copy_on"], "2026-11-22");
    assert_eq!(notes(&program)["copy_failed_on"], "2026-11-23");
    program.sit(&[&robin]);
    let said = program.call("get_backups", json!({}));
    assert_eq!(said["failed_on"], "2026-11-23");
    // The next lock tries again.
    program.lock();
    program.finish_work();
    assert_eq!(names(&program).len(), 2);
    assert_eq!(notes(&program)["copy_failed_on"], Value::Null);
    let mut copy = restored(&program, "household-2026-11-23.hecht");
    copy.sit(&[&robin]);
    assert_eq!(copy.log().len(), 2);
}

#[test]
fn a_place_that_cannot_be_written_is_noted_and_nothing_else() {
    let (mut program, robin, ..) = couple();
    std::fs::write(folder(&program), "a file where the folder should be").unwrap();
    one_evening(&mut program, &robin, "One");
    assert_eq!(notes(&program)["copy_failed_on"], "2026-11-22");
    program.sit(&[&robin]);
    assert_eq!(program.log().len(), 1);
    let said = program.call("get_backups", json!({}));
    assert_eq!(said["last_on"], Value::Null);
    program.lock();
    std::fs::remove_file(folder(&program)).unwrap();
    // The next lock tries again.
    program.lock();
    program.finish_work();
    assert_eq!(names(&program).len(), 1);
}

#[test]
fn what_is_written_while_a_copy_is_made_is_never_half_in_it() {
    let (mut program, robin, ..) = couple();
    program.sit(&[&robin]);
    for number in 0..200 {
        program.check_in(json!({ "note": format!("Number {number}") }), None);
    }
    program.finish_work();
    program.lock();
    // No time at all: one step.
    assert!(program.session.work(std::time::Duration::ZERO));
    assert_eq!(names(&program), ["household-2026-11-22.hecht.new"]);
    program.sit(&[&robin]);
    program.check_in(json!({ "note": "In between" }), None);
    program.finish_work();
    assert_eq!(names(&program), Vec::<String>::new());
    assert_eq!(notes(&program)["copy_failed_on"], Value::Null, "no failure");
    program.lock();
    program.finish_work();
    let mut copy = restored(&program, "household-2026-11-22.hecht");
    copy.sit(&[&robin]);
    assert_eq!(copy.log().len(), 201);
}

#[test]
fn copies_are_their_owners_only() {
    let (mut program, robin, ..) = couple();
    one_evening(&mut program, &robin, "One");
    let mode = |path: PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder(&program)), 0o700);
    let copy = folder(&program).join("household-2026-11-22.hecht");
    assert_eq!(mode(copy), 0o600);
}

#[test]
fn the_sample_household_is_not_copied_and_does_not_stop_ours() {
    let (mut program, robin, ..) = couple();
    program.sit(&[&robin]);
    program.check_in(json!({ "note": "Ours" }), None);
    program.lock();
    program.call("open_example", json!({}));
    program.finish_work();
    let state = program.call("get_state", json!({}));
    let example = &state["example_passphrases"][0];
    let people = json!([{ "member": example["member"], "passphrase": example["passphrase"] }]);
    program.call("unlock", json!({ "people": people }));
    program.check_in(json!({ "note": "Made up" }), None);
    let said = program.call("get_backups", json!({}));
    assert_eq!(said["last_on"], Value::Null);
    program.lock();
    program.finish_work();
    assert_eq!(names(&program), Vec::<String>::new());
    program.call("close_example", json!({}));
    one_evening(&mut program, &robin, "Ours again");
    assert_eq!(names(&program).len(), 1);
    let mut copy = restored(&program, "household-2026-11-22.hecht");
    copy.sit(&[&robin]);
    assert_eq!(copy.log().len(), 2);
}

#[test]
fn nobody_learns_of_copies_before_unlocking() {
    let (mut program, robin, ..) = couple();
    one_evening(&mut program, &robin, "One");
    let outcome = program.try_call("get_backups", json!({}));
    assert_eq!(outcome, Err(ErrorCode::Locked));
    // A copy that somebody took away is not claimed to be there.
    std::fs::remove_file(folder(&program).join("household-2026-11-22.hecht")).unwrap();
    program.sit(&[&robin]);
    let said = program.call("get_backups", json!({}));
    assert_eq!(said["last_on"], Value::Null);
}
