//! Diagnostics for people: the place, the line, and the remedy.

use std::{collections::BTreeMap, io::IsTerminal, path::Path};

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use codegen::{
    Diagnostic, Generated, Severity,
    diagnostics::{Position, explain},
    positions,
};

use crate::config::normal;

/// The maximum number of diagnostics of a severity without `--all`.
const MAX_SHOWN: usize = 10;
/// The maximum length of a line that is shown.
const MAX_WIDTH: usize = 160;

/// Prints the diagnostics of the description `name` to standard error, errors first.
pub(crate) fn diagnostics(name: &str, generated: &Generated, all: bool) {
    let color = std::io::stderr().is_terminal();
    let text = render(name, generated, if all { usize::MAX } else { MAX_SHOWN }, color);
    if !text.is_empty() {
        eprintln!("{text}");
    }
}

/// Returns the diagnostics as text.
#[must_use]
pub fn render(name: &str, generated: &Generated, most: usize, color: bool) -> String {
    let Generated { diagnostics, texts, .. } = generated;
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut shown: Vec<&Diagnostic> = Vec::new();
    let mut hidden: BTreeMap<&str, usize> = BTreeMap::new();
    for severity in [Severity::Error, Severity::Warning] {
        let of_severity = diagnostics.iter().filter(|diagnostic| diagnostic.severity() == severity);
        for (index, diagnostic) in of_severity.enumerate() {
            if index < most {
                shown.push(diagnostic);
            } else {
                *hidden.entry(diagnostic.code.as_str()).or_default() += 1;
            }
        }
    }
    let copies: Vec<Diagnostic> = shown.iter().map(|diagnostic| (*diagnostic).clone()).collect();
    let mut blocks: Vec<String> = copies
        .iter()
        .zip(positions(texts, &copies))
        .map(|(diagnostic, position)| {
            let path = diagnostic.pointer.path().unwrap_or_default();
            let text = texts.get(&path).map_or("", String::as_str);
            block(&renderer, &file_name(name, &path), text, diagnostic, position)
        })
        .collect();
    if !hidden.is_empty() {
        let counts: Vec<String> = hidden
            .iter()
            .map(|(code, count)| {
                let title = explain(code).map_or("", |explanation| explanation.title);
                format!("  {code} ({title}): {count} more")
            })
            .collect();
        blocks.push(format!("not shown; use --all or --report FILE:\n{}", counts.join("\n")));
    }
    blocks.join("\n\n")
}

/// Returns the name of the file at `path` from the folder of the description `name`.
fn file_name(name: &str, path: &str) -> String {
    if path.is_empty() {
        return name.to_owned();
    }
    let folder = Path::new(name).parent().unwrap_or(Path::new(""));
    normal(&folder.join(path)).display().to_string()
}

fn block(
    renderer: &Renderer,
    name: &str,
    text: &str,
    diagnostic: &Diagnostic,
    position: Option<Position>,
) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut elements: Vec<Element<'_>> = Vec::new();
    if let Some(position) = position {
        elements.extend(place(name, text, &position));
    } else {
        elements.push(Origin::path(name).into());
    }
    // A text that does not parse has no pointers.
    if diagnostic.position.is_none() {
        elements.push(Level::NOTE.message(format!("at {}", diagnostic.pointer)).into());
    }
    elements.extend(diagnostic.help.as_ref().map(|help| Level::HELP.message(help.as_str()).into()));
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str());
    let report: &[Group<'_>] = &[title.elements(elements)];
    renderer.render(report)
}

/// Returns the line with a mark under the place, or only the position in a line that is too long.
fn place<'a>(name: &'a str, text: &'a str, position: &Position) -> Vec<Element<'a>> {
    let start = text[..position.bytes.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[position.bytes.start..].find('\n').map_or(text.len(), |at| position.bytes.start + at);
    let line = text[start..end].trim_end_matches('\r');
    // A place at the very end of the line belongs to the line.
    let [from, to] = [position.bytes.start, position.bytes.end].map(|at| (at - start).min(line.len()));
    if line.len() <= MAX_WIDTH {
        let mark = AnnotationKind::Primary.span(from..to.max(from));
        let snippet = Snippet::source(line).line_start(position.line).path(name).annotation(mark);
        return vec![snippet.into()];
    }
    let origin = Origin::path(name).line(position.line).char_column(position.column);
    vec![origin.into()]
}
