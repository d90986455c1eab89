//! Overwriting memory that was freed. Rust's own blocks are zeroed by the allocator in `main.rs`; here
//! are those of SQLite, which keeps what was read in blocks of the C library.

/// Lets the C library overwrite every block as it is freed. Called once, before the first thread.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(
    unsafe_code,
    reason = "mallopt is the C library's only way to this setting, and has no safe wrapper"
)]
pub(crate) fn on_free() {
    // SAFETY: mallopt sets a number inside the allocator and touches no memory of ours.
    unsafe { libc::mallopt(libc::M_PERTURB, 0xA5) };
}

/// Elsewhere there is no such setting.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn on_free() {}

/// Overwrites the small blocks that this thread has freed: glibc keeps up to seven of each size aside
/// for the thread, and does not overwrite those.
pub(crate) fn small_blocks() {
    const KEPT: usize = 7;
    const LARGEST: usize = 1_032;
    for size in (8..=LARGEST).step_by(16) {
        let blocks: Vec<Vec<u8>> = (0..KEPT).map(|_| vec![0xA5; size]).collect();
        // Freed all at once, so that each of the seven was one of those kept aside.
        drop(std::hint::black_box(blocks));
    }
}
