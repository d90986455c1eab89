//! Canaries: a word of its own in every text a person can write for themselves, or for somebody else
//! than the reader. Afterwards all files and every reply for the others are searched for each word.

use std::path::{Path, PathBuf};

use hecht_core::household::CommitFault;
use serde_json::{Value, json};
use support::{Folder, MINUTE, Person, Program, all_days, look_for};

/// Words that stand nowhere else: not in the sources, nor in another test's folder.
struct Canaries(Vec<String>);

impl Canaries {
    fn new_one(&mut self) -> String {
        let word = format!("canary{}x{:04}", std::process::id(), self.0.len());
        self.0.push(word.clone());
        word
    }

    /// Those that stand in `bytes`, as UTF-8 or UTF-16 of either order.
    fn found_in(&self, bytes: &[u8]) -> Vec<&str> {
        // The words are ASCII, so what is no text around them does not matter, and a search in text is
        // quick. In UTF-16 a zero byte stands on one side of each letter.
        let text = String::from_utf8_lossy(bytes);
        let wide = |word: &str| {
            word.chars()
                .flat_map(|letter| [letter, '\0'])
                .collect::<String>()
        };
        let is_found = |word: &&String| {
            text.contains(word.as_str()) || text.contains(wide(word).trim_end_matches('\0'))
        };
        self.0.iter().filter(is_found).map(String::as_str).collect()
    }
}

struct World {
    program: Program,
    robin: Person,
    sam: Person,
    noa: Person,
    canaries: Canaries,
    /// What only Robin may read.
    own_entries: Vec<String>,
    /// What only Robin and Noa may read.
    noa_entries: Vec<String>,
    noa_space: String,
    /// Robin's own help lines.
    lines: Vec<String>,
}

/// Robin writes in every text field there is; Sam shares a space with Robin, but not this.
fn world() -> World {
    let mut canaries = Canaries(Vec::new());
    let mut program = Program::new();
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    let noa = program.add("Noa");
    program.share(&[&robin, &sam]);
    program.sit(&[&robin]);
    let named = program.call(
        "propose_space",
        json!({ "members": [noa.id], "name": canaries.new_one() }),
    );
    let noa_space = named
        .as_array()
        .and_then(|rows| rows.iter().find(|row| row["state"] == "waiting"))
        .and_then(|row| row["id"].as_str())
        .unwrap()
        .to_owned();
    program.sit(&[&noa]);
    program.call("accept_space", json!({ "space": noa_space }));
    program.sit(&[&robin]);
    let mut own_entries = Vec::new();
    let mut noa_entries = Vec::new();
    for _ in 0..3 {
        let mut answers = || json!({ "today": 3, "moods": ["calm"], "note": canaries.new_one(), "liked": canaries.new_one(), "help": canaries.new_one() });
        let (own, shared) = program.check_in(answers(), Some((&noa_space, answers())));
        own_entries.push(own);
        noa_entries.push(shared);
    }
    // The first of each is changed in the half hour and after it, the second is withdrawn.
    for wait in [MINUTE, 40 * MINUTE] {
        program.wait(wait);
        for entries in [&own_entries, &noa_entries] {
            let answers = json!({ "note": canaries.new_one(), "liked": canaries.new_one(), "help": canaries.new_one() });
            program.call(
                "edit_checkin",
                json!({ "entry": entries[0], "answers": answers }),
            );
        }
    }
    for entries in [&own_entries, &noa_entries] {
        program.call("withdraw_checkin", json!({ "entry": entries[1] }));
    }
    program.call(
        "edit_preferences",
        json!({ "private_fields": ["note"], "shared_fields": [], "words": {
            "craving": canaries.new_one(), "slip": canaries.new_one(), "use": canaries.new_one() } }),
    );
    let lines = hard_times(&mut program, &mut canaries);
    for form in ["checkin", "checkin:shared", "card", "helpline"] {
        let body = json!({ "form": form, "body": canaries.new_one() });
        program.call("save_draft", body);
    }
    program.call("drop_draft", json!({ "form": "checkin:shared" }));
    let form = canaries.new_one();
    program.call("save_draft", json!({ "form": form, "body": "{}" }));
    program
        .session
        .fail_next_commit(CommitFault::ReportedBeforeCommit);
    let unsaved = program.try_call(
        "create_checkin",
        json!({ "on": "2026-11-22", "private": { "note": canaries.new_one() }, "shared": null }),
    );
    assert_eq!(unsaved, Err(hecht_core::ErrorCode::NotSaved));
    let too_long = canaries.new_one() + &"x".repeat(100_000);
    let refused = program.try_call(
        "create_checkin",
        json!({ "on": "2026-11-22", "private": { "note": too_long }, "shared": null }),
    );
    assert_eq!(refused, Err(hecht_core::ErrorCode::TextTooLong));
    let wrong = canaries.new_one();
    assert!(
        program
            .try_call("make_recovery_code", json!({ "passphrase": wrong }))
            .is_err()
    );
    let made = program.call(
        "make_recovery_code",
        json!({ "passphrase": robin.passphrase }),
    );
    let code = made["code"].as_str().unwrap().to_owned();
    let asked = usize::try_from(made["asks_group"].as_u64().unwrap()).unwrap() - 1;
    let group = code.split('-').nth(asked).unwrap();
    program.call("confirm_recovery_code", json!({ "group": group }));
    canaries.0.push(code.replace('-', ""));
    canaries.0.push(code);
    canaries.0.push(robin.passphrase.clone());
    let draft = json!({ "form": "checkin", "body": canaries.new_one() });
    program.call("lock", json!({ "draft": draft }));
    World {
        program,
        robin,
        sam,
        noa,
        canaries,
        own_entries,
        noa_entries,
        noa_space,
        lines,
    }
}

/// Robin's card and help lines, each with words that are there no more: a former version, a refused
/// one, a line that was removed.
fn hard_times(program: &mut Program, canaries: &mut Canaries) -> Vec<String> {
    for _ in 0..2 {
        program.call(
            "edit_card",
            json!({ "first": canaries.new_one(), "call": canaries.new_one(), "ask": canaries.new_one(), "go": canaries.new_one() }),
        );
    }
    let mut line = || json!({ "name": canaries.new_one(), "number": canaries.new_one(), "note": canaries.new_one() });
    let mut lines = Value::Null;
    for _ in 0..2 {
        lines = program.call("create_own_helpline", line());
    }
    let entries: Vec<String> = lines
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["entry"].as_str().unwrap().to_owned())
        .collect();
    let edit = json!({ "entry": entries[0], "line": line() });
    program.call("edit_own_helpline", edit);
    program.call("withdraw_own_helpline", json!({ "entry": entries[1] }));
    let too_long = canaries.new_one() + &"x".repeat(2_000);
    for (name, request) in [
        ("edit_card", json!({ "first": too_long })),
        (
            "create_own_helpline",
            json!({ "name": too_long, "number": null, "note": null }),
        ),
    ] {
        let refused = program.try_call(name, request);
        assert_eq!(refused, Err(hecht_core::ErrorCode::ShortTextTooLong));
    }
    entries
}

/// What every command that reads says to the people at the keyboard, refusals included, with requests
/// that aim at what is not theirs.
fn every_reply(world: &mut World) -> Vec<u8> {
    let mut all = Vec::new();
    world.program.finish_work();
    let mut ask = |program: &mut Program, name: &str, request: Value| {
        let outcome = hecht_core::call::call(&mut program.session, name, request);
        let text = match outcome {
            Ok(reply) => reply.to_string(),
            Err(error) => {
                serde_json::to_string(&error.body()).unwrap() + &format!("{error:?}{error}")
            }
        };
        all.extend_from_slice(text.as_bytes());
    };
    let program = &mut world.program;
    for name in [
        "get_state",
        "list_helplines",
        "get_recovery",
        "list_spaces",
        "get_today",
        "get_preferences",
        "close_example",
    ] {
        ask(program, name, json!({}));
    }
    for entry in world.own_entries.iter().chain(&world.noa_entries) {
        ask(program, "get_checkin", json!({ "entry": entry }));
        ask(program, "withdraw_reply", json!({ "entry": entry }));
        ask(
            program,
            "create_reply",
            json!({ "entry": entry, "answer": "talk" }),
        );
        ask(
            program,
            "edit_checkin",
            json!({ "entry": entry, "answers": { "note": "x" } }),
        );
        ask(program, "withdraw_checkin", json!({ "entry": entry }));
    }
    let robin = &world.robin.id;
    for (member, space) in [
        (Value::Null, Value::Null),
        (json!(robin), Value::Null),
        (Value::Null, json!(robin)),
        (Value::Null, json!(world.noa_space)),
    ] {
        let mut list = all_days();
        list["member"] = member.clone();
        list["space"] = space.clone();
        ask(program, "list_checkins", list);
        for word in world
            .canaries
            .0
            .iter()
            .map(String::as_str)
            .chain(["canary", "c"])
        {
            let mut search = look_for(word);
            search["member"] = member.clone();
            search["space"] = space.clone();
            ask(program, "search", search);
        }
    }
    for name in ["get_card", "list_own_helplines"] {
        ask(program, name, json!({}));
    }
    ask(program, "edit_card", json!({}));
    for entry in &world.lines {
        let line = json!({ "name": "x", "number": null, "note": null });
        ask(
            program,
            "edit_own_helpline",
            json!({ "entry": entry, "line": line }),
        );
        ask(program, "withdraw_own_helpline", json!({ "entry": entry }));
    }
    for form in ["checkin", "checkin:shared", "card", "helpline"] {
        ask(program, "get_draft", json!({ "form": form }));
    }
    let space = json!({ "space": world.noa_space });
    for name in ["accept_space", "decline_space", "take_back_space", "go_on"] {
        ask(program, name, space.clone());
    }
    let own = json!({ "space": robin });
    ask(program, "go_on", own);
    let effects = format!("{:?}", program.session.take_effects());
    all.extend_from_slice(effects.as_bytes());
    all
}

/// Files under `folder` that were written since the test began, wherever the system keeps such things.
fn written_since(folder: &Path, marker: std::time::SystemTime) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            // A file of another program may be gone at any moment.
            let Ok(about) = entry.metadata() else {
                continue;
            };
            if about.is_dir() {
                folders.push(entry.path());
            } else if about.is_file()
                && about.modified().is_ok_and(|at| at >= marker)
                && let Ok(bytes) = std::fs::read(entry.path())
            {
                found.push((entry.path(), bytes));
            }
        }
    }
    found
}

#[test]
fn what_is_private_or_for_others_is_in_no_file_and_in_no_reply_for_anybody_else() {
    let marker = Folder::new();
    let begun = marker.path().join("begun");
    std::fs::write(&begun, "").unwrap();
    let begun = std::fs::metadata(begun).unwrap().modified().unwrap();

    let mut world = world();
    // The words are there for their readers; otherwise nothing below would mean anything.
    world.program.sit(&[&world.robin.clone()]);
    let log = json!(world.program.log()).to_string();
    let earlier: String = [&world.own_entries[0], &world.noa_entries[0]]
        .map(|entry| world.program.entry(entry).to_string())
        .concat();
    let draft = world
        .program
        .call("get_draft", json!({ "form": "checkin" }));
    let words = world.program.call("get_preferences", json!({}));
    let spaces = world.program.call("list_spaces", json!({}));
    let hard = ["get_card", "list_own_helplines"]
        .map(|name| world.program.call(name, json!({})).to_string())
        .concat();
    assert_eq!(world.canaries.found_in(hard.as_bytes()).len(), 7);
    let seen = world
        .canaries
        .found_in(format!("{log}{earlier}{draft}{words}{spaces}").as_bytes())
        .len();
    assert_eq!(seen, 23, "Robin reads their own words");
    world.program.sit(&[&world.noa.clone()]);
    let log = json!(world.program.log()).to_string();
    assert_eq!(world.canaries.found_in(log.as_bytes()).len(), 6);

    for people in [
        vec![],
        vec![world.sam.clone()],
        vec![world.robin.clone(), world.sam.clone()],
    ] {
        let people: Vec<&Person> = people.iter().collect();
        world.program.lock();
        if !people.is_empty() {
            world.program.sit(&people);
        }
        let replies = every_reply(&mut world);
        assert!(replies.len() > 2000, "the replies were collected");
        let found = world.canaries.found_in(&replies);
        assert!(found.is_empty(), "{} people read {found:?}", people.len());
    }

    // Nothing that the others tried has touched what is not theirs.
    world.program.sit(&[&world.robin.clone()]);
    assert_eq!(world.program.log().len(), 4);
    let after = ["get_card", "list_own_helplines"]
        .map(|name| world.program.call(name, json!({})).to_string())
        .concat();
    assert_eq!(after, hard);

    let temporary = std::env::temp_dir();
    for stage in ["open", "locked", "ended"] {
        if stage == "locked" {
            world.program.lock();
        }
        let folder = world.program.folder.clone();
        if stage == "ended" {
            world.program = Program::new();
        }
        let files = written_since(&temporary, begun);
        assert!(files.iter().any(|(path, _)| *path == folder.file()));
        assert!(folder.files().iter().all(|file| files.contains(file)));
        for (path, bytes) in files {
            let found = world.canaries.found_in(&bytes);
            assert!(
                found.is_empty(),
                "{stage}: {} holds {found:?}",
                path.display()
            );
        }
    }
}

#[test]
fn the_search_for_canaries_finds_them_when_they_are_there() {
    let mut canaries = Canaries(Vec::new());
    let word = canaries.new_one();
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [word.as_bytes(), wide.as_slice()] {
        let around = [b"\0before", bytes, b"after\xff"].concat();
        assert_eq!(canaries.found_in(&around), [word.as_str()]);
    }
}

#[test]
fn the_file_shows_no_text_no_date_no_kind_and_no_id_of_an_entry() {
    let mut world = world();
    let settings = json!({ "language": "nl", "theme": "dark", "text_size": null });
    world.program.call("edit_device", settings);
    let bytes: Vec<u8> = world
        .program
        .folder
        .files()
        .into_iter()
        // The settings of the computer are words in the open; `preferences.rs` knows each of them.
        .filter(|(path, _)| !path.ends_with("device.json"))
        .flat_map(|(_, bytes)| bytes)
        .collect();
    let holds = |wanted: &[u8]| bytes.windows(wanted.len()).any(|part| part == wanted);
    assert!(holds(b"Robin"), "names are in the open, and said to be");
    for word in [
        "2026",
        "2025",
        "11-22",
        "checkin",
        "draft",
        "helpline",
        "preferences",
        "reply",
        "thank_you",
        "talk",
        "gone",
        "accept",
        "decline",
        "together",
        "note",
        "liked",
        "moods",
        "calm",
        "version",
        "author",
        "Europe",
        "Amsterdam",
        "first_on",
        "is_declined",
        "epochs",
    ] {
        assert!(!holds(word.as_bytes()), "the file holds {word:?}");
        let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(!holds(&wide), "the file holds {word:?}");
    }
    let entries = world.own_entries.iter().chain(&world.noa_entries);
    for entry in entries.chain(&world.lines) {
        let id: Vec<u8> = hecht_core::ids::unhex::<16>(entry).unwrap().to_vec();
        assert!(!holds(&id) && !holds(entry.as_bytes()));
    }
}
