//! `clientwright new openapi.yaml`: a crate for a description, or for several, and its table in `clientwright.toml`.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::Args;
use clientwright_codegen::escape;
use indexmap::IndexMap;

use crate::{
    Failure,
    allow::{self, Allowed},
    config, description,
    files::{self, absolute, relative},
    job::{self, Job},
    locate,
    lock::Lock,
    parts, program,
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
    /// The description; each of several is a part of one crate
    #[arg(required = true, value_name = "SPEC")]
    specs: Vec<PathBuf>,
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
    if options.specs.iter().any(|spec| description::is_stdin(spec)) {
        let message =
            "`new` cannot read standard input: later runs need the description, so save it to a file first";
        return Err(Failure::Usage(message.to_owned()));
    }
    let file = settings_file(options)?;
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let name = package_name(options)?;
    job::check_package_name(&name)?;
    let specs: Vec<PathBuf> = options.specs.iter().map(|spec| absolute(spec)).collect::<Result<_, _>>()?;
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
        check_known(&config::parse(&before, &file)?, &name, &specs, &out)?;
    }
    let table = Table { name: &name, specs: &specs, out: &out, allow: &options.allow };
    let text = table.add_to(if before.is_empty() { HEAD } else { &before }, &folder)?;
    let jobs = config::parse(&text, &file)?;
    let job = jobs.into_iter().find(|job| job.settings.name == name);
    let job = job.ok_or_else(|| Failure::Failed(format!("the settings have no crate `{name}`")))?;
    let member = workspace::membership(&job.out)?;
    let progress = Progress::start();
    progress.stage(format!("generating {}", escape::text(&name)));
    let name_of_spec = shown(&job.description.spec);
    let features: Vec<String> = job.parts.iter().map(|part| part.name.clone()).collect();
    let outcome = Ready::of(job)?;
    drop(progress);
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
    next_steps(&ready.job.out, &file, &features);
    Ok(())
}

/// Checks that a crate is not in the settings already.
fn check_known(known: &[Job], name: &str, specs: &[PathBuf], out: &Path) -> Result<(), Failure> {
    let same = |one: &str, other: &str| one.replace('-', "_") == other.replace('-', "_");
    for job in known {
        let known = &job.settings.name;
        let is_known = |spec: &PathBuf| job.files().any(|file| file == spec);
        let message = if same(known, name) && specs.iter().all(is_known) {
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

/// The table of a new crate in the settings.
struct Table<'a> {
    name: &'a str,
    specs: &'a [PathBuf],
    out: &'a Path,
    allow: &'a [Allowed],
}

impl Table<'_> {
    /// Returns the text of the settings with the table. A text that is not valid is an error before anything is
    /// written.
    fn add_to(&self, before: &str, folder: &Path) -> Result<String, Failure> {
        let name = self.name;
        let path = |path: &Path| {
            let path = relative(path, folder);
            if path.contains(char::REPLACEMENT_CHARACTER) {
                return Err(Failure::Usage(format!("the path {path} is not UTF-8")));
            }
            Ok(toml::Value::String(if path.is_empty() { ".".to_owned() } else { path }))
        };
        let mut lines = vec![before.trim_end().to_owned(), String::new(), format!("[api.{name}]")];
        if let [spec] = self.specs {
            lines.push(format!("spec = {}", path(spec)?));
        }
        lines.push(format!("out = {}", path(self.out)?));
        if !self.allow.is_empty() {
            let codes: Vec<String> =
                self.allow.iter().map(|allowed| format!("\"{}\"", allowed.code())).collect();
            lines.push(format!("allow = [{}]", codes.join(", ")));
        }
        if self.specs.len() > 1 {
            lines.extend([String::new(), format!("[api.{name}.parts]")]);
            for (module, spec) in parts(self.specs)? {
                lines.push(format!("{module} = {{ spec = {} }}", path(spec)?));
            }
        }
        let table = lines.join("\n") + "\n";
        match table.parse::<toml::Table>() {
            Ok(_) => Ok(table),
            Err(_) => Err(Failure::Failed(format!(
                "add a table `[api.{name}]` to the settings by hand: `api` is no table"
            ))),
        }
    }
}

/// Returns the descriptions of a crate by their parts, which are named after the files.
fn parts(specs: &[PathBuf]) -> Result<IndexMap<String, &PathBuf>, Failure> {
    let mut parts: IndexMap<String, &PathBuf> = IndexMap::new();
    for spec in specs {
        let module = parts::module(spec);
        let starts = |start: char| start.is_ascii_alphabetic();
        let module = if module.starts_with(starts) { module } else { format!("part_{module}") };
        if let Some(other) = parts.get(&module) {
            let [one, two] = [other, spec].map(|spec| shown(spec));
            return Err(Failure::Usage(format!(
                "{one} and {two} would both be the part `{module}`: rename a file, or write the parts in \
                 clientwright.toml by hand"
            )));
        }
        parts.insert(module, spec);
    }
    Ok(parts)
}

/// Prints the commands that follow.
fn next_steps(out: &Path, settings: &Path, features: &[String]) {
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
    let (all, some, what) = match features.first() {
        Some(first) => (" --all-features", format!(" --features {first}"), "a description"),
        None => ("", String::new(), "the description"),
    };
    print_line!("  cargo build{all} --manifest-path {}", quoted(&out.join("Cargo.toml")));
    print_line!("  cargo add --path {}{some}    # in the package that uses it", quoted(out));
    print_line!("  {generate}    # after each change of {what}");
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

/// Returns the name for the package: of the option, of the file of the description, or of the title if the
/// name of the file has no word about the API.
fn package_name(options: &Options) -> Result<String, Failure> {
    let spec = match (&options.name, options.specs.as_slice()) {
        (Some(name), _) => return Ok(name.clone()),
        (None, [spec]) => spec,
        (None, _) => {
            let message = "a crate of several descriptions needs a name: choose one with --name";
            return Err(Failure::Usage(message.to_owned()));
        }
    };
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

    fn added(before: &str, specs: &[&str]) -> Result<String, Failure> {
        let specs: Vec<PathBuf> = specs.iter().map(|spec| Path::new("/apis").join(spec)).collect();
        let allow = [allow::parse("E0004").expect("a code")];
        let table = Table { name: "b", specs: &specs, out: Path::new("/b"), allow: &allow };
        table.add_to(before, Path::new("/apis"))
    }

    #[test]
    fn keeps_the_text_of_the_settings() {
        let before = "# Mine.\n[api.a]\nspec = \"a.yaml\"\nout = \"../a\"\n\n";
        let text = added(before, &["b \"c\".yaml"]).expect("valid settings");
        assert!(text.starts_with("# Mine.\n[api.a]\n"));
        let end = "out = \"../a\"\n\n[api.b]\nspec = 'b \"c\".yaml'\nout = \"../b\"\nallow = [\"E0004\"]\n";
        assert!(text.ends_with(end), "{text}");
    }

    #[test]
    fn names_parts_after_the_files_of_their_descriptions() {
        let text = added("", &["crm.yaml", "billing/openapi.json", "2024.yaml"]).expect("valid settings");
        let end = "\n[api.b.parts]\ncrm = { spec = \"crm.yaml\" }\nbilling = { spec = \"billing/openapi.json\" }\n\
                   apis = { spec = \"2024.yaml\" }\n";
        assert!(text.ends_with(end), "{text}");
        assert!(added("", &["crm.yaml", "old/crm.yaml"]).is_err());
    }
}
