//! Search: what is found, in which order, for whom, and what a question may hold.

use serde_json::{Value, json};
use support::{Program, couple, look_for};

fn ask(program: &mut Program, question: Value) -> Vec<Value> {
    program.finish_work();
    let found = program.call("search", question);
    assert_eq!(found["is_complete"], true);
    found["hits"].as_array().unwrap().clone()
}

fn own(text: &str) -> Value {
    let mut question = look_for(text);
    question["with_shared"] = json!(false);
    question
}

/// The excerpt's text, and what is marked in it.
fn excerpt(hit: &Value) -> (String, Vec<String>) {
    let pieces = hit["excerpt"].as_array().unwrap();
    let text = |piece: &Value| piece["text"].as_str().unwrap().to_owned();
    let marked = pieces.iter().filter(|piece| piece["is_match"] == true);
    (
        pieces.iter().map(text).collect(),
        marked.map(text).collect(),
    )
}

#[test]
fn cafe_finds_every_way_to_write_it_and_a_word_is_found_by_its_beginning() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    program.check_in(json!({ "note": "In caf\u{e9} De Kroon" }), None);
    program.check_in(json!({ "liked": "CAFE\u{301}TERIA" }), None);
    program.check_in(json!({ "help": "decaf\u{e9}" }), None);
    for _ in 0..2 {
        for word in ["cafe", "Caf\u{e9}", "CAFE\u{301}", "caf"] {
            let hits = ask(&mut program, look_for(word));
            assert_eq!(hits.len(), 2, "{word}");
            let fields: Vec<_> = hits.iter().map(|hit| hit["field"].clone()).collect();
            assert!(fields.contains(&json!("note")) && fields.contains(&json!("liked")));
        }
        let hits = ask(&mut program, look_for("kroon cafe"));
        let (text, marked) = excerpt(&hits[0]);
        assert_eq!(text, "In caf\u{e9} De Kroon");
        assert_eq!(marked, ["caf\u{e9}", "Kroon"]);
        program = program.restart(8);
        program.sit(&[&robin]);
    }
}

#[test]
fn own_words_come_first_and_others_shared_words_only_by_the_switch() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&sam]);
    program.check_in(
        json!({ "note": "soup private of sam" }),
        Some((&space, json!({ "liked": "soup of sam" }))),
    );
    program.sit(&[&robin]);
    let old = json!({ "on": "2026-01-01", "private": { "note": "soup of robin" }, "shared": { "space": space, "answers": { "help": "shared soup of robin" } } });
    program.call("create_checkin", old);
    assert_eq!(ask(&mut program, own("soup")).len(), 2);
    let hits = ask(&mut program, look_for("soup"));
    let authors: Vec<_> = hits.iter().map(|hit| hit["author"].clone()).collect();
    assert_eq!(authors, [json!(robin.id), json!(robin.id), json!(sam.id)]);
    assert_eq!(ask(&mut program, look_for("private")).len(), 0);
    program.sit(&[&robin, &sam]);
    let hits = ask(&mut program, look_for("soup"));
    assert_eq!(hits.len(), 2);
    assert!(hits.iter().all(|hit| hit["is_private"] == false));
}

#[test]
fn what_was_withdrawn_or_changed_is_not_found_by_its_former_words() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    let write = |program: &mut Program, text: &str| {
        let answers = json!({ "liked": text });
        program.check_in(Value::Null, Some((&space, answers))).1
    };
    let gone = write(&mut program, "withdrawnword");
    let quick = write(&mut program, "quickword");
    let slow = write(&mut program, "slowword");
    let edit = |program: &mut Program, entry: &str| {
        let request = json!({ "entry": entry, "answers": { "liked": "newword" } });
        program.call("edit_checkin", request);
    };
    program.finish_work();
    program.call("withdraw_checkin", json!({ "entry": gone }));
    edit(&mut program, &quick);
    program.wait(40 * support::MINUTE);
    edit(&mut program, &slow);
    for person in [&robin, &sam, &robin] {
        for word in ["withdrawnword", "quickword", "slowword"] {
            assert_eq!(
                ask(&mut program, look_for(word)),
                Vec::<Value>::new(),
                "{word}"
            );
        }
        assert_eq!(ask(&mut program, look_for("newword")).len(), 2);
        program.sit(&[person]);
    }
    let mut program = program.restart(9);
    program.sit(&[&robin]);
    // The same before the full text is complete.
    let early = program.call("search", look_for("slowword"));
    assert_eq!(early["hits"], json!([]));
    assert_eq!(ask(&mut program, look_for("slowword")), Vec::<Value>::new());
}

#[test]
fn signs_and_operators_in_a_question_are_harmless() {
    let mut program = Program::new();
    program.add("Robin");
    program.check_in(json!({ "note": "rock and roll or near not" }), None);
    for text in [
        "rock AND roll",
        "rock OR",
        "NOT near",
        "NEAR(rock roll)",
        "NEAR",
        "\"rock",
        "rock\"",
        "ro*k",
        "rock*",
        "^rock",
        "note:rock",
        "{note liked}: rock",
        "-rock",
        "+rock",
        "(rock",
        "rock)",
        "rock'; --",
        "rock\0roll",
        "\\",
        "%",
        "_",
        "\u{24b6}rock",
        "a\u{24b6}b",
        "\u{1e900}rock",
        "x\u{1e900}y",
        "\u{915}\u{94d}\u{937}",
        "\u{e01}\u{e33}",
        "\u{1c90}\u{10d0}",
        "\u{1f331}",
        "\u{130}stanbul",
        "\u{df}",
        "\u{fb01}",
        "\u{2160}",
        "x\u{2160}y",
        "\u{b2}",
        "x\u{1f130}y",
        "\u{3007}",
        "\u{1d7d8}",
        "x\u{1c89}y",
        "x\u{a7cb}y",
        "x\u{16d40}y",
        "x\u{1e4d0}y",
        "x\u{31350}y",
        "x\u{345}y",
        "\u{345}",
    ] {
        program.finish_work();
        let outcome = program.try_call("search", look_for(text));
        assert!(outcome.is_ok(), "{text:?}: {outcome:?}");
    }
    assert_eq!(ask(&mut program, look_for("rock AND roll")).len(), 1);
    assert_eq!(ask(&mut program, look_for("rock roll")).len(), 1);
    assert_eq!(ask(&mut program, look_for("rock jazz")).len(), 0);
    for nothing in ["", "  ", "!?", "\u{1f331}"] {
        assert_eq!(ask(&mut program, look_for(nothing)).len(), 0);
    }
    // A word that the full text cuts in two is still found, in scripts of any kind.
    for text in [
        "a\u{24b6}b",
        "\u{939}\u{93f}\u{928}\u{94d}\u{926}\u{940}",
        "\u{e01}\u{e33}\u{e25}",
        "\u{645}\u{64e}\u{631}\u{62d}",
    ] {
        program.check_in(json!({ "note": format!("before {text} after") }), None);
        assert_eq!(ask(&mut program, look_for(text)).len(), 1, "{text}");
    }
    let long = "rock ".repeat(5000);
    assert_eq!(ask(&mut program, look_for(&long)).len(), 1);
}

#[test]
fn a_search_is_narrowed_by_person_space_and_period_and_gives_no_totals() {
    let (mut program, robin, sam, space) = couple();
    for person in [&robin, &sam] {
        program.sit(&[person]);
        for back in 0..30 {
            let on = program.today().minus(back).to_string();
            let request = json!({ "on": on, "private": { "note": "word" }, "shared": { "space": space, "answers": { "liked": "word" } } });
            program.call("create_checkin", request);
        }
    }
    program.sit(&[&robin]);
    let mut narrowed = |change: Value| {
        let mut question = look_for("word");
        for (key, value) in change.as_object().unwrap() {
            question[key] = value.clone();
        }
        ask(&mut program, question).len()
    };
    assert_eq!(narrowed(json!({ "member": sam.id })), 30);
    assert_eq!(narrowed(json!({ "space": robin.id })), 30);
    assert_eq!(narrowed(json!({ "space": sam.id })), 0);
    assert_eq!(narrowed(json!({ "from": "2026-11-22" })), 3);
    assert_eq!(
        narrowed(json!({ "until": "2026-10-24", "with_shared": false })),
        2
    );
    assert_eq!(
        narrowed(json!({ "member": sam.id, "with_shared": false })),
        0
    );
    let all = program.call("search", look_for("word"));
    assert_eq!(all["hits"].as_array().map(Vec::len), Some(50));
    assert_eq!(all["has_more"], true);
    let mut keys: Vec<_> = all.as_object().unwrap().keys().cloned().collect();
    keys.sort();
    assert_eq!(keys, ["has_more", "hits", "is_complete"]);
}

#[test]
fn right_after_unlocking_search_says_that_it_is_not_complete() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    for _ in 0..100 {
        program.check_in(json!({ "note": "word" }), None);
    }
    program.sit(&[&robin]);
    assert_eq!(
        program.call("search", look_for("word"))["is_complete"],
        false
    );
    // What is written meanwhile is found at once, and once only in the end.
    program.check_in(json!({ "note": "meanwhile" }), None);
    let found = program.call("search", look_for("meanwhile"));
    assert_eq!(found["hits"].as_array().map(Vec::len), Some(1));
    assert_eq!(ask(&mut program, look_for("meanwhile")).len(), 1);
    assert_eq!(ask(&mut program, look_for("word")).len(), 50);
}
