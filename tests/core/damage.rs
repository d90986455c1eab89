//! Rows that were moved, forged, lost or put back: they are not shown, the space says that something is
//! missing until a person goes on, and what is intact stays readable.

use std::sync::Arc;

use hecht_core::ErrorCode;
use hecht_core::household::{Author, Kind, Record};
use hecht_core::ids::{EntryId, SpaceId};
use serde_json::{Value, json};
use support::{Folder, MINUTE, Person, Program, couple, look_for};

use crate::raw::{self, Hand};

/// The spaces that this person is told to be damaged, once everything has been looked at.
#[track_caller]
fn damaged(program: &mut Program, person: &Person) -> Vec<String> {
    program.sit(&[person]);
    program.log();
    program.finish_work();
    let today = program.call("get_today", json!({}));
    serde_json::from_value(today["damaged"].clone()).unwrap()
}

fn notes(program: &mut Program, field: &str) -> Vec<String> {
    let log = program.log();
    let texts = log.iter().filter_map(|row| row["answers"][field].as_str());
    texts.map(ToOwned::to_owned).collect()
}

/// A couple with two entries of Robin in the private space and two in the shared one.
struct Written {
    folder: Arc<Folder>,
    robin: Person,
    sam: Person,
    space: String,
    /// The entries called "Lost".
    lost: String,
    lost_private: String,
}

fn written() -> Written {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    program.check_in(
        json!({ "note": "Kept" }),
        Some((&space, json!({ "liked": "Kept" }))),
    );
    let (lost_private, lost) = program.check_in(
        json!({ "note": "Lost" }),
        Some((&space, json!({ "liked": "Lost" }))),
    );
    Written {
        folder: program.end(),
        robin,
        sam,
        space,
        lost,
        lost_private,
    }
}

impl Written {
    fn space_id(&self, is_private: bool) -> SpaceId {
        SpaceId(raw::bytes(if is_private {
            &self.robin.id
        } else {
            &self.space
        }))
    }

    /// The row that holds a "Lost" entry.
    fn lost_row(&self, is_private: bool) -> [u8; 16] {
        let entry = if is_private {
            &self.lost_private
        } else {
            &self.lost
        };
        let hand = Hand::of(&self.folder, &self.robin);
        let records = hand.records(self.space_id(is_private));
        let entry = EntryId(raw::bytes(entry));
        let found = records.iter().find(|(_, record)| record.entry == entry);
        found.unwrap().0.id.0
    }

    /// Robin sees that something is missing in that space only, reads what is intact, writes, goes on,
    /// and all of it stays so.
    #[track_caller]
    fn is_noticed_and_settled(&self, folder: Arc<Folder>, is_private: bool) {
        let (field, other) = if is_private {
            ("note", "liked")
        } else {
            ("liked", "note")
        };
        let space = if is_private {
            &self.robin.id
        } else {
            &self.space
        };
        let mut program = Program::open(folder, 21);
        assert_eq!(damaged(&mut program, &self.robin), [space.clone()]);
        assert_eq!(notes(&mut program, field), ["Kept"]);
        assert_eq!(notes(&mut program, other), ["Kept", "Lost"]);
        assert_eq!(
            program.call("search", look_for("lost"))["hits"]
                .as_array()
                .map(Vec::len),
            Some(1)
        );
        // Writing goes on, and does not make the difference go away.
        let answers = json!({ "note": "New", "liked": "New" });
        if is_private {
            program.check_in(answers, None);
        } else {
            program.check_in(Value::Null, Some((space, answers)));
        }
        let mut program = program.restart(22);
        assert_eq!(damaged(&mut program, &self.robin), [space.clone()]);
        let today = program.call("go_on", json!({ "space": space }));
        assert_eq!(today["damaged"], json!([]));
        assert_eq!(
            program.try_call("go_on", json!({ "space": space })),
            Err(ErrorCode::NotFound),
            "it is settled"
        );
        for seed in [23, 24] {
            program = program.restart(seed);
            assert_eq!(damaged(&mut program, &self.robin), Vec::<String>::new());
            assert!(notes(&mut program, field).contains(&"Kept".to_owned()));
            assert!(notes(&mut program, field).contains(&"New".to_owned()));
            assert!(!notes(&mut program, field).contains(&"Lost".to_owned()));
            program.check_in(json!({ "today": 3 }), None);
        }
        assert_eq!(damaged(&mut program, &self.sam), Vec::<String>::new());
    }
}

#[test]
fn a_row_that_vanished_is_noticed_until_somebody_goes_on() {
    let written = written();
    for is_private in [true, false] {
        let folder = written.folder.copied();
        let row = written.lost_row(is_private);
        raw::change_one(&folder, "DELETE FROM record WHERE id = ?1", [row]);
        written.is_noticed_and_settled(folder, is_private);
    }
}

#[test]
fn a_row_with_one_bit_changed_is_not_shown() {
    let written = written();
    for is_private in [true, false] {
        let folder = written.folder.copied();
        let row = written.lost_row(is_private);
        raw::change_one(
            &folder,
            "UPDATE record SET body = CAST(substr(body, 1, 99) || x'00' || substr(body, 101) AS BLOB) WHERE id = ?1",
            [row],
        );
        written.is_noticed_and_settled(folder, is_private);
    }
}

#[test]
fn a_row_moved_to_another_id_is_not_shown() {
    let written = written();
    for is_private in [true, false] {
        let folder = written.folder.copied();
        let row = written.lost_row(is_private);
        raw::change_one(
            &folder,
            "UPDATE record SET id = ?2 WHERE id = ?1",
            [row, [7; 16]],
        );
        written.is_noticed_and_settled(folder, is_private);
    }
}

#[test]
fn a_row_said_to_be_of_another_epoch_is_not_shown() {
    let written = written();
    let folder = written.folder.copied();
    let row = written.lost_row(false);
    raw::change_one(&folder, "UPDATE record SET epoch = 2 WHERE id = ?1", [row]);
    written.is_noticed_and_settled(folder, false);
}

#[test]
fn a_row_moved_to_another_space_is_not_shown_in_either() {
    let written = written();
    let folder = written.folder.copied();
    let row = written.lost_row(true);
    raw::change_one(
        &folder,
        "UPDATE record SET space = ?2 WHERE id = ?1",
        [row, raw::bytes(&written.space)],
    );
    let mut program = Program::open(folder, 21);
    let mut found = damaged(&mut program, &written.robin);
    let mut both = vec![written.robin.id.clone(), written.space.clone()];
    found.sort();
    both.sort();
    assert_eq!(found, both);
    assert_eq!(notes(&mut program, "note"), ["Kept"]);
    assert_eq!(notes(&mut program, "liked"), ["Kept", "Lost"]);
    assert_eq!(damaged(&mut program, &written.sam), [written.space.clone()]);
    assert_eq!(notes(&mut program, "note"), Vec::<String>::new());
}

#[test]
fn a_row_from_another_household_is_not_shown() {
    let written = written();
    let mut other = Program::open(Arc::new(Folder::new()), 77);
    other.add("Robin");
    other.check_in(json!({ "note": "From elsewhere" }), None);
    let other = other.end();
    let folder = written.folder.copied();
    let connection = raw::sql(&folder);
    for (_, id, body) in raw::rows(&other) {
        let added = connection.execute(
            "INSERT INTO record VALUES (?1, ?2, 1, ?3)",
            rusqlite::params![raw::bytes(&written.robin.id), id, body],
        );
        assert_eq!(added, Ok(1));
    }
    drop(connection);
    let mut program = Program::open(folder, 21);
    assert_eq!(
        damaged(&mut program, &written.robin),
        [written.robin.id.clone()]
    );
    assert_eq!(notes(&mut program, "note"), ["Kept", "Lost"]);
}

#[test]
fn a_lost_head_is_noticed() {
    let written = written();
    let folder = written.folder.copied();
    raw::change_one(
        &folder,
        "DELETE FROM head WHERE space = ?1",
        [raw::bytes(&written.space)],
    );
    let mut program = Program::open(folder, 21);
    assert_eq!(
        damaged(&mut program, &written.robin),
        [written.space.clone()]
    );
    assert_eq!(notes(&mut program, "liked"), ["Kept", "Lost"]);
    program.call("go_on", json!({ "space": written.space }));
    assert_eq!(damaged(&mut program, &written.sam), Vec::<String>::new());
}

#[test]
fn a_withdrawn_entry_that_is_put_back_is_noticed_and_stays_gone() {
    let written = written();
    for is_private in [true, false] {
        let folder = written.folder.copied();
        let row = written.lost_row(is_private);
        let kept = raw::rows(&folder).into_iter().find(|(_, id, _)| *id == row);
        let (space, id, body) = kept.unwrap();
        let mut program = Program::open(folder, 21);
        program.sit(&[&written.robin]);
        let entry = if is_private {
            &written.lost_private
        } else {
            &written.lost
        };
        program.call("withdraw_checkin", json!({ "entry": entry }));
        let folder = program.end();
        let put_back = (space, id, body);
        let added = raw::sql(&folder).execute(
            "INSERT INTO record VALUES (?1, ?2, 1, ?3)",
            rusqlite::params![put_back.0, put_back.1, put_back.2],
        );
        assert_eq!(added, Ok(1));
        written.is_noticed_and_settled(folder, is_private);
    }
}

#[test]
fn a_former_draft_that_is_put_back_is_noticed() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let before = raw::rows(&program.folder.copied());
    program.call("save_draft", json!({ "form": "checkin", "body": "1" }));
    let with_draft = raw::rows(&program.folder.copied());
    program.call("drop_draft", json!({ "form": "checkin" }));
    let folder = program.end();
    let draft = with_draft
        .into_iter()
        .find(|row| !before.contains(row))
        .unwrap();
    let added = raw::sql(&folder).execute(
        "INSERT INTO record VALUES (?1, ?2, 1, ?3)",
        rusqlite::params![draft.0, draft.1, draft.2],
    );
    assert_eq!(added, Ok(1));
    let mut program = Program::open(folder, 8);
    assert_eq!(damaged(&mut program, &robin), [robin.id.clone()]);
}

impl Written {
    /// Robin's "Kept" entry in the shared space, as Sam finds it.
    fn kept(&self, hand: &Hand) -> Record {
        let records = hand.records(self.space_id(false));
        let found = records
            .into_iter()
            .find(|(_, record)| record.fields.get("liked") == Some(&json!("Kept")));
        found.unwrap().1
    }

    fn forged(&self, change: impl FnOnce(&mut Record)) -> Record {
        let mut record = self.kept(&Hand::of(&self.folder, &self.robin));
        record.entry = EntryId([9; 16]);
        record.fields.insert("liked".to_owned(), json!("Forged"));
        change(&mut record);
        record
    }

    /// Sam puts the record into the file with the signatures `sign` gives; nobody is shown it, and all
    /// else is as before.
    #[track_caller]
    fn is_not_believed(&self, record: &Record, signers: &[&Person]) {
        let folder = self.folder.copied();
        let space = self.space_id(false);
        let row = Hand::of(&folder, &self.sam).random_row();
        let mut signed = Vec::new();
        for signer in signers {
            signed.push(Hand::of(&folder, signer).sign(space, row, record));
        }
        // Everybody signs for themselves; what is forged is the author.
        Hand::of(&folder, &self.sam).put(space, row, record, signed);
        for person in [&self.robin, &self.sam] {
            let mut program = Program::open(folder.clone(), 21);
            program.sit(&[person]);
            assert_eq!(notes(&mut program, "liked"), ["Kept", "Lost"]);
            assert_eq!(
                program.call("search", look_for("forged"))["hits"],
                json!([])
            );
            assert_eq!(damaged(&mut program, person), [self.space.clone()]);
            assert_eq!(notes(&mut program, "liked"), ["Kept", "Lost"]);
        }
        let mut program = Program::open(folder, 22);
        program.sit(&[&self.robin]);
        program.finish_work();
        program.call("go_on", json!({ "space": self.space }));
        for person in [&self.robin, &self.sam, &self.robin] {
            program = program.restart(23);
            assert_eq!(damaged(&mut program, person), Vec::<String>::new());
            assert_eq!(notes(&mut program, "liked"), ["Kept", "Lost"]);
        }
    }
}

#[test]
fn an_entry_signed_by_somebody_else_than_its_author_is_not_shown() {
    let written = written();
    written.is_not_believed(&written.forged(|_| ()), &[&written.sam]);
}

#[test]
fn an_entry_without_a_signature_is_not_shown() {
    let written = written();
    written.is_not_believed(&written.forged(|_| ()), &[]);
}

#[test]
fn an_entry_with_one_signature_too_many_is_not_shown() {
    let written = written();
    let record = written.forged(|_| ());
    written.is_not_believed(&record, &[&written.robin, &written.sam]);
}

#[test]
fn words_written_together_need_the_signature_of_each_person_present() {
    let written = written();
    let mut present = vec![raw::member(&written.robin), raw::member(&written.sam)];
    present.sort();
    let record = written.forged(|record| {
        record.author = Author::Together;
        record.present = present;
    });
    written.is_not_believed(&record, &[&written.sam]);
    let nobody = written.forged(|record| record.author = Author::Together);
    written.is_not_believed(&nobody, &[]);
}

#[test]
fn a_forged_newer_version_does_not_hide_the_true_words() {
    let written = written();
    let record = written.forged(|record| {
        let hand = Hand::of(&written.folder, &written.robin);
        record.entry = written.kept(&hand).entry;
        record.version = 7;
    });
    written.is_not_believed(&record, &[&written.sam]);
}

#[test]
fn a_forged_answer_is_not_shown() {
    let written = written();
    let folder = written.folder.copied();
    let mut record = written.forged(|record| record.kind = Kind::Reply);
    let lost = json!({ "to": written.lost, "answer": "thank_you" });
    record.fields = lost.as_object().unwrap().clone();
    let space = written.space_id(false);
    let mut hand = Hand::of(&folder, &written.sam);
    let row = hand.random_row();
    let signed = vec![hand.sign(space, row, &record)];
    hand.put(space, row, &record, signed);
    drop(hand);
    let mut program = Program::open(folder, 21);
    program.sit(&[&written.robin]);
    assert_eq!(program.entry(&written.lost)["row"]["replies"], json!([]));
    assert_eq!(damaged(&mut program, &written.robin), [written.space]);
}

#[test]
fn a_signature_taken_from_another_row_is_not_believed() {
    let written = written();
    let folder = written.folder.copied();
    let space = written.space_id(false);
    let record = written.forged(|_| ());
    let mut sam = Hand::of(&folder, &written.sam);
    let (one, two) = (sam.random_row(), sam.random_row());
    drop(sam);
    let signed = vec![Hand::of(&folder, &written.robin).sign(space, one, &record)];
    Hand::of(&folder, &written.sam).put(space, two, &record, signed);
    let mut program = Program::open(folder, 21);
    assert_eq!(
        damaged(&mut program, &written.robin),
        [written.space.clone()]
    );
    assert_eq!(notes(&mut program, "liked"), ["Kept", "Lost"]);
}

#[test]
fn a_true_signature_by_hand_is_believed() {
    // Otherwise the tests above would pass for the wrong reason.
    let written = written();
    let folder = written.folder.copied();
    let space = written.space_id(false);
    let record = written.forged(|_| ());
    let mut hand = Hand::of(&folder, &written.robin);
    let row = hand.random_row();
    let signed = vec![hand.sign(space, row, &record)];
    hand.put(space, row, &record, signed);
    drop(hand);
    let mut program = Program::open(folder, 21);
    assert_eq!(damaged(&mut program, &written.sam), Vec::<String>::new());
    assert!(notes(&mut program, "liked").contains(&"Forged".to_owned()));
}

#[test]
fn a_yes_signed_by_the_maker_for_somebody_else_does_not_open_a_space() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    program.sit(&[&robin]);
    let spaces = program.call(
        "propose_space",
        json!({ "members": [sam.id], "name": null }),
    );
    let id = spaces[0]["id"].as_str().unwrap().to_owned();
    let folder = program.end();
    let space = SpaceId(raw::bytes(&id));
    let mut hand = Hand::of(&folder, &robin);
    let (_, mut record) = hand.records(space).remove(0);
    record.kind = Kind::Accept;
    record.entry = EntryId([3; 16]);
    record.author = Author::Member(raw::member(&sam));
    record.fields.clear();
    let row = hand.random_row();
    let signed = vec![hand.sign(space, row, &record)];
    hand.put(space, row, &record, signed);
    let mut claimed = vec![hand.sign(space, hand.random_row(), &record)];
    claimed[0].member = raw::member(&sam);
    let row = hand.random_row();
    hand.put(space, row, &record, claimed);
    drop(hand);
    let mut program = Program::open(folder, 21);
    program.sit(&[&robin]);
    assert_eq!(
        program.call("list_spaces", json!({}))[0]["state"],
        "waiting"
    );
    program.sit(&[&sam]);
    assert_eq!(program.call("list_spaces", json!({}))[0]["state"], "asked");
}

#[test]
fn fields_of_a_newer_hecht_are_kept_by_an_edit_and_its_kinds_are_not_shown() {
    let written = written();
    let folder = written.folder.copied();
    let space = written.space_id(true);
    let mut hand = Hand::of(&folder, &written.robin);
    let mut record = written.forged(|record| {
        record
            .fields
            .insert("weather".to_owned(), json!({ "sky": "grey" }));
        record.rest.insert("beside".to_owned(), json!([1, 2]));
    });
    let row = hand.random_row();
    hand.put(space, row, &record, Vec::new());
    let entry = record.entry;
    record.entry = EntryId([10; 16]);
    record.rest.insert("kind".to_owned(), json!("poem"));
    record.kind = Kind::Unknown;
    let row = hand.random_row();
    hand.put(space, row, &record, Vec::new());
    drop(hand);

    let mut program = Program::open(folder, 21);
    assert_eq!(damaged(&mut program, &written.robin), Vec::<String>::new());
    assert_eq!(notes(&mut program, "liked"), ["Kept", "Lost", "Forged"]);
    for wait in [0, 40 * MINUTE] {
        program.wait(wait);
        program.call(
            "edit_checkin",
            json!({ "entry": entry, "answers": { "liked": "Edited", "today": 2 } }),
        );
    }
    let folder = program.end();
    let hand = Hand::of(&folder, &written.robin);
    let records = hand.records(space);
    let versions: Vec<_> = records.iter().filter(|(_, it)| it.entry == entry).collect();
    assert_eq!(versions.len(), 2);
    for (_, version) in versions {
        assert_eq!(version.fields.get("liked"), Some(&json!("Edited")));
        assert_eq!(
            version.fields.get("weather"),
            Some(&json!({ "sky": "grey" }))
        );
        assert_eq!(version.rest.get("beside"), Some(&json!([1, 2])));
    }
}
