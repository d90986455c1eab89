//! When it gets hard: one card for each person, read and written alone, of which only the newest words
//! are kept.

use hecht_core::ErrorCode;
use hecht_core::household::{CommitFault, Kind};
use hecht_core::ids::SpaceId;
use serde_json::{Value, json};
use support::{DAY, Program, couple};

use crate::raw::{self, Hand};

const FIELDS: [&str; 4] = ["first", "call", "ask", "go"];

fn empty() -> Value {
    json!({ "first": null, "call": null, "ask": null, "go": null })
}

fn filled() -> Value {
    json!({
        "first": "Kettle on.\nTwenty minutes.",
        "call": "Tom 06 00 12 34 51\nMarit",
        "ask": "Sit with me.",
        "go": "The bench at the lock.",
    })
}

fn get(program: &mut Program) -> Value {
    program.call("get_card", json!({}))
}

#[test]
fn everybody_has_a_card_of_their_own_from_the_first_evening() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    assert_eq!(get(&mut program), empty());
    assert_eq!(program.call("edit_card", filled()), filled());
    let sam = program.add("Sam");
    assert_eq!(get(&mut program), empty(), "Sam sees nothing of Robin's");
    let only = json!({ "go": "My sister's." });
    assert_eq!(program.call("edit_card", only)["go"], "My sister's.");
    program.call("pass_keyboard", json!({ "member": robin.id }));
    assert_eq!(get(&mut program), filled());
    let mut program = program.restart(8);
    program.sit(&[&robin]);
    assert_eq!(get(&mut program), filled());
    program.sit(&[&sam]);
    assert_eq!(get(&mut program)["go"], "My sister's.");
}

#[test]
fn together_and_locked_there_is_no_card() {
    let (mut program, robin, sam, _) = couple();
    for name in ["get_card", "edit_card"] {
        program.lock();
        assert_eq!(program.try_call(name, filled()), Err(ErrorCode::Locked));
        program.sit(&[&robin, &sam]);
        assert_eq!(program.try_call(name, filled()), Err(ErrorCode::NotAlone));
    }
    for person in [&robin, &sam] {
        program.sit(&[person]);
        assert_eq!(get(&mut program), empty());
    }
}

#[test]
fn everything_may_stay_empty_and_be_emptied_again() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let blank = json!({ "first": " \n", "call": "", "ask": null });
    assert_eq!(program.call("edit_card", blank), empty());
    program.call("edit_card", filled());
    assert_eq!(program.call("edit_card", json!({})), empty());
    let mut program = program.restart(8);
    program.sit(&[&robin]);
    assert_eq!(get(&mut program), empty());
}

#[test]
fn each_field_holds_two_thousand_characters_and_the_refusal_names_the_one_that_is_too_long() {
    let mut program = Program::new();
    program.add("Robin");
    let fits = "\u{1f331}".repeat(2_000);
    for field in FIELDS {
        let long = json!({ field: format!("{fits}x") });
        let refused = hecht_core::call::call(&mut program.session, "edit_card", long).unwrap_err();
        assert_eq!(refused.code, ErrorCode::ShortTextTooLong);
        assert_eq!(refused.field, Some(field));
        assert_eq!(get(&mut program), empty());
    }
    let all = json!({ "first": fits, "call": fits, "ask": fits, "go": fits });
    assert_eq!(program.call("edit_card", all.clone()), all);
}

#[test]
fn a_new_version_takes_the_place_of_the_former_and_nothing_crossed_out_stays_in_the_file() {
    let (mut program, robin, ..) = couple();
    program.sit(&[&robin]);
    let count = |program: &Program| raw::rows(&program.folder.copied()).len();
    let before = count(&program);
    for days in [0, 0, 1, 30] {
        program.wait(days * DAY);
        program.call("edit_card", json!({ "call": "Pete 06 00 99 99 99" }));
        assert_eq!(count(&program), before + 1);
    }
    program.wait(DAY);
    program.call("edit_card", filled());
    let folder = program.end();
    let hand = Hand::of(&folder, &robin);
    let cards: Vec<_> = hand.records(raw::member(&robin).private_space());
    let cards: Vec<_> = cards
        .into_iter()
        .filter(|(_, record)| record.kind == Kind::Card)
        .collect();
    assert_eq!(cards.len(), 1);
    let (_, card) = &cards[0];
    assert_eq!(card.version, 5, "a row that is put back is older");
    assert!(
        !serde_json::to_string(&card.fields)
            .unwrap()
            .contains("Pete")
    );
}

#[test]
fn a_draft_of_the_card_goes_with_the_save_and_stays_when_it_is_refused() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let form = json!({ "form": "card" });
    program.call("save_draft", json!({ "form": "card", "body": "half" }));
    program.call("save_draft", json!({ "form": "checkin", "body": "other" }));
    let long = json!({ "ask": "x".repeat(2_001) });
    assert!(program.try_call("edit_card", long).is_err());
    program
        .session
        .fail_next_commit(CommitFault::ReportedBeforeCommit);
    assert_eq!(
        program.try_call("edit_card", filled()),
        Err(ErrorCode::NotSaved)
    );
    assert_eq!(get(&mut program), empty());
    assert_eq!(program.call("get_draft", form.clone())["body"], "half");
    program.call("edit_card", filled());
    assert_eq!(program.call("get_draft", form.clone()), Value::Null);
    let mut program = program.restart(9);
    program.sit(&[&robin]);
    assert_eq!(program.call("get_draft", form), Value::Null);
    let other = program.call("get_draft", json!({ "form": "checkin" }));
    assert_eq!(other["body"], "other");
}

#[test]
fn a_card_put_into_a_shared_space_is_nobodys_and_fields_of_a_newer_hecht_are_kept() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    program.call("edit_card", filled());
    let folder = program.end();
    let own = raw::member(&robin).private_space();
    let shared = SpaceId(raw::bytes(&space));
    let card = |hand: &Hand| {
        let records = hand.records(own);
        let cards: Vec<_> = records
            .into_iter()
            .filter(|(_, record)| record.kind == Kind::Card)
            .collect();
        assert_eq!(cards.len(), 1);
        cards[0].1.clone()
    };
    let mut hand = Hand::of(&folder, &robin);
    let mut newer = card(&hand);
    newer.version = 7;
    newer
        .fields
        .insert("colour".to_owned(), json!({ "of": "sky" }));
    newer.rest.insert("beside".to_owned(), json!([1]));
    let row = hand.random_row();
    hand.put(own, row, &newer, Vec::new());
    // The same words, truly signed, where both can read.
    let row = hand.random_row();
    newer
        .fields
        .insert("first".to_owned(), json!("Not for here"));
    let signed = vec![hand.sign(shared, row, &newer)];
    hand.put(shared, row, &newer, signed);
    drop(hand);

    let mut program = Program::open(folder, 21);
    program.sit(&[&sam]);
    assert_eq!(get(&mut program), empty());
    program.sit(&[&robin]);
    assert_eq!(get(&mut program), filled());
    program.call("edit_card", json!({ "first": "Breathe." }));
    assert_eq!(program.call("get_today", json!({}))["damaged"], json!([]));
    let folder = program.end();
    let kept = card(&Hand::of(&folder, &robin));
    assert_eq!(kept.version, 8);
    assert_eq!(kept.fields.get("first"), Some(&json!("Breathe.")));
    assert_eq!(kept.fields.get("go"), Some(&Value::Null));
    assert_eq!(kept.fields.get("colour"), Some(&json!({ "of": "sky" })));
    assert_eq!(kept.rest.get("beside"), Some(&json!([1])));
}

#[test]
fn search_and_the_log_say_nothing_of_a_card() {
    let mut program = Program::new();
    program.add("Robin");
    program.call("edit_card", json!({ "first": "Zebra crossing" }));
    program.finish_work();
    let found = program.call("search", support::look_for("zebra"));
    assert_eq!(found["hits"], json!([]));
    assert_eq!(program.log(), Vec::<Value>::new());
    let (entry, _) = program.check_in(json!({ "note": "Zebra" }), None);
    let found = program.call("search", support::look_for("zebra"));
    assert_eq!(found["hits"][0]["entry"], json!(entry));
}
