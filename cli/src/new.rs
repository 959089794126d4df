//! `clientwright new openapi.yaml`: a crate for a description, and its table in `clientwright.toml`.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::Args;
use clientwright_codegen::escape;

use crate::{
    Failure,
    allow::{self, Allowed},
    config, description,
    files::{self, absolute, relative},
    job::{self, Job},
    locate,
    lock::Lock,
    program,
    progress::Progress,
    ready::{Outcome, Ready, shown},
    show,
    workspace::{self, Membership},
};

/// The start of a new file.
const HEAD: &str = "# The descriptions of Clientwright, and the settings of their crates.";

#[doc(hidden)]
#[derive(Debug, Args)]
pub struct Options {
    /// The description
    spec: PathBuf,
    /// The name of the crate; the default is that of the file, or the title of the API for a file such as openapi.yaml
    #[arg(long)]
    name: Option<String>,
    /// The folder of the crate; the default is a folder with the name of the crate beside clientwright.toml
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Add the crate to this file instead of the nearest clientwright.toml; a missing file is created
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Accept the errors with this code, also in later runs; may be repeated
    #[arg(long, value_name = "CODE", value_parser = allow::parse)]
    allow: Vec<Allowed>,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    if description::is_stdin(&options.spec) {
        let message =
            "`new` cannot read standard input: later runs need the description, so save it to a file first";
        return Err(Failure::Usage(message.to_owned()));
    }
    let file = settings_file(options)?;
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let name = match &options.name {
        Some(name) => name.clone(),
        None => package_name(&options.spec)?,
    };
    job::check_package_name(&name)?;
    let spec = absolute(&options.spec)?;
    let out = match &options.out {
        Some(out) => absolute(out)?,
        None => folder.join(&name),
    };
    // Two runs may each add a crate. The folders are locked together, so that runs never wait for each other.
    let root = match workspace::membership(&out)? {
        Membership::New { manifest, .. } => manifest.parent().map(Path::to_owned),
        _ => None,
    };
    let locks = Lock::all([folder.as_path(), out.as_path()].into_iter().chain(root.as_deref()))?;
    let before = read(&file)?.unwrap_or_default();
    if !before.is_empty() {
        check_known(&config::read(&file)?, &name, &spec, &out)?;
    }
    let mut job = Job::new(spec, out, &name);
    job.allow.clone_from(&options.allow);
    let text = settings_text(&before, &job, &folder)?;
    let member = workspace::membership(&job.out)?;
    let progress = Progress::start();
    progress.stage(format!("generating {}", escape::text(&name)));
    let outcome = Ready::of(job)?;
    drop(progress);
    let name_of_spec = description::name(&options.spec);
    let mut ready = match outcome {
        Outcome::Ready(ready) => ready,
        Outcome::Nothing(generated) => {
            show::diagnostics(&name_of_spec, &generated, None, false);
            return Err(Failure::Failed(format!("{name}: nothing is generated, and nothing is added")));
        }
    };
    show::diagnostics(&name_of_spec, &ready.generated, None, false);
    allow::check(&name, &ready.generated.diagnostics, &ready.job.allow, "nothing is added")?;
    // The settings and the workspace refer to the crate: they are written after it.
    ready.write(&Lock::made(&locks))?;
    files::replace(&file, &text)?;
    print_line!("  the settings of the crate are in {}, `[api.{name}]`", shown(&file));
    match &member {
        Membership::New { manifest, text } => {
            files::replace(manifest, text)?;
            print_line!("  the crate is a member of the workspace {}", shown(manifest));
        }
        Membership::ByHand { manifest, path } => {
            print_line!("  add \"{path}\" to `workspace.members` in {} by hand", shown(manifest));
        }
        Membership::None | Membership::Member => {}
    }
    next_steps(&ready.job.out, &file);
    Ok(())
}

/// Checks that a crate is not in the settings already.
fn check_known(known: &[Job], name: &str, spec: &Path, out: &Path) -> Result<(), Failure> {
    let same = |one: &str, other: &str| one.replace('-', "_") == other.replace('-', "_");
    for job in known {
        let known = &job.settings.name;
        let message = if same(known, name) && job.description.spec == spec {
            format!("the settings have this crate already: run `{} generate`", program::name())
        } else if same(known, name) {
            format!("the settings have a crate `{known}` already: choose another --name")
        } else if job::overlap(&job.out, out) {
            format!("the crate `{known}` is in {} already: choose another --out", shown(&job.out))
        } else {
            continue;
        };
        return Err(Failure::Usage(message));
    }
    Ok(())
}

/// Returns the text of the settings with the crate. A text that is not valid is an error before anything is written.
fn settings_text(before: &str, job: &Job, folder: &Path) -> Result<String, Failure> {
    let [spec, out] = [&job.description.spec, &job.out].map(|path| {
        let path = relative(path, folder);
        if path.contains(char::REPLACEMENT_CHARACTER) {
            return Err(Failure::Usage(format!("the path {path} is not UTF-8")));
        }
        Ok(if path.is_empty() { ".".to_owned() } else { path })
    });
    let name = &job.settings.name;
    let text = with_table(if before.is_empty() { HEAD } else { before }, name, &spec?, &out?, &job.allow);
    match text.parse::<toml::Table>() {
        Ok(_) => Ok(text),
        Err(_) => Err(Failure::Failed(format!(
            "add a table `[api.{name}]` to the settings by hand: `api` is no table"
        ))),
    }
}

/// Prints the commands that follow.
fn next_steps(out: &Path, settings: &Path) {
    let quoted = |path: &Path| {
        let path = shown(path);
        let is_plain = |char: char| char.is_alphanumeric() || "-_./\\:".contains(char);
        if path.chars().all(is_plain) { path } else { format!("'{}'", path.replace('\'', "'\\''")) }
    };
    let name = program::name();
    let generate = match locate::nearest() {
        Some(nearest) if nearest == settings => format!("{name} generate"),
        _ => format!("{name} generate --settings {}", quoted(settings)),
    };
    print_line!("next:");
    print_line!("  cargo build --manifest-path {}", quoted(&out.join("Cargo.toml")));
    print_line!("  cargo add --path {}    # in the package that uses it", quoted(out));
    print_line!("  {generate}    # after each change of the description");
}

/// Returns the absolute path of the settings: of the option, of the nearest file, or of a new one in this folder.
fn settings_file(options: &Options) -> Result<PathBuf, Failure> {
    match (&options.settings, locate::nearest()) {
        (Some(file), _) => Ok(absolute(file)?),
        (None, Some(file)) => Ok(file),
        (None, None) => Ok(absolute(Path::new(locate::FILE))?),
    }
}

/// Returns the text of the settings; `None` for a missing file.
fn read(file: &Path) -> Result<Option<String>, String> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("cannot read {}: {error}", file.display())),
    }
}

/// Returns the settings with a new table.
fn with_table(text: &str, name: &str, spec: &str, out: &str, allow: &[Allowed]) -> String {
    let [spec, out] = [spec, out].map(|path| toml::Value::String(path.to_owned()));
    let codes: Vec<String> = allow.iter().map(|allowed| format!("\"{}\"", allowed.code())).collect();
    let allow = if codes.is_empty() { String::new() } else { format!("allow = [{}]\n", codes.join(", ")) };
    format!("{}\n\n[api.{name}]\nspec = {spec}\nout = {out}\n{allow}", text.trim_end())
}

/// Returns a name for the package of a description: of its file, or of its title if the name of the file has no word
/// about the API.
fn package_name(spec: &Path) -> Result<String, Failure> {
    let stem = spec.file_stem().unwrap_or_default().to_string_lossy();
    if let Some(name) = clientwright_codegen::package_name(&stem) {
        return Ok(name);
    }
    let source = description::read(spec, None, &[])?;
    clientwright_codegen::suggest_package_name(&source).ok_or_else(|| {
        Failure::Usage(
            "neither the name of the file nor the title names the API: choose a name with --name".to_owned(),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_text_of_the_settings() {
        let text = with_table(
            "# Mine.\n[api.a]\nspec = \"a.yaml\"\nout = \"../a\"\n\n",
            "b",
            "b \"c\".yaml",
            "../b",
            &[allow::parse("E0004").expect("a code")],
        );
        assert!(text.starts_with("# Mine.\n[api.a]\n"));
        assert!(
            text.ends_with(
                "out = \"../a\"\n\n[api.b]\nspec = 'b \"c\".yaml'\nout = \"../b\"\nallow = [\"E0004\"]\n"
            ),
            "{text}"
        );
    }
}
