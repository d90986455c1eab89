//! The shell: a window, and the core behind it. No SQL, no rules, no wording.

mod arguments;
mod limits;
mod signals;
mod state;
mod trim;
mod window;
mod wipe;

use std::process::ExitCode;

use tauri::{Manager as _, RunEvent};

pub use arguments::Arguments;

use state::Core;

/// Runs the program until its window is closed.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::read(std::env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(usage) => {
            print(&usage);
            return ExitCode::from(2);
        }
    };
    if arguments.is_version {
        print(env!("CARGO_PKG_VERSION"));
        return ExitCode::SUCCESS;
    }
    limits::protect();
    wipe::on_free();
    #[cfg(target_os = "linux")]
    if arguments.is_safe_graphics && std::env::var_os("WEBKIT_DISABLE_DMABUF_RENDERER").is_none() {
        return limits::restart_with_safe_graphics();
    }
    let is_example = arguments.is_example;
    let app = tauri::Builder::default()
        .invoke_handler(|invoke| {
            let webview = invoke.message.webview();
            webview
                .state::<Core>()
                .handle(&invoke.message, invoke.resolver);
            true
        })
        .setup(move |app| {
            let folder = match &arguments.data_dir {
                Some(folder) => folder.clone(),
                None => app.path().app_local_data_dir()?,
            };
            let core = Core::start(app.handle().clone(), &folder, is_example)?;
            signals::listen(&core);
            app.manage(core);
            window::open(app.handle())?;
            Ok(())
        })
        .build(tauri::generate_context!());
    match app {
        Ok(app) => {
            app.run(|app, event| {
                if let RunEvent::Exit = event {
                    app.state::<Core>().end();
                    window::clear();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            print(&format!("{error}"));
            ExitCode::FAILURE
        }
    }
}

#[expect(
    clippy::print_stdout,
    reason = "answers to the command line, before there is a window"
)]
pub(crate) fn print(text: &str) {
    println!("{text}");
}
