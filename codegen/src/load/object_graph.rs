//! The object graph of a description: the child objects of each object, for every version of OpenAPI.

use serde_json::{Map, Value};

use super::node_path::NodePath;
use crate::diagnostics::Pointer;

/// The kind of an object in a description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ObjectKind {
    Description,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Response,
    Header,
    Schema,
    SecurityScheme,
    Server,
}

/// The form in which a field holds child objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    One,
    List,
    Map,
}

impl ObjectKind {
    /// Returns the kind of the children that the field `key` holds, and their container.
    pub(super) fn child(self, key: &str) -> Option<(Container, Self)> {
        use Container::{List, Map, One};
        Some(match (self, key) {
            // Path items and media types in `components` are inlined where a `$ref` names them.
            (Self::Description, "paths" | "webhooks" | "callbacks") => (Map, Self::PathItem),
            (Self::Description, "components") => (One, Self::Components),
            (Self::Description, "definitions") | (Self::Components, "schemas") => (Map, Self::Schema),
            (Self::Description | Self::Components, "parameters") => (Map, Self::Parameter),
            (Self::Description | Self::Components | Self::Operation, "responses") => (Map, Self::Response),
            (Self::Components | Self::Response | Self::Encoding, "headers") => (Map, Self::Header),
            (Self::Components, "requestBodies") => (Map, Self::RequestBody),
            (Self::Components, "securitySchemes") => (Map, Self::SecurityScheme),
            (Self::RequestBody | Self::Response | Self::Parameter | Self::Header, "content") => {
                (Map, Self::MediaType)
            }
            (
                Self::PathItem,
                "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "query",
            ) => (One, Self::Operation),
            (Self::PathItem, "additionalOperations") => (Map, Self::Operation),
            (Self::Description | Self::PathItem | Self::Operation, "servers") => (List, Self::Server),
            (Self::PathItem | Self::Operation, "parameters") => (List, Self::Parameter),
            (Self::Operation, "requestBody") => (One, Self::RequestBody),
            (Self::Parameter | Self::Header | Self::Response, "schema")
            | (Self::Parameter | Self::Header, "items")
            | (Self::MediaType, "schema" | "itemSchema") => (One, Self::Schema),
            (Self::MediaType, "encoding") => (Map, Self::Encoding),
            (Self::MediaType, "itemEncoding") => (One, Self::Encoding),
            (Self::MediaType, "prefixEncoding") => (List, Self::Encoding),
            (Self::Schema, key) => return Self::subschema(key),
            _ => return None,
        })
    }

    /// Returns the name of the kind with its article, for a message.
    pub(super) fn with_article(self) -> &'static str {
        match self {
            Self::Schema => "a schema",
            Self::Parameter => "a parameter",
            Self::Response => "a response",
            Self::RequestBody => "a request body",
            Self::Header => "a header",
            Self::SecurityScheme => "a security scheme",
            Self::Description => "the whole description",
            Self::Components => "the components of the description",
            Self::PathItem => "a path item",
            Self::Operation => "an operation",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Server => "a server",
        }
    }

    fn subschema(keyword: &str) -> Option<(Container, Self)> {
        let container = match keyword {
            "items"
            | "additionalProperties"
            | "not"
            | "propertyNames"
            | "contains"
            | "if"
            | "then"
            | "else"
            | "unevaluatedItems"
            | "unevaluatedProperties"
            | "additionalItems"
            | "contentSchema" => Container::One,
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => {
                Container::Map
            }
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => Container::List,
            _ => return None,
        };
        Some((container, Self::Schema))
    }
}

/// The objects that the standard defines at a place of a description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Site {
    /// An object of a kind.
    Object(ObjectKind),
    /// A list or a map of objects of a kind.
    Several(ObjectKind),
}

impl Site {
    /// Returns the objects at `steps` from the root of a description, or `None` if the standard defines none there:
    /// in an extension, in an example, or in a section that no walk visits.
    pub(super) fn at(steps: &[String]) -> Option<Self> {
        let mut site = Self::Object(ObjectKind::Description);
        for step in steps {
            site = match site {
                Self::Several(ObjectKind::PathItem | ObjectKind::Response) if step.starts_with("x-") => {
                    return None;
                }
                Self::Several(kind) => Self::Object(kind),
                Self::Object(kind) => match kind.child(step)? {
                    (Container::One, child) => Self::Object(child),
                    (Container::List | Container::Map, child) => Self::Several(child),
                },
            };
        }
        Some(site)
    }
}

/// A function that a walk calls with each value, its kind and its path.
pub(super) type Visitor<'v> = dyn FnMut(&mut Value, ObjectKind, &NodePath<'_>) + 'v;

/// Visits `value`, an object of kind `kind` at `at`, and all objects in it, children before their parents.
pub(super) fn visit_all(value: &mut Value, kind: ObjectKind, at: &Pointer, visitor: &mut Visitor<'_>) {
    visit_post_order(value, kind, &NodePath::Root(at), visitor);
}

fn visit_post_order(value: &mut Value, kind: ObjectKind, path: &NodePath<'_>, visitor: &mut Visitor<'_>) {
    if let Value::Object(fields) = value {
        visit_children(fields, kind, path, &mut |child, kind, path| {
            visit_post_order(child, kind, path, visitor);
        });
    }
    visitor(value, kind, path);
}

/// Visits the children of an object.
pub(super) fn visit_children(
    fields: &mut Map<String, Value>,
    kind: ObjectKind,
    path: &NodePath<'_>,
    visitor: &mut Visitor<'_>,
) {
    for (key, value) in fields.iter_mut() {
        let Some((container, child)) = kind.child(key) else { continue };
        visit_field_mut(value, container, child, &NodePath::Field(path, key), visitor);
    }
}

/// Calls `$visitor` with each child in the value of one field. [`visit_field`] and [`visit_field_mut`] are both made
/// from this list.
///
/// Before JSON Schema 2020-12 `items` can be a list of schemas.
macro_rules! visit_field {
    ($value:expr, $container:expr, $child:expr, $path:expr, $visitor:expr, $iter:ident) => {
        match ($container, $value) {
            (Container::List | Container::One, Value::Array(items)) => {
                for (index, item) in items.$iter().enumerate() {
                    $visitor(item, $child, &NodePath::Element($path, index));
                }
            }
            (Container::Map, Value::Object(entries)) => {
                // Only maps whose keys the standard defines have extensions: a header may be named `x-something`.
                let is_extension = |name: &str| {
                    matches!($child, ObjectKind::PathItem | ObjectKind::Response) && name.starts_with("x-")
                };
                for (name, item) in entries.$iter().filter(|(name, _)| !is_extension(name)) {
                    $visitor(item, $child, &NodePath::Field($path, name));
                }
            }
            (Container::One, value) => $visitor(value, $child, $path),
            _ => {}
        }
    };
}

/// Visits the children in the value of one field.
pub(super) fn visit_field(
    value: &Value,
    container: Container,
    child: ObjectKind,
    path: &NodePath<'_>,
    visitor: &mut dyn FnMut(&Value, ObjectKind, &NodePath<'_>),
) {
    visit_field!(value, container, child, path, visitor, iter);
}

/// Visits the children in the value of one field, which the visitor may change.
fn visit_field_mut(
    value: &mut Value,
    container: Container,
    child: ObjectKind,
    path: &NodePath<'_>,
    visitor: &mut Visitor<'_>,
) {
    visit_field!(value, container, child, path, visitor, iter_mut);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Returns the pointers of all objects of one kind, in the order of the walk.
    fn visited(mut description: Value, wanted: ObjectKind) -> Vec<String> {
        let mut pointers = Vec::new();
        visit_all(&mut description, ObjectKind::Description, &Pointer::root(), &mut |_, kind, path| {
            if kind == wanted {
                pointers.push(path.pointer().to_string());
            }
        });
        pointers
    }

    #[test]
    fn knows_the_objects_at_each_place() {
        for (pointer, expected) in [
            ("", Some(Site::Object(ObjectKind::Description))),
            ("/paths", Some(Site::Several(ObjectKind::PathItem))),
            ("/paths/~1pets/get/parameters/0/schema", Some(Site::Object(ObjectKind::Schema))),
            ("/components/schemas/Pet/properties", Some(Site::Several(ObjectKind::Schema))),
            ("/components/schemas/Pet/$defs/Tag/items", Some(Site::Object(ObjectKind::Schema))),
            ("/components/schemas/Pet/example", None),
            ("/paths/x-pets/get", None),
            ("/x-schemas/Pet", None),
        ] {
            assert_eq!(Site::at(&crate::load::reference::steps(pointer)), expected, "{pointer}");
        }
    }

    #[test]
    fn visits_children_before_their_parents() {
        let description = json!({ "components": { "schemas": {
            "Pet": { "properties": { "tags": { "items": { "type": "string" } } } },
        } } });
        assert_eq!(
            visited(description, ObjectKind::Schema),
            [
                "#/components/schemas/Pet/properties/tags/items",
                "#/components/schemas/Pet/properties/tags",
                "#/components/schemas/Pet",
            ]
        );
    }

    #[test]
    fn visits_lists_and_maps_of_an_operation() {
        let description = json!({ "paths": { "/pets": { "get": {
            "parameters": [{ "schema": {} }, { "content": { "text/plain": { "schema": {} } } }],
            "responses": { "200": { "headers": { "x-next": { "schema": {} } } } },
        } } } });
        assert_eq!(
            visited(description, ObjectKind::Schema),
            [
                "#/paths/~1pets/get/parameters/0/schema",
                "#/paths/~1pets/get/parameters/1/content/text~1plain/schema",
                "#/paths/~1pets/get/responses/200/headers/x-next/schema",
            ]
        );
    }

    #[test]
    fn skips_extensions_and_examples() {
        let description = json!({ "paths": {
            "x-internal": { "get": {} },
            "/pets": { "get": { "requestBody": { "content": { "a/b": { "example": { "schema": {} } } } } } },
        } });
        assert_eq!(visited(description.clone(), ObjectKind::Operation), ["#/paths/~1pets/get"]);
        assert_eq!(visited(description, ObjectKind::Schema), [""; 0]);
    }
}
