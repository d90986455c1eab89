//! Shared spaces through the years: whatever people who live together do with the ordinary buttons, and
//! in whatever order, nobody is told that something is missing, and each space shows the same people and
//! the same words to everybody in it.

use std::collections::{BTreeMap, BTreeSet};

use hecht_core::ErrorCode;
use hecht_core::random::Random;
use serde_json::{Value, json};
use support::{Person, Program};

use crate::damage::damaged;

/// What should stand in the spaces.
#[derive(Default)]
struct Model {
    /// Who has not erased themselves.
    there: BTreeSet<usize>,
    /// By space and text: who wrote it.
    words: BTreeMap<(String, String), BTreeSet<usize>>,
}

struct Life {
    program: Program,
    people: Vec<Person>,
    model: Model,
    random: Random,
    seed: u64,
    said: usize,
    /// What was done, for whoever reads why a life failed.
    story: Vec<String>,
}

impl Life {
    fn new(seed: u64) -> Self {
        let mut program = Program::new();
        let people = ["Robin", "Sam", "Noa"].map(|name| program.add(name));
        program.share(&[&people[0], &people[1]]);
        program.share(&[&people[0], &people[1], &people[2]]);
        Self {
            program,
            model: Model {
                there: (0..people.len()).collect(),
                ..Model::default()
            },
            people: people.to_vec(),
            random: Random::from_seed(seed),
            seed,
            said: 0,
            story: Vec::new(),
        }
    }

    fn below(&mut self, bound: usize) -> usize {
        let [one, two]: [u8; 2] = self.random.bytes();
        usize::from(u16::from_be_bytes([one, two])) % bound
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        (!from.is_empty()).then(|| {
            let at = self.below(from.len());
            from[at].clone()
        })
    }

    fn anybody(&mut self) -> usize {
        let there: Vec<usize> = self.model.there.iter().copied().collect();
        self.pick(&there).unwrap()
    }

    fn spaces(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Vec<String> {
        let rows = self.program.call("list_spaces", json!({}));
        let rows = rows.as_array().unwrap().iter();
        let wanted = rows.filter(|row| is_wanted(row));
        wanted
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// One thing that somebody does; what is not possible now is refused, and changes nothing.
    fn step(&mut self) {
        let who = self.anybody();
        let other = self.anybody();
        let is_together = who != other && self.below(5) == 0;
        let sitters = if is_together {
            vec![who, other]
        } else {
            vec![who]
        };
        let people: Vec<&Person> = sitters.iter().map(|at| &self.people[*at]).collect();
        self.program.sit(&people);
        let what = self.below(14);
        self.story.push(format!("{sitters:?} {what}"));
        match what {
            0..=4 => self.say(&sitters),
            5 | 6 => {
                let ids: Vec<String> = self.people.iter().map(|one| one.id.clone()).collect();
                let with = ids
                    .into_iter()
                    .filter(|_| self.random.bytes::<1>()[0] < 150);
                let with: Vec<String> = with.collect();
                self.ask("propose_space", json!({ "members": with, "name": null }));
            }
            7 | 8 => {
                let asked = self.spaces(|row| row["state"] == "asked");
                if let Some(space) = self.pick(&asked) {
                    let verb = if self.below(4) == 0 {
                        "decline_space"
                    } else {
                        "accept_space"
                    };
                    self.ask(verb, json!({ "space": space }));
                }
            }
            9 if !is_together => {
                let person = &mut self.people[who];
                let new = format!("{} sits here {}", person.name, self.story.len());
                let request = json!({ "old": person.passphrase, "passphrase": new });
                self.program.call("change_passphrase", request);
                person.passphrase = new;
            }
            10 => {
                let any = self.spaces(|_| true);
                let verbs = ["close_space", "keep_space", "take_back_space"];
                if let (Some(space), Some(verb)) = (self.pick(&any), self.pick(&verbs)) {
                    self.ask(verb, json!({ "space": space }));
                }
            }
            11 if !is_together => {
                let any = self.spaces(|row| row["state"] == "open" || row["state"] == "closed");
                if let Some(space) = self.pick(&any) {
                    let words = self.pick(&["stay", "withdraw"]).unwrap();
                    let request = json!({ "space": space, "words": words });
                    if self.ask("leave_space", request) && words == "withdraw" {
                        self.withdraw(who, Some(&space));
                    }
                }
            }
            12 if !is_together && self.model.there.len() > 2 && self.below(4) == 0 => {
                let words = self.pick(&["stay", "withdraw"]).unwrap();
                let passphrase = &self.people[who].passphrase;
                let request =
                    json!({ "passphrase": passphrase, "words": words, "removes_copies": false });
                self.program.call("delete_member", request);
                self.model.there.remove(&who);
                if words == "withdraw" {
                    self.withdraw(who, None);
                }
            }
            _ => {
                self.seed += 1;
                let program = std::mem::take(&mut self.program);
                self.program = program.restart(self.seed);
            }
        }
    }

    fn say(&mut self, sitters: &[usize]) {
        let open = self.spaces(|row| row["state"] == "open");
        let Some(space) = self.pick(&open) else {
            return;
        };
        self.said += 1;
        let text = format!("word {}", self.said);
        self.program
            .check_in(Value::Null, Some((&space, json!({ "liked": text }))));
        let by = sitters.iter().copied().collect();
        self.model.words.insert((space, text), by);
    }

    /// Everything somebody wrote, alone or with others, is withdrawn.
    fn withdraw(&mut self, who: usize, from: Option<&str>) {
        self.model
            .words
            .retain(|(space, _), by| from.is_some_and(|from| from != space) || !by.contains(&who));
    }

    /// Whether it was done.
    #[track_caller]
    fn ask(&mut self, verb: &str, request: Value) -> bool {
        match self.program.try_call(verb, request) {
            Ok(_) => true,
            Err(
                ErrorCode::NotAlone
                | ErrorCode::NotFound
                | ErrorCode::SpaceExists
                | ErrorCode::SpaceNotOpen
                | ErrorCode::SpaceClosed
                | ErrorCode::TooFewMembers,
            ) => false,
            Err(error) => {
                assert_eq!(error, ErrorCode::NotFound, "{verb}");
                false
            }
        }
    }

    /// What each person sees is what should be there, and the same for all.
    fn look(&mut self) {
        let mut seen: BTreeMap<String, Value> = BTreeMap::new();
        for at in self.model.there.clone() {
            let person = self.people[at].clone();
            let missing = damaged(&mut self.program, &person);
            assert_eq!(missing, Vec::<String>::new(), "{:?}", self.story);
            self.program.finish_work();
            let rows = self.program.call("list_spaces", json!({}));
            let log = self.program.log();
            for row in rows.as_array().unwrap() {
                let space = row["id"].as_str().unwrap().to_owned();
                if row["state"] != "open" && row["state"] != "closed" {
                    continue;
                }
                let words = log.iter().filter(|it| it["space"] == row["id"]);
                let words: BTreeSet<&str> = words
                    .map(|it| it["answers"]["liked"].as_str().unwrap())
                    .collect();
                let wanted = self.model.words.keys().filter(|(id, _)| *id == space);
                let wanted: BTreeSet<&str> = wanted.map(|(_, text)| text.as_str()).collect();
                assert_eq!(words, wanted, "{space}: {:?}", self.story);
                let people = json!([row["members"], row["left"], row["state"]]);
                let before = seen.insert(space, people.clone());
                assert!(
                    before.is_none_or(|before| before == people),
                    "{}",
                    person.name
                );
            }
            assert_eq!(damaged(&mut self.program, &person), Vec::<String>::new());
        }
    }
}

#[test]
fn whatever_people_do_in_whatever_order_nothing_is_missing() {
    let lives = std::env::var("HECHT_LIVES").map_or(12_usize, |lives| lives.parse().unwrap());
    let mut said = 0;
    for seed in 0..lives as u64 {
        let mut life = Life::new(1000 * seed);
        for step in 0..40 {
            life.step();
            if step % 8 == 7 {
                life.look();
            }
        }
        said += life.said;
    }
    assert!(said > 4 * lives, "they have something to say: {said}");
}
