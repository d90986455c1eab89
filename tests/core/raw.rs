//! The household file from outside, as somebody with tools and some of the keys sees it: rows as they
//! are stored, and records sealed and signed by hand after `FORMAT.md`. No test stands here.

use hecht_core::household::{
    Context, Envelope, Head, HouseholdFile, Key, MemberKeys, Record, Signed, SlotKind, StoredRow,
    Write, open, open_space_key, record_signing_bytes, seal,
};
use hecht_core::ids::{MemberId, RowId, SpaceId, unhex};
use hecht_core::private::Secret;
use hecht_core::random::Random;
use rusqlite::Connection;
use support::{Folder, Person};

/// A plain connection to the file, which no program has open.
pub(crate) fn sql(folder: &Folder) -> Connection {
    Connection::open(folder.file()).unwrap()
}

/// Runs one statement that must change exactly one row.
#[track_caller]
pub(crate) fn change_one(folder: &Folder, sql_text: &str, values: impl rusqlite::Params) {
    assert_eq!(sql(folder).execute(sql_text, values), Ok(1), "{sql_text}");
}

/// Every row of every table, as text.
pub(crate) fn everything(folder: &Folder) -> Vec<String> {
    let connection = sql(folder);
    let mut all = Vec::new();
    for (table, columns) in [
        ("meta", "quote(key) || quote(value)"),
        ("member", "quote(id) || quote(body) || quote(\"check\")"),
        (
            "slot",
            "quote(member) || quote(kind) || hex(kdf) || quote(salt) || quote(wrapped) || quote(key_check) || quote(\"check\")",
        ),
        (
            "space_key",
            "quote(space) || quote(epoch) || quote(member) || quote(sealed) || quote(maker) || quote(signature) || quote(\"check\")",
        ),
        (
            "record",
            "quote(space) || quote(id) || quote(epoch) || quote(body)",
        ),
        ("head", "quote(space) || quote(body)"),
    ] {
        let sql = format!("SELECT '{table}' || {columns} AS line FROM {table} ORDER BY line");
        let mut statement = connection.prepare(&sql).unwrap();
        let lines = statement.query_map([], |row| row.get(0)).unwrap();
        all.extend(lines.map(Result::unwrap));
    }
    all
}

/// The journal beside the file in the middle of a transaction that touches every record; the file stays
/// as it is.
pub(crate) fn journal(folder: &Folder) -> Vec<u8> {
    let connection = sql(folder);
    connection
        .execute_batch(
            "PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 1; BEGIN IMMEDIATE;
             UPDATE record SET body = zeroblob(length(body)); UPDATE head SET body = zeroblob(9);
             UPDATE slot SET salt = zeroblob(9); UPDATE meta SET value = zeroblob(16);",
        )
        .unwrap();
    let journal = std::fs::read(folder.path().join("household.hecht-journal")).unwrap();
    connection.execute_batch("ROLLBACK").unwrap();
    journal
}

/// Every sealed record: space, row id, body.
pub(crate) fn rows(folder: &Folder) -> Vec<(Vec<u8>, Vec<u8>, Vec<u8>)> {
    let connection = sql(folder);
    let mut statement = connection
        .prepare("SELECT space, id, body FROM record ORDER BY space, id")
        .unwrap();
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

pub(crate) fn bytes(id: &str) -> [u8; 16] {
    unhex(id).unwrap()
}

pub(crate) fn member(person: &Person) -> MemberId {
    MemberId(bytes(&person.id))
}

/// One person's keys, used without the program.
pub(crate) struct Hand {
    pub(crate) file: HouseholdFile,
    pub(crate) member: MemberId,
    pub(crate) keys: MemberKeys,
    random: Random,
}

impl Hand {
    pub(crate) fn of(folder: &Folder, person: &Person) -> Self {
        let file = HouseholdFile::open(&folder.file()).unwrap();
        let member = member(person);
        let slot = file.slot(member, SlotKind::Passphrase).unwrap().unwrap();
        let passphrase = Secret::new(person.passphrase.clone());
        let keys = MemberKeys::unwrap_with_passphrase(&file.id, &slot, &passphrase);
        Self {
            keys: keys.unwrap().unwrap(),
            file,
            member,
            random: Random::from_seed(99),
        }
    }

    /// The first key of a space this person is in.
    pub(crate) fn key(&self, space: SpaceId) -> Key {
        if space == self.member.private_space() {
            return self.keys.private.clone();
        }
        let (rows, _) = self.file.space_keys(self.member).unwrap();
        let mut rows = rows.iter();
        let row = rows
            .find(|row| row.space == space && row.epoch == 1)
            .unwrap();
        let id = &self.file.id;
        let secret = open_space_key(id, space, 1, self.member, &self.keys, &row.sealed);
        secret.unwrap().key
    }

    /// The key of an epoch of a shared space, if one is sealed to this person's keys.
    pub(crate) fn key_at(&self, space: SpaceId, epoch: u32) -> Option<Key> {
        let (rows, _) = self.file.space_keys(self.member).unwrap();
        let mut rows = rows.iter();
        let row = rows.find(|row| row.space == space && row.epoch == epoch)?;
        let id = &self.file.id;
        let secret = open_space_key(id, space, epoch, self.member, &self.keys, &row.sealed);
        Some(secret.ok()?.key)
    }

    /// The same person's keys, at another file of the same household.
    pub(crate) fn at(self, folder: &Folder) -> Self {
        drop(self.file);
        Self {
            file: HouseholdFile::open(&folder.file()).unwrap(),
            ..self
        }
    }

    fn context(&self, space: SpaceId, epoch: u32, row: RowId) -> Context {
        Context::new("hecht record v1")
            .bytes(&self.file.id)
            .bytes(&space.0)
            .number(epoch)
            .bytes(&row.0)
    }

    /// Every record of a space that opens with this person's keys, with the row it stands in.
    pub(crate) fn records(&self, space: SpaceId) -> Vec<(StoredRow, Record)> {
        let mut found = Vec::new();
        let each = self.file.each_record(space, |row| {
            let row = row.unwrap();
            let key = if space == self.member.private_space() {
                Some(self.key(space))
            } else {
                self.key_at(space, row.epoch)
            };
            if let Some(key) = key {
                let context = self.context(space, row.epoch, row.id);
                let plain = open(&key, &context, &row.body)?;
                let record = Envelope::from_bytes(&plain)?.record()?;
                found.push((row, record));
            }
            Ok(())
        });
        each.unwrap();
        found
    }

    /// This person's signature of a record in a row of the first epoch.
    pub(crate) fn sign(&self, space: SpaceId, row: RowId, record: &Record) -> Signed {
        let json = serde_json::to_vec(record).unwrap();
        let bytes = record_signing_bytes(&self.file.id, space, 1, row, &json);
        Signed {
            member: self.member,
            signature: self.keys.sign(&bytes),
        }
    }

    /// Puts a record into the first epoch of a space with these signatures, and keeps the head true, so
    /// that nothing but the signatures can give it away.
    pub(crate) fn put(&mut self, space: SpaceId, row: RowId, record: &Record, signed: Vec<Signed>) {
        let key = self.key(space);
        let json = serde_json::to_vec(record).unwrap();
        let envelope = Envelope {
            signed,
            json: &json,
        };
        let plain = envelope.to_bytes().unwrap();
        let context = self.context(space, 1, row);
        let body = seal(&key, &context, &plain, &mut self.random).unwrap();
        self.put_stored(
            space,
            StoredRow {
                id: row,
                epoch: 1,
                body,
            },
        );
    }

    /// Puts a sealed row into a space, and keeps the head true.
    pub(crate) fn put_stored(&mut self, space: SpaceId, row: StoredRow) {
        self.file.write(&[Write::Put(space, row)]).unwrap();
        self.make_head_true(space);
    }

    /// Counts a space's rows anew, as one of its people can.
    pub(crate) fn make_head_true(&mut self, space: SpaceId) {
        let (epoch, key) = if space == self.member.private_space() {
            (1, self.key(space))
        } else {
            let newest = *self.file.epochs(space).unwrap().last().unwrap();
            (newest, self.key_at(space, newest).unwrap())
        };
        let mut head = Head::default();
        let each = self.file.each_record(space, |row| {
            let row = row.unwrap();
            head.add(row.epoch, &row.body)
        });
        each.unwrap();
        let context = Context::new("hecht head v1")
            .bytes(&self.file.id)
            .bytes(&space.0)
            .number(epoch);
        let head = serde_json::to_vec(&head).unwrap();
        let head = seal(&key, &context, &head, &mut self.random).unwrap();
        self.file.write(&[Write::Head(space, head)]).unwrap();
    }

    pub(crate) fn random_row(&mut self) -> RowId {
        RowId(self.random.bytes())
    }
}
