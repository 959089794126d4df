//! Cycles of references, arrays and maps without an object or a union.

use std::collections::HashMap;

use crate::{
    api::{SchemaId, Schemas, Shape},
    diagnostics::{Code, Diagnostics},
};

/// Makes schemas untyped that consist only of themselves.
///
/// `A: $ref A`, or a list of lists of itself, has no Rust type. A cycle through an object or a union is fine, because
/// these have named types.
pub(super) fn cut(schemas: &mut Schemas, diagnostics: &mut Diagnostics) {
    // `true`: the schema is completely visited; `false`: it is on the current path.
    let mut walked: HashMap<SchemaId, bool> = HashMap::new();
    for start in schemas.ids() {
        if walked.contains_key(&start) {
            continue;
        }
        walked.insert(start, false);
        let mut path = vec![(start, consists_of(&schemas[start].shape))];
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
                    path.push((next, consists_of(&schemas[next].shape)));
                }
            }
        }
    }
}

/// Returns the children of a schema that has no named type.
fn consists_of(shape: &Shape) -> impl Iterator<Item = SchemaId> + use<> {
    let has_own_type = matches!(shape, Shape::Object(_) | Shape::Union(_) | Shape::Multipart(_));
    (!has_own_type).then(|| shape.children()).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{
        Union,
        testing::{Model, object},
    };

    #[test]
    fn cuts_cycles_without_a_type_and_keeps_those_with_one() {
        type Make = fn(SchemaId) -> Shape;
        let shapes: [(Make, bool); 6] = [
            (Shape::Reference, true),
            (Shape::Array, true),
            (Shape::Map, true),
            (|id| Shape::Tuple(vec![id]), true),
            (|id| Shape::Object(object([("next", id)])), false),
            (|id| Shape::Union(Union::of([id])), false),
        ];
        for (shape, is_cut) in shapes {
            let mut model = Model::default();
            let [one, two] = ["One", "Two"].map(|name| model.component(name, Shape::Boolean));
            model.schemas[one].shape = Shape::Reference(two);
            model.schemas[two].shape = shape(one);
            let mut diagnostics = Diagnostics::default();
            cut(&mut model.schemas, &mut diagnostics);
            let untyped =
                model.schemas.iter().filter(|(_, schema)| matches!(schema.shape, Shape::Any(_))).count();
            assert_eq!((untyped, diagnostics.as_slice().len()), (usize::from(is_cut), usize::from(is_cut)));
        }
    }
}
