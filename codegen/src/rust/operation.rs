use std::sync::Arc;

use super::{
    Arm, ClientParameter, Constraints, Decode, DescribedRetry, Example, HeadersStruct, Ident, Item, Location,
    Method, ModulePath, Namespace, Paging, Polling, ResponseEnum, ResponseKind, ResultType, Style, Type,
};

/// An operation: a struct with its parameters, and a method of the client or of a resource.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent properties, in any combination")]
pub struct Operation {
    /// The name of the part of the crate, if it has parts.
    pub part: Option<Arc<str>>,
    /// The file below `src/operations/`.
    pub module: Ident,
    /// The index of the group whose module contains the operation.
    pub group: Option<usize>,
    /// The path that the description suggests for its resource, if others have the same module.
    pub resource: Option<String>,
    /// The module that exports its types.
    pub home: ModulePath,
    /// The struct.
    pub ident: Ident,
    /// The method of the client or of the resource.
    pub function: Ident,
    /// `operationId`
    pub id: Option<String>,
    /// The documentation of the struct and the method.
    pub docs: Vec<String>,
    /// The first line of the documentation, which the method repeats.
    pub summary: String,
    /// The example of the method. The code that a build script generates has none, because its crate has no name.
    pub example: Option<Example>,
    /// `true` if the method has `#[deprecated]`.
    pub deprecated: bool,
    /// The reason in `#[deprecated]`.
    pub deprecation: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub path: String,
    /// The alternatives of security schemes.
    pub security: Vec<Vec<String>>,
    /// The header of its idempotency key, in lower case.
    pub idempotency_key: Option<String>,
    /// The retry policy of the description.
    pub retry: Option<DescribedRetry>,
    /// The parameters that the client has values for.
    pub client_parameters: Vec<ClientParameter>,
    /// The pagination of the list in the response.
    pub paging: Option<Paging>,
    /// The polling, if the operation is long-running.
    pub polling: Option<Polling>,
    /// The fields of the struct.
    pub fields: Vec<OperationField>,
    /// The required arguments of the method, in order.
    pub arguments: Vec<Argument>,
    /// The setters of a call.
    pub setters: Vec<Setter>,
    /// `true` if the method triggers `clippy::too_many_arguments`.
    pub too_many_arguments: bool,
    /// `true` if writing the request triggers `clippy::too_many_lines`.
    pub too_many_lines: bool,
    /// `true` if the struct derives `Default` and has no `new`: no field is required or has an initial value.
    pub default: bool,
    /// `true` if the struct borrows its body.
    pub borrows: bool,
    /// `true` if the file uses the models.
    pub uses_models: bool,
    /// The parts of the request.
    pub request_parts: Vec<RequestPart>,
    /// The media types of the responses, for `Accept`.
    pub accept: Option<String>,
    /// The body of a successful response.
    pub output: Type,
    /// The body of a documented error.
    pub error: Type,
    /// `true` if other operations have the type of the errors too. The type decodes them.
    pub shares_error: bool,
    /// The enums behind `output` and `error`, if their bodies have several types and no other operation has them.
    pub response_enums: Vec<ResponseEnum>,
    /// The meaning of each response, by its status.
    pub arms: Vec<Arm>,
    /// The operation's own server, which overrides the base URL.
    pub server: Option<String>,
    /// The headers of the responses.
    pub headers: Option<HeadersStruct>,
    /// The enum of the body's media types, if there are several.
    pub choice: Option<BodyChoice>,
    /// The types that only this operation uses.
    pub items: Vec<Item>,
    /// `true` if another part has a different operation with the same method and path.
    pub is_ambiguous: bool,
    /// The equal operation of a later version, which has the types of the schemas of both.
    pub later: Option<LaterOperation>,
}

/// An operation of a later version of an API.
#[derive(Debug, Clone, Copy)]
pub struct LaterOperation {
    /// Its index.
    pub index: usize,
    /// `true` if the struct and all names are those of the later operation.
    pub is_same: bool,
}

impl Operation {
    /// Returns `true` if a successful response may be a stream of items.
    #[must_use]
    pub fn streams(&self) -> bool {
        let is_stream =
            |kind: &ResponseKind| matches!(kind, ResponseKind::Success(Decode::Events(_) | Decode::Lines, _));
        self.arms.iter().any(|arm| is_stream(&arm.kind))
    }

    /// Returns the namespace of its types.
    #[must_use]
    pub fn namespace(&self) -> Namespace {
        Namespace::Operations(self.home.clone())
    }

    /// Returns the type of the request body, if that is JSON.
    #[must_use]
    pub fn json_body(&self) -> Option<&Type> {
        self.model_body().filter(|(_, kind)| matches!(kind, BodyKind::Json)).map(|(ty, _)| ty)
    }

    /// Returns the type of the request body and its encoding, if that is JSON or XML of a model.
    #[must_use]
    pub fn model_body(&self) -> Option<(&Type, &BodyKind)> {
        let body = self.request_parts.iter().find_map(|part| match part {
            RequestPart::Body(body) => Some(body),
            RequestPart::Parameter(_) => None,
        })?;
        let kind = &body.encoding.as_ref()?.kind;
        let field = self.fields.iter().find(|field| field.ident == body.field)?;
        matches!(kind, BodyKind::Json | BodyKind::Xml(_)).then_some((&field.ty, kind))
    }

    /// Returns the names of every type in the file.
    pub fn type_names(&self) -> impl Iterator<Item = &Ident> {
        [&self.ident]
            .into_iter()
            .chain(self.response_enums.iter().map(|outcome| &outcome.ident))
            .chain(self.choice.iter().map(|choice| &choice.ident))
            .chain(self.headers.iter().map(|headers| &headers.ident))
            .chain(self.items.iter().map(Item::ident))
    }

    /// Calls `visit` with every type that the file uses.
    pub fn walk_types(&self, visit: &mut impl FnMut(&Type)) {
        for field in &self.fields {
            field.ty.walk(visit);
        }
        self.response_enums.iter().for_each(|bodies| bodies.walk_types(visit));
        self.output.walk(visit);
        self.paging.iter().for_each(|paging| paging.item.walk(visit));
        if let Some(ResultType::Property(ty)) = self.polling.as_ref().map(|polling| &polling.result_type) {
            ty.walk(visit);
        }
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

/// A field of an operation's struct.
#[derive(Debug)]
pub struct OperationField {
    /// The name.
    pub ident: Ident,
    /// The type, as an `Option` if the field is optional.
    pub ty: Type,
    /// `true` if the field is a reference to that type.
    pub borrowed: bool,
    /// The initial value.
    pub initializer: Initializer,
    /// The documentation.
    pub docs: Vec<String>,
}

/// The initial value of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Initializer {
    /// The argument of the same name.
    Argument,
    /// `None`
    Absent,
    /// A string, converted into the type of the field.
    Text(String),
    /// `Some` of a string, converted.
    SomeText(String),
    /// A literal.
    Literal(String),
    /// A variant of the enum that is the field's type.
    Variant(Type, Ident),
}

/// An argument of an operation's method.
#[derive(Debug)]
pub struct Argument {
    /// The name, which is also that of the field.
    pub ident: Ident,
    /// The type of the field.
    pub ty: Type,
    /// `true` if it is a reference to that type.
    pub borrowed: bool,
}

/// A method that sets a field of a call.
#[derive(Debug)]
pub struct Setter {
    /// The name.
    pub ident: Ident,
    /// The field.
    pub field: Ident,
    /// The type of the argument.
    pub ty: Type,
    /// `true` if the argument is a reference to that type.
    pub borrowed: bool,
    /// `true` if the field is an `Option` of that type.
    pub optional: bool,
    /// `true` if it has `#[deprecated]`.
    pub deprecated: bool,
    /// The documentation.
    pub docs: Vec<String>,
}

/// A part of the request.
#[derive(Debug)]
pub enum RequestPart {
    /// A parameter.
    Parameter(ParameterPart),
    /// The body.
    Body(BodyPart),
}

impl RequestPart {
    /// Returns the constraints that are checked before it is written.
    #[must_use]
    pub fn constraints(&self) -> &Constraints {
        match self {
            Self::Parameter(parameter) => &parameter.constraints,
            Self::Body(body) => &body.constraints,
        }
    }

    /// Returns `true` if it needs the runtime module for styles.
    #[must_use]
    pub fn is_styled(&self) -> bool {
        match self {
            Self::Parameter(parameter) => matches!(parameter.value, ParameterValue::Style(..)),
            Self::Body(body) => {
                body.encoding.as_ref().is_some_and(|encoding| matches!(encoding.kind, BodyKind::Form(_)))
            }
        }
    }
}

/// The serialization of a parameter.
#[derive(Debug)]
pub struct ParameterPart {
    /// The field.
    pub field: Ident,
    /// The name in the description.
    pub wire: String,
    /// The constraints of the value.
    pub constraints: Constraints,
    /// The location in the request.
    pub location: Location,
    /// The serialization of the value.
    pub value: ParameterValue,
}

/// The serialization of a parameter's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterValue {
    /// Texts, separated by commas.
    Joined(Cardinality),
    /// Texts, each with the name of the parameter.
    Repeated(Cardinality),
    /// A style; `true` if the field is an `Option`.
    Style(Style, bool),
    /// JSON; `true` if the field is an `Option`.
    Json(bool),
}

/// The number of a parameter's values in its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cardinality {
    /// The value.
    One,
    /// The value or `None`.
    Option,
    /// A list of values.
    List,
    /// A list of values or `None`.
    OptionalList,
}

/// The serialization of the body.
#[derive(Debug)]
pub struct BodyPart {
    /// The field.
    pub field: Ident,
    /// `true` if the body is optional.
    pub optional: bool,
    /// `true` if the field is a reference.
    pub borrowed: bool,
    /// The constraints of the body.
    pub constraints: Constraints,
    /// The encoding; `None` if the body is an enum of media types.
    pub encoding: Option<BodyEncoding>,
}

/// The encoding of a body in one media type.
#[derive(Debug, Clone)]
pub struct BodyEncoding {
    /// `Content-Type`.
    pub media_type: String,
    /// The kind of encoding.
    pub kind: BodyKind,
}

/// The kind of a body's encoding.
#[derive(Debug, Clone)]
pub enum BodyKind {
    /// JSON.
    Json,
    /// XML, by this table.
    Xml(Ident),
    /// Raw bytes.
    Raw,
    /// Text.
    Text,
    /// A form, with the properties that do not have the default style.
    Form(Vec<(String, Style)>),
    /// Multipart.
    Multipart,
}

/// An enum of the media types of a body.
#[derive(Debug)]
pub struct BodyChoice {
    /// The name.
    pub ident: Ident,
    /// The documentation.
    pub docs: Vec<String>,
    /// `true` if it has a lifetime.
    pub borrows: bool,
    /// The variants, one for each media type.
    pub variants: Vec<ChoiceVariant>,
}

/// A body of one media type.
#[derive(Debug)]
pub struct ChoiceVariant {
    /// The name.
    pub ident: Ident,
    /// The type.
    pub ty: Type,
    /// `true` if the variant holds a reference to that type.
    pub borrowed: bool,
    /// The documentation.
    pub docs: Vec<String>,
    /// The encoding.
    pub encoding: BodyEncoding,
}
