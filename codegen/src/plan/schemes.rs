//! Security schemes, as methods of the client's builder.

use super::{
    docs,
    environment::VariableNames,
    names::{self, Scope},
};
use crate::{
    api::{self, Api, Endpoint, SchemeKind},
    naming::{Memory, places},
    rust::{self, EndpointUrl, Scheme},
};

/// The methods of `ClientBuilder`, also the private ones.
const BUILDER_METHODS: [&str; 32] = [
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
    "parameter",
    "retry",
    "retry_budget",
    "rate_limit",
    "max_in_flight",
    "limit_timeout",
    "max_response_body",
    "lenient",
    "layers",
    "credential",
    "propagator",
    "recording",
    "build",
    "build_blocking",
    "build_mock",
    "build_mock_with_examples",
    "build_with",
    "default_transport",
    "mock",
    "clone",
];

/// Plans a method for each security scheme. Also returns the scope of the methods.
pub(super) fn plan_schemes(api: &Api, memory: &Memory, variables: &VariableNames) -> (Vec<Scheme>, Scope) {
    let mut scope = Scope::with_names(&BUILDER_METHODS);
    let sources: Vec<String> = api.schemes.iter().map(|scheme| places::credential(&scheme.name)).collect();
    scope.reserve(memory.names("ClientBuilder"), sources.iter().map(String::as_str));
    let schemes = api
        .schemes
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
            let constant = |end: &str, purpose: &str, url: &String| {
                let constant = format!("{}_{end}", name.trim_start_matches("r#").to_uppercase());
                let line = format!("{purpose} for {}.", docs::code(&scheme.name));
                EndpointUrl { ident: names::ident(&constant), docs: vec![line], url: url.clone() }
            };
            let token_url =
                scheme.token_url.as_ref().map(|url| constant("TOKEN_URL", "The token endpoint", url));
            let endpoints = scheme.endpoints.iter().map(|(endpoint, url)| {
                let (end, purpose) = constant_of(*endpoint);
                constant(end, purpose, url)
            });
            if let Some(EndpointUrl { ident, .. }) = &token_url {
                let sentence = "With the feature `oauth2`, an `OAuth2` renews it from";
                docs::paragraph(&mut lines, vec![format!("{sentence} [`{ident}`].")]);
            }
            Scheme {
                ident: names::ident(&name),
                wire: scheme.name.clone(),
                docs: lines,
                kind,
                endpoints: endpoints.collect(),
                token_url,
                variables: variables.of_scheme(index),
            }
        })
        .collect();
    (schemes, scope)
}

/// Returns the end of the name of an endpoint's constant, and its purpose. No end is the end of another one, so that
/// constants of different schemes differ.
fn constant_of(endpoint: Endpoint) -> (&'static str, &'static str) {
    match endpoint {
        Endpoint::Authorization => ("AUTHORIZATION_URL", "The authorization endpoint"),
        Endpoint::Device => ("DEVICE_URL", "The device authorization endpoint"),
        Endpoint::Refresh => ("REFRESH_URL", "The endpoint for refresh tokens"),
        Endpoint::Metadata => ("METADATA_URL", "The URL of the authorization server's metadata"),
        Endpoint::OpenIdConnect => ("OPENID_CONNECT_URL", "The URL of the OpenID provider's metadata"),
    }
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
    use super::{BUILDER_METHODS, constant_of};
    use crate::api::Endpoint;

    #[test]
    fn names_no_two_constants_alike() {
        let endpoints = [
            Endpoint::Authorization,
            Endpoint::Device,
            Endpoint::Refresh,
            Endpoint::Metadata,
            Endpoint::OpenIdConnect,
        ];
        let ends: Vec<&str> =
            endpoints.into_iter().map(|one| constant_of(one).0).chain(["TOKEN_URL"]).collect();
        for end in &ends {
            let same = ends.iter().filter(|other| format!("_{end}").ends_with(&format!("_{other}")));
            assert_eq!(
                same.count(),
                1,
                "{end}: a scheme could have the name of another one with a part of this"
            );
        }
    }

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
