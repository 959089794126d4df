use serde_json::{Value, json};

use crate::{
    Source,
    diagnostics::{Code, Diagnostics},
    naming::Surface,
    plan::{Plan, Settings, plan},
    read,
};

/// Plans a description with one link to an operation with these parameters. Returns the diagnostics of the plan too.
fn planned(parameters: &Value, settings: Settings) -> (Plan, Diagnostics) {
    let link = json!({ "operationId": "getOwner", "parameters": { "id": "$response.body#/id" } });
    let text = json!({
        "openapi": "3.1.0",
        "info": { "title": "Pets", "version": "1" },
        "paths": {
            "/pets": { "get": { "operationId": "getPet", "responses": { "200": {
                "description": "The pet.",
                "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Pet" } } },
                "links": { "theOwner": link },
            } } } },
            "/owners/{id}": { "get": {
                "operationId": "getOwner", "parameters": parameters, "responses": { "204": { "description": "None." } },
            } },
        },
        "components": { "schemas": {
            "Pet": { "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } },
        } },
    });
    let (api, _) = read(&Source::new("pets.json", text.to_string()));
    let mut diagnostics = Diagnostics::default();
    let settings = Settings { name: "pets".to_owned(), ..settings };
    (plan(&api.expect("a description"), &settings, &mut diagnostics), diagnostics)
}

fn parameters(more: usize) -> Value {
    let id = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } });
    let more = (0..more).map(|number| {
        json!({ "name": format!("q{number}"), "in": "query", "required": true, "schema": { "type": "string" } })
    });
    [id].into_iter().chain(more).collect()
}

fn names(plan: &Plan) -> Vec<&str> {
    plan.krate.links.iter().map(|link| link.ident.as_str()).collect()
}

#[test]
fn keeps_the_name_of_the_previous_run() {
    let line = "pub fn models::Pet::holder(&self, client: &Client) -> Call<'_, operations::GetOwner>  # link theOwner\n";
    let settings = |before| Settings { links: true, before, ..Settings::default() };
    assert_eq!(names(&planned(&parameters(0), settings(Surface::default())).0), ["the_owner"]);
    assert_eq!(names(&planned(&parameters(0), settings(Surface::parse(line))).0), ["holder"]);
}

#[test]
fn plans_no_links_without_the_setting() {
    let (plan, diagnostics) = planned(&json!([]), Settings::default());
    assert!(plan.krate.links.is_empty() && diagnostics.as_slice().is_empty());
}

#[test]
fn bounds_the_arguments_that_links_repeat() {
    let settings = || Settings { links: true, ..Settings::default() };
    let (plan, _) = planned(&parameters(19), settings());
    assert_eq!(plan.krate.links.first().map(|link| link.arguments.len()), Some(20));
    let (plan, diagnostics) = planned(&parameters(20), settings());
    assert!(plan.krate.links.is_empty());
    let codes: Vec<Code> = diagnostics.as_slice().iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [Code::LINK]);
}
