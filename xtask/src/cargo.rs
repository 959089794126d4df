//! Generated crates under cargo: one workspace for all of them, so that what they depend on is
//! compiled once.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

use codegen::FileTree;
use serde_json::Value;

use crate::{output, workspace};

/// What the compiler says of a crate.
#[derive(Debug)]
pub(crate) struct Message {
    /// The package.
    pub(crate) package: String,
    /// Whether it is an error, and not a warning.
    pub(crate) error: bool,
    /// As a person would see it.
    pub(crate) text: String,
}

/// Writes a workspace of these packages, which are folders of `folder`.
pub(crate) fn write_workspace<'a>(
    packages: impl Iterator<Item = &'a str>,
    folder: &Path,
) -> Result<(), String> {
    let members: Vec<String> = packages.map(|package| format!("    {package:?},\n")).collect();
    let members = members.concat();
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n");
    let path = folder.join("Cargo.toml");
    fs::write(&path, manifest).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    // The versions of this workspace, so that nothing else is downloaded.
    let lock = workspace().join("Cargo.lock");
    fs::copy(&lock, folder.join("Cargo.lock"))
        .map(drop)
        .map_err(|error| format!("cannot copy {}: {error}", lock.display()))
}

/// Writes these crates below `folder`, and a workspace of them.
pub(crate) fn write_crates<'a>(
    crates: impl Iterator<Item = (&'a str, &'a FileTree)>,
    folder: &Path,
) -> Result<(), String> {
    let mut names = Vec::new();
    for (name, files) in crates {
        let out = folder.join(name);
        output::apply(files, &output::compare(files, &out)?, &out)?;
        names.push(name);
    }
    write_workspace(names.into_iter(), folder)
}

/// Runs a command of cargo's, `check` or `clippy` or `doc`, over the workspace in `folder`.
///
/// # Errors
/// When cargo does not get as far as the packages themselves.
pub(crate) fn run(folder: &Path, command: &str, arguments: &[&str]) -> Result<Vec<Message>, String> {
    let mut cargo = over_workspace(folder, command);
    let output = output_of(cargo.args(["--keep-going", "--message-format=json"]).args(arguments))?;
    let messages: Vec<Message> = output.stdout.split(|byte| *byte == b'\n').filter_map(message).collect();
    if !output.status.success() && !messages.iter().any(|message| message.error) {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(messages)
}

/// Builds the workspace in `folder`.
///
/// # Errors
/// When something does not compile.
pub(crate) fn build(folder: &Path) -> Result<(), String> {
    // Nobody debugs these programs.
    let output = output_of(over_workspace(folder, "build").env("CARGO_PROFILE_DEV_DEBUG", "false"))?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// A command of cargo's for all of the workspace in `folder`, which has a target folder of its own.
fn over_workspace(folder: &Path, command: &str) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([command, "--workspace", "--quiet"]).current_dir(folder);
    cargo.env("CARGO_TARGET_DIR", folder.join("target")).stdin(Stdio::null());
    cargo
}

fn output_of(cargo: &mut Command) -> Result<Output, String> {
    cargo.output().map_err(|error| format!("cannot run cargo: {error}"))
}

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
