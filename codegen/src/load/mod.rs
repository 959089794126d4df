//! Text in, [`Document`] out: the description as openapiv3 types, read piece by piece so that one
//! bad piece costs only itself.

mod normal;
mod only;
mod pieces;
mod repair;
mod schemas;
mod text;
mod yaml;

use openapiv3::OpenAPI;
use serde::Serialize;
use serde_json::Value;

pub use self::only::{Selector, keep_only};
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// The text of a description.
#[derive(Debug, Clone)]
pub struct Source {
    /// What it is called in diagnostics: the file's name.
    pub name: String,
    /// The text, JSON or YAML.
    pub text: String,
}

impl Source {
    /// A description; a byte order mark is dropped.
    #[must_use]
    pub fn new(name: impl Into<String>, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { name: name.into(), text: text.to_owned() }
    }
}

/// A description that has been read.
#[derive(Debug)]
pub struct Document {
    /// What it says.
    pub openapi: OpenAPI,
    /// How many operations it has, those included that could not be read.
    pub operations: usize,
    /// The operations that could not be read.
    pub skipped: Vec<Skipped>,
}

/// An operation that is left out, and why.
#[derive(Debug, Clone, Serialize)]
pub struct Skipped {
    /// Where it is in the description.
    pub pointer: Pointer,
    /// The code of the diagnostic.
    pub code: Code,
    /// What the diagnostic says.
    pub message: String,
}

/// The text as the JSON value that it stands for, whatever that is. `None` when it is neither JSON nor YAML.
#[must_use]
pub fn parse(source: &Source) -> Option<Value> {
    text::parse(&source.text, &mut Diagnostics::default())
}

/// Reads the description. `None` when nothing can be made of it; then the diagnostics say why.
pub fn load(source: &Source, diagnostics: &mut Diagnostics) -> Option<Document> {
    let value = text::parse(&source.text, diagnostics)?;
    let Value::Object(root) = value else {
        diagnostics.push_with_help(
            Code::SYNTAX,
            &Pointer::root(),
            "the description is not an object",
            "an OpenAPI description starts with `openapi: 3.0.3`",
        );
        return None;
    };
    let version = check_version(&root, diagnostics)?;
    Some(pieces::read(root, version, diagnostics))
}

fn check_version(root: &serde_json::Map<String, Value>, diagnostics: &mut Diagnostics) -> Option<String> {
    let (field, version) = match (root.get("openapi"), root.get("swagger")) {
        (Some(version), _) => ("openapi", version),
        (None, Some(version)) => ("swagger", version),
        (None, None) => {
            diagnostics.push_with_help(
                Code::VERSION,
                &Pointer::root(),
                "this is no OpenAPI description: it has no field `openapi`",
                "an OpenAPI description starts with `openapi: 3.0.3`",
            );
            return None;
        }
    };
    let version = match version {
        Value::String(version) => version.clone(),
        other => other.to_string(),
    };
    if field == "openapi" && (version == "3.0" || version.starts_with("3.0.")) {
        return Some(version);
    }
    diagnostics.push_with_help(
        Code::VERSION,
        &Pointer::root().key(field),
        format!("version {version} is not read, only OpenAPI 3.0 is"),
        "convert the description to OpenAPI 3.0",
    );
    None
}
