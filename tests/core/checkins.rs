//! Check-ins: writing, reading, changing, withdrawing and answering them.

use hecht_core::ErrorCode;
use serde_json::{Value, json};
use support::{DAY, MINUTE, Program, all_days, couple};

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

fn checkin(on: &str, private: Value, shared: Value) -> Value {
    json!({ "on": on, "private": private, "shared": shared })
}

#[test]
fn nothing_private_is_written_together() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin, &sam]);
    let private = json!({ "today": 4 });
    let shared = json!({ "space": space, "answers": { "liked": "Ours" } });
    for shared in [shared.clone(), Value::Null] {
        let refused = program.try_call(
            "create_checkin",
            checkin("2026-11-22", private.clone(), shared),
        );
        assert_eq!(refused, Err(ErrorCode::NotAlone));
    }
    assert!(program.log().is_empty(), "neither part was saved");
    program.call(
        "create_checkin",
        checkin("2026-11-22", json!({ "note": "  " }), shared),
    );
    assert_eq!(program.log().len(), 1);
}

#[test]
fn what_is_written_together_is_nobodys_alone_and_is_changed_only_in_the_same_sitting() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin, &sam]);
    let write = |program: &mut Program, text: &str| {
        let answers = json!({ "liked": text });
        program.check_in(Value::Null, Some((&space, answers))).1
    };
    let first = write(&mut program, "First");
    let second = write(&mut program, "Second");
    let edit = |text: &str| json!({ "entry": first, "answers": { "liked": text } });
    let row = program.entry(&first)["row"].clone();
    assert_eq!(row["author"], Value::Null);
    let mut present = [robin.id.clone(), sam.id.clone()];
    present.sort();
    assert_eq!(row["present"], json!(present));
    assert_eq!(
        (&row["can_edit"], &row["can_withdraw"], &row["can_reply"]),
        (&json!(true), &json!(false), &json!(false))
    );
    let changed = program.call("edit_checkin", edit("Better"));
    assert_eq!(changed["row"]["answers"]["liked"], "Better");
    assert_eq!(changed["row"]["author"], Value::Null);
    program.sit(&[&robin, &sam]);
    assert_eq!(program.entry(&first)["row"]["can_edit"], false);
    assert_eq!(
        program.try_call("edit_checkin", edit("Later")),
        Err(ErrorCode::NotYours)
    );
    assert_eq!(
        program.try_call("withdraw_checkin", json!({ "entry": first })),
        Err(ErrorCode::NotAlone)
    );
    let mut program = program.restart(8);
    program.sit(&[&sam]);
    let row = program.entry(&first)["row"].clone();
    assert_eq!(row["answers"]["liked"], "Better");
    assert_eq!(
        (&row["can_edit"], &row["can_withdraw"], &row["can_reply"]),
        (&json!(false), &json!(true), &json!(false))
    );
    assert_eq!(
        program.try_call("edit_checkin", edit("Mine")),
        Err(ErrorCode::NotYours)
    );
    program.call("withdraw_checkin", json!({ "entry": first }));
    program.sit(&[&robin]);
    program.call("withdraw_checkin", json!({ "entry": second }));
    let mut program = program.restart(9);
    for people in [vec![&robin], vec![&sam], vec![&robin, &sam]] {
        program.sit(&people);
        assert!(program.log().is_empty());
        assert_eq!(program.call("get_today", json!({}))["damaged"], json!([]));
    }
}

#[test]
fn a_checkin_says_something_within_its_scales_about_a_day_that_has_come() {
    let (mut program, robin, _, space) = couple();
    program.sit(&[&robin]);
    let before = program.folder.files();
    let refused = |program: &mut Program, on: &str, answers: Value| {
        let shared = json!({ "space": space, "answers": answers.clone() });
        let one = program.try_call("create_checkin", checkin(on, answers, Value::Null));
        let two = program.try_call("create_checkin", checkin(on, Value::Null, shared));
        assert_eq!(one, two);
        one.unwrap_err()
    };
    for empty in [
        json!({}),
        json!({ "note": "" }),
        json!({ "liked": " \n\t\u{a0}" }),
        json!({ "moods": [] }),
    ] {
        assert_eq!(
            refused(&mut program, "2026-11-22", empty),
            ErrorCode::CheckinEmpty
        );
    }
    assert_eq!(
        refused(&mut program, "2026-11-23", json!({ "today": 3 })),
        ErrorCode::DayInFuture
    );
    for scale in ["today", "craving", "stress", "sleep", "closeness"] {
        for value in [
            json!(0),
            json!(6),
            json!(-1),
            json!(256),
            json!(2.5),
            json!("3"),
        ] {
            let code = refused(&mut program, "2026-11-22", json!({ scale: value }));
            assert_eq!(code, ErrorCode::BadRequest, "{scale} {value}");
        }
    }
    assert_eq!(
        refused(&mut program, "2026-11-22", json!({ "moods": ["furious"] })),
        ErrorCode::BadRequest
    );
    assert_eq!(
        refused(&mut program, "2026-11-31", json!({ "today": 3 })),
        ErrorCode::BadRequest
    );
    for text in ["note", "liked", "help"] {
        let long = json!({ text: "\u{e9}".repeat(100_001) });
        assert_eq!(
            refused(&mut program, "2026-11-22", long),
            ErrorCode::TextTooLong,
            "{text}"
        );
    }
    assert_eq!(
        program.try_call(
            "create_checkin",
            checkin("2026-11-22", Value::Null, Value::Null)
        ),
        Err(ErrorCode::CheckinEmpty)
    );
    assert_eq!(program.folder.files(), before);
    for scale in ["today", "craving", "stress", "sleep", "closeness"] {
        for value in [1, 5] {
            program.call(
                "create_checkin",
                checkin("2026-11-22", json!({ scale: value }), Value::Null),
            );
        }
    }
    assert_eq!(program.log().len(), 10);
}

#[test]
fn an_edit_to_nothing_or_of_somebody_elses_words_is_refused() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    let (_, entry) = program.check_in(
        Value::Null,
        Some((&space, json!({ "liked": "Mine", "closeness": 5 }))),
    );
    let edit = |answers: Value| json!({ "entry": entry, "answers": answers });
    assert_eq!(
        program.try_call("edit_checkin", edit(json!({ "liked": " " }))),
        Err(ErrorCode::CheckinEmpty)
    );
    program.sit(&[&sam]);
    assert_eq!(
        program.try_call("edit_checkin", edit(json!({ "liked": "Hers" }))),
        Err(ErrorCode::NotYours)
    );
    assert_eq!(
        program
            .try_call("create_reply", json!({ "entry": entry, "answer": "talk" }))
            .map(drop),
        Ok(())
    );
    program.sit(&[&robin]);
    assert_eq!(
        program.try_call("create_reply", json!({ "entry": entry, "answer": "talk" })),
        Err(ErrorCode::NotAllowed)
    );
    let row = program.call("edit_checkin", edit(json!({ "liked": "Still mine" })))["row"].clone();
    assert_eq!(
        row["answers"]["closeness"],
        Value::Null,
        "what is left out is gone"
    );
    assert_eq!(row["replies"][0]["author"], json!(sam.id));
}

#[test]
fn one_answer_for_each_person_and_entry_taken_back_without_a_trace() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    let (own, entry) = program.check_in(
        json!({ "today": 3 }),
        Some((&space, json!({ "liked": "Soup" }))),
    );
    program.sit(&[&sam]);
    let before = program.entry(&entry);
    let reply = |answer: &str| json!({ "entry": entry, "answer": answer });
    program.call("create_reply", reply("thank_you"));
    let row = program.call("create_reply", reply("talk"));
    assert_eq!(row["row"]["replies"].as_array().map(Vec::len), Some(1));
    assert_eq!(row["row"]["replies"][0]["answer"], "talk");
    let answered = row["row"]["replies"][0]["entry"].clone();
    assert_eq!(
        program.try_call("create_reply", json!({ "entry": own, "answer": "talk" })),
        Err(ErrorCode::NotFound)
    );
    program.sit(&[&robin]);
    assert_eq!(program.entry(&entry)["row"]["replies"][0]["is_mine"], false);
    assert_eq!(
        program.try_call("withdraw_reply", json!({ "entry": answered })),
        Err(ErrorCode::NotYours)
    );
    assert_eq!(
        program.try_call("withdraw_reply", json!({ "entry": entry })),
        Err(ErrorCode::NotFound)
    );
    program.sit(&[&sam]);
    program.call("withdraw_reply", json!({ "entry": answered }));
    assert_eq!(program.entry(&entry), before);
    let mut program = program.restart(8);
    program.sit(&[&sam]);
    assert_eq!(program.entry(&entry), before);
}

#[test]
fn with_several_spaces_each_entry_stands_in_the_one_it_was_written_for() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    let noa = program.add("Noa");
    let spaces = [
        program.share(&[&robin, &sam]),
        program.share(&[&robin, &noa]),
        program.share(&[&robin, &sam, &noa]),
    ];
    program.sit(&[&robin]);
    for (at, space) in spaces.iter().enumerate() {
        program.check_in(
            Value::Null,
            Some((space, json!({ "help": at.to_string() }))),
        );
    }
    for (at, space) in spaces.iter().enumerate() {
        let mut list = all_days();
        list["space"] = json!(space);
        let page = program.call("list_checkins", list);
        let checkins = page["days"][0]["checkins"].as_array().unwrap().clone();
        assert_eq!(checkins.len(), 1);
        assert_eq!(checkins[0]["answers"]["help"], json!(at.to_string()));
        assert_eq!(checkins[0]["space"], json!(space));
    }
    for (person, count) in [(&robin, 3), (&sam, 2), (&noa, 2)] {
        program.sit(&[person]);
        assert_eq!(program.log().len(), count);
    }
}

#[test]
fn the_log_is_filtered_and_read_page_by_page() {
    let (mut program, robin, sam, space) = couple();
    for (person, offset) in [(&robin, 0), (&sam, 1)] {
        program.sit(&[person]);
        for back in 0..10 {
            let on = program.today().minus(back * 2 + offset).to_string();
            let shared = json!({ "space": space, "answers": { "liked": "x" } });
            program.call(
                "create_checkin",
                checkin(&on, json!({ "today": 3 }), shared),
            );
        }
    }
    program.sit(&[&robin]);
    let mut days = Vec::new();
    let mut before = Value::Null;
    let mut pages = 0;
    loop {
        let mut list = all_days();
        list["days"] = json!(6);
        list["before"] = before.clone();
        let page = program.call("list_checkins", list);
        let on = page["days"].as_array().unwrap().iter();
        days.extend(on.map(|day| day["on"].as_str().unwrap().to_owned()));
        before = page["next_before"].clone();
        pages += 1;
        if before.is_null() {
            break;
        }
    }
    assert_eq!(pages, 4);
    let mut sorted = days.clone();
    sorted.sort_by(|one, two| two.cmp(one));
    sorted.dedup();
    assert_eq!(days, sorted, "newest first, each once");
    assert_eq!(days.len(), 20);
    let count = |program: &mut Program, change: Value| {
        let mut list = all_days();
        for (key, value) in change.as_object().unwrap() {
            list[key] = value.clone();
        }
        let page = program.call("list_checkins", list);
        let days = page["days"].as_array().unwrap().clone();
        days.iter()
            .map(|day| day["checkins"].as_array().map_or(0, Vec::len))
            .sum::<usize>()
    };
    assert_eq!(count(&mut program, json!({})), 30);
    assert_eq!(count(&mut program, json!({ "member": sam.id })), 10);
    assert_eq!(count(&mut program, json!({ "member": robin.id })), 20);
    assert_eq!(count(&mut program, json!({ "space": robin.id })), 10);
    assert_eq!(count(&mut program, json!({ "space": sam.id })), 0);
    assert_eq!(count(&mut program, json!({ "from": "2026-11-20" })), 5);
    assert_eq!(count(&mut program, json!({ "until": "2026-11-20" })), 27);
    assert_eq!(
        count(
            &mut program,
            json!({ "from": "2026-11-20", "until": "2026-11-20" })
        ),
        2
    );
    assert_eq!(
        count(
            &mut program,
            json!({ "from": "2026-11-21", "until": "2026-11-20" })
        ),
        0
    );
    assert_eq!(
        count(&mut program, json!({ "member": sam.id, "space": robin.id })),
        0
    );
    assert_eq!(
        count(&mut program, json!({ "days": 0 })),
        2,
        "at least one day"
    );
}

#[test]
fn an_earlier_day_may_be_filled_in_and_says_when_it_was_written() {
    let (mut program, robin, _, space) = couple();
    program.wait(DAY);
    program.sit(&[&robin]);
    let shared = json!({ "space": space, "answers": { "liked": "x" } });
    for (on, is_late) in [
        ("2026-11-23", false),
        ("2026-11-22", true),
        ("1999-12-31", true),
    ] {
        program.call("create_checkin", checkin(on, Value::Null, shared.clone()));
        let log = program.log();
        let row = log.iter().find(|row| row["on"] == on).unwrap();
        assert_eq!(row["is_late"], is_late);
        assert_eq!(row["written_on"], "2026-11-23");
    }
}
