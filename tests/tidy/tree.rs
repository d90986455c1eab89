//! The files of the repository, for the rules that look at them.

use std::path::{Path, PathBuf};

/// The top folder of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests stand in the repository")
        .to_owned()
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
