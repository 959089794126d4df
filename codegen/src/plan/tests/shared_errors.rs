use super::{Description, Plan, json, object, text};
use crate::{
    api::{SchemaId, Status},
    naming::Surface,
    plan::{Share, ShareMode},
    surface,
};

const NOT_FOUND: Status = Status::Code(404);
const GONE: Status = Status::Code(410);
const INVALID: Status = Status::Code(422);

/// A description with two models of errors, whose types are shared.
struct Errors {
    description: Description,
    error: SchemaId,
    details: SchemaId,
}

impl Errors {
    fn new() -> Self {
        let mut description = Description::new();
        description.settings.share.mode = ShareMode::All;
        let error = description.component("Error", object());
        description.property(error, "message", text(), true);
        description.property(error, "code", text(), false);
        let details = description.component("Details", object());
        description.property(details, "message", text(), true);
        // No method returns it.
        for schema in [error, details] {
            description.property(schema, "clone", text(), true);
        }
        Self { description, error, details }
    }

    /// Adds an operation that fails with an `Error` for each status, and with `Details` for 422.
    fn operation(mut self, path: &str, statuses: &[Status]) -> Self {
        let operation = self.description.operation("GET", path);
        let tag = path.split('/').nth(1).unwrap_or_default().to_owned();
        self.description.api.operations[operation].tags = vec![tag];
        self.description.response(operation, Status::Code(204), Vec::new());
        for status in statuses {
            let schema = if *status == INVALID { self.details } else { self.error };
            self.description.response(operation, *status, json(schema));
        }
        self
    }

    /// Returns the operations whose errors are a type of `errors`, and these types.
    fn names(&self) -> Vec<String> {
        let plan = self.description.plan();
        let operations = plan.krate.operations.iter();
        operations.map(|operation| format!("{} {}", operation.path, operation.error.text())).collect()
    }

    /// Sets the API of the previous run.
    fn before(mut self, text: &str) -> Self {
        self.description.settings.before = Surface::parse(text);
        self
    }

    fn api(&self) -> String {
        super::items(&surface::list(&self.description.plan().krate))
    }
}

/// Two operations with the same errors.
fn two() -> Errors {
    Errors::new().operation("/pets", &[NOT_FOUND, INVALID]).operation("/shops", &[NOT_FOUND, INVALID])
}

fn methods(plan: &Plan) -> Vec<String> {
    let errors = plan.krate.errors.iter();
    errors.flat_map(|error| &error.bodies.accessors).map(|method| method.ident.to_string()).collect()
}

#[test]
fn makes_one_type_of_errors_with_the_same_statuses_and_bodies() {
    let errors = two()
        .operation("/owners", &[INVALID, NOT_FOUND])
        .operation("/pets/{id}", &[NOT_FOUND, GONE, INVALID])
        .operation("/only", &[NOT_FOUND, GONE]);
    let expected = [
        "/pets errors::ApiError",
        "/shops errors::ApiError",
        "/owners errors::ApiError",
        "/pets/{id} operations::GetPetError",
        "/only models::Error",
    ];
    assert_eq!(errors.names(), expected);
    let plan = errors.description.plan();
    assert_eq!(methods(&plan), ["message"], "the field that all bodies have");
    let arms: Vec<usize> = plan.krate.errors.iter().map(|error| error.arms.len()).collect();
    assert_eq!(arms, [3], "404, 422 and all others");
}

#[test]
fn names_errors_by_resources_and_statuses() {
    let errors = two()
        .operation("/owners", &[NOT_FOUND, INVALID])
        .operation("/pets/{id}", &[GONE, INVALID])
        .operation("/pets/{id}/tags", &[GONE, INVALID])
        .operation("/a", &[GONE, NOT_FOUND, INVALID])
        .operation("/b", &[GONE, NOT_FOUND, INVALID]);
    let names = errors.names();
    let names: Vec<&str> =
        names.iter().filter_map(|name| name.split_once("errors::")).map(|(_, name)| name).collect();
    let expected =
        ["NotFoundError", "NotFoundError", "NotFoundError", "PetsError", "PetsError", "NotFoundOrGoneError"];
    assert_eq!(names.get(..6), Some(expected.as_slice()));
}

#[test]
fn has_an_enum_for_each_operation_if_nothing_is_shared() {
    let own = ["/pets operations::ListPetsError", "/shops operations::ListShopsError"];
    let mut errors = two();
    errors.description.settings.share.mode = ShareMode::Off;
    assert_eq!(errors.names(), own);
    errors.description.settings.share =
        Share { mode: ShareMode::All, keep_apart: vec!["GET /shops > (errors)".to_owned()] };
    assert_eq!(errors.names(), own);
}

#[test]
fn does_not_repeat_the_name_of_a_model() {
    let mut errors = two();
    errors.description.object_of_strings("ApiError", &["title"]);
    assert_eq!(errors.names(), ["/pets errors::ApiFailure", "/shops errors::ApiFailure"]);
}

#[test]
fn keeps_the_name_when_an_operation_appears_or_vanishes() {
    let before = two().api();
    let line = "errors::ApiError  # GET /pets > (errors); shared; also GET /shops > (errors)";
    assert!(before.contains(line), "{before}");
    let before = before.replace("ApiError", "Failure").replace("Failure::NotFound", "Failure::Missing");
    let one = Errors::new().operation("/shops", &[NOT_FOUND, INVALID]);
    for errors in [two(), two().operation("/new", &[NOT_FOUND, INVALID]), one] {
        let errors = errors.before(&before);
        let names = errors.names();
        assert!(names.iter().all(|name| name.ends_with("errors::Failure")), "{names:?}");
        assert!(errors.api().contains("pub variant errors::Failure::Missing(models::Error)  # 404"));
    }
}

#[test]
fn gives_an_operation_that_changes_alone_an_error_of_its_own() {
    let before = two().api();
    for (pets, shops, expected) in [
        (GONE, NOT_FOUND, ["/pets operations::ListPetsError", "/shops errors::ApiError"]),
        (NOT_FOUND, GONE, ["/pets errors::ApiError", "/shops operations::ListShopsError"]),
        (GONE, GONE, ["/pets errors::ApiError", "/shops errors::ApiError"]),
    ] {
        let errors =
            Errors::new().operation("/pets", &[pets, INVALID]).operation("/shops", &[shops, INVALID]);
        let errors = errors.before(&before);
        assert_eq!(errors.names(), expected);
        let changes = surface::compare(&Surface::parse(&before), &Surface::parse(&errors.api()));
        // The module of each tag exports the types of its operations.
        let changes = changes.iter().map(|change| change.what.as_str());
        let changes: Vec<&str> = changes.filter(|change| !change.starts_with("`operations::")).collect();
        let moved =
            |name: &str| format!("an error is no longer `errors::ApiError`: it is `operations::{name}`");
        match (pets, shops) {
            (GONE, NOT_FOUND) => assert_eq!(changes, [moved("ListPetsError")]),
            (NOT_FOUND, GONE) => assert_eq!(changes, [moved("ListShopsError")]),
            _ => {
                let added = "the variant `errors::ApiError::Gone(models::Error)` is new";
                assert!(changes.contains(&added), "{changes:?}");
            }
        }
    }
}

#[test]
fn gives_an_operation_whose_body_changes_alone_an_error_of_its_own() {
    let before = two().api();
    let mut errors =
        Errors::new().operation("/pets", &[NOT_FOUND]).operation("/shops", &[NOT_FOUND, INVALID]);
    let other = errors.description.object_of_strings("Other", &["title"]);
    errors.description.response(0, INVALID, json(other));
    let errors = errors.before(&before);
    assert_eq!(errors.names(), ["/pets operations::ListPetsError", "/shops errors::ApiError"]);
}

#[test]
fn compiles_an_error_for_the_features_of_its_operations() {
    let mut errors = two();
    errors.description.settings.tag_features = true;
    let features = |errors: &Errors| {
        let plan = errors.description.plan();
        plan.krate.errors.iter().map(|error| error.features.join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(features(&errors), ["pets shops"]);
    errors.description.api.operations[0].tags.clear();
    assert_eq!(features(&errors), [""], "an operation without a tag is always compiled");
}
