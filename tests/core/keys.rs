//! Keys over the years: a new passphrase, what an old copy and the old passphrase still open, and what
//! somebody with the file can try with replaced keys, inserted epochs and rows put back.

use hecht_core::ErrorCode;
use hecht_core::household::{
    EpochSecret, Key, MemberKeys, MemberRow, SlotKind, SpaceKeyRow, Write, open_space_key,
    seal_space_key, space_key_signing_bytes,
};
use hecht_core::ids::{SpaceId, hex};
use hecht_core::private::Secret;
use hecht_core::random::Random;
use serde_json::{Value, json};
use support::{Person, Program, couple, look_for};

use crate::damage::{damaged, notes};
use crate::raw::{self, Hand};

/// Changes a person's passphrase; they sit alone at the keyboard afterwards.
#[track_caller]
pub(crate) fn change(program: &mut Program, person: &mut Person, passphrase: &str) -> Value {
    program.sit(&[person]);
    let request = json!({ "old": person.passphrase, "passphrase": passphrase });
    let reply = program.call("change_passphrase", request);
    passphrase.clone_into(&mut person.passphrase);
    reply
}

fn unlock(program: &mut Program, person: &Person, passphrase: &str) -> Result<Value, ErrorCode> {
    let people = json!([{ "member": person.id, "passphrase": passphrase }]);
    program.try_call("unlock", json!({ "people": people }))
}

fn write(program: &mut Program, space: &str, text: &str) {
    let answers = json!({ "liked": format!("{text} shared") });
    let private = json!({ "note": format!("{text} private") });
    program.check_in(private, Some((space, answers)));
}

#[test]
fn after_a_change_only_the_new_passphrase_opens_and_everything_is_still_there() {
    let (mut program, mut robin, sam, space) = couple();
    program.sit(&[&robin]);
    write(&mut program, &space, "Before");
    program.call("save_draft", json!({ "form": "checkin", "body": "{}" }));
    let reply = change(&mut program, &mut robin, "letter window canal heron");
    assert_eq!(reply, json!({ "had_recovery_code": false }));
    // The sitting goes on.
    write(&mut program, &space, "After");
    for seed in [31, 32] {
        program = program.restart(seed);
        let old = unlock(&mut program, &robin, "Robin has four words");
        assert_eq!(old, Err(ErrorCode::WrongPassphrase));
        assert_eq!(damaged(&mut program, &robin), Vec::<String>::new());
        assert_eq!(
            notes(&mut program, "note"),
            ["After private", "Before private"]
        );
        assert_eq!(
            notes(&mut program, "liked"),
            ["After shared", "Before shared"]
        );
        let hits = program.call("search", look_for("before"));
        assert_eq!(hits["hits"].as_array().map(Vec::len), Some(2));
        assert_eq!(damaged(&mut program, &sam), Vec::<String>::new());
        assert_eq!(
            notes(&mut program, "liked"),
            ["After shared", "Before shared"]
        );
        program.sit(&[&robin, &sam]);
        assert_eq!(
            notes(&mut program, "liked"),
            ["After shared", "Before shared"]
        );
        program.finish_work();
    }
    program.sit(&[&sam]);
    write(&mut program, &space, "Sam's");
    assert_eq!(damaged(&mut program, &robin), Vec::<String>::new());
    assert_eq!(notes(&mut program, "liked").len(), 3);
}

#[test]
fn both_change_again_and_again_and_nothing_is_lost() {
    let (mut program, mut robin, mut sam, space) = couple();
    for turn in 0..3 {
        for person in [&mut robin, &mut sam] {
            change(&mut program, person, &format!("{} {turn}", person.name));
            write(&mut program, &space, &format!("{} {turn}", person.name));
        }
    }
    program = program.restart(33);
    for person in [&robin, &sam] {
        assert_eq!(damaged(&mut program, person), Vec::<String>::new());
        program.finish_work();
        assert_eq!(notes(&mut program, "liked").len(), 6);
        assert_eq!(notes(&mut program, "note").len(), 3);
        assert_eq!(damaged(&mut program, person), Vec::<String>::new());
    }
}

#[test]
fn a_wrong_old_passphrase_or_an_empty_new_one_changes_nothing() {
    let (mut program, robin, _, _) = couple();
    program.sit(&[&robin]);
    let household = |program: &Program| std::fs::read(program.folder.file()).unwrap();
    let before = household(&program);
    for (old, new, code) in [
        (
            "Robin has four word",
            "new words",
            ErrorCode::WrongPassphrase,
        ),
        (
            robin.passphrase.as_str(),
            " \t ",
            ErrorCode::PassphraseEmpty,
        ),
    ] {
        let request = json!({ "old": old, "passphrase": new });
        assert_eq!(program.try_call("change_passphrase", request), Err(code));
        assert!(household(&program) == before);
    }
}

#[test]
fn the_spare_key_goes_with_the_old_keys() {
    let (mut program, mut robin, _, space) = couple();
    program.sit(&[&robin]);
    write(&mut program, &space, "Before");
    let made = program.call(
        "make_recovery_code",
        json!({ "passphrase": robin.passphrase }),
    );
    let code = made["code"].as_str().unwrap().to_owned();
    let at = usize::try_from(made["asks_group"].as_u64().unwrap()).unwrap() - 1;
    let group = code.split('-').nth(at).unwrap();
    program.call("confirm_recovery_code", json!({ "group": group }));
    let reply = change(&mut program, &mut robin, "letter window canal heron");
    assert_eq!(reply, json!({ "had_recovery_code": true }));
    assert_eq!(program.call("get_recovery", json!({}))["state"], "none");
    program.lock();
    let used = json!({ "member": robin.id, "code": code, "passphrase": "new" });
    assert_eq!(
        program.try_call("use_recovery_code", used),
        Err(ErrorCode::WrongRecoveryCode)
    );
}

#[test]
fn an_old_copy_and_the_old_passphrase_read_what_was_and_nothing_that_came_after() {
    let (mut program, mut robin, sam, space) = couple();
    program.sit(&[&robin]);
    write(&mut program, &space, "Before");
    program.lock();
    let old_copy = program.folder.copied();
    let old_robin = Person {
        passphrase: robin.passphrase.clone(),
        ..robin.clone()
    };
    change(&mut program, &mut robin, "letter window canal heron");
    write(&mut program, &space, "After");
    program.sit(&[&sam]);
    write(&mut program, &space, "Sam's");
    let folder = program.end();

    let mut old = Program::open(old_copy.copied(), 34);
    old.sit(&[&old_robin]);
    assert_eq!(notes(&mut old, "liked"), ["Before shared"]);
    drop(old);

    let shared = SpaceId(raw::bytes(&space));
    let thief = Hand::of(&old_copy, &old_robin).at(&folder);
    for epoch in [1, 2] {
        assert!(thief.key_at(shared, epoch).is_none(), "epoch {epoch}");
    }
    // Every private row is sealed anew: none opens with the key of the old copy.
    let private = SpaceId(raw::bytes(&robin.id));
    let mut rows = 0;
    thief
        .file
        .each_record(private, |row| {
            let row = row.unwrap();
            let context = hecht_core::household::Context::new("hecht record v1")
                .bytes(&thief.file.id)
                .bytes(&private.0)
                .number(row.epoch)
                .bytes(&row.id.0);
            assert!(hecht_core::household::open(&thief.keys.private, &context, &row.body).is_err());
            rows += 1;
            Ok(())
        })
        .unwrap();
    assert!(rows >= 3, "settings and two notes");
    drop(thief);

    // Even with the old slot put back, the file says that it is damaged and opens nothing.
    let slot = Hand::of(&old_copy, &old_robin);
    let old_slot = slot
        .file
        .slot(slot.member, SlotKind::Passphrase)
        .unwrap()
        .unwrap();
    drop(slot);
    let mut file = hecht_core::household::HouseholdFile::open(&folder.file()).unwrap();
    file.write(&[Write::Slot(old_slot)]).unwrap();
    drop(file);
    let mut program = Program::open(folder, 35);
    assert_eq!(
        unlock(&mut program, &robin, &old_robin.passphrase),
        Err(ErrorCode::FileDamaged)
    );
    assert_eq!(
        unlock(&mut program, &robin, &robin.passphrase),
        Err(ErrorCode::WrongPassphrase)
    );
    assert_eq!(damaged(&mut program, &sam), Vec::<String>::new());
}

#[test]
fn a_proposal_outlives_a_change_of_passphrase_by_either_person() {
    for who_changes in ["maker", "asked", "both"] {
        let mut program = Program::new();
        let mut robin = program.add("Robin");
        let mut sam = program.add("Sam");
        program.sit(&[&robin]);
        let rows = program.call(
            "propose_space",
            json!({ "members": [sam.id], "name": "Us" }),
        );
        let space = rows[0]["id"].as_str().unwrap().to_owned();
        if who_changes != "asked" {
            change(&mut program, &mut robin, "new words of Robin");
        }
        if who_changes != "maker" {
            change(&mut program, &mut sam, "new words of Sam");
        }
        program.sit(&[&sam]);
        let rows = program.call("accept_space", json!({ "space": space }));
        assert_eq!(rows[0]["state"], "open", "{who_changes}");
        write(&mut program, &space, "Sam's");
        assert_eq!(
            damaged(&mut program, &robin),
            Vec::<String>::new(),
            "{who_changes}"
        );
        assert_eq!(
            notes(&mut program, "liked"),
            ["Sam's shared"],
            "{who_changes}"
        );
    }
}

/// Somebody with the file gives a person keys of their own making.
fn replace_keys(folder: &support::Folder, person: &Person) -> MemberKeys {
    let mut random = Random::from_seed(77);
    let mut file = hecht_core::household::HouseholdFile::open(&folder.file()).unwrap();
    let member = raw::member(person);
    let row = file
        .members()
        .unwrap()
        .into_iter()
        .find(|row| row.id == member);
    let keys = MemberKeys::random(&mut random).unwrap();
    let mut row = MemberRow {
        keys: keys.public.clone(),
        ..row.unwrap()
    };
    row.signature = hex(&keys.sign(&row.signing_bytes(&file.id)));
    let slot = keys
        .wrap_with_passphrase(
            &file.id,
            member,
            &Secret::new("the thief's".to_owned()),
            hecht_core::household::Cost::Cheap,
            &mut random,
        )
        .unwrap();
    file.write(&[Write::Member(row), Write::Slot(slot)])
        .unwrap();
    keys
}

#[test]
fn a_replaced_public_key_is_shown_until_somebody_has_asked() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    let noa = program.add("Noa");
    program.share(&[&robin, &sam]);
    // Robin shares nothing with Noa, and has met her keys all the same.
    program.sit(&[&robin]);
    program.check_in(json!({ "today": 3 }), None);
    let folder = program.end();
    for (person, shares) in [(&noa, false), (&sam, true)] {
        let folder = folder.copied();
        replace_keys(&folder, person);
        let mut program = Program::open(folder, 36);
        assert_eq!(damaged(&mut program, &robin).len(), usize::from(shares));
        let today = program.call("get_today", json!({}));
        assert_eq!(today["changed_keys"], json!([person.id]));
        program.check_in(json!({ "today": 4 }), None);
        program = program.restart(37);
        program.sit(&[&robin]);
        assert_eq!(
            program.call("get_today", json!({}))["changed_keys"],
            json!([person.id])
        );
        let today = program.call("go_on", json!({ "space": null, "member": person.id }));
        assert_eq!(today["changed_keys"], json!([]));
        program = program.restart(38);
        program.sit(&[&robin]);
        assert_eq!(
            program.call("get_today", json!({}))["changed_keys"],
            json!([])
        );
    }
}

#[test]
fn a_change_of_passphrase_is_no_warning_for_anybody() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let mut noa = program.add("Noa");
    for _ in 0..2 {
        program.sit(&[&robin]);
        program.check_in(json!({ "today": 3 }), None);
        change(&mut program, &mut noa, "first new");
        change(&mut program, &mut noa, "second new");
        program.sit(&[&robin]);
        assert_eq!(
            program.call("get_today", json!({}))["changed_keys"],
            json!([])
        );
    }
}

#[test]
fn an_epoch_that_somebody_with_the_file_inserts_is_not_used_and_shown() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    write(&mut program, &space, "Before");
    let folder = program.end();
    let id = SpaceId(raw::bytes(&space));
    let mut random = Random::from_seed(78);
    let thief = MemberKeys::random(&mut random).unwrap();
    let mut file = hecht_core::household::HouseholdFile::open(&folder.file()).unwrap();
    let secret = EpochSecret::first(Key::random(&mut random));
    let rows = file.members().unwrap();
    let members: Vec<_> = rows.iter().map(|row| row.id).collect();
    let bytes = space_key_signing_bytes(&file.id, id, 3, &secret, &members).unwrap();
    let mut writes = Vec::new();
    for row in &rows {
        let to = &row.keys;
        let sealed = seal_space_key(&file.id, id, 3, row.id, to, &secret, &mut random).unwrap();
        writes.push(Write::SpaceKey(SpaceKeyRow {
            space: id,
            epoch: 3,
            member: row.id,
            sealed,
            maker: raw::member(&sam),
            signature: thief.sign(&bytes),
        }));
    }
    file.write(&writes).unwrap();
    drop(file);
    let mut program = Program::open(folder.clone(), 39);
    assert_eq!(damaged(&mut program, &robin), [space.as_str()]);
    assert_eq!(notes(&mut program, "liked"), ["Before shared"]);
    write(&mut program, &space, "After");
    drop(program);
    // What was written afterwards is not under the thief's key, and no longer under the first one.
    let file = hecht_core::household::HouseholdFile::open(&folder.file()).unwrap();
    let mut epochs = Vec::new();
    file.each_record(id, |row| {
        let row = row.unwrap();
        let context = hecht_core::household::Context::new("hecht record v1")
            .bytes(&file.id)
            .bytes(&id.0)
            .number(row.epoch)
            .bytes(&row.id.0);
        assert!(hecht_core::household::open(&secret.key, &context, &row.body).is_err());
        epochs.push(row.epoch);
        Ok(())
    })
    .unwrap();
    assert_eq!(epochs.iter().max(), Some(&4));
    drop(file);
    let mut program = Program::open(folder, 48);
    program.sit(&[&robin]);
    assert_eq!(
        notes(&mut program, "liked"),
        ["After shared", "Before shared"]
    );
}

#[test]
fn somebody_with_an_old_passphrase_cannot_speak_for_its_owner_afterwards() {
    let (mut program, mut robin, sam, space) = couple();
    program.sit(&[&robin]);
    write(&mut program, &space, "Before");
    program.lock();
    let old_copy = program.folder.copied();
    let old_robin = robin.clone();
    change(&mut program, &mut robin, "letter window canal heron");
    write(&mut program, &space, "After");
    let folder = program.end();
    let id = SpaceId(raw::bytes(&space));
    // With the old epoch's key and the old signing key, new keys of the thief's are announced.
    let thief = Hand::of(&old_copy, &old_robin);
    let key = thief.key_at(id, 1).unwrap();
    let mut random = Random::from_seed(79);
    let next = MemberKeys::random(&mut random).unwrap();
    let (_, mut record) = thief.records(id).into_iter().next_back().unwrap();
    record.kind = hecht_core::household::Kind::Keys;
    record.author = hecht_core::household::Author::Member(thief.member);
    record.entry = hecht_core::ids::EntryId([7; 16]);
    record.fields = serde_json::from_value(json!({ "keys": next.public, "epoch": 2 })).unwrap();
    let mut thief = thief.at(&folder);
    let row = thief.random_row();
    let signed = vec![thief.sign(id, row, &record)];
    let json = serde_json::to_vec(&record).unwrap();
    let plain = hecht_core::household::Envelope {
        signed,
        json: &json,
    }
    .to_bytes()
    .unwrap();
    let context = hecht_core::household::Context::new("hecht record v1")
        .bytes(&thief.file.id)
        .bytes(&id.0)
        .number(1)
        .bytes(&row.0);
    let body = hecht_core::household::seal(&key, &context, &plain, &mut random).unwrap();
    let stored = hecht_core::household::StoredRow {
        id: row,
        epoch: 1,
        body,
    };
    thief.file.write(&[Write::Put(id, stored)]).unwrap();
    drop(thief);
    let mut program = Program::open(folder, 40);
    for person in [&sam, &robin] {
        assert_eq!(damaged(&mut program, person), [space.as_str()]);
        program.finish_work();
        assert_eq!(
            notes(&mut program, "liked"),
            ["After shared", "Before shared"]
        );
    }
}

#[test]
fn a_space_that_vanished_from_the_file_is_shown_as_lost() {
    let (mut program, robin, sam, space) = couple();
    for person in [&robin, &sam] {
        program.sit(&[person]);
        write(&mut program, &space, person.name);
    }
    let folder = program.end();
    let mut file = hecht_core::household::HouseholdFile::open(&folder.file()).unwrap();
    file.write(&[Write::RemoveSpace(SpaceId(raw::bytes(&space)))])
        .unwrap();
    drop(file);
    let mut program = Program::open(folder, 41);
    for person in [&robin, &sam] {
        assert_eq!(damaged(&mut program, person), [space.as_str()]);
        program.call("go_on", json!({ "space": space }));
        program = program.restart(42);
        assert_eq!(damaged(&mut program, person), Vec::<String>::new());
    }
}

#[test]
fn an_epoch_that_was_put_back_is_shown() {
    let (mut program, mut robin, sam, space) = couple();
    program.sit(&[&sam]);
    write(&mut program, &space, "Sam's");
    program.lock();
    let before = program.folder.copied();
    change(&mut program, &mut robin, "letter window canal heron");
    write(&mut program, &space, "After");
    // Sam has met the new epoch, and then the space is put back to what it was.
    program.sit(&[&sam]);
    write(&mut program, &space, "Sam's next");
    let folder = program.end();
    let id = raw::bytes(&space);
    let sql = raw::sql(&folder);
    let path = before.file();
    sql.execute("ATTACH ?1 AS old", [path.to_str().unwrap()])
        .unwrap();
    for table in ["record", "space_key", "head"] {
        sql.execute(&format!("DELETE FROM main.{table} WHERE space = ?1"), [id])
            .unwrap();
        sql.execute(
            &format!("INSERT INTO main.{table} SELECT * FROM old.{table} WHERE space = ?1"),
            [id],
        )
        .unwrap();
    }
    drop(sql);
    let mut program = Program::open(folder, 43);
    assert_eq!(damaged(&mut program, &sam), [space.as_str()]);
    assert_eq!(damaged(&mut program, &robin), [space.as_str()]);
}

#[test]
fn a_slot_of_somebody_else_copied_over_ones_own_opens_nothing() {
    let (program, robin, sam, _) = couple();
    let folder = program.end();
    let sql = raw::sql(&folder);
    let changed = sql.execute(
        "UPDATE slot SET kdf = o.kdf, salt = o.salt, wrapped = o.wrapped, key_check = o.key_check,
           \"check\" = o.\"check\" FROM slot AS o WHERE slot.member = ?1 AND o.member = ?2",
        [raw::bytes(&robin.id), raw::bytes(&sam.id)],
    );
    assert_eq!(changed, Ok(1));
    drop(sql);
    let mut program = Program::open(folder, 44);
    for passphrase in [&robin.passphrase, &sam.passphrase] {
        assert_eq!(
            unlock(&mut program, &robin, passphrase),
            Err(ErrorCode::FileDamaged)
        );
    }
}

#[test]
fn a_key_sealed_to_the_old_public_key_opens_with_no_other() {
    let (mut program, mut robin, _, space) = couple();
    program.lock();
    let old = Hand::of(&program.folder.copied(), &robin);
    change(&mut program, &mut robin, "letter window canal heron");
    let folder = program.end();
    let new = Hand::of(&folder, &robin);
    let id = SpaceId(raw::bytes(&space));
    let (rows, _) = new.file.space_keys(new.member).unwrap();
    assert_eq!(
        rows.iter().map(|row| row.epoch).collect::<Vec<_>>(),
        [1, 2, 3]
    );
    for row in &rows {
        let household = &new.file.id;
        let open = |keys| open_space_key(household, id, row.epoch, new.member, keys, &row.sealed);
        assert!(open(&new.keys).is_ok());
        assert!(open(&old.keys).is_err());
    }
}

#[test]
fn after_the_newest_key_is_lost_nothing_is_written_under_an_older_one() {
    let (mut program, mut robin, sam, space) = couple();
    program.lock();
    let thief = Hand::of(&program.folder.copied(), &robin);
    change(&mut program, &mut robin, "letter window canal heron");
    write(&mut program, &space, "Between");
    program.sit(&[&sam]);
    write(&mut program, &space, "Sam's");
    let folder = program.end();
    let id = SpaceId(raw::bytes(&space));
    let sql = raw::sql(&folder);
    let lost = sql.execute(
        "DELETE FROM space_key WHERE space = ?1 AND epoch = 2",
        [id.0],
    );
    assert_eq!(lost, Ok(2));
    drop(sql);
    let mut program = Program::open(folder.clone(), 45);
    for person in [&sam, &robin] {
        assert_eq!(damaged(&mut program, person), [space.as_str()]);
        write(&mut program, &space, "After");
    }
    drop(program);
    let old = thief.key_at(id, 1).unwrap();
    let mut opened = 0;
    let file = hecht_core::household::HouseholdFile::open(&folder.file()).unwrap();
    file.each_record(id, |row| {
        let row = row.unwrap();
        let context = hecht_core::household::Context::new("hecht record v1")
            .bytes(&file.id)
            .bytes(&id.0)
            .number(row.epoch)
            .bytes(&row.id.0);
        if let Ok(plain) = hecht_core::household::open(&old, &context, &row.body) {
            let text = String::from_utf8_lossy(&plain).into_owned();
            assert!(!text.contains("After"), "{text}");
            opened += 1;
        }
        Ok(())
    })
    .unwrap();
    assert!(
        opened > 0,
        "what stood under the old key still opens with it"
    );
}

#[test]
fn one_key_row_that_opens_nothing_keeps_nobody_from_a_new_passphrase() {
    let (mut program, mut robin, mut sam, space) = couple();
    change(&mut program, &mut sam, "first of Sam");
    program.sit(&[&robin]);
    write(&mut program, &space, "Before");
    let folder = program.end();
    // The row of the newest epoch that is Robin's is sealed to somebody else.
    let id = SpaceId(raw::bytes(&space));
    let mut random = Random::from_seed(80);
    let hand = Hand::of(&folder, &robin);
    let (rows, _) = hand.file.space_keys(hand.member).unwrap();
    let mut row = rows.into_iter().find(|row| row.epoch == 2).unwrap();
    let stranger = MemberKeys::random(&mut random).unwrap().public;
    let secret = EpochSecret::first(Key::random(&mut random));
    let household = hand.file.id;
    row.sealed = seal_space_key(
        &household,
        id,
        2,
        hand.member,
        &stranger,
        &secret,
        &mut random,
    )
    .unwrap();
    let mut file = hand.file;
    file.write(&[Write::ResealKey(row)]).unwrap();
    drop(file);
    let mut program = Program::open(folder, 46);
    change(&mut program, &mut robin, "letter window canal heron");
    program = program.restart(47);
    assert_eq!(damaged(&mut program, &robin), [space.as_str()]);
    assert_eq!(notes(&mut program, "note"), ["Before private"]);
    write(&mut program, &space, "After");
}
