//! Documentation of items, and the fragments of Markdown in it.

pub(super) use super::markdown::{markdown, plain};
use super::words;
use crate::api::{Constraint, Docs};

/// Returns `text`, or the start of a long one, as inline code in Markdown.
pub(super) fn code(text: &str) -> String {
    let is_long = text.chars().nth(80).is_some();
    let shown = text.chars().take(if is_long { 79 } else { 80 });
    let shown = shown.map(|char| if char.is_control() { ' ' } else { char });
    let text: String = shown.chain(is_long.then_some('…')).collect();
    if text.trim().is_empty() {
        return format!("{text:?}").replace(' ', "\u{2423}");
    }
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// Returns the first paragraph of Markdown, on one line.
pub(super) fn first_paragraph(text: &str) -> String {
    let lines = markdown(text);
    let paragraph: Vec<&str> =
        lines.iter().take_while(|line| !line.is_empty()).map(|line| without_break(line).trim()).collect();
    let is_text = |line: &&str| line.starts_with(|first: char| !"#|>-*+`".contains(first));
    if paragraph.first().is_some_and(is_text) { paragraph.join(" ") } else { plain(text) }
}

/// Returns a title or a summary as one line of Markdown. Neither is Markdown, but one with a link is.
pub(super) fn title(text: &str) -> String {
    if text.contains("](") { first_paragraph(text) } else { plain(text) }
}

/// Returns a line of Markdown without the backslash of a hard break at its end. A backslash before it would escape it.
fn without_break(line: &str) -> &str {
    let backslashes = line.len() - line.trim_end_matches('\\').len();
    if backslashes % 2 == 1 { line.strip_suffix('\\').unwrap_or(line) } else { line }
}

/// Returns the documentation of an item called `name`: its title and description, then its constraints
/// and its default. A title that only repeats the name is left out.
pub(super) fn item(docs: &Docs, name: &str) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(title) =
        docs.title.as_deref().filter(|title| !words::letters(name).ends_with(&words::letters(title)))
    {
        lines.extend(Some(self::title(title)).filter(|title| !title.is_empty()));
    }
    if let Some(description) = &docs.description {
        let text = markdown(description);
        if !text.is_empty() && text != lines {
            paragraph(&mut lines, text);
        }
    }
    let mut rules = Vec::new();
    if !docs.constraints.is_empty() {
        let constraints: Vec<String> = docs.constraints.iter().map(constraint_text).collect();
        rules.push(format!("Constraints: {}.", constraints.join(", ")));
    }
    if let Some(default) = &docs.default {
        let text = default
            .as_str()
            .filter(|text| !text.is_empty())
            .map_or_else(|| default.to_string(), str::to_owned);
        rules.push(format!("Default: {}.", code(&text)));
    }
    if !rules.is_empty() {
        paragraph(&mut lines, vec![rules.join(" ")]);
    }
    if let Some(reason) = deprecation(docs, None) {
        paragraph(&mut lines, markdown(&format!("Deprecated: {reason}")));
    }
    lines
}

/// Returns the reason of a deprecation, if an extension gives one. `function` is the function to use instead.
pub(super) fn deprecation(docs: &Docs, function: Option<&str>) -> Option<String> {
    let instead = function.or(docs.replacement.as_deref()).map(|name| format!("Use {} instead.", code(name)));
    let reason = docs.deprecation.as_deref().map(|reason| {
        let ends = reason.ends_with(['.', '!', '?']);
        format!("{reason}{}", if ends || instead.is_none() { "" } else { "." })
    });
    let parts: Vec<String> = reason.into_iter().chain(instead).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn constraint_text(constraint: &Constraint) -> String {
    match constraint {
        Constraint::Pattern(pattern) => format!("matches {}", code(pattern)),
        other => other.to_string(),
    }
}

/// Appends a paragraph.
pub(super) fn paragraph(lines: &mut Vec<String>, more: Vec<String>) {
    if more.is_empty() {
        return;
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend(more);
}
