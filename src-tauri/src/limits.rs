//! What the process may leave behind: no core dumps. Making it undumpable as a whole would break the
//! desktop's file dialogs.

/// Forbids core dumps.
pub(crate) fn protect() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        // A system that refuses this has none to forbid.
        setrlimit(Resource::Core, none).unwrap_or_default();
    }
}

/// Starts the program again with WebKit's plain renderer: the variable must be there before the first
/// thread.
#[cfg(target_os = "linux")]
pub(crate) fn restart_with_safe_graphics() -> std::process::ExitCode {
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(error) => {
            crate::print(&format!("{error}"));
            return std::process::ExitCode::FAILURE;
        }
    };
    let outcome = std::process::Command::new(program)
        .args(std::env::args_os().skip(1))
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
        .status();
    match outcome {
        Ok(status) if status.success() => std::process::ExitCode::SUCCESS,
        Ok(_) | Err(_) => std::process::ExitCode::FAILURE,
    }
}
