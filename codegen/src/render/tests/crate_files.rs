use std::collections::BTreeSet;

use super::file;
use crate::{
    emit::Unit,
    render::render,
    rust::{
        Alias, Condition, Crate, Environment, Feature, Namespace, RuntimeModule, Scheme, SchemeKind, Server,
        ServerField, Type, Variables, runtime_files_if,
        testing::{empty_crate, ident, operation},
    },
};

#[test]
fn emits_the_exports_of_features_and_modules() {
    let krate = Crate {
        features: BTreeSet::from([Feature::OAuth2, Feature::Tower]),
        parts: BTreeSet::from([RuntimeModule::Base64Url, RuntimeModule::Model, RuntimeModule::Pages]),
        ..empty_crate()
    };
    let expected = r#"//! Pets.

#![forbid(unsafe_code)]

mod client;
#[cfg(feature = "mock")]
mod mock;
pub mod models;
pub mod operations;
#[doc(hidden)]
pub mod runtime;
/// The packages whose types are in the API of this crate, in the versions that it uses.
pub mod types {
    pub use ::{bytes, http, serde_json};
}

pub use client::BASE_URL;
#[cfg(feature = "oauth2")]
pub use runtime::{
    oauth2::{OAuth2, OAuth2Error, TokenStore, Tokens},
    oauth2_assertion::ClientAssertion,
};
#[cfg(feature = "tower")]
pub use runtime::tower_transport::{ServiceTransport, TransportService};
pub use runtime::{
    body::{Body, Source},
    client_parameters::ClientParameter,
    credentials::{Credential, Credentials, SourceError, Token, TokenSource},
    error::{DecodeError, Error, RequestError, TransportError, TransportErrorKind},
    error_view::ErrorKind, operation::{IdempotencyKey, Operation, Security},
    rate_limit::{RateLimit, Reset},
    raw_response::{Binary, Decode, Empty, Json, Outcome, RawResponse, Text},
    request::Request, response::{Attempts, Response, Warning},
    secret::Secret, transport::{BoxFuture, PathTemplate, RequestTimeout, Transport},
};
pub use runtime::base64::Base64Url;
#[cfg(feature = "client")]
pub use runtime::pages::{Items, NextPage, Pages, Paginated, Pagination};
"#;
    assert_eq!(file(&krate, Unit::Lib), expected);
}

#[test]
fn emits_the_modules_and_macros_of_the_runtime() {
    let krate = Crate {
        features: BTreeSet::from([Feature::Tracing]),
        parts: BTreeSet::from([RuntimeModule::Model, RuntimeModule::Style]),
        operations: vec![operation()],
        ..empty_crate()
    };
    let expected = r#"//! The code that all operations and models share.

#[cfg(feature = "tracing")]
mod trace;
pub mod body;
pub mod client_parameters;
pub mod credentials;
pub mod error;
mod error_text;
pub mod error_view;
pub mod lenient;
pub mod locate;
pub mod model;
pub mod operation;
pub mod rate_limit;
pub mod raw_response;
pub mod request;
pub mod response;
pub mod secret;
pub mod slots;
pub mod style;
pub mod transport;

pub(crate) use self::model::model;
pub use self::{
    client_parameters::ClientParameter, operation::{IdempotencyKey, Operation, Security},
    raw_response::{Binary, DocumentedError, Empty, Json, Outcome, RawResponse, Text},
    request::Request,
};
pub use self::style::Style;
"#;
    assert_eq!(file(&krate, Unit::Runtime), expected);
}

#[test]
fn copies_the_files_of_the_runtime_that_the_crate_needs() {
    let krate = Crate { parts: BTreeSet::from([RuntimeModule::Xml]), ..empty_crate() };
    let files = render(&krate, usize::MAX).ok().flatten().map(|rendered| rendered.files).unwrap_or_default();
    let always = runtime_files_if(Condition::Always).map(|file| file.name);
    let mut expected: Vec<String> = always
        .chain(["mod", "xml", "xml_read", "xml_write"])
        .map(|name| format!("src/runtime/{name}.rs"))
        .collect();
    expected.sort();
    let copied: Vec<&String> = files.keys().filter(|path| path.starts_with("src/runtime/")).collect();
    assert_eq!(copied, expected.iter().collect::<Vec<_>>());
}

#[test]
fn emits_the_base_url_and_the_methods_of_security_schemes() {
    let scheme = Scheme {
        ident: ident("api_key"),
        wire: "apiKey".to_owned(),
        docs: vec!["Sets the key.".to_owned()],
        kind: SchemeKind::Header("x-key".to_owned()),
        token_url: None,
        endpoints: Vec::new(),
        variables: vec![Variables::Value("PETS_API_KEY".to_owned())],
    };
    let environment = Environment {
        base_url: "PETS_BASE_URL".to_owned(),
        needed: vec![vec!["apiKey".to_owned()]],
        docs: vec!["- `PETS_API_KEY`: a key".to_owned()],
    };
    let krate = Crate { schemes: vec![scheme], environment, lenient: true, ..empty_crate() };
    let expected = r#"#[cfg(feature = "client")]
use crate::runtime::{
    builder::ClientBuilder, client::Client, environment::{Environment, Variables},
    error::RequestError,
};

/// The default base URL. It is empty if the description has no absolute server URL.
pub const BASE_URL: &str = "https://example.org";

#[cfg(feature = "client")]
impl Client {
    /// Returns a builder for a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new(
                BASE_URL,
                concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
                &[],
            )
            .lenient(true)
    }

    /// Creates a client from the environment, with the default transport:
    ///
    /// - `PETS_API_KEY`: a key
    ///
    /// # Errors
    /// [`RequestError::Environment`] if a variable is empty or not Unicode, or the credential that
    /// operations need is missing. Also the errors of [`ClientBuilder::build`].
    pub fn from_env() -> Result<Client, RequestError> {
        ClientBuilder::from_env()?.build()
    }
}

#[cfg(feature = "client")]
impl ClientBuilder {
    /// Creates a builder from the variables of [`Client::from_env`].
    ///
    /// # Errors
    /// [`RequestError::Environment`] if a variable is empty or not Unicode, or the credential that
    /// operations need is missing.
    pub fn from_env() -> Result<ClientBuilder, RequestError> {
        ENVIRONMENT.configure(Client::builder())
    }
}

#[cfg(feature = "client")]
const ENVIRONMENT: Environment = Environment {
    base_url: "PETS_BASE_URL",
    credentials: &[
        Variables::One("apiKey", "PETS_API_KEY", |builder, value| builder.api_key(value)),
    ],
    needed: &[&["apiKey"]],
};

#[cfg(feature = "client")]
impl ClientBuilder {
    /// Sets the key.
    pub fn api_key(self, key: impl Into<crate::Token>) -> Self {
        self.credential("apiKey", crate::Credential::header("x-key", key))
    }
}
"#;
    assert_eq!(file(&krate, Unit::Client), expected);
}

#[test]
fn emits_servers_as_constants_or_structs() {
    let server = |name: &str, url: &str, fields: Vec<ServerField>| Server {
        ident: ident(name),
        docs: Vec::new(),
        url: url.to_owned(),
        fields,
    };
    let region = ServerField {
        ident: ident("region"),
        wire: "region".to_owned(),
        default: "eu".to_owned(),
        docs: vec!["The region.".to_owned()],
    };
    let servers = vec![
        server("MAIN", "https://example.org", Vec::new()),
        server("Regional", "https://{region}.example.org", vec![region]),
    ];
    let expected = r#"//! The servers of the description, as values for `ClientBuilder::base_url`.

pub const MAIN: &str = "https://example.org";

#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Regional {
    /// The region.
    pub region: String,
}

crate::runtime::server! {
    Regional {
        region: "region" = "eu",
    } at "https://{region}.example.org"
}
"#;
    assert_eq!(file(&Crate { servers, ..empty_crate() }, Unit::Servers), expected);
}

#[test]
fn emits_webhooks_as_aliases() {
    let webhook = Alias {
        reexport: false,
        ident: ident("PetCreated"),
        source: "webhook petCreated POST".to_owned(),
        docs: vec!["A pet was created.".to_owned()],
        ty: Type::Named(Namespace::Models, ident("Pet")),
    };
    let expected = "\
//! The webhooks, which the server sends.

use crate::models;

/// A pet was created.
pub type PetCreated = models::Pet;
";
    assert_eq!(file(&Crate { webhooks: vec![webhook], ..empty_crate() }, Unit::Webhooks), expected);
}

#[test]
fn emits_the_table_of_a_mock_for_each_operation() {
    let krate = Crate { operations: vec![operation()], ..empty_crate() };
    let text = file(&krate, Unit::Mock);
    let table = r#"
crate::runtime::mock! {
    list_pets operations::ListPets {
        body: () as json,
        success 204: "" => runtime::Empty,
    }
}
"#;
    assert!(text.ends_with(table), "{text}");
    assert!(text.contains("pub fn build_mock_with_examples("), "{text}");
}

#[test]
fn bounds_the_bytes_of_a_crate() {
    let krate = empty_crate();
    let rendered = |max_bytes: usize| render(&krate, max_bytes).ok().flatten().map(|rendered| rendered.files);
    let bytes = rendered(usize::MAX).map_or(0, |files| files.values().map(String::len).sum());
    assert!(rendered(bytes).is_some());
    assert!(rendered(bytes - 1).is_none());
    assert!(rendered(0).is_none());
}
