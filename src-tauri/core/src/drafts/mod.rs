//! Unfinished forms: one private record for each form, replaced in place, removed in the write that
//! saves the form. What is in it is the page's own. When several sit together it is kept in the private
//! space of whoever's turn it is, without reading anything there.

mod table;

use serde::{Deserialize, Serialize};

pub(crate) use table::{SCHEMA, insert};

use crate::changed::Feature;
use crate::error::{Error, ErrorCode, Result};
use crate::household::Kind;
use crate::ids::{MemberId, RowId};
use crate::session::{Batch, NewRecord, Session};

/// How the name of a form ends that is filled in when several sit together.
pub(crate) const TOGETHER: &str = ":together";

/// A form of the page with 100 000 characters in each of its texts still fits.
const LONGEST_BODY: usize = 1_000_000;

/// An unfinished form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct NewDraft {
    /// Which form: 1 to 80 of a-z, 0-9, `-` and `:`.
    pub form: String,
    /// What was filled in, as the form writes it.
    pub body: String,
}

/// A kept unfinished form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Draft {
    /// Which form.
    pub form: String,
    /// What was filled in.
    pub body: String,
}

/// Which form.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct DraftRef {
    /// Which form.
    pub form: String,
}

/// A draft kept in this sitting for one of several who sit together.
pub(crate) struct TurnDraft {
    row: RowId,
    body: String,
}

impl Session {
    /// The unfinished form of the person alone at the keyboard; of whoever's turn it is, only what was
    /// kept in this sitting.
    ///
    /// # Errors
    /// `locked`, `not_alone` when it is nobody's turn.
    pub(crate) fn get_draft(&mut self, request: DraftRef) -> Result<Option<Draft>> {
        let me = self.drafter()?;
        if self.alone().is_err() {
            let kept = self.turn_drafts.get(&(me, request.form.clone()));
            return Ok(kept.map(|kept| Draft {
                form: request.form,
                body: kept.body.clone(),
            }));
        }
        let found = table::all(&self.index()?.connection, &request.form)?;
        Ok(found.into_iter().next().map(|(_, body)| Draft {
            form: request.form.clone(),
            body,
        }))
    }

    /// Keeps an unfinished form in the place of the former one.
    ///
    /// # Errors
    /// `bad_request` for a form name that is none, or when several sit together for one that does not end
    /// in `:together`; `text_too_long`; `not_alone` when it is nobody's turn; those of the disk.
    pub(crate) fn save_draft(&mut self, request: NewDraft) -> Result<()> {
        let me = self.drafter()?;
        let is_name =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-:".contains(&byte);
        if request.form.is_empty() || request.form.len() > 80 || !request.form.bytes().all(is_name)
        {
            return Err(ErrorCode::BadRequest.into());
        }
        let is_together = self.alone().is_err();
        if is_together && !request.form.ends_with(TOGETHER) {
            return Err(ErrorCode::BadRequest.into());
        }
        if request.body.chars().count() > LONGEST_BODY {
            return Err(Error::from(ErrorCode::TextTooLong).on("body"));
        }
        let mut batch = Batch::default();
        self.drop_draft_in(&mut batch, me, &request.form)?;
        let (form, body) = (request.form.clone(), request.body.clone());
        let record = NewRecord::new(me.private_space(), Kind::Draft).with(&Draft {
            form: request.form,
            body: request.body,
        })?;
        let row = self.put_row(&mut batch, record);
        self.write(batch, &[Feature::Drafts])?;
        if is_together {
            self.turn_drafts.insert((me, form), TurnDraft { row, body });
        }
        Ok(())
    }

    /// Removes an unfinished form.
    ///
    /// # Errors
    /// `not_alone`, those of the disk.
    pub(crate) fn drop_draft(&mut self, request: DraftRef) -> Result<()> {
        let me = self.drafter()?;
        let mut batch = Batch::default();
        if self.drop_draft_in(&mut batch, me, &request.form)? {
            self.write(batch, &[Feature::Drafts])?;
            self.turn_drafts.remove(&(me, request.form));
        }
        Ok(())
    }

    /// Removes an unfinished form as part of a larger write; `true` when there was one.
    pub(crate) fn drop_draft_in(
        &self,
        batch: &mut Batch,
        me: MemberId,
        form: &str,
    ) -> Result<bool> {
        let rows = if self.alone().is_ok() {
            let found = table::all(&self.index()?.connection, form)?;
            found.into_iter().map(|(row, _)| row).collect()
        } else {
            let key = (me, form.to_owned());
            Vec::from_iter(self.turn_drafts.get(&key).map(|kept| kept.row))
        };
        for row in &rows {
            batch.remove(me.private_space(), *row);
        }
        Ok(!rows.is_empty())
    }

    /// Whose drafts are kept now.
    fn drafter(&self) -> Result<MemberId> {
        match self.turn {
            Some(turn) if self.spaces.contains_key(&turn.private_space()) => Ok(turn),
            Some(_) | None => self.alone(),
        }
    }
}
