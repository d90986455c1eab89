//! Spare keys: made with the passphrase, valid once part of it was typed back, used once.

use hecht_core::ErrorCode;
use serde_json::{Value, json};
use support::{DAY, Person, Program, couple};

/// Makes one and gives its text and the group that is asked.
fn make(program: &mut Program, person: &Person) -> (String, String) {
    let made = program.call(
        "make_recovery_code",
        json!({ "passphrase": person.passphrase }),
    );
    let code = made["code"].as_str().unwrap().to_owned();
    let at = usize::try_from(made["asks_group"].as_u64().unwrap()).unwrap();
    let group = code.split('-').nth(at - 1).unwrap().to_owned();
    (code, group)
}

fn confirm(program: &mut Program, group: &str) -> Result<Value, ErrorCode> {
    program.try_call("confirm_recovery_code", json!({ "group": group }))
}

fn use_code(
    program: &mut Program,
    person: &Person,
    code: &str,
    new: &str,
) -> Result<Value, ErrorCode> {
    let request = json!({ "member": person.id, "code": code, "passphrase": new });
    program.try_call("use_recovery_code", request)
}

fn unlock(program: &mut Program, person: &Person, passphrase: &str) -> Result<(), ErrorCode> {
    let people = json!([{ "member": person.id, "passphrase": passphrase }]);
    program
        .try_call("unlock", json!({ "people": people }))
        .map(drop)
}

const NEW: &str = "letter window canal heron";

#[test]
fn a_spare_key_needs_the_passphrase_and_is_valid_only_once_confirmed() {
    let (mut program, robin, sam, _) = couple();
    program.sit(&[&robin]);
    assert_eq!(confirm(&mut program, "ABCD"), Err(ErrorCode::NotFound));
    for passphrase in ["", "wrong", sam.passphrase.as_str()] {
        let made = program.try_call("make_recovery_code", json!({ "passphrase": passphrase }));
        assert_eq!(made, Err(ErrorCode::WrongPassphrase));
    }
    let (code, group) = make(&mut program, &robin);
    let groups: Vec<_> = code.split('-').collect();
    assert_eq!(groups.len(), 8);
    assert!(groups.iter().all(|group| group.len() == 4));
    let other = groups.iter().find(|other| **other != group).unwrap();
    assert_eq!(confirm(&mut program, other), Err(ErrorCode::CodeMismatch));
    assert_eq!(confirm(&mut program, ""), Err(ErrorCode::CodeMismatch));
    assert_eq!(program.call("get_recovery", json!({}))["state"], "none");
    program.lock();
    assert_eq!(
        use_code(&mut program, &robin, &code, NEW),
        Err(ErrorCode::WrongRecoveryCode)
    );
    program.sit(&[&robin]);
    assert_eq!(
        confirm(&mut program, &group),
        Err(ErrorCode::NotFound),
        "a lock forgets it"
    );
    let (code, group) = make(&mut program, &robin);
    let made = confirm(&mut program, &format!(" {} ", group.to_lowercase())).unwrap();
    assert_eq!(made, json!({ "state": "made", "is_offered": false }));
    program.lock();
    use_code(&mut program, &robin, &code, NEW).unwrap();
}

#[test]
fn a_used_spare_key_sets_a_new_passphrase_and_opens_nothing_afterwards() {
    let (mut program, robin, sam, space) = couple();
    program.sit(&[&robin]);
    program.check_in(
        json!({ "note": "Mine" }),
        Some((&space, json!({ "liked": "Ours" }))),
    );
    let log = program.log();
    let (code, group) = make(&mut program, &robin);
    confirm(&mut program, &group).unwrap();
    let mut program = program.restart(8);
    assert_eq!(
        use_code(&mut program, &robin, &code, " "),
        Err(ErrorCode::PassphraseEmpty)
    );
    assert_eq!(
        use_code(&mut program, &sam, &code, NEW),
        Err(ErrorCode::WrongRecoveryCode)
    );
    let typed = code
        .to_lowercase()
        .replace('-', " ")
        .replace('0', "o")
        .replace('1', "i");
    let state = use_code(&mut program, &robin, &typed, NEW).unwrap();
    assert_eq!(state["present"], json!([robin.id]));
    assert_eq!(program.log(), log);
    assert_eq!(program.call("get_recovery", json!({}))["state"], "none");
    for seed in [9, 10] {
        program = program.restart(seed);
        assert_eq!(
            unlock(&mut program, &robin, &robin.passphrase),
            Err(ErrorCode::WrongPassphrase)
        );
        assert_eq!(
            use_code(&mut program, &robin, &code, "another"),
            Err(ErrorCode::WrongRecoveryCode)
        );
        assert_eq!(unlock(&mut program, &robin, NEW), Ok(()));
        assert_eq!(program.log(), log);
        assert_eq!(
            use_code(&mut program, &robin, &code, "another"),
            Err(ErrorCode::NotAllowed)
        );
    }
}

#[test]
fn a_wrong_spare_key_says_the_same_whether_or_not_there_is_one() {
    let (mut program, robin, sam, _) = couple();
    program.sit(&[&robin]);
    let (code, group) = make(&mut program, &robin);
    confirm(&mut program, &group).unwrap();
    program.lock();
    let before = std::fs::read(program.folder.file()).unwrap();
    let wrong = if code.starts_with('A') { "B" } else { "A" }.to_owned() + &code[1..];
    for typed in [
        "",
        "ABCD",
        wrong.as_str(),
        "UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU",
    ] {
        let mut said = Vec::new();
        for person in [&robin, &sam] {
            program.wait(support::MINUTE);
            let request = json!({ "member": person.id, "code": typed, "passphrase": NEW });
            let refused =
                hecht_core::call::call(&mut program.session, "use_recovery_code", request);
            let body = refused.unwrap_err().body();
            assert_eq!(body.reference, Some(person.id.clone()));
            said.push((body.code, body.field));
        }
        assert_eq!(said[0].0, ErrorCode::WrongRecoveryCode);
        assert_eq!(said[0], said[1]);
    }
    assert!(std::fs::read(program.folder.file()).unwrap() == before);
}

#[test]
fn a_new_spare_key_takes_the_place_of_the_former_once_confirmed() {
    let (mut program, robin, _, _) = couple();
    program.sit(&[&robin]);
    let (first, group) = make(&mut program, &robin);
    confirm(&mut program, &group).unwrap();
    let (second, group) = make(&mut program, &robin);
    let folder = program.folder.clone();
    confirm(&mut program, &group).unwrap();
    program.lock();
    assert_ne!(first, second);
    assert_eq!(
        use_code(&mut program, &robin, &first, NEW),
        Err(ErrorCode::WrongRecoveryCode)
    );
    use_code(&mut program, &robin, &second, NEW).unwrap();
    drop(program);
    assert!(folder.file().exists());
}

#[test]
fn it_is_offered_in_the_first_week_after_the_first_evening_until_it_is_made_or_declined() {
    let mut program = Program::new();
    let robin = program.add("Robin");
    let sam = program.add("Sam");
    let offered = |program: &mut Program| {
        let recovery = program.call("get_recovery", json!({}));
        let today = program.call("get_today", json!({}));
        assert_eq!(recovery["is_offered"], today["offers_recovery"]);
        recovery["is_offered"] == true
    };
    assert!(!offered(&mut program), "not on the first evening");
    for (days, is_offered) in [(0, true), (1, true), (6, true), (1, false), (30, false)] {
        program.wait(days * DAY);
        program.sit(&[&robin]);
        let expected = is_offered || days == 1 && offered(&mut program);
        assert_eq!(offered(&mut program), expected);
    }
    program.wait(-38 * DAY);
    program.sit(&[&sam]);
    assert!(offered(&mut program));
    let declined = program.call("decline_recovery_code", json!({}));
    assert_eq!(
        declined,
        json!({ "state": "declined", "is_offered": false })
    );
    let mut program = program.restart(8);
    program.sit(&[&sam]);
    assert!(!offered(&mut program));
    program.sit(&[&robin]);
    assert!(
        offered(&mut program),
        "what one declines concerns nobody else"
    );
    program.sit(&[&sam]);
    let (_, group) = make(&mut program, &sam);
    assert_eq!(confirm(&mut program, &group).unwrap()["state"], "made");
}
