//! An excerpt of a file: all of it, or one block of YAML, TOML or generated Rust.

use super::fenced;

/// Returns the block of the file at `path` whose first line begins with `start`, as a block of code. Without `start` it
/// is the whole file.
///
/// The language of Rust is `rs`, which rustdoc does not compile: the files are compiled by their own tests.
pub(super) fn fenced_excerpt(path: &str, text: &str, start: &str) -> Result<String, String> {
    let block = if start.is_empty() { text.to_owned() } else { block(path, text, start)? };
    Ok(fenced(language(path), &block))
}

/// Returns the block: the lines that are indented more than the first one, and in Rust also the attributes, the
/// documentation and the closing bracket.
fn block(path: &str, text: &str, start: &str) -> Result<String, String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = (0..lines.len()).filter(|index| lines[*index].trim_start().starts_with(start));
    let (Some(first), None) = (found.next(), found.next()) else {
        return Err(format!("{path}: not exactly one line begins with `{start}`"));
    };
    let depth = indentation(lines[first]);
    let is_rust = language(path) == "rs";
    let is_before = |line: &&&str| is_rust && indentation(line) == depth && is_attribute(line);
    let before = lines[..first].iter().rev().take_while(is_before).count();
    let is_inside = |line: &&&str| {
        line.is_empty()
            || indentation(line) > depth
            || is_rust && line.trim_start().starts_with([')', '}', ']'])
    };
    let mut inside = lines[first + 1..].iter().take_while(is_inside).count();
    // The bracket of the item ends it. One of a block around it is not part of it.
    let closing = |line: &&str| {
        indentation(line) < depth || indentation(line) == depth && line.trim_start().starts_with('}')
    };
    if let Some(end) =
        lines[first + 1..first + 1 + inside].iter().position(|line| !line.is_empty() && closing(line))
    {
        inside = if indentation(lines[first + 1 + end]) < depth { end } else { end + 1 };
    }
    let block = lines[first - before..=first + inside].iter();
    let block: Vec<&str> = block.map(|line| line.get(depth..).unwrap_or_default()).collect();
    Ok(block.join("\n").trim_end().to_owned())
}

/// Returns the language of a block of code of the file at `path`.
fn language(path: &str) -> &str {
    match path.rsplit_once('.') {
        Some((_, "txt")) | None => "text",
        Some((_, extension)) => extension,
    }
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn is_attribute(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("///") || line.starts_with("#[")
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUST: &str = "\
use a::B;

/// A pet.
#[derive(Debug)]
pub struct Pet {
    pub name: String,
}

impl Pet {
    /// Returns it.
    pub fn new(
        name: String,
    ) -> Self {
        Self { name }
    }
}
";

    #[test]
    fn takes_an_item_with_its_attributes_and_its_brackets() {
        let item = block("a.rs", RUST, "pub struct Pet").expect("an item");
        assert_eq!(item, "/// A pet.\n#[derive(Debug)]\npub struct Pet {\n    pub name: String,\n}");
        let method = block("a.rs", RUST, "pub fn new").expect("a method");
        assert_eq!(
            method,
            "/// Returns it.\npub fn new(\n    name: String,\n) -> Self {\n    Self { name }\n}"
        );
        assert_eq!(block("a.rs", RUST, "use").as_deref(), Ok("use a::B;"));
    }

    #[test]
    fn takes_a_key_with_its_value() {
        let yaml = "schemas:\n  Pet:\n    type: object\n\n    properties: {}\n\n  Owner: {}\n";
        let pet = fenced_excerpt("a.yaml", yaml, "Pet:").expect("a schema");
        assert_eq!(pet, "```yaml\nPet:\n  type: object\n\n  properties: {}\n```\n");
        assert_eq!(block("a.yaml", yaml, "Owner:").as_deref(), Ok("Owner: {}"));
    }

    #[test]
    fn requires_exactly_one_block() {
        assert!(block("a.rs", RUST, "pub enum").is_err_and(|error| error.contains("`pub enum`")));
        assert!(block("a.rs", RUST, "pub").is_err());
    }
}
