//! A record: one version of one entry, as the JSON document inside a sealed row, and the envelope that
//! carries its signatures.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::seal::Context;
use crate::error::{ErrorCode, Result};
use crate::ids::{EntryId, MemberId, RowId, SpaceId};
use crate::time::Day;

/// What a record is about. A word this Hecht does not know is kept and not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The first record of a shared space: its name, members and their public keys.
    Space,
    /// A yes to a proposed space.
    Accept,
    /// A person's next public keys, from an epoch on; signed with the ones before.
    Keys,
    /// A person is no longer in a space.
    Left,
    /// A yes to closing a space.
    Close,
    /// A space's chosen name.
    Name,
    /// Private: a proposal this person does not want to see.
    Decline,
    /// Private: the public keys and the newest epochs this person has met.
    Met,
    /// Private: where this person has stepped back, and until when.
    StepBack,
    /// A check-in, private or shared.
    Checkin,
    /// A short answer to somebody's entry.
    Reply,
    /// Private: a person's own card for when it gets hard.
    Card,
    /// Private: a help line that a person has added for themselves.
    Helpline,
    /// An unfinished form.
    Draft,
    /// A person's own settings.
    Preferences,
    /// What a person decided about a spare key.
    Recovery,
    /// An entry that was withdrawn; no content.
    Gone,
    /// Written by a newer Hecht.
    #[serde(other)]
    Unknown,
}

/// Who wrote a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// One person, alone.
    Member(MemberId),
    /// Several people in one sitting; never one person's signature.
    Together,
}

impl Serialize for Author {
    fn serialize<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Member(member) => member.serialize(serializer),
            Self::Together => serializer.serialize_str("together"),
        }
    }
}

impl<'de> Deserialize<'de> for Author {
    fn deserialize<D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> std::result::Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        if text == "together" {
            return Ok(Self::Together);
        }
        crate::ids::unhex(&text)
            .map(|bytes| Self::Member(MemberId(bytes)))
            .ok_or_else(|| serde::de::Error::custom("not an author"))
    }
}

/// One version of one entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The entry this is a version of.
    pub entry: EntryId,
    /// Counts from 1.
    pub version: u32,
    /// Who wrote it.
    pub author: Author,
    /// Everybody who sat there, sorted, when it was written together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub present: Vec<MemberId>,
    /// Whose turn it was, when it was written together and taken in turns. Still not their signature alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<MemberId>,
    /// What it is about.
    pub kind: Kind,
    /// When this version was first written, milliseconds UTC.
    pub at: i64,
    /// When this row was written, milliseconds UTC: of two rows of one version the later one holds.
    #[serde(default)]
    pub saved_at: i64,
    /// The local day it was written on.
    pub written_on: Day,
    /// The calendar day it is about.
    pub on: Day,
    /// The time zone it was written in (IANA name).
    pub zone: String,
    /// The fields of its kind. Those a reader does not know are kept.
    #[serde(default)]
    pub fields: Map<String, Value>,
    /// Anything a newer Hecht added beside these; kept when a new version is written.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Record {
    /// The fields as the kind's own type.
    ///
    /// # Errors
    /// `record_damaged` when a field has another shape.
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        T::deserialize(&self.fields).map_err(|_| ErrorCode::RecordDamaged.into())
    }

    /// Sets the fields that `value` has and keeps all others.
    ///
    /// # Errors
    /// `internal` when `value` is not an object.
    pub fn set<T: Serialize>(&mut self, value: &T) -> Result<()> {
        match serde_json::to_value(value) {
            Ok(Value::Object(fields)) => {
                self.fields.extend(fields);
                Ok(())
            }
            Ok(_) | Err(_) => Err(ErrorCode::Internal.into()),
        }
    }

    /// Did this person write it, alone or together?
    #[must_use]
    pub fn is_by(&self, member: MemberId) -> bool {
        match &self.author {
            Author::Member(author) => *author == member,
            Author::Together => self.present.contains(&member),
        }
    }

    /// Are these this person's own words? What was written together in somebody's turn is theirs; without
    /// a turn it is everybody's who sat there.
    #[must_use]
    pub fn is_own(&self, member: MemberId) -> bool {
        self.is_by(member) && self.turn.is_none_or(|turn| turn == member)
    }

    /// Everybody whose signature a shared record must carry, sorted; nobody when its authors are not
    /// possible: "together" takes at least two people, each once.
    #[must_use]
    pub fn signers(&self) -> Vec<MemberId> {
        match &self.author {
            Author::Member(author) if self.present.is_empty() => vec![*author],
            Author::Together
                if self.present.len() >= 2
                    && self
                        .present
                        .windows(2)
                        .all(|pair| pair.first() < pair.last()) =>
            {
                self.present.clone()
            }
            Author::Member(_) | Author::Together => Vec::new(),
        }
    }

    /// Do these signatures over `bytes` come from exactly those who must have signed? `keys` gives the
    /// public keys that the space pins for a person.
    #[must_use]
    pub fn is_signed<'a>(
        &self,
        bytes: &[u8],
        signed: &[Signed],
        keys: impl Fn(MemberId) -> Option<&'a super::PublicKeys>,
    ) -> bool {
        let signers = self.signers();
        !signers.is_empty()
            && signers.len() == signed.len()
            && signers.iter().all(|member| {
                let signed = signed.iter().find(|signed| signed.member == *member);
                signed
                    .zip(keys(*member))
                    .is_some_and(|(signed, keys)| keys.has_signed(bytes, &signed.signature))
            })
    }
}

/// A signature and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Who signed.
    pub member: MemberId,
    /// Ed25519 over [`record_signing_bytes`].
    pub signature: [u8; 64],
}

/// The plaintext of a row: a count byte, that many signatures (member id and Ed25519 signature), then
/// the record's exact JSON bytes. Private rows carry no signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// The signatures.
    pub signed: Vec<Signed>,
    /// The JSON, byte for byte as signed.
    pub json: &'a [u8],
}

impl<'a> Envelope<'a> {
    /// The bytes to seal.
    ///
    /// # Errors
    /// `internal` with more than 255 signatures.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let count = u8::try_from(self.signed.len()).map_err(|_| ErrorCode::Internal)?;
        let mut bytes = vec![count];
        for signed in &self.signed {
            bytes.extend_from_slice(&signed.member.0);
            bytes.extend_from_slice(&signed.signature);
        }
        bytes.extend_from_slice(self.json);
        Ok(bytes)
    }

    /// Reads what [`Envelope::to_bytes`] made.
    ///
    /// # Errors
    /// `record_damaged` when it is cut short.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self> {
        let (count, mut rest) = bytes.split_first().ok_or(ErrorCode::RecordDamaged)?;
        let mut signed = Vec::with_capacity(usize::from(*count));
        for _ in 0..*count {
            let (member, after) = rest
                .split_first_chunk::<16>()
                .ok_or(ErrorCode::RecordDamaged)?;
            let (signature, after) = after
                .split_first_chunk::<64>()
                .ok_or(ErrorCode::RecordDamaged)?;
            signed.push(Signed {
                member: MemberId(*member),
                signature: *signature,
            });
            rest = after;
        }
        Ok(Self { signed, json: rest })
    }

    /// The record inside.
    ///
    /// # Errors
    /// `record_damaged` when it is not the JSON of a record.
    pub fn record(&self) -> Result<Record> {
        serde_json::from_slice(self.json).map_err(|_| ErrorCode::RecordDamaged.into())
    }
}

/// What each author signs: household, space, epoch, row id and the exact JSON bytes. A row copied to
/// another household, space, epoch or id does not verify.
#[must_use]
pub fn record_signing_bytes(
    household: &[u8; 16],
    space: SpaceId,
    epoch: u32,
    row: RowId,
    json: &[u8],
) -> Vec<u8> {
    Context::new("hecht record signature v1")
        .bytes(household)
        .bytes(&space.0)
        .number(epoch)
        .bytes(&row.0)
        .bytes(json)
        .as_bytes()
        .to_vec()
}
