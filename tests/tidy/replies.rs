//! The replies that the page's tests replay, recorded from the real core on a small household with a
//! fixed clock and known randomness: one file for each scene, from command to reply. A refusal is
//! `{"$error": …}`; several replies in turn are `{"$list": […]}`.

use serde_json::{Map, Value, json};
use support::{DAY, MINUTE, Person, Program, all_days, look_for};

use crate::tree::same_or_write;

#[derive(Default)]
struct Scene(Map<String, Value>);

impl Scene {
    /// Runs a command and keeps what it gave.
    fn ask(&mut self, program: &mut Program, name: &str, request: Value) -> Value {
        let mut outcome = match hecht_core::call::call(&mut program.session, name, request) {
            Ok(reply) => reply,
            Err(error) => json!({ "$error": error.body() }),
        };
        if name == "get_backups" {
            // The folder of the test has another name each time.
            outcome["folder"] = json!("/data/hecht/backups");
        }
        let all = match self.0.remove(name) {
            None => outcome.clone(),
            Some(mut former) => match former.get_mut("$list").and_then(Value::as_array_mut) {
                Some(list) => {
                    list.push(outcome.clone());
                    former
                }
                None => json!({ "$list": [former, outcome] }),
            },
        };
        self.0.insert(name.to_owned(), all);
        outcome
    }

    fn keep(self, name: &str) {
        let value = sorted(Value::Object(self.0));
        let text = serde_json::to_string_pretty(&value).unwrap() + "\n";
        same_or_write(&format!("tests/fixtures/replies/{name}.json"), &text);
    }
}

/// Keys in order, whichever map another package has chosen for the whole build.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut pairs: Vec<_> = map.into_iter().collect();
            pairs.sort_by(|one, two| one.0.cmp(&two.0));
            let pairs = pairs.into_iter().map(|(key, value)| (key, sorted(value)));
            Value::Object(pairs.collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(sorted).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

#[test]
fn bindings_replies_of_a_new_household_and_its_first_evening() {
    let mut program = Program::new();
    let mut new = Scene::default();
    new.ask(&mut program, "get_state", json!({}));
    new.ask(&mut program, "list_helplines", json!({}));
    new.ask(
        &mut program,
        "suggest_passphrase",
        json!({ "language": "en" }),
    );
    for passphrase in ["robin", "correct lantern orchard velvet"] {
        new.ask(
            &mut program,
            "rate_passphrase",
            json!({ "passphrase": passphrase }),
        );
    }
    new.ask(
        &mut program,
        "add_member",
        json!({ "name": " ", "colour": 1, "passphrase": "kettle canal heron bread" }),
    );
    new.ask(&mut program, "print_page", json!({}));
    new.ask(&mut program, "quit", json!({}));
    new.keep("new");

    let robin = program.add("Robin");
    let mut alone = Scene::default();
    alone.ask(&mut program, "get_state", json!({}));
    alone.ask(&mut program, "get_today", json!({}));
    alone.ask(&mut program, "list_spaces", json!({}));
    alone.ask(&mut program, "get_preferences", json!({}));
    alone.ask(&mut program, "list_checkins", all_days());
    alone.keep("setup-alone");

    let sam = program.add("Sam");
    let mut two = Scene::default();
    two.ask(&mut program, "get_state", json!({}));
    two.ask(&mut program, "pass_keyboard", json!({ "member": robin.id }));
    let spaces = two.ask(
        &mut program,
        "propose_space",
        json!({ "members": [sam.id], "name": null }),
    );
    let space = spaces[0]["id"].clone();
    two.ask(&mut program, "pass_keyboard", json!({ "member": sam.id }));
    two.ask(&mut program, "list_spaces", json!({}));
    two.ask(&mut program, "get_today", json!({}));
    two.ask(&mut program, "accept_space", json!({ "space": space }));
    two.ask(&mut program, "get_preferences", json!({}));
    two.ask(&mut program, "get_draft", json!({ "form": "checkin" }));
    two.ask(
        &mut program,
        "create_checkin",
        json!({ "on": "2026-11-22", "private": null, "shared": { "space": space, "answers": { "liked": "You cooked.", "help": "A quiet start." } } }),
    );
    two.ask(&mut program, "list_checkins", all_days());
    two.keep("setup-together");
}

struct Home {
    program: Program,
    robin: Person,
    sam: Person,
    noa: Person,
    /// Of Robin and Sam, open.
    space: String,
    /// Sam's shared entry of yesterday, changed later, with an answer of Robin.
    changed: String,
    /// Robin's private entry of today.
    own: String,
}

/// Three people; Robin and Sam share a space, Noa has asked Robin for another; a few days of entries.
fn home() -> Home {
    let mut program = Program::new();
    program.wait(-6 * DAY);
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    let noa = program.add("Noa");
    let space = program.share(&[&robin, &sam]);

    program.sit(&[&robin]);
    program.check_in(
        json!({ "today": 2, "moods": ["tired", "tense"], "note": "Slept badly. The café on the corner was closed." }),
        Some((&space, json!({ "liked": "That you drove me." }))),
    );
    program.wait(2 * DAY);
    program.sit(&[&sam]);
    program.check_in(
        json!({ "today": 3, "note": "Only mine." }),
        Some((
            &space,
            json!({ "liked": "Coffee together, before work.", "help": "Ten minutes outside." }),
        )),
    );
    program.wait(DAY);
    program.sit(&[&robin, &sam]);
    program.check_in(
        Value::Null,
        Some((&space, json!({ "liked": "We laughed about the tent." }))),
    );
    program.wait(2 * DAY);
    program.sit(&[&sam]);
    let (_, changed) = program.check_in(
        Value::Null,
        Some((
            &space,
            json!({ "liked": "You called.", "help": "Hearing when you are later." }),
        )),
    );
    program.wait(45 * MINUTE);
    program.call(
        "edit_checkin",
        json!({ "entry": changed, "answers": { "liked": "You called from the café.", "help": "Hearing when you are later.", "closeness": 4 } }),
    );
    program.sit(&[&robin]);
    program.call(
        "create_reply",
        json!({ "entry": changed, "answer": "thank_you" }),
    );
    program.wait(DAY - 45 * MINUTE);
    program.sit(&[&noa]);
    program.call(
        "propose_space",
        json!({ "members": [robin.id], "name": "Sunday lunch" }),
    );
    program.sit(&[&robin]);
    let (own, _) = program.check_in(
        json!({ "today": 4, "moods": ["calm", "hopeful"], "note": "Walked to the café and back.", "sleep": 4, "craving": 2 }),
        None,
    );
    program.call(
        "create_checkin",
        json!({ "on": "2026-11-20", "private": null, "shared": { "space": space, "answers": { "help": "An early night." } } }),
    );
    program.call(
        "edit_preferences",
        json!({ "language": "en", "text_size": null, "private_fields": ["today", "mood", "note", "craving", "sleep"], "shared_fields": [{ "space": space, "fields": ["closeness"] }], "words": { "craving": "pull", "slip": null, "use": null } }),
    );
    program.lock();
    Home {
        program,
        robin,
        sam,
        noa,
        space,
        changed,
        own,
    }
}

/// The card and the own help lines, first without anything in them.
fn hard_times(alone: &mut Scene, program: &mut Program) {
    alone.ask(program, "get_card", json!({}));
    alone.ask(
        program,
        "edit_card",
        json!({
            "first": "Kettle on, and twenty minutes by the kitchen clock.\nIt goes over every time.",
            "call": "Tom from the group 06 00 12 34 51\nMarit, until nine: 0031 600 123 452\nMy neighbour at 14",
            "ask": "Sit with me and talk about something else.",
            "go": "The bench at the lock.",
        }),
    );
    alone.ask(program, "get_card", json!({}));
    alone.ask(program, "list_own_helplines", json!({}));
    let mut lines = Value::Null;
    for line in [
        json!({ "name": "The group", "number": "06 00 12 34 54", "note": "Anja answers after six." }),
        json!({ "name": "Dr Willems", "number": "0600 123 455", "note": null }),
    ] {
        lines = alone.ask(program, "create_own_helpline", line);
    }
    alone.ask(program, "list_own_helplines", json!({}));
    alone.ask(
        program,
        "edit_own_helpline",
        json!({ "entry": lines[1]["entry"], "line": { "name": "Dr Willems", "number": "0600 123 455", "note": "Mornings." } }),
    );
    alone.ask(
        program,
        "withdraw_own_helpline",
        json!({ "entry": lines[1]["entry"] }),
    );
}

#[test]
fn bindings_replies_of_one_person_alone() {
    let mut home = home();
    let program = &mut home.program;
    // Locked once more, so that the first copy is there.
    program.finish_work();
    program.sit(&[&home.robin]);
    program.finish_work();
    let mut alone = Scene::default();
    for name in [
        "get_backups",
        "stay",
        "get_state",
        "get_today",
        "list_spaces",
        "get_preferences",
        "get_recovery",
        "list_helplines",
    ] {
        alone.ask(program, name, json!({}));
    }
    alone.ask(program, "list_checkins", all_days());
    alone.ask(program, "get_checkin", json!({ "entry": home.changed }));
    alone.ask(program, "search", look_for("cafe"));
    alone.ask(program, "get_draft", json!({ "form": "checkin" }));
    let draft = r#"{"on":"2026-11-22","note":"Half a sentence"}"#;
    alone.ask(
        program,
        "save_draft",
        json!({ "form": "checkin", "body": draft }),
    );
    alone.ask(program, "get_draft", json!({ "form": "checkin" }));
    alone.ask(program, "drop_draft", json!({ "form": "checkin" }));
    alone.ask(
        program,
        "create_checkin",
        json!({ "on": "2026-11-22", "private": { "today": 3 }, "shared": { "space": home.space, "answers": { "liked": "Soup." } } }),
    );
    alone.ask(
        program,
        "edit_checkin",
        json!({ "entry": home.own, "answers": { "today": 5, "note": "Walked to the café and back." } }),
    );
    let replied = alone.ask(
        program,
        "create_reply",
        json!({ "entry": home.changed, "answer": "talk" }),
    );
    alone.ask(
        program,
        "withdraw_reply",
        json!({ "entry": replied["row"]["replies"][0]["entry"] }),
    );
    alone.ask(program, "withdraw_checkin", json!({ "entry": home.own }));
    let preferences = program.call("get_preferences", json!({}));
    alone.ask(program, "edit_preferences", preferences);
    hard_times(&mut alone, program);
    let asked = program.call("get_today", json!({}))["asked"][0]["id"].clone();
    alone.ask(program, "accept_space", json!({ "space": asked }));
    let code = alone.ask(
        program,
        "make_recovery_code",
        json!({ "passphrase": home.robin.passphrase }),
    );
    let group = usize::try_from(code["asks_group"].as_u64().unwrap()).unwrap();
    let typed = code["code"]
        .as_str()
        .unwrap()
        .split('-')
        .nth(group - 1)
        .unwrap();
    alone.ask(program, "confirm_recovery_code", json!({ "group": typed }));
    let new = "gravel piano tulip snow";
    alone.ask(
        program,
        "change_passphrase",
        json!({ "old": home.robin.passphrase, "passphrase": new }),
    );
    alone.ask(program, "decline_recovery_code", json!({}));
    alone.ask(program, "edit_device", json!({ "theme": "dark" }));
    of_spaces(&mut alone, program, &home.space);
    alone.ask(
        program,
        "delete_private_space",
        json!({ "passphrase": new, "removes_copies": false }),
    );
    alone.ask(program, "lock", json!({ "draft": null }));
    new.clone_into(&mut home.robin.passphrase);
    program.sit(&[&home.robin]);
    alone.ask(
        program,
        "delete_member",
        json!({ "passphrase": new, "words": "stay", "removes_copies": false }),
    );
    alone.keep("alone");
}

/// What the page of a space asks for, up to leaving it.
fn of_spaces(scene: &mut Scene, program: &mut Program, space: &str) {
    scene.ask(program, "get_steps_back", json!({}));
    scene.ask(
        program,
        "step_back",
        json!({ "space": space, "until": "2026-12-06" }),
    );
    scene.ask(program, "come_back", json!({ "space": space }));
    let name = json!({ "space": space, "name": "Home" });
    scene.ask(program, "rename_space", name);
    scene.ask(program, "close_space", json!({ "space": space }));
    scene.ask(program, "keep_space", json!({ "space": space }));
    scene.ask(
        program,
        "leave_space",
        json!({ "space": space, "words": "stay" }),
    );
}

#[test]
fn bindings_replies_of_one_person_who_has_stepped_back_from_everything() {
    let mut home = home();
    let program = &mut home.program;
    program.sit(&[&home.robin]);
    program.finish_work();
    let mut quiet = Scene::default();
    quiet.ask(
        program,
        "step_back",
        json!({ "space": null, "until": null }),
    );
    quiet.ask(program, "get_state", json!({}));
    let today = quiet.ask(program, "get_today", json!({}));
    assert_eq!(today["is_quiet"], json!(true));
    quiet.ask(program, "list_spaces", json!({}));
    quiet.ask(program, "get_steps_back", json!({}));
    quiet.ask(program, "come_back", json!({ "space": null }));
    quiet.ask(program, "get_today", json!({}));
    quiet.keep("quiet");
}

#[test]
fn bindings_replies_of_those_who_stay_when_somebody_has_gone() {
    let mut home = home();
    let program = &mut home.program;
    let three = program.share(&[&home.robin, &home.sam, &home.noa]);
    program.sit(&[&home.sam]);
    program.check_in(
        Value::Null,
        Some((&three, json!({ "liked": "The soup that Noa made." }))),
    );
    program.call(
        "delete_member",
        json!({ "passphrase": home.sam.passphrase, "words": "stay", "removes_copies": false }),
    );
    program.sit(&[&home.robin]);
    program.finish_work();
    let mut left = Scene::default();
    for name in [
        "get_state",
        "get_today",
        "list_spaces",
        "get_steps_back",
        "get_preferences",
    ] {
        left.ask(program, name, json!({}));
    }
    left.ask(program, "list_checkins", all_days());
    left.keep("left");
}

#[test]
fn bindings_replies_of_a_locked_household() {
    let mut home = home();
    let program = &mut home.program;
    let mut locked = Scene::default();
    locked.ask(program, "get_state", json!({}));
    locked.ask(program, "list_helplines", json!({}));
    locked.ask(
        program,
        "edit_device",
        json!({ "language": "nl", "theme": "light", "text_size": "large" }),
    );
    for passphrase in ["not hers", home.noa.passphrase.as_str()] {
        let people = json!([{ "member": home.noa.id, "passphrase": passphrase }]);
        locked.ask(program, "unlock", json!({ "people": people }));
    }
    program.lock();
    locked.ask(
        program,
        "use_recovery_code",
        json!({ "member": home.noa.id, "code": "0000", "passphrase": "kettle canal heron bread" }),
    );
    // Three wrong ones are free; the next says how long to wait, and so does one more within that time.
    for _ in 0..4 {
        let people = json!([{ "member": home.noa.id, "passphrase": "not hers" }]);
        locked.ask(program, "unlock", json!({ "people": people }));
    }
    locked.keep("locked");
}

#[test]
fn bindings_replies_of_several_people_together() {
    let mut home = home();
    let program = &mut home.program;
    program.sit(&[&home.robin, &home.sam]);
    program.finish_work();
    let mut together = Scene::default();
    for name in [
        "get_backups",
        "stay",
        "get_state",
        "get_today",
        "list_spaces",
        "get_preferences",
        "get_recovery",
    ] {
        together.ask(program, name, json!({}));
    }
    together.ask(program, "set_turn", json!({ "member": home.robin.id }));
    together.ask(program, "get_draft", json!({ "form": "checkin:together" }));
    together.ask(program, "get_card", json!({}));
    together.ask(program, "list_own_helplines", json!({}));
    together.ask(program, "list_checkins", all_days());
    together.ask(program, "get_checkin", json!({ "entry": home.changed }));
    together.ask(program, "search", look_for("cafe"));
    together.ask(
        program,
        "create_checkin",
        json!({ "on": "2026-11-22", "private": null, "shared": { "space": home.space, "answers": { "liked": "The market, the three of us." } } }),
    );
    together.ask(program, "list_checkins", all_days());
    together.keep("together");
}

#[test]
fn bindings_replies_of_a_household_that_is_not_opened() {
    let home = home();
    let second = Program::open(home.program.folder.clone(), 9);
    let mut second = second;
    let mut refused = Scene::default();
    refused.ask(&mut second, "get_state", json!({}));
    refused.ask(&mut second, "check_again", json!({}));
    refused.ask(&mut second, "list_helplines", json!({}));
    refused.keep("refused");
}

#[test]
fn bindings_replies_of_a_space_in_which_something_is_missing() {
    let home = home();
    let folder = home.program.folder.copied();
    let file = rusqlite::Connection::open(folder.file()).unwrap();
    // Which of the rows it is does not matter.
    let gone = file.execute(
        "DELETE FROM record WHERE hex(space) = upper(?1) AND id = (SELECT max(id) FROM record WHERE hex(space) = upper(?1))",
        [&home.space],
    );
    assert_eq!(gone, Ok(1));
    drop(file);
    let mut program = Program::open(folder, 9);
    program.sit(&[&home.robin]);
    program.finish_work();
    let mut damaged = Scene::default();
    damaged.ask(&mut program, "get_state", json!({}));
    damaged.ask(&mut program, "list_spaces", json!({}));
    let today = damaged.ask(&mut program, "get_today", json!({}));
    assert_eq!(today["damaged"], json!([home.space]));
    damaged.ask(&mut program, "list_checkins", all_days());
    damaged.ask(&mut program, "go_on", json!({ "space": home.space }));
    damaged.ask(&mut program, "get_preferences", json!({}));
    damaged.ask(&mut program, "get_steps_back", json!({}));
    damaged.keep("damaged");
}

#[test]
fn bindings_replies_of_refusals_that_a_form_shows() {
    let mut home = home();
    let program = &mut home.program;
    program.sit(&[&home.robin]);
    let mut errors = Scene::default();
    let empty = json!({ "on": "2026-11-22", "private": { "note": " " }, "shared": null });
    errors.ask(program, "create_checkin", empty);
    let tomorrow = json!({ "on": "2026-11-23", "private": { "note": "x" }, "shared": null });
    errors.ask(program, "create_checkin", tomorrow);
    errors.ask(
        program,
        "edit_checkin",
        json!({ "entry": home.changed, "answers": { "liked": "x" } }),
    );
    errors.ask(
        program,
        "get_checkin",
        json!({ "entry": "00000000000000000000000000000000" }),
    );
    errors.ask(
        program,
        "propose_space",
        json!({ "members": [], "name": null }),
    );
    errors.ask(
        program,
        "propose_space",
        json!({ "members": [home.sam.id], "name": null }),
    );
    errors.ask(
        program,
        "make_recovery_code",
        json!({ "passphrase": "not mine" }),
    );
    errors.ask(program, "confirm_recovery_code", json!({ "group": "ABCD" }));
    let long = "x".repeat(2_001);
    errors.ask(program, "edit_card", json!({ "ask": long }));
    errors.ask(
        program,
        "create_own_helpline",
        json!({ "name": null, "number": null, "note": "Only a note." }),
    );
    program.lock();
    errors.ask(program, "list_checkins", all_days());
    errors.ask(
        program,
        "add_member",
        json!({ "name": "robin", "colour": 2, "passphrase": "kettle canal heron bread" }),
    );
    errors.keep("errors");
}
