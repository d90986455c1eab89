//! Help and crisis: the helplines that ship, and that every word they need is in both languages; and the
//! lines that people add for themselves.

use std::collections::BTreeSet;

use hecht_core::ErrorCode;
use serde_json::{Value, json};
use support::{DAY, Program, couple};

use crate::raw;

fn lines() -> Vec<Value> {
    let mut program = Program::new();
    let reply = program.call("list_helplines", json!({}));
    assert_eq!(reply["checked_on"], "2026-11-22");
    reply["lines"].as_array().unwrap().clone()
}

/// The texts of a language's help page.
fn catalogue(language: &str) -> String {
    let path = format!(
        "{}/../ui/src/text/{language}/help.ftl",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn the_lines_are_grouped_by_country_and_an_emergency_number_comes_first() {
    let lines = lines();
    let mut countries: Vec<_> = lines
        .iter()
        .map(|line| line["country"].as_str().unwrap())
        .collect();
    countries.dedup();
    assert_eq!(countries, ["NL", "BE", "US", "UK", "DE", "FR"]);
    for country in countries {
        let of: Vec<_> = lines
            .iter()
            .filter(|line| line["country"] == country)
            .collect();
        assert!(of.len() > 1, "{country}");
        // No emergency number of Germany has been checked yet.
        let is_first = of[0]["purpose"] == "emergency";
        assert_eq!(is_first, country != "DE", "{country}");
        assert!(of[1..].iter().all(|line| line["purpose"] != "emergency"));
        for line in of {
            let name = line["name"].as_str().unwrap();
            let number = line["number"].as_str().unwrap();
            assert!(!name.trim().is_empty());
            assert!(
                number.bytes().any(|byte| byte.is_ascii_digit()) && number.len() < 40,
                "{name}: {number}"
            );
        }
    }
}

#[test]
fn every_line_says_where_it_was_checked_and_none_is_unchecked() {
    let path = format!(
        "{}/../src-tauri/core/src/help/helplines.toml",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(path).unwrap();
    assert!(!text.contains("verified = false"));
    let count = lines().len();
    assert_eq!(text.matches("[[line]]").count(), count);
    let sources = text
        .lines()
        .filter(|line| line.starts_with("source = \"") && line.len() > 12);
    assert_eq!(sources.count(), count);
}

#[test]
fn each_purpose_and_each_opening_time_has_a_text_in_both_languages() {
    let lines = lines();
    let mut wanted = BTreeSet::new();
    for line in &lines {
        wanted.insert(format!(
            "helpline-purpose-{}",
            line["purpose"].as_str().unwrap()
        ));
        if let Some(hours) = line["hours"].as_str() {
            wanted.insert(format!("helpline-hours-{hours}"));
        }
    }
    for language in ["en", "nl"] {
        let there: BTreeSet<_> = catalogue(language)
            .lines()
            .filter(|line| line.starts_with("helpline-"))
            .filter_map(|line| line.split_once(" = ").map(|(key, _)| key.to_owned()))
            .collect();
        let missing: Vec<_> = wanted.difference(&there).collect();
        assert!(missing.is_empty(), "{language}: {missing:?}");
    }
}

#[test]
fn the_list_is_the_same_for_everybody_and_asking_for_it_leaves_no_trace() {
    let (mut program, robin, sam, _) = couple();
    let before = program.folder.files();
    let locked = program.call("list_helplines", json!({}));
    for people in [vec![&robin], vec![&robin, &sam]] {
        program.sit(&people);
        assert_eq!(program.call("list_helplines", json!({})), locked);
    }
    program.lock();
    program.session.take_effects();
    program.call("list_helplines", json!({}));
    assert_eq!(program.session.take_effects(), []);
    assert_eq!(program.folder.files(), before);
}

fn own(program: &mut Program) -> Vec<Value> {
    let lines = program.call("list_own_helplines", json!({}));
    lines.as_array().unwrap().clone()
}

fn line(name: &str, number: &str, note: &str) -> Value {
    json!({ "name": name, "number": number, "note": note })
}

#[test]
fn own_lines_are_added_changed_and_removed_and_keep_their_order() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    assert_eq!(own(&mut program), Vec::<Value>::new());
    for name in ["Tom", "Anja", "Zus"] {
        program.call("create_own_helpline", line(name, "06 00 12 34 51", ""));
    }
    let entry = own(&mut program)[0]["entry"].clone();
    program.wait(DAY);
    let lines = program.call(
        "edit_own_helpline",
        json!({ "entry": entry, "line": line("Tom B.", " ", "After six.\n") }),
    );
    assert_eq!(
        lines[0],
        json!({ "entry": entry, "name": "Tom B.", "number": null, "note": "After six." })
    );
    let anja = lines[1]["entry"].clone();
    program.call("withdraw_own_helpline", json!({ "entry": anja }));
    program.call("create_own_helpline", line("", "0800 0000", ""));
    let mut program = program.restart(8);
    program.sit(&[&robin]);
    let lines = own(&mut program);
    let names: Vec<_> = lines.iter().map(|line| line["name"].as_str()).collect();
    assert_eq!(names, [Some("Tom B."), Some("Zus"), None]);
    assert_eq!(lines[2]["number"], "0800 0000");
    for name in ["withdraw_own_helpline", "edit_own_helpline"] {
        let gone = json!({ "entry": anja, "line": line("x", "", "") });
        let gone = if name == "edit_own_helpline" {
            gone
        } else {
            json!({ "entry": anja })
        };
        assert_eq!(program.try_call(name, gone), Err(ErrorCode::NotFound));
    }
}

#[test]
fn a_removed_or_former_number_is_in_no_row_of_the_file() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    program.call("create_own_helpline", line("Pete", "06 00 99 99 99", ""));
    let entry = own(&mut program)[0]["entry"].clone();
    for days in [0, 2] {
        program.wait(days * DAY);
        program.call(
            "edit_own_helpline",
            json!({ "entry": entry, "line": line("Marit", "06 00 12 34 52", "") }),
        );
    }
    let records = |folder: &std::sync::Arc<support::Folder>| {
        let hand = raw::Hand::of(&folder.copied(), &robin);
        hand.records(raw::member(&robin).private_space())
            .into_iter()
            .map(|(_, record)| serde_json::to_string(&record).unwrap())
            .collect::<String>()
    };
    let all = records(&program.folder);
    assert!(all.contains("Marit") && !all.contains("Pete"), "{all}");
    program.call("withdraw_own_helpline", json!({ "entry": entry }));
    assert!(!records(&program.folder).contains("Marit"));
}

#[test]
fn a_line_needs_a_name_or_a_number_fits_two_thousand_characters_and_there_are_twenty() {
    let mut program = Program::new();
    program.add("Robin");
    let refused = |program: &mut Program, name: &str, request: Value| {
        let error = hecht_core::call::call(&mut program.session, name, request).unwrap_err();
        (error.code, error.field)
    };
    let empty = line(" ", "\n", "Only a note");
    let empty = refused(&mut program, "create_own_helpline", empty);
    assert_eq!(empty, (ErrorCode::HelplineEmpty, Some("name")));
    let fits = "\u{e9}".repeat(2_000);
    program.call("create_own_helpline", line(&fits, &fits, &fits));
    let entry = own(&mut program)[0]["entry"].clone();
    for (at, field) in ["name", "number", "note"].into_iter().enumerate() {
        let mut long = line("x", "1", "x");
        long[field] = json!(format!("{fits}x"));
        let found = refused(&mut program, "create_own_helpline", long.clone());
        assert_eq!(found, (ErrorCode::ShortTextTooLong, Some(field)));
        let edit = json!({ "entry": entry, "line": long });
        let (code, about) = refused(&mut program, "edit_own_helpline", edit);
        assert_eq!(code, ErrorCode::ShortTextTooLong);
        assert_eq!(
            about,
            Some(["line.name", "line.number", "line.note"][at]),
            "{field}"
        );
    }
    for number in 1..20 {
        program.call("create_own_helpline", line(&number.to_string(), "", ""));
    }
    let one_more = refused(&mut program, "create_own_helpline", line("21", "", ""));
    assert_eq!(one_more.0, ErrorCode::TooManyHelplines);
    assert_eq!(own(&mut program).len(), 20);
    program.call("withdraw_own_helpline", json!({ "entry": entry }));
    program.call("create_own_helpline", line("21", "", ""));
}

#[test]
fn own_lines_are_one_persons_and_never_there_when_locked_or_together() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    program.call("create_own_helpline", line("Tom", "06 00 12 34 51", ""));
    let entry = own(&mut program)[0]["entry"].clone();
    let requests = [
        ("list_own_helplines", json!({})),
        ("create_own_helpline", line("x", "", "")),
        (
            "edit_own_helpline",
            json!({ "entry": entry, "line": line("x", "", "") }),
        ),
        ("withdraw_own_helpline", json!({ "entry": entry })),
    ];
    for (people, code) in [
        (vec![], ErrorCode::Locked),
        (vec![&robin, &sam], ErrorCode::NotAlone),
    ] {
        program.lock();
        if !people.is_empty() {
            program.sit(&people);
        }
        for (name, request) in &requests {
            assert_eq!(program.try_call(name, request.clone()), Err(code), "{name}");
        }
    }
    program.sit(&[&sam]);
    assert_eq!(own(&mut program), Vec::<Value>::new());
    for (name, request) in &requests[2..] {
        let outcome = program.try_call(name, request.clone());
        assert_eq!(outcome, Err(ErrorCode::NotFound), "{name}");
    }
    // An id of another kind is no line.
    let (checkin, _) = program.check_in(
        json!({ "note": "x" }),
        Some((&space, json!({ "liked": "x" }))),
    );
    let wrong = program.try_call("withdraw_own_helpline", json!({ "entry": checkin }));
    assert_eq!(wrong, Err(ErrorCode::NotFound));
    assert_eq!(program.log().len(), 2);
    program.sit(&[&robin]);
    assert_eq!(own(&mut program)[0]["name"], "Tom");
}
