//! `cargo xtask demo`: writes a believable household through the core's own verbs; the same words
//! after it give the same household. It is a file for tests: the shipped program refuses it.

use crate::Given;
use crate::run::{self, Result};

pub(crate) fn demo(given: Given) -> Result<()> {
    let mut command = run::cargo([
        "run",
        "--quiet",
        "--release",
        "-p",
        "hecht-core",
        "--example",
        "demo",
        "--features",
        "testing",
        "--",
    ]);
    command.args(in_place(given.all()));
    run::step("A household", command)
}

/// The folder is meant from where the command is typed; the example runs at the top.
fn in_place(words: Vec<String>) -> Vec<String> {
    let mut after_out = false;
    words
        .into_iter()
        .map(|word| {
            let is_folder = std::mem::replace(&mut after_out, word == "--out");
            match std::path::absolute(&word) {
                Ok(folder) if is_folder => folder.to_string_lossy().into_owned(),
                Ok(_) | Err(_) => word,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_folder_is_changed() {
        let words = ["--years", "1", "--out", "here", "--seed", "2"]
            .map(str::to_owned)
            .to_vec();
        let placed = in_place(words);
        let here = std::env::current_dir().unwrap().join("here");
        assert_eq!(
            placed,
            [
                "--years",
                "1",
                "--out",
                here.to_str().unwrap(),
                "--seed",
                "2"
            ]
        );
    }
}
