use std::collections::HashSet;

use super::*;
use crate::api::{
    Constraint, EnumBase, EnumValue, Enumeration, Property, Role, StringFormat, Union,
    testing::{Model, object},
};

/// Adds an inline property `name` of the component `parent`.
fn property(model: &mut Model, parent: SchemaId, name: &str, shape: Shape) -> SchemaId {
    let origin = Origin::Inline(Parent::Schema(parent), Role::Property(name.to_owned()));
    let pointer = model.schemas[parent].pointer.key(name);
    let id = model.schemas.push(Schema::new(pointer, origin, shape));
    if let Shape::Object(object) = &mut model.schemas[parent].shape {
        object.properties.push(Property {
            name: name.to_owned(),
            schema: id,
            required: true,
            tag_value: None,
            read_only: false,
            write_only: false,
        });
    }
    id
}

fn empty() -> Shape {
    Shape::Object(object([]))
}

/// Adds an inline object with the text `login`.
fn user(model: &mut Model, parent: SchemaId, name: &str) -> SchemaId {
    let user = property(model, parent, name, empty());
    property(model, user, "login", Shape::String(StringFormat::Plain));
    user
}

fn shared(model: Model, sharing: &Sharing) -> Api {
    let mut api = Api { schemas: model.schemas, operations: model.operations, ..Api::default() };
    share(&mut api, sharing);
    api
}

/// Returns `true` if the two schemas are one type.
fn is_one(api: &Api, one: SchemaId, two: SchemaId) -> bool {
    api.schemas.resolve(one) == api.schemas.resolve(two)
}

#[test]
fn makes_one_schema_of_equal_inline_schemas() {
    let mut model = Model::default();
    let pull = model.component("Pull", empty());
    let issue = model.component("Issue", empty());
    let [owner, creator] = [user(&mut model, pull, "owner"), user(&mut model, issue, "creator")];
    model.schemas[owner].docs.description = Some("The owner.".to_owned());
    model.schemas[owner].docs.title = Some("User".to_owned());
    model.schemas[creator].nullable = true;
    let api = shared(model, &Sharing::default());
    let target = api.schemas.resolve(owner);
    assert_eq!(api.schemas[target].origin, Origin::Shared(vec![owner, creator]));
    assert!(is_one(&api, owner, creator));
    assert_eq!(api.schemas[target].docs.title.as_deref(), Some("User"), "the places that have a title agree");
    assert_eq!(api.schemas[owner].docs.description.as_deref(), Some("The owner."));
    assert!(api.schemas.nullable(creator) && !api.schemas.nullable(owner), "null belongs to the place");
    let Shape::Object(object) = &api.schemas[target].shape else { panic!("an object") };
    let login = &api.schemas[object.properties[0].schema];
    assert_eq!(login.origin, Origin::Inline(Parent::Schema(target), Role::Property("login".to_owned())));
}

#[test]
fn makes_references_to_an_equal_component() {
    let mut model = Model::default();
    let pull = model.component("Pull", empty());
    let owner = user(&mut model, pull, "owner");
    let component = model.component("Account", empty());
    property(&mut model, component, "login", Shape::String(StringFormat::Plain));
    let nullable = model.component("NullableAccount", empty());
    property(&mut model, nullable, "login", Shape::String(StringFormat::Plain));
    model.schemas[nullable].nullable = true;
    let api = shared(model, &Sharing::default());
    assert_eq!(api.schemas[owner].shape, Shape::Reference(component));
    assert_eq!(api.schemas[nullable].shape, Shape::Reference(component), "an alias");
    assert!(api.schemas.nullable(nullable) && !api.schemas.nullable(owner));
}

#[test]
fn keeps_components_with_different_names_apart() {
    let mut model = Model::default();
    let [account, team] = ["Account", "Team"].map(|name| {
        let component = model.component(name, empty());
        property(&mut model, component, "login", Shape::String(StringFormat::Plain));
        component
    });
    let pull = model.component("Pull", empty());
    let [owner, creator, of_team] = ["owner", "creator", "team"].map(|name| user(&mut model, pull, name));
    let [with_account, with_team] = [account, team].map(|target| {
        let outer = property(&mut model, pull, &format!("of{}", target.index()), empty());
        property(&mut model, outer, "inner", Shape::Reference(target));
        outer
    });
    let api = shared(model, &Sharing::default());
    assert!(!is_one(&api, account, team));
    assert!(is_one(&api, of_team, team), "an inline schema belongs to the component with its name");
    assert!(is_one(&api, owner, creator) && !is_one(&api, owner, account), "or to none of several");
    assert!(!is_one(&api, with_account, with_team), "their parts have different names");
}

#[test]
fn distinguishes_what_values_or_fields_show() {
    type Change = fn(&mut Model, SchemaId);
    let changes: [(&str, Change); 8] = [
        ("a property", |model, user| _ = property(model, user, "id", Shape::Boolean)),
        ("another type", |model, user| login(model, user).shape = Shape::Boolean),
        ("null", |model, user| login(model, user).nullable = true),
        ("a constant", |model, user| login(model, user).constant = Some(Box::new("a".into()))),
        ("a default", |model, user| login(model, user).docs.default = Some("a".into())),
        ("a constraint", |model, user| login(model, user).docs.constraints = vec![Constraint::MaxLength(1)]),
        ("optional", |model, user| {
            if let Shape::Object(object) = &mut model.schemas[user].shape {
                object.properties[0].required = false;
            }
        }),
        ("no other properties", |model, user| {
            if let Shape::Object(object) = &mut model.schemas[user].shape {
                object.closed = true;
            }
        }),
    ];
    for (name, change) in changes {
        let mut model = Model::default();
        let pull = model.component("Pull", empty());
        let [owner, creator] = ["owner", "creator"].map(|name| user(&mut model, pull, name));
        change(&mut model, creator);
        let api = shared(model, &Sharing::default());
        assert!(!is_one(&api, owner, creator), "{name}");
    }
}

fn login(model: &mut Model, user: SchemaId) -> &mut Schema {
    let login = model.schemas[user].shape.children().next().unwrap();
    &mut model.schemas[login]
}

#[test]
fn ignores_texts_and_the_order_of_properties_and_values() {
    let mut model = Model::default();
    let pull = model.component("Pull", empty());
    let [one, two] = ["one", "two"].map(|name| property(&mut model, pull, name, empty()));
    for (parent, names) in [(one, ["a", "b"]), (two, ["b", "a"])] {
        for name in names {
            let id = property(&mut model, parent, name, Shape::Boolean);
            model.schemas[id].docs.description = Some(format!("{parent:?}"));
        }
    }
    let values = |values: [&str; 2]| {
        let value = |value: &str| EnumValue { value: value.into(), name: None, description: None };
        Shape::Enum(Enumeration { base: EnumBase::String, values: values.into_iter().map(value).collect() })
    };
    let up = property(&mut model, pull, "up", values(["asc", "desc"]));
    let down = property(&mut model, pull, "down", values(["desc", "asc"]));
    let api = shared(model, &Sharing::default());
    assert!(is_one(&api, one, two) && is_one(&api, up, down));
}

#[test]
fn counts_the_places_inside_of_equal_schemas_once() {
    let mut model = Model::default();
    let pull = model.component("Pull", empty());
    let [one, two] = ["one", "two"].map(|name| property(&mut model, pull, name, empty()));
    let [inner, _] = [one, two].map(|parent| user(&mut model, parent, "inner"));
    let api = shared(model, &Sharing::default());
    assert!(is_one(&api, one, two));
    assert!(matches!(api.schemas[inner].shape, Shape::Object(_)), "it has one place left");
}

#[test]
fn finds_equal_components_that_contain_themselves() {
    let mut model = Model::default();
    let [one, two] = ["Tree", "Tree2"].map(|name| {
        let tree = model.component(name, empty());
        let next = property(&mut model, tree, "next", Shape::Reference(tree));
        model.schemas[next].nullable = true;
        tree
    });
    let api = shared(model, &Sharing::default());
    assert_eq!(api.schemas[two].shape, Shape::Reference(one), "the shorter key");
}

#[test]
fn shares_unions_with_the_same_members() {
    let mut model = Model::default();
    let account = model.component("Account", empty());
    property(&mut model, account, "id", Shape::Boolean);
    let pull = model.component("Pull", empty());
    let unions = ["owner", "payer"].map(|name| {
        let text = model.text();
        let reference = model.inline(Shape::Reference(account));
        property(&mut model, pull, name, Shape::Union(Union::of([text, reference])))
    });
    let api = shared(model, &Sharing::default());
    assert!(is_one(&api, unions[0], unions[1]));
}

#[test]
fn keeps_schemas_apart() {
    let mut model = Model::default();
    let pull = model.component("Pull", empty());
    let [a, b, c] = ["a", "b", "c"].map(|name| user(&mut model, pull, name));
    let [in_xml, too] = ["d", "e"].map(|name| {
        let id = model.component(name, empty());
        property(&mut model, id, "xml", Shape::Boolean);
        id
    });
    model.operation(Some(("application/xml", in_xml)), None);
    let [empty_one, empty_two] = ["f", "g"].map(|name| model.component(name, empty()));
    let api = shared(model, &Sharing { apart: HashSet::from([b]), ..Sharing::default() });
    assert!(is_one(&api, a, c) && !is_one(&api, a, b), "by setting");
    assert!(!is_one(&api, in_xml, too), "the root element has the name of the component");
    assert!(!is_one(&api, empty_one, empty_two), "nothing shows that they are the same");
}

#[test]
fn shares_schemas_with_the_same_name_by_setting() {
    let mut model = Model::default();
    let [pull, issue] = ["Pull", "Issue"].map(|name| model.component(name, empty()));
    let [one, two] = [pull, issue].map(|parent| user(&mut model, parent, "owner"));
    let other = user(&mut model, issue, "creator");
    let api = shared(model, &Sharing { same_name: true, ..Sharing::default() });
    assert!(is_one(&api, one, two) && !is_one(&api, one, other));
}

#[test]
fn keeps_a_shared_schema_of_one_place() {
    let mut model = Model::default();
    let pull = model.component("Pull", empty());
    let owner = user(&mut model, pull, "owner");
    let component = model.component("Account", empty());
    property(&mut model, component, "login", Shape::String(StringFormat::Plain));
    let api = shared(model, &Sharing { kept: HashSet::from([owner]), ..Sharing::default() });
    let target = api.schemas.resolve(owner);
    assert_eq!(api.schemas[target].origin, Origin::Shared(vec![owner, component]));
    assert_eq!(api.schemas[component].shape, Shape::Reference(target), "a new component becomes its alias");
}
