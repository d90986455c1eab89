//! The scenes: each a story of two people, told by their parts. Together they use every command that two
//! people can use.

use serde_json::{Value, json};
use support::look_for;

use super::{Run, Scene, Who};
use crate::raw;

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a first evening",
        is_from_nothing: true,
        play: first_evening,
    },
    Scene {
        name: "spaces are proposed",
        is_from_nothing: false,
        play: proposals,
    },
    Scene {
        name: "a space is named and closed",
        is_from_nothing: false,
        play: closing,
    },
    Scene {
        name: "everyday",
        is_from_nothing: false,
        play: everyday,
    },
    Scene {
        name: "what is only for oneself",
        is_from_nothing: false,
        play: for_oneself,
    },
    Scene {
        name: "stepping back",
        is_from_nothing: false,
        play: stepping_back,
    },
    Scene {
        name: "spare keys and new passphrases",
        is_from_nothing: false,
        play: keys,
    },
    Scene {
        name: "together",
        is_from_nothing: false,
        play: together,
    },
    Scene {
        name: "one leaves and the other goes",
        is_from_nothing: false,
        play: leaving,
    },
    Scene {
        name: "the other leaves and one goes",
        is_from_nothing: false,
        play: going,
    },
    Scene {
        name: "the computer's own",
        is_from_nothing: false,
        play: computer,
    },
    Scene {
        name: "something is missing",
        is_from_nothing: false,
        play: missing,
    },
];

/// Both look, each alone, then together.
fn all_look(run: &mut Run) {
    for who in [Who::One, Who::Other, Who::Both, Who::Nobody] {
        run.sit(who);
        run.look();
    }
}

fn state(run: &Run, who: Who) -> Value {
    json!({ "member": run.id(who) })
}

/// From `list_spaces`: those whose state is this.
fn spaces(run: &mut Run, state: &str) -> Vec<Value> {
    let rows = run.ask("list_spaces", json!({}));
    let rows = rows.as_array().cloned().unwrap_or_default();
    rows.into_iter()
        .filter(|row| row["state"] == state)
        .map(|row| json!({ "space": row["id"] }))
        .collect()
}

fn first_evening(run: &mut Run) {
    run.ask("get_state", json!({}));
    run.ask("suggest_passphrase", json!({ "language": "nl" }));
    run.ask("rate_passphrase", json!({ "passphrase": "bread" }));
    for who in [Who::One, Who::Other] {
        run.join(who);
        run.in_private();
        run.look();
    }
    let to_one = state(run, Who::One);
    run.ask_to(Who::One, "pass_keyboard", to_one);
    run.who = Who::One;
    run.in_private();
    let members = json!([run.id(Who::Other)]);
    let rows = run.must("propose_space", json!({ "members": members, "name": null }));
    rows[0]["id"].as_str().unwrap().clone_into(&mut run.space);
    run.look();
    let to_other = state(run, Who::Other);
    run.ask_to(Who::Other, "pass_keyboard", to_other);
    run.who = Who::Other;
    run.must("accept_space", run.of_space());
    run.check_in(Value::Null, Some("Soup"));
    run.look();
    let to_one = state(run, Who::One);
    run.ask_to(Who::One, "pass_keyboard", to_one);
    run.who = Who::One;
    run.in_private();
    run.check_in(json!({ "today": 2 }), Some("Bread"));
    run.look();
    all_look(run);
}

fn proposals(run: &mut Run) {
    let propose = |run: &mut Run, members: &[Who], name: Value| {
        let members: Vec<String> = members.iter().map(|who| run.id(*who)).collect();
        run.must("propose_space", json!({ "members": members, "name": name }))
    };
    // Declined, which looks like no answer, and taken back.
    run.sit(Who::One);
    propose(run, &[Who::Other], Value::Null);
    run.sit(Who::Other);
    run.look();
    let asked = spaces(run, "asked");
    run.must("decline_space", asked[0].clone());
    run.look();
    all_look(run);
    run.sit(Who::One);
    let mine = spaces(run, "waiting");
    run.must("take_back_space", mine[0].clone());
    all_look(run);
    // The other way round, and accepted.
    run.sit(Who::Other);
    propose(run, &[Who::One], json!("Home"));
    run.sit(Who::One);
    let asked = spaces(run, "asked");
    run.must("accept_space", asked[0].clone());
    asked[0]["space"]
        .as_str()
        .unwrap()
        .clone_into(&mut run.space);
    all_look(run);
    // Somebody else is there too: each asks them, and they answer one.
    run.sit(Who::Nobody);
    run.join(Who::Third);
    run.look();
    for who in [Who::One, Who::Other] {
        run.wait(2);
        run.sit(who);
        propose(run, &[Who::Third], json!("Us"));
    }
    run.sit(Who::Other);
    propose(run, &[Who::One, Who::Third], json!("All of us"));
    run.sit(Who::One);
    let asked = spaces(run, "asked");
    run.must("accept_space", asked[0].clone());
    run.sit(Who::Third);
    run.look();
    let asked = spaces(run, "asked");
    assert_eq!(asked.len(), 3);
    run.must("accept_space", asked[2].clone());
    run.look();
    all_look(run);
}

fn closing(run: &mut Run) {
    run.share();
    for (who, name) in [(Who::One, "Kitchen"), (Who::Other, "Canal")] {
        run.sit(who);
        run.check_in(Value::Null, Some("Soup"));
        run.must("rename_space", json!({ "space": run.space, "name": name }));
    }
    all_look(run);
    run.sit(Who::One);
    run.must("close_space", run.of_space());
    all_look(run);
    run.sit(Who::One);
    run.must("keep_space", run.of_space());
    for who in [Who::Other, Who::One] {
        run.sit(who);
        run.look();
        run.must("close_space", run.of_space());
        run.is_closing = true;
        run.look();
    }
    all_look(run);
    run.sit(Who::Other);
    run.ask("keep_space", run.of_space());
    run.ask(
        "rename_space",
        json!({ "space": run.space, "name": "Late" }),
    );
}

fn everyday(run: &mut Run) {
    run.share();
    let mut entries = Vec::new();
    for who in [Who::One, Who::Other, Who::One, Who::Other] {
        run.sit(who);
        run.wait(3);
        run.ask("save_draft", json!({ "form": "checkin", "body": "{}" }));
        run.ask("get_draft", json!({ "form": "checkin" }));
        let entry = run.check_in(
            json!({ "note": "Only for me", "today": 4 }),
            Some("Good soup"),
        );
        let answers = json!({ "liked": "Good hot soup" });
        run.must(
            "edit_checkin",
            json!({ "entry": entry, "answers": answers }),
        );
        run.must("get_checkin", json!({ "entry": entry }));
        for (whose, theirs) in &entries {
            if *whose == who {
                continue;
            }
            let reply = json!({ "entry": theirs, "answer": "talk" });
            let said = run.must("create_reply", reply);
            let mine = said["row"]["replies"].as_array().unwrap().last().unwrap();
            run.must("withdraw_reply", json!({ "entry": mine["entry"] }));
            let reply = json!({ "entry": theirs, "answer": "thank_you" });
            run.must("create_reply", reply);
        }
        run.look();
        entries.push((who, entry));
    }
    // Long after the half hour.
    run.wait(50);
    for (who, entry) in entries.iter().take(2) {
        run.sit(*who);
        let answers = json!({ "liked": "Not so good soup" });
        run.must(
            "edit_checkin",
            json!({ "entry": entry, "answers": answers }),
        );
        run.look();
    }
    all_look(run);
    for (who, entry) in entries.iter().skip(2) {
        run.sit(*who);
        run.must("withdraw_checkin", json!({ "entry": entry }));
        run.ask("search", look_for("soup"));
        run.look();
    }
    // What is somebody else's stays so.
    run.sit(Who::One);
    let (_, theirs) = &entries[1];
    for name in ["edit_checkin", "withdraw_checkin", "withdraw_reply"] {
        run.ask(name, json!({ "entry": theirs, "answers": {} }));
        run.ask(name, json!({ "entry": theirs }));
    }
    all_look(run);
}

fn for_oneself(run: &mut Run) {
    run.share();
    let mut lines = Vec::new();
    for who in [Who::One, Who::Other] {
        run.sit(who);
        run.must(
            "edit_card",
            json!({ "first": "Kettle on", "call": "Marit" }),
        );
        for number in ["06 00 12 34 50", "06 00 12 34 51"] {
            let line = json!({ "name": "Tom", "number": number, "note": null });
            let own = run.must("create_own_helpline", line);
            lines.push(own.as_array().unwrap().last().unwrap()["entry"].clone());
        }
        let at = lines.len();
        let line = json!({ "name": "Anja", "number": null, "note": "After six" });
        let edit = json!({ "entry": lines[at - 1], "line": line });
        run.must("edit_own_helpline", edit);
        let gone = json!({ "entry": lines[at - 2] });
        run.must("withdraw_own_helpline", gone);
        for form in ["checkin", "card"] {
            run.must("save_draft", json!({ "form": form, "body": "{\"a\":1}" }));
        }
        run.must("drop_draft", json!({ "form": "card" }));
        let preferences = json!({
            "private_fields": ["note", "craving"], "words": { "craving": "pull" }, "language": "nl",
            "shared_fields": [{ "space": run.space, "fields": ["stress"] }], "lock_minutes": 2,
            "text_size": "largest"
        });
        run.must("edit_preferences", preferences);
        run.must("decline_recovery_code", json!({}));
        run.must("edit_member", json!({ "colour": 5 }));
        run.look();
    }
    all_look(run);
    // Not the other's.
    run.sit(Who::Other);
    let line = json!({ "name": "x", "number": null, "note": null });
    run.ask(
        "edit_own_helpline",
        json!({ "entry": lines[1], "line": line }),
    );
    run.ask("withdraw_own_helpline", json!({ "entry": lines[1] }));
    all_look(run);
}

fn stepping_back(run: &mut Run) {
    run.share();
    let steps = [
        json!({ "space": run.space, "until": "2026-11-24" }),
        json!({ "space": null, "until": null }),
    ];
    for step in &steps {
        for who in [Who::Other, Who::One] {
            run.sit(who);
            run.check_in(Value::Null, Some("Soup"));
            run.must("step_back", step.clone());
            run.look();
        }
        all_look(run);
    }
    run.wait(3 * 24 * 60);
    all_look(run);
    for who in [Who::One, Who::Other] {
        run.sit(who);
        run.must("come_back", json!({ "space": null }));
        run.look();
    }
    all_look(run);
}

/// A spare key, made and confirmed by whoever sits there.
pub(super) fn spare_key(run: &mut Run, who: Who) -> Value {
    let made = run.must(
        "make_recovery_code",
        json!({ "passphrase": run.passphrase(who) }),
    );
    let at = usize::try_from(made["asks_group"].as_u64().unwrap()).unwrap() - 1;
    let group = made["code"].as_str().unwrap().split('-').nth(at).unwrap();
    run.must("confirm_recovery_code", json!({ "group": group }));
    made["code"].clone()
}

fn keys(run: &mut Run) {
    run.share();
    for who in [Who::One, Who::Other] {
        run.sit(who);
        run.check_in(json!({ "note": "Mine" }), Some("Soup"));
        let wrong = json!({ "old": "nothing like it", "passphrase": "x y z" });
        run.ask("change_passphrase", wrong);
        let new = json!({ "old": run.passphrase(who), "passphrase": "letter window canal heron" });
        run.must("change_passphrase", new);
        run.set_passphrase(who, "letter window canal heron");
        run.look();
        let code = spare_key(run, who);
        run.look();
        run.sit(Who::Nobody);
        let request = json!({ "member": run.id(who), "code": "AAAA-AAAA", "passphrase": "x" });
        run.ask("use_recovery_code", request);
        let request =
            json!({ "member": run.id(who), "code": code, "passphrase": "kettle garden ladder" });
        run.set_passphrase(who, "kettle garden ladder");
        let state = run.ask_to(who, "use_recovery_code", request);
        assert_ne!(state, Value::Null);
        run.who = who;
        run.work();
        run.look();
        all_look(run);
    }
}

fn together(run: &mut Run) {
    run.share();
    run.sit(Who::Both);
    run.look();
    run.must("stay", json!({}));
    for turn in [
        json!(run.id(Who::One)),
        json!(run.id(Who::Other)),
        Value::Null,
    ] {
        run.must("set_turn", json!({ "member": turn }));
        run.wait(2);
        let entry = run.check_in(Value::Null, Some("Our soup"));
        run.must("get_checkin", json!({ "entry": entry }));
        let answers = json!({ "liked": "Our good soup" });
        run.must(
            "edit_checkin",
            json!({ "entry": entry, "answers": answers }),
        );
        run.must("search", look_for("good"));
        run.look();
    }
    let log = run.program.log();
    // Each withdraws what was said in their own turn.
    for (row, who) in log.iter().zip([Who::One, Who::Other]) {
        run.sit(who);
        run.look();
        run.must("withdraw_checkin", json!({ "entry": row["entry"] }));
    }
    all_look(run);
    // What is unfinished is kept for whoever has the turn.
    run.sit(Who::Both);
    for who in [Who::One, Who::Other] {
        run.must("set_turn", json!({ "member": run.id(who) }));
        run.ask(
            "save_draft",
            json!({ "form": "checkin:together", "body": "{}" }),
        );
        run.ask("get_draft", json!({ "form": "checkin:together" }));
    }
    for who in [Who::One, Who::Other] {
        run.sit(who);
        run.ask("get_draft", json!({ "form": "checkin:together" }));
    }
    all_look(run);
}

/// A space of the two with a few words of each in it.
fn shared_days(run: &mut Run) {
    run.share();
    for who in [Who::One, Who::Other] {
        run.wait(2);
        run.sit(who);
        run.check_in(json!({ "note": "Mine" }), Some("Soup"));
    }
    run.wait(2);
    run.sit(Who::Both);
    run.check_in(Value::Null, Some("Our soup"));
}

fn erasing(run: &Run, who: Who, words: &str) -> Value {
    json!({ "passphrase": run.passphrase(who), "words": words, "removes_copies": true })
}

fn leaving(run: &mut Run) {
    shared_days(run);
    run.sit(Who::One);
    run.must(
        "leave_space",
        json!({ "space": run.space, "words": "stay" }),
    );
    run.look();
    for who in [Who::Other, Who::One] {
        run.sit(who);
        run.look();
        let wrong = json!({ "passphrase": "nothing like it", "removes_copies": false });
        run.ask("delete_private_space", wrong);
        let empty = json!({ "passphrase": run.passphrase(who), "removes_copies": false });
        run.must("delete_private_space", empty);
        run.look();
    }
    // There can be another space of the two.
    run.share();
    run.sit(Who::Other);
    run.check_in(Value::Null, Some("Another soup"));
    all_look(run);
    run.sit(Who::Other);
    let erase = erasing(run, Who::Other, "stay");
    run.ask_to(Who::Nobody, "delete_member", erase);
    run.who = Who::Nobody;
    run.look();
    run.sit(Who::One);
    run.look();
}

fn going(run: &mut Run) {
    shared_days(run);
    run.sit(Who::Other);
    run.must(
        "leave_space",
        json!({ "space": run.space, "words": "withdraw" }),
    );
    run.look();
    run.sit(Who::One);
    run.look();
    let wrong = json!({ "passphrase": "nothing like it", "words": "stay", "removes_copies": true });
    run.ask("delete_member", wrong);
    let erase = erasing(run, Who::One, "withdraw");
    run.ask_to(Who::Nobody, "delete_member", erase);
    run.who = Who::Nobody;
    run.look();
    run.sit(Who::Other);
    run.look();
}

fn computer(run: &mut Run) {
    run.share();
    let settings = [
        json!({ "language": "nl", "theme": "dark", "text_size": null }),
        json!({ "lock_alone_minutes": 2, "lock_together_minutes": 10 }),
        json!({ "is_blurred_behind": true, "is_content_protected": false }),
        json!({ "language": "en", "theme": "light", "text_size": "large" }),
    ];
    let sittings = [Who::Nobody, Who::One, Who::Other, Who::Both];
    for (who, settings) in sittings.into_iter().zip(settings) {
        run.sit(who);
        run.must("edit_device", settings);
        for name in ["print_page", "stay", "lock"] {
            if name != "lock" || who == Who::Nobody {
                run.ask(name, json!({}));
            }
        }
        run.must("suggest_passphrase", json!({ "language": "en" }));
        run.must(
            "rate_passphrase",
            json!({ "passphrase": "letter window canal" }),
        );
        run.look();
        run.ask_to(Who::Nobody, "quit", json!({}));
        run.who = Who::Nobody;
        run.look();
    }
    // Wrong tries, and what they cost.
    run.sit(Who::Nobody);
    for who in [Who::One, Who::Other] {
        for _ in 0..6 {
            let people = json!([{ "member": run.id(who), "passphrase": "nothing like it" }]);
            run.ask("unlock", json!({ "people": people }));
        }
        run.look();
        run.wait(2);
    }
    // Nobody touches anything.
    for who in [Who::One, Who::Other, Who::Both] {
        run.sit(who);
        for minutes in [1, 5, 40] {
            run.idle(minutes);
            run.ask("get_state", json!({}));
            run.look();
        }
    }
    all_look(run);
}

/// A row of the shared space goes, as by a fault of the disk: both are told, and one goes on.
fn missing(run: &mut Run) {
    run.share();
    let rows = |run: &Run| {
        let of_space = raw::bytes(&run.space).to_vec();
        let rows = raw::rows(&run.program.folder.copied());
        let rows = rows
            .into_iter()
            .filter(move |(space, ..)| *space == of_space);
        rows.map(|(_, id, _)| id).collect::<Vec<_>>()
    };
    run.sit(Who::One);
    let before = rows(run);
    run.check_in(Value::Null, Some("Lost"));
    let after = rows(run);
    let lost = after
        .iter()
        .find(|id| !before.contains(id))
        .unwrap()
        .clone();
    for who in [Who::One, Who::Other] {
        run.sit(who);
        run.check_in(Value::Null, Some("Soup"));
    }
    run.restart(|folder| {
        raw::change_one(folder, "DELETE FROM record WHERE id = ?1", [lost]);
    });
    all_look(run);
    for who in [Who::Other, Who::One] {
        run.sit(who);
        run.look();
        let on = json!({ "space": run.space, "member": null });
        run.ask("go_on", on);
        run.look();
    }
    all_look(run);
}
