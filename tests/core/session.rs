//! Who sits at the keyboard: the first evening, sitting alone and together, and locking.

use hecht_core::{Effect, ErrorCode};
use serde_json::{Value, json};
use support::{Person, Program, all_days, couple, look_for};

fn state(program: &mut Program) -> Value {
    program.call("get_state", json!({}))
}

fn pass(program: &mut Program, person: &Person) -> Result<Value, ErrorCode> {
    program.try_call("pass_keyboard", json!({ "member": person.id }))
}

#[test]
fn on_the_first_evening_the_keyboard_goes_round_without_a_passphrase_until_the_first_lock() {
    let mut program = Program::new();
    assert_eq!(state(&mut program)["phase"], "new");
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    assert_eq!(state(&mut program)["present"], json!([sam.id]));
    assert_eq!(state(&mut program)["is_setup"], true);
    program.check_in(json!({ "note": "Sam's" }), None);
    pass(&mut program, &robin).unwrap();
    assert_eq!(state(&mut program)["present"], json!([robin.id]));
    assert_eq!(program.log(), Vec::<Value>::new());
    pass(&mut program, &sam).unwrap();
    assert_eq!(program.log().len(), 1);
    program.lock();
    assert_eq!(pass(&mut program, &robin), Err(ErrorCode::Locked));
    program.sit(&[&robin]);
    assert_eq!(state(&mut program)["is_setup"], false);
    for person in [&sam, &robin] {
        assert_eq!(pass(&mut program, person), Err(ErrorCode::NotAllowed));
    }
    program.sit(&[&robin, &sam]);
    assert_eq!(pass(&mut program, &sam), Err(ErrorCode::NotAlone));
}

#[test]
fn who_is_added_later_begins_a_first_evening_of_their_own_and_sees_nothing_of_the_others() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    program.check_in(
        json!({ "note": "Robin's" }),
        Some((&space, json!({ "liked": "Theirs" }))),
    );
    program.lock();
    let noa = program.add("Noa");
    assert_eq!(state(&mut program)["is_setup"], true);
    assert_eq!(state(&mut program)["present"], json!([noa.id]));
    assert_eq!(pass(&mut program, &robin), Err(ErrorCode::NotAllowed));
    assert_eq!(pass(&mut program, &sam), Err(ErrorCode::NotAllowed));
    assert_eq!(program.log(), Vec::<Value>::new());
    assert_eq!(program.call("list_spaces", json!({})), json!([]));
    program.sit(&[&robin]);
    assert_eq!(program.log().len(), 2);
    program.sit(&[&noa]);
    assert_eq!(program.log(), Vec::<Value>::new());
}

#[test]
fn names_are_told_apart_and_a_household_has_at_most_eight_people() {
    let mut program = Program::new();
    let add = |program: &mut Program, name: &str, passphrase: &str| {
        let new = json!({ "name": name, "colour": 9, "passphrase": passphrase });
        program
            .try_call("add_member", new)
            .map(|state| state["members"].clone())
    };
    assert_eq!(add(&mut program, " ", "x"), Err(ErrorCode::NameEmpty));
    assert_eq!(
        add(&mut program, "Robin", " \t"),
        Err(ErrorCode::PassphraseEmpty)
    );
    assert_eq!(state(&mut program)["phase"], "new", "nothing was made");
    assert!(program.folder.files().is_empty());
    let members = add(&mut program, "  Robin   van Dam ", "x").unwrap();
    assert_eq!(members[0]["name"], "Robin van Dam");
    assert_eq!(members[0]["colour"], 6);
    assert_eq!(
        add(&mut program, "robin VAN dam", "x"),
        Err(ErrorCode::NameTaken)
    );
    assert_eq!(
        add(&mut program, &"é".repeat(41), "x"),
        Err(ErrorCode::NameTooLong)
    );
    for at in 2..=8 {
        let members = add(&mut program, &format!("Person {at}"), "x").unwrap();
        assert_eq!(members.as_array().map(Vec::len), Some(at));
    }
    assert_eq!(
        add(&mut program, "Nine", "x"),
        Err(ErrorCode::TooManyMembers)
    );
}

#[test]
fn together_sees_the_spaces_of_everybody_present_and_nothing_private() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    let noa = program.add("Noa");
    let couple = program.share(&[&robin, &sam]);
    let family = program.share(&[&robin, &sam, &noa]);
    program.sit(&[&sam]);
    program.call(
        "propose_space",
        json!({ "members": [noa.id], "name": null }),
    );
    program.sit(&[&robin]);
    program.check_in(
        json!({ "note": "private" }),
        Some((&couple, json!({ "liked": "couple" }))),
    );
    program.check_in(Value::Null, Some((&family, json!({ "liked": "family" }))));
    program.call("save_draft", json!({ "form": "checkin", "body": "draft" }));
    for (people, spaces) in [
        (vec![&robin, &sam], vec![&couple, &family]),
        (vec![&sam, &robin], vec![&couple, &family]),
        (vec![&sam, &noa], vec![&family]),
        (vec![&noa, &sam, &robin], vec![&family]),
    ] {
        program.sit(&people);
        program.finish_work();
        assert_eq!(state(&mut program)["phase"], "together");
        let listed = program.call("list_spaces", json!({}));
        let mut ids: Vec<_> = listed
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].clone())
            .collect();
        let mut wanted: Vec<_> = spaces.iter().map(|id| json!(id)).collect();
        ids.sort_by_key(Value::to_string);
        wanted.sort_by_key(Value::to_string);
        assert_eq!(ids, wanted);
        assert_eq!(program.log().len(), spaces.len());
        assert_eq!(
            program.call("search", look_for("private"))["hits"],
            json!([])
        );
        let today = program.call("get_today", json!({}));
        assert_eq!(today["has_draft"], false);
        assert_eq!(today["asked"], json!([]));
        assert_eq!(today["offers_recovery"], false);
    }
}

#[test]
fn a_person_cannot_sit_twice_and_nobody_sits_down_while_others_sit() {
    let (mut program, robin, sam, _) = couple();
    let sitting = |people: &[&Person]| {
        let people: Vec<_> = people
            .iter()
            .map(|person| json!({ "member": person.id, "passphrase": person.passphrase }))
            .collect();
        json!({ "people": people })
    };
    for people in [sitting(&[]), sitting(&[&robin, &robin])] {
        assert_eq!(
            program.try_call("unlock", people),
            Err(ErrorCode::NotAllowed)
        );
    }
    program.call("unlock", sitting(&[&robin]));
    for people in [sitting(&[&sam]), sitting(&[&robin, &sam])] {
        assert_eq!(
            program.try_call("unlock", people),
            Err(ErrorCode::NotAllowed)
        );
    }
    assert_eq!(state(&mut program)["present"], json!([robin.id]));
    let stranger =
        json!({ "people": [{ "member": "00000000000000000000000000000000", "passphrase": "x" }] });
    program.lock();
    assert_eq!(
        program.try_call("unlock", stranger),
        Err(ErrorCode::NotFound)
    );
}

#[test]
fn locking_drops_everything_and_asks_for_a_new_window() {
    let (mut program, robin, sam, space) = couple();
    for people in [vec![&robin], vec![&robin, &sam]] {
        program.sit(&people);
        let (_, entry) = program.check_in(Value::Null, Some((&space, json!({ "liked": "Here" }))));
        program.session.take_effects();
        program.lock();
        assert_eq!(program.session.take_effects(), [Effect::RebuildWindow]);
        let locked = state(&mut program);
        assert_eq!(locked["phase"], "locked");
        assert_eq!(locked["present"], json!([]));
        for (name, request) in [
            ("list_checkins", all_days()),
            ("get_checkin", json!({ "entry": entry })),
            ("get_today", json!({})),
            ("list_spaces", json!({})),
            ("search", look_for("here")),
            ("get_draft", json!({ "form": "checkin" })),
        ] {
            assert_eq!(
                program.try_call(name, request),
                Err(ErrorCode::Locked),
                "{name}"
            );
        }
    }
}

#[test]
fn locking_keeps_the_open_form_for_one_person_and_never_for_several() {
    let (mut program, robin, sam, _) = couple();
    let draft = |body: &str| json!({ "draft": { "form": "checkin", "body": body } });
    program.sit(&[&robin]);
    program.call("lock", draft("half a sentence"));
    program.sit(&[&robin, &sam]);
    program.call("lock", draft("of both"));
    program.sit(&[&sam]);
    let none = program.call("get_draft", json!({ "form": "checkin" }));
    assert_eq!(none, Value::Null);
    program.sit(&[&robin]);
    let kept = program.call("get_draft", json!({ "form": "checkin" }));
    assert_eq!(kept["body"], "half a sentence");
}

#[test]
fn nothing_keeps_a_lock_from_happening() {
    let (mut program, robin, _, _) = couple();
    program.sit(&[&robin]);
    let before = program.call("get_draft", json!({ "form": "checkin" }));
    program
        .session
        .fail_next_commit(hecht_core::household::CommitFault::ReportedBeforeCommit);
    let draft = json!({ "form": "checkin", "body": "lost" });
    assert_eq!(
        program.call("lock", json!({ "draft": draft }))["phase"],
        "locked"
    );
    program.sit(&[&robin]);
    assert_eq!(
        program.call("get_draft", json!({ "form": "checkin" })),
        before
    );
    let draft = json!({ "form": "NOT A FORM", "body": "" });
    assert_eq!(
        program.call("lock", json!({ "draft": draft }))["phase"],
        "locked"
    );
}

#[test]
fn a_command_that_is_none_and_a_request_that_does_not_fit_are_refused() {
    let (mut program, robin, _, _) = couple();
    program.sit(&[&robin]);
    for (name, request) in [
        ("forget_everything", json!({})),
        ("", json!({})),
        ("get_checkin", json!({})),
        ("get_checkin", json!({ "entry": "not an id" })),
        (
            "get_checkin",
            json!({ "entry": "0".repeat(32), "member": robin.id }),
        ),
        (
            "create_checkin",
            json!({ "on": "2026-02-30", "private": {}, "shared": null }),
        ),
        (
            "list_checkins",
            json!({ "before": null, "days": -1, "member": null, "space": null, "from": null, "until": null }),
        ),
        (
            "create_reply",
            json!({ "entry": "0".repeat(32), "answer": "shrug" }),
        ),
        (
            "edit_device",
            json!({ "language": "fr", "theme": null, "text_size": null }),
        ),
        ("unlock", json!(null)),
    ] {
        assert_eq!(
            program.try_call(name, request),
            Err(ErrorCode::BadRequest),
            "{name}"
        );
    }
}
