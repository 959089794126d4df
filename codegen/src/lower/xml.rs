//! What is said of XML, and which bodies can be written and read as XML: models, maps and lists whose names are names there,
//! and in which nothing has to be told apart. Others are texts.

use std::collections::BTreeSet;

use openapiv3::SchemaData;
use serde_json::Value;

use crate::{
    api::{
        EnumBase, Media, Operation, Origin, Parent, Role, Schema, SchemaId, Schemas, Shape, StringFormat, Xml,
    },
    load::extensions::XML,
};

/// What a schema says.
pub(super) fn of(data: &SchemaData) -> Option<Box<Xml>> {
    let said = data.extensions.get(XML)?;
    let text = |key: &str| said.get(key).and_then(Value::as_str).map(str::to_owned);
    let flag = |key: &str| said.get(key) == Some(&Value::Bool(true));
    let node = said.get("nodeType").and_then(Value::as_str);
    Some(Box::new(Xml {
        name: text("name"),
        prefix: text("prefix"),
        namespace: text("namespace"),
        attribute: flag("attribute") || node == Some("attribute"),
        wrapped: flag("wrapped") || node == Some("element"),
        text: matches!(node, Some("text" | "cdata")),
    }))
}

/// Makes texts of the bodies that are in XML and cannot be models.
pub(super) fn settle(schemas: &mut Schemas, operations: &mut [Operation]) {
    for (index, operation) in operations.iter_mut().enumerate() {
        let bodies = operation.body.iter_mut().flat_map(|body| &mut body.contents);
        let bodies = bodies.map(|content| (content, Role::Body, true));
        let replies = operation.replies.iter_mut().flat_map(|reply| {
            let status = reply.status;
            reply.contents.iter_mut().map(move |content| (content, Role::Reply(status), false))
        });
        for (content, role, sent) in bodies.chain(replies) {
            // What is sent has to be called something.
            let name = schemas.xml_root_name(content.schema);
            let has_name = name.map_or(!sent, is_name);
            if content.media == Media::Xml && !(has_name && can_be_model(schemas, content.schema)) {
                let pointer = schemas[content.schema].pointer.clone();
                let origin = Origin::Inline(Parent::Operation(index), role);
                content.media = Media::Text;
                content.schema =
                    schemas.push(Schema::new(pointer, origin, Shape::String(StringFormat::Plain)));
            }
        }
    }
}

/// Whether a table can say how XML has a schema.
fn can_be_model(schemas: &Schemas, root: SchemaId) -> bool {
    let is_whole =
        matches!(schemas[schemas.resolve(root)].shape, Shape::Object(_) | Shape::Map(_) | Shape::Array(_));
    let mut seen = BTreeSet::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let schema = &schemas[id];
        let said = schema.xml.as_deref();
        let names = said.iter().flat_map(|xml| xml.name.iter().chain(&xml.prefix));
        if !names.into_iter().all(|name| is_name(name)) {
            return false;
        }
        match &schema.shape {
            Shape::Object(object) => {
                let named = |id| schemas.xml_name(id).is_some();
                if !object.properties.iter().all(|known| is_name(&known.name) || named(known.schema)) {
                    return false;
                }
                open.extend(
                    object.properties.iter().map(|property| property.schema).chain(object.additional),
                );
            }
            Shape::Array(next) | Shape::Map(next) | Shape::Reference(next) => open.push(*next),
            Shape::Union(_) | Shape::Tuple(_) | Shape::Parts(_) => return false,
            Shape::Enum(list) if list.base == EnumBase::Mixed => return false,
            _ => {}
        }
    }
    is_whole
}

/// Whether XML can call something so (XML 1.0, section 2.3; without the colon, which namespaces have).
fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && chars.all(|char| char.is_alphanumeric() || "_-.".contains(char))
}
