//! The model of a description, independent of a programming language: schemas, operations, parameters, bodies,
//! security. References are ids, `allOf` is merged, and nothing has a Rust name yet.

mod constraint;
mod enumeration;
mod extensions;
mod link;
mod operation;
mod origin;
mod part;
mod polling;
mod schema;
mod schemas;
mod scheme;
#[cfg(test)]
pub(crate) mod testing;
mod union;
mod usage;
mod walk;
mod xml;

pub use self::{
    constraint::Constraint,
    enumeration::{EnumBase, EnumValue, EnumValues, Enumeration},
    extensions::{
        DescribedNext, DescribedPages, DescribedRetry, Input, InputPlace, OperationExtensions, PageRole,
        RetryDelays,
    },
    link::{Link, LinkTarget},
    operation::{
        Body, Content, Encoding, Header, Location, Media, Method, Operation, Parameter, PropertyEncoding,
        Response, Returned, Status, Style, StyleForm, VendorNames,
    },
    origin::{Origin, Parent, Role},
    part::ApiPart,
    polling::{ConditionalPolling, FinalState, PollCondition, VendorPolling},
    schema::{
        Docs, GivenNames, GivenType, IntegerFormat, Object, Part, PartKind, Property, Schema, SchemaVariant,
        Shape, StringFormat,
    },
    schemas::{SchemaId, Schemas},
    scheme::{Endpoint, Scheme, SchemeKind},
    union::{Distinguisher, Kind, Member, Union},
    xml::Xml,
};
pub(crate) use self::{
    enumeration::scalar_text,
    part::RenamedScheme,
    usage::{Usage, Uses, is_patch},
};
use std::{collections::HashMap, sync::Arc};

use crate::load::Skipped;

/// Returns `true` if `name` is a token (RFC 9110, section 5.6.2), as header names are.
#[must_use]
pub fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Returns `true` for an absolute URL of HTTP.
#[must_use]
pub fn is_absolute(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// An OpenAPI description.
#[derive(Debug, Default)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// The terms, the contact and the license of `info`.
    pub info: Info,
    /// The descriptions that the API consists of; empty if it is one description.
    pub parts: Vec<ApiPart>,
    /// The other parts that have a component, in order, if several do.
    pub copies: HashMap<SchemaId, Vec<Arc<str>>>,
    /// `servers`
    pub servers: Vec<Server>,
    /// `tags`, in order.
    pub tags: Vec<Tag>,
    /// The security schemes, in order.
    pub schemes: Vec<Scheme>,
    /// The webhooks, in order, and the callbacks of operations.
    pub webhooks: Vec<Webhook>,
    /// Every schema, those of `components` first.
    pub schemas: Schemas,
    /// The operations, in order.
    pub operations: Vec<Operation>,
    /// The parameters of the description, each once.
    pub parameters: Vec<DescribedParameter>,
    /// The number of operations of the description, including skipped ones.
    pub total_operations: usize,
    /// The operations that are skipped so far.
    pub skipped: Vec<Skipped>,
}

/// A parameter of some operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribedParameter {
    /// The location in the request.
    pub location: Location,
    /// The name in the request, that of a header in lower case.
    pub name: String,
    /// `true` if each operation that has it requires it.
    pub required: bool,
    /// `true` if nearly every operation requires it.
    pub frequent: bool,
}

/// The people behind an API, and their terms. All texts are those of the description, and may be anything.
#[derive(Debug, Default)]
pub struct Info {
    /// `info.termsOfService`.
    pub terms_of_service: Option<String>,
    /// `info.contact.name`.
    pub contact_name: Option<String>,
    /// `info.contact.url`.
    pub contact_url: Option<String>,
    /// `info.contact.email`.
    pub contact_email: Option<String>,
    /// `info.license.identifier`, or else `info.license.name`.
    pub license: Option<String>,
}

/// A tag.
#[derive(Debug, Default)]
pub struct Tag {
    /// The name of the part that the tag belongs to, if the crate has parts.
    pub part: Option<Arc<str>>,
    /// The name.
    pub name: String,
    /// The documentation.
    pub description: Option<String>,
    /// The parent tag.
    pub parent: Option<String>,
}

/// A request that the server sends.
#[derive(Debug)]
pub struct Webhook {
    /// The name of the part of the crate that has it, if the crate has parts.
    pub part: Option<Arc<str>>,
    /// The name.
    pub name: String,
    /// The HTTP method.
    pub method: Method,
    /// The documentation.
    pub docs: Docs,
    /// The schema of the body.
    pub payload: SchemaId,
    /// `operationId`
    pub operation_id: Option<String>,
    /// The header parameters with a single value, by their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The value that names the event, if the settings list it.
    pub listed: Option<String>,
    /// `true` for a callback of an operation.
    pub is_callback: bool,
}

/// A server.
#[derive(Debug)]
pub struct Server {
    /// The name.
    pub name: Option<String>,
    /// The URL, with `{variables}`.
    pub url: String,
    /// The documentation.
    pub description: Option<String>,
    /// The variables.
    pub variables: Vec<ServerVariable>,
}

impl Server {
    /// Returns the URL with the defaults of the variables.
    #[must_use]
    pub fn default_url(&self) -> String {
        let mut url = self.url.clone();
        for variable in &self.variables {
            url = url.replace(&format!("{{{}}}", variable.name), &variable.default);
        }
        url
    }
}

/// A variable of a server's URL.
#[derive(Debug)]
pub struct ServerVariable {
    /// The name.
    pub name: String,
    /// The default value.
    pub default: String,
    /// The allowed values; empty if every value is allowed.
    pub values: Vec<String>,
    /// The documentation.
    pub description: Option<String>,
}
