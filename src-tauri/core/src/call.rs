//! Running a command by its name, as the shell and the tests do, and the page's bindings, written from
//! the same table.

use serde_json::Value;

use crate::backups::Backups;
use crate::checkins::{
    Checkin, CheckinPage, EditCheckin, EntryRef, ListCheckins, NewCheckin, SavedCheckin,
};
use crate::device::EditDevice;
use crate::drafts::{Draft, DraftRef, NewDraft};
use crate::error::{ErrorCode, Result};
use crate::help::{EditOwnHelpline, Helplines, NewOwnHelpline, OwnHelpline};
use crate::members::{
    ChangePassphrase, ChangedPassphrase, DeleteMember, DeletePrivateSpace, EditMember, NewMember,
    PassphraseStrength, RatePassphrase, SuggestPassphrase, SuggestedPassphrase,
};
use crate::plans::Card;
use crate::preferences::Preferences;
use crate::recovery::{
    ConfirmRecoveryCode, MakeRecoveryCode, Recovery, RecoveryCode, UseRecoveryCode,
};
use crate::replies::NewReply;
use crate::search::{Hits, Search};
use crate::session::{Lock, PassKeyboard, Session, SetTurn, State, Unlock};
use crate::spaces::{
    ComeBack, LeaveSpace, NewSpace, RenameSpace, SpaceRef, SpaceRow, StepBack, StepsBack,
};
use crate::today::{GoOn, Today};

macro_rules! dispatch {
    ($($name:ident($($request:ty)?) -> $reply:ty;)*) => {
        /// The name of every command.
        pub const COMMANDS: &[&str] = &[$(stringify!($name)),*];

        /// Runs a command, unless it is time to lock first: reads the request, calls the verb of the same name, writes the reply.
        ///
        /// # Errors
        /// `bad_request` for a name or request that is none; else those of the verb.
        pub fn call(session: &mut Session, name: &str, request: Value) -> Result<Value> {
            // Keeping what is typed shows nobody anything, so it still happens when it is time to lock.
            if !matches!(name, "lock" | "save_draft") {
                session.tick();
            }
            let outcome = run(session, name, request);
            session.begin_to_count();
            outcome
        }

        fn run(session: &mut Session, name: &str, request: Value) -> Result<Value> {
            match name {
                $(stringify!($name) => {
                    let reply: $reply = session.$name($(read::<$request>(request)?)?)?;
                    write(&reply)
                })*
                _ => Err(ErrorCode::BadRequest.into()),
            }
        }

        #[cfg(feature = "bindings")]
        fn each_command(mut each: impl FnMut(&str, Option<String>, String), types: &mut Types) {
            $(
                let request: Option<String> = None;
                $(let request = { types.add::<$request>(); request.or(Some(types.name::<$request>())) };)?
                types.add::<$reply>();
                each(stringify!($name), request, types.name::<$reply>());
            )*
        }
    };
}

commands!(dispatch);

fn read<T: serde::de::DeserializeOwned>(request: Value) -> Result<T> {
    serde_json::from_value(request).map_err(|_| ErrorCode::BadRequest.into())
}

fn write<T: serde::Serialize>(reply: &T) -> Result<Value> {
    serde_json::to_value(reply).map_err(|_| ErrorCode::Internal.into())
}

#[cfg(feature = "bindings")]
#[derive(Default)]
struct Types {
    config: ts_rs::Config,
    declarations: std::collections::BTreeMap<String, String>,
}

#[cfg(feature = "bindings")]
impl Types {
    fn name<T: ts_rs::TS>(&self) -> String {
        match T::name(&self.config) {
            name if name == "null" => "null".to_owned(),
            name => name,
        }
    }

    fn add<T: ts_rs::TS + 'static + ?Sized>(&mut self) {
        struct Visitor<'a>(&'a mut Types);
        impl ts_rs::TypeVisitor for Visitor<'_> {
            fn visit<T: ts_rs::TS + 'static + ?Sized>(&mut self) {
                self.0.add::<T>();
            }
        }
        if T::output_path().is_some() {
            let name = T::ident(&self.config);
            if self.declarations.contains_key(&name) {
                return;
            }
            self.declarations.insert(name, T::decl(&self.config));
        }
        T::visit_dependencies(&mut Visitor(self));
        T::visit_generics(&mut Visitor(self));
    }
}

/// A declaration of several lines with one line for each field and its sentence; others as they are.
#[cfg(feature = "bindings")]
fn laid_out(declaration: &str) -> String {
    let mut sentence: Vec<&str> = Vec::new();
    let mut out: Vec<String> = Vec::new();
    for line in declaration.lines().map(str::trim) {
        let (field, end) = match line.strip_suffix("};") {
            Some(field) => (field.trim(), Some("};")),
            None => (line, None),
        };
        if let Some(words) = field.strip_prefix("* ") {
            sentence.push(words);
        } else if field.ends_with('{') {
            out.push(field.to_owned());
        } else if !matches!(field, "" | "/**" | "*/") {
            if !sentence.is_empty() {
                out.push(format!("  /** {} */", sentence.join(" ")));
                sentence.clear();
            }
            let field = field.strip_suffix(',').map(|field| format!("  {field};"));
            out.push(field.unwrap_or_else(|| line.to_owned()));
            if out.len() == 1 {
                return declaration.to_owned();
            }
        }
        out.extend(end.map(ToOwned::to_owned));
    }
    out.join("\n")
}

/// The page's `bindings.ts`: every type that crosses, and the table of commands, from which `call.ts`
/// makes one typed function each.
#[cfg(feature = "bindings")]
#[must_use]
pub fn bindings() -> String {
    use std::fmt::Write as _;
    let mut types = Types {
        config: ts_rs::Config::default().with_large_int("number"),
        ..Types::default()
    };
    let mut functions = String::new();
    each_command(
        |name, request, reply| {
            let request = request.map_or_else(String::new, |request| format!("request: {request}"));
            // Writing to a String cannot fail.
            writeln!(functions, "  {name}({request}): {reply};").unwrap_or_default();
        },
        &mut types,
    );
    types.add::<crate::error::ErrorBody>();
    types.add::<crate::changed::Changed>();
    let mut out = String::from(
        "// Written by `cargo xtask bindings` from the core's command table; not edited by hand.\n\n",
    );
    for declaration in types.declarations.values() {
        // Writing to a String cannot fail.
        writeln!(out, "export {}\n", laid_out(declaration)).unwrap_or_default();
    }
    out.push_str("/** Every command: its request, and what its promise gives. */\n");
    out.push_str("export interface Commands {\n");
    out.push_str(&functions);
    out.push_str("}\n");
    out
}
