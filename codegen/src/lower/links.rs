//! Links of responses.

use openapiv3::{Components, Response};
use serde_json::{Map, Value};

use crate::{
    api::{Link, LinkTarget},
    diagnostics::Pointer,
    load::{component, extensions::LINKS, fragment_steps},
};

/// The maximum number of references that follow each other.
const MAX_REFERENCES: usize = 8;
/// The fields of a link that change the request in ways that a method has no arguments for.
const UNSUPPORTED: [&str; 2] = ["requestBody", "server"];

/// Returns the links of a response as they are written, by name.
pub(super) fn links(response: &Response) -> impl Iterator<Item = (&String, &Value)> {
    response.extensions.get(LINKS).and_then(Value::as_object).into_iter().flatten()
}

/// Returns the `$ref` of a link, if it is one.
pub(super) fn reference(link: &Value) -> Option<&str> {
    link.get("$ref").and_then(Value::as_str)
}

/// Returns the link, or the component that it refers to.
pub(super) fn target<'a>(link: &'a Value, components: &'a Components) -> Option<&'a Value> {
    let mut link = link;
    for _ in 0..MAX_REFERENCES {
        let Some(reference) = reference(link) else { return Some(link) };
        let (_, name) = component(reference).filter(|(section, _)| *section == "links")?;
        link = components.extensions.get(LINKS)?.get(name)?;
    }
    None
}

/// Lowers the links of a response. `at` is their location.
pub(super) fn lower_links(response: &Response, at: &Pointer, components: &Components) -> Vec<Link> {
    links(response).map(|(name, link)| lower_link(name, link, at.key(name), components)).collect()
}

fn lower_link(name: &str, link: &Value, pointer: Pointer, components: &Components) -> Link {
    let fields = target(link, components).and_then(Value::as_object);
    let text = |field: &str| fields?.get(field)?.as_str().map(str::to_owned);
    let parameters = fields.and_then(|fields| fields.get("parameters")).and_then(Value::as_object);
    let parameters = parameters.into_iter().flatten().map(|(name, value)| (name.clone(), value.clone()));
    Link {
        pointer,
        name: name.to_owned(),
        target: linked(link, fields),
        parameters: parameters.collect(),
        description: text("description"),
    }
}

/// Returns the operation that a link names.
fn linked(link: &Value, fields: Option<&Map<String, Value>>) -> Result<LinkTarget, String> {
    let Some(fields) = fields else {
        let missing = |reference: &str| format!("`{reference}` is not a link");
        return Err(reference(link).map_or_else(|| "it is not an object".to_owned(), missing));
    };
    if let Some(field) = UNSUPPORTED.iter().find(|field| fields.contains_key(**field)) {
        return Err(format!("`{field}` is not supported"));
    }
    let text = |field: &str| fields.get(field).and_then(Value::as_str);
    if let Some(id) = text("operationId") {
        return Ok(LinkTarget::Id(id.to_owned()));
    }
    let Some(reference) = text("operationRef") else {
        return Err("it has neither `operationId` nor `operationRef`".to_owned());
    };
    let steps = fragment_steps(reference);
    steps.map(LinkTarget::Pointer).ok_or_else(|| format!("`{reference}` is in another document"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_the_operation_of_a_link() {
        let components = Components {
            extensions: [(
                LINKS.to_owned(),
                json!({ "a": { "operationId": "get" }, "b": { "$ref": "#/components/links/b" } }),
            )]
            .into_iter()
            .collect(),
            ..Components::default()
        };
        for (link, expected) in [
            (json!({ "$ref": "#/components/links/a" }), "Ok(Id(\"get\"))"),
            (
                json!({ "operationRef": "#/paths/~1a~1%7Bid%7D/get" }),
                "Ok(Pointer([\"paths\", \"/a/{id}\", \"get\"]))",
            ),
            (
                json!({ "operationRef": "b.yaml#/paths/~1a/get" }),
                "Err(\"`b.yaml#/paths/~1a/get` is in another document\")",
            ),
            (json!({ "$ref": "#/components/links/b" }), "Err(\"`#/components/links/b` is not a link\")"),
            (json!({ "operationId": "get", "server": {} }), "Err(\"`server` is not supported\")"),
            (json!({}), "Err(\"it has neither `operationId` nor `operationRef`\")"),
            (json!(1), "Err(\"it is not an object\")"),
        ] {
            let lowered = lower_link("x", &link, Pointer::root(), &components);
            assert_eq!(format!("{:?}", lowered.target), expected, "{link}");
        }
    }
}
