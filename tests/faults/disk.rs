//! F5 and F6: a disk that is really full, and a file, folder or medium that cannot be written. People
//! are told which it is, the lock works, what was there is still read, and nothing is changed.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use hecht_core::random::Random;
use serde_json::{Value, json};
use support::Folder;

use crate::child::{command, tell};
use crate::home::{Desk, Home, copied};
use crate::{Fault, Held, Ready};

fn run(program: &str, words: &[&str]) -> Result<String, String> {
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::null());
    outcome(command)
}

fn outcome(mut command: Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let done = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{name}: {error}"))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
    }
    let why = String::from_utf8_lossy(&done.stderr).into_owned();
    Err(format!("{name}: {} {}", done.status, why.trim()))
}

/// A child of this program on a small file system of its own, with the household copied into it.
fn in_small_space(home: &Home, kib: usize, options: &str, job: &str) -> Result<Value, String> {
    let place = Folder::new();
    let child = command(&[]);
    let mut command = Command::new("unshare");
    command.args(["-m", "sh", "-ec"]);
    command.arg(
        "mount -t tmpfs -o size=$1k tmpfs \"$2\"; cp -r \"$3\"/. \"$2\"; \
         [ -z \"$4\" ] || mount -o \"$4\" \"$2\"; shift 4; exec \"$@\"",
    );
    command.args(["sh", &kib.to_string()]);
    command.args([place.path(), home.folder.path()]);
    command.arg(options);
    command.arg(child.get_program());
    command.args(["--child", job]).arg(place.path());
    command.args([&home.robin.id, &home.robin.passphrase]);
    let said = outcome(command)?;
    let last = said.lines().last().unwrap_or_default();
    serde_json::from_str(last).map_err(|error| format!("{said:?}: {error}"))
}

/// Why this machine refuses to mount, if it does.
fn can_mount() -> Result<(), String> {
    let place = Folder::new();
    let path = place.path().to_str().unwrap();
    let script = "mount -t tmpfs -o size=64k tmpfs \"$1\"";
    run("unshare", &["-m", "sh", "-ec", script, "sh", path]).map(drop)
}

// F5

struct Full {
    home: Home,
    withdrawn: u64,
    runs: u64,
}

pub(crate) fn full() -> Ready {
    can_mount()?;
    Ok(Box::new(Full {
        home: Home::new(1),
        withdrawn: 0,
        runs: 0,
    }))
}

fn count_days(desk: &mut Desk) -> usize {
    let log = desk.ask("list_checkins", support::all_days());
    let days = log.unwrap_or_default();
    let days = days["days"].as_array().into_iter().flatten();
    days.map(|day| day["checkins"].as_array().map_or(0, Vec::len))
        .sum()
}

/// The child of F5: writes until nothing more goes in, and says what could still be done.
pub(crate) fn fill(folder: &Path, member: &str, passphrase: &str) {
    let ballast = folder.join("ballast");
    std::fs::write(&ballast, vec![1; 128 * 1024]).unwrap();
    let mut desk = Desk::open(folder, 6);
    let me = [(member, passphrase)];
    let mut said = json!({ "unlocked": desk.sit(&me).is_ok(), "code": null });
    let before = count_days(&mut desk);
    let write = |desk: &mut Desk, at: usize| {
        let note = format!("word {at} ").repeat(2_000 + at * 37 % 3_000);
        let request = json!({ "on": "2026-11-22", "private": { "note": note }, "shared": null });
        desk.ask("create_checkin", request)
    };
    let mut saved = Vec::new();
    // A file system of two megabytes is full long before.
    for at in 0..60 {
        match write(&mut desk, at) {
            Ok(entry) => saved.push(entry["private"].clone()),
            Err(code) => {
                said["code"] = json!(code);
                break;
            }
        }
    }
    let long = json!({ "form": "checkin", "body": "word ".repeat(20_000) });
    said["draft"] = json!(desk.ask("save_draft", long.clone()).err());
    said["shown"] = json!(count_days(&mut desk) == before + saved.len());
    let locked = desk
        .ask("lock", json!({ "draft": long }))
        .unwrap_or_default();
    said["locked"] = json!(locked["phase"] == "locked");
    said["again"] = json!(desk.sit(&me).err());
    said["still_there"] = json!(count_days(&mut desk) == before + saved.len());
    drop(desk);
    let mut desk = Desk::open(folder, 7);
    said["refused"] = json!(desk.refusal());
    said["after_restart"] = json!(desk.sit(&me).err());
    said["there_after_restart"] = json!(count_days(&mut desk) == before + saved.len());
    if let Some(entry) = saved.last() {
        let gone = desk.ask("withdraw_checkin", json!({ "entry": entry }));
        said["withdrawn"] = json!(gone.is_ok());
    }
    std::fs::remove_file(&ballast).unwrap();
    said["with_room"] = json!(write(&mut desk, 1).err());
    tell(&said.to_string());
}

impl Full {
    fn check(&mut self, said: &Value) -> Held {
        self.runs += 1;
        self.withdrawn += u64::from(said["withdrawn"] == true);
        for (what, wanted) in [
            ("unlocked", json!(true)),
            ("code", json!("disk_full")),
            ("shown", json!(true)),
            ("locked", json!(true)),
            ("again", Value::Null),
            ("still_there", json!(true)),
            ("refused", Value::Null),
            ("after_restart", Value::Null),
            ("there_after_restart", json!(true)),
            ("with_room", Value::Null),
        ] {
            if said[what] != wanted {
                return Err(format!("{what} is {}: {said}", said[what]));
            }
        }
        Ok(())
    }
}

impl Fault for Full {
    fn run(&mut self, _: u64, random: &mut Random) -> Held {
        let kib = 900 + random.below(900);
        let said = in_small_space(&self.home, kib, "", "fill")?;
        self.check(&said)
    }

    /// On a disk that is not full nobody may be told that it is.
    fn control(&mut self) -> Held {
        let said = in_small_space(&self.home, 200_000, "", "fill")?;
        let (runs, withdrawn) = (self.runs, self.withdrawn);
        let outcome = self.check(&said);
        (self.runs, self.withdrawn) = (runs, withdrawn);
        match outcome {
            Ok(()) => Err("a disk with room was called full".to_owned()),
            Err(_) => Ok(()),
        }
    }

    fn notes(&self) -> Vec<String> {
        vec![format!(
            "withdrawing on the full disk worked in {} of {} runs",
            self.withdrawn, self.runs
        )]
    }
}

// F6

/// What is read-only.
const CASES: [&str; 6] = [
    "file",
    "folder",
    "file and folder",
    "lock file",
    "all of it",
    "medium",
];
pub(crate) const PLACES: u64 = CASES.len() as u64;

struct ReadOnly {
    home: Home,
    /// A copy of this program where everybody may start it.
    program: Folder,
    said: Vec<String>,
}

/// The one who owns nothing.
const NOBODY: [&str; 4] = [
    "--reuid=nobody",
    "--regid=nogroup",
    "--clear-groups",
    "--no-new-privs",
];

pub(crate) fn read_only() -> Ready {
    let refused = |why: String| format!("needs root and setpriv: {why}");
    run("setpriv", &[&NOBODY[..], &["true"]].concat()).map_err(refused)?;
    can_mount().map_err(refused)?;
    let program = Folder::new();
    let path = program.path().to_str().unwrap();
    let copy = program.path().join("faults");
    std::fs::copy(std::env::current_exe().unwrap(), &copy).unwrap();
    run("chmod", &["-R", "a+rx", path]).map_err(refused)?;
    let copy = copy.to_str().unwrap();
    let start = [&NOBODY[..], &[copy, "--only", "none", "--runs", "0"]].concat();
    if let Err(why) = run("setpriv", &start)
        && !why.contains("exit status: 1")
    {
        return Err(refused(why));
    }
    Ok(Box::new(ReadOnly {
        home: Home::new(1),
        program,
        said: Vec::new(),
    }))
}

/// The child of F6: opens, unlocks, reads and writes as far as it gets, and says how far that was.
pub(crate) fn look(folder: &Path, member: &str, passphrase: &str) {
    let mut desk = Desk::open(folder, 6);
    let state = desk.ask("get_state", json!({})).unwrap_or_default();
    let mut said = json!({ "phase": state["phase"], "refused": desk.refusal() });
    if desk.sit(&[(member, passphrase)]).is_ok() {
        said["read"] = json!(count_days(&mut desk));
        let request = json!({ "on": "2026-11-22", "private": { "note": "word" }, "shared": null });
        said["write"] = json!(desk.ask("create_checkin", request).err());
    }
    tell(&said.to_string());
}

impl ReadOnly {
    /// A copy of the household that belongs to nobody, and how it is read-only.
    fn place(&self, case: &str) -> (Folder, PathBuf) {
        let folder = copied(self.home.folder.path());
        let path = folder.path().to_str().unwrap();
        let file = folder.file();
        let lock = folder.path().join("household.hecht.lock");
        std::fs::write(&lock, "").unwrap();
        if case == "folder" {
            // With a journal there already, such a folder keeps nobody from writing.
            std::fs::remove_file(folder.path().join("household.hecht-journal")).unwrap();
        }
        run("chown", &["-R", "nobody:nogroup", path]).unwrap();
        run("chmod", &["u+rwx", path]).unwrap();
        let close = |what: &Path| run("chmod", &["a-w", what.to_str().unwrap()]).unwrap();
        match case {
            "file" => drop(close(&file)),
            "folder" => drop(close(folder.path())),
            "file and folder" => {
                close(&file);
                close(folder.path());
            }
            "lock file" => drop(close(&lock)),
            "all of it" => {
                close(&lock);
                close(&file);
                close(folder.path());
            }
            _ => {}
        }
        (folder, file)
    }

    fn as_nobody(&self, folder: &Folder) -> Result<Value, String> {
        let copy = self.program.path().join("faults");
        let words = [
            copy.to_str().unwrap(),
            "--child",
            "look",
            folder.path().to_str().unwrap(),
            &self.home.robin.id,
            &self.home.robin.passphrase,
        ];
        let said = run("setpriv", &[&NOBODY[..], &words].concat())?;
        serde_json::from_str(said.trim()).map_err(|error| format!("{said:?}: {error}"))
    }

    /// Reads all, or says why not.
    fn is_clear(&self, said: &Value) -> Held {
        let explains = said["refused"] == "file_read_only";
        let reads = said["read"] == 3 && said["write"] == "file_read_only";
        if explains || reads {
            return Ok(());
        }
        Err(format!("neither read nor explained: {said}"))
    }
}

impl Fault for ReadOnly {
    fn run(&mut self, seed: u64, _: &mut Random) -> Held {
        let case = CASES[crate::turn(seed, CASES.len())];
        let said = if case == "medium" {
            in_small_space(&self.home, 8_000, "remount,ro", "look")?
        } else {
            let (folder, file) = self.place(case);
            let before = folder.files();
            let said = self.as_nobody(&folder)?;
            let is_same = std::fs::read(&file).is_ok_and(|bytes| {
                before
                    .iter()
                    .any(|(path, old)| *path == file && *old == bytes)
            });
            if !is_same {
                return Err(format!("{case}: the file was changed"));
            }
            said
        };
        let line = format!("{case}: {said}");
        if !self.said.contains(&line) {
            self.said.push(line);
        }
        self.is_clear(&said).map_err(|why| format!("{case}: {why}"))
    }

    /// Where all can be written, the file does change and nobody is told otherwise.
    fn control(&mut self) -> Held {
        let (folder, file) = self.place("nothing");
        let before = std::fs::read(&file).unwrap();
        let said = self.as_nobody(&folder)?;
        if std::fs::read(&file).unwrap() == before {
            return Err(format!("a file that can be written is not written: {said}"));
        }
        match self.is_clear(&said) {
            Ok(()) => Err("a writable file was called read-only".to_owned()),
            Err(_) => Ok(()),
        }
    }

    fn notes(&self) -> Vec<String> {
        self.said.clone()
    }
}
