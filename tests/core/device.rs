//! The lock of this computer: the wait after wrong tries, and locking by itself.

use std::sync::atomic::Ordering;

use hecht_core::{Effect, ErrorCode};
use serde_json::{Value, json};
use support::{DAY, MINUTE, Person, Program, couple, look_for};

/// Tries a passphrase on the lock screen: the code and the seconds it says, or `None` when it opened.
fn try_at(program: &mut Program, people: &[(&Person, &str)]) -> Option<(ErrorCode, Option<u32>)> {
    let people: Vec<_> = people
        .iter()
        .map(|(person, passphrase)| json!({ "member": person.id, "passphrase": passphrase }))
        .collect();
    let request = json!({ "people": people });
    let outcome = hecht_core::call::call(&mut program.session, "unlock", request);
    outcome.err().map(|error| (error.code, error.seconds))
}

fn wrong(program: &mut Program, person: &Person) -> Option<(ErrorCode, Option<u32>)> {
    try_at(program, &[(person, "not theirs")])
}

fn right(program: &mut Program, person: &Person) -> Option<(ErrorCode, Option<u32>)> {
    try_at(program, &[(person, &person.passphrase)])
}

const fn refused(seconds: u32) -> Option<(ErrorCode, Option<u32>)> {
    Some((ErrorCode::Wait, Some(seconds)))
}

fn said(seconds: u32) -> Option<(ErrorCode, Option<u32>)> {
    let seconds = Some(seconds).filter(|seconds| *seconds > 0);
    Some((ErrorCode::WrongPassphrase, seconds))
}

fn phase(program: &mut Program) -> String {
    let state = program.call("get_state", json!({}));
    state["phase"].as_str().unwrap().to_owned()
}

#[test]
fn three_wrong_tries_are_free_and_each_further_one_waits_twice_as_long_up_to_a_minute() {
    let (mut program, robin, sam, _) = couple();
    for wait in [0, 0, 0, 2, 4, 8, 16, 32, 60, 60] {
        assert_eq!(wrong(&mut program, &robin), said(wait));
        if wait > 0 {
            // Not even the right one, and not somebody else's.
            assert_eq!(right(&mut program, &robin), refused(wait));
            program.wait(i64::from(wait) * 1000 - 1);
            assert_eq!(right(&mut program, &sam), refused(1));
            program.wait(1);
        }
    }
    assert_eq!(right(&mut program, &robin), None);
    program.lock();
    for wait in [0, 0, 0, 2] {
        assert_eq!(wrong(&mut program, &robin), said(wait), "begins anew");
    }
}

#[test]
fn who_guesses_at_anothers_waits_longer_although_they_unlock_their_own_in_between() {
    let (mut program, robin, sam, _) = couple();
    for waits in [[0, 0, 0], [2, 4, 8], [16, 32, 60], [60, 60, 60]] {
        for wait in waits {
            assert_eq!(wrong(&mut program, &robin), said(wait));
            program.wait(i64::from(wait) * 1000);
        }
        // On the lock screen, beside somebody else, and where it is asked for again.
        assert_eq!(right(&mut program, &sam), None);
        let again = json!({ "passphrase": sam.passphrase });
        program.call("make_recovery_code", again);
        program.lock();
    }
    // One's own mistakes are taken back all the same, and nobody waits for being right.
    assert_eq!(wrong(&mut program, &sam), said(60));
    program.wait(60_000);
    assert_eq!(right(&mut program, &sam), None);
    program.lock();
    assert_eq!(right(&mut program, &robin), None);
    program.lock();
    for person in [&sam, &robin, &sam] {
        assert_eq!(wrong(&mut program, person), said(0), "begins anew");
    }
}

#[test]
fn ending_the_program_and_unlocking_ones_own_takes_no_guess_at_anothers_back() {
    let (mut program, robin, sam, _) = couple();
    for waits in [[0, 0, 0], [2, 4, 8], [16, 32, 60]] {
        for wait in waits {
            assert_eq!(wrong(&mut program, &robin), said(wait));
            program.wait(i64::from(wait) * 1000);
        }
        program = program.restart(8);
        assert_eq!(right(&mut program, &sam), None);
        program.lock();
        program = program.restart(9);
    }
    assert_eq!(right(&mut program, &robin), None);
}

#[test]
fn wrong_tries_count_for_an_hour_and_then_no_more() {
    let (mut program, robin, ..) = couple();
    for wait in [0, 0, 0, 2, 4] {
        assert_eq!(wrong(&mut program, &robin), said(wait));
        program.wait(i64::from(wait) * 1000);
    }
    let mut program = program.restart(8);
    program.wait(60 * MINUTE - 1);
    assert_eq!(wrong(&mut program, &robin), said(8));
    program.wait(8_000 + 60 * MINUTE);
    for wait in [0, 0, 0, 2] {
        assert_eq!(wrong(&mut program, &robin), said(wait));
    }
}

#[test]
fn a_try_during_the_wait_does_not_make_it_longer() {
    let (mut program, robin, ..) = couple();
    for wait in [0, 0, 0, 2, 4] {
        program.wait(5_000);
        assert_eq!(wrong(&mut program, &robin), said(wait));
    }
    for left in [4, 3, 2, 1] {
        for _ in 0..20 {
            assert_eq!(wrong(&mut program, &robin), refused(left));
        }
        program.wait(1000);
    }
    assert_eq!(right(&mut program, &robin), None);
}

#[test]
fn the_wait_survives_a_restart() {
    let (mut program, robin, ..) = couple();
    for _ in 0..6 {
        program.wait(10_000);
        wrong(&mut program, &robin);
    }
    let mut program = program.restart(8);
    assert_eq!(right(&mut program, &robin), refused(8));
    program.wait(8_000);
    let mut program = program.restart(9);
    assert_eq!(wrong(&mut program, &robin), said(16));
    program.wait(16_000);
    // At whom was guessed before is not known any more; what is known is taken back.
    assert_eq!(right(&mut program, &robin), None);
    program.lock();
    let mut program = program.restart(10);
    assert_eq!(wrong(&mut program, &robin), said(16));
    program.wait(16_000 + 60 * MINUTE);
    let mut program = program.restart(11);
    assert_eq!(wrong(&mut program, &robin), said(0));
}

#[test]
fn a_clock_that_was_moved_keeps_nobody_out_for_more_than_a_minute() {
    for moved in [-3650 * DAY, -DAY, -2 * MINUTE] {
        for restarts in [false, true] {
            let (mut program, robin, ..) = couple();
            for _ in 0..9 {
                program.wait(MINUTE);
                wrong(&mut program, &robin);
            }
            program.wait(moved);
            if restarts {
                program = program.restart(8);
            }
            assert_eq!(right(&mut program, &robin), refused(60));
            program.wait(MINUTE - 1);
            if restarts {
                program = program.restart(9);
            }
            assert_eq!(
                right(&mut program, &robin),
                refused(1),
                "{moved} {restarts}"
            );
            program.wait(1);
            assert_eq!(right(&mut program, &robin), None);
        }
    }
}

#[test]
fn a_right_passphrase_beside_a_guess_does_not_start_the_count_anew() {
    let (mut program, robin, sam, _) = couple();
    for wait in [0, 0, 0, 2, 4, 8] {
        let both = [(&sam, sam.passphrase.as_str()), (&robin, "a guess")];
        assert_eq!(try_at(&mut program, &both), said(wait));
        program.wait(i64::from(wait) * 1000);
    }
}

#[test]
fn a_spare_key_and_the_passphrase_asked_again_count_with_the_others() {
    let (mut program, robin, sam, _) = couple();
    program.sit(&[&robin]);
    let again = |program: &mut Program, passphrase: &str| {
        let request = json!({ "passphrase": passphrase });
        let outcome = hecht_core::call::call(&mut program.session, "make_recovery_code", request);
        outcome.err().map(|error| (error.code, error.seconds))
    };
    let code = |program: &mut Program, code: &str| {
        let request =
            json!({ "member": sam.id, "code": code, "passphrase": "four new good words" });
        let outcome = hecht_core::call::call(&mut program.session, "use_recovery_code", request);
        outcome.err().map(|error| (error.code, error.seconds))
    };
    assert_eq!(again(&mut program, "no"), said(0));
    assert_eq!(again(&mut program, "no"), said(0));
    program.lock();
    let wrong_code = |seconds| Some((ErrorCode::WrongRecoveryCode, seconds));
    assert_eq!(code(&mut program, "0000"), wrong_code(None));
    let eight = ["ABCD"; 8].join("-");
    assert_eq!(code(&mut program, &eight), wrong_code(Some(2)));
    assert_eq!(code(&mut program, &eight), refused(2));
    assert_eq!(right(&mut program, &robin), refused(2));
    program.wait(2_000);
    assert_eq!(right(&mut program, &robin), None);
    // Robin's two are taken back, and the two at Sam's spare key are not.
    assert_eq!(again(&mut program, "no"), said(0));
    assert_eq!(again(&mut program, &robin.passphrase), None);
    for wait in [0, 2] {
        assert_eq!(again(&mut program, "no"), said(wait));
    }
    assert_eq!(again(&mut program, &robin.passphrase), refused(2));
    assert_eq!(
        phase(&mut program),
        "alone",
        "a wait locks nobody out of what is open"
    );
}

#[test]
fn the_sample_household_neither_counts_nor_takes_back() {
    let (mut program, robin, ..) = couple();
    for _ in 0..4 {
        wrong(&mut program, &robin);
    }
    let state = program.call("open_example", json!({}));
    let example = &state["example_passphrases"][0];
    let unlock = |program: &mut Program, passphrase: &Value| {
        let people = json!([{ "member": example["member"], "passphrase": passphrase }]);
        program
            .try_call("unlock", json!({ "people": people }))
            .map(drop)
    };
    for _ in 0..9 {
        let outcome = unlock(&mut program, &json!("no"));
        assert_eq!(outcome, Err(ErrorCode::WrongPassphrase));
    }
    assert_eq!(unlock(&mut program, &example["passphrase"]), Ok(()));
    program.call("close_example", json!({}));
    assert_eq!(right(&mut program, &robin), refused(2));
    program.wait(2_000);
    assert_eq!(wrong(&mut program, &robin), said(4));
}

#[test]
fn a_settings_file_that_cannot_be_written_keeps_nobody_out_and_the_wait_holds() {
    let (mut program, robin, ..) = couple();
    // A folder in the place of the new file.
    std::fs::create_dir_all(program.folder.path().join("device.json.new")).unwrap();
    for wait in [0, 0, 0, 2] {
        assert_eq!(wrong(&mut program, &robin), said(wait));
    }
    assert_eq!(right(&mut program, &robin), refused(2));
    program.wait(2_000);
    assert_eq!(right(&mut program, &robin), None);
}

#[test]
fn what_is_noted_about_tries_names_nobody() {
    let (mut program, robin, sam, _) = couple();
    for person in [&robin, &sam, &robin, &sam] {
        wrong(&mut program, person);
    }
    let file = program.folder.path().join("device.json");
    let stored = std::fs::read_to_string(file).unwrap();
    for person in [&robin, &sam] {
        assert!(!stored.contains(&person.id) && !stored.contains(person.name));
    }
    let stored: Value = serde_json::from_str(&stored).unwrap();
    assert_eq!(stored["notes"]["wrong_tries"], 4);
}

/// Lets time pass while nobody touches anything, with the shell's look at the clock every 15 seconds.
fn rest(program: &mut Program, ms: i64) {
    let end = program.lock_hand.load(Ordering::SeqCst) + ms;
    while program.lock_hand.load(Ordering::SeqCst) < end {
        let left = end - program.lock_hand.load(Ordering::SeqCst);
        program
            .lock_hand
            .fetch_add(left.min(15_000), Ordering::SeqCst);
        program.session.tick();
    }
}

#[test]
fn it_locks_after_five_minutes_alone_and_thirty_together_and_asks_for_a_new_window() {
    let (mut program, robin, sam, _) = couple();
    for (people, minutes) in [(vec![&robin], 5), (vec![&sam], 5), (vec![&robin, &sam], 30)] {
        program.sit(&people);
        program.session.take_effects();
        rest(&mut program, minutes * MINUTE - 1);
        assert!(program.session.is_unlocked());
        assert_eq!(program.session.take_effects(), []);
        rest(&mut program, 1);
        assert!(!program.session.is_unlocked());
        assert_eq!(program.session.take_effects(), [Effect::RebuildWindow]);
        assert_eq!(phase(&mut program), "locked");
        let search = program.try_call("search", look_for("nice"));
        assert_eq!(search, Err(ErrorCode::Locked));
    }
}

#[test]
fn only_keys_and_clicks_count_as_being_here() {
    let (mut program, robin, ..) = couple();
    program.sit(&[&robin]);
    for _ in 0..4 {
        rest(&mut program, 4 * MINUTE);
        program.call("stay", json!({}));
    }
    for _ in 0..4 {
        rest(&mut program, MINUTE);
        for (name, request) in [
            ("get_state", json!({})),
            ("get_today", json!({})),
            ("list_spaces", json!({})),
            ("save_draft", json!({ "form": "checkin", "body": "{}" })),
        ] {
            program.call(name, request);
        }
        program.finish_work();
    }
    rest(&mut program, MINUTE);
    assert_eq!(phase(&mut program), "locked");
    let stay = program.try_call("stay", json!({}));
    assert_eq!(stay, Err(ErrorCode::Locked));
}

#[test]
fn who_has_just_sat_down_has_all_the_time() {
    let (mut program, robin, sam, _) = couple();
    program.sit(&[&robin]);
    rest(&mut program, 4 * MINUTE);
    program.lock();
    // Locked, nothing counts and nothing is a gap.
    rest(&mut program, 600 * MINUTE);
    program.lock_hand.fetch_add(DAY, Ordering::SeqCst);
    program.sit(&[&sam]);
    rest(&mut program, 5 * MINUTE - 1);
    assert_eq!(phase(&mut program), "alone");
}

#[test]
fn a_gap_of_more_than_thirty_seconds_locks_before_anything_is_shown() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    program.check_in(Value::Null, Some((&space, json!({ "liked": "Here" }))));
    for people in [vec![&robin], vec![&robin, &sam]] {
        program.sit(&people);
        program.lock_hand.fetch_add(30_000, Ordering::SeqCst);
        assert_eq!(program.log().len(), 1);
        // The computer slept, and the page asks before the program has looked at the clock.
        program.lock_hand.fetch_add(30_001, Ordering::SeqCst);
        program.session.take_effects();
        let log = program.try_call("list_checkins", support::all_days());
        assert_eq!(log, Err(ErrorCode::Locked));
        assert_eq!(program.session.take_effects(), [Effect::RebuildWindow]);
    }
    program.sit(&[&robin]);
    program.lock_hand.fetch_sub(1, Ordering::SeqCst);
    program.session.tick();
    assert_eq!(
        phase(&mut program),
        "locked",
        "this clock never goes back by itself"
    );
}

#[test]
fn the_time_of_day_has_nothing_to_do_with_it() {
    let (mut program, robin, ..) = couple();
    program.sit(&[&robin]);
    for moved in [DAY, -400 * DAY, 4000 * DAY] {
        program.wait(moved);
        program.session.tick();
        assert_eq!(phase(&mut program), "alone");
    }
    program.hand.store(support::EVENING, Ordering::SeqCst);
    rest(&mut program, 5 * MINUTE);
    assert_eq!(phase(&mut program), "locked");
}

#[test]
fn what_was_typed_before_a_sleep_is_kept_although_it_locks() {
    let (mut program, robin, ..) = couple();
    let draft = |body: &str| json!({ "form": "checkin", "body": body });
    program.sit(&[&robin]);
    program.lock_hand.fetch_add(DAY, Ordering::SeqCst);
    program.call("save_draft", draft("half a"));
    program.session.tick();
    assert_eq!(phase(&mut program), "locked");
    program.sit(&[&robin]);
    let kept = program.call("get_draft", json!({ "form": "checkin" }));
    assert_eq!(kept["body"], "half a");
    program.lock_hand.fetch_add(DAY, Ordering::SeqCst);
    program.call("lock", json!({ "draft": draft("half a sentence") }));
    program.sit(&[&robin]);
    let kept = program.call("get_draft", json!({ "form": "checkin" }));
    assert_eq!(kept["body"], "half a sentence");
}

#[test]
fn sleep_and_another_session_lock_at_once_like_the_key() {
    let (mut program, robin, ..) = couple();
    program.session.take_effects();
    program.session.lock_at_once();
    assert_eq!(program.session.take_effects(), [], "nothing was open");
    program.sit(&[&robin]);
    program.session.take_effects();
    program.session.lock_at_once();
    assert_eq!(program.session.take_effects(), [Effect::RebuildWindow]);
    assert_eq!(phase(&mut program), "locked");
}

#[test]
fn on_the_first_evening_it_counts_as_together_once_two_have_come() {
    let mut program = Program::new();
    program.add("Robin");
    let sam = program.add("Sam");
    rest(&mut program, 6 * MINUTE);
    assert_eq!(phase(&mut program), "alone");
    program.call("stay", json!({}));
    rest(&mut program, 30 * MINUTE);
    assert_eq!(phase(&mut program), "locked");
    let mut alone = Program::new();
    alone.add("Noa");
    rest(&mut alone, 5 * MINUTE);
    assert_eq!(phase(&mut alone), "locked");
    program.sit(&[&sam]);
}

#[test]
fn the_times_of_the_computer_are_for_everybody_and_only_those_offered() {
    let (mut program, robin, sam, _) = couple();
    let locked = program.try_call("edit_device", json!({ "lock_alone_minutes": 30 }));
    assert_eq!(locked, Err(ErrorCode::Locked), "not from the lock screen");
    program.sit(&[&robin]);
    for edit in [
        json!({ "lock_alone_minutes": 0 }),
        json!({ "lock_alone_minutes": 60 }),
        json!({ "lock_alone_minutes": 600 }),
        json!({ "lock_together_minutes": 5 }),
        json!({ "lock_together_minutes": 61 }),
        json!({ "lock_together_minutes": -1 }),
    ] {
        let outcome = program.try_call("edit_device", edit);
        assert_eq!(outcome, Err(ErrorCode::BadRequest));
    }
    program.call(
        "edit_device",
        json!({ "lock_alone_minutes": 10, "lock_together_minutes": 60 }),
    );
    let mut program = program.restart(8);
    for (people, minutes) in [(vec![&sam], 10), (vec![&robin, &sam], 60)] {
        program.sit(&people);
        rest(&mut program, minutes * MINUTE - 1);
        assert!(program.session.is_unlocked());
        rest(&mut program, 1);
        assert!(!program.session.is_unlocked());
    }
}

/// Chooses a time of one's own.
fn choose(program: &mut Program, minutes: Value) -> Result<Value, ErrorCode> {
    let mut preferences = program.call("get_preferences", json!({}));
    preferences["lock_minutes"] = minutes;
    let edited = program.try_call("edit_preferences", preferences)?;
    Ok(edited["lock_minutes"].clone())
}

#[test]
fn a_time_of_ones_own_is_shorter_and_holds_for_that_person_alone() {
    let (mut program, robin, sam, _) = couple();
    program.sit(&[&robin]);
    for refused in [json!(10), json!(30), json!(60), json!(0), json!(3)] {
        let outcome = choose(&mut program, refused);
        assert_eq!(outcome, Err(ErrorCode::LockTooLong));
    }
    assert_eq!(choose(&mut program, json!(2)), Ok(json!(2)));
    for (people, minutes) in [(vec![&robin], 2), (vec![&sam], 5), (vec![&robin, &sam], 30)] {
        program.sit(&people);
        rest(&mut program, minutes * MINUTE - 1);
        assert!(program.session.is_unlocked());
        rest(&mut program, 1);
        assert!(!program.session.is_unlocked());
    }
    // Somebody makes the computer's longer: one's own stays.
    program.sit(&[&sam]);
    program.call("edit_device", json!({ "lock_alone_minutes": 30 }));
    program.sit(&[&robin]);
    rest(&mut program, 2 * MINUTE);
    assert!(!program.session.is_unlocked());
    program.sit(&[&robin]);
    assert_eq!(choose(&mut program, json!(15)), Ok(json!(15)));
    // Somebody makes it shorter: the shorter one holds, and the rest can still be changed.
    program.call("edit_device", json!({ "lock_alone_minutes": 2 }));
    assert_eq!(choose(&mut program, json!(15)), Ok(json!(15)));
    rest(&mut program, 2 * MINUTE);
    assert!(!program.session.is_unlocked());
    program.sit(&[&robin]);
    assert_eq!(choose(&mut program, Value::Null), Ok(Value::Null));
}

#[test]
fn whether_pictures_of_the_window_can_be_taken_is_for_the_open_window_and_the_next() {
    let (mut program, robin, ..) = couple();
    program.sit(&[&robin]);
    program.session.take_effects();
    program.call("edit_device", json!({ "is_content_protected": false }));
    let effects = program.session.take_effects();
    assert!(effects.contains(&Effect::ProtectContent(false)));
    let mut program = program.restart(8);
    assert_eq!(
        program.session.take_effects(),
        [Effect::ProtectContent(false)]
    );
    program.sit(&[&robin]);
    program.session.take_effects();
    program.call("edit_device", json!({ "is_blurred_behind": true }));
    let effects = program.session.take_effects();
    assert!(
        !effects
            .iter()
            .any(|it| matches!(it, Effect::ProtectContent(_)))
    );
    program.call("edit_device", json!({ "is_content_protected": true }));
    let effects = program.session.take_effects();
    assert!(effects.contains(&Effect::ProtectContent(true)));
    let mut program = program.restart(9);
    assert_eq!(program.session.take_effects(), []);
    let device = program.call("get_state", json!({}))["device"].clone();
    assert_eq!(device["is_blurred_behind"], true);
}
