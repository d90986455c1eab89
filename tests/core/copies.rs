//! Copies of a file in which something is damaged, and copies that go because somebody wants to be gone.

use std::sync::mpsc::Sender;

use serde_json::{Value, json};
use support::{DAY, Folder, Person, Program, couple};

use crate::backups::{folder, names, notes, one_evening, restored};
use crate::damage::{damaged, written};
use crate::raw;

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
    let spoil = "UPDATE space_key SET \"check\" = CAST(x'00' || \"check\" AS BLOB) WHERE epoch = 1 AND member = (SELECT max(member) FROM space_key)";
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
        assert!(copy.log() == log, "what can be read");
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
    assert!(copy.log() == now, "what can be read");
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

/// A couple with a copy of today that was looked at and waits for its name.
fn copy_held_back() -> (Program, Person, Person, Sender<()>) {
    let (mut program, robin, sam, _) = couple();
    program.sit(&[&robin]);
    program.check_in(json!({ "note": "One" }), None);
    let gate = program.session.hold_next_copy();
    program.lock();
    while names(&program) != ["household-2026-11-22.hecht.new"] {
        assert!(program.session.work(std::time::Duration::ZERO));
    }
    // As many steps as there are tables, and then it is looked at.
    for _ in 0..8 {
        assert!(program.session.work(std::time::Duration::ZERO));
    }
    (program, robin, sam, gate)
}

#[test]
fn when_the_copies_went_too_the_next_one_is_made_the_same_day() {
    for deletes_all in [false, true] {
        let (mut program, robin, sam, space) = couple();
        one_evening(&mut program, &robin, "Robin's own");
        one_evening(&mut program, &sam, "Sam's own");
        assert_eq!(names(&program), ["household-2026-11-22.hecht"]);
        program.sit(&[&robin]);
        let passphrase = &robin.passphrase;
        if deletes_all {
            let request =
                json!({ "passphrase": passphrase, "words": "stay", "removes_copies": true });
            program.call("delete_member", request);
        } else {
            let request = json!({ "passphrase": passphrase, "removes_copies": true });
            program.call("delete_private_space", request);
            assert_eq!(said(&mut program)["last_on"], Value::Null);
        }
        assert_eq!(names(&program), Vec::<String>::new());
        assert_eq!(notes(&program)["last_copy_on"], Value::Null);
        if !deletes_all {
            program.finish_work();
            assert_eq!(names(&program), Vec::<String>::new(), "once it is locked");
            program.lock();
        }
        program.finish_work();
        assert_eq!(names(&program), ["household-2026-11-22.hecht"]);
        let mut copy = restored(&program, "household-2026-11-22.hecht");
        assert_eq!(damaged(&mut copy, &sam), Vec::<String>::new());
        assert_eq!(crate::damage::notes(&mut copy, "note"), ["Sam's own"]);
        if !deletes_all {
            copy.sit(&[&robin]);
            assert_eq!(
                crate::damage::notes(&mut copy, "note"),
                Vec::<String>::new()
            );
            copy.check_in(
                Value::Null,
                Some((&space, json!({ "liked": "Still here" }))),
            );
        }
    }
}

#[test]
fn a_copy_that_is_looked_at_while_the_copies_go_never_gets_its_name() {
    let (mut program, robin, sam, gate) = copy_held_back();
    program.sit(&[&robin]);
    program.call(
        "delete_private_space",
        json!({ "passphrase": robin.passphrase, "removes_copies": true }),
    );
    assert_eq!(names(&program), Vec::<String>::new());
    program.lock();
    // Nothing takes the place of the one that is still looked at.
    for _ in 0..3 {
        assert!(program.session.work(std::time::Duration::ZERO));
        assert_eq!(names(&program), Vec::<String>::new());
    }
    gate.send(()).unwrap();
    program.finish_work();
    assert_eq!(names(&program), ["household-2026-11-22.hecht"]);
    assert_eq!(notes(&program)["copy_failed_on"], Value::Null, "no failure");
    let mut copy = restored(&program, "household-2026-11-22.hecht");
    for person in [&robin, &sam] {
        assert_eq!(damaged(&mut copy, person), Vec::<String>::new());
        assert_eq!(copy.log(), Vec::<Value>::new());
    }
}

#[test]
fn copies_of_ours_stay_while_the_sample_household_is_open() {
    let (mut program, _, _, gate) = copy_held_back();
    program.call("open_example", json!({}));
    let state = program.call("get_state", json!({}));
    let example = &state["example_passphrases"][0];
    let people = json!([{ "member": example["member"], "passphrase": example["passphrase"] }]);
    program.call("unlock", json!({ "people": people }));
    program.call(
        "delete_private_space",
        json!({ "passphrase": example["passphrase"], "removes_copies": true }),
    );
    gate.send(()).unwrap();
    program.finish_work();
    assert!(
        folder(&program)
            .join("household-2026-11-22.hecht")
            .is_file()
    );
    assert_eq!(notes(&program)["last_copy_on"], "2026-11-22");
}
