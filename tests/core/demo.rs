//! The sample household: the same for the same number, lived in, and never in the way of a real one.

use hecht_core::ErrorCode;
use hecht_core::demo::{Plan, write};
use hecht_core::device::Language;
use hecht_core::household::Cost;
use hecht_core::time::Moment;
use serde_json::{Value, json};
use support::{DAY, EVENING, Folder, Program, all_days, couple};

fn plan(seed: u64, language: Language) -> Plan {
    Plan {
        days: 90,
        people: 3,
        per_day: 1,
        seed,
        language,
        until: Moment {
            at: EVENING,
            zone: chrono_tz_of("Europe/Amsterdam"),
        },
        cost: Cost::Cheap,
    }
}

fn chrono_tz_of<T: std::str::FromStr<Err: std::fmt::Debug>>(name: &str) -> T {
    name.parse().unwrap()
}

/// What each of the three people reads, unlocked with the passphrase the program prints.
fn logs(program: &mut Program) -> Vec<Vec<Value>> {
    let state = program.call("get_state", json!({}));
    let passphrases = state["example_passphrases"].as_array().unwrap().clone();
    assert_eq!(passphrases.len(), 3);
    let mut logs = Vec::new();
    for one in passphrases {
        program.lock();
        program.call("unlock", json!({ "people": [one] }));
        assert_eq!(program.call("get_today", json!({}))["damaged"], json!([]));
        let mut log = program.log();
        let mut list = all_days();
        let page = program.call("list_checkins", list.clone());
        list["before"] = page["next_before"].clone();
        if !list["before"].is_null() {
            let page = program.call("list_checkins", list);
            let days = page["days"].as_array().unwrap().clone();
            log.extend(
                days.iter()
                    .flat_map(|day| day["checkins"].as_array().unwrap().clone()),
            );
        }
        logs.push(log);
    }
    program.lock();
    logs
}

fn written(seed: u64, language: Language) -> Vec<Vec<Value>> {
    let folder = std::sync::Arc::new(Folder::new());
    write(folder.path(), plan(seed, language)).unwrap();
    let mut program = Program::open(folder, 5);
    assert_eq!(program.call("get_state", json!({}))["is_example"], true);
    logs(&mut program)
}

#[test]
fn the_same_number_gives_the_same_household_and_another_gives_another() {
    for language in [Language::En, Language::Nl] {
        let one = written(3, language);
        assert_eq!(one, written(3, language));
        assert_ne!(one, written(4, language));
    }
}

#[test]
fn it_is_lived_in_with_gaps_two_spaces_and_an_entry_that_waits_for_an_answer() {
    let folder = std::sync::Arc::new(Folder::new());
    write(folder.path(), plan(2026, Language::Nl)).unwrap();
    let mut program = Program::open(folder, 5);
    let logs = logs(&mut program);
    for (person, log) in logs.iter().enumerate() {
        let mut days: Vec<_> = log
            .iter()
            .map(|row| hecht_core::time::Day::parse(row["on"].as_str().unwrap()).unwrap())
            .collect();
        days.sort();
        days.dedup();
        assert!(days.len() > 20, "{person} has {} days", days.len());
        assert!(
            days.iter()
                .all(|day| day.to_string().as_str() < "2026-11-22"),
            "today is theirs"
        );
        let longest = days.windows(2).map(|two| two[1].days_since(two[0])).max();
        assert!(longest >= Some(3), "{person}: some days are just empty");
        assert!(log.iter().any(|row| row["is_private"] == true));
        assert!(log.iter().any(|row| row["is_private"] == false));
        let texts = log
            .iter()
            .map(|row| row["answers"].to_string())
            .collect::<String>();
        assert!(!texts.contains("{0}") && !texts.contains('$'));
    }
    // Robin shares with each of the others, and they with nobody else.
    let spaces = |log: &Vec<Value>| {
        let shared = log.iter().filter(|row| row["is_private"] == false);
        shared
            .map(|row| row["space"].to_string())
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(spaces(&logs[0]).len(), 2);
    assert_eq!(spaces(&logs[1]).intersection(&spaces(&logs[2])).count(), 0);
    let replies = |row: &&Value| row["replies"].as_array().map_or(0, Vec::len) > 0;
    assert!(logs[0].iter().filter(replies).count() > 5);
    for log in &logs {
        let waits = log
            .iter()
            .find(|row| row["can_reply"] == true && row["answers"]["liked"].is_string());
        assert_eq!(waits.unwrap()["replies"], json!([]));
    }
}

#[test]
fn each_of_its_people_has_a_full_card_for_when_it_gets_hard_and_one_has_numbers_of_their_own() {
    for language in [Language::En, Language::Nl] {
        let folder = std::sync::Arc::new(Folder::new());
        write(folder.path(), plan(2026, language)).unwrap();
        let mut program = Program::open(folder, 5);
        let state = program.call("get_state", json!({}));
        let mut lines = 0;
        for one in state["example_passphrases"].as_array().unwrap() {
            program.lock();
            program.call("unlock", json!({ "people": [one] }));
            let card = program.call("get_card", json!({}));
            for field in ["first", "call", "ask", "go"] {
                let text = card[field].as_str().unwrap();
                assert!(
                    !text.starts_with('\n') && text.len() > 10,
                    "{field}: {text}"
                );
            }
            // Numbers that nobody has: 06 00 is given to no telephone.
            assert!(card["call"].as_str().unwrap().contains("06 00"));
            let own = program.call("list_own_helplines", json!({}));
            lines += own.as_array().unwrap().len();
        }
        assert_eq!(lines, 2);
    }
}

#[test]
fn it_has_a_folder_of_its_own_and_leaves_a_real_household_as_it_is() {
    let (mut program, robin, ..) = couple();
    let before = std::fs::read(program.folder.file()).unwrap();
    let state = program.call("open_example", json!({}));
    assert_eq!(
        (&state["phase"], &state["is_example"]),
        (&json!("locked"), &json!(true))
    );
    let first = logs(&mut program);
    assert_eq!(std::fs::read(program.folder.file()).unwrap(), before);
    let state = program.call("close_example", json!({}));
    assert_eq!(
        (&state["phase"], &state["is_example"]),
        (&json!("locked"), &json!(false))
    );
    assert_eq!(state["example_passphrases"], json!([]));
    program.sit(&[&robin]);
    assert_eq!(program.log(), Vec::<Value>::new());
    program.lock();
    program.call("open_example", json!({}));
    assert_eq!(
        logs(&mut program),
        first,
        "within the week it is the same one"
    );
    program.wait(8 * DAY);
    program.call("open_example", json!({}));
    let newer = logs(&mut program);
    assert!(
        newer[0][0]["on"].as_str() > first[0][0]["on"].as_str(),
        "it is about these weeks"
    );
    assert_eq!(std::fs::read(program.folder.file()).unwrap(), before);
}

#[test]
fn it_never_takes_the_place_of_a_household_that_is_none() {
    let (mut program, ..) = couple();
    let folder = program.folder.path().join("example");
    std::fs::create_dir_all(&folder).unwrap();
    let copied = std::fs::copy(
        program.folder.copied().file(),
        folder.join("household.hecht"),
    );
    assert!(copied.is_ok());
    let before = std::fs::read(folder.join("household.hecht")).unwrap();
    assert_eq!(
        program.try_call("open_example", json!({})),
        Err(ErrorCode::NotAllowed)
    );
    assert_eq!(
        std::fs::read(folder.join("household.hecht")).unwrap(),
        before
    );
    let own = program.call("get_state", json!({}));
    assert_eq!(
        (&own["phase"], &own["is_example"]),
        (&json!("locked"), &json!(false))
    );
    let refused = write(&folder, plan(1, Language::En)).unwrap_err();
    assert_eq!(refused.code, ErrorCode::HouseholdExists);
    assert_eq!(
        std::fs::read(folder.join("household.hecht")).unwrap(),
        before
    );
}
