//! Erasing what is one's own: the private space, or oneself from the household. Nobody can do it for
//! anybody else.

use serde::Deserialize;

use crate::changed::Effect;
use crate::error::Result;
use crate::household::Write;
use crate::ids::{MemberId, SpaceId};
use crate::private::Secret;
use crate::session::{Batch, PrivateRecords, Session, State};
use crate::spaces::OwnWords;

/// Removes all private records.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct DeletePrivateSpace {
    /// The passphrase again.
    pub passphrase: Secret,
    /// The copies go too: in them the records would still be there, and with the passphrase of then they
    /// would open. They are everybody's copies.
    pub removes_copies: bool,
}

/// Removes a person.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct DeleteMember {
    /// The passphrase again.
    pub passphrase: Secret,
    /// What becomes of one's own words in shared spaces.
    pub words: OwnWords,
    /// The copies go too. They are everybody's copies.
    pub removes_copies: bool,
}

impl Session {
    /// Empties the private space of the person alone at the keyboard, settings and spare key included.
    /// Their keys change, so that nothing removed opens again with the passphrase.
    ///
    /// # Errors
    /// `wrong_passphrase`, `not_alone`, those of the disk.
    pub(crate) fn delete_private_space(&mut self, request: DeletePrivateSpace) -> Result<State> {
        let me = self.alone()?;
        self.unwrap_keys(me, &request.passphrase)?;
        let first_on = self.first_on()?.unwrap_or_else(|| self.now().day());
        let settings = crate::preferences::first(me, first_on)?;
        let records = vec![self.record(settings)];
        self.rotate(me, &request.passphrase, PrivateRecords::Replace(records))?;
        if request.removes_copies {
            self.remove_copies();
        }
        self.compact();
        self.state_or_locked()
    }

    /// Removes the person alone at the keyboard: out of every shared space, with everything private.
    /// When the last person goes, the file goes too.
    ///
    /// # Errors
    /// `wrong_passphrase`, `not_alone`; those of the disk: then nothing has changed.
    pub(crate) fn delete_member(&mut self, request: DeleteMember) -> Result<State> {
        let me = self.alone()?;
        self.unwrap_keys(me, &request.passphrase)?;
        let mut batch = Batch::default();
        batch.file(Write::RemoveMember(me));
        batch.file(Write::RemoveSpace(me.private_space()));
        for space in self.spaces_with_keys(me)? {
            match self.spaces.get(&space) {
                Some(open) if open.is_open() || open.has_words => {
                    self.leave_in(&mut batch, me, space, request.words)?;
                }
                // A proposal to somebody who goes never opens.
                Some(_) => batch.file(Write::RemoveSpace(space)),
                None => batch.file(Write::RemoveSpaceKeys(space, me)),
            }
        }
        // A private space that goes remembers nothing.
        let met = std::mem::take(&mut self.met);
        if let Err(error) = self.write(batch, &[]) {
            self.met = met;
            return Err(error);
        }
        if request.removes_copies {
            self.remove_copies();
        }
        self.compact();
        if self.members.len() > 1 {
            self.open_file();
        } else {
            self.remove_file();
        }
        self.take_effects();
        self.effect(Effect::RebuildWindow);
        self.get_state()
    }

    /// Every shared space of which this person holds a key, whether it opens or not.
    fn spaces_with_keys(&self, me: MemberId) -> Result<Vec<SpaceId>> {
        let (keys, damaged) = self.household()?.space_keys(me)?;
        let mut spaces: Vec<SpaceId> = keys.into_iter().map(|key| key.space).collect();
        spaces.extend(damaged);
        spaces.sort_unstable();
        spaces.dedup();
        Ok(spaces)
    }

    /// Takes back the room of what was removed. What was removed is overwritten already; where the shorter
    /// file cannot be written the longer one stays.
    fn compact(&self) {
        let compacted = self.household().and_then(|file| file.compact());
        compacted.unwrap_or_default();
    }
}
