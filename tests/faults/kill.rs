//! F1, F2, F15: the program is killed at a system call, at any time, and at each step of one change.
//! Whatever it had said to be done is there, nothing is half there, and of an old and a new
//! passphrase exactly one opens.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;

use hecht_core::random::Random;
use serde_json::Value;
use support::Folder;

use crate::child::{Running, command};
use crate::home::{Home, copied, difference, view};
use crate::ops::{self, Actor, OPS};
use crate::{Fault, Held, Ready};

/// The calls that change a file or decide when it is on the disk, and those around them.
const CALLS: &str = "read,pread64,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat2,openat,fcntl,flock,lseek,close";
/// Of these, the ones with an effect: each of them is a step of a change.
const STEPS: [&str; 9] = [
    "pwrite64",
    "write",
    "fsync",
    "fdatasync",
    "ftruncate",
    "unlink",
    "unlinkat",
    "rename",
    "renameat2",
];

/// Some changes in a row, and what everybody sees before and after each of them.
struct Model {
    ops: Vec<&'static str>,
    seed: u64,
    views: Vec<Value>,
}

/// A system call: its name, which of that name it is, and how many changes were done before it.
type Call = (String, usize, usize);

struct Killer {
    home: Home,
    known: String,
    passphrases: Vec<String>,
}

impl Killer {
    fn new() -> Self {
        let home = Home::new(2);
        let known = ops::known(&home).to_string();
        let passphrases = ops::passphrases(&home);
        Self {
            home,
            known,
            passphrases,
        }
    }

    /// The same changes without any fault.
    fn model(&self, ops: Vec<&'static str>, seed: u64) -> Model {
        self.model_of_the_last(ops.len() + 1, ops, seed)
    }

    /// The same, looked at only before and after the last few of them.
    fn model_of_the_last(&self, count: usize, ops: Vec<&'static str>, seed: u64) -> Model {
        let folder = copied(self.home.folder.path());
        let known = serde_json::from_str(&self.known).unwrap();
        let mut actor = Actor::new(folder.path(), &known, seed);
        let now = || view(copied(folder.path()).path(), &self.passphrases).unwrap();
        let from = (ops.len() + 1).saturating_sub(count);
        let now_or_not = |at: usize| if at < from { Value::Null } else { now() };
        let mut views = vec![now_or_not(0)];
        for (at, op) in ops.iter().enumerate() {
            // What is refused changes nothing, and then the view says so.
            actor.act(op).map(drop).unwrap_or_default();
            views.push(now_or_not(at + 1));
        }
        Model { ops, seed, views }
    }

    fn words<'a>(
        &'a self,
        folder: &'a Folder,
        ops: &'a str,
        seed: &'a str,
        order: &'a str,
    ) -> [&'a str; 6] {
        let path = folder.path().to_str().unwrap();
        ["act", path, &self.known, ops, seed, order]
    }

    /// Every call of the list that the changes make.
    fn trace(&self, model: &Model) -> Result<Vec<Call>, String> {
        let folder = copied(self.home.folder.path());
        let log = Folder::new();
        let out = log.path().join("calls");
        let mut strace = std::process::Command::new("strace");
        strace
            .args(["-f", "-qq", "-e"])
            .arg(format!("trace={CALLS}"));
        strace.arg("-o").arg(&out);
        let (ops, seed) = (model.ops.join(","), model.seed.to_string());
        let child = command(&self.words(&folder, &ops, &seed, "ack-after"));
        strace.arg(child.get_program()).args(child.get_args());
        let done = strace.stdin(Stdio::null()).output();
        let done = done.map_err(|error| format!("strace: {error}"))?;
        if !done.status.success() {
            let why = String::from_utf8_lossy(&done.stderr).into_owned();
            return Err(format!("strace does not run here: {}", why.trim()));
        }
        let text = std::fs::read_to_string(&out).map_err(|error| error.to_string())?;
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut calls = Vec::new();
        let mut acks = 0;
        for line in text.lines() {
            let line = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
            let Some((name, rest)) = line.split_once('(') else {
                continue;
            };
            let count = counts.entry(name.to_owned()).or_default();
            *count += 1;
            calls.push((name.to_owned(), *count, acks));
            if name == "write" && rest.starts_with("1, \"done ") {
                acks += 1;
            }
        }
        if acks != model.ops.len() {
            return Err(format!(
                "strace shows {acks} of {} changes",
                model.ops.len()
            ));
        }
        Ok(calls)
    }

    /// Kills a child at a call, and gives its folder and how many changes it had said to be done.
    fn kill_at(&self, model: &Model, call: &str, when: usize, order: &str) -> (Folder, usize) {
        let folder = copied(self.home.folder.path());
        let mut strace = std::process::Command::new("strace");
        strace.args(["-f", "-qq", "-o", "/dev/null", "-e"]);
        strace.arg(format!("trace={call}"));
        strace.arg(format!("--inject={call}:signal=KILL:when={when}"));
        let (ops, seed) = (model.ops.join(","), model.seed.to_string());
        let child = command(&self.words(&folder, &ops, &seed, order));
        strace.arg(child.get_program()).args(child.get_args());
        let done = strace.stdin(Stdio::null()).output().unwrap();
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        (folder, acknowledged(said.lines()))
    }

    /// What the folder shows is what was said to be done, or one change more.
    fn look(&self, folder: &Folder, model: &Model, acks: usize) -> Held {
        // Twice: what the first opening tidies up must not lose anything either.
        for time in ["once", "twice"] {
            let seen = view(folder.path(), &self.passphrases)
                .map_err(|why| format!("opened {time} after {acks} changes: {why}"))?;
            let next = model.views.get(acks + 1).unwrap_or(&model.views[acks]);
            let Some(lost) = difference(&seen, &model.views[acks]) else {
                continue;
            };
            let Some(half) = difference(&seen, next) else {
                continue;
            };
            return Err(format!(
                "opened {time} after {acks} of {:?}: lost {lost}; or half done {half}",
                model.ops
            ));
        }
        Ok(())
    }

    /// A child that says "done" before it is: killing it at the steps of its writing must be noticed.
    fn catches_a_liar(&self) -> Held {
        let model = self.model(vec!["write", "write"], 3);
        let calls = self.trace(&model)?;
        let (name, when, _) = calls
            .iter()
            .find(|(name, _, acks)| name == "pwrite64" && *acks == 1)
            .ok_or("no writing was seen")?;
        let (folder, acks) = self.kill_at(&model, name, *when, "ack-first");
        match self.look(&folder, &model, acks) {
            Ok(()) => Err("a change said to be done before it was is not missed".to_owned()),
            Err(_) => Ok(()),
        }
    }
}

/// How many changes were said to be done.
fn acknowledged<'a>(lines: impl Iterator<Item = &'a str>) -> usize {
    lines.filter(|line| line.starts_with("done ")).count()
}

/// The parent of every row here needs strace that may trace.
fn traced() -> Result<Killer, String> {
    let killer = Killer::new();
    killer.trace(&Model {
        ops: vec!["unlock"],
        seed: 1,
        views: Vec::new(),
    })?;
    Ok(killer)
}

// F1

struct AtACall {
    killer: Killer,
    /// Some kills are tried on the same changes, since looking at them costs more than a kill.
    current: Option<(u64, Model, Vec<Call>)>,
}

pub(crate) fn at_a_call() -> Ready {
    Ok(Box::new(AtACall {
        killer: traced()?,
        current: None,
    }))
}

impl Fault for AtACall {
    fn run(&mut self, seed: u64, random: &mut Random) -> Held {
        let script = seed / 8;
        let is_same = self.current.as_ref().is_some_and(|now| now.0 == script);
        if !is_same {
            let mut own = Random::from_seed(script.wrapping_mul(7919).wrapping_add(13));
            let ops = ops::at_random(&mut own, 4);
            let model = self.killer.model(ops, script);
            let calls = self.killer.trace(&model)?;
            self.current = Some((script, model, calls));
        }
        let (_, model, calls) = self.current.as_ref().unwrap();
        let (name, when, _) = &calls[random.below(calls.len())];
        let (folder, acks) = self.killer.kill_at(model, name, *when, "ack-after");
        self.killer
            .look(&folder, model, acks)
            .map_err(|why| format!("{name} {when}: {why}"))
    }

    fn control(&mut self) -> Held {
        self.killer.catches_a_liar()
    }
}

// F2

struct AtAnyTime {
    killer: Killer,
    current: Option<(u64, Model)>,
}

pub(crate) fn at_any_time() -> Ready {
    Ok(Box::new(AtAnyTime {
        killer: Killer::new(),
        current: None,
    }))
}

impl AtAnyTime {
    fn kill(&self, model: &Model, random: &mut Random, order: &str) -> (Folder, usize) {
        let folder = copied(self.killer.home.folder.path());
        let (ops, seed) = (model.ops.join(","), model.seed.to_string());
        let child = Running::start(&self.killer.words(&folder, &ops, &seed, order));
        let wanted = random.below(model.ops.len());
        let mut acks = 0;
        while acks < wanted && child.line(Duration::from_secs(60)).is_some() {
            acks += 1;
        }
        let until_then = u64::try_from(random.below(6_000)).unwrap_or(0);
        acks += usize::from(child.line(Duration::from_micros(until_then)).is_some());
        let rest = child.kill();
        acks += acknowledged(rest.iter().map(String::as_str));
        (folder, acks)
    }
}

impl Fault for AtAnyTime {
    fn run(&mut self, seed: u64, random: &mut Random) -> Held {
        let script = seed / 6;
        let is_same = self.current.as_ref().is_some_and(|now| now.0 == script);
        if !is_same {
            let mut own = Random::from_seed(script.wrapping_mul(104_729).wrapping_add(7));
            let ops = ops::at_random(&mut own, 6);
            self.current = Some((script, self.killer.model(ops, script)));
        }
        let (_, model) = self.current.as_ref().unwrap();
        let (folder, acks) = self.kill(model, random, "ack-after");
        self.killer.look(&folder, model, acks)
    }

    fn control(&mut self) -> Held {
        let model = self.killer.model(vec!["write in private"; 8], 3);
        for seed in 0..200 {
            let mut random = Random::from_seed(seed);
            let (folder, acks) = self.kill(&model, &mut random, "ack-first");
            if self.killer.look(&folder, &model, acks).is_err() {
                return Ok(());
            }
        }
        Err("a change said to be done before it was is never missed".to_owned())
    }
}

// F15

struct AtEachStep {
    killer: Killer,
    /// Which change, and a step of it: every one is done in turn.
    steps: Vec<(usize, String, usize)>,
    models: BTreeMap<usize, Model>,
}

pub(crate) fn at_each_step() -> Ready {
    let killer = traced()?;
    let (mut steps, mut models) = (Vec::new(), BTreeMap::new());
    for (at, (name, _)) in OPS.iter().enumerate() {
        let ops = ops::prepared(name);
        let last = ops.len() - 1;
        let model = killer.model_of_the_last(2, ops, 40);
        for (call, when, acks) in killer.trace(&model)? {
            if acks == last && STEPS.contains(&call.as_str()) {
                steps.push((at, call, when));
            }
        }
        models.insert(at, model);
    }
    Ok(Box::new(AtEachStep {
        killer,
        steps,
        models,
    }))
}

impl Fault for AtEachStep {
    fn run(&mut self, seed: u64, _: &mut Random) -> Held {
        let (op, call, when) = &self.steps[crate::turn(seed, self.steps.len())];
        let model = &self.models[op];
        let (folder, acks) = self.killer.kill_at(model, call, *when, "ack-after");
        if acks + 1 < model.ops.len() {
            return Err(format!(
                "{call} {when} came too early, after {acks} changes"
            ));
        }
        self.killer
            .look(&folder, model, acks)
            .map_err(|why| format!("{call} {when}: {why}"))
    }

    fn control(&mut self) -> Held {
        self.killer.catches_a_liar()
    }

    fn notes(&self) -> Vec<String> {
        vec![format!(
            "{} steps of {} changes",
            self.steps.len(),
            self.models.len()
        )]
    }
}
