//! The items of a crate, in no particular order.

use super::{
    items::{self, with},
    operations,
};
use crate::{
    naming::{Entry, Surface, places, word},
    rust::{
        Crate, Group, Operation, Scheme, SchemeKind, Server, Variables, conditions, public_packages,
        runtime_files_if,
    },
};

/// Returns the public API of a crate.
pub(crate) fn list(krate: &Crate) -> Surface {
    let mut lines = Lines::default();
    exports(krate, &mut lines);
    client(krate, &mut lines);
    lines.bare("pub mod types");
    for name in public_packages(krate) {
        lines.bare(&format!("pub use types::{name}"));
    }
    for part in &krate.part_models {
        lines.bare(&format!("pub mod {}", part.home));
    }
    for module in &krate.models {
        module.items.iter().for_each(|item| items::list(item, &module.home, krate, &mut lines));
    }
    lines.bare("pub mod operations");
    for one in &krate.groups {
        group(one, krate, &mut lines);
    }
    for operation in &krate.operations {
        operations::list(operation, krate, &mut lines);
    }
    if !krate.errors.is_empty() {
        lines.bare("pub mod errors");
    }
    krate.errors.iter().for_each(|error| operations::shared_error(error, &mut lines));
    krate.links.iter().for_each(|link| operations::link(link, krate, &mut lines));
    servers(krate, &mut lines);
    webhooks(krate, &mut lines);
    Surface::new(lines.0)
}

/// Returns the types of an operation that are not those of schemas, and their items, without the modules and the part
/// of `operations`. They are equal for operations that differ only in these.
pub(crate) fn of_operation(operation: &Operation, operations: [&Operation; 2], krate: &Crate) -> Vec<String> {
    let mut lines = Lines::default();
    operations::list_types(operation, krate, &mut lines);
    let source = places::route(operation.part.as_deref(), &operation.method, &operation.path);
    let homes = operations.map(|one| format!("{}::", one.home));
    let shortened = |entry: &Entry| {
        homes.iter().chain([&source]).fold(entry.to_string(), |text, known| text.replace(known, ""))
    };
    lines.0.iter().map(shortened).collect()
}

/// Adds the payloads of webhooks, the enum of their events, and its functions.
fn webhooks(krate: &Crate, lines: &mut Lines) {
    if krate.has_webhooks() {
        lines.bare("pub mod webhooks");
    }
    for webhook in &krate.webhooks {
        let item = format!("pub type webhooks::{} = {}", webhook.ident, webhook.ty.text());
        lines.push(&item, vec![webhook.source.clone()]);
    }
    if !krate.callbacks.is_empty() {
        lines.bare("pub mod callbacks");
    }
    for callback in &krate.callbacks {
        let item = format!("pub type callbacks::{} = {}", callback.ident, callback.ty.text());
        lines.push(&item, vec![callback.source.clone()]);
    }
    if let Some(events) = &krate.events {
        let path = "webhooks::Event";
        lines.bare(&format!("#[non_exhaustive] pub enum {path}"));
        lines.traits(path, &["Clone", "Debug", "PartialEq"]);
        for variant in &events.variants {
            let ty = variant.ty.clone().boxed();
            let item = format!("pub variant {path}::{}({})", variant.ident, ty.text());
            lines.push(&item, vec![variant.source.clone()]);
        }
        lines.bare(&format!("pub variant {path}::Unknown(UnknownEvent)"));
        let output = if events.list { "Vec<webhooks::Event>" } else { path };
        let item = format!(
            "pub fn webhooks::parse(headers: &http::HeaderMap, body: &[u8]) -> Result<{output}, EventError>"
        );
        lines.bare(&item);
    }
    if krate.signature.is_some() {
        let arguments = "secret: impl Into<Secret>";
        lines.bare(&format!(
            "pub fn webhooks::verifier({arguments}) -> Result<WebhookVerifier, InvalidSecret>"
        ));
    }
}

/// Adds the module of a group, the reexports of a tag, and the type of a resource.
fn group(group: &Group, krate: &Crate, lines: &mut Lines) {
    let Group { ident, path, sources, .. } = group;
    lines.push(&format!("pub mod {path}"), sources.clone());
    if let Some(feature) = krate.own_feature(group) {
        lines.push(&format!("feature {feature}"), sources.clone());
    }
    let Some(resource) = &group.resource else {
        for operation in group.operations.iter().filter_map(|index| krate.operations.get(*index)) {
            operation.type_names().for_each(|name| lines.bare(&format!("pub use {path}::{name}")));
        }
        return;
    };
    let ty = format!("{path}::{}<'_>", resource.ident);
    lines.push(&format!("pub struct {ty}"), sources.clone());
    lines.traits(&ty, &["Clone", "Copy", "Debug"]);
    let outer = group.parent.and_then(|index| krate.groups.get(index));
    let outer = outer.and_then(|outer| Some((&outer.path, outer.resource.as_ref()?)));
    let receiver =
        outer.map_or_else(|| "Client".to_owned(), |(path, outer)| format!("{path}::{}<'_>", outer.ident));
    lines.push(&format!("pub fn {receiver}::{ident}(&self) -> {ty}"), sources.clone());
}

/// The entries of a surface under construction.
#[derive(Default)]
pub(super) struct Lines(Vec<Entry>);

impl Lines {
    /// Adds the item with this declaration and these facts.
    pub(super) fn push(&mut self, item: &str, facts: Vec<String>) {
        self.0.extend(Entry::parse(item).map(|entry| Entry { facts, ..entry }));
    }

    /// Adds an item without facts.
    pub(super) fn bare(&mut self, item: &str) {
        self.push(item, Vec::new());
    }

    /// Adds the traits that a type implements.
    pub(super) fn traits(&mut self, path: &str, traits: &[&str]) {
        let mut traits = traits.to_vec();
        traits.sort_unstable();
        self.bare(&format!("impl {} for {path}", traits.join(" + ")));
    }
}

/// Adds the features, and the reexports of runtime types.
fn exports(krate: &Crate, lines: &mut Lines) {
    for feature in &krate.features {
        let facts = feature.is_default().then(|| "in default".to_owned());
        lines.push(&format!("feature {}", feature.name()), facts.into_iter().collect());
    }
    for condition in conditions(krate) {
        let exports = runtime_files_if(condition).flat_map(|file| file.exports(condition));
        exports.for_each(|name| lines.bare(&format!("pub use {name}")));
    }
}

/// Adds the items of the client and its builder that depend on the description.
fn client(krate: &Crate, lines: &mut Lines) {
    lines.push("pub const BASE_URL: &str", vec![word(&krate.base_url)]);
    lines.bare("pub fn Client::builder() -> ClientBuilder");
    lines.bare("pub fn Client::from_env() -> Result<Client, RequestError>");
    lines.bare("pub fn ClientBuilder::from_env() -> Result<ClientBuilder, RequestError>");
    for constant in krate.schemes.iter().flat_map(Scheme::constants) {
        lines.push(&format!("pub const {}: &str", constant.ident), vec![word(&constant.url)]);
    }
    krate.schemes.iter().for_each(|one| scheme(one, lines));
    for parameter in &krate.client_parameters {
        let item = format!("pub fn ClientBuilder::{}(self, value: impl Display) -> Self", parameter.ident);
        let source = places::client_parameter(parameter.location, &parameter.wire);
        lines.push(&item, vec![source, format!("{}{}", places::VARIABLE, parameter.variable)]);
    }
}

fn scheme(scheme: &Scheme, lines: &mut Lines) {
    let (arguments, credential) = match &scheme.kind {
        SchemeKind::Bearer => ("token: impl Into<Token>", "Bearer".to_owned()),
        SchemeKind::Authorization(name) => ("value: impl Into<Token>", word(name)),
        SchemeKind::Basic => ("user: &str, password: &str", "Basic".to_owned()),
        SchemeKind::Header(name) => ("key: impl Into<Token>", format!("header {}", word(name))),
        SchemeKind::Query(name) => ("key: impl Into<Token>", format!("query {}", word(name))),
        SchemeKind::Cookie(name) => ("key: impl Into<Token>", format!("cookie {}", word(name))),
    };
    let item = format!("pub fn ClientBuilder::{}(self, {arguments}) -> Self", scheme.ident);
    let variables = scheme.variables.iter().rev().flat_map(Variables::names);
    let variables = variables.map(|name| format!("{}{name}", places::VARIABLE));
    let facts = [places::credential(&scheme.wire), credential].into_iter().chain(variables);
    lines.push(&item, facts.collect());
}

fn servers(krate: &Crate, lines: &mut Lines) {
    if krate.servers.is_empty() {
        return;
    }
    lines.bare("pub mod servers");
    krate.servers.iter().for_each(|one| server(one, lines));
    let with_variables = krate.servers.iter().filter(|server| !server.fields.is_empty());
    let conversions: Vec<String> =
        with_variables.map(|server| format!("From<servers::{}>", server.ident)).collect();
    if !conversions.is_empty() {
        lines.traits("String", &conversions.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

fn server(server: &Server, lines: &mut Lines) {
    let path = format!("servers::{}", server.ident);
    let url = vec![word(&server.url)];
    if server.fields.is_empty() {
        lines.push(&format!("pub const {path}: &str"), url);
        return;
    }
    lines.push(&format!("#[non_exhaustive] pub struct {path}"), url);
    with(&path, lines);
    lines.traits(&path, &["Clone", "Debug", "Default", "Eq", "PartialEq"]);
    for field in &server.fields {
        let facts = vec![word(&field.wire), format!("default {}", word(&field.default))];
        lines.push(&format!("pub field {path}::{}: String", field.ident), facts);
    }
}
