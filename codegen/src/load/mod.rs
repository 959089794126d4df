//! The first stage: the text of a description to a [`Document`] of openapiv3's types.
//!
//! Each operation and each component is read by itself, so that an invalid one does not affect the others.

mod bundle;
mod callbacks;
mod context;
mod copy_budget;
mod dialect;
pub(crate) mod extensions;
mod file_store;
mod flow_depth;
mod fragment;
mod fragments;
mod media_type;
mod mismatch;
mod node_path;
mod normalize;
mod object_graph;
mod overlay;
mod paths;
mod reference;
mod removals;
mod responses;
mod schema;
mod schema_slots;
mod selector;
mod source;
mod source_map;
mod suggestion;
mod text;
mod unresolved;
mod value;
mod webhooks;

use std::{borrow::Cow, sync::Arc};

use indexmap::IndexMap;
use openapiv3::{OpenAPI, Operation, Parameter, ReferenceOr, Server};
use serde::Serialize;
use serde_json::Value;

use self::{
    bundle::Bundled, context::Context, dialect::Dialect, file_store::FileStore, source_map::SourceMap,
};
pub(crate) use self::{
    bundle::unresolved_by,
    copy_budget::{text_weight, weight},
    media_type::{essence, is_other_notation},
    reference::{component, fragment_steps},
    selector::{Selectable, select},
    source_map::{in_file, path_from},
};
pub use self::{
    selector::{Selector, retain_selected},
    source::Source,
    source_map::Origins,
    unresolved::Unresolved,
};
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// A description that has been read.
#[derive(Debug)]
pub struct Document {
    /// The description without its paths and webhooks.
    pub openapi: OpenAPI,
    /// The paths, in order.
    pub paths: Vec<Path>,
    /// The webhooks, in order. Their paths are their names.
    pub webhooks: Vec<Path>,
    /// The callbacks of operations, in order. Their paths are their names, after those of their operations.
    pub callbacks: Vec<Path>,
    /// The number of operations, invalid ones included.
    pub operations: usize,
    /// The operations that are invalid.
    pub skipped: Vec<Skipped>,
    /// The reasons for references without a target. Such a reference is `#/unresolved/` and an index.
    pub unresolved: Vec<Unresolved>,
    /// The map to the places in the user's files.
    pub origins: Origins,
    /// The number of values in the description, and the bytes of its texts, 64 of which count as a value.
    pub weight: usize,
}

impl Document {
    /// Drops the description, and returns its version and the map to the places in the user's files.
    pub(crate) fn into_origins(self) -> (String, Origins) {
        (self.openapi.openapi, self.origins)
    }
}

/// A path, or a webhook.
#[derive(Debug)]
pub struct Path {
    /// The template, or the webhook's name.
    pub path: String,
    /// The place of the path item.
    pub pointer: Pointer,
    /// The servers of all operations.
    pub servers: Vec<Server>,
    /// The parameters of all operations.
    pub parameters: Vec<ReferenceOr<Parameter>>,
    /// The operations, in the order of the standard.
    pub operations: Vec<PathOperation>,
}

/// An operation of a path.
#[derive(Debug)]
pub struct PathOperation {
    /// The HTTP method.
    pub method: String,
    /// The place of the operation.
    pub pointer: Pointer,
    /// The operation.
    pub operation: Operation,
}

/// An operation that is not generated, and the reason.
#[derive(Debug, Clone, Serialize)]
pub struct Skipped {
    /// The place of the operation.
    pub pointer: Pointer,
    /// The code of the diagnostic.
    pub code: Code,
    /// The message of the diagnostic.
    pub message: String,
}

/// The texts of the files by their paths from the description's folder. The path of the description itself is empty.
pub type Texts = IndexMap<String, Arc<str>>;

/// Parses a text to a JSON value. Returns `None` if it is neither JSON nor YAML.
#[must_use]
pub fn parse(source: &Source) -> Option<Value> {
    text::parse(&source.text, &Pointer::root(), &mut Diagnostics::default()).0
}

/// Reads a description, and the files that it refers to.
///
/// The texts that the diagnostics point into are added to `texts`. Returns `None` if nothing can be generated from the
/// description; the diagnostics contain the reason.
pub fn load(source: &Source, texts: &mut Texts, diagnostics: &mut Diagnostics) -> Option<Document> {
    let (value, text) = text::parse(&source.text, &Pointer::root(), diagnostics);
    let text = match text {
        Cow::Borrowed(text) if text.len() == source.text.len() => Arc::clone(&source.text),
        text => text.into(),
    };
    texts.insert(String::new(), text);
    let mut value = value?;
    overlay::apply(&mut value, &source.overlays, texts, diagnostics);
    let Value::Object(root) = &mut value else {
        diagnostics.push_with_help(
            Code::SYNTAX,
            &Pointer::root(),
            "the description is not an object",
            dialect::FIRST_LINE,
        );
        return None;
    };
    let (dialect, version) = Dialect::detect(root, diagnostics)?;
    let mut moved = webhooks::rename_extension(root, dialect);
    callbacks::collect(root, dialect, &mut moved);
    let (value, bundled) = bundle(source, value, dialect, texts, diagnostics);
    let Value::Object(mut root) = value else { return None };
    let first = diagnostics.as_slice().len();
    let mut source_map = SourceMap::default();
    let mut context = Context { dialect, diagnostics, source_map: &mut source_map };
    extensions::remove_foreign(&mut root);
    dialect::rewrite_root(&mut root, &mut context);
    for field in ["webhooks", "callbacks"] {
        webhooks::name_payloads(&mut root, field, context.source_map);
    }
    let size = root.values().map(weight).sum();
    let mut document = fragments::read(root, version, bundled.unresolved, &mut context);
    document.weight = size;
    document.origins = Origins::new(vec![source_map, bundled.source_map, moved]);
    document.origins.apply(diagnostics, first);
    for code in [Code::OTHER_VERSION, Code::NUMBER_KEY, Code::LARGE_NUMBER, Code::PATH] {
        diagnostics.merge_repeated(code);
    }
    Some(document)
}

/// Bundles a description whose references lead to anything but components.
fn bundle(
    source: &Source,
    mut value: Value,
    dialect: Dialect,
    texts: &mut Texts,
    diagnostics: &mut Diagnostics,
) -> (Value, Bundled) {
    let swagger = dialect == Dialect::Swagger2;
    if !bundle::is_needed(&value, &value, swagger) {
        return (value, Bundled::default());
    }
    // References are resolved in the description as it was written, which therefore changes afterwards.
    let mut file_store = FileStore::new(source, &value);
    let (changes, bundled) = bundle::bundle(&value, &mut file_store, swagger, diagnostics);
    diagnostics.extend(file_store.diagnostics);
    texts.extend(file_store.texts);
    changes.apply(&mut value);
    (value, bundled)
}
