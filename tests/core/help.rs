//! Help and crisis: the helplines that ship, and that every word they need is in both languages.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::Program;

fn lines() -> Vec<Value> {
    let mut program = Program::new();
    let reply = program.call("list_helplines", json!({}));
    assert_eq!(reply["checked_on"], "2026-11-22");
    reply["lines"].as_array().unwrap().clone()
}

/// The texts of a language's help page.
fn catalogue(language: &str) -> String {
    let path = format!(
        "{}/../ui/src/text/{language}/help.ftl",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn the_lines_are_grouped_by_country_and_an_emergency_number_comes_first() {
    let lines = lines();
    let mut countries: Vec<_> = lines
        .iter()
        .map(|line| line["country"].as_str().unwrap())
        .collect();
    countries.dedup();
    assert_eq!(countries, ["NL", "BE", "US", "UK", "DE", "FR"]);
    for country in countries {
        let of: Vec<_> = lines
            .iter()
            .filter(|line| line["country"] == country)
            .collect();
        assert!(of.len() > 1, "{country}");
        // No emergency number of Germany has been checked yet.
        let is_first = of[0]["purpose"] == "emergency";
        assert_eq!(is_first, country != "DE", "{country}");
        assert!(of[1..].iter().all(|line| line["purpose"] != "emergency"));
        for line in of {
            let name = line["name"].as_str().unwrap();
            let number = line["number"].as_str().unwrap();
            assert!(!name.trim().is_empty());
            assert!(
                number.bytes().any(|byte| byte.is_ascii_digit()) && number.len() < 40,
                "{name}: {number}"
            );
        }
    }
}

#[test]
fn every_line_says_where_it_was_checked_and_none_is_unchecked() {
    let path = format!(
        "{}/../src-tauri/core/src/help/helplines.toml",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(path).unwrap();
    assert!(!text.contains("verified = false"));
    let count = lines().len();
    assert_eq!(text.matches("[[line]]").count(), count);
    let sources = text
        .lines()
        .filter(|line| line.starts_with("source = \"") && line.len() > 12);
    assert_eq!(sources.count(), count);
}

#[test]
fn each_purpose_and_each_opening_time_has_a_text_in_both_languages() {
    let lines = lines();
    let mut wanted = BTreeSet::new();
    for line in &lines {
        wanted.insert(format!(
            "helpline-purpose-{}",
            line["purpose"].as_str().unwrap()
        ));
        if let Some(hours) = line["hours"].as_str() {
            wanted.insert(format!("helpline-hours-{hours}"));
        }
    }
    for language in ["en", "nl"] {
        let there: BTreeSet<_> = catalogue(language)
            .lines()
            .filter(|line| line.starts_with("helpline-"))
            .filter_map(|line| line.split_once(" = ").map(|(key, _)| key.to_owned()))
            .collect();
        let missing: Vec<_> = wanted.difference(&there).collect();
        assert!(missing.is_empty(), "{language}: {missing:?}");
    }
}

#[test]
fn the_list_is_the_same_for_everybody_and_asking_for_it_leaves_no_trace() {
    let (mut program, robin, sam, _) = support::couple();
    let before = program.folder.files();
    let locked = program.call("list_helplines", json!({}));
    for people in [vec![&robin], vec![&robin, &sam]] {
        program.sit(&people);
        assert_eq!(program.call("list_helplines", json!({})), locked);
    }
    program.lock();
    program.session.take_effects();
    program.call("list_helplines", json!({}));
    assert_eq!(program.session.take_effects(), []);
    assert_eq!(program.folder.files(), before);
}
