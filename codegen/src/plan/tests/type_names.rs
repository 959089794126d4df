use indexmap::IndexMap;

use super::{Description, fields, integer, json, object, text, type_names};
use crate::{
    api::{Parent, Role, SchemaVariant, Shape, Status, Union},
    rust::{Item, all_items},
};

#[test]
fn names_inline_types_after_their_place() {
    let mut description = Description::new();
    let pet = description.component("Pet", object());
    let owner = description.property(pet, "owner", object(), true);
    let address = description.property(owner, "home address", object(), true);
    description.property(address, "street", text(), true);
    let toys = description.property(pet, "toys", text(), true);
    let toy = description.inline(Parent::Schema(toys), Role::Item, object());
    description.api.schemas[toys].shape = Shape::Array(toy);
    let plan = description.plan();
    assert_eq!(type_names(&plan), ["Pet", "PetOwner", "PetOwnerHomeAddress", "PetToy"]);
    assert_eq!(fields(&plan, "Pet"), ["owner: models::PetOwner", "toys: Vec<models::PetToy>"]);
}

#[test]
fn names_elements_in_the_singular() {
    let mut description = Description::new();
    let pet = description.component("Pet", object());
    description.property(pet, "toy", object(), true);
    for (name, role) in [("toys", Role::Item), ("friends", Role::Value), ("data", Role::Item)] {
        let list = description.property(pet, name, text(), true);
        let element = description.inline(Parent::Schema(list), role.clone(), object());
        let is_list = role == Role::Item;
        description.api.schemas[list].shape =
            if is_list { Shape::Array(element) } else { Shape::Map(element) };
    }
    assert_eq!(type_names(&description.plan()), ["Pet", "PetToy", "PetToyItem", "PetFriend", "PetDataItem"]);
}

#[test]
fn leaves_out_the_words_that_all_members_of_a_union_have() {
    let mut description = Description::new();
    let members = ["MoveOperation", "DropOperation"].map(|key| description.component(key, object()));
    description.component("Operations", Shape::Union(Union::of(members)));
    let krate = description.plan().krate;
    let names = all_items(&krate.models, &krate.operations).filter_map(|item| match item {
        Item::Union(union) => Some(union.variants.iter().map(|variant| variant.ident.to_string())),
        _ => None,
    });
    assert_eq!(names.flatten().collect::<Vec<_>>(), ["Move", "Drop"]);
}

#[test]
fn names_inline_types_of_an_operation_after_it() {
    let mut description = Description::new();
    let operation = description.operation("GET", "/pets");
    for status in [Status::Code(200), Status::Code(404), Status::Default] {
        let role = Role::Response(status);
        let body = description.inline(Parent::Operation(operation), role, object());
        description.property(body, "text", text(), true);
        description.response(operation, status, json(body));
    }
    assert_eq!(type_names(&description.plan()), ["ListPetsReply", "ListPetsNotFoundError", "ListPetsError"]);
}

#[test]
fn gives_components_their_names_before_inline_types() {
    let mut description = Description::new();
    let pet = description.component("Pet", object());
    description.component("PetOwner", object());
    description.component("pet", object());
    description.property(pet, "owner", object(), true);
    let plan = description.plan();
    assert_eq!(fields(&plan, "Pet"), ["owner: models::PetOwnerDetails"]);
    assert_eq!(type_names(&plan), ["Pet", "PetOwnerDetails", "PetOwner", "Pet2"]);
}

#[test]
fn writes_repeated_words_once() {
    let mut description = Description::new();
    let spec = description.component("AssociationSpec", object());
    description.property(spec, "associationCategory", object(), true);
    let account = description.component("UserAccount", object());
    description.property(account, "type", object(), true);
    description.property(account, "account_type", object(), true);
    description.property(account, "account", object(), true);
    assert_eq!(
        fields(&description.plan(), "UserAccount"),
        [
            "r#type: models::UserAccountType",
            "account_type: models::UserAccountTypeDetails",
            "account: models::UserAccountDetails"
        ],
        "a name that another place has is not shortened to"
    );
    assert_eq!(
        fields(&description.plan(), "AssociationSpec"),
        ["association_category: models::AssociationCategory"]
    );
    description.component("AssociationCategory", object());
    assert_eq!(
        fields(&description.plan(), "AssociationSpec"),
        ["association_category: models::AssociationSpecCategory"]
    );
}

#[test]
fn shortens_long_names_to_the_component_and_the_end_of_the_place() {
    let mut description = Description::new();
    let mut id = description.component("Subscription", object());
    for name in ["payment_settings", "payment_method_options", "us_bank_account", "financial_connections"] {
        id = description.property(id, name, object(), true);
    }
    assert_eq!(
        type_names(&description.plan()),
        [
            "Subscription",
            "SubscriptionPaymentSettings",
            "SubscriptionPaymentSettingsPaymentMethodOptions",
            "SubscriptionPaymentSettingsPaymentMethodOptionsUsBankAccount",
            "SubscriptionFinancialConnections"
        ]
    );
}

#[test]
fn names_a_component_with_a_general_key_after_its_first_use() {
    let mut description = Description::new();
    let response = description.component("inline_response_200_3", object());
    let item = description.component("Model2", object());
    description.property(response, "item", Shape::Reference(item), true);
    let operation = description.operation("GET", "/pets");
    let role = Role::Response(Status::Code(200));
    let body = description.inline(Parent::Operation(operation), role, Shape::Reference(response));
    description.response(operation, Status::Code(200), json(body));
    assert_eq!(type_names(&description.plan()), ["ListPetsReply", "ListPetsReplyItem"]);
}

#[test]
fn adds_a_suffix_to_the_request_and_patch_variants() {
    let mut description = Description::new();
    let id = description.component("Pet", object());
    let other = description.component("PetPatch", object());
    description.api.schemas.push_variant(id, SchemaVariant::Request);
    description.api.schemas.push_variant(id, SchemaVariant::Patch);
    assert_eq!(type_names(&description.plan()), ["Pet", "PetPatch", "PetRequest", "PetUpdate"], "{other:?}");
}

#[test]
fn renames_schemas_and_fields() {
    let mut description = Description::new();
    description.object_of_strings("pet", &["nm"]);
    description.component("Animal", integer());
    let entry = |key: &str, name: &str| IndexMap::from([(key.to_owned(), name.to_owned())]);
    description.settings.rename.schemas = entry("pet", "Animal");
    description.settings.rename.fields = entry("pet.nm", "name");
    let plan = description.plan();
    assert_eq!(fields(&plan, "Animal"), ["name: Option<String>"]);
    assert_eq!(type_names(&plan), ["Animal", "Animal2"]);
}

#[test]
fn uses_the_users_own_types() {
    let mut description = Description::new();
    let money = description.component("Money", text());
    let pet = description.component("Pet", object());
    description.property(pet, "price", Shape::Reference(money), true);
    let weight = description.property(pet, "weight", text(), true);
    description.api.schemas[weight].format = Some("decimal".to_owned());
    description.settings.types.schemas = IndexMap::from([("Money".to_owned(), "my::Money".to_owned())]);
    description.settings.types.formats = IndexMap::from([("decimal".to_owned(), "my::Decimal".to_owned())]);
    let plan = description.plan();
    assert_eq!(fields(&plan, "Pet"), ["price: my::Money", "weight: my::Decimal"]);
    assert_eq!(type_names(&plan), ["Pet"]);
}

#[test]
fn reports_settings_without_effect() {
    let mut description = Description::new();
    description.object_of_strings("Pet", &["name"]);
    let entry = |key: &str, name: &str| IndexMap::from([(key.to_owned(), name.to_owned())]);
    description.settings.rename.schemas = entry("Dog", "Cat");
    description.settings.rename.fields = entry("Pet.nm", "the name");
    description.settings.types.formats = entry("decimal", "my::");
    assert_eq!(
        description.messages(),
        [
            "the settings rename the schema `Dog`, which the description does not have",
            "the settings give a type to the format `decimal`, which no schema has",
            "the settings give `decimal` the type `my::`, which is not a Rust type",
            "the settings rename the field `Pet.nm` to `the name`, but no schema has this field",
            "the settings rename `Pet.nm` to `the name`, which is not a Rust identifier"
        ]
    );
}
