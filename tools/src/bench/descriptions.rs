//! Measurements of a description: the size of the crate, the costs of its check beside the same types with serde's
//! derives, the costs of its generation beside the floor, and the speed of its models.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use clientwright::{description, files, print_line};
use clientwright_codegen::{FileTree, Report, Selector, Settings, Source, load};
use xtask::workspace;

use super::{derives::with_derives, measure};
use crate::instances::Instances;

/// Measures each description, and the speed of `models`.
pub(super) fn run(specs: &[PathBuf], only: &[Selector], models: &[String]) -> Result<(), String> {
    for spec in specs {
        one(spec, only, models)?;
    }
    Ok(())
}

fn one(spec: &Path, only: &[Selector], models: &[String]) -> Result<(), String> {
    let source = description::read(spec, None, &[])?;
    let settings = Settings {
        name: "bench".to_owned(),
        version: "0.1.0".to_owned(),
        only: only.to_vec(),
        ..Settings::default()
    };
    let generated = clientwright_codegen::generate(&source, &settings).map_err(|fault| fault.to_string())?;
    let (report, files) = (&generated.report, generated.files.unwrap_or_default());
    print_line!("\n{}", spec.file_name().unwrap_or_default().to_string_lossy());
    sizes(&files, report);
    if only.is_empty() {
        generation(spec)?;
    }
    let stem = spec.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let folder = workspace().join("target/bench").join(stem);
    let programs = speed_program(&source, report, models);
    let mut derive: Option<(f64, Option<f64>, Vec<f64>)> = None;
    for (title, files) in [("derives", with_derives(&files)), ("tables", files)] {
        let folder = folder.join(title);
        write(&folder, &files, programs.as_deref())?;
        let (seconds, megabytes) = measure::check(&folder, "bench")?;
        let speed = if programs.is_some() { measure::numbers(&folder, "speed")? } else { Vec::new() };
        let memory = megabytes.map_or_else(|| "-".to_owned(), |megabytes| format!("{megabytes:.0} MB"));
        print_line!("  check, {title:<8} {seconds:>8.2} s {memory:>9}");
        match &derive {
            None => derive = Some((seconds, megabytes, speed)),
            Some((check, memory, known)) => {
                let of = memory.zip(megabytes).map(|(derive, table)| table / derive);
                print_line!("    of the derives' {:>5.2} {:>12.2}", seconds / check, of.unwrap_or(f64::NAN));
                for (name, (now, then)) in models.iter().zip(speed.chunks(2).zip(known.chunks(2))) {
                    print_line!(
                        "  {name:<24} decode {:>6.0} ns, {:.2} of the derives'; encode {:>6.0} ns, {:.2}",
                        now[0],
                        now[0] / then[0],
                        now[1],
                        now[1] / then[1]
                    );
                }
            }
        }
    }
    Ok(())
}

fn sizes(files: &FileTree, report: &Report) {
    let measure = |folder: &str, count: usize| {
        let texts = files.iter().filter(|(path, _)| path.starts_with(folder)).map(|(_, text)| text);
        let (bytes, lines) =
            texts.fold((0, 0), |(bytes, lines), text| (bytes + text.len(), lines + text.lines().count()));
        let count = count.max(1);
        print_line!(
            "  {folder:<16} {bytes:>9} bytes, {lines:>7} lines; each of {count}: {} bytes, {} lines",
            bytes / count,
            lines / count
        );
    };
    measure("src/operations/", report.operations.generated.len());
    measure("src/models/", report.schemas.models.len());
    measure("src/runtime/", 1);
}

/// Measures the generator as a process of its own, and the floor: reading the description into openapiv3's types and
/// printing the output, once each.
fn generation(spec: &Path) -> Result<(), String> {
    let out = workspace().join("target/bench/out");
    let [spec, out] = [spec, &out].map(|path| path.display().to_string());
    let generator = release_program(&["--package", "xtask"], "xtask")?;
    let arguments = ["generate", "--spec", &spec, "--out", &out, "--name", "bench"];
    let floor = release_program(&["--package", "tools", "--example", "floor"], "examples/floor")?;
    for (title, program, arguments) in
        [("generate", generator, &arguments[..]), ("the floor", floor, &[spec.as_str(), out.as_str()][..])]
    {
        let (seconds, megabytes) = measure::program(&program, arguments)?;
        print_line!("  {title:<12} {:>6.0} ms {:>6.0} MB", seconds * 1000.0, megabytes.unwrap_or(f64::NAN));
    }
    Ok(())
}

/// Builds a program of this workspace with optimization, and returns its path.
fn release_program(package: &[&str], program: &str) -> Result<String, String> {
    let status = xtask::cargo::command()
        .args(["build", "--release", "--quiet"])
        .args(package)
        .current_dir(workspace())
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err(format!("{program} does not compile"));
    }
    Ok(workspace().join("target/release").join(program).display().to_string())
}

/// Returns the program that decodes and encodes an instance of each of `models`, and prints the nanoseconds.
fn speed_program(source: &Source, report: &Report, models: &[String]) -> Option<String> {
    let description = load::parse(source)?;
    let instances = Instances::new(&description);
    let mut text = SPEED.to_owned();
    text.push_str("fn main() {\n");
    let mut any = false;
    for name in models {
        let path = report.schemas.models.get(name)?;
        let largest = instances.of(name).into_iter().flatten().max_by_key(|value| value.to_string().len())?;
        let _ = writeln!(text, "    speed::<bench::{path}>({:?});", largest.to_string());
        any = true;
    }
    text.push_str("}\n");
    any.then_some(text)
}

fn write(folder: &Path, files: &FileTree, program: Option<&str>) -> Result<(), String> {
    let mut files = files.clone();
    if let Some(manifest) = files.get_mut("Cargo.toml") {
        manifest.push_str("\n[workspace]\n\n[lints.rust]\nunused = \"allow\"\n");
    }
    files.extend(program.map(|text| ("src/bin/speed.rs".to_owned(), text.to_owned())));
    files::write_below(folder, files)?;
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock"))
        .map(drop)
        .map_err(|error| format!("cannot copy Cargo.lock: {error}"))
}

const SPEED: &str = include_str!("../../templates/model.rs");
