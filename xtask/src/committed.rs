//! A crate as it was before: as the project has committed it, or where it is not under version control, as it is
//! on the disk. Until it is committed, running again compares with the same.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    path::Path,
    process::{Command, Stdio},
    thread,
};

use codegen::Surface;
use semver::Version;

/// Files of a crate as they were.
#[derive(Debug, Default)]
pub(crate) struct Committed {
    files: BTreeMap<String, Vec<u8>>,
    /// Since when things have changed, in words.
    pub(crate) since: &'static str,
}

impl Committed {
    /// The files at these paths below `out`, of those that were there.
    pub(crate) fn read<'a>(out: &Path, paths: impl Iterator<Item = &'a str>) -> Self {
        if out.as_os_str().is_empty() {
            // A crate that is written nowhere was nothing before.
            return Self::default();
        }
        let paths: Vec<&str> = paths.collect();
        let files = of_git(out, &paths).unwrap_or_default();
        if !files.is_empty() {
            return Self { files, since: "since the last commit" };
        }
        let on_disk =
            paths.iter().filter_map(|path| Some(((*path).to_owned(), fs::read(out.join(path)).ok()?)));
        Self { files: on_disk.collect(), since: "since the last run" }
    }

    /// The public API.
    pub(crate) fn surface(&self) -> Surface {
        let text = self.files.get("api.txt").map(|bytes| String::from_utf8_lossy(bytes));
        text.map(|text| Surface::parse(&text)).unwrap_or_default()
    }

    /// The version that had this API: the first line says it.
    pub(crate) fn version(&self) -> Option<String> {
        let text = String::from_utf8_lossy(self.files.get("api.txt")?);
        let (_, said) = text.lines().next()?.split_once("the public API of ")?;
        let (_, version) = said.split_once(", ")?.0.rsplit_once(' ')?;
        Version::parse(version).is_ok().then(|| version.to_owned())
    }

    /// Whether the file at `path` was this.
    pub(crate) fn has(&self, path: &str, text: &str) -> bool {
        self.files.get(path).is_some_and(|bytes| bytes == text.as_bytes())
    }
}

/// The files of the last commit; `None` where there is none, and where there is no git.
fn of_git(out: &Path, paths: &[&str]) -> Option<BTreeMap<String, Vec<u8>>> {
    if !out.is_dir() {
        return None;
    }
    let mut git = Command::new("git")
        .args(["cat-file", "--batch"])
        .current_dir(out)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let (mut input, output) = (git.stdin.take()?, git.stdout.take()?);
    let questions = paths.iter().map(|path| format!("HEAD:./{path}\n")).collect::<Vec<_>>().concat();
    // It answers while it is asked, and neither side is to wait for the other.
    let asking = thread::spawn(move || input.write_all(questions.as_bytes()));
    let mut output = BufReader::new(output);
    let mut files = BTreeMap::new();
    for path in paths {
        match answer(&mut output).ok()? {
            Answer::File(bytes) => drop(files.insert((*path).to_owned(), bytes)),
            Answer::Missing => {}
        }
    }
    drop(output);
    // Whatever became of the questions, the answers are there.
    let _ = (asking.join(), git.wait());
    Some(files)
}

/// What git answers.
enum Answer {
    File(Vec<u8>),
    Missing,
}

/// One answer: a line with the name, the type and the size, the object, a line break.
fn answer(output: &mut impl BufRead) -> io::Result<Answer> {
    let mut header = String::new();
    if output.read_line(&mut header)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let mut words = header.split_whitespace().rev();
    let Some(size) = words.next().and_then(|size| size.parse::<u64>().ok()) else {
        return Ok(Answer::Missing);
    };
    let is_file = words.next() == Some("blob");
    let mut bytes = Vec::new();
    output.take(size).read_to_end(&mut bytes)?;
    output.read_line(&mut header)?;
    Ok(if is_file { Answer::File(bytes) } else { Answer::Missing })
}
