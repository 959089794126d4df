//! The versions of OpenAPI, each of which is rewritten to OpenAPI 3.0.

mod conditions;
mod content;
mod exclusive_bounds;
mod json_schema;
mod maps;
mod misspelt;
mod swagger;
mod tuples;
mod types;
mod v32;
pub(super) mod violations;

use serde_json::{Map, Value};

use super::{context::Context, node_path::NodePath, object_graph::ObjectKind};
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// The help for a text that is not an OpenAPI description.
pub(super) const FIRST_LINE: &str = "start the description with `openapi: 3.1.0`";

/// The version of OpenAPI that a description follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dialect {
    Swagger2,
    V30,
    V31,
    V32,
}

impl Dialect {
    /// Returns the dialect of a description, and its version as it is written.
    pub(super) fn detect(root: &Map<String, Value>, diagnostics: &mut Diagnostics) -> Option<(Self, String)> {
        let (field, version) = match (root.get("openapi"), root.get("swagger")) {
            (Some(version), _) => ("openapi", version),
            (None, Some(version)) => ("swagger", version),
            (None, None) => {
                diagnostics.push_with_help(
                    Code::VERSION,
                    &Pointer::root(),
                    "the description has neither `openapi` nor `swagger`",
                    FIRST_LINE,
                );
                return None;
            }
        };
        let version = match version {
            Value::String(version) => version.trim().to_owned(),
            other => other.to_string(),
        };
        let is = |minor: &str| version == minor || version.starts_with(&format!("{minor}."));
        let dialect = match field {
            "openapi" if is("3.0") => Some(Self::V30),
            "openapi" if is("3.1") => Some(Self::V31),
            "openapi" if is("3.2") => Some(Self::V32),
            "swagger" if is("2.0") || version == "2" => Some(Self::Swagger2),
            _ => None,
        };
        if dialect.is_none() {
            diagnostics.push_with_help(
                Code::VERSION,
                &Pointer::root().key(field),
                format!("version {version} is not supported"),
                "convert the description to OpenAPI 3.0, 3.1 or 3.2 or Swagger 2.0",
            );
        }
        dialect.map(|dialect| (dialect, version))
    }

    /// Returns `true` if schemas follow JSON Schema 2020-12.
    fn has_json_schema(self) -> bool {
        self >= Self::V31
    }
}

/// Rewrites the object at `path`, whose children are rewritten already.
pub(super) fn rewrite(value: &mut Value, kind: ObjectKind, path: &NodePath<'_>, context: &mut Context<'_>) {
    match kind {
        ObjectKind::Schema if context.dialect.has_json_schema() => json_schema::rewrite(value, path, context),
        ObjectKind::Schema if context.dialect == Dialect::V30 => {
            json_schema::rewrite_v30(value, path, context);
        }
        ObjectKind::Schema if context.dialect == Dialect::Swagger2 => swagger::rewrite_schema(value),
        ObjectKind::Parameter if context.dialect == Dialect::V32 => v32::rewrite_parameter(value),
        ObjectKind::SecurityScheme if context.dialect == Dialect::V32 => v32::rewrite_security_scheme(value),
        ObjectKind::Server if context.dialect == Dialect::V32 => v32::rewrite_server(value),
        _ => {}
    }
}

/// Rewrites the constructs that concern more than one fragment.
pub(super) fn rewrite_root(root: &mut Map<String, Value>, context: &mut Context<'_>) {
    report_misspelt(root, context);
    match context.dialect {
        Dialect::Swagger2 => swagger::rewrite(root, context),
        Dialect::V30 => {}
        Dialect::V31 => json_schema::check_dialect(root, context.diagnostics),
        Dialect::V32 => {
            json_schema::check_dialect(root, context.diagnostics);
            v32::rewrite(root, context);
        }
    }
}

/// Reports the misspelt keys of the objects above the fragments.
fn report_misspelt(root: &Map<String, Value>, context: &mut Context<'_>) {
    let pointer = Pointer::root();
    let at = NodePath::Root(&pointer);
    misspelt::report(root, ObjectKind::Description, &at, context);
    if let Some(Value::Object(components)) = root.get("components") {
        misspelt::report(components, ObjectKind::Components, &NodePath::Field(&at, "components"), context);
    }
    for section in ["paths", "webhooks", "callbacks"] {
        for (path, item) in root.get(section).and_then(Value::as_object).into_iter().flatten() {
            let Value::Object(fields) = item else { continue };
            let at = NodePath::Field(&at, section);
            misspelt::report(fields, ObjectKind::PathItem, &NodePath::Field(&at, path), context);
        }
    }
}
