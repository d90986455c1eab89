//! The household file: what is stored and how it is sealed. `FORMAT.md` beside this file describes it
//! for readers without Hecht. What a record means is not known here.

mod code;
mod copy;
mod file;
mod head;
mod journal;
mod kdf;
mod keys;
mod place;
mod read;
mod record;
mod rows;
mod seal;
mod space_key;

pub use code::{RECOVERY_CODE_GROUPS, RecoveryCode};
pub(crate) use copy::{Copy, Made};
#[cfg(feature = "testing")]
pub use file::CommitFault;
pub use file::{FORMAT, HouseholdFile};
pub use head::{EpochSum, Head};
pub use kdf::{Cost, KdfParameters};
pub use keys::{MemberKeys, PublicKeys, SlotKind};
pub(crate) use place::{make_folder, remove_example};
pub use record::{Author, Envelope, Kind, Record, Signed, record_signing_bytes};
pub use rows::{
    FormerKeys, MemberRow, SlotRow, SpaceKeyRow, StoredRow, Write, next_keys_signing_bytes,
};
pub use seal::{Context, Key, open, seal};
pub use space_key::{
    Carried, EpochSecret, open_space_key, seal_space_key, space_key_signing_bytes,
};
