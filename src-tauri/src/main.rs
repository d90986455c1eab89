//! The program: reads its arguments, protects its memory, and hands over to the shell.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use zeroizing_alloc::ZeroAlloc;

/// Every block of memory is wiped when it is freed.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> std::process::ExitCode {
    hecht_shell::run()
}
