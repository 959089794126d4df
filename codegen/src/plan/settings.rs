//! What the user decides about a generated crate.

use indexmap::IndexMap;

use crate::{load::Selector, surface::Surface};

/// The settings of one crate.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Settings {
    /// The package's name.
    pub name: String,
    /// The package's version.
    pub version: String,
    /// The operations that are generated, with the models that they reach; all when it is empty.
    pub only: Vec<Selector>,
    /// Names that are to be others.
    pub rename: Rename,
    /// Which types stand for what.
    pub types: Types,
    /// Whether the constraints of the description are checked before a body is sent.
    pub check: bool,
    /// Operations that are sent with an idempotency key, by the header that takes it.
    pub idempotency_keys: IndexMap<String, Vec<Selector>>,
    /// How operations give lists page by page, where that is not told from the description: the first that selects
    /// an operation.
    pub pages: Vec<(Selector, Pages)>,
    /// Whether a client leaves out of answers what does not decode, unless told otherwise.
    pub lenient: bool,
    /// Whether each tag is a feature of the crate.
    pub tag_features: bool,
    /// Whether `src/lib.rs` is for an `include!` at the top of a package's own, as a build script needs it: without the
    /// documentation and the attributes of the crate.
    pub included: bool,
    /// The public API that the crate had before: what was there keeps its names.
    pub before: Surface,
    /// What the crate depends on beside what the generator knows: name and what stands behind `=` in
    /// its `Cargo.toml`.
    pub dependencies: IndexMap<String, String>,
}

/// How an operation gives a list page by page.
#[derive(Debug, Clone)]
pub enum Pages {
    /// It does not.
    Off,
    /// It does.
    On {
        /// Where the items are in the body: a JSON pointer.
        items: String,
        /// What the next page is asked for with.
        next: By,
        /// Where the body says whether there is more; empty where it does not.
        more: String,
    },
}

/// What the next page is asked for with. Places are JSON pointers, in which `-` is the last element of a list.
#[derive(Debug, Clone)]
pub enum By {
    /// What stands in the body, in a query parameter.
    Cursor {
        /// The parameter.
        parameter: String,
        /// The place.
        next: String,
    },
    /// How many items there were, in a query parameter.
    Offset {
        /// The parameter.
        parameter: String,
    },
    /// The number of the page, in a query parameter.
    Page {
        /// The parameter.
        parameter: String,
        /// The number of the first page.
        first: u64,
    },
    /// The URL that stands in the body.
    Url {
        /// The place.
        next: String,
    },
    /// The URL in the header `Link`.
    Link,
}

/// Names that are to be others than the description suggests.
#[derive(Debug, Clone, Default)]
pub struct Rename {
    /// Functions of operations, by `METHOD /path` or by `operationId`.
    pub operations: IndexMap<String, String>,
    /// Types of component schemas, by their key.
    pub schemas: IndexMap<String, String>,
    /// Fields, by the component schema's key, a dot and the property's name.
    pub fields: IndexMap<String, String>,
}

/// Which Rust types stand for what the description says.
#[derive(Debug, Clone, Default)]
pub struct Types {
    /// Where the types of dates and times come from.
    pub library: Library,
    /// Types of the user's own for scalars, by `format`. They need serde's traits, `Debug`, `Clone` and
    /// `PartialEq`.
    pub formats: IndexMap<String, String>,
    /// The same for component schemas, by key.
    pub schemas: IndexMap<String, String>,
}

/// Where the types of dates and times come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Library {
    /// The crate jiff.
    #[default]
    Jiff,
    /// The crate chrono.
    Chrono,
    /// The crate time.
    Time,
    /// They stay text.
    Strings,
}
