//! The previous state of a crate: the last commit, or the disk without version control. Every run before the next
//! commit compares with the same state.

use std::{
    collections::BTreeMap,
    env, fs,
    io::{self, BufRead, BufReader, Read, Write},
    path::Path,
    process::{Command, Stdio},
    thread,
};

use clientwright_codegen::Surface;
use semver::Version;

use crate::merge;

/// The previous files of a crate.
#[derive(Debug, Default)]
pub(crate) struct Committed {
    files: BTreeMap<String, Vec<u8>>,
    /// `true` if the files are those of a commit.
    is_commit: bool,
    /// The point in time of this state, in words.
    pub(crate) since: &'static str,
}

impl Committed {
    /// Reads the files at these paths below `out`. One of them is the list of the public API.
    pub(crate) fn read<'a>(out: &Path, paths: impl Iterator<Item = &'a str>) -> Self {
        if out.as_os_str().is_empty() {
            // A crate that is not written has no previous state.
            return Self::default();
        }
        let paths: Vec<&str> = paths.collect();
        let files = of_git(out, &paths).unwrap_or_default();
        if files.contains_key(API) {
            return Self { files, is_commit: true, since: "since the last commit" };
        }
        let on_disk =
            paths.iter().filter_map(|path| Some(((*path).to_owned(), fs::read(out.join(path)).ok()?)));
        Self { files: on_disk.collect(), is_commit: false, since: "since the last run" }
    }

    /// Returns the public API.
    pub(crate) fn surface(&self) -> Surface {
        let text = self.files.get(API).map(|bytes| String::from_utf8_lossy(bytes));
        text.map(|text| Surface::parse(&text)).unwrap_or_default()
    }

    /// Returns the version of this API, which its first line has.
    pub(crate) fn version(&self) -> Option<String> {
        let text = String::from_utf8_lossy(self.files.get(API)?);
        let (_, title) = text.lines().next()?.split_once("the public API of ")?;
        let (_, version) = title.split_once(", ")?.0.rsplit_once(' ')?;
        Version::parse(version).is_ok().then(|| version.to_owned())
    }

    /// Returns `true` if the file at `path` had this text, apart from what the user has added.
    pub(crate) fn has(&self, path: &str, text: &str) -> bool {
        let bytes = self.files.get(path);
        bytes.is_some_and(|bytes| {
            bytes == text.as_bytes()
                || str::from_utf8(bytes).is_ok_and(|before| merge::is_same(path, before, text))
        })
    }

    /// Returns the text of the file at `path` in the last commit, if it is the previous state.
    pub(crate) fn committed_text(&self, path: &str) -> Option<String> {
        let bytes = self.files.get(path).map(Vec::as_slice).unwrap_or_default();
        self.is_commit.then(|| String::from_utf8_lossy(bytes).into_owned())
    }
}

/// The list of the public API.
const API: &str = "api.txt";

/// Returns the files of the last commit; `None` without a commit or without git.
fn of_git(out: &Path, paths: &[&str]) -> Option<BTreeMap<String, Vec<u8>>> {
    if !is_in_repository(out) {
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
    // Git writes while it reads, and neither side may wait for the other.
    let asking = thread::spawn(move || input.write_all(questions.as_bytes()));
    let mut output = BufReader::new(output);
    let mut files = BTreeMap::new();
    for path in paths {
        match read_object(&mut output).ok()? {
            Object::File(bytes) => drop(files.insert((*path).to_owned(), bytes)),
            Object::Missing => {}
        }
    }
    drop(output);
    // All objects are read: a failure of the other side changes nothing.
    let _ = (asking.join(), git.wait());
    Some(files)
}

/// Returns `true` if git may find a repository for this folder. Starting git takes longer than small crates do.
fn is_in_repository(folder: &Path) -> bool {
    if env::var_os("GIT_DIR").is_some() {
        return folder.is_dir();
    }
    let folder = fs::canonicalize(folder);
    folder.is_ok_and(|folder| folder.ancestors().any(|above| above.join(".git").exists()))
}

/// An object in the output of `git cat-file`.
enum Object {
    File(Vec<u8>),
    Missing,
}

/// Reads an object: a line with the name, the type and the size, the content, a line break.
fn read_object(output: &mut impl BufRead) -> io::Result<Object> {
    let mut header = String::new();
    if output.read_line(&mut header)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let mut words = header.split_whitespace().rev();
    let Some(size) = words.next().and_then(|size| size.parse::<u64>().ok()) else {
        return Ok(Object::Missing);
    };
    let is_file = words.next() == Some("blob");
    let mut bytes = Vec::new();
    output.take(size).read_to_end(&mut bytes)?;
    output.read_line(&mut header)?;
    Ok(if is_file { Object::File(bytes) } else { Object::Missing })
}
