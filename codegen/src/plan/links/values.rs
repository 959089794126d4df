//! The values of a link's parameters: runtime expressions (OpenAPI 3.0.4, "Runtime Expressions") and constants.

use serde_json::Value;

use super::{Planner, TypeIndex};
use crate::{
    api::EnumBase,
    diagnostics::unescape,
    rust::{Item, LinkConversion, LinkValue, PathField, Type, digits},
};

/// The maximum number of properties on the path to a value.
const MAX_STEPS: usize = 16;
/// The maximum number of response headers that are searched for the name of an expression.
const MAX_HEADERS: usize = 1000;
/// The maximum number of aliases of aliases.
const MAX_ALIASES: usize = 32;

/// The value of a parameter.
#[derive(Debug, PartialEq)]
pub(super) enum Expression<'a> {
    /// The value at a JSON pointer in the body of the response.
    Body(&'a str),
    /// A value of the request, or of a header of the response, which the caller has.
    Given(&'a str),
    /// A constant.
    Constant(&'a Value),
}

/// Parses the value of a parameter.
pub(super) fn expression(value: &Value) -> Result<Expression<'_>, String> {
    let Some(text) = value.as_str() else { return Ok(Expression::Constant(value)) };
    let embedded = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    let text = embedded.filter(|text| text.starts_with('$') && !text.contains('{')).unwrap_or(text);
    if !text.starts_with('$') {
        let is_constant = !text.contains("{$");
        return if is_constant { Ok(Expression::Constant(value)) } else { Err(unsupported(text)) };
    }
    if let Some(pointer) = text.strip_prefix("$response.body#") {
        return Ok(Expression::Body(pointer));
    }
    let given =
        ["$request.path.", "$request.query.", "$request.header.", "$request.body", "$response.header."];
    let is_given = given.iter().any(|start| text.starts_with(start));
    if is_given { Ok(Expression::Given(text)) } else { Err(unsupported(text)) }
}

fn unsupported(text: &str) -> String {
    format!("the expression `{text}` is not supported")
}

/// Returns a constant as a value of type `wanted`.
pub(super) fn constant(value: &Value, wanted: &Type, types: &TypeIndex<'_>) -> Option<LinkValue> {
    let text = match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    };
    let wanted_type = plain(wanted, types)?;
    Some(match (value, wanted_type) {
        (_, Type::String) => LinkValue::Text(text?, None),
        (Value::String(_), ty) if is_text_enum(ty, types) => LinkValue::Text(text?, Some(wanted.clone())),
        (Value::Bool(value), Type::Bool) => LinkValue::Literal(value.to_string()),
        (Value::Number(number), Type::Int(int)) => {
            let number = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))?;
            LinkValue::Literal(int.holds(number).then(|| digits::integer(number))?)
        }
        _ => return None,
    })
}

/// Returns the type of a value that is neither optional nor boxed, without aliases.
fn plain<'t>(ty: &'t Type, types: &TypeIndex<'t>) -> Option<&'t Type> {
    let value = unwrapped(ty, types)?;
    (value.options == 0 && !value.boxed).then_some(value.ty)
}

fn is_text_enum(ty: &Type, types: &TypeIndex<'_>) -> bool {
    matches!(types.item(ty), Some(Item::Enum(item)) if item.base == EnumBase::String)
}

/// A type without the `Option`s, the `Box` and the aliases around it.
struct Unwrapped<'t> {
    ty: &'t Type,
    options: usize,
    boxed: bool,
}

/// Returns the type inside of `Option`s, one `Box` and aliases. An `Option` inside of a `Box` is not supported.
fn unwrapped<'t>(ty: &'t Type, types: &TypeIndex<'t>) -> Option<Unwrapped<'t>> {
    let mut value = Unwrapped { ty, options: 0, boxed: false };
    let mut aliases = 0;
    loop {
        value.ty = match value.ty {
            Type::Option(inner) if !value.boxed => {
                value.options += 1;
                inner
            }
            Type::Option(_) => return None,
            Type::Boxed(inner) if !value.boxed => {
                value.boxed = true;
                inner
            }
            ty => match types.item(ty) {
                Some(Item::Alias(alias)) if aliases < MAX_ALIASES => {
                    aliases += 1;
                    &alias.ty
                }
                _ => return Some(value),
            },
        };
    }
}

/// A value in a body.
pub(super) struct Found<'t> {
    /// The fields that lead to it.
    pub(super) path: Vec<PathField>,
    /// Its type, without `Option`s and aliases.
    pub(super) ty: &'t Type,
    /// `true` if it is in a `Box`.
    pub(super) boxed: bool,
    /// `true` if a field is deprecated.
    pub(super) deprecated: bool,
}

impl Planner<'_> {
    /// Returns the value at `pointer` in a body.
    pub(super) fn field<'t>(&'t self, body: &'t Type, pointer: &str) -> Option<Found<'t>> {
        let mut found = Found { path: Vec::new(), ty: body, boxed: false, deprecated: false };
        let steps: Vec<String> = pointer.split('/').skip(1).take(MAX_STEPS + 1).map(unescape).collect();
        if !pointer.starts_with('/') || steps.len() > MAX_STEPS {
            return None;
        }
        for step in steps {
            let field = self.types.searched_fields(found.ty).iter().find(|field| field.wire == step)?;
            let value = unwrapped(&field.ty, &self.types)?;
            found.path.push(PathField { field: field.ident.clone(), options: value.options });
            found.deprecated |= field.deprecated;
            (found.ty, found.boxed) = (value.ty, value.boxed);
        }
        Some(found)
    }

    /// Returns the conversion of a value of type `found` into a parameter of type `wanted`.
    pub(super) fn conversion(&self, found: &Type, wanted: &Type) -> Option<LinkConversion> {
        let target = plain(wanted, &self.types)?;
        if found == target {
            return self.copy(found);
        }
        match (found, target) {
            (Type::Int(one), Type::Int(other)) => {
                let (least, most) = one.range();
                let fits = other.holds(least) && other.holds(most);
                fits.then(|| LinkConversion::FromCopy(wanted.clone()))
            }
            (Type::Int(_) | Type::Bool, Type::String) => Some(LinkConversion::Text),
            (Type::Foreign(foreign), Type::String) => foreign.displays.then_some(LinkConversion::Text),
            (ty, Type::String) => is_text_enum(ty, &self.types).then_some(LinkConversion::Text),
            (Type::String, ty) => {
                is_text_enum(ty, &self.types).then(|| LinkConversion::FromClone(wanted.clone()))
            }
            _ => None,
        }
    }

    /// Returns the way to copy a value of a scalar type, or of a list of such values.
    fn copy(&self, ty: &Type) -> Option<LinkConversion> {
        match ty {
            Type::String => Some(LinkConversion::Clone),
            Type::Foreign(foreign) => (!foreign.is_own()).then_some(LinkConversion::Copy),
            Type::Vec(element) => self.copy(self.types.resolve(element)).map(|_| LinkConversion::Clone),
            Type::Named(..) => match self.types.item(ty) {
                Some(Item::Enum(item)) => Some(match item.base {
                    EnumBase::Integer | EnumBase::Number => LinkConversion::Copy,
                    EnumBase::String | EnumBase::Mixed => LinkConversion::Clone,
                }),
                _ => None,
            },
            ty => ty.is_copied().then_some(LinkConversion::Copy),
        }
    }

    /// Returns `true` if the description has the value of an expression that is not in the body of the response.
    pub(super) fn is_described(&self, from: usize, place: &str) -> bool {
        let Some(operation) = self.linking.api.operations.get(from) else { return false };
        if let Some(name) = place.strip_prefix("$response.header.") {
            return operation
                .response_headers()
                .take(MAX_HEADERS)
                .any(|header| header.name.eq_ignore_ascii_case(name));
        }
        let Some((location, name)) = place.strip_prefix("$request.").and_then(|rest| rest.split_once('.'))
        else {
            return operation.body.is_some();
        };
        self.inputs.get(from).is_some_and(|inputs| inputs.at(location, name).is_some())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parses_runtime_expressions() {
        for (value, expected) in [
            (json!("$response.body#/a/b"), "Ok(Body(\"/a/b\"))"),
            (json!("{$response.body#/id}"), "Ok(Body(\"/id\"))"),
            (json!("$request.path.id"), "Ok(Given(\"$request.path.id\"))"),
            (json!("$response.header.Location"), "Ok(Given(\"$response.header.Location\"))"),
            (json!("all"), "Ok(Constant(String(\"all\")))"),
            (json!(7), "Ok(Constant(Number(7)))"),
            (json!("{$request.path.a}-{$request.path.b}"), "Err"),
            (json!("a-{$response.body#/id}"), "Err"),
            (json!("$statusCode"), "Err"),
        ] {
            let parsed = format!("{:?}", expression(&value));
            assert!(parsed.starts_with(expected), "{value}: {parsed}");
        }
    }
}
