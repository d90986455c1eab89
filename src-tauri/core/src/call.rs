//! Running a command by its name, as the shell and the tests do, and the page's bindings, written from
//! the same table.

use serde_json::Value;

use crate::checkins::{
    Checkin, CheckinPage, EditCheckin, EntryRef, ListCheckins, NewCheckin, SavedCheckin,
};
use crate::device::EditDevice;
use crate::drafts::{Draft, DraftRef, NewDraft};
use crate::error::{ErrorCode, Result};
use crate::help::Helplines;
use crate::members::{
    NewMember, PassphraseStrength, RatePassphrase, SuggestPassphrase, SuggestedPassphrase,
};
use crate::preferences::Preferences;
use crate::recovery::{
    ConfirmRecoveryCode, MakeRecoveryCode, Recovery, RecoveryCode, UseRecoveryCode,
};
use crate::replies::NewReply;
use crate::search::{Hits, Search};
use crate::session::{Lock, PassKeyboard, Session, State, Unlock};
use crate::spaces::{NewSpace, SpaceRef, SpaceRow};
use crate::today::{GoOn, Today};

macro_rules! dispatch {
    ($($name:ident($($request:ty)?) -> $reply:ty;)*) => {
        /// The name of every command.
        pub const COMMANDS: &[&str] = &[$(stringify!($name)),*];

        /// Runs a command: reads the request, calls the verb of the same name, writes the reply.
        ///
        /// # Errors
        /// `bad_request` for a name or request that is none; else those of the verb.
        pub fn call(session: &mut Session, name: &str, request: Value) -> Result<Value> {
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

/// The page's `bindings.ts`: every type that crosses, and one typed function for each command.
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
            let line = match request {
                Some(request) => format!(
                    "  {name}: (request: {request}) => call<{reply}>(\"{name}\", {{ request }}),\n"
                ),
                None => format!("  {name}: () => call<{reply}>(\"{name}\", {{}}),\n"),
            };
            functions.push_str(&line);
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
        writeln!(out, "export {declaration}\n").unwrap_or_default();
    }
    out.push_str(
        "/** Sends a command to the core. */\n\
         export type Call = <Reply>(command: string, payload: object) => Promise<Reply>;\n\n\
         /** One typed function for each command. */\n\
         // eslint-disable-next-line @typescript-eslint/explicit-function-return-type -- the types follow from `call`\n\
         export const commands = (call: Call) => ({\n",
    );
    out.push_str(&functions);
    out.push_str("});\n");
    out
}
