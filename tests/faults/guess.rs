//! F11: passphrases that are nearly right, and slots whose parameters are meant to exhaust the computer.
//! Nothing opens that should not, and neither time nor memory runs away.

use std::time::{Duration, Instant};

use hecht_core::ErrorCode;
use hecht_core::household::{HouseholdFile, SlotKind, Write};
use hecht_core::ids::{MemberId, unhex};
use hecht_core::random::Random;
use serde_json::{Value, json};
use support::{Folder, Program};

use crate::child::Running;
use crate::home::{Desk, copied, one_of};
use crate::{Fault, Held, Ready};

/// With letters that Unicode writes in two ways, capitals, a digit and a sign.
const RIGHT: &str = "Crème brûlée, één fiets & 2 wielen";
/// The same text with its letters and marks apart.
const APART: &str = "Cre\u{300}me bru\u{302}le\u{301}e, e\u{301}e\u{301}n fiets & 2 wielen";
const OTHER: &str = "Noordzee vuurtoren schelp 9";
/// The limit of stored parameters is 1 GiB; the rest is the program's own.
const MOST_KIB: u64 = 1_200 * 1_024;
const LONGEST: Duration = Duration::from_secs(120);

struct Guesses {
    folder: Folder,
    robin: String,
    sam: String,
    most_kib: u64,
    longest: Duration,
}

pub(crate) fn guesses() -> Ready {
    let mut program = Program::new();
    let mut ids = Vec::new();
    for (name, passphrase) in [("Robin", RIGHT), ("Sam", OTHER)] {
        let new = json!({ "name": name, "colour": 1, "passphrase": passphrase });
        let state = program.call("add_member", new);
        ids.push(state["present"][0].as_str().unwrap().to_owned());
    }
    program.lock();
    let folder = program.end();
    Ok(Box::new(Guesses {
        folder: copied(folder.path()),
        robin: ids[0].clone(),
        sam: ids[1].clone(),
        most_kib: 0,
        longest: Duration::ZERO,
    }))
}

/// A text that is not the right one, but nearly.
fn near_miss(random: &mut Random) -> String {
    let letters: Vec<char> = RIGHT.chars().collect();
    let at = random.below(letters.len());
    let with = |change: &dyn Fn(&mut Vec<char>)| {
        let mut letters = letters.clone();
        change(&mut letters);
        letters.into_iter().collect::<String>()
    };
    let added = [
        '\0', '\n', ' ', '\u{a0}', '\u{200d}', '\u{feff}', 'x', '\u{301}',
    ];
    match random.below(12) {
        0 => RIGHT.to_lowercase(),
        1 => RIGHT.to_uppercase(),
        2 => format!("{RIGHT} "),
        3 => format!(" {RIGHT}"),
        4 => with(&|all| _ = all.remove(at)),
        5 => {
            let letter = *one_of(random, &added);
            with(&|all| all.insert(at, letter))
        }
        6 => with(&|all| {
            let next = (at + 1) % all.len();
            if all[at] == all[next] {
                all.remove(at);
            } else {
                all.swap(at, next);
            }
        }),
        // A letter that looks the same, or is the same only by another word for "same".
        7 => RIGHT.replace('e', "\u{435}"),
        8 => RIGHT.replace("fi", "\u{fb01}"),
        9 => RIGHT.replace('2', "\u{b2}"),
        10 => RIGHT.replace('é', "e"),
        _ => with(&|all| {
            let code = u32::from(all[at]) + 1;
            all[at] = char::from_u32(code).unwrap_or('~');
        }),
    }
}

/// The right text with some of its letters taken apart, in another way each time.
fn same_but_typed_elsewhere(random: &mut Random) -> String {
    let mut text = String::new();
    for letter in RIGHT.chars() {
        let apart = match letter {
            'è' => "e\u{300}",
            'û' => "u\u{302}",
            'é' => "e\u{301}",
            _ => "",
        };
        if apart.is_empty() || random.below(2) == 0 {
            text.push(letter);
        } else {
            text.push_str(apart);
        }
    }
    text
}

/// Parameters that no Hecht writes, or that cost as much as may be.
fn hostile(seed: u64, random: &mut Random) -> String {
    if seed % 96 == 49 {
        // The most that is not refused: it takes its time, so only now and then.
        return json!({ "m": 1_048_576, "t": 1, "p": 4 }).to_string();
    }
    let numbers = [
        "0",
        "-1",
        "1",
        "7",
        "8",
        "64",
        "65536",
        "1048577",
        "4294967295",
        "4294967296",
        "1e9",
        "0.5",
        "\"64\"",
        "null",
        "[]",
        "true",
        "18446744073709551616",
    ];
    let number = |random: &mut Random| (*one_of(random, &numbers)).to_owned();
    match random.below(8) {
        0 => json!({ "m": 4_096, "t": 1, "p": random.below(16) + 1 }).to_string(),
        1 => json!({ "m": 64, "t": 20, "p": 1 }).to_string(),
        2 => {
            let whole = r#"{"m":64,"t":1,"p":1}"#;
            whole.chars().take(random.below(whole.len())).collect()
        }
        3 => (*one_of(
            random,
            &["", "{}", "[]", "null", "[64,1,1]", "{\"m\":64}", "\u{0}"],
        ))
        .to_owned(),
        4 => "{\"m\":".repeat(random.below(4_000)),
        _ => format!(
            "{{\"m\":{},\"t\":{},\"p\":{}}}",
            number(random),
            number(random),
            number(random)
        ),
    }
}

impl Guesses {
    fn open(&self, member: &str, passphrase: &str) -> Result<(), ErrorCode> {
        let folder = copied(self.folder.path());
        let mut desk = Desk::open(folder.path(), 3);
        desk.sit(&[(member, passphrase)]).map(drop)
    }

    fn must_not_open(&self, member: &str, passphrase: &str) -> Held {
        match self.open(member, passphrase) {
            Err(ErrorCode::WrongPassphrase) => Ok(()),
            other => Err(format!("{passphrase:?} gives {other:?}")),
        }
    }

    fn must_open(&self, passphrase: &str) -> Held {
        self.open(&self.robin, passphrase)
            .map_err(|code| format!("{passphrase:?} is the same passphrase and gives {code:?}"))
    }

    fn hostile_slot(&mut self, seed: u64, random: &mut Random) -> Held {
        let folder = copied(self.folder.path());
        let kdf = hostile(seed, random);
        let is_checked = random.below(4) > 0;
        if is_checked {
            let mut file = HouseholdFile::open(&folder.file()).unwrap();
            let member = MemberId(unhex(&self.robin).unwrap());
            let slot = file.slot(member, SlotKind::Passphrase).unwrap();
            let mut slot = slot.ok_or("no slot")?;
            if slot.kdf == kdf {
                return Ok(());
            }
            slot.kdf.clone_from(&kdf);
            file.write(&[Write::Slot(slot)]).unwrap();
        } else {
            let sql = rusqlite::Connection::open(folder.file()).unwrap();
            let changed = sql.execute("UPDATE slot SET kdf = ?1", [&kdf]);
            changed.map_err(|error| error.to_string())?;
        }
        let began = Instant::now();
        let path = folder.path().to_str().unwrap();
        let child = Running::start(&["guess", path, &self.robin, RIGHT]);
        let said = child
            .line(LONGEST)
            .ok_or_else(|| format!("{kdf:?}: no answer within {} s", LONGEST.as_secs()))?;
        let said: Value = serde_json::from_str(&said).map_err(|error| error.to_string())?;
        self.longest = self.longest.max(began.elapsed());
        let peak = said["peak_kib"].as_u64().unwrap_or(u64::MAX);
        self.most_kib = self.most_kib.max(peak);
        if peak > MOST_KIB {
            return Err(format!("{kdf:?} took {peak} KiB"));
        }
        // Bound into the wrapping: other parameters never open it, even harmless ones.
        let allowed: &[&str] = if is_checked {
            &["file_damaged", "wrong_passphrase"]
        } else {
            &["file_damaged"]
        };
        let outcome = said["outcome"].as_str().unwrap_or_default();
        if !allowed.contains(&outcome) {
            return Err(format!("{kdf:?} gives {outcome}"));
        }
        Ok(())
    }
}

impl Fault for Guesses {
    fn run(&mut self, seed: u64, random: &mut Random) -> Held {
        match crate::turn(seed, 8) {
            0 => self.must_open(APART),
            1 => self.must_open(&same_but_typed_elsewhere(random)),
            2 => self.must_not_open(&self.robin, OTHER),
            3 => self.must_not_open(&self.sam, RIGHT),
            4 | 5 => self.must_not_open(&self.robin, &near_miss(random)),
            _ => self.hostile_slot(seed, random),
        }
    }

    /// The right passphrase opens, so a false unlock would be seen.
    fn control(&mut self) -> Held {
        self.must_open(RIGHT)?;
        match self.must_not_open(&self.robin, RIGHT) {
            Ok(()) => Err("an unlock is not noticed".to_owned()),
            Err(_) => Ok(()),
        }
    }

    fn notes(&self) -> Vec<String> {
        vec![format!(
            "hostile slots: at most {} MiB and {:.1} s",
            self.most_kib / 1_024,
            self.longest.as_secs_f64()
        )]
    }
}
