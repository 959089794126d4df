//! JSON Pointers (RFC 6901) of the paths (`JSONPath`, RFC 9535) in extensions.

use crate::diagnostics::Pointer;

/// The maximum length of a path in bytes, which also limits the depth of the pointer.
const MAX_PATH: usize = 500;

/// Returns the JSON Pointer of a path below `root`, with `-` for the last element of an array.
///
/// Only names and the last element of an array have a pointer: `$.data`, `$['a b'].c`, `$.data[-1].id` and
/// `$.data[(@.length-1)]`.
pub(super) fn pointer(path: &str, root: &str) -> Option<String> {
    let mut rest = path.trim().strip_prefix(root).filter(|rest| rest.len() <= MAX_PATH)?;
    let mut at = Pointer::root();
    while !rest.is_empty() {
        let step;
        (step, rest) = match rest.strip_prefix('.') {
            Some(name) => {
                let end = name.find(['.', '[']).unwrap_or(name.len());
                name.split_at_checked(end)?
            }
            None => {
                let (inside, rest) = rest.strip_prefix('[')?.split_once(']')?;
                (in_brackets(inside)?, rest)
            }
        };
        if step.is_empty() {
            return None;
        }
        at = at.key(step);
    }
    Some(at.to_string().trim_start_matches('#').to_owned())
}

/// Returns the step in brackets: a name in quotes, or the last element.
fn in_brackets(inside: &str) -> Option<&str> {
    let quoted = |quote| inside.strip_prefix(quote)?.strip_suffix(quote);
    if let Some(name) = quoted('\'').or_else(|| quoted('"')) {
        return Some(name).filter(|name| !name.contains(['\'', '"', '\\']));
    }
    let dense: String = inside.chars().filter(|char| !char.is_whitespace()).collect();
    matches!(dense.as_str(), "-1" | "-1:" | "(@.length-1)").then_some("-")
}

#[cfg(test)]
mod tests {
    use super::pointer;

    #[test]
    fn converts_names_and_the_last_element() {
        for (path, expected) in [
            ("$", Some("")),
            ("$.data", Some("/data")),
            ("$.pagination.next", Some("/pagination/next")),
            ("$.data[-1].id", Some("/data/-/id")),
            ("$.resultArray[(@.length-1)]", Some("/resultArray/-")),
            ("$.resultArray[( @.length - 1 )].a", Some("/resultArray/-/a")),
            ("$['a/b'][\"c~d\"]", Some("/a~1b/c~0d")),
            ("$.data[0]", None),
            ("$..data", None),
            ("$.data[*].id", None),
            ("$[-1", None),
            ("$['a'b']", None),
            ("data", None),
        ] {
            assert_eq!(pointer(path, "$").as_deref(), expected, "{path}");
        }
        assert_eq!(pointer("$response.page.next", "$response").as_deref(), Some("/page/next"));
    }
}
