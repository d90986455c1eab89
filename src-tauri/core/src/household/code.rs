//! The spare key as people see it: 160 random bits, printed in groups, and read back as they are typed.

use zeroize::Zeroizing;

use crate::private::Secret;
use crate::random::Random;

/// How many groups of four a spare key is written in.
pub const RECOVERY_CODE_GROUPS: usize = 8;
/// Crockford's base 32: no I, L, O or U, so that it can be read from paper.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A spare key: 160 random bits, written as eight groups of four characters (Crockford base 32).
pub struct RecoveryCode(pub(super) Zeroizing<[u8; 20]>);

impl RecoveryCode {
    /// A new one.
    pub fn random(random: &mut Random) -> Self {
        Self(Zeroizing::new(random.bytes()))
    }

    /// The eight groups as they are printed.
    #[must_use]
    pub fn groups(&self) -> Vec<Zeroizing<String>> {
        self.0
            .chunks(5)
            .flat_map(|five| {
                let bits = five
                    .iter()
                    .fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
                let letter = |at: u32| {
                    let index = usize::try_from((bits >> at) & 31).unwrap_or(0);
                    CROCKFORD.get(index).map_or('0', |byte| char::from(*byte))
                };
                let group = |top: u32| {
                    let places = [0_u32, 5, 10, 15];
                    Zeroizing::new(
                        places
                            .iter()
                            .map(|low| letter(top.saturating_sub(*low)))
                            .collect(),
                    )
                };
                [group(35), group(15)]
            })
            .collect()
    }

    /// Reads what a person typed: any case, any spaces or hyphens, O for 0, I and L for 1.
    #[must_use]
    pub fn parse(typed: &Secret) -> Option<Self> {
        let mut bytes = Zeroizing::new([0_u8; 20]);
        let digits: Zeroizing<Vec<u64>> = Zeroizing::new(
            typed
                .expose()
                .chars()
                .filter(|letter| !letter.is_whitespace() && *letter != '-')
                .map(digit)
                .collect::<Option<_>>()?,
        );
        if digits.len() != 32 {
            return None;
        }
        for (five, eight) in bytes.chunks_mut(5).zip(digits.chunks(8)) {
            let bits = eight.iter().fold(0_u64, |bits, digit| (bits << 5) | digit);
            let (_, low) = bits
                .to_be_bytes()
                .split_first_chunk::<3>()
                .map(|(a, b)| (*a, b.to_vec()))?;
            five.copy_from_slice(&low);
        }
        Some(Self(bytes))
    }
}

fn digit(letter: char) -> Option<u64> {
    let upper = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let at = CROCKFORD
        .iter()
        .position(|byte| char::from(*byte) == upper)?;
    u64::try_from(at).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spare_key_reads_back_as_it_was_printed_and_as_people_type_it() {
        let code = RecoveryCode::random(&mut Random::from_seed(3));
        let groups = code.groups();
        assert_eq!(groups.len(), RECOVERY_CODE_GROUPS);
        let printed = groups
            .iter()
            .map(|group| group.as_str())
            .collect::<Vec<_>>()
            .join("-");
        let careless = printed
            .to_lowercase()
            .replace('-', " ")
            .replace('0', "o")
            .replace('1', "l");
        for typed in [printed, careless] {
            let read = RecoveryCode::parse(&Secret::new(typed));
            assert_eq!(read.map(|read| *read.0), Some(*code.0));
        }
        assert!(RecoveryCode::parse(&Secret::new("ABCD".to_owned())).is_none());
    }
}
