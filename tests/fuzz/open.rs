//! Opens any bytes as a household file: it must be refused with a reason or read, never end the
//! program, and never be changed by looking at it.

#![no_main]

use hecht_core::household::Cost;
use hecht_core::random::Random;
use hecht_core::time::Clock;
use hecht_core::{Options, Session};
use libfuzzer_sys::fuzz_target;
use serde_json::json;

fuzz_target!(|data: &[u8]| {
    let folder = std::env::temp_dir().join(format!("hecht-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let file = folder.join("household.hecht");
    std::fs::write(&file, data).expect("a file");
    let (clock, _) = Clock::held(1_795_374_000_000, "UTC".parse().expect("a time zone"));
    let mut session = Session::start(Options {
        folder,
        clock,
        random: Random::from_seed(1),
        cost: Cost::Cheap,
        system_language: None,
    });
    let mut call = |name: &str, request| hecht_core::call::call(&mut session, name, request);
    let state = call("get_state", json!({})).expect("there is always a state");
    for member in state["members"].as_array().into_iter().flatten() {
        let people = json!([{ "member": member["id"], "passphrase": "Robin has four words" }]);
        if call("unlock", json!({ "people": people })).is_ok() {
            for name in ["get_today", "list_spaces", "get_preferences"] {
                call(name, json!({})).expect("what opens can be read");
            }
            call("lock", json!({ "draft": null })).expect("locking always works");
        }
    }
    drop(session);
    assert!(std::fs::read(&file).is_ok_and(|after| after == data), "looking changed the file");
});
