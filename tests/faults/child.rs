//! This program as its own child: what it does when it is started to be killed, starved or watched.

use std::io::{BufRead as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc::{Receiver, channel};

use serde_json::{Value, json};

use crate::home::Desk;
use crate::ops::Actor;

/// A child of this program.
pub(crate) fn command(words: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg("--child").args(words);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

/// A running child that is killed when dropped.
pub(crate) struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    pub(crate) fn start(words: &[&str]) -> Self {
        let mut child = command(words).spawn().unwrap();
        let out = child.stdout.take().unwrap();
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in std::io::BufReader::new(out).lines() {
                // The parent may have stopped listening.
                if line.is_err() || sender.send(line.unwrap_or_default()).is_err() {
                    return;
                }
            }
        });
        Self { child, lines }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The next line; `None` when the child has ended or `patience` is over.
    pub(crate) fn line(&self, patience: std::time::Duration) -> Option<String> {
        self.lines.recv_timeout(patience).ok()
    }

    /// Lets the child go on to its next step.
    pub(crate) fn go_on(&mut self) {
        let input = self.child.stdin.as_mut().unwrap();
        writeln!(input).and_then(|()| input.flush()).unwrap();
    }

    /// kill -9, and waits until it is gone. Gives the lines it had still said.
    pub(crate) fn kill(mut self) -> Vec<String> {
        self.end();
        self.lines.iter().collect()
    }

    fn end(&mut self) {
        // It may have ended by itself.
        self.child.kill().unwrap_or_default();
        self.child.wait().map(drop).unwrap_or_default();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

pub(crate) fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    // A parent that no longer listens wants nothing.
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .unwrap_or_default();
}

/// Waits until the parent says to go on, or is gone.
pub(crate) fn await_parent() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap_or_default();
}

pub(crate) fn work(words: &[String]) -> ExitCode {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["act", folder, known, ops, seed, order] => {
            act(Path::new(folder), known, ops, seed, *order == "ack-first");
        }
        ["hold", folder] => {
            let mut desk = Desk::open(Path::new(folder), 5);
            tell(&desk.refusal().unwrap_or_else(|| "open".to_owned()));
            await_parent();
        }
        ["guess", folder, member, passphrase] => guess(Path::new(folder), member, passphrase),
        ["fill", folder, member, passphrase] => {
            crate::disk::fill(Path::new(folder), member, passphrase);
        }
        ["look", folder, member, passphrase] => {
            crate::disk::look(Path::new(folder), member, passphrase);
        }
        ["remember", folder, member, passphrase] => {
            crate::memory::remember(Path::new(folder), member, passphrase);
        }
        _ => return ExitCode::FAILURE,
    }
    ExitCode::SUCCESS
}

/// Does the changes one after the other, and says after each that it was done, or refused.
fn act(folder: &Path, known: &str, ops: &str, seed: &str, says_first: bool) {
    let known: Value = serde_json::from_str(known).unwrap();
    let mut actor = Actor::new(folder, &known, seed.parse().unwrap());
    for (at, op) in ops.split(',').enumerate() {
        if says_first {
            tell(&format!("done {at}"));
        }
        let outcome = actor.act(op);
        if !says_first {
            tell(&format!("done {at} {outcome:?}"));
        }
    }
}

/// Tries one passphrase and says what came of it and how much memory it took.
fn guess(folder: &Path, member: &str, passphrase: &str) {
    let mut desk = Desk::open(folder, 5);
    let outcome = match desk.sit(&[(member, passphrase)]) {
        Ok(_) => json!("open"),
        Err(code) => json!(code),
    };
    tell(&json!({ "outcome": outcome, "peak_kib": peak_kib() }).to_string());
}

/// The most memory this process has ever had, in KiB.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = peak.and_then(|rest| rest.split_whitespace().next());
    number.and_then(|text| text.parse().ok()).unwrap_or(0)
}
