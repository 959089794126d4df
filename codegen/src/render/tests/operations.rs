use super::file;
use crate::{
    emit::Unit,
    rust::{
        Argument, Cardinality, Constraints, Crate, Decode, Initializer, Location, Namespace, Operation,
        OperationField, ParameterPart, ParameterValue, Pattern, RequestPart, ResponseKind, Setter, Type,
        Wrap,
        testing::{arm, empty_crate, ident, operation},
    },
};

/// Returns `GET /pets/{id}` with an optional query parameter.
fn get_pet() -> Operation {
    let parameter = |name: &str, location: Location, value: ParameterValue| {
        RequestPart::Parameter(ParameterPart {
            field: ident(name),
            wire: name.to_owned(),
            constraints: Constraints::default(),
            location,
            value,
        })
    };
    let operation_field = |name: &str, ty: Type, initializer: Initializer| OperationField {
        ident: ident(name),
        ty,
        borrowed: false,
        initializer,
        docs: vec![format!("The parameter `{name}`.")],
    };
    let pet = Type::Named(Namespace::Models, ident("Pet"));
    Operation {
        part: None,
        module: ident("get_pet"),
        ident: ident("GetPet"),
        function: ident("get_pet"),
        docs: vec!["Returns a pet.".to_owned()],
        summary: "Returns a pet.".to_owned(),
        path: "/pets/{id}".to_owned(),
        security: vec![vec!["token".to_owned()]],
        fields: vec![
            operation_field("id", Type::String, Initializer::Argument),
            operation_field("limit", Type::F64.optional(), Initializer::Absent),
        ],
        arguments: vec![Argument { ident: ident("id"), ty: Type::String, borrowed: false }],
        setters: vec![Setter {
            ident: ident("limit"),
            field: ident("limit"),
            ty: Type::F64,
            borrowed: false,
            optional: true,
            deprecated: false,
            docs: vec!["Sets `limit`.".to_owned()],
        }],
        default: false,
        uses_models: true,
        request_parts: vec![
            parameter("id", Location::Path, ParameterValue::Joined(Cardinality::One)),
            parameter("limit", Location::Query, ParameterValue::Repeated(Cardinality::Option)),
        ],
        accept: Some("application/json".to_owned()),
        output: pet.clone(),
        error: pet,
        arms: vec![
            arm(Pattern::Code(200), ResponseKind::Success(Decode::Json, Wrap::Same)),
            arm(Pattern::Range(4), ResponseKind::Failure(Decode::Json, Wrap::Same)),
            arm(Pattern::Rest, ResponseKind::Unexpected),
        ],
        ..operation()
    }
}

#[test]
fn emits_an_operation_with_its_method_and_setters() {
    let krate = Crate { operations: vec![get_pet()], ..empty_crate() };
    let expected = r#"use crate::{models, runtime};

/// Returns a pet.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GetPet {
    /// The parameter `id`.
    pub id: String,
    /// The parameter `limit`.
    pub limit: Option<f64>,
}

impl GetPet {
    /// Creates a request with the required values.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), limit: None }
    }
}

impl runtime::Operation for GetPet {
    type Output = models::Pet;
    type Error = models::Pet;
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/pets/{id}";
    const SECURITY: runtime::Security = &[&["token"]];

    fn write(&self, request: &mut runtime::Request) {
        request.path("id", &self.id);
        request.query("limit", self.limit.as_slice());
        request.accept("application/json");
    }

    fn read(raw: runtime::RawResponse) -> runtime::Outcome<Self::Output, Self::Error> {
        match raw.status() {
            200 => raw.ok(runtime::Json, |body| body),
            _ if raw.is_class(4) => raw.err(runtime::Json, |body| body),
            _ => raw.unexpected(),
        }
    }
}

#[cfg(feature = "client")]
impl crate::Client {
    /// Returns a pet.
    ///
    /// See [`GetPet`].
    pub fn get_pet(&self, id: impl Into<String>) -> crate::Call<'_, GetPet> {
        crate::Call::new(self, GetPet::new(id))
    }
}

#[cfg(feature = "client")]
impl crate::Call<'_, GetPet> {
    /// Sets `limit`.
    pub fn limit(mut self, limit: f64) -> Self {
        self.operation.limit = Some(limit);
        self
    }
}
"#;
    let text = krate.operations.first().map(|operation| file(&krate, Unit::Operation(operation)));
    assert_eq!(text.as_deref(), Some(expected));
}
