//! Why an output folder cannot be written to.

use std::{io, path::PathBuf};

/// Why an output folder cannot be written to at all.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder is one that must be left alone.
    #[error("`{folder}` cannot be the output folder: {why}", folder = folder.display())]
    Refused {
        /// The folder as it was given.
        folder: PathBuf,
        /// What it is.
        why: String,
    },
    /// Another build writes to it.
    #[error("another build is writing to `{folder}`{}", pid.map(|pid| format!(" (process {pid})")).unwrap_or_default(), folder = folder.display())]
    Busy {
        /// The folder.
        folder: PathBuf,
        /// The process that holds the lock, where it is known.
        pid: Option<u32>,
    },
    /// Its manifest is of a later version, which this zzsite does not know.
    #[error("`{path}` was written by a later version of zzsite", path = path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
    },
    /// The system says no.
    #[error("cannot {action} `{path}`: {source}", path = path.display())]
    Io {
        /// What was tried, a verb.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl OutputError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "choose a folder of its own with `--out`, e.g. `--out public`",
            Self::Busy { .. } => {
                "wait for it to end (a `zzsite serve`, perhaps), or choose another folder with `--out`"
            }
            Self::Manifest { .. } => "update zzsite, or choose another folder with `--out`",
            Self::Io { .. } => "check that the folder can be written to, or choose another with `--out`",
        }
    }
}
