//! The model of the generated crate. Every name, type, derive, `Box` and `Option` is decided in it.

mod client_parameter;
mod conversion;
pub(crate) mod digits;
mod environment;
mod example;
mod group;
mod item;
mod link;
mod metadata;
mod namespace;
mod operation;
mod page;
mod paging;
mod polling;
mod readme;
mod response;
mod runtime;
mod runtime_types;
#[cfg(test)]
pub(crate) mod testing;
mod types;
mod webhooks;
mod xml;

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::Arc,
};

pub use self::{
    client_parameter::ClientParameter,
    conversion::{Conversion, Conversions},
    environment::{Environment, Variables},
    example::Example,
    group::{Group, Resource},
    item::{
        Alias, Constraints, Derives, Distinguisher, EnumVariant, Field, FieldSetter, Item, Literal,
        Multipart, OpenEnum, Presence, Struct, Union, UnionVariant,
    },
    link::{LinkConversion, LinkMethod, LinkValue},
    metadata::Metadata,
    namespace::{ModulePath, Namespace},
    operation::{
        Argument, BodyChoice, BodyEncoding, BodyKind, BodyPart, Cardinality, ChoiceVariant, Initializer,
        LaterOperation, Operation, OperationField, ParameterPart, ParameterValue, RequestPart, Setter,
    },
    page::{Block, Page},
    paging::{NextPage, Paging, PathField},
    polling::{PollCondition, Polling, Progress, ResultSource, ResultType, StatusSource, StatusType},
    readme::{Readme, ReadmeBlock},
    response::{
        Accessor, Arm, Decode, HeaderField, HeadersStruct, Pattern, ResponseEnum, ResponseKind,
        ResponseVariant, SharedError, Wrap,
    },
    runtime::{
        ALWAYS, Condition, Feature, Package, RuntimeFile, RuntimeModule, conditions, public_packages,
        runtime_files, runtime_files_if,
    },
    runtime_types::{Framing, InstantForm, RuntimeType},
    types::{Borrowed, Foreign, Ident, Prelude, Type, int_name},
    webhooks::{EventKey, EventVariant, Events, SignatureEncoding, SignatureScheme},
    xml::{XmlContent, XmlField, XmlShape, XmlType},
};

pub(crate) use self::types::link;
pub use crate::api::{
    Constraint, DescribedRetry, EnumBase, IntegerFormat, Kind, Location, Method, PartKind, RetryDelays,
    Style, StyleForm,
};

/// A generated crate.
#[derive(Debug)]
pub struct Crate {
    /// The package's name.
    pub name: String,
    /// The package's version.
    pub version: String,
    /// The description of the package, on one line.
    pub description: String,
    /// The metadata of the package.
    pub metadata: Metadata,
    /// The contents of `README.md`, if there is one.
    pub readme: Option<Readme>,
    /// The documentation of the crate's page.
    pub docs: Page,
    /// `true` if `lib.rs` is included in another crate.
    pub included: bool,
    /// The recursion limit of rustc, if the default one is too small for the depth of the types.
    pub recursion_limit: Option<usize>,
    /// `true` if a client by default drops values of a response that do not decode.
    pub lenient: bool,
    /// The default base URL of a client.
    pub base_url: String,
    /// The base URL of examples; empty if there is a default one.
    pub example_url: String,
    /// The payloads of webhooks, as aliases of models.
    pub webhooks: Vec<Alias>,
    /// The payloads of callbacks, as aliases of models.
    pub callbacks: Vec<Alias>,
    /// The enum of the events of webhooks, if there are some.
    pub events: Option<Events>,
    /// The scheme of the signatures of webhooks, if they have some.
    pub signature: Option<SignatureScheme>,
    /// The servers, if there is a choice.
    pub servers: Vec<Server>,
    /// The security schemes for which a client takes credentials.
    pub schemes: Vec<Scheme>,
    /// The variables of the environment that a client is created from, except those of the schemes.
    pub environment: Environment,
    /// The parameters that are set once on the client.
    pub client_parameters: Vec<ClientParameter>,
    /// The alternatives of security schemes for requests that the description does not list.
    pub default_security: Vec<Vec<String>>,
    /// The files below `src/models/`.
    pub models: Vec<Module>,
    /// The modules of the models that belong to one part; the first one is `crate::models` itself.
    pub part_models: Vec<PartModels>,
    /// The operations, each a file below `src/operations/`.
    pub operations: Vec<Operation>,
    /// The errors that several operations have.
    pub errors: Vec<SharedError>,
    /// The groups of the operations, each a module: resources or tags, the outer ones first.
    pub groups: Vec<Group>,
    /// The tables of XML bodies.
    pub xml: Vec<XmlType>,
    /// `true` if each tag or outermost resource is a feature.
    pub tag_features: bool,
    /// The types that the description deprecates.
    pub deprecated: HashSet<(Namespace, Ident)>,
    /// The models that several equal schemas share, with the sources of all places except the model's own.
    pub shared: BTreeMap<Ident, Vec<String>>,
    /// The models that several parts have, with the other parts, of which the first are enough.
    pub in_parts: BTreeMap<Ident, Vec<Arc<str>>>,
    /// The types that arguments convert into.
    pub conversions: Conversions,
    /// The methods of the links of responses.
    pub links: Vec<LinkMethod>,
    /// The names of the prelude that a type of the crate shadows.
    pub prelude: Prelude,
    /// The examples of the operations that have some.
    pub examples: Vec<Examples>,
    /// The features of the crate, except those of groups.
    pub features: BTreeSet<Feature>,
    /// The runtime modules that the crate uses.
    pub parts: BTreeSet<RuntimeModule>,
    /// The crates that its types and its runtime modules need.
    pub dependencies: BTreeSet<Dependency>,
    /// The crates that the settings add: name, and the text after `=`.
    pub own_dependencies: Vec<(String, String)>,
}

impl Crate {
    /// Returns `true` if there is a file of webhooks.
    #[must_use]
    pub fn has_webhooks(&self) -> bool {
        !self.webhooks.is_empty() || self.events.is_some() || self.signature.is_some()
    }
}

/// The examples of an operation.
#[derive(Debug)]
pub struct Examples {
    /// The index of the operation.
    pub operation: usize,
    /// The bodies, as JSON texts, by status and media type.
    pub responses: Vec<(String, String)>,
}

/// A server.
#[derive(Debug)]
pub struct Server {
    /// The constant, or the struct if the URL has variables.
    pub ident: Ident,
    /// The documentation.
    pub docs: Vec<String>,
    /// The URL, with `{variables}`.
    pub url: String,
    /// The variables.
    pub fields: Vec<ServerField>,
}

/// A variable of a server's URL.
#[derive(Debug)]
pub struct ServerField {
    /// The field.
    pub ident: Ident,
    /// The name in the URL.
    pub wire: String,
    /// The default value.
    pub default: String,
    /// The documentation.
    pub docs: Vec<String>,
}

/// A module of `crate::models` for the models of a part, or for other such modules.
#[derive(Debug)]
pub struct PartModels {
    /// The module.
    pub home: Namespace,
    /// The modules in it.
    pub inner: Vec<Ident>,
}

/// A file of models.
#[derive(Debug)]
pub struct Module {
    /// The module that contains it: that of the models, or of a part.
    pub home: Namespace,
    /// The name.
    pub ident: Ident,
    /// The types of the same folder that it uses.
    pub siblings: BTreeSet<Ident>,
    /// `true` if it uses `BTreeMap`.
    pub maps: bool,
    /// The features that need it. Without any it is always compiled.
    pub features: Vec<String>,
    /// The types.
    pub items: Vec<Item>,
}

/// Returns every type of these files, the models first.
pub fn all_items<'a>(models: &'a [Module], operations: &'a [Operation]) -> impl Iterator<Item = &'a Item> {
    let own = operations.iter().flat_map(|operation| &operation.items);
    models.iter().flat_map(|module| &module.items).chain(own)
}

/// A security scheme, as a method of the client's builder.
#[derive(Debug)]
pub struct Scheme {
    /// The method.
    pub ident: Ident,
    /// The name in the description.
    pub wire: String,
    /// The documentation of the method.
    pub docs: Vec<String>,
    /// The kind of credential.
    pub kind: SchemeKind,
    /// The token endpoint of the authorization server.
    pub token_url: Option<EndpointUrl>,
    /// Other endpoints of the authorization server.
    pub endpoints: Vec<EndpointUrl>,
    /// The variables of the environment with its credentials, in order of precedence.
    pub variables: Vec<Variables>,
}

impl Scheme {
    /// Returns the constants of the scheme.
    pub fn constants(&self) -> impl Iterator<Item = &EndpointUrl> {
        self.token_url.iter().chain(&self.endpoints)
    }
}

/// A constant for the URL of an endpoint of an authorization server.
#[derive(Debug)]
pub struct EndpointUrl {
    /// The name.
    pub ident: Ident,
    /// The documentation.
    pub docs: Vec<String>,
    /// The URL.
    pub url: String,
}

/// The kind of a security scheme's credential.
#[derive(Debug)]
pub enum SchemeKind {
    /// A token.
    Bearer,
    /// A user name and a password.
    Basic,
    /// The value after this scheme in the header `Authorization`.
    Authorization(String),
    /// A key in this header, in lower case.
    Header(String),
    /// A key in this query parameter.
    Query(String),
    /// A key in this cookie.
    Cookie(String),
}

/// A crate that the generated one depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dependency {
    /// Dates and times
    Chrono,
    /// Dates and times
    Jiff,
    /// Dates and times
    Time,
    /// UUIDs
    Uuid,
}

impl Dependency {
    /// Returns the name of the package.
    #[must_use]
    pub fn package(self) -> &'static str {
        match self {
            Self::Chrono => "chrono",
            Self::Jiff => "jiff",
            Self::Time => "time",
            Self::Uuid => "uuid",
        }
    }
}
