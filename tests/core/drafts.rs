//! Unfinished forms: kept for their author alone, replaced in place, and gone with the save.

use hecht_core::ErrorCode;
use serde_json::{Value, json};
use support::{Program, couple};

fn checkin(on: &str, private: Value, shared: Value) -> Value {
    json!({ "on": on, "private": private, "shared": shared })
}

#[test]
fn a_draft_survives_lock_and_restart_and_goes_with_the_save() {
    let (mut program, robin, sam, space) = couple();
    let form = json!({ "form": "checkin" });
    program.sit(&[&robin]);
    assert_eq!(program.call("get_draft", form.clone()), Value::Null);
    for body in ["{\"note\":\"Hal", "{\"note\":\"Half \u{1f331}\"}"] {
        program.call("save_draft", json!({ "form": "checkin", "body": body }));
    }
    program.call("save_draft", json!({ "form": "other:1", "body": "stays" }));
    let mut program = program.restart(8);
    program.sit(&[&sam]);
    assert_eq!(program.call("get_draft", form.clone()), Value::Null);
    assert_eq!(program.call("get_today", json!({}))["has_draft"], false);
    program.sit(&[&robin]);
    assert_eq!(program.call("get_today", json!({}))["has_draft"], true);
    let kept = program.call("get_draft", form.clone());
    assert_eq!(kept["body"], "{\"note\":\"Half \u{1f331}\"}");
    // A save that is refused keeps it.
    let empty = program.try_call(
        "create_checkin",
        checkin("2026-11-22", json!({}), Value::Null),
    );
    assert_eq!(empty, Err(ErrorCode::CheckinEmpty));
    assert_eq!(program.call("get_draft", form.clone()), kept);
    program.check_in(Value::Null, Some((&space, json!({ "liked": "Saved" }))));
    assert_eq!(program.call("get_draft", form.clone()), Value::Null);
    let mut program = program.restart(9);
    program.sit(&[&robin]);
    assert_eq!(program.call("get_draft", form), Value::Null);
    assert_eq!(program.call("get_today", json!({}))["has_draft"], false);
    assert_eq!(program.call("get_today", json!({}))["damaged"], json!([]));
    let other = program.call("get_draft", json!({ "form": "other:1" }));
    assert_eq!(other["body"], "stays");
}

#[test]
fn the_name_of_a_form_is_short_and_plain_and_its_draft_not_endless() {
    let mut program = Program::new();
    program.add("Robin");
    for form in ["", "Checkin", "check in", "caf\u{e9}", &"x".repeat(81)] {
        let draft = json!({ "form": form, "body": "" });
        assert_eq!(
            program.try_call("save_draft", draft),
            Err(ErrorCode::BadRequest),
            "{form}"
        );
    }
    let long = json!({ "form": "checkin", "body": "x".repeat(1_000_001) });
    assert_eq!(
        program.try_call("save_draft", long),
        Err(ErrorCode::TextTooLong)
    );
    let fits = json!({ "form": "x".repeat(80), "body": "\u{e9}".repeat(1_000_000) });
    program.call("save_draft", fits.clone());
    assert_eq!(
        program.call("get_draft", json!({ "form": fits["form"] })),
        fits
    );
}

#[test]
fn what_was_begun_to_be_changed_goes_when_the_entry_is_changed_or_withdrawn() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    let (mine, shared) = program.check_in(
        json!({ "note": "Mine" }),
        Some((&space, json!({ "liked": "Ours" }))),
    );
    let keep = |program: &mut Program, entry: &str| {
        let form = format!("edit:{entry}");
        program.call("save_draft", json!({ "form": form, "body": "half a" }));
    };
    let is_kept = |program: &mut Program, entry: &str| {
        let form = format!("edit:{entry}");
        program.call("get_draft", json!({ "form": form })) != Value::Null
    };
    keep(&mut program, &mine);
    keep(&mut program, &shared);
    program.sit(&[&robin]);
    assert!(is_kept(&mut program, &mine) && is_kept(&mut program, &shared));
    let answers = json!({ "note": "Mine, whole" });
    program.call("edit_checkin", json!({ "entry": mine, "answers": answers }));
    assert!(!is_kept(&mut program, &mine) && is_kept(&mut program, &shared));
    program.call("withdraw_checkin", json!({ "entry": shared }));
    assert!(!is_kept(&mut program, &shared));
    program.sit(&[&sam]);
    assert_eq!(program.log(), Vec::<Value>::new());
}
