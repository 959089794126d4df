use serde_json::json as value;

use super::{Description, integer, json, object, text};
use crate::{
    api::{Docs, Header, Location, Media, Parent, Role, Shape, Status, StringFormat},
    rust::{Cardinality, Operation, ParameterValue, RequestPart, RuntimeModule, Type},
};

/// Returns the fields of an operation: `ident: type`, with `&` if the field is a reference.
fn fields(operation: &Operation) -> Vec<String> {
    let shown = operation.fields.iter().map(|field| {
        let borrowed = if field.borrowed { "&" } else { "" };
        format!("{}: {borrowed}{}", field.ident, field.ty.text())
    });
    shown.collect()
}

/// Returns the only operation, planned.
fn planned(description: &Description) -> Vec<Operation> {
    let operations = description.plan().krate.operations;
    assert_eq!(operations.len(), 1);
    operations
}

#[test]
fn turns_parameters_and_the_body_into_fields() {
    let mut description = Description::new();
    let pet = description.object_of_strings("Pet", &["name"]);
    let operation = description.operation("PUT", "/pets/{id}");
    description.parameter(operation, "id", Location::Path, integer());
    description.parameter(operation, "dryRun", Location::Query, Shape::Boolean);
    description.parameter(operation, "body", Location::Header, text()).required = true;
    description.body(operation, pet);
    for operation in planned(&description) {
        assert_eq!(
            fields(&operation),
            ["id: i64", "dry_run: Option<bool>", "body: String", "request_body: &models::Pet"]
        );
        let arguments: Vec<&str> = operation.arguments.iter().map(|one| one.ident.as_str()).collect();
        assert_eq!(arguments, ["id", "body", "request_body"]);
        let setters: Vec<String> =
            operation.setters.iter().map(|one| format!("{}({})", one.ident, one.ty.text())).collect();
        assert_eq!(setters, ["dry_run(bool)"]);
        assert!(operation.borrows && !operation.default);
    }
}

#[test]
fn keeps_methods_of_the_call_free() {
    let mut description = Description::new();
    let operation = description.operation("GET", "/pets");
    for name in ["send", "retry", "Header", "pages"] {
        description.parameter(operation, name, Location::Query, text());
    }
    for operation in planned(&description) {
        let setters: Vec<&str> = operation.setters.iter().map(|setter| setter.ident.as_str()).collect();
        assert_eq!(setters, ["send_2", "retry_2", "header_2", "pages_2"]);
        assert!(operation.default);
    }
}

#[test]
fn serializes_parameters_by_display_or_by_style() {
    let mut description = Description::new();
    let operation = description.operation("GET", "/pets/{id}");
    description.parameter(operation, "id", Location::Path, text());
    description.parameter(operation, "page", Location::Query, integer());
    let tags = description.parameter(operation, "tags", Location::Query, text()).schema;
    let tag = description.inline(Parent::Schema(tags), Role::Item, text());
    description.api.schemas[tags].shape = Shape::Array(tag);
    description.parameter(operation, "filter", Location::Query, object());
    description.parameter(operation, "X-Id", Location::Header, text());
    for operation in planned(&description) {
        let values: Vec<(&str, ParameterValue)> = operation
            .request_parts
            .iter()
            .filter_map(|part| match part {
                RequestPart::Parameter(parameter) => Some((parameter.wire.as_str(), parameter.value)),
                RequestPart::Body(_) => None,
            })
            .map(|(wire, value)| match value {
                ParameterValue::Style(_, optional) => (wire, ParameterValue::Json(optional)),
                other => (wire, other),
            })
            .collect();
        assert_eq!(
            values,
            [
                ("id", ParameterValue::Joined(Cardinality::One)),
                ("page", ParameterValue::Repeated(Cardinality::Option)),
                ("tags", ParameterValue::Repeated(Cardinality::OptionalList)),
                // An object has a style, which stands as `Json` here.
                ("filter", ParameterValue::Json(true)),
                ("x-id", ParameterValue::Joined(Cardinality::Option)),
            ]
        );
    }
}

#[test]
fn gives_a_parameter_its_default() {
    let mut description = Description::new();
    let operation = description.operation("GET", "/pets");
    let parameter = description.parameter(operation, "limit", Location::Query, integer());
    (parameter.required, parameter.default) = (true, Some(value!(10_000_000)));
    for operation in planned(&description) {
        assert_eq!(fields(&operation), ["limit: i64"]);
        assert_eq!(operation.arguments.len(), 0);
        assert_eq!(operation.setters.len(), 1);
    }
}

#[test]
fn offers_a_choice_of_media_types() {
    let mut description = Description::new();
    let pet = description.object_of_strings("Pet", &["name"]);
    let operation = description.operation("POST", "/pets");
    description.body(operation, pet);
    if let Some(body) = &mut description.api.operations[operation].body {
        body.contents.push(super::content("text/csv", Media::Text, pet));
        body.contents.push(super::content("image/*", Media::Binary, pet));
    }
    for operation in planned(&description) {
        assert_eq!(fields(&operation), ["body: operations::CreatePetContent<'_>"]);
        let variants: Vec<String> = operation
            .choice
            .iter()
            .flat_map(|choice| &choice.variants)
            .map(|variant| format!("{}({})", variant.ident, variant.ty.text()))
            .collect();
        assert_eq!(variants, ["Json(models::Pet)", "Csv(String)", "Image(Body)"]);
    }
}

#[test]
fn reads_headers_that_are_text() {
    let mut description = Description::new();
    let operation = description.operation("GET", "/pets");
    description.response(operation, Status::Code(204), Vec::new());
    let shapes = [("X-Count", integer()), ("X-List", text()), ("X-Object", object())];
    for (name, shape) in shapes {
        let role = Role::Header(name.to_owned());
        let schema = description.inline(Parent::Operation(operation), role, shape);
        let header =
            Header { name: name.to_owned(), given: None, schema, required: false, docs: Docs::default() };
        description.api.operations[operation].responses[0].headers.push(header);
    }
    let plan = description.plan();
    assert!(plan.krate.parts.contains(&RuntimeModule::Headers));
    for operation in &plan.krate.operations {
        let headers: Vec<(String, &str, Type)> = operation
            .headers
            .iter()
            .flat_map(|headers| &headers.fields)
            .map(|field| (field.ident.to_string(), field.wire.as_str(), field.ty.clone()))
            .collect();
        let number = Type::Int(crate::rust::IntegerFormat::I64);
        assert_eq!(
            headers,
            [
                ("x_count".to_owned(), "x-count", number),
                ("x_list".to_owned(), "x-list", Type::String),
                ("x_object".to_owned(), "x-object", Type::String)
            ]
        );
    }
}

#[test]
fn documents_the_route_and_the_responses() {
    let mut description = Description::new();
    let pet = description.object_of_strings("Pet", &["name"]);
    let operation = description.operation("GET", "/pets/{id}");
    description.response(operation, Status::Code(200), json(pet));
    description.response(operation, Status::Default, Vec::new());
    description.api.operations[operation].responses[0].description = "The *pet*.\n\nMore.".to_owned();
    description.api.operations[operation].docs.title = Some("Get a pet.".to_owned());
    for operation in planned(&description) {
        assert_eq!(
            operation.docs,
            ["Get a pet (`GET /pets/{id}`)", "", "Responses:", "", "- `200`: The *pet*.", "- `default`"]
        );
    }
}

#[test]
fn serializes_an_alias_of_a_secret_by_its_style() {
    let mut description = Description::new();
    let secret = description.component("Token", Shape::String(StringFormat::Password));
    let operation = description.operation("GET", "/pets");
    description.parameter(operation, "token", Location::Header, Shape::Reference(secret));
    let plan = description.plan();
    let RequestPart::Parameter(parameter) = &plan.krate.operations[0].request_parts[0] else {
        panic!("a parameter")
    };
    assert!(matches!(parameter.value, ParameterValue::Style(..)), "{:?}", parameter.value);
}
