//! Copies of the household file: once a day with changes, verified, the last seven, and nothing else is
//! ever touched.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::Arc;

use hecht_core::ErrorCode;
use serde_json::{Value, json};
use support::{DAY, Folder, MINUTE, Person, Program, all_days, couple};

use crate::damage::{damaged, written};
use crate::raw;

fn folder(program: &Program) -> PathBuf {
    program.folder.path().join("backups")
}

fn names(program: &Program) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder(program)) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn notes(program: &Program) -> Value {
    let file = program.folder.path().join("device.json");
    let bytes = std::fs::read(file).unwrap_or_else(|_| b"{}".to_vec());
    serde_json::from_slice::<Value>(&bytes).unwrap()["notes"].clone()
}

/// Sits down, writes, and locks; then there is time.
fn one_evening(program: &mut Program, person: &Person, note: &str) {
    program.sit(&[person]);
    program.check_in(json!({ "note": note }), None);
    program.lock();
    program.finish_work();
}

/// Another folder in which a copy is the household file.
fn restored(program: &Program, name: &str) -> Program {
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

/// What the page says, without the folder.
fn said(program: &mut Program) -> Value {
    let mut said = program.call("get_backups", json!({}));
    said.as_object_mut().unwrap().remove("folder");
    said
}

#[test]
fn a_file_with_a_damaged_row_is_copied_as_it_is() {
    for damage in [
        "UPDATE slot SET salt = zeroblob(16) WHERE member = (SELECT min(member) FROM slot)",
        "UPDATE slot SET kdf = CAST(x'ff00fe' AS TEXT) WHERE member = (SELECT min(member) FROM slot)",
        "UPDATE space_key SET sealed = zeroblob(80) WHERE member = (SELECT max(member) FROM space_key)",
        "UPDATE record SET body = zeroblob(8) WHERE id = (SELECT max(id) FROM record)",
        "UPDATE record SET id = x'ffff' WHERE id = (SELECT max(id) FROM record)",
        "UPDATE record SET epoch = -1 WHERE id = (SELECT max(id) FROM record)",
        "UPDATE head SET body = zeroblob(1)",
    ] {
        let (mut program, robin, ..) = couple();
        one_evening(&mut program, &robin, "One");
        let folder_of = program.folder.clone();
        drop(program);
        let changed = raw::sql(&folder_of).execute(damage, []).unwrap();
        assert!(changed > 0, "{damage}");
        let mut program = Program::open(folder_of, 8);
        program.wait(DAY);
        let noa = program.add("Noa");
        program.lock();
        program.finish_work();
        let both = ["household-2026-11-22.hecht", "household-2026-11-23.hecht"];
        assert_eq!(names(&program), both, "{damage}");
        let copy = restored(&program, "household-2026-11-23.hecht").end();
        assert!(
            raw::everything(&copy) == raw::everything(&program.folder.copied()),
            "as in the file: {damage}"
        );
        program.sit(&[&noa]);
        let wanted = json!({ "last_on": "2026-11-23", "failed_on": null, "is_damaged": true, "whole_on": "2026-11-22" });
        assert_eq!(said(&mut program), wanted);
    }
}

#[test]
fn the_last_copy_before_a_damage_stays_until_the_file_is_whole_again() {
    let (mut program, robin, ..) = couple();
    one_evening(&mut program, &robin, "One");
    let damage = |program: Program, seed: u64, sql: &str| {
        let at = program.hand.load(std::sync::atomic::Ordering::SeqCst);
        let folder = program.end();
        raw::change_one(&folder, sql, []);
        Program::open_at(folder, seed, at, "Europe/Amsterdam")
    };
    let spoil = "UPDATE space_key SET \"check\" = CAST(x'00' || \"check\" AS BLOB) WHERE member = (SELECT max(member) FROM space_key)";
    let mend = "UPDATE space_key SET \"check\" = substr(\"check\", 2) WHERE length(\"check\") = 33";
    let mut program = damage(program, 8, spoil);
    for day in 0..9 {
        program.wait(DAY);
        one_evening(&mut program, &robin, &format!("Day {day}"));
    }
    assert_eq!(names(&program).len(), 8, "the last seven and the whole one");
    assert_eq!(
        names(&program).first().unwrap(),
        "household-2026-11-22.hecht"
    );
    program.sit(&[&robin]);
    assert_eq!(said(&mut program)["whole_on"], "2026-11-22");
    program.lock();
    let mut program = damage(program, 9, mend);
    for day in 0..7 {
        program.wait(DAY);
        one_evening(&mut program, &robin, &format!("Day {day}"));
    }
    assert_eq!(names(&program).len(), 7);
    program.sit(&[&robin]);
    let wanted = json!({ "last_on": "2026-12-08", "failed_on": null, "is_damaged": false, "whole_on": null });
    assert_eq!(said(&mut program), wanted);
}

#[test]
fn what_somebody_has_gone_on_without_keeps_nothing_out_of_the_next_copies() {
    for damage in [
        "UPDATE record SET id = x'ffff' WHERE id = ?1",
        "UPDATE record SET epoch = -1 WHERE id = ?1",
        "UPDATE record SET body = zeroblob(8) WHERE id = ?1",
    ] {
        let written = written();
        let folder_of = written.folder.copied();
        raw::change_one(&folder_of, damage, [written.lost_row(false)]);
        let mut program = Program::open(folder_of, 8);
        // Before a copy and after one, and in it, whoever has not seen it yet is told.
        for _ in 0..2 {
            let told = damaged(&mut program, &written.robin);
            assert_eq!(told, [written.space.as_str()], "{damage}");
            program.check_in(json!({ "note": "Before" }), None);
            program.lock();
            program.finish_work();
        }
        let mut copy = restored(&program, "household-2026-11-22.hecht");
        assert_eq!(damaged(&mut copy, &written.sam), [written.space.as_str()]);
        program.sit(&[&written.robin]);
        program.call("go_on", json!({ "space": written.space }));
        let shared = json!({ "liked": "After" });
        program.check_in(json!({ "note": "After" }), Some((&written.space, shared)));
        program.wait(DAY);
        program.lock();
        program.finish_work();
        let mut copy = restored(&program, "household-2026-11-23.hecht");
        for person in [&written.robin, &written.sam] {
            assert_eq!(
                damaged(&mut copy, person),
                Vec::<String>::new(),
                "it was seen"
            );
            assert_eq!(crate::damage::notes(&mut copy, "liked"), ["After", "Kept"]);
        }
    }
}

const NOTES: usize = 30;

/// Three people, each with as many notes of their own as fill some pages, in the order of the file.
fn three_long_lists() -> (Program, [Person; 3]) {
    let mut program = Program::new();
    let mut people = ["Robin", "Sam", "Noa"].map(|name| program.add(name));
    for person in &people {
        program.sit(&[person]);
        for number in 0..NOTES {
            let note = format!("{number} {}", "long ".repeat(200));
            program.check_in(json!({ "note": note }), None);
        }
    }
    program.lock();
    program.finish_work();
    people.sort_by(|a, b| a.id.cmp(&b.id));
    (program, people)
}

/// The pages of records below which there are no others, in their order, counted from 0.
fn leaves(folder: &Folder) -> Vec<usize> {
    let connection = raw::sql(folder);
    let mut statement = connection
        .prepare(
            "SELECT pageno FROM dbstat WHERE name = 'record' AND pagetype = 'leaf' ORDER BY path",
        )
        .unwrap();
    let pages = statement.query_map([], |row| row.get::<_, i64>(0)).unwrap();
    pages
        .map(|page| usize::try_from(page.unwrap()).unwrap() - 1)
        .collect()
}

const PAGE: usize = 16_384;

#[test]
fn what_lies_around_torn_pages_is_in_the_copy() {
    let (program, people) = three_long_lists();
    let folder_of = program.end();
    let pages = leaves(&folder_of.copied());
    assert!(pages.len() > 6, "{}", pages.len());
    let mut bytes = std::fs::read(folder_of.file()).unwrap();
    for page in [pages[1], pages[pages.len() - 2]] {
        bytes[page * PAGE..][..PAGE].fill(0);
    }
    std::fs::write(folder_of.file(), bytes).unwrap();
    let mut program = Program::open(folder_of, 8);
    program.wait(DAY);
    // The one in the middle has lost nothing.
    one_evening(&mut program, &people[1], "New");
    assert_eq!(names(&program).len(), 2);
    assert_eq!(notes(&program)["is_copy_damaged"], true);
    let mut copy = restored(&program, "household-2026-11-23.hecht");
    for (person, has_lost) in people.iter().zip([true, false, true]) {
        let told = damaged(&mut program, person);
        assert_eq!(told.len(), usize::from(has_lost));
        assert_eq!(damaged(&mut copy, person), told, "in the copy, too");
        let log = program.log();
        assert_eq!(copy.log(), log);
        assert!(log.len() > NOTES / 2, "{}", log.len());
        assert_eq!(log.len() < NOTES, has_lost);
    }
    // Once they have gone on without it, what they write is in the next copy.
    program.wait(DAY);
    let person = &people[0];
    damaged(&mut program, person);
    program.call("go_on", json!({ "space": person.id }));
    let now = program.log();
    program.lock();
    program.finish_work();
    let mut copy = restored(&program, "household-2026-11-24.hecht");
    copy.sit(&[person]);
    assert_eq!(copy.log(), now);
}

#[test]
fn pages_that_changed_places_take_no_row_out_of_the_copy() {
    let (program, people) = three_long_lists();
    let whole = program.end();
    let pages = leaves(&whole.copied());
    for which in [0, 1, 2] {
        let folder_of = whole.copied();
        let (one, other) = (pages[which], pages[pages.len() - 1 - which]);
        let mut bytes = std::fs::read(folder_of.file()).unwrap();
        let kept = bytes[one * PAGE..][..PAGE].to_vec();
        bytes.copy_within(other * PAGE..(other + 1) * PAGE, one * PAGE);
        bytes[other * PAGE..][..PAGE].copy_from_slice(&kept);
        std::fs::write(folder_of.file(), bytes).unwrap();
        let mut program = Program::open(folder_of, 8);
        program.wait(DAY);
        one_evening(&mut program, &people[1], "New");
        let mut copy = restored(&program, "household-2026-11-23.hecht");
        for (person, has_more) in people.iter().zip([0, 1, 0]) {
            assert_eq!(damaged(&mut copy, person), Vec::<String>::new());
            assert_eq!(copy.log().len(), NOTES + has_more, "{which}");
        }
    }
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
