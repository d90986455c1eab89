//! Declares every command of the core's table, so that Tauri checks each against the capability list.

include!("core/src/api.rs");

macro_rules! names {
    ($($name:ident($($request:ty)?) -> $reply:ty;)*) => {
        const COMMANDS: &[&str] = &[$(stringify!($name)),*];
    };
}
commands!(names);

fn main() {
    println!("cargo::rerun-if-changed=core/src/api.rs");
    println!("cargo::rerun-if-changed=../ui/dist");
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
