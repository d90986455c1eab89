//! The index of check-ins: the only SQL of the feature.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Answers, CheckinRow, EarlierCheckin, Field, ListCheckins, Mood};
use crate::error::{ErrorCode, Result};
use crate::ids::{EntryId, MemberId, SpaceId};
use crate::index::{EntryKey, read_present};
use crate::time::Day;

pub(crate) const SCHEMA: &str = "
CREATE TABLE checkin (
  no INTEGER PRIMARY KEY, today INTEGER, moods TEXT NOT NULL, note TEXT, liked TEXT, help TEXT,
  craving INTEGER, stress INTEGER, sleep INTEGER, closeness INTEGER) STRICT;
";

const COLUMNS: &str = "entry.no, entry.entry, entry.space, entry.author, entry.present, entry.day,
  entry.written_on, entry.at, entry.version, today, moods, note, liked, help, craving, stress, sleep,
  closeness, entry.turn";

pub(crate) fn insert(connection: &Connection, no: i64, answers: &Answers) -> Result<()> {
    let moods = serde_json::to_string(&answers.moods).map_err(|_| ErrorCode::Internal)?;
    connection
        .prepare_cached("INSERT INTO checkin VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?
        .execute(params![
            no,
            answers.today,
            moods,
            answers.note,
            answers.liked,
            answers.help,
            answers.craving,
            answers.stress,
            answers.sleep,
            answers.closeness,
        ])?;
    Ok(())
}

/// The texts of a row that search reads.
pub(crate) fn texts(connection: &Connection, no: i64) -> Result<Vec<(Field, String)>> {
    let found = connection
        .prepare_cached("SELECT note, liked, help FROM checkin WHERE no = ?1")?
        .query_row(params![no], |row| {
            Ok([
                (Field::Note, row.get::<_, Option<String>>(0)?),
                (Field::Liked, row.get(1)?),
                (Field::Help, row.get(2)?),
            ])
        })
        .optional()?;
    let texts = found.into_iter().flatten();
    Ok(texts
        .filter_map(|(field, text)| text.map(|text| (field, text)))
        .collect())
}

fn answers(row: &Row<'_>, from: usize) -> Result<Answers> {
    let at = |offset: usize| from.saturating_add(offset);
    let moods: String = row.get(at(1))?;
    let moods: Vec<Mood> = serde_json::from_str(&moods).map_err(|_| ErrorCode::RecordDamaged)?;
    Ok(Answers {
        today: row.get(at(0))?,
        moods,
        note: row.get(at(2))?,
        liked: row.get(at(3))?,
        help: row.get(at(4))?,
        craving: row.get(at(5))?,
        stress: row.get(at(6))?,
        sleep: row.get(at(7))?,
        closeness: row.get(at(8))?,
    })
}

fn read(row: &Row<'_>) -> Result<(i64, CheckinRow)> {
    let present: String = row.get(4)?;
    let present = read_present(&present)?;
    let turn: Option<MemberId> = row.get(18)?;
    let (on, written_on): (Day, Day) = (row.get(5)?, row.get(6)?);
    let version: u32 = row.get(8)?;
    let checkin = CheckinRow {
        entry: row.get(1)?,
        space: row.get(2)?,
        is_private: false,
        author: row.get(3)?,
        turn: turn.filter(|turn| present.contains(turn)),
        present,
        on,
        written_on,
        written_at: row.get(7)?,
        is_late: on != written_on,
        answers: answers(row, 9)?,
        is_changed: version > 1,
        can_edit: false,
        can_withdraw: false,
        can_reply: false,
        replies: Vec::new(),
    };
    Ok((row.get(0)?, checkin))
}

fn all(
    connection: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<(i64, CheckinRow)>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

pub(super) fn one(connection: &Connection, key: EntryKey) -> Result<Vec<(i64, CheckinRow)>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM entry INDEXED BY entry_by_entry JOIN checkin USING (no)
         WHERE entry.entry = ?1 AND entry.space = ?2 AND entry.author IS ?3 AND entry.is_newest = 1"
    );
    all(connection, &sql, params![key.entry, key.space, key.author])
}

/// What an entry said before, newest first. A row of the newest version that another took the place of
/// is no earlier version.
pub(super) fn earlier(
    connection: &Connection,
    key: EntryKey,
) -> Result<Vec<(i64, EarlierCheckin)>> {
    let mut statement = connection.prepare_cached(
        "SELECT entry.no, entry.at, entry.written_on, today, moods, note, liked, help, craving, stress,
                sleep, closeness
         FROM entry INDEXED BY entry_by_entry JOIN checkin USING (no)
         WHERE entry.entry = ?1 AND entry.space = ?2 AND entry.author IS ?3 AND entry.is_newest = 0
           AND NOT EXISTS (SELECT 1 FROM entry AS later INDEXED BY entry_by_entry
             WHERE later.entry = entry.entry AND later.space = entry.space
               AND later.author IS entry.author AND later.version = entry.version
               AND later.no > entry.no)
         ORDER BY entry.version DESC",
    )?;
    let mut rows = statement.query(params![key.entry, key.space, key.author])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let earlier = EarlierCheckin {
            answers: answers(row, 3)?,
            written_at: row.get(1)?,
            written_on: row.get(2)?,
        };
        found.push((row.get(0)?, earlier));
    }
    Ok(found)
}

/// The check-ins of a list between the days `?3` and `?4`, by the index that leads straight to them: a
/// page begins where the one before it ended, not at the newest day.
fn chosen(list: &ListCheckins) -> (&'static str, &'static str) {
    match (list.space, list.member) {
        (None, None) => ("entry_by_day", ""),
        (None, Some(_)) => ("entry_by_author", "AND entry.author = ?2"),
        (Some(_), None) => ("entry_by_space", "AND entry.space = ?1"),
        (Some(_), Some(_)) => (
            "entry_by_space",
            "AND entry.space = ?1 AND entry.author = ?2",
        ),
    }
}

const BETWEEN: &str =
    "entry.kind = 'checkin' AND entry.is_newest = 1 AND entry.day BETWEEN ?3 AND ?4";

/// Days that hold something, newest first.
pub(super) fn days(connection: &Connection, list: &ListCheckins, limit: usize) -> Result<Vec<Day>> {
    let (index, choice) = chosen(list);
    let sql = format!(
        "SELECT DISTINCT day FROM entry INDEXED BY {index} WHERE {BETWEEN} {choice}
         ORDER BY day DESC LIMIT ?5"
    );
    let last = list.before.map(|before| before.minus(1));
    let last = last.into_iter().chain(list.until).min();
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = params![
        list.space,
        list.member,
        list.from.unwrap_or(Day::FIRST),
        last.unwrap_or(Day::LAST),
        limit
    ];
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement
        .query_map(values, |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// The check-ins from `oldest` to `newest`, newest day first, each day in the order of writing
/// and of one check-in the private part first (a private space has the id of its person).
pub(super) fn between(
    connection: &Connection,
    list: &ListCheckins,
    oldest: Day,
    newest: Day,
) -> Result<Vec<(i64, CheckinRow)>> {
    let (index, choice) = chosen(list);
    let sql = format!(
        "SELECT {COLUMNS} FROM entry INDEXED BY {index} JOIN checkin USING (no)
         WHERE {BETWEEN} {choice}
         ORDER BY entry.day DESC, entry.at, entry.space IS entry.author DESC, entry.entry"
    );
    all(
        connection,
        &sql,
        params![list.space, list.member, oldest, newest],
    )
}

/// Something nice that was written down.
pub(crate) struct Nice {
    pub(crate) no: i64,
    pub(crate) entry: EntryId,
    pub(crate) author: Option<MemberId>,
    pub(crate) on: Day,
    pub(crate) space: SpaceId,
    pub(crate) text: String,
}

/// Which spaces the nice things come from.
pub(crate) enum NiceScope {
    /// All but this private space.
    Shared(Option<SpaceId>),
    /// This private space.
    Own(SpaceId),
}

/// With an open shared space, what was shared; without one, one's own.
pub(crate) fn shared_or_own(has_open_space: bool, own: Option<SpaceId>) -> NiceScope {
    match own {
        Some(own) if !has_open_space => NiceScope::Own(own),
        own => NiceScope::Shared(own),
    }
}

/// The newest `limit` nice things since `from`.
pub(crate) fn nice(
    connection: &Connection,
    scope: &NiceScope,
    from: Day,
    limit: u32,
) -> Result<Vec<Nice>> {
    let (space, is_own) = match scope {
        NiceScope::Shared(own) => (*own, false),
        NiceScope::Own(own) => (Some(*own), true),
    };
    let mut statement = connection.prepare_cached(
        "SELECT entry.no, entry.entry, entry.author, entry.day, entry.space, checkin.liked
         FROM entry INDEXED BY entry_by_day JOIN checkin USING (no)
         WHERE entry.kind = 'checkin' AND entry.is_newest = 1 AND entry.day >= ?1
           AND checkin.liked IS NOT NULL AND (?2 IS NULL OR (entry.space = ?2) = ?3)
         ORDER BY entry.day DESC, entry.at DESC LIMIT ?4",
    )?;
    let rows = statement.query_map(params![from, space, is_own, limit], |row| {
        Ok(Nice {
            no: row.get(0)?,
            entry: row.get(1)?,
            author: row.get(2)?,
            on: row.get(3)?,
            space: row.get(4)?,
            text: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
