//! The lines of a manifest: headers of tables, keys with their values, and the comments and empty lines between them.

/// The kind of a entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The header of a table.
    Header,
    /// A key with its value, which may have several lines.
    Key,
    /// A comment.
    Comment,
    /// An empty line.
    Empty,
}

/// Complete lines of a manifest.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) text: &'a str,
    pub(super) kind: Kind,
    /// The keys of the table that the entry is in, or begins.
    pub(super) table: Vec<String>,
    /// The keys after those of the table. Others than keys have none.
    pub(super) keys: Vec<String>,
}

impl Entry<'_> {
    /// Returns the keys from the root.
    pub(super) fn path(&self) -> Vec<String> {
        [self.table.as_slice(), self.keys.as_slice()].concat()
    }
}

/// Splits a valid manifest. The texts of the entries together are the manifest.
pub(super) fn entries(text: &str) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    let mut table = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let start = rest.trim_start_matches([' ', '\t']);
        let (kind, length) = match start.chars().next() {
            Some('#') => (Kind::Comment, line_length(rest)),
            Some('[') => (Kind::Header, line_length(rest)),
            None | Some('\r' | '\n') => (Kind::Empty, line_length(rest)),
            Some(_) => (Kind::Key, entry_length(rest)),
        };
        let (entry, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        let keys = match kind {
            Kind::Header => {
                table = keys(start.trim_start_matches('['));
                Vec::new()
            }
            Kind::Key => keys(start),
            Kind::Comment | Kind::Empty => Vec::new(),
        };
        entries.push(Entry { text: entry, kind, table: table.clone(), keys });
        rest = after;
    }
    entries
}

/// Returns the length of the first line, with its end.
fn line_length(text: &str) -> usize {
    text.find('\n').map_or(text.len(), |at| at + 1)
}

/// Returns the length of a key with its value, up to the end of its last line.
fn entry_length(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(rest) = text.get(at..)
        && let Some(char) = rest.chars().next()
    {
        match char {
            '"' | '\'' => at += string_length(rest, char),
            '#' => at += rest.find('\n').unwrap_or(rest.len()),
            '\n' if depth == 0 => return at + 1,
            '[' | '{' => (depth, at) = (depth + 1, at + 1),
            ']' | '}' => (depth, at) = (depth.saturating_sub(1), at + 1),
            other => at += other.len_utf8(),
        }
    }
    text.len()
}

/// Returns the length of the string at the start of a text, with its quotes.
fn string_length(text: &str, quote: char) -> usize {
    let triple = quote.to_string().repeat(3);
    let (end, start) = if text.starts_with(&triple) { (triple.as_str(), 3) } else { (&triple[..1], 1) };
    let mut at = start;
    while let Some(rest) = text.get(at..)
        && let Some(char) = rest.chars().next()
    {
        if rest.starts_with(end) {
            // Up to two quotes may be before the last three.
            let quotes = rest.len() - rest.trim_start_matches(quote).len();
            return at + if start == 3 { quotes.min(5) } else { 1 };
        }
        at += char.len_utf8();
        if char == '\\' && quote == '"' {
            at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        }
    }
    text.len()
}

/// Reads a key with dots, up to `=` or `]`.
fn keys(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '.']);
        let length = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => string_length(rest, quote),
            Some(char) if !"=]\r\n".contains(char) => {
                rest.find(|char: char| char.is_whitespace() || ".=]".contains(char)).unwrap_or(rest.len())
            }
            _ => return keys,
        };
        let (key, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        keys.push(unquoted(key));
        rest = after;
    }
}

/// Returns the text of a key.
fn unquoted(key: &str) -> String {
    let table = if key.starts_with(['"', '\'']) {
        toml::from_str(&format!("{key} = 0"))
    } else {
        Ok(toml::Table::new())
    };
    table.ok().and_then(|table: toml::Table| table.keys().next().cloned()).unwrap_or_else(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(text: &str) -> Vec<(Kind, String)> {
        entries(text).iter().map(|entry| (entry.kind, entry.path().join(" "))).collect()
    }

    #[test]
    fn splits_every_notation_of_a_value() {
        let text = "# Top\n\na = 1\n[package] # x ] = y\n  \"b.c\".d = \"\"\"\n[no]\n\\\"\"\"\"\"\nlist = [ # [\n  '[no]', \"#\",\n]\n\n\
            e = { f = '\\' }\n[[bin]]\nname = 'x'\n[target.'cfg(a = \"]\")'.dependencies]\ng = ''''[a]\n'''''\nh.i = 2";
        let expected = [
            (Kind::Comment, ""),
            (Kind::Empty, ""),
            (Kind::Key, "a"),
            (Kind::Header, "package"),
            (Kind::Key, "package b.c d"),
            (Kind::Key, "package list"),
            (Kind::Empty, "package"),
            (Kind::Key, "package e"),
            (Kind::Header, "bin"),
            (Kind::Key, "bin name"),
            (Kind::Header, "target cfg(a = \"]\") dependencies"),
            (Kind::Key, "target cfg(a = \"]\") dependencies g"),
            (Kind::Key, "target cfg(a = \"]\") dependencies h i"),
        ];
        assert_eq!(summary(text), expected.map(|(kind, path)| (kind, path.to_owned())));
        assert!(toml::from_str::<toml::Table>(text).is_ok());
        assert_eq!(entries(text).iter().map(|entry| entry.text).collect::<String>(), text);
    }

    #[test]
    fn loses_no_byte_of_a_text_that_is_no_manifest() {
        for text in
            ["a", "\"", "'''", "[", "a = [", "\r", "= =", "a.", "\u{202e}", "a = \"\\", "\"\\u12\" = 1"]
        {
            assert_eq!(entries(text).iter().map(|entry| entry.text).collect::<String>(), text, "{text:?}");
        }
    }
}
