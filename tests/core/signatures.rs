//! Records of a shared space whose signatures are not those of their authors: nobody is shown them,
//! they hide nothing that is true, and records of a newer Hecht are kept as they are.

use hecht_core::household::{Author, Kind, Record};
use hecht_core::ids::{EntryId, SpaceId};
use serde_json::json;
use support::{MINUTE, Person, Program, look_for};

use crate::damage::{Written, damaged, notes, written};
use crate::raw::{self, Hand};

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
            assert_eq!(damaged(&mut program, person), [self.space.as_str()]);
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
fn a_forged_newer_version_or_the_same_version_again_does_not_hide_the_true_words() {
    let written = written();
    let kept = written.kept(&Hand::of(&written.folder, &written.robin));
    for (version, later) in [
        (kept.version + 6, 0),
        (kept.version, 60_000),
        (kept.version, -60_000),
    ] {
        let record = written.forged(|record| {
            record.entry = kept.entry;
            record.version = version;
            record.saved_at += later;
        });
        written.is_not_believed(&record, &[&written.sam]);
    }
}

#[test]
fn a_withdrawal_that_its_author_did_not_sign_hides_nothing() {
    let written = written();
    let record = written.forged(|record| {
        let hand = Hand::of(&written.folder, &written.robin);
        record.entry = written.kept(&hand).entry;
        record.kind = Kind::Gone;
        record.fields.clear();
    });
    written.is_not_believed(&record, &[&written.sam]);
    written.is_not_believed(&record, &[]);
}

#[test]
fn going_on_without_a_forged_row_does_not_hide_what_is_lost_later() {
    let written = written();
    let folder = written.folder.copied();
    let space = written.space_id(false);
    let record = written.forged(|_| ());
    let mut hand = Hand::of(&folder, &written.sam);
    let row = hand.random_row();
    let signed = vec![hand.sign(space, row, &record)];
    hand.put(space, row, &record, signed);
    drop(hand);
    let mut program = Program::open(folder, 21);
    assert_eq!(
        damaged(&mut program, &written.robin),
        [written.space.as_str()]
    );
    program.call("go_on", json!({ "space": written.space }));
    let folder = program.end();
    let lost = written.lost_row(false);
    raw::change_one(&folder, "DELETE FROM record WHERE id = ?1", [lost]);
    let mut program = Program::open(folder, 22);
    for person in [&written.robin, &written.sam] {
        assert_eq!(damaged(&mut program, person), [written.space.as_str()]);
        assert_eq!(notes(&mut program, "liked"), ["Kept"]);
    }
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
        [written.space.as_str()]
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
    let row = hand.random_row();
    let mut claimed = vec![hand.sign(space, row, &record)];
    claimed[0].member = raw::member(&sam);
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
    record.kind = Kind::Unknown;
    let row = hand.random_row();
    hand.put(space, row, &record, Vec::new());
    drop(hand);

    let mut program = Program::open(folder, 21);
    assert_eq!(damaged(&mut program, &written.robin), Vec::<String>::new());
    assert_eq!(notes(&mut program, "liked"), ["Forged", "Kept", "Lost"]);
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
