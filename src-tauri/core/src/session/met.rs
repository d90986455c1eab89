//! What a person has met: everybody's public keys and the newest epoch of each shared space, remembered
//! in the private space together with the next thing they write. With it a key that was replaced
//! without announcement, an epoch that was put back, a farewell that was taken out and a space that
//! vanished are noticed, though the file itself looks whole.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::people::Farewell;
use super::space::OpenSpace;
use super::space::record_context;
use super::{Batch, NewRecord, Session, Sitting};
use crate::changed::Feature;
use crate::error::{ErrorCode, Result};
use crate::household::{Envelope, HouseholdFile, Kind, MemberKeys, PublicKeys, open};
use crate::ids::{MemberId, RowId, SpaceId};
use crate::index::Placed;

/// The fields of the `met` record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct MetFields {
    pub(crate) people: Vec<MetPerson>,
    pub(crate) spaces: Vec<MetSpace>,
    /// Spaces that cannot be opened, of which this person has been told.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) unreadable: BTreeSet<SpaceId>,
}

/// Somebody's public keys as last met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MetPerson {
    pub(crate) member: MemberId,
    pub(crate) keys: PublicKeys,
}

/// A shared space as last met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MetSpace {
    pub(crate) space: SpaceId,
    /// Its newest epoch.
    pub(crate) epoch: u32,
    /// The epochs whose key this person had.
    #[serde(default)]
    pub(crate) held: BTreeSet<u32>,
    /// Who has left it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) left: Vec<MetFarewell>,
    /// Epochs that do not open, of which this person has been told.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) lost: BTreeSet<u32>,
    /// People in it whose keys are not in the household's list, of which this person has been told.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) unlisted: BTreeSet<MemberId>,
}

/// Somebody who has left a space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MetFarewell {
    pub(crate) member: MemberId,
    #[serde(flatten)]
    pub(crate) farewell: Farewell,
}

impl MetSpace {
    /// As it is now, all of it seen; none without a key.
    fn of(space: &OpenSpace) -> Option<Self> {
        let (epoch, _) = space.newest()?;
        let left = space.people.iter().filter_map(|one| {
            Some(MetFarewell {
                member: one.member,
                farewell: one.left.clone()?,
            })
        });
        Some(Self {
            space: space.id,
            epoch,
            held: space.keys.keys().copied().collect(),
            left: left.collect(),
            lost: space.lost.clone(),
            unlisted: space.unlisted.clone(),
        })
    }
}

/// The stored record and its row; default when there is none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Met {
    row: Option<RowId>,
    fields: MetFields,
    /// To be remembered with the next write.
    next: Option<MetFields>,
}

impl Met {
    /// Takes the newest one from the private records.
    pub(super) fn find(placed: &[Placed]) -> Self {
        let records = placed.iter().filter(|it| it.record.kind == Kind::Met);
        let newest = records.max_by_key(|it| (it.record.saved_at, it.row));
        newest.map_or_else(Self::default, |it| Self {
            row: Some(it.row),
            fields: it.record.read().unwrap_or_default(),
            next: None,
        })
    }
}

/// What those at the keyboard remember together.
#[derive(Debug, Default)]
pub(super) struct Remembered(Vec<MetFields>);

impl Remembered {
    /// What the person alone at the keyboard has met.
    pub(super) fn of(met: &Met) -> Self {
        Self(vec![met.fields.clone()])
    }

    /// Looks for what a person has met among their private records; nothing else of these is kept.
    pub(super) fn find(
        household: &HouseholdFile,
        member: MemberId,
        keys: &MemberKeys,
    ) -> Result<Option<MetFields>> {
        let space = member.private_space();
        let mut newest: Option<(i64, RowId, MetFields)> = None;
        household.each_record(space, |row| {
            let Some(row) = row else { return Ok(()) };
            let context = record_context(&household.id, space, row.epoch, row.id);
            let plain = open(&keys.private, &context, &row.body).ok();
            let envelope = plain.as_ref().and_then(|it| Envelope::from_bytes(it).ok());
            let record = envelope.and_then(|it| it.record().ok());
            let met = record.filter(|record| record.kind == Kind::Met);
            if let Some(met) = met
                && newest
                    .as_ref()
                    .is_none_or(|(at, id, _)| (*at, *id) < (met.saved_at, row.id))
            {
                newest = Some((met.saved_at, row.id, met.read().unwrap_or_default()));
            }
            Ok(())
        })?;
        Ok(newest.map(|(.., fields)| fields))
    }

    pub(super) fn add(&mut self, fields: Option<MetFields>) {
        self.0.extend(fields);
    }

    fn spaces(&self, space: SpaceId) -> impl Iterator<Item = &MetSpace> {
        let spaces = self.0.iter().flat_map(|fields| fields.spaces.iter());
        spaces.filter(move |known| known.space == space)
    }

    /// Who has left a space.
    pub(super) fn left(&self, space: SpaceId) -> impl Iterator<Item = (MemberId, &Farewell)> {
        let left = self.spaces(space).flat_map(|known| known.left.iter());
        left.map(|one| (one.member, &one.farewell))
    }

    /// The newest epoch of a space; 0 when nobody has met it.
    pub(super) fn epoch(&self, space: SpaceId) -> u32 {
        self.spaces(space)
            .map(|known| known.epoch)
            .max()
            .unwrap_or(0)
    }

    /// Has somebody met a person with these keys?
    pub(super) fn has_met(&self, member: MemberId, keys: &PublicKeys) -> bool {
        let mut people = self.0.iter().flat_map(|fields| fields.people.iter());
        people.any(|one| one.member == member && one.keys == *keys)
    }
}

impl Session {
    /// Compares what is there with what the person alone at the keyboard has met; notes what changed
    /// without announcement, and remembers the rest.
    pub(super) fn meet(&mut self) -> Result<()> {
        let Sitting::Alone(me) = self.sitting else {
            return Ok(());
        };
        let household = self.household()?.id;
        let before = self.met.fields.clone();
        let met: BTreeMap<MemberId, &PublicKeys> = before
            .people
            .iter()
            .map(|one| (one.member, &one.keys))
            .collect();
        let mut now = MetFields::default();
        self.changed_keys.clear();
        for row in self.members.iter().filter(|row| row.id != me) {
            let is_new = met
                .get(&row.id)
                .is_some_and(|keys| !row.has_or_had(&household, keys));
            let kept = if is_new {
                met.get(&row.id).copied()
            } else {
                None
            };
            if is_new {
                self.changed_keys.insert(row.id);
            }
            now.people.push(MetPerson {
                member: row.id,
                keys: kept.unwrap_or(&row.keys).clone(),
            });
        }
        // Somebody whose row is gone for a while does not come back with other keys.
        let absent = before.people.iter().filter(|one| {
            let mut rows = self.members.iter();
            rows.all(|row| row.id != one.member)
        });
        now.people.extend(absent.cloned());
        for known in &before.spaces {
            if !self.spaces.contains_key(&known.space) {
                self.unreadable.insert(known.space);
                now.spaces.push(known.clone());
            }
        }
        now.unreadable = before.unreadable.clone();
        now.unreadable.retain(|id| self.unreadable.remove(id));
        for space in self.spaces.values_mut() {
            if space.is_private || !space.is_open() {
                continue;
            }
            let known = before.spaces.iter().find(|known| known.space == space.id);
            if let Some(known) = known {
                let held = known.held.iter();
                space
                    .lost
                    .extend(held.filter(|epoch| !space.keys.contains_key(epoch)));
            }
            let mut met = MetSpace::of(space).ok_or(ErrorCode::Internal)?;
            let is_told = |epoch: &u32| known.is_some_and(|known| known.lost.contains(epoch));
            met.lost.retain(is_told);
            met.unlisted
                .retain(|one| known.is_some_and(|known| known.unlisted.contains(one)));
            space.is_damaged |= met.lost != space.lost || met.unlisted != space.unlisted;
            if let Some(known) = known {
                met.epoch = met.epoch.max(known.epoch);
                met.held.extend(&known.held);
            }
            now.spaces.push(met);
        }
        now.spaces.sort_by_key(|known| known.space);
        now.people.sort_by_key(|one| one.member);
        self.met.next = (now != self.met.fields).then_some(now);
        Ok(())
    }

    /// Believes a person's keys as they stand in the household's list, after somebody has asked them.
    ///
    /// # Errors
    /// `not_found` when nothing about them changed, those of the disk.
    pub(crate) fn settle_keys(&mut self, member: MemberId) -> Result<()> {
        if !self.changed_keys.contains(&member) {
            return Err(ErrorCode::NotFound.into());
        }
        let row = self.members.iter().find(|row| row.id == member);
        let keys = row.ok_or(ErrorCode::NotFound)?.keys.clone();
        let mut fields = self.met_now();
        for one in fields.people.iter_mut().filter(|one| one.member == member) {
            one.keys.clone_from(&keys);
        }
        self.met.next = Some(fields);
        self.write(Batch::default(), &[Feature::Members])?;
        self.changed_keys.remove(&member);
        Ok(())
    }

    /// Takes a space as it is, or as gone, after a person has seen what is lost.
    pub(super) fn settle_space(&mut self, id: SpaceId) -> Result<()> {
        self.forget_space(id);
        match (self.spaces.get(&id), &mut self.met.next) {
            (Some(space), Some(next)) if !space.is_private => {
                next.spaces.extend(MetSpace::of(space))
            }
            (None, Some(next)) => {
                next.unreadable.insert(id);
            }
            (Some(_) | None, _) => {}
        }
        self.write(Batch::default(), &[Feature::Spaces])
    }

    /// Forgets what was met of a space, with the next write.
    pub(crate) fn forget_space(&mut self, space: SpaceId) {
        let mut fields = self.met_now();
        fields.spaces.retain(|known| known.space != space);
        self.met.next = Some(fields);
    }

    fn met_now(&self) -> MetFields {
        self.met
            .next
            .clone()
            .unwrap_or_else(|| self.met.fields.clone())
    }

    /// Adds what is to be remembered to a write; the result holds once that is done.
    pub(super) fn remember_in(&mut self, batch: &mut Batch) -> Result<Option<Met>> {
        let (Sitting::Alone(me), Some(fields)) = (&self.sitting, self.met.next.clone()) else {
            return Ok(None);
        };
        let space = me.private_space();
        if let Some(row) = self.met.row {
            batch.remove(space, row);
        }
        let record = NewRecord::new(space, Kind::Met).with(&fields)?;
        let row = Some(self.put_row(batch, record));
        Ok(Some(Met {
            row,
            fields,
            next: None,
        }))
    }

    pub(super) fn remembered(&mut self, met: Option<Met>) {
        if let Some(met) = met {
            self.met = met;
        }
    }
}
