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
    let mut states: HashMap<SchemaId, bool> = HashMap::new();
    for id in schemas.ids() {
        let mut path = Vec::new();
        let mut at = id;
        loop {
            match states.get(&at) {
                Some(true) => break,
                Some(false) => {
                    let pointer = schemas[at].pointer.clone();
                    diagnostics.push(
                        Code::REF_CYCLE,
                        &pointer,
                        "the schema consists only of itself; it is left untyped",
                    );
                    schemas[at].shape = Shape::Any("the schema consists only of itself");
                    break;
                }
                None => {}
            }
            states.insert(at, false);
            path.push(at);
            match schemas[at].shape {
                Shape::Reference(next) | Shape::Array(next) | Shape::Map(next) => at = next,
                _ => break,
            }
        }
        for id in path {
            states.insert(id, true);
        }
    }
}
