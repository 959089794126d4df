//! `readOnly` and `writeOnly`: a request has no `readOnly` properties, a response and a webhook have no `writeOnly`
//! properties (OpenAPI 3.0.4, "Schema Object"). A schema with such properties, or one that contains such a schema,
//! becomes two schemas if it is both sent and received.

use std::collections::BTreeMap;

use crate::api::{Operation, Origin, Parent, Property, SchemaId, SchemaVariant, Schemas, Shape, Usage, Uses};

/// Splits the schemas that are both sent and received, and removes the properties that do not travel in the direction
/// of the others.
pub(super) fn split(schemas: &mut Schemas, operations: &mut [Operation], usage: &mut Usage) {
    let is_used = |id: SchemaId| usage.get(id).is_sent() || usage.get(id).is_received();
    let one_way: Vec<SchemaId> =
        schemas.ids().filter(|id| is_used(*id) && has_one_way(schemas, *id)).collect();
    let affected = schemas.ancestors(one_way, is_used);
    let mut variants: BTreeMap<SchemaId, SchemaId> = BTreeMap::new();
    let mut sent: Vec<SchemaId> = Vec::new();
    let mut received: Vec<SchemaId> = Vec::new();
    for id in affected {
        let uses = usage.get(id);
        let mut request = id;
        if uses.is_sent() && uses.is_received() {
            request = schemas.push_variant(id, SchemaVariant::Request);
            usage.move_to(id, request, Uses::SENT | Uses::PATCHED);
            variants.insert(id, request);
        }
        sent.extend(uses.is_sent().then_some(request));
        received.extend(uses.is_received().then_some(id));
    }
    for variant in variants.values() {
        if let Origin::Inline(Parent::Schema(parent), _) = &mut schemas[*variant].origin {
            replace(parent, &variants);
        }
    }
    for id in sent {
        remove_properties(schemas, id, |property| property.read_only);
        schemas[id].shape.children_mut(|child| replace(child, &variants));
    }
    for id in received {
        remove_properties(schemas, id, |property| property.write_only);
    }
    for operation in operations {
        operation.request_contents_mut().for_each(|content| replace(&mut content.schema, &variants));
        operation.parameters.iter_mut().for_each(|parameter| replace(&mut parameter.schema, &variants));
    }
}

/// Replaces a schema by its variant, if it has one.
pub(super) fn replace(id: &mut SchemaId, variants: &BTreeMap<SchemaId, SchemaId>) {
    if let Some(variant) = variants.get(id) {
        *id = *variant;
    }
}

fn has_one_way(schemas: &Schemas, id: SchemaId) -> bool {
    match &schemas[id].shape {
        Shape::Object(object) => {
            object.properties.iter().any(|property| property.read_only || property.write_only)
        }
        _ => false,
    }
}

fn remove_properties(schemas: &mut Schemas, id: SchemaId, is_removed: fn(&Property) -> bool) {
    let Shape::Object(object) = &mut schemas[id].shape else { return };
    object.properties.retain(|property| !is_removed(property));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{
        Webhook,
        testing::{Model, object, webhook},
    };

    /// A model with a component that has a property of each direction.
    fn model() -> (Model, SchemaId) {
        let mut model = Model::default();
        let text = model.text();
        let mut pet = object([("id", text), ("name", text), ("secret", text)]);
        for property in &mut pet.properties {
            property.read_only = property.name == "id";
            property.write_only = property.name == "secret";
        }
        let pet = model.component("Pet", Shape::Object(pet));
        (model, pet)
    }

    fn split_with(model: &mut Model, webhooks: &[Webhook]) {
        let mut usage = Usage::of(&model.schemas, &model.operations, webhooks);
        split(&mut model.schemas, &mut model.operations, &mut usage);
    }

    #[test]
    fn keeps_the_properties_of_each_direction() {
        // Sent, received, in a webhook; the properties of the component and of the request body.
        let cases = [
            ((false, false, false), "id name secret", ""),
            ((true, false, false), "name secret", "name secret"),
            ((false, true, false), "id name", ""),
            ((false, false, true), "id name", ""),
            ((true, true, false), "id name", "name secret"),
            ((true, false, true), "id name", "name secret"),
        ];
        for ((sent, received, in_webhook), component, request) in cases {
            let (mut model, pet) = model();
            model.operation(sent.then_some(("application/json", pet)), received.then_some(pet));
            let webhooks: Vec<Webhook> = in_webhook.then(|| webhook(pet)).into_iter().collect();
            split_with(&mut model, &webhooks);
            assert_eq!(model.names(pet).join(" "), component, "{sent} {received} {in_webhook}");
            let sent = model.sent(0).map(|id| model.names(id)).unwrap_or_default();
            assert_eq!(sent.join(" "), request);
        }
    }

    #[test]
    fn splits_what_contains_a_split_schema() {
        let (mut model, pet) = model();
        let list = model.component("Pets", Shape::Array(pet));
        model.operation(Some(("application/json", list)), Some(list));
        split_with(&mut model, &[]);
        let sent = model.sent(0).expect("the operation has a body");
        assert_eq!(model.schemas[sent].variant, Some(SchemaVariant::Request));
        let elements: Vec<SchemaId> = model.schemas[sent].shape.children().collect();
        assert_eq!(elements.iter().map(|id| model.names(*id)).collect::<Vec<_>>(), [["name", "secret"]]);
    }

    #[test]
    fn keeps_an_object_without_properties() {
        let mut model = Model::default();
        let text = model.text();
        let mut pet = object([("id", text)]);
        pet.properties.iter_mut().for_each(|property| property.read_only = true);
        let pet = model.component("Pet", Shape::Object(pet));
        model.operation(Some(("application/json", pet)), None);
        split_with(&mut model, &[]);
        assert_eq!(model.schemas[pet].shape, Shape::Object(object([])));
    }
}
