//! The tables of `clientwright.toml` below that of a crate.

use clientwright_codegen::{ClientParameters, Library, Share, ShareMode};
use indexmap::IndexMap;
use serde::Deserialize;

/// The table `types`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Types {
    /// The package of the types of dates and times. With `"string"` they are strings, and times of `unix-time` are
    /// integers.
    ///
    /// ```toml
    /// [api.my-api.types]
    /// dates = "chrono"
    /// ```
    pub(crate) dates: Dates,
    /// Your own [types](#types), by `format`. `i64` and `String` keep numbers and texts of a known format as they are.
    ///
    /// ```toml
    /// [api.my-api.types.formats]
    /// money = "rust_decimal::Decimal"
    /// unix-time = "i64"
    /// ```
    pub(crate) formats: IndexMap<String, String>,
    /// Your own [types](#types), by the key of a component schema. `"part: Key"` is that of one part.
    ///
    /// ```toml
    /// [api.my-api.types.schemas]
    /// Point = "geo::Point"
    /// ```
    pub(crate) schemas: IndexMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Dates {
    #[default]
    Jiff,
    Chrono,
    Time,
    String,
}

impl Dates {
    /// Returns the setting of the generator.
    pub(crate) fn library(&self) -> Library {
        match self {
            Self::Jiff => Library::Jiff,
            Self::Chrono => Library::Chrono,
            Self::Time => Library::Time,
            Self::String => Library::Strings,
        }
    }
}

/// The parameters that are set once on the client: their names, or `true` or `false`.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a list of parameters, `true` or `false`")]
pub(crate) enum CommonParameters {
    Detected(bool),
    Named(Vec<String>),
}

impl Default for CommonParameters {
    fn default() -> Self {
        Self::Detected(true)
    }
}

impl CommonParameters {
    /// Returns the setting of the generator.
    pub(crate) fn settings(self) -> ClientParameters {
        match self {
            Self::Detected(true) => ClientParameters::Detected,
            Self::Detected(false) => ClientParameters::Named(Vec::new()),
            Self::Named(names) => ClientParameters::Named(names),
        }
    }
}

/// The equal schemas that become one type: the extent alone, or a table.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected `\"all\"`, `\"same-name\"`, `false`, or a table with `mode` and `keep-apart`"
)]
pub(crate) enum Sharing {
    Mode(Mode),
    #[serde(rename_all = "kebab-case")]
    Table {
        /// The extent, as without a table.
        mode: Mode,
        /// The schemas that are types of their own, by their origins in `api.txt`.
        #[serde(default)]
        keep_apart: Vec<String>,
    },
}

/// The extent to which equal schemas become one type.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(untagged)]
pub(crate) enum Mode {
    Named(NamedMode),
    Switch(bool),
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum NamedMode {
    #[default]
    All,
    SameName,
}

impl Default for Sharing {
    fn default() -> Self {
        Self::Mode(Mode::Named(NamedMode::default()))
    }
}

impl Sharing {
    /// Returns the setting of the generator.
    pub(crate) fn settings(self) -> Share {
        let (mode, keep_apart) = match self {
            Self::Mode(mode) => (mode, Vec::new()),
            Self::Table { mode, keep_apart } => (mode, keep_apart),
        };
        let mode = match mode {
            Mode::Named(NamedMode::All) | Mode::Switch(true) => ShareMode::All,
            Mode::Named(NamedMode::SameName) => ShareMode::SameName,
            Mode::Switch(false) => ShareMode::Off,
        };
        Share { mode, keep_apart }
    }
}

/// The table `rename`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Names {
    /// The [names](#names) of operations, by operation.
    ///
    /// ```toml
    /// [api.my-api.rename.operations]
    /// "POST /pets/{id}/photos" = "add_photo"
    /// ```
    pub(crate) operations: IndexMap<String, String>,
    /// The paths of [resources](#resources), by the path without this setting.
    ///
    /// ```toml
    /// [api.my-api.rename.resources]
    /// completions = "chat.completions"
    /// ```
    pub(crate) resources: IndexMap<String, String>,
    /// The [names](#names) of types, by the key of a component schema. `"part: Key"` is that of one part.
    ///
    /// ```toml
    /// [api.my-api.rename.schemas]
    /// pet_v2 = "Pet"
    /// ```
    pub(crate) schemas: IndexMap<String, String>,
    /// The [names](#names) of fields, by the key of a component schema and its property.
    ///
    /// ```toml
    /// [api.my-api.rename.fields]
    /// "pet_v2.nm" = "name"
    /// ```
    pub(crate) fields: IndexMap<String, String>,
}

/// The names of items that the crate has already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KnownNames {
    /// They stay.
    #[default]
    Stable,
    /// They are derived from the description again.
    New,
}
