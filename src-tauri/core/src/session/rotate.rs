//! New keys for a person, when the passphrase changes or the private space is emptied: a new member
//! key, the private records sealed anew or removed; in every shared space the new public keys announced,
//! one's own records signed anew and a new epoch begun. One transaction: before it only the old passphrase opens, after it only the
//! new one.

use std::collections::BTreeSet;

use super::people::KeysFields;
use super::space::{OpenSpace, record_context};
use super::write::{RowPlace, seal_head_with};
use super::{Session, Sitting};
use crate::error::{ErrorCode, Result};
use crate::household::{
    Author, Carried, Envelope, EpochSecret, FormerKeys, Head, HouseholdFile, Key, Kind, MemberKeys,
    PublicKeys, Record, Signed, SlotKind, SpaceKeyRow, Write, next_keys_signing_bytes, open,
    record_signing_bytes, seal, seal_space_key, space_key_signing_bytes,
};
use crate::ids::{EntryId, MemberId, RowId, SpaceId, hex};
use crate::private::Secret;
use crate::random::Random;

/// What becomes of the private records.
pub(crate) enum PrivateRecords {
    /// They are sealed with the new key.
    Keep,
    /// They are removed; these stand there afterwards.
    Replace(Vec<Record>),
}

impl Session {
    /// Gives the person alone at the keyboard new keys, opened by `passphrase` alone: a spare key goes.
    ///
    /// # Errors
    /// Those of the disk: everything is as before, or the session has locked.
    pub(crate) fn rotate(
        &mut self,
        me: MemberId,
        passphrase: &Secret,
        private: PrivateRecords,
    ) -> Result<()> {
        let household = self.household()?.id;
        let new = MemberKeys::random(&mut self.random)?;
        let slot =
            new.wrap_with_passphrase(&household, me, passphrase, self.cost, &mut self.random)?;
        // INVARIANT: first, so that the slot tells which passphrase holds when a commit's outcome is
        // looked up.
        let mut writes = vec![Write::Slot(slot)];
        if self.household()?.slot(me, SlotKind::Recovery)?.is_some() {
            writes.push(Write::RemoveSlot(me, SlotKind::Recovery));
        }
        let old = self.keys.get(&me).ok_or(ErrorCode::Locked)?;
        let row = self.members.iter().find(|row| row.id == me);
        let mut row = row.cloned().ok_or(ErrorCode::NotFound)?;
        let next = next_keys_signing_bytes(&household, me, &new.public);
        row.former.push(FormerKeys {
            keys: old.public.clone(),
            signature: hex(&old.sign(&next)),
        });
        row.keys = new.public.clone();
        row.signature = hex(&new.sign(&row.signing_bytes(&household)));
        writes.push(Write::Member(row.clone()));
        match private {
            PrivateRecords::Keep => self.reseal_private(me, &new, &mut writes)?,
            PrivateRecords::Replace(records) => {
                self.replace_private(me, &new, records, &mut writes)?;
            }
        }
        let shared = self.spaces.values().filter(|space| !space.is_private);
        let shared: Vec<SpaceId> = shared.map(|space| space.id).collect();
        for space in shared {
            self.rotate_space(space, me, &new, &mut writes)?;
        }
        let void = self.void.iter();
        writes.extend(void.map(|space| Write::RemoveSpaceKeys(*space, me)));
        self.write_file(&writes)?;
        self.keys.insert(me, new);
        if let Some(known) = self.members.iter_mut().find(|known| known.id == me) {
            *known = row;
        }
        if let Err(error) = self.open_sitting(Sitting::Alone(me)) {
            self.start_over();
            return Err(error);
        }
        Ok(())
    }

    /// Seals every private record with the new key. Rows that do not open stay as they are, and so does
    /// a difference that nobody has seen yet.
    fn reseal_private(
        &mut self,
        me: MemberId,
        new: &MemberKeys,
        writes: &mut Vec<Write>,
    ) -> Result<()> {
        let (household, random) = (&self.household, &mut self.random);
        let household = household.as_ref().ok_or(ErrorCode::NoHousehold)?;
        let space = self.spaces.get(&me.private_space());
        let space = space.ok_or(ErrorCode::Locked)?;
        let (epoch, old) = space.newest().ok_or(ErrorCode::Locked)?;
        let seen: BTreeSet<RowId> = space.head.broken.iter().copied().collect();
        let mut head = space.head.clone();
        household.each_record(space.id, |row| {
            let Some(mut row) = row.filter(|row| !seen.contains(&row.id)) else {
                return Ok(());
            };
            let context = record_context(&household.id, space.id, row.epoch, row.id);
            if let Ok(plain) = open(old, &context, &row.body) {
                head.subtract(row.epoch, &row.body)?;
                row.body = seal(&new.private, &context, &plain, random)?;
                head.add(row.epoch, &row.body)?;
                writes.push(Write::Reseal(space.id, row));
            }
            Ok(())
        })?;
        let key = &new.private;
        let sealed = seal_head_with(&household.id, space.id, epoch, key, &head, random)?;
        writes.push(sealed);
        Ok(())
    }

    /// Removes every private record, those that do not open too, and puts `records` there.
    fn replace_private(
        &mut self,
        me: MemberId,
        new: &MemberKeys,
        records: Vec<Record>,
        writes: &mut Vec<Write>,
    ) -> Result<()> {
        let household = self.household()?.id;
        let space = me.private_space();
        writes.push(Write::RemoveSpace(space));
        let mut head = Head::default();
        for record in records {
            let place = RowPlace {
                household: &household,
                space,
                epoch: 1,
                row: RowId(self.random.bytes()),
            };
            let row = place.seal(&new.private, &record, &[], &mut self.random)?;
            head.add(row.epoch, &row.body)?;
            writes.push(Write::Put(space, row));
        }
        let key = &new.private;
        writes.push(seal_head_with(
            &household,
            space,
            1,
            key,
            &head,
            &mut self.random,
        )?);
        Ok(())
    }

    /// Announces the new keys in a shared space, signed with the old ones; seals one's own keys of all
    /// its epochs to the new public key; and begins a new epoch.
    fn rotate_space(
        &mut self,
        id: SpaceId,
        me: MemberId,
        new: &MemberKeys,
        writes: &mut Vec<Write>,
    ) -> Result<()> {
        let now = self.now();
        let household = self.household.as_ref().ok_or(ErrorCode::NoHousehold)?;
        let space = self.spaces.get(&id).ok_or(ErrorCode::NotFound)?;
        let (epoch, key) = space.newest().ok_or(ErrorCode::Locked)?;
        let next = space.next_epoch().ok_or(ErrorCode::Internal)?;
        let old = self.keys.get(&me).ok_or(ErrorCode::Locked)?;
        let fields = KeysFields {
            keys: new.public.clone(),
            epoch: next,
            unread: space.lost.clone(),
        };
        let mut record = Record {
            entry: EntryId(self.random.bytes()),
            version: 1,
            author: Author::Member(me),
            present: Vec::new(),
            turn: None,
            kind: Kind::Keys,
            at: now.at,
            saved_at: now.at,
            written_on: now.day(),
            on: now.day(),
            zone: now.zone.name().to_owned(),
            fields: serde_json::Map::new(),
            rest: serde_json::Map::new(),
        };
        record.set(&fields)?;
        let place = RowPlace {
            household: &household.id,
            space: id,
            epoch,
            row: RowId(self.random.bytes()),
        };
        let signers = &[(me, old)];
        let announced = place.seal(key, &record, signers, &mut self.random)?;
        let by = Signer { me, old, new };
        let anew = sign_anew(household, space, &by, &mut self.random)?;
        let mut carried = space.to_carry();
        let own = space
            .told
            .iter()
            .filter(|it| !space.lost.contains(&it.epoch));
        let own = own.filter_map(|it| by.carry_anew(&household.id, id, it));
        let own: Vec<Carried> = own.collect();
        carried.retain(|it| own.iter().all(|own| own.row != it.row));
        carried.extend(own);
        let plain = open(key, &place.context(), &announced.body)?;
        carried.push(Carried {
            epoch,
            row: place.row,
            envelope: plain.to_vec(),
        });
        let mut head = anew.head;
        head.add(announced.epoch, &announced.body)?;
        writes.extend(anew.writes);
        writes.push(Write::Put(id, announced));
        let own = household.space_keys(me)?.0.into_iter();
        for mut row in own.filter(|row| row.space == id) {
            let Some(secret) = space.secret(row.epoch) else {
                continue;
            };
            let (to, random) = (&new.public, &mut self.random);
            row.sealed = seal_space_key(&household.id, id, row.epoch, me, to, &secret, random)?;
            writes.push(Write::ResealKey(row));
        }
        let mut people = Vec::new();
        for member in space.members() {
            let keys = if member == me {
                new.public.clone()
            } else {
                self.keys_for(space, member)?
            };
            people.push((member, keys));
        }
        let secret = EpochSecret {
            key: Key::random(&mut self.random),
            carried,
        };
        let epoch = NewEpoch {
            space: id,
            epoch: next,
            secret: &secret,
            people: &people,
        };
        writes.extend(epoch.writes(household, (me, new), &mut self.random)?);
        let random = &mut self.random;
        writes.push(seal_head_with(
            &household.id,
            id,
            next,
            &secret.key,
            &head,
            random,
        )?);
        Ok(())
    }

    /// Begins a new epoch in every open space that needs one and of which nothing is missing. Where that
    /// fails, or something is missing, it is done before the first write.
    pub(super) fn renew_epochs(&mut self) -> Result<()> {
        let open = self.spaces.values().filter(|space| !space.is_damaged);
        let waiting: Vec<SpaceId> = open.map(|space| space.id).collect();
        for id in waiting {
            // What cannot be done in one space keeps nobody out of the others.
            let outcome = self.renew_epoch(id);
            if self.sitting == Sitting::Locked {
                return outcome;
            }
        }
        Ok(())
    }

    /// The keys to which an epoch is sealed for a person: never those they have replaced, even where a
    /// space has not been told.
    fn keys_for(&self, space: &OpenSpace, member: MemberId) -> Result<PublicKeys> {
        let told = space.keys_now(member).ok_or(ErrorCode::Internal)?;
        let household = self.household()?.id;
        let row = self.members.iter().find(|row| row.id == member);
        let next = row
            .filter(|row| !self.changed_keys.contains(&member) && row.has_or_had(&household, told));
        Ok(next.map_or(told, |row| &row.keys).clone())
    }

    /// Begins a new epoch in an open space where somebody who has left holds the newest key, or a key is
    /// lost, or the story stands in its rows alone: before anything is written there.
    pub(super) fn renew_epoch(&mut self, id: SpaceId) -> Result<()> {
        let needs_epoch = self
            .spaces
            .get(&id)
            .is_some_and(|space| !space.is_private && space.is_open() && space.needs_epoch());
        let Some(maker) = self.present().first().copied().filter(|_| needs_epoch) else {
            return Ok(());
        };
        let household = self.household.as_ref().ok_or(ErrorCode::NoHousehold)?;
        let space = self.spaces.get(&id).ok_or(ErrorCode::NotFound)?;
        let epoch = space.next_epoch().ok_or(ErrorCode::Internal)?;
        let members = space.members().into_iter();
        let people = members.map(|member| Ok((member, self.keys_for(space, member)?)));
        let people: Vec<_> = people.collect::<Result<_>>()?;
        let secret = EpochSecret {
            key: Key::random(&mut self.random),
            carried: space.to_carry(),
        };
        let new = NewEpoch {
            space: id,
            epoch,
            secret: &secret,
            people: &people,
        };
        let keys = self.keys.get(&maker).ok_or(ErrorCode::Locked)?;
        let mut writes = new.writes(household, (maker, keys), &mut self.random)?;
        let head = space.head.clone();
        let random = &mut self.random;
        writes.push(seal_head_with(
            &household.id,
            id,
            epoch,
            &secret.key,
            &head,
            random,
        )?);
        self.write_file(&writes)?;
        if let Some(space) = self.spaces.get_mut(&id) {
            space.keys.insert(epoch, secret.key);
            space.carried.insert(epoch, secret.carried);
            space.highest = epoch;
        }
        Ok(())
    }
}

/// A new key of a space.
pub(crate) struct NewEpoch<'a> {
    pub(crate) space: SpaceId,
    pub(crate) epoch: u32,
    pub(crate) secret: &'a EpochSecret,
    /// Everybody it is for.
    pub(crate) people: &'a [(MemberId, PublicKeys)],
}

impl NewEpoch<'_> {
    /// The key sealed to each of its people and signed by its maker.
    pub(crate) fn writes(
        &self,
        household: &HouseholdFile,
        (maker, keys): (MemberId, &MemberKeys),
        random: &mut Random,
    ) -> Result<Vec<Write>> {
        let id = &household.id;
        let members: Vec<MemberId> = self.people.iter().map(|(member, _)| *member).collect();
        let (space, epoch, secret) = (self.space, self.epoch, self.secret);
        let bytes = space_key_signing_bytes(id, space, epoch, secret, &members)?;
        let signature = keys.sign(&bytes);
        let mut writes = Vec::with_capacity(self.people.len());
        for (member, to) in self.people {
            let sealed = match seal_space_key(id, space, epoch, *member, to, secret, random) {
                Ok(sealed) => sealed,
                // Keys to which nothing can be sealed keep only their owner out.
                Err(error) if error.code == ErrorCode::FileDamaged && *member != maker => continue,
                Err(error) => return Err(error),
            };
            writes.push(Write::SpaceKey(SpaceKeyRow {
                space,
                epoch,
                member: *member,
                sealed,
                maker,
                signature,
            }));
        }
        Ok(writes)
    }
}

/// Whose signatures are made anew.
struct Signer<'a> {
    me: MemberId,
    old: &'a MemberKeys,
    new: &'a MemberKeys,
}

/// What was signed anew.
struct SignedAnew {
    head: Head,
    writes: Vec<Write>,
}

impl Signer<'_> {
    /// Signs an envelope with the new keys in place of the old ones; `false` when it is not this
    /// person's to sign anew. Announcements of next keys stay as they are.
    fn sign(
        &self,
        household: &[u8; 16],
        (space, epoch, row): (SpaceId, u32, RowId),
        envelope: &mut Envelope<'_>,
    ) -> bool {
        let is_next_keys = |record: Record| record.kind == Kind::Keys;
        if envelope.record().map_or(true, is_next_keys) {
            return false;
        }
        let bytes = record_signing_bytes(household, space, epoch, row, envelope.json);
        let is_mine = |signed: &&mut Signed| {
            signed.member == self.me && self.old.public.has_signed(&bytes, &signed.signature)
        };
        let mine = envelope.signed.iter_mut().find(is_mine);
        let is_signed = mine.is_some();
        if let Some(mine) = mine {
            mine.signature = self.new.sign(&bytes);
        }
        is_signed
    }

    /// What the next epoch carries of this person's, signed anew: its row may be lost.
    fn carry_anew(&self, household: &[u8; 16], space: SpaceId, it: &Carried) -> Option<Carried> {
        let mut envelope = Envelope::from_bytes(&it.envelope).ok()?;
        let place = (space, it.epoch, it.row);
        let is_signed = self.sign(household, place, &mut envelope);
        Some(Carried {
            epoch: it.epoch,
            row: it.row,
            envelope: envelope.to_bytes().ok().filter(|_| is_signed)?,
        })
    }
}

/// Signs with the new keys, and seals in its row, every record of a space that carries a person's
/// signature by the old ones: from then on only the new keys speak for them, in earlier epochs too.
fn sign_anew(
    household: &HouseholdFile,
    space: &OpenSpace,
    by: &Signer<'_>,
    random: &mut Random,
) -> Result<SignedAnew> {
    let id = space.id;
    let mut anew = SignedAnew {
        head: space.head.clone(),
        writes: Vec::new(),
    };
    household.each_record(id, |row| {
        let row = row.filter(|row| !space.head.broken.contains(&row.id));
        let row = row.and_then(|row| Some((space.keys.get(&row.epoch)?, row)));
        let Some((key, row)) = row else {
            return Ok(());
        };
        let place = RowPlace {
            household: &household.id,
            space: id,
            epoch: row.epoch,
            row: row.id,
        };
        let Ok(plain) = open(key, &place.context(), &row.body) else {
            return Ok(());
        };
        let Ok(mut envelope) = Envelope::from_bytes(&plain) else {
            return Ok(());
        };
        if !by.sign(&household.id, (id, row.epoch, row.id), &mut envelope) {
            return Ok(());
        }
        let stored = place.seal_envelope(key, &envelope, random)?;
        anew.head.subtract(row.epoch, &row.body)?;
        anew.head.add(stored.epoch, &stored.body)?;
        anew.writes.push(Write::Reseal(id, stored));
        Ok(())
    })?;
    Ok(anew)
}
