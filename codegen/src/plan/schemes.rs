//! Security schemes, as methods of the client's builder.

use super::{
    docs,
    names::{self, Scope},
};
use crate::{
    api::{Api, SchemeKind},
    naming::{Memory, places},
    rust::{self, Scheme, TokenUrl},
};

/// The methods of `ClientBuilder`.
const BUILDER_METHODS: [&str; 25] = [
    "new",
    "base_url",
    "server",
    "https_only",
    "timeout",
    "connect_timeout",
    "user_agent",
    "default_header",
    "http_client",
    "transport",
    "clock",
    "retry",
    "retry_budget",
    "rate_limit",
    "max_in_flight",
    "limit_timeout",
    "max_response_body",
    "lenient",
    "layers",
    "credential",
    "build",
    "build_blocking",
    "build_mock",
    "build_mock_with_examples",
    "clone",
];

/// Plans a method for each security scheme.
pub(super) fn plan_schemes(api: &Api, memory: &Memory) -> Vec<Scheme> {
    let mut scope = Scope::with_names(&BUILDER_METHODS);
    let sources: Vec<String> = api.schemes.iter().map(|scheme| places::credential(&scheme.name)).collect();
    scope.reserve(memory.names("ClientBuilder"), sources.iter().map(String::as_str));
    api.schemes
        .iter()
        .zip(&sources)
        .map(|(scheme, source)| {
            let (kind, value) = match &scheme.kind {
                SchemeKind::Bearer(token) => (rust::SchemeKind::Bearer, (*token).to_owned()),
                SchemeKind::Basic => (rust::SchemeKind::Basic, "a user name and a password".to_owned()),
                SchemeKind::Authorization(name) => (
                    rust::SchemeKind::Authorization(name.clone()),
                    format!("the value after {} in the header `Authorization`", docs::code(name)),
                ),
                SchemeKind::HeaderKey(name) => (
                    rust::SchemeKind::Header(name.to_ascii_lowercase()),
                    format!("an API key, sent as the header {}", docs::code(name)),
                ),
                SchemeKind::QueryKey(name) => (
                    rust::SchemeKind::Query(name.clone()),
                    format!("an API key, sent as the query parameter {}", docs::code(name)),
                ),
                SchemeKind::CookieKey(name) => (
                    rust::SchemeKind::Cookie(name.clone()),
                    format!("an API key, sent as the cookie {}", docs::code(name)),
                ),
            };
            let mut lines = vec![format!("The credential for {}: {value}.", docs::code(&scheme.name))];
            if let Some(description) = &scheme.description {
                docs::paragraph(&mut lines, docs::markdown(description));
            }
            let name = scope.declare_for(source, &names::snake_text(&scheme.name, "scheme"));
            let token_url = scheme.token_url.as_ref().map(|url| {
                let constant = format!("{}_TOKEN_URL", name.trim_start_matches("r#").to_uppercase());
                let line = format!("The token endpoint for {}.", docs::code(&scheme.name));
                TokenUrl { ident: names::ident(&constant), docs: vec![line], url: url.clone() }
            });
            if let Some(TokenUrl { ident, .. }) = &token_url {
                let sentence = "With the feature `oauth2`, an `OAuth2` renews it from";
                docs::paragraph(&mut lines, vec![format!("{sentence} [`{ident}`].")]);
            }
            Scheme { ident: names::ident(&name), wire: scheme.name.clone(), docs: lines, kind, token_url }
        })
        .collect()
}
