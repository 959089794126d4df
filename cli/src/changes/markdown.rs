//! The changes of an API as Markdown, for a pull request and for the changelog.

use std::fmt::Write;

use clientwright_codegen::surface::{Change, Changes, Level};

use super::{alike, summary};

/// The maximum number of changes of a level that a changelog lists.
const MAX_CHANGES: usize = 200;

/// Returns the changes for a pull request.
pub(crate) fn markdown(changes: &Changes, versions: &[String; 2]) -> String {
    let [before, now] = versions;
    let mut text = format!("## API: {}\n\n", summary(changes));
    if before != now {
        let _ = writeln!(text, "The version that follows `{before}` is `{now}`.\n");
    }
    text.push_str(&list(changes, usize::MAX));
    text
}

/// Returns the changes for the section of a version in the changelog.
pub(crate) fn section(changes: &Changes) -> String {
    if changes.is_empty() {
        return "The public API is the same.\n".to_owned();
    }
    list(changes, MAX_CHANGES)
}

/// Returns a list of the changes of each level.
fn list(changes: &Changes, max: usize) -> String {
    let mut text = String::new();
    for (level, heading) in [(Level::Major, "Major"), (Level::Minor, "Minor"), (Level::Patch, "Patch")] {
        let of_level: Vec<&Change> = changes.iter().filter(|change| change.level == level).collect();
        if of_level.is_empty() {
            continue;
        }
        // Writing to a string does not fail.
        let space = if text.is_empty() { "" } else { "\n" };
        let _ = writeln!(text, "{space}### {heading}\n");
        let grouped = alike(changes, level);
        for (what, subjects) in &grouped {
            let more = subjects.len().saturating_sub(max);
            let subjects: Vec<String> = subjects.iter().take(max).map(|subject| code(subject)).collect();
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            let _ = writeln!(text, "- {}: {}{more}", escaped(what), subjects.join(", "));
        }
        let is_single =
            |change: &&Change| change.wire.is_some() || !grouped.contains_key(change.what.as_str());
        let single: Vec<&Change> = of_level.into_iter().filter(is_single).collect();
        single.iter().take(max).for_each(|change| entry(change, &mut text));
        if single.len() > max {
            let _ = writeln!(text, "- And {} more.", single.len() - max);
        }
    }
    text
}

/// Adds a change, with its remedy and its effect on requests and responses.
fn entry(change: &Change, text: &mut String) {
    let migration = change.migration().map(|migration| format!(": {migration}")).unwrap_or_default();
    let subject = code(&change.subject.to_string());
    let _ = writeln!(text, "- **{subject}**: {}{migration}", escaped(&change.what));
    if let Some(wire) = &change.wire {
        let mark = if wire.breaks { "On the wire, **calls may fail**" } else { "On the wire" };
        let _ = writeln!(text, "  - {mark}: {}", escaped(&wire.text));
    }
}

/// Returns a text as code in one line of Markdown.
fn code(text: &str) -> String {
    let text: String = text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    if text.contains('`') {
        let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest + 1);
        return format!("{fence} {text} {fence}");
    }
    format!("`{text}`")
}

/// Returns a sentence as one line of Markdown. Code stays code, and texts of a description are no markup.
fn escaped(text: &str) -> String {
    let text: String = text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    let has_pairs = text.matches('`').count().is_multiple_of(2);
    let mut in_code = false;
    let mut escaped = String::new();
    for char in text.chars() {
        if char == '`' && has_pairs {
            in_code = !in_code;
        } else if !in_code && "<>[]\\*`&".contains(char) {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_texts_outside_of_code() {
        assert_eq!(
            escaped("the field `a<b>` is [new](x) <!-- y\n-->"),
            "the field `a<b>` is \\[new\\](x) \\<!-- y --\\>"
        );
        assert_eq!(escaped("a ` <b>"), "a \\` \\<b\\>");
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a ``b\n"), "``` a ``b  ```");
    }
}
