//! `--watch`: another run after each change of a file that was read.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, SystemTime},
};

use clientwright_codegen::escape;

use crate::Failure;

/// The interval between two polls of the files.
const INTERVAL: Duration = Duration::from_millis(300);

/// Calls `once`, which returns the files that it reads, and again after each change of one. A failure is printed and
/// does not end the loop; only a fault of the command line does.
pub(crate) fn run(mut once: impl FnMut(&mut Vec<PathBuf>) -> Result<(), Failure>) -> Result<(), Failure> {
    loop {
        let mut inputs = Vec::new();
        let start = SystemTime::now();
        let result = once(&mut inputs);
        let before = Stamps::of(&inputs);
        // A file that changed during the run may have been read before.
        let is_read_before = before.has_between(start, SystemTime::now());
        match result {
            Err(Failure::Usage(message)) => return Err(Failure::Usage(message)),
            Err(Failure::Failed(message) | Failure::TooLarge(message)) => {
                print_error!("{}", escape::text(&message));
            }
            Ok(()) | Err(Failure::Exit(_)) => {}
        }
        let files = if inputs.len() == 1 { "1 file".to_owned() } else { format!("{} files", inputs.len()) };
        print_error!("\nwatching {files}; stop with Ctrl-C");
        thread::sleep(INTERVAL);
        while !is_read_before && Stamps::of(&inputs) == before {
            thread::sleep(INTERVAL);
        }
    }
}

/// The times of the last changes of files, and their lengths.
#[derive(Debug, PartialEq)]
struct Stamps(BTreeMap<PathBuf, Option<(SystemTime, u64)>>);

impl Stamps {
    fn of(files: &[PathBuf]) -> Self {
        Self(files.iter().map(|file| (file.clone(), stamp(file))).collect())
    }

    /// Returns `true` if a file was written between two points in time. A file may have a time in the future.
    fn has_between(&self, start: SystemTime, end: SystemTime) -> bool {
        self.0.values().flatten().any(|(written, _)| start < *written && *written <= end)
    }
}

/// Returns `None` for a missing file.
fn stamp(file: &Path) -> Option<(SystemTime, u64)> {
    let metadata = fs::metadata(file).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_in_the_future_is_no_change() {
        let now = SystemTime::now();
        let stamps = |time| Stamps(BTreeMap::from([(PathBuf::new(), Some((time, 0)))]));
        let (start, end) = (now - INTERVAL, now + INTERVAL);
        assert!(stamps(now).has_between(start, end));
        assert!(!stamps(end + INTERVAL).has_between(start, end) && !stamps(start).has_between(start, end));
    }

    #[test]
    fn runs_again_after_each_change_and_after_failures() {
        let file = std::env::temp_dir().join(format!("clientwright-watch-{}", std::process::id()));
        fs::write(&file, "1").expect("a file");
        let mut runs = 0;
        let result = run(|inputs| {
            runs += 1;
            inputs.push(file.clone());
            match runs {
                3 => return Err(Failure::Usage("enough".to_owned())),
                // It is changed as soon as its first state is known.
                _ => {
                    let (file, text) = (file.clone(), "x".repeat(runs + 1));
                    thread::spawn(move || {
                        thread::sleep(INTERVAL / 2);
                        fs::write(file, text)
                    });
                }
            }
            Err(Failure::Failed("it does not generate".to_owned()))
        });
        fs::remove_file(&file).expect("a file");
        assert!(matches!(result, Err(Failure::Usage(message)) if message == "enough"));
        assert_eq!(runs, 3);
    }
}
