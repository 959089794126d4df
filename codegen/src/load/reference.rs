//! URI references (RFC 3986, section 4) and the locations that they name.

use crate::diagnostics::{Pointer, unescape};

/// A value in a file of the description.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Location {
    /// The path of the file from the folder of the description. The path of the description itself is empty.
    pub(super) file: String,
    /// The keys and indices from the root of the file to the value.
    pub(super) steps: Vec<String>,
}

impl Location {
    /// Returns the location of a whole file.
    pub(super) fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), steps: Vec::new() }
    }

    /// Returns the location that further steps lead to.
    pub(super) fn join(&self, steps: impl IntoIterator<Item = String>) -> Self {
        let mut joined = self.clone();
        joined.steps.extend(steps);
        joined
    }

    /// Returns the JSON pointer to the value.
    pub(super) fn pointer(&self) -> Pointer {
        let file = if self.file.is_empty() { Pointer::root() } else { Pointer::file(&self.file) };
        self.steps.iter().fold(file, |pointer, step| pointer.key(step))
    }
}

/// Splits a reference into the part before the `#` and the decoded fragment.
pub(super) fn split(reference: &str) -> (&str, String) {
    let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    (uri, percent_decode(fragment))
}

/// Returns the steps of a JSON pointer (RFC 6901).
pub(super) fn steps(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(unescape).collect()
}

/// Returns the section and the name of the component that `reference` names.
pub(crate) fn component(reference: &str) -> Option<(&str, String)> {
    let (section, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
    (!name.contains('/')).then(|| (section, unescape(&percent_decode(name))))
}

/// Returns the steps of a reference into the description itself.
pub(crate) fn fragment_steps(reference: &str) -> Option<Vec<String>> {
    let (uri, fragment) = split(reference);
    uri.is_empty().then(|| steps(&fragment))
}

/// Returns `true` if a URI has a scheme or an authority, so that it is not a path.
pub(super) fn is_remote(uri: &str) -> bool {
    let scheme = uri.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    });
    scheme || uri.starts_with("//")
}

/// Returns the path from the folder of the description to the file that `uri` names in the file `base`.
///
/// A path above the folder starts with `../`.
pub(super) fn join(base: &str, uri: &str) -> String {
    let uri = percent_decode(uri).replace('\\', "/");
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    let absolute = uri.starts_with('/');
    let before = if absolute { "" } else { folder };
    for part in before.split('/').chain(uri.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    if absolute { format!("/{path}") } else { path }
}

/// Resolves `reference` against `base` (RFC 3986, section 5.2). Both are URIs, or paths from the folder of the
/// description.
pub(super) fn resolve_uri(base: &str, reference: &str) -> String {
    let (root, path) = split_root(reference);
    if !root.is_empty() {
        // The path of a URI without an authority, such as that of `urn:a:b`, has no segments.
        let is_hierarchical = root.contains("//");
        return if is_hierarchical { resolve_uri(root, path) } else { reference.to_owned() };
    }
    let (root, base_path) = split_root(base);
    if root.contains("//") {
        let path = join(base_path.trim_start_matches('/'), reference);
        return format!("{root}/{}", path.trim_start_matches('/'));
    }
    join(if root.is_empty() { base } else { "" }, reference)
}

/// Splits a URI into its scheme and authority, and its path. The first part of a path is empty.
fn split_root(uri: &str) -> (&str, &str) {
    if !is_remote(uri) {
        return ("", uri);
    }
    let authority = uri.find("//").map_or(uri.len(), |start| start + 2);
    let end = uri.get(authority..).and_then(|rest| rest.find('/')).map_or(uri.len(), |end| authority + end);
    uri.split_at_checked(end).unwrap_or((uri, ""))
}

/// Decodes percent-encoded bytes. A text that would not be UTF-8 stays as it is.
pub(crate) fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let encoded = match tail {
            [high, low, tail @ ..] if *first == b'%' => hex_byte(*high, *low).map(|byte| (byte, tail)),
            _ => None,
        };
        let (byte, tail) = encoded.unwrap_or((*first, tail));
        bytes.push(byte);
        rest = tail;
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex_byte(high: u8, low: u8) -> Option<u8> {
    let digit = |digit: u8| char::from(digit).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_paths_from_the_folder_of_the_file() {
        assert_eq!(join("", "pets.yaml"), "pets.yaml");
        assert_eq!(join("paths/pets.yaml", "../schemas/Pet.yaml"), "schemas/Pet.yaml");
        assert_eq!(join("paths/pets.yaml", "./cats.yaml"), "paths/cats.yaml");
        assert_eq!(join("", "../common/errors.yaml"), "../common/errors.yaml");
        assert_eq!(join("a/b.yaml", "../../../c.yaml"), "../../c.yaml");
        assert_eq!(join("a.yaml", "/etc/passwd"), "/etc/passwd");
        assert_eq!(join("", "my%20pets.yaml"), "my pets.yaml");
    }

    #[test]
    fn recognizes_remote_references_by_scheme_or_authority() {
        assert!(is_remote("https://example.com/pets.yaml"));
        assert!(is_remote("urn:example:pet"));
        assert!(is_remote("//example.com/pets.yaml"));
        assert!(!is_remote("pets.yaml"));
        assert!(!is_remote("folder/with:colon.yaml"));
    }

    #[test]
    fn resolves_uris_against_a_base() {
        for (base, reference, expected) in [
            ("https://a.example/b/c", "d", "https://a.example/b/d"),
            ("https://a.example/b/c", "../d", "https://a.example/d"),
            ("https://a.example/b/c", "/d", "https://a.example/d"),
            ("https://a.example", "d", "https://a.example/d"),
            ("https://a.example/b", "https://b.example/x/../y", "https://b.example/y"),
            ("b/c.yaml", "d.yaml", "b/d.yaml"),
            ("b/c.yaml", "urn:example:d", "urn:example:d"),
            ("urn:example:c", "d.yaml", "d.yaml"),
        ] {
            assert_eq!(resolve_uri(base, reference), expected, "{reference} in {base}");
        }
    }

    #[test]
    fn decodes_a_fragment_once() {
        assert_eq!(split("a.yaml#/x%20y"), ("a.yaml", "/x y".to_owned()));
        assert_eq!(split("a.yaml"), ("a.yaml", String::new()));
        assert_eq!(steps("/paths/~1pets~1{id}/get"), ["paths", "/pets/{id}", "get"]);
        assert_eq!(percent_decode("100%"), "100%");
    }
}
