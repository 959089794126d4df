//! The extensions that pass constructs to `lower` for which OpenAPI 3.0 has no field.
//!
//! Only `load` sets them, except [`BODY_NAME`]: [`remove_foreign`] removes those that a description contains.

use serde_json::{Map, Value};

use super::object_graph::{ObjectKind, visit_all};
use crate::diagnostics::Pointer;

/// The start of the name of each extension.
const PREFIX: &str = "x-codegen-";

/// The name of the encoding of the other elements of a multipart body without names (`itemEncoding`).
pub(crate) const ITEMS: &str = "items";
/// `true` on a schema whose properties are the elements of an array, in order (`prefixItems`).
pub(crate) const TUPLE: &str = "x-codegen-tuple";
/// `true` on a schema whose only value is given by `const`.
pub(crate) const CONST: &str = "x-codegen-const";
/// The `xml` object of a schema.
pub(crate) const XML: &str = "x-codegen-xml";
/// The separator of the elements of a list, on a parameter or encoding (`collectionFormat`).
pub(crate) const DELIMITER: &str = "x-codegen-delimiter";
/// `true` on a query parameter that is the whole query (`in: querystring`).
pub(crate) const QUERY_STRING: &str = "x-codegen-querystring";
/// `true` on a cookie parameter whose value is not percent-encoded (`style: cookie`).
pub(crate) const PLAIN_COOKIE: &str = "x-codegen-cookie";
/// `true` on a path parameter whose reserved characters (RFC 3986) are not percent-encoded (`allowReserved`).
pub(crate) const RESERVED: &str = "x-codegen-reserved";
/// The name of a server.
pub(crate) const SERVER_NAME: &str = "x-codegen-name";
/// `true` on a security scheme of HTTP that is `mutualTLS`.
pub(crate) const MUTUAL_TLS: &str = "x-codegen-mutual-tls";
/// The flow `deviceAuthorization` of a security scheme.
pub(crate) const DEVICE_FLOW: &str = "x-codegen-device-flow";
/// The URL of the metadata of a security scheme (`oauth2MetadataUrl`).
pub(crate) const METADATA_URL: &str = "x-codegen-metadata-url";
/// The SPDX expression of the license (`identifier`).
pub(crate) const LICENSE_IDENTIFIER: &str = "x-codegen-identifier";
/// The parent of a tag.
pub(crate) const TAG_PARENT: &str = "x-codegen-parent";
/// The union member for values with an unknown tag or without one, on a discriminator (`defaultMapping`).
pub(crate) const DEFAULT_MEMBER: &str = "x-codegen-default";

/// The `links` of a response, or of `components`, as they are written.
pub(crate) const LINKS: &str = "x-codegen-links";

/// The name of a request body, on an operation or a request body. Tools of Swagger 2.0 write it.
pub(crate) const BODY_NAME: &str = "x-codegen-request-body-name";

/// Removes these extensions, except [`BODY_NAME`], from the objects of a description and its overlays, before `load`
/// sets any.
pub(super) fn remove_foreign(root: &mut Map<String, Value>) {
    let mut description = Value::Object(std::mem::take(root));
    visit_all(&mut description, ObjectKind::Description, &Pointer::root(), &mut |value, kind, _| {
        remove(value);
        // These objects are not part of the object graph.
        match kind {
            ObjectKind::Description => {
                value.get_mut("tags").and_then(Value::as_array_mut).into_iter().flatten().for_each(remove);
                let schemes = value.get_mut("securityDefinitions").and_then(Value::as_object_mut);
                schemes.into_iter().flat_map(Map::values_mut).for_each(remove);
            }
            ObjectKind::Schema => value.get_mut("discriminator").into_iter().for_each(remove),
            _ => {}
        }
    });
    if let Value::Object(fields) = description {
        *root = fields;
    }
}

fn remove(value: &mut Value) {
    let Value::Object(fields) = value else { return };
    let is_foreign = |key: &String| key.starts_with(PREFIX) && key != BODY_NAME;
    if fields.keys().any(is_foreign) {
        fields.retain(|key, _| !is_foreign(key));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn removes_extensions_of_a_description_but_no_names() {
        let schema = json!({
            "properties": { "x-codegen-tuple": { "type": "string" } },
            "example": { "x-codegen-tuple": "kept" },
            "discriminator": { "propertyName": "kind", DEFAULT_MEMBER: "Cat" },
            TUPLE: true,
        });
        let input = json!({
            "tags": [{ "name": "cats", TAG_PARENT: "pets" }],
            "servers": [{ "url": "/", SERVER_NAME: "one" }],
            "paths": { "/pets": {
                "parameters": [{ "name": "a", "in": "query", QUERY_STRING: true, "schema": schema }],
                "get": { BODY_NAME: "pet", "parameters": [{ "name": "x-codegen-b", "in": "path", RESERVED: true }] },
            } },
            "components": { "securitySchemes": { "x-codegen-key": { "type": "http", MUTUAL_TLS: true } } },
            "securityDefinitions": { "x-codegen-key": { "type": "basic", MUTUAL_TLS: true } },
        });
        let kept = json!({
            "properties": { "x-codegen-tuple": { "type": "string" } },
            "example": { "x-codegen-tuple": "kept" },
            "discriminator": { "propertyName": "kind" },
        });
        let expected = json!({
            "tags": [{ "name": "cats" }],
            "servers": [{ "url": "/" }],
            "paths": { "/pets": {
                "parameters": [{ "name": "a", "in": "query", "schema": kept }],
                "get": { BODY_NAME: "pet", "parameters": [{ "name": "x-codegen-b", "in": "path" }] },
            } },
            "components": { "securitySchemes": { "x-codegen-key": { "type": "http" } } },
            "securityDefinitions": { "x-codegen-key": { "type": "basic" } },
        });
        let Value::Object(mut root) = input else { return };
        remove_foreign(&mut root);
        assert_eq!(Value::Object(root), expected);
    }
}
