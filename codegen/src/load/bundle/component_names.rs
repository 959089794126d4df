//! The names of components that the bundler adds, derived from their locations.

use crate::load::{object_graph::ObjectKind, reference::Location};

/// Returns names for the object at `location`, the best one first.
pub(super) fn candidates(location: &Location) -> Vec<String> {
    let stem = stem(&location.file);
    let words = words(location);
    let Some(last) = words.last() else { return vec![stem] };
    let is_inside = location.steps.iter().any(|step| {
        matches!(
            step.as_str(),
            "properties" | "items" | "additionalProperties" | "paths" | "allOf" | "oneOf" | "anyOf"
        )
    });
    // Outside of the sections that OpenAPI defines, each key is a part of the name.
    let is_defined = location.steps.iter().any(|step| {
        matches!(step.as_str(), "$defs" | "definitions" | "components" | "parameters" | "responses")
    });
    let all = words.join("_");
    let mut names =
        if is_inside || !is_defined { vec![all.clone()] } else { vec![last.clone(), all.clone()] };
    if !stem.is_empty() {
        names.push(format!("{stem}_{last}"));
        names.push(format!("{}_{stem}_{all}", folder(&location.file)));
    }
    let is_allowed = |char: char| char.is_ascii_alphanumeric() || "._-".contains(char);
    let allowed = |name: String| name.chars().map(|char| if is_allowed(char) { char } else { '_' }).collect();
    names.into_iter().map(allowed).collect()
}

/// Returns the words of a location: its names, without the fields that OpenAPI defines.
fn words(location: &Location) -> Vec<String> {
    let mut words = Vec::new();
    let mut steps = location.steps.iter().map(String::as_str).peekable();
    let mut is_name = false;
    while let Some(step) = steps.next() {
        if std::mem::take(&mut is_name) {
            words.push(step.to_owned());
            continue;
        }
        match step {
            "components" | "content" | "schema" | "allOf" | "oneOf" | "anyOf" => {}
            "schemas" | "definitions" | "$defs" | "properties" | "parameters" | "headers"
            | "requestBodies" | "patternProperties" => is_name = true,
            "responses" => {
                let status = steps.next_if(|_| !words.is_empty());
                match status {
                    Some(status) if status.starts_with('2') => words.push("Reply".to_owned()),
                    Some("default") => words.push("Error".to_owned()),
                    Some(status) => words.push(status.to_owned()),
                    None => is_name = true,
                }
            }
            "paths" => {
                let path = steps.next().unwrap_or_default();
                words.extend(steps.next().map(str::to_owned));
                words.push(path.to_owned());
            }
            "requestBody" => words.push("Body".to_owned()),
            "items" => words.push("Item".to_owned()),
            "additionalProperties" => words.push("Value".to_owned()),
            media_type if media_type.contains('/') => {}
            index if index.bytes().all(|byte| byte.is_ascii_digit()) => {}
            other => words.push(other.to_owned()),
        }
    }
    words
}

/// Returns the name of a file without its folder and its extensions, or the name of the folder for a file with a
/// generic name such as `index.yaml`.
fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    if ["index", "_index", "schema"].contains(&stem) { folder(path) } else { stem.to_owned() }
}

/// Returns the name of the folder of a file.
fn folder(path: &str) -> String {
    path.rsplit('/').nth(1).unwrap_or_default().trim_matches('.').to_owned()
}

/// Returns the steps to the section of the components of a kind, or `None` if they cannot be components.
pub(super) fn section(kind: ObjectKind, swagger: bool) -> Option<&'static [&'static str]> {
    Some(match (kind, swagger) {
        (ObjectKind::Schema, true) => &["definitions"],
        (ObjectKind::Parameter, true) => &["parameters"],
        (ObjectKind::Response, true) => &["responses"],
        (ObjectKind::Schema, false) => &["components", "schemas"],
        (ObjectKind::Parameter, false) => &["components", "parameters"],
        (ObjectKind::Response, false) => &["components", "responses"],
        (ObjectKind::RequestBody, false) => &["components", "requestBodies"],
        (ObjectKind::Header, false) => &["components", "headers"],
        (ObjectKind::SecurityScheme, false) => &["components", "securitySchemes"],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(file: &str, pointer: &str) -> String {
        let location = Location { file: file.into(), steps: crate::load::reference::steps(pointer) };
        candidates(&location).remove(0)
    }

    #[test]
    fn names_a_file_after_itself_and_a_definition_after_its_key() {
        assert_eq!(first("schemas/Pet.yaml", ""), "Pet");
        assert_eq!(first("pets/index.yaml", ""), "pets");
        assert_eq!(first("types/deneb/block.yaml", "/Deneb/Block"), "Deneb_Block");
        assert_eq!(first("common.yaml", "/components/schemas/Error"), "Error");
        assert_eq!(first("", "/components/schemas/Order/$defs/Line"), "Line");
    }

    #[test]
    fn names_a_nested_object_after_its_location() {
        assert_eq!(first("", "/components/schemas/Foo/properties/bar/items"), "Foo_bar_Item");
        let response = "/paths/~1foo/get/responses/200/content/application~1json/schema/items";
        assert_eq!(first("", response), "get__foo_Reply_Item");
    }
}
