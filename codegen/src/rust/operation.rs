use std::fmt;

use super::{
    Arm, Constraints, Decode, HeadersStruct, Ident, Item, Location, Method, OutcomeEnum, ResponseKind, Style,
    Type,
};

/// An operation: a struct with the values of its parameters, and a method of the client.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing about how it is written, in any combination"
)]
pub struct Operation {
    /// The file below `src/operations/`.
    pub module: Ident,
    /// The tag, by its index, whose module it is in.
    pub tag: Option<usize>,
    /// The struct.
    pub ident: Ident,
    /// The client's method.
    pub function: Ident,
    /// `operationId`
    pub id: Option<String>,
    /// The documentation of both.
    pub docs: Vec<String>,
    /// The first line of it, which is all that the method repeats.
    pub summary: String,
    /// Whether `#[deprecated]` stands on the method.
    pub deprecated: bool,
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub path: String,
    /// The alternatives of security schemes.
    pub security: Vec<Vec<String>>,
    /// The header of its idempotency key, in lower case.
    pub idempotency_key: Option<String>,
    /// How the list that it gives comes page by page.
    pub paging: Option<Paging>,
    /// The struct's fields.
    pub fields: Vec<OperationField>,
    /// The required arguments of the method, in order.
    pub arguments: Vec<Argument>,
    /// What is set on a call.
    pub setters: Vec<Setter>,
    /// Whether the method takes more arguments than clippy likes.
    pub wide: bool,
    /// Whether it writes so much that clippy finds the function long.
    pub long: bool,
    /// Whether the struct derives `Default` instead of having a `new`: when everything can be left out.
    pub default: bool,
    /// Whether the struct borrows its body.
    pub borrows: bool,
    /// Whether the file names the models.
    pub uses_models: bool,
    /// What writes the request.
    pub request_parts: Vec<RequestPart>,
    /// What the answer may be, for `Accept`.
    pub accept: Option<String>,
    /// The body of a success.
    pub output: Type,
    /// The body of a documented error.
    pub error: Type,
    /// The enums behind `output` and `error`, where several types are possible.
    pub outcomes: Vec<OutcomeEnum>,
    /// What an answer means, by its status.
    pub arms: Vec<Arm>,
    /// The server that it has instead of the others' one.
    pub server: Option<String>,
    /// The headers of its answers.
    pub headers: Option<HeadersStruct>,
    /// The enum of the body's media types, where there are several.
    pub choice: Option<BodyChoice>,
    /// The types that only this operation has.
    pub items: Vec<Item>,
}

impl Operation {
    /// Whether a success may come item by item.
    #[must_use]
    pub fn streams(&self) -> bool {
        let is_stream =
            |kind: &ResponseKind| matches!(kind, ResponseKind::Success(Decode::Events | Decode::Lines, _));
        self.arms.iter().any(|arm| is_stream(&arm.kind))
    }

    /// The type of the body of its requests, where that is JSON.
    #[must_use]
    pub fn json_body(&self) -> Option<&Type> {
        let write = self.request_parts.iter().find_map(|step| match step {
            RequestPart::Body(write) => Some(write),
            RequestPart::Parameter(_) => None,
        })?;
        let is_json = write.encoding.as_ref().is_some_and(|encoding| matches!(encoding.kind, BodyKind::Json));
        self.fields.iter().find(|field| is_json && field.ident == write.field).map(|field| &field.ty)
    }

    /// The names of every type in its file.
    pub fn type_names(&self) -> impl Iterator<Item = &Ident> {
        [&self.ident]
            .into_iter()
            .chain(self.outcomes.iter().map(|outcome| &outcome.ident))
            .chain(self.choice.iter().map(|choice| &choice.ident))
            .chain(self.headers.iter().map(|headers| &headers.ident))
            .chain(self.items.iter().map(Item::ident))
    }

    /// Calls `visit` with every type that its file names.
    pub fn walk_types(&self, visit: &mut impl FnMut(&Type)) {
        for field in &self.fields {
            field.ty.walk(visit);
        }
        for variant in self.outcomes.iter().flat_map(|outcome| &outcome.variants) {
            variant.ty.iter().for_each(|ty| ty.walk(visit));
        }
        self.output.walk(visit);
        self.paging.iter().for_each(|paging| paging.item.walk(visit));
        self.error.walk(visit);
        for variant in self.choice.iter().flat_map(|choice| &choice.variants) {
            variant.ty.walk(visit);
        }
        for field in self.headers.iter().flat_map(|headers| &headers.fields) {
            field.ty.walk(visit);
        }
        for item in &self.items {
            item.walk_types(visit);
        }
    }
}

/// How a list comes page by page.
#[derive(Debug)]
pub struct Paging {
    /// Where the items are in the body: a JSON pointer.
    pub pointer: String,
    /// The way to them through the fields of the output.
    pub steps: Vec<PagingStep>,
    /// The type of an item.
    pub item: Type,
    /// Where the body says whether there is more; empty where it does not.
    pub more: String,
    /// What the next page is asked for with.
    pub next: NextPage,
    /// What a page is in XML, where it is that.
    pub xml: Option<Ident>,
}

/// A field on the way to the items of a page.
#[derive(Debug)]
pub struct PagingStep {
    /// Its name.
    pub field: Ident,
    /// In how many `Option`s its value is.
    pub options: usize,
}

/// What the next page is asked for with.
#[derive(Debug)]
pub enum NextPage {
    /// A query parameter, or a place in the body of the request, and a place in the body of the answer, or a header, that
    /// has its value. Places start with `/`.
    Cursor(String, String),
    /// The same for a header of the request.
    HeaderCursor(String, String),
    /// A query parameter for how many items there were.
    Offset(String),
    /// A query parameter for the number of the page, and the first number.
    Number(String, u64),
    /// Where the body has the URL.
    Url(String),
    /// The URL in the header `Link`.
    Link,
}

impl fmt::Display for NextPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cursor(to, from) => {
                let part = |name: &str, is: bool, part: &str| {
                    if is { format!("{part} {name}") } else { name.to_owned() }
                };
                let (to, from) =
                    (part(to, to.starts_with('/'), "body"), part(from, !from.starts_with('/'), "header"));
                write!(f, "{to} = {from}")
            }
            Self::HeaderCursor(to, from) if from.starts_with('/') => write!(f, "header {to} = {from}"),
            Self::HeaderCursor(to, from) => write!(f, "header {to} = header {from}"),
            Self::Offset(parameter) => write!(f, "{parameter} = items so far"),
            Self::Number(parameter, first) => write!(f, "{parameter} = number from {first}"),
            Self::Url(place) => write!(f, "URL {place}"),
            Self::Link => f.write_str("header Link"),
        }
    }
}

/// A field of an operation's struct.
#[derive(Debug)]
pub struct OperationField {
    /// Its name.
    pub ident: Ident,
    /// Its type, with `Option` where it can be left out.
    pub ty: Type,
    /// Whether it is a reference to that type.
    pub borrowed: bool,
    /// What it is at first.
    pub start: Initializer,
    /// Its documentation.
    pub docs: Vec<String>,
}

/// What a field is at first.
#[derive(Debug, Clone, PartialEq)]
pub enum Initializer {
    /// What the argument of the same name says.
    Argument,
    /// `None`
    Absent,
    /// A string, as whatever type the field has.
    Text(String),
    /// `Some` of that.
    SomeText(String),
    /// A literal.
    Literal(String),
    /// A variant of the enum that is the field's type.
    Variant(Type, Ident),
}

/// An argument of an operation's method.
#[derive(Debug)]
pub struct Argument {
    /// Its name, which is the field's.
    pub ident: Ident,
    /// The field's type.
    pub ty: Type,
    /// Whether it is a reference to that type.
    pub borrowed: bool,
}

/// A method that sets a field of a call.
#[derive(Debug)]
pub struct Setter {
    /// Its name.
    pub ident: Ident,
    /// The field.
    pub field: Ident,
    /// The type of its argument.
    pub ty: Type,
    /// Whether it takes a reference to that type.
    pub borrowed: bool,
    /// Whether the field is an `Option` of that type.
    pub optional: bool,
    /// Whether `#[deprecated]` stands on it.
    pub deprecated: bool,
    /// Its documentation.
    pub docs: Vec<String>,
}

/// A step of writing the request.
#[derive(Debug)]
pub enum RequestPart {
    /// A parameter.
    Parameter(ParameterPart),
    /// The body.
    Body(BodyPart),
}

impl RequestPart {
    /// What is checked before it is written.
    #[must_use]
    pub fn constraints(&self) -> &Constraints {
        match self {
            Self::Parameter(write) => &write.constraints,
            Self::Body(write) => &write.constraints,
        }
    }

    /// Whether it needs the support code for styles.
    #[must_use]
    pub fn is_styled(&self) -> bool {
        match self {
            Self::Parameter(write) => matches!(write.value, ParameterValue::Style(..)),
            Self::Body(write) => {
                write.encoding.as_ref().is_some_and(|encoding| matches!(encoding.kind, BodyKind::Form(_)))
            }
        }
    }
}

/// How a parameter is written.
#[derive(Debug)]
pub struct ParameterPart {
    /// The field.
    pub field: Ident,
    /// Its name in the description.
    pub wire: String,
    /// What is checked of its value.
    pub constraints: Constraints,
    /// Where it goes.
    pub location: Location,
    /// How its value is written.
    pub value: ParameterValue,
}

/// How a parameter's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterValue {
    /// As texts between commas.
    Joined(Entries),
    /// As texts, each with the parameter's name.
    Repeated(Entries),
    /// In a style; the field is an `Option` or not.
    Style(Style, bool),
    /// As JSON; the field is an `Option` or not.
    Json(bool),
}

/// How a field yields a parameter's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entries {
    /// It is the value.
    One,
    /// It is the value or `None`.
    Option,
    /// It is a list of values.
    List,
    /// It is a list of values or `None`.
    OptionalList,
}

/// How the body is written.
#[derive(Debug)]
pub struct BodyPart {
    /// The field.
    pub field: Ident,
    /// Whether it can be left out.
    pub optional: bool,
    /// Whether the field is a reference.
    pub borrowed: bool,
    /// What is checked of it.
    pub constraints: Constraints,
    /// How it is encoded; `None` when it is one of several media types.
    pub encoding: Option<BodyEncoding>,
}

/// How a body of one media type is encoded.
#[derive(Debug, Clone)]
pub struct BodyEncoding {
    /// `Content-Type`.
    pub media_type: String,
    /// How.
    pub kind: BodyKind,
}

/// How a body is encoded.
#[derive(Debug, Clone)]
pub enum BodyKind {
    /// As JSON.
    Json,
    /// As XML, by this type's table.
    Xml(Ident),
    /// As it is.
    Raw,
    /// As text.
    Text,
    /// As a form, with the properties that are in another style than others.
    Form(Vec<(String, Style)>),
    /// As several parts.
    Multipart,
}

/// An enum of the media types that a body can have.
#[derive(Debug)]
pub struct BodyChoice {
    /// Its name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Whether it has a lifetime.
    pub borrows: bool,
    /// Its variants, one for each media type.
    pub variants: Vec<ChoiceVariant>,
}

/// A body of one media type.
#[derive(Debug)]
pub struct ChoiceVariant {
    /// Its name.
    pub ident: Ident,
    /// Its type.
    pub ty: Type,
    /// Whether it is a reference to that type.
    pub borrowed: bool,
    /// Its documentation.
    pub docs: Vec<String>,
    /// How it is encoded.
    pub encoding: BodyEncoding,
}
