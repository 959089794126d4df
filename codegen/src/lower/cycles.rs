//! References that lead back to themselves, with nothing between that could end them.

use std::collections::HashMap;

use crate::{
    api::{SchemaId, Schemas, Shape},
    diagnostics::{Code, Diagnostics},
};

/// Makes a schema that consists only of itself one that says nothing.
///
/// `A: $ref A`, or a list of lists of itself, has no Rust type: a ring is fine only where it goes
/// through an object or a union, which are types of their own.
pub(super) fn cut(schemas: &mut Schemas, diagnostics: &mut Diagnostics) {
    // `true`: all of it has been walked; `false`: it is on the path that is being walked.
    let mut walked: HashMap<SchemaId, bool> = HashMap::new();
    for start in schemas.ids() {
        let mut path = vec![(start, vec![start].into_iter())];
        while let Some((id, rest)) = path.last_mut() {
            let Some(next) = rest.next() else {
                walked.insert(*id, true);
                path.pop();
                continue;
            };
            match walked.get(&next) {
                Some(true) => {}
                Some(false) => {
                    let pointer = schemas[next].pointer.clone();
                    let message = "the schema consists only of itself; it is left untyped";
                    diagnostics.push(Code::REF_CYCLE, &pointer, message);
                    schemas[next].shape = Shape::Any("the schema consists only of itself");
                }
                None => {
                    walked.insert(next, false);
                    path.push((next, consists_of(&schemas[next].shape).into_iter()));
                }
            }
        }
    }
}

/// What a type is made of that is no type of its own.
fn consists_of(shape: &Shape) -> Vec<SchemaId> {
    match shape {
        Shape::Reference(next) | Shape::Array(next) | Shape::Map(next) => vec![*next],
        Shape::Tuple(elements) => elements.clone(),
        _ => Vec::new(),
    }
}
