//! A commit that reported an error: the file is looked at, and what the person is told is what happened.

use hecht_core::ErrorCode;
use hecht_core::household::CommitFault;
use serde_json::{Value, json};
use support::{Person, Program, all_days, couple};

/// Everything a person sees, for comparing.
fn everything(program: &mut Program, person: &Person) -> Value {
    program.sit(&[person]);
    let mut seen = json!({});
    for (name, request) in [
        ("list_checkins", all_days()),
        ("list_spaces", json!({})),
        ("get_today", json!({})),
        ("get_preferences", json!({})),
        ("get_recovery", json!({})),
        ("get_draft", json!({ "form": "checkin" })),
    ] {
        seen[name] = program.call(name, request);
    }
    seen
}

#[test]
fn a_commit_whose_outcome_was_unknown_is_looked_up_and_either_saved_or_not() {
    let (mut program, robin, sam, space) = couple();
    let kim = program.add("Kim");
    let noa = program.add("Noa");
    let asked = program.call(
        "propose_space",
        json!({ "members": [robin.id], "name": null }),
    );
    program.sit(&[&sam]);
    let (_, theirs) = program.check_in(Value::Null, Some((&space, json!({ "liked": "Hers" }))));
    program.sit(&[&robin]);
    let (own, mine) = program.check_in(
        json!({ "note": "Mine" }),
        Some((&space, json!({ "liked": "Ours" }))),
    );
    program.call("save_draft", json!({ "form": "checkin", "body": "{}" }));
    let proposed = program.call(
        "propose_space",
        json!({ "members": [sam.id, noa.id], "name": "Us" }),
    );
    let proposed = proposed
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["name"] == "Us");
    let verbs = [
        (
            "create_checkin",
            json!({ "on": "2026-11-20", "private": { "today": 1 }, "shared": { "space": space, "answers": { "help": "New" } } }),
        ),
        (
            "edit_checkin",
            json!({ "entry": mine, "answers": { "liked": "Changed" } }),
        ),
        ("withdraw_checkin", json!({ "entry": own })),
        (
            "create_reply",
            json!({ "entry": theirs, "answer": "thank_you" }),
        ),
        ("save_draft", json!({ "form": "checkin", "body": "[1]" })),
        ("drop_draft", json!({ "form": "checkin" })),
        (
            "edit_preferences",
            json!({ "private_fields": ["sleep"], "shared_fields": [], "words": {} }),
        ),
        ("decline_recovery_code", json!({})),
        (
            "propose_space",
            json!({ "members": [kim.id], "name": null }),
        ),
        ("accept_space", json!({ "space": asked[0]["id"] })),
        ("decline_space", json!({ "space": asked[0]["id"] })),
        (
            "take_back_space",
            json!({ "space": proposed.unwrap()["id"] }),
        ),
    ];
    program.lock();
    let folder = program.folder.copied();
    let before = everything(&mut Program::open(folder.clone(), 8), &robin);
    for (name, request) in verbs {
        let run = |fault: Option<CommitFault>| {
            let mut program = Program::open(folder.copied(), 8);
            program.sit(&[&robin]);
            if let Some(fault) = fault {
                program.session.fail_next_commit(fault);
            }
            let outcome = program.try_call(name, request.clone()).map(drop);
            // The session goes on, without a restart and after one.
            let now = everything(&mut program, &robin);
            let mut program = program.restart(8);
            assert_eq!(everything(&mut program, &robin), now, "{name} {fault:?}");
            (outcome, now)
        };
        let (outcome, saved) = run(None);
        assert_eq!(outcome, Ok(()), "{name}");
        assert_ne!(saved, before, "{name} changes something");
        let (outcome, seen) = run(Some(CommitFault::ReportedAfterCommit));
        assert_eq!(outcome, Ok(()), "{name} was saved after all");
        assert_eq!(seen, saved, "{name}");
        let (outcome, seen) = run(Some(CommitFault::ReportedBeforeCommit));
        assert_eq!(outcome, Err(ErrorCode::NotSaved), "{name}");
        assert_eq!(seen, before, "{name} left nothing behind");
    }
}

#[test]
fn after_something_was_not_saved_the_next_write_is() {
    let (mut program, robin, _, space) = couple();
    program.sit(&[&robin]);
    let before = program.log();
    let request = json!({ "on": "2026-11-22", "private": { "note": "Again" }, "shared": { "space": space, "answers": { "liked": "Again" } } });
    program
        .session
        .fail_next_commit(CommitFault::ReportedBeforeCommit);
    assert_eq!(
        program.try_call("create_checkin", request.clone()),
        Err(ErrorCode::NotSaved)
    );
    assert_eq!(program.log(), before, "nothing is shown that was not saved");
    program.call("create_checkin", request);
    assert_eq!(program.log().len(), 2);
    let mut program = program.restart(9);
    program.sit(&[&robin]);
    assert_eq!(program.log().len(), 2);
    assert_eq!(program.call("get_today", json!({}))["damaged"], json!([]));
}
