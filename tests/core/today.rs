//! Today: what was nice, what is asked, and nothing else.

use serde_json::{Value, json};
use support::{DAY, Program, couple};

fn nice(program: &mut Program) -> Vec<String> {
    let today = program.call("get_today", json!({}));
    let rows = today["nice"].as_array().unwrap().clone();
    rows.iter()
        .map(|row| row["text"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn at_most_three_nice_things_of_seven_days_newest_first_and_only_what_was_shared() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    for back in [0, 1, 6, 7] {
        let on = program.today().minus(back).to_string();
        let request = json!({ "on": on, "private": { "liked": "private", "help": "x" }, "shared": { "space": space, "answers": { "liked": format!("back {back}"), "help": "hard" } } });
        program.call("create_checkin", request);
    }
    for people in [vec![&robin], vec![&sam], vec![&robin, &sam]] {
        program.sit(&people);
        assert_eq!(nice(&mut program), ["back 0", "back 1", "back 6"]);
    }
    program.sit(&[&sam]);
    let on = program.today().minus(2).to_string();
    let request = json!({ "on": on, "private": null, "shared": { "space": space, "answers": { "liked": "back 2" } } });
    program.call("create_checkin", request);
    assert_eq!(nice(&mut program), ["back 0", "back 1", "back 2"]);
    program.wait(5 * DAY);
    assert_eq!(nice(&mut program), ["back 0", "back 1"]);
    program.wait(30 * DAY);
    assert_eq!(nice(&mut program), Vec::<String>::new());
}

#[test]
fn as_long_as_nothing_can_be_shared_the_nice_things_are_ones_own() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    program.sit(&[&robin]);
    program.check_in(json!({ "liked": "Own" }), None);
    assert_eq!(nice(&mut program), ["Own"]);
    program.sit(&[&sam]);
    assert_eq!(nice(&mut program), Vec::<String>::new());
    program.share(&[&robin, &sam]);
    program.sit(&[&robin]);
    assert_eq!(nice(&mut program), Vec::<String>::new());
}

#[test]
fn the_part_of_the_day_is_the_local_one() {
    for (hours, part) in [
        (-16, "night"),
        (-15, "morning"),
        (-9, "morning"),
        (-8, "afternoon"),
        (-3, "afternoon"),
        (-2, "evening"),
        (2, "evening"),
        (3, "night"),
        (4, "night"),
    ] {
        let mut program = Program::new();
        program.add("Robin");
        program.wait(hours * 60 * support::MINUTE);
        assert_eq!(
            program.call("get_today", json!({}))["part_of_day"],
            part,
            "{hours}"
        );
    }
}

#[test]
fn it_says_nothing_about_whether_somebody_else_has_written() {
    let seen = |has_written: bool| {
        let (mut program, robin, sam, _) = couple();
        program.sit(&[&sam]);
        if has_written {
            program.check_in(json!({ "note": "x", "liked": "y" }), None);
            program.call("save_draft", json!({ "form": "checkin", "body": "{}" }));
        }
        let mut seen: Vec<Value> = Vec::new();
        for people in [vec![&robin], vec![&robin, &sam]] {
            program.sit(&people);
            seen.push(program.call("get_today", json!({})));
            seen.push(program.call("get_state", json!({})));
        }
        seen
    };
    assert_eq!(seen(true), seen(false));
}
