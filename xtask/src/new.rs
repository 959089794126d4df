//! `cargo xtask new API.yaml`: a new description in `spec/codegen.toml`, and its crate.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use codegen::Settings;

use crate::{
    Failure,
    allow::{self, Allowed},
    config::{self, Job},
    files::{self, relative},
    generate::settings_file,
    lock::Lock,
    ready::{Outcome, Ready},
    show, workspace,
};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The description
    spec: PathBuf,
    /// The name of the crate; the default is the name of the file
    #[arg(long)]
    name: Option<String>,
    /// The folder of the crate; the default is a folder with the name of the crate beside `spec`
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Accept the errors with this code, also in later runs; may be repeated
    #[arg(long, value_name = "CODE", value_parser = allow::parse)]
    allow: Vec<Allowed>,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let file = settings_file();
    let name = match &options.name {
        Some(name) => name.clone(),
        None => package_name(&options.spec),
    };
    if !config::is_package_name(&name) {
        return Err(Failure::Usage(format!("`{name}` is not a name for a package: choose one with --name")));
    }
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    // Two runs may each add a crate.
    let _settings_lock = Lock::all([folder.as_path()].into_iter())?;
    let known = config::read(&file)?;
    if known.iter().any(|job| job.settings.name == name) {
        return Err(Failure::Usage(format!(
            "{} has a crate `{name}` already: choose another --name",
            file.display()
        )));
    }
    let spec = absolute(&options.spec)?;
    let out = match &options.out {
        Some(out) => absolute(out)?,
        None => workspace().join(&name),
    };
    let locks = Lock::all([out.as_path()].into_iter())?;
    let settings = Settings { name: name.clone(), version: config::first_version(), ..Settings::default() };
    let job = Job {
        spec,
        root: None,
        overlays: Vec::new(),
        out,
        bump: false,
        allow: options.allow.clone(),
        settings,
        settings_file: None,
    };
    let shown = options.spec.display().to_string();
    let mut ready = match Ready::of(job)? {
        Outcome::Ready(ready) => ready,
        Outcome::Nothing(generated) => {
            show::diagnostics(&shown, &generated, None, false);
            return Err(Failure::Failed(format!("{name}: nothing is generated, and nothing is added")));
        }
    };
    show::diagnostics(&shown, &ready.generated, None, false);
    allow::check(&name, &ready.generated.diagnostics, &ready.job.allow, "nothing is added")?;
    // The settings are written last: a failure before leaves no reference to the crate.
    ready.write(&Lock::made(&locks))?;
    let job = &ready.job;
    let text =
        fs::read_to_string(&file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    let [spec, out] = [&job.spec, &job.out].map(|path| relative(path, &folder));
    let text = with_table(&text, &name, &spec, &out, &job.allow);
    files::write_below(&folder, [("codegen.toml", text)])?;
    print_line!("{name} is in {}: add its folder to the `members` of your workspace", file.display());
    Ok(())
}

/// Returns the settings with a new table.
fn with_table(text: &str, name: &str, spec: &str, out: &str, allow: &[Allowed]) -> String {
    let [spec, out] = [spec, out].map(|path| toml::Value::String(path.to_owned()));
    let codes: Vec<String> = allow.iter().map(|allowed| format!("\"{}\"", allowed.code())).collect();
    let allow = if codes.is_empty() { String::new() } else { format!("allow = [{}]\n", codes.join(", ")) };
    format!("{}\n\n[api.{name}]\nspec = {spec}\nout = {out}\n{allow}", text.trim_end())
}

/// Returns the name of a package for the name of a file.
fn package_name(spec: &Path) -> String {
    let stem = spec.file_stem().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let words = stem.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

fn absolute(path: &Path) -> Result<PathBuf, String> {
    let absolute = std::path::absolute(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(config::normal(&absolute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derives_the_name_of_the_crate_from_the_file() {
        assert_eq!(package_name(Path::new("apis/Pet Store.v2.yaml")), "pet-store-v2");
        assert_eq!(package_name(Path::new("openapi.json")), "openapi");
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
