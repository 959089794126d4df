use indexmap::IndexMap;

use super::{Description, integer, json, object, text};
use crate::{
    api::{Constraint, Docs, Header, Location, Parent, Role, Schema, SchemaId, Shape, Status},
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
    operations.first()?.paging.as_ref().map(ToString::to_string)
}

/// Returns the setting of a list at `items`.
fn on(items: &str, next: By) -> Pages {
    let (items, more, total) = (items.to_owned(), String::new(), String::new());
    let page_count = String::new();
    Pages::On { items, next, more, total, page_count, set: IndexMap::new(), keep_method: false }
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
    for (properties, expected) in
        [(vec!["next_url"], Some("URL /next_url")), (vec!["next", "previous"], None), (vec!["next"], None)]
    {
        let (mut description, _, page) = list();
        for property in &properties {
            description.property(page, property, text(), false);
        }
        assert_eq!(pages(&description).as_deref(), expected, "{properties:?}");
    }
}

#[test]
fn a_next_beside_a_previous_is_a_url_only_if_the_description_says_so() {
    let described = |change: &dyn Fn(&mut Schema)| {
        let (mut description, operation, page) = list();
        description.parameter(operation, "cursor", Location::Query, text());
        let next = description.property(page, "next", text(), false);
        description.property(page, "previous", text(), false);
        change(&mut description.api.schemas[next]);
        pages(&description)
    };
    let url = Some("URL /next".to_owned());
    assert_eq!(described(&|_| {}).as_deref(), Some("cursor = /next"));
    assert_eq!(described(&|next| next.format = Some("uri".to_owned())), url);
    assert_eq!(
        described(&|next| next.example = Some(Box::new("https://example.com/pets?cursor=a".into()))),
        url
    );
    let text = |next: &mut Schema, text: &str| next.docs.description = Some(text.to_owned());
    assert_eq!(described(&|next| text(next, "The URL of the next page.")), url);
    assert_eq!(described(&|next| text(next, "The cursor, curled.")).as_deref(), Some("cursor = /next"));
}

#[test]
fn a_cursor_sets_the_parameters_that_it_needs() {
    for (cursor, needed, docs, expected) in [
        ("marker", "usemarker", "", Some("marker = /next_marker, usemarker = true")),
        ("marker", "use_markers", "", Some("marker = /next_marker, use_markers = true")),
        (
            "marker",
            "stable",
            "A position. This requires `stable` to be set.",
            Some("marker = /next_marker, stable = true"),
        ),
        ("marker", "stable", "A position. It must not be sent with `stable`.", Some("marker = /next_marker")),
        ("marker", "use_cache", "", Some("marker = /next_marker")),
    ] {
        let (mut description, operation, page) = list();
        description.property(page, "next_marker", text(), false);
        let parameter = description.parameter(operation, cursor, Location::Query, text());
        parameter.docs.description = Some(docs.to_owned());
        description.parameter(operation, needed, Location::Query, Shape::Boolean);
        assert_eq!(pages(&description).as_deref(), expected, "{needed} {docs}");
    }
}

#[test]
fn does_not_guess_a_cursor_that_needs_an_unknown_value() {
    let (mut description, operation, page) = list();
    description.property(page, "next_cursor", text(), false);
    let parameter = description.parameter(operation, "cursor", Location::Query, text());
    parameter.docs.description = Some("A position. This requires another `pagination_mode`.".to_owned());
    description.parameter(operation, "pagination_mode", Location::Query, text());
    assert_eq!(pages(&description), None);
    // An offset needs no cursor.
    description.parameter(operation, "offset", Location::Query, integer());
    assert_eq!(pages(&description).as_deref(), Some("offset = items so far"));
}

#[test]
fn several_successes_with_the_same_list_are_a_list() {
    let (mut description, operation, page) = list();
    description.parameter(operation, "offset", Location::Query, integer());
    description.response(operation, Status::Code(206), json(page));
    assert_eq!(pages(&description).as_deref(), Some("offset = items so far"));
    description.response(operation, Status::Code(204), Vec::new());
    assert_eq!(pages(&description), None);
}

#[test]
fn compares_with_the_number_of_all_items() {
    for (other, docs, expected) in [
        ("limit", "", "offset = items so far, total /total_count"),
        ("limit", "An estimate.", "offset = items so far"),
        ("page", "", "offset = items so far"),
    ] {
        let (mut description, operation, page) = list();
        description.parameter(operation, "offset", Location::Query, integer());
        description.parameter(operation, other, Location::Query, integer());
        let total = description.property(page, "total_count", integer(), false);
        description.api.schemas[total].docs.description = Some(docs.to_owned());
        assert_eq!(pages(&description).as_deref(), Some(expected), "{other} {docs}");
    }
}

#[test]
fn recognizes_the_link_header() {
    let (mut description, operation, _) = list();
    let role = Role::Header("Link".to_owned());
    let schema = description.inline(Parent::Operation(operation), role, text());
    let header =
        Header { name: "Link".to_owned(), given: None, schema, required: false, docs: Docs::default() };
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
    description.settings.pages = vec![(selector(), on("/items", next))];
    assert_eq!(pages(&description).as_deref(), Some("page = number from 0"));
}

#[test]
fn reports_settings_that_do_not_apply() {
    let (mut description, _, _) = list();
    description.settings.pages = vec![
        (Selector::Route("GET /pets".to_owned()), on("/none", By::Link)),
        (Selector::Tag("dogs".to_owned()), on("/items", By::Link)),
    ];
    assert_eq!(
        description.messages(),
        [
            "the pagination setting for the tag `dogs` matches no operation",
            "the setting `items` is `/none`, but the response has no list there"
        ]
    );
}
