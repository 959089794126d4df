//! The place of `clientwright.toml`.

use std::path::{Path, PathBuf};

use crate::{Failure, program, ready::shown};

/// The name of the file.
pub(crate) const FILE: &str = "clientwright.toml";

/// Returns the path of the file in the current folder, or in the nearest folder above that has one. A link without a
/// target is one: the settings of another project must not take its place.
pub(crate) fn nearest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join(FILE)).find(|file| file.symlink_metadata().is_ok())
}

/// Returns the message about a file without crates.
pub(crate) fn no_crates(file: &Path) -> String {
    format!("{} has no crates: run `{} new FILE`", shown(file), program::name())
}

/// Returns the file that the command line names, or the nearest one.
pub(crate) fn file(given: Option<&Path>) -> Result<PathBuf, Failure> {
    let found = given.map(Path::to_owned).or_else(nearest);
    found.ok_or_else(|| {
        let name = program::name();
        let message =
            format!("there is no {FILE} in this folder, nor in a folder above it: run `{name} new FILE`");
        Failure::Usage(message)
    })
}
