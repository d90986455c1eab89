//! Opening a sitting: which spaces its people may read, their records, what is missing, and the index.

use std::collections::{BTreeMap, BTreeSet};

use super::space::{OpenSpace, SpaceFields, head_context, record_context};
use super::{Session, Sitting};
use crate::error::{ErrorCode, Result};
use crate::household::{
    Author, Envelope, Head, HouseholdFile, Kind, MemberKeys, SpaceKeyRow, open, open_space_key,
    record_signing_bytes, space_key_signing_bytes,
};
use crate::ids::{MemberId, SpaceId};
use crate::index::{Index, Placed};

impl Session {
    /// Opens the spaces of `sitting` with the keys held, and fills a new index. On an error the
    /// session is as before.
    pub(crate) fn open_sitting(&mut self, sitting: Sitting) -> Result<()> {
        let household = self.household.as_ref().ok_or(ErrorCode::NoHousehold)?;
        let mut spaces = BTreeMap::new();
        let mut placed = Vec::new();
        let present: BTreeSet<MemberId> = match &sitting {
            Sitting::Locked => BTreeSet::new(),
            Sitting::Alone(member) => BTreeSet::from([*member]),
            Sitting::Together(members) => members.iter().copied().collect(),
        };
        if let Sitting::Alone(member) = &sitting {
            let keys = self.keys.get(member).ok_or(ErrorCode::Locked)?;
            let own = BTreeMap::from([(1, keys.private.clone())]);
            let mut space = OpenSpace::new(member.private_space(), true, own);
            let records = read_space(household, &mut space)?;
            placed.extend(records);
            spaces.insert(space.id, space);
        }
        if let Some(first) = present.first() {
            let keys = self.keys.get(first).ok_or(ErrorCode::Locked)?;
            for mut space in shared_spaces(household, *first, keys)? {
                let records = read_space(household, &mut space)?;
                let members: BTreeSet<MemberId> = space.members().into_iter().collect();
                if present.is_subset(&members) && (space.is_open() || present.len() == 1) {
                    placed.extend(records);
                    spaces.insert(space.id, space);
                }
            }
        }
        for Placed { record, .. } in &placed {
            if record.kind == Kind::Decline {
                let declined: Option<SpaceId> = record
                    .fields
                    .get("space")
                    .and_then(|id| serde_json::from_value(id.clone()).ok());
                if let Some(space) = declined.and_then(|id| spaces.get_mut(&id)) {
                    space.is_declined = true;
                }
            }
        }
        let mut index = Index::new()?;
        index.load(&placed)?;
        self.spaces = spaces;
        self.index = Some(index);
        self.sitting = sitting;
        self.written_here.clear();
        Ok(())
    }
}

/// The shared spaces whose key is sealed to this person. A key that does not open, or whose maker did
/// not sign it, gives no space: signatures are looked at once the pinned keys are known.
fn shared_spaces(
    household: &HouseholdFile,
    member: MemberId,
    keys: &MemberKeys,
) -> Result<Vec<OpenSpace>> {
    let (rows, _) = household.space_keys(member)?;
    let mut spaces: BTreeMap<SpaceId, (OpenSpace, Vec<SpaceKeyRow>)> = BTreeMap::new();
    for row in rows {
        let key = open_space_key(
            &household.id,
            row.space,
            row.epoch,
            member,
            keys,
            &row.sealed,
        );
        let Ok(key) = key else { continue };
        let (space, signed) = spaces.entry(row.space).or_insert_with(|| {
            (
                OpenSpace::new(row.space, false, BTreeMap::new()),
                Vec::new(),
            )
        });
        space.keys.insert(row.epoch, key);
        signed.push(row);
    }
    let mut found = Vec::new();
    for (mut space, signed) in spaces.into_values() {
        pin(household, &mut space)?;
        let members = space.members();
        let own_keys_are_pinned = space.public_keys(member) == Some(&keys.public);
        let signed_by_pinned = signed.iter().all(|row| {
            let key = space.keys.get(&row.epoch);
            key.zip(space.public_keys(row.maker))
                .is_some_and(|(key, maker)| {
                    let bytes =
                        space_key_signing_bytes(&household.id, row.space, row.epoch, key, &members);
                    maker.has_signed(&bytes, &row.signature)
                })
        });
        if own_keys_are_pinned && signed_by_pinned {
            found.push(space);
        }
    }
    Ok(found)
}

/// Finds the first record of a space, which pins its people, and everybody's yes.
fn pin(household: &HouseholdFile, space: &mut OpenSpace) -> Result<()> {
    let (mut first, mut yes) = (None, Vec::new());
    household.each_record(space.id, |row| {
        let Some(key) = space.keys.get(&row.epoch) else {
            return Ok(());
        };
        let context = record_context(&household.id, space.id, row.epoch, row.id);
        let Ok(plain) = open(key, &context, &row.body) else {
            return Ok(());
        };
        let Ok(envelope) = Envelope::from_bytes(&plain) else {
            return Ok(());
        };
        // The word stands in the JSON of these two kinds; most rows are not worth parsing twice.
        let is_worth = [&b"\"kind\":\"space\""[..], b"\"kind\":\"accept\""]
            .iter()
            .any(|word| envelope.json.windows(word.len()).any(|part| part == *word));
        if !is_worth {
            return Ok(());
        }
        let Ok(record) = envelope.record() else {
            return Ok(());
        };
        let bytes = record_signing_bytes(&household.id, space.id, row.id, envelope.json);
        let signed = envelope
            .signed
            .first()
            .map(|signed| (signed.member, signed.signature));
        match (record.kind, &record.author, signed) {
            (Kind::Space, Author::Member(author), Some((member, signature)))
                if *author == member =>
            {
                if let Ok(fields) = record.read::<SpaceFields>() {
                    let maker = fields.members.iter().find(|pinned| pinned.member == member);
                    if maker.is_some_and(|maker| maker.keys.has_signed(&bytes, &signature)) {
                        first = Some((fields, member));
                    }
                }
            }
            (Kind::Accept, Author::Member(author), Some((member, signature)))
                if *author == member =>
            {
                yes.push((member, bytes, signature));
            }
            _ => {}
        }
        Ok(())
    })?;
    if let Some((fields, maker)) = first {
        space.name = fields.name;
        space.pinned = fields.members;
        space.maker = Some(maker);
        space.accepted.insert(maker);
        for (member, bytes, signature) in yes {
            if space
                .public_keys(member)
                .is_some_and(|keys| keys.has_signed(&bytes, &signature))
            {
                space.accepted.insert(member);
            }
        }
    }
    Ok(())
}

/// Opens every record of a space and compares what is there with its head.
fn read_space(household: &HouseholdFile, space: &mut OpenSpace) -> Result<Vec<Placed>> {
    let mut placed = Vec::new();
    let mut found = Head::default();
    let mut broken = Vec::new();
    household.each_record(space.id, |row| {
        let context = record_context(&household.id, space.id, row.epoch, row.id);
        let record = space
            .keys
            .get(&row.epoch)
            .and_then(|key| open(key, &context, &row.body).ok())
            .and_then(|plain| Envelope::from_bytes(&plain).and_then(|it| it.record()).ok());
        match record {
            Some(record) => {
                found.add(row.epoch, &row.body)?;
                placed.push(Placed {
                    space: space.id,
                    row: row.id,
                    record,
                    is_verified: space.is_private,
                });
            }
            None => broken.push(row.id),
        }
        Ok(())
    })?;
    let head = space.newest().and_then(|(epoch, key)| {
        let body = household.head(space.id).ok()??;
        let plain = open(key, &head_context(&household.id, space.id, epoch), &body).ok()?;
        serde_json::from_slice::<Head>(&plain).ok()
    });
    let known: BTreeSet<_> = head
        .iter()
        .flat_map(|head| head.broken.iter())
        .copied()
        .collect();
    let agrees = head.as_ref().is_some_and(|head| head.agrees_with(&found));
    space.is_damaged = !agrees || broken.iter().any(|row| !known.contains(row));
    space.broken = broken;
    // A difference stays until a person has seen it, so the stored head is kept, not the found one.
    space.head = head.unwrap_or_default();
    Ok(placed)
}

impl Session {
    /// Says "go on with what is here" for a space in which rows are missing or do not open. The head
    /// is counted anew from what opens.
    pub(crate) fn settle_damage(&mut self, id: SpaceId) -> Result<()> {
        self.alone()?;
        let household = self.household.as_ref().ok_or(ErrorCode::NoHousehold)?;
        let space = self
            .spaces
            .get(&id)
            .filter(|space| space.is_damaged)
            .ok_or(ErrorCode::NotFound)?;
        let mut head = Head {
            broken: space.broken.clone(),
            ..Head::default()
        };
        household.each_record(id, |row| {
            if !head.broken.contains(&row.id) {
                head.add(row.epoch, &row.body)?;
            }
            Ok(())
        })?;
        self.write_head(id, head)
    }
}
