//! The session: the only way in. It is locked, one person sits alone, or several sit together; commands
//! never say who is asking. Unlocking is in `unlock`; opening in `open`, `shared` and `contents`; who is
//! believed in `founding`, `people` and `met`; writing in `write`, checking signatures in `verify`, new
//! keys in `rotate`.

mod contents;
mod founding;
mod met;
mod open;
mod people;
mod rotate;
mod shared;
mod space;
mod state;
mod unlock;
mod verify;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

pub use state::{ExamplePassphrase, Member, Phase, State};
pub use unlock::{Lock, PassKeyboard, SetTurn, Sitter, Unlock};

pub(crate) use people::{LeftFields, NameFields, Person};
pub(crate) use rotate::{NewEpoch, PrivateRecords};
pub(crate) use space::{OpenSpace, Pinned, SpaceFields};
pub(crate) use write::{Batch, NewRecord};

use crate::backups::Copies;
use crate::changed::{Changed, Effect, Feature};
use crate::device::{Awake, Device, Notes, Tries};
use crate::error::{Error, ErrorCode, Result};
use crate::household::{Cost, HouseholdFile, MemberKeys, MemberRow};
use crate::ids::{EntryId, MemberId, SpaceId};
use crate::index::Index;
use crate::random::Random;
use crate::recovery::PendingCode;
use crate::time::{Clock, LockClock, Moment};

/// The name of the household file in its folder.
pub const FILE_NAME: &str = "household.hecht";

/// What a session starts from.
pub struct Options {
    /// The folder of the household file and of everything beside it.
    pub folder: PathBuf,
    /// Where the time comes from.
    pub clock: Clock,
    /// Where randomness comes from.
    pub random: Random,
    /// How dear a key derivation is.
    pub cost: Cost,
    /// The system's language tag, such as `nl-NL`; used until a person chooses.
    pub system_language: Option<String>,
}

/// Who sits at the keyboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sitting {
    Locked,
    Alone(MemberId),
    /// Sorted; at least two.
    Together(Vec<MemberId>),
}

/// The program's state: one household file, and who has unlocked it.
pub struct Session {
    pub(crate) own_folder: PathBuf,
    pub(crate) is_in_example: bool,
    pub(crate) clock: Clock,
    pub(crate) lock_clock: LockClock,
    /// `None` until the lock clock was looked at after somebody sat down.
    pub(crate) awake: Option<Awake>,
    pub(crate) random: Random,
    pub(crate) cost: Cost,
    pub(crate) device: Device,
    pub(crate) notes: Notes,
    pub(crate) tries: Tries,
    pub(crate) copies: Copies,
    pub(crate) household: Option<HouseholdFile>,
    pub(crate) refusal: Option<Error>,
    pub(crate) members: Vec<MemberRow>,
    pub(crate) sitting: Sitting,
    /// The first evening: keys of those just made are held until the first lock.
    pub(crate) is_setup: bool,
    pub(crate) keys: BTreeMap<MemberId, MemberKeys>,
    pub(crate) spaces: BTreeMap<SpaceId, OpenSpace>,
    /// Shared spaces of the person at the keyboard that cannot be opened.
    pub(crate) unreadable: BTreeSet<SpaceId>,
    /// Proposals to them that never open any more.
    void: BTreeSet<SpaceId>,
    pub(crate) index: Option<Index>,
    /// What the person alone at the keyboard has met.
    pub(crate) met: met::Met,
    /// Where the person alone at the keyboard has stepped back.
    pub(crate) steps: crate::spaces::Steps,
    /// People whose public keys are not the ones met, without announcement.
    pub(crate) changed_keys: BTreeSet<MemberId>,
    /// Whose turn it is to write, of those who sit together.
    pub(crate) turn: Option<MemberId>,
    /// The drafts kept for whoever's turn it was in this sitting, by person and form.
    pub(crate) turn_drafts: BTreeMap<(MemberId, String), crate::drafts::TurnDraft>,
    /// Entries written together in this sitting; they may be changed in it.
    pub(crate) written_here: BTreeSet<EntryId>,
    pub(crate) pending_code: Option<PendingCode>,
    effects: Vec<Effect>,
}

impl Session {
    /// Opens the folder's household, locked. A file that cannot be opened is not an error here: the
    /// state says why it was refused.
    #[must_use]
    pub fn start(options: Options) -> Self {
        let (device, notes) =
            crate::device::read(&options.folder, options.system_language.as_deref());
        let effects = if device.is_content_protected {
            Vec::new()
        } else {
            vec![Effect::ProtectContent(false)]
        };
        let mut session = Self {
            own_folder: options.folder,
            is_in_example: false,
            lock_clock: LockClock::beside(&options.clock),
            awake: None,
            clock: options.clock,
            random: options.random,
            cost: options.cost,
            device,
            copies: Copies::at_start(&notes),
            notes,
            tries: Tries::default(),
            household: None,
            refusal: None,
            members: Vec::new(),
            sitting: Sitting::Locked,
            is_setup: false,
            keys: BTreeMap::new(),
            spaces: BTreeMap::new(),
            unreadable: BTreeSet::new(),
            void: BTreeSet::new(),
            index: None,
            met: met::Met::default(),
            steps: crate::spaces::Steps::default(),
            changed_keys: BTreeSet::new(),
            turn: None,
            turn_drafts: BTreeMap::new(),
            written_here: BTreeSet::new(),
            pending_code: None,
            effects,
        };
        session.open_file();
        session
    }

    /// The folder in use: the own one, or the sample household's inside it.
    pub(crate) fn folder(&self) -> PathBuf {
        if self.is_in_example {
            self.own_folder.join("example")
        } else {
            self.own_folder.clone()
        }
    }

    /// Closes the file and opens the folder's file again, locked.
    pub(crate) fn open_file(&mut self) {
        self.forget();
        self.household = None;
        self.members.clear();
        self.refusal = None;
        let path = self.folder().join(FILE_NAME);
        if !HouseholdFile::exists(&path) {
            return;
        }
        match HouseholdFile::open(&path).and_then(|file| Ok((file.members()?, file))) {
            Ok((members, file)) => {
                self.members = members;
                self.household = Some(file);
            }
            Err(error) => self.refusal = Some(error),
        }
    }

    /// Removes the file of a household without people, and closes it.
    pub(crate) fn remove_file(&mut self) {
        self.forget();
        self.members.clear();
        if let Some(household) = self.household.take() {
            household.remove();
        }
    }

    /// Throws away what a fault of the program left half done: the keys go and the file is opened again.
    pub fn start_over(&mut self) {
        self.open_file();
        self.effects = vec![Effect::RebuildWindow];
    }

    /// Drops every key and everything that was read with them.
    pub(crate) fn forget(&mut self) {
        self.sitting = Sitting::Locked;
        self.is_setup = false;
        self.keys.clear();
        self.spaces.clear();
        self.unreadable.clear();
        self.void.clear();
        self.index = None;
        self.met = met::Met::default();
        self.steps = crate::spaces::Steps::default();
        self.changed_keys.clear();
        self.turn = None;
        self.turn_drafts.clear();
        self.written_here.clear();
        self.pending_code = None;
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Everybody at the keyboard; empty when locked.
    pub(crate) fn present(&self) -> Vec<MemberId> {
        match &self.sitting {
            Sitting::Locked => Vec::new(),
            Sitting::Alone(member) => vec![*member],
            Sitting::Together(members) => members.clone(),
        }
    }

    /// The one person at the keyboard.
    ///
    /// # Errors
    /// `locked`, or `not_alone` when several sit together.
    pub(crate) fn alone(&self) -> Result<MemberId> {
        match &self.sitting {
            Sitting::Alone(member) => Ok(*member),
            Sitting::Together(_) => Err(ErrorCode::NotAlone.into()),
            Sitting::Locked => Err(ErrorCode::Locked.into()),
        }
    }

    /// Somebody has unlocked.
    ///
    /// # Errors
    /// `locked`.
    pub(crate) fn unlocked(&self) -> Result<()> {
        match self.sitting {
            Sitting::Locked => Err(ErrorCode::Locked.into()),
            Sitting::Alone(_) | Sitting::Together(_) => Ok(()),
        }
    }

    pub(crate) fn index(&self) -> Result<&Index> {
        self.index.as_ref().ok_or_else(|| ErrorCode::Locked.into())
    }

    pub(crate) fn household(&self) -> Result<&HouseholdFile> {
        self.household
            .as_ref()
            .ok_or_else(|| ErrorCode::NoHousehold.into())
    }

    /// Notes that the page should read these features again.
    pub(crate) fn changed(&mut self, features: &[Feature]) {
        self.effects.push(Effect::Changed(Changed {
            features: features.to_vec(),
        }));
    }

    pub(crate) fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// What the shell is asked to do since the last call.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Prints what the window shows.
    ///
    /// # Errors
    /// None.
    pub(crate) fn print_page(&mut self) -> Result<()> {
        self.effect(Effect::Print);
        Ok(())
    }

    /// Ends the program.
    ///
    /// # Errors
    /// None.
    pub(crate) fn quit(&mut self) -> Result<()> {
        self.forget();
        self.effect(Effect::Quit);
        Ok(())
    }

    /// Makes the next commit of the file go wrong.
    #[cfg(feature = "testing")]
    pub fn fail_next_commit(&mut self, fault: crate::household::CommitFault) {
        if let Some(household) = &mut self.household {
            household.fail_next_commit(fault);
        }
    }
}
