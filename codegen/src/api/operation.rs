use std::{fmt, sync::Arc};

use serde_json::Value;

use super::{Docs, Link, OperationExtensions, PageRole, SchemaId, VendorPolling};
use crate::diagnostics::Pointer;

/// An operation.
#[derive(Debug)]
pub struct Operation {
    /// The location in the description.
    pub pointer: Pointer,
    /// The name of the part of the crate that the operation belongs to, if the crate has parts.
    pub part: Option<Arc<str>>,
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub path: String,
    /// `operationId`.
    pub id: Option<String>,
    /// `tags`.
    pub tags: Vec<String>,
    /// The documentation.
    pub docs: Docs,
    /// The parameters, in order, the path item's first.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The responses, in order.
    pub responses: Vec<Response>,
    /// The number of things that a success response of a `GET` request contains, as far as its schema shows it.
    pub returned: Option<Returned>,
    /// The URL of the operation's own server, with the defaults of the variables.
    pub server: Option<String>,
    /// The alternatives of security schemes. All schemes of one alternative are required.
    pub security: Vec<Vec<String>>,
    /// The scopes of all alternatives.
    pub scopes: Vec<String>,
    /// The names in extensions of vendors.
    pub names: VendorNames,
    /// The statements of vendors' extensions.
    pub extensions: OperationExtensions,
    /// The polling in extensions of vendors.
    pub polling: VendorPolling,
}

/// The names of an operation in extensions, each with the extension.
#[derive(Debug, Clone, Default)]
pub struct VendorNames {
    /// The method.
    pub method: Option<(&'static str, String)>,
    /// The resource, outermost part first.
    pub resource: Option<(&'static str, Vec<String>)>,
}

/// The number of things that a response contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returned {
    /// One object.
    One,
    /// A list.
    Many,
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

    /// Returns `true` if a response with this status never has a body (RFC 9110, sections 9.3.2, 15.3.5, 15.3.6 and
    /// 15.4.5).
    #[must_use]
    pub fn is_bodiless(&self, status: Status) -> bool {
        self.method.as_str() == "HEAD" || matches!(status, Status::Code(204 | 205 | 304))
    }
}

/// An HTTP method, as HTTP writes it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Method(String);

impl Method {
    /// Creates the method with this name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name.
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
    /// The location in the description.
    pub pointer: Pointer,
    /// The name.
    pub name: String,
    /// The location in the request.
    pub location: Location,
    /// The encoding of the value.
    pub encoding: Encoding,
    /// `true` if the request requires it.
    pub required: bool,
    /// The schema of the value.
    pub schema: SchemaId,
    /// The documentation.
    pub docs: Docs,
    /// The default value of a required parameter.
    pub default: Option<Value>,
    /// The example of the description, if it is a short scalar. It may not match the schema.
    pub example: Option<Value>,
    /// The purpose in a pagination, as an extension gives it.
    pub page_role: Option<PageRole>,
}

/// The location of a parameter in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

/// The encoding of a parameter's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// In a style of the standard.
    Style(Style),
    /// As JSON.
    Json,
}

/// A style (OpenAPI 3.0.4, "Style Values").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// `style`
    pub form: StyleForm,
    /// `true` if each element of a list and each entry of an object is written separately.
    pub explode: bool,
    /// `true` if characters that RFC 3986 reserves are not encoded.
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
    /// The location in the description.
    pub pointer: Pointer,
    /// `true` if the request requires it.
    pub required: bool,
    /// The alternatives, one for each media type.
    pub contents: Vec<Content>,
    /// The documentation.
    pub description: Option<String>,
    /// The name that an extension gives the body.
    pub name: Option<String>,
}

/// A body in one media type.
#[derive(Debug)]
pub struct Content {
    /// The media type.
    pub media_type: String,
    /// The encoding.
    pub media: Media,
    /// The schema.
    pub schema: SchemaId,
    /// The encodings of single properties of a form or a multipart body.
    pub encodings: Vec<PropertyEncoding>,
    /// The example of the description, which may not match the schema.
    pub example: Option<Value>,
    /// The data of the event that ends a stream of events, as an extension gives it.
    pub sentinel: Option<String>,
}

/// The encoding of a property of a form or a multipart body (OpenAPI 3.0.4, "Encoding Object").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyEncoding {
    /// The name of the property.
    pub name: String,
    /// The style of a property of a form.
    pub style: Option<Style>,
    /// The media type of a part.
    pub media_type: Option<String>,
}

/// The encoding of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// As JSON.
    Json,
    /// As `application/x-www-form-urlencoded`.
    Form,
    /// As a multipart body.
    Multipart,
    /// As XML.
    Xml,
    /// As text.
    Text,
    /// As bytes.
    Binary,
    /// As server-sent events.
    Events,
    /// As one JSON value for each line.
    Lines,
}

/// The response to an operation with a status.
#[derive(Debug)]
pub struct Response {
    /// The status or the range of statuses.
    pub status: Status,
    /// The documentation.
    pub description: String,
    /// The bodies, one for each media type; empty for a response without a body.
    pub contents: Vec<Content>,
    /// The documented headers.
    pub headers: Vec<Header>,
    /// The links to other operations.
    pub links: Vec<Link>,
}

/// A header of a response.
#[derive(Debug)]
pub struct Header {
    /// The name.
    pub name: String,
    /// The name that an extension gives, such as `x-rust-name`.
    pub given: Option<String>,
    /// The schema of the value.
    pub schema: SchemaId,
    /// `true` if each response with this status has it.
    pub required: bool,
    /// The documentation.
    pub docs: Docs,
}

/// The statuses of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// One status.
    Code(u16),
    /// A range of statuses, by the first digit.
    Range(u16),
    /// Every status without a response of its own.
    Default,
}

impl Status {
    /// Returns `true` for a success (RFC 9110, section 15).
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
