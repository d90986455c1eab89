//! The shared spaces of a person: the keys sealed to them, as far as one of the space's people made and
//! signed them.

use std::collections::{BTreeMap, BTreeSet};

use super::contents::{read_space, settle};
use super::founding::{Asker, Belief, pin};
use super::met::Remembered;
use super::space::OpenSpace;
use crate::error::{ErrorCode, Result};
use crate::household::{
    EpochSecret, HouseholdFile, Kind, MemberKeys, MemberRow, SpaceKeyRow, open_space_key,
    space_key_signing_bytes,
};
use crate::ids::{MemberId, SpaceId};
use crate::index::Placed;

/// A number so far above the last one is no epoch: nobody changes a passphrase that often, and numbers
/// must not run out.
const HIGHEST_STEP: u32 = 1000;

/// The shared spaces of a person with their records.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) found: Vec<(OpenSpace, Vec<Placed>)>,
    /// Those that cannot be opened.
    pub(super) unreadable: BTreeSet<SpaceId>,
    /// Proposals that never open any more.
    pub(super) void: BTreeSet<SpaceId>,
}

/// Opens the shared spaces whose key is sealed to this person. Of a space only those keys count that
/// one of its people made and signed.
pub(super) fn shared_spaces(
    household: &HouseholdFile,
    members: &[MemberRow],
    remembered: &Remembered,
    me: MemberId,
    keys: &MemberKeys,
) -> Result<Shared> {
    let (rows, damaged) = match household.space_keys(me) {
        // What is private stays within reach; the spaces that were met are missed.
        Err(error) if error.code == ErrorCode::FileDamaged => return Ok(Shared::default()),
        outcome => outcome?,
    };
    let mut shared = Shared {
        unreadable: damaged.into_iter().collect(),
        ..Shared::default()
    };
    let mut by_space: BTreeMap<SpaceId, Vec<SpaceKeyRow>> = BTreeMap::new();
    for row in rows {
        by_space.entry(row.space).or_default().push(row);
    }
    for (id, rows) in by_space {
        let asker = Asker {
            me,
            keys: &keys.public,
            household: &household.id,
            members,
            remembered,
        };
        let mut space = OpenSpace::new(id, false, BTreeMap::new());
        for row in &rows {
            let secret = open_space_key(&household.id, id, row.epoch, me, keys, &row.sealed);
            if let Ok(EpochSecret { key, carried }) = secret {
                space.keys.insert(row.epoch, key);
                space.carried.insert(row.epoch, carried);
            }
        }
        let held = space.keys.len();
        let mut contents = read_space(household, &space)?;
        let mut belief = pin(&mut space, &contents.founding, &asker);
        let mut epochs = household.epochs(id)?;
        epochs.extend(&contents.epochs);
        space.highest = highest(&epochs).max(remembered.epoch(id));
        keep_signed(household, &mut space, &rows);
        if space.keys.len() < held {
            // What stood under a key that nobody of the space made counts for nothing.
            contents = read_space(household, &space)?;
            belief = pin(&mut space, &contents.founding, &asker);
        }
        if belief == Belief::Void {
            shared.void.insert(id);
            continue;
        }
        if belief == Belief::None || space.keys.is_empty() {
            shared.unreadable.insert(id);
            continue;
        }
        if space.person(me).is_some_and(|one| one.left.is_some()) {
            // A key put back after leaving opens nothing here.
            continue;
        }
        let named = rows.iter().map(|row| row.epoch);
        let named = named.chain(contents.epochs.iter().copied());
        space.lost = named
            .filter(|epoch| !space.keys.contains_key(epoch))
            .collect();
        let newest = space.newest().map_or(0, |(epoch, _)| epoch);
        space.is_damaged |= newest < remembered.epoch(id);
        shared.unreadable.remove(&id);
        let records = settle(&mut space, contents);
        let mut kinds = records.iter().map(|it| it.record.kind);
        space.has_words =
            kinds.any(|kind| !matches!(kind, Kind::Space | Kind::Accept | Kind::Keys));
        shared.found.push((space, records));
    }
    Ok(shared)
}

/// The highest of these epochs that can be one.
fn highest(epochs: &BTreeSet<u32>) -> u32 {
    let steps = epochs.iter().try_fold(0_u32, |highest, epoch| {
        let is_step = *epoch <= highest.saturating_add(HIGHEST_STEP);
        if is_step { Ok(*epoch) } else { Err(highest) }
    });
    steps.unwrap_or_else(|highest| highest)
}

/// Keeps the keys that one of a space's people made for all who were in it then, and signed.
fn keep_signed(household: &HouseholdFile, space: &mut OpenSpace, rows: &[SpaceKeyRow]) {
    let is_signed = |row: &&SpaceKeyRow| {
        let maker = space.keys_at(row.maker, row.epoch);
        let people = space.members_at(row.epoch);
        let bytes = space.secret(row.epoch).and_then(|secret| {
            space_key_signing_bytes(&household.id, space.id, row.epoch, &secret, &people).ok()
        });
        row.epoch <= space.highest
            && maker
                .zip(bytes)
                .is_some_and(|(maker, bytes)| maker.has_signed(&bytes, &row.signature))
    };
    let signed: BTreeSet<u32> = rows.iter().filter(is_signed).map(|row| row.epoch).collect();
    space.keys.retain(|epoch, _| signed.contains(epoch));
    space.carried.retain(|epoch, _| signed.contains(epoch));
}
