//! Forms: the bodies in `application/x-www-form-urlencoded` that have fields.

use crate::{
    api::{Media, Operation, Origin, Parent, Role, Schema, SchemaId, Schemas, Shape, StringFormat},
    diagnostics::{Code, Diagnostics},
};

/// Makes texts of the forms whose schema has no fields. A form consists of names and values (OpenAPI 3.0.4, "Support
/// for x-www-form-urlencoded Request Bodies"), so that the encoding of a list or a scalar is up to the user.
pub(super) fn settle(schemas: &mut Schemas, operations: &mut [Operation], diagnostics: &mut Diagnostics) {
    for (index, operation) in operations.iter_mut().enumerate() {
        for content in operation.request_contents_mut().filter(|content| content.media == Media::Form) {
            if has_fields(schemas, content.schema) {
                continue;
            }
            let pointer = schemas[content.schema].pointer.clone();
            if !matches!(schemas[schemas.resolve(content.schema)].shape, Shape::String(_)) {
                diagnostics.push_with_help(
                    Code::UNTYPED,
                    &pointer,
                    "a form consists of fields, and this schema has none; the body is an encoded string",
                    "describe an object with a property for each field",
                );
            }
            let origin = Origin::Inline(Parent::Operation(index), Role::Body);
            content.media = Media::Text;
            content.schema = schemas.push(Schema::new(pointer, origin, Shape::String(StringFormat::Plain)));
        }
    }
}

/// Returns `true` if a value of the schema can be an object.
fn has_fields(schemas: &Schemas, id: SchemaId) -> bool {
    schemas.alternatives(id, |_| true).any(|id| match &schemas[id].shape {
        Shape::Boolean
        | Shape::Integer(_)
        | Shape::Number { .. }
        | Shape::String(_)
        | Shape::Enum(_)
        | Shape::Array(_)
        | Shape::Tuple(_) => false,
        Shape::Any(_)
        | Shape::Map(_)
        | Shape::Object(_)
        | Shape::Multipart(_)
        | Shape::Union(_)
        | Shape::Reference(_) => true,
    })
}
