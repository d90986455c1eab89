//! Several people in one sitting: taking turns, what is kept of an unfinished form and for whom, and
//! what they cannot do together.

use hecht_core::ErrorCode;
use serde_json::{Value, json};
use support::{Person, Program, couple};

use crate::damage::{damaged, notes};

const FORM: &str = "checkin:together";

fn turn(program: &mut Program, person: &Person) -> Value {
    program.call("set_turn", json!({ "member": person.id }))
}

fn keep(program: &mut Program, body: &str) {
    program.call("save_draft", json!({ "form": FORM, "body": body }));
}

fn kept(program: &mut Program, person: &Person) -> Value {
    program.sit(&[person]);
    program.call("get_draft", json!({ "form": FORM }))["body"].clone()
}

#[test]
fn what_is_written_in_turns_is_everybodys_and_says_whose_turn_it_was() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin, &sam]);
    assert_eq!(turn(&mut program, &sam)["turn"], json!(sam.id));
    let (_, first) = program.check_in(Value::Null, Some((&space, json!({ "liked": "Tea" }))));
    program.call("set_turn", json!({ "member": null }));
    program.check_in(Value::Null, Some((&space, json!({ "liked": "Toast" }))));
    program.call(
        "edit_checkin",
        json!({ "entry": first, "answers": { "liked": "Green tea" } }),
    );
    for people in [vec![&robin, &sam], vec![&robin], vec![&sam]] {
        program.sit(&people);
        program.finish_work();
        let log = program.log();
        let of = |text: &str| {
            log.iter()
                .find(|row| row["answers"]["liked"] == text)
                .unwrap()
        };
        for text in ["Green tea", "Toast"] {
            assert_eq!(of(text)["author"], Value::Null);
            assert_eq!(of(text)["present"].as_array().map(Vec::len), Some(2));
        }
        assert_eq!(of("Green tea")["turn"], json!(sam.id));
        assert_eq!(of("Toast")["turn"], Value::Null);
        // What was said in a turn is its owner's alone.
        let is_alone = people.len() == 1;
        assert_eq!(of("Toast")["can_withdraw"], is_alone);
        let is_sam = is_alone && people[0].id == sam.id;
        assert_eq!(of("Green tea")["can_withdraw"], is_sam);
        if is_alone && !is_sam {
            assert_eq!(
                program.try_call("withdraw_checkin", json!({ "entry": first })),
                Err(ErrorCode::NotYours)
            );
        }
    }
    // Nor does who leaves take it along, or away.
    program.sit(&[&robin]);
    program.call(
        "leave_space",
        json!({ "space": space, "words": "withdraw" }),
    );
    assert_eq!(notes(&mut program, "liked"), ["Toast"]);
    program.sit(&[&sam]);
    assert_eq!(notes(&mut program, "liked"), ["Green tea"]);
}

#[test]
fn an_unfinished_form_is_kept_for_whoever_had_the_turn_and_for_nobody_else() {
    let (mut program, robin, sam, space) = couple();
    for person in [&robin, &sam] {
        program.sit(&[person]);
        let body = format!("{}'s own", person.name);
        program.call("save_draft", json!({ "form": "checkin", "body": body }));
        program.check_in(json!({ "note": "Private" }), None);
        program.call("save_draft", json!({ "form": "checkin", "body": body }));
    }
    program.sit(&[&robin, &sam]);
    let refused = |program: &mut Program| {
        program.try_call("save_draft", json!({ "form": FORM, "body": "{}" }))
    };
    assert_eq!(
        refused(&mut program),
        Err(ErrorCode::NotAlone),
        "nobody's turn"
    );
    turn(&mut program, &sam);
    for body in ["S", "Sa", "Sam's words"] {
        keep(&mut program, body);
    }
    // The draft that Sam keeps alone cannot be replaced from here, nor anything be read.
    assert_eq!(
        program.try_call("save_draft", json!({ "form": "checkin", "body": "gone" })),
        Err(ErrorCode::BadRequest)
    );
    let read = |program: &mut Program, form: &str| {
        program.call("get_draft", json!({ "form": form }))["body"].clone()
    };
    assert_eq!(
        read(&mut program, FORM),
        "Sam's words",
        "what was kept in this sitting"
    );
    assert_eq!(read(&mut program, "checkin"), Value::Null);
    assert_eq!(notes(&mut program, "note"), Vec::<String>::new());
    turn(&mut program, &robin);
    assert_eq!(
        read(&mut program, FORM),
        Value::Null,
        "Sam's is not Robin's"
    );
    // The lock takes along what is typed.
    program.call(
        "lock",
        json!({ "draft": { "form": FORM, "body": "Robin's words" } }),
    );
    program = program.restart(71);
    for person in [&robin, &sam] {
        assert_eq!(
            kept(&mut program, person),
            json!(format!("{}'s words", person.name))
        );
        let own = program.call("get_draft", json!({ "form": "checkin" }))["body"].clone();
        assert_eq!(own, json!(format!("{}'s own", person.name)));
        assert_eq!(damaged(&mut program, person), Vec::<String>::new());
    }
    // Saving alone uses it up.
    program.sit(&[&sam]);
    program.check_in(
        Value::Null,
        Some((&space, json!({ "liked": "Sam's words" }))),
    );
    assert_eq!(kept(&mut program, &sam), Value::Null);
    assert_eq!(kept(&mut program, &robin), json!("Robin's words"));
    // So does saving together, for the one whose turn it is and what was kept in that sitting.
    program.sit(&[&robin, &sam]);
    for person in [&sam, &robin] {
        turn(&mut program, person);
        keep(&mut program, "new words");
        program.check_in(Value::Null, Some((&space, json!({ "liked": "Done" }))));
    }
    assert_eq!(kept(&mut program, &sam), Value::Null);
    assert_eq!(kept(&mut program, &robin), json!("Robin's words"));
}

#[test]
fn a_turn_is_for_somebody_who_is_here() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    let noa = program.add("Noa");
    program.share(&[&robin, &sam]);
    program.sit(&[&robin, &sam]);
    assert_eq!(
        program.try_call("set_turn", json!({ "member": noa.id })),
        Err(ErrorCode::NotFound)
    );
    program.sit(&[&robin]);
    assert_eq!(program.call("get_state", json!({}))["turn"], Value::Null);
}
