//! Days and texts as people live and type them: around both clock changes and midnight, in other
//! zones, and with every sign and length a note can have.

use std::sync::Arc;

use serde_json::{Value, json};
use support::{Folder, Program};

/// Milliseconds UTC of an instant written as `2026-03-29T00:59:59Z`.
fn at(day: &str, hour: i64, minute: i64) -> i64 {
    let day = hecht_core::time::Day::parse(day).unwrap();
    let epoch = hecht_core::time::Day::parse("1970-01-01").unwrap();
    (day.days_since(epoch) * 24 + hour) * 3_600_000 + minute * 60_000
}

#[test]
fn around_both_clock_changes_and_midnight_an_entry_stands_on_the_local_day() {
    // Amsterdam: one hour before UTC in winter, two in summer; the changes are at 01:00 UTC.
    let moments = [
        ("2026-03-28", 22, 59, "2026-03-28"),
        ("2026-03-28", 23, 0, "2026-03-29"),
        ("2026-03-29", 0, 59, "2026-03-29"),
        ("2026-03-29", 1, 0, "2026-03-29"),
        ("2026-03-29", 21, 59, "2026-03-29"),
        ("2026-03-29", 22, 0, "2026-03-30"),
        ("2026-10-24", 21, 59, "2026-10-24"),
        ("2026-10-24", 22, 0, "2026-10-25"),
        ("2026-10-25", 0, 59, "2026-10-25"),
        ("2026-10-25", 1, 0, "2026-10-25"),
        ("2026-10-25", 22, 59, "2026-10-25"),
        ("2026-10-25", 23, 0, "2026-10-26"),
        ("2026-12-31", 22, 59, "2026-12-31"),
        ("2026-12-31", 23, 0, "2027-01-01"),
    ];
    let mut program = Program::open_at(
        Arc::new(Folder::new()),
        7,
        at("2026-03-01", 12, 0),
        "Europe/Amsterdam",
    );
    let robin = program.add("Robin");
    for (day, hour, minute, local) in moments {
        program
            .hand
            .store(at(day, hour, minute), std::sync::atomic::Ordering::SeqCst);
        assert_eq!(program.today().to_string(), local);
        let tomorrow = program.today().plus(1).to_string();
        let future = json!({ "on": tomorrow, "private": { "today": 3 }, "shared": null });
        assert_eq!(
            program.try_call("create_checkin", future),
            Err(hecht_core::ErrorCode::DayInFuture)
        );
        let (entry, _) =
            program.check_in(json!({ "note": format!("{day} {hour}:{minute}") }), None);
        let row = program.entry(&entry)["row"].clone();
        assert_eq!(
            (&row["on"], &row["written_on"]),
            (&json!(local), &json!(local))
        );
        assert_eq!(row["written_at"], json!(at(day, hour, minute)));
        assert_eq!(row["is_late"], false);
    }
    let before = program.log();
    let mut program = program.restart(8);
    program.sit(&[&robin]);
    assert_eq!(program.log(), before);
}

#[test]
fn a_day_stays_the_day_it_was_when_the_computer_moves_to_another_zone() {
    let mut program = Program::open_at(
        Arc::new(Folder::new()),
        7,
        at("2026-07-01", 23, 30),
        "Pacific/Auckland",
    );
    let robin = program.add("Robin");
    assert_eq!(program.today().to_string(), "2026-07-02");
    program.check_in(json!({ "today": 3 }), None);
    let log = program.log();
    let mut program = Program::open_at(
        program.end(),
        8,
        at("2026-07-01", 23, 40),
        "Pacific/Honolulu",
    );
    program.sit(&[&robin]);
    assert_eq!(program.today().to_string(), "2026-07-01");
    assert_eq!(program.log(), log);
    assert_eq!(log[0]["on"], "2026-07-02");
}

#[test]
fn the_half_hour_of_grace_is_not_stretched_by_a_clock_change_nor_by_a_clock_put_back() {
    let mut program = Program::open_at(
        Arc::new(Folder::new()),
        7,
        at("2026-10-25", 0, 50),
        "Europe/Amsterdam",
    );
    program.add("Robin");
    let (entry, _) = program.check_in(json!({ "note": "First" }), None);
    let edit = |program: &mut Program, text: &str| {
        let request = json!({ "entry": entry, "answers": { "note": text } });
        program.call("edit_checkin", request)["row"]["is_changed"].clone()
    };
    program
        .hand
        .store(at("2026-10-25", 1, 20), std::sync::atomic::Ordering::SeqCst);
    assert_eq!(edit(&mut program, "Second"), false);
    program
        .hand
        .store(at("2026-10-25", 0, 40), std::sync::atomic::Ordering::SeqCst);
    assert_eq!(edit(&mut program, "Third"), true);
}

#[test]
fn every_sign_a_person_can_type_survives_a_restart_exactly() {
    let texts = [
        "\u{1f469}\u{200d}\u{1f467} \u{1f1f3}\u{1f1f1} \u{1f937}\u{1f3fd}",
        "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{202e}abc\u{202c} \u{645}\u{631}\u{62d}\u{628}\u{627}",
        "e\u{301} is not \u{e9}, nor is \u{1e9b}\u{323}",
        "before\0after",
        "one\r\ntwo\nthree\rfour\u{2028}five\tsix",
        "'; DROP TABLE entry; -- \"quoted\" %s {{x}} \\u0000",
        "<script>alert(1)</script> &amp; {$name}",
        "\u{feff}mark \u{fffd} \u{10ffff} \u{200b}x",
        "  spaces before are kept",
        "\u{915}\u{94d}\u{937} \u{e01}\u{e33} \u{4f60}\u{597d}",
    ];
    let mut program = Program::new();
    let robin = program.add("Robin");
    let mut entries = Vec::new();
    for text in texts {
        let answers = json!({ "note": text, "liked": text, "help": text });
        entries.push(program.check_in(answers, None).0);
        let line = json!({ "name": text, "number": text, "note": text });
        program.call("create_own_helpline", line);
    }
    let all = texts.join("\n");
    let card = json!({ "first": all, "call": all, "ask": all, "go": all });
    program.call("edit_card", card.clone());
    let mut program = program.restart(8);
    program.sit(&[&robin]);
    for (entry, text) in entries.iter().zip(texts) {
        let answers = program.entry(entry)["row"]["answers"].clone();
        for field in ["note", "liked", "help"] {
            assert_eq!(answers[field], json!(text));
        }
    }
    assert_eq!(program.call("get_card", json!({})), card);
    let lines = program.call("list_own_helplines", json!({}));
    for (line, text) in lines.as_array().unwrap().iter().zip(texts) {
        for field in ["name", "number", "note"] {
            assert_eq!(line[field], json!(text));
        }
    }
}

#[test]
fn a_note_of_a_hundred_thousand_characters_is_kept_searched_and_changed() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let long: String = "w\u{e9}\u{1f331} ".repeat(24_999) + "end!";
    assert_eq!(long.chars().count(), 100_000);
    let all = json!({ "note": long, "liked": long, "help": long });
    let (entry, _) = program.check_in(all.clone(), None);
    let mut program = program.restart(8);
    program.sit(&[&robin]);
    let answers = program.entry(&entry)["row"]["answers"].clone();
    assert_eq!(answers["note"], json!(long));
    assert_eq!(answers["help"], json!(long));
    program.finish_work();
    let found = program.call("search", support::look_for("end"));
    assert_eq!(found["hits"].as_array().map(Vec::len), Some(3));
    let shown: String = found["hits"][0]["excerpt"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|piece| piece["text"].as_str())
        .collect();
    assert!(shown.chars().count() < 300, "an excerpt is short");
    let request = json!({ "entry": entry, "answers": { "note": "short" } });
    assert_eq!(
        program.call("edit_checkin", request)["row"]["answers"]["help"],
        Value::Null
    );
}

#[test]
fn a_clock_that_was_put_back_does_not_give_the_half_hour_again() {
    let (mut program, robin, _, space) = support::couple();
    program.sit(&[&robin]);
    let (_, first) = program.check_in(Value::Null, Some((&space, json!({ "liked": "Soup" }))));
    program.wait(support::DAY);
    program.check_in(json!({ "today": 3 }), None);
    program.wait(10 * support::MINUTE - support::DAY);
    let edit = json!({ "entry": first, "answers": { "liked": "Bread" } });
    let changed = program.call("edit_checkin", edit);
    assert_eq!(changed["row"]["is_changed"], true);
    assert_eq!(changed["earlier"][0]["answers"]["liked"], "Soup");
}
