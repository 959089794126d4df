//! Multipart bodies: each property of the body is a part (OpenAPI 3.0.4, "Special Considerations for multipart
//! Content").

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{objects::ONLY_REQUIRED, schemas::NO_TYPE};
use crate::api::{
    Content, Media, Object, Operation, Origin, Parent, Part, PartKind, Property, Role, Schema, SchemaId,
    Schemas, Shape, StringFormat,
};

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
    let object = match &schemas[target].shape {
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
        Part { property, kind, media_type }
    });
    let shape = Shape::Multipart(parts.collect());
    let (pointer, docs) = (schemas[content.schema].pointer.clone(), schemas[target].docs.clone());
    let origin = Origin::Inline(Parent::Operation(operation), Role::Multipart);
    schemas.push(Schema { docs, ..Schema::new(pointer, origin, shape) })
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
