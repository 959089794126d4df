//! Round trips of values: a program for each generated crate decodes and encodes instances of every component schema,
//! and the examples of responses on request. The output has to equal the input.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use clientwright::{description, files, print_line};
use clientwright_codegen::{Report, Source, load};
use serde_json::Value;
use tests::crates;

use crate::{
    instances::Instances,
    responses::{self, Example},
};

/// The program: a line of input is a model and a value, or `@`, an operation and a response; a line of output is the
/// encoded value or the error.
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
            Some(index) => RESPONSES[index.parse::<usize>().expect("an index")],
            None => MODELS[index.parse::<usize>().expect("an index")],
        };
        match function(text) {
            Ok(text) => println!("+{text}"),
            Err(error) => println!("-{}", error.replace('\n', " ")),
        }
    }
}
"#;

/// The maximum number of differences that are printed of each crate.
const SHOWN: usize = 5;

/// A crate to test: the description, the package, the report, and `true` for the examples of responses too.
pub(crate) type Tested<'a> = (PathBuf, &'a str, &'a Report, bool);

/// Tests the crates in `out`. Prints a line for each, the first differences, and totals.
pub(crate) fn run(tested: &[Tested<'_>], out: &Path) -> Result<(), String> {
    let folder = out.join("round-trip");
    let programs: Vec<String> = tested
        .iter()
        .map(|(_, package, report, with_responses)| write(&folder, out, package, report, *with_responses))
        .collect::<Result<_, _>>()?;
    crates::write_workspace(programs.iter().map(String::as_str), &folder)?;
    crates::build(&folder, &[])?;
    print_line!(
        "\n{:<44} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "round trip",
        "schemas",
        "tested",
        "instances",
        "equal",
        "responses",
        "equal"
    );
    let mut totals = [0; 6];
    let mut exceptions = Vec::new();
    for ((path, package, report, with_responses), program) in tested.iter().zip(&programs) {
        let source = description::read(path, None, &[])?;
        let program = crates::program(program);
        let [schemas, tested, instances, equal] =
            test_schemas(&program, package, &source, report, &mut exceptions)?;
        let [responses, same] = if *with_responses {
            let (api, _) = clientwright_codegen::read(&source);
            let api = api.ok_or_else(|| format!("{}: no model", path.display()))?;
            let examples = responses::examples(&out.join(package), &api, report)?;
            test_responses(&program, &examples, &mut exceptions)?
        } else {
            [0; 2]
        };
        let counts = [schemas, tested, instances, equal, responses, same];
        row(package, counts);
        totals.iter_mut().zip(counts).for_each(|(total, count)| *total += count);
    }
    row("all", totals);
    for exception in exceptions {
        print_line!("  {exception}");
    }
    let [_, _, instances, equal, responses, same] = totals;
    if equal < instances {
        return Err(format!("{} of {instances} instances change in a round trip", instances - equal));
    }
    if responses == same { Ok(()) } else { Err("examples of responses change in a round trip".to_owned()) }
}

fn row(name: &str, [schemas, tested, instances, equal, responses, same]: [usize; 6]) {
    print_line!("{name:<44} {schemas:>9} {tested:>9} {instances:>9} {equal:>9} {responses:>9} {same:>9}");
}

/// Writes the program for a package, and returns the name of its own package.
fn write(
    folder: &Path,
    out: &Path,
    package: &str,
    report: &Report,
    with_responses: bool,
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
    let operations = if with_responses { report.operations.generated.as_slice() } else { &[] };
    let count = operations.len();
    let _ = writeln!(text, "const RESPONSES: [fn(&str) -> Result<String, String>; {count}] = [");
    for operation in operations {
        let _ = writeln!(text, "    respond::<api::{}>,", operation.type_path);
    }
    text.push_str("];\n");
    let mut features = "";
    if with_responses {
        features = ", features = [\"mock\"]";
        let _ = write!(text, "use {krate} as api;\n{}", responses::FUNCTION);
    }
    let manifest = format!(
        "[package]\nname = {program:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nhttp = \"1\"\n\
         serde = \"1\"\nserde_json = \"1\"\n{package} = {{ path = {:?}, default-features = false{features} }}\n",
        out.join(package).display().to_string(),
    );
    files::write_below(&folder.join(&program), [("Cargo.toml", manifest), ("src/main.rs", text)])?;
    Ok(program)
}

/// Counts the component schemas, those with instances, the instances, and those that stay equal.
fn test_schemas(
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
    let mut tested = 0;
    for (index, name) in report.schemas.models.keys().enumerate() {
        let all = instances.of(name);
        tested += usize::from(!all.is_empty());
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
        // A model is equal to one of the two directions.
        let results: Vec<(&Value, &str)> = ways.iter().zip(lines.by_ref()).collect();
        let comes_back = |(value, line): &(&Value, &str)| {
            let back = line.strip_prefix('+').and_then(|text| serde_json::from_str::<Value>(text).ok());
            back.is_some_and(|back| same(value, &back))
        };
        if results.iter().any(comes_back) {
            equal += 1;
        } else if let Some((value, line)) = results.first() {
            wrong.entry(name).or_insert_with(|| format!("{package} {name}: {value} -> {line}"));
        }
    }
    let shown = wrong.into_values().take(SHOWN);
    exceptions.extend(shown.map(|text| text.chars().take(400).collect()));
    Ok([report.schemas.models.len(), tested, values.len(), equal])
}

/// Counts the examples of responses, and those that stay equal.
fn test_responses(
    program: &Path,
    examples: &[Example],
    exceptions: &mut Vec<String>,
) -> Result<[usize; 2], String> {
    let mut input = String::new();
    for example in examples {
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

/// Returns `true` for two equal values, in any notation of their numbers.
fn same(one: &Value, two: &Value) -> bool {
    equal_by(one, two, &|one, two| match (one, two) {
        (Value::Number(one), Value::Number(two)) => one.as_f64() == two.as_f64(),
        _ => one == two,
    })
}

/// Returns `true` for two equal values, in any notation of times, and with numbers in the precision of `f32`.
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
