//! The core on a thread of its own: commands go in one after another, replies and effects come out, and
//! between commands it does its background work.

use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::time::Duration;

use hecht_core::household::Cost;
use hecht_core::random::Random;
use hecht_core::time::Clock;
#[cfg(feature = "testing")]
use hecht_core::time::LockClock;
use hecht_core::{Effect, Error, ErrorCode, Options, Session};
use serde_json::Value;
use tauri::ipc::{InvokeBody, InvokeMessage, InvokeResolver};
use tauri::{AppHandle, Emitter as _, Wry};

/// Background work between two commands, so that a command never waits longer.
const SLICE: Duration = Duration::from_millis(10);
/// Between two looks at the clock of the automatic lock, while somebody has unlocked.
const LOOK: Duration = Duration::from_secs(15);

enum Message {
    Command {
        name: String,
        request: Value,
        resolver: Box<InvokeResolver<Wry>>,
    },
    /// The computer goes to sleep, or its screen to somebody else.
    Away,
    End,
}

/// The way to the core's thread.
pub(crate) struct Core {
    sender: Sender<Message>,
}

impl Core {
    /// Opens the folder's household on a new thread.
    pub(crate) fn start(
        app: AppHandle,
        folder: &Path,
        is_example: bool,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let folder = folder.to_owned();
        let (sender, receiver) = channel();
        std::thread::Builder::new()
            .name("core".to_owned())
            .spawn(move || match open(&folder, is_example) {
                Ok(session) => serve(session, &app, &receiver),
                Err(error) => {
                    crate::print(&format!("{error}"));
                    app.exit(1);
                }
            })?;
        Ok(Self { sender })
    }

    /// Hands a command of the page to the core.
    pub(crate) fn handle(&self, message: &InvokeMessage<Wry>, resolver: InvokeResolver<Wry>) {
        let request = match message.payload() {
            InvokeBody::Json(Value::Object(payload)) => {
                payload.get("request").cloned().unwrap_or(Value::Null)
            }
            InvokeBody::Json(_) | InvokeBody::Raw(_) => Value::Null,
        };
        let name = message.command().to_owned();
        let resolver = Box::new(resolver);
        if let Err(unsent) = self.sender.send(Message::Command {
            name,
            request,
            resolver,
        }) && let Message::Command { resolver, .. } = unsent.0
        {
            resolver.reject(Error::from(ErrorCode::Internal).body());
        }
    }

    /// How to tell the core that nobody is here any more.
    pub(crate) fn away(&self) -> impl Fn() + Send + 'static {
        let sender = self.sender.clone();
        // A thread that is gone holds nothing open.
        move || sender.send(Message::Away).unwrap_or_default()
    }

    /// Lets the core drop its keys before the program ends.
    pub(crate) fn end(&self) {
        // A thread that is gone has nothing left to drop.
        self.sender.send(Message::End).unwrap_or_default();
    }
}

fn open(folder: &Path, is_example: bool) -> Result<Session, Error> {
    let mut session = Session::start(options(folder)?);
    #[cfg(feature = "testing")]
    if let Some(path) = std::env::var_os("HECHT_TEST_LOCK_CLOCK") {
        session.set_lock_clock(LockClock::File(path.into()));
    }
    if is_example {
        let state = hecht_core::call::call(&mut session, "open_example", Value::Null)?;
        print_passphrases(&state);
    }
    Ok(session)
}

fn options(folder: &Path) -> Result<Options, Error> {
    Ok(Options {
        folder: folder.to_owned(),
        clock: clock(),
        random: Random::from_system()?,
        cost: cost(),
        system_language: system_language(),
    })
}

#[cfg(not(feature = "testing"))]
fn clock() -> Clock {
    Clock::System
}

#[cfg(not(feature = "testing"))]
fn cost() -> Cost {
    Cost::Full
}

/// In a test build: the file that holds the time.
#[cfg(feature = "testing")]
fn clock() -> Clock {
    std::env::var_os("HECHT_TEST_CLOCK").map_or(Clock::System, |path| Clock::File(path.into()))
}

/// In a test build: the cheap key derivation.
#[cfg(feature = "testing")]
fn cost() -> Cost {
    if std::env::var_os("HECHT_TEST_FULL_COST").is_some() {
        Cost::Full
    } else {
        Cost::Cheap
    }
}

fn system_language() -> Option<String> {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
}

/// The sample household's passphrases, for whoever started it from a terminal.
fn print_passphrases(state: &Value) {
    let text = |value: &Value, key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let list = |key: &str| {
        state
            .get(key)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let members = list("members");
    for example in list("example_passphrases") {
        let member = members
            .iter()
            .find(|member| text(member, "id") == text(&example, "member"));
        let name = member
            .map(|member| text(member, "name"))
            .unwrap_or_default();
        crate::print(&format!("{name}: {}", text(&example, "passphrase")));
    }
}

fn serve(mut session: Session, app: &AppHandle, receiver: &Receiver<Message>) {
    let mut has_work = true;
    // Once after each unlocking, when what follows it is done.
    let mut is_trimmed = false;
    loop {
        // Commands look at the clock themselves.
        let message = if has_work {
            match receiver.try_recv() {
                Ok(message) => message,
                Err(TryRecvError::Empty) => {
                    session.tick();
                    let worked = std::panic::catch_unwind(AssertUnwindSafe(|| session.work(SLICE)));
                    has_work = worked.unwrap_or_else(|_| {
                        session.start_over();
                        false
                    });
                    for effect in session.take_effects() {
                        run(app, effect);
                    }
                    if !session.is_unlocked() {
                        is_trimmed = false;
                    } else if !has_work && !is_trimmed {
                        crate::trim::give_back();
                        is_trimmed = true;
                    }
                    continue;
                }
                Err(TryRecvError::Disconnected) => return,
            }
        } else if session.is_unlocked() {
            match receiver.recv_timeout(LOOK) {
                Ok(message) => message,
                Err(RecvTimeoutError::Timeout) => {
                    session.tick();
                    // When it has locked, the window is built anew and there may be a copy to make.
                    has_work = !session.is_unlocked();
                    for effect in session.take_effects() {
                        run(app, effect);
                    }
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        } else {
            match receiver.recv() {
                Ok(message) => message,
                Err(_) => return,
            }
        };
        let (name, request, resolver) = match message {
            Message::Command {
                name,
                request,
                resolver,
            } => (name, request, resolver),
            Message::Away => {
                session.lock_at_once();
                for effect in session.take_effects() {
                    run(app, effect);
                }
                has_work = true;
                continue;
            }
            Message::End => return,
        };
        let called = std::panic::catch_unwind(AssertUnwindSafe(|| {
            hecht_core::call::call(&mut session, &name, request)
        }));
        let outcome = called.unwrap_or_else(|_| {
            // What a fault left half done is thrown away with the keys; the file holds what was saved.
            session.start_over();
            Err(ErrorCode::Internal.into())
        });
        let effects = session.take_effects();
        match outcome {
            Ok(reply) => resolver.resolve(reply),
            Err(error) => resolver.reject(error.body()),
        }
        if effects.contains(&Effect::RebuildWindow) {
            // Everything was forgotten just now.
            crate::wipe::small_blocks();
        }
        for effect in effects {
            run(app, effect);
        }
        has_work = true;
    }
}

fn run(app: &AppHandle, effect: Effect) {
    let outcome = match effect {
        Effect::Changed(changed) => app.emit("changed", changed),
        Effect::RebuildWindow => crate::window::rebuild(app),
        Effect::ProtectContent(is_protected) => crate::window::protect(app, is_protected),
        Effect::Print => crate::window::print(app),
        Effect::Quit => {
            app.exit(0);
            Ok(())
        }
    };
    if outcome.is_err() {
        // Without its window the program can do nothing for anybody.
        app.exit(1);
    }
}
