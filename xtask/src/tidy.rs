//! `cargo xtask tidy`: the rules of the house that a program can check.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{Failure, files, workspace};

/// A file that is longer wants to be two.
const LONGEST: usize = 400;
/// What may not stand in the generator: a description must not reach it.
const PANICS: [&str; 6] = [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!("];

pub(crate) fn run() -> Result<(), Failure> {
    let faults = check(&workspace())?;
    if faults.is_empty() {
        say!("tidy");
        return Ok(());
    }
    Err(Failure::Wrong(faults.join("\n")))
}

/// What breaks a rule in the workspace at `root`, a line each.
///
/// # Errors
/// When a file cannot be read, or ARCHITECTURE.md has no table of modules.
pub fn check(root: &Path) -> Result<Vec<String>, String> {
    let mut faults = Vec::new();
    let mut sources = Vec::new();
    for folder in [
        "codegen/src",
        "codegen/runtime/src",
        "codegen/runtime/tests",
        "tests/src",
        "tests/tests",
        "xtask/src",
        "xtask/tests",
    ] {
        sources.extend(files::below(&root.join(folder), &["rs"])?);
    }
    let allowed = allowed_imports(&read(&root.join("ARCHITECTURE.md"))?)?;
    for path in sources {
        let text = read(&path)?;
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let lines = text.lines().count();
        if lines > LONGEST {
            faults.push(format!("{name}: {lines} lines, more than {LONGEST}"));
        }
        let Some(module_path) = name.strip_prefix("codegen/src/") else { continue };
        let module = module_path.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
        for (index, line) in code {
            if let Some(word) = PANICS.iter().find(|word| line.contains(*word)) {
                faults.push(format!("{name}:{}: `{word}` in the generator", index + 1));
            }
        }
        if module == "lib" {
            continue;
        }
        let Some(may_use) = allowed.get(module) else {
            faults.push(format!("{name}: ARCHITECTURE.md does not say what `{module}` may use"));
            continue;
        };
        // `crate::runtime` in a quoted token is the generated crate's.
        for used in used_modules(&text).into_iter().filter(|used| allowed.contains_key(used)) {
            if used != module && !may_use.contains(&used) {
                faults
                    .push(format!("{name}: `{module}` uses `{used}`, which ARCHITECTURE.md does not allow"));
            }
        }
    }
    Ok(faults)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// The table of ARCHITECTURE.md whose head is `| module | may use |`.
fn allowed_imports(architecture: &str) -> Result<BTreeMap<String, Vec<String>>, String> {
    let rows = architecture
        .lines()
        .skip_while(|line| !line.starts_with("| module | may use |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let names =
        |cell: &str| -> Vec<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let table: BTreeMap<String, Vec<String>> = rows
        .filter_map(|row| {
            let mut cells = row.split('|').skip(1);
            Some((names(cells.next()?).pop()?, names(cells.next()?)))
        })
        .collect();
    if table.is_empty() {
        return Err("ARCHITECTURE.md has no table `| module | may use |`".to_owned());
    }
    Ok(table)
}

/// The modules of the crate that a file names: `crate::x`, and each of `crate::{x, y}`.
fn used_modules(text: &str) -> Vec<String> {
    let mut used = Vec::new();
    let code: String =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if rest.starts_with('{') {
            used.extend(first_names(rest));
        } else {
            used.push(rest.chars().take_while(|char| char.is_alphanumeric() || *char == '_').collect());
        }
    }
    used.sort();
    used.dedup();
    used
}

/// The first name of each path in a group, `{a::b, c::{d, e}}`: `a` and `c`.
fn first_names(group: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut depth = 0;
    let mut in_first = true;
    for char in group.chars() {
        match char {
            '{' => depth += 1,
            '}' if depth == 1 => break,
            '}' => depth -= 1,
            ',' if depth == 1 => {
                names.push(String::new());
                in_first = true;
            }
            ':' => in_first = false,
            other if depth == 1 && in_first && !other.is_whitespace() => {
                if let Some(name) = names.last_mut() {
                    name.push(other);
                }
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}
