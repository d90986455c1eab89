//! Giving memory back that opening a household needed for a moment: sealed rows and their JSON, long
//! since in the index.

/// Lets the C library return what it holds and does not use.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(
    unsafe_code,
    reason = "malloc_trim is the C library's only way to this, and has no safe wrapper"
)]
pub(crate) fn give_back() {
    // SAFETY: malloc_trim returns unused pages of the allocator and touches no block that is in use.
    unsafe { libc::malloc_trim(0) };
}

/// Elsewhere the system's allocator does so by itself.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn give_back() {}
