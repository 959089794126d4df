//! Parameters, as fields of an operation's struct.

use super::{constraints, docs, initializers::initializer, operations::PlannedField, types::Types};
use crate::{
    api::{Encoding, EnumBase, Location, Parameter, SchemaId, Shape, StringFormat, StyleForm},
    rust::{
        Cardinality, Ident, Initializer, InstantForm, OperationField, ParameterPart, ParameterValue,
        RuntimeType, Type,
    },
};

/// Plans the field of a parameter, and its serialization.
pub(super) fn plan_parameter(
    parameter: &Parameter,
    ident: Ident,
    types: &Types<'_>,
) -> (PlannedField, ParameterPart) {
    let schemas = &types.api.schemas;
    // Only JSON has `null`. In any other encoding an optional parameter is left out instead.
    let nullable = schemas.nullable(parameter.schema)
        && !types.is_any(parameter.schema)
        && (parameter.required || parameter.encoding == Encoding::Json);
    let full = if nullable { types.full(parameter.schema) } else { types.bare(parameter.schema) };
    // A required parameter with a single allowed value is sent with that value.
    let constant = || schemas.constant(parameter.schema).filter(|_| parameter.required);
    let initializer = match parameter.default.clone().or_else(constant) {
        Some(value) if !nullable => {
            initializer(&value, parameter.schema, types).unwrap_or(Initializer::Argument)
        }
        _ if parameter.required => Initializer::Argument,
        _ => Initializer::Absent,
    };
    let optional = initializer == Initializer::Absent;
    let part = ParameterPart {
        field: ident.clone(),
        wire: wire_name(parameter),
        constraints: constraints::of_value(types, parameter.schema),
        location: parameter.location,
        value: value(parameter, types, optional, nullable),
    };
    let mut docs = docs::item(&parameter.docs, &parameter.name);
    docs::paragraph(&mut docs, docs::item(&schemas[parameter.schema].docs, &parameter.name));
    let ty = if optional { full.optional() } else { full };
    let field = OperationField { ident, ty, borrowed: false, initializer, docs };
    (PlannedField { field, optional, deprecated: parameter.docs.deprecated }, part)
}

/// Returns the name of a parameter in HTTP: that of a header is in lower case.
pub(super) fn wire_name(parameter: &Parameter) -> String {
    match parameter.location {
        Location::Header => parameter.name.to_ascii_lowercase(),
        _ => parameter.name.clone(),
    }
}

/// Returns the serialization of the value: by `Display` if that is enough, otherwise by its style.
fn value(parameter: &Parameter, types: &Types<'_>, optional: bool, nullable: bool) -> ParameterValue {
    let style = match parameter.encoding {
        Encoding::Json => return ParameterValue::Json(optional),
        Encoding::Style(style) => style,
    };
    let displayable = matches!(style.form, StyleForm::Simple | StyleForm::Form)
        && parameter.location != Location::QueryString
        && !style.reserved
        && !nullable;
    let Some(list) = displayed(types, parameter.schema).filter(|_| displayable) else {
        return ParameterValue::Style(style, optional);
    };
    let entries = match (list, optional) {
        (false, false) => Cardinality::One,
        (false, true) => Cardinality::Option,
        (true, false) => Cardinality::List,
        (true, true) => Cardinality::OptionalList,
    };
    let repeats = parameter.location == Location::Query && style.explode;
    // A single value is serialized the same with and without `explode`, and a cookie has one value.
    if repeats || !list && parameter.location == Location::Query {
        ParameterValue::Repeated(entries)
    } else if list && parameter.location == Location::Cookie && style.explode {
        ParameterValue::Style(style, optional)
    } else {
        ParameterValue::Joined(entries)
    }
}

/// Returns `Some` if `Display` writes a non-null value of the schema in its form for HTTP:
/// `Some(true)` for a list of such values.
fn displayed(types: &Types<'_>, id: SchemaId) -> Option<bool> {
    let schemas = &types.api.schemas;
    let scalar = |id: SchemaId| {
        let shape = &schemas[schemas.resolve(id)].shape;
        let is_scalar = match shape {
            Shape::Boolean | Shape::Integer(_) | Shape::Number { .. } | Shape::Enum(_) => true,
            Shape::String(format) => *format != StringFormat::Binary,
            _ => false,
        };
        is_scalar && displays(&types.unaliased(id), shape)
    };
    match schemas[schemas.resolve(id)].shape {
        Shape::Array(items) => (scalar(items) && !schemas.nullable(items)).then_some(true),
        _ => scalar(id).then_some(false),
    }
}

fn displays(ty: &Type, shape: &Shape) -> bool {
    match ty {
        Type::Foreign(foreign) => foreign.displays,
        Type::Runtime(runtime_type) => *runtime_type != RuntimeType::Secret,
        // A date that cannot be sent is an error.
        Type::Instant(form, _) => *form != InstantForm::HttpDate,
        // The `Display` of an enum of several types writes JSON.
        Type::Named(..) => !matches!(shape, Shape::Enum(list) if list.base == EnumBase::Mixed),
        _ => true,
    }
}
