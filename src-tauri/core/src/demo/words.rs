//! The words of the sample household, from the two files beside this one.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::device::Language;
use crate::error::{ErrorCode, Result};
use crate::random::Random;

/// A person of the sample household.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Person {
    Robin,
    Sam,
    Noa,
}

impl Person {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Robin => "Robin",
            Self::Sam => "Sam",
            Self::Noa => "Noa",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Robin, Self::Sam, Self::Noa]
            .into_iter()
            .find(|person| person.name() == name)
    }

    /// On how many of ten days this person checks in.
    pub(super) fn tenths(self) -> usize {
        match self {
            Self::Robin => 8,
            Self::Sam => 7,
            Self::Noa => 4,
        }
    }
}

#[derive(Deserialize, Default)]
struct About {
    #[serde(default)]
    liked: Vec<String>,
    #[serde(default)]
    help: Vec<String>,
}

#[derive(Deserialize)]
struct Speaker {
    note: Vec<String>,
    #[serde(flatten)]
    about: BTreeMap<String, About>,
}

/// All words of one language.
pub(super) struct Words(BTreeMap<String, Speaker>);

impl Words {
    pub(super) fn read(language: Language) -> Result<Self> {
        let text = match language {
            Language::En => include_str!("en.toml"),
            Language::Nl => include_str!("nl.toml"),
        };
        toml::from_str(text)
            .map(Self)
            .map_err(|_| ErrorCode::Internal.into())
    }

    pub(super) fn note(&self, person: Person, draws: &mut Random) -> String {
        pick(
            self.speaker(person).map(|speaker| speaker.note.as_slice()),
            draws,
        )
    }

    pub(super) fn liked(&self, person: Person, other: Person, draws: &mut Random) -> String {
        pick(
            self.about(person, other)
                .map(|about| about.liked.as_slice()),
            draws,
        )
    }

    pub(super) fn help(&self, person: Person, other: Person, draws: &mut Random) -> String {
        pick(
            self.about(person, other).map(|about| about.help.as_slice()),
            draws,
        )
    }

    fn speaker(&self, person: Person) -> Option<&Speaker> {
        self.0.get(&person.name().to_lowercase())
    }

    fn about(&self, person: Person, other: Person) -> Option<&About> {
        self.speaker(person)?
            .about
            .get(&other.name().to_lowercase())
    }
}

fn pick(from: Option<&[String]>, draws: &mut Random) -> String {
    let from = from.unwrap_or_default();
    from.get(draws.below(from.len()))
        .cloned()
        .unwrap_or_default()
}
