//! XML representations, and the bodies in XML that are models: objects, maps and lists with valid XML names and
//! without unions. Other bodies in XML are texts.

use std::collections::BTreeSet;

use openapiv3::SchemaData;
use serde_json::Value;

use crate::{
    api::{
        EnumBase, Media, Operation, Origin, Parent, Role, Schema, SchemaId, Schemas, Shape, StringFormat,
        Usage, Uses, Xml,
    },
    load::extensions::XML,
};

/// The keywords of a schema.
pub(super) fn of(data: &SchemaData) -> Option<Box<Xml>> {
    let declared = data.extensions.get(XML)?;
    let text = |key: &str| declared.get(key).and_then(Value::as_str).map(str::to_owned);
    let flag = |key: &str| declared.get(key) == Some(&Value::Bool(true));
    let node = declared.get("nodeType").and_then(Value::as_str);
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
pub(super) fn settle(schemas: &mut Schemas, operations: &mut [Operation], usage: &Usage) {
    let texts = texts(schemas, usage);
    for (index, operation) in operations.iter_mut().enumerate() {
        for (status, content) in operation.contents_mut().filter(|(_, content)| content.media == Media::Xml) {
            // The root element of a request needs a name.
            let has_name = schemas.xml_root_name(content.schema).map_or(status.is_some(), is_name);
            let is_whole = matches!(
                schemas[schemas.resolve(content.schema)].shape,
                Shape::Object(_) | Shape::Map(_) | Shape::Array(_)
            );
            if !has_name || !is_whole || texts.contains(&content.schema) {
                let pointer = schemas[content.schema].pointer.clone();
                let role = status.map_or(Role::Body, Role::Response);
                let origin = Origin::Inline(Parent::Operation(index), role);
                content.media = Media::Text;
                content.schema =
                    schemas.push(Schema::new(pointer, origin, Shape::String(StringFormat::Plain)));
            }
        }
    }
}

/// Returns the schemas in bodies in XML that a table cannot describe, and those that contain them.
fn texts(schemas: &Schemas, usage: &Usage) -> BTreeSet<SchemaId> {
    let in_xml = |id: SchemaId| usage.get(id).any(Uses::XML);
    let seeds: Vec<SchemaId> = schemas
        .iter()
        .filter(|(id, schema)| in_xml(*id) && !has_table(schemas, schema))
        .map(|(id, _)| id)
        .collect();
    schemas.ancestors(seeds, in_xml)
}

/// The maximum length of a name or a namespace in bytes. Each use of a schema repeats them.
const MAX_LENGTH: usize = 500;

/// Returns `true` if a table can describe a schema in XML, apart from its children.
fn has_table(schemas: &Schemas, schema: &Schema) -> bool {
    let declared = schema.xml.as_deref();
    let names = declared.iter().flat_map(|xml| xml.name.iter().chain(&xml.prefix));
    let are_names = names.into_iter().all(|name| is_name(name));
    let namespace = declared.and_then(|xml| xml.namespace.as_ref());
    let is_short = namespace.is_none_or(|namespace| namespace.len() <= MAX_LENGTH);
    are_names
        && is_short
        && match &schema.shape {
            Shape::Object(object) => {
                let named = |id| schemas.xml_name(id).is_some();
                object.properties.iter().all(|known| is_name(&known.name) || named(known.schema))
            }
            Shape::Enum(list) => list.base != EnumBase::Mixed,
            Shape::Union(_) | Shape::Tuple(_) | Shape::Multipart(_) => false,
            _ => true,
        }
}

/// Returns `true` for a valid XML name without a colon (XML 1.0, section 2.3), unless it is too long.
fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    name.len() <= MAX_LENGTH
        && chars.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && chars.all(|char| char.is_alphanumeric() || "_-.".contains(char))
}
