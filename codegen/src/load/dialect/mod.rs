//! The versions of OpenAPI, each rewritten into what 3.0 says.

mod conditions;
mod content;
pub(super) mod forbidden;
mod json_schema;
mod limits;
mod maps;
mod swagger;
mod tuples;
mod types;
mod v32;

use serde_json::{Map, Value};

use super::{
    object_graph::{Kind, Place},
    source_map::SourceMap,
};
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// The version that a description follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dialect {
    Swagger2,
    V30,
    V31,
    V32,
}

/// What is found while a piece is rewritten.
pub(super) struct Found<'f> {
    pub(super) dialect: Dialect,
    pub(super) diagnostics: &'f mut Diagnostics,
    pub(super) source_map: &'f mut SourceMap,
}

impl Dialect {
    /// The dialect of a description, and its version as it says it.
    pub(super) fn of(root: &Map<String, Value>, diagnostics: &mut Diagnostics) -> Option<(Self, String)> {
        let (field, version) = match (root.get("openapi"), root.get("swagger")) {
            (Some(version), _) => ("openapi", version),
            (None, Some(version)) => ("swagger", version),
            (None, None) => {
                diagnostics.push_with_help(
                    Code::VERSION,
                    &Pointer::root(),
                    "this is no OpenAPI description: it has neither a field `openapi` nor `swagger`",
                    "an OpenAPI description starts with `openapi: 3.1.0`",
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
                format!("version {version} is not read"),
                "OpenAPI 3.0, 3.1 and 3.2 and Swagger 2.0 are; converters exist for what is older",
            );
        }
        dialect.map(|dialect| (dialect, version))
    }

    /// Whether schemas are those of JSON Schema 2020-12.
    fn has_json_schema(self) -> bool {
        self >= Self::V31
    }
}

/// Rewrites what stands at `place`, a `kind`; what stands in it has been.
pub(super) fn rewrite(value: &mut Value, kind: Kind, place: &Place<'_>, found: &mut Found<'_>) {
    match kind {
        Kind::Schema if found.dialect.has_json_schema() => json_schema::rewrite(value, place, found),
        Kind::Schema if found.dialect == Dialect::V30 => json_schema::rewrite_early(value, place, found),
        Kind::Schema if found.dialect == Dialect::Swagger2 => swagger::rewrite_schema(value),
        Kind::Parameter if found.dialect == Dialect::V32 => v32::rewrite_parameter(value),
        Kind::SecurityScheme if found.dialect == Dialect::V32 => v32::rewrite_security_scheme(value),
        Kind::Server if found.dialect == Dialect::V32 => v32::rewrite_server(value),
        _ => {}
    }
}

/// Rewrites what is not said piece by piece.
pub(super) fn rewrite_root(root: &mut Map<String, Value>, found: &mut Found<'_>) {
    match found.dialect {
        Dialect::Swagger2 => swagger::rewrite(root, found),
        Dialect::V30 => {}
        Dialect::V31 => json_schema::check_dialect(root, found.diagnostics),
        Dialect::V32 => {
            json_schema::check_dialect(root, found.diagnostics);
            v32::rewrite(root, found);
        }
    }
}
