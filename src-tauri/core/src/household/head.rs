//! The head of a space: how many rows each epoch holds and the sum of their tags, so that rows that
//! vanish or are put back are noticed at unlock. A write adds and subtracts, never recounts.

use serde::{Deserialize, Serialize};

use super::seal::tag;
use crate::error::{ErrorCode, Result};
use crate::ids::RowId;

/// Count and sum of one epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct EpochSum {
    /// The epoch.
    pub epoch: u32,
    /// How many rows.
    pub count: u64,
    /// The sum of their Poly1305 tags modulo 2^128, in hexadecimal.
    pub sum: String,
}

/// The sealed body of a `head` row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Head {
    /// One for each epoch that has rows.
    pub epochs: Vec<EpochSum>,
    /// Rows that do not open, which a person has seen and said to go on without. They are not counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub broken: Vec<RowId>,
    /// How many rows or pages could not be read as rows at all when a person said so.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unreadable: u64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape that serde calls"
)]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl Head {
    /// Counts a row in.
    ///
    /// # Errors
    /// `record_damaged` when the stored sum is no number.
    pub fn add(&mut self, epoch: u32, body: &[u8]) -> Result<()> {
        let entry = self.epoch(epoch);
        let sum = read(&entry.sum)?.wrapping_add(tag(body));
        entry.count = entry.count.wrapping_add(1);
        entry.sum = format!("{sum:032x}");
        Ok(())
    }

    /// Counts a row out.
    ///
    /// # Errors
    /// `record_damaged` when the stored sum is no number.
    pub fn subtract(&mut self, epoch: u32, body: &[u8]) -> Result<()> {
        let entry = self.epoch(epoch);
        let sum = read(&entry.sum)?.wrapping_sub(tag(body));
        entry.count = entry.count.wrapping_sub(1);
        entry.sum = format!("{sum:032x}");
        Ok(())
    }

    /// Are all its sums numbers?
    #[must_use]
    pub fn is_readable(&self) -> bool {
        self.epochs.iter().all(|sum| read(&sum.sum).is_ok())
    }

    /// Do both speak of the same rows?
    #[must_use]
    pub fn agrees_with(&self, other: &Self) -> bool {
        let sums = |head: &Self| {
            let mut sums: Vec<_> = head
                .epochs
                .iter()
                .filter(|sum| sum.count > 0)
                .cloned()
                .collect();
            sums.sort_by_key(|sum| sum.epoch);
            sums
        };
        sums(self) == sums(other)
    }

    fn epoch(&mut self, epoch: u32) -> &mut EpochSum {
        let at = self
            .epochs
            .iter()
            .position(|sum| sum.epoch == epoch)
            .unwrap_or_else(|| {
                self.epochs.push(EpochSum {
                    epoch,
                    count: 0,
                    sum: String::new(),
                });
                self.epochs.len().saturating_sub(1)
            });
        #[expect(
            clippy::indexing_slicing,
            reason = "the position was just found or made"
        )]
        &mut self.epochs[at]
    }
}

fn read(sum: &str) -> Result<u128> {
    if sum.is_empty() {
        return Ok(0);
    }
    u128::from_str_radix(sum, 16).map_err(|_| ErrorCode::RecordDamaged.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adding_and_subtracting_the_same_rows_in_any_order_agrees_with_nothing() -> Result<()> {
        let bodies: Vec<Vec<u8>> = (0_u8..40).map(|n| vec![n.wrapping_mul(97); 40]).collect();
        let mut head = Head::default();
        for body in &bodies {
            head.add(1, body)?;
        }
        let mut again = Head::default();
        for body in bodies.iter().rev() {
            again.add(1, body)?;
        }
        assert!(head.agrees_with(&again));
        for body in &bodies {
            head.subtract(1, body)?;
        }
        assert!(head.agrees_with(&Head::default()));
        assert!(!again.agrees_with(&head));
        Ok(())
    }
}
