//! What the system says about the computer: it goes to sleep, its session is locked or another comes to
//! the screen. As far as it says so: the automatic lock does not depend on it.

use crate::state::Core;

/// Begins to listen. Where there is nobody to listen to, nothing happens.
pub(crate) fn listen(core: &Core) {
    #[cfg(target_os = "linux")]
    logind::listen(core);
    #[cfg(feature = "testing")]
    injected::listen(core);
    #[cfg(not(any(target_os = "linux", feature = "testing")))]
    let _ = core;
}

/// The login service of systemd, on the system's message bus.
#[cfg(target_os = "linux")]
mod logind {
    use std::collections::HashMap;
    use std::sync::OnceLock;

    use gio::glib::Variant;
    use gio::prelude::*;
    use gio::{BusType, Cancellable, DBusCallFlags, DBusConnection, DBusSignalFlags};

    use crate::state::Core;

    const SERVICE: &str = "org.freedesktop.login1";
    const MANAGER: &str = "org.freedesktop.login1.Manager";
    const SESSION: &str = "org.freedesktop.login1.Session";
    /// As long as the service may take to say which session this is.
    const ANSWER_MS: i32 = 5_000;

    /// A connection that nobody holds is closed, and what was subscribed to on it is never heard.
    static BUS: OnceLock<DBusConnection> = OnceLock::new();

    pub(super) fn listen(core: &Core) {
        let (ends, sleeps, session) = (core.away(), core.away(), core.away());
        gio::bus_get(BusType::System, Cancellable::NONE, move |bus| {
            let Ok(bus) = bus else { return };
            let bus = BUS.get_or_init(|| bus);
            // Otherwise the program would end with the bus. The page's process does: locking gives a new one.
            bus.set_exit_on_close(false);
            bus.connect_closed(move |_, _, _| ends());
            subscribe(bus, MANAGER, "PrepareForSleep", None, move |about| {
                // It also says when the computer wakes up.
                if about.try_child_get::<bool>(0) == Ok(Some(true)) {
                    sleeps();
                }
            });
            find_session(bus, move |path| {
                let session = std::rc::Rc::new(session);
                let locks = std::rc::Rc::clone(&session);
                subscribe(bus, SESSION, "Lock", Some(path), move |_| locks());
                let properties = "org.freedesktop.DBus.Properties";
                subscribe(
                    bus,
                    properties,
                    "PropertiesChanged",
                    Some(path),
                    move |about| {
                        if goes_to_the_back(about) {
                            session();
                        }
                    },
                );
            });
        });
    }

    fn subscribe(
        bus: &DBusConnection,
        interface: &str,
        signal: &str,
        path: Option<&str>,
        then: impl Fn(&Variant) + 'static,
    ) {
        // For as long as the program runs.
        let _id = bus.signal_subscribe(
            Some(SERVICE),
            Some(interface),
            Some(signal),
            path,
            None,
            DBusSignalFlags::NONE,
            move |_, _, _, _, _, about| then(about),
        );
    }

    fn find_session(bus: &DBusConnection, then: impl FnOnce(&str) + 'static) {
        bus.call(
            Some(SERVICE),
            "/org/freedesktop/login1",
            MANAGER,
            "GetSession",
            Some(&("auto",).to_variant()),
            None,
            DBusCallFlags::NONE,
            ANSWER_MS,
            Cancellable::NONE,
            move |answer| {
                let path = answer.ok().and_then(|answer| answer.try_child_value(0));
                if let Some(path) = path.as_ref().and_then(Variant::str) {
                    then(path);
                }
            },
        );
    }

    /// Of changed properties (interface, what is now, what is no longer known): `Active` is false.
    fn goes_to_the_back(about: &Variant) -> bool {
        let Some(now) = about.try_child_value(1) else {
            return false;
        };
        let now: HashMap<String, Variant> = now.get().unwrap_or_default();
        now.get("Active").and_then(Variant::get::<bool>) == Some(false)
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn changed(properties: &[(&str, Variant)]) -> Variant {
            let now: HashMap<String, Variant> = properties
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect();
            (SESSION, now, Vec::<String>::new()).to_variant()
        }

        #[test]
        fn only_a_session_that_is_no_longer_active_goes_to_the_back() {
            assert!(goes_to_the_back(&changed(&[(
                "Active",
                false.to_variant()
            )])));
            let other = ("IdleHint", true.to_variant());
            assert!(goes_to_the_back(&changed(&[
                other.clone(),
                ("Active", false.to_variant())
            ])));
            assert!(!goes_to_the_back(&changed(&[(
                "Active",
                true.to_variant()
            )])));
            assert!(!goes_to_the_back(&changed(&[other])));
            assert!(!goes_to_the_back(&changed(&[])));
            assert!(!goes_to_the_back(&"Active".to_variant()));
        }
    }
}

/// In a test build: a pipe. Whoever opens it and closes it again stands in for the system.
#[cfg(feature = "testing")]
mod injected {
    use crate::state::Core;

    pub(super) fn listen(core: &Core) {
        let Some(path) = std::env::var_os("HECHT_TEST_AWAY") else {
            return;
        };
        let away = core.away();
        let wait = move || {
            // Opening and reading wait for the other side; what is no pipe ends at once.
            while std::fs::read(&path).is_ok_and(|said| !said.is_empty()) {
                away();
                let is_file = std::fs::metadata(&path).is_ok_and(|about| about.is_file());
                if is_file {
                    return;
                }
            }
        };
        let thread = std::thread::Builder::new().name("away".to_owned());
        if let Err(error) = thread.spawn(wait) {
            crate::print(&format!("{error}"));
        }
    }
}
