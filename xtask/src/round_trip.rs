//! Whether what is valid by a schema decodes, and goes out again equal: a program for each generated crate,
//! which is given instances of every component schema, and the examples of every answer where that is asked for.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use codegen::{Report, Source, load};
use serde_json::Value;

use crate::{answers, cargo, description, files, instances::Instances};

/// What the program does: a line in is a model and a value, or `@`, an operation and an answer; a line out is what became
/// of it.
const PROGRAM: &str = r#"
use std::io::BufRead;

fn round<T: serde::de::DeserializeOwned + serde::Serialize>(text: &str) -> Result<String, String> {
    let value: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    serde_json::to_string(&value).map_err(|error| error.to_string())
}

fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line");
        let (index, text) = line.split_once(' ').expect("an index and a value");
        let function = match index.strip_prefix('@') {
            Some(index) => ANSWERS[index.parse::<usize>().expect("an index")],
            None => MODELS[index.parse::<usize>().expect("an index")],
        };
        match function(text) {
            Ok(text) => println!("+{text}"),
            Err(error) => println!("-{}", error.replace('\n', " ")),
        }
    }
}
"#;

/// What is printed of the values that do not come out as they went in, at the most of each crate.
const SHOWN: usize = 5;

/// Tries the crates in `out`: for each the description, the package and the report. Prints a line for each,
/// the first exceptions, and totals.
pub(crate) fn run(crates: &[(PathBuf, &str, &Report)], out: &Path, with_answers: bool) -> Result<(), String> {
    let folder = out.join("round-trip");
    let programs: Vec<String> = crates
        .iter()
        .map(|(_, package, report)| write(&folder, out, package, report, with_answers))
        .collect::<Result<_, _>>()?;
    cargo::write_workspace(programs.iter().map(String::as_str), &folder)?;
    cargo::build(&folder)?;
    say!(
        "\n{:<44} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "round trip",
        "schemas",
        "tried",
        "instances",
        "equal",
        "answers",
        "equal"
    );
    let mut totals = [0; 6];
    let mut exceptions = Vec::new();
    for ((path, package, report), program) in crates.iter().zip(&programs) {
        let source = description::read(path, None, &[])?;
        let program = folder.join("target/debug").join(program);
        let [schemas, tried, instances, equal] =
            try_schemas(&program, package, &source, report, &mut exceptions)?;
        let [answers, same] = if with_answers {
            try_answers(&program, &out.join(package), report, &mut exceptions)?
        } else {
            [0; 2]
        };
        let counts = [schemas, tried, instances, equal, answers, same];
        row(package, counts);
        totals.iter_mut().zip(counts).for_each(|(total, count)| *total += count);
    }
    row("all", totals);
    for exception in exceptions {
        say!("  {exception}");
    }
    let [.., answers, same] = totals;
    if answers == same { Ok(()) } else { Err("examples of answers do not come back".to_owned()) }
}

fn row(name: &str, [schemas, tried, instances, equal, answers, same]: [usize; 6]) {
    say!("{name:<44} {schemas:>9} {tried:>9} {instances:>9} {equal:>9} {answers:>9} {same:>9}");
}

/// Writes the program for a package, and returns its own package's name.
fn write(
    folder: &Path,
    out: &Path,
    package: &str,
    report: &Report,
    with_answers: bool,
) -> Result<String, String> {
    let program = package.replacen("c-", "r-", 1);
    let krate = package.replace('-', "_");
    let mut text = PROGRAM.to_owned();
    let count = report.schemas.models.len();
    // Writing to a string does not fail.
    let _ = writeln!(text, "const MODELS: [fn(&str) -> Result<String, String>; {count}] = [");
    for path in report.schemas.models.values() {
        let _ = writeln!(text, "    round::<{krate}::{path}>,");
    }
    text.push_str("];\n");
    let operations = if with_answers { report.operations.generated.as_slice() } else { &[] };
    let count = operations.len();
    let _ = writeln!(text, "const ANSWERS: [fn(&str) -> Result<String, String>; {count}] = [");
    for operation in operations {
        let _ = writeln!(text, "    answer::<api::{}>,", operation.type_path);
    }
    text.push_str("];\n");
    let mut features = "";
    if with_answers {
        features = ", features = [\"mock\"]";
        let _ = write!(text, "use {krate} as api;\n{}", answers::FUNCTION);
    }
    let manifest = format!(
        "[package]\nname = {program:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nhttp = \"1\"\n\
         serde = \"1\"\nserde_json = \"1\"\n{package} = {{ path = {:?}, default-features = false{features} }}\n",
        out.join(package).display().to_string(),
    );
    files::write_below(&folder.join(&program), [("Cargo.toml", manifest), ("src/main.rs", text)])?;
    Ok(program)
}

/// Component schemas, those of which there are instances, the instances, and those that come out equal.
fn try_schemas(
    program: &Path,
    package: &str,
    source: &Source,
    report: &Report,
    exceptions: &mut Vec<String>,
) -> Result<[usize; 4], String> {
    let description = load::parse(source).unwrap_or_default();
    let instances = Instances::new(&description);
    let mut input = String::new();
    let mut values: Vec<(&str, Vec<Value>)> = Vec::new();
    let mut tried = 0;
    for (index, name) in report.schemas.models.keys().enumerate() {
        let all = instances.of(name);
        tried += usize::from(!all.is_empty());
        for ways in all {
            for value in &ways {
                let _ = writeln!(input, "{index} {value}");
            }
            values.push((name, ways));
        }
    }
    let output = feed(program, input)?;
    let mut equal = 0;
    let mut wrong: BTreeMap<&str, String> = BTreeMap::new();
    let mut lines = output.lines();
    for (name, ways) in &values {
        // A model is as one of the ways has it.
        let answers: Vec<(&Value, &str)> = ways.iter().zip(lines.by_ref()).collect();
        let comes_back = |(value, line): &(&Value, &str)| {
            let back = line.strip_prefix('+').and_then(|text| serde_json::from_str::<Value>(text).ok());
            back.is_some_and(|back| same(value, &back))
        };
        if answers.iter().any(comes_back) {
            equal += 1;
        } else if let Some((value, line)) = answers.first() {
            wrong.entry(name).or_insert_with(|| format!("{package} {name}: {value} -> {line}"));
        }
    }
    let shown = wrong.into_values().take(SHOWN);
    exceptions.extend(shown.map(|text| text.chars().take(400).collect()));
    Ok([report.schemas.models.len(), tried, values.len(), equal])
}

/// The examples of answers, and those that come out equal.
fn try_answers(
    program: &Path,
    package: &Path,
    report: &Report,
    exceptions: &mut Vec<String>,
) -> Result<[usize; 2], String> {
    let examples = answers::examples(package, report)?;
    let mut input = String::new();
    for example in &examples {
        let _ = writeln!(input, "@{} {}", example.operation, example.line);
    }
    let output = feed(program, input)?;
    let mut equal = 0;
    let mut wrong = Vec::new();
    for (example, line) in examples.iter().zip(output.lines()) {
        let comes_back = line.strip_prefix('+').is_some_and(|text| {
            let back = || serde_json::from_str::<Value>(text).ok();
            example.json.as_ref().is_none_or(|json| back().is_some_and(|back| alike(json, &back)))
        });
        if comes_back {
            equal += 1;
        } else {
            wrong.push(format!("{}: {} -> {line}", example.name, example.line));
        }
    }
    let shown = wrong.into_iter().take(SHOWN);
    exceptions.extend(shown.map(|text| text.chars().take(700).collect::<String>()));
    Ok([examples.len(), equal])
}

fn feed(program: &Path, input: String) -> Result<String, String> {
    let failed = |error: std::io::Error| format!("cannot run {}: {error}", program.display());
    let mut child =
        Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(failed)?;
    let mut stdin = child.stdin.take();
    let writer = std::thread::spawn(move || stdin.as_mut().map(|stdin| stdin.write_all(input.as_bytes())));
    let output = child.wait_with_output().map_err(failed)?;
    let _ = writer.join();
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether two values are the same, whatever the notation of their numbers.
fn same(one: &Value, two: &Value) -> bool {
    equal_by(one, two, &|one, two| match (one, two) {
        (Value::Number(one), Value::Number(two)) => one.as_f64() == two.as_f64(),
        _ => one == two,
    })
}

/// The same, whatever the notation of times, and as far as `f32` tells numbers apart.
fn alike(one: &Value, two: &Value) -> bool {
    let is_time = |text: &str| text.len() > 19 && text.get(10..11) == Some("T");
    equal_by(one, two, &|one, two| match (one, two) {
        (Value::Number(one), Value::Number(two)) => {
            let (one, two) = (one.as_f64().unwrap_or_default(), two.as_f64().unwrap_or_default());
            (one - two).abs() <= one.abs() * f64::from(f32::EPSILON)
        }
        (Value::String(one), Value::String(two)) => one == two || is_time(one) && is_time(two),
        _ => one == two,
    })
}

fn equal_by(one: &Value, two: &Value, scalars: &dyn Fn(&Value, &Value) -> bool) -> bool {
    match (one, two) {
        (Value::Array(one), Value::Array(two)) => {
            one.len() == two.len() && one.iter().zip(two).all(|(one, two)| equal_by(one, two, scalars))
        }
        (Value::Object(one), Value::Object(two)) => {
            let is_there =
                |(key, one): (&String, &Value)| two.get(key).is_some_and(|two| equal_by(one, two, scalars));
            one.len() == two.len() && one.iter().all(is_there)
        }
        _ => scalars(one, two),
    }
}
