//! Names that differ little from a known one: keys of objects, and names in `required`.

use serde_json::{Map, Value};

use crate::{
    diagnostics::{Code, nearest},
    load::{context::Context, node_path::NodePath, object_graph::ObjectKind},
};

/// The maximum number of names of a list in `required` that are compared with the properties.
const MAX_REQUIRED: usize = 100;

/// Reports the misspelt names of one object.
pub(in crate::load) fn report(
    fields: &Map<String, Value>,
    kind: ObjectKind,
    path: &NodePath<'_>,
    context: &mut Context<'_>,
) {
    let known = keys(kind);
    for key in fields.keys().filter(|key| !known.contains(&key.as_str()) && !key.starts_with("x-")) {
        let absent = known.iter().copied().filter(|known| !fields.contains_key(*known));
        if let Some(meant) = nearest(key, absent) {
            let message = format!("the key `{key}` has no meaning here");
            let help = format!("did you mean `{meant}`?");
            context.diagnostics.push_with_help(Code::MISSPELT, &path.pointer().key(key), message, help);
        }
    }
    if kind == ObjectKind::Schema {
        report_required(fields, path, context);
    }
}

/// Reports each required name that no property has, if a property has a similar one.
fn report_required(fields: &Map<String, Value>, path: &NodePath<'_>, context: &mut Context<'_>) {
    let (Some(Value::Array(required)), Some(Value::Object(properties))) =
        (fields.get("required"), fields.get("properties"))
    else {
        return;
    };
    let names = required.iter().enumerate().filter_map(|(index, name)| Some((index, name.as_str()?)));
    for (index, name) in names.filter(|(_, name)| !properties.contains_key(*name)).take(MAX_REQUIRED) {
        let is_required = |property: &str| required.iter().any(|name| name.as_str() == Some(property));
        let meant = nearest(name, properties.keys().map(String::as_str));
        if let Some(meant) = meant.filter(|meant| !is_required(meant)) {
            let message = format!("`{name}` is required, but no property has this name");
            let help = format!("did you mean `{meant}`?");
            let at = path.pointer().key("required").index(index);
            context.diagnostics.push_with_help(Code::MISSPELT, &at, message, help);
        }
    }
}

/// Returns the keys of an object of a kind, in any version of OpenAPI.
fn keys(kind: ObjectKind) -> &'static [&'static str] {
    match kind {
        ObjectKind::Description => &[
            "openapi",
            "$self",
            "info",
            "jsonSchemaDialect",
            "servers",
            "paths",
            "webhooks",
            "callbacks",
            "components",
            "security",
            "tags",
            "externalDocs",
            "swagger",
            "host",
            "basePath",
            "schemes",
            "consumes",
            "produces",
            "definitions",
            "parameters",
            "responses",
            "securityDefinitions",
        ],
        ObjectKind::Components => &[
            "schemas",
            "responses",
            "parameters",
            "examples",
            "requestBodies",
            "headers",
            "securitySchemes",
            "links",
            "callbacks",
            "pathItems",
            "mediaTypes",
        ],
        ObjectKind::PathItem => &[
            "$ref",
            "summary",
            "description",
            "get",
            "put",
            "post",
            "delete",
            "options",
            "head",
            "patch",
            "trace",
            "query",
            "additionalOperations",
            "servers",
            "parameters",
        ],
        ObjectKind::Operation => &[
            "tags",
            "summary",
            "description",
            "externalDocs",
            "operationId",
            "parameters",
            "requestBody",
            "responses",
            "callbacks",
            "deprecated",
            "security",
            "servers",
            "consumes",
            "produces",
            "schemes",
        ],
        ObjectKind::RequestBody => &["$ref", "summary", "description", "content", "required"],
        ObjectKind::MediaType => &[
            "$ref",
            "schema",
            "itemSchema",
            "example",
            "examples",
            "encoding",
            "prefixEncoding",
            "itemEncoding",
        ],
        ObjectKind::Response => {
            &["$ref", "summary", "description", "headers", "content", "links", "schema", "examples"]
        }
        ObjectKind::SecurityScheme => &[
            "$ref",
            "type",
            "description",
            "name",
            "in",
            "scheme",
            "bearerFormat",
            "flows",
            "flow",
            "openIdConnectUrl",
            "oauth2MetadataUrl",
            "deprecated",
            "authorizationUrl",
            "tokenUrl",
            "scopes",
        ],
        ObjectKind::Schema => SCHEMA,
        // Their objects have keywords of schemas too, and those that are compared are few.
        ObjectKind::Parameter | ObjectKind::Header | ObjectKind::Encoding | ObjectKind::Server => &[],
    }
}

/// The keywords of schemas, those of all drafts of JSON Schema included.
const SCHEMA: &[&str] = &[
    "$ref",
    "$id",
    "$schema",
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
    "$comment",
    "$defs",
    "$vocabulary",
    "type",
    "format",
    "title",
    "description",
    "default",
    "example",
    "examples",
    "enum",
    "const",
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "discriminator",
    "xml",
    "externalDocs",
    "properties",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "required",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "minProperties",
    "maxProperties",
    "items",
    "prefixItems",
    "additionalItems",
    "unevaluatedItems",
    "contains",
    "minContains",
    "maxContains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "definitions",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "collectionFormat",
];
