//! Parameters become fields of an operation's struct.

use super::{constraints, docs, initializers::start, operations::Input, types::Types};
use crate::{
    api::{Encoding, EnumBase, Location, Parameter, SchemaId, Shape, StringFormat, StyleForm},
    rust::{Entries, Ident, Initializer, OperationField, ParameterPart, ParameterValue, Support, Type},
};

/// The field of a parameter, and how it is written.
pub(super) fn plan_parameter(
    parameter: &Parameter,
    ident: Ident,
    types: &Types<'_>,
) -> (Input, ParameterPart) {
    let api = types.api;
    // Only JSON has a `null`: anything else that may be left out is left out instead.
    let nullable = api.schemas.nullable(parameter.schema)
        && !types.is_any(parameter.schema)
        && (parameter.required || parameter.encoding == Encoding::Json);
    let full = if nullable { types.full(parameter.schema) } else { types.bare(parameter.schema) };
    // What has only one value is sent with that, where it is required.
    let constant = || api.schemas.constant(parameter.schema).filter(|_| parameter.required);
    let first = parameter.default.clone().or_else(constant);
    let begin = match &first {
        Some(value) if !nullable => start(value, parameter.schema, types).unwrap_or(Initializer::Argument),
        _ if parameter.required => Initializer::Argument,
        _ => Initializer::Absent,
    };
    let optional = begin == Initializer::Absent;
    let write = ParameterPart {
        field: ident.clone(),
        wire: match parameter.location {
            Location::Header => parameter.name.to_ascii_lowercase(),
            _ => parameter.name.clone(),
        },
        constraints: constraints::of_value(types, parameter.schema),
        location: parameter.location,
        value: value(parameter, types, optional, nullable),
    };
    let about_value = &api.schemas[parameter.schema].docs;
    let mut about = docs::item(&parameter.docs, &parameter.name);
    docs::paragraph(&mut about, docs::item(about_value, &parameter.name));
    let ty = if optional { full.optional() } else { full };
    let deprecated = parameter.docs.deprecated;
    let field = OperationField { ident, ty, borrowed: false, start: begin, docs: about.clone() };
    (Input { field, optional, deprecated, docs: about }, write)
}

/// How the value is written: texts as they are, anything else by way of its style.
fn value(parameter: &Parameter, types: &Types<'_>, optional: bool, nullable: bool) -> ParameterValue {
    let style = match parameter.encoding {
        Encoding::Json => return ParameterValue::Json(optional),
        Encoding::Style(style) => style,
    };
    let usual = matches!(style.form, StyleForm::Simple | StyleForm::Form)
        && parameter.location != Location::QueryString
        && !style.reserved
        && !nullable;
    let Some(list) = displayed(types, parameter.schema).filter(|_| usual) else {
        return ParameterValue::Style(style, optional);
    };
    let entries = match (list, optional) {
        (false, false) => Entries::One,
        (false, true) => Entries::Option,
        (true, false) => Entries::List,
        (true, true) => Entries::OptionalList,
    };
    let repeats = parameter.location == Location::Query && style.explode;
    // One value is written alike either way, and a cookie has one place.
    if repeats || !list && parameter.location == Location::Query {
        ParameterValue::Repeated(entries)
    } else if list && parameter.location == Location::Cookie && style.explode {
        ParameterValue::Style(style, optional)
    } else {
        ParameterValue::Joined(entries)
    }
}

/// Whether `Display` writes a value of the schema that is not `null` as it goes over the wire, and if it does, whether it is
/// a list of such values.
fn displayed(types: &Types<'_>, id: SchemaId) -> Option<bool> {
    let schemas = &types.api.schemas;
    let scalar = |id: SchemaId| {
        let shape = &schemas[schemas.resolve(id)].shape;
        let is_scalar = match shape {
            Shape::Boolean | Shape::Integer(_) | Shape::Number { .. } | Shape::Enum(_) => true,
            Shape::String(format) => *format != StringFormat::Binary,
            _ => false,
        };
        is_scalar && displays(&types.bare(id), shape)
    };
    match schemas[schemas.resolve(id)].shape {
        Shape::Array(items) => (scalar(items) && !schemas.nullable(items)).then_some(true),
        _ => scalar(id).then_some(false),
    }
}

fn displays(ty: &Type, shape: &Shape) -> bool {
    match ty {
        Type::Foreign(foreign) => foreign.displays,
        Type::Support(support) => *support != Support::Secret,
        // A value of several types is written in JSON by its `Display`.
        Type::Named(..) => !matches!(shape, Shape::Enum(list) if list.base == EnumBase::Mixed),
        _ => true,
    }
}
