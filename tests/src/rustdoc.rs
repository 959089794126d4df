//! The JSON that rustdoc writes about generated crates.

use std::{collections::BTreeMap, fs, path::Path, path::PathBuf};

use codegen::FileTree;
use xtask::workspace;

use crate::crates;

/// Writes these crates below `target/api` and documents them. Returns the JSON file of each.
///
/// # Errors
/// When the crates cannot be written, or do not compile.
pub fn json(crates: &BTreeMap<String, FileTree>) -> Result<BTreeMap<String, PathBuf>, String> {
    let folder = workspace().join("target/api");
    crates::write_crates(crates.iter().map(|(name, files)| (name.as_str(), files)), &folder)?;
    let mut cargo = crates::cargo(&folder, "doc");
    cargo.args(["--no-deps", "--all-features"]);
    // The format is not stable: rustdoc requires both the options and the variable.
    cargo.env("RUSTDOCFLAGS", "-Z unstable-options --output-format json --document-hidden-items");
    cargo.env("RUSTDOC", rustdoc(&folder)?);
    crates::succeed(&mut cargo)?;
    let file = |name: &String| crates::target().join("doc").join(format!("{}.json", name.replace('-', "_")));
    Ok(crates.keys().map(|name| (name.clone(), file(name))).collect())
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
