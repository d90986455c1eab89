//! What can go wrong, as conditions somebody acts on. Wording lives in the page's text catalogue;
//! no error ever holds what a person wrote.

use serde::Serialize;

/// One condition a person or the page acts on. The page keeps a sentence for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Nobody has unlocked.
    Locked,
    /// This is done alone, and several people sit here.
    NotAlone,
    /// The sitting does not allow this now.
    NotAllowed,
    /// The passphrase does not open this person's key.
    WrongPassphrase,
    /// The spare key does not open this person's key.
    WrongRecoveryCode,
    /// There were wrong tries; `seconds` says how long to wait before the next.
    Wait,
    /// A time for the automatic lock of one's own is at most that of the computer.
    LockTooLong,
    /// The keyboard is somebody else's at this moment.
    NotYourTurn,
    /// A passphrase has at least one visible character.
    PassphraseEmpty,
    /// A name has at least one visible character.
    NameEmpty,
    /// Somebody in the household has this name.
    NameTaken,
    /// A name has at most 40 characters.
    NameTooLong,
    /// A text has at most 100 000 characters.
    TextTooLong,
    /// A text that is read at a glance has at most 2 000 characters.
    ShortTextTooLong,
    /// Nothing was filled in.
    CheckinEmpty,
    /// A help line of one's own has a name or a number.
    HelplineEmpty,
    /// A person has at most 20 help lines of their own.
    TooManyHelplines,
    /// Not a day of the calendar.
    DayInvalid,
    /// A check-in is about today or an earlier day.
    DayInFuture,
    /// The last day of stepping back is today or later.
    DayPast,
    /// A shared space needs two people.
    TooFewMembers,
    /// These people have a shared space, or one is proposed.
    SpaceExists,
    /// The typed part is not the part of the spare key that was asked.
    CodeMismatch,
    /// There is no such thing for the people at the keyboard.
    NotFound,
    /// Somebody else wrote it.
    NotYours,
    /// Not everybody has accepted the space.
    SpaceNotOpen,
    /// The space is only read.
    SpaceClosed,
    /// There is a household already.
    HouseholdExists,
    /// There is no household yet.
    NoHousehold,
    /// A household has at most eight people.
    TooManyMembers,
    /// The file is damaged where every reader needs it.
    FileDamaged,
    /// The file was written by a newer Hecht.
    FileNewer,
    /// The file is something else.
    FileNotHecht,
    /// Another Hecht has the file open.
    FileOpenElsewhere,
    /// The file, its folder or its disk cannot be written.
    FileReadOnly,
    /// The file was made by a test build with a weak key derivation.
    FileTestOnly,
    /// The folder is copied by a synchronising or network service.
    FolderSynchronised,
    /// The disk is full.
    DiskFull,
    /// The disk gave an error.
    DiskError,
    /// The outcome was looked up: it was not saved.
    NotSaved,
    /// A stored record does not open.
    RecordDamaged,
    /// The page sent something the core does not take.
    BadRequest,
    /// A fault of the program itself.
    Internal,
}

/// An error with the field of the form it is about and, where it helps, the id it is about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code:?}")]
pub struct Error {
    /// The condition.
    pub code: ErrorCode,
    /// The request's field it is about.
    pub field: Option<&'static str>,
    /// An id it is about; never text of a person.
    pub reference: Option<String>,
    /// How long to wait before the next try of a passphrase or spare key.
    pub seconds: Option<u32>,
}

/// The core's result.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Adds the field of the request.
    #[must_use]
    pub fn on(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    /// Adds the id of what it is about.
    #[must_use]
    pub fn about(mut self, id: crate::ids::MemberId) -> Self {
        self.reference = Some(id.to_string());
        self
    }

    /// Adds how long to wait before the next try; nothing when there is no need to.
    #[must_use]
    pub fn after(mut self, seconds: u32) -> Self {
        self.seconds = Some(seconds).filter(|seconds| *seconds > 0);
        self
    }

    /// The form that crosses to the page.
    #[must_use]
    pub fn body(&self) -> ErrorBody {
        ErrorBody {
            code: self.code,
            field: self.field.map(ToOwned::to_owned),
            reference: self.reference.clone(),
            seconds: self.seconds,
        }
    }
}

impl From<ErrorCode> for Error {
    fn from(code: ErrorCode) -> Self {
        Self {
            code,
            field: None,
            reference: None,
            seconds: None,
        }
    }
}

/// An [`Error`] as the page receives it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ErrorBody {
    /// The condition.
    pub code: ErrorCode,
    /// The request's field it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub field: Option<String>,
    /// An id it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub reference: Option<String>,
    /// How long to wait before the next try.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub seconds: Option<u32>,
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::from_sqlite(&error).into()
    }
}

impl Error {
    /// The condition behind an error of SQLite.
    pub(crate) fn from_sqlite(error: &rusqlite::Error) -> ErrorCode {
        use rusqlite::Error as Failure;
        use rusqlite::ErrorCode as Sqlite;
        if let Failure::FromSqlConversionFailure(..)
        | Failure::IntegralValueOutOfRange(..)
        | Failure::InvalidColumnType(..)
        | Failure::Utf8Error(..) = error
        {
            // A value of another type than was written.
            return ErrorCode::FileDamaged;
        }
        match error.sqlite_error_code() {
            Some(Sqlite::DiskFull) => ErrorCode::DiskFull,
            Some(Sqlite::ReadOnly | Sqlite::PermissionDenied) => ErrorCode::FileReadOnly,
            Some(Sqlite::DatabaseBusy | Sqlite::DatabaseLocked) => ErrorCode::FileOpenElsewhere,
            Some(Sqlite::DatabaseCorrupt) => ErrorCode::FileDamaged,
            Some(Sqlite::NotADatabase) => ErrorCode::FileNotHecht,
            Some(Sqlite::SystemIoFailure | Sqlite::CannotOpen) => ErrorCode::DiskError,
            Some(_) | None => ErrorCode::Internal,
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        #[expect(clippy::wildcard_enum_match_arm, reason = "the list of kinds is open")]
        let code = match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ErrorCode::DiskFull,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => ErrorCode::FileReadOnly,
            _ => ErrorCode::DiskError,
        };
        code.into()
    }
}
