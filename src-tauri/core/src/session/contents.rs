//! What stands in a space: its records, opened with the keys held, compared with its head.

use std::collections::BTreeSet;

use super::founding::Founding;
use super::space::{OpenSpace, head_context, record_context};
use crate::error::Result;
use crate::household::{Envelope, Head, HouseholdFile, Kind, open};
use crate::ids::RowId;
use crate::index::Placed;

/// What stands in a space.
pub(super) struct Contents {
    placed: Vec<Placed>,
    pub(super) founding: Vec<Founding>,
    head: Option<Head>,
    found: Head,
    broken: Vec<RowId>,
    /// The epochs that rows name, whether their key is held or not.
    pub(super) epochs: BTreeSet<u32>,
}

/// Opens every record of a space with the keys it has. Rows of other epochs are counted as they stand:
/// others may hold those keys.
pub(super) fn read_space(household: &HouseholdFile, space: &OpenSpace) -> Result<Contents> {
    let head = space.newest().and_then(|(epoch, key)| {
        let body = household.head(space.id).ok()??;
        let plain = open(key, &head_context(&household.id, space.id, epoch), &body).ok()?;
        let head = serde_json::from_slice::<Head>(&plain).ok()?;
        head.is_readable().then_some(head)
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
        epochs: BTreeSet::new(),
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
        contents.epochs.insert(row.epoch);
        let key = space.keys.get(&row.epoch);
        if key.is_none() && !space.is_private {
            return contents.found.add(row.epoch, &row.body);
        }
        let context = record_context(&household.id, space.id, row.epoch, row.id);
        let plain = key.and_then(|key| open(key, &context, &row.body).ok());
        let envelope = plain
            .as_ref()
            .and_then(|plain| Envelope::from_bytes(plain).ok());
        // A record by nobody is as good as one that does not open.
        let record = envelope
            .as_ref()
            .and_then(|envelope| envelope.record().ok())
            .filter(|record| !record.signers().is_empty());
        let Some(record) = record else {
            contents.broken.push(row.id);
            return Ok(());
        };
        contents.found.add(row.epoch, &row.body)?;
        if !space.is_private && is_founding(record.kind) {
            let plain = plain.as_deref().map_or(&[][..], Vec::as_slice);
            let founding = Founding::read(&household.id, space.id, row.epoch, row.id, plain);
            contents.founding.extend(founding);
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
    // What came with the keys stands in for rows that are lost.
    for it in space.carried.values().flatten() {
        let founding = Founding::carried_in(&household.id, space.id, it);
        let founding = founding.filter(|it| is_carried(it.record.kind));
        let is_there = |it: &Founding| contents.founding.iter().any(|known| known.is_same(it));
        if let Some(founding) = founding.filter(|it| !is_there(it)) {
            contents.founding.push(founding);
        }
    }
    Ok(contents)
}

/// The kinds that come with a key: who was in the space at first, what keys they took, who left.
fn is_carried(kind: Kind) -> bool {
    matches!(kind, Kind::Space | Kind::Accept | Kind::Keys | Kind::Left)
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
pub(super) fn settle(space: &mut OpenSpace, contents: Contents) -> Vec<Placed> {
    let Contents {
        mut placed,
        founding,
        head,
        found,
        mut broken,
        ..
    } = contents;
    // Rows of the space's own story that cannot be believed.
    let untrue: BTreeSet<RowId> = space.broken.drain(..).collect();
    placed.retain(|placed| !untrue.contains(&placed.row));
    broken.extend(untrue);
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
    space.head = head.unwrap_or(found);
    placed
}
