//! The packages of the system: which family of packages this is, what Hecht needs from it, what is
//! missing, and the commands that install it. All but `provide` and `missing` only compute.

use std::io::{BufRead, IsTerminal, Write};
use std::process::Command;

use crate::run::{self, Failure, Result, While};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Apt,
    Dnf,
    Pacman,
    Zypper,
    Brew,
}

/// The system this runs on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct System {
    pub(crate) name: String,
    pub(crate) family: Option<Family>,
    /// Ubuntu itself, where Chromium has another package name than in Debian and Mint.
    is_ubuntu: bool,
}

/// What the packages are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Building and opening the window.
    Window,
    /// A display that nobody sees, and pictures of it.
    Screen,
    /// The tests.
    Tests,
}

/// Who runs the install command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rights {
    Root,
    Sudo,
}

pub(crate) fn here() -> System {
    if cfg!(target_os = "macos") {
        return System {
            name: "macOS".to_owned(),
            family: Some(Family::Brew),
            is_ubuntu: false,
        };
    }
    if cfg!(windows) {
        return System {
            name: "Windows".to_owned(),
            family: None,
            is_ubuntu: false,
        };
    }
    let text = std::fs::read_to_string("/etc/os-release")
        .or_else(|_| std::fs::read_to_string("/usr/lib/os-release"))
        .unwrap_or_default();
    recognise(&text)
}

/// Reads an `os-release` file: first its own id, then what it says it is like, nearest first.
pub(crate) fn recognise(os_release: &str) -> System {
    let field = |name: &str| {
        os_release
            .lines()
            .filter_map(|line| line.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.trim_matches(['"', '\'']).to_owned())
            .unwrap_or_default()
    };
    let id = field("ID");
    let like = field("ID_LIKE");
    let family = std::iter::once(id.as_str())
        .chain(like.split_whitespace())
        .find_map(|word| match word {
            "debian" | "ubuntu" => Some(Family::Apt),
            "fedora" | "rhel" => Some(Family::Dnf),
            "arch" => Some(Family::Pacman),
            "suse" | "opensuse" => Some(Family::Zypper),
            _ => None,
        });
    let name = match field("PRETTY_NAME") {
        name if name.is_empty() => "this system".to_owned(),
        name => name,
    };
    System {
        name,
        family,
        is_ubuntu: id == "ubuntu",
    }
}

/// The packages for the given needs. Where a program moves between packages, the package managers
/// of Fedora and openSUSE take its path instead. macOS brings what the window needs.
pub(crate) fn packages(system: &System, needs: &[Need]) -> Vec<&'static str> {
    let Some(family) = system.family else {
        return Vec::new();
    };
    let mut names = Vec::new();
    for need in needs {
        let more: &[&str] = match (family, need) {
            (Family::Apt, Need::Window) => &[
                "build-essential",
                "pkg-config",
                "libwebkit2gtk-4.1-dev",
                "libgtk-3-dev",
                "libayatana-appindicator3-dev",
                "librsvg2-dev",
            ],
            (Family::Apt, Need::Screen) => &[
                "xvfb",
                "xdotool",
                "dbus-x11",
                "fonts-dejavu-core",
                "imagemagick",
            ],
            (Family::Apt, Need::Tests) if system.is_ubuntu => &[
                "webkit2gtk-driver",
                "at-spi2-core",
                "chromium-browser",
                "strace",
            ],
            (Family::Apt, Need::Tests) => {
                &["webkit2gtk-driver", "at-spi2-core", "chromium", "strace"]
            }
            (Family::Dnf, Need::Window) => &[
                "gcc",
                "make",
                "pkgconf-pkg-config",
                "webkit2gtk4.1-devel",
                "gtk3-devel",
                "libappindicator-gtk3-devel",
                "librsvg2-devel",
            ],
            (Family::Dnf, Need::Screen) => &[
                "/usr/bin/Xvfb",
                "xdotool",
                "/usr/bin/dbus-daemon",
                "dejavu-sans-fonts",
                "ImageMagick",
            ],
            (Family::Dnf, Need::Tests) => &[
                "/usr/bin/WebKitWebDriver",
                "at-spi2-core",
                "chromium",
                "strace",
            ],
            (Family::Pacman, Need::Window) => &[
                "base-devel",
                "pkgconf",
                "webkit2gtk-4.1",
                "gtk3",
                "libappindicator-gtk3",
                "librsvg",
            ],
            (Family::Pacman, Need::Screen) => &[
                "xorg-server-xvfb",
                "xdotool",
                "dbus",
                "ttf-dejavu",
                "imagemagick",
            ],
            (Family::Pacman, Need::Tests) => {
                &["webkitgtk-6.0", "at-spi2-core", "chromium", "strace"]
            }
            (Family::Zypper, Need::Window) => &[
                "gcc",
                "make",
                "pkg-config",
                "webkit2gtk3-devel",
                "gtk3-devel",
                "libappindicator3-devel",
                "librsvg-devel",
            ],
            (Family::Zypper, Need::Screen) => &[
                "/usr/bin/Xvfb",
                "xdotool",
                "/usr/bin/dbus-daemon",
                "dejavu-fonts",
                "ImageMagick",
            ],
            (Family::Zypper, Need::Tests) => &[
                "/usr/bin/WebKitWebDriver",
                "at-spi2-core",
                "chromium",
                "strace",
            ],
            (Family::Brew, Need::Window | Need::Screen | Need::Tests) => &[],
        };
        names.extend_from_slice(more);
    }
    names
}

/// The commands that install packages, as lists of words. Homebrew refuses to run as root and needs
/// no other rights than one's own.
pub(crate) fn install_lines(family: Family, names: &[&str], rights: Rights) -> Vec<Vec<String>> {
    let mut lines: Vec<Vec<&str>> = match family {
        Family::Apt => vec![
            vec!["apt-get", "update"],
            vec![
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "install",
                "-y",
                "--no-install-recommends",
            ],
        ],
        Family::Dnf => vec![vec!["dnf", "install", "-y"]],
        Family::Pacman => vec![vec!["pacman", "-S", "--needed", "--noconfirm"]],
        Family::Zypper => vec![vec![
            "zypper",
            "--non-interactive",
            "install",
            "--no-recommends",
        ]],
        Family::Brew => vec![vec!["brew", "install"]],
    };
    if let Some(last) = lines.last_mut() {
        last.extend_from_slice(names);
    }
    if rights == Rights::Sudo && family != Family::Brew {
        for line in &mut lines {
            line.insert(0, "sudo");
        }
    }
    lines
        .into_iter()
        .map(|line| line.into_iter().map(str::to_owned).collect())
        .collect()
}

/// The commands that tell which of the packages are installed. They fail when one is missing, so
/// only what they print counts.
fn query_lines(family: Family, names: &[&str]) -> Vec<Vec<String>> {
    let words = |start: &[&str], rest: &[&str]| {
        start
            .iter()
            .chain(rest)
            .map(|word| (*word).to_owned())
            .collect::<Vec<_>>()
    };
    match family {
        Family::Apt => vec![words(
            &[
                "dpkg-query",
                "-W",
                "-f",
                "${Package} ${db:Status-Status}\\n",
            ],
            names,
        )],
        // One at a time: what provides a package may have another name.
        Family::Dnf | Family::Zypper => names
            .iter()
            .map(|name| words(&["rpm", "-q", "--whatprovides"], &[name]))
            .collect(),
        // Prints what is not there, with what provides it counted in.
        Family::Pacman => vec![words(&["pacman", "-T"], names)],
        Family::Brew => vec![words(&["brew", "list", "-1"], &[])],
    }
}

/// Reads the answers to `query_lines`: per command whether it ended well, and what it printed.
fn missing_from<'n>(family: Family, names: &[&'n str], answers: &[(bool, String)]) -> Vec<&'n str> {
    let printed = |line: &str| {
        answers
            .iter()
            .any(|(_, text)| text.lines().any(|other| other.trim() == line))
    };
    let is_missing = |(at, name): (usize, &&'n str)| match family {
        Family::Apt => !printed(&format!("{name} installed")),
        Family::Dnf | Family::Zypper => !answers.get(at).is_some_and(|(well, _)| *well),
        Family::Pacman => printed(name),
        Family::Brew => !printed(name),
    };
    names
        .iter()
        .enumerate()
        .filter(|(at, name)| is_missing((*at, name)))
        .map(|(_, name)| *name)
        .collect()
}

/// Which of these packages are not installed.
pub(crate) fn missing<'n>(system: &System, names: &[&'n str]) -> Result<Vec<&'n str>> {
    let Some(family) = system.family else {
        return Ok(Vec::new());
    };
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let mut answers = Vec::new();
    for line in query_lines(family, names) {
        let asking = command(&line).output().or_fail(&format!(
            "asking which packages are installed ({})",
            line.join(" ")
        ))?;
        answers.push((
            asking.status.success(),
            String::from_utf8_lossy(&asking.stdout).into_owned(),
        ));
    }
    Ok(missing_from(family, names, &answers))
}

/// Installs what is missing: at once as root, otherwise after showing what and asking.
pub(crate) fn provide(needs: &[Need]) -> Result<()> {
    let system = here();
    let Some(family) = system.family else {
        if cfg!(target_os = "linux") {
            println!(
                "{} is not one of the systems whose packages are known here. Needed are a C compiler and, with \
                 their headers: WebKitGTK 4.1, GTK 3, Ayatana AppIndicator, librsvg. Going on as if they were there.",
                system.name
            );
        }
        return Ok(());
    };
    let names = missing(&system, &packages(&system, needs))?;
    if names.is_empty() {
        return Ok(());
    }
    let rights = if reads_root() {
        Rights::Root
    } else {
        Rights::Sudo
    };
    let lines = install_lines(family, &names, rights);
    println!("Missing on {}: {}", system.name, names.join(" "));
    if rights == Rights::Sudo && family != Family::Brew {
        for line in &lines {
            println!("  {}", line.join(" "));
        }
        if !std::io::stdin().is_terminal() {
            return Err(Failure::new(
                "These need an administrator and there is nobody here to ask: run the lines above.",
            ));
        }
        if !run::has("sudo") {
            return Err(Failure::new(
                "There is no sudo here: run the lines above as an administrator, without `sudo`.",
            ));
        }
        if !agreed("Run this now? [y/N] ")? {
            return Err(Failure::new("Nothing was installed."));
        }
    }
    for line in &lines {
        run::step("System packages", command(line))?;
    }
    Ok(())
}

fn command(line: &[String]) -> Command {
    let mut words = line.iter();
    let mut command = Command::new(words.next().map_or("true", String::as_str));
    command.args(words);
    command
}

fn reads_root() -> bool {
    let mut id = Command::new("id");
    id.arg("-u");
    run::reads(id).is_some_and(|id| id.trim() == "0")
}

fn agreed(question: &str) -> Result<bool> {
    print!("{question}");
    std::io::stdout().flush().or_fail("asking")?;
    let mut answer = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut answer)
        .or_fail("reading the answer")?;
    Ok(matches!(
        answer.trim(),
        "y" | "Y" | "yes" | "j" | "J" | "ja"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    macro_rules! recorded {
        ($name:literal) => {
            recognise(include_str!(concat!(
                "../../../tests/fixtures/os-release/",
                $name
            )))
        };
    }

    fn line(words: &[String]) -> String {
        words.join(" ")
    }

    #[test]
    fn each_recorded_system_is_recognised() {
        for (system, name, family) in [
            (
                recorded!("debian-12"),
                "Debian GNU/Linux 12 (bookworm)",
                Some(Family::Apt),
            ),
            (
                recorded!("ubuntu-24.04"),
                "Ubuntu 24.04.3 LTS",
                Some(Family::Apt),
            ),
            (
                recorded!("linuxmint-22"),
                "Linux Mint 22.2",
                Some(Family::Apt),
            ),
            (
                recorded!("fedora-42"),
                "Fedora Linux 42 (Workstation Edition)",
                Some(Family::Dnf),
            ),
            (recorded!("arch"), "Arch Linux", Some(Family::Pacman)),
            (recorded!("manjaro"), "Manjaro Linux", Some(Family::Pacman)),
            (
                recorded!("opensuse-tumbleweed"),
                "openSUSE Tumbleweed",
                Some(Family::Zypper),
            ),
            (recorded!("void"), "Void Linux", None),
        ] {
            assert_eq!(system.name, name);
            assert_eq!(system.family, family, "{name}");
        }
    }

    #[test]
    fn an_unknown_system_gets_no_commands() {
        let system = recorded!("void");
        assert!(packages(&system, &[Need::Window, Need::Screen, Need::Tests]).is_empty());
        assert_eq!(recognise("").family, None);
    }

    #[test]
    fn apt_updates_and_installs_just_what_is_named() {
        let system = recorded!("debian-12");
        let names = packages(&system, &[Need::Window]);
        let lines = install_lines(Family::Apt, &names, Rights::Root);
        assert_eq!(
            lines.iter().map(|words| line(words)).collect::<Vec<_>>(),
            [
                "apt-get update",
                "env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends build-essential \
             pkg-config libwebkit2gtk-4.1-dev libgtk-3-dev libayatana-appindicator3-dev librsvg2-dev",
            ]
        );
        let lines = install_lines(Family::Apt, &["xvfb"], Rights::Sudo);
        assert_eq!(
            lines.iter().map(|words| line(words)).collect::<Vec<_>>(),
            [
                "sudo apt-get update",
                "sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends xvfb",
            ]
        );
    }

    #[test]
    fn fedora_arch_and_opensuse_get_their_own_lines() {
        for (system, expected) in [
            (
                recorded!("fedora-42"),
                "sudo dnf install -y gcc make pkgconf-pkg-config webkit2gtk4.1-devel gtk3-devel \
                 libappindicator-gtk3-devel librsvg2-devel",
            ),
            (
                recorded!("manjaro"),
                "sudo pacman -S --needed --noconfirm base-devel pkgconf webkit2gtk-4.1 gtk3 \
                 libappindicator-gtk3 librsvg",
            ),
            (
                recorded!("opensuse-tumbleweed"),
                "sudo zypper --non-interactive install --no-recommends gcc make pkg-config webkit2gtk3-devel \
                 gtk3-devel libappindicator3-devel librsvg-devel",
            ),
        ] {
            let names = packages(&system, &[Need::Window]);
            let lines = install_lines(system.family.unwrap(), &names, Rights::Sudo);
            assert_eq!(
                lines.iter().map(|words| line(words)).collect::<Vec<_>>(),
                [expected]
            );
        }
    }

    #[test]
    fn homebrew_never_runs_as_an_administrator() {
        let lines = install_lines(Family::Brew, &["node"], Rights::Sudo);
        assert_eq!(
            lines.iter().map(|words| line(words)).collect::<Vec<_>>(),
            ["brew install node"]
        );
    }

    #[test]
    fn ubuntu_names_chromium_differently() {
        let tests = [Need::Tests];
        assert!(packages(&recorded!("ubuntu-24.04"), &tests).contains(&"chromium-browser"));
        assert!(packages(&recorded!("linuxmint-22"), &tests).contains(&"chromium"));
        assert!(packages(&recorded!("debian-12"), &tests).contains(&"chromium"));
    }

    #[test]
    fn every_known_linux_has_packages_for_every_need() {
        for system in [
            recorded!("debian-12"),
            recorded!("fedora-42"),
            recorded!("arch"),
            recorded!("opensuse-tumbleweed"),
        ] {
            for need in [Need::Window, Need::Screen, Need::Tests] {
                assert!(
                    !packages(&system, &[need]).is_empty(),
                    "{} {need:?}",
                    system.name
                );
            }
        }
    }

    #[test]
    fn missing_packages_are_read_from_each_kind_of_answer() {
        let names = ["gcc", "xvfb", "gtk3"];
        let apt = [(false, "gcc installed\nxvfb config-files\n".to_owned())];
        assert_eq!(missing_from(Family::Apt, &names, &apt), ["xvfb", "gtk3"]);
        let rpm = [
            (true, "gcc-15.1.1-2.fc42.x86_64\n".to_owned()),
            (false, "no package provides xvfb\n".to_owned()),
            (true, "gtk3-devel-3.24.49-2.fc42.x86_64\n".to_owned()),
        ];
        assert_eq!(missing_from(Family::Dnf, &names, &rpm), ["xvfb"]);
        assert_eq!(missing_from(Family::Zypper, &names, &rpm), ["xvfb"]);
        assert_eq!(
            missing_from(Family::Pacman, &names, &[(false, "xvfb\n".to_owned())]),
            ["xvfb"]
        );
        assert_eq!(
            missing_from(Family::Brew, &names, &[(true, "gcc\ngtk3\n".to_owned())]),
            ["xvfb"]
        );
    }

    #[test]
    fn each_family_is_asked_in_its_own_way() {
        let asked = |family| {
            query_lines(family, &["a", "b"])
                .iter()
                .map(|words| line(words))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            asked(Family::Apt),
            ["dpkg-query -W -f ${Package} ${db:Status-Status}\\n a b"]
        );
        assert_eq!(
            asked(Family::Dnf),
            ["rpm -q --whatprovides a", "rpm -q --whatprovides b"]
        );
        assert_eq!(asked(Family::Zypper), asked(Family::Dnf));
        assert_eq!(asked(Family::Pacman), ["pacman -T a b"]);
        assert_eq!(asked(Family::Brew), ["brew list -1"]);
    }
}
