use super::{Description, integer, json, object, text};
use crate::{
    api::{Constraint, Docs, Header, Location, Parent, Role, SchemaId, Shape, Status},
    load::Selector,
    plan::{By, Pages},
};

/// Returns a description of `GET /pets` that returns an object with a list `items`.
fn list() -> (Description, usize, SchemaId) {
    let mut description = Description::new();
    let pet = description.object_of_strings("Pet", &["id", "name"]);
    let page = description.component("Page", object());
    description.property(page, "items", Shape::Array(pet), true);
    let operation = description.operation("GET", "/pets");
    description.response(operation, Status::Code(200), json(page));
    (description, operation, page)
}

/// Returns the way to request the next page, as the report shows it.
fn pages(description: &Description) -> Option<String> {
    let operations = description.plan().krate.operations;
    operations.first()?.paging.as_ref().map(|paging| paging.next.to_string())
}

#[test]
fn recognizes_a_cursor_by_its_names() {
    for (parameter, property, expected) in [
        ("cursor", "next_cursor", Some("cursor = body /next_cursor")),
        ("page_token", "nextPageToken", Some("page_token = body /nextPageToken")),
        ("after", "last_id", Some("after = body /last_id")),
        ("marker", "NextMarker", Some("marker = body /NextMarker")),
        ("cursor", "previous_cursor", None),
        ("filter", "next_filter", None),
    ] {
        let (mut description, operation, page) = list();
        description.parameter(operation, parameter, Location::Query, text());
        description.property(page, property, text(), false);
        let expected = expected.map(|text| text.replace("body ", ""));
        assert_eq!(pages(&description), expected, "{parameter} and {property}");
    }
}

#[test]
fn recognizes_links_to_the_next_page() {
    for (properties, expected) in [
        (vec!["next_url"], Some("URL /next_url")),
        (vec!["next", "previous"], Some("URL /next")),
        (vec!["next"], None),
    ] {
        let (mut description, _, page) = list();
        for property in &properties {
            description.property(page, property, text(), false);
        }
        assert_eq!(pages(&description).as_deref(), expected, "{properties:?}");
    }
}

#[test]
fn recognizes_the_link_header() {
    let (mut description, operation, _) = list();
    let role = Role::Header("Link".to_owned());
    let schema = description.inline(Parent::Operation(operation), role, text());
    let header = Header { name: "Link".to_owned(), schema, docs: Docs::default() };
    description.api.operations[operation].responses[0].headers.push(header);
    assert_eq!(pages(&description).as_deref(), Some("header Link"));
}

#[test]
fn counts_items_or_pages() {
    let (mut description, operation, _) = list();
    description.parameter(operation, "offset", Location::Query, integer());
    assert_eq!(pages(&description).as_deref(), Some("offset = items so far"));

    for (minimum, expected) in [(Some(1), Some("page = number from 1")), (None, None), (Some(5), None)] {
        let (mut description, operation, _) = list();
        let schema = description.parameter(operation, "page", Location::Query, integer()).schema;
        let constraints = minimum.map(|minimum: u64| Constraint::Minimum(minimum.into()));
        description.api.schemas[schema].docs.constraints.extend(constraints);
        assert_eq!(pages(&description).as_deref(), expected, "{minimum:?}");
    }
}

#[test]
fn does_not_guess_for_requests_that_change_something() {
    let (mut description, operation, page) = list();
    description.parameter(operation, "cursor", Location::Query, text());
    description.property(page, "next_cursor", text(), false);
    description.api.operations[operation].method = crate::api::Method::new("POST");
    assert_eq!(pages(&description), None);
}

#[test]
fn follows_the_settings_before_the_names() {
    let (mut description, operation, page) = list();
    description.parameter(operation, "cursor", Location::Query, text());
    description.property(page, "next_cursor", text(), false);
    let selector = || Selector::Route("GET /pets".to_owned());
    description.settings.pages = vec![(selector(), Pages::Off)];
    assert_eq!(pages(&description), None);

    let next = By::Page { parameter: "page".to_owned(), first: 0 };
    let on = Pages::On { items: "/items".to_owned(), next, more: String::new() };
    description.settings.pages = vec![(selector(), on)];
    assert_eq!(pages(&description).as_deref(), Some("page = number from 0"));
}

#[test]
fn reports_settings_that_do_not_apply() {
    let (mut description, _, _) = list();
    let on = |items: &str| Pages::On { items: items.to_owned(), next: By::Link, more: String::new() };
    description.settings.pages = vec![
        (Selector::Route("GET /pets".to_owned()), on("/none")),
        (Selector::Tag("dogs".to_owned()), on("/items")),
    ];
    assert_eq!(
        description.messages(),
        [
            "the setting `items` is `/none`, but the response has no list there",
            "the pagination setting for the tag `dogs` matches no operation"
        ]
    );
}
