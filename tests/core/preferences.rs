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
    })
}

fn kept(space: &str) -> Value {
    json!({
        "language": "nl", "text_size": "largest",
        "private_fields": ["note", "sleep", "craving"],
        "shared_fields": [{ "space": space, "fields": ["closeness"] }],
        "words": { "craving": "pull", "slip": null, "use": null },
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
    let wanted = json!({ "language": "nl", "theme": "dark", "text_size": "large" });
    assert_eq!(program.call("get_state", json!({}))["device"], wanted);
    let file = program.folder.path().join("device.json");
    let stored: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    assert_eq!(stored, wanted);
}

#[test]
fn a_spoilt_settings_file_is_no_reason_not_to_open() {
    let (program, robin, ..) = couple();
    let folder = program.end();
    for text in ["", "{", "[]", "{\"language\":\"fr\"}", "\u{0}"] {
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
