//! Cycles of references, arrays and maps without an object or a union.

use std::collections::HashMap;

use crate::{
    api::{Origin, Schema, SchemaId, Schemas, Shape},
    diagnostics::{Code, Diagnostics},
};

/// The depth of lists and maps in each other below which a value is left untyped. Later stages are recursive for them.
const MAX_DEPTH: usize = 128;

/// Makes schemas untyped that consist only of themselves, or of too many lists and maps in each other.
///
/// `A: $ref A`, or a list of lists of itself, has no Rust type. A cycle through an object or a union is fine, because
/// these have named types.
pub(super) fn cut(schemas: &mut Schemas, diagnostics: &mut Diagnostics) {
    // The depth of the schemas that are completely visited; `None`: the schema is on the current path.
    let mut walked: HashMap<SchemaId, Option<usize>> = HashMap::new();
    for start in schemas.ids() {
        if walked.contains_key(&start) {
            continue;
        }
        walked.insert(start, None);
        let mut path = vec![(start, consists_of(&schemas[start].shape))];
        while let Some((id, rest)) = path.last_mut() {
            let id = *id;
            let Some(next) = rest.next() else {
                path.pop();
                let mut depth = depth(&schemas[id], &walked);
                if depth > MAX_DEPTH {
                    let message = "lists and maps are nested too deeply; the value is left untyped";
                    diagnostics.push(Code::UNTYPED, &schemas[id].pointer, message);
                    schemas[id].shape = Shape::Any("lists and maps are nested too deeply");
                    depth = 0;
                }
                walked.insert(id, Some(depth));
                continue;
            };
            match walked.get(&next) {
                Some(Some(_)) => {}
                Some(None) => {
                    let pointer = schemas[next].pointer.clone();
                    let message = "the schema consists only of itself; it is left untyped";
                    diagnostics.push(Code::REF_CYCLE, &pointer, message);
                    schemas[next].shape = Shape::Any("the schema consists only of itself");
                }
                None => {
                    walked.insert(next, None);
                    path.push((next, consists_of(&schemas[next].shape)));
                }
            }
        }
    }
}

/// Returns the depth of a schema whose children are visited. A reference that is a component adds nothing, because
/// chains of them are followed in loops.
fn depth(schema: &Schema, walked: &HashMap<SchemaId, Option<usize>>) -> usize {
    let is_alias =
        matches!(schema.shape, Shape::Reference(_)) && matches!(schema.origin, Origin::Component(_));
    let children = consists_of(&schema.shape).map(|child| walked.get(&child).copied().flatten().unwrap_or(0));
    children.max().map_or(0, |below| below + usize::from(!is_alias))
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

    #[test]
    fn cuts_lists_that_nest_too_deeply() {
        let mut model = Model::default();
        let mut ids = vec![model.component("S0", Shape::Boolean)];
        for number in 1..=300 {
            let below = number - 1;
            // Every other one is an alias.
            let shape = if number % 2 == 0 { Shape::Reference(ids[below]) } else { Shape::Array(ids[below]) };
            ids.push(model.component(&format!("S{number}"), shape));
        }
        let mut diagnostics = Diagnostics::default();
        cut(&mut model.schemas, &mut diagnostics);
        let untyped: Vec<usize> =
            (0..=300).filter(|number| matches!(model.schemas[ids[*number]].shape, Shape::Any(_))).collect();
        assert_eq!((untyped, diagnostics.as_slice().len()), (vec![257], 1));
    }
}
