//! The one window: building it, and building it anew at each lock, so that nothing a person typed or
//! read stays in the page's process.

use std::sync::atomic::{AtomicU32, Ordering};

use tauri::{AppHandle, Manager as _, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

/// Neutral, and always the same.
const TITLE: &str = "Hecht";

static BUILT: AtomicU32 = AtomicU32::new(0);

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
    .content_protected(true)
    .devtools(false)
    .general_autofill_enabled(false)
    .zoom_hotkeys_enabled(true)
    .disable_drag_drop_handler()
    .on_navigation(is_own)
    .on_new_window(|_, _| tauri::webview::NewWindowResponse::Deny);
    storage(builder, app)?.build()
}

#[cfg(not(feature = "testing"))]
#[expect(clippy::unnecessary_wraps, reason = "a test build makes a folder here")]
fn storage<'a>(
    builder: WebviewWindowBuilder<'a, tauri::Wry, AppHandle>,
    _: &AppHandle,
) -> tauri::Result<WebviewWindowBuilder<'a, tauri::Wry, AppHandle>> {
    Ok(builder.incognito(true))
}

/// WebDriver cannot open a session with an incognito window: a test build then keeps the page's data in
/// a folder that the tests search.
#[cfg(feature = "testing")]
fn storage<'a>(
    builder: WebviewWindowBuilder<'a, tauri::Wry, AppHandle>,
    _: &AppHandle,
) -> tauri::Result<WebviewWindowBuilder<'a, tauri::Wry, AppHandle>> {
    match std::env::var_os("HECHT_TEST_WEB_DATA") {
        Some(folder) if std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some() => {
            Ok(builder.data_directory(folder.into()))
        }
        Some(_) | None => Ok(builder.incognito(true)),
    }
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

/// Prints what the window shows.
pub(crate) fn print(app: &AppHandle) -> tauri::Result<()> {
    match app.webview_windows().into_values().next() {
        Some(window) => window.print(),
        None => Ok(()),
    }
}
