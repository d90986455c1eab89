//! Leaving a shared space, closing one, naming one, and stepping back: each alone, and what the others
//! see of it.

use hecht_core::ErrorCode;
use hecht_core::household::CommitFault;
use hecht_core::ids::SpaceId;
use serde_json::{Value, json};
use support::{DAY, MINUTE, Person, Program, couple, look_for};

use crate::damage::{damaged, notes};
use crate::keys::change;
use crate::raw::{self, Hand};

fn three() -> (Program, Person, Person, Person, String) {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    let noa = program.add("Noa");
    let space = program.share(&[&robin, &sam, &noa]);
    for person in [&robin, &sam, &noa] {
        program.sit(&[person]);
        let text = format!("{}'s", person.name);
        program.check_in(
            json!({ "note": text }),
            Some((&space, json!({ "liked": text }))),
        );
    }
    (program, robin, sam, noa, space)
}

fn shared(program: &mut Program, space: &str, text: &str) -> Result<Value, ErrorCode> {
    let shared = json!({ "space": space, "answers": { "liked": text } });
    program.try_call(
        "create_checkin",
        json!({ "on": "2026-11-22", "private": null, "shared": shared }),
    )
}

fn leave(program: &mut Program, space: &str, words: &str) -> Value {
    program.call("leave_space", json!({ "space": space, "words": words }))
}

#[test]
fn who_leaves_keeps_their_words_and_the_others_go_on_under_a_new_key() {
    for (words, left) in [
        ("stay", vec!["Noa's", "Robin's", "Sam's"]),
        ("withdraw", vec!["Noa's", "Robin's"]),
    ] {
        let (mut program, robin, sam, noa, space) = three();
        program.sit(&[&sam]);
        let mine = program.log();
        let mine = mine
            .iter()
            .find(|row| row["answers"]["liked"] == "Sam's")
            .unwrap();
        let mine = mine["entry"].as_str().unwrap().to_owned();
        // A change after the grace leaves earlier words, which go along.
        program.wait(31 * MINUTE);
        program.call(
            "edit_checkin",
            json!({ "entry": mine, "answers": { "liked": "Sam's" } }),
        );
        let old = Hand::of(&program.folder.copied(), &sam);
        assert_eq!(leave(&mut program, &space, words), json!([]));
        assert_eq!(
            notes(&mut program, "liked"),
            ["Sam's"],
            "one's own, privately"
        );
        let log = program.log();
        assert!(log.iter().all(|row| row["is_private"] == true), "{words}");
        let copy = log
            .iter()
            .find(|row| row["answers"]["liked"] == "Sam's")
            .unwrap();
        assert_ne!(copy["entry"], mine, "nothing links the two");
        let copy = copy["entry"].as_str().unwrap().to_owned();
        assert_eq!(
            program.entry(&copy)["earlier"].as_array().map(Vec::len),
            Some(1)
        );
        assert_eq!(
            shared(&mut program, &space, "More"),
            Err(ErrorCode::NotFound)
        );
        assert_eq!(damaged(&mut program, &sam), Vec::<String>::new());

        for person in [&robin, &noa] {
            assert_eq!(damaged(&mut program, person), Vec::<String>::new());
            let rows = program.call("list_spaces", json!({}));
            assert_eq!(rows[0]["members"], json!([robin.id, noa.id]));
            assert_eq!(rows[0]["left"], json!([sam.id]));
            assert_eq!(rows[0]["state"], "open");
            assert_eq!(notes(&mut program, "liked"), left, "{words}");
            program.finish_work();
        }
        shared(&mut program, &space, "After").unwrap();
        program.sit(&[&robin, &noa]);
        shared(&mut program, &space, "Together").unwrap();
        program = program.restart(51);
        assert_eq!(damaged(&mut program, &robin), Vec::<String>::new());
        assert_eq!(notes(&mut program, "liked").len(), left.len() + 2);
        let hits = program.call("search", look_for("after"));
        assert_eq!(hits["hits"].as_array().map(Vec::len), Some(1));
        let folder = program.end();
        let id = SpaceId(raw::bytes(&space));
        let old = old.at(&folder);
        assert!(old.key_at(id, 1).is_none() && old.key_at(id, 2).is_none());
    }
}

#[test]
fn a_key_put_back_after_leaving_opens_nothing_in_the_program() {
    let (mut program, _, sam, _, space) = three();
    program.lock();
    let before = program.folder.copied();
    program.sit(&[&sam]);
    leave(&mut program, &space, "stay");
    let folder = program.end();
    let sql = raw::sql(&folder);
    sql.execute("ATTACH ?1 AS old", [before.file().to_str().unwrap()])
        .unwrap();
    let back = sql.execute(
        "INSERT INTO main.space_key SELECT * FROM old.space_key WHERE member = ?1",
        [raw::bytes(&sam.id)],
    );
    assert_eq!(back, Ok(2));
    drop(sql);
    let mut program = Program::open(folder, 52);
    program.sit(&[&sam]);
    assert_eq!(program.call("list_spaces", json!({})), json!([]));
    assert_eq!(notes(&mut program, "liked"), ["Sam's"]);
}

#[test]
fn of_two_the_one_who_stays_reads_and_the_last_to_go_takes_the_space_along() {
    let (mut program, robin, sam, space) = couple();
    for person in [&robin, &sam] {
        program.sit(&[person]);
        shared(&mut program, &space, person.name).unwrap();
    }
    leave(&mut program, &space, "stay");
    assert_eq!(damaged(&mut program, &robin), Vec::<String>::new());
    let rows = program.call("list_spaces", json!({}));
    assert_eq!(rows[0]["state"], "closed");
    assert_eq!(notes(&mut program, "liked"), ["Robin", "Sam"]);
    assert_eq!(
        shared(&mut program, &space, "More"),
        Err(ErrorCode::SpaceClosed)
    );
    // The same two can begin again.
    let rows = program.call(
        "propose_space",
        json!({ "members": [sam.id], "name": null }),
    );
    assert_eq!(rows.as_array().map(Vec::len), Some(2));
    leave(&mut program, &space, "stay");
    assert_eq!(notes(&mut program, "liked"), ["Robin"]);
    let id = raw::bytes(&space);
    let folder = program.end();
    let sql = raw::sql(&folder);
    for table in ["record", "space_key", "head"] {
        let count: i64 = sql
            .query_row(
                &format!("SELECT count(*) FROM {table} WHERE space = ?1"),
                [id],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(count, 0, "{table}");
    }
}

#[test]
fn what_was_written_together_goes_along_with_each_of_those_who_were_there() {
    let (mut program, robin, sam, noa, space) = three();
    program.sit(&[&robin, &sam]);
    let spaces = program.call("list_spaces", json!({}));
    assert_eq!(spaces.as_array().map(Vec::len), Some(1));
    shared(&mut program, &space, "Both").unwrap();
    program.sit(&[&sam]);
    leave(&mut program, &space, "withdraw");
    assert_eq!(notes(&mut program, "liked"), ["Both", "Sam's"]);
    for person in [&robin, &noa] {
        program.sit(&[person]);
        assert_eq!(notes(&mut program, "liked"), ["Noa's", "Robin's"]);
    }
}

#[test]
fn leaving_and_a_new_passphrase_go_together_in_any_order() {
    let (mut program, mut robin, sam, mut noa, space) = three();
    change(&mut program, &mut robin, "first new");
    program.sit(&[&sam]);
    leave(&mut program, &space, "stay");
    change(&mut program, &mut noa, "second new");
    shared(&mut program, &space, "Noa's next").unwrap();
    change(&mut program, &mut robin, "third new");
    shared(&mut program, &space, "Robin's next").unwrap();
    program = program.restart(53);
    for person in [&robin, &noa] {
        assert_eq!(damaged(&mut program, person), Vec::<String>::new());
        program.finish_work();
        assert_eq!(notes(&mut program, "liked").len(), 5);
        assert_eq!(damaged(&mut program, person), Vec::<String>::new());
    }
    assert_eq!(damaged(&mut program, &sam), Vec::<String>::new());
    assert_eq!(notes(&mut program, "liked"), ["Sam's"]);
}

#[test]
fn a_space_closes_when_everybody_has_said_yes_and_nobody_sees_who_has() {
    let (mut program, robin, sam, noa, space) = three();
    let on = json!({ "space": space });
    let look = |program: &mut Program, person: &Person| {
        program.sit(&[person]);
        let spaces = program.call("list_spaces", json!({}));
        let today = program.call("get_today", json!({}));
        json!([spaces, today, program.log()])
    };
    let before = [look(&mut program, &robin), look(&mut program, &noa)];
    program.sit(&[&sam]);
    assert_eq!(
        program.call("close_space", on.clone())[0]["has_my_yes_to_close"],
        true
    );
    // Once more is nothing more.
    program.call("close_space", on.clone());
    assert_eq!(
        [look(&mut program, &robin), look(&mut program, &noa)],
        before
    );
    program.call("close_space", on.clone());
    assert_eq!(
        program.call("keep_space", on.clone())[0]["has_my_yes_to_close"],
        false
    );
    assert_eq!(
        program.try_call("keep_space", on.clone()),
        Err(ErrorCode::NotFound)
    );
    program.sit(&[&robin]);
    program.call("close_space", on.clone());
    shared(&mut program, &space, "Still open").unwrap();
    program.sit(&[&noa]);
    let rows = program.call("close_space", on.clone());
    assert_eq!(rows[0]["state"], "closed");
    program = program.restart(54);
    for person in [&robin, &sam, &noa] {
        assert_eq!(damaged(&mut program, person), Vec::<String>::new());
        assert_eq!(program.call("list_spaces", json!({}))[0]["state"], "closed");
        assert_eq!(notes(&mut program, "liked").len(), 4);
        assert_eq!(
            shared(&mut program, &space, "More"),
            Err(ErrorCode::SpaceClosed)
        );
        for verb in ["close_space", "keep_space"] {
            assert_eq!(
                program.try_call(verb, on.clone()),
                Err(ErrorCode::SpaceClosed)
            );
        }
    }
}

#[test]
fn a_name_is_everybodys_and_the_newest_holds() {
    let (mut program, robin, sam, space) = couple();
    let names = |program: &mut Program| program.call("list_spaces", json!({}))[0]["name"].clone();
    for (person, name, shown) in [
        (&robin, json!("  Our   house "), json!("Our house")),
        (&sam, json!("The two of us"), json!("The two of us")),
        (&robin, json!(" "), Value::Null),
        (&sam, json!("<b>home</b>"), json!("<b>home</b>")),
    ] {
        program.sit(&[person]);
        program.wait(1);
        let rows = program.call("rename_space", json!({ "space": space, "name": name }));
        assert_eq!(rows[0]["name"], shown);
        for other in [&robin, &sam] {
            assert_eq!(damaged(&mut program, other), Vec::<String>::new());
            assert_eq!(names(&mut program), shown);
        }
    }
    let long = json!({ "space": space, "name": "x".repeat(61) });
    assert_eq!(
        program.try_call("rename_space", long),
        Err(ErrorCode::NameTooLong)
    );
}

#[test]
fn stepping_back_stops_ones_own_prompts_and_changes_nothing_for_the_other() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&sam]);
    shared(&mut program, &space, "Soup").unwrap();
    let seen = |program: &mut Program| {
        program.sit(&[&sam]);
        let today = program.call("get_today", json!({}));
        json!([today, program.call("list_spaces", json!({})), program.log()])
    };
    let before = seen(&mut program);
    program.sit(&[&robin]);
    assert_eq!(
        program.call("get_today", json!({}))["nice"][0]["text"],
        "Soup"
    );
    let until = json!({ "space": space, "until": "2026-11-24" });
    let steps = program.call("step_back", until.clone());
    assert_eq!(steps, json!({ "all": null, "spaces": [until] }));
    let today = program.call("get_today", json!({}));
    assert_eq!(
        (&today["nice"], &today["is_quiet"]),
        (&json!([]), &json!(false))
    );
    program.call("step_back", json!({ "space": null, "until": null }));
    let today = program.call("get_today", json!({}));
    assert_eq!(today["is_quiet"], true);
    assert_eq!(today["offers_recovery"], false);
    assert_eq!(seen(&mut program), before, "nothing changes for Sam");
    program = program.restart(55);
    program.sit(&[&robin]);
    assert_eq!(program.call("get_today", json!({}))["is_quiet"], true);
    let steps = program.call("come_back", json!({ "space": null }));
    assert_eq!(steps["spaces"], json!([until]));
    // The last day is still one of rest; the day after is not.
    for (days, is_back) in [(2, false), (1, true)] {
        program.wait(days * DAY);
        program.sit(&[&robin]);
        let steps = program.call("get_steps_back", json!({}));
        assert_eq!(steps["spaces"] == json!([]), is_back);
    }
    let past = json!({ "space": null, "until": "2026-11-22" });
    assert_eq!(program.try_call("step_back", past), Err(ErrorCode::DayPast));
}

#[test]
fn a_space_whose_leaving_was_not_saved_is_still_missed_when_it_vanishes() {
    let (mut program, robin, _, _, space) = three();
    program.sit(&[&robin]);
    program
        .session
        .fail_next_commit(CommitFault::ReportedBeforeCommit);
    let request = json!({ "space": space, "words": "stay" });
    assert_eq!(
        program.try_call("leave_space", request),
        Err(ErrorCode::NotSaved)
    );
    program.check_in(json!({ "note": "Still here" }), None);
    program.lock();
    let folder = program.end();
    let sql = "DELETE FROM space_key WHERE member = ?1";
    let lost = raw::sql(&folder).execute(sql, [raw::bytes(&robin.id)]);
    assert_eq!(lost, Ok(2));
    let mut program = Program::open(folder, 71);
    assert_eq!(damaged(&mut program, &robin), [space.as_str()]);
}

#[test]
fn leaving_is_for_open_spaces_and_for_oneself() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    let noa = program.add("Noa");
    let pair = program.share(&[&robin, &sam]);
    program.sit(&[&robin]);
    let rows = program.call(
        "propose_space",
        json!({ "members": [noa.id], "name": null }),
    );
    let asked = rows
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["state"] == "waiting");
    let asked = asked.unwrap()["id"].clone();
    for (person, space) in [(&robin, &asked), (&noa, &asked), (&noa, &json!(pair))] {
        program.sit(&[person]);
        for (verb, request) in [
            ("leave_space", json!({ "space": space, "words": "stay" })),
            (
                "leave_space",
                json!({ "space": person.id, "words": "stay" }),
            ),
        ] {
            let before = program.folder.files();
            assert_eq!(program.try_call(verb, request), Err(ErrorCode::NotFound));
            assert_eq!(program.folder.files(), before);
        }
    }
}
