//! The difference test: every scene, played once plainly and once with one of the two being busy in
//! private whenever they sit alone. Everything the other person, both together, somebody else or nobody
//! gets to see must be the same: replies, what the shell is asked to do, and what the file shows from
//! outside except of the one's own space.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::look_for;

use super::scenes::{SCENES, spare_key};
use super::{Activity, Cast, Heard, Mirror, Run, Scene, Who, assert_same};
use crate::matrix::TABLE;

/// What one can do without anybody else noticing, and whether the file shows nothing of it either outside
/// one's own space.
const ACTIVITIES: [(&str, Activity, bool); 3] = [
    ("only for oneself", only_for_oneself, true),
    ("undone before anybody looks", undone, false),
    ("new keys", new_keys, false),
];

/// Writes, changes and removes whatever only oneself can read. In the file it stays in one's own space.
fn only_for_oneself(run: &mut Run) {
    let on = run.program.today();
    for number in 0..6 {
        let private = json!({ "note": format!("Private {number}"), "today": 1, "craving": 5, "moods": ["tense"] });
        let new = json!({ "on": on, "private": private, "shared": null });
        let saved = run.must("create_checkin", new);
        let entry = json!({ "entry": saved["private"] });
        run.must("get_checkin", entry.clone());
        if number % 3 == 1 {
            let edit = json!({ "entry": saved["private"], "answers": { "note": "Other words" } });
            run.must("edit_checkin", edit);
        } else if number % 3 == 2 {
            run.must("withdraw_checkin", entry);
        }
    }
    run.must("edit_card", json!({ "first": "Breathe", "go": "To Marit" }));
    let mut lines = Value::Null;
    for name in ["Anja", "Tom"] {
        let line = json!({ "name": name, "number": "06 00 12 34 50", "note": null });
        lines = run.ask("create_own_helpline", line);
    }
    let entry = &lines[0]["entry"];
    let line = json!({ "name": "Tom", "number": null, "note": "After six" });
    run.ask("edit_own_helpline", json!({ "entry": entry, "line": line }));
    run.ask("withdraw_own_helpline", json!({ "entry": entry }));
    for form in ["checkin", "card"] {
        run.must(
            "save_draft",
            json!({ "form": form, "body": "{\"words\":1}" }),
        );
        run.must("get_draft", json!({ "form": form }));
    }
    run.must("drop_draft", json!({ "form": "card" }));
    let preferences = json!({
        "private_fields": ["note", "craving"], "words": { "slip": "dip" }, "language": "nl",
        "shared_fields": [{ "space": run.space, "fields": ["stress"] }], "lock_minutes": 1,
        "text_size": "largest"
    });
    if run.space.is_empty() {
        let plain = json!({ "private_fields": [], "shared_fields": [], "words": {} });
        run.must("edit_preferences", plain);
    } else {
        run.must("edit_preferences", preferences);
    }
    run.must("step_back", json!({ "space": null, "until": null }));
    run.must("decline_recovery_code", json!({}));
    run.must("search", look_for("private"));
    run.must("rate_passphrase", json!({ "passphrase": "private" }));
    run.must("suggest_passphrase", json!({ "language": "nl" }));
    run.must("print_page", json!({}));
    run.must("stay", json!({}));
    for name in TABLE.iter().map(|(name, _)| *name) {
        let takes_nothing = name.starts_with("get_") || name.starts_with("list_");
        if takes_nothing && !["get_checkin", "get_draft", "list_checkins"].contains(&name) {
            run.must(name, json!({}));
        }
    }
    run.must("list_checkins", support::all_days());
    run.must("come_back", json!({ "space": null }));
}

/// Does in the shared space what is taken back in the same sitting, or shows only when all have done it.
fn undone(run: &mut Run) {
    let third = run.third.as_ref().map(|third| json!([third.id]));
    if let Some(members) = third {
        let before = run.ask("list_spaces", json!({}));
        let rows = run.ask("propose_space", json!({ "members": members, "name": "Us" }));
        let known: Vec<&Value> = before
            .as_array()
            .unwrap()
            .iter()
            .map(|row| &row["id"])
            .collect();
        let rows = rows.as_array().cloned().unwrap_or_default();
        for row in rows.iter().filter(|row| !known.contains(&&row["id"])) {
            run.must("take_back_space", json!({ "space": row["id"] }));
        }
    }
    let on = run.program.today();
    let shared = json!({ "space": run.space, "answers": { "liked": "Nothing" } });
    let new = json!({ "on": on, "private": null, "shared": shared });
    let saved = run.ask("create_checkin", new);
    let entry = json!({ "entry": saved["shared"] });
    if saved != Value::Null {
        let answers = json!({ "help": "Nothing at all" });
        run.must(
            "edit_checkin",
            json!({ "entry": saved["shared"], "answers": answers }),
        );
        run.must("withdraw_checkin", entry);
    }
    let log = run.program.log();
    let theirs = log.iter().find(|row| row["can_reply"] == true);
    if let Some(theirs) = theirs.filter(|row| row["replies"] == json!([])) {
        let reply = json!({ "entry": theirs["entry"], "answer": "talk" });
        let said = run.must("create_reply", reply);
        let mine = &said["row"]["replies"][0]["entry"];
        run.must("withdraw_reply", json!({ "entry": mine }));
    }
    let spaces = run.ask("list_spaces", json!({}));
    let has_said_yes = spaces
        .as_array()
        .is_some_and(|rows| rows.iter().any(|row| row["has_my_yes_to_close"] == true));
    // When the other has said yes, mine would close the space.
    if !has_said_yes && !run.is_closing {
        run.ask("close_space", run.of_space());
        run.ask("keep_space", run.of_space());
    }
}

/// New keys, in each way one can get them.
fn new_keys(run: &mut Run) {
    let code = spare_key(run, Who::One);
    run.must(
        "lock",
        json!({ "draft": { "form": "checkin", "body": "{}" } }),
    );
    let passphrase = "letter window canal heron";
    let member = run.id(Who::One);
    run.must(
        "use_recovery_code",
        json!({ "member": member, "code": code, "passphrase": passphrase }),
    );
    run.set_passphrase(Who::One, "kettle garden ladder");
    run.must(
        "change_passphrase",
        json!({ "old": passphrase, "passphrase": "kettle garden ladder" }),
    );
    let empty = json!({ "passphrase": "kettle garden ladder", "removes_copies": false });
    run.must("delete_private_space", empty);
}

/// What everybody but one got to see, and the file from outside, as far as it is not the one's own.
fn seen_by_others(run: &Run, with_file: bool) -> Vec<Value> {
    let mut mirror = Mirror::of(run);
    mirror.hides_draws = true;
    let is_for_others = |heard: &&Heard| heard.to != Who::One;
    let heard = run.heard.iter().filter(is_for_others);
    let seen = heard.map(|heard| {
        let mut seen = mirror.heard(heard);
        without_writing(&heard.name, &mut seen);
        if heard.name == "the file" {
            if !with_file {
                // Names of files, and the computer's settings.
                return seen[2]["files"].take();
            }
            if let Some(own) = seen[2]["own"].as_array_mut() {
                own.retain(|rows| rows["id"] != "A");
            }
        }
        seen
    });
    seen.collect()
}

/// Leaves out what says that something was written at all: a copy of the day was made or is due, and the
/// journal's empty file is there. That the file has changed is not hidden, as
/// `the_copy_of_the_day_says_that_somebody_has_written` shows.
fn without_writing(name: &str, seen: &mut Value) {
    match name {
        "work" => {
            let copied = "[Changed(Changed { features: [Backups] })]";
            if seen[3] == copied {
                seen[3] = json!("[]");
            }
        }
        "get_backups" => {
            if let Some(backups) = seen[2].as_object_mut() {
                backups.remove("last_on");
            }
        }
        "the file" => {
            let files = seen[2]["files"].as_object_mut().unwrap();
            files.retain(|name, _| !name.starts_with("backups") && !name.ends_with("-journal"));
            if let Some(settings) = files.get_mut("device.json") {
                for note in ["is_copy_due", "last_copy_on"] {
                    settings["notes"][note].take();
                }
            }
        }
        _ => {}
    }
}

/// Plays a scene with each of the activities, and gives what was done in them.
fn assert_no_difference(scene: &Scene, activities: &[(&str, Activity, bool)]) -> BTreeSet<String> {
    let quiet = Run::play(scene, Cast::default(), None);
    let mut done = BTreeSet::new();
    for (name, activity, with_file) in activities {
        let busy = Run::play(scene, Cast::default(), Some(*activity));
        assert_same(
            &format!("{}, {name}", scene.name),
            &seen_by_others(&quiet, *with_file),
            &seen_by_others(&busy, *with_file),
        );
        let private = busy.heard.into_iter().filter(|it| it.is_private);
        let private: Vec<_> = private.filter(|it| it.reply.is_ok()).collect();
        assert!(!private.is_empty(), "{}, {name}", scene.name);
        done.extend(private.into_iter().map(|it| it.name));
    }
    done
}

/// Commands of somebody alone that others are meant to notice, each with why.
const NOTICED: [(&str, &str); 9] = [
    ("edit_device", "the computer's settings are everybody's"),
    ("edit_member", "the others see one's colour"),
    ("accept_space", "the space opens for all"),
    ("rename_space", "the name is everybody's"),
    ("leave_space", "the others see who is no longer there"),
    ("delete_member", "the others see who is no longer there"),
    ("quit", "the program ends"),
    ("go_on", "what is missing is settled for all"),
    ("close_example", "the sample household has its own people"),
];

#[test]
fn what_one_does_in_private_makes_no_difference_to_anything_the_other_can_see() {
    let mut done = BTreeSet::new();
    for scene in SCENES {
        // On a first evening nobody locks, which is part of getting new keys.
        let fitting = if scene.is_from_nothing {
            &ACTIVITIES[..2]
        } else {
            &ACTIVITIES[..]
        };
        done.extend(assert_no_difference(scene, fitting));
    }
    done.extend(assert_no_difference(
        &UNANSWERED,
        &[("saying no", declining, true)],
    ));
    assert_no_difference(&OPEN, &[("wanting to close", wanting_to_close, false)]);

    // Whatever somebody alone can do was done, or is meant to be noticed.
    let mut missing = Vec::new();
    for (name, allowed) in TABLE {
        let is_noticed = NOTICED.iter().any(|(other, _)| other == name);
        let is_done = done.contains(*name);
        assert!(!(is_noticed && is_done), "{name} is not noticed");
        if allowed.contains('a') && !is_noticed && !is_done {
            missing.push(name);
        }
    }
    assert!(missing.is_empty(), "neither: {missing:?}");
    assert!(NOTICED.iter().all(|(_, why)| !why.is_empty()));
}

/// Says no to whatever is asked.
fn declining(run: &mut Run) {
    let rows = run.ask("list_spaces", json!({}));
    for row in rows.as_array().cloned().unwrap_or_default() {
        if row["state"] == "asked" {
            run.must("decline_space", json!({ "space": row["id"] }));
        }
    }
}

/// Says yes to closing, and leaves it at that.
fn wanting_to_close(run: &mut Run) {
    run.ask("close_space", run.of_space());
}

const UNANSWERED: Scene = Scene {
    name: "asked and not answered",
    is_from_nothing: false,
    play: |run| {
        run.sit(Who::Nobody);
        run.join(Who::Third);
        for (who, others) in [
            (Who::Other, vec![Who::One]),
            (Who::Third, vec![Who::One, Who::Other]),
        ] {
            run.sit(who);
            let members: Vec<String> = others.iter().map(|who| run.id(*who)).collect();
            run.must("propose_space", json!({ "members": members, "name": "Us" }));
        }
        for _ in 0..2 {
            for who in [Who::One, Who::Other, Who::Third, Who::Both] {
                run.sit(who);
                run.look();
            }
        }
    },
};

const OPEN: Scene = Scene {
    name: "nobody has said anything about closing",
    is_from_nothing: false,
    play: |run| {
        run.share();
        for who in [Who::One, Who::Other, Who::Both, Who::One, Who::Other] {
            run.sit(who);
            run.look();
        }
    },
};

#[test]
fn the_copy_of_the_day_says_that_somebody_has_written() {
    let day_off = Scene {
        name: "a day on which the other only looks",
        is_from_nothing: false,
        play: |run| {
            run.share();
            for _ in 0..2 {
                run.sit(Who::Nobody);
                run.wait(24 * 60);
            }
            run.sit(Who::One);
            run.sit(Who::Other);
            run.look();
        },
    };
    let last_copy = |activity: Option<Activity>| {
        let run = Run::play(&day_off, Cast::default(), activity);
        let said = run.heard.into_iter().rfind(|it| it.name == "get_backups");
        said.unwrap().reply.unwrap()["last_on"].clone()
    };
    // Known, and the page on what Hecht cannot hide says so: when the file was changed.
    assert_eq!(last_copy(None), "2026-11-23");
    assert_eq!(last_copy(Some(only_for_oneself)), "2026-11-24");
}

#[test]
fn a_difference_would_be_noticed() {
    let quiet = Run::play(&OPEN, Cast::default(), None);
    let noticed: [Activity; 2] = [
        |run| drop(run.ask("edit_member", json!({ "colour": 5 }))),
        |run| {
            // In the file only: a row in the space of the two.
            run.ask("close_space", run.of_space());
        },
    ];
    for activity in noticed {
        let busy = Run::play(&OPEN, Cast::default(), Some(activity));
        assert_ne!(seen_by_others(&quiet, true), seen_by_others(&busy, true));
    }
}
