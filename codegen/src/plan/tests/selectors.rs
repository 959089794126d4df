use super::{Description, object, type_names};
use crate::{
    api::{Api, Parent, Role, testing},
    diagnostics::Diagnostics,
    load::Selector,
    plan::{Names, Pages, Settings, plan_with},
};

/// Returns operations of two resources.
fn description() -> Description {
    let mut description = Description::new();
    description.settings.resources = Some(true);
    for (method, path, id, tag) in [
        ("GET", "/issues", "list", "Issues"),
        ("POST", "/issues", "create", "Issues"),
        ("GET", "/pulls", "issues.list", "Pulls"),
        ("POST", "/pulls", "", "Pulls"),
    ] {
        let index = description.operation(method, path);
        let operation = &mut description.api.operations[index];
        operation.id = Some(id.to_owned()).filter(|id| !id.is_empty());
        operation.tags.push(tag.to_owned());
    }
    description.settings.rename.operations.insert("POST /pulls".to_owned(), "create".to_owned());
    description
}

/// Returns the routes of the operations that a selector selects.
fn selected(text: &str) -> Vec<String> {
    let Description { api, mut settings } = description();
    settings.only = vec![Selector::parse(text)];
    let mut selecting = Names::new(&api, &settings).select(&api, &settings);
    selecting.retain(|_, selecting| !selecting.is_empty());
    let mut routes: Vec<String> = selecting.into_keys().collect();
    routes.sort();
    routes
}

#[test]
fn selects_operations_by_each_of_their_names() {
    for (text, expected) in [
        ("issues.create", &["POST /issues"][..]),
        ("pulls.create", &["POST /pulls"]),
        ("create", &["POST /issues"]),
        ("issues_list", &["GET /pulls"]),
        ("list", &["GET /issues"]),
        ("issues.list", &["GET /pulls"]),
        ("tag:Pulls", &["GET /pulls", "POST /pulls"]),
        ("POST /pulls", &["POST /pulls"]),
        ("pulls", &[]),
    ] {
        assert_eq!(selected(text), expected, "{text}");
    }
}

#[test]
fn reports_the_most_similar_name() {
    let Description { api, mut settings } = description();
    settings.only = ["issue.create", "GET /pull", "tag:Pull", "nothing"].map(Selector::parse).into();
    let names = Names::new(&api, &settings);
    let mut diagnostics = Diagnostics::default();
    names.report_unused(&api, &settings, &[].into(), &mut diagnostics);
    let help: Vec<Option<String>> =
        diagnostics.into_vec().into_iter().map(|diagnostic| diagnostic.help).collect();
    let meant = |text: &str| Some(format!("did you mean `{text}`?"));
    assert_eq!(help, [meant("issues.create"), meant("GET /pulls"), meant("Pulls"), None]);
}

#[test]
fn a_selection_does_not_change_names() {
    let mut description = Description::new();
    for path in ["/dogs/{id}/toys", "/cats/{id}/toys"] {
        description.operation("GET", path);
    }
    let functions = |api: &Api, names: &Names| -> Vec<String> {
        names.of(api, &Settings::default()).into_iter().map(|name| name.function).collect()
    };
    let Description { mut api, settings } = description;
    let names = Names::new(&api, &settings);
    assert_eq!(functions(&api, &names), ["list_dog_toys", "list_cat_toys"]);
    api.operations.remove(0);
    assert_eq!(functions(&api, &names), ["list_cat_toys"]);
    assert_eq!(functions(&api, &Names::new(&api, &settings)), ["list_cat_toys"]);
}

#[test]
fn settings_select_operations_by_name() {
    let mut description = description();
    let settings = &mut description.settings;
    settings.pages.push((Selector::parse("issues.create"), Pages::Off));
    settings.idempotency_keys.insert("Key".to_owned(), vec![Selector::parse("pulls.create")]);
    settings.idempotency_keys.insert("Other".to_owned(), vec![Selector::parse("pulls.update")]);
    let operations = description.plan().krate.operations;
    let keys: Vec<Option<&str>> =
        operations.iter().map(|operation| operation.idempotency_key.as_deref()).collect();
    assert_eq!(keys, [None, None, None, Some("key")]);
    assert_eq!(description.messages(), ["the idempotency setting for `pulls.update` matches no operation"]);
}

#[test]
fn names_operations_that_are_not_in_the_skeleton() {
    let mut description = Description::new();
    description.operation("GET", "/cats/{id}/toys");
    let names = Names::new(&description.api, &description.settings);
    description.operation("GET", "/dogs/{id}/toys");
    let plan = plan_with(&description.api, &names, &description.settings, &mut Diagnostics::default());
    let functions: Vec<String> =
        plan.krate.operations.iter().map(|operation| operation.function.to_string()).collect();
    assert_eq!(functions, ["list_cat_toys", "list_dog_toys"]);
}

#[test]
fn a_selection_does_not_change_the_operations_that_settings_mean() {
    let mut description = description();
    let settings = &mut description.settings;
    // This is the `operationId` of another operation.
    settings.idempotency_keys.insert("Key".to_owned(), vec![Selector::parse("create")]);
    settings.pages.push((Selector::parse("list"), Pages::Off));
    let names = Names::new(&description.api, &description.settings);
    description.api.operations.remove(1);
    let mut diagnostics = Diagnostics::default();
    let plan = plan_with(&description.api, &names, &description.settings, &mut diagnostics);
    let has_key = |operation: &crate::rust::Operation| operation.idempotency_key.is_some();
    assert!(!plan.krate.operations.iter().any(has_key), "`create` is `POST /issues`");
    assert!(diagnostics.as_slice().is_empty(), "the operation exists: {diagnostics:?}");
}

#[test]
fn generates_the_schemas_that_operations_use_and_those_below_components() {
    let mut description = Description::new();
    let index = description.operation("POST", "/pets");
    let body = description.inline(Parent::Operation(index), Role::Body, object());
    description.property(body, "owner", object(), true);
    description.body(index, body);
    let payload = description.component("Payload", object());
    description.property(payload, "inner", object(), true);
    description.inline(Parent::Schema(payload), Role::Property("unused".to_owned()), object());
    description.api.webhooks.push(testing::webhook(payload));
    let of_operation = ["CreatePetBody", "CreatePetBodyOwner"];
    assert_eq!(type_names(&description.plan()), [&["Payload", "PayloadInner"], &of_operation[..]].concat());
    // A webhook is no operation that a selector can select.
    description.settings.only = vec![Selector::parse("POST /pets")];
    assert_eq!(type_names(&description.plan()), of_operation);
}
