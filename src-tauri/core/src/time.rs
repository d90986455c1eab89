//! Instants, days and the clocks. The only place that reads the system's clocks or time zone; everything
//! else is handed a [`Moment`], or milliseconds of the [`LockClock`].

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeZone as _, Timelike, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day of the calendar, written `2026-11-22`. Years 1900 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// Before any day that can be written, and after: the ends of a search without ends.
    pub(crate) const FIRST: Self = Self(NaiveDate::MIN);
    pub(crate) const LAST: Self = Self(NaiveDate::MAX);

    /// Reads `2026-11-22`; `None` for anything that is not a day of the calendar.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .filter(|_| shape)?;
        (1900..=9999).contains(&day.year()).then_some(Self(day))
    }

    /// The day `days` days earlier, never before 1900.
    #[must_use]
    pub fn minus(self, days: u32) -> Self {
        Self(
            self.0
                .checked_sub_days(Days::new(days.into()))
                .unwrap_or(self.0),
        )
    }

    /// The day `days` days later.
    #[must_use]
    pub fn plus(self, days: u32) -> Self {
        Self(
            self.0
                .checked_add_days(Days::new(days.into()))
                .unwrap_or(self.0),
        )
    }

    /// How many days lie between `earlier` and this day; negative when it is later.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// The instant of `hour:minute` on this day in `zone`, in milliseconds UTC. An hour that a clock
    /// change skips counts as the hour after it; one that comes twice as its first.
    #[must_use]
    pub fn at(self, zone: Tz, hour: u32, minute: u32) -> i64 {
        let naive = self
            .0
            .and_hms_opt(hour.min(23), minute.min(59), 0)
            .unwrap_or_default();
        let local = zone
            .from_local_datetime(&naive)
            .earliest()
            .or_else(|| {
                let later = naive.checked_add_signed(chrono::TimeDelta::hours(1))?;
                zone.from_local_datetime(&later).earliest()
            })
            .map(|at| at.timestamp_millis());
        local.unwrap_or_else(|| naive.and_utc().timestamp_millis())
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl std::fmt::Debug for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a day"))
    }
}

/// In the index a day is a number: it is compared faster and takes a third of the room.
impl rusqlite::ToSql for Day {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        Ok(rusqlite::types::ToSqlOutput::from(
            self.0.num_days_from_ce(),
        ))
    }
}

impl rusqlite::types::FromSql for Day {
    fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        i32::try_from(value.as_i64()?)
            .ok()
            .and_then(NaiveDate::from_num_days_from_ce_opt)
            .map(Self)
            .ok_or(rusqlite::types::FromSqlError::InvalidType)
    }
}

#[cfg(feature = "bindings")]
impl ts_rs::TS for Day {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;
    fn name(_: &ts_rs::Config) -> String {
        "Day".to_owned()
    }
    fn inline(_: &ts_rs::Config) -> String {
        "string".to_owned()
    }
    fn decl(_: &ts_rs::Config) -> String {
        "type Day = string;".to_owned()
    }
    fn decl_concrete(cfg: &ts_rs::Config) -> String {
        Self::decl(cfg)
    }
    fn output_path() -> Option<std::path::PathBuf> {
        Some("Day.ts".into())
    }
}

/// An instant with the time zone it was lived in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970 in UTC.
    pub at: i64,
    /// The zone of the computer then.
    pub zone: Tz,
}

/// What part of the day it is, for a greeting: morning from 5, afternoon from 12, evening from 18,
/// night from 23 o'clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PartOfDay {
    /// 5 to 12.
    Morning,
    /// 12 to 18.
    Afternoon,
    /// 18 to 23.
    Evening,
    /// 23 to 5.
    Night,
}

impl Moment {
    fn local(self) -> DateTime<Tz> {
        let utc = Utc
            .timestamp_millis_opt(self.at)
            .single()
            .unwrap_or_default();
        utc.with_timezone(&self.zone)
    }

    /// The local calendar day.
    #[must_use]
    pub fn day(self) -> Day {
        Day(self.local().date_naive())
    }

    /// The local part of the day.
    #[must_use]
    pub fn part_of_day(self) -> PartOfDay {
        match self.local().hour() {
            5..12 => PartOfDay::Morning,
            12..18 => PartOfDay::Afternoon,
            18..23 => PartOfDay::Evening,
            _ => PartOfDay::Night,
        }
    }
}

/// Where the time comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The computer's clock and zone.
    System,
    /// A clock somebody else moves: milliseconds UTC, and a zone. For the sample household and tests.
    Held(Arc<AtomicI64>, Tz),
    /// A clock read from a file that holds milliseconds UTC, for end-to-end tests.
    #[cfg(feature = "testing")]
    File(std::path::PathBuf),
}

impl Clock {
    /// A clock that stands at `at` in `zone`, and the hand that moves it.
    #[must_use]
    pub fn held(at: i64, zone: Tz) -> (Self, Arc<AtomicI64>) {
        let hand = Arc::new(AtomicI64::new(at));
        (Self::Held(Arc::clone(&hand), zone), hand)
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Moment {
        match self {
            Self::System => Moment {
                at: system_ms(),
                zone: system_zone(),
            },
            Self::Held(hand, zone) => Moment {
                at: hand.load(Ordering::SeqCst),
                zone: *zone,
            },
            #[cfg(feature = "testing")]
            Self::File(path) => {
                let at = std::fs::read_to_string(path)
                    .ok()
                    .and_then(|text| text.trim().parse().ok());
                Moment {
                    at: at.unwrap_or_else(system_ms),
                    zone: system_zone(),
                }
            }
        }
    }
}

/// How long the computer has been on, sleep included: what the automatic lock counts with. Nobody moves
/// it by setting the time of day.
#[derive(Debug, Clone)]
pub enum LockClock {
    /// The system's. Where there is none that runs during sleep, the time of day stands in.
    System,
    /// A clock somebody else moves, in milliseconds.
    Held(Arc<AtomicI64>),
    /// A clock read from a file that holds milliseconds, for end-to-end tests.
    #[cfg(feature = "testing")]
    File(std::path::PathBuf),
}

impl LockClock {
    /// The clock that goes with a clock of the day: beside one that is held, it stands still.
    #[must_use]
    pub fn beside(clock: &Clock) -> Self {
        match clock {
            Clock::System => Self::System,
            Clock::Held(..) => Self::Held(Arc::new(AtomicI64::new(0))),
            #[cfg(feature = "testing")]
            Clock::File(_) => Self::System,
        }
    }

    /// Milliseconds since some moment in the past.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        match self {
            Self::System => system_since_start_ms(),
            Self::Held(hand) => hand.load(Ordering::SeqCst),
            #[cfg(feature = "testing")]
            Self::File(path) => {
                let at = std::fs::read_to_string(path)
                    .ok()
                    .and_then(|text| text.trim().parse().ok());
                at.unwrap_or_else(system_since_start_ms)
            }
        }
    }
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn system_since_start_ms() -> i64 {
    #[cfg(target_os = "linux")]
    let clock = rustix::time::ClockId::Boottime;
    // There the monotonic clock runs during sleep.
    #[cfg(target_vendor = "apple")]
    let clock = rustix::time::ClockId::Monotonic;
    let now = rustix::time::clock_gettime(clock);
    let ms = now.tv_nsec.checked_div(1_000_000).unwrap_or_default();
    now.tv_sec.saturating_mul(1000).saturating_add(ms)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn system_since_start_ms() -> i64 {
    system_ms()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the system's clock"
)]
fn system_ms() -> i64 {
    Utc::now().timestamp_millis()
}

fn system_zone() -> Tz {
    iana_time_zone::get_timezone()
        .ok()
        .and_then(|name| name.parse().ok())
        .unwrap_or(Tz::UTC)
}
