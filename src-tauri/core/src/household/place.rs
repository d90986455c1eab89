//! The place of the file: its folder, its lock, and removing what is the household's own.

use std::fs::File;
use std::path::Path;

use super::file::HouseholdFile;
use crate::error::{ErrorCode, Result};

/// How long to wait before each try at the lock.
const LOCK_WAITS: [std::time::Duration; 4] = [
    std::time::Duration::ZERO,
    std::time::Duration::from_millis(10),
    std::time::Duration::from_millis(40),
    std::time::Duration::from_millis(100),
];

/// Takes the lock beside the file; it holds as long as the returned file lives.
pub(super) fn lock(path: &Path) -> Result<File> {
    let folder = path.parent().ok_or(ErrorCode::DiskError)?;
    if is_synchronised(folder) {
        return Err(ErrorCode::FolderSynchronised.into());
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let lock = options.open(path.with_extension("hecht.lock"))?;
    for wait in LOCK_WAITS {
        // A program that starts another one shares its lock with it for a moment.
        std::thread::park_timeout(wait);
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            Err(std::fs::TryLockError::WouldBlock) => {}
            Err(std::fs::TryLockError::Error(error)) => return Err(error.into()),
        }
    }
    Err(ErrorCode::FileOpenElsewhere.into())
}

/// How much room is kept beside the file.
const RESERVE_BYTES: u64 = 4 * 1024 * 1024;

fn reserve(path: &Path) -> std::path::PathBuf {
    path.with_extension("hecht.reserve")
}

/// Keeps some room beside the file, to be given up when the disk is full and somebody takes something
/// back. Best effort: a disk without that much room has none to keep.
pub(super) fn keep_reserve(path: &Path) {
    let reserve = reserve(path);
    if std::fs::metadata(&reserve).is_ok_and(|about| about.len() == RESERVE_BYTES) {
        return;
    }
    if fill_reserve(&reserve).is_err() {
        remove(&reserve);
    }
}

fn fill_reserve(reserve: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(reserve)?;
    // Room that is only promised would be none.
    #[cfg(target_os = "linux")]
    if rustix::fs::fallocate(&file, rustix::fs::FallocateFlags::empty(), 0, RESERVE_BYTES).is_ok() {
        return Ok(());
    }
    let zeros = vec![0_u8; usize::try_from(RESERVE_BYTES).unwrap_or_default()];
    std::io::Write::write_all(&mut &file, &zeros)
}

/// Gives the room up; `true` when there was some.
pub(super) fn give_up_reserve(path: &Path) -> bool {
    let reserve = reserve(path);
    let is_there = reserve.exists();
    remove(&reserve);
    is_there
}

/// Folders that a service copies while the file is open, by the names those services give them, and
/// network file systems.
fn is_synchronised(folder: &Path) -> bool {
    const SERVICES: [&str; 7] = [
        "dropbox",
        "onedrive",
        "google drive",
        "googledrive",
        "nextcloud",
        "icloud",
        "syncthing",
    ];
    // A link into such a folder is such a folder.
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let by_name = real.components().any(|part| {
        let part = part.as_os_str().to_string_lossy().to_lowercase();
        SERVICES.iter().any(|service| part.starts_with(service))
    });
    by_name || is_on_network(&real)
}

#[cfg(target_os = "linux")]
fn is_on_network(folder: &Path) -> bool {
    // NFS, SMB, CIFS and SMB2 (linux/magic.h).
    const NETWORK: [u64; 4] = [0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42];
    rustix::fs::statfs(folder).is_ok_and(|about| {
        u64::try_from(about.f_type).is_ok_and(|kind| NETWORK.contains(&(kind & 0xFFFF_FFFF)))
    })
}

#[cfg(not(target_os = "linux"))]
fn is_on_network(_: &Path) -> bool {
    false
}

/// Makes the data folder, readable by its owner only.
///
/// # Errors
/// Those of the disk.
pub(crate) fn make_folder(folder: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(folder)?)
}

pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// Takes a journal that stands here without its file out of the way of a new one: SQLite would write its
/// pages into that. It is kept, since the file it belongs to, wherever that is now, is not whole without
/// it.
///
/// # Errors
/// Those of the disk.
pub(super) fn set_journal_aside(path: &Path) -> Result<()> {
    let journal = path.with_extension("hecht-journal");
    // Between two transactions it is empty.
    if !std::fs::metadata(&journal).is_ok_and(|about| about.len() > 0) {
        return Ok(());
    }
    let mut names =
        (1_u32..).map(|number| journal.with_extension(format!("hecht-journal.{number}")));
    let aside = names.find(|name| !name.exists());
    std::fs::rename(&journal, aside.ok_or(ErrorCode::DiskError)?)?;
    // INVARIANT: the new file never appears before the journal has gone, not even when the power fails.
    path.parent().map_or(Ok(()), sync_folder)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the household removes its own files"
)]
pub(super) fn remove(path: &Path) {
    // Already gone is as good.
    std::fs::remove_file(path).unwrap_or_default();
}

/// Removes the sample household's file, never anything else: the name and the mark inside must match.
///
/// # Errors
/// `not_allowed` when the file is no sample household.
pub(crate) fn remove_example(path: &Path) -> Result<()> {
    if !HouseholdFile::exists(path) {
        remove(&path.with_extension("hecht-journal"));
        return Ok(());
    }
    // One that does not open is replaced too: its place is the sample's alone.
    match HouseholdFile::open(path) {
        Ok(file) if !file.is_example => return Err(ErrorCode::NotAllowed.into()),
        Err(error) if error.code == ErrorCode::FileOpenElsewhere => return Err(error),
        Ok(_) | Err(_) => {}
    }
    remove(path);
    remove(&path.with_extension("hecht-journal"));
    Ok(())
}
