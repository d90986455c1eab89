//! The journal that a crash left beside the file (SQLite file format, section 3): looked at before
//! SQLite plays it back, because one that belongs to another file, or to an earlier state of this one,
//! would write its pages over what is here.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use crate::error::{ErrorCode, Result};

const MAGIC: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
const HEADER: usize = 100;

/// Refuses a journal that cannot be of the last, unfinished transaction of the file at `path`.
///
/// # Errors
/// `file_damaged` when it cannot; those of the disk.
pub(super) fn look_at_journal(path: &Path) -> Result<()> {
    let Ok(mut journal) = File::open(path.with_extension("hecht-journal")) else {
        return Ok(());
    };
    let mut now = [0; HEADER];
    File::open(path)?.read_exact(&mut now)?;
    let Some(left) = Left::read(&mut journal)? else {
        return Ok(());
    };
    if left.fits(&now) {
        Ok(())
    } else {
        Err(ErrorCode::FileDamaged.into())
    }
}

/// What a journal says about the file it was written for.
struct Left {
    page_size: u64,
    /// How many pages the file had.
    pages: u64,
    /// How its first page began, when that page was changed.
    first_page: Option<[u8; HEADER]>,
}

impl Left {
    /// Reads a journal; `None` when SQLite would play nothing back from it.
    fn read(journal: &mut File) -> Result<Option<Self>> {
        let length = journal.metadata()?.len();
        let mut left: Option<Self> = None;
        let mut at: u64 = 0;
        loop {
            let mut header = [0; 28];
            journal.seek(SeekFrom::Start(at))?;
            if journal.read_exact(&mut header).is_err() || !header.starts_with(&MAGIC) {
                return Ok(left);
            }
            let field = |place: usize| u64::from(number(&header, place).unwrap_or(0));
            let (records, sector, page_size) = (field(8), field(20), field(24));
            if sector == 0 || page_size == 0 {
                return Ok(left);
            }
            let found = left.get_or_insert(Self {
                page_size,
                pages: field(16),
                first_page: None,
            });
            let record = page_size.saturating_add(8);
            at = at.saturating_add(sector);
            for _ in 0..records {
                if at.saturating_add(record) > length {
                    return Ok(left);
                }
                let mut start = [0; HEADER + 4];
                journal.seek(SeekFrom::Start(at))?;
                journal.read_exact(&mut start)?;
                if let Some(([0, 0, 0, 1], page)) = start.split_first_chunk::<4>() {
                    found.first_page = page.first_chunk().copied();
                }
                at = at.saturating_add(record);
            }
            at = at.div_ceil(sector).saturating_mul(sector);
        }
    }

    /// Could this be the state before a transaction that was cut short while the file became `now`?
    fn fits(&self, now: &[u8; HEADER]) -> bool {
        // SQLite writes the page size as two bytes, 1 for 65536; ours is 16384.
        let page_size = now.get(16..18) == Some(&[0x40, 0]) && self.page_size == 16_384;
        let Some(before) = &self.first_page else {
            // The first page is as it was, and says how many there are.
            return page_size && number(now, 28).map(u64::from) == Some(self.pages);
        };
        let change = |page: &[u8; HEADER]| number(page, 24).unwrap_or(0);
        let is_next = [0, 1].contains(&change(now).wrapping_sub(change(before)));
        let is_same = [0..24, 40..72]
            .into_iter()
            .all(|range| now.get(range.clone()) == before.get(range));
        let pages = number(before, 28).map(u64::from) == Some(self.pages);
        page_size && is_next && is_same && pages
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?.first_chunk::<4>()?;
    Some(u32::from_be_bytes(*bytes))
}
