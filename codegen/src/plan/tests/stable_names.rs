use super::{Description, fields, object, text, type_names};
use crate::{
    api::{Parent, Role, Shape, Union},
    naming::Surface,
    rust::{Item, all_items},
};

/// Returns the stable keys of all types, by name.
fn sources(description: &Description) -> Vec<String> {
    let plan = description.plan();
    let items = all_items(&plan.krate.models, &plan.krate.operations);
    items.map(|item| format!("{} = {}", item.ident(), item.source())).collect()
}

#[test]
fn gives_each_schema_a_key_without_indices() {
    let mut description = Description::new();
    let pet = description.component("Pet", object());
    description.property(pet, "home address", object(), true);
    let toys = description.property(pet, "toys", text(), true);
    let toy = description.inline(Parent::Schema(toys), Role::Item, object());
    description.api.schemas[toys].shape = Shape::Array(toy);
    let operation = description.operation("POST", "/pets");
    let body = description.inline(Parent::Operation(operation), Role::Body, object());
    description.body(operation, body);
    assert_eq!(
        sources(&description),
        [
            "Pet = schema Pet",
            "PetHomeAddress = schema Pet > \"home address\"",
            "PetToysItem = schema Pet > toys > []",
            "CreatePetBody = POST /pets > (body)"
        ]
    );
}

#[test]
fn numbers_union_members_of_one_kind() {
    let mut description = Description::new();
    let any = description.component("Any", text());
    let [first, second] =
        [0, 1].map(|index| description.inline(Parent::Schema(any), Role::Member(index, None), object()));
    description.api.schemas[any].shape = Shape::Union(Union::of([first, second]));
    let keys: Vec<String> = all_items(&description.plan().krate.models, &[])
        .filter_map(|item| match item {
            Item::Union(union) => Some(&union.variants),
            _ => None,
        })
        .flatten()
        .map(|variant| variant.source.clone())
        .collect();
    assert_eq!(keys, ["schema Any > | Object", "schema Any > | Object 2"]);
}

#[test]
fn keeps_the_names_of_the_previous_run() {
    let before = "\
#[non_exhaustive] pub struct models::Pet  # schema pet
pub field models::Pet::pet_name: Option<String>  # pet-name; optional
";
    let mut next = Description::new();
    next.object_of_strings("Pet", &["a"]);
    next.object_of_strings("pet", &["petName", "pet-name"]);
    assert_eq!(type_names(&next.plan()), ["Pet", "Pet2"]);
    next.settings.before = Surface::parse(before);
    let plan = next.plan();
    assert_eq!(type_names(&plan), ["Pet2", "Pet"], "`pet` was `Pet` before");
    assert_eq!(fields(&plan, "Pet"), ["pet_name_2: Option<String>", "pet_name: Option<String>"]);
}
