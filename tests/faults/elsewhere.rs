//! F7: a second program on the same file is told so at once, and a lock left by one that was killed
//! keeps nobody out.

use std::path::Path;
use std::time::{Duration, Instant};

use hecht_core::random::Random;
use support::Folder;

use crate::child::Running;
use crate::home::{Home, copied, difference, view};
use crate::ops;
use crate::{Fault, Held, Ready};

/// How long the second may take to say it.
const PATIENCE: Duration = Duration::from_secs(2);

struct Second {
    home: Home,
    slowest: Duration,
}

pub(crate) fn second() -> Ready {
    Ok(Box::new(Second {
        home: Home::new(1),
        slowest: Duration::ZERO,
    }))
}

impl Second {
    /// A program started on the folder says within the time that another has the file.
    fn is_told(&mut self, folder: &Path) -> Held {
        let began = Instant::now();
        let other = Running::start(&["hold", folder.to_str().unwrap()]);
        let said = other.line(Duration::from_secs(20));
        let taken = began.elapsed();
        self.slowest = self.slowest.max(taken);
        if said.as_deref() != Some("file_open_elsewhere") {
            return Err(format!("the second program says {said:?}"));
        }
        if taken > PATIENCE {
            return Err(format!("the second program took {taken:?} to say it"));
        }
        Ok(())
    }

    /// One program sits idle with the file open; it is killed, and the next opens.
    fn idle(&mut self, folder: &Folder) -> Held {
        let before = view(copied(folder.path()).path(), &self.home.passphrases())?;
        let holder = Running::start(&["hold", folder.path().to_str().unwrap()]);
        let said = holder.line(Duration::from_secs(20));
        if said.as_deref() != Some("open") {
            return Err(format!("the first program says {said:?}"));
        }
        let bytes = std::fs::read(folder.file()).unwrap();
        for _ in 0..2 {
            self.is_told(folder.path())?;
        }
        if std::fs::read(folder.file()).unwrap() != bytes {
            return Err("the second program changed the file".to_owned());
        }
        holder.kill();
        let after = view(folder.path(), &self.home.passphrases())?;
        difference(&before, &after).map_or(Ok(()), |lost| Err(format!("after the kill: {lost}")))
    }

    /// One program writes while the other asks, and is killed in the middle of it.
    fn writing(&mut self, folder: &Folder, random: &mut Random) -> Held {
        let known = ops::known(&self.home).to_string();
        let ops = vec!["write"; 400].join(",");
        let path = folder.path().to_str().unwrap();
        let writer = Running::start(&["act", path, &known, &ops, "4", "ack-after"]);
        for _ in 0..=random.below(10) {
            writer.line(Duration::from_secs(20)).ok_or("no writing")?;
        }
        self.is_told(folder.path())?;
        writer.kill();
        view(folder.path(), &self.home.passphrases()).map(drop)
    }

    /// Only what a former program left behind.
    fn stale(&self, folder: &Folder, random: &mut Random) -> Held {
        let lock = folder.path().join("household.hecht.lock");
        let text = ["", "4194304\n", "\0\0\0\0", "locked by another"][random.below(4)];
        std::fs::write(&lock, text).unwrap();
        std::fs::write(folder.path().join("household.hecht.new"), "half").unwrap();
        view(folder.path(), &self.home.passphrases()).map(drop)
    }
}

impl Fault for Second {
    fn run(&mut self, seed: u64, random: &mut Random) -> Held {
        let folder = copied(self.home.folder.path());
        match crate::turn(seed, 3) {
            0 => self.idle(&folder),
            1 => self.writing(&folder, random),
            _ => self.stale(&folder, random),
        }
    }

    /// Where no other program is, nobody may be told of one.
    fn control(&mut self) -> Held {
        let slowest = self.slowest;
        let folder = copied(self.home.folder.path());
        let outcome = self.is_told(folder.path());
        self.slowest = slowest;
        match outcome {
            Ok(()) => Err("it is told even when no other program is there".to_owned()),
            Err(_) => Ok(()),
        }
    }

    fn notes(&self) -> Vec<String> {
        vec![format!(
            "the second explained within {:.2} s",
            self.slowest.as_secs_f64()
        )]
    }
}
