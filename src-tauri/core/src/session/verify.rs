//! Checking signatures of shared records: those a reply is about to return at once, the rest in the
//! background, together with filling the full text.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::Session;
use super::space::record_context;
use crate::changed::Feature;
use crate::error::{ErrorCode, Result};
use crate::household::{Envelope, Record, open, record_signing_bytes};
use crate::ids::{MemberId, RowId, SpaceId};

/// What reading a row says when the row itself is not there to be believed.
const GONE: [ErrorCode; 3] = [
    ErrorCode::RecordDamaged,
    ErrorCode::NotFound,
    ErrorCode::FileDamaged,
];

impl Session {
    /// Runs a query of the index until every row it finds carries its signatures; `number` is a row's
    /// number in the index. Rows that do not hold are taken out and their space is shown as damaged.
    pub(crate) fn query<T>(
        &mut self,
        query: impl Fn(&Connection) -> Result<Vec<T>>,
        number: impl Fn(&T) -> i64,
    ) -> Result<Vec<T>> {
        // Each turn takes at least one row out of the index, so this ends.
        loop {
            let found = query(&self.index()?.connection)?;
            let numbers: Vec<i64> = found.iter().map(&number).collect();
            let rows = self.index()?.unverified(Some(&numbers), numbers.len())?;
            if self.verify_rows(&rows)? {
                return Ok(found);
            }
        }
    }

    fn verify_rows(&mut self, rows: &[(SpaceId, RowId)]) -> Result<bool> {
        let mut all_hold = true;
        for (space, row) in rows {
            if self.holds(*space, *row)? {
                self.index()?.set_verified(*space, *row)?;
            } else {
                all_hold = false;
                if let Some(index) = &mut self.index {
                    index.remove(*space, *row)?;
                }
                if let Some(space) = self.spaces.get_mut(space) {
                    if !space.broken.contains(row) {
                        space.broken.push(*row);
                    }
                    space.is_damaged = true;
                }
            }
        }
        if !all_hold {
            self.changed(&[Feature::Spaces]);
        }
        Ok(all_hold)
    }

    /// Does a shared row carry the signature of its author, or of each person present, over its exact
    /// bytes in its place? A row that is gone, does not open or lies behind a damaged page does not; a
    /// disk that cannot be read is an error and says nothing about the row.
    fn holds(&self, space: SpaceId, row: RowId) -> Result<bool> {
        match self.is_signed(space, row) {
            Err(error) if GONE.contains(&error.code) => Ok(false),
            outcome => outcome,
        }
    }

    fn is_signed(&self, id: SpaceId, row: RowId) -> Result<bool> {
        let household = self.household()?;
        let space = self.spaces.get(&id).ok_or(ErrorCode::NotFound)?;
        let stored = household.record(id, row)?.ok_or(ErrorCode::NotFound)?;
        let key = space
            .keys
            .get(&stored.epoch)
            .ok_or(ErrorCode::RecordDamaged)?;
        let context = record_context(&household.id, id, stored.epoch, row);
        let plain = open(key, &context, &stored.body)?;
        let envelope = Envelope::from_bytes(&plain)?;
        let bytes = record_signing_bytes(&household.id, id, stored.epoch, row, envelope.json);
        let record = envelope.record()?;
        Ok(record.is_signed(&bytes, &envelope.signed, |member| {
            space.voice(member, stored.epoch)
        }))
    }

    /// Every row with a person's own words in a shared space, signed: those they wrote alone, in their
    /// turn, or together without turns.
    pub(crate) fn own_records(&self, me: MemberId, id: SpaceId) -> Result<Vec<(RowId, Record)>> {
        let mut own = Vec::new();
        for row in self.index()?.rows_by(me, id)? {
            if self.holds(id, row)? {
                let record = self.read_record(id, row)?;
                if record.is_own(me) {
                    own.push((row, record));
                }
            }
        }
        Ok(own)
    }

    /// Does background work for at most about `budget` and says whether some is left: first the full
    /// text, then signatures, then a copy of the file when one is due.
    #[expect(
        clippy::disallowed_methods,
        reason = "measures its own work, not the time of day"
    )]
    pub fn work(&mut self, budget: Duration) -> bool {
        let end = Instant::now().checked_add(budget);
        loop {
            let more = self.work_once().unwrap_or(false) || self.copy_some();
            if !more || end.is_none_or(|end| Instant::now() >= end) {
                return more;
            }
        }
    }

    fn work_once(&mut self) -> Result<bool> {
        let Some(index) = &mut self.index else {
            return Ok(false);
        };
        if index.unfilled > 0 {
            crate::search::fill_some(index, 64)?;
            return Ok(true);
        }
        let rows = index.unverified(None, 16)?;
        if rows.is_empty() {
            return Ok(false);
        }
        self.verify_rows(&rows)?;
        Ok(true)
    }
}
