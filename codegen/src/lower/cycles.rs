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

/// What a type is made of that is no type of its own.
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
