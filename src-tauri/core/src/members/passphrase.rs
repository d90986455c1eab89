//! Changing one's own passphrase. Nobody can change another's.

use serde::{Deserialize, Serialize};

use crate::changed::Feature;
use crate::error::{Error, ErrorCode, Result};
use crate::household::SlotKind;
use crate::private::Secret;
use crate::session::{PrivateRecords, Session};

/// A new passphrase.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ChangePassphrase {
    /// The one that opens now.
    pub old: Secret,
    /// The one that opens from then on.
    pub passphrase: Secret,
}

/// What else has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ChangedPassphrase {
    /// There was a spare key, and it opens nothing any more: a new one is offered.
    pub had_recovery_code: bool,
}

impl Session {
    /// Changes the passphrase of the person alone at the keyboard: new keys, everything sealed anew, in
    /// one transaction. Somebody with an old copy of the file and the old passphrase reads what was, and
    /// nothing that comes after.
    ///
    /// # Errors
    /// `wrong_passphrase`, `passphrase_empty`, `not_alone`; those of the disk: then the old one holds.
    pub(crate) fn change_passphrase(
        &mut self,
        request: ChangePassphrase,
    ) -> Result<ChangedPassphrase> {
        let me = self.alone()?;
        if request.passphrase.is_blank() {
            return Err(Error::from(ErrorCode::PassphraseEmpty).on("passphrase"));
        }
        self.unwrap_keys(me, &request.old)
            .map_err(|error| error.on("old"))?;
        let had_recovery_code = self.household()?.slot(me, SlotKind::Recovery)?.is_some();
        self.rotate(me, &request.passphrase, PrivateRecords::Keep)?;
        self.changed(&[Feature::Recovery]);
        Ok(ChangedPassphrase { had_recovery_code })
    }
}
