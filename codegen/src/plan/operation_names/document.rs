//! The parts of a description that name its operations.

use super::segments;
use crate::{
    api::{Returned, VendorNames},
    plan::{names, words::letters},
};

/// The parts of an operation that name it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Described<'a> {
    /// The title of the description.
    pub(super) title: &'a str,
    /// `operationId`.
    pub(super) id: Option<&'a str>,
    /// The HTTP method.
    pub(super) method: &'a str,
    /// The path template.
    pub(super) path: &'a str,
    /// `tags`.
    pub(super) tags: &'a [String],
    /// `summary`, or the description.
    pub(super) summary: Option<&'a str>,
    /// The number of things in a success response.
    pub(super) returned: Option<Returned>,
    /// The names in extensions.
    pub(super) extensions: &'a VendorNames,
}

impl Described<'_> {
    /// Returns `true` if `text` is the HTTP method.
    pub(super) fn has_method(&self, text: &str) -> bool {
        text.trim_end_matches(['-', '_']).eq_ignore_ascii_case(self.method)
    }

    /// Returns `true` for a method whose name is no common verb.
    pub(super) fn changes(&self) -> bool {
        matches!(self.method, "POST" | "PUT" | "PATCH")
    }

    /// Returns `true` if the first word of an `operationId` is the method.
    pub(super) fn begins_with_method(&self, id: &str) -> bool {
        names::words_of(id).first().is_some_and(|word| word.eq_ignore_ascii_case(self.method))
    }

    /// Returns `true` if an `operationId` consists of the method and the words of the path: the fixed segments, except
    /// versions, and any of its parameters.
    pub(super) fn repeats_path(&self, id: &str) -> bool {
        self.path_words(id).is_some()
    }

    /// Returns `true` if nobody would have chosen an `operationId` as a name: it has separators of paths, ends in
    /// `PUT`, or consists of the method and the whole path.
    pub(super) fn is_route(&self, id: &str) -> bool {
        let start = id.strip_suffix(&self.method.to_ascii_uppercase());
        let segments = self.path.split('/').filter(|segment| !segment.is_empty()).count();
        let whole = segments > 2 && letters(id) == letters(&format!("{}{}", self.method, self.path));
        whole || id.contains(['/', '{', '}']) || start.is_some_and(|start| start.contains(char::is_lowercase))
    }

    /// Returns `true` if an `operationId` repeats the path with its parameters, or begins with `post` or `put`.
    pub(super) fn is_mechanical(&self, id: &str) -> bool {
        let words = names::words_of(id);
        let has_method =
            [words.first(), words.last()].into_iter().flatten().any(|word| self.has_method(word));
        (has_method && self.is_route(id))
            || self.path_words(id).is_some_and(|parameters| parameters > 0 || self.changes())
    }

    /// Returns the number of parameters in an `operationId` that repeats the path.
    fn path_words(&self, id: &str) -> Option<usize> {
        let words = names::words_of(id);
        let method = self.method.to_ascii_lowercase();
        let mut rest = match (words.split_first(), words.split_last()) {
            (Some((first, rest)), _) if *first == method => rest,
            (_, Some((last, rest))) if *last == method => rest,
            _ => return None,
        };
        let mut parameters = 0;
        for segment in self.path.split('/').filter(|segment| !segment.is_empty()) {
            let (is_parameter, before) = (segment.contains('{'), rest.len());
            let of_segment = names::words_of(segment);
            for word in &of_segment {
                if rest.first() == Some(word) {
                    rest = rest.get(1..).unwrap_or_default();
                }
            }
            let taken = before - rest.len();
            parameters += usize::from(is_parameter && taken > 0);
            if !is_parameter && taken < of_segment.len() && !segments::is_silent(segment) {
                return None;
            }
        }
        rest.is_empty().then_some(parameters)
    }
}
