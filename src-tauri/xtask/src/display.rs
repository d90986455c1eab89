//! A display nobody sees: Xvfb and a session bus of its own, and the programs shown on it.
//! Xvfb keeps its picture in a file, so watching it costs the watched program nothing.
//! Everything started here ends with this process, also when that is killed.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::run::{self, Failure, Result, While};

const SIZE: &str = "1100x760x24";
/// The name of a display's folder, before the number of the process that opened it.
const FOLDER: &str = "display-";
/// What types on a display, the name of its package too.
pub(crate) const TYPIST: &str = "xdotool";

/// Between two looks at the screen; a look takes about a thousandth of a second.
const LOOK: Duration = Duration::from_millis(10);
/// Where a few thousandths of a second count.
const BRIEF_LOOK: Duration = Duration::from_millis(2);

/// A part of the screen, in sixteenths of it: across and down.
type Part = (Range<usize>, Range<usize>);

/// Everything but the rim: a window's frame or menu is not what somebody waits for.
const INNER: Part = (1..15, 1..15);
/// Beside the middle of a page. Before somebody has unlocked there is nothing, after it the side bar.
const BESIDE: Part = (0..3, 4..12);

pub(crate) struct Display {
    server: Child,
    bus: Child,
    name: String,
    bus_address: String,
    folder: PathBuf,
    screen: File,
}

impl Display {
    /// Opens a display with a free number and waits until it answers.
    pub(crate) fn open() -> Result<Self> {
        forget_ended_displays()?;
        let folder = run::own_folder(&format!("{FOLDER}{}", std::process::id()))?;
        let mut server = tied("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                SIZE,
                "-nolisten",
                "tcp",
                "-fbdir",
            ])
            .arg(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .or_fail("starting Xvfb")?;
        let name = format!(":{}", first_line(&mut server, "Xvfb")?);
        let mut bus = tied("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
            .env("DISPLAY", &name)
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .or_fail("starting dbus-daemon")?;
        let bus_address = first_line(&mut bus, "dbus-daemon")?;
        let screen = File::open(folder.join("Xvfb_screen0"))
            .or_fail("opening the picture of the display")?;
        Ok(Self {
            server,
            bus,
            name,
            bus_address,
            folder,
            screen,
        })
    }

    /// A program that will be shown here.
    pub(crate) fn program(&self, program: &Path) -> Command {
        let mut command = tied(&program.to_string_lossy());
        self.place(&mut command);
        command
    }

    /// Sends a command, and what it starts, to this display.
    pub(crate) fn place(&self, command: &mut Command) {
        command
            .env("DISPLAY", &self.name)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus_address)
            .env("GDK_BACKEND", "x11")
            .env_remove("WAYLAND_DISPLAY");
    }

    /// What is on the screen now, in the form X window dumps have.
    pub(crate) fn look(&mut self) -> Result<Vec<u8>> {
        let mut dump = Vec::new();
        self.screen.rewind().or_fail("reading the display")?;
        self.screen
            .read_to_end(&mut dump)
            .or_fail("reading the display")?;
        Ok(dump)
    }

    /// Waits until something is drawn: the inner part of the screen has more than one colour.
    /// Where nothing is, a picture of the screen is kept to be looked at.
    pub(crate) fn wait_until_painted(
        &mut self,
        program: &mut Child,
        at_most: Duration,
    ) -> Result<()> {
        let what = ("nothing was painted", LOOK);
        self.wait_for(Some(program), at_most, what, |dump| {
            has_several_colours(dump, &INNER)
        })
    }

    /// Waits until the side bar is drawn, which only somebody who has unlocked gets to see.
    pub(crate) fn wait_until_unlocked(
        &mut self,
        program: &mut Child,
        at_most: Duration,
    ) -> Result<()> {
        let what = ("the lock screen was still there", LOOK);
        self.wait_for(Some(program), at_most, what, |dump| {
            has_several_colours(dump, &BESIDE)
        })
    }

    /// Whether the side bar is drawn.
    pub(crate) fn is_unlocked(&mut self) -> Result<bool> {
        Ok(has_several_colours(&self.look()?, &BESIDE))
    }

    /// Waits until the screen is bare again.
    pub(crate) fn wait_until_empty(&mut self, at_most: Duration) -> Result<()> {
        let what = ("the display did not become empty", LOOK);
        self.wait_for(None, at_most, what, |dump| {
            !has_several_colours(dump, &INNER)
        })
    }

    /// Presses a key or a button, and gives the time from before that until the screen has one colour:
    /// neither page nor side bar nor lock screen. Starting what presses is part of it.
    pub(crate) fn time_until_blank(
        &mut self,
        words: &[&str],
        at_most: Duration,
    ) -> Result<Duration> {
        let began = Instant::now();
        let mut typist = self
            .typist(words)
            .spawn()
            .or_fail(&format!("starting {TYPIST}"))?;
        let what = ("something was still shown", BRIEF_LOOK);
        let outcome = self.wait_for(None, at_most, what, |dump| {
            !has_several_colours(dump, &INNER) && !has_several_colours(dump, &BESIDE)
        });
        let took = began.elapsed();
        typist.wait().or_fail(&format!("waiting for {TYPIST}"))?;
        outcome.map(|()| took)
    }

    fn wait_for(
        &mut self,
        mut program: Option<&mut Child>,
        at_most: Duration,
        (otherwise, pause): (&str, Duration),
        holds: impl Fn(&[u8]) -> bool,
    ) -> Result<()> {
        let began = Instant::now();
        let mut judged = Vec::new();
        loop {
            let dump = self.look()?;
            // Judging a picture costs more than seeing that it is still the same one.
            if dump != judged {
                if holds(&dump) {
                    return Ok(());
                }
                judged = dump;
            }
            if let Some(program) = &mut program
                && let Some(status) = program.try_wait().or_fail("watching the program")?
            {
                return Err(Failure::new(format!(
                    "The program ended before it had painted anything ({status})."
                )));
            }
            if began.elapsed() > at_most {
                let picture = run::target()?.join("hecht-waiting.png");
                self.picture(&picture)?;
                return Err(Failure::new(format!(
                    "After {}: {otherwise}. A picture of it: {}",
                    run::took(at_most),
                    picture.display()
                )));
            }
            std::thread::sleep(pause);
        }
    }

    /// Waits until the screen has not changed for a second; a screen that never rests is taken as it is.
    pub(crate) fn wait_until_still(&mut self, at_most: Duration) -> Result<()> {
        let began = Instant::now();
        let mut last = self.look()?;
        let mut since = Instant::now();
        while since.elapsed() < Duration::from_secs(1) && began.elapsed() < at_most {
            std::thread::sleep(Duration::from_millis(100));
            let now = self.look()?;
            if now != last {
                last = now;
                since = Instant::now();
            }
        }
        Ok(())
    }

    /// Gives the keyboard to the window of this title; nobody manages the windows here.
    pub(crate) fn focus(&self, title: &str) -> Result<()> {
        let title = format!("^{title}$");
        self.types(&["search", "--onlyvisible", "--name", &title, "windowfocus"])
    }

    /// Presses keys, by their X names, one after another.
    pub(crate) fn press(&self, keys: &[&str]) -> Result<()> {
        self.types(&[&["key", "--delay", "50"], keys].concat())
    }

    /// Types a text.
    pub(crate) fn write(&self, text: &str) -> Result<()> {
        self.types(&["type", "--delay", "20", "--", text])
    }

    fn typist(&self, words: &[&str]) -> Command {
        let mut command = Command::new(TYPIST);
        self.place(&mut command);
        command.args(words).stdout(Stdio::null());
        command
    }

    /// Does what the typist calls these words.
    pub(crate) fn types(&self, words: &[&str]) -> Result<()> {
        let status = self
            .typist(words)
            .status()
            .or_fail(&format!("starting {TYPIST}"))?;
        if status.success() {
            Ok(())
        } else {
            Err(Failure::new(format!(
                "{TYPIST} could not type on the display."
            )))
        }
    }

    /// Saves a PNG of the whole screen.
    pub(crate) fn picture(&self, to: &Path) -> Result<()> {
        let mut command = Command::new("import");
        self.place(&mut command);
        let status = command
            .args(["-silent", "-window", "root"])
            .arg(to)
            .status()
            .or_fail("starting ImageMagick's import")?;
        if status.success() {
            Ok(())
        } else {
            Err(Failure::new(
                "ImageMagick could not take a picture of the display.",
            ))
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        for child in [&mut self.bus, &mut self.server] {
            end(child);
        }
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// Removes the folders of displays whose process was killed before it could.
fn forget_ended_displays() -> Result<()> {
    for entry in std::fs::read_dir(run::own_folder("")?)
        .into_iter()
        .flatten()
        .flatten()
    {
        let pid = entry
            .file_name()
            .to_str()
            .and_then(|name| name.strip_prefix(FOLDER)?.parse().ok());
        if pid.is_some_and(|pid| !is_alive(pid)) {
            std::fs::remove_dir_all(entry.path()).ok();
        }
    }
    Ok(())
}

/// A command whose process is ended by the system when this one dies, where the system can do that.
fn tied(program: &str) -> Command {
    if cfg!(target_os = "linux") && run::has("setpriv") {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "TERM", "--", program]);
        command
    } else {
        Command::new(program)
    }
}

fn first_line(child: &mut Child, name: &str) -> Result<String> {
    let mut line = String::new();
    if let Some(out) = child.stdout.take() {
        BufReader::new(out)
            .read_line(&mut line)
            .or_fail(&format!("waiting for {name}"))?;
    }
    if line.trim().is_empty() {
        end(child);
        return Err(Failure::new(format!(
            "{name} did not start. `cargo xtask doctor` says what is missing."
        )));
    }
    Ok(line.trim().to_owned())
}

/// Ends a program and everything it has started: politely, then by force.
pub(crate) fn end(child: &mut Child) {
    let all = tree(child.id());
    signal("-TERM", &all);
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(5)
        && child.try_wait().is_ok_and(|status| status.is_none())
    {
        std::thread::sleep(Duration::from_millis(10));
    }
    let left: Vec<u32> = all
        .into_iter()
        .filter(|pid| *pid != child.id() && is_alive(*pid))
        .collect();
    signal("-KILL", &left);
    child.kill().ok();
    child.wait().ok();
}

fn signal(kind: &str, pids: &[u32]) {
    if pids.is_empty() || !cfg!(unix) {
        return;
    }
    Command::new("kill")
        .arg(kind)
        .args(pids.iter().map(u32::to_string))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .ok();
}

fn is_alive(pid: u32) -> bool {
    Path::new("/proc").join(pid.to_string()).exists()
}

/// A process and all its descendants, itself first.
pub(crate) fn tree(pid: u32) -> Vec<u32> {
    let mut parents = Vec::new();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(child) = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse::<u32>().ok())
        else {
            continue;
        };
        let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else {
            continue;
        };
        if let Some(parent) = parent_in(&stat) {
            parents.push((child, parent));
        }
    }
    let mut found = vec![pid];
    let mut at = 0;
    while let Some(parent) = found.get(at).copied() {
        found.extend(
            parents
                .iter()
                .filter(|(_, of)| *of == parent)
                .map(|(child, _)| *child),
        );
        at = at.saturating_add(1);
    }
    found
}

/// The parent in a line of `/proc/PID/stat`; the program's name in it may hold anything.
fn parent_in(stat: &str) -> Option<u32> {
    stat.rsplit_once(')')?
        .1
        .split_whitespace()
        .nth(1)?
        .parse()
        .ok()
}

/// Whether a part of an X window dump has more than one colour besides the black of the empty screen,
/// which a smaller window leaves in view.
fn has_several_colours(dump: &[u8], (across, down): &Part) -> bool {
    let word = |at: usize| {
        let bytes = dump.get(at.saturating_mul(4)..)?.first_chunk::<4>()?;
        usize::try_from(u32::from_be_bytes(*bytes)).ok()
    };
    let (Some(header), Some(width), Some(height), Some(bits), Some(line), Some(colours)) =
        (word(0), word(4), word(5), word(11), word(12), word(19))
    else {
        return false;
    };
    // The header counts itself; the colour table after it has twelve bytes for each entry.
    let pixels = dump
        .get(header.saturating_add(colours.saturating_mul(12))..)
        .unwrap_or_default();
    let pixel = (bits / 8).max(1);
    let part = |of: usize, range: &Range<usize>| {
        let at = |sixteenths: usize| of.saturating_mul(sixteenths) / 16;
        at(range.start)..at(range.end)
    };
    let (columns, rows) = (part(width, across), part(height, down));
    let bytes = columns.start.saturating_mul(pixel)..columns.end.saturating_mul(pixel);
    let mut seen: Option<&[u8]> = None;
    let mut above: &[u8] = &[];
    for row in pixels
        .chunks_exact(line.max(1))
        .take(rows.end)
        .skip(rows.start)
    {
        let row = row.get(bytes.clone()).unwrap_or_default();
        // Most rows of an empty page repeat the one above; looking at each pixel would take the time
        // of what is measured.
        if row == above {
            continue;
        }
        above = row;
        for one in row.chunks_exact(pixel) {
            // The fourth byte of a pixel is not a colour.
            let colour = one.get(..3).unwrap_or(one);
            match seen {
                _ if colour == [0; 3] => {}
                Some(first) if first != colour => return true,
                Some(_) => {}
                None => seen = Some(colour),
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dump of 16 × 16 pixels with a colour table of two entries.
    fn dump(paint: impl Fn(usize, usize) -> u8) -> Vec<u8> {
        let mut words = [0_u32; 25];
        for (at, value) in [(0, 100), (4, 16), (5, 16), (11, 32), (12, 64), (19, 2)] {
            words[at] = value;
        }
        let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
        bytes.extend([7; 24]);
        for y in 0..16 {
            for x in 0..16 {
                bytes.extend([paint(x, y), 0, 0, u8::try_from(x).unwrap()]);
            }
        }
        bytes
    }

    fn is_painted(dump: &[u8]) -> bool {
        has_several_colours(dump, &INNER)
    }

    fn paper_or(is_ink: bool) -> u8 {
        if is_ink { 1 } else { 255 }
    }

    #[test]
    fn a_screen_of_one_colour_is_not_painted() {
        assert!(!is_painted(&dump(|_, _| 255)));
        assert!(is_painted(&dump(|x, y| paper_or(x == 8 && y == 8))));
    }

    #[test]
    fn a_window_smaller_than_the_screen_is_not_painted_by_being_there() {
        let beside = |x, inside: u8| if x < 8 { inside } else { 0 };
        assert!(!is_painted(&dump(|x, _| beside(x, 255))));
        assert!(is_painted(&dump(|x, y| beside(x, paper_or(y == 8)))));
    }

    #[test]
    fn the_rim_does_not_count() {
        let rim = |x, y| x == 0 || y == 0 || x == 15 || y == 15;
        assert!(!is_painted(&dump(|x, y| paper_or(rim(x, y)))));
    }

    #[test]
    fn a_heading_in_the_corner_of_a_page_counts() {
        assert!(is_painted(&dump(|x, y| paper_or(x < 5 && y == 1))));
    }

    #[test]
    fn only_what_is_beside_the_middle_is_the_side_bar() {
        let beside = |dump: &[u8]| has_several_colours(dump, &BESIDE);
        assert!(!beside(&dump(|x, _| paper_or(x > 2))));
        assert!(!beside(&dump(|_, y| paper_or(!(4..12).contains(&y)))));
        assert!(beside(&dump(|x, y| paper_or(x == 1 && y == 6))));
    }

    #[test]
    fn a_dump_that_is_cut_off_is_not_painted() {
        let whole = dump(|x, _| paper_or(x == 8));
        for length in [0, 3, 40, 100, 124] {
            assert!(!is_painted(&whole[..length]), "{length}");
        }
    }

    #[test]
    fn the_parent_is_found_behind_any_name() {
        assert_eq!(parent_in("42 (a) S (b) R 7 42 42 0"), Some(7));
        assert_eq!(parent_in("42 no name"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn ending_a_program_ends_what_it_started() {
        let mut child = Command::new("sh")
            .args(["-c", "sleep 600 & sleep 600 & wait"])
            .spawn()
            .unwrap();
        let began = Instant::now();
        while tree(child.id()).len() < 3 && began.elapsed() < Duration::from_secs(10) {
            std::thread::yield_now();
        }
        let all = tree(child.id());
        assert_eq!(all.len(), 3);
        end(&mut child);
        while all.iter().any(|pid| is_running(*pid)) && began.elapsed() < Duration::from_secs(20) {
            std::thread::yield_now();
        }
        assert!(!all.iter().any(|pid| is_running(*pid)));
    }

    /// Where nobody reaps it, an ended process stays listed as a zombie.
    #[cfg(target_os = "linux")]
    fn is_running(pid: u32) -> bool {
        std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| {
            stat.rsplit_once(')')
                .is_some_and(|(_, rest)| !rest.trim_start().starts_with('Z'))
        })
    }
}
