//! The files of the repository, for the rules that look at them: those git keeps, and new ones that it
//! does not ignore.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The top folder of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests stand in the repository")
        .to_owned()
}

/// Every file, as a path from the top, in order.
pub(crate) fn files() -> Vec<String> {
    let listed = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root())
        .output()
        .expect("git lists the files");
    assert!(listed.status.success(), "git lists the files");
    let listed = String::from_utf8(listed.stdout).expect("paths are text");
    let mut files: Vec<String> = listed
        .split('\0')
        .filter(|path| !path.is_empty() && root().join(path).is_file())
        .map(ToOwned::to_owned)
        .collect();
    files.sort();
    files.dedup();
    assert!(files.len() > 100, "these are the files");
    files
}

/// Those whose names end in one of these.
pub(crate) fn files_ending(ends: &[&str]) -> Vec<String> {
    let mut files = files();
    files.retain(|path| ends.iter().any(|end| path.ends_with(end)));
    files
}

#[track_caller]
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Fails with all that was found at once.
#[track_caller]
pub(crate) fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

/// Compares a generated file with what it should be; with `HECHT_WRITE_BINDINGS=1` writes it instead.
#[track_caller]
pub(crate) fn same_or_write(path: &str, wanted: &str) {
    let file = root().join(path);
    if std::env::var_os("HECHT_WRITE_BINDINGS").is_some_and(|value| value == "1") {
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(&file, wanted).expect("a writable file");
        return;
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    if there != wanted {
        let line = there
            .lines()
            .zip(wanted.lines())
            .position(|(one, two)| one != two)
            .unwrap_or_else(|| there.lines().count().min(wanted.lines().count()));
        panic!(
            "{path} is not what the core gives (first at line {}); `cargo xtask bindings` writes it again.\n\
             there:  {:?}\nwanted: {:?}",
            line + 1,
            there.lines().nth(line),
            wanted.lines().nth(line),
        );
    }
}
