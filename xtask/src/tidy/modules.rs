//! Modules: one may use another only as the table in ARCHITECTURE.md says.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Fault,
    lexer::{Kind, Token, Tokens},
};

/// The head of the table.
const HEAD: &str = "| module | may use |";

/// The modules that each top-level module of the generator may use.
#[derive(Debug)]
pub(super) struct Table(BTreeMap<String, Vec<String>>);

impl Table {
    /// Reads the table in the text of ARCHITECTURE.md.
    pub(super) fn read(architecture: &str) -> Result<Self, String> {
        let rows = architecture.lines().skip_while(|line| !line.starts_with(HEAD)).skip(2);
        let names = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        let table: BTreeMap<String, Vec<String>> = rows
            .take_while(|line| line.starts_with('|'))
            .filter_map(|row| {
                let mut cells = row.split('|').skip(1);
                Some((names(cells.next()?).pop()?, names(cells.next()?)))
            })
            .collect();
        if table.is_empty() {
            return Err(format!("ARCHITECTURE.md has no table `{HEAD}`"));
        }
        Ok(Self(table))
    }
}

/// The uses that occur: a module, and one that it uses.
pub(super) type Needed = BTreeSet<(String, String)>;

/// Returns the uses that the table allows and that no file needs.
pub(super) fn unneeded<'a>(table: &'a Table, needed: &'a Needed) -> impl Iterator<Item = String> + 'a {
    let all = table.0.iter().flat_map(|(module, used)| used.iter().map(move |used| (module, used)));
    let unneeded = all.filter(move |(module, used)| !needed.contains(&((*module).clone(), (*used).clone())));
    unneeded.map(|(module, used)| format!("`{module}` does not use `{used}`: remove it from the row"))
}

/// Checks the code of the file at `path`, which is below `codegen/src`.
pub(super) fn check(path: &str, code: &Tokens<'_>, table: &Table, needed: &mut Needed) -> Vec<Fault> {
    let steps: Vec<&str> = path.trim_end_matches(".rs").split('/').filter(|step| *step != "mod").collect();
    let module = steps.first().copied().unwrap_or_default();
    if module == "lib" {
        return Vec::new();
    }
    let Some(allowed) = table.0.get(module) else {
        return vec![Fault::new(1, format!("ARCHITECTURE.md has no row for `{module}`: add one"))];
    };
    let mut faults = Vec::new();
    let mut reported = BTreeSet::new();
    for (used, line) in used_modules(code, steps.len()) {
        // `crate::runtime` in a quoted token is a module of the generated crate.
        if !table.0.contains_key(used) || used == module {
            continue;
        }
        needed.insert((module.to_owned(), used.to_owned()));
        if !allowed.iter().any(|name| name == used) && reported.insert(used) {
            faults.push(Fault::new(
                line,
                format!("`{module}` uses `{used}`, which ARCHITECTURE.md does not allow"),
            ));
        }
    }
    faults
}

/// Returns the top-level modules that a file names, with the line: `crate::x`, each of `crate::{x, y}`, and the
/// same after as many `super` as lead to the root. `depth` is the number of modules from the root to the file.
fn used_modules<'a>(code: &Tokens<'a>, depth: usize) -> Vec<(&'a str, usize)> {
    let mut used = Vec::new();
    // The depths of braces at which an inline module ends.
    let mut inline: Vec<usize> = Vec::new();
    let mut braces = 0_usize;
    let mut index = 0;
    while let Some(token) = code.tokens.get(index) {
        if token.is("{") {
            if is_inline_module(code, index) {
                inline.push(braces);
            }
            braces += 1;
        } else if token.is("}") {
            braces = braces.saturating_sub(1);
            if inline.last() == Some(&braces) {
                inline.pop();
            }
        }
        let starts = index == 0 || !is_path(code, index - 1);
        if starts && (token.is_word("crate") || token.is_word("super")) {
            let mut steps_up = usize::from(token.is_word("super"));
            let mut at = index + 1;
            while is_path(code, at + 1) && code.tokens.get(at + 2).is_some_and(|token| token.is_word("super"))
            {
                steps_up += 1;
                at += 3;
            }
            let is_root = token.is_word("crate") || depth + inline.len() == steps_up;
            if is_root && is_path(code, at + 1) {
                first_names(code, at + 2, &mut used);
            }
            index = at;
            continue;
        }
        index += 1;
    }
    used
}

/// Returns `true` when the token at `at` is the second colon of `::`.
fn is_path(code: &Tokens<'_>, at: usize) -> bool {
    let is_colon = |at: usize| code.tokens.get(at).is_some_and(|token: &Token<'_>| token.is(":"));
    at > 0 && is_colon(at) && is_colon(at - 1)
}

fn is_inline_module(code: &Tokens<'_>, brace: usize) -> bool {
    brace > 1 && code.tokens.get(brace - 2).is_some_and(|token| token.is_word("mod"))
}

/// Adds the name at `at`, or the first name of each path of the group there.
fn first_names<'a>(code: &Tokens<'a>, at: usize, used: &mut Vec<(&'a str, usize)>) {
    let Some(first) = code.tokens.get(at) else { return };
    if !first.is("{") {
        used.extend((first.kind == Kind::Identifier).then_some((first.text, first.line)));
        return;
    }
    let mut depth = 0;
    let end = code.after_group(at);
    for index in at..end {
        let Some(token) = code.tokens.get(index) else { return };
        depth += i32::from(token.is("{")) - i32::from(token.is("}"));
        let before = code.tokens.get(index - 1);
        let begins = before.is_some_and(|before| before.is("{") || before.is(","));
        if depth == 1 && begins && token.kind == Kind::Identifier {
            used.push((token.text, token.line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(text: &str, depth: usize) -> Vec<String> {
        used_modules(&Tokens::of(text), depth).into_iter().map(|(name, _)| name.to_owned()).collect()
    }

    #[test]
    fn finds_each_module_of_a_group() {
        assert_eq!(used("use crate::{a::b, c::{d, e}, f};", 1), ["a", "c", "f"]);
        assert_eq!(used("let x = crate::g::h();", 1), ["g"]);
    }

    #[test]
    fn follows_super_to_the_root() {
        assert_eq!(used("use super::a;", 1), ["a"]);
        assert_eq!(used("use super::a; super::super::b::c();", 2), ["b"]);
        assert_eq!(used("mod inner { use super::super::{a, b::c}; } use super::d;", 1), ["a", "b", "d"]);
        assert_eq!(used("use super::super::super::a;", 2), Vec::<String>::new());
    }

    #[test]
    fn refuses_a_module_that_is_not_in_the_row() {
        let table =
            Table::read("| module | may use |\n|---|---|\n| `a` | |\n| `b` | `a` |\n").expect("a table");
        let mut needed = Needed::new();
        assert_eq!(
            unneeded(&table, &needed).collect::<Vec<_>>(),
            ["`b` does not use `a`: remove it from the row"]
        );
        assert_eq!(check("b/c.rs", &Tokens::of("use crate::a;"), &table, &mut needed), []);
        assert_eq!(unneeded(&table, &needed).count(), 0);
        let faults = check("a/c.rs", &Tokens::of("fn x() {}\nuse super::super::b;"), &table, &mut needed);
        assert_eq!(faults, [Fault::new(2, "`a` uses `b`, which ARCHITECTURE.md does not allow")]);
        assert_eq!(check("d.rs", &Tokens::of(""), &table, &mut needed).len(), 1);
        assert!(Table::read("nothing").is_err());
    }
}
