use std::{collections::HashMap, ops::Range};

use saphyr_parser::{Event, Parser, Span};
use serde::Serialize;

use super::Pointer;

/// A place in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// The bytes that are meant.
    #[serde(skip)]
    pub bytes: Range<usize>,
}

impl Position {
    /// The position of the character at `column` of `line`, both from 1.
    #[must_use]
    pub fn of_line_and_column(text: &str, line: usize, column: usize) -> Self {
        let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = &text[start.min(text.len())..];
        let offset = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
        let at = (start + offset).min(text.len());
        let width = text[at..].chars().next().map_or(0, char::len_utf8);
        Self { line: line.max(1), column: column.max(1), bytes: at..at + width }
    }

    /// The position of the character at this byte.
    #[must_use]
    pub fn of_offset(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.split('\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self::of_line_and_column(text, line, column)
    }
}

/// Finds the places of `pointers` in `text`, by reading it once more with a parser that keeps
/// positions. JSON is read as the YAML that it is. A pointer that leads nowhere is given the place
/// of what it goes through last.
#[must_use]
pub fn locate(text: &str, pointers: &[&Pointer]) -> Vec<Option<Position>> {
    let mut finder = Finder::new(text, pointers);
    if !finder.read(text) {
        // Of a text that stops being YAML half way, the places found until there are kept.
        let mut again = Finder::new(text, pointers);
        again.read(&with_indented_ends(text));
        for (found, more) in finder.found.iter_mut().zip(again.found) {
            if more.is_some() {
                *found = more;
            }
        }
    }
    finder.found
}

/// The text with every `}` and `]` that starts a line moved to the right, which many indent less than YAML wants
/// (YAML 1.2, section 7.4) and most readers take. No line is another one for it.
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

/// A container that is open.
enum Level {
    /// The key of the entry that is being read, and its place.
    Mapping(Option<(String, Span)>),
    /// The index of the element that comes next.
    Sequence(usize),
}

struct Finder<'a> {
    text: &'a str,
    /// The byte at which each line starts.
    lines: Vec<usize>,
    /// For each pointer and each that leads to it, the pointers it is on the way to.
    on_the_way: HashMap<Pointer, Vec<usize>>,
    found: Vec<Option<Position>>,
    levels: Vec<Level>,
    /// The pointers of the open containers and of the value that is being read.
    path: Vec<Pointer>,
}

impl<'a> Finder<'a> {
    fn new(text: &'a str, pointers: &[&Pointer]) -> Self {
        let mut on_the_way: HashMap<Pointer, Vec<usize>> = HashMap::new();
        for (index, pointer) in pointers.iter().enumerate() {
            let mut way = Pointer::root();
            on_the_way.entry(way.clone()).or_default().push(index);
            for step in pointer.steps() {
                way = way.key(&step);
                on_the_way.entry(way.clone()).or_default().push(index);
            }
        }
        Self {
            text,
            lines: std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect(),
            on_the_way,
            found: vec![None; pointers.len()],
            levels: Vec::new(),
            path: Vec::new(),
        }
    }

    /// Reads the text, up to where there is nothing more to find; `false` when it stops being YAML before.
    fn read(&mut self, text: &str) -> bool {
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

    /// Takes the next event; `false` when there is nothing more to find.
    fn event(&mut self, event: &Event, span: Span) -> bool {
        match event {
            Event::StreamEnd | Event::DocumentEnd => return false,
            Event::MappingStart(..) | Event::SequenceStart(..) if self.key_is_next() => return false,
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

    fn key_is_next(&self) -> bool {
        matches!(self.levels.last(), Some(Level::Mapping(None)))
    }

    fn scalar(&mut self, span: Span) {
        self.begin(span);
        self.end();
    }

    /// A value begins: the next element, or the value of the entry whose key was read.
    fn begin(&mut self, span: Span) {
        let parent = self.path.last();
        let (pointer, place) = match (self.levels.last_mut(), parent) {
            (Some(Level::Mapping(Some((key, place)))), Some(parent)) => (parent.key(key), *place),
            (Some(Level::Sequence(next)), Some(parent)) => {
                *next += 1;
                (parent.index(*next - 1), span)
            }
            _ => (Pointer::root(), span),
        };
        if let Some(wanted) = self.on_the_way.remove(&pointer) {
            let position = self.position(place);
            for index in wanted {
                self.found[index] = Some(position.clone());
            }
        }
        self.path.push(pointer);
    }

    /// The value that began last ends.
    fn end(&mut self) {
        self.path.pop();
        if let Some(Level::Mapping(key)) = self.levels.last_mut() {
            *key = None;
        }
    }

    fn position(&self, span: Span) -> Position {
        let (line, column) = (span.start.line(), span.start.col());
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        let of_column = |column: usize| {
            let mut chars = self.text[start..line_end].char_indices();
            chars.nth(column).map_or(line_end, |(at, _)| start + at)
        };
        let width = span.end.index().saturating_sub(span.start.index());
        Position { line, column: column + 1, bytes: of_column(column)..of_column(column + width) }
    }
}
