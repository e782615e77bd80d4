//! What a process costs, what a folder holds, and the program that only writes.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

/// The argument that makes this program the writer.
pub(crate) const WRITE: &str = "--only-write";

/// What one run cost.
pub(crate) struct Sample {
    /// User and system time in seconds, children included.
    pub(crate) cpu: f64,
    /// Seconds by the clock.
    pub(crate) wall: f64,
    /// Peak of resident memory in bytes.
    pub(crate) memory: f64,
}

/// Runs a command under GNU time; `None`, with what it said, when it failed.
pub(crate) fn run(command: &Command) -> Option<Sample> {
    let mut timed = Command::new("/usr/bin/time");
    timed.arg("-f").arg("%U %S %M").arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        timed.current_dir(folder);
    }
    let started = Instant::now();
    let output = match timed.stdin(Stdio::null()).stdout(Stdio::null()).output() {
        Ok(output) => output,
        Err(error) => {
            eprintln!("GNU time is needed at /usr/bin/time: {error}");
            return None;
        }
    };
    let wall = started.elapsed().as_secs_f64();
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        eprintln!("{said}");
        return None;
    }
    let numbers: Vec<f64> = said.lines().last()?.split(' ').filter_map(|number| number.parse().ok()).collect();
    let [user, system, kilobytes] = numbers[..] else { return None };
    Some(Sample { cpu: user + system, wall, memory: kilobytes * 1024.0 })
}

/// The middle one.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Number and bytes of the files below a folder.
pub(crate) fn tree(folder: &Path) -> (u64, u64) {
    let mut sums = (0, 0);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        let (files, bytes) =
            if kind.is_dir() { tree(&entry.path()) } else { (1, entry.metadata().map_or(0, |meta| meta.len())) };
        sums = (sums.0 + files, sums.1 + bytes);
    }
    sums
}

/// Writes as many files of the same names and sizes as `from` holds to `to`. Their bytes are
/// made up: reading the pattern is not what is measured.
pub(crate) fn write_copy(from: &Path, to: &Path) {
    copy_below(from, to, &vec![b'x'; 16 << 20]);
}

fn copy_below(from: &Path, to: &Path, bytes: &[u8]) {
    let _ = fs::create_dir_all(to);
    for entry in fs::read_dir(from).into_iter().flatten().flatten() {
        let target = to.join(entry.file_name());
        match entry.metadata() {
            Ok(meta) if meta.is_dir() => copy_below(&entry.path(), &target, bytes),
            Ok(meta) => {
                let length = usize::try_from(meta.len()).unwrap_or(0).min(bytes.len());
                let _ = fs::write(target, &bytes[..length]);
            }
            Err(_) => {}
        }
    }
}
