//! What one of a household's people can try with tools and the keys they have, or had: taking rows out,
//! putting rows back, speaking with the keys somebody has replaced. Each is refused, or shown.

use hecht_core::ErrorCode;
use hecht_core::household::{
    EpochSecret, Key, Kind, SpaceKeyRow, StoredRow, Write, seal_space_key, space_key_signing_bytes,
};
use hecht_core::ids::{EntryId, SpaceId};
use hecht_core::random::Random;
use serde_json::{Value, json};
use support::{Person, Program, couple};

use crate::damage::{damaged, notes};
use crate::keys::change;
use crate::raw::{self, Hand};

fn say(program: &mut Program, space: &str, text: &str) {
    program.check_in(Value::Null, Some((space, json!({ "liked": text }))));
}

fn id(space: &str) -> SpaceId {
    SpaceId(raw::bytes(space))
}

/// The one row of a kind that this person's keys open.
fn row_of(hand: &Hand, space: &str, kind: Kind) -> StoredRow {
    let mut records = hand.records(id(space)).into_iter();
    let found = records.find(|(_, record)| record.kind == kind);
    found.unwrap().0
}

fn three() -> (Program, [Person; 3], String) {
    let mut program = Program::new();
    let people = ["Robin", "Sam", "Noa"].map(|name| program.add(name));
    let space = program.share(&[&people[0], &people[1], &people[2]]);
    for person in &people {
        program.sit(&[person]);
        say(&mut program, &space, person.name);
    }
    (program, people, space)
}

#[test]
fn a_farewell_that_is_taken_out_brings_nobody_back() {
    for takes_keys_too in [false, true] {
        let (mut program, [robin, sam, noa], space) = three();
        program.sit(&[&sam]);
        let old = Hand::of(&program.folder.copied(), &sam);
        program.call("leave_space", json!({ "space": space, "words": "stay" }));
        for person in [&robin, &noa] {
            program.sit(&[person]);
            say(&mut program, &space, "After");
        }
        let folder = program.end();
        let old = old.at(&folder);
        let (stolen, _) = old.file.space_keys(old.member).unwrap();
        assert_eq!(stolen, []);
        let left = old.file.epochs(id(&space)).unwrap();
        assert_eq!(left.into_iter().collect::<Vec<_>>(), [1, 2, 3]);
        drop(old);
        let farewell = row_of(&Hand::of(&folder, &robin), &space, Kind::Left);
        raw::change_one(&folder, "DELETE FROM record WHERE id = ?1", [farewell.id.0]);
        if takes_keys_too {
            let sql = "DELETE FROM space_key WHERE space = ?1 AND epoch = 3";
            assert_eq!(raw::sql(&folder).execute(sql, [id(&space).0]), Ok(2));
        }
        let mut program = Program::open(folder.clone(), 61);
        for person in [&robin, &noa] {
            assert_eq!(damaged(&mut program, person), [space.as_str()]);
            let rows = program.call("list_spaces", json!({}));
            assert_eq!(rows[0]["members"], json!([robin.id, noa.id]));
            assert_eq!(rows[0]["left"], json!([sam.id]));
            let expected: &[&str] = match (takes_keys_too, person.name) {
                (false, "Robin") => &["After", "After", "Noa", "Robin", "Sam"],
                (false, _) => &["After", "After", "Later", "Noa", "Robin", "Sam"],
                (true, "Robin") => &["Noa", "Robin", "Sam"],
                (true, _) => &["Later", "Noa", "Robin", "Sam"],
            };
            assert_eq!(notes(&mut program, "liked"), expected);
            say(&mut program, &space, "Later");
        }
        program.sit(&[&robin, &noa]);
        let rows = program.call("list_spaces", json!({}));
        assert_eq!(rows[0]["left"], json!([sam.id]));
        say(&mut program, &space, "Together");
        drop(program);
        let (keys, _) = Hand::of(&folder, &robin)
            .file
            .space_keys(raw::member(&sam))
            .unwrap();
        assert_eq!(keys, [], "no key was made for who left");
    }
}

#[test]
fn an_announcement_of_keys_that_is_lost_takes_no_words_with_it() {
    let (mut program, mut robin, sam, space) = couple();
    program.sit(&[&robin]);
    say(&mut program, &space, "Before");
    change(&mut program, &mut robin, "letter window canal heron");
    for person in [&robin, &sam] {
        program.sit(&[person]);
        say(&mut program, &space, &format!("After, {}", person.name));
    }
    let folder = program.end();
    let keys = row_of(&Hand::of(&folder, &robin), &space, Kind::Keys);
    raw::change_one(&folder, "DELETE FROM record WHERE id = ?1", [keys.id.0]);
    let mut program = Program::open(folder, 62);
    for person in [&robin, &sam] {
        assert_eq!(damaged(&mut program, person), [space.as_str()]);
        program.finish_work();
        let all = ["After, Robin", "After, Sam", "Before"];
        assert_eq!(notes(&mut program, "liked"), all);
    }
    program.call("go_on", json!({ "space": space }));
    program = program.restart(63);
    for person in [&robin, &sam] {
        assert_eq!(damaged(&mut program, person), Vec::<String>::new());
    }
    change(&mut program, &mut robin, "another of Robin's own");
    assert_eq!(notes(&mut program, "liked").len(), 3);
}

#[test]
fn going_on_without_a_lost_key_takes_nothing_from_the_others() {
    let (mut program, robin, mut sam, space) = couple();
    program.sit(&[&robin]);
    say(&mut program, &space, "Before");
    change(&mut program, &mut sam, "first new one of Sam");
    say(&mut program, &space, "After");
    let folder = program.end();
    let lost = "DELETE FROM space_key WHERE epoch = 2 AND member = ?1";
    raw::change_one(&folder, lost, [raw::member(&robin).0]);
    let mut program = Program::open(folder, 64);
    assert_eq!(damaged(&mut program, &sam), Vec::<String>::new());
    assert_eq!(damaged(&mut program, &robin), [space.as_str()]);
    program.call("go_on", json!({ "space": space }));
    for seed in [65, 66] {
        program = program.restart(seed);
        assert_eq!(damaged(&mut program, &robin), Vec::<String>::new());
        assert_eq!(notes(&mut program, "liked"), ["After"]);
        program.check_in(json!({ "today": 3 }), None);
        assert_eq!(damaged(&mut program, &sam), Vec::<String>::new());
        program.finish_work();
        assert_eq!(notes(&mut program, "liked"), ["After", "Before"]);
    }
}

/// Sam has Robin's keys of before, and is in the space himself.
#[test]
fn keys_that_were_replaced_speak_for_nobody_in_earlier_epochs_either() {
    for kind in [Kind::Checkin, Kind::Left, Kind::Close, Kind::Gone] {
        let (mut program, mut robin, sam, space) = couple();
        program.sit(&[&robin]);
        say(&mut program, &space, "Before");
        program.lock();
        let old = Hand::of(&program.folder.copied(), &robin);
        change(&mut program, &mut robin, "letter window canal heron");
        say(&mut program, &space, "After");
        let folder = program.end();
        let mut records = old.records(id(&space)).into_iter();
        let (_, mut record) = records
            .find(|(_, record)| record.kind == Kind::Checkin)
            .unwrap();
        let mut old = old.at(&folder);
        record.kind = kind;
        record.saved_at += 1000 * 60 * 60 * 24;
        if kind == Kind::Gone {
            // A withdrawal of what she did write.
            record.fields.clear();
        } else if kind == Kind::Left {
            record.fields =
                serde_json::from_value(json!({ "name": "Robin", "colour": 1 })).unwrap();
        } else {
            record.entry = EntryId([9; 16]);
            record.fields = serde_json::from_value(json!({ "liked": "Forged" })).unwrap();
        }
        let row = old.random_row();
        let signed = vec![old.sign(id(&space), row, &record)];
        drop(old);
        let mut hand = Hand::of(&folder, &sam);
        hand.put(id(&space), row, &record, signed);
        drop(hand);
        let mut program = Program::open(folder, 67);
        for person in [&robin, &sam] {
            program.sit(&[person]);
            program.finish_work();
            let all = ["After", "Before"];
            assert_eq!(notes(&mut program, "liked"), all, "{kind:?}");
            let rows = program.call("list_spaces", json!({}));
            assert_eq!(rows[0]["members"].as_array().map(Vec::len), Some(2));
            assert_eq!(rows[0]["has_my_yes_to_close"], false);
            assert_eq!(damaged(&mut program, person), [space.as_str()], "{kind:?}");
        }
        // It is seen and said once, and then it is over.
        program.call("go_on", json!({ "space": space }));
        program = program.restart(68);
        for person in [&robin, &sam] {
            assert_eq!(
                damaged(&mut program, person),
                Vec::<String>::new(),
                "{kind:?}"
            );
            assert_eq!(notes(&mut program, "liked"), ["After", "Before"]);
        }
    }
}

#[test]
fn a_yes_to_closing_that_was_taken_back_cannot_be_put_back() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    program.call("close_space", json!({ "space": space }));
    program.lock();
    let kept = row_of(
        &Hand::of(&program.folder.copied(), &sam),
        &space,
        Kind::Close,
    );
    program.sit(&[&robin]);
    program.call("keep_space", json!({ "space": space }));
    program.sit(&[&sam]);
    program.call("close_space", json!({ "space": space }));
    let folder = program.end();
    Hand::of(&folder, &sam).put_stored(id(&space), kept);
    let mut program = Program::open(folder, 69);
    for person in [&robin, &sam] {
        assert_eq!(damaged(&mut program, person), [space.as_str()]);
        assert_eq!(program.call("list_spaces", json!({}))[0]["state"], "open");
    }
    say(&mut program, &space, "Still open");
}

#[test]
fn an_answer_that_was_replaced_cannot_be_put_back() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    say(&mut program, &space, "Dear");
    let entry = program.log()[0]["entry"].clone();
    program.sit(&[&sam]);
    program.call("create_reply", json!({ "entry": entry, "answer": "talk" }));
    program.lock();
    let kept = row_of(
        &Hand::of(&program.folder.copied(), &robin),
        &space,
        Kind::Reply,
    );
    program.sit(&[&sam]);
    program.call(
        "create_reply",
        json!({ "entry": entry, "answer": "thank_you" }),
    );
    let folder = program.end();
    Hand::of(&folder, &robin).put_stored(id(&space), kept);
    let mut program = Program::open(folder, 70);
    for person in [&robin, &sam] {
        program.sit(&[person]);
        program.finish_work();
        let replies = program.log()[0]["replies"].clone();
        assert_eq!(replies.as_array().map(Vec::len), Some(1));
        assert_eq!(replies[0]["answer"], "thank_you");
    }
}

#[test]
fn a_number_far_above_the_last_epoch_is_none() {
    let (mut program, mut robin, sam, space) = couple();
    program.sit(&[&robin]);
    say(&mut program, &space, "Before");
    let folder = program.end();
    let mut hand = Hand::of(&folder, &sam);
    let mut random = Random::from_seed(81);
    let secret = EpochSecret::first(Key::random(&mut random));
    let rows = hand.file.members().unwrap();
    let members: Vec<_> = rows.iter().map(|row| row.id).collect();
    let bytes =
        space_key_signing_bytes(&hand.file.id, id(&space), u32::MAX, &secret, &members).unwrap();
    let household = hand.file.id;
    let keys = rows.iter().map(|row| {
        let (to, random) = (&row.keys, &mut random);
        let sealed = seal_space_key(
            &household,
            id(&space),
            u32::MAX,
            row.id,
            to,
            &secret,
            random,
        );
        Write::SpaceKey(SpaceKeyRow {
            space: id(&space),
            epoch: u32::MAX,
            member: row.id,
            sealed: sealed.unwrap(),
            maker: hand.member,
            signature: hand.keys.sign(&bytes),
        })
    });
    let keys: Vec<Write> = keys.collect();
    hand.file.write(&keys).unwrap();
    drop(hand);
    let mut program = Program::open(folder, 71);
    assert_eq!(damaged(&mut program, &robin), [space.as_str()]);
    change(&mut program, &mut robin, "letter window canal heron");
    say(&mut program, &space, "After");
    program.call("go_on", json!({ "space": space }));
    program = program.restart(72);
    assert_eq!(damaged(&mut program, &robin), Vec::<String>::new());
    assert_eq!(notes(&mut program, "liked"), ["After", "Before"]);
    program.sit(&[&sam]);
    assert_eq!(notes(&mut program, "liked"), ["After", "Before"]);
}

#[test]
fn nobody_proposes_in_somebody_elses_name_with_keys_they_have_replaced() {
    let mut program = Program::new();
    let mut robin = program.add("Robin");
    let sam = program.add("Sam");
    program.lock();
    let old_folder = program.folder.copied();
    let old_robin = robin.clone();
    change(&mut program, &mut robin, "letter window canal heron");
    let folder = program.end();
    // At a copy of before, Robin's proposal; all its rows are carried over.
    let mut past = Program::open(old_folder, 73);
    past.sit(&[&old_robin]);
    past.call(
        "propose_space",
        json!({ "members": [sam.id], "name": null }),
    );
    let past = past.end();
    let from = hecht_core::household::HouseholdFile::open(&past.file()).unwrap();
    let (keys, _) = from.space_keys(raw::member(&sam)).unwrap();
    let proposed = keys[0].space;
    let mut writes = Vec::new();
    from.each_record(proposed, |row| {
        writes.push(Write::Put(proposed, row.unwrap()));
        Ok(())
    })
    .unwrap();
    writes.push(Write::Head(proposed, from.head(proposed).unwrap().unwrap()));
    writes.extend(keys.into_iter().map(Write::SpaceKey));
    let mut into = hecht_core::household::HouseholdFile::open(&folder.file()).unwrap();
    into.write(&writes).unwrap();
    drop(into);
    let mut program = Program::open(folder, 74);
    program.sit(&[&sam]);
    assert_eq!(program.call("list_spaces", json!({})), json!([]));
    let yes = program.try_call("accept_space", json!({ "space": proposed.to_string() }));
    assert_eq!(yes, Err(ErrorCode::NotFound));
}

#[test]
fn sitting_together_first_makes_no_key_for_who_left_either() {
    let (mut program, [robin, sam, noa], space) = three();
    program.sit(&[&sam]);
    program.call("leave_space", json!({ "space": space, "words": "stay" }));
    for person in [&robin, &noa] {
        program.sit(&[person]);
        say(&mut program, &space, "After");
    }
    let folder = program.end();
    let farewell = row_of(&Hand::of(&folder, &robin), &space, Kind::Left);
    raw::change_one(&folder, "DELETE FROM record WHERE id = ?1", [farewell.id.0]);
    let sql = "DELETE FROM space_key WHERE space = ?1 AND epoch = 3";
    assert_eq!(raw::sql(&folder).execute(sql, [id(&space).0]), Ok(2));
    let mut program = Program::open(folder.clone(), 75);
    program.sit(&[&robin, &noa]);
    say(&mut program, &space, "Together");
    for person in [&robin, &noa] {
        assert_eq!(damaged(&mut program, person), [space.as_str()]);
        assert!(notes(&mut program, "liked").contains(&"Together".to_owned()));
    }
    drop(program);
    let robin = Hand::of(&folder, &robin);
    let (keys, _) = robin.file.space_keys(raw::member(&sam)).unwrap();
    assert_eq!(keys, [], "no key was made for who left");
}

#[test]
fn words_under_a_key_that_was_lost_stay_ones_own_after_a_new_passphrase() {
    let (mut program, mut robin, sam, space) = couple();
    for person in [&robin, &sam] {
        program.sit(&[person]);
        say(&mut program, &space, &format!("Before, {}", person.name));
    }
    let folder = program.end();
    let lost = "DELETE FROM space_key WHERE epoch = 2 AND member = ?1";
    raw::change_one(&folder, lost, [raw::member(&robin).0]);
    let mut program = Program::open(folder, 76);
    assert_eq!(damaged(&mut program, &robin), [space.as_str()]);
    program.call("go_on", json!({ "space": space }));
    change(&mut program, &mut robin, "letter window canal heron");
    say(&mut program, &space, "After");
    program = program.restart(77);
    assert_eq!(damaged(&mut program, &robin), Vec::<String>::new());
    program.finish_work();
    assert_eq!(notes(&mut program, "liked"), ["After"]);
    assert_eq!(damaged(&mut program, &sam), Vec::<String>::new());
    program.finish_work();
    let all = ["After", "Before, Robin", "Before, Sam"];
    assert_eq!(notes(&mut program, "liked"), all);
}

#[test]
fn any_row_of_the_story_may_be_lost_and_everything_is_still_read() {
    for kind in [Kind::Space, Kind::Accept] {
        let (mut program, mut robin, mut sam, space) = couple();
        for person in [&robin, &sam] {
            program.sit(&[person]);
            say(&mut program, &space, person.name);
        }
        let folder = program.end();
        let lost = row_of(&Hand::of(&folder, &robin), &space, kind);
        raw::change_one(&folder, "DELETE FROM record WHERE id = ?1", [lost.id.0]);
        let mut program = Program::open(folder, 78);
        for _ in 0..2 {
            for person in [&robin, &sam] {
                damaged(&mut program, person);
                assert_eq!(notes(&mut program, "liked"), ["Robin", "Sam"], "{kind:?}");
                let rows = program.call("list_spaces", json!({}));
                assert_eq!(rows[0]["state"], "open");
            }
            change(&mut program, &mut robin, "letter window canal heron");
            change(&mut program, &mut sam, "another one of Sam's own");
            program.finish_work();
        }
        damaged(&mut program, &robin);
        program.call("go_on", json!({ "space": space }));
        program = program.restart(79);
        for person in [&robin, &sam] {
            assert_eq!(
                damaged(&mut program, person),
                Vec::<String>::new(),
                "{kind:?}"
            );
            assert_eq!(notes(&mut program, "liked"), ["Robin", "Sam"], "{kind:?}");
        }
    }
}

#[test]
fn a_proposal_waits_through_any_order_of_new_passphrases() {
    for order in [
        ["Robin", "Robin"],
        ["Sam", "Robin"],
        ["Robin", "Sam"],
        ["Sam", "Sam"],
    ] {
        let mut program = Program::new();
        let [mut robin, mut sam] = ["Robin", "Sam"].map(|name| program.add(name));
        program.sit(&[&robin]);
        let request = json!({ "members": [sam.id], "name": null });
        let space = program.call("propose_space", request)[0]["id"].clone();
        for (turn, name) in order.into_iter().enumerate() {
            let person = if name == "Robin" {
                &mut robin
            } else {
                &mut sam
            };
            let new = format!("{name} has a new one {turn}");
            change(&mut program, person, &new);
        }
        let mut program = program.restart(80);
        for person in [&robin, &sam] {
            assert_eq!(
                damaged(&mut program, person),
                Vec::<String>::new(),
                "{order:?}"
            );
        }
        program.sit(&[&sam]);
        let rows = program.call("accept_space", json!({ "space": space }));
        assert_eq!(rows[0]["state"], "open", "{order:?}");
        say(&mut program, space.as_str().unwrap(), "Ours");
        program.sit(&[&robin]);
        assert_eq!(notes(&mut program, "liked"), ["Ours"], "{order:?}");
    }
}

#[test]
fn words_that_were_put_back_are_missed_by_each_until_they_go_on() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    say(&mut program, &space, "Before");
    let mut sam = sam;
    change(&mut program, &mut sam, "letter window canal heron");
    program.check_in(json!({ "today": 3 }), None);
    program.sit(&[&robin]);
    say(&mut program, &space, "After");
    let folder = program.end();
    let sql = "DELETE FROM space_key WHERE space = ?1 AND epoch = 3";
    assert_eq!(raw::sql(&folder).execute(sql, [id(&space).0]), Ok(2));
    let sql = "DELETE FROM record WHERE space = ?1 AND epoch = 3";
    assert_eq!(raw::sql(&folder).execute(sql, [id(&space).0]), Ok(1));
    let mut program = Program::open(folder, 81);
    for _ in 0..2 {
        assert_eq!(damaged(&mut program, &robin), [space.as_str()]);
        say(&mut program, &space, "Again");
        program = program.restart(82);
    }
    program.sit(&[&robin]);
    program.call("go_on", json!({ "space": space }));
    program = program.restart(83);
    assert_eq!(damaged(&mut program, &robin), Vec::<String>::new());
    assert_eq!(damaged(&mut program, &sam), [space.as_str()]);
}
