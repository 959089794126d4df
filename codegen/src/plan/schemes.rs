//! Security schemes, as methods of the client's builder.

use super::{
    docs,
    environment::VariableNames,
    names::{self, Scope},
};
use crate::{
    api::{self, Api, SchemeKind},
    naming::{Memory, places},
    rust::{self, Scheme, TokenUrl},
};

/// The methods of `ClientBuilder`, also the private ones.
const BUILDER_METHODS: [&str; 29] = [
    "new",
    "from_env",
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
    "build_with",
    "default_transport",
    "mock",
    "clone",
];

/// Plans a method for each security scheme.
pub(super) fn plan_schemes(api: &Api, memory: &Memory, variables: &VariableNames) -> Vec<Scheme> {
    let mut scope = Scope::with_names(&BUILDER_METHODS);
    let sources: Vec<String> = api.schemes.iter().map(|scheme| places::credential(&scheme.name)).collect();
    scope.reserve(memory.names("ClientBuilder"), sources.iter().map(String::as_str));
    api.schemes
        .iter()
        .zip(&sources)
        .enumerate()
        .map(|(index, (scheme, source))| {
            let kind = match &scheme.kind {
                SchemeKind::Bearer(_) => rust::SchemeKind::Bearer,
                SchemeKind::Basic => rust::SchemeKind::Basic,
                SchemeKind::Authorization(name) => rust::SchemeKind::Authorization(name.clone()),
                SchemeKind::HeaderKey(name) => rust::SchemeKind::Header(name.to_ascii_lowercase()),
                SchemeKind::QueryKey(name) => rust::SchemeKind::Query(name.clone()),
                SchemeKind::CookieKey(name) => rust::SchemeKind::Cookie(name.clone()),
            };
            let mut lines =
                vec![format!("The credential for {}: {}.", docs::code(&scheme.name), value(scheme))];
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
            Scheme {
                ident: names::ident(&name),
                wire: scheme.name.clone(),
                docs: lines,
                kind,
                token_url,
                variables: variables.of_scheme(index),
            }
        })
        .collect()
}

/// Returns the description of a scheme's credential.
pub(super) fn value(scheme: &api::Scheme) -> String {
    match &scheme.kind {
        SchemeKind::Bearer(token) => (*token).to_owned(),
        SchemeKind::Basic => "a user name and a password".to_owned(),
        SchemeKind::Authorization(name) => {
            format!("the value after {} in the header `Authorization`", docs::code(name))
        }
        SchemeKind::HeaderKey(name) => format!("an API key, sent as the header {}", docs::code(name)),
        SchemeKind::QueryKey(name) => format!("an API key, sent as the query parameter {}", docs::code(name)),
        SchemeKind::CookieKey(name) => format!("an API key, sent as the cookie {}", docs::code(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::BUILDER_METHODS;

    #[test]
    fn reserves_the_methods_of_the_builder() {
        let source = include_str!("../../runtime/src/runtime/builder.rs");
        let items = syn::parse_file(source).map(|file| file.items).unwrap_or_default();
        let of_builder = items.iter().filter_map(|item| match item {
            syn::Item::Impl(item) if item.trait_.is_none() => Some(&item.items),
            _ => None,
        });
        let methods = of_builder.flatten().filter_map(|item| match item {
            syn::ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
            _ => None,
        });
        let methods: Vec<String> = methods.collect();
        assert!(methods.len() > 20, "{methods:?}");
        let missing: Vec<&String> =
            methods.iter().filter(|name| !BUILDER_METHODS.contains(&name.as_str())).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
