//! The household file: refusing one that cannot be opened without touching it, what is stored and how
//! large, its settings and permissions, and a commit whose outcome nobody knew.

use hecht_core::ErrorCode;
use hecht_core::household::{Cost, HouseholdFile, KdfParameters, MemberKeys, SlotKind, Write};
use hecht_core::private::Secret;
use hecht_core::random::Random;
use serde_json::{Value, json};
use support::{Folder, Person, Program, couple};

use crate::raw::{self, Hand};

fn unlock(program: &mut Program, person: &Person, passphrase: &str) -> Result<Value, ErrorCode> {
    let people = json!([{ "member": person.id, "passphrase": passphrase }]);
    program.try_call("unlock", json!({ "people": people }))
}

/// Why the folder's file is refused; everything one could then try leaves it byte for byte as it is.
#[track_caller]
fn refusal(folder: &std::sync::Arc<Folder>) -> Value {
    let before = std::fs::read(folder.file()).unwrap();
    let mut program = Program::open(folder.clone(), 5);
    let state = program.call("get_state", json!({}));
    assert_eq!(state["phase"], "refused");
    assert_eq!(state["members"], json!([]));
    let again = program.call("check_again", json!({}));
    assert_eq!(again["refusal"], state["refusal"]);
    let new = json!({ "name": "Alex", "colour": 1, "passphrase": "letter window canal heron" });
    assert_eq!(
        program.try_call("add_member", new),
        Err(ErrorCode::NotAllowed)
    );
    program.lock();
    drop(program);
    assert_eq!(std::fs::read(folder.file()).unwrap(), before);
    state["refusal"]["code"].clone()
}

#[test]
fn a_wrong_passphrase_is_not_damage_and_changes_nothing() {
    let (mut program, robin, sam, _) = couple();
    let before = std::fs::read(program.folder.file()).unwrap();
    for typed in [
        "",
        "robin has four words",
        "Robin has four words ",
        &sam.passphrase,
    ] {
        assert_eq!(
            unlock(&mut program, &robin, typed),
            Err(ErrorCode::WrongPassphrase)
        );
    }
    program.wait(support::MINUTE);
    let people = json!([
        { "member": robin.id, "passphrase": robin.passphrase },
        { "member": sam.id, "passphrase": "not Sam's" },
    ]);
    let refused =
        hecht_core::call::call(&mut program.session, "unlock", json!({ "people": people }));
    let body = refused.unwrap_err().body();
    assert_eq!(body.code, ErrorCode::WrongPassphrase);
    assert_eq!(body.reference, Some(sam.id.clone()));
    assert_eq!(
        program.try_call("list_spaces", json!({})),
        Err(ErrorCode::Locked)
    );
    assert_eq!(std::fs::read(program.folder.file()).unwrap(), before);
}

#[test]
fn a_passphrase_may_be_typed_with_composed_or_decomposed_letters() {
    let mut program = Program::new();
    let state = program.call(
        "add_member",
        json!({ "name": "Zoë", "colour": 1, "passphrase": "cafe\u{301} zoe\u{308}" }),
    );
    program.lock();
    let people = json!([{ "member": state["present"][0], "passphrase": "caf\u{e9} zo\u{eb}" }]);
    program.call("unlock", json!({ "people": people }));
}

#[test]
fn damage_to_a_slot_is_not_a_wrong_passphrase_and_concerns_that_person_only() {
    let (program, robin, sam, _) = couple();
    let folder = program.end();
    for column in ["wrapped", "salt", "key_check", "\"check\"", "kdf"] {
        let copy = folder.copied();
        let value = if column == "kdf" {
            "replace(kdf, '1', '2')".to_owned()
        } else {
            format!("CAST(substr({column}, 1, 3) || x'00ff' || substr({column}, 6) AS BLOB)")
        };
        raw::change_one(
            &copy,
            &format!("UPDATE slot SET {column} = {value} WHERE member = ?1"),
            [raw::bytes(&robin.id)],
        );
        let before = std::fs::read(copy.file()).unwrap();
        let mut program = Program::open(copy.clone(), 5);
        for typed in [robin.passphrase.as_str(), "not the one"] {
            assert_eq!(
                unlock(&mut program, &robin, typed),
                Err(ErrorCode::FileDamaged),
                "{column}"
            );
        }
        assert!(unlock(&mut program, &sam, &sam.passphrase).is_ok());
        drop(program);
        assert_eq!(std::fs::read(copy.file()).unwrap(), before, "{column}");
    }
}

#[test]
fn a_slot_that_asks_for_too_much_memory_or_holds_other_keys_is_refused_as_damage() {
    let (program, robin, _, _) = couple();
    let folder = program.end();
    let hand = Hand::of(&folder, &robin);
    let kind = SlotKind::Passphrase;
    let good = hand.file.slot(hand.member, kind).unwrap().unwrap();
    let mut greedy = good.clone();
    let most = KdfParameters {
        m: 4 * 1024 * 1024,
        t: 3,
        p: 4,
    };
    greedy.kdf = serde_json::to_string(&most).unwrap();
    let mut random = Random::from_seed(3);
    let others = MemberKeys::random(&mut random).unwrap();
    let other = others.wrap_with_passphrase(
        &hand.file.id,
        hand.member,
        &Secret::new(robin.passphrase.clone()),
        Cost::Cheap,
        &mut random,
    );
    drop(hand);
    for slot in [greedy, other.unwrap()] {
        let copy = folder.copied();
        let mut file = HouseholdFile::open(&copy.file()).unwrap();
        file.write(&[Write::Slot(slot)]).unwrap();
        drop(file);
        let mut program = Program::open(copy, 5);
        let typed = unlock(&mut program, &robin, &robin.passphrase);
        assert_eq!(typed, Err(ErrorCode::FileDamaged));
    }
}

#[test]
fn files_that_cannot_be_opened_are_told_apart_and_left_alone() {
    let (program, robin, _, _) = couple();
    let folder = program.end();

    let newer = folder.copied();
    raw::sql(&newer)
        .execute_batch("PRAGMA user_version = 2")
        .unwrap();
    assert_eq!(refusal(&newer), "file_newer");

    let text = folder.copied();
    std::fs::write(text.file(), "Dear diary").unwrap();
    assert_eq!(refusal(&text), "file_not_hecht");

    let empty = folder.copied();
    std::fs::write(empty.file(), "").unwrap();
    assert_eq!(refusal(&empty), "file_not_hecht");

    let other = folder.copied();
    raw::sql(&other)
        .execute_batch("PRAGMA application_id = 1")
        .unwrap();
    assert_eq!(refusal(&other), "file_not_hecht");

    let renamed = folder.copied();
    raw::change_one(
        &renamed,
        "UPDATE member SET body = CAST(replace(CAST(body AS TEXT), 'Robin', 'Rovin') AS BLOB) WHERE id = ?1",
        [raw::bytes(&robin.id)],
    );
    assert_eq!(refusal(&renamed), "file_damaged");

    let without_id = folder.copied();
    raw::change_one(&without_id, "DELETE FROM meta WHERE key = 'household'", []);
    assert_eq!(refusal(&without_id), "file_damaged");

    let without_table = folder.copied();
    raw::sql(&without_table)
        .execute_batch("DROP TABLE meta")
        .unwrap();
    assert_eq!(refusal(&without_table), "file_damaged");

    let mut permissions = std::fs::metadata(folder.file()).unwrap().permissions();
    let read_only = folder.copied();
    permissions.set_readonly(true);
    std::fs::set_permissions(read_only.file(), permissions).unwrap();
    assert_eq!(refusal(&read_only), "file_read_only");

    let first = Program::open(folder.clone(), 5);
    assert_eq!(refusal(&folder), "file_open_elsewhere");
    drop(first);
    let mut again = Program::open(folder, 5);
    assert_eq!(again.call("get_state", json!({}))["phase"], "locked");
}

#[test]
fn a_file_cut_short_is_refused_as_damage_or_as_something_else_and_not_touched() {
    let (program, ..) = couple();
    let folder = program.end();
    let whole = std::fs::read(folder.file()).unwrap();
    for length in [
        1,
        15,
        16,
        99,
        100,
        101,
        4096,
        16_384,
        16_385,
        40_000,
        whole.len() - 16_384,
    ] {
        let cut = folder.copied();
        std::fs::write(cut.file(), &whole[..length]).unwrap();
        let code = refusal(&cut);
        assert!(
            code == "file_damaged" || length < 100 && (code == "file_not_hecht"),
            "{length} bytes: {code}"
        );
    }
}

#[test]
fn without_a_file_the_program_is_new_and_with_one_it_never_makes_another() {
    let (program, ..) = couple();
    let folder = program.end();
    let kept = folder.copied();
    std::fs::remove_file(folder.file()).unwrap();
    let mut program = Program::open(folder, 5);
    assert_eq!(program.call("get_state", json!({}))["phase"], "new");
    assert_eq!(program.call("get_state", json!({}))["members"], json!([]));
    // Somebody puts a household there in the meantime.
    std::fs::copy(kept.file(), program.folder.file()).unwrap();
    let new = json!({ "name": "Alex", "colour": 1, "passphrase": "letter window canal heron" });
    assert_eq!(
        program.try_call("add_member", new),
        Err(ErrorCode::HouseholdExists)
    );
    let there = std::fs::read(program.folder.file()).unwrap();
    assert_eq!(there, std::fs::read(kept.file()).unwrap());
}

#[test]
fn a_journal_left_without_its_file_is_kept_and_never_played_into_a_new_household() {
    let (mut program, robin, ..) = couple();
    program.sit(&[&robin]);
    for number in 0..40 {
        program.check_in(json!({ "note": format!("Number {number}") }), None);
    }
    program.lock();
    let old = program.end();
    let journal = raw::journal(&old.copied());
    assert!(journal.len() > 16_384, "it holds pages");
    let folder = std::sync::Arc::new(Folder::new());
    let beside = |name: &str| folder.path().join(name);
    std::fs::write(beside("household.hecht-journal"), &journal).unwrap();
    std::fs::write(beside("household.hecht-journal.1"), "an earlier one").unwrap();
    let mut program = Program::open(folder.clone(), 31);
    assert_eq!(program.call("get_state", json!({}))["phase"], "new");
    let kim = program.add("Kim");
    program.check_in(json!({ "note": "Ours" }), None);
    for seed in [32, 33] {
        program = program.restart(seed);
        let state = program.call("get_state", json!({}));
        assert_eq!(state["phase"], "locked");
        assert_eq!(state["members"].as_array().map(Vec::len), Some(1));
        program.sit(&[&kim]);
        assert_eq!(program.log().len(), 1);
        program.lock();
    }
    // With its own file, wherever that is, it still belongs together.
    assert!(std::fs::read(beside("household.hecht-journal.2")).unwrap() == journal);
    let earlier = std::fs::read(beside("household.hecht-journal.1")).unwrap();
    assert_eq!(earlier, b"an earlier one");
}

#[test]
fn a_journal_of_an_earlier_sample_household_is_not_played_into_the_next() {
    let (mut program, ..) = couple();
    program.call("open_example", json!({}));
    program.call("close_example", json!({}));
    let example = program.folder.path().join("example");
    let copy = Folder::new();
    std::fs::copy(example.join("household.hecht"), copy.file()).unwrap();
    let journal = raw::journal(&copy);
    std::fs::remove_file(example.join("household.hecht")).unwrap();
    std::fs::write(example.join("household.hecht-journal"), journal).unwrap();
    let before = program.call("open_example", json!({}));
    assert_eq!(before["is_example"], true);
    assert_eq!(before["phase"], "locked");
    let left = std::fs::read_dir(&example).unwrap().flatten();
    let left = left.filter(|entry| entry.file_name().to_string_lossy().contains("journal."));
    assert_eq!(left.count(), 0, "nothing of the sample is kept");
}

#[test]
fn a_folder_that_a_service_copies_is_refused_and_nothing_is_made_in_it() {
    for name in ["Dropbox", "OneDrive - Home", "Nextcloud", "Google Drive"] {
        let outer = Folder::new();
        let inner = outer.path().join(name).join("Hecht");
        let (clock, _) = hecht_core::time::Clock::held(support::EVENING, "UTC".parse().unwrap());
        let mut session = hecht_core::Session::start(hecht_core::Options {
            folder: inner,
            clock,
            random: Random::from_seed(1),
            cost: Cost::Cheap,
            system_language: None,
        });
        let new = json!({ "name": "Alex", "colour": 1, "passphrase": "letter window canal heron" });
        let outcome = hecht_core::call::call(&mut session, "add_member", new);
        let code = outcome.unwrap_err().code;
        assert_eq!(code, ErrorCode::FolderSynchronised);
        assert_eq!(outer.files(), []);
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_of_the_disk_and_no_household() {
    let outer = Folder::new();
    std::fs::write(outer.path().join("taken"), "a file").unwrap();
    let (clock, _) = hecht_core::time::Clock::held(support::EVENING, "UTC".parse().unwrap());
    let mut session = hecht_core::Session::start(hecht_core::Options {
        folder: outer.path().join("taken"),
        clock,
        random: Random::from_seed(1),
        cost: Cost::Cheap,
        system_language: None,
    });
    let new = json!({ "name": "Alex", "colour": 1, "passphrase": "letter window canal heron" });
    let outcome = hecht_core::call::call(&mut session, "add_member", new);
    assert_eq!(outcome.unwrap_err().code, ErrorCode::DiskError);
    let state = hecht_core::call::call(&mut session, "get_state", json!({})).unwrap();
    assert_eq!(state["phase"], "new");
    assert_eq!(
        std::fs::read(outer.path().join("taken")).unwrap(),
        b"a file"
    );
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_folder_and_the_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let outer = Folder::new();
    let folder = outer.path().join("data").join("hecht");
    let (clock, _) = hecht_core::time::Clock::held(support::EVENING, "UTC".parse().unwrap());
    let mut session = hecht_core::Session::start(hecht_core::Options {
        folder: folder.clone(),
        clock,
        random: Random::from_seed(1),
        cost: Cost::Cheap,
        system_language: None,
    });
    let new = json!({ "name": "Alex", "colour": 1, "passphrase": "letter window canal heron" });
    hecht_core::call::call(&mut session, "add_member", new).unwrap();
    let mode =
        |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
    assert!(files.len() >= 2, "the file and its lock");
    for file in files {
        let path = file.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn the_file_has_the_settings_that_its_format_describes() {
    let (program, ..) = couple();
    let folder = program.end();
    let bytes = std::fs::read(folder.file()).unwrap();
    assert_eq!(bytes.len() % 16_384, 0);
    let connection = raw::sql(&folder);
    let number = |name: &str| -> i64 {
        let sql = format!("PRAGMA {name}");
        connection.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(number("page_size"), 16_384);
    assert_eq!(
        number("application_id"),
        i64::from(u32::from_be_bytes(*b"HECT"))
    );
    assert_eq!(number("user_version"), 1);
    let text = |sql: &str| -> String { connection.query_row(sql, [], |row| row.get(0)).unwrap() };
    assert_eq!(text("PRAGMA encoding"), "UTF-8");
    assert_eq!(text("PRAGMA integrity_check"), "ok");
    assert_eq!(
        text("PRAGMA journal_mode"),
        "delete",
        "one file, no log beside it"
    );
    assert_eq!(
        text(
            "SELECT group_concat(name) FROM (SELECT name FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' AND strict ORDER BY name)"
        ),
        "head,member,meta,record,slot,space_key"
    );
    let count = text(
        "SELECT CAST(count(*) AS TEXT) FROM sqlite_schema WHERE type <> 'table' AND name NOT LIKE 'sqlite_%'",
    );
    assert_eq!(count, "0");
    let journal = folder.path().join("household.hecht-journal");
    assert!(std::fs::metadata(journal).map_or(0, |about| about.len()) == 0);
}

#[test]
fn the_size_of_a_record_says_little_about_its_text() {
    let mut sizes = Vec::new();
    for length in [1, 50, 200, 1000, 100_000] {
        let mut program = Program::new();
        program.add("Robin");
        let before = raw::rows(&program.folder.copied()).len();
        program.check_in(json!({ "note": "x".repeat(length) }), None);
        let rows = raw::rows(&program.folder.copied());
        assert_eq!(rows.len(), before + 1);
        for (_, _, body) in &rows {
            let padded = body.len() - 40;
            assert!(
                padded.is_multiple_of(256) && (padded / 256).is_power_of_two(),
                "{padded}"
            );
        }
        sizes.push(rows.iter().map(|(_, _, body)| body.len()).max().unwrap());
    }
    assert_eq!(sizes[0], sizes[1], "one letter and fifty look the same");
    assert!(sizes[4] > 100_000);
}
