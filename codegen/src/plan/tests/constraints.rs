use super::{Description, object, text};
use crate::{
    api::{Constraint, SchemaId, Shape, Union},
    rust::{Constraints, Item, RequestPart, RuntimeModule, all_items},
};

/// Returns a description of `POST /orders`, in which an order has pets, and the name of a pet a minimum length.
fn order(check: bool) -> (Description, SchemaId, SchemaId) {
    let mut description = Description::new();
    description.settings.check = check;
    let pet = description.component("Pet", object());
    let name = description.property(pet, "name", text(), true);
    description.api.schemas[name].docs.constraints = vec![Constraint::MinLength(1)];
    let order = description.component("Order", object());
    description.property(order, "pets", Shape::Array(pet), true);
    description.property(order, "note", text(), false);
    let operation = description.operation("POST", "/orders");
    description.body(operation, order);
    (description, pet, order)
}

/// Returns the checked properties of each struct: `Struct.property`.
fn checked(description: &Description) -> Vec<String> {
    let plan = description.plan();
    let mut checked = Vec::new();
    for item in all_items(&plan.krate.models, &plan.krate.operations) {
        if let Item::Struct(item) = item {
            let names = item.constraints.iter().map(|(name, _)| format!("{}.{name}", item.ident));
            checked.extend(names);
        }
    }
    checked
}

#[test]
fn checks_what_contains_a_constraint() {
    let (description, ..) = order(true);
    assert_eq!(checked(&description), ["Pet.name", "Order.pets"]);
    let plan = description.plan();
    assert!(plan.krate.parts.contains(&RuntimeModule::Check));
    let bodies: Vec<Option<String>> = plan
        .krate
        .operations
        .iter()
        .flat_map(|operation| &operation.request_parts)
        .map(|part| match part {
            RequestPart::Body(body) => body.constraints.of.as_ref().map(crate::rust::Type::text),
            RequestPart::Parameter(_) => None,
        })
        .collect();
    assert_eq!(bodies, [Some("models::Order".to_owned())]);
}

#[test]
fn checks_nothing_unless_the_settings_say_so() {
    let (description, ..) = order(false);
    assert_eq!(checked(&description), Vec::<String>::new());
    assert!(!description.plan().krate.parts.contains(&RuntimeModule::Check));
}

#[test]
fn checks_nothing_that_is_only_received() {
    let (mut description, ..) = order(true);
    description.api.operations.iter_mut().for_each(|operation| operation.body = None);
    assert_eq!(checked(&description), Vec::<String>::new());
}

#[test]
fn checks_nothing_inside_a_union() {
    let (mut description, pet, order) = order(true);
    let other = description.object_of_strings("Other", &["text"]);
    let union = description.component("Any", Shape::Union(Union::of([pet, other])));
    let Shape::Object(object) = &description.api.schemas[order].shape else { return };
    if let Some(id) = object.properties.first().map(|property| property.schema) {
        description.api.schemas[id].shape = Shape::Array(union);
    }
    assert_eq!(checked(&description), ["Pet.name"]);
}

#[test]
fn is_empty_without_constraints() {
    assert!(Constraints::default().is_empty());
    let each = Constraints { constraints: vec![Constraint::UniqueItems], ..Constraints::default() };
    assert!(!Constraints { each: Some(Box::new(each)), ..Constraints::default() }.is_empty());
}
