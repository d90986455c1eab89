//! The rules of the lock: how long to wait after wrong tries, and when it locks by itself. Clocks are
//! arguments.

/// Minutes that may be chosen for one person alone, and what holds until somebody chooses.
pub(super) const LOCK_ALONE_CHOICES: [u16; 5] = [2, 5, 10, 15, 30];
pub(super) const LOCK_ALONE_MINUTES: u16 = 5;
/// The same for several together.
pub(super) const LOCK_TOGETHER_CHOICES: [u16; 3] = [10, 30, 60];
pub(super) const LOCK_TOGETHER_MINUTES: u16 = 30;
/// Minutes that a person may choose for themselves, when they are not more than the computer's.
const OWN_LOCK_MINUTES: [u16; 6] = [1, 2, 5, 10, 15, 30];

/// The computer has slept, or the program has stood still, when two looks at the clock lie further apart.
const LONGEST_GAP_MS: i64 = 30_000;
/// Wrong tries that cost nothing: anybody mistypes.
const FREE_TRIES: u32 = 3;
/// Nobody is kept out for longer.
const LONGEST_WAIT_S: u32 = 60;

/// After so long without a wrong try the count begins anew, for whoever mistyped and did not come back.
/// The longest wait alone allows 60 tries in that time, so waiting for it is no faster way to guess.
const FORGOTTEN_AFTER_MS: i64 = 60 * 60 * 1000;

/// May a person choose these minutes for themselves, when the computer locks after `computer`?
pub(crate) fn fits(own: u16, computer: u16) -> bool {
    OWN_LOCK_MINUTES.contains(&own) && own <= computer
}

/// How many seconds nobody can try after so many wrong tries in a row: 0, 0, 0, 2, 4, 8, 16, 32, 60, …
pub(super) fn wait_after(wrong_tries: u32) -> u32 {
    match wrong_tries.checked_sub(FREE_TRIES) {
        None | Some(0) => 0,
        Some(further) => 2_u32.saturating_pow(further).min(LONGEST_WAIT_S),
    }
}

/// How many milliseconds are left until `not_before`. More than a minute is only possible when the clock
/// was moved, and counts as a minute from now.
pub(super) fn left_ms(not_before: i64, now: i64) -> i64 {
    let longest = i64::from(LONGEST_WAIT_S).saturating_mul(1000);
    not_before.saturating_sub(now).clamp(0, longest)
}

/// Is the last wrong try, whose wait ended at `not_before`, so long ago that none counts any more?
pub(super) fn is_forgotten(not_before: i64, now: i64) -> bool {
    now.saturating_sub(not_before) >= FORGOTTEN_AFTER_MS
}

/// Must it lock: nobody has touched it for `limit_ms`, the clock has jumped since the last look at it, or
/// it went back, which it never does by itself.
pub(super) fn must_lock(touched_ms: i64, looked_ms: i64, now_ms: i64, limit_ms: i64) -> bool {
    let since = |then: i64| now_ms.saturating_sub(then);
    since(looked_ms) < 0 || since(looked_ms) > LONGEST_GAP_MS || since(touched_ms) >= limit_ms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_ends_at_a_minute() {
        let waits: Vec<u32> = (0..11).map(wait_after).collect();
        assert_eq!(waits, [0, 0, 0, 0, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(wait_after(u32::MAX), 60);
    }

    #[test]
    fn no_clock_keeps_anybody_out_for_more_than_a_minute() {
        assert_eq!(left_ms(1_000, 1_000), 0);
        assert_eq!(left_ms(1_000, 999), 1);
        assert_eq!(left_ms(1_000, 5_000), 0);
        assert_eq!(left_ms(i64::MAX, i64::MIN), 60_000);
        assert_eq!(left_ms(i64::MIN, i64::MAX), 0);
    }

    #[test]
    fn wrong_tries_are_forgotten_an_hour_after_the_last_wait_and_never_before_it_ends() {
        assert!(!is_forgotten(1_000, 3_600_999));
        assert!(is_forgotten(1_000, 3_601_000));
        assert!(!is_forgotten(i64::MAX, i64::MIN));
    }

    #[test]
    fn it_locks_at_the_limit_after_a_gap_and_when_the_clock_goes_back() {
        let five = 5 * 60_000;
        assert!(!must_lock(0, five - 15_000, five - 1, five));
        assert!(must_lock(0, five - 15_000, five, five));
        assert!(!must_lock(0, 0, 30_000, five));
        assert!(must_lock(0, 0, 30_001, five));
        assert!(must_lock(10, 10, 9, five));
    }

    #[test]
    fn only_offered_times_that_are_not_longer_than_the_computers_fit() {
        assert!(fits(1, 2) && fits(2, 2) && fits(5, 30));
        assert!(!fits(5, 2) && !fits(3, 30) && !fits(0, 30) && !fits(60, 60));
    }
}
