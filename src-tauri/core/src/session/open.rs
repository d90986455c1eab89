//! Opening a sitting: which spaces its people may read, their records, what is missing, and the index.

use std::collections::{BTreeMap, BTreeSet};

use super::space::{OpenSpace, SpaceFields, head_context, record_context};
use super::{Session, Sitting};
use crate::error::{ErrorCode, Result};
use crate::household::{
    Author, Envelope, Head, HouseholdFile, Kind, MemberKeys, PublicKeys, Record, Signed,
    SpaceKeyRow, open, open_space_key, record_signing_bytes, space_key_signing_bytes,
};
use crate::ids::{MemberId, RowId, SpaceId};
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
            for (space, records) in shared_spaces(household, *first, keys)? {
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

/// The shared spaces whose key is sealed to this person, with their records. A key that does not open,
/// or that no pinned person signed, gives no space.
fn shared_spaces(
    household: &HouseholdFile,
    member: MemberId,
    keys: &MemberKeys,
) -> Result<Vec<(OpenSpace, Vec<Placed>)>> {
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
        let records = read_space(household, &mut space)?;
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
            found.push((space, records));
        }
    }
    Ok(found)
}

/// A record on which others depend (who is in a space, what was withdrawn), with what was signed: it is
/// checked before anything is read.
struct Founding {
    row: RowId,
    record: Record,
    bytes: Vec<u8>,
    signed: Vec<Signed>,
}

impl Founding {
    /// Its one author, when the signature is by the keys given for them.
    fn author<'a>(&self, keys: impl Fn(MemberId) -> Option<&'a PublicKeys>) -> Option<MemberId> {
        let (Author::Member(author), [signed]) = (&self.record.author, self.signed.as_slice())
        else {
            return None;
        };
        let holds = signed.member == *author
            && keys(*author).is_some_and(|keys| keys.has_signed(&self.bytes, &signed.signature));
        holds.then_some(*author)
    }

    /// Has everybody who must have signed it, as a space pins their keys?
    fn is_signed(&self, space: &OpenSpace) -> bool {
        let signers = self.record.signers();
        !signers.is_empty()
            && signers.len() == self.signed.len()
            && signers.iter().all(|member| {
                let signed = self.signed.iter().find(|signed| signed.member == *member);
                let keys = space.public_keys(*member);
                signed
                    .zip(keys)
                    .is_some_and(|(signed, keys)| keys.has_signed(&self.bytes, &signed.signature))
            })
    }
}

/// Takes a space's people and their public keys from its first record, and everybody's yes. Of several
/// first records the earliest holds: a space never gains members.
fn pin(space: &mut OpenSpace, founding: &[Founding]) {
    let mut firsts: Vec<(i64, MemberId, SpaceFields)> = founding
        .iter()
        .filter(|it| it.record.kind == Kind::Space)
        .filter_map(|it| {
            let fields: SpaceFields = it.record.read().ok()?;
            let keys = |member| {
                let pinned = fields.members.iter().find(|pinned| pinned.member == member);
                pinned.map(|pinned| &pinned.keys)
            };
            let author = it.author(keys)?;
            Some((it.record.at, author, fields))
        })
        .collect();
    firsts.sort_by_key(|(at, author, _)| (*at, *author));
    let Some((_, maker, fields)) = firsts.into_iter().next() else {
        return;
    };
    space.name = fields.name;
    space.pinned = fields.members;
    space.maker = Some(maker);
    space.accepted.insert(maker);
    let yes: Vec<MemberId> = founding
        .iter()
        .filter(|it| it.record.kind == Kind::Accept)
        .filter_map(|it| it.author(|member| space.public_keys(member)))
        .collect();
    space.accepted.extend(yes);
}

/// Opens every record of a space, finds its people, and compares what is there with its head.
fn read_space(household: &HouseholdFile, space: &mut OpenSpace) -> Result<Vec<Placed>> {
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
    let mut placed = Vec::new();
    let mut founding = Vec::new();
    let mut found = Head::default();
    let mut broken = Vec::new();
    household.each_record(space.id, |row| {
        if known.contains(&row.id) {
            broken.push(row.id);
            return Ok(());
        }
        let context = record_context(&household.id, space.id, row.epoch, row.id);
        let plain = space
            .keys
            .get(&row.epoch)
            .and_then(|key| open(key, &context, &row.body).ok());
        let envelope = plain
            .as_ref()
            .and_then(|plain| Envelope::from_bytes(plain).ok());
        let record = envelope
            .as_ref()
            .and_then(|envelope| envelope.record().ok());
        let (Some(envelope), Some(record)) = (envelope, record) else {
            broken.push(row.id);
            return Ok(());
        };
        found.add(row.epoch, &row.body)?;
        if !space.is_private && matches!(record.kind, Kind::Space | Kind::Accept | Kind::Gone) {
            let bytes = record_signing_bytes(&household.id, space.id, row.id, envelope.json);
            founding.push(Founding {
                row: row.id,
                record: record.clone(),
                bytes,
                signed: envelope.signed,
            });
        }
        placed.push(Placed {
            space: space.id,
            row: row.id,
            record,
            is_verified: space.is_private,
        });
        Ok(())
    })?;
    pin(space, &founding);
    // A withdrawal that its author did not sign hides nothing.
    for forged in founding
        .iter()
        .filter(|it| it.record.kind == Kind::Gone && !it.is_signed(space))
    {
        placed.retain(|placed| placed.row != forged.row);
        broken.push(forged.row);
    }
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
