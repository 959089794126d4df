//! The places of the last of several equal keys.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, Span};

use super::Pointer;

/// A prefix of pointers: a place in a text.
#[derive(Default)]
struct Prefix {
    /// The prefixes that are one step longer.
    next: HashMap<String, usize>,
    /// The number of keys at this place, and the last one.
    keys: Option<(usize, Span)>,
}

/// An object or array that is being parsed.
struct Level {
    /// The prefix that leads to it, if it is one of a pointer.
    prefix: Option<usize>,
    /// The key of the current entry of an object, or the index of the next element.
    step: Step,
}

enum Step {
    Key(Option<String>),
    Index(usize),
}

/// The prefixes of all pointers, and the place of the parser.
struct Finder {
    /// The prefix without a step, and those that it leads to.
    prefixes: Vec<Prefix>,
    levels: Vec<Level>,
}

/// Returns the line and the column of the last key at each pointer, if several keys of a text have that place.
///
/// The text is parsed once.
#[must_use]
pub fn last_duplicates(text: &str, pointers: &[&Pointer]) -> Vec<Option<(usize, usize)>> {
    let mut finder = Finder { prefixes: vec![Prefix::default()], levels: Vec::new() };
    let ends: Vec<usize> = pointers.iter().map(|pointer| finder.add(pointer)).collect();
    finder.parse(text);
    let last = |end: usize| match finder.prefixes.get(end)?.keys {
        Some((2.., span)) => Some((span.start.line(), span.start.col() + 1)),
        _ => None,
    };
    ends.into_iter().map(last).collect()
}

impl Finder {
    /// Adds the prefixes of a pointer, and returns the longest one.
    fn add(&mut self, pointer: &Pointer) -> usize {
        pointer.steps().fold(0, |prefix, step| {
            let count = self.prefixes.len();
            let Some(prefix) = self.prefixes.get_mut(prefix) else { return count };
            let next = *prefix.next.entry(step).or_insert(count);
            if next == count {
                self.prefixes.push(Prefix::default());
            }
            next
        })
    }

    fn parse(&mut self, text: &str) {
        let mut parser = Parser::new_from_str(text);
        // The places before an error are valid.
        while let Some(Ok((event, span))) = parser.next_event() {
            match event {
                Event::MappingStart(..) => self.open(Step::Key(None)),
                Event::SequenceStart(..) => self.open(Step::Index(0)),
                Event::MappingEnd | Event::SequenceEnd => {
                    self.levels.pop();
                    self.end();
                }
                Event::Scalar(value, ..) => {
                    if let Some(Level { prefix, step: Step::Key(key @ None) }) = self.levels.last_mut() {
                        let place =
                            prefix.and_then(|prefix| self.prefixes.get(prefix)?.next.get(&*value).copied());
                        *key = Some(value.into_owned());
                        if let Some(prefix) = place.and_then(|place| self.prefixes.get_mut(place)) {
                            prefix.keys = Some((prefix.keys.map_or(1, |(count, _)| count + 1), span));
                        }
                    } else {
                        self.begin();
                        self.end();
                    }
                }
                Event::Alias(_) => {
                    self.begin();
                    self.end();
                }
                Event::StreamEnd | Event::DocumentEnd => break,
                _ => {}
            }
        }
    }

    fn open(&mut self, step: Step) {
        let prefix = self.begin();
        self.levels.push(Level { prefix, step });
    }

    /// Begins a value. Returns the prefix that leads to it.
    fn begin(&mut self) -> Option<usize> {
        let Some(parent) = self.levels.last_mut() else { return Some(0) };
        let next = &self.prefixes.get(parent.prefix?)?.next;
        match &mut parent.step {
            Step::Key(key) => next.get(key.as_ref()?).copied(),
            Step::Index(index) => {
                *index += 1;
                next.get(&(*index - 1).to_string()).copied()
            }
        }
    }

    /// Ends a value of the last level.
    fn end(&mut self) {
        if let Some(Level { step: Step::Key(key), .. }) = self.levels.last_mut() {
            *key = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_last_of_equal_keys() {
        let text = "a: { b: 1 }\nlist:\n  - { b: 0 }\n  - b: 1\n    c: { b: 2 }\n    b: [3]\n    b: 4\n";
        let root = Pointer::root();
        let list = root.key("list");
        let pointers =
            [list.index(1).key("b"), list.index(0).key("b"), root.key("a").key("b"), root.key("a")];
        let found = last_duplicates(text, &pointers.each_ref());
        assert_eq!(found, [Some((7, 5)), None, None, None]);
        assert_eq!(last_duplicates("{\"a\": 1, \"a\": 2}", &[&root.key("a")]), [Some((1, 10))]);
    }
}
