//! Credentials: a request has to have one that its operation takes. Any value is valid, because there are no accounts.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use clientwright_codegen::api::{Api, Operation, SchemeKind};
use http::{Request, header};

use crate::{
    problem::Problem,
    text::{cookies, query_pairs},
};

pub(crate) fn check(api: &Api, operation: &Operation, request: &Request<Bytes>) -> Result<(), Problem> {
    let kind =
        |name: &String| api.schemes.iter().find(|scheme| scheme.name == *name).map(|scheme| &scheme.kind);
    // A scheme that the description does not define cannot be required.
    let has = |name: &String| kind(name).is_none_or(|kind| is_present(kind, request));
    if operation.security.is_empty() || operation.security.iter().any(|schemes| schemes.iter().all(has)) {
        return Ok(());
    }
    let alternatives: Vec<String> = operation.security.iter().map(|schemes| schemes.join(" and ")).collect();
    let challenge = operation.security.iter().flatten().find_map(|name| match kind(name)? {
        SchemeKind::Bearer(_) => Some("Bearer".to_owned()),
        SchemeKind::Basic => Some("Basic realm=\"mock\"".to_owned()),
        SchemeKind::Authorization(name) => Some(name.clone()),
        _ => None,
    });
    Err(Problem::no_credential(&alternatives.join(", or "), challenge.as_deref()))
}

fn is_present(kind: &SchemeKind, request: &Request<Bytes>) -> bool {
    let authorization = |scheme: &str| {
        let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
        let (found, credential) = value.split_once(' ')?;
        (found.eq_ignore_ascii_case(scheme) && !credential.trim().is_empty())
            .then(|| credential.trim().to_owned())
    };
    match kind {
        SchemeKind::Bearer(_) => authorization("Bearer").is_some(),
        SchemeKind::Basic => authorization("Basic")
            .and_then(|credential| BASE64_STANDARD.decode(credential).ok())
            .is_some_and(|pair| pair.contains(&b':')),
        SchemeKind::Authorization(name) => authorization(name).is_some(),
        SchemeKind::HeaderKey(name) => request.headers().get(name).is_some_and(|value| !value.is_empty()),
        SchemeKind::QueryKey(name) => query_pairs(request.uri().query().unwrap_or_default())
            .any(|(key, value)| key == *name && !value.is_empty()),
        SchemeKind::CookieKey(name) => cookies(request.headers()).any(|(key, _)| key == *name),
    }
}
