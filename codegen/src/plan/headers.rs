//! The struct of an operation's response headers.

use indexmap::IndexMap;

use super::{
    docs, given_names,
    names::{self, Scope},
    operation_names::OperationNames,
    schema_places,
    types::Types,
};
use crate::{
    api::{EnumBase, Header, Operation, SchemaId, Shape},
    naming::{places::OperationType, word},
    rust::{HeaderField, HeadersStruct, InstantForm, RuntimeType, Type, link},
};

/// Returns the struct for the headers of all responses, or `None` if no header is described.
pub(super) fn plan_headers(
    operation: &Operation,
    names: &OperationNames,
    types: &mut Types<'_>,
) -> Option<HeadersStruct> {
    let headers = || operation.responses.iter().flat_map(|response| &response.headers);
    headers().next()?;
    let source = OperationType::Headers.of(&schema_places::of_operation(operation));
    let ident = names.declare_type(&source, &["Headers", "HeaderFields"], types);
    let mut scope = Scope::with_names(&["read"]);
    let wires: Vec<String> = headers().map(|header| word(&header.name.to_ascii_lowercase())).collect();
    let known = types.known_in_type(&names.known_home, &source, &ident);
    scope.reserve(known, wires.iter().map(String::as_str));
    let mut fields: IndexMap<String, HeaderField> = IndexMap::new();
    let members: Vec<(Option<&str>, &str)> =
        headers().map(|header| (header.given.as_deref(), header.name.as_str())).collect();
    for (header, name) in headers().zip(given_names::names(&members, "header")) {
        let wire = header.name.to_ascii_lowercase();
        let (ty, list) = header_type(header, types);
        match fields.get_mut(&wire) {
            Some(known) if known.ty == ty && known.list == list => {}
            // A header with two types is read as text.
            Some(known) => (known.ty, known.list) = (Type::String, false),
            None => {
                let name = scope.declare_member(&word(&wire), &name);
                let (ident, docs) = (names::ident(&name), field_docs(header, types));
                let required = is_required(operation, &header.name);
                fields.insert(wire.clone(), HeaderField { ident, wire, ty, list, required, docs });
            }
        }
    }
    let docs = vec![format!("The headers of a response to {}.", link(&names.type_name))];
    Some(HeadersStruct { ident: names::ident(&ident), docs, fields: fields.into_values().collect() })
}

/// Returns `true` if every documented response has a header. The struct reads the headers of all of them.
fn is_required(operation: &Operation, name: &str) -> bool {
    let has = |headers: &[Header]| {
        headers.iter().any(|header| header.required && header.name.eq_ignore_ascii_case(name))
    };
    operation.responses.iter().all(|response| has(&response.headers))
}

fn field_docs(header: &Header, types: &Types<'_>) -> Vec<String> {
    let mut lines = docs::item(&header.docs, &header.name);
    docs::paragraph(&mut lines, docs::item(&types.api.schemas[header.schema].docs, &header.name));
    if lines.is_empty() { vec![docs::code(&header.name)] } else { lines }
}

/// Returns the type of a header's value, which is parsed from text, and `true` if the header is a list of them.
fn header_type(header: &Header, types: &Types<'_>) -> (Type, bool) {
    let schemas = &types.api.schemas;
    let target = schemas.resolve(header.schema);
    match schemas[target].shape {
        // A date of HTTP contains a comma, which separates the elements of a list.
        Shape::Array(items) if matches!(types.unaliased(items), Type::Instant(InstantForm::HttpDate, _)) => {
            (Type::String, true)
        }
        Shape::Array(items) => (read_from_text(items, types).unwrap_or(Type::String), true),
        _ => (read_from_text(header.schema, types).unwrap_or(Type::String), false),
    }
}

/// Returns the type of a scalar if it implements `FromStr`.
fn read_from_text(id: SchemaId, types: &Types<'_>) -> Option<Type> {
    let schemas = &types.api.schemas;
    let ty = types.bare(id);
    let reads = match (&schemas[schemas.resolve(id)].shape, &types.unaliased(id)) {
        (_, Type::Foreign(foreign)) => foreign.displays,
        (_, Type::Runtime(runtime_type)) => *runtime_type != RuntimeType::Secret,
        (Shape::Enum(list), _) => list.base == EnumBase::String,
        (Shape::Boolean | Shape::Integer(_) | Shape::Number { .. } | Shape::String(_), _) => true,
        _ => false,
    };
    reads.then_some(ty)
}
