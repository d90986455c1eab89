//! Erasing what is one's own: afterwards nothing of it is in the file, and the others lose nothing of
//! theirs.

use hecht_core::ErrorCode;
use hecht_core::household::CommitFault;
use serde_json::{Value, json};
use support::{Person, Program, couple};

use crate::damage::{damaged, notes};
use crate::raw;

fn count(folder: &support::Folder, table: &str, column: &str, id: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table} WHERE {column} = ?1");
    let count = raw::sql(folder).query_row(&sql, [raw::bytes(id)], |row| row.get(0));
    count.unwrap()
}

fn write(program: &mut Program, space: &str, person: &Person) {
    program.sit(&[person]);
    let text = person.name;
    program.check_in(
        json!({ "note": text }),
        Some((space, json!({ "liked": text }))),
    );
}

#[test]
fn emptying_the_private_space_leaves_nothing_private_and_everything_shared() {
    let (mut program, robin, sam, space) = couple();
    for person in [&robin, &sam] {
        write(&mut program, &space, person);
    }
    program.sit(&[&robin]);
    for number in 0..150 {
        program.check_in(json!({ "note": format!("{number}") }), None);
    }
    program.call("save_draft", json!({ "form": "checkin", "body": "{}" }));
    let size = std::fs::metadata(program.folder.file()).unwrap().len();
    let old = raw::rows(&program.folder.copied());
    assert_eq!(
        program.try_call(
            "delete_private_space",
            json!({ "passphrase": "not mine", "removes_copies": false })
        ),
        Err(ErrorCode::WrongPassphrase)
    );
    let state = program.call(
        "delete_private_space",
        json!({ "passphrase": robin.passphrase, "removes_copies": true }),
    );
    assert_eq!(state["present"], json!([robin.id]));
    for seed in [61, 62] {
        program = program.restart(seed);
        assert_eq!(damaged(&mut program, &robin), Vec::<String>::new());
        assert_eq!(notes(&mut program, "note"), Vec::<String>::new());
        assert_eq!(notes(&mut program, "liked"), ["Robin", "Sam"]);
        assert_eq!(
            program.call("get_draft", json!({ "form": "checkin" })),
            Value::Null
        );
        program.check_in(json!({ "today": 3 }), None);
        assert_eq!(damaged(&mut program, &sam), Vec::<String>::new());
        assert_eq!(notes(&mut program, "note"), ["Sam"]);
    }
    program.lock();
    let folder = program.end();
    // No sealed byte of the rows that went is anywhere in the file.
    let private = raw::bytes(&robin.id);
    let bytes = std::fs::read(folder.file()).unwrap();
    let gone: Vec<_> = old.iter().filter(|(space, ..)| *space == private).collect();
    assert!(gone.len() > 40);
    for (_, _, body) in gone {
        let start = body.first_chunk::<24>().unwrap();
        assert!(!bytes.windows(24).any(|window| window == start));
    }
    assert!(
        std::fs::metadata(folder.file()).unwrap().len() < size,
        "the file is shorter"
    );
}

#[test]
fn who_deletes_themselves_is_gone_and_the_others_lose_nothing_of_theirs() {
    for words in ["stay", "withdraw"] {
        let mut program = Program::new();
        let robin = program.add("Robin");
        let sam = program.add("Sam");
        let noa = program.add("Noa");
        let space = program.share(&[&robin, &sam, &noa]);
        let pair = program.share(&[&robin, &sam]);
        program.sit(&[&robin]);
        program.call(
            "propose_space",
            json!({ "members": [noa.id], "name": null }),
        );
        program.sit(&[&noa]);
        program.call(
            "propose_space",
            json!({ "members": [sam.id], "name": null }),
        );
        for person in [&robin, &sam] {
            write(&mut program, &space, person);
            write(&mut program, &pair, person);
        }
        let delete = |passphrase: &str| json!({ "passphrase": passphrase, "words": words, "removes_copies": false });
        program.sit(&[&sam]);
        assert_eq!(
            program.try_call("delete_member", delete("no")),
            Err(ErrorCode::WrongPassphrase)
        );
        let state = program.call("delete_member", delete(&sam.passphrase));
        assert_eq!(state["phase"], "locked");
        assert_eq!(state["members"].as_array().map(Vec::len), Some(2));

        for person in [&robin, &noa] {
            program = program.restart(63);
            assert_eq!(damaged(&mut program, person), Vec::<String>::new());
            program.finish_work();
            let stays = if words == "stay" { 1 } else { 0 };
            let pairs = if person == &robin { 1 + stays } else { 0 };
            assert_eq!(
                notes(&mut program, "liked").len(),
                1 + stays + pairs,
                "{words}"
            );
            let state = program.call("get_state", json!({}));
            assert_eq!(state["former"][0]["name"], "Sam");
            assert_eq!(
                program.call("get_today", json!({}))["changed_keys"],
                json!([])
            );
        }
        let again = program.call("list_spaces", json!({}));
        let asked = again
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["state"] == "asked");
        assert!(
            asked
                .into_iter()
                .all(|row| row["members"] == json!([robin.id, noa.id]))
        );
        program.lock();
        let folder = program.end();
        for (table, column) in [
            ("member", "id"),
            ("slot", "member"),
            ("space_key", "member"),
            ("record", "space"),
            ("head", "space"),
        ] {
            assert_eq!(count(&folder, table, column, &sam.id), 0, "{table}");
        }
    }
}

#[test]
fn when_the_last_person_goes_the_file_goes_and_a_new_household_can_begin() {
    let (mut program, robin, sam, space) = couple();
    for person in [&robin, &sam] {
        write(&mut program, &space, person);
    }
    for person in [&robin, &sam] {
        program.sit(&[person]);
        program.call(
            "delete_member",
            json!({ "passphrase": person.passphrase, "words": "withdraw", "removes_copies": true }),
        );
    }
    let state = program.call("get_state", json!({}));
    assert_eq!(state["phase"], "new");
    assert!(!program.folder.file().exists());
    let mut program = program.restart(64);
    assert_eq!(program.call("get_state", json!({}))["phase"], "new");
    program.add("Kim");
    assert_eq!(program.log(), Vec::<Value>::new());
}

#[test]
fn copies_go_only_when_somebody_wants_it_and_nothing_else_goes_with_them() {
    for removes in [false, true] {
        let (mut program, robin, _, space) = couple();
        write(&mut program, &space, &robin);
        program.lock();
        program.finish_work();
        let backups = program.folder.path().join("backups");
        std::fs::write(backups.join("holiday.hecht"), "mine").unwrap();
        assert_eq!(std::fs::read_dir(&backups).unwrap().count(), 2);
        program.sit(&[&robin]);
        program.call(
            "delete_private_space",
            json!({ "passphrase": robin.passphrase, "removes_copies": removes }),
        );
        let left = if removes { 1 } else { 2 };
        assert_eq!(std::fs::read_dir(&backups).unwrap().count(), left);
        assert!(backups.join("holiday.hecht").exists());
    }
}

#[test]
fn a_proposal_to_somebody_who_goes_leaves_nothing_broken_behind() {
    let mut program = Program::new();
    let [robin, sam, noa] = ["Robin", "Sam", "Noa"].map(|name| program.add(name));
    let mut robin = robin;
    program.sit(&[&noa]);
    let members = json!([robin.id, sam.id]);
    program.call("propose_space", json!({ "members": members, "name": null }));
    program.sit(&[&sam]);
    let request = json!({ "passphrase": sam.passphrase, "words": "stay", "removes_copies": false });
    program.call("delete_member", request);
    crate::keys::change(&mut program, &mut robin, "letter window canal heron");
    for seed in [92, 93] {
        program = program.restart(seed);
        for person in [&robin, &noa] {
            assert_eq!(damaged(&mut program, person), Vec::<String>::new());
        }
    }
    program.call(
        "propose_space",
        json!({ "members": [robin.id], "name": null }),
    );
}

#[test]
fn what_was_erased_is_gone_although_the_file_cannot_be_made_shorter() {
    for name in ["delete_private_space", "delete_member"] {
        let (mut program, robin, sam, space) = couple();
        for person in [&robin, &sam] {
            write(&mut program, &space, person);
        }
        program.lock();
        program.finish_work();
        program.sit(&[&robin]);
        program.session.fail_next_commit(CommitFault::Compacting);
        let mut request = json!({ "passphrase": robin.passphrase, "removes_copies": true });
        if name == "delete_member" {
            request["words"] = json!("withdraw");
        }
        program.call(name, request);
        let backups = program.folder.path().join("backups");
        assert_eq!(std::fs::read_dir(&backups).unwrap().count(), 0, "{name}");
        let mut program = program.restart(65);
        let state = program.call("get_state", json!({}));
        let people = if name == "delete_member" { 1 } else { 2 };
        assert_eq!(state["members"].as_array().map(Vec::len), Some(people));
        assert_eq!(damaged(&mut program, &sam), Vec::<String>::new());
        assert_eq!(notes(&mut program, "note"), ["Sam"]);
        if name == "delete_private_space" {
            program.sit(&[&robin]);
            assert_eq!(notes(&mut program, "note"), Vec::<String>::new());
        }
    }
}
