//! A space that the people at the keyboard may read: its keys, its people and their public keys, and
//! how far its opening has come.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::founding::AcceptFields;
use crate::household::{Context, Head, Key, PublicKeys};
use crate::ids::{MemberId, RowId, SpaceId};

/// A person as a space's first record pins them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pinned {
    pub(crate) member: MemberId,
    pub(crate) keys: PublicKeys,
}

/// The fields of a space's first record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SpaceFields {
    #[serde(default)]
    pub(crate) name: Option<String>,
    pub(crate) members: Vec<Pinned>,
}

/// An open private or shared space.
#[derive(Debug)]
pub(crate) struct OpenSpace {
    pub(crate) id: SpaceId,
    pub(crate) is_private: bool,
    pub(crate) name: Option<String>,
    /// By epoch.
    pub(crate) keys: BTreeMap<u32, Key>,
    pub(crate) pinned: Vec<Pinned>,
    pub(crate) maker: Option<MemberId>,
    pub(crate) accepted: BTreeSet<MemberId>,
    /// The first record, as a yes names it.
    pub(crate) first: Option<AcceptFields>,
    /// The row in which the person alone at the keyboard has said that they do not want to see this
    /// proposal.
    pub(crate) declined: Option<RowId>,
    pub(crate) head: Head,
    /// Rows are missing, were put back or do not open, and nobody has said to go on yet.
    pub(crate) is_damaged: bool,
    /// Rows that do not open.
    pub(crate) broken: Vec<RowId>,
}

impl OpenSpace {
    pub(crate) fn new(id: SpaceId, is_private: bool, keys: BTreeMap<u32, Key>) -> Self {
        Self {
            id,
            is_private,
            name: None,
            keys,
            pinned: Vec::new(),
            maker: None,
            accepted: BTreeSet::new(),
            first: None,
            declined: None,
            head: Head::default(),
            is_damaged: false,
            broken: Vec::new(),
        }
    }

    /// The newest epoch and its key.
    pub(crate) fn newest(&self) -> Option<(u32, &Key)> {
        self.keys.last_key_value().map(|(epoch, key)| (*epoch, key))
    }

    /// The people who may read it.
    pub(crate) fn members(&self) -> Vec<MemberId> {
        if self.is_private {
            return vec![MemberId(self.id.0)];
        }
        self.pinned.iter().map(|pinned| pinned.member).collect()
    }

    /// Everybody in it has said yes.
    pub(crate) fn is_open(&self) -> bool {
        self.is_private
            || (!self.pinned.is_empty()
                && self
                    .pinned
                    .iter()
                    .all(|pinned| self.accepted.contains(&pinned.member)))
    }

    pub(crate) fn public_keys(&self, member: MemberId) -> Option<&PublicKeys> {
        self.pinned
            .iter()
            .find(|pinned| pinned.member == member)
            .map(|pinned| &pinned.keys)
    }
}

/// What binds a sealed record to its place.
pub(crate) fn record_context(
    household: &[u8; 16],
    space: SpaceId,
    epoch: u32,
    row: RowId,
) -> Context {
    Context::new("hecht record v1")
        .bytes(household)
        .bytes(&space.0)
        .number(epoch)
        .bytes(&row.0)
}

/// What binds a sealed head to its space.
pub(crate) fn head_context(household: &[u8; 16], space: SpaceId, epoch: u32) -> Context {
    Context::new("hecht head v1")
        .bytes(household)
        .bytes(&space.0)
        .number(epoch)
}
