//! The window as it is shipped: its content policy, nothing stored, nothing global.

use serde_json::{Value, json};

use crate::tree::read;

#[test]
fn the_page_may_load_its_own_files_and_call_the_core_and_nothing_else() {
    let text = read("src-tauri/tauri.conf.json");
    let app: Value = serde_json::from_str::<Value>(&text).unwrap()["app"].clone();
    let policy = app["security"]["csp"].as_str().unwrap();
    let mut directives: Vec<&str> = policy.split(';').map(str::trim).collect();
    directives.sort_unstable();
    assert_eq!(
        directives,
        [
            "base-uri 'none'",
            "connect-src ipc: http://ipc.localhost",
            "default-src 'none'",
            "font-src 'self'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "img-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
        ]
    );
    assert_eq!(app["withGlobalTauri"], json!(false));
    assert_eq!(app["security"]["assetProtocol"]["enable"], json!(false));
    assert_eq!(app["security"]["devCsp"], Value::Null);
    assert_eq!(app["windows"], json!([]), "the shell builds its one window");
}

#[test]
fn the_shipped_window_is_incognito_and_without_tools() {
    let text = read("src-tauri/src/window.rs");
    let shipped = text
        .split("#[cfg(not(feature = \"testing\"))]\nfn storage")
        .nth(1)
        .expect("the shipped window's storage");
    let (shipped, _) = shipped.split_once("\n}\n").unwrap();
    assert!(shipped.contains(".incognito(true)"));
    for setting in [
        ".devtools(false)",
        ".general_autofill_enabled(false)",
        ".on_navigation(is_own)",
    ] {
        assert!(text.contains(setting), "{setting}");
    }
}
