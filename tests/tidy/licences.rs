//! Licences: everything that is built in or builds along may be passed on freely. Read from Cargo's own
//! list and the lock files of the page and the tests.

use std::process::Command;

use serde_json::Value;

use crate::tree::root;

/// May be passed on with a program of any licence. MPL-2.0 asks for its own files only.
const ALLOWED: [&str; 16] = [
    "0BSD",
    "Apache-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BlueOak-1.0.0",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Is a licence expression (SPDX, or with the older `/` for "or") met by what is allowed?
fn is_allowed(expression: &str) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    either(&mut words) && words.is_empty()
}

fn either(words: &mut Vec<&str>) -> bool {
    let mut is_met = all_of(words);
    while words.last() == Some(&"OR") {
        words.pop();
        // Both sides are read, whatever the first says.
        let other = all_of(words);
        is_met |= other;
    }
    is_met
}

fn all_of(words: &mut Vec<&str>) -> bool {
    let mut is_met = one(words);
    while words.last() == Some(&"AND") {
        words.pop();
        let other = one(words);
        is_met &= other;
    }
    is_met
}

fn one(words: &mut Vec<&str>) -> bool {
    match words.pop() {
        Some("(") => {
            let is_met = either(words);
            words.pop() == Some(")") && is_met
        }
        Some(name) => {
            if words.last() == Some(&"WITH") {
                // An exception only ever allows more.
                words.truncate(words.len().saturating_sub(2));
            }
            ALLOWED.contains(&name)
        }
        None => false,
    }
}

#[test]
fn expressions_are_read_as_they_are_meant() {
    for good in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0 OR MIT",
        "(MIT OR GPL-3.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception",
        "Apache-2.0 WITH LLVM-exception OR GPL-3.0",
    ] {
        assert!(is_allowed(good), "{good}");
    }
    for bad in [
        "",
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "(MIT OR ISC) AND GPL-3.0",
        "MIT MIT",
        "(MIT",
    ] {
        assert!(!is_allowed(bad), "{bad}");
    }
}

#[test]
fn every_crate_may_be_passed_on() {
    let listed = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--locked", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo metadata");
    assert!(listed.status.success());
    let listed: Value = serde_json::from_slice(&listed.stdout).unwrap();
    let packages = listed["packages"].as_array().unwrap();
    assert!(packages.len() > 100);
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !is_allowed(package["license"].as_str().unwrap_or_default()))
        .map(|package| format!("{} {}", package["name"], package["license"]))
        .collect();
    assert_eq!(refused, Vec::<String>::new());
}

#[test]
fn every_package_of_the_page_and_the_tests_may_be_passed_on() {
    for lock in ["ui/package-lock.json", "tests/package-lock.json"] {
        let text = std::fs::read_to_string(root().join(lock)).unwrap();
        let lock: Value = serde_json::from_str(&text).unwrap();
        let packages = lock["packages"].as_object().unwrap();
        let refused: Vec<String> = packages
            .iter()
            .filter(|(path, _)| !path.is_empty())
            .filter(|(_, package)| !is_allowed(package["license"].as_str().unwrap_or_default()))
            .map(|(path, package)| format!("{path} {}", package["license"]))
            .collect();
        assert_eq!(refused, Vec::<String>::new());
    }
}
