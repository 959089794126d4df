//! Indexing: an index that is out of bounds panics, so the generator uses `get`.

use std::collections::BTreeSet;

use super::{
    Fault,
    lexer::{Kind, Token, Tokens},
};

/// Indices that are in bounds: the files that begin with a path, the names before the bracket, and the reason.
const ALLOWED: [(&str, &[&str], &str); 5] = [
    ("", &["schemas"], "a `SchemaId` is made by the `Schemas` that it belongs to, which never shrinks"),
    ("api/", &["self"], "a `SchemaId` is made by the `Schemas` that it belongs to, which never shrinks"),
    ("lower/schemas.rs", &["ids"], "each component has an id"),
    (
        "share/partition.rs",
        &["classes", "members", "parents", "positions"],
        "a node is a number below the length of each table, and a class is one of `members`",
    ),
    ("values/formats.rs", &["left", "rest"], "offsets that `find` gave"),
];

/// The words after which a bracket is a pattern, a type or an array.
const KEYWORDS: [&str; 18] = [
    "as", "box", "break", "const", "dyn", "else", "for", "if", "impl", "in", "let", "match", "move", "mut",
    "ref", "return", "static", "where",
];
/// The macros whose tokens are another program.
const QUOTES: [&str; 4] = ["macro_rules", "parse_quote", "quote", "quote_spanned"];

/// The names of [`ALLOWED`] that occur, each with the start of its path.
pub(super) type Needed = BTreeSet<(&'static str, &'static str)>;

/// Returns the names of [`ALLOWED`] that no file needs.
pub(super) fn unneeded(needed: &Needed) -> impl Iterator<Item = String> + '_ {
    let all = ALLOWED.iter().flat_map(|(start, names, _)| names.iter().map(move |name| (*start, *name)));
    all.filter(move |entry| !needed.contains(entry)).map(|(start, name)| {
        format!("no file in `codegen/src/{start}` has `{name}[…]`: remove it from `ALLOWED` in indexing.rs")
    })
}

/// Checks the code of the file at `path`, which is below `codegen/src`.
pub(super) fn check(path: &str, code: &Tokens<'_>, needed: &mut Needed) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut index = 0;
    let mut before: Option<Token<'_>> = None;
    while let Some(token) = code.tokens.get(index).copied() {
        let next = code.tokens.get(index + 1);
        if token.kind == Kind::Identifier
            && QUOTES.contains(&token.text)
            && next.is_some_and(|next| next.is("!"))
        {
            let group = (index..code.tokens.len()).find(|at| opens(code, *at)).unwrap_or(code.tokens.len());
            (index, before) = (code.after_group(group), None);
            continue;
        }
        if token.is("#") && next.is_some_and(|next| next.is("[") || next.is("!")) {
            let group = (index..code.tokens.len()).find(|at| opens(code, *at)).unwrap_or(code.tokens.len());
            (index, before) = (code.after_group(group), None);
            continue;
        }
        if token.is("[") && before.is_some_and(|before| is_operand(&before)) && !is_full_range(code, index) {
            let receiver = before.map_or("", |before| before.text);
            match allowed(path, receiver) {
                Some(entry) => drop(needed.insert(entry)),
                None => faults.push(Fault::new(token.line, format!("`{receiver}[…]` can panic: use `get`"))),
            }
        }
        before = Some(token);
        index += 1;
    }
    faults
}

/// Returns the first entry of [`ALLOWED`] for an index into `receiver` in the file at `path`.
fn allowed(path: &str, receiver: &str) -> Option<(&'static str, &'static str)> {
    let here = ALLOWED.iter().filter(|(start, ..)| path.starts_with(start));
    here.flat_map(|(start, names, _)| names.iter().map(move |name| (*start, *name)))
        .find(|(_, name)| *name == receiver)
}

fn opens(code: &Tokens<'_>, at: usize) -> bool {
    code.tokens.get(at).is_some_and(|token| ["(", "[", "{"].iter().any(|mark| token.is(mark)))
}

/// Returns `true` for a token that ends an expression, after which a bracket is an index.
fn is_operand(token: &Token<'_>) -> bool {
    match token.kind {
        Kind::Identifier => !KEYWORDS.contains(&token.text),
        Kind::Punctuation => [")", "]", "?"].iter().any(|mark| token.is(mark)),
        Kind::Lifetime | Kind::Literal => false,
    }
}

/// Returns `true` for `[..]`, which takes everything.
fn is_full_range(code: &Tokens<'_>, open: usize) -> bool {
    code.tokens.iter().skip(open + 1).take(3).map(|token| token.text).eq([".", ".", "]"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<usize> {
        check("emit/a.rs", &Tokens::of(text), &mut Needed::new()).iter().map(|fault| fault.line).collect()
    }

    #[test]
    fn finds_indices_and_slices() {
        assert_eq!(
            lines("a[0];\nf()[1];\n&b[1..];\nc[0][1];\nformat!(\"{}\", d[0]);\ne?[0];"),
            [1, 2, 3, 4, 4, 5, 6]
        );
    }

    #[test]
    fn knows_types_patterns_arrays_and_attributes() {
        let text =
            "#[a(b)] fn f<'a>(x: &'a [u8], y: &mut [u8]) -> [u8; 2] { let [a, b] = [1, 2]; vec![1]; &x[..] }";
        assert!(lines(text).is_empty());
        assert!(lines("for x in [1] { match x { [a] => {} _ => return [a] } }").is_empty());
    }

    #[test]
    fn reports_the_exceptions_that_no_file_needs() {
        let mut needed = Needed::new();
        assert_eq!(check("api/a.rs", &Tokens::of("docs[0]; schemas[id];"), &mut needed).len(), 1);
        assert_eq!(needed, Needed::from([("", "schemas")]));
        let is_reported = |needed: &Needed, name: &str| {
            let start = format!("no file in `codegen/src/api/` has `{name}[…]`: remove it");
            unneeded(needed).any(|fault| fault.starts_with(&start))
        };
        assert!(is_reported(&needed, "self") && !is_reported(&needed, "schemas"));
        assert!(check("api/a.rs", &Tokens::of("self[0];"), &mut needed).is_empty());
        assert!(!is_reported(&needed, "self"));
    }

    #[test]
    fn leaves_quoted_code_and_arenas_alone() {
        assert!(lines("quote! { a[0] }; macro_rules! m { ($a:expr) => { $a[0] } }").is_empty());
        assert!(lines("api.schemas[id].shape; self.schemas[schemas.resolve(id)]").is_empty());
    }
}
