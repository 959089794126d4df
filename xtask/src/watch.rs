//! `--watch`: again and again, whenever a file that was read is another one than before.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, SystemTime},
};

use crate::Failure;

/// How often the files are looked at.
const PAUSE: Duration = Duration::from_millis(300);

/// Calls `once`, which says what it reads, and again whenever that changes. A failure ends nothing: it is shown,
/// and what is mended is tried again. Only a wrong call ends it.
pub(crate) fn run(mut once: impl FnMut(&mut Vec<PathBuf>) -> Result<(), Failure>) -> Result<(), Failure> {
    loop {
        let mut inputs = Vec::new();
        let start = SystemTime::now();
        let result = once(&mut inputs);
        let before = Stamps::of(&inputs);
        match result {
            Err(Failure::Usage(message)) => return Err(Failure::Usage(message)),
            Err(Failure::Failed(message) | Failure::TooLarge(message)) => eprintln!("{message}"),
            Ok(()) | Err(Failure::Exit(_)) => {}
        }
        let files = if inputs.len() == 1 { "1 file".to_owned() } else { format!("{} files", inputs.len()) };
        eprintln!("\nwatching {files}; stop with Ctrl-C");
        // What was written while it ran may have been read before that.
        while !before.has_since(start) && Stamps::of(&inputs) == before {
            thread::sleep(PAUSE);
        }
    }
}

/// When files were written, and how long they are.
#[derive(Debug, PartialEq)]
struct Stamps(BTreeMap<PathBuf, Option<(SystemTime, u64)>>);

impl Stamps {
    fn of(files: &[PathBuf]) -> Self {
        Self(files.iter().map(|file| (file.clone(), stamp(file))).collect())
    }

    /// Whether a file was written after `time`.
    fn has_since(&self, time: SystemTime) -> bool {
        self.0.values().flatten().any(|(written, _)| *written > time)
    }
}

/// `None` for a file that is not there.
fn stamp(file: &Path) -> Option<(SystemTime, u64)> {
    let metadata = fs::metadata(file).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_runs_again_for_each_change_and_whatever_fails() {
        let file = std::env::temp_dir().join(format!("codegen-watch-{}", std::process::id()));
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
                        thread::sleep(PAUSE / 2);
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
