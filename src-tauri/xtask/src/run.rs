//! Starting programs: a header before each step, its own output as it comes, its time after it.
//! Also the places of the repository, so that every command works from any folder in it.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Why a command stopped, in words for the person who typed it.
#[derive(Debug)]
pub(crate) struct Failure(String);

pub(crate) type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Adds what was being done to an error of the system.
pub(crate) trait While<T> {
    fn or_fail(self, doing: &str) -> Result<T>;
}

impl<T> While<T> for std::io::Result<T> {
    fn or_fail(self, doing: &str) -> Result<T> {
        self.map_err(|error| Failure::new(format!("{doing}: {error}")))
    }
}

/// The top of the repository.
pub(crate) fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors()
        .nth(2)
        .map_or(here.clone(), Path::to_path_buf)
}

/// Where cargo builds: the environment, a configuration file or `target/`, as cargo itself says.
pub(crate) fn target() -> Result<PathBuf> {
    let answer = reads(cargo(["metadata", "--no-deps", "--format-version", "1"]))
        .ok_or_else(|| Failure::new("`cargo metadata` gave no answer"))?;
    text_field(&answer, "target_directory")
        .map(PathBuf::from)
        .ok_or_else(|| Failure::new("`cargo metadata` names no target directory"))
}

/// A folder of this tool's own inside the target folder.
pub(crate) fn own_folder(name: &str) -> Result<PathBuf> {
    let folder = target()?.join("xtask").join(name);
    std::fs::create_dir_all(&folder).or_fail("making a folder in the target folder")?;
    Ok(folder)
}

/// The first text field of that name in a JSON document.
fn text_field(json: &str, name: &str) -> Option<String> {
    let (_, rest) = json.split_once(&format!("\"{name}\":"))?;
    let mut letters = rest.trim_start().strip_prefix('"')?.chars();
    let mut text = String::new();
    loop {
        match letters.next()? {
            '"' => return Some(text),
            '\\' => match letters.next()? {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'u' => {
                    let code: String = letters.by_ref().take(4).collect();
                    text.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
                }
                other => text.push(other),
            },
            letter => text.push(letter),
        }
    }
}

/// A built program, by the profile's folder and its name.
pub(crate) fn built(profile: &str, name: &str) -> Result<PathBuf> {
    Ok(target()?
        .join(profile)
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

pub(crate) fn cargo<I, S>(words: I) -> Command
where
    I: IntoIterator<Item = S>,
    S: AsRef<OsStr>,
{
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(words).current_dir(root());
    command
}

/// `npm` in one of the folders that have a `package.json`.
pub(crate) fn npm(folder: &str, words: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(words).current_dir(root().join(folder));
    // The tests drive the Chromium of the system.
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    command
}

/// Runs one step in the open and stops at its failure.
pub(crate) fn step(title: &str, mut command: Command) -> Result<()> {
    println!("\n── {title}\n   {}", shown(&command));
    let began = Instant::now();
    let outcome = command.status();
    let took = took(began.elapsed());
    match outcome {
        Ok(status) if status.success() => {
            println!("   {title}: done in {took}");
            Ok(())
        }
        Ok(status) => Err(Failure::new(format!(
            "{title}: failed after {took} ({status})\n   {}",
            shown(&command)
        ))),
        Err(error) => Err(Failure::new(format!(
            "{title}: {} could not be started: {error}. `cargo xtask doctor` says what is missing.",
            command.get_program().to_string_lossy()
        ))),
    }
}

/// What a program prints, when it ends well.
pub(crate) fn reads(mut command: Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program is on the path.
pub(crate) fn has(program: &str) -> bool {
    let Some(path) = std::env::var_os("PATH") else {
        return false;
    };
    std::env::split_paths(&path).any(|folder| {
        folder.join(program).is_file()
            || folder
                .join(format!("{program}{}", std::env::consts::EXE_SUFFIX))
                .is_file()
    })
}

/// A time as people read it.
pub(crate) fn took(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 60.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60)
    }
}

/// The command line, as one would type it.
fn shown(command: &Command) -> String {
    let mut words = vec![
        Path::new(command.get_program())
            .file_name()
            .unwrap_or(command.get_program())
            .to_string_lossy()
            .into_owned(),
    ];
    words.extend(
        command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned()),
    );
    let line = words.join(" ");
    match command
        .get_current_dir()
        .and_then(|folder| folder.strip_prefix(root()).ok().map(Path::to_path_buf))
    {
        Some(folder) if !folder.as_os_str().is_empty() => {
            format!("{line}  (in {})", folder.display())
        }
        Some(_) | None => line,
    }
}

/// Installs the packages of a lock file, when it is not the one that is installed already.
/// The mark lies inside `node_modules`, so it goes when they go.
pub(crate) fn install_packages(folder: &str) -> Result<()> {
    let place = root().join(folder);
    let lock = std::fs::read(place.join("package-lock.json"))
        .or_fail(&format!("reading {folder}/package-lock.json"))?;
    let modules = place.join("node_modules");
    let mark = modules.join(".installed-from-lock");
    if std::fs::read(&mark).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    step(
        &format!("Packages of {folder}/"),
        npm(folder, &["ci", "--no-audit", "--no-fund"]),
    )?;
    // A lock file without any package leaves no folder behind.
    std::fs::create_dir_all(&modules).or_fail("making node_modules")?;
    std::fs::write(&mark, lock).or_fail("remembering what is installed")
}

/// Builds the page when something it is made of is newer than the last build.
pub(crate) fn build_page() -> Result<()> {
    let ui = root().join("ui");
    let built = std::fs::metadata(ui.join("dist/index.html"))
        .and_then(|file| file.modified())
        .ok();
    let newest = newest_change(&ui).or_fail("looking through ui/")?;
    if built.is_some() && built > newest {
        return Ok(());
    }
    step("Page: build", npm("ui", &["run", "build"]))
}

/// The latest change below a folder; inner folders count too, so that a removed file is noticed.
fn newest_change(folder: &Path) -> std::io::Result<Option<std::time::SystemTime>> {
    let mut newest = None;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name == "node_modules" || name == "dist" || name.to_string_lossy().starts_with('.') {
            continue;
        }
        let about = entry.metadata()?;
        newest = newest.max(Some(about.modified()?));
        if about.is_dir() {
            newest = newest.max(newest_change(&entry.path())?);
        }
    }
    Ok(newest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_field_is_found_and_unescaped() {
        let json = r#"{"packages":[],"target_directory":"C:\\a \"b\"\u0041","version":1}"#;
        assert_eq!(
            text_field(json, "target_directory").as_deref(),
            Some("C:\\a \"b\"A")
        );
        assert_eq!(text_field(json, "version"), None);
        assert_eq!(text_field(json, "absent"), None);
        assert_eq!(text_field(r#"{"a":"no end"#, "a"), None);
    }

    #[test]
    fn the_root_holds_the_workspace() {
        assert!(root().join("Cargo.toml").is_file());
        assert!(root().join("src-tauri/xtask/Cargo.toml").is_file());
    }

    #[test]
    fn times_are_read_by_people() {
        assert_eq!(took(Duration::from_millis(1234)), "1.2 s");
        assert_eq!(took(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn an_inner_change_makes_the_whole_folder_newer() {
        let folder = std::env::temp_dir().join(format!("xtask-newest-{}", std::process::id()));
        let inner = folder.join("src/deep");
        std::fs::create_dir_all(&inner).unwrap();
        std::fs::create_dir_all(folder.join("node_modules")).unwrap();
        let future = std::time::SystemTime::now() + Duration::from_secs(1000);
        for (path, moves) in [
            ("node_modules/x", false),
            (".hidden", false),
            ("src/deep/y", true),
        ] {
            let file = std::fs::File::create(folder.join(path)).unwrap();
            file.set_modified(future).unwrap();
            assert_eq!(
                newest_change(&folder).unwrap() == Some(future),
                moves,
                "{path}"
            );
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
