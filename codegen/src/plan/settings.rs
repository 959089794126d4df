//! The settings of a generated crate.

use indexmap::IndexMap;

use crate::{
    load::Selector,
    naming::Surface,
    rust::{EventKey, SignatureScheme},
};

/// The settings of one crate.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches")]
pub struct Settings {
    /// The package's name.
    pub name: String,
    /// The package's version.
    pub version: String,
    /// The selectors of the generated operations. Empty: all operations, and all models.
    pub only: Vec<Selector>,
    /// Names that differ from the default.
    pub rename: Rename,
    /// The Rust types of formats and schemas.
    pub types: Types,
    /// The schemas that become one type.
    pub share: Share,
    /// `true` if constraints of the description are checked before a request is sent.
    pub check: bool,
    /// Operations that send an idempotency key, by the header of the key.
    pub idempotency_keys: IndexMap<String, Vec<Selector>>,
    /// The parameters that are set once on the client.
    pub client_parameters: ClientParameters,
    /// The pagination of operations, if the description does not show it. The first matching selector applies.
    pub pages: Vec<(Selector, Pages)>,
    /// The polling of long-running operations. The first matching selector applies.
    pub pollers: Vec<(Selector, Pollers)>,
    /// `true` if the links of responses are methods.
    pub links: bool,
    /// `true` if a client by default drops values of a response that do not decode.
    pub lenient: bool,
    /// `true` if each outermost resource, or else each tag, is a feature of the crate.
    pub tag_features: bool,
    /// `true` if operations are methods of resources, `false` if they are methods of the client. By default the
    /// description and the previous run decide.
    pub resources: Option<bool>,
    /// `true` if items do not keep their names of the previous run.
    pub new_names: bool,
    /// `true` if `src/lib.rs` is used with `include!` in another crate, as a build script does it:
    /// without the documentation and the attributes of the crate.
    pub included: bool,
    /// The public API of the previous run, whose items keep their names.
    pub before: Surface,
    /// Additional derive macros, as paths: `schemars::JsonSchema`.
    pub derives: Additions,
    /// Additional attributes: `#[must_use]`.
    pub attributes: Additions,
    /// `true` if structs keep properties that the description does not list, unless it forbids them.
    pub keep_unknown_fields: bool,
    /// `true` if structs have no setters of optional properties.
    pub omit_setters: bool,
    /// Additional dependencies: name, and the text after `=` in `Cargo.toml`.
    pub dependencies: IndexMap<String, String>,
    /// The metadata of the package.
    pub package: PackageSettings,
    /// The data of the last event of streams of events, if it is not `[DONE]`.
    pub stream_end: Option<String>,
    /// The methods of other parts that are inside of the part whose settings these are.
    pub inner_parts: Vec<String>,
    /// `true` if the crate has no `README.md`.
    pub omit_readme: bool,
    /// The webhooks that a program receives.
    pub webhooks: Webhooks,
}

/// The webhooks that a program receives.
#[derive(Debug, Clone, Default)]
pub struct Webhooks {
    /// The scheme of their signatures.
    pub signature: Option<SignatureScheme>,
    /// The place in a request that names the event. By default the description shows it.
    pub event: Option<EventKey>,
    /// `true` if the body of a request is an array of events.
    pub list: bool,
    /// The keys of component schemas, by the value that names the event.
    pub events: IndexMap<String, String>,
}

/// The parameters that are set once on the client.
#[derive(Debug, Clone, Default)]
pub enum ClientParameters {
    /// The parameters that nearly every operation requires.
    #[default]
    Detected,
    /// Parameters by their names, or by their location and name: `header X-Tenant`.
    Named(Vec<String>),
}

/// The metadata of the package in `Cargo.toml`, as crates.io shows it.
#[derive(Debug, Clone, Default)]
pub struct PackageSettings {
    /// `true` if the package may be published.
    pub publish: bool,
    /// The description on one line. The default is the title of the API.
    pub description: Option<String>,
    /// The license, an SPDX expression. The default is the license of the description, if it has a well-known one.
    pub license: Option<String>,
    /// The URL of the repository.
    pub repository: Option<String>,
    /// The URL of the home page.
    pub homepage: Option<String>,
    /// The URL of the documentation. The default of a package that is published is its page on docs.rs.
    pub documentation: Option<String>,
    /// The keywords, at most five.
    pub keywords: Vec<String>,
    /// The categories of crates.io, at most five.
    pub categories: Vec<String>,
    /// The authors.
    pub authors: Vec<String>,
}

/// Additions to the structs, enums and unions of the crate.
#[derive(Debug, Clone, Default)]
pub struct Additions {
    /// The additions to all types.
    pub all: Vec<String>,
    /// The additions by type: its name in `models`, or its path in `api.txt`.
    pub types: IndexMap<String, Vec<String>>,
}

/// The pagination of an operation.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "there are few, and they are not moved")]
pub enum Pages {
    /// No pagination.
    Off,
    /// Pagination.
    On {
        /// The JSON pointer of the items in the body.
        items: String,
        /// The parameters of the next page.
        next: By,
        /// The JSON pointer of a flag that is `true` if there are more pages; empty without a flag.
        more: String,
        /// The JSON pointer of the number of all items; empty without one.
        total: String,
        /// The JSON pointer of the number of pages; empty without one.
        page_count: String,
        /// The query parameters that each request sets, with their values.
        set: IndexMap<String, String>,
        /// `true` if URLs are requested with the method and the body of the first page, not with `GET`.
        keep_method: bool,
    },
}

/// The way to request the next page. JSON pointers may use `-` for the last element of an array.
#[derive(Debug, Clone)]
pub enum By {
    /// A value of the body, in a query parameter.
    Cursor {
        /// The parameter.
        parameter: String,
        /// The JSON pointer of the value.
        next: String,
    },
    /// The number of items so far, in a query parameter or in the request body.
    Offset {
        /// The parameter, or a JSON pointer in the body.
        parameter: String,
    },
    /// The number of the page, in a query parameter or in the request body.
    Page {
        /// The parameter, or a JSON pointer in the body.
        parameter: String,
        /// The number of the first page.
        first: u64,
    },
    /// A URL in the body.
    Url {
        /// The JSON pointer of the URL.
        next: String,
    },
    /// The URL in the `Link` header.
    Link,
}

/// The polling of an operation.
#[derive(Debug, Clone)]
pub enum Pollers {
    /// No polling.
    Off,
    /// Polling.
    On(Box<PollerSettings>),
}

/// The polling of a long-running operation. Locations are JSON pointers into the body of a status.
#[derive(Debug, Clone)]
pub struct PollerSettings {
    /// The source of the status.
    pub from: PollFrom,
    /// The meaning of a status.
    pub until: PollUntil,
    /// The result: `location`, `original`, or a JSON pointer. Empty for the last status.
    pub result: String,
    /// The seconds between two requests; 0 for the default.
    pub interval: u64,
    /// The maximum number of requests; 0 for the default.
    pub limit: u64,
}

/// The source of the status.
#[derive(Debug, Clone)]
pub enum PollFrom {
    /// An operation, and the JSON pointers of its path parameters in the first response.
    Operation(Selector, IndexMap<String, String>),
    /// The URL in the first of these headers.
    Headers(Vec<String>),
    /// The JSON pointer of a URL in the first response.
    Url(String),
    /// The same request.
    Repeat,
}

/// The meaning of a status.
#[derive(Debug, Clone)]
pub enum PollUntil {
    /// A JSON pointer, and its values after success and after failure.
    Status(String, Vec<String>, Vec<String>),
    /// The JSON pointers of a flag and of an error, which may be empty.
    Flag(String, String),
    /// The status code.
    StatusCode,
}

/// Names that differ from the ones that the description suggests.
#[derive(Debug, Clone, Default)]
pub struct Rename {
    /// Functions of operations, by `METHOD /path` or by `operationId`.
    pub operations: IndexMap<String, String>,
    /// Paths of resources, by the path that the description suggests: `issues`, or `chat.completions`.
    pub resources: IndexMap<String, String>,
    /// Types of component schemas, by key.
    pub schemas: IndexMap<String, String>,
    /// Fields, by the key of the component schema, a dot and the name of the property.
    pub fields: IndexMap<String, String>,
}

impl Rename {
    /// Returns `true` if fields of this component schema are renamed.
    pub(super) fn has_fields_of(&self, component: &str) -> bool {
        let is_field = |rest: &str| rest.starts_with('.');
        self.fields.keys().any(|field| field.strip_prefix(component).is_some_and(is_field))
    }
}

/// The schemas that become one type because their values are equal.
#[derive(Debug, Clone, Default)]
pub struct Share {
    /// The extent.
    pub mode: ShareMode,
    /// The sources of schemas that are types of their own, as `api.txt` has them: `schema Pet > owner`.
    pub keep_apart: Vec<String>,
}

/// The extent to which equal schemas become one type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ShareMode {
    /// All equal schemas.
    #[default]
    All,
    /// Equal schemas whose places have the same name: the title, the property or the component.
    SameName,
    /// None.
    Off,
}

/// The Rust types of formats and schemas.
#[derive(Debug, Clone, Default)]
pub struct Types {
    /// The library of date and time types.
    pub library: Library,
    /// The user's own types for scalars, by `format`. They implement serde's traits, `Debug`, `Clone` and `PartialEq`.
    pub formats: IndexMap<String, String>,
    /// The user's own types for component schemas, by key.
    pub schemas: IndexMap<String, String>,
}

/// The library of date and time types.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Library {
    /// The crate `jiff`.
    #[default]
    Jiff,
    /// The crate `chrono`.
    Chrono,
    /// The crate `time`.
    Time,
    /// None: dates and times are strings.
    Strings,
}
