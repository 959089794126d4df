//! Security schemes and the requirements of operations.

use std::collections::HashSet;

use indexmap::IndexSet;
use openapiv3::{APIKeyLocation, Components, SecurityRequirement, SecurityScheme};
use serde_json::Value;

use super::{parameters::is_transport_header, references};
use crate::{
    api::{Endpoint, Scheme, SchemeKind, is_absolute, is_token},
    diagnostics::{Code, Diagnostics, Pointer},
    load::{
        Unresolved,
        extensions::{DEVICE_FLOW, METADATA_URL, MUTUAL_TLS},
    },
};

/// Lowers the supported security schemes.
pub(super) fn lower_schemes(
    components: &Components,
    unresolved: &[Unresolved],
    diagnostics: &mut Diagnostics,
) -> Vec<Scheme> {
    let section = super::components_pointer("securitySchemes");
    let mut schemes = Vec::new();
    for (name, scheme) in &components.security_schemes {
        let at = section.key(name);
        let found = references::follow(
            scheme,
            &at,
            &references::Section { name: "securitySchemes", components: &components.security_schemes },
            unresolved,
            diagnostics,
        );
        let Ok((scheme, _)) = found else { continue };
        let kind = kind(scheme, &at, diagnostics);
        if kind.as_ref().is_some_and(|kind| !sendable(kind)) {
            let message = "a key cannot be sent by this name; the client has no method for it";
            let help = "use the name of a header or a cookie that HTTP does not use for the connection";
            diagnostics.push_with_help(Code::SECURITY_SCHEME, &at.key("name"), message, help);
        }
        if let Some(kind) = kind.filter(sendable) {
            let description = description(scheme).map(str::to_owned);
            let of_client = client_token_url(scheme);
            let client_credentials = of_client.is_some();
            let token_url = of_client.or_else(|| user_token_url(scheme)).cloned();
            let endpoints = endpoints(scheme, token_url.as_deref());
            let is_oauth2 =
                matches!(scheme, SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. });
            let name = name.clone();
            schemes.push(Scheme {
                name,
                part: None,
                description,
                kind,
                token_url,
                client_credentials,
                is_oauth2,
                endpoints,
            });
        }
    }
    schemes
}

/// Returns the kind of a scheme. A scheme that the client cannot use is reported.
fn kind(scheme: &SecurityScheme, at: &Pointer, diagnostics: &mut Diagnostics) -> Option<SchemeKind> {
    match scheme {
        SecurityScheme::APIKey { location, name, .. } => Some(match location {
            APIKeyLocation::Header => SchemeKind::HeaderKey(name.clone()),
            APIKeyLocation::Query => SchemeKind::QueryKey(name.clone()),
            APIKeyLocation::Cookie => SchemeKind::CookieKey(name.clone()),
        }),
        SecurityScheme::HTTP { extensions, .. } if extensions.contains_key(MUTUAL_TLS) => {
            let message = "`mutualTLS` needs a client certificate, which the generated client does not set";
            let help = "pass a `reqwest::Client` with the certificate to `ClientBuilder::http_client`";
            diagnostics.push_with_help(Code::SECURITY_SCHEME, at, message, help);
            None
        }
        SecurityScheme::HTTP { scheme, .. } => match scheme.to_ascii_lowercase().as_str() {
            "bearer" => Some(SchemeKind::Bearer("a bearer token")),
            "basic" => Some(SchemeKind::Basic),
            _ if is_token(scheme) => Some(SchemeKind::Authorization(scheme.clone())),
            other => {
                let message = format!("`{other}` is not a valid HTTP authentication scheme");
                diagnostics.push(Code::SECURITY_SCHEME, &at.key("scheme"), message);
                None
            }
        },
        SecurityScheme::OAuth2 { .. } => Some(SchemeKind::Bearer("an OAuth 2.0 access token")),
        SecurityScheme::OpenIDConnect { .. } => Some(SchemeKind::Bearer("an OpenID Connect token")),
    }
}

/// Returns the description of a scheme.
fn description(scheme: &SecurityScheme) -> Option<&str> {
    match scheme {
        SecurityScheme::APIKey { description, .. }
        | SecurityScheme::HTTP { description, .. }
        | SecurityScheme::OAuth2 { description, .. }
        | SecurityScheme::OpenIDConnect { description, .. } => description.as_deref(),
    }
}

/// Returns the token URL for an application itself, if it is absolute.
fn client_token_url(scheme: &SecurityScheme) -> Option<&String> {
    let SecurityScheme::OAuth2 { flows, .. } = scheme else { return None };
    flows.client_credentials.as_ref().map(|flow| &flow.token_url).filter(|url| is_absolute(url))
}

/// Returns the token URL for a user, if it is absolute.
fn user_token_url(scheme: &SecurityScheme) -> Option<&String> {
    let SecurityScheme::OAuth2 { flows, .. } = scheme else { return None };
    let of_user = flows.authorization_code.as_ref().map(|flow| &flow.token_url);
    let of_password = flows.password.as_ref().map(|flow| &flow.token_url);
    let all = [of_user, device_url(scheme, "tokenUrl"), of_password];
    all.into_iter().flatten().find(|url| is_absolute(url))
}

/// Returns a URL of the flow for devices.
fn device_url<'a>(scheme: &'a SecurityScheme, key: &str) -> Option<&'a String> {
    let SecurityScheme::OAuth2 { extensions, .. } = scheme else { return None };
    match extensions.get(DEVICE_FLOW)?.get(key)? {
        Value::String(url) => Some(url),
        _ => None,
    }
}

/// Returns the absolute URLs of the authorization server, beside `token_url`.
fn endpoints(scheme: &SecurityScheme, token_url: Option<&str>) -> Vec<(Endpoint, String)> {
    let all = match scheme {
        SecurityScheme::OAuth2 { flows, extensions, .. } => {
            let code = flows.authorization_code.as_ref();
            let of_flows = [
                code.and_then(|flow| flow.refresh_url.as_ref()),
                flows.client_credentials.as_ref().and_then(|flow| flow.refresh_url.as_ref()),
                flows.password.as_ref().and_then(|flow| flow.refresh_url.as_ref()),
                device_url(scheme, "refreshUrl"),
            ];
            let refresh = of_flows.into_iter().flatten().find(|url| is_absolute(url));
            let metadata = match extensions.get(METADATA_URL) {
                Some(Value::String(url)) => Some(url),
                _ => None,
            };
            vec![
                (Endpoint::Authorization, code.map(|flow| &flow.authorization_url)),
                (Endpoint::Device, device_url(scheme, "deviceAuthorizationUrl")),
                (Endpoint::Refresh, refresh.filter(|url| token_url != Some(url.as_str()))),
                (Endpoint::Metadata, metadata),
            ]
        }
        SecurityScheme::OpenIDConnect { open_id_connect_url, .. } => {
            vec![(Endpoint::OpenIdConnect, Some(open_id_connect_url))]
        }
        SecurityScheme::APIKey { .. } | SecurityScheme::HTTP { .. } => Vec::new(),
    };
    let absolute =
        all.into_iter().filter_map(|(kind, url)| Some((kind, url.filter(|url| is_absolute(url))?)));
    absolute.map(|(kind, url)| (kind, url.clone())).collect()
}

/// Returns `true` if a header can carry a key: its name is valid and has no other use in HTTP.
fn sendable(kind: &SchemeKind) -> bool {
    match kind {
        SchemeKind::HeaderKey(name) => is_token(name) && !is_transport_header(name),
        SchemeKind::CookieKey(name) => is_token(name),
        _ => true,
    }
}

/// Returns the alternatives of `requirements` without unsupported schemes, and all scopes.
pub(super) fn lower_requirements(
    requirements: &[SecurityRequirement],
    schemes: &HashSet<&str>,
) -> (Vec<Vec<String>>, Vec<String>) {
    let mut alternatives: IndexSet<Vec<String>> = IndexSet::new();
    let mut all_scopes: IndexSet<String> = IndexSet::new();
    for requirement in requirements {
        let known = |name: &&String| schemes.contains(name.as_str());
        alternatives.insert(requirement.keys().filter(known).cloned().collect());
        all_scopes.extend(requirement.values().flatten().cloned());
    }
    (alternatives.into_iter().collect(), all_scopes.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use crate::{Source, read};

    #[test]
    fn sends_no_key_as_a_header_of_the_connection() {
        for (place, name, expected) in [
            ("header", "X-Key", 1),
            ("header", "Authorization", 1),
            ("header", "Host", 0),
            ("header", "transfer-encoding", 0),
            ("header", "X Key", 0),
            ("cookie", "Host", 1),
            ("cookie", "a;b", 0),
        ] {
            let text = format!(
                "
openapi: 3.1.0
info: {{ title: Pets, version: '1' }}
paths: {{}}
components: {{ securitySchemes: {{ key: {{ type: apiKey, in: {place}, name: '{name}' }} }} }}
"
            );
            let (api, diagnostics) = read(&Source::new("pets.yaml", text));
            let schemes = api.map_or(0, |api| api.schemes.len());
            assert_eq!((schemes, diagnostics.len()), (expected, 1 - expected), "{place} {name}");
        }
    }
}
