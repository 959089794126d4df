//! Operations that are equal in several versions of a part.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
};

use super::{
    Sharing, classes,
    keys::{Places, of_child},
};
use crate::api::{Api, Content, Operation, Origin, SchemaId, Schemas};

/// An API with several versions, a method and a path.
type Route<'a> = (&'a str, &'a str, &'a str);

/// Returns each operation that equals one of a later version of its part, with the operation of the latest version that
/// it equals.
///
/// Equal operations have the same requests and responses, and the same types. Descriptions, titles and examples may
/// differ. `rank` is higher for a later version.
#[must_use]
pub fn equal_operations(api: &Api, rank: impl Fn(&Operation) -> usize) -> Vec<(usize, usize)> {
    let apis: HashMap<&str, &str> =
        api.parts.iter().map(|part| (part.name.as_ref(), part.api.as_str())).collect();
    let mut candidates: HashMap<Route<'_>, Vec<(usize, &Operation)>> = HashMap::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let Some(of) = operation.part.as_deref().and_then(|part| apis.get(part)) else { continue };
        let route = (*of, operation.method.as_str(), operation.path.as_str());
        candidates.entry(route).or_default().push((index, operation));
    }
    candidates.retain(|_, operations| operations.len() > 1);
    if candidates.is_empty() {
        return Vec::new();
    }
    let classes = classes(api, &Sharing::default());
    let (places, seen) = (Places::new(&api.schemas), RefCell::default());
    let compared = Compared { schemas: &api.schemas, places, classes, seen };
    let mut equal = Vec::new();
    for mut operations in candidates.into_values() {
        operations.sort_by_key(|(_, operation)| rank(operation));
        while let Some((latest, of_latest)) = operations.pop() {
            operations.retain(|(index, operation)| {
                let is_equal = compared.operations(operation, of_latest);
                equal.extend(is_equal.then_some((*index, latest)));
                !is_equal
            });
        }
    }
    equal.sort_unstable();
    equal
}

/// The schemas of the operations that are compared.
struct Compared<'a> {
    schemas: &'a Schemas,
    places: Places,
    classes: Vec<usize>,
    /// The pairs that were compared, or are being compared.
    seen: RefCell<HashSet<(SchemaId, SchemaId)>>,
}

impl Compared<'_> {
    fn operations(&self, one: &Operation, other: &Operation) -> bool {
        one.server == other.server
            && one.security == other.security
            && one.docs.deprecated == other.docs.deprecated
            && all(&one.parameters, &other.parameters, |one, other| {
                (&one.name, one.location, one.encoding, one.required)
                    == (&other.name, other.location, other.encoding, other.required)
                    && (one.docs.deprecated, &one.default) == (other.docs.deprecated, &other.default)
                    && self.schemas(one.schema, other.schema)
            })
            && all(one.body.as_slice(), other.body.as_slice(), |one, other| {
                one.required == other.required && self.contents(&one.contents, &other.contents)
            })
            && all(&one.responses, &other.responses, |one, other| {
                one.status == other.status
                    && self.contents(&one.contents, &other.contents)
                    && all(&one.headers, &other.headers, |one, other| {
                        (&one.name, one.required, one.docs.deprecated)
                            == (&other.name, other.required, other.docs.deprecated)
                            && self.schemas(one.schema, other.schema)
                    })
            })
    }

    fn contents(&self, one: &[Content], other: &[Content]) -> bool {
        all(one, other, |one, other| {
            (&one.media_type, one.media, &one.encodings, &one.sentinel)
                == (&other.media_type, other.media, &other.encodings, &other.sentinel)
                && self.schemas(one.schema, other.schema)
        })
    }

    /// Returns `true` if the types of both schemas are the same, or each operation has its own and they are equal.
    fn schemas(&self, one: SchemaId, other: SchemaId) -> bool {
        let (mut text, mut other_text) = (String::new(), String::new());
        let one = of_child(&mut text, self.schemas, &self.places, one);
        let other = of_child(&mut other_text, self.schemas, &self.places, other);
        if one == other || text != other_text {
            return text == other_text;
        }
        let is_known = !self.seen.borrow_mut().insert((one, other));
        let is_own = |id: SchemaId| matches!(self.schemas[id].origin, Origin::Inline(..));
        let class = |id: SchemaId| self.classes.get(id.index());
        let children = |id: SchemaId| self.schemas[id].shape.children().collect::<Vec<SchemaId>>();
        is_own(one)
            && is_own(other)
            && class(one) == class(other)
            && (is_known || all(&children(one), &children(other), |one, other| self.schemas(*one, *other)))
    }
}

/// Returns `true` if the elements of both lists are equal.
fn all<T>(one: &[T], other: &[T], equal: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
}
