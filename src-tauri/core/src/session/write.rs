//! Writing: every change of the household goes through [`Session::write`], which seals, signs, keeps
//! the heads true, and writes file and index together.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Map;
use zeroize::Zeroizing;

use super::space::{head_context, record_context};
use super::{Session, Sitting};
use crate::changed::Feature;
use crate::error::{ErrorCode, Result};
use crate::household::{
    Author, Context, Envelope, Head, Key, Kind, MemberKeys, Record, Signed, StoredRow, Write, open,
    record_signing_bytes, seal,
};
use crate::ids::{EntryId, MemberId, RowId, SpaceId};
use crate::index::Placed;
use crate::random::Random;
use crate::time::Day;

/// What a verb wants to write; the session adds author, time and ids.
pub(crate) struct NewRecord {
    pub(crate) space: SpaceId,
    /// `None` begins a new entry.
    pub(crate) entry: Option<EntryId>,
    pub(crate) version: u32,
    /// Whose turn it is, of those who sit together.
    pub(crate) turn: Option<MemberId>,
    pub(crate) kind: Kind,
    /// The day it is about; the day of writing when `None`.
    pub(crate) on: Option<Day>,
    /// When it was first written; now when `None`.
    pub(crate) first_written: Option<(i64, Day)>,
    pub(crate) fields: Map<String, serde_json::Value>,
    pub(crate) rest: Map<String, serde_json::Value>,
}

impl NewRecord {
    /// The first version of a new entry.
    pub(crate) fn new(space: SpaceId, kind: Kind) -> Self {
        Self {
            space,
            entry: None,
            version: 1,
            turn: None,
            kind,
            on: None,
            first_written: None,
            fields: Map::new(),
            rest: Map::new(),
        }
    }

    /// Sets its fields.
    ///
    /// # Errors
    /// `internal` when `value` is not an object.
    pub(crate) fn with<T: serde::Serialize>(mut self, value: &T) -> Result<Self> {
        match serde_json::to_value(value) {
            Ok(serde_json::Value::Object(fields)) => self.fields.extend(fields),
            Ok(_) | Err(_) => return Err(ErrorCode::Internal.into()),
        }
        Ok(self)
    }
}

/// The changes of one write, all or nothing.
#[derive(Default)]
pub(crate) struct Batch {
    puts: Vec<(RowId, SpaceId, Record)>,
    removes: Vec<(SpaceId, RowId)>,
    others: Vec<Write>,
}

impl Batch {
    /// Adds a record that is made already.
    pub(crate) fn add(&mut self, space: SpaceId, row: RowId, record: Record) {
        self.puts.push((row, space, record));
    }

    /// Removes one row.
    pub(crate) fn remove(&mut self, space: SpaceId, row: RowId) {
        self.removes.push((space, row));
    }

    /// Any change of the file beside records.
    pub(crate) fn file(&mut self, write: Write) {
        self.others.push(write);
    }
}

/// Where a row stands, which binds what is sealed into it.
pub(super) struct RowPlace<'a> {
    pub(super) household: &'a [u8; 16],
    pub(super) space: SpaceId,
    pub(super) epoch: u32,
    pub(super) row: RowId,
}

impl RowPlace<'_> {
    /// Seals a record into its row, signed by each of `signers`; nobody signs a private one.
    pub(super) fn seal(
        &self,
        key: &Key,
        record: &Record,
        signers: &[(MemberId, &MemberKeys)],
        random: &mut Random,
    ) -> Result<StoredRow> {
        let json = Zeroizing::new(serde_json::to_vec(record).map_err(|_| ErrorCode::Internal)?);
        let bytes = record_signing_bytes(self.household, self.space, self.epoch, self.row, &json);
        let signed = signers.iter().map(|(member, keys)| Signed {
            member: *member,
            signature: keys.sign(&bytes),
        });
        let envelope = Envelope {
            signed: signed.collect(),
            json: &json,
        };
        self.seal_envelope(key, &envelope, random)
    }

    /// Seals what is signed already.
    pub(super) fn seal_envelope(
        &self,
        key: &Key,
        envelope: &Envelope<'_>,
        random: &mut Random,
    ) -> Result<StoredRow> {
        let plain = Zeroizing::new(envelope.to_bytes()?);
        Ok(StoredRow {
            id: self.row,
            epoch: self.epoch,
            body: seal(key, &self.context(), &plain, random)?,
        })
    }

    /// What its sealed body is bound to.
    pub(super) fn context(&self) -> Context {
        record_context(self.household, self.space, self.epoch, self.row)
    }
}

/// Seals a space's head with its newest key.
pub(super) fn seal_head_with(
    household: &[u8; 16],
    space: SpaceId,
    epoch: u32,
    key: &Key,
    head: &Head,
    random: &mut Random,
) -> Result<Write> {
    let plain = serde_json::to_vec(head).map_err(|_| ErrorCode::Internal)?;
    let context = head_context(household, space, epoch);
    Ok(Write::Head(space, seal(key, &context, &plain, random)?))
}

impl Session {
    /// Adds a record to a batch and returns its entry.
    pub(crate) fn put(&mut self, batch: &mut Batch, new: NewRecord) -> EntryId {
        let (space, record) = (new.space, self.record(new));
        let entry = record.entry;
        batch.add(space, RowId(self.random.bytes()), record);
        entry
    }

    /// Adds a record to a batch and returns its row.
    pub(crate) fn put_row(&mut self, batch: &mut Batch, new: NewRecord) -> RowId {
        let (space, record) = (new.space, self.record(new));
        let row = RowId(self.random.bytes());
        batch.add(space, row, record);
        row
    }

    /// A record by the people at the keyboard, written now.
    pub(crate) fn record(&mut self, new: NewRecord) -> Record {
        let now = self.now();
        let owner = self.spaces.get(&new.space).filter(|space| space.is_private);
        let (author, present) = match &self.sitting {
            Sitting::Alone(member) => (Author::Member(*member), Vec::new()),
            // What is kept in somebody's private space is theirs alone, whoever sits there too.
            Sitting::Together(_) if owner.is_some() => {
                (Author::Member(MemberId(new.space.0)), Vec::new())
            }
            // A locked session holds no key, so that such a record cannot be sealed.
            Sitting::Together(_) | Sitting::Locked => (Author::Together, self.present()),
        };
        let entry = new.entry.unwrap_or_else(|| EntryId(self.random.bytes()));
        let (at, written_on) = new.first_written.unwrap_or((now.at, now.day()));
        Record {
            entry,
            version: new.version,
            author,
            present,
            turn: new.turn,
            kind: new.kind,
            at,
            saved_at: now.at,
            written_on,
            on: new.on.unwrap_or(written_on),
            zone: now.zone.name().to_owned(),
            fields: new.fields,
            rest: new.rest,
        }
    }

    /// Writes a batch: sealed and signed, heads kept true, file and index together. Returns after the
    /// fsync.
    ///
    /// # Errors
    /// `disk_full`, `file_read_only`, `not_saved`: nothing of it was saved, and nothing else changed.
    /// `disk_error`: the outcome could not be learnt, and the session has locked.
    pub(crate) fn write(&mut self, mut batch: Batch, features: &[Feature]) -> Result<()> {
        let met = self.remember_in(&mut batch)?;
        let puts = batch.puts.iter().map(|(_, space, _)| *space);
        for space in puts.collect::<BTreeSet<_>>() {
            self.renew_epoch(space)?;
        }
        let mut heads: BTreeMap<SpaceId, Head> = BTreeMap::new();
        let mut writes = Vec::with_capacity(batch.puts.len().saturating_add(4));
        let mut placed = Vec::with_capacity(batch.puts.len());
        for (row, space, record) in batch.puts {
            let stored = self.seal_record(space, row, &record)?;
            self.head_of(&mut heads, space)?
                .add(stored.epoch, &stored.body)?;
            writes.push(Write::Put(space, stored));
            placed.push(Placed {
                space,
                row,
                record,
                is_verified: true,
            });
        }
        for (space, row) in &batch.removes {
            let stored = self
                .household()?
                .record(*space, *row)?
                .ok_or(ErrorCode::NotFound)?;
            self.head_of(&mut heads, *space)?
                .subtract(stored.epoch, &stored.body)?;
            writes.push(Write::Remove(*space, *row));
        }
        writes.extend(batch.others);
        for (space, head) in &heads {
            writes.push(self.seal_head(*space, head)?);
        }
        let mut index = self.index.take().ok_or(ErrorCode::Locked)?;
        let (spaces, is_together) = (&self.spaces, self.alone().is_err());
        let aside: BTreeSet<SpaceId> = spaces
            .values()
            .filter(|space| is_together && space.is_private)
            .map(|space| space.id)
            .collect();
        let is_read = |space: &SpaceId| !aside.contains(space);
        let savepoint = index.connection.execute_batch("SAVEPOINT write");
        let outcome = savepoint.map_err(Into::into).and_then(|()| {
            for (space, row) in batch.removes.iter().filter(|(space, _)| is_read(space)) {
                index.remove(*space, *row)?;
            }
            for placed in placed.iter().filter(|placed| is_read(&placed.space)) {
                index.put(placed)?;
            }
            self.write_file(&writes)
        });
        let end = match outcome {
            Ok(()) => "RELEASE write",
            Err(_) => "ROLLBACK TO write; RELEASE write",
        };
        let ended = index.connection.execute_batch(end);
        if self.sitting == Sitting::Locked {
            // The file could not be opened again: the session has locked, and nothing read stays.
            return outcome;
        }
        self.index = Some(index);
        if ended.is_err() {
            self.start_over();
        }
        outcome?;
        for (space, head) in heads {
            if let Some(space) = self.spaces.get_mut(&space) {
                space.head = head;
            }
        }
        self.remembered(met);
        self.changed(features);
        Ok(())
    }

    /// Writes the file alone. When nobody can know the outcome the session locks.
    ///
    /// # Errors
    /// As [`Session::write`].
    pub(crate) fn write_file(&mut self, writes: &[Write]) -> Result<()> {
        let household = self.household.as_mut().ok_or(ErrorCode::NoHousehold)?;
        let outcome = household.write(writes);
        if outcome
            .as_ref()
            .is_err_and(|error| error.code == ErrorCode::DiskError)
        {
            self.start_over();
        }
        outcome
    }

    /// Replaces the head of a space by one counted anew.
    pub(super) fn write_head(&mut self, id: SpaceId, head: Head) -> Result<()> {
        let write = self.seal_head(id, &head)?;
        self.write_file(&[write])?;
        if let Some(space) = self.spaces.get_mut(&id) {
            space.head = head;
            space.is_damaged = false;
        }
        self.changed(&[Feature::Spaces]);
        Ok(())
    }

    /// The head of a space nobody has written to yet, sealed; for new spaces.
    pub(crate) fn seal_head(&mut self, id: SpaceId, head: &Head) -> Result<Write> {
        let household = self.household.as_ref().ok_or(ErrorCode::NoHousehold)?;
        let space = self.spaces.get(&id).ok_or(ErrorCode::NotFound)?;
        let (epoch, key) = space.newest().ok_or(ErrorCode::Locked)?;
        seal_head_with(&household.id, id, epoch, key, head, &mut self.random)
    }

    fn head_of<'a>(
        &self,
        heads: &'a mut BTreeMap<SpaceId, Head>,
        space: SpaceId,
    ) -> Result<&'a mut Head> {
        let current = self.spaces.get(&space).ok_or(ErrorCode::NotFound)?;
        Ok(heads.entry(space).or_insert_with(|| current.head.clone()))
    }

    fn seal_record(&mut self, id: SpaceId, row: RowId, record: &Record) -> Result<StoredRow> {
        let household = self.household.as_ref().ok_or(ErrorCode::NoHousehold)?;
        let space = self.spaces.get(&id).ok_or(ErrorCode::NotFound)?;
        let (epoch, key) = space.newest().ok_or(ErrorCode::Locked)?;
        let place = RowPlace {
            household: &household.id,
            space: id,
            epoch,
            row,
        };
        let signers = if space.is_private {
            Vec::new()
        } else {
            let signers = record.signers().into_iter();
            let keys = signers.map(|member| Some((member, self.keys.get(&member)?)));
            keys.collect::<Option<Vec<_>>>()
                .ok_or(ErrorCode::NotAllowed)?
        };
        place.seal(key, record, &signers, &mut self.random)
    }

    /// Reads one record again from the file, for a new version that keeps unknown fields.
    pub(crate) fn read_record(&self, id: SpaceId, row: RowId) -> Result<Record> {
        let household = self.household()?;
        let space = self.spaces.get(&id).ok_or(ErrorCode::NotFound)?;
        let stored = household.record(id, row)?.ok_or(ErrorCode::NotFound)?;
        let key = space
            .keys
            .get(&stored.epoch)
            .ok_or(ErrorCode::RecordDamaged)?;
        let context = record_context(&household.id, id, stored.epoch, row);
        let plain = open(key, &context, &stored.body)?;
        Envelope::from_bytes(&plain)?.record()
    }
}
