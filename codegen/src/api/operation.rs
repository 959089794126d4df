use std::fmt;

use serde_json::Value;

use super::{Docs, SchemaId};
use crate::diagnostics::Pointer;

/// An operation.
#[derive(Debug)]
pub struct Operation {
    /// Where it is in the description.
    pub pointer: Pointer,
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub path: String,
    /// `operationId`.
    pub id: Option<String>,
    /// `tags`.
    pub tags: Vec<String>,
    /// What is said about it.
    pub docs: Docs,
    /// The parameters, in order, the path item's first.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The answers, in order.
    pub responses: Vec<Response>,
    /// The server that it has instead of the description's, its variables replaced by their defaults.
    pub server: Option<String>,
    /// The alternatives of security schemes: one of them, and of that all.
    pub security: Vec<Vec<String>>,
    /// The scopes that any of them asks for.
    pub scopes: Vec<String>,
}

impl Operation {
    /// Returns the request bodies, one for each media type.
    pub fn request_contents(&self) -> impl Iterator<Item = &Content> {
        self.body.iter().flat_map(|body| &body.contents)
    }

    /// Returns the response bodies, one for each status and media type.
    pub fn response_contents(&self) -> impl Iterator<Item = &Content> {
        self.responses.iter().flat_map(|response| &response.contents)
    }

    /// Returns the headers of all responses.
    pub fn response_headers(&self) -> impl Iterator<Item = &Header> {
        self.responses.iter().flat_map(|response| &response.headers)
    }

    /// Returns the request bodies, then the response bodies.
    pub fn contents(&self) -> impl Iterator<Item = &Content> {
        self.request_contents().chain(self.response_contents())
    }

    /// Returns every schema that the operation uses directly: of its parameters, bodies and response headers.
    pub fn schemas(&self) -> impl Iterator<Item = SchemaId> {
        let parameters = self.parameters.iter().map(|parameter| parameter.schema);
        let contents = self.contents().map(|content| content.schema);
        parameters.chain(contents).chain(self.response_headers().map(|header| header.schema))
    }

    pub(crate) fn request_contents_mut(&mut self) -> impl Iterator<Item = &mut Content> {
        self.body.iter_mut().flat_map(|body| &mut body.contents)
    }

    /// Returns the request bodies, then the response bodies with their statuses.
    pub(crate) fn contents_mut(&mut self) -> impl Iterator<Item = (Option<Status>, &mut Content)> {
        let requests = self.body.iter_mut().flat_map(|body| &mut body.contents);
        let responses = self.responses.iter_mut().flat_map(|response| {
            let status = response.status;
            response.contents.iter_mut().map(move |content| (Some(status), content))
        });
        requests.map(|content| (None, content)).chain(responses)
    }

    /// Whether an answer with this status has no content, whatever the description says: RFC 9110, sections 9.3.2, 15.3.5,
    /// 15.3.6 and 15.4.5.
    #[must_use]
    pub fn is_bodiless(&self, status: Status) -> bool {
        self.method.as_str() == "HEAD" || matches!(status, Status::Code(204 | 205 | 304))
    }
}

/// An HTTP method, as HTTP writes it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Method(String);

impl Method {
    /// The method of this name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A parameter.
#[derive(Debug)]
pub struct Parameter {
    /// Where it is in the description.
    pub pointer: Pointer,
    /// Its name.
    pub name: String,
    /// Where it goes.
    pub location: Location,
    /// How its value is written.
    pub encoding: Encoding,
    /// Whether the request has to have it.
    pub required: bool,
    /// Its value.
    pub schema: SchemaId,
    /// What is said about it.
    pub docs: Docs,
    /// What is sent unless it is set; only for a required one.
    pub default: Option<Value>,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// Into the path template.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
    /// Into a cookie.
    Cookie,
    /// As all of the query.
    QueryString,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::QueryString => "query string",
        })
    }
}

/// How a parameter's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// In a style.
    Style(Style),
    /// As JSON.
    Json,
}

/// A style (OpenAPI 3.0.4, "Style Values").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// `style`
    pub form: StyleForm,
    /// Whether each element of a list and each entry of an object stands by itself.
    pub explode: bool,
    /// Whether what RFC 3986 reserves stands as it is.
    pub reserved: bool,
}

/// `style`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are the standard's own names")]
pub enum StyleForm {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    /// `collectionFormat: tsv`, of Swagger 2.0.
    TabDelimited,
    DeepObject,
    /// OpenAPI 3.2.
    Cookie,
}

/// A request body.
#[derive(Debug)]
pub struct Body {
    /// Where it is in the description.
    pub pointer: Pointer,
    /// Whether the request has to have it.
    pub required: bool,
    /// What it may be: one of these.
    pub contents: Vec<Content>,
    /// What is said about it.
    pub description: Option<String>,
}

/// A body in one media type.
#[derive(Debug)]
pub struct Content {
    /// The media type.
    pub media_type: String,
    /// How it is encoded.
    pub media: Media,
    /// What it holds.
    pub schema: SchemaId,
    /// How single properties of a form or of parts are encoded.
    pub encodings: Vec<PropertyEncoding>,
    /// What the description shows as one, which may be something else.
    pub example: Option<Value>,
}

/// How a property of a form or of parts is encoded (OpenAPI 3.0.4, "Encoding Object").
#[derive(Debug, Clone)]
pub struct PropertyEncoding {
    /// The property.
    pub name: String,
    /// In a form, its style.
    pub style: Option<Style>,
    /// Of a part, its media type.
    pub media_type: Option<String>,
}

/// How a body is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// As JSON.
    Json,
    /// As `application/x-www-form-urlencoded`.
    Form,
    /// As several parts.
    Multipart,
    /// As XML.
    Xml,
    /// As text.
    Text,
    /// As it is.
    Binary,
    /// As server-sent events.
    Events,
    /// As a JSON value a line.
    Lines,
}

/// What the server answers with a status.
#[derive(Debug)]
pub struct Response {
    /// The status, or statuses.
    pub status: Status,
    /// What is said about it.
    pub description: String,
    /// The body, where there is one: one of these, by its media type.
    pub contents: Vec<Content>,
    /// The headers that are described.
    pub headers: Vec<Header>,
}

/// A header of an answer.
#[derive(Debug)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value.
    pub schema: SchemaId,
    /// What is said about it.
    pub docs: Docs,
}

/// The statuses that an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// One.
    Code(u16),
    /// A hundred of them, by the first digit.
    Range(u16),
    /// All that are not documented otherwise.
    Default,
}

impl Status {
    /// Whether it is a success, by RFC 9110, section 15.
    #[must_use]
    pub fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Range(2))
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => code.fmt(f),
            Self::Range(digit) => write!(f, "{digit}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A security scheme.
#[derive(Debug)]
pub struct Scheme {
    /// Its key in `components.securitySchemes`.
    pub name: String,
    /// What is said about it.
    pub description: Option<String>,
    /// What it takes.
    pub kind: SchemeKind,
    /// Where an authorization server gives tokens for it.
    pub token_url: Option<String>,
}

/// What a security scheme takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// A token in `Authorization: Bearer …`; the kind of token, in words.
    Bearer(&'static str),
    /// A user's name and password.
    Basic,
    /// What any other scheme of `Authorization` takes.
    Authorization(String),
    /// A key in the header of this name.
    HeaderKey(String),
    /// A key in the query parameter of this name.
    QueryKey(String),
    /// A key in the cookie of this name.
    CookieKey(String),
}
