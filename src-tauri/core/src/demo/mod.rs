//! The sample household: three people, two shared spaces and lived-in days, written through the core's
//! own verbs so that everything in it is as real as anybody's. Nothing here is anybody's data.

mod words;

use std::path::Path;
use std::sync::atomic::Ordering;

use crate::checkins::{Answers, EntryRef, ListCheckins, Mood, NewCheckin, SharedAnswers};
use crate::device::{Device, EditDevice, Language};
use crate::error::{ErrorCode, Result};
use crate::household::{Cost, HouseholdFile, remove_example};
use crate::ids::{MemberId, SpaceId};
use crate::members::NewMember;
use crate::preferences::Preferences;
use crate::private::Secret;
use crate::random::Random;
use crate::replies::{Answer, NewReply};
use crate::session::{
    ExamplePassphrase, FILE_NAME, Lock, Options, PassKeyboard, Session, Sitting, State,
};
use crate::spaces::{NewSpace, SpaceRef};
use crate::time::{Clock, Day, Moment};

use words::{Person, Words};

/// Days of the sample household in the program.
const DAYS: u32 = 90;
/// After this many days it is written anew, so that it is about these weeks.
const STALE_DAYS: i64 = 7;

/// What to write.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How many days, ending on the day of `until`.
    pub days: u32,
    /// 2 or 3.
    pub people: usize,
    /// Check-ins of each person on a day on which they check in; 1 is lived-in, more is for measuring.
    pub per_day: u32,
    /// The same number gives the same household.
    pub seed: u64,
    /// Of the words.
    pub language: Language,
    /// The present.
    pub until: Moment,
    /// Of the key derivations.
    pub cost: Cost,
}

/// A person's passphrase in the sample household.
fn passphrase(person: Person, language: Language) -> &'static str {
    match (person, language) {
        (Person::Robin, Language::En) => "kettle canal heron bread",
        (Person::Sam, Language::En) => "choir garden letter window",
        (Person::Noa, Language::En) => "ladder train coffee pencil",
        (Person::Robin, Language::Nl) => "ketel kanaal reiger brood",
        (Person::Sam, Language::Nl) => "koor tuin brief raam",
        (Person::Noa, Language::Nl) => "ladder trein koffie potlood",
    }
}

/// The names and passphrases of the sample household.
#[must_use]
pub fn passphrases(language: Language) -> Vec<(&'static str, &'static str)> {
    let people = [Person::Robin, Person::Sam, Person::Noa];
    people
        .into_iter()
        .map(|person| (person.name(), passphrase(person, language)))
        .collect()
}

/// Writes a sample household into `folder`, which must hold none.
///
/// # Errors
/// `household_exists`, those of the disk.
pub fn write(folder: &Path, plan: Plan) -> Result<()> {
    let mut words = Words::read(plan.language)?;
    let (clock, hand) = Clock::held(plan.until.at, plan.until.zone);
    let mut session = Session::start(Options {
        folder: folder.to_owned(),
        clock,
        random: Random::from_seed(plan.seed),
        cost: plan.cost,
        system_language: None,
    });
    if session.household.is_some() || session.refusal.is_some() {
        return Err(ErrorCode::HouseholdExists.into());
    }
    let path = folder.join(FILE_NAME);
    session.household = Some(HouseholdFile::create(&path, true, &mut session.random)?);
    let mut draws = Random::from_seed(plan.seed.wrapping_add(1));
    let today = plan.until.day();
    let first = today.minus(plan.days);
    hand.store(first.at(plan.until.zone, 20, 0), Ordering::SeqCst);
    session.edit_device(EditDevice {
        language: Some(plan.language),
        ..EditDevice::default()
    })?;

    let people: Vec<(Person, MemberId)> = [Person::Robin, Person::Sam, Person::Noa]
        .into_iter()
        .zip(1_u8..)
        .take(plan.people.clamp(2, 3))
        .map(|(person, colour)| {
            let new = NewMember {
                name: person.name().to_owned(),
                colour,
                passphrase: Secret::new(passphrase(person, plan.language).to_owned()),
            };
            session.add_member(new)?;
            Ok((person, session.alone()?))
        })
        .collect::<Result<_>>()?;
    let id = |wanted: Person| {
        people
            .iter()
            .find(|(person, _)| *person == wanted)
            .map(|(_, id)| *id)
    };
    let robin = id(Person::Robin).ok_or(ErrorCode::Internal)?;

    let mut spaces: Vec<(Person, SpaceId)> = Vec::new();
    for other in [Person::Sam, Person::Noa] {
        let Some(member) = id(other) else { continue };
        session.pass_keyboard(PassKeyboard { member: robin })?;
        session.propose_space(NewSpace {
            members: vec![member],
            name: None,
        })?;
        session.pass_keyboard(PassKeyboard { member })?;
        let asked = session
            .get_today()?
            .asked
            .first()
            .map(|row| row.id)
            .ok_or(ErrorCode::Internal)?;
        session.accept_space(SpaceRef { space: asked })?;
        spaces.push((other, asked));
    }
    for (person, member) in &people {
        session.pass_keyboard(PassKeyboard { member: *member })?;
        session.decline_recovery_code()?;
        session.edit_card(words.card(*person))?;
        for line in words.helplines(*person) {
            session.create_own_helpline(line)?;
        }
        if *person == Person::Robin {
            use crate::checkins::Field;
            session.edit_preferences(Preferences {
                private_fields: vec![
                    Field::Today,
                    Field::Mood,
                    Field::Note,
                    Field::Craving,
                    Field::Sleep,
                ],
                ..Preferences::default()
            })?;
        }
        let mut days = Days {
            session: &mut session,
            words: &mut words,
            draws: &mut draws,
            person: *person,
        };
        for back in (0..=plan.days).rev() {
            let on = today.minus(back);
            for time in 0..plan.per_day.max(1) {
                hand.store(
                    on.at(plan.until.zone, 20, 5_u32.saturating_add(time)),
                    Ordering::SeqCst,
                );
                days.one_day(on, back, &spaces)?;
            }
        }
    }
    hand.store(plan.until.at, Ordering::SeqCst);
    for (_, member) in &people {
        session.pass_keyboard(PassKeyboard { member: *member })?;
        answer(&mut session, *member, &mut draws)?;
    }
    session.lock(Lock { draft: None })?;
    Ok(())
}

struct Days<'a> {
    session: &'a mut Session,
    words: &'a mut Words,
    draws: &'a mut Random,
    person: Person,
}

impl Days<'_> {
    /// A day of one person: most days something, some days nothing, now and then a week of silence.
    fn one_day(&mut self, on: Day, back: u32, spaces: &[(Person, SpaceId)]) -> Result<()> {
        let week = back.checked_div(7).unwrap_or(0);
        let is_quiet_week = week % 9 == 5 && self.person != Person::Sam;
        // Nobody has checked in on the last day yet: that is for whoever opens the sample.
        if back == 0 || is_quiet_week || self.draws.below(10) >= self.person.tenths() {
            return Ok(());
        }
        let today = self.scale(3);
        let private = (self.draws.below(10) < 8).then(|| Answers {
            today: Some(today),
            moods: self.moods(today),
            note: (self.draws.below(10) < 6).then(|| self.words.note(self.person, self.draws)),
            craving: (self.person == Person::Robin).then(|| self.scale(2)),
            sleep: (self.person == Person::Robin).then(|| self.scale(3)),
            ..Answers::default()
        });
        let shared = self.pick_space(spaces).map(|(other, space)| SharedAnswers {
            space,
            answers: Answers {
                liked: (self.draws.below(10) < 8)
                    .then(|| self.words.liked(self.person, other, self.draws)),
                help: (self.draws.below(10) < 5)
                    .then(|| self.words.help(self.person, other, self.draws)),
                ..Answers::default()
            },
        });
        match self.session.create_checkin(NewCheckin {
            on,
            private,
            shared,
        }) {
            Err(error) if error.code == ErrorCode::CheckinEmpty => Ok(()),
            outcome => outcome.map(|_| ()),
        }
    }

    /// The space this day is shared with, if any.
    fn pick_space(&mut self, spaces: &[(Person, SpaceId)]) -> Option<(Person, SpaceId)> {
        let draw = self.draws.below(10);
        let with = |wanted: Person| {
            spaces
                .iter()
                .find(|(other, _)| *other == wanted)
                .map(|(_, id)| *id)
        };
        match self.person {
            Person::Robin if draw < 5 => with(Person::Sam).map(|id| (Person::Sam, id)),
            Person::Robin if draw < 7 => with(Person::Noa).map(|id| (Person::Noa, id)),
            Person::Sam if draw < 8 => with(Person::Sam).map(|id| (Person::Robin, id)),
            Person::Noa if draw < 8 => with(Person::Noa).map(|id| (Person::Robin, id)),
            Person::Robin | Person::Sam | Person::Noa => None,
        }
    }

    /// A step of a scale around `middle`.
    fn scale(&mut self, middle: u8) -> u8 {
        let step = u8::try_from(self.draws.below(3)).unwrap_or(1);
        middle.saturating_add(step).saturating_sub(1).clamp(1, 5)
    }

    fn moods(&mut self, today: u8) -> Vec<Mood> {
        let from: &[Mood] = match today {
            0..=2 => &[
                Mood::Tired,
                Mood::Tense,
                Mood::Restless,
                Mood::Sad,
                Mood::Lonely,
            ],
            3 => &[Mood::Calm, Mood::Tired, Mood::Content, Mood::Tense],
            _ => &[
                Mood::Calm,
                Mood::Content,
                Mood::Hopeful,
                Mood::Grateful,
                Mood::Close,
            ],
        };
        let mut moods: Vec<Mood> = (0..2)
            .filter_map(|_| from.get(self.draws.below(from.len())).copied())
            .collect();
        moods.dedup();
        moods
    }
}

/// Answers some of the others' entries; the newest stays unanswered.
fn answer(session: &mut Session, me: MemberId, draws: &mut Random) -> Result<()> {
    let list = ListCheckins {
        before: None,
        days: 60,
        member: None,
        space: None,
        from: None,
        until: None,
    };
    let page = session.list_checkins(list)?;
    let others = page
        .days
        .iter()
        .flat_map(|day| &day.checkins)
        .filter(|row| row.can_reply && row.author != Some(me) && row.answers.liked.is_some());
    for entry in others.skip(1).map(|row| row.entry).collect::<Vec<_>>() {
        let answer = match draws.below(10) {
            0..4 => Answer::ThankYou,
            4 => Answer::Talk,
            _ => continue,
        };
        session.create_reply(NewReply { entry, answer })?;
        session.get_checkin(EntryRef { entry })?;
    }
    Ok(())
}

impl Session {
    /// Opens the sample household, which has a folder of its own; writes it first when there is none or
    /// when it is about weeks gone by.
    ///
    /// # Errors
    /// `not_allowed` when somebody has unlocked; those of the disk.
    pub(crate) fn open_example(&mut self) -> Result<State> {
        if self.sitting != Sitting::Locked {
            return Err(ErrorCode::NotAllowed.into());
        }
        // An example that is open is opened anew.
        self.household = None;
        if let Err(error) = self.refresh_example() {
            self.open_file();
            return Err(error);
        }
        self.is_in_example = true;
        self.open_file();
        self.changed(&[crate::changed::Feature::Session]);
        self.get_state()
    }

    /// Writes the sample household when there is none or when it is about weeks gone by.
    fn refresh_example(&self) -> Result<()> {
        let folder = self.own_folder.join("example");
        let path = folder.join(FILE_NAME);
        let now = self.now();
        let written_on = std::fs::read_to_string(folder.join("written-on"));
        let is_fresh = written_on
            .ok()
            .and_then(|day| Day::parse(day.trim()))
            .is_some_and(|day| (0..=STALE_DAYS).contains(&now.day().days_since(day)));
        if !is_fresh || !HouseholdFile::exists(&path) {
            remove_example(&path)?;
            let plan = Plan {
                days: DAYS,
                people: 3,
                per_day: 1,
                seed: 2026,
                language: self.device.language,
                until: now,
                cost: self.cost,
            };
            write(&folder, plan)?;
            std::fs::write(folder.join("written-on"), now.day().to_string())?;
        }
        Ok(())
    }

    /// Closes the sample household and opens one's own again, locked.
    ///
    /// # Errors
    /// None.
    pub(crate) fn close_example(&mut self) -> Result<State> {
        if self.is_in_example {
            self.is_in_example = false;
            self.open_file();
            self.changed(&[crate::changed::Feature::Session]);
        }
        self.get_state()
    }

    /// The passphrases of the sample household, by the language it was written in.
    pub(crate) fn example_passphrases(&self) -> Vec<ExamplePassphrase> {
        let language = Device::read(&self.folder(), None).language;
        self.members
            .iter()
            .filter_map(|row| {
                let person = Person::named(&row.name)?;
                let passphrase = passphrase(person, language).to_owned();
                Some(ExamplePassphrase {
                    member: row.id,
                    passphrase,
                })
            })
            .collect()
    }
}
