//! The npm packages: the scenarios, the compiler to OpenAPI, and Spector.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::Specification;
use clientwright::{files, print_line};

/// The minimum version of Node.js for the compiler.
const NODE: u32 = 22;
/// The package that is installed if the machine's version is older.
const NODE_PACKAGE: &str = "node@22.23.3";
/// The files that are copied to the folder of the packages.
const FILES: [&str; 4] = [".npmrc", "compile.mjs", "package-lock.json", "package.json"];

/// The installed packages.
pub(super) struct Npm {
    folder: PathBuf,
    node: PathBuf,
}

impl Npm {
    /// Installs the packages that `source` pins into `folder`, once. Returns `None` without npm.
    pub(super) fn install(source: &Path, folder: &Path) -> Result<Option<Self>, String> {
        let npm = Command::new("npm").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        if npm.is_err() {
            return Ok(None);
        }
        let texts: Vec<(&str, String)> = FILES
            .into_iter()
            .map(|name| Ok((name, read(&source.join(name))?)))
            .collect::<Result<_, String>>()?;
        let lock = texts.iter().find(|(name, _)| *name == "package-lock.json").map(|(_, text)| text.clone());
        let lock = lock.unwrap_or_default();
        files::write_below(folder, texts)?;
        let stamp = folder.join("installed.json");
        if !fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
            print_line!("installing the packages of {}", source.display());
            npm_in(folder, &["ci"])?;
            fs::write(&stamp, lock).map_err(|error| format!("cannot write {}: {error}", stamp.display()))?;
        }
        Ok(Some(Self { folder: folder.to_owned(), node: node(folder)? }))
    }

    /// Returns a command of Node.js in the folder of the packages.
    pub(super) fn node(&self) -> Command {
        let mut node = Command::new(&self.node);
        node.current_dir(&self.folder).stdin(Stdio::null());
        node
    }

    /// Returns the folder of the files that the scenarios send and receive.
    pub(super) fn assets(&self) -> PathBuf {
        self.folder.join("node_modules/@typespec/http-specs/assets")
    }

    /// Compiles every specification to OpenAPI of this version, below `out`.
    pub(super) fn compile(&self, version: &str, out: &Path) -> Result<Vec<Specification>, String> {
        let output = self.node().arg("compile.mjs").arg(format!("{version}.0")).arg(out).output();
        let output = output.map_err(|error| format!("cannot run Node.js: {error}"))?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let lines = text.lines().filter(|line| line.starts_with('{'));
        let specifications: Result<_, _> = lines.map(serde_json::from_str).collect();
        specifications.map_err(|error| format!("the output of compile.mjs is invalid: {error}"))
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

fn npm_in(folder: &Path, arguments: &[&str]) -> Result<(), String> {
    let mut npm = Command::new("npm");
    let output = npm.args(arguments).current_dir(folder).stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("cannot run npm: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// Returns the path of Node.js: the machine's if it is new enough, or one from npm.
fn node(folder: &Path) -> Result<PathBuf, String> {
    let version = Command::new("node").arg("--version").output().ok();
    let version =
        version.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let major =
        version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_some_and(|major| major >= NODE) {
        return Ok(PathBuf::from("node"));
    }
    let folder = folder.join("node");
    let node = folder.join("node_modules/node/bin/node");
    if !node.is_file() {
        files::write_below(&folder, [("package.json", "{ \"private\": true }\n".to_owned())])?;
        npm_in(&folder, &["install", "--no-save", "--ignore-scripts=false", NODE_PACKAGE])?;
    }
    Ok(node)
}
