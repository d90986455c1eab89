//! The words of the sample household, from the two files beside this one.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::device::Language;
use crate::error::{ErrorCode, Result};
use crate::help::NewOwnHelpline;
use crate::plans::Card;
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

    /// The name in the files.
    fn key(self) -> &'static str {
        match self {
            Self::Robin => "robin",
            Self::Sam => "sam",
            Self::Noa => "noa",
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
    card: Card,
    #[serde(default)]
    helpline: Vec<NewOwnHelpline>,
    #[serde(flatten)]
    about: BTreeMap<String, About>,
}

/// All words of one language. Each list is gone through in a drawn order before a text comes back, as
/// in a life in which not every week says the same.
pub(super) struct Words {
    speakers: BTreeMap<String, Speaker>,
    left: BTreeMap<(&'static str, &'static str, &'static str), Vec<usize>>,
}

impl Words {
    pub(super) fn read(language: Language) -> Result<Self> {
        let text = match language {
            Language::En => include_str!("en.toml"),
            Language::Nl => include_str!("nl.toml"),
        };
        let speakers = toml::from_str(text).map_err(|_| ErrorCode::Internal)?;
        Ok(Self {
            speakers,
            left: BTreeMap::new(),
        })
    }

    /// What stands on this person's card for when it gets hard.
    pub(super) fn card(&self, person: Person) -> Card {
        let speaker = self.speakers.get(person.key());
        speaker.map_or_else(Card::default, |speaker| speaker.card.clone())
    }

    /// The help lines this person has added for themselves.
    pub(super) fn helplines(&self, person: Person) -> Vec<NewOwnHelpline> {
        let speaker = self.speakers.get(person.key());
        speaker.map_or_else(Vec::new, |speaker| speaker.helpline.clone())
    }

    pub(super) fn note(&mut self, person: Person, draws: &mut Random) -> String {
        self.pick((person.key(), "note", ""), draws, |speaker| {
            Some(&speaker.note)
        })
    }

    pub(super) fn liked(&mut self, person: Person, other: Person, draws: &mut Random) -> String {
        let list = (person.key(), "liked", other.key());
        self.pick(list, draws, |speaker| {
            Some(&speaker.about.get(other.key())?.liked)
        })
    }

    pub(super) fn help(&mut self, person: Person, other: Person, draws: &mut Random) -> String {
        let list = (person.key(), "help", other.key());
        self.pick(list, draws, |speaker| {
            Some(&speaker.about.get(other.key())?.help)
        })
    }

    fn pick(
        &mut self,
        list: (&'static str, &'static str, &'static str),
        draws: &mut Random,
        of: impl Fn(&Speaker) -> Option<&Vec<String>>,
    ) -> String {
        let texts = self
            .speakers
            .get(list.0)
            .and_then(of)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let left = self.left.entry(list).or_default();
        if left.is_empty() {
            left.extend(0..texts.len());
        }
        if left.is_empty() {
            return String::new();
        }
        let at = left.swap_remove(draws.below(left.len()));
        texts.get(at).cloned().unwrap_or_default()
    }
}
