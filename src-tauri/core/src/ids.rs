//! Identifiers: 16 random bytes each, so that their order shows nothing. On the wire they are 32
//! lower-case hexadecimal digits.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(
        String::with_capacity(bytes.len().saturating_mul(2)),
        |mut out, byte| {
            // Writing to a String cannot fail.
            write!(out, "{byte:02x}").unwrap_or_default();
            out
        },
    )
}

/// The bytes of hexadecimal digits; `None` when the length or a digit is wrong.
#[must_use]
pub fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    unhex_all(text)?.try_into().ok()
}

/// The bytes of any number of hexadecimal digits; `None` when a digit is wrong or one is left over.
#[must_use]
pub fn unhex_all(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    let pairs = text.as_bytes().chunks_exact(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 16]);

        impl $name {
            /// Reads an id from a blob column.
            ///
            /// # Errors
            /// `record_damaged` when it is not 16 bytes.
            pub fn from_blob(blob: &[u8]) -> crate::error::Result<Self> {
                let bytes = blob.try_into().map_err(|_| crate::error::ErrorCode::RecordDamaged)?;
                Ok(Self(bytes))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&hex(&self.0))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&hex(&self.0))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&hex(&self.0))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                unhex(&text).map(Self).ok_or_else(|| serde::de::Error::custom("not an id"))
            }
        }

        impl rusqlite::ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                Ok(rusqlite::types::ToSqlOutput::from(self.0.as_slice()))
            }
        }

        impl rusqlite::types::FromSql for $name {
            fn column_result(
                value: rusqlite::types::ValueRef<'_>,
            ) -> rusqlite::types::FromSqlResult<Self> {
                <[u8; 16]>::column_result(value).map(Self)
            }
        }

        #[cfg(feature = "bindings")]
        impl ts_rs::TS for $name {
            type WithoutGenerics = Self;
            type OptionInnerType = Self;
            fn name(_: &ts_rs::Config) -> String {
                stringify!($name).to_owned()
            }
            fn inline(_: &ts_rs::Config) -> String {
                "string".to_owned()
            }
            fn decl(_: &ts_rs::Config) -> String {
                concat!("type ", stringify!($name), " = string;").to_owned()
            }
            fn decl_concrete(cfg: &ts_rs::Config) -> String {
                Self::decl(cfg)
            }
            fn output_path() -> Option<std::path::PathBuf> {
                Some(concat!(stringify!($name), ".ts").into())
            }
        }
    };
}

id!(
    /// A person of the household.
    MemberId
);
id!(
    /// A private or shared space. A private space has the id of its member.
    SpaceId
);
id!(
    /// An entry: what a person sees as one thing, through all its versions.
    EntryId
);
id!(
    /// One row of the file: one version of one entry.
    RowId
);

impl MemberId {
    /// The private space of this person.
    #[must_use]
    pub fn private_space(self) -> SpaceId {
        SpaceId(self.0)
    }
}
