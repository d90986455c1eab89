//! What must hold for anything at all: sealed bytes, records, days, spare keys, questions, and a
//! household file with any of its bytes changed.

use std::sync::Arc;

use hecht_core::household::{
    Author, Context, Envelope, Key, Kind, Record, RecoveryCode, Signed, open, seal,
};
use hecht_core::ids::{EntryId, MemberId, hex, unhex};
use hecht_core::private::Secret;
use hecht_core::random::Random;
use hecht_core::time::{Day, Moment};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use support::{Folder, Person, Program, all_days, couple, look_for};

const ZONES: [&str; 14] = [
    "Europe/Amsterdam",
    "UTC",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Havana",
    "Asia/Beirut",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Atlantic/Azores",
];

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn fields(name: &'static str) -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::btree_map(name, value(), 0..5).prop_map(|map| map.into_iter().collect())
}

fn day() -> impl Strategy<Value = Day> {
    (0_u32..47_000).prop_map(|days| Day::parse("1971-01-01").unwrap().plus(days))
}

fn record() -> impl Strategy<Value = Record> {
    let who = prop_oneof![
        any::<[u8; 16]>().prop_map(|id| (Author::Member(MemberId(id)), Vec::new())),
        prop::collection::vec(any::<[u8; 16]>(), 2..5)
            .prop_map(|ids| (Author::Together, ids.into_iter().map(MemberId).collect())),
    ];
    let kind = prop::sample::select(vec![
        Kind::Space,
        Kind::Accept,
        Kind::Decline,
        Kind::Checkin,
        Kind::Reply,
        Kind::Card,
        Kind::Helpline,
        Kind::Draft,
        Kind::Preferences,
        Kind::Recovery,
        Kind::Gone,
        Kind::Unknown,
    ]);
    let what = (any::<[u8; 16]>(), any::<u32>(), who, kind, any::<i64>());
    // Names of a newer Hecht; none of today's begins with x.
    (what, day(), day(), fields(".{0,8}"), fields("x[a-z]{0,6}")).prop_map(
        |((entry, version, (author, present), kind, at), written_on, on, fields, rest)| Record {
            entry: EntryId(entry),
            version,
            author,
            present,
            turn: None,
            kind,
            at,
            saved_at: at,
            written_on,
            on,
            zone: "Europe/Amsterdam".to_owned(),
            fields,
            rest,
        },
    )
}

proptest! {
    #[test]
    fn what_is_sealed_opens_again_and_only_unchanged(
        plain in prop::collection::vec(any::<u8>(), 0..2000),
        bound in prop::collection::vec(any::<u8>(), 0..40),
        seed in any::<u64>(),
        at in any::<prop::sample::Index>(),
        bit in 0_u8..8,
    ) {
        let mut random = Random::from_seed(seed);
        let key = Key::random(&mut random);
        let context = Context::new("test").bytes(&bound);
        let mut body = seal(&key, &context, &plain, &mut random).unwrap();
        prop_assert!(((body.len() - 40) / 256).is_power_of_two());
        prop_assert_eq!(open(&key, &context, &body).unwrap().to_vec(), plain);
        let other = Key::random(&mut random);
        prop_assert!(open(&other, &context, &body).is_err());
        prop_assert!(open(&key, &context.clone().bytes(b""), &body).is_err());
        let at = at.index(body.len());
        prop_assert!(open(&key, &context, &body[..at]).is_err());
        body[at] ^= 1 << bit;
        prop_assert!(open(&key, &context, &body).is_err());
    }

    #[test]
    fn lists_of_parts_that_differ_are_bound_differently(
        one in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..6), 0..5),
        two in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..6), 0..5),
    ) {
        let bytes = |parts: &Vec<Vec<u8>>| {
            let all = parts.iter().fold(Context::new("x"), |all, part| all.bytes(part));
            all.as_bytes().to_vec()
        };
        prop_assert_eq!(bytes(&one) == bytes(&two), one == two);
    }

    #[test]
    fn a_record_reads_back_as_it_was_written_with_fields_nobody_knows(record in record()) {
        let json = serde_json::to_vec(&record).unwrap();
        let signed: Vec<Signed> = record
            .present
            .iter()
            .map(|member| Signed { member: *member, signature: [7; 64] })
            .collect();
        let envelope = Envelope { signed, json: &json };
        let bytes = envelope.to_bytes().unwrap();
        let again = Envelope::from_bytes(&bytes).unwrap();
        prop_assert_eq!(&again, &envelope);
        prop_assert_eq!(again.record().unwrap(), record);
    }

    #[test]
    fn bytes_that_are_no_envelope_are_an_error_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(envelope) = Envelope::from_bytes(&bytes) {
            prop_assert!(envelope.json.len() < bytes.len());
            prop_assert!(envelope.record().is_err());
        }
    }

    #[test]
    fn every_minute_of_a_day_belongs_to_that_day_in_every_zone(
        day in day(), hour in 0_u32..24, minute in 0_u32..60, zone in prop::sample::select(&ZONES[..]),
    ) {
        let zone = zone.parse().unwrap();
        let moment = Moment { at: day.at(zone, hour, minute), zone };
        prop_assert_eq!(moment.day(), day);
        let later = Moment { at: moment.at + 24 * 3_600_000, zone };
        prop_assert!((0..=2).contains(&later.day().days_since(day)));
    }

    #[test]
    fn a_day_reads_back_as_it_is_written_and_counts_both_ways(day in day(), days in 0_u32..20_000) {
        prop_assert_eq!(Day::parse(&day.to_string()), Some(day));
        prop_assert_eq!(serde_json::from_value::<Day>(json!(day)).unwrap(), day);
        prop_assert_eq!(day.plus(days).days_since(day), i64::from(days));
        prop_assert_eq!(day.plus(days).minus(days), day);
    }

    #[test]
    fn what_is_no_day_is_refused_and_no_panic(text in ".{0,12}|[0-9]{4}-[0-9]{2}-[0-9]{2}") {
        if let Some(day) = Day::parse(&text) {
            prop_assert_eq!(day.to_string(), text);
        }
    }

    #[test]
    fn a_spare_key_reads_back_however_it_is_typed(seed in any::<u64>(), is_lower in any::<bool>(), between in "[ -]{0,3}") {
        let code = RecoveryCode::random(&mut Random::from_seed(seed));
        let printed: Vec<String> = code.groups().iter().map(|group| group.to_string()).collect();
        let typed = printed.join(&between).replace('0', "O").replace('1', "l");
        let typed = if is_lower { typed.to_lowercase() } else { typed };
        let read = RecoveryCode::parse(&Secret::new(typed)).unwrap();
        let again: Vec<String> = read.groups().iter().map(|group| group.to_string()).collect();
        prop_assert_eq!(again, printed);
    }

    #[test]
    fn what_is_no_spare_key_is_refused_and_no_panic(typed in ".{0,50}") {
        let read = RecoveryCode::parse(&Secret::new(typed.clone()));
        let letters = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
        prop_assert!(read.is_none() || letters.count() == 32);
    }

    #[test]
    fn an_id_reads_back_from_its_digits(id in any::<[u8; 16]>(), text in "[0-9a-fA-Fg]{30,34}") {
        prop_assert_eq!(unhex(&hex(&id)), Some(id));
        if let Some(bytes) = unhex::<16>(&text) {
            prop_assert_eq!(hex(&bytes), text.to_lowercase());
        }
    }
}

#[test]
fn any_text_is_found_by_its_own_beginning_and_no_question_is_an_error() {
    let mut program = Program::new();
    program.add("Robin");
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let text = prop_oneof![
        any::<String>(),
        "[\\PC ]{1,60}",
        "[a-zA-Z0-9 *\"^:(){}+-]{1,40}"
    ];
    let cell = std::cell::RefCell::new(&mut program);
    let outcome = runner.run(&text, |text| {
        let mut program = cell.borrow_mut();
        let found = program.try_call("search", look_for(&text));
        prop_assert!(found.is_ok(), "{:?}: {:?}", text, found);
        if text.trim().is_empty() {
            return Ok(());
        }
        let (entry, _) = program.check_in(json!({ "note": text }), None);
        program.finish_work();
        let found = program.call("search", look_for(&text));
        let hits = found["hits"].as_array().unwrap();
        let has_words = text.chars().any(|letter| letter.is_ascii_alphanumeric());
        prop_assert!(!has_words || hits.iter().any(|hit| hit["entry"] == json!(entry)));
        program.call("withdraw_checkin", json!({ "entry": entry }));
        Ok(())
    });
    outcome.unwrap();
}

/// A household with texts of known words, closed.
fn household() -> (Arc<Folder>, Person, Person) {
    let (mut program, robin, sam, space) = couple();
    for (person, count) in [(&robin, 30), (&sam, 5)] {
        program.sit(&[person]);
        for _ in 0..count {
            let text = format!("true words {}", "and more ".repeat(40));
            program.check_in(
                json!({ "note": text }),
                Some((&space, json!({ "liked": text }))),
            );
        }
    }
    (program.end(), robin, sam)
}

/// The file with something changed in it, as a failing disk or a careless tool would.
fn changed(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let end = bytes.len();
    let at = random.below(end);
    match random.below(7) {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => (0..64).for_each(|_| bytes[random.below(end)] ^= 1 << random.below(8)),
        // The first page holds the schema and the settings.
        2 => bytes[at % 16_384] = random.bytes::<1>()[0],
        3 => bytes[at..(at + 4096).min(end)].fill(0),
        4 => bytes.truncate(at),
        5 => {
            let page = |random: &mut Random| random.below(end / 16_384) * 16_384;
            let (one, two) = (page(random), page(random));
            let copy = bytes[one..one + 16_384].to_vec();
            bytes[two..two + 16_384].copy_from_slice(&copy);
        }
        _ => bytes.extend_from_slice(&random.bytes::<100>()),
    }
    bytes
}

#[test]
fn a_file_with_anything_changed_is_refused_clearly_or_read_as_far_as_it_is_true() {
    let (folder, robin, sam) = household();
    let whole = std::fs::read(folder.file()).unwrap();
    let mut random = Random::from_seed(2026);
    let (mut refused, mut read) = (0, 0);
    for turn in 0..300 {
        let bytes = changed(&whole, &mut random);
        std::fs::write(folder.file(), &bytes).unwrap();
        let mut program = Program::open(folder.clone(), 5);
        let state = program.call("get_state", json!({}));
        let is_refused = state["phase"] == "refused";
        if is_refused {
            refused += 1;
            let code = state["refusal"]["code"].as_str().unwrap();
            let clear = ["file_damaged", "file_newer", "file_not_hecht"];
            assert!(clear.contains(&code), "turn {turn}: {code}");
        }
        for person in [&robin, &sam].into_iter().filter(|_| !is_refused) {
            program.lock();
            let people = json!([{ "member": person.id, "passphrase": person.passphrase }]);
            match program.try_call("unlock", json!({ "people": people })) {
                Err(code) => {
                    let clear = [
                        hecht_core::ErrorCode::FileDamaged,
                        hecht_core::ErrorCode::NotFound,
                    ];
                    assert!(clear.contains(&code), "turn {turn}: {code:?}");
                }
                Ok(_) => {
                    read += 1;
                    program.finish_work();
                    for row in program.log() {
                        for field in ["note", "liked"] {
                            let text = row["answers"][field].as_str().unwrap_or("true words ");
                            assert!(text.starts_with("true words"), "turn {turn}: {text}");
                        }
                    }
                    for (name, request) in [
                        ("list_checkins", all_days()),
                        ("search", look_for("true")),
                        ("get_today", json!({})),
                        ("list_spaces", json!({})),
                    ] {
                        program.call(name, request);
                    }
                }
            }
        }
        drop(program);
        let after = std::fs::read(folder.file()).unwrap();
        assert!(after == bytes, "turn {turn} changed the file");
    }
    assert!(
        refused > 30 && read > 100,
        "both happen: {refused} and {read}"
    );
}
