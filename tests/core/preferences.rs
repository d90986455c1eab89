//! A person's own settings, and those of the computer: whose they are, and that they stay.

use hecht_core::ErrorCode;
use serde_json::{Value, json};
use support::{Folder, Program, couple};

fn chosen(space: &str) -> Value {
    json!({
        "language": "nl", "text_size": "largest",
        "private_fields": ["note", "sleep", "note", "craving"],
        "shared_fields": [{ "space": space, "fields": ["closeness", "closeness"] }],
        "words": { "craving": "  pull ", "slip": " ", "use": null },
        "lock_minutes": 2,
    })
}

fn kept(space: &str) -> Value {
    json!({
        "language": "nl", "text_size": "largest",
        "private_fields": ["note", "sleep", "craving"],
        "shared_fields": [{ "space": space, "fields": ["closeness"] }],
        "words": { "craving": "pull", "slip": null, "use": null },
        "lock_minutes": 2,
    })
}

#[test]
fn own_settings_are_one_persons_and_survive_a_restart() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&sam]);
    let defaults = program.call("get_preferences", json!({}));
    assert_eq!(defaults["private_fields"], json!(["today", "mood", "note"]));
    assert_eq!(
        defaults["words"],
        json!({ "craving": null, "slip": null, "use": null })
    );
    program.sit(&[&robin]);
    assert_eq!(
        program.call("edit_preferences", chosen(&space)),
        kept(&space)
    );
    let state = program.call("get_state", json!({}));
    assert_eq!(
        (&state["language"], &state["text_size"]),
        (&json!("nl"), &json!("largest"))
    );
    for seed in [8, 9] {
        for (people, wanted) in [
            (vec![&sam], &defaults),
            (vec![&robin, &sam], &defaults),
            (vec![&robin], &kept(&space)),
        ] {
            program.sit(&people);
            assert_eq!(&program.call("get_preferences", json!({})), wanted);
            let language = if wanted == &defaults { "en" } else { "nl" };
            assert_eq!(program.call("get_state", json!({}))["language"], language);
        }
        program.lock();
        assert_eq!(program.call("get_state", json!({}))["language"], "en");
        program = program.restart(seed);
    }
}

#[test]
fn an_own_word_has_at_most_forty_characters() {
    let mut program = Program::new();
    program.add("Robin");
    let before = program.call("get_preferences", json!({}));
    for word in ["craving", "slip", "use"] {
        let with = |text: String| json!({ "private_fields": [], "words": { word: text } });
        let long = program.try_call("edit_preferences", with("\u{e9}".repeat(41)));
        assert_eq!(long, Err(ErrorCode::TextTooLong));
        assert_eq!(program.call("get_preferences", json!({})), before);
    }
    let fits = json!({ "private_fields": [], "words": { "use": "\u{e9}".repeat(40) } });
    assert_eq!(
        program.call("edit_preferences", fits)["words"]["use"],
        "\u{e9}".repeat(40)
    );
}

#[test]
fn changing_settings_many_times_leaves_one_record() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let count = |program: &Program| crate::raw::rows(&program.folder.copied()).len();
    let before = count(&program);
    for _ in 0..5 {
        program.call("edit_preferences", chosen(&robin.id));
    }
    assert_eq!(count(&program), before);
    // The first day stays the first day: the spare key is offered for a week from it.
    program.wait(8 * support::DAY);
    program.sit(&[&robin]);
    program.call("edit_preferences", chosen(&robin.id));
    assert_eq!(program.call("get_recovery", json!({}))["is_offered"], false);
}

#[test]
fn the_computers_settings_stand_beside_the_file_and_hold_nothing_of_a_person() {
    let (mut program, robin, sam, _) = couple();
    let edit = |language: Value, theme: Value, size: Value| json!({ "language": language, "theme": theme, "text_size": size });
    program.call("edit_device", edit(json!("nl"), Value::Null, Value::Null));
    program.sit(&[&robin]);
    program.call("edit_device", edit(Value::Null, json!("dark"), Value::Null));
    program.sit(&[&robin, &sam]);
    program.call(
        "edit_device",
        edit(Value::Null, Value::Null, json!("large")),
    );
    let mut program = program.restart(8);
    let wanted = json!({
        "language": "nl", "theme": "dark", "text_size": "large",
        "lock_alone_minutes": 5, "lock_together_minutes": 30,
        "is_blurred_behind": false, "is_content_protected": true,
    });
    assert_eq!(program.call("get_state", json!({}))["device"], wanted);
    let file = program.folder.path().join("device.json");
    let mut stored: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let notes = stored.as_object_mut().unwrap().remove("notes").unwrap();
    assert_eq!(stored, wanted);
    let wanted = json!({
        "wrong_tries": 0, "not_before": 0,
        "last_copy_on": null, "copy_failed_on": null, "is_copy_due": false,
        "is_copy_damaged": false, "whole_copy_on": null,
    });
    assert_eq!(notes, wanted);
}

#[test]
fn a_spoilt_settings_file_is_no_reason_not_to_open() {
    let (program, robin, ..) = couple();
    let folder = program.end();
    for text in [
        "",
        "{",
        "[]",
        "{\"language\":\"fr\"}",
        "{\"language\":\"nl\",\"of_later\":1}",
        "{\"language\":\"nl\",\"notes\":{\"of_later\":1}}",
        "{\"language\":\"nl\",\"notes\":1}",
        "\u{0}",
    ] {
        std::fs::write(folder.path().join("device.json"), text).unwrap();
        let mut program = Program::open(folder.clone(), 8);
        assert_eq!(
            program.call("get_state", json!({}))["device"]["language"],
            "en"
        );
        program.sit(&[&robin]);
    }
}

#[test]
fn a_settings_file_of_an_older_hecht_keeps_what_it_says() {
    let folder = Folder::new();
    let file = folder.path().join("device.json");
    let old = r#"{ "language": "nl", "theme": "dark", "text_size": "large" }"#;
    std::fs::write(&file, old).unwrap();
    let wanted = json!({
        "language": "nl", "theme": "dark", "text_size": "large",
        "lock_alone_minutes": 5, "lock_together_minutes": 30,
        "is_blurred_behind": false, "is_content_protected": true,
    });
    let device = hecht_core::device::Device::read(folder.path(), None);
    assert_eq!(json!(device), wanted);
    let strange = r#"{ "theme": "light", "lock_alone_minutes": 999, "lock_together_minutes": 0 }"#;
    std::fs::write(&file, strange).unwrap();
    let device = hecht_core::device::Device::read(folder.path(), Some("nl"));
    let (language, theme) = (json!(device.language), json!(device.theme));
    assert_eq!((language, theme), (json!("nl"), json!("light")));
    let minutes = (device.lock_alone_minutes, device.lock_together_minutes);
    assert_eq!(minutes, (5, 30));
}

#[test]
fn a_new_computer_speaks_the_systems_language_where_hecht_does() {
    for (tag, language) in [
        (Some("nl-NL"), "nl"),
        (Some("nl_BE.UTF-8"), "nl"),
        (Some("NL"), "nl"),
        (Some("en-GB"), "en"),
        (Some("nlx"), "en"),
        (Some("de"), "en"),
        (Some(""), "en"),
        (None, "en"),
    ] {
        let folder = Folder::new();
        let device = hecht_core::device::Device::read(folder.path(), tag);
        assert_eq!(json!(device)["language"], language, "{tag:?}");
    }
}

#[test]
fn a_colour_is_ones_own_and_everybody_sees_it() {
    let (mut program, robin, sam, _) = support::couple();
    program.sit(&[&robin]);
    let colours = |state: &Value| -> Vec<u64> {
        let members = state["members"].as_array().unwrap();
        members
            .iter()
            .map(|row| row["colour"].as_u64().unwrap())
            .collect()
    };
    assert_eq!(
        colours(&program.call("edit_member", json!({ "colour": 5 }))),
        [5, 1]
    );
    assert_eq!(
        colours(&program.call("edit_member", json!({ "colour": 90 }))),
        [6, 1]
    );
    program = program.restart(91);
    for person in [&robin, &sam] {
        program.sit(&[person]);
        assert_eq!(colours(&program.call("get_state", json!({}))), [6, 1]);
        assert_eq!(program.call("get_today", json!({}))["damaged"], json!([]));
    }
}
