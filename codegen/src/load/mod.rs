//! Text in, [`Document`] out: the description as openapiv3 types, read piece by piece so that one
//! bad piece costs only itself.

mod bundle;
mod component_names;
mod dialect;
pub(crate) mod extensions;
mod file_store;
mod fragment;
mod fragments;
mod inline_stack;
mod media_type;
mod normal;
mod object_graph;
mod only;
mod overlay;
mod paths;
mod reference;
mod schema;
mod slots;
mod source;
mod source_map;
mod statuses;
mod templates;
mod text;
mod value;
mod webhooks;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, Operation, PathItem};
use serde::Serialize;
use serde_json::Value;

use self::{
    bundle::Bundled,
    dialect::{Dialect, Found},
    file_store::FileStore,
};
pub(crate) use self::{
    bundle::unresolved_by,
    media_type::{essence, is_other_notation},
    reference::percent_decode,
};
pub use self::{
    file_store::Unresolved,
    only::{Selector, keep_only},
    source::Source,
    source_map::Origins,
};
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// A description that has been read.
#[derive(Debug)]
pub struct Document {
    /// What it says, but for the paths.
    pub openapi: OpenAPI,
    /// The paths, in order.
    pub paths: Vec<Path>,
    /// The webhooks, in order, whose paths are their names.
    pub webhooks: Vec<Path>,
    /// How many operations it has, those included that could not be read.
    pub operations: usize,
    /// The operations that could not be read.
    pub skipped: Vec<Skipped>,
    /// Why references lead nowhere that are `#/unresolved/` and an index.
    pub unresolved: Vec<Unresolved>,
    /// Where in the user's files the fragments were.
    pub origins: Origins,
}

/// A path, or a webhook.
#[derive(Debug)]
pub struct Path {
    /// The template, or the webhook's name.
    pub path: String,
    /// Where it is.
    pub pointer: Pointer,
    /// What it says of all its operations.
    pub item: PathItem,
    /// The operations, in the order of the standard.
    pub operations: Vec<PathOperation>,
}

/// An operation of a path.
#[derive(Debug)]
pub struct PathOperation {
    /// The HTTP method.
    pub method: String,
    /// Where it is.
    pub pointer: Pointer,
    /// What it says.
    pub operation: Operation,
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

/// The texts of the files that were read, by their paths from the description's folder; the description's own is
/// empty.
pub type Texts = IndexMap<String, String>;

/// The text as the JSON value that it stands for, whatever that is. `None` when it is neither JSON nor YAML.
#[must_use]
pub fn parse(source: &Source) -> Option<Value> {
    text::parse(&source.text, &Pointer::root(), &mut Diagnostics::default()).0
}

/// Reads the description, and the files that it refers to. `None` when nothing can be made of it; then the
/// diagnostics say why. `texts` are what diagnostics point into.
pub fn load(source: &Source, texts: &mut Texts, diagnostics: &mut Diagnostics) -> Option<Document> {
    let (value, text) = text::parse(&source.text, &Pointer::root(), diagnostics);
    texts.insert(String::new(), text.into_owned());
    let mut value = value?;
    overlay::apply(&mut value, &source.overlays, texts, diagnostics);
    let Value::Object(root) = &value else {
        diagnostics.push_with_help(
            Code::SYNTAX,
            &Pointer::root(),
            "the description is not an object",
            "an OpenAPI description starts with `openapi: 3.1.0`",
        );
        return None;
    };
    let (dialect, version) = Dialect::of(root, diagnostics)?;
    let (value, bundled) = bundle(source, value, dialect, texts, diagnostics);
    let Value::Object(mut root) = value else { return None };
    let first = diagnostics.as_slice().len();
    let mut source_map = source_map::SourceMap::default();
    let mut found = Found { dialect, diagnostics, source_map: &mut source_map };
    dialect::rewrite_root(&mut root, &mut found);
    webhooks::name_payloads(&mut root, found.source_map);
    let mut document = fragments::read(root, version, &bundled.unresolved, &mut found);
    document.origins = Origins(vec![source_map, bundled.source_map]);
    document.origins.apply(diagnostics, first);
    for said_often in [Code::OTHER_VERSION, Code::NUMBER_KEY, Code::LARGE_NUMBER, Code::PATH] {
        diagnostics.gather(said_often);
    }
    Some(document)
}

/// Makes one description of it, where it is not one already.
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
    let mut file_store = FileStore::new(source, value.clone());
    let bundled = bundle::bundle(&mut value, &mut file_store, swagger, diagnostics);
    diagnostics.extend(file_store.diagnostics);
    texts.extend(file_store.texts);
    (value, bundled)
}
