//! An empty window from the same tree: the floor that starting and memory are measured against.

use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> std::process::ExitCode {
    let outcome = tauri::Builder::default()
        .setup(|app| {
            let url = WebviewUrl::App("index.html".into());
            WebviewWindowBuilder::new(app, "main", url)
                .title("bare")
                .inner_size(1100.0, 760.0)
                .incognito(true)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!("examples/bare/tauri.conf.json"));
    if outcome.is_ok() {
        std::process::ExitCode::SUCCESS
    } else {
        std::process::ExitCode::FAILURE
    }
}
