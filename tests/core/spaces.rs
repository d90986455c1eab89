//! Shared spaces: proposing, saying yes or no alone, taking back, and who reads what follows from them.

use hecht_core::ErrorCode;
use serde_json::{Value, json};
use support::{DAY, Person, Program, all_days, couple, look_for};

/// Robin has proposed a space to Sam (and Noa, when there).
fn proposed(with_noa: bool) -> (Program, Person, Person, Person, String) {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    let noa = program.add("Noa");
    program.sit(&[&robin]);
    let members = if with_noa {
        json!([sam.id, noa.id])
    } else {
        json!([sam.id])
    };
    let rows = program.call(
        "propose_space",
        json!({ "members": members, "name": "  Our   home " }),
    );
    assert_eq!(rows[0]["state"], "waiting");
    assert_eq!(rows[0]["is_mine_to_take_back"], true);
    assert_eq!(rows[0]["name"], "Our home");
    let space = rows[0]["id"].as_str().unwrap().to_owned();
    (program, robin, sam, noa, space)
}

fn states(program: &mut Program) -> Vec<Value> {
    let rows = program.call("list_spaces", json!({}));
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| row["state"].clone())
        .collect()
}

fn answer(program: &mut Program, verb: &str, space: &str) -> Result<Value, ErrorCode> {
    program.try_call(verb, json!({ "space": space }))
}

fn write_shared(program: &mut Program, space: &str) -> Result<Value, ErrorCode> {
    let shared = json!({ "space": space, "answers": { "liked": "Something" } });
    program.try_call(
        "create_checkin",
        json!({ "on": "2026-11-22", "private": null, "shared": shared }),
    )
}

#[test]
fn a_space_opens_when_everybody_has_said_yes_and_nothing_is_written_there_before() {
    let (mut program, robin, sam, noa, space) = proposed(true);
    for person in [&robin, &sam, &noa] {
        program.sit(&[person]);
        assert_eq!(
            write_shared(&mut program, &space),
            Err(ErrorCode::SpaceNotOpen)
        );
    }
    program.sit(&[&sam]);
    assert_eq!(states(&mut program), ["asked"]);
    let today = program.call("get_today", json!({}));
    assert_eq!(today["asked"][0]["id"], json!(space));
    answer(&mut program, "accept_space", &space).unwrap();
    assert_eq!(states(&mut program), ["waiting"]);
    assert_eq!(program.call("get_today", json!({}))["asked"], json!([]));
    for person in [&robin, &sam, &noa] {
        program.sit(&[person]);
        assert_eq!(
            write_shared(&mut program, &space),
            Err(ErrorCode::SpaceNotOpen)
        );
    }
    program.sit(&[&robin, &sam, &noa]);
    assert_eq!(states(&mut program), Vec::<Value>::new());
    assert_eq!(write_shared(&mut program, &space), Err(ErrorCode::NotFound));
    program.sit(&[&noa]);
    answer(&mut program, "accept_space", &space).unwrap();
    assert_eq!(states(&mut program), ["open"]);
    for person in [&robin, &sam, &noa] {
        program.sit(&[person]);
        assert_eq!(states(&mut program), ["open"]);
        write_shared(&mut program, &space).unwrap();
    }
    program.sit(&[&robin, &sam, &noa]);
    assert_eq!(program.log().len(), 3);
}

#[test]
fn a_no_looks_to_everybody_else_exactly_like_no_answer() {
    let seen = |has_declined: bool, is_restarted: bool| {
        let (mut program, robin, sam, noa, space) = proposed(true);
        program.sit(&[&sam]);
        if has_declined {
            let rows = answer(&mut program, "decline_space", &space).unwrap();
            assert_eq!(rows, json!([]));
        }
        if is_restarted {
            program = program.restart(7);
        }
        let mut seen = Vec::new();
        for person in [&robin, &noa] {
            program.sit(&[person]);
            program.finish_work();
            for (name, request) in [
                ("get_state", json!({})),
                ("list_spaces", json!({})),
                ("get_today", json!({})),
                ("get_preferences", json!({})),
                ("get_recovery", json!({})),
                ("list_checkins", all_days()),
                ("search", look_for("no")),
                (
                    "propose_space",
                    json!({ "members": [sam.id, noa.id, robin.id], "name": null }),
                ),
            ] {
                let reply = program.try_call(name, request);
                seen.push(format!(
                    "{name}: {reply:?} {:?}",
                    program.session.take_effects()
                ));
            }
        }
        program.sit(&[&robin, &noa]);
        seen.push(format!("{:?}", program.try_call("list_spaces", json!({}))));
        seen
    };
    for is_restarted in [false, true] {
        assert_eq!(seen(true, is_restarted), seen(false, is_restarted));
    }
}

#[test]
fn who_has_said_no_is_not_asked_again_and_their_no_is_theirs_alone() {
    let (mut program, robin, sam, _, space) = proposed(false);
    program.sit(&[&sam]);
    answer(&mut program, "decline_space", &space).unwrap();
    let mut program = program.restart(8);
    program.sit(&[&sam]);
    assert_eq!(states(&mut program), Vec::<Value>::new());
    for verb in ["accept_space", "decline_space", "take_back_space"] {
        assert_eq!(
            answer(&mut program, verb, &space),
            Err(ErrorCode::NotFound),
            "{verb}"
        );
    }
    assert_eq!(
        write_shared(&mut program, &space),
        Err(ErrorCode::SpaceNotOpen)
    );
    program.sit(&[&robin]);
    assert_eq!(states(&mut program), ["waiting"]);
}

#[test]
fn a_proposal_that_was_taken_back_is_gone_for_everybody_and_may_be_made_anew() {
    let (mut program, robin, sam, noa, space) = proposed(true);
    program.sit(&[&sam]);
    answer(&mut program, "accept_space", &space).unwrap();
    assert_eq!(
        answer(&mut program, "take_back_space", &space),
        Err(ErrorCode::NotFound)
    );
    program.sit(&[&robin]);
    assert_eq!(
        answer(&mut program, "take_back_space", &space),
        Ok(json!([]))
    );
    for person in [&sam, &noa, &robin] {
        program.sit(&[person]);
        assert_eq!(states(&mut program), Vec::<Value>::new());
        assert_eq!(
            answer(&mut program, "accept_space", &space),
            Err(ErrorCode::NotFound)
        );
        assert_eq!(program.call("get_today", json!({}))["damaged"], json!([]));
    }
    let again = program.call(
        "propose_space",
        json!({ "members": [sam.id, noa.id], "name": null }),
    );
    assert_eq!(again[0]["state"], "waiting");
    assert_ne!(again[0]["id"], json!(space));
}

#[test]
fn an_open_space_is_not_asked_for_nor_taken_back() {
    let (mut program, robin, sam, space) = couple();
    for person in [&robin, &sam] {
        program.sit(&[person]);
        for verb in ["accept_space", "decline_space", "take_back_space"] {
            assert_eq!(
                answer(&mut program, verb, &space),
                Err(ErrorCode::NotFound),
                "{verb}"
            );
        }
        assert_eq!(states(&mut program), ["open"]);
    }
}

#[test]
fn the_same_people_have_one_space() {
    let (mut program, robin, sam, _) = couple();
    program.sit(&[&sam]);
    let propose = |program: &mut Program, members: Value| {
        let request = json!({ "members": members, "name": null });
        program.try_call("propose_space", request).map(drop)
    };
    assert_eq!(
        propose(&mut program, json!([robin.id])),
        Err(ErrorCode::SpaceExists)
    );
    assert_eq!(
        propose(&mut program, json!([robin.id, sam.id])),
        Err(ErrorCode::SpaceExists)
    );
    assert_eq!(
        propose(&mut program, json!([])),
        Err(ErrorCode::TooFewMembers)
    );
    assert_eq!(
        propose(&mut program, json!([sam.id])),
        Err(ErrorCode::TooFewMembers)
    );
    assert_eq!(
        propose(&mut program, json!(["0".repeat(32)])),
        Err(ErrorCode::NotFound)
    );
    let long = json!({ "members": [robin.id], "name": "x".repeat(61) });
    program.lock();
    let noa = program.add("Noa");
    assert_eq!(
        program.try_call("propose_space", long),
        Err(ErrorCode::NameTooLong)
    );
    assert_eq!(propose(&mut program, json!([robin.id])), Ok(()));
    program.sit(&[&robin]);
    assert_eq!(
        propose(&mut program, json!([noa.id])),
        Err(ErrorCode::SpaceExists)
    );
}

#[test]
fn two_pairs_in_one_family_never_cross() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    let noa = program.add("Noa");
    let with_sam = program.share(&[&robin, &sam]);
    let with_noa = program.share(&[&robin, &noa]);
    program.sit(&[&robin]);
    let mut entries = Vec::new();
    for (space, word) in [(&with_sam, "samword"), (&with_noa, "noaword")] {
        let answers = json!({ "liked": word });
        entries.push(program.check_in(Value::Null, Some((space, answers))).1);
    }
    for (person, own, other, word) in [(&sam, 0, 1, "noaword"), (&noa, 1, 0, "samword")] {
        let spaces = [&with_sam, &with_noa];
        program.sit(&[person]);
        program.finish_work();
        assert_eq!(program.log().len(), 1);
        assert_eq!(program.log()[0]["entry"], json!(entries[own]));
        let listed = program.call("list_spaces", json!({}));
        assert_eq!(listed.as_array().map(Vec::len), Some(1));
        assert_eq!(program.call("search", look_for(word))["hits"], json!([]));
        assert_eq!(
            program.try_call("get_checkin", json!({ "entry": entries[other] })),
            Err(ErrorCode::NotFound)
        );
        assert_eq!(
            program.try_call(
                "create_reply",
                json!({ "entry": entries[other], "answer": "talk" })
            ),
            Err(ErrorCode::NotFound)
        );
        assert_eq!(
            write_shared(&mut program, spaces[other]),
            Err(ErrorCode::NotFound)
        );
        let mut list = all_days();
        list["space"] = json!(spaces[other]);
        assert_eq!(program.call("list_checkins", list)["days"], json!([]));
        let nice = program.call("get_today", json!({}))["nice"].clone();
        assert_eq!(nice.as_array().map(Vec::len), Some(1));
    }
    // Nor does a seat at the same keyboard open what one of them is not in.
    program.sit(&[&sam, &noa]);
    assert_eq!(program.log(), Vec::<Value>::new());
    program.sit(&[&robin, &sam]);
    assert_eq!(program.log().len(), 1);
    assert_eq!(
        write_shared(&mut program, &with_noa),
        Err(ErrorCode::NotFound)
    );
    program.sit(&[&robin]);
    assert_eq!(program.log().len(), 2);
}

#[test]
fn nobody_writes_into_the_private_space_of_another_or_their_own_through_a_space() {
    let (mut program, robin, sam, _) = couple();
    for person in [&robin, &sam] {
        program.sit(&[person]);
        for space in [&robin.id, &sam.id] {
            assert_eq!(write_shared(&mut program, space), Err(ErrorCode::NotFound));
        }
    }
}

#[test]
fn a_no_holds_for_eight_weeks_and_no_name_asks_again() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    let propose = |program: &mut Program, name: &str| {
        program.sit(&[&sam]);
        let rows = program.call(
            "propose_space",
            json!({ "members": [robin.id], "name": name }),
        );
        rows[0]["id"].clone()
    };
    let asked = |program: &mut Program| {
        program.sit(&[&robin]);
        program.call("get_today", json!({}))["asked"].clone()
    };
    let first = propose(&mut program, "Us two");
    assert_eq!(asked(&mut program)[0]["name"], "Us two");
    program.call("decline_space", json!({ "space": first }));
    program.sit(&[&sam]);
    program.call("take_back_space", json!({ "space": first }));
    let second = propose(&mut program, "Why do you not answer me");
    let mut program = program.restart(91);
    assert_eq!(asked(&mut program), json!([]));
    let rows = program.call("list_spaces", json!({}));
    assert_eq!(rows[0]["id"], second);
    assert_eq!(rows[0]["is_asked_again"], true);
    assert_eq!(rows[0]["name"], Value::Null);
    // For the one who asks nothing tells of it.
    program.sit(&[&sam]);
    let rows = program.call("list_spaces", json!({}));
    assert_eq!(rows[0]["is_asked_again"], false);
    program.wait(57 * DAY);
    assert_eq!(asked(&mut program)[0]["name"], "Why do you not answer me");
    // Or she says yes from the list before.
    program.call("accept_space", json!({ "space": second }));
}
