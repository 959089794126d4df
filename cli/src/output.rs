//! The disk: its differences from the generated files, and writing them, all or nothing.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    fs::{self, File, FileType},
    io::{self, Read},
    path::Path,
    process,
};

use clientwright_codegen::{
    FileTree,
    render::{MARK, START},
};

use crate::{
    listing::{Listing, State},
    merge::{changelog, is_all_generated},
};

mod new_folder;
mod write;

pub use write::apply;
pub(crate) use write::{create_staged, make_folders};

/// The differences of the disk from the generated files.
#[derive(Debug, Default)]
pub struct Changes {
    /// The files that are missing or have another text.
    pub written: Vec<String>,
    /// The generated files that no longer belong there.
    pub stale: Vec<String>,
    /// The missing ones of `written`.
    new: BTreeSet<String>,
}

impl Changes {
    /// Returns `true` without a difference.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.written.is_empty() && self.stale.is_empty()
    }
}

/// Compares the folder `out` with `files`.
///
/// # Errors
/// Returns an error if a file would be overwritten that was not generated, or the folder cannot be read.
pub fn compare(files: &FileTree, out: &Path) -> Result<Changes, String> {
    let mut changes = Changes::default();
    let mut listing = Listing::new(out);
    for (path, text) in files {
        match listing.state(Path::new(path)) {
            State::Present => {}
            State::Missing => {
                changes.written.push(path.clone());
                changes.new.insert(path.clone());
                continue;
            }
            State::Link(expected) => {
                let place = out.join(path);
                return Err(format!(
                    "{} is in the way: it is a link, and a {expected} belongs there",
                    linked(out, &place)
                ));
            }
        }
        let file = out.join(path);
        match fs::read(&file) {
            Ok(bytes) if bytes == text.as_bytes() => {}
            Ok(bytes) if !(is_ours(&bytes) || PAGES.contains(&path.as_str()) && has_markers(&bytes)) => {
                return Err(format!(
                    "{} is in the way: it was not generated; remove it or choose another folder",
                    file.display()
                ));
            }
            Ok(_) => changes.written.push(path.clone()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => changes.written.push(path.clone()),
            Err(error) => return Err(in_the_way(out, &file, &error)),
        }
    }
    let mut found = Vec::new();
    generated_files(files, &mut listing, Path::new(""), &mut found)?;
    changes.stale = found;
    changes.stale.extend(stale_readme(files, &mut listing));
    Ok(changes)
}

/// Returns the message for an obstacle at the path of the generated file `file`.
fn in_the_way(out: &Path, file: &Path, error: &io::Error) -> String {
    if file.is_dir() {
        return format!("{} is in the way: it is a folder, and a file belongs there", file.display());
    }
    let above = file.ancestors().skip(1).take_while(|folder| folder.starts_with(out));
    match above.filter(|folder| folder.exists() && !folder.is_dir()).last() {
        Some(found) => {
            format!("{} is in the way: it is a file, and a folder belongs there", found.display())
        }
        None => format!("cannot read {}: {error}", file.display()),
    }
}

/// Returns the file, or the first folder between it and `out`, that is a link.
fn linked(out: &Path, file: &Path) -> String {
    let is_link = |path: &&Path| fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
    let found = file.ancestors().take_while(|path| *path != out).filter(is_link).last();
    found.unwrap_or(file).display().to_string()
}

/// Returns `true` if the first line is the one that generated files have, as a comment of Rust or TOML or as JSON.
pub(crate) fn is_generated(text: &[u8]) -> bool {
    let starts = ["// ", "# ", "{ \"//\": \""];
    starts.iter().any(|start| {
        let rest = text.strip_prefix(start.as_bytes());
        rest.is_some_and(|rest| [MARK, EARLIER_MARK].iter().any(|mark| rest.starts_with(mark.as_bytes())))
    })
}

/// The pages of Markdown, which have markers instead of the mark.
const PAGES: [&str; 2] = ["README.md", changelog::PATH];

/// Returns `true` for a page of Markdown with a part that is generated.
fn has_markers(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let lines = [START, changelog::MARKER];
    lines.iter().any(|line| text.lines().any(|of_text| of_text == *line))
}

/// Returns `true` for the text of a file that a run may replace or remove: it has the mark, or is empty because a run
/// was killed.
fn is_ours(text: &[u8]) -> bool {
    let pages = [START, changelog::HEAD];
    text.is_empty() || is_generated(text) || pages.iter().any(|page| text.starts_with(page.as_bytes()))
}

/// Returns the end of the name of a file or folder that this run stages.
fn staged_end(attempt: u32) -> String {
    format!(".{}-{attempt}.{STAGED}", process::id())
}

/// Returns the name of a staged file or folder without the end that any run has given it.
fn staged_name(name: &str) -> Option<&str> {
    let (name, run) = name.strip_suffix(STAGED)?.strip_suffix('.')?.rsplit_once('.')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (process, attempt) = run.split_once('-')?;
    (is_number(process) && is_number(attempt)).then_some(name)
}

/// The mark of the versions before the generator had its name.
const EARLIER_MARK: &str = "@generated by codegen";

/// The extension of a file until it is complete. A run that was killed leaves such files.
const STAGED: &str = "clientwright-new";
/// The file that a later run compares with. It changes last, so that the run after a killed one starts from the same
/// state.
const LAST: &str = "api.txt";

/// The folder that contains all generated files, except for those beside the manifest.
const SOURCES: &str = "src";

/// Adds the files in `folder` with the mark that are not in `files`, and those of a run that was killed. Links, hidden
/// folders and other packages are not followed.
fn generated_files(
    files: &FileTree,
    listing: &mut Listing<'_>,
    folder: &Path,
    found: &mut Vec<String>,
) -> Result<(), String> {
    let names =
        listing.names(folder).map(|names| names.iter().map(|(name, kind)| (name.clone(), *kind)).collect());
    let names: Vec<(OsString, FileType)> =
        names.map_err(|error| format!("cannot read {}: {error}", listing.root().join(folder).display()))?;
    let is_top = folder.as_os_str().is_empty();
    for (name, kind) in names {
        let path = folder.join(&name);
        let text = name.to_string_lossy();
        if kind.is_dir() {
            let is_searched = if is_top { text == SOURCES } else { !text.starts_with('.') };
            if is_searched && !listing.has(&path, "Cargo.toml") {
                generated_files(files, listing, &path, found)?;
            }
        } else if kind.is_file()
            && matches!(path.extension().and_then(|e| e.to_str()), Some("rs" | "toml" | "txt" | STAGED))
        {
            let place = path.to_string_lossy().replace('\\', "/");
            if files.contains_key(&place) {
                continue;
            }
            let bytes = start_of(&listing.root().join(&path))
                .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            let is_stale = if text.ends_with(STAGED) {
                staged_name(&text).is_some() && is_ours(&bytes)
            } else {
                is_generated(&bytes)
            };
            if is_stale {
                found.push(place);
            }
        }
    }
    Ok(())
}

/// Returns the path of a `README.md` that no longer belongs there. One with a text of the user stays.
fn stale_readme(files: &FileTree, listing: &mut Listing<'_>) -> Option<String> {
    let path = "README.md";
    if files.contains_key(path) || listing.state(Path::new(path)) != State::Present {
        return None;
    }
    let text = fs::read_to_string(listing.root().join(path)).ok()?;
    is_all_generated(&text).then(|| path.to_owned())
}

/// Reads the part of a file that contains the mark.
fn start_of(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let length = (MARK.len() + 16).max(START.len()).max(changelog::HEAD.len());
    File::open(file)?.take(length as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}
