//! The search for the positions of JSON pointers in a text.

use std::{collections::HashMap, ops::Range};

use saphyr_parser::{self as yaml, Parser, Span};
use serde::Serialize;

use super::{
    Pointer,
    json_events::{Event, JsonEvents},
};

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

/// Finds the positions of `pointers` in `text`, JSON or YAML, with a parser that keeps positions.
///
/// A pointer to a missing value gets the position of its nearest ancestor.
#[must_use]
pub fn locate(text: &str, pointers: &[&Pointer]) -> Vec<Option<Position>> {
    if text.trim_start().starts_with('{') {
        let mut finder = Finder::new(text, pointers);
        if finder.parse_json(text) {
            return finder.positions();
        }
    }
    locate_yaml(text, pointers)
}

/// Finds the positions of `pointers` in YAML.
fn locate_yaml(text: &str, pointers: &[&Pointer]) -> Vec<Option<Position>> {
    let mut finder = Finder::new(text, pointers);
    let parses = finder.parse(text);
    let mut positions = finder.positions();
    if !parses {
        // The positions before the error stay valid.
        let mut again = Finder::new(text, pointers);
        again.parse(&with_indented_ends(text));
        for (position, more) in positions.iter_mut().zip(again.positions()) {
            if more.is_some() {
                *position = more;
            }
        }
    }
    positions
}

/// Indents every `}` and `]` at the start of a line. Many texts indent them less than YAML requires (YAML 1.2, section
/// 7.4), and most parsers accept that. The numbers of the lines do not change.
pub(crate) fn with_indented_ends(text: &str) -> String {
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
    /// The place of the current entry, if a pointer leads there, and the extent of its key.
    Mapping(Option<(Option<usize>, Extent)>),
    /// The index of the next element.
    Sequence(usize),
}

/// The part of the text that an event is about.
#[derive(Clone)]
enum Extent {
    /// The bytes.
    Bytes(Range<usize>),
    /// The lines and columns.
    Span(Span),
}

/// A place that pointers lead to or through.
#[derive(Default)]
struct Place {
    /// The indices of the places of members and elements, by their keys and indices.
    children: HashMap<String, usize>,
    position: Option<Position>,
}

/// The state of the search.
struct Finder<'a> {
    text: &'a str,
    /// The byte offset of each line.
    lines: Vec<usize>,
    /// The places of all pointers, the whole file first. Pointers share the places that they have in common.
    places: Vec<Place>,
    /// The places of each pointer, from the whole file down.
    paths: Vec<Vec<usize>>,
    levels: Vec<Level>,
    /// The places of the open containers and of the current value, if a pointer leads there.
    open: Vec<Option<usize>>,
    /// The line, the column and the byte offset of the last position. The next one is mostly a little after it.
    last: (usize, usize, usize),
}

impl<'a> Finder<'a> {
    fn new(text: &'a str, pointers: &[&Pointer]) -> Self {
        let mut places = vec![Place::default()];
        let paths = pointers.iter().map(|pointer| path(&mut places, pointer)).collect();
        Self {
            text,
            lines: std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect(),
            places,
            paths,
            levels: Vec::new(),
            open: Vec::new(),
            last: (0, 0, 0),
        }
    }

    /// Returns the position of each pointer: that of the last place on its path that the text has.
    fn positions(&self) -> Vec<Option<Position>> {
        let of =
            |path: &Vec<usize>| path.iter().rev().find_map(|place| self.places.get(*place)?.position.clone());
        self.paths.iter().map(of).collect()
    }

    /// Parses JSON. Returns `false` if the text is anything else.
    fn parse_json(&mut self, text: &str) -> bool {
        let mut events = JsonEvents::new(text);
        loop {
            match events.next_event() {
                Ok(Some((event, bytes))) => self.event(&event, Extent::Bytes(bytes)),
                Ok(None) => return true,
                Err(_) => return false,
            }
        }
    }

    /// Parses YAML. Returns `false` if it is invalid.
    fn parse(&mut self, text: &str) -> bool {
        let mut parser = Parser::new_from_str(text);
        while let Some(event) = parser.next_event() {
            let Ok((event, span)) = event else { return false };
            let event = match event {
                yaml::Event::StreamEnd | yaml::Event::DocumentEnd => break,
                yaml::Event::MappingStart(..) | yaml::Event::SequenceStart(..) if self.expects_key() => break,
                yaml::Event::MappingStart(..) => Event::Object,
                yaml::Event::SequenceStart(..) => Event::Array,
                yaml::Event::MappingEnd | yaml::Event::SequenceEnd => Event::End,
                yaml::Event::Scalar(value, ..) if self.expects_key() => Event::Key(value),
                yaml::Event::Scalar(..) | yaml::Event::Alias(_) => Event::Scalar,
                _ => continue,
            };
            self.event(&event, Extent::Span(span));
        }
        true
    }

    fn event(&mut self, event: &Event<'_>, extent: Extent) {
        match event {
            Event::Object => {
                self.begin(extent);
                self.levels.push(Level::Mapping(None));
            }
            Event::Array => {
                self.begin(extent);
                self.levels.push(Level::Sequence(0));
            }
            Event::End => {
                self.levels.pop();
                self.end();
            }
            Event::Key(key) => {
                let place = self.parent().and_then(|parent| parent.children.get(&**key)).copied();
                if let Some(Level::Mapping(entry)) = self.levels.last_mut() {
                    *entry = Some((place, extent));
                }
            }
            Event::Scalar => {
                self.begin(extent);
                self.end();
            }
        }
    }

    fn expects_key(&self) -> bool {
        matches!(self.levels.last(), Some(Level::Mapping(None)))
    }

    /// Returns the place of the innermost open container.
    fn parent(&self) -> Option<&Place> {
        self.places.get((*self.open.last()?)?)
    }

    /// Begins a value: the next element, or the value of the current entry.
    fn begin(&mut self, extent: Extent) {
        let (place, extent) = match self.levels.last() {
            Some(Level::Mapping(Some((place, key)))) => (*place, key.clone()),
            Some(Level::Sequence(next)) => {
                // Most arrays have no place, and need no text of the index.
                let parent = self.parent().filter(|parent| !parent.children.is_empty());
                (parent.and_then(|parent| parent.children.get(&next.to_string())).copied(), extent)
            }
            _ => (Some(0), extent),
        };
        if let Some(Level::Sequence(next)) = self.levels.last_mut() {
            *next += 1;
        }
        self.open.push(place);
        let Some(place) = place else { return };
        // Of duplicate keys the first counts.
        if self.places.get(place).is_some_and(|place| place.position.is_none()) {
            let position = self.position(extent);
            if let Some(place) = self.places.get_mut(place) {
                place.position = Some(position);
            }
        }
    }

    /// Ends the current value.
    fn end(&mut self) {
        self.open.pop();
        if let Some(Level::Mapping(entry)) = self.levels.last_mut() {
            *entry = None;
        }
    }

    fn position(&mut self, extent: Extent) -> Position {
        match extent {
            Extent::Bytes(bytes) => self.position_of_bytes(bytes),
            Extent::Span(span) => self.position_of_span(span),
        }
    }

    fn position_of_bytes(&mut self, bytes: Range<usize>) -> Position {
        let line = self.lines.partition_point(|start| *start <= bytes.start);
        let (from, skipped) = match self.last {
            (last, before, offset) if last == line && offset <= bytes.start => (offset, before),
            _ => (self.lines.get(line.saturating_sub(1)).copied().unwrap_or_default(), 0),
        };
        let column = skipped + self.text.get(from..bytes.start).unwrap_or_default().chars().count();
        self.last = (line, column, bytes.start);
        Position { line, column: column + 1, bytes }
    }

    fn position_of_span(&mut self, span: Span) -> Position {
        let (line, column) = (span.start.line(), span.start.col());
        let start = self.offset(line, column);
        self.last = (line, column, start);
        let width = span.end.index().saturating_sub(span.start.index());
        Position { line, column: column + 1, bytes: start..self.offset(line, column + width) }
    }

    /// Returns the byte offset of a column, counted from 0, or that of the end of the line.
    fn offset(&self, line: usize, column: usize) -> usize {
        let of_line = |line: usize| self.lines.get(line.saturating_sub(1)).copied();
        let (from, skipped) = match self.last {
            (last, before, offset) if last == line && before <= column => (offset, before),
            _ => (of_line(line).unwrap_or(self.text.len()), 0),
        };
        // The line ends before its line break.
        let end = of_line(line + 1).map_or(self.text.len(), |next| next - 1);
        let rest = self.text.get(from..end).unwrap_or_default();
        from + rest.char_indices().nth(column - skipped).map_or(rest.len(), |(offset, _)| offset)
    }
}

/// Returns the places of a pointer, from the whole file down, and adds the missing ones.
fn path(places: &mut Vec<Place>, pointer: &Pointer) -> Vec<usize> {
    let mut path = vec![0];
    let mut current = 0;
    for step in pointer.steps() {
        let new = places.len();
        let Some(place) = places.get_mut(current) else { break };
        current = *place.children.entry(step).or_insert(new);
        if current == new {
            places.push(Place::default());
        }
        path.push(current);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_same_positions_in_json_as_in_yaml() {
        let text = r#"{
  "openapi": "3.1.0", "ü\"{ä\u0062": { "a/b": [ 1, -2.5e+3, {"x": [[], true]}, "ß \"]\\"], "z": null },
  "list": [
    {"é": "a", "name": "first", "name": "second"},
    false
  ]
}
"#;
        let paths: [&[&str]; 12] = [
            &[],
            &["openapi"],
            &["ü\"{äb"],
            &["ü\"{äb", "a/b", "0"],
            &["ü\"{äb", "a/b", "1"],
            &["ü\"{äb", "a/b", "2", "x", "1"],
            &["ü\"{äb", "a/b", "3"],
            &["ü\"{äb", "z"],
            &["list", "0"],
            &["list", "0", "name"],
            &["list", "1"],
            &["list", "7", "missing"],
        ];
        let pointers = paths.map(|path| path.iter().fold(Pointer::root(), |at, step| at.key(step)));
        let pointers: Vec<&Pointer> = pointers.iter().collect();
        let mut finder = Finder::new(text, &pointers);
        assert!(finder.parse_json(text));
        let found = finder.positions();
        assert_eq!(found, locate_yaml(text, &pointers));
        let (Some(Some(escaped)), Some(Some(name))) = (found.get(2), found.get(9)) else {
            panic!("each value has a position")
        };
        assert_eq!((escaped.line, escaped.column, &text[escaped.bytes.clone()]), (2, 23, r#""ü\"{ä\u0062""#));
        assert_eq!((name.line, name.column, &text[name.bytes.clone()]), (4, 16, "\"name\""));
    }

    #[test]
    fn leaves_flow_style_of_yaml_to_its_parser() {
        for text in ["{a: 1}", "{ \"a\": b }", "{ \"a\": 1 # one\n}", "{ \"a\": \"b\nc\" }", "{ \"a"] {
            assert!(!Finder::new(text, &[]).parse_json(text), "{text}");
        }
        let at = Pointer::root().key("a");
        let found = locate("{ \"b\": 1, a: 2 }", &[&at]);
        assert_eq!(found, [Some(Position { line: 1, column: 11, bytes: 10..11 })]);
    }
}
