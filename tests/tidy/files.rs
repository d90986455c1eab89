//! What every file must have and none may hold: an opening comment, imports and SQL in their places, no
//! inline styles, nothing of the machine it was written on.

use std::collections::BTreeSet;

use crate::tree::{files, files_ending, none, read};

/// Longer than this, a file does more than one thing.
const LONGEST_FILE: usize = 700;

#[test]
fn every_source_file_opens_with_a_comment() {
    let mut found = Vec::new();
    for path in files_ending(&[".rs", ".ts", ".svelte", ".css", ".ftl", ".mjs", ".js"]) {
        let text = read(&path);
        let begins = |starts: &[&str]| starts.iter().any(|start| text.starts_with(start));
        let is_commented = match path.rsplit('.').next() {
            // The command table is included where no inner comment may stand.
            Some("rs") => {
                begins(&["//! "]) || path.ends_with("core/src/api.rs") && begins(&["// "])
            }
            Some("svelte") => begins(&["<!--"]),
            Some("css") => begins(&["/*"]),
            Some("ftl") => begins(&["# ", "## ", "### "]),
            _ => begins(&["// ", "/**", "#!/usr/bin/env node\n// "]),
        };
        if !is_commented {
            found.push(path);
        }
    }
    none("files without an opening comment", &found);
}

#[test]
fn the_top_of_the_repository_holds_these_and_nothing_else() {
    let top: BTreeSet<String> = files()
        .iter()
        .map(|path| path.split('/').next().unwrap().to_owned())
        .filter(|name| !name.starts_with('.'))
        .collect();
    let wanted = [
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "README.md",
        "icons",
        "src-tauri",
        "tests",
        "ui",
    ];
    assert_eq!(top, wanted.map(ToOwned::to_owned).into());
}

#[test]
fn only_the_ipc_folder_of_the_page_imports_tauri() {
    let mut found = Vec::new();
    for path in files_ending(&[".ts", ".svelte", ".js", ".mjs"]) {
        let is_source = path.starts_with("ui/src/") && !path.starts_with("ui/src/ipc/");
        let imports = [
            "from \"@tauri-apps",
            "import(\"@tauri-apps",
            "from '@tauri-apps",
        ];
        if is_source && imports.iter().any(|import| read(&path).contains(import)) {
            found.push(path);
        }
    }
    none("imports of @tauri-apps outside ui/src/ipc", &found);
}

#[test]
fn sql_stands_only_in_tables_the_household_file_and_the_index() {
    let words = [
        "SELECT ",
        "INSERT INTO ",
        "INSERT OR ",
        "DELETE FROM ",
        "UPDATE ",
        "CREATE TABLE ",
        "PRAGMA ",
    ];
    let mut found = Vec::new();
    for path in files_ending(&[".rs"]) {
        let may = path.ends_with("/table.rs")
            || path == "src-tauri/core/src/session/write.rs" && !read(&path).contains("SELECT ")
            || path.starts_with("src-tauri/core/src/household/")
            || path.starts_with("src-tauri/core/src/index/")
            || path.starts_with("tests/");
        if may || !path.starts_with("src-tauri/core/src/") && !path.starts_with("src-tauri/src/") {
            continue;
        }
        for (number, line) in read(&path).lines().enumerate() {
            let is_comment = line.trim_start().starts_with("//");
            if !is_comment && words.iter().any(|word| line.contains(word)) {
                found.push(format!("{path}:{}", number + 1));
            }
        }
    }
    none("SQL out of its place", &found);
}

#[test]
fn the_shell_holds_no_wording_and_the_core_prints_nothing() {
    let mut found = Vec::new();
    for path in files_ending(&[".rs"]) {
        let printing = ["println!(", "eprintln!(", "dbg!("];
        if path.starts_with("src-tauri/core/src/") {
            let text = read(&path);
            found.extend(
                printing
                    .iter()
                    .filter(|word| text.contains(**word))
                    .map(|word| format!("{path}: {word}")),
            );
        }
    }
    none("printing in the core", &found);
}

#[test]
fn no_style_stands_in_a_tag() {
    let mut found = Vec::new();
    for path in files_ending(&[".svelte", ".html"]) {
        for (number, line) in read(&path).lines().enumerate() {
            if line.contains("style=\"") || line.contains("style='") || line.contains("style={") {
                found.push(format!("{path}:{}", number + 1));
            }
        }
    }
    none("inline styles, which the page's policy refuses", &found);
}

#[test]
fn no_text_is_put_into_the_page_as_markup() {
    let mut found = Vec::new();
    for path in files_ending(&[".svelte", ".ts"]) {
        let text = read(&path);
        for word in [
            "{@html",
            "innerHTML",
            "insertAdjacentHTML",
            "outerHTML",
            "document.write",
        ] {
            if path.starts_with("ui/src/") && !path.contains(".test.") && text.contains(word) {
                found.push(format!("{path}: {word}"));
            }
        }
    }
    none("markup made of text", &found);
}

#[test]
fn nothing_is_left_for_later_and_nothing_names_the_machine_it_was_written_on() {
    // Put together here, so that this file does not hold them.
    let banned = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["/ro", "ot/"].concat(),
        ["/wo", "rk/"].concat(),
        ["/ho", "me/"].concat(),
    ];
    let mut found = Vec::new();
    for path in files() {
        let bytes = std::fs::read(crate::tree::root().join(&path)).unwrap();
        // Pictures and the like have no words.
        let Ok(text) = String::from_utf8(bytes) else {
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            for word in &banned {
                if line.contains(word.as_str()) {
                    found.push(format!("{path}:{}: {word}", number + 1));
                }
            }
        }
    }
    none("words that no file may hold", &found);
}

#[test]
fn no_source_file_is_very_long() {
    let mut found = Vec::new();
    for path in files_ending(&[".rs", ".ts", ".svelte", ".css", ".ftl", ".mjs", ".js"]) {
        let lines = read(&path).lines().count();
        if lines > LONGEST_FILE && path != "ui/src/ipc/bindings.ts" {
            found.push(format!("{path}: {lines}"));
        }
    }
    none("files that should be two", &found);
}

#[test]
fn no_test_is_left_out_and_none_sleeps() {
    let banned = [
        ["#[ign", "ore"].concat(),
        ["thread::sl", "eep"].concat(),
        ["test.sk", "ip("].concat(),
        ["it.sk", "ip("].concat(),
        ["describe.sk", "ip("].concat(),
        ["test.on", "ly("].concat(),
        ["it.on", "ly("].concat(),
        ["describe.on", "ly("].concat(),
        ["test.to", "do("].concat(),
    ];
    let mut found = Vec::new();
    for path in files_ending(&[".rs", ".ts", ".mjs"]) {
        let is_test = path.starts_with("tests/")
            || path.contains(".test.")
            || path.starts_with("src-tauri/core/");
        let text = read(&path);
        for word in &banned {
            if is_test && text.contains(word.as_str()) {
                found.push(format!("{path}: {word}"));
            }
        }
    }
    none("tests that do not run as they should", &found);
}

#[test]
fn nothing_in_the_core_reaches_for_a_network_and_the_page_opens_no_connection() {
    let mut found = Vec::new();
    let lock = read("Cargo.toml") + &read("src-tauri/core/Cargo.toml");
    for package in ["reqwest", "hyper", "ureq", "curl", "tungstenite", "quinn"] {
        if lock.contains(&format!("\n{package}")) {
            found.push(package.to_owned());
        }
    }
    for path in files_ending(&[".ts", ".svelte", ".rs"]) {
        if !path.starts_with("ui/src/") && !path.starts_with("src-tauri/core/src/")
            || path.contains(".test.")
        {
            continue;
        }
        let text = read(&path);
        for word in [
            "fetch(",
            "XMLHttpRequest",
            "WebSocket",
            "EventSource",
            "sendBeacon",
            "std::net",
            "localStorage",
            "sessionStorage",
            "indexedDB",
        ] {
            if text.contains(word) {
                found.push(format!("{path}: {word}"));
            }
        }
    }
    none(
        "ways out of the computer, or around the household file",
        &found,
    );
}
