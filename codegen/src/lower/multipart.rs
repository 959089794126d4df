//! Multipart bodies: each property of the body is a part (OpenAPI 3.0.4, "Special Considerations for multipart
//! Content"), and so is each element of a list (OpenAPI 3.2.0, "Encoding By Position").

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{objects::ONLY_REQUIRED, schemas::NO_TYPE};
use crate::api::{
    Content, Media, Object, Operation, Origin, Parent, Part, PartKind, Property, Role, Schema, SchemaId,
    Schemas, Shape, StringFormat,
};
use crate::load::{essence, extensions::ITEMS};

/// The media type of forms, whose parts have names (RFC 7578).
const FORM_DATA: &str = "multipart/form-data";

/// Gives every multipart body a separate schema that lists its parts.
pub(super) fn split(schemas: &mut Schemas, operations: &mut [Operation]) {
    for (index, operation) in operations.iter_mut().enumerate() {
        let contents = operation.body.iter_mut().flat_map(|body| &mut body.contents);
        for content in contents.filter(|content| content.media == Media::Multipart) {
            content.schema = parts_of(schemas, index, content);
        }
    }
}

fn parts_of(schemas: &mut Schemas, operation: usize, content: &Content) -> SchemaId {
    let target = schemas.resolve(content.schema);
    let shape = positions(schemas, content).unwrap_or_else(|| by_name(schemas, content));
    let (pointer, docs) = (schemas[content.schema].pointer.clone(), schemas[target].docs.clone());
    let origin = Origin::Inline(Parent::Operation(operation), Role::Multipart);
    schemas.push(Schema { docs, ..Schema::new(pointer, origin, Shape::Multipart(shape)) })
}

/// Returns the parts of a list, unless parts have names.
fn positions(schemas: &Schemas, content: &Content) -> Option<Vec<Part>> {
    let part = |name: String, schema, kind, media_type: Option<&String>| Part {
        property: Property {
            name,
            schema,
            required: true,
            tag_value: None,
            read_only: false,
            write_only: false,
        },
        kind,
        media_type: media_type.cloned(),
        is_named: false,
    };
    let media_type = |name: &str| {
        let own = content.encodings.iter().find(|encoding| encoding.name == name);
        own.and_then(|encoding| encoding.media_type.as_ref())
    };
    let is_list = |id: SchemaId| matches!(schemas[schemas.resolve(id)].shape, Shape::Array(_));
    match &schemas[schemas.resolve(content.schema)].shape {
        _ if essence(&content.media_type) == FORM_DATA => None,
        Shape::Array(items) => {
            let media_type = media_type(ITEMS);
            let kind = match kind(schemas, *items, media_type.map(String::as_str)) {
                _ if is_list(*items) => PartKind::Json,
                PartKind::File => PartKind::Files,
                other => other,
            };
            Some(vec![part("parts".to_owned(), content.schema, kind, media_type)])
        }
        // A list would be a part for each of its elements.
        Shape::Tuple(elements) if !elements.iter().any(|element| is_list(*element)) => {
            let parts = elements.iter().enumerate().map(|(position, element)| {
                let media_type = media_type(&position.to_string());
                let kind = kind(schemas, *element, media_type.map(String::as_str));
                part(format!("part {}", position + 1), *element, kind, media_type)
            });
            Some(parts.collect())
        }
        _ => None,
    }
}

/// Returns the parts of an object.
fn by_name(schemas: &Schemas, content: &Content) -> Vec<Part> {
    let object = match &schemas[schemas.resolve(content.schema)].shape {
        Shape::Object(object) => object.clone(),
        Shape::Union(union) => merged(schemas, union.members.iter().map(|member| member.schema)),
        _ => Object { properties: Vec::new(), additional: None, closed: false },
    };
    let media_types: HashMap<&str, Option<&String>> = content
        .encodings
        .iter()
        .map(|encoding| (encoding.name.as_str(), encoding.media_type.as_ref()))
        .collect();
    let parts = object.properties.into_iter().map(|property| {
        let media_type = media_types.get(property.name.as_str()).copied().flatten().cloned();
        let kind = kind(schemas, property.schema, media_type.as_deref());
        Part { property, kind, media_type, is_named: true }
    });
    parts.collect()
}

/// Returns the properties of all objects. A property is required if every object requires it.
fn merged(schemas: &Schemas, members: impl Iterator<Item = SchemaId>) -> Object {
    let mut properties: IndexMap<&str, Property> = IndexMap::new();
    // The number of objects that require each property.
    let mut requiring: HashMap<&str, usize> = HashMap::new();
    let mut objects = 0;
    for member in members {
        let Shape::Object(object) = &schemas[schemas.resolve(member)].shape else { continue };
        objects += 1;
        for property in &object.properties {
            *requiring.entry(&property.name).or_default() += usize::from(property.required);
            properties.entry(&property.name).or_insert_with(|| property.clone());
        }
    }
    for (name, property) in &mut properties {
        property.required = requiring.get(name) == Some(&objects);
    }
    Object { properties: properties.into_values().collect(), additional: None, closed: false }
}

fn kind(schemas: &Schemas, id: SchemaId, media_type: Option<&str>) -> PartKind {
    let json = media_type.is_some_and(|name| name.contains("json"));
    let text = media_type.is_none_or(|name| name.starts_with("text/"));
    match &schemas[schemas.resolve(id)].shape {
        Shape::String(StringFormat::Binary) => PartKind::File,
        // A string of another media type can contain any bytes.
        Shape::String(StringFormat::Plain) if !text && !json => PartKind::File,
        // A part without a schema is sent as bytes (OpenAPI 3.1.1, "Encoding Object").
        Shape::Any(NO_TYPE | ONLY_REQUIRED) if !json => PartKind::File,
        _ if json => PartKind::Json,
        Shape::Boolean | Shape::Integer(_) | Shape::Number { .. } | Shape::String(_) | Shape::Enum(_) => {
            PartKind::Text
        }
        Shape::Array(items) => match kind(schemas, *items, media_type) {
            PartKind::File => PartKind::Files,
            PartKind::Text => PartKind::Text,
            PartKind::Files | PartKind::Json => PartKind::Json,
        },
        _ => PartKind::Json,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{
        IntegerFormat, Union,
        testing::{Model, object},
    };

    const MULTIPART: &str = "multipart/form-data";

    fn parts(model: &mut Model, body: SchemaId) -> Vec<(String, PartKind, bool)> {
        model.operation(Some((MULTIPART, body)), None);
        split(&mut model.schemas, &mut model.operations);
        let shape = model.sent(0).map(|id| model.schemas[id].shape.clone());
        let Some(Shape::Multipart(parts)) = shape else { return Vec::new() };
        parts.into_iter().map(|part| (part.property.name, part.kind, part.property.required)).collect()
    }

    #[test]
    fn chooses_the_kind_of_a_part_by_its_schema() {
        let cases: [(Shape, PartKind); 6] = [
            (Shape::String(StringFormat::Binary), PartKind::File),
            (Shape::String(StringFormat::Plain), PartKind::Text),
            (Shape::Integer(IntegerFormat::I64), PartKind::Text),
            (Shape::Any(NO_TYPE), PartKind::File),
            (Shape::Any("another reason"), PartKind::Json),
            (Shape::Object(object([])), PartKind::Json),
        ];
        for (shape, kind) in cases {
            let mut model = Model::default();
            let value = model.inline(shape.clone());
            let body = model.inline(Shape::Object(object([("a", value)])));
            assert_eq!(parts(&mut model, body), [("a".to_owned(), kind, true)], "{shape:?}");
        }
    }

    #[test]
    fn sends_a_list_of_files_as_several_parts() {
        let mut model = Model::default();
        let file = model.inline(Shape::String(StringFormat::Binary));
        let files = model.inline(Shape::Array(file));
        let body = model.inline(Shape::Object(object([("files", files)])));
        assert_eq!(parts(&mut model, body), [("files".to_owned(), PartKind::Files, true)]);
    }

    #[test]
    fn requires_the_parts_that_every_member_of_a_union_requires() {
        let mut model = Model::default();
        let text = model.text();
        let one = model.inline(Shape::Object(object([("a", text), ("b", text)])));
        let two = model.inline(Shape::Object(object([("a", text), ("c", text)])));
        let body = model.inline(Shape::Union(Union::of([one, two])));
        let expected = [("a", true), ("b", false), ("c", false)];
        let expected = expected.map(|(name, required)| (name.to_owned(), PartKind::Text, required));
        assert_eq!(parts(&mut model, body), expected);
    }
}
