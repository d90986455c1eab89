//! Check-ins: writing, reading, changing, withdrawing and answering them.

use hecht_core::ErrorCode;
use serde_json::{Value, json};
use support::{MINUTE, couple};

#[test]
fn two_people_check_in_and_read_each_others_shared_part_only() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    program.check_in(
        json!({ "today": 4, "note": "Only Robin knows." }),
        Some((&space, json!({ "liked": "You waited for me." }))),
    );
    assert_eq!(program.log().len(), 2);
    program.sit(&[&sam]);
    let log = program.log();
    assert_eq!(log.len(), 1);
    assert_eq!(log[0]["answers"]["liked"], "You waited for me.");
    assert_eq!(log[0]["author"], Value::from(robin.id.clone()));
    assert_eq!(log[0]["can_edit"], false);
    program.sit(&[&robin, &sam]);
    assert_eq!(program.log().len(), 1);
}

#[test]
fn it_is_all_there_after_a_restart() {
    let (mut program, robin, _, space) = couple();
    program.sit(&[&robin]);
    program.check_in(
        json!({ "note": "Mine" }),
        Some((&space, json!({ "help": "Quiet" }))),
    );
    let before = program.log();
    let mut program = program.restart(8);
    program.sit(&[&robin]);
    assert_eq!(program.log(), before);
}

#[test]
fn a_change_within_half_an_hour_leaves_no_mark_and_a_later_one_keeps_the_earlier_words() {
    let (mut program, robin, _, space) = couple();
    program.sit(&[&robin]);
    let (_, entry) = program.check_in(Value::Null, Some((&space, json!({ "liked": "First" }))));
    program.wait(29 * MINUTE);
    let edit = |text: &str| json!({ "entry": entry, "answers": { "liked": text } });
    let changed = program.call("edit_checkin", edit("Second"));
    assert_eq!(changed["row"]["is_changed"], false);
    assert_eq!(changed["earlier"], json!([]));
    program.wait(2 * MINUTE);
    let changed = program.call("edit_checkin", edit("Third"));
    assert_eq!(changed["row"]["is_changed"], true);
    assert_eq!(changed["row"]["answers"]["liked"], "Third");
    assert_eq!(changed["earlier"][0]["answers"]["liked"], "Second");
    assert_eq!(changed["earlier"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_withdrawn_entry_is_gone_with_its_answers_for_everybody() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    let (_, entry) = program.check_in(Value::Null, Some((&space, json!({ "liked": "Soup" }))));
    program.sit(&[&sam]);
    let reply = program.call(
        "create_reply",
        json!({ "entry": entry, "answer": "thank_you" }),
    );
    assert_eq!(reply["row"]["replies"][0]["is_mine"], true);
    assert_eq!(
        program.try_call("withdraw_checkin", json!({ "entry": entry })),
        Err(ErrorCode::NotYours)
    );
    program.sit(&[&robin]);
    program.call("withdraw_checkin", json!({ "entry": entry }));
    assert!(program.log().is_empty());
    for person in [&robin, &sam] {
        program.sit(&[person]);
        assert!(program.log().is_empty());
    }
}
