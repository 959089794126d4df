//! `$ref`s as the URI references that they are (RFC 3986, section 4): a file, and a place in it.

use crate::diagnostics::unescape;

/// A place in a file of the description.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Location {
    /// The file, from the folder of the description; empty for the description.
    pub(super) file: String,
    /// The members and elements that lead there.
    pub(super) steps: Vec<String>,
}

impl Location {
    /// The whole file.
    pub(super) fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), steps: Vec::new() }
    }

    /// The place further in.
    pub(super) fn inside(&self, steps: impl IntoIterator<Item = String>) -> Self {
        let mut inside = self.clone();
        inside.steps.extend(steps);
        inside
    }
}

/// The part of a reference before the `#`, and that after it, decoded.
pub(super) fn split(reference: &str) -> (&str, String) {
    let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    (uri, percent_decode(fragment))
}

/// The steps of a JSON pointer (RFC 6901).
pub(super) fn steps(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(unescape).collect()
}

/// Whether a URI has a scheme or an authority, so that it is no path.
pub(super) fn is_remote(uri: &str) -> bool {
    let scheme = uri.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    });
    scheme || uri.starts_with("//")
}

/// The path `uri`, which stands in the file `base`, from the folder of the description. What leads above that
/// folder starts with `../`.
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

/// Percent-encoded bytes decoded; a text that is no UTF-8 then stays as it is.
pub(crate) fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let encoded = tail
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        if let Some(byte) = encoded {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_from_the_folder_of_the_file() {
        assert_eq!(join("", "pets.yaml"), "pets.yaml");
        assert_eq!(join("paths/pets.yaml", "../schemas/Pet.yaml"), "schemas/Pet.yaml");
        assert_eq!(join("paths/pets.yaml", "./cats.yaml"), "paths/cats.yaml");
        assert_eq!(join("", "../common/errors.yaml"), "../common/errors.yaml");
        assert_eq!(join("a/b.yaml", "../../../c.yaml"), "../../c.yaml");
        assert_eq!(join("a.yaml", "/etc/passwd"), "/etc/passwd");
        assert_eq!(join("", "my%20pets.yaml"), "my pets.yaml");
    }

    #[test]
    fn a_scheme_or_an_authority_makes_a_reference_remote() {
        assert!(is_remote("https://example.com/pets.yaml"));
        assert!(is_remote("urn:example:pet"));
        assert!(is_remote("//example.com/pets.yaml"));
        assert!(!is_remote("pets.yaml"));
        assert!(!is_remote("folder/with:colon.yaml"));
    }

    #[test]
    fn a_fragment_is_decoded_once() {
        assert_eq!(split("a.yaml#/x%20y"), ("a.yaml", "/x y".to_owned()));
        assert_eq!(split("a.yaml"), ("a.yaml", String::new()));
        assert_eq!(steps("/paths/~1pets~1{id}/get"), ["paths", "/pets/{id}", "get"]);
        assert_eq!(percent_decode("100%"), "100%");
    }
}
