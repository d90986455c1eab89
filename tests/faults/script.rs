//! F17, the core's half: texts that would run as a script if anything took them for markup go into every
//! text field and come back byte for byte. `tests/browser` shows them in the page.

use hecht_core::random::Random;
use serde_json::{Value, json};
use support::{Person, Program};

use crate::{Fault, Held, Ready};

/// `inside` with `RUN` for the code that would run, `around` with `#` for the inside. The page's test reads
/// the same.
const PARTS: &str = include_str!("../fixtures/scripts.json");
/// How many texts that makes.
pub(crate) const TEXTS: u64 = 300;
const CODE: &str = "window.ran=1";

/// Every text, the same each time.
fn all_texts() -> Vec<String> {
    let parts: Value = serde_json::from_str(PARTS).unwrap();
    let list = |name: &str| parts[name].as_array().cloned().unwrap_or_default();
    let text = |part: &Value| part.as_str().unwrap_or_default().to_owned();
    let mut all = Vec::new();
    for inside in list("inside") {
        let inside = text(&inside).replace("RUN", CODE);
        for around in list("around") {
            all.push(text(&around).replace('#', &inside));
        }
    }
    assert_eq!(all.len() as u64, TEXTS, "of the texts in tests/fixtures");
    all
}

struct Scripts {
    texts: Vec<String>,
    folder: std::sync::Arc<support::Folder>,
    robin: Person,
    sam: Person,
    space: String,
}

pub(crate) fn texts() -> Ready {
    let (program, robin, sam, space) = support::couple();
    Ok(Box::new(Scripts {
        texts: all_texts(),
        folder: program.end(),
        robin,
        sam,
        space,
    }))
}

fn same(what: &str, found: &Value, wanted: &str) -> Held {
    if found == wanted {
        return Ok(());
    }
    Err(format!("{what} gave {found} for {wanted:?}"))
}

impl Scripts {
    /// Writes a text everywhere and looks for `wanted` in its place.
    fn round(&self, text: &str, wanted: &str) -> Held {
        let said = |code| format!("{text:?}: {code:?}");
        let mut program = Program::open(self.folder.copied(), 9);
        program.sit(&[&self.robin]);
        let answers = json!({ "note": text, "liked": text, "help": text });
        let shared = json!({ "space": self.space, "answers": answers });
        let request = json!({ "on": "2026-11-22", "private": answers, "shared": shared });
        let saved = program.try_call("create_checkin", request).map_err(said)?;
        let body = json!({ "form": "checkin", "body": text });
        program.try_call("save_draft", body).map_err(said)?;
        let words = json!({ "craving": text, "slip": text, "use": text });
        let own = json!({ "private_fields": ["note"], "shared_fields": [], "words": words });
        let short = text.chars().count() <= 40;
        if short {
            program.try_call("edit_preferences", own).map_err(said)?;
        }
        for (person, part) in [
            (self.robin.clone(), "private"),
            (self.robin.clone(), "shared"),
            (self.sam.clone(), "shared"),
        ] {
            program.sit(&[&person]);
            let read = program.entry(saved[part].as_str().unwrap_or_default());
            for field in ["note", "liked", "help"] {
                same(field, &read["row"]["answers"][field], wanted)?;
            }
        }
        program.sit(&[&self.robin]);
        let draft = program.call("get_draft", json!({ "form": "checkin" }));
        same("the draft", &draft["body"], wanted)?;
        if short {
            let kept = program.call("get_preferences", json!({}));
            for word in ["craving", "slip", "use"] {
                same("an own word", &kept["words"][word], wanted)?;
            }
        }
        self.names(text, wanted, short)
    }

    /// Names of people and of spaces are short.
    fn names(&self, text: &str, wanted: &str, short: bool) -> Held {
        // A name keeps no mark that turns the writing round, and no spaces at its ends.
        if !short || text != text.trim() || text.contains('\u{202e}') {
            return Ok(());
        }
        let mut program = Program::new();
        let added = json!({ "name": text, "colour": 1, "passphrase": text });
        let state = program.call("add_member", added);
        same("a name", &state["members"][0]["name"], wanted)?;
        let first = state["present"][0].clone();
        program.add("Sam");
        let request = json!({ "members": [first], "name": text });
        let spaces = program.call("propose_space", request);
        same("the name of a space", &spaces[0]["name"], wanted)?;
        let person = json!({ "member": first, "passphrase": text });
        program.lock();
        program.call("unlock", json!({ "people": [person] }));
        Ok(())
    }
}

impl Fault for Scripts {
    fn run(&mut self, seed: u64, _: &mut Random) -> Held {
        let text = self.texts[crate::turn(seed, self.texts.len())].clone();
        self.round(&text, &text)
    }

    /// A text that came back tidied up would be a loss.
    fn control(&mut self) -> Held {
        let text = self.texts[0].clone();
        match self.round(&text, &text.replace('<', "&lt;")) {
            Ok(()) => Err("a changed text is not noticed".to_owned()),
            Err(_) => Ok(()),
        }
    }
}
