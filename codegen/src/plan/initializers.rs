//! Initial values of fields.

use serde_json::Value;

use super::types::Types;
use crate::{
    api::{EnumBase, SchemaId, Shape},
    rust::{Initializer, Type, digits},
};

/// Returns the initializer of a field of the schema `id` with the initial value `value`,
/// or `None` if the value does not have the type of the schema.
pub(super) fn initializer(value: &Value, id: SchemaId, types: &Types<'_>) -> Option<Initializer> {
    let target = types.api.schemas.resolve(id);
    if let Shape::Enum(list) = &types.api.schemas[target].shape {
        let ty = types.bare(id);
        let Type::Named(..) = ty else { return None };
        if let Some(variant) = types.enums.get(&target)?.of_value(value) {
            return Some(Initializer::Variant(ty, variant.ident.clone()));
        }
        return match (list.base, value) {
            (EnumBase::String, Value::String(text)) => Some(Initializer::Text(text.clone())),
            _ => None,
        };
    }
    Some(match (value, types.bare(id)) {
        (Value::String(text), Type::String) => Initializer::Text(text.clone()),
        (Value::Bool(value), Type::Bool) => Initializer::Literal(value.to_string()),
        (Value::Number(number), Type::Int(int)) => {
            let value = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))?;
            if !int.holds(value) {
                return None;
            }
            Initializer::Literal(digits::integer(value))
        }
        (Value::Number(number), Type::F32 | Type::F64) => {
            Initializer::Literal(digits::float(number.as_f64()?))
        }
        _ => return None,
    })
}
