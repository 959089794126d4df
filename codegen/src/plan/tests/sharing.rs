use super::{Description, fields, items, object, text, type_names};
use crate::{
    api::{Parent, Role, SchemaId, Shape, Status, Union},
    diagnostics::Diagnostics,
    naming::{Kind, Surface},
    plan::{Names, Plan, Share, ShareMode, share_schemas},
    surface::{self, Level},
};

/// Adds an object with the text `login`.
fn user(description: &mut Description, parent: SchemaId, name: &str) -> SchemaId {
    let user = description.property(parent, name, object(), true);
    description.property(user, "login", text(), true);
    user
}

/// Adds a component with such a property, and with one that no other component has.
fn with_user(description: &mut Description, key: &str, name: &str) -> SchemaId {
    let component = description.component(key, object());
    let user = user(description, component, name);
    description.property(component, &format!("id_of_{key}"), text(), true);
    user
}

/// Returns the type of the first property of a component.
fn first_field(plan: &Plan, component: &str) -> String {
    fields(plan, component).into_iter().next().unwrap_or_default()
}

/// Plans a description whose equal schemas are shared.
fn shared(description: Description) -> (Plan, Vec<String>) {
    shared_by(description, |share| share.mode = ShareMode::All)
}

/// Plans a description with these settings.
fn shared_by(mut description: Description, change: impl FnOnce(&mut Share)) -> (Plan, Vec<String>) {
    change(&mut description.settings.share);
    let mut diagnostics = Diagnostics::default();
    let names = Names::new(&description.api, &description.settings);
    share_schemas(&mut description.api, &names, &description.settings, &mut diagnostics);
    let messages = diagnostics.into_vec().into_iter().map(|diagnostic| diagnostic.message).collect();
    (description.plan(), messages)
}

#[test]
fn names_a_shared_type_by_what_its_places_agree_on() {
    let mut description = Description::new();
    with_user(&mut description, "Pull", "owner");
    with_user(&mut description, "Issue", "owner");
    with_user(&mut description, "Gist", "author");
    assert_eq!(
        first_field(&shared(description).0, "Gist"),
        "author: models::Owner",
        "the name of most places"
    );

    let mut description = Description::new();
    for (component, name) in [("Pull", "owner"), ("Issue", "creator")] {
        let user = with_user(&mut description, component, name);
        description.api.schemas[user].docs.title = Some("Simple User".to_owned());
    }
    assert_eq!(first_field(&shared(description).0, "Pull"), "owner: models::SimpleUser", "the title");

    let mut description = Description::new();
    with_user(&mut description, "Pull", "code_owner");
    with_user(&mut description, "Issue", "owner");
    assert_eq!(first_field(&shared(description).0, "Pull"), "code_owner: models::Owner", "the last words");

    let mut description = Description::new();
    with_user(&mut description, "Frame", "layout_sizing_vertical");
    with_user(&mut description, "Text", "layout_sizing_horizontal");
    let plan = shared(description).0;
    assert_eq!(
        first_field(&plan, "Text"),
        "layout_sizing_horizontal: models::LayoutSizing",
        "the first words"
    );

    let mut description = Description::new();
    with_user(&mut description, "PullRequest", "a");
    with_user(&mut description, "ClosedPullRequest", "b");
    assert_eq!(first_field(&shared(description).0, "PullRequest"), "a: models::PullRequestA");
}

#[test]
fn names_a_shared_member_of_unions_after_its_tag() {
    let mut description = Description::new();
    for component in ["RouteTarget", "RouteDestination"] {
        let union = description.component(component, object());
        let members = ["vpc", "ip"].map(|tag| {
            let schema = description.inline(Parent::Schema(union), Role::Member(0, None), object());
            description.property(schema, &format!("{tag}_id"), text(), true);
            schema
        });
        let mut shape = Union::of(members);
        shape.tag = Some("type".to_owned());
        for (member, tag) in shape.members.iter_mut().zip(["vpc", "ip"]) {
            member.tags = vec![tag.to_owned()];
        }
        description.api.schemas[union].shape = Shape::Union(shape);
    }
    let plan = shared(description).0;
    assert_eq!(type_names(&plan), ["RouteTarget", "RouteDestination", "RouteVpc", "RouteIp"]);
}

#[test]
fn names_small_bodies_after_their_properties() {
    let mut description = Description::new();
    for path in ["/pulls", "/issues"] {
        let operation = description.operation("POST", path);
        let body =
            description.inline(Parent::Operation(operation), Role::Response(Status::Code(200)), object());
        description.property(body, "login", text(), true);
        description.response(operation, Status::Code(200), super::json(body));
    }
    assert_eq!(type_names(&shared(description).0), ["LoginReply"]);
}

#[test]
fn names_what_a_resource_takes_and_returns_after_the_resource() {
    let mut description = Description::new();
    for (method, role) in [("POST", Role::Body), ("PUT", Role::Response(Status::Code(200)))] {
        let operation = description.operation(method, "/comments");
        description.api.operations[operation].tags = vec!["Comments".to_owned()];
        let is_body = role == Role::Body;
        let schema = description.inline(Parent::Operation(operation), role, object());
        description.property(schema, "text", text(), true);
        if is_body {
            description.body(operation, schema);
        } else {
            description.response(operation, Status::Code(200), super::json(schema));
        }
    }
    description.settings.resources = Some(true);
    assert_eq!(type_names(&shared(description).0), ["Comment"]);
}

#[test]
fn gives_a_name_to_the_type_with_most_places() {
    let mut description = Description::new();
    for component in ["A", "B", "C"] {
        with_user(&mut description, component, "owner");
    }
    for component in ["D", "E"] {
        let owner = with_user(&mut description, component, "owner");
        description.property(owner, "id", text(), true);
    }
    let (plan, _) = shared(description);
    assert_eq!(first_field(&plan, "A"), "owner: models::Owner");
    assert_eq!(first_field(&plan, "E"), "owner: models::OwnerDetails");
}

/// Returns the places of a shared user, and the crate before a change.
fn known(components: &[&str]) -> Surface {
    let mut description = Description::new();
    for component in components {
        with_user(&mut description, component, "owner");
    }
    let (plan, _) = shared(description);
    surface::list(&plan.krate)
}

#[test]
fn keeps_the_name_when_a_place_appears_or_vanishes() {
    let before = known(&["A", "B"]);
    let text = before.to_string();
    assert!(text.contains(" Owner  # schema A > owner; shared; also schema B > owner"), "{text}");
    for components in [&["New", "A", "B", "C"][..], &["B"], &["New", "B"]] {
        let mut description = Description::new();
        description.settings.before = Surface::parse(&text.replace("Owner", "Person"));
        for component in components {
            with_user(&mut description, component, "owner");
        }
        let (plan, _) = shared(description);
        assert_eq!(first_field(&plan, components[0]), "owner: models::Person", "{components:?}");
    }
}

#[test]
fn keeps_the_name_of_a_type_that_becomes_shared() {
    let before = known(&["A"]);
    assert!(items(&before).contains("models::AOwner  # schema A > owner\n"), "{before}");
    let mut description = Description::new();
    description.settings.before = before;
    for component in ["New", "A"] {
        with_user(&mut description, component, "owner");
    }
    assert_eq!(first_field(&shared(description).0, "New"), "owner: models::AOwner");
}

#[test]
fn gives_a_place_that_changes_alone_a_type_of_its_own() {
    for changed in ["A", "B", "C"] {
        let mut description = Description::new();
        description.settings.before = known(&["A", "B", "C"]);
        for component in ["A", "B", "C"] {
            let user = with_user(&mut description, component, "owner");
            if component == changed {
                description.property(user, "id", text(), true);
            }
        }
        let (plan, _) = shared(description);
        for component in ["A", "B", "C"] {
            let expected =
                if component == changed { format!("{component}Owner") } else { "Owner".to_owned() };
            assert_eq!(first_field(&plan, component), format!("owner: models::{expected}"), "{changed}");
        }
    }
}

#[test]
fn a_component_that_equals_a_shared_type_of_its_name_becomes_the_type() {
    let mut description = Description::new();
    description.settings.before = known(&["A", "B"]);
    with_user(&mut description, "A", "owner");
    with_user(&mut description, "B", "owner");
    let owner = description.component("Owner", object());
    description.property(owner, "login", text(), true);
    let (plan, _) = shared(description);
    assert_eq!(first_field(&plan, "A"), "owner: models::Owner");
    let list = items(&surface::list(&plan.krate));
    assert!(list.contains("pub struct models::Owner  # schema Owner\n"), "{list}");
}

#[test]
fn a_component_that_was_a_type_stays_one() {
    let mut before = Description::new();
    before.object_of_strings("Pet", &["name"]);
    before.object_of_strings("Pet2", &["name", "city"]);
    let mut description = Description::new();
    description.settings.before = surface::list(&shared(before).0.krate);
    for component in ["Pet3", "Pet2", "Pet"] {
        description.object_of_strings(component, &["name"]);
    }
    let list = items(&surface::list(&shared(description).0.krate));
    for line in ["struct models::Pet  #", "struct models::Pet2  #", "type models::Pet3 = models::Pet  #"] {
        assert!(list.contains(line), "{list}");
    }
}

#[test]
fn a_nullable_component_keeps_its_name_beside_the_type_of_its_values() {
    let describe = || {
        let mut description = Description::new();
        with_user(&mut description, "A", "owner");
        let nullable = description.component("NullableOwner", object());
        description.property(nullable, "login", text(), true);
        description.api.schemas[nullable].nullable = true;
        description
    };
    let before = surface::list(&shared(describe()).0.krate);
    let text = items(&before);
    let places = "# schema A > owner; shared; also schema NullableOwner (value)";
    assert!(text.contains(&format!("models::Owner  {places}")), "{text}");
    assert!(
        text.contains("pub type models::NullableOwner = models::Owner  # schema NullableOwner"),
        "{text}"
    );
    let mut description = describe();
    description.settings.before = before;
    with_user(&mut description, "B", "owner");
    let (plan, _) = shared(description);
    assert_eq!(first_field(&plan, "B"), "owner: models::Owner");
    assert!(items(&surface::list(&plan.krate)).contains("type models::NullableOwner = models::Owner"));
}

#[test]
fn names_the_values_of_nullable_components_without_a_common_word() {
    let mut description = Description::new();
    for name in ["Bar", "Bar0"] {
        let nullable = description.component(name, object());
        description.property(nullable, "login", text(), true);
        description.api.schemas[nullable].nullable = true;
    }
    let list = items(&surface::list(&shared(description).0.krate));
    assert!(list.contains("pub type models::Bar = models::BarDetails  #"), "{list}");
    assert!(list.contains("pub type models::Bar0 = models::BarDetails  #"), "{list}");
}

#[test]
fn distinguishes_the_places_of_members_with_one_name() {
    let mut description = Description::new();
    let pet = description.component("Pet", text());
    let members = ["claws", "claws", "wings"].map(|property| {
        let role = Role::Member(0, Some("Cat".to_owned()));
        let member = description.inline(Parent::Schema(pet), role, object());
        description.property(member, property, text(), true);
        member
    });
    description.api.schemas[pet].shape = Shape::Union(Union::of(members));
    let (plan, _) = shared(description);
    let list = items(&surface::list(&plan.krate));
    for place in ["# schema Pet > | Cat; shared; also schema Pet > | Cat 2\n", "# schema Pet > | Cat 3\n"] {
        assert!(list.contains(place), "{list}");
    }
}

#[test]
fn shares_as_the_settings_want_it() {
    let planned = |mode: ShareMode, keep_apart: &[&str]| {
        let mut description = Description::new();
        with_user(&mut description, "A", "owner");
        with_user(&mut description, "B", "owner");
        with_user(&mut description, "C", "author");
        let keep_apart = keep_apart.iter().map(|source| (*source).to_owned()).collect();
        shared_by(description, |share| *share = Share { mode, keep_apart })
    };
    let (plan, _) = planned(ShareMode::SameName, &[]);
    assert_eq!(type_names(&plan), ["A", "B", "C", "CAuthor", "Owner"]);
    let (plan, _) = planned(ShareMode::Off, &[]);
    assert_eq!(type_names(&plan), ["A", "AOwner", "B", "BOwner", "C", "CAuthor"]);
    let (plan, _) = planned(ShareMode::All, &["schema B > owner"]);
    assert_eq!(first_field(&plan, "B"), "owner: models::BOwner");
    let (_, messages) = planned(ShareMode::All, &["schema B > ownr"]);
    let expected = "the settings keep `schema B > ownr` apart, which the description does not have";
    assert_eq!(messages, [expected]);
}

#[test]
fn keeps_components_with_a_type_of_the_user_apart() {
    let mut description = Description::new();
    for component in ["A", "B"] {
        let id = description.component(component, object());
        description.property(id, "login", text(), true);
    }
    let own = &mut description.settings.types.schemas;
    own.insert("A".to_owned(), "crate::Own".to_owned());
    let (plan, _) = shared(description);
    assert_eq!(first_field(&plan, "B"), "login: String");
}

/// Plans operations that return an object with an object in it.
fn with_replies(paths: &[&str], before: &Surface) -> Surface {
    let mut description = Description::new();
    description.settings.before = before.clone();
    for path in paths {
        let operation = description.operation("GET", path);
        let role = Role::Response(Status::Code(200));
        let reply = description.inline(Parent::Operation(operation), role, object());
        description.property(reply, "total", text(), true);
        user(&mut description, reply, "owner");
        description.response(operation, Status::Code(200), super::json(reply));
    }
    surface::list(&shared(description).0.krate)
}

#[test]
fn keeps_the_paths_of_types_that_become_shared() {
    let before = with_replies(&["/pets"], &Surface::default());
    let shared = with_replies(&["/cats", "/pets"], &before);
    let aliases = |surface: &Surface| {
        let entries = surface.entries().iter().filter(|entry| entry.kind == Kind::Type && entry.is_type());
        entries.map(|entry| format!("{} = {}", entry.path, entry.rest)).collect::<Vec<_>>()
    };
    let expected = [
        "operations::ListPetsReply = models::TotalOwnerReply",
        "operations::ListPetsReplyOwner = models::TotalOwnerReplyOwner",
    ];
    assert_eq!(aliases(&shared), expected);
    assert_eq!(surface::compare(&before, &shared).level(), Some(Level::Minor));
    assert_eq!(with_replies(&["/cats", "/pets"], &shared), shared, "the next run");
    assert!(aliases(&with_replies(&["/cats"], &shared)).is_empty(), "the place is gone");
}
