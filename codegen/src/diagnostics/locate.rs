//! The search for the positions of JSON pointers in a text.

use std::{collections::HashMap, ops::Range};

use saphyr_parser::{Event, Parser, Span};
use serde::Serialize;

use super::Pointer;

/// A position in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The line, counted from 1.
    pub line: usize,
    /// The character in the line, counted from 1.
    pub column: usize,
    /// The bytes of the value.
    #[serde(skip)]
    pub bytes: Range<usize>,
}

impl Position {
    /// Returns the position of the character at `column` of `line`, both counted from 1.
    #[must_use]
    pub fn of_line_and_column(text: &str, line: usize, column: usize) -> Self {
        let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = text.get(start..).unwrap_or_default();
        let offset = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
        let at = (start + offset).min(text.len());
        let width = rest.get(offset..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Self { line: line.max(1), column: column.max(1), bytes: at..at + width }
    }

    /// Returns the position of the character at a byte offset.
    #[must_use]
    pub fn of_offset(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.split('\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self::of_line_and_column(text, line, column)
    }
}

/// Finds the positions of `pointers` in `text` with a parser that keeps positions.
///
/// JSON is parsed as YAML. A pointer to a missing value gets the position of its nearest ancestor.
#[must_use]
pub fn locate(text: &str, pointers: &[&Pointer]) -> Vec<Option<Position>> {
    let mut finder = Finder::new(text, pointers);
    if !finder.parse(text) {
        // The positions before the error stay valid.
        let mut again = Finder::new(text, pointers);
        again.parse(&with_indented_ends(text));
        for (position, more) in finder.positions.iter_mut().zip(again.positions) {
            if more.is_some() {
                *position = more;
            }
        }
    }
    finder.positions
}

/// Indents every `}` and `]` at the start of a line. Many texts indent them less than YAML requires (YAML 1.2, section
/// 7.4), and most parsers accept that. The numbers of the lines do not change.
fn with_indented_ends(text: &str) -> String {
    let mut indented = String::with_capacity(text.len() * 2);
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with(['}', ']']) {
            indented.push_str(&" ".repeat(256));
        }
        indented.push_str(line);
    }
    indented
}

/// An object or array that is being parsed.
enum Level {
    /// The key of the current entry, and its position.
    Mapping(Option<(String, Span)>),
    /// The index of the next element.
    Sequence(usize),
}

/// The state of the search.
struct Finder<'a> {
    text: &'a str,
    /// The byte offset of each line.
    lines: Vec<usize>,
    /// The indices of the pointers at or below each pointer.
    pending: HashMap<Pointer, Vec<usize>>,
    positions: Vec<Option<Position>>,
    levels: Vec<Level>,
    /// The pointers of the open containers and of the current value.
    path: Vec<Pointer>,
}

impl<'a> Finder<'a> {
    fn new(text: &'a str, pointers: &[&Pointer]) -> Self {
        let mut pending: HashMap<Pointer, Vec<usize>> = HashMap::new();
        for (index, pointer) in pointers.iter().enumerate() {
            let mut ancestor = Pointer::root();
            pending.entry(ancestor.clone()).or_default().push(index);
            for step in pointer.steps() {
                ancestor = ancestor.key(&step);
                pending.entry(ancestor.clone()).or_default().push(index);
            }
        }
        Self {
            text,
            lines: std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect(),
            pending,
            positions: vec![None; pointers.len()],
            levels: Vec::new(),
            path: Vec::new(),
        }
    }

    /// Parses the text. Returns `false` if it is invalid.
    fn parse(&mut self, text: &str) -> bool {
        let mut parser = Parser::new_from_str(text);
        while let Some(event) = parser.next_event() {
            match event {
                Ok((event, span)) if self.event(&event, span) => {}
                Ok(_) => break,
                Err(_) => return false,
            }
        }
        true
    }

    /// Handles the next event. Returns `false` if the search ends.
    fn event(&mut self, event: &Event, span: Span) -> bool {
        match event {
            Event::StreamEnd | Event::DocumentEnd => return false,
            Event::MappingStart(..) | Event::SequenceStart(..) if self.expects_key() => return false,
            Event::MappingStart(..) => {
                self.begin(span);
                self.levels.push(Level::Mapping(None));
            }
            Event::SequenceStart(..) => {
                self.begin(span);
                self.levels.push(Level::Sequence(0));
            }
            Event::MappingEnd | Event::SequenceEnd => {
                self.levels.pop();
                self.end();
            }
            Event::Scalar(value, ..) => match self.levels.last_mut() {
                Some(Level::Mapping(key @ None)) => *key = Some((value.to_string(), span)),
                _ => self.scalar(span),
            },
            Event::Alias(_) => self.scalar(span),
            _ => {}
        }
        true
    }

    fn expects_key(&self) -> bool {
        matches!(self.levels.last(), Some(Level::Mapping(None)))
    }

    fn scalar(&mut self, span: Span) {
        self.begin(span);
        self.end();
    }

    /// Begins a value: the next element, or the value of the current entry.
    fn begin(&mut self, span: Span) {
        let parent = self.path.last();
        let (pointer, span) = match (self.levels.last_mut(), parent) {
            (Some(Level::Mapping(Some((key, span)))), Some(parent)) => (parent.key(key), *span),
            (Some(Level::Sequence(next)), Some(parent)) => {
                *next += 1;
                (parent.index(*next - 1), span)
            }
            _ => (Pointer::root(), span),
        };
        if let Some(indices) = self.pending.remove(&pointer) {
            let position = self.position(span);
            for index in indices {
                if let Some(found) = self.positions.get_mut(index) {
                    *found = Some(position.clone());
                }
            }
        }
        self.path.push(pointer);
    }

    /// Ends the current value.
    fn end(&mut self) {
        self.path.pop();
        if let Some(Level::Mapping(key)) = self.levels.last_mut() {
            *key = None;
        }
    }

    fn position(&self, span: Span) -> Position {
        let (line, column) = (span.start.line(), span.start.col());
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let text = self.text.get(start..).unwrap_or_default().split('\n').next().unwrap_or_default();
        let of_column =
            |column: usize| start + text.char_indices().nth(column).map_or(text.len(), |(offset, _)| offset);
        let width = span.end.index().saturating_sub(span.start.index());
        Position { line, column: column + 1, bytes: of_column(column)..of_column(column + width) }
    }
}
