//! The servers of the description: constants, and structs for URLs with variables.

use std::collections::HashMap;

use super::{
    docs,
    names::{self, Scope},
};
use crate::{
    api::{Api, Server, is_absolute},
    naming::{Memory, word},
    rust::{self, ServerField},
};

/// The maximum length of a description that is used as a name.
const MAX_NAME_LENGTH: usize = 32;

/// The type of the fields of servers, which no server is called.
const FIELD_TYPE: &str = "String";

/// Returns the first absolute URL of a server: of the first part, if there are parts.
pub(super) fn base_url(api: &Api) -> String {
    if let Some(first) = api.parts.first() {
        return Some(&first.base_url).filter(|url| is_absolute(url)).cloned().unwrap_or_default();
    }
    let of_all = api.servers.iter().map(Server::default_url);
    let of_one = api.operations.iter().filter_map(|operation| operation.server.clone());
    // Without servers for the whole description, the server of an operation is the default.
    let mut urls = of_all.chain(of_one.filter(|_| api.servers.is_empty()));
    urls.find(|url| is_absolute(url)).unwrap_or_default()
}

/// Returns a base URL for examples: with the path of the first server, if it is relative.
pub(super) fn example_url(api: &Api) -> String {
    let of_parts = api.parts.first().map(|part| part.base_url.clone());
    let url = of_parts.or_else(|| Some(api.servers.first()?.default_url())).unwrap_or_default();
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "/-._~".contains(char);
    let is_path = url.starts_with('/') && !url.starts_with("//") && url.chars().all(is_plain);
    format!("https://api.example.com{}", if is_path { url.trim_end_matches('/') } else { "" })
}

/// Plans the servers, if there is more than one choice.
pub(super) fn plan_servers(api: &Api, memory: &Memory) -> Vec<rust::Server> {
    let choice = api.servers.len() > 1 || api.servers.iter().any(|server| !server.variables.is_empty());
    if !choice {
        return Vec::new();
    }
    let mut scope = Scope::default();
    let sources: Vec<String> = api.servers.iter().map(|server| word(&server.url)).collect();
    scope.reserve(memory.names("servers"), sources.iter().map(String::as_str));
    let mut counts: HashMap<String, usize> = HashMap::new();
    for server in &api.servers {
        *counts.entry(name(server)).or_default() += 1;
    }
    api.servers
        .iter()
        .zip(&sources)
        .map(|(server, source)| {
            let name = name(server);
            let is_unique = counts.get(&name) == Some(&1);
            let name = if is_unique { name } else { with_path(server).unwrap_or(name) };
            let wanted = match (name, server.variables.is_empty()) {
                (name, true) => names::snake_text(&name, "server").to_uppercase(),
                (name, false) => name,
            };
            let ident = names::ident(&scope.declare_type_for(source, &wanted));
            let mut lines = vec![docs::code(&server.url)];
            if let Some(description) = &server.description {
                lines = docs::markdown(description);
                docs::paragraph(&mut lines, vec![docs::code(&server.url)]);
            }
            rust::Server { ident, docs: lines, url: server.url.clone(), fields: fields(server) }
        })
        .collect()
}

/// Returns the host and the path of a server as a name, if it has a path.
fn with_path(server: &Server) -> Option<String> {
    let (host, path) = host_and_path(server);
    names::server_text(path)?;
    names::server_text(&format!("{host} {path}"))
}

fn host_and_path(server: &Server) -> (&str, &str) {
    let (_, after_scheme) = server.url.split_once("//").unwrap_or(("", &server.url));
    after_scheme.split_once(['/', ':']).unwrap_or((after_scheme, ""))
}

fn name(server: &Server) -> String {
    let words = server.description.as_deref().map(str::trim).filter(|text| text.len() <= MAX_NAME_LENGTH);
    let is_name = |text: &&str| text.chars().all(|char| char.is_alphanumeric() || " .-_()".contains(char));
    let (host, path) = host_and_path(server);
    [server.name.as_deref(), words.filter(is_name), Some(host), Some(path)]
        .into_iter()
        .flatten()
        .find_map(names::server_text)
        .map_or_else(
            || "Server".to_owned(),
            |name| if name == FIELD_TYPE { format!("{name}Server") } else { name },
        )
}

fn fields(server: &Server) -> Vec<ServerField> {
    let mut scope = Scope::with_names(&["with"]);
    server
        .variables
        .iter()
        .map(|variable| {
            let mut lines = variable.description.as_deref().map(docs::markdown).unwrap_or_default();
            let mut values_text = format!("Default: {}.", docs::code(&variable.default));
            if !variable.values.is_empty() {
                let values: Vec<String> = variable.values.iter().map(|value| docs::code(value)).collect();
                values_text = format!("One of {}. {values_text}", values.join(", "));
            }
            docs::paragraph(&mut lines, vec![values_text]);
            ServerField {
                ident: names::ident(&scope.declare(&names::snake_text(&variable.name, "variable"))),
                wire: variable.name.clone(),
                default: variable.default.clone(),
                docs: lines,
            }
        })
        .collect()
}
