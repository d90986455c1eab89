//! Opening a sitting: which spaces its people may read, their records, what is missing, and the index.

use std::collections::{BTreeMap, BTreeSet};

use super::founding::{Belief, Founding, pin};
use super::met::Met;
use super::space::{OpenSpace, head_context, record_context};
use super::{Session, Sitting};
use crate::error::{ErrorCode, Result};
use crate::household::{
    Envelope, Head, HouseholdFile, Key, Kind, MemberKeys, MemberRow, SpaceKeyRow, open,
    open_space_key, record_signing_bytes, space_key_signing_bytes,
};
use crate::ids::{MemberId, SpaceId};
use crate::index::{Index, Placed};
use crate::spaces::Steps;

impl Session {
    /// Opens the spaces of `sitting` with the keys held, and fills a new index; begins new epochs where
    /// somebody has left. On an error the session is as before, or has locked.
    pub(crate) fn open_sitting(&mut self, sitting: Sitting) -> Result<()> {
        let household = self.household.as_ref().ok_or(ErrorCode::NoHousehold)?;
        let mut spaces = BTreeMap::new();
        let mut placed = Vec::new();
        let mut unreadable = BTreeSet::new();
        let present: BTreeSet<MemberId> = match &sitting {
            Sitting::Locked => BTreeSet::new(),
            Sitting::Alone(member) => BTreeSet::from([*member]),
            Sitting::Together(members) => members.iter().copied().collect(),
        };
        if let Sitting::Alone(member) = &sitting {
            let keys = self.keys.get(member).ok_or(ErrorCode::Locked)?;
            let own = BTreeMap::from([(1, keys.private.clone())]);
            let mut space = OpenSpace::new(member.private_space(), true, own);
            let contents = read_space(household, &space)?;
            placed.extend(settle(&mut space, contents));
            spaces.insert(space.id, space);
        }
        if let Some(first) = present.first() {
            let keys = self.keys.get(first).ok_or(ErrorCode::Locked)?;
            let shared = shared_spaces(household, &self.members, *first, keys)?;
            for (space, records) in shared.found {
                let is_theirs = present.iter().all(|member| {
                    let keys = self.keys.get(member).map(|keys| &keys.public);
                    keys.is_some() && space.keys_now(*member) == keys
                });
                if !is_theirs || (present.len() > 1 && !space.is_open()) {
                    continue;
                }
                // Until everybody has said yes, nothing of a space is read.
                if space.is_open() {
                    placed.extend(records);
                }
                spaces.insert(space.id, space);
            }
            unreadable = shared.unreadable;
        }
        for Placed { record, row, .. } in &placed {
            if record.kind == Kind::Decline {
                let declined: Option<SpaceId> = record
                    .fields
                    .get("space")
                    .and_then(|id| serde_json::from_value(id.clone()).ok());
                let asked = declined.and_then(|id| spaces.get_mut(&id));
                if let Some(space) = asked.filter(|space| {
                    !space.is_open()
                        && present
                            .iter()
                            .all(|member| !space.accepted.contains(member))
                }) {
                    space.declined = Some(*row);
                }
            }
        }
        if let Sitting::Together(members) = &sitting {
            for member in members {
                let keys = self.keys.get(member).ok_or(ErrorCode::Locked)?;
                spaces.extend(for_drafts(household, *member, keys)?);
            }
        }
        let mut index = Index::new()?;
        index.load(&placed)?;
        let met = Met::find(&placed);
        let steps = Steps::find(&placed);
        self.spaces = spaces;
        self.unreadable = unreadable;
        self.index = Some(index);
        self.sitting = sitting;
        self.met = met;
        self.steps = steps;
        self.turn = None;
        self.turn_drafts.clear();
        self.written_here.clear();
        self.pending_code = None;
        self.meet()?;
        self.renew_epochs()
    }
}

/// A person's private space as far as keeping a draft in it needs: nothing in it is read. None when its
/// head does not open, so that a loss nobody has seen yet stays visible.
fn for_drafts(
    household: &HouseholdFile,
    member: MemberId,
    keys: &MemberKeys,
) -> Result<Option<(SpaceId, OpenSpace)>> {
    let id = member.private_space();
    let own = BTreeMap::from([(1, keys.private.clone())]);
    let Some(body) = household.head(id)? else {
        return Ok(None);
    };
    let context = head_context(&household.id, id, 1);
    let head = open(&keys.private, &context, &body).ok();
    let head = head.and_then(|plain| serde_json::from_slice::<Head>(&plain).ok());
    Ok(head.map(|head| {
        let space = OpenSpace {
            head,
            ..OpenSpace::new(id, true, own)
        };
        (id, space)
    }))
}

/// The shared spaces of a person with their records, and the ids of those that cannot be opened.
struct Shared {
    found: Vec<(OpenSpace, Vec<Placed>)>,
    unreadable: BTreeSet<SpaceId>,
}

/// Opens the shared spaces whose key is sealed to this person. Of a space only those keys count that
/// one of its people made and signed.
fn shared_spaces(
    household: &HouseholdFile,
    members: &[MemberRow],
    me: MemberId,
    keys: &MemberKeys,
) -> Result<Shared> {
    let (rows, damaged) = household.space_keys(me)?;
    let mut unreadable: BTreeSet<SpaceId> = damaged.into_iter().collect();
    let mut by_space: BTreeMap<SpaceId, Vec<SpaceKeyRow>> = BTreeMap::new();
    for row in rows {
        by_space.entry(row.space).or_default().push(row);
    }
    let mut found = Vec::new();
    for (id, rows) in by_space {
        let mut space = OpenSpace::new(id, false, BTreeMap::new());
        space.highest = household.highest_epoch(id)?;
        for row in &rows {
            let key = open_space_key(&household.id, id, row.epoch, me, keys, &row.sealed);
            if let Ok(key) = key {
                space.keys.insert(row.epoch, key);
            }
        }
        let held = space.keys.len();
        let mut contents = read_space(household, &space)?;
        let mut belief = pin(&mut space, &contents.founding, me, &household.id, members);
        space.keys = signed_keys(household, &space, &rows);
        if space.keys.len() < held {
            // What stood under a key that nobody of the space made counts for nothing.
            contents = read_space(household, &space)?;
            belief = pin(&mut space, &contents.founding, me, &household.id, members);
        }
        if belief == Belief::Void {
            continue;
        }
        if belief == Belief::None || space.keys.is_empty() {
            unreadable.insert(id);
            continue;
        }
        if space.person(me).is_some_and(|one| one.left.is_some()) {
            // A key put back after leaving opens nothing here.
            continue;
        }
        space.is_damaged |= space.keys.len() < rows.len();
        unreadable.remove(&id);
        let records = settle(&mut space, contents);
        found.push((space, records));
    }
    Ok(Shared { found, unreadable })
}

/// The keys of a space that one of its people made for all who were in it then, and signed.
fn signed_keys(
    household: &HouseholdFile,
    space: &OpenSpace,
    rows: &[SpaceKeyRow],
) -> BTreeMap<u32, Key> {
    let signed = rows.iter().filter_map(|row| {
        let key = space.keys.get(&row.epoch)?;
        let maker = space.keys_at(row.maker, row.epoch)?;
        let people = space.members_at(row.epoch);
        let bytes = space_key_signing_bytes(&household.id, space.id, row.epoch, key, &people);
        maker
            .has_signed(&bytes, &row.signature)
            .then(|| (row.epoch, key.clone()))
    });
    signed.collect()
}

/// What stands in a space.
struct Contents {
    placed: Vec<Placed>,
    founding: Vec<Founding>,
    head: Option<Head>,
    found: Head,
    broken: Vec<crate::ids::RowId>,
}

/// Opens every record of a space with the keys it has.
fn read_space(household: &HouseholdFile, space: &OpenSpace) -> Result<Contents> {
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
    let mut contents = Contents {
        placed: Vec::new(),
        founding: Vec::new(),
        head,
        found: Head::default(),
        broken: Vec::new(),
    };
    household.each_record(space.id, |row| {
        let Some(row) = row else {
            contents.found.unreadable = contents.found.unreadable.saturating_add(1);
            return Ok(());
        };
        if known.contains(&row.id) {
            contents.broken.push(row.id);
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
        // A record by nobody is as good as one that does not open.
        let record = envelope
            .as_ref()
            .and_then(|envelope| envelope.record().ok())
            .filter(|record| !record.signers().is_empty());
        let (Some(envelope), Some(record)) = (envelope, record) else {
            contents.broken.push(row.id);
            return Ok(());
        };
        contents.found.add(row.epoch, &row.body)?;
        if !space.is_private && is_founding(record.kind) {
            contents.founding.push(Founding {
                row: row.id,
                epoch: row.epoch,
                record: record.clone(),
                bytes: record_signing_bytes(&household.id, space.id, row.id, envelope.json),
                digest: Founding::digest(envelope.json),
                signed: envelope.signed,
            });
        }
        if belongs(record.kind, space.is_private) {
            let is_verified = space.is_private;
            contents.placed.push(Placed {
                space: space.id,
                row: row.id,
                record,
                is_verified,
            });
        }
        Ok(())
    })?;
    Ok(contents)
}

/// The kinds on which the others in a space depend.
fn is_founding(kind: Kind) -> bool {
    match kind {
        Kind::Space
        | Kind::Accept
        | Kind::Keys
        | Kind::Left
        | Kind::Close
        | Kind::Name
        | Kind::Gone => true,
        Kind::Decline
        | Kind::Met
        | Kind::StepBack
        | Kind::Checkin
        | Kind::Reply
        | Kind::Draft
        | Kind::Preferences
        | Kind::Recovery
        | Kind::Card
        | Kind::Helpline
        | Kind::Unknown => false,
    }
}

/// Which kinds are believed where: what is one person's own stands in their private space only.
fn belongs(kind: Kind, is_private: bool) -> bool {
    match kind {
        Kind::Checkin | Kind::Gone => true,
        Kind::Draft
        | Kind::Preferences
        | Kind::Recovery
        | Kind::Card
        | Kind::Helpline
        | Kind::Decline
        | Kind::Met
        | Kind::StepBack => is_private,
        Kind::Space
        | Kind::Accept
        | Kind::Keys
        | Kind::Left
        | Kind::Close
        | Kind::Name
        | Kind::Reply => !is_private,
        Kind::Unknown => false,
    }
}

/// Compares what is there with the space's head, and gives its records.
fn settle(space: &mut OpenSpace, contents: Contents) -> Vec<Placed> {
    let Contents {
        mut placed,
        founding,
        head,
        found,
        mut broken,
    } = contents;
    // A withdrawal that its author did not sign hides nothing.
    for forged in founding
        .iter()
        .filter(|it| it.record.kind == Kind::Gone && !it.is_signed(space))
    {
        placed.retain(|placed| placed.row != forged.row);
        broken.push(forged.row);
    }
    // Nor is anything believed whose authors are not possible.
    placed.retain(|placed| {
        let has_authors = !placed.record.signers().is_empty();
        if !has_authors {
            broken.push(placed.row);
        }
        has_authors
    });
    let known: &[_] = head.as_ref().map_or(&[], |head| head.broken.as_slice());
    let agrees = head
        .as_ref()
        .is_some_and(|head| head.agrees_with(&found) && head.unreadable == found.unreadable);
    space.is_damaged |= !agrees || broken.iter().any(|row| !known.contains(row));
    space.broken = broken;
    // A difference stays until a person has seen it, so the stored head is kept, not the found one.
    space.head = head.unwrap_or_default();
    placed
}

impl Session {
    /// Says "go on with what is here" for a space in which rows are missing or do not open. The head
    /// is counted anew from what opens.
    pub(crate) fn settle_damage(&mut self, id: SpaceId) -> Result<()> {
        self.alone()?;
        if self.unreadable.remove(&id) {
            // Nothing of it can be read or written; the person has seen it, for this sitting.
            return self.settle_space(id);
        }
        let household = self.household.as_ref().ok_or(ErrorCode::NoHousehold)?;
        let space = self.spaces.get(&id).filter(|space| space.is_damaged);
        let space = space.ok_or(ErrorCode::NotFound)?;
        let mut head = Head {
            broken: space.broken.clone(),
            ..Head::default()
        };
        household.each_record(id, |row| {
            match row {
                None => head.unreadable = head.unreadable.saturating_add(1),
                Some(row) if head.broken.contains(&row.id) => {}
                Some(row) => head.add(row.epoch, &row.body)?,
            }
            Ok(())
        })?;
        self.write_head(id, head)?;
        self.settle_space(id)?;
        self.meet()
    }
}
