//! The Rust model: the generated crate with every name, type, derive, `Box` and `Option` decided.

pub(crate) mod digits;
mod item;
mod operation;
mod response;
mod runtime_module;
mod types;
mod xml;

use std::collections::BTreeSet;

pub use self::{
    item::{
        Alias, Constraints, Distinguisher, EnumVariant, Field, Item, Literal, OpenEnum, Parts, Presence,
        Struct, Union, UnionVariant,
    },
    operation::{
        Argument, BodyChoice, BodyEncoding, BodyKind, BodyPart, ChoiceVariant, Entries, Initializer,
        NextPage, Operation, OperationField, Paging, PagingStep, ParameterPart, ParameterValue, RequestPart,
        Setter,
    },
    response::{
        Arm, Decode, HeaderField, HeadersStruct, OutcomeEnum, OutcomeVariant, Pattern, ResponseKind, Wrap,
    },
    runtime_module::{EXPORTS, Feature, MODULES, RuntimeModule},
    types::{Foreign, Framing, Home, Ident, Prelude, Support, Type, int_name},
    xml::{XmlContent, XmlField, XmlShape, XmlType},
};

pub(crate) use self::types::link;
pub use crate::api::{
    Constraint, EnumBase, IntegerFormat, Kind, Location, Method, PartKind, Style, StyleForm,
};

/// A generated crate.
#[derive(Debug)]
pub struct Crate {
    /// The package's name.
    pub name: String,
    /// The package's version.
    pub version: String,
    /// What the package is, in one line.
    pub description: String,
    /// The documentation of the crate's page.
    pub docs: Page,
    /// Whether its `lib.rs` is included into another one.
    pub included: bool,
    /// Whether a client leaves out of answers what does not decode, unless told otherwise.
    pub lenient: bool,
    /// The URL that a client calls unless told otherwise.
    pub base_url: String,
    /// What the server sends by itself: other names of models.
    pub webhooks: Vec<Alias>,
    /// The servers, where there is one to choose.
    pub servers: Vec<Server>,
    /// The credentials that a client can be given.
    pub schemes: Vec<Scheme>,
    /// The files below `src/models/`.
    pub models: Vec<Module>,
    /// The operations, each a file below `src/operations/`.
    pub operations: Vec<Operation>,
    /// The tags of the operations, each a module.
    pub tags: Vec<Tag>,
    /// How XML has the types of bodies in XML.
    pub xml: Vec<XmlType>,
    /// Whether each tag is a feature.
    pub tag_features: bool,
    /// The types that the description deprecates.
    pub deprecated: BTreeSet<Ident>,
    /// The names of the prelude that a type of the crate has too.
    pub prelude: Prelude,
    /// The examples of the operations that have some.
    pub examples: Vec<Examples>,
    /// The features that the crate has, beside those of tags.
    pub features: BTreeSet<Feature>,
    /// The support code that the crate uses.
    pub parts: BTreeSet<RuntimeModule>,
    /// The crates that its types come from.
    pub dependencies: BTreeSet<Dependency>,
    /// The crates that the settings name: name, and what stands behind `=`.
    pub own_dependencies: Vec<(String, String)>,
}

/// The documentation at the top of a file.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The lines before the example.
    pub before: Vec<String>,
    /// The statements of an example, in an async function whose errors are boxed, and the features that it
    /// needs.
    pub example: Option<(String, Vec<String>)>,
    /// The lines after it.
    pub after: Vec<String>,
}

impl Page {
    /// A page of one line.
    #[must_use]
    pub fn line(text: &str) -> Self {
        Self { before: vec![text.to_owned()], ..Self::default() }
    }
}

/// The examples of an operation.
#[derive(Debug)]
pub struct Examples {
    /// The HTTP method and the path template.
    pub operation: String,
    /// The bodies, as JSON texts, by status and media type.
    pub answers: Vec<(String, String)>,
}

/// A server.
#[derive(Debug)]
pub struct Server {
    /// Its constant, or its struct where its URL has variables.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Its URL, with `{variables}`.
    pub url: String,
    /// The variables.
    pub fields: Vec<ServerField>,
}

/// A variable of a server's URL.
#[derive(Debug)]
pub struct ServerField {
    /// The field.
    pub ident: Ident,
    /// Its name in the URL.
    pub wire: String,
    /// What it is unless it is set.
    pub default: String,
    /// Its documentation.
    pub docs: Vec<String>,
}

/// The operations of a tag.
#[derive(Debug)]
pub struct Tag {
    /// The module.
    pub ident: Ident,
    /// Its name in the description.
    pub name: String,
    /// The feature, where each tag is one.
    pub feature: String,
    /// The module's documentation.
    pub docs: Vec<String>,
}

/// A file of models.
#[derive(Debug)]
pub struct Module {
    /// Its name.
    pub ident: Ident,
    /// The types of the same folder that it names.
    pub siblings: BTreeSet<Ident>,
    /// Whether it names `BTreeMap`.
    pub maps: bool,
    /// The features that need it; it is always there when there are none.
    pub features: Vec<String>,
    /// Its types.
    pub items: Vec<Item>,
}

/// Every type of these files, the models first.
pub fn all_items<'a>(models: &'a [Module], operations: &'a [Operation]) -> impl Iterator<Item = &'a Item> {
    let own = operations.iter().flat_map(|operation| &operation.items);
    models.iter().flat_map(|module| &module.items).chain(own)
}

/// A security scheme, as a method of the client's builder.
#[derive(Debug)]
pub struct Scheme {
    /// The method.
    pub ident: Ident,
    /// Its name in the description.
    pub wire: String,
    /// The method's documentation.
    pub docs: Vec<String>,
    /// What it takes.
    pub kind: SchemeKind,
    /// Where an authorization server gives tokens for it.
    pub token_url: Option<TokenUrl>,
}

/// A constant for the URL that gives tokens.
#[derive(Debug)]
pub struct TokenUrl {
    /// Its name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// The URL.
    pub url: String,
}

/// What a security scheme takes.
#[derive(Debug)]
pub enum SchemeKind {
    /// A token.
    Bearer,
    /// A user's name and password.
    Basic,
    /// What this scheme of `Authorization` takes.
    Authorization(String),
    /// A key in this header, in lower case.
    Header(String),
    /// A key in this query parameter.
    Query(String),
    /// A key in this cookie.
    Cookie(String),
}

/// A crate that types of the generated one come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dependency {
    /// For basic authentication, and bytes in JSON.
    Base64,
    /// Dates and times.
    Chrono,
    /// Dates and times.
    Jiff,
    /// XML.
    QuickXml,
    /// Patterns.
    Regex,
    /// Dates and times.
    Time,
    /// UUIDs.
    Uuid,
}
