//! The texts of the page: both languages hold the same, every key that is used exists and the other
//! way round, and no word stands there that hurts.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};

use crate::tree::{files_ending, none, read};

/// Keys that are put together in the page, by the beginning it gives them. Each says from what.
const PUT_TOGETHER: &[(&str, &str)] = &[
    ("checkins-closeness-", "the five words of a scale"),
    ("checkins-craving-", "the five words of a scale"),
    ("checkins-sleep-", "the five words of a scale"),
    ("checkins-stress-", "the five words of a scale"),
    ("checkins-today-", "the five words of a scale"),
    ("checkins-filter-period-", "the periods of the log"),
    ("checkins-given-", "the questions"),
    ("checkins-mood-", "the moods"),
    ("checkins-name-", "the questions"),
    ("checkins-q-", "the questions"),
    ("checkins-reply-", "the answers to an entry"),
    ("country-", "the countries of the helplines"),
    ("help-", "the sections of the help page"),
    ("help-in-", "countries within a sentence"),
    ("help-kind-", "kinds of help there is no number for"),
    ("helpline-hours-", "the opening times of the helplines"),
    ("helpline-purpose-", "the purposes of the helplines"),
    ("hides-cannot-", "the list of what cannot be hidden"),
    ("hides-hidden-", "the list of what is hidden"),
    ("help-own-", "what has become of a number of one's own"),
    (
        "members-erase-",
        "the two ways of erasing, and what each takes and leaves",
    ),
    ("more-", "the pages under More"),
    ("plans-", "the fields of the card"),
    ("preferences-language-", "the languages"),
    ("preferences-text-size-", "the text sizes"),
    ("preferences-theme-", "the themes"),
    ("preferences-word-", "the words of one's own"),
    ("refused-", "the reasons why a file is not opened"),
    ("setup-colour-", "the colours"),
    ("setup-reason-", "the reasons for a passphrase's strength"),
    ("setup-strength-", "the steps of a passphrase's strength"),
];

/// Words that no screen says, whole and in any case (2-words.md).
const BANNED: [&str; 16] = [
    "addict",
    "addicts",
    "alcoholic",
    "alcoholics",
    "clean",
    "dirty",
    "abuse",
    "abuser",
    "failed",
    "verslaafde",
    "verslaafden",
    "junk",
    "junkie",
    "mislukt",
    "alcoholist",
    "misbruik",
];

/// A key with the variables its text takes.
type Texts = BTreeMap<String, BTreeSet<String>>;

fn pattern(pattern: &Pattern<String>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression: it } = element {
            expression(it, variables);
        }
    }
}

fn expression(it: &Expression<String>, variables: &mut BTreeSet<String>) {
    match it {
        Expression::Inline(it) => inline(it, variables),
        Expression::Select { selector, variants } => {
            inline(selector, variables);
            for variant in variants {
                pattern(&variant.value, variables);
            }
        }
    }
}

fn inline(it: &InlineExpression<String>, variables: &mut BTreeSet<String>) {
    match it {
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name.clone());
        }
        InlineExpression::Placeable { expression: it } => expression(it, variables),
        InlineExpression::FunctionReference { arguments, .. } => of_call(arguments, variables),
        InlineExpression::TermReference { arguments, .. } => {
            if let Some(arguments) = arguments {
                of_call(arguments, variables);
            }
        }
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::MessageReference { .. } => {}
    }
}

fn of_call(arguments: &CallArguments<String>, variables: &mut BTreeSet<String>) {
    for it in &arguments.positional {
        inline(it, variables);
    }
    for it in &arguments.named {
        inline(&it.value, variables);
    }
}

/// The texts of one file; a mistake of writing fails the test.
fn texts(path: &str) -> Texts {
    let resource = match fluent_syntax::parser::parse(read(path)) {
        Ok(resource) => resource,
        Err((_, mistakes)) => panic!("{path}: {mistakes:?}"),
    };
    let mut found = Texts::new();
    for entry in &resource.body {
        let (key, value) = match entry {
            Entry::Message(message) => {
                assert!(
                    message.attributes.is_empty(),
                    "{path}: attributes are not used"
                );
                (message.id.name.clone(), message.value.as_ref())
            }
            Entry::Term(term) => (format!("-{}", term.id.name), Some(&term.value)),
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
            Entry::Junk { content } => panic!("{path}: {content}"),
        };
        let mut variables = BTreeSet::new();
        pattern(value.expect("a text"), &mut variables);
        assert!(
            found.insert(key.clone(), variables).is_none(),
            "{path}: {key} stands twice"
        );
    }
    found
}

fn catalogues(language: &str) -> BTreeMap<String, Texts> {
    let folder = format!("ui/src/text/{language}/");
    let files = files_ending(&[".ftl"]);
    let files: BTreeMap<_, _> = files
        .iter()
        .filter_map(|path| Some((path.strip_prefix(&folder)?.to_owned(), texts(path))))
        .collect();
    assert!(files.len() > 10);
    files
}

#[test]
fn both_languages_have_the_same_files_keys_and_variables() {
    let (en, nl) = (catalogues("en"), catalogues("nl"));
    assert_eq!(en.keys().collect::<Vec<_>>(), nl.keys().collect::<Vec<_>>());
    let mut found = Vec::new();
    for (file, english) in &en {
        let dutch = &nl[file];
        for key in english.keys().chain(dutch.keys()).collect::<BTreeSet<_>>() {
            match (english.get(key), dutch.get(key)) {
                (Some(one), Some(two)) if one == two => {}
                (Some(one), Some(two)) => found.push(format!("{file}: {key}: {one:?} and {two:?}")),
                (one, _) => {
                    let missing = if one.is_some() { "nl" } else { "en" };
                    found.push(format!("{file}: {key} is missing in {missing}"));
                }
            }
        }
    }
    none("texts that differ between the languages", &found);
}

#[test]
fn no_key_stands_in_two_files_and_choices_are_the_same_in_both_languages() {
    for language in ["en", "nl"] {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        for (file, texts) in catalogues(language) {
            for key in texts.into_keys() {
                let former = seen.insert(key.clone(), file.clone());
                assert_eq!(former, None, "{key} in {file}");
            }
        }
    }
    let choices = |language: &str| {
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for path in files_ending(&[".ftl"]) {
            if !path.starts_with(&format!("ui/src/text/{language}/")) {
                continue;
            }
            let resource = fluent_syntax::parser::parse(read(&path)).unwrap();
            for entry in resource.body {
                if let Entry::Message(message) = entry
                    && let Some(value) = &message.value
                {
                    let mut names = Vec::new();
                    of_choices(value, &mut names);
                    names.sort();
                    names.dedup();
                    found.insert(message.id.name, names);
                }
            }
        }
        found
    };
    let (en, nl) = (choices("en"), choices("nl"));
    // Each language counts in its own way, so plural forms are not compared.
    let is_plural =
        |name: &String| ["zero", "one", "two", "few", "many", "other"].contains(&name.as_str());
    let mut found = Vec::new();
    for (key, names) in &en {
        let plain = |names: &[String]| {
            names
                .iter()
                .filter(|name| !is_plural(name))
                .cloned()
                .collect::<Vec<_>>()
        };
        if nl.get(key).map(|names| plain(names)) != Some(plain(names)) {
            found.push(format!("{key}: {names:?} and {:?}", nl.get(key)));
        }
    }
    none("choices that one language does not have", &found);
}

fn of_choices(it: &Pattern<String>, names: &mut Vec<String>) {
    for element in &it.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        if let Expression::Select { variants, .. } = expression {
            for variant in variants {
                match &variant.key {
                    VariantKey::Identifier { name } => names.push(name.clone()),
                    VariantKey::NumberLiteral { value } => names.push(value.clone()),
                }
                of_choices(&variant.value, names);
            }
        }
    }
}

/// Everything that stands between quotes in the page's sources, tests left out.
fn quoted() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files_ending(&[".ts", ".svelte"]) {
        let is_source = path.starts_with("ui/src/")
            && !path.contains("test")
            && !path.contains("/ipc/bindings");
        if !is_source {
            continue;
        }
        let is_part =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        let text = read(&path);
        for piece in text.split(|letter| "\"'`".contains(letter)) {
            if piece.contains('-') && piece.chars().all(is_part) {
                found.insert(piece.to_owned());
            }
        }
    }
    found
}

/// The beginnings of keys that are put together: `t(`checkins-mood-${mood}`)`.
fn beginnings() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files_ending(&[".ts", ".svelte"]) {
        if !path.starts_with("ui/src/") || path.contains("test") {
            continue;
        }
        for piece in read(&path).split('`').skip(1).step_by(2) {
            let is_part = |letter: char| letter.is_ascii_lowercase() || letter == '-';
            if let Some((begin, _)) = piece.split_once("${")
                && begin.ends_with('-')
                && begin.chars().all(is_part)
            {
                found.insert(begin.to_owned());
            }
        }
    }
    found
}

#[test]
fn every_text_is_used_and_every_key_that_is_used_exists() {
    let keys: BTreeSet<String> = catalogues("en")
        .into_values()
        .flat_map(Texts::into_keys)
        .collect();
    let quoted = quoted();
    let referenced: BTreeSet<String> = files_ending(&[".ftl"])
        .iter()
        .flat_map(|path| {
            let text = read(path);
            keys.iter()
                .filter(|key| text.contains(&format!("{{ {key} }}")))
                .cloned()
                .collect::<Vec<_>>()
        })
        .collect();
    let is_put_together = |key: &str| PUT_TOGETHER.iter().any(|(begin, _)| key.starts_with(begin));
    let unused: Vec<String> = keys
        .iter()
        .filter(|key| !quoted.contains(*key) && !referenced.contains(*key) && !is_put_together(key))
        .cloned()
        .collect();
    none("texts that nothing uses", &unused);

    // A key is a first argument of t(…), or named so.
    let mut unknown = Vec::new();
    for path in files_ending(&[".ts", ".svelte"]) {
        if !path.starts_with("ui/src/") || path.contains("test") {
            continue;
        }
        let text = read(&path);
        for begin in ["t(\"", "key: \"", "hasText(\""] {
            for (at, _) in text.match_indices(begin) {
                let before = text[..at].chars().next_back();
                if before.is_some_and(|letter| {
                    letter.is_alphanumeric() || letter == '_' || letter == '.'
                }) {
                    continue;
                }
                let key = text[at + begin.len()..]
                    .split('"')
                    .next()
                    .unwrap_or_default();
                if !keys.contains(key) && (begin != "key: \"" || key.contains('-')) {
                    unknown.push(format!("{path}: {key}"));
                }
            }
        }
    }
    none("keys that no language has", &unknown);
}

#[test]
fn each_beginning_of_a_key_is_known_here_and_leads_to_texts() {
    let keys: BTreeSet<String> = catalogues("en")
        .into_values()
        .flat_map(Texts::into_keys)
        .collect();
    let known: BTreeSet<&str> = PUT_TOGETHER.iter().map(|(begin, _)| *begin).collect();
    let mut found = Vec::new();
    for begin in beginnings() {
        // A scale's name and its step: checkins-${field}-${step}.
        let is_scale = begin == "checkins-";
        let leads = keys.iter().any(|key| key.starts_with(&begin));
        if leads && !is_scale && !known.contains(begin.as_str()) {
            found.push(begin);
        }
    }
    none("beginnings of keys that are not in the list", &found);
    for (begin, from) in PUT_TOGETHER {
        let leads = keys.iter().any(|key| key.starts_with(begin));
        assert!(leads, "{begin}, {from}: there is no such text");
    }
}

/// The readable part of a catalogue: no comments, no keys.
fn words_of(path: &str) -> Vec<(usize, String)> {
    let text = read(path);
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty())
        .map(|(number, line)| {
            let is_key =
                line.starts_with(|letter: char| letter.is_ascii_lowercase() || letter == '-');
            let said = match line.split_once('=') {
                Some((_, said)) if is_key => said,
                _ => line,
            };
            (number + 1, said.to_owned())
        })
        .collect()
}

#[test]
fn no_screen_says_a_word_that_hurts_and_none_raises_its_voice() {
    let mut found = Vec::new();
    for path in files_ending(&[".ftl"]) {
        for (number, said) in words_of(&path) {
            let lower = said.to_lowercase();
            for word in lower.split(|letter: char| !letter.is_alphabetic()) {
                if BANNED.contains(&word) {
                    found.push(format!("{path}:{number}: {word}"));
                }
            }
            if said.contains('!') {
                found.push(format!("{path}:{number}: an exclamation mark"));
            }
        }
    }
    none("words that no screen says", &found);
}

#[test]
fn the_sample_household_and_the_helplines_follow_the_same_rule() {
    let mut found = Vec::new();
    for path in ["en.toml", "nl.toml"].map(|name| format!("src-tauri/core/src/demo/{name}")) {
        for (number, line) in read(&path).lines().enumerate() {
            let lower = line.to_lowercase();
            let mut words = lower.split(|letter: char| !letter.is_alphabetic());
            if !line.starts_with('#') && words.any(|word| BANNED.contains(&word) && word != "clean")
            {
                found.push(format!("{path}:{}: {line}", number + 1));
            }
        }
    }
    none("words that the sample does not say", &found);
}
