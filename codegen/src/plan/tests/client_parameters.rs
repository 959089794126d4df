//! Parameters that are set once on the client.

use crate::{ClientParameters, Generated, Settings, Source, generate, naming::Surface};

/// Returns a crate of ten operations that have a tenant, and of one that has two other parameters.
fn crate_with(settings: Settings) -> Generated {
    let mut text = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths:\n".to_owned();
    let done = "responses: { '204': { description: None. } }";
    let tenant = "{ name: X-Tenant, in: header, required: true, schema: { type: string } }";
    for index in 0..10 {
        text.extend([format!(
            "  /p{index}: {{ get: {{ operationId: getP{index}, parameters: [{tenant}], {done} }} }}\n"
        )]);
    }
    let list = "{ name: list, in: query, required: true, schema: { type: array, items: { type: string } } }";
    let id = "{ name: id, in: path, required: true, schema: { type: string } }";
    text.extend([format!(
        "  /q/{{id}}: {{ get: {{ operationId: getQ, parameters: [{list}, {id}], {done} }} }}\n"
    )]);
    let settings = Settings { name: "x".to_owned(), version: "0.1.0".to_owned(), ..settings };
    generate(&Source::new("spec.yaml", text), &settings).expect("Rust")
}

fn named(names: &[&str]) -> Settings {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    Settings { client_parameters: ClientParameters::Named(names), ..Settings::default() }
}

fn messages(generated: &Generated) -> Vec<&str> {
    generated.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect()
}

#[test]
fn finds_a_parameter_also_if_one_operation_is_selected() {
    for only in [vec![], vec![crate::Selector::parse("getP3")]] {
        let generated = crate_with(Settings { only, ..Settings::default() });
        assert_eq!(generated.report.client_parameters, ["header x-tenant (x_tenant)"]);
        let text = generated.surface.to_string();
        assert!(text.contains("x_tenant(self, value: impl Display) -> Self"), "{text}");
    }
    let generated =
        crate_with(Settings { only: vec![crate::Selector::parse("getQ")], ..Settings::default() });
    assert!(generated.report.client_parameters.is_empty(), "no operation of the crate has it");
}

#[test]
fn sets_the_parameters_that_the_settings_name() {
    assert!(crate_with(named(&[])).report.client_parameters.is_empty());
    let generated = crate_with(named(&["path id"]));
    assert_eq!(generated.report.client_parameters, ["path id (id)"]);
    assert!(messages(&generated).is_empty());
}

#[test]
fn reports_names_that_cannot_be_set() {
    let generated = crate_with(named(&["X-Tenat", "query id", "list"]));
    let expected = [
        "no operation has the parameter `X-Tenat` in its path, its query or its headers",
        "no operation has the parameter `query id` in its path, its query or its headers",
        "the parameter `query list` cannot be set on the client: it is no single text, or has a default",
    ];
    assert_eq!(messages(&generated), expected);
}

#[test]
fn keeps_the_names_of_the_previous_run() {
    let first = crate_with(Settings::default());
    let list = first.surface.to_string().replace("x_tenant(self, value", "tenant(self, value");
    let list = list.replace("variable X_X_TENANT", "variable X_TENANT");
    let again = crate_with(Settings { before: Surface::parse(&list), ..Settings::default() });
    assert_eq!(
        again.report.client_parameters,
        ["header x-tenant (x_tenant)"],
        "the name derives from the header"
    );
    let text = again.surface.to_string();
    assert!(text.contains("variable X_TENANT"), "{text}");
}

#[test]
fn a_status_request_has_the_headers_and_the_path_of_the_client() {
    for (location, path, polls) in
        [("header", "/jobs", true), ("path", "/{tenant}/jobs", true), ("query", "/jobs", false)]
    {
        let tenant =
            format!("{{ name: tenant, in: {location}, required: true, schema: {{ type: string }} }}");
        let job = "{ type: object, required: [id], properties: { id: { type: string }, \
                   status: { type: string, enum: [running, done, failed] } } }";
        let done =
            format!("responses: {{ '200': {{ content: {{ application/json: {{ schema: {job} }} }} }} }}");
        let id = "{ name: id, in: path, required: true, schema: { type: string } }";
        let text = format!(
            "openapi: 3.0.3\ninfo: {{ title: Jobs, version: '1' }}\npaths:\n  \
             {path}: {{ post: {{ operationId: createJob, parameters: [{tenant}], {done} }} }}\n  \
             {path}/{{id}}: {{ get: {{ operationId: getJob, parameters: [{tenant}, {id}], {done} }} }}\n"
        );
        let name = format!("{location} tenant");
        let settings = Settings { name: "x".to_owned(), version: "0.1.0".to_owned(), ..named(&[&name]) };
        let generated = generate(&Source::new("spec.yaml", text), &settings).expect("Rust");
        assert_eq!(generated.report.client_parameters.len(), 1, "{location}");
        let is_long_running = generated
            .files
            .iter()
            .flat_map(|files| files.values())
            .any(|text| text.contains("LongRunning for CreateJob"));
        assert_eq!(is_long_running, polls, "{location}");
    }
}
