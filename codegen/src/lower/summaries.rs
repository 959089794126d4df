//! Summaries that are descriptions: a summary is short (OpenAPI 3.1.1, "Operation Object"), and the first line of the
//! documentation.

/// The length of a summary, in bytes, from which only its first sentence is one.
const LONG: usize = 120;
/// The least length of a sentence, so that `e.g.` ends none.
const SHORTEST: usize = 12;

/// Returns the summary and the description of an operation. A long summary is its first sentence, and the rest begins
/// the description.
pub(super) fn of(summary: Option<&str>, description: Option<&str>) -> (Option<String>, Option<String>) {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let Some((first, rest)) = summary.and_then(split) else { return (owned(summary), owned(description)) };
    let description = description.map(str::trim).filter(|text| !text.is_empty() && !text.contains(rest));
    let text: Vec<&str> = [Some(rest), description].into_iter().flatten().collect();
    (Some(first), Some(text.join("\n\n")))
}

/// Returns the first sentence of a long text, and the rest.
fn split(text: &str) -> Option<(String, &str)> {
    let text = text.trim();
    if text.len() <= LONG {
        return None;
    }
    let ends = text.match_indices(['.', '?', '!', '\n']).map(|(at, end)| at + end.len());
    let mut ends = ends.filter(|end| *end >= SHORTEST).filter_map(|end| text.split_at_checked(end));
    let (first, rest) = ends.find(|(first, rest)| {
        let is_new = rest.trim_start().starts_with(|next: char| !next.is_lowercase());
        let is_abbreviation = ["e.g.", "i.e.", "etc.", "vs."].iter().any(|end| first.ends_with(end));
        if first.ends_with('\n') {
            rest.starts_with(['\n', '\r'])
        } else {
            rest.starts_with(char::is_whitespace) && is_new && !is_abbreviation
        }
    })?;
    Some((first.split_whitespace().collect::<Vec<_>>().join(" "), rest.trim()))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn splits_a_long_summary_after_its_first_sentence() {
        let rest = "It may be v1.5 of one, e.g. An image. ".repeat(4);
        let long = format!("Creates a reply. {rest}");
        let (title, description) = of(Some(&long), None);
        assert_eq!(title.as_deref(), Some("Creates a reply."));
        assert_eq!(description.as_deref(), Some(rest.trim()));
        let (_, description) = of(Some(&long), Some("More."));
        assert_eq!(description, Some(format!("{}\n\nMore.", rest.trim())));
        let short = Some("List pets. All of them.".to_owned());
        assert_eq!(of(short.as_deref(), Some("More.")), (short, Some("More.".to_owned())));
        let unsplit = Some("pets ".repeat(30));
        assert_eq!(of(unsplit.as_deref(), None), (unsplit, None));
    }
}
