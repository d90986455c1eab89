//! Rows that were moved, changed, lost or put back: they are not shown, the space says that something
//! is missing until a person goes on, and what is intact stays readable.

use std::sync::Arc;

use hecht_core::ErrorCode;
use hecht_core::ids::{EntryId, SpaceId};
use serde_json::{Value, json};
use support::{Folder, Person, Program, couple, look_for};

use crate::raw::{self, Hand};

/// The spaces that this person is told to be damaged, once everything has been looked at.
#[track_caller]
pub(crate) fn damaged(program: &mut Program, person: &Person) -> Vec<String> {
    program.sit(&[person]);
    program.log();
    program.finish_work();
    let today = program.call("get_today", json!({}));
    serde_json::from_value(today["damaged"].clone()).unwrap()
}

/// What the log says in one field, in the order of the alphabet.
pub(crate) fn notes(program: &mut Program, field: &str) -> Vec<String> {
    let log = program.log();
    let texts = log.iter().filter_map(|row| row["answers"][field].as_str());
    let mut texts: Vec<_> = texts.map(ToOwned::to_owned).collect();
    texts.sort();
    texts
}

/// A couple with two entries of Robin in the private space and two in the shared one.
pub(crate) struct Written {
    pub(crate) folder: Arc<Folder>,
    pub(crate) robin: Person,
    pub(crate) sam: Person,
    pub(crate) space: String,
    /// The entries called "Lost".
    pub(crate) lost: String,
    lost_private: String,
}

pub(crate) fn written() -> Written {
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
    pub(crate) fn space_id(&self, is_private: bool) -> SpaceId {
        SpaceId(raw::bytes(if is_private {
            &self.robin.id
        } else {
            &self.space
        }))
    }

    /// The row that holds a "Lost" entry.
    pub(crate) fn lost_row(&self, is_private: bool) -> [u8; 16] {
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
        let mut program = self.is_settled_by_robin(folder, is_private);
        assert_eq!(damaged(&mut program, &self.sam), Vec::<String>::new());
    }

    #[track_caller]
    fn is_settled_by_robin(&self, folder: Arc<Folder>, is_private: bool) -> Program {
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
        assert_eq!(damaged(&mut program, &self.robin), [space.as_str()]);
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
        assert_eq!(damaged(&mut program, &self.robin), [space.as_str()]);
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
        program
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
    raw::change_one(&folder, "UPDATE record SET epoch = 9 WHERE id = ?1", [row]);
    let mut program = written.is_settled_by_robin(folder, false);
    // Sam might hold the key of that epoch: it is for each to say.
    assert_eq!(
        damaged(&mut program, &written.sam),
        [written.space.as_str()]
    );
    program.call("go_on", json!({ "space": written.space }));
    program = program.restart(25);
    assert_eq!(damaged(&mut program, &written.sam), Vec::<String>::new());
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
    assert_eq!(
        damaged(&mut program, &written.sam),
        [written.space.as_str()]
    );
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
        [written.robin.id.as_str()]
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
        [written.space.as_str()]
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
    assert_eq!(damaged(&mut program, &robin), [robin.id.as_str()]);
}
