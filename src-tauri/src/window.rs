//! The one window: building it, and building it anew at each lock, so that nothing a person typed or
//! read stays in the page's process.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use tauri::{AppHandle, Manager as _, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

/// Neutral, and always the same.
const TITLE: &str = "Hecht";

type Builder<'a> = WebviewWindowBuilder<'a, tauri::Wry, AppHandle>;

static BUILT: AtomicU32 = AtomicU32::new(0);
/// Other programs get no picture of the window. Until the core says otherwise it is so.
static IS_PROTECTED: AtomicBool = AtomicBool::new(true);

/// Opens the window.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let number = BUILT.fetch_add(1, Ordering::SeqCst);
    let builder = WebviewWindowBuilder::new(
        app,
        format!("main-{number}"),
        WebviewUrl::App("index.html".into()),
    )
    .title(TITLE)
    .inner_size(1100.0, 760.0)
    .min_inner_size(360.0, 420.0)
    .content_protected(IS_PROTECTED.load(Ordering::SeqCst))
    .devtools(false)
    .general_autofill_enabled(false)
    .zoom_hotkeys_enabled(true)
    .disable_drag_drop_handler()
    .on_navigation(is_own)
    .on_new_window(|_, _| tauri::webview::NewWindowResponse::Deny);
    storage(builder, number).build()
}

/// Nothing of the page is stored: the window is incognito. Each names a folder of its own all the same,
/// because the runtime registers the page's scheme once for each name, while on Linux every incognito
/// window has a context of its own: a second window under the same name could not load its page. WebKit
/// keeps salts and empty folders there; they go when the program ends.
#[cfg(not(feature = "testing"))]
fn storage(builder: Builder<'_>, number: u32) -> Builder<'_> {
    builder
        .incognito(true)
        .data_directory(beside().join(number.to_string()))
}

/// WebDriver cannot open a session with an incognito window: a test build then keeps the page's data in
/// a folder that the tests search.
#[cfg(feature = "testing")]
fn storage(builder: Builder<'_>, number: u32) -> Builder<'_> {
    match std::env::var_os("HECHT_TEST_WEB_DATA") {
        Some(folder) if std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some() => {
            builder.data_directory(folder.into())
        }
        Some(_) | None => builder
            .incognito(true)
            .data_directory(beside().join(number.to_string())),
    }
}

/// The folder of this run for what WebKit makes beside an incognito window.
fn beside() -> std::path::PathBuf {
    std::env::temp_dir().join(format!("hecht-web-{}", std::process::id()))
}

/// Removes what WebKit made beside the windows.
#[expect(
    clippy::disallowed_methods,
    reason = "the shell's own empty folders, never a household"
)]
pub(crate) fn clear() {
    // Not there is as good.
    std::fs::remove_dir_all(beside()).unwrap_or_default();
}

fn is_own(url: &tauri::Url) -> bool {
    matches!(
        (url.scheme(), url.host_str()),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    )
}

/// Builds a new window in the place of the old one, then destroys the old one with its process.
pub(crate) fn rebuild(app: &AppHandle) -> tauri::Result<()> {
    let old: Vec<WebviewWindow> = app.webview_windows().into_values().collect();
    let place = old
        .first()
        .map(|window| (window.outer_position(), window.inner_size()));
    let new = open(app)?;
    if let Some((Ok(position), Ok(size))) = place {
        new.set_size(size)?;
        new.set_position(position)?;
    }
    for window in old {
        window.destroy()?;
    }
    new.set_focus()
}

/// Keeps pictures of the window from other programs, or does not: of the open window and of each after it.
pub(crate) fn protect(app: &AppHandle, is_protected: bool) -> tauri::Result<()> {
    IS_PROTECTED.store(is_protected, Ordering::SeqCst);
    for window in app.webview_windows().into_values() {
        window.set_content_protected(is_protected)?;
    }
    Ok(())
}

/// Prints what the window shows.
pub(crate) fn print(app: &AppHandle) -> tauri::Result<()> {
    match app.webview_windows().into_values().next() {
        Some(window) => window.print(),
        None => Ok(()),
    }
}
