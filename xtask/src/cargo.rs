//! Cargo, started by a program that cargo itself runs.

use std::{env, ffi::OsString, process::Command};

/// Returns a command of cargo without the variables that cargo has set for the package of this program.
///
/// Build scripts read these variables. With them, that of `ring` would run in each command inside of `cargo test` and
/// again in the next command outside, and everything that depends on `ring` would be compiled each time.
#[must_use]
pub fn command() -> Command {
    let mut cargo = Command::new(program());
    remove_package(&mut cargo);
    cargo
}

/// Returns the path of cargo.
#[must_use]
pub fn program() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into())
}

/// Removes the variables of a package from the environment of a command that starts cargo.
pub fn remove_package(command: &mut Command) {
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(is_of_package) {
            command.env_remove(name);
        }
    }
}

/// Returns `true` for a variable that cargo sets for a package, and not for all of its commands.
fn is_of_package(name: &str) -> bool {
    let is_group =
        ["CARGO_BIN_", "CARGO_MANIFEST_", "CARGO_PKG_"].iter().any(|group| name.starts_with(group));
    is_group
        || matches!(name, "CARGO_CRATE_NAME" | "CARGO_PRIMARY_PACKAGE" | "CARGO_TARGET_TMPDIR" | "OUT_DIR")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_the_variables_of_the_package_that_is_tested() {
        let cargo = command();
        let removed: Vec<_> = cargo.get_envs().filter(|(_, value)| value.is_none()).collect();
        for name in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "CARGO_PKG_VERSION_MAJOR"] {
            assert!(removed.iter().any(|(removed, _)| *removed == name), "{name} remains");
        }
        assert!(
            !is_of_package("CARGO_TARGET_DIR") && !is_of_package("CARGO_HOME") && !is_of_package("CARGO")
        );
    }
}
