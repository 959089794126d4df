//! The number of things that the success response of an operation contains, for the name of the operation.

use openapiv3::{AnySchema, Components, MediaType, ReferenceOr, Response, Schema, SchemaKind, StatusCode};

use super::references::component_name;
use crate::{api::Returned, load::essence};

/// The maximum number of schemas that are read for an operation.
const MAX_SCHEMAS: usize = 64;
/// The maximum length of a chain of references.
const MAX_REFERENCES: usize = 8;

/// Properties beside a list that describe the list.
const OF_LISTS: &[&str] = &["etag", "href", "kind", "object", "ok", "self", "success", "uri", "url"];
/// Words of properties for pages.
const PAGING: &[&str] = &[
    "count",
    "cursor",
    "cursors",
    "has",
    "limit",
    "links",
    "meta",
    "metadata",
    "more",
    "next",
    "offset",
    "page",
    "pages",
    "pagination",
    "paging",
    "prev",
    "previous",
    "size",
    "token",
    "total",
];
/// Words that belong to properties for pages if another word does.
const BESIDE_PAGING: &[&str] = &[
    "current", "elements", "end", "entries", "first", "index", "is", "items", "last", "num", "number", "of",
    "per", "records", "response", "result", "results", "start", "url", "uri",
];
/// Properties of one object that has lists too.
const OF_ONE: &[&str] = &["id", "_id", "key", "name", "sid", "title", "uuid"];
/// Lists of diagnostics, beside the list of a response.
const DIAGNOSTICS: &[&str] = &["errors", "messages", "warnings"];

/// Returns the number of things that the first success response of an operation contains, if its schema shows it.
pub(super) fn returned(
    operation: &openapiv3::Operation,
    components: Option<&Components>,
) -> Option<Returned> {
    let mut reader = Reader { components, left: MAX_SCHEMAS };
    let responses = &operation.responses;
    let success = responses.responses.iter().find(|(status, _)| is_success(status));
    let response = reader.response(success.map(|(_, response)| response).or(responses.default.as_ref())?)?;
    let json = response.content.iter().find(|(media_type, _)| essence(media_type).ends_with("json"));
    let (_, MediaType { schema, .. }) = json?;
    let schema = reader.schema(schema.as_ref()?)?;
    reader.returned(schema, 0)
}

fn is_success(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2))
}

/// A reader of the schemas of one operation.
struct Reader<'a> {
    components: Option<&'a Components>,
    /// The number of schemas that it may still read.
    left: usize,
}

impl<'a> Reader<'a> {
    fn response(&self, mut response: &'a ReferenceOr<Response>) -> Option<&'a Response> {
        for _ in 0..MAX_REFERENCES {
            let reference = match response {
                ReferenceOr::Item(response) => return Some(response),
                ReferenceOr::Reference { reference } => reference,
            };
            response = self.components?.responses.get(&component_name(reference, "responses")?)?;
        }
        None
    }

    fn schema(&mut self, schema: &'a ReferenceOr<Schema>) -> Option<&'a AnySchema> {
        match schema {
            ReferenceOr::Item(schema) => self.inline(schema),
            ReferenceOr::Reference { reference } => self.component(reference),
        }
    }

    fn property(&mut self, schema: &'a ReferenceOr<Box<Schema>>) -> Option<&'a AnySchema> {
        match schema {
            ReferenceOr::Item(schema) => self.inline(schema),
            ReferenceOr::Reference { reference } => self.component(reference),
        }
    }

    /// Returns the keywords of a schema. An integer has none that matter.
    fn inline(&mut self, schema: &'a Schema) -> Option<&'a AnySchema> {
        self.left = self.left.checked_sub(1)?;
        match &schema.schema_kind {
            SchemaKind::Any(any) => Some(any),
            _ => None,
        }
    }

    fn component(&mut self, reference: &str) -> Option<&'a AnySchema> {
        let mut next = component_name(reference, "schemas")?;
        for _ in 0..MAX_REFERENCES {
            match self.components?.schemas.get(&next)? {
                ReferenceOr::Item(schema) => return self.inline(schema),
                ReferenceOr::Reference { reference } => next = component_name(reference, "schemas")?,
            }
        }
        None
    }

    /// Returns the number of things in a value of this schema, which is in `depth` objects.
    fn returned(&mut self, schema: &'a AnySchema, depth: usize) -> Option<Returned> {
        if is_array(schema) {
            return Some(Returned::Many);
        }
        let (mut properties, mut open) = (Vec::new(), vec![schema]);
        while let Some(schema) = open.pop() {
            if !schema.one_of.is_empty() || !schema.any_of.is_empty() {
                return None;
            }
            if properties.len() + schema.properties.len() > MAX_SCHEMAS {
                return None;
            }
            properties.extend(schema.properties.iter());
            for member in &schema.all_of {
                open.push(self.schema(member)?);
            }
        }
        let (mut arrays, mut objects, mut is_page) = (0, Vec::new(), true);
        for (name, property) in &properties {
            let schema = self.property(property);
            if self.left == 0 {
                return None;
            }
            let name = name.as_str();
            match schema {
                Some(schema) if is_array(schema) => arrays += usize::from(!DIAGNOSTICS.contains(&name)),
                _ if is_of_list(name) => {}
                Some(schema) if is_object(schema) => objects.push(schema),
                _ => is_page = false,
            }
        }
        let is_one = properties.iter().any(|(name, _)| OF_ONE.contains(&name.as_str()));
        match (arrays, objects.as_slice()) {
            _ if is_one => Some(Returned::One),
            (0, []) => (!properties.is_empty()).then_some(Returned::One),
            // `{"data": {…}}`
            (0, [inner]) if is_page && depth == 0 => self.returned(inner, 1),
            (0, _) => Some(Returned::One),
            (1, []) if is_page => Some(Returned::Many),
            _ => None,
        }
    }
}

fn is_array(schema: &AnySchema) -> bool {
    schema.typ.as_deref() == Some("array") || schema.typ.is_none() && schema.items.is_some()
}

fn is_object(schema: &AnySchema) -> bool {
    schema.typ.as_deref() == Some("object") || schema.typ.is_none()
}

/// Returns `true` for a property that describes a list, not one of its elements: `next_page`, `totalCount`, `has_more`.
fn is_of_list(name: &str) -> bool {
    let mut words: Vec<String> = Vec::new();
    let mut start = true;
    for char in name.chars() {
        let is_letter = char.is_alphanumeric();
        if is_letter && (start || char.is_uppercase()) {
            words.push(String::new());
        }
        start = !is_letter;
        if let Some(word) = words.last_mut().filter(|_| is_letter) {
            word.extend(char.to_lowercase());
        }
    }
    let is = |words: &[&str], word: &String| words.contains(&word.as_str());
    matches!(words.as_slice(), [word] if is(OF_LISTS, word))
        || words.iter().any(|word| is(PAGING, word))
            && words.iter().all(|word| is(PAGING, word) || is(BESIDE_PAGING, word))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::is_of_list;
    use crate::{
        Source,
        api::Returned::{Many, One},
        read,
    };

    #[test]
    fn finds_properties_of_pages() {
        for name in ["next", "total_count", "hasMore", "nextPageToken", "_links", "object", "totalResults"] {
            assert!(is_of_list(name), "{name}");
        }
        for name in ["status", "results", "name", "account", "checks", "token_type"] {
            assert!(!is_of_list(name), "{name}");
        }
    }

    #[test]
    fn counts_the_things_in_a_response() {
        let text = json!({ "type": "string" });
        let pets = json!({ "$ref": "#/components/schemas/Pets" });
        let object = |properties: Value| json!({ "type": "object", "properties": properties });
        let components = json!({
            "Pet": object(json!({ "id": text, "tags": { "type": "array", "items": text } })),
            "Pets": { "type": "array", "items": { "$ref": "#/components/schemas/Pet" } },
            "Loop": { "allOf": [{ "$ref": "#/components/schemas/Loop" }, { "$ref": "#/components/schemas/Loop" }] },
            "Page": object(json!({ "next": text, "total": { "type": "integer" } })),
        });
        let page = json!({ "$ref": "#/components/schemas/Page" });
        let cases = [
            (pets.clone(), Some(Many)),
            (json!({ "$ref": "#/components/schemas/Pet" }), Some(One)),
            (json!({ "$ref": "#/components/schemas/Loop" }), None),
            (object(json!({ "data": pets, "has_more": { "type": "boolean" } })), Some(Many)),
            (json!({ "allOf": [page, object(json!({ "pets": pets }))] }), Some(Many)),
            (object(json!({ "open": pets, "closed": pets })), None),
            (object(json!({ "data": { "$ref": "#/components/schemas/Pet" } })), Some(One)),
            (object(json!({ "status": text, "checks": pets })), None),
            (text, None),
        ];
        for (schema, expected) in cases {
            let content = |schema: &Value| json!({ "application/json": { "schema": schema } });
            let description = json!({
                "openapi": "3.0.3",
                "info": { "title": "Pets", "version": "1" },
                "components": { "schemas": components },
                "paths": { "/pets": { "get": { "responses": {
                    "404": { "description": "", "content": content(&pets) },
                    "200": { "description": "", "content": content(&schema) },
                } } } },
            });
            let (api, _) = read(&Source::new("spec.json", description.to_string()));
            let returned =
                api.and_then(|api| api.operations.first().and_then(|operation| operation.returned));
            assert_eq!(returned, expected, "{schema}");
        }
    }
}
