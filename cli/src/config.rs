//! `clientwright.toml`: the descriptions, their crates and settings.

mod read;

use std::path::PathBuf;

use clientwright_codegen::{Rename, Selector, Settings, Surface, TypeSettings};
use indexmap::IndexMap;
use serde::Deserialize;

pub(crate) use self::read::{normal, parse, read};
pub use self::read::{read_parts, read_settings};
use crate::{
    additions::{Added, UnknownFields},
    allow::Allowed,
    job::first_version,
    package::Package,
    paging::{Paging, by_selector},
    parts::PartTable,
    polling::Polling,
    tables::{CommonParameters, KnownNames, Names, Sharing, Types},
    webhooks::Webhooks,
};

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    /// The crates, by their package's name.
    #[serde(default)]
    api: IndexMap<String, Api>,
}

/// The table of one crate, `[api.NAME]`. `cargo xtask bless` writes the reference in `docs/settings.md` from the
/// documentation of the fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own")]
struct Api {
    /// The description, JSON or YAML.
    ///
    /// ```toml
    /// spec = "specs/my-api.yaml"
    /// ```
    spec: Option<PathBuf>,
    /// The [parts](one-crate-for-a-vendor.md) of a crate of several descriptions, instead of `spec`.
    ///
    /// ```toml
    /// [api.my-api.parts]
    /// pets = { spec = "specs/pets.yaml" }
    /// shop = { specs = "specs/shop/*.yaml" }
    /// ```
    #[serde(default)]
    parts: IndexMap<String, PartTable>,
    /// The parts whose features are on by default, with the parts inside of them.
    ///
    /// ```toml
    /// default-parts = ["pets", "shop.orders"]
    /// ```
    #[serde(default)]
    default_parts: Vec<String>,
    /// The folder below which other files of the description are read. The default is the folder of the description.
    ///
    /// ```toml
    /// root = "specs"
    /// ```
    root: Option<PathBuf>,
    /// The folder of the crate. Files that were not generated are not touched.
    ///
    /// ```toml
    /// out = "crates/my-api"
    /// ```
    out: PathBuf,
    /// The version of the crate. With `bump` it is the minimum.
    ///
    /// ```toml
    /// version = "1.0.0"
    /// ```
    #[serde(default = "first_version")]
    version: String,
    /// With `true`, the version follows from the changes of the API
    /// ([when a description changes](changing-descriptions.md)).
    ///
    /// ```toml
    /// bump = true
    /// ```
    #[serde(default)]
    bump: bool,
    /// The [overlays](overlays.md) that change the description before it is read, in order.
    ///
    /// ```toml
    /// overlay = ["specs/corrections.yaml"]
    /// ```
    #[serde(default)]
    overlay: Vec<PathBuf>,
    /// The operations to generate, with the models that they need. Without an entry, all operations are generated.
    /// Names do not change. An operation is named as described in [Operations](#operations).
    ///
    /// ```toml
    /// only = ["POST /pets", "getPet", "tag:Owners"]
    /// ```
    #[serde(default)]
    only: Vec<String>,
    /// The [errors](diagnostics.md#errors) that are accepted. The parts that they concern are left out, and everything
    /// else is generated.
    ///
    /// ```toml
    /// allow = ["E0012"]
    /// ```
    #[serde(default)]
    allow: Vec<Allowed>,
    #[serde(default)]
    rename: Names,
    #[serde(default)]
    types: Types,
    /// The equal schemas that become one type ([Shared types](#shared-types)): all of them, only those with the same
    /// name, or none.
    ///
    /// ```toml
    /// share = "same-name"
    /// ```
    #[serde(default)]
    share: Sharing,
    /// With `true`, a client checks constraints (`minLength`, `pattern`, …) before it sends a body. A value that breaks
    /// one is an error, and nothing is sent.
    ///
    /// ```toml
    /// check = true
    /// ```
    #[serde(default)]
    check: bool,
    /// The headers of [idempotency keys](#idempotency-keys), each with its operations.
    ///
    /// ```toml
    /// idempotency-keys = { Idempotency-Key = ["POST /payments"] }
    /// ```
    #[serde(default)]
    idempotency_keys: IndexMap<String, Vec<String>>,
    /// The parameters that are [set once on the client](using-a-client.md#parameters-of-all-calls). `false` turns off
    /// their detection.
    ///
    /// ```toml
    /// client-parameters = ["header X-Tenant", "accountId"]
    /// ```
    #[serde(default)]
    client_parameters: CommonParameters,
    /// The [pagination](#pagination) by operation. `false` turns off the pagination that was derived from the
    /// description.
    ///
    /// ```toml
    /// [api.my-api.pages]
    /// list_pets = { by = "cursor", items = "/results", parameter = "after", next = "/paging/next/after" }
    /// "GET /logs" = false
    /// ```
    #[serde(default)]
    pages: IndexMap<String, Paging>,
    /// The [polling](#polling) of long-running operations. `false` turns off what was derived from the description.
    ///
    /// ```toml
    /// [api.my-api.pollers]
    /// create_job = { url = "/status_url", status = "/status", succeeded = ["done"], failed = ["failed"] }
    /// ```
    #[serde(default)]
    pollers: IndexMap<String, Polling>,
    /// With `true`, clients decode [leniently](calls.md#lenient-decoding) by default: they leave out the parts of a
    /// response that do not match the description, and report them as warnings.
    ///
    /// ```toml
    /// lenient = true
    /// ```
    #[serde(default)]
    lenient: bool,
    /// The data of the event that ends a stream of [server-sent events](uploads-and-downloads.md). The default is
    /// `[DONE]`. With an empty text, a stream ends with the response.
    ///
    /// ```toml
    /// stream-end = "end"
    /// ```
    stream_end: Option<String>,
    /// With `true`, [links of responses](calls.md#links) are methods of the types of their bodies.
    ///
    /// ```toml
    /// links = true
    /// ```
    #[serde(default)]
    links: bool,
    /// With `true`, each outermost resource, or else each tag, is a cargo feature, with its operations and models.
    ///
    /// ```toml
    /// tag-features = true
    /// ```
    #[serde(default)]
    tag_features: bool,
    /// With `true`, operations are methods of [resources](#resources) (`client.issues().create(…)`). With `false` they
    /// are methods of the client. Without the key, the description and the crate decide: a crate that exists keeps its
    /// form.
    ///
    /// ```toml
    /// resources = true
    /// ```
    resources: Option<bool>,
    /// With `"stable"`, the items of the crate keep their names
    /// ([stable names](changing-descriptions.md#stable-names)). With `"new"`, all names are derived from the
    /// description again.
    ///
    /// ```toml
    /// names = "new"
    /// ```
    #[serde(default)]
    names: KnownNames,
    #[serde(default)]
    derives: Added,
    #[serde(default)]
    attributes: Added,
    /// With `false`, structs have no setters of optional properties. Setters are a part of the compile time.
    ///
    /// ```toml
    /// setters = false
    /// ```
    #[serde(default = "enabled")]
    setters: bool,
    /// With `"keep"`, structs keep the properties that the description does not list
    /// ([Unknown fields](#unknown-fields)).
    ///
    /// ```toml
    /// unknown-fields = "keep"
    /// ```
    #[serde(default)]
    unknown_fields: UnknownFields,
    /// Additional dependencies of the crate, as in `Cargo.toml`: those of your own types and derive macros.
    ///
    /// ```toml
    /// [api.my-api.dependencies]
    /// rust_decimal = "1"
    /// schemars = { version = "1", features = ["jiff02"] }
    /// ```
    #[serde(default)]
    dependencies: IndexMap<String, toml::Value>,
    /// The metadata of the package.
    #[serde(default)]
    package: Package,
    /// With `false`, the crate has no generated `README.md` ([Package](#package)).
    ///
    /// ```toml
    /// readme = false
    /// ```
    #[serde(default = "enabled")]
    readme: bool,
    /// With `false`, the crate has no generated `CHANGELOG.md`
    /// ([changelog](changing-descriptions.md#changelog)).
    ///
    /// ```toml
    /// changelog = false
    /// ```
    #[serde(default = "enabled")]
    changelog: bool,
    #[serde(default)]
    webhooks: Webhooks,
}

/// Returns the default of a setting that is on.
fn enabled() -> bool {
    true
}

impl Api {
    /// Returns a key that a part would have, if the table has one.
    fn key_of_parts(&self) -> Option<&'static str> {
        let Self { rename, .. } = self;
        let keys = [
            ("root", self.root.is_some()),
            ("overlay", !self.overlay.is_empty()),
            ("only", !self.only.is_empty()),
            ("rename.operations", !rename.operations.is_empty()),
            ("rename.resources", !rename.resources.is_empty()),
            ("idempotency-keys", !self.idempotency_keys.is_empty()),
            ("pages", !self.pages.is_empty()),
            ("pollers", !self.pollers.is_empty()),
        ];
        keys.into_iter().find(|(_, is_set)| *is_set).map(|(key, _)| key)
    }

    fn settings(self, name: String) -> Settings {
        Settings {
            name,
            version: self.version,
            only: selectors(&self.only),
            rename: Rename {
                operations: self.rename.operations,
                resources: self.rename.resources,
                schemas: self.rename.schemas,
                fields: self.rename.fields,
            },
            types: TypeSettings {
                library: self.types.dates.library(),
                formats: self.types.formats,
                schemas: self.types.schemas,
            },
            share: self.share.settings(),
            check: self.check,
            idempotency_keys: selectors_by_header(&self.idempotency_keys),
            client_parameters: self.client_parameters.settings(),
            pages: by_selector(self.pages, |paging| paging.0),
            pollers: by_selector(self.pollers, |polling| polling.0),
            links: self.links,
            lenient: self.lenient,
            tag_features: self.tag_features,
            resources: self.resources,
            new_names: self.names == KnownNames::New,
            derives: self.derives.settings(),
            attributes: self.attributes.settings(),
            keep_unknown_fields: self.unknown_fields == UnknownFields::Keep,
            omit_setters: !self.setters,
            included: false,
            before: Surface::default(),
            stream_end: self.stream_end,
            inner_parts: Vec::new(),
            dependencies: self
                .dependencies
                .into_iter()
                .map(|(name, value)| (name, value.to_string()))
                .collect(),
            package: self.package.settings(),
            omit_readme: !self.readme,
            webhooks: self.webhooks.settings(),
        }
    }
}

/// Returns the selectors of the setting `idempotency-keys`.
pub(crate) fn selectors_by_header(keys: &IndexMap<String, Vec<String>>) -> IndexMap<String, Vec<Selector>> {
    keys.iter().map(|(header, operations)| (header.clone(), selectors(operations))).collect()
}

pub(crate) fn selectors(texts: &[String]) -> Vec<Selector> {
    texts.iter().map(|text| Selector::parse(text)).collect()
}
