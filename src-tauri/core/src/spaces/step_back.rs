//! Stepping back quietly: a person's own prompts stop, for one space or for all, with or without a last
//! day. One private record; nothing changes for anybody else.

use serde::{Deserialize, Serialize};

use crate::changed::Feature;
use crate::error::{Error, ErrorCode, Result};
use crate::household::Kind;
use crate::ids::{RowId, SpaceId};
use crate::index::Placed;
use crate::session::{Batch, NewRecord, Session};
use crate::time::Day;

/// Steps back.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct StepBack {
    /// From which space; `null`: from all.
    pub space: Option<SpaceId>,
    /// The last day of it; `null`: until one comes back.
    pub until: Option<Day>,
}

/// Comes back.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ComeBack {
    /// To which space; `null`: to all that one stepped back from as a whole.
    pub space: Option<SpaceId>,
}

/// For how long one has stepped back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct StepBackRow {
    /// From which space; `null`: from all.
    pub space: Option<SpaceId>,
    /// The last day; `null`: until one comes back.
    pub until: Option<Day>,
}

/// Where the person at the keyboard has stepped back today.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct StepsBack {
    /// From all.
    pub all: Option<StepBackRow>,
    /// From single spaces.
    pub spaces: Vec<StepBackRow>,
}

impl StepsBack {
    pub(crate) fn is_back_from(&self, space: SpaceId) -> bool {
        self.all.is_some() || self.spaces.iter().any(|row| row.space == Some(space))
    }
}

/// The fields of the `step_back` record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct StepsFields {
    steps: Vec<StepBackRow>,
}

/// The stored record and its row; default when there is none.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    row: Option<RowId>,
    fields: StepsFields,
}

impl Steps {
    /// Takes the newest one from the private records.
    pub(crate) fn find(placed: &[Placed]) -> Self {
        let records = placed.iter().filter(|it| it.record.kind == Kind::StepBack);
        let newest = records.max_by_key(|it| (it.record.saved_at, it.row));
        newest.map_or_else(Self::default, |it| Self {
            row: Some(it.row),
            fields: it.record.read().unwrap_or_default(),
        })
    }

    /// Those that hold on a day.
    pub(crate) fn now(&self, today: Day) -> StepsBack {
        let steps = self.fields.steps.iter();
        let mut held = steps.filter(|row| row.until.is_none_or(|until| today <= until));
        StepsBack {
            all: held.clone().find(|row| row.space.is_none()).cloned(),
            spaces: held
                .by_ref()
                .filter(|row| row.space.is_some())
                .cloned()
                .collect(),
        }
    }
}

impl Session {
    /// Where the person alone at the keyboard has stepped back.
    ///
    /// # Errors
    /// `locked`, `not_alone`.
    pub(crate) fn get_steps_back(&mut self) -> Result<StepsBack> {
        self.alone()?;
        Ok(self.steps.now(self.now().day()))
    }

    /// Stops one's own prompts of one space or of all, from now on.
    ///
    /// # Errors
    /// `day_past`, `not_found`, `not_alone`, those of the disk.
    pub(crate) fn step_back(&mut self, request: StepBack) -> Result<StepsBack> {
        self.alone()?;
        if request.until.is_some_and(|until| until < self.now().day()) {
            return Err(Error::from(ErrorCode::DayPast).on("until"));
        }
        if let Some(space) = request.space {
            self.open_space(space)?;
        }
        let mut fields = self.steps.fields.clone();
        fields.steps.retain(|row| row.space != request.space);
        fields.steps.push(StepBackRow {
            space: request.space,
            until: request.until,
        });
        self.write_steps(fields)
    }

    /// Lets one's own prompts come again.
    ///
    /// # Errors
    /// `not_alone`, those of the disk.
    pub(crate) fn come_back(&mut self, request: ComeBack) -> Result<StepsBack> {
        self.alone()?;
        let mut fields = self.steps.fields.clone();
        fields.steps.retain(|row| row.space != request.space);
        self.write_steps(fields)
    }

    fn write_steps(&mut self, fields: StepsFields) -> Result<StepsBack> {
        let me = self.alone()?;
        let mut batch = Batch::default();
        if let Some(row) = self.steps.row {
            batch.remove(me.private_space(), row);
        }
        let record = NewRecord::new(me.private_space(), Kind::StepBack).with(&fields)?;
        let row = self.put_row(&mut batch, record);
        self.write(batch, &[Feature::Spaces])?;
        self.steps = Steps {
            row: Some(row),
            fields,
        };
        self.get_steps_back()
    }
}
