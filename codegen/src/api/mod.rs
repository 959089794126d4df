//! What a description says, in no programming language: schemas, operations, parameters, bodies,
//! security. References are ids here, `allOf` is merged, and nothing has a Rust name yet.

mod constraint;
mod enumeration;
mod operation;
mod schema;
#[cfg(test)]
pub(crate) mod testing;
mod union;
mod walk;
mod xml;

pub(crate) use self::enumeration::scalar_text;
pub use self::{
    constraint::Constraint,
    enumeration::{EnumBase, EnumValue, Enumeration},
    operation::{
        Body, Content, Encoding, Header, Location, Media, Method, Operation, Parameter, PropertyEncoding,
        Response, Scheme, SchemeKind, Status, Style, StyleForm,
    },
    schema::{
        Docs, IntegerFormat, Object, Origin, Parent, Part, PartKind, Property, Role, Schema, SchemaId,
        SchemaVariant, Schemas, Shape, StringFormat,
    },
    union::{Distinguisher, Kind, Member, Union},
    xml::Xml,
};
use crate::load::Skipped;

/// Whether `name` is a token (RFC 9110, section 5.6.2), as the names of headers are.
#[must_use]
pub fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Whether a URL is whole: one of HTTP, with its scheme.
#[must_use]
pub fn is_absolute(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// A description.
#[derive(Debug)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// `servers`
    pub servers: Vec<Server>,
    /// `tags`, in order.
    pub tags: Vec<Tag>,
    /// The security schemes, in order.
    pub schemes: Vec<Scheme>,
    /// What the server sends by itself, in order.
    pub webhooks: Vec<Webhook>,
    /// Every schema, those of `components` first.
    pub schemas: Schemas,
    /// The operations, in order.
    pub operations: Vec<Operation>,
    /// How many operations the description has, those included that are skipped.
    pub total_operations: usize,
    /// The operations that are left out so far.
    pub skipped: Vec<Skipped>,
}

/// A tag of operations.
#[derive(Debug)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// What is said about it.
    pub description: Option<String>,
    /// The tag that it belongs to.
    pub parent: Option<String>,
}

/// What the server sends by itself.
#[derive(Debug)]
pub struct Webhook {
    /// Its name.
    pub name: String,
    /// The HTTP method that it comes with.
    pub method: Method,
    /// What is said about it.
    pub docs: Docs,
    /// What it sends.
    pub payload: SchemaId,
}

/// A server.
#[derive(Debug)]
pub struct Server {
    /// Its name.
    pub name: Option<String>,
    /// Its URL, with `{variables}`.
    pub url: String,
    /// What is said about it.
    pub description: Option<String>,
    /// Its variables.
    pub variables: Vec<ServerVariable>,
}

impl Server {
    /// The URL, each variable replaced by its default.
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
    /// Its name.
    pub name: String,
    /// What it is unless it is set.
    pub default: String,
    /// What it may be; anything when that is not listed.
    pub values: Vec<String>,
    /// What is said about it.
    pub description: Option<String>,
}
