//! The place of the last of several equal keys.

use saphyr_parser::{Event, Parser, Span};

use super::{Pointer, Position};

/// An object or array that is being parsed.
struct Level {
    /// The number of steps of the pointer that lead to it, if all do.
    matched: Option<usize>,
    /// The key of the current entry of an object, or the index of the next element.
    step: Step,
}

enum Step {
    Key(Option<String>),
    Index(usize),
}

/// Returns the position of the last key at `pointer` in a text, if several keys have that place.
#[must_use]
pub fn last_duplicate(text: &str, pointer: &Pointer) -> Option<Position> {
    let steps: Vec<String> = pointer.steps().collect();
    let mut levels: Vec<Level> = Vec::new();
    let mut found: Vec<Span> = Vec::new();
    let mut parser = Parser::new_from_str(text);
    // The places before an error are valid.
    while let Some(Ok((event, span))) = parser.next_event() {
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                let matched = begin(&mut levels, &steps);
                let is_object = matches!(event, Event::MappingStart(..));
                levels
                    .push(Level { matched, step: if is_object { Step::Key(None) } else { Step::Index(0) } });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                levels.pop();
                end(&mut levels);
            }
            Event::Scalar(value, ..) => {
                if let Some(Level { matched, step: Step::Key(key @ None) }) = levels.last_mut() {
                    let is_last = matched.is_some_and(|matched| matched + 1 == steps.len());
                    if is_last && steps.last().is_some_and(|step| *step == value) {
                        found.push(span);
                    }
                    *key = Some(value.to_string());
                } else {
                    begin(&mut levels, &steps);
                    end(&mut levels);
                }
            }
            Event::Alias(_) => {
                begin(&mut levels, &steps);
                end(&mut levels);
            }
            Event::StreamEnd | Event::DocumentEnd => break,
            _ => {}
        }
    }
    let last = found.get(1..)?.last()?;
    Some(Position::of_line_and_column(text, last.start.line(), last.start.col() + 1))
}

/// Begins a value. Returns the number of steps that lead to it.
fn begin(levels: &mut [Level], steps: &[String]) -> Option<usize> {
    let Some(parent) = levels.last_mut() else { return Some(0) };
    let expected = parent.matched.and_then(|matched| steps.get(matched));
    let is_match = match &mut parent.step {
        Step::Key(key) => key.as_ref() == expected && expected.is_some(),
        Step::Index(next) => {
            *next += 1;
            expected.is_some_and(|expected| *expected == (*next - 1).to_string())
        }
    };
    parent.matched.filter(|_| is_match).map(|matched| matched + 1)
}

/// Ends a value of the last level.
fn end(levels: &mut [Level]) {
    if let Some(Level { step: Step::Key(key), .. }) = levels.last_mut() {
        *key = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_last_of_equal_keys() {
        let text = "a: { b: 1 }\nlist:\n  - { b: 0 }\n  - b: 1\n    c: { b: 2 }\n    b: [3]\n    b: 4\n";
        let line = |pointer: Pointer| {
            last_duplicate(text, &pointer).map(|position| (position.line, position.column))
        };
        assert_eq!(line(Pointer::root().key("list").index(1).key("b")), Some((7, 5)));
        assert_eq!(line(Pointer::root().key("list").index(0).key("b")), None);
        assert_eq!(line(Pointer::root().key("a").key("b")), None);
        assert_eq!(
            last_duplicate("{\"a\": 1, \"a\": 2}", &Pointer::root().key("a")).map(|p| p.column),
            Some(10)
        );
    }
}
