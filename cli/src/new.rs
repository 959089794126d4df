//! `clientwright new openapi.yaml`: a crate for a description, and its table in `clientwright.toml`.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use clap::Args;

use crate::{
    Failure,
    allow::{self, Allowed},
    config, description,
    files::{self, relative},
    job::{self, Job},
    locate,
    lock::Lock,
    program,
    ready::{Outcome, Ready, shown},
    show, workspace,
};

/// The names of files that do not name an API.
const GENERIC_STEMS: [&str; 10] =
    ["api", "apis", "description", "index", "main", "openapi", "root", "schema", "spec", "swagger"];
/// The start of a new file.
const HEAD: &str = "# The descriptions of Clientwright, and the settings of their crates.";

#[doc(hidden)]
#[derive(Debug, Args)]
pub struct Options {
    /// The description
    spec: PathBuf,
    /// The name of the crate; the default is the name of the file, or the title of the API if the file is openapi.yaml
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
        let message = "later runs need the description too: save it to a file first".to_owned();
        return Err(Failure::Usage(message));
    }
    let file = settings_file(options)?;
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let name = match &options.name {
        Some(name) => name.clone(),
        None => package_name(&options.spec)?,
    };
    let spec = absolute(&options.spec)?;
    let out = match &options.out {
        Some(out) => absolute(out)?,
        None => folder.join(&name),
    };
    job::check_package_name(&name)?;
    // Two runs may each add a crate.
    let _settings_lock = Lock::all([folder.as_path()].into_iter())?;
    let before = read(&file)?;
    let known = if before.is_empty() { Vec::new() } else { config::read(&file)? };
    if known.iter().any(|job| job.settings.name == name) {
        let message = format!("{} has a crate `{name}` already: choose another --name", shown(&file));
        return Err(Failure::Usage(message));
    }
    let locks = Lock::all([out.as_path()].into_iter())?;
    let mut job = Job::new(spec, out, &name);
    job.allow.clone_from(&options.allow);
    let name_of_spec = options.spec.display().to_string();
    let mut ready = match Ready::of(job)? {
        Outcome::Ready(ready) => ready,
        Outcome::Nothing(generated) => {
            show::diagnostics(&name_of_spec, &generated, None, false);
            return Err(Failure::Failed(format!("{name}: nothing is generated, and nothing is added")));
        }
    };
    show::diagnostics(&name_of_spec, &ready.generated, None, false);
    allow::check(&name, &ready.generated.diagnostics, &ready.job.allow, "nothing is added")?;
    // The settings are written last: a failure before leaves no reference to the crate.
    ready.write(&Lock::made(&locks))?;
    let job = &ready.job;
    let member = workspace::add_member(&job.out)?;
    let [spec, out] = [&job.spec, &job.out].map(|path| relative(path, &folder));
    let text = with_table(if before.is_empty() { HEAD } else { &before }, &name, &spec, &out, &job.allow);
    files::write_below(&folder, [(file.file_name().unwrap_or_default(), text)])?;
    print_line!("  the settings of the crate are in {}, `[api.{name}]`", shown(&file));
    if let workspace::Membership::Added(manifest) = &member {
        print_line!("  the crate is a member of the workspace {}", shown(manifest));
    }
    next_steps(&name, &job.out, &member);
    Ok(())
}

/// Prints the commands that follow.
fn next_steps(name: &str, out: &Path, member: &workspace::Membership) {
    let out = shown(out);
    let build = match member {
        workspace::Membership::None => format!("cargo build --manifest-path {out}/Cargo.toml"),
        _ => format!("cargo build --package {name}"),
    };
    print_line!("next:");
    print_line!("  {build}");
    print_line!("  cargo add --path {out}    # in the package that uses it");
    print_line!("  {} generate    # after each change of the description", program::name());
}

/// Returns the absolute path of the settings: of the option, of the nearest file, or of a new one in this folder.
fn settings_file(options: &Options) -> Result<PathBuf, Failure> {
    let file = match &options.settings {
        Some(file) => absolute(file)?,
        None => match locate::nearest() {
            Some(file) => file,
            None => absolute(Path::new(locate::FILE))?,
        },
    };
    Ok(file)
}

/// Returns the text of the settings; empty for a missing file.
fn read(file: &Path) -> Result<String, String> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
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

/// Returns a name for the package of a description: of its file, or of its title if the file has a generic name.
fn package_name(spec: &Path) -> Result<String, Failure> {
    let of_file = file_words(spec);
    if !of_file.is_empty() && !GENERIC_STEMS.contains(&of_file.as_str()) {
        return Ok(of_file);
    }
    let source = description::read(spec, None, &[])?;
    Ok(clientwright_codegen::suggest_package_name(&source).unwrap_or(of_file))
}

/// Returns the words of the name of a file, as in the name of a package.
pub(crate) fn file_words(spec: &Path) -> String {
    let stem = spec.file_stem().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let words = stem.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

fn absolute(path: &Path) -> Result<PathBuf, String> {
    let here = env::current_dir().map_err(|error| format!("there is no current folder: {error}"))?;
    Ok(config::normal(&here.join(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derives_the_name_of_the_crate_from_the_file() {
        assert_eq!(file_words(Path::new("apis/Pet Store.v2.yaml")), "pet-store-v2");
        assert_eq!(file_words(Path::new("openapi.json")), "openapi");
    }

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
