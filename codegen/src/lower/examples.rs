//! The examples of a description.

use openapiv3::{AdditionalProperties, Components, Example, MediaType, ReferenceOr, Schema, SchemaKind};
use serde_json::Value;

use super::references;

/// Returns the example of a media type.
pub(super) fn of(media_type: &MediaType, components: &Components) -> Option<Value> {
    let shown = |example: &ReferenceOr<Example>| match example {
        ReferenceOr::Item(example) => example.value.clone(),
        ReferenceOr::Reference { reference } => {
            let name = references::component_name(reference, "examples")?;
            components.examples.get(&name)?.as_item()?.value.clone()
        }
    };
    media_type.example.clone().or_else(|| media_type.examples.values().find_map(shown))
}

/// Returns `true` if two media types have the same schema, apart from examples.
pub(super) fn is_alike(one: &MediaType, other: &MediaType) -> bool {
    let plain = |media_type: &MediaType| {
        let mut schema = media_type.schema.clone();
        schema.iter_mut().filter_map(item).for_each(forget);
        schema
    };
    one.schema == other.schema || plain(one) == plain(other)
}

/// Removes the examples from a schema.
fn forget(schema: &mut Schema) {
    schema.schema_data.example = None;
    // `load` reads schemas only into these kinds.
    let SchemaKind::Any(any) = &mut schema.schema_kind else { return };
    let boxed = any.properties.values_mut().chain(&mut any.items);
    boxed.filter_map(item).for_each(|schema| forget(schema));
    let lists = [&mut any.all_of, &mut any.one_of, &mut any.any_of];
    lists.into_iter().flatten().filter_map(item).for_each(forget);
    if let Some(AdditionalProperties::Schema(values)) = &mut any.additional_properties
        && let Some(schema) = item(values)
    {
        forget(schema);
    }
}

fn item<T>(schema: &mut ReferenceOr<T>) -> Option<&mut T> {
    match schema {
        ReferenceOr::Item(item) => Some(item),
        ReferenceOr::Reference { .. } => None,
    }
}
