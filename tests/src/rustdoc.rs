//! The JSON that rustdoc writes about generated crates.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use clientwright_codegen::FileTree;
use xtask::workspace;

use crate::crates;

/// Writes these crates below `target/api` and documents them. Returns the JSON file of each.
///
/// # Errors
/// Returns an error if the crates cannot be written, or do not compile.
pub fn json(crates: &BTreeMap<String, FileTree>) -> Result<BTreeMap<String, PathBuf>, String> {
    let folder = workspace().join("target/api");
    let file = |name: &String| crates::target().join("doc").join(format!("{}.json", name.replace('-', "_")));
    let files: BTreeMap<String, PathBuf> = crates.keys().map(|name| (name.clone(), file(name))).collect();
    // Cargo does not know the JSON as rustdoc's output, and would write it in every run.
    let (stamp, now) = (folder.join("rustdoc.version"), version()?);
    let is_same = fs::read_to_string(&stamp).is_ok_and(|known| known == now);
    remove(&stamp)?;
    let has_changed =
        crates::write_crates(crates.iter().map(|(name, files)| (name.as_str(), files)), &folder)?;
    if !has_changed && is_same && files.values().all(|path| path.exists()) {
        write(&stamp, &now)?;
        return Ok(files);
    }
    let mut cargo = crates::cargo(&folder, "doc");
    cargo.args(["--no-deps", "--all-features"]);
    // The format is not stable: rustdoc requires both the options and the variable.
    cargo.env("RUSTDOCFLAGS", "-Z unstable-options --output-format json --document-hidden-items");
    cargo.env("RUSTDOC", rustdoc(&folder)?);
    crates::succeed(&mut cargo)?;
    write(&stamp, &now)?;
    Ok(files)
}

/// Returns the version of rustdoc, the target folder, and the versions of the dependencies.
fn version() -> Result<String, String> {
    let output = Command::new("rustdoc").arg("-vV").output();
    let output = output.map_err(|error| format!("cannot run rustdoc: {error}"))?;
    let lock = workspace().join("Cargo.lock");
    let locked =
        fs::read_to_string(&lock).map_err(|error| format!("cannot read {}: {error}", lock.display()))?;
    Ok(format!("{}{}\n{locked}", String::from_utf8_lossy(&output.stdout), crates::target().display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// Removes a file, so that a run that is interrupted does not leave it beside an old result.
fn remove(path: &Path) -> Result<(), String> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(format!("cannot remove {}: {error}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Writes a script that sets `RUSTC_BOOTSTRAP` for rustdoc alone: set for cargo, the variable would compile every
/// dependency again.
fn rustdoc(folder: &Path) -> Result<PathBuf, String> {
    let path = folder.join("rustdoc");
    let script = "#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec rustdoc \"$@\"\n";
    if fs::read_to_string(&path).is_ok_and(|known| known == script) {
        return Ok(path);
    }
    fs::write(&path, script).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755))
            .map_err(|error| format!("cannot make {} executable: {error}", path.display()))?;
    }
    Ok(path)
}
