//! What belongs to this computer and says nothing about a person: `device.json` beside the household
//! file.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::changed::Feature;
use crate::error::{ErrorCode, Result};
use crate::household::make_folder;
use crate::session::{Session, State};

const FILE_NAME: &str = "device.json";

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
}

/// A change; `null` leaves a setting as it is.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct EditDevice {
    /// Of the lock screen.
    pub language: Option<Language>,
    /// Of the program.
    pub theme: Option<Theme>,
    /// Of the lock screen.
    pub text_size: Option<TextSize>,
}

impl Device {
    /// The stored settings, or those of a new computer: the system's language where Hecht speaks it.
    #[must_use]
    pub fn read(folder: &Path, system_language: Option<&str>) -> Self {
        let stored = std::fs::read(folder.join(FILE_NAME)).ok();
        stored
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_else(|| {
                let is_dutch = system_language.is_some_and(|tag| {
                    let tag = tag.to_ascii_lowercase();
                    tag == "nl" || tag.starts_with("nl-") || tag.starts_with("nl_")
                });
                Self {
                    language: if is_dutch { Language::Nl } else { Language::En },
                    theme: Theme::System,
                    text_size: TextSize::Normal,
                }
            })
    }

    /// Writes a new file, then puts it in the place of the old one, so that it is whole at any moment.
    fn write(&self, folder: &Path) -> Result<()> {
        make_folder(folder)?;
        let bytes = serde_json::to_vec_pretty(self).map_err(|_| ErrorCode::Internal)?;
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
}

impl Session {
    /// Changes settings of this computer.
    ///
    /// # Errors
    /// Those of the disk; the setting then holds until the program ends.
    pub(crate) fn edit_device(&mut self, request: EditDevice) -> Result<State> {
        if let Some(language) = request.language {
            self.device.language = language;
        }
        if let Some(theme) = request.theme {
            self.device.theme = theme;
        }
        if let Some(text_size) = request.text_size {
            self.device.text_size = text_size;
        }
        self.device.write(&self.own_folder)?;
        self.changed(&[Feature::Device]);
        self.get_state()
    }
}
