//! A display nobody sees: Xvfb and a session bus of its own, and the programs shown on it.
//! Xvfb keeps its picture in a file, so watching it costs the watched program nothing.
//! Everything started here ends with this process, also when that is killed.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::run::{self, Failure, Result, While};

const SIZE: &str = "1100x760x24";
/// The name of a display's folder, before the number of the process that opened it.
const FOLDER: &str = "display-";

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
    pub(crate) fn wait_until_painted(
        &mut self,
        program: &mut Child,
        at_most: Duration,
    ) -> Result<()> {
        self.wait_for(Some(program), at_most, "nothing was painted", |dump| {
            has_several_colours(dump)
        })
    }

    /// Waits until the screen is bare again.
    pub(crate) fn wait_until_empty(&mut self, at_most: Duration) -> Result<()> {
        self.wait_for(None, at_most, "the display did not become empty", |dump| {
            !has_several_colours(dump)
        })
    }

    fn wait_for(
        &mut self,
        mut program: Option<&mut Child>,
        at_most: Duration,
        otherwise: &str,
        holds: impl Fn(&[u8]) -> bool,
    ) -> Result<()> {
        let began = Instant::now();
        while !holds(&self.look()?) {
            if let Some(program) = &mut program
                && let Some(status) = program.try_wait().or_fail("watching the program")?
            {
                return Err(Failure::new(format!(
                    "The program ended before it had painted anything ({status})."
                )));
            }
            if began.elapsed() > at_most {
                return Err(Failure::new(format!(
                    "After {}: {otherwise}.",
                    run::took(at_most)
                )));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
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

/// Whether the inner part of an X window dump has more than one colour besides the black of the
/// empty screen, which a smaller window leaves in view. The rim is left out: a window's frame or
/// menu is not what somebody waits for.
fn has_several_colours(dump: &[u8]) -> bool {
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
    let mut seen: Option<&[u8]> = None;
    for row in pixels
        .chunks_exact(line.max(1))
        .take(height)
        .skip(height / 8)
        .take(height.saturating_mul(3) / 4)
    {
        for one in row
            .chunks_exact(pixel)
            .take(width)
            .skip(width / 8)
            .take(width.saturating_mul(3) / 4)
        {
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

    fn paper_or(is_ink: bool) -> u8 {
        if is_ink { 1 } else { 255 }
    }

    #[test]
    fn a_screen_of_one_colour_is_not_painted() {
        assert!(!has_several_colours(&dump(|_, _| 255)));
        assert!(has_several_colours(&dump(|x, y| paper_or(
            x == 8 && y == 8
        ))));
    }

    #[test]
    fn a_window_smaller_than_the_screen_is_not_painted_by_being_there() {
        let beside = |x, inside: u8| if x < 8 { inside } else { 0 };
        assert!(!has_several_colours(&dump(|x, _| beside(x, 255))));
        assert!(has_several_colours(&dump(|x, y| beside(
            x,
            paper_or(y == 8)
        ))));
    }

    #[test]
    fn the_rim_does_not_count() {
        let rim = |x, y| x < 2 || y < 2 || x > 13 || y > 13;
        assert!(!has_several_colours(&dump(|x, y| paper_or(rim(x, y)))));
    }

    #[test]
    fn a_dump_that_is_cut_off_is_not_painted() {
        let whole = dump(|x, _| paper_or(x == 8));
        for length in [0, 3, 40, 100, 124] {
            assert!(!has_several_colours(&whole[..length]), "{length}");
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
