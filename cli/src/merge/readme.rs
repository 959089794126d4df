//! `README.md`: the part between the markers is generated.

use clientwright_codegen::render::{END, START};

/// Replaces the generated part. Returns `None` without markers: the page is the user's own.
///
/// # Errors
/// Returns an error if only the first marker is there.
pub(super) fn merge(before: &str, generated: &str) -> Result<Option<String>, String> {
    // A run that was killed leaves an empty file.
    if before.is_empty() {
        return Ok(Some(generated.to_owned()));
    }
    let Some(start) = line(before, 0, START) else { return Ok(None) };
    let Some(end) = line(before, start, END) else {
        return Err(format!("the line `{END}` is missing: add it after the generated part"));
    };
    let (head, rest) = before.split_at_checked(start).unwrap_or((before, ""));
    let tail = rest.get(end - start + END.len()..).unwrap_or_default();
    let generated = generated.trim_end();
    let generated =
        if before.contains("\r\n") { generated.replace('\n', "\r\n") } else { generated.to_owned() };
    Ok(Some(format!("{head}{generated}{tail}")))
}

/// Returns `true` if a page has no text outside of the generated part.
pub(crate) fn is_all_generated(text: &str) -> bool {
    let inner = text.strip_prefix(START).and_then(|text| text.trim_end().strip_suffix(END));
    inner.is_some_and(|inner| line(inner, 0, END).is_none())
}

/// Returns the place of a line with this text, from `from`.
pub(super) fn line(text: &str, from: usize, wanted: &str) -> Option<usize> {
    let mut at = from;
    for line in text.get(from..)?.split_inclusive('\n') {
        if line.trim_end() == wanted {
            return Some(at);
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generated(text: &str) -> String {
        format!("{START}\n{text}\n{END}\n")
    }

    #[test]
    fn keeps_the_texts_around_the_markers() {
        let before = format!("# Mine\n\n{}\n## More of mine", generated("old\n\nlines"));
        let merged = merge(&before, &generated("new")).expect("markers").expect("markers");
        assert_eq!(merged, format!("# Mine\n\n{}\n## More of mine", generated("new")));
        assert_eq!(merge(&merged, &generated("new")).expect("markers"), Some(merged));
        let windows = before.replace('\n', "\r\n");
        let merged = merge(&windows, &generated("a\nb")).expect("markers").expect("markers");
        assert_eq!(merged, format!("# Mine\n\n{}\n## More of mine", generated("a\nb")).replace('\n', "\r\n"));
    }

    #[test]
    fn leaves_a_page_without_markers_alone() {
        assert_eq!(merge("# Mine\n", &generated("new")), Ok(None));
        assert_eq!(merge(&format!("Text with {START}\n"), &generated("new")), Ok(None));
        assert_eq!(merge("", &generated("new")), Ok(Some(generated("new"))));
        let error = merge(&format!("{START}\nnew\n"), &generated("new")).expect_err("one marker");
        assert!(error.contains(END), "{error}");
        assert!(merge(&format!("{END}\n{START}\n"), &generated("new")).is_err());
    }

    #[test]
    fn finds_pages_without_a_text_of_the_user() {
        assert!(is_all_generated(&generated("new")));
        assert!(!is_all_generated(&format!("{}mine\n", generated("new"))));
        assert!(!is_all_generated(&format!("mine\n{}", generated("new"))));
        assert!(!is_all_generated(&format!("{}mine\n{END}\n", generated("new"))));
    }
}
