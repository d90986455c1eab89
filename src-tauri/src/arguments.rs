//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

const USAGE: &str = "hecht [--demo] [--data-dir DIR] [--safe-graphics] [--version]";

/// What was asked on the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arguments {
    /// Open the sample household.
    pub is_example: bool,
    /// The folder of the household, instead of the system's place for it.
    pub data_dir: Option<PathBuf>,
    /// Draw without the graphics card's buffers.
    pub is_safe_graphics: bool,
    /// Print the version and end.
    pub is_version: bool,
}

impl Arguments {
    /// Reads arguments; `Err` is the line to print.
    ///
    /// # Errors
    /// The usage line, for anything unknown.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut read = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            match argument.to_str() {
                Some("--demo") => read.is_example = true,
                Some("--safe-graphics") => read.is_safe_graphics = true,
                Some("--version") => read.is_version = true,
                Some("--data-dir") => {
                    let folder = arguments.next().ok_or(USAGE)?;
                    let absolute = std::path::absolute(folder).map_err(|_| USAGE)?;
                    read.data_dir = Some(absolute);
                }
                // WebKit's driver adds switches of its own.
                #[cfg(feature = "testing")]
                Some(other) if other.starts_with("--automation") => {}
                Some(_) | None => return Err(USAGE.to_owned()),
            }
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Arguments, String> {
        Arguments::read(arguments.iter().map(OsString::from))
    }

    #[test]
    fn every_switch_is_read_and_others_are_refused() {
        let all = read(&["--demo", "--data-dir", "/somewhere", "--safe-graphics"]);
        assert_eq!(
            all,
            Ok(Arguments {
                is_example: true,
                data_dir: Some(PathBuf::from("/somewhere")),
                is_safe_graphics: true,
                is_version: false,
            })
        );
        assert!(read(&["--data-dir"]).is_err());
        assert!(read(&["--test-clock"]).is_err());
    }
}
