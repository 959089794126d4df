use super::{Description, content, json, text};
use crate::{
    api::{Media, Status},
    rust::{Arm, Decode, Operation, Pattern, ResponseKind, Wrap},
};

/// Returns an operation with these responses: status, and the component of the body in JSON.
fn planned(responses: &[(Status, Option<&str>)]) -> Vec<Operation> {
    let mut description = Description::new();
    let operation = description.operation("GET", "/pets");
    for (status, component) in responses {
        let contents = component.map_or_else(Vec::new, |name| {
            let known =
                description.api.schemas.iter().find(|(_, schema)| schema.pointer.to_string().ends_with(name));
            let id = known.map(|(id, _)| id);
            json(id.unwrap_or_else(|| description.object_of_strings(name, &["text"])))
        });
        description.response(operation, *status, contents);
    }
    let operations = description.plan().krate.operations;
    assert_eq!(operations.len(), 1);
    operations
}

/// Returns an arm in short: statuses, and `ok` or `err` with the variant of an enum.
fn shown(arm: &Arm) -> String {
    let pattern = match arm.pattern {
        Pattern::Code(code) => code.to_string(),
        Pattern::Range(digit) => format!("{digit}XX"),
        Pattern::Rest => "_".to_owned(),
    };
    let guard = arm.media_type.as_ref().map(|media_type| format!(" if {media_type}")).unwrap_or_default();
    let wrapped = |name: &str, decode: &Decode, wrap: &Wrap| match wrap {
        Wrap::Same => format!("{name} {decode:?}"),
        Wrap::Variant { of, variant, .. } => format!("{name} {decode:?} {of}::{variant}"),
    };
    let kind = match &arm.kind {
        ResponseKind::Success(decode, wrap) => wrapped("ok", decode, wrap),
        ResponseKind::Failure(decode, wrap) => wrapped("err", decode, wrap),
        ResponseKind::Unexpected => "unexpected".to_owned(),
    };
    format!("{pattern}{guard} => {kind}")
}

fn check(responses: &[(Status, Option<&str>)], output: &str, error: &str, arms: &[&str]) {
    for operation in planned(responses) {
        assert_eq!(operation.output.text(), output);
        assert_eq!(operation.error.text(), error);
        assert_eq!(operation.arms.iter().map(shown).collect::<Vec<_>>(), arms);
    }
}

const OK: Status = Status::Code(200);
const CREATED: Status = Status::Code(201);
const NOT_FOUND: Status = Status::Code(404);

#[test]
fn uses_the_type_of_a_single_success() {
    let arms = ["200 => ok Json", "_ => unexpected"];
    check(&[(OK, Some("Pet"))], "models::Pet", "Infallible", &arms);
}

#[test]
fn has_an_enum_of_successes_with_different_types() {
    let responses = [(CREATED, Some("Created")), (OK, Some("Pet")), (Status::Code(204), None)];
    let arms = [
        "201 => ok Json ListPetsResponse::Created",
        "200 => ok Json ListPetsResponse::Ok",
        "204 => ok Empty ListPetsResponse::NoContent",
        "_ => unexpected",
    ];
    check(&responses, "operations::ListPetsResponse", "Infallible", &arms);
    for operation in planned(&responses) {
        let variants: Vec<&str> = (operation.response_enums.iter())
            .flat_map(|item| &item.variants)
            .map(|variant| variant.ident.as_str())
            .collect();
        assert_eq!(variants, ["Ok", "Created", "NoContent"], "in the order of the statuses");
    }
}

#[test]
fn needs_no_enum_for_successes_of_one_type() {
    let arms = ["200 => ok Json", "201 => ok Json", "_ => unexpected"];
    check(&[(OK, Some("Pet")), (CREATED, Some("Pet"))], "models::Pet", "Infallible", &arms);
}

#[test]
fn takes_the_default_response_for_an_error_if_there_is_a_success() {
    let responses = [(OK, Some("Pet")), (NOT_FOUND, Some("Missing")), (Status::Default, Some("Problem"))];
    let arms = [
        "200 => ok Json",
        "404 => err Json ListPetsError::NotFound",
        "2XX => unexpected",
        "_ => err Json ListPetsError::Other",
    ];
    check(&responses, "models::Pet", "operations::ListPetsError", &arms);
}

#[test]
fn takes_the_default_response_for_success_and_error_otherwise() {
    let arms = ["2XX => ok Json", "_ => err Json"];
    check(&[(Status::Default, Some("Pet"))], "models::Pet", "models::Pet", &arms);
}

#[test]
fn returns_bytes_without_a_documented_success() {
    let arms = ["404 => err Json", "2XX => ok Binary", "_ => unexpected"];
    check(&[(NOT_FOUND, Some("Missing"))], "bytes::Bytes", "models::Missing", &arms);
    check(&[], "bytes::Bytes", "Infallible", &["2XX => ok Binary", "_ => unexpected"]);
}

#[test]
fn selects_a_body_by_its_media_type() {
    let mut description = Description::new();
    let pet = description.object_of_strings("Pet", &["name"]);
    let csv = description.component("Csv", text());
    let operation = description.operation("GET", "/pets");
    let contents = vec![content("text/csv", Media::Text, csv), content("application/json", Media::Json, pet)];
    description.response(operation, OK, contents);
    for operation in description.plan().krate.operations {
        assert_eq!(operation.accept.as_deref(), Some("application/json, text/csv"), "JSON first");
        assert_eq!(
            operation.arms.iter().map(shown).collect::<Vec<_>>(),
            [
                "200 if application/json => ok Json ListPetsResponse::Json",
                "200 => ok Text ListPetsResponse::Csv",
                "_ => unexpected"
            ]
        );
    }
}

#[test]
fn reads_no_body_of_a_head_request() {
    let mut description = Description::new();
    let pet = description.object_of_strings("Pet", &["name"]);
    let operation = description.operation("HEAD", "/pets");
    description.response(operation, OK, json(pet));
    for operation in description.plan().krate.operations {
        assert_eq!(operation.output.text(), "()");
        assert_eq!(operation.accept, None);
    }
}
