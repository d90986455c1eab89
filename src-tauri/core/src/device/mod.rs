//! What belongs to this computer and says nothing about a person: `device.json` beside the household
//! file. Wrong tries are counted in `tries`, the automatic lock is in `idle`.

mod idle;
mod rules;
mod tries;

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub(crate) use idle::Awake;
pub(crate) use rules::fits;
pub(crate) use tries::Tries;

use crate::changed::{Effect, Feature};
use crate::error::{ErrorCode, Result};
use crate::household::make_folder;
use crate::session::{Session, State};
use crate::time::Day;

const FILE_NAME: &str = "device.json";
/// The part of the file that no page shows as a setting.
const NOTES: &str = "notes";

/// A language of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    En,
    /// Dutch.
    Nl,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the desktop says.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How large text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TextSize {
    /// 17 px.
    Normal,
    /// About a fifth larger.
    Large,
    /// About two fifths larger.
    Largest,
}

/// The settings of this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// Of the lock screen.
    pub language: Language,
    /// Of the program.
    pub theme: Theme,
    /// Of the lock screen.
    pub text_size: TextSize,
    /// After how many minutes without a key or a click it locks when one person sits here: 2, 5, 10, 15
    /// or 30.
    pub lock_alone_minutes: u16,
    /// Likewise when several sit together: 10, 30 or 60.
    pub lock_together_minutes: u16,
    /// The page is blurred while another window has the focus.
    pub is_blurred_behind: bool,
    /// Other programs get no picture of the window, where the system can forbid it.
    pub is_content_protected: bool,
}

/// A change; `null` leaves a setting as it is.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(optional_fields = nullable))]
#[serde(deny_unknown_fields)]
pub struct EditDevice {
    /// Of the lock screen.
    pub language: Option<Language>,
    /// Of the program.
    pub theme: Option<Theme>,
    /// Of the lock screen.
    pub text_size: Option<TextSize>,
    /// See `Device`; this and what follows only after unlocking.
    pub lock_alone_minutes: Option<u16>,
    /// See `Device`.
    pub lock_together_minutes: Option<u16>,
    /// See `Device`.
    pub is_blurred_behind: Option<bool>,
    /// See `Device`.
    pub is_content_protected: Option<bool>,
}

/// What the program notes for itself: nothing about a person, and nothing that tells who tried what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Notes {
    /// Wrong passphrases and spare keys that still count, whoever's.
    pub(crate) wrong_tries: u32,
    /// The next try is possible from here on, in milliseconds UTC.
    pub(crate) not_before: i64,
    /// The day of the last verified copy of the household file.
    pub(crate) last_copy_on: Option<Day>,
    /// The day on which a copy could not be made, until one could.
    pub(crate) copy_failed_on: Option<Day>,
    /// The file has changed since the last copy.
    pub(crate) is_copy_due: bool,
    /// In the last copy something is damaged, as in the file itself.
    pub(crate) is_copy_damaged: bool,
    /// The day of the last one before that.
    pub(crate) whole_copy_on: Option<Day>,
}

impl Device {
    /// The settings of a new computer: the system's language where Hecht speaks it.
    fn new(system_language: Option<&str>) -> Self {
        let is_dutch = system_language.is_some_and(|tag| {
            let tag = tag.to_ascii_lowercase();
            tag == "nl" || tag.starts_with("nl-") || tag.starts_with("nl_")
        });
        Self {
            language: if is_dutch { Language::Nl } else { Language::En },
            theme: Theme::System,
            text_size: TextSize::Normal,
            lock_alone_minutes: rules::LOCK_ALONE_MINUTES,
            lock_together_minutes: rules::LOCK_TOGETHER_MINUTES,
            is_blurred_behind: false,
            is_content_protected: true,
        }
    }

    /// The stored settings, or those of a new computer. What an older file does not hold is as on a new
    /// computer.
    #[must_use]
    pub fn read(folder: &Path, system_language: Option<&str>) -> Self {
        read(folder, system_language).0
    }
}

/// The settings and the notes of the file; those of a new computer when it does not make sense.
pub(crate) fn read(folder: &Path, system_language: Option<&str>) -> (Device, Notes) {
    let new = Device::new(system_language);
    let stored = std::fs::read(folder.join(FILE_NAME)).ok();
    stored
        .and_then(|bytes| parse(&new, &bytes))
        .unwrap_or_else(|| (new, Notes::default()))
}

fn parse(new: &Device, bytes: &[u8]) -> Option<(Device, Notes)> {
    let mut stored: Map<String, Value> = serde_json::from_slice(bytes).ok()?;
    let notes = match stored.remove(NOTES) {
        Some(notes) => serde_json::from_value(notes).ok()?,
        None => Notes::default(),
    };
    let Value::Object(mut all) = serde_json::to_value(new).ok()? else {
        return None;
    };
    all.extend(stored);
    let mut device: Device = serde_json::from_value(Value::Object(all)).ok()?;
    if !rules::LOCK_ALONE_CHOICES.contains(&device.lock_alone_minutes) {
        device.lock_alone_minutes = new.lock_alone_minutes;
    }
    if !rules::LOCK_TOGETHER_CHOICES.contains(&device.lock_together_minutes) {
        device.lock_together_minutes = new.lock_together_minutes;
    }
    Some((device, notes))
}

/// Writes a new file, then puts it in the place of the old one, so that it is whole at any moment.
fn write(folder: &Path, device: &Device, notes: &Notes) -> Result<()> {
    make_folder(folder)?;
    let broken = |_| ErrorCode::Internal;
    let mut all = serde_json::to_value(device).map_err(broken)?;
    if let Value::Object(all) = &mut all {
        let notes = serde_json::to_value(notes).map_err(broken)?;
        all.insert(NOTES.to_owned(), notes);
    }
    let bytes = serde_json::to_vec_pretty(&all).map_err(broken)?;
    let next = folder.join("device.json.new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&next)?;
    std::io::Write::write_all(&mut file, &bytes)?;
    file.sync_all()?;
    Ok(std::fs::rename(&next, folder.join(FILE_NAME))?)
}

impl Session {
    /// Changes settings of this computer. On the lock screen only those of the lock screen.
    ///
    /// # Errors
    /// `locked`; `bad_request` for a number of minutes that is not offered; those of the disk, and the
    /// setting then holds until the program ends.
    pub(crate) fn edit_device(&mut self, request: EditDevice) -> Result<State> {
        let EditDevice {
            language,
            theme,
            text_size,
            lock_alone_minutes: alone,
            lock_together_minutes: together,
            is_blurred_behind: blurred,
            is_content_protected: is_protected,
        } = request;
        if alone.or(together).is_some() || blurred.or(is_protected).is_some() {
            self.unlocked()?;
        }
        if alone.is_some_and(|minutes| !rules::LOCK_ALONE_CHOICES.contains(&minutes))
            || together.is_some_and(|minutes| !rules::LOCK_TOGETHER_CHOICES.contains(&minutes))
        {
            return Err(ErrorCode::BadRequest.into());
        }
        let device = &mut self.device;
        device.language = language.unwrap_or(device.language);
        device.theme = theme.unwrap_or(device.theme);
        device.text_size = text_size.unwrap_or(device.text_size);
        device.lock_alone_minutes = alone.unwrap_or(device.lock_alone_minutes);
        device.lock_together_minutes = together.unwrap_or(device.lock_together_minutes);
        device.is_blurred_behind = blurred.unwrap_or(device.is_blurred_behind);
        if let Some(is_protected) = is_protected {
            device.is_content_protected = is_protected;
            self.effect(Effect::ProtectContent(is_protected));
        }
        self.write_device()?;
        self.changed(&[Feature::Device]);
        self.get_state()
    }

    /// Writes the settings and notes of this computer.
    ///
    /// # Errors
    /// Those of the disk.
    pub(crate) fn write_device(&self) -> Result<()> {
        write(&self.own_folder, &self.device, &self.notes)
    }
}
