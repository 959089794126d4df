//! Generated crates under cargo: workspaces of them that share the target folder of this workspace, and its profile in
//! `.cargo/config.toml`, so that a dependency is compiled once for all.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use clientwright::output;
use clientwright_codegen::FileTree;
use serde_json::Value;
use xtask::workspace;

/// The number of lines that are kept of the report about doctests.
const MAX_FAILURE: usize = 40;

/// A message of the compiler about a crate.
#[derive(Debug)]
pub struct Message {
    /// The package.
    pub package: String,
    /// `true` for an error, `false` for a warning.
    pub error: bool,
    /// The text as a terminal shows it.
    pub text: String,
}

/// Writes a workspace of these packages, which are folders of `folder`.
///
/// # Errors
/// Returns an error if a file cannot be written.
pub fn write_workspace<'a>(packages: impl Iterator<Item = &'a str>, folder: &Path) -> Result<(), String> {
    let members: Vec<String> = packages.map(|package| format!("    {package:?},\n")).collect();
    let members = members.concat();
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n");
    let path = folder.join("Cargo.toml");
    // Clippy compiles every package again when this file is newer.
    if fs::read_to_string(&path).map_or(true, |known| known != manifest) {
        fs::write(&path, manifest).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    // The versions of this workspace, so that nothing else is downloaded.
    let lock = workspace().join("Cargo.lock");
    fs::copy(&lock, folder.join("Cargo.lock"))
        .map(drop)
        .map_err(|error| format!("cannot copy {}: {error}", lock.display()))
}

/// Writes these crates below `folder`, and a workspace of them. Returns `true` if a file of a crate has changed.
///
/// # Errors
/// Returns an error if a file cannot be written.
pub fn write_crates<'a>(
    crates: impl Iterator<Item = (&'a str, &'a FileTree)>,
    folder: &Path,
) -> Result<bool, String> {
    let mut names = Vec::new();
    let mut has_changed = false;
    for (name, files) in crates {
        let out = folder.join(name);
        let changes = output::compare(files, &out)?;
        output::apply(files, &changes, &out, false)?;
        has_changed |= !changes.is_empty();
        names.push(name);
    }
    write_workspace(names.into_iter(), folder)?;
    Ok(has_changed)
}

/// Runs a command of cargo, `check` or `clippy` or `doc`, in the workspace in `folder`.
///
/// # Errors
/// Returns an error if cargo does not get as far as the packages themselves.
pub fn compile(folder: &Path, command: &str, arguments: &[&str]) -> Result<Vec<Message>, String> {
    let mut cargo = cargo(folder, command);
    let output = output_of(cargo.args(["--keep-going", "--message-format=json"]).args(arguments))?;
    let messages: Vec<Message> = output.stdout.split(|byte| *byte == b'\n').filter_map(message).collect();
    if !output.status.success() && !messages.iter().any(|message| message.error) {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(messages)
}

/// Compiles the examples in the documentation of the workspace in `folder`, with all features. Returns a message for
/// each package with an example that does not compile.
///
/// # Errors
/// Returns an error if cargo does not get as far as the examples.
pub fn doctests(folder: &Path) -> Result<Vec<Message>, String> {
    let mut cargo = cargo(folder, "test");
    let output = output_of(cargo.args(["--doc", "--no-fail-fast", "--all-features"]))?;
    if output.status.success() {
        return Ok(Vec::new());
    }
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let messages = failed_doctests(&stdout, &stderr);
    if messages.is_empty() { Err(stderr.into_owned()) } else { Ok(messages) }
}

/// Reads the packages with failures from cargo's summary, and the failures from the report of the tests.
fn failed_doctests(stdout: &str, stderr: &str) -> Vec<Message> {
    let failures = stdout.split_once("---- ").map_or("", |(_, failures)| failures);
    let text: Vec<&str> = failures.lines().take(MAX_FAILURE).collect();
    // `-p NAME --doc`, in a message for each package and once more in the summary.
    let packages = stderr.lines().filter_map(|line| line.split_once("`-p ")?.1.strip_suffix(" --doc`"));
    let packages: BTreeSet<&str> = packages.collect();
    let message = |package: &str| Message { package: package.to_owned(), error: true, text: text.join("\n") };
    packages.into_iter().map(message).collect()
}

/// Builds the workspace in `folder`, with more arguments for cargo.
///
/// # Errors
/// Returns an error if something does not compile.
pub fn build(folder: &Path, arguments: &[&str]) -> Result<(), String> {
    succeed(cargo(folder, "build").args(arguments))
}

/// Returns the path of a program that [`build`] has built.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    target().join("debug").join(name)
}

/// Returns a command of cargo for the whole workspace in `folder`.
#[must_use]
pub fn cargo(folder: &Path, command: &str) -> Command {
    let mut cargo = xtask::cargo::command();
    cargo.args([command, "--workspace", "--quiet"]).current_dir(folder);
    cargo.env("CARGO_TARGET_DIR", target()).stdin(Stdio::null());
    // A crate is compiled again only when all of it may have changed, and the first time takes a fifth less.
    cargo.env("CARGO_INCREMENTAL", "0");
    cargo
}

/// Runs a command of cargo to its end.
///
/// # Errors
/// The messages of a command that fails.
pub fn succeed(cargo: &mut Command) -> Result<(), String> {
    let output = output_of(cargo)?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// Returns the target folder of this workspace.
#[must_use]
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace().join("target"), PathBuf::from)
}

fn output_of(cargo: &mut Command) -> Result<Output, String> {
    cargo.output().map_err(|error| format!("cannot run cargo: {error}"))
}

/// Reads a line of cargo's output.
fn message(line: &[u8]) -> Option<Message> {
    let value: Value = serde_json::from_slice(line).ok()?;
    let message = &value["message"];
    let error = match message["level"].as_str()? {
        "error" => true,
        // The summary at the end has no place.
        "warning" if message["spans"].as_array().is_some_and(|spans| !spans.is_empty()) => false,
        _ => return None,
    };
    Some(Message {
        package: value["target"]["name"].as_str()?.replace('_', "-"),
        error,
        text: message["rendered"].as_str()?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::failed_doctests;

    #[test]
    fn names_each_package_whose_doctests_fail() {
        let stdout =
            "\nrunning 1 test\nF\n\nfailures:\n\n---- src/lib.rs - (line 9) stdout ----\nerror[E0425]: no\n";
        let stderr = "error: doctest failed, to rerun pass `-p c-a --doc`\nerror: 2 targets failed:\n    `-p c-a --doc`\n    `-p c-b --doc`\n";
        let messages = failed_doctests(stdout, stderr);
        let packages: Vec<&str> = messages.iter().map(|message| message.package.as_str()).collect();
        assert_eq!(packages, ["c-a", "c-b"]);
        assert!(messages[0].text.starts_with("src/lib.rs - (line 9)"), "{messages:?}");
        assert!(failed_doctests("", "error: could not compile `c-a`").is_empty());
    }
}
