//! `CHANGELOG.md`: each version has a section, and the part of a section between the markers is generated.
//!
//! The sections that the last commit does not have are those of earlier runs since then. All of these runs are one
//! change: the next run replaces its section.

use std::ops::Range;

/// The path of the file.
pub(crate) const PATH: &str = "CHANGELOG.md";
/// The start of a new file.
pub(crate) const HEAD: &str = "# Changelog\n\n<!-- clientwright:changes -->";
/// The line below which new sections are added.
pub(crate) const MARKER: &str = "<!-- clientwright:changes -->";
/// The start of the line before the generated part of a section. The version follows.
const START: &str = "<!-- clientwright:start ";
const END: &str = "<!-- clientwright:end -->";

/// The section of a version.
#[derive(Debug, Clone)]
pub(crate) struct Section<'a> {
    pub(crate) version: &'a str,
    /// The lines of Markdown.
    pub(crate) text: &'a str,
}

/// Returns the changelog with the section, and without those of earlier runs since the last commit. Returns `None` if
/// there is none, or if it is the user's own: it has no marker.
///
/// `before` is the file on the disk. `committed` is that of the last commit, or `None` if the disk is the last state.
pub(crate) fn update(
    before: Option<&str>,
    committed: Option<&str>,
    section: Option<&Section<'_>>,
) -> Option<String> {
    let Some(before) = before.filter(|text| !text.is_empty()) else {
        return section.map(|section| format!("{HEAD}\n\n{}", with_heading(section)));
    };
    let at = super::readme::line(before, 0, MARKER)?;
    let normal = before.replace("\r\n", "\n");
    let mut text = if normal.len() == before.len() { before.to_owned() } else { normal };
    let is_windows = text.len() != before.len();
    let at = if is_windows { super::readme::line(&text, 0, MARKER)? } else { at };
    let known = committed.map(parts).unwrap_or_default();
    let is_pending =
        |part: &Part| committed.is_some() && !known.iter().any(|known| known.version == part.version);
    let all = parts(&text);
    let is_there = section
        .is_some_and(|section| all.iter().any(|part| part.version == section.version && !is_pending(part)));
    let mut missing = section.filter(|_| !is_there);
    // From the end, so that the places before stay the same.
    let mut pending: Vec<&Part> = all.iter().filter(|part| is_pending(part)).collect();
    let kept = pending.first().map(|part| part.whole.start);
    pending.reverse();
    for part in pending {
        match missing.filter(|_| kept == Some(part.whole.start)) {
            Some(section) => {
                replace(&mut text, part.body.clone(), &body(section));
                let heading = text.get(part.heading.clone()).unwrap_or_default();
                let heading = heading.replacen(&part.version, section.version, 1);
                replace(&mut text, part.heading.clone(), &heading);
                missing = None;
            }
            None => replace(&mut text, part.whole.clone(), ""),
        }
    }
    if let Some(section) = missing {
        let at = at + MARKER.len();
        replace(&mut text, at..at, &format!("\n\n{}", with_heading(section).trim_end()));
        if !text.ends_with('\n') {
            text.push('\n');
        }
    }
    Some(if is_windows { text.replace('\n', "\r\n") } else { text })
}

fn replace(text: &mut String, range: Range<usize>, new: &str) {
    if text.get(range.clone()).is_some() {
        text.replace_range(range, new);
    }
}

fn with_heading(section: &Section<'_>) -> String {
    format!("## {}\n\n{}", section.version, body(section))
}

fn body(section: &Section<'_>) -> String {
    format!("{START}{} -->\n{}\n{END}\n", section.version, section.text.trim_end())
}

/// The generated part of a section.
#[derive(Debug)]
struct Part {
    version: String,
    /// The heading and the generated part, with the empty line after it, or without the heading if the section has
    /// other texts.
    whole: Range<usize>,
    /// The line of the heading; empty without one.
    heading: Range<usize>,
    /// The markers, with the lines between them.
    body: Range<usize>,
}

/// Returns the generated parts in order.
fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut heading, mut begun): (Option<Range<usize>>, Option<(String, usize)>) = (None, None);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let content = line.trim_end();
        match &begun {
            None if content.starts_with("## ") => heading = Some(range),
            None => {
                let version = content.strip_prefix(START).and_then(|rest| rest.strip_suffix(" -->"));
                begun = version.map(|version| (version.to_owned(), range.start));
            }
            Some((version, start)) if content == END => {
                let body = *start..range.end;
                let heading = heading.take();
                // The whole section belongs to the generator if nothing else is in it.
                let rest = text.get(body.end..).unwrap_or_default();
                let is_end = |line: &str| line.starts_with("## ") || line.trim_end() == MARKER;
                let own = rest.split_inclusive('\n').take_while(|line| !is_end(line)).collect::<String>();
                let before = heading.clone().and_then(|heading| text.get(heading.end..body.start));
                let is_whole = own.trim().is_empty() && before.is_some_and(|text| text.trim().is_empty());
                let heading = heading.unwrap_or(*start..*start);
                let whole = if is_whole { heading.start..body.end + own.len() } else { body.clone() };
                parts.push(Part { version: version.clone(), whole, heading, body });
                begun = None;
            }
            Some(_) => {}
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section<'a>(version: &'a str, text: &'a str) -> Section<'a> {
        Section { version, text }
    }

    fn updated(before: &str, committed: Option<&str>, section: Option<&Section<'_>>) -> String {
        let updated = update(Some(before), committed, section).expect("a marker");
        assert_eq!(
            update(Some(&updated), committed, section).as_deref(),
            Some(updated.as_str()),
            "the second run"
        );
        updated
    }

    fn first() -> String {
        update(None, None, Some(&section("0.1.0", "The first version."))).expect("a section")
    }

    #[test]
    fn adds_a_section_for_each_version_the_newest_first() {
        let expected = "# Changelog\n\n<!-- clientwright:changes -->\n\n## 0.1.0\n\n\
            <!-- clientwright:start 0.1.0 -->\nThe first version.\n<!-- clientwright:end -->\n";
        assert_eq!(first(), expected);
        let second = updated(&first(), None, Some(&section("0.2.0", "### Major\n\n- Gone.\n")));
        let expected = expected.replace(
            "## 0.1.0",
            "## 0.2.0\n\n<!-- clientwright:start 0.2.0 -->\n### Major\n\n- Gone.\n<!-- clientwright:end -->\n\n## 0.1.0",
        );
        assert_eq!(second, expected);
        assert_eq!(updated(&second, None, None), second);
        assert_eq!(update(None, None, None), None);
    }

    #[test]
    fn takes_the_runs_before_the_next_commit_for_one_change() {
        let commit = first();
        let one = updated(&commit, Some(&commit), Some(&section("0.1.1", "A patch.")));
        let dated = one
            .replace("## 0.1.1", "## 0.1.1 (in May)")
            .replace("end -->\n\n## 0.1.0", "end -->\n\nMine.\n\n## 0.1.0");
        let two = updated(&dated, Some(&commit), Some(&section("0.2.0", "A change.")));
        let expected = dated.replace("0.1.1", "0.2.0").replace("A patch.", "A change.");
        assert_eq!(two, expected);
        // Without the change the file is that of the commit again, apart from the texts of the user.
        assert_eq!(updated(&one, Some(&commit), None), commit);
        let own = updated(&two, Some(&commit), None);
        assert!(
            own.contains("## 0.2.0 (in May)\n") && own.contains("Mine.\n") && !own.contains("A change."),
            "{own}"
        );
        // A commit ends the change.
        let next = updated(&one, Some(&one), Some(&section("0.1.2", "Another.")));
        assert!(next.contains("A patch.") && next.contains("Another."), "{next}");
    }

    #[test]
    fn keeps_the_texts_of_the_user() {
        let own = first().replace("# Changelog\n", "# History\n\nMine.\n") + "\n## 0.0.1\n\nBy hand.\n";
        let text = updated(&own, Some(&own), Some(&section("0.2.0", "New.")));
        assert!(
            text.starts_with("# History\n\nMine.\n") && text.ends_with("\n## 0.0.1\n\nBy hand.\n"),
            "{text}"
        );
        let pending = updated(&own, Some(&first()), None);
        assert_eq!(pending, own);
        let windows = own.replace('\n', "\r\n");
        let text = updated(&windows, Some(&windows), Some(&section("0.2.0", "New.")));
        assert_eq!(text.matches("\r\n").count(), text.matches('\n').count());
        assert_eq!(updated(&windows, Some(&windows), None), windows);
        assert_eq!(update(Some("# Mine\n"), None, Some(&section("0.2.0", "New."))), None);
    }
}
