//! A family of synthetic descriptions, as a vendor with many APIs publishes them: the same shapes with deviations, in
//! three versions each, and the settings of one crate of all of them.

use std::{fmt::Write as _, fs, path::PathBuf};

use clap::Args;
use clientwright::Failure;
use serde_json::{Map, Value, json};

/// The versions of each API, the newest one last.
const VERSIONS: [&str; 3] = ["v3", "v4", "2026-03"];
/// The objects that an API may have.
const OBJECTS: [&str; 12] = [
    "contacts",
    "companies",
    "deals",
    "tickets",
    "products",
    "quotes",
    "calls",
    "emails",
    "meetings",
    "notes",
    "tasks",
    "orders",
];
/// The properties that objects have, each with its schema.
const PROPERTIES: usize = 40;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The folder for the descriptions and `clientwright.toml`, which must not exist
    folder: PathBuf,
    /// The number of descriptions
    #[arg(long, default_value_t = 500)]
    count: usize,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let folder = &options.folder;
    let failed = |error: std::io::Error| Failure::Failed(format!("{}: {error}", folder.display()));
    fs::create_dir(folder).map_err(failed)?;
    let mut settings = "[api.family]\nout = \"crate\"\n".to_owned();
    let mut bytes = 0;
    for number in 0..options.count {
        let (api, version) = (number / VERSIONS.len(), number % VERSIONS.len());
        let text = description(api, version).to_string();
        bytes += text.len();
        let name = name(api);
        fs::write(folder.join(format!("{name}-{}.json", VERSIONS[version])), text).map_err(failed)?;
        if version == 0 {
            // Writing to a string does not fail.
            let _ = write!(settings, "\n[api.family.parts.\"{}\".versions]\n", name.replace('-', "."));
        }
        let _ = writeln!(settings, "\"{0}\" = \"{name}-{0}.json\"", VERSIONS[version]);
    }
    fs::write(folder.join("clientwright.toml"), settings).map_err(failed)?;
    println!("{} descriptions, {bytes} bytes", options.count);
    Ok(())
}

/// Returns the name of an API: its group, and its objects.
fn name(api: usize) -> String {
    format!("group{}-{}", api / OBJECTS.len(), OBJECTS[api % OBJECTS.len()])
}

/// Returns the description of a version of an API. Each version changes one operation and one schema.
fn description(api: usize, version: usize) -> Value {
    let object = OBJECTS[api % OBJECTS.len()];
    let base = format!("/{}/group{}/{object}", VERSIONS[version], api / OBJECTS.len());
    let mut paths = Map::new();
    let one = format!("{base}/{{id}}");
    let id = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } });
    let query = ["after", "limit", "archived", "properties"].map(|name| {
        json!({ "name": name, "in": "query", "schema": { "type": if name == "limit" { "integer" } else { "string" } } })
    });
    paths.insert(
        base.clone(),
        json!({
            "get": operation("getPage", object, &json!(query), None, "CollectionResponse"),
            "post": operation("create", object, &json!([]), Some("ObjectInput"), "Object"),
        }),
    );
    paths.insert(
        one,
        json!({
            "get": operation("getById", object, &json!([id]), None, "Object"),
            "patch": operation("update", object, &json!([id]), Some("ObjectInput"), "Object"),
            "delete": operation("archive", object, &json!([id]), None, ""),
        }),
    );
    for action in ["create", "read", "update", "archive", "upsert"].iter().take(4 + version.min(1)) {
        let body = format!("Batch{}", if *action == "read" { "ReadInput" } else { "Input" });
        paths.insert(
            format!("{base}/batch/{action}"),
            json!({ "post": operation(&format!("batch_{action}"), object, &json!([]), Some(&body), "BatchResponse") }),
        );
    }
    paths.insert(
        format!("{base}/search"),
        json!({ "post": operation("search", object, &json!([]), Some("SearchRequest"), "CollectionResponse") }),
    );
    json!({
        "openapi": "3.0.1",
        "info": { "title": format!("Family {object} {}", api / OBJECTS.len()), "version": VERSIONS[version] },
        "servers": [{ "url": "https://api.example.com" }],
        "security": [{ "oauth2": ["objects"] }],
        "paths": paths,
        "components": {
            "schemas": schemas(api, version),
            "securitySchemes": {
                "oauth2": { "type": "oauth2", "flows": { "authorizationCode": {
                    "authorizationUrl": "https://example.com/authorize",
                    "tokenUrl": "https://api.example.com/token",
                    "scopes": { "objects": "Objects" },
                } } },
            },
        },
    })
}

fn operation(action: &str, object: &str, parameters: &Value, body: Option<&str>, response: &str) -> Value {
    let content = |schema: &str| json!({ "application/json": { "schema": reference(schema) } });
    let success = match response {
        "" => json!({ "204": { "description": "No content" } }),
        schema => json!({ "200": { "description": "The result", "content": content(schema) } }),
    };
    let mut operation = json!({
        "tags": [if action.starts_with("batch") { "Batch" } else { "Basic" }],
        "summary": format!("{action} {object}"),
        "description": format!("Runs the action {action} for {object}, as the documentation of the vendor describes it."),
        "operationId": format!("{action}_{object}"),
        "parameters": parameters,
        "responses": success,
    });
    operation["responses"]["default"] = json!({ "description": "An error", "content": content("Error") });
    if let Some(body) = body {
        operation["requestBody"] = json!({ "required": true, "content": content(body) });
    }
    operation
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

/// Returns the schemas. Those of paging, errors and batches are equal in all APIs, objects in all versions of one, and
/// the inputs of the newest version have one property more.
fn schemas(api: usize, version: usize) -> Value {
    let text = json!({ "type": "string" });
    let list = |schema: &str| json!({ "type": "array", "items": reference(schema) });
    let property = |number: usize| {
        let schema = match (number + api) % 5 {
            0 => json!({ "type": "integer", "format": "int32" }),
            1 => json!({ "type": "string", "format": "date-time" }),
            2 => json!({ "type": "boolean" }),
            3 => json!({ "type": "string", "enum": ["LOW", "MEDIUM", "HIGH"] }),
            _ => text.clone(),
        };
        (format!("property_{number}"), schema)
    };
    let mut properties: Map<String, Value> =
        (0..PROPERTIES).filter(|number| !(number + api).is_multiple_of(3)).map(property).collect();
    properties.insert("id".to_owned(), text.clone());
    let mut input: Map<String, Value> = properties.clone().into_iter().take(10).collect();
    if version + 1 == VERSIONS.len() {
        input.insert("associations".to_owned(), list("Association"));
    }
    let object = |properties: Value| json!({ "type": "object", "properties": properties });
    json!({
        "Object": object(Value::Object(properties)),
        "ObjectInput": object(Value::Object(input)),
        "Association": object(json!({ "to": text, "types": { "type": "array", "items": { "type": "integer" } } })),
        "CollectionResponse": object(json!({ "results": list("Object"), "paging": reference("Paging") })),
        "Paging": object(json!({ "next": reference("NextPage"), "prev": reference("PreviousPage") })),
        "NextPage": object(json!({ "after": text, "link": text })),
        "PreviousPage": object(json!({ "before": text, "link": text })),
        "BatchInput": object(json!({ "inputs": list("ObjectInput") })),
        "BatchReadInput": object(json!({ "inputs": list("ObjectId"), "properties": { "type": "array", "items": text } })),
        "ObjectId": object(json!({ "id": text })),
        "BatchResponse": object(json!({
            "status": { "type": "string", "enum": ["PENDING", "PROCESSING", "CANCELED", "COMPLETE"] },
            "results": list("Object"),
            "startedAt": { "type": "string", "format": "date-time" },
            "errors": list("StandardError"),
        })),
        "SearchRequest": object(json!({ "query": text, "limit": { "type": "integer" }, "after": text,
            "filterGroups": list("FilterGroup") })),
        "FilterGroup": object(json!({ "filters": list("Filter") })),
        "Filter": object(json!({
            "propertyName": text,
            "operator": { "type": "string", "enum": ["EQ", "NEQ", "LT", "GT", "IN", "HAS_PROPERTY"] },
            "value": text,
        })),
        "StandardError": object(json!({ "status": text, "category": text, "message": text, "context": {
            "type": "object", "additionalProperties": { "type": "array", "items": text },
        } })),
        "Error": object(json!({ "message": text, "correlationId": { "type": "string", "format": "uuid" },
            "category": text, "errors": list("ErrorDetail") })),
        "ErrorDetail": object(json!({ "message": text, "in": text, "code": text })),
    })
}
