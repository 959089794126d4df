//! Diagnostics for people: the place, the line, and the remedy.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use clientwright_codegen::{
    Diagnostic, Generated, Severity, Texts,
    diagnostics::{Code, Pointer, Position, explain, last_duplicates},
    escape, positions,
};

use crate::{config::normal, out, settings_file::SettingsFile};

/// The maximum number of diagnostics of a severity without `--all`.
const MAX_SHOWN: usize = 10;
/// The maximum length of a line that is shown.
const MAX_WIDTH: usize = 160;

/// Prints the diagnostics of the description `name` to standard error, errors first.
pub(crate) fn diagnostics(name: &str, generated: &Generated, settings: Option<&SettingsFile>, all: bool) {
    let color = out::is_colored();
    let most = if all { usize::MAX } else { MAX_SHOWN };
    let text = render_with(name, generated, settings, most, color);
    if !text.is_empty() {
        print_error!("{text}");
    }
}

/// Returns the diagnostics as text, at most `most` of each severity. If not all are wanted, equal ones are one.
#[must_use]
pub fn render(name: &str, generated: &Generated, most: usize, color: bool) -> String {
    render_with(name, generated, None, most, color)
}

/// Returns the diagnostics as text, those about a setting with its place in the file of the settings.
#[must_use]
pub fn render_with(
    name: &str,
    generated: &Generated,
    settings: Option<&SettingsFile>,
    most: usize,
    color: bool,
) -> String {
    let Generated { diagnostics, texts, .. } = generated;
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut shown: Vec<(Diagnostic, usize)> = Vec::new();
    let mut hidden: BTreeMap<&str, usize> = BTreeMap::new();
    for severity in [Severity::Error, Severity::Warning] {
        let of_severity = diagnostics.iter().filter(|diagnostic| diagnostic.severity() == severity);
        for (index, (diagnostic, count)) in groups(of_severity, most < usize::MAX).into_iter().enumerate() {
            if index < most {
                shown.push((diagnostic.clone(), count));
            } else {
                *hidden.entry(diagnostic.code.as_str()).or_default() += count;
            }
        }
    }
    let (copies, counts): (Vec<Diagnostic>, Vec<usize>) = shown.into_iter().unzip();
    let duplicates = duplicates(texts, &copies);
    let mut blocks: Vec<String> = copies
        .iter()
        .zip(counts)
        .zip(positions(texts, &copies))
        .map(|((diagnostic, count), position)| {
            if let (Some(setting), Some(file)) = (&diagnostic.setting, settings) {
                let position = file.position(setting);
                let place = Shown { name: &file.path, text: &file.text, position, duplicate: None };
                return block(&renderer, place, diagnostic, count);
            }
            let path = diagnostic.pointer.path().unwrap_or_default();
            let text = texts.get(&path).map_or("", AsRef::as_ref);
            let name = file_name(name, &path);
            let duplicate = duplicates.get(&diagnostic.pointer);
            let other = duplicate.map(|(line, column)| format!("{name}:{line}:{column}"));
            let place = Shown { name: &name, text, position, duplicate: other };
            block(&renderer, place, diagnostic, count)
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

/// Returns the line and the column of the last of equal keys, by the pointer of the diagnostic about them. Each text is
/// parsed once more, however many diagnostics it has.
fn duplicates<'d>(texts: &Texts, diagnostics: &'d [Diagnostic]) -> HashMap<&'d Pointer, (usize, usize)> {
    let mut by_file: HashMap<String, Vec<&Pointer>> = HashMap::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::DUPLICATE_KEY) {
        let path = diagnostic.pointer.path().unwrap_or_default();
        by_file.entry(path).or_default().push(&diagnostic.pointer);
    }
    let of_file = by_file.into_iter().flat_map(|(path, pointers)| {
        let found = last_duplicates(texts.get(&path).map_or("", AsRef::as_ref), &pointers);
        pointers.into_iter().zip(found)
    });
    of_file.filter_map(|(pointer, found)| Some((pointer, found?))).collect()
}

/// Returns the diagnostics with the number of places of each. If `is_folded`, those that differ only in the place are
/// one.
fn groups<'d>(
    diagnostics: impl Iterator<Item = &'d Diagnostic>,
    is_folded: bool,
) -> Vec<(&'d Diagnostic, usize)> {
    let mut groups: Vec<(&Diagnostic, usize)> = Vec::new();
    let mut known: HashMap<(&str, &str, Option<&str>), usize> = HashMap::new();
    for diagnostic in diagnostics {
        let key = (diagnostic.code.as_str(), diagnostic.message.as_str(), diagnostic.help.as_deref());
        match known.get(&key).and_then(|index| groups.get_mut(*index)) {
            Some((_, count)) if is_folded => *count += 1,
            _ => {
                known.insert(key, groups.len());
                groups.push((diagnostic, 1));
            }
        }
    }
    groups
}

/// Returns the name of the file at `path` from the folder of the description `name`.
fn file_name(name: &str, path: &str) -> String {
    if path.is_empty() {
        return name.to_owned();
    }
    let folder = Path::new(name).parent().unwrap_or(Path::new(""));
    normal(&folder.join(path)).display().to_string()
}

/// The place that a diagnostic is shown at.
struct Shown<'a> {
    /// The name of the file.
    name: &'a str,
    /// The text of the file.
    text: &'a str,
    position: Option<Position>,
    /// The place of the other one, if the diagnostic is about two.
    duplicate: Option<String>,
}

/// Returns a diagnostic that applies to `count` places.
fn block(renderer: &Renderer, place: Shown<'_>, diagnostic: &Diagnostic, count: usize) -> String {
    let Shown { name, text, position, duplicate } = place;
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let name: &str = &escape::text(name);
    let mut elements: Vec<Element<'_>> = Vec::new();
    let other = diagnostic.other.as_ref().map(ToString::to_string).or(duplicate);
    match (position, &diagnostic.setting) {
        (Some(position), _) => elements.extend(marked_line(name, text, &position)),
        // An option of the command line has no file.
        (None, Some(_)) => {}
        (None, None) => elements.push(Origin::path(name).into()),
    }
    if let Some(setting) = &diagnostic.setting {
        let setting = setting.join(".");
        elements.push(Level::NOTE.message(format!("in the setting `{}`", escape::text(&setting))).into());
    } else if diagnostic.position.is_none() {
        // A text that does not parse has no pointers.
        let pointer = diagnostic.pointer.to_string();
        elements.push(Level::NOTE.message(format!("at {}", escape::text(&pointer))).into());
    }
    if let Some(other) = other {
        elements.push(Level::NOTE.message(format!("the other one is at {}", escape::text(&other))).into());
    }
    let others = match count {
        0 | 1 => None,
        2 => Some("the same applies to one other place".to_owned()),
        count => Some(format!("the same applies to {} other places; --all shows them", count - 1)),
    };
    elements.extend(others.map(|others| Level::NOTE.message(others).into()));
    elements.extend(diagnostic.help.as_ref().map(|help| Level::HELP.message(escape::text(help)).into()));
    let title = level.primary_title(escape::text(&diagnostic.message)).id(diagnostic.code.as_str());
    let report: &[Group<'_>] = &[title.elements(elements)];
    renderer.render(report)
}

/// Returns the line with a mark under the place, or only the position in a line that is too long.
fn marked_line<'a>(name: &'a str, text: &'a str, position: &Position) -> Vec<Element<'a>> {
    if let Some((start, line)) = short_line(text, position.bytes.start) {
        // A place at the very end of the line belongs to the line.
        let [from, to] = [position.bytes.start, position.bytes.end].map(|at| (at - start).min(line.len()));
        let parts = [line.get(..from), line.get(from..to.max(from)), line.get(to.max(from)..)];
        let [before, marked, after] = parts.map(|part| visible(part.unwrap_or_default()));
        let mark = AnnotationKind::Primary.span(before.len()..before.len() + marked.len());
        let snippet = Snippet::source(format!("{before}{marked}{after}")).line_start(position.line);
        return vec![snippet.path(name).annotation(mark).into()];
    }
    let origin = Origin::path(name).line(position.line).char_column(position.column);
    vec![origin.into()]
}

/// Returns a text with a visible character in the place of each hidden one. Escape sequences would move the columns.
///
/// The renderer shows the control characters of ASCII by their symbols.
fn visible(text: &str) -> String {
    let is_hidden = |char: char| !char.is_ascii() && escape::is_hidden(char);
    text.chars().map(|char| if is_hidden(char) { char::REPLACEMENT_CHARACTER } else { char }).collect()
}

/// Returns the start and the text of the line at a byte offset, or `None` if it is too long.
fn short_line(text: &str, offset: usize) -> Option<(usize, &str)> {
    let (before, after) = text.as_bytes().split_at_checked(offset)?;
    // A description may have one line of many megabytes, and thousands of diagnostics.
    let is_end = |byte: &u8| *byte == b'\n';
    let limit = MAX_WIDTH + "\r\n".len();
    let start = match before.iter().rev().take(limit).position(is_end) {
        Some(length) => offset - length,
        None if offset < limit => 0,
        None => return None,
    };
    let end = match after.iter().take(limit).position(is_end) {
        Some(length) => offset + length,
        None if after.len() < limit => text.len(),
        None => return None,
    };
    let line = text.get(start..end)?.trim_end_matches('\r');
    (line.len() <= MAX_WIDTH).then_some((start, line))
}
