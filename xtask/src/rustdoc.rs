//! What rustdoc says of generated crates, as JSON.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    process::{Command, Stdio},
};

use codegen::FileTree;

use crate::{cargo, workspace};

/// Writes these crates below `target/api` and documents them; the JSON files, by crate.
///
/// # Errors
/// When the crates cannot be written, or do not compile.
pub fn json(crates: &BTreeMap<String, FileTree>) -> Result<BTreeMap<String, PathBuf>, String> {
    let folder = workspace().join("target/api");
    cargo::write_crates(crates.iter().map(|(name, files)| (name.as_str(), files)), &folder)?;
    let output = Command::new(env!("CARGO"))
        .args(["doc", "--workspace", "--no-deps", "--quiet", "--all-features"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        // The format is not stable: rustdoc has to be asked for it twice.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTDOCFLAGS", "-Z unstable-options --output-format json --document-hidden-items")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let file = |name: &String| folder.join("target/doc").join(format!("{}.json", name.replace('-', "_")));
    Ok(crates.keys().map(|name| (name.clone(), file(name))).collect())
}
