//! Objects: their properties, and the properties that only `required` names.

use std::collections::HashSet;

use super::{
    schema_view::{Additional, SchemaRef, SchemaView},
    schemas::{NO_TYPE, SchemaLowering},
    tuples,
};
use crate::{
    api::{Object, Parent, Property, Role, SchemaId, Shape},
    diagnostics::Pointer,
    load::extensions::TUPLE,
};

/// The reason for a value without a type, for the report.
pub(super) const ONLY_REQUIRED: &str = "only `required` names the property";

/// Returns the shape of the object schema `id`.
pub(super) fn shape<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    at: &Pointer,
    view: &SchemaView<'a>,
) -> Shape {
    let additional = match view.additional {
        Additional::Of(schema) => {
            Some(schemas.lower(schema, at.key("additionalProperties"), Parent::Schema(id), Role::Value))
        }
        Additional::Anything => Some(any_value(schemas, id, at)),
        Additional::Unsaid | Additional::Forbidden => None,
    };
    if view.data.is_some_and(|data| data.extensions.contains_key(TUPLE)) {
        return Shape::Tuple(tuples::elements(schemas, id, at, view));
    }
    if view.properties.is_empty() {
        return Shape::Map(additional.unwrap_or_else(|| any_value(schemas, id, at)));
    }
    let properties = view.properties.iter().map(|(name, schema)| {
        let place = at.key("properties").key(name);
        let role = Role::Property((*name).to_owned());
        let value = schemas.lower(*schema, place, Parent::Schema(id), role);
        property(name, value, view.required.contains(name), &[*schema])
    });
    let properties = properties.collect();
    object(schemas, id, properties, additional, &[view])
}

/// Returns an object with these properties, and with those that only `required` of one of `views` names.
///
/// Such a property has no schema, and many are misspelt: it is optional, so that a response without it decodes. An
/// object with additional properties keeps it among those.
pub(super) fn object<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    mut properties: Vec<Property>,
    additional: Option<SchemaId>,
    views: &[&SchemaView<'a>],
) -> Shape {
    let closed = views.iter().any(|view| matches!(view.additional, Additional::Forbidden));
    if additional.is_none() && !closed {
        let required: Vec<&str> = views.iter().flat_map(|view| view.required.iter().copied()).collect();
        let at = schemas.pointer(id).key("properties");
        for name in undescribed(&properties, &required) {
            let role = Role::Property(name.to_owned());
            let value = schemas.add(at.key(name), Parent::Schema(id), role, Shape::Any(ONLY_REQUIRED));
            properties.push(property(name, value, false, &[]));
        }
    }
    Shape::Object(Object { properties, additional, closed })
}

/// Returns the names of `required` that no property has, apart from the case of its letters and the separators of its
/// words.
fn undescribed<'n>(properties: &[Property], required: &[&'n str]) -> Vec<&'n str> {
    let exact: HashSet<&str> = properties.iter().map(|property| property.name.as_str()).collect();
    let missing: Vec<&str> = required.iter().copied().filter(|name| !exact.contains(name)).collect();
    if missing.is_empty() {
        return missing;
    }
    let words = |name: &str| -> String {
        name.chars().filter(|char| !"_-. ".contains(*char)).flat_map(char::to_lowercase).collect()
    };
    let mut known: HashSet<String> = exact.into_iter().map(words).collect();
    missing.into_iter().filter(|name| known.insert(words(name))).collect()
}

/// Adds a schema of any value for the additional properties of `id`.
pub(super) fn any_value(schemas: &mut SchemaLowering<'_, '_>, id: SchemaId, at: &Pointer) -> SchemaId {
    schemas.add(at.key("additionalProperties"), Parent::Schema(id), Role::Value, Shape::Any(NO_TYPE))
}

/// Returns a property with the annotations of all `versions`.
pub(super) fn property(name: &str, schema: SchemaId, required: bool, versions: &[SchemaRef<'_>]) -> Property {
    let any = |is: fn(&openapiv3::SchemaData) -> bool| {
        versions.iter().any(|version| matches!(version, SchemaRef::Inline(schema) if is(&schema.schema_data)))
    };
    Property {
        name: name.to_owned(),
        schema,
        required,
        tag_value: None,
        read_only: any(|data| data.read_only),
        write_only: any(|data| data.write_only),
    }
}
