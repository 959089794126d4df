//! The store of a description's files, which resolves the references between them.

use std::{borrow::Cow, collections::HashMap};

use indexmap::IndexMap;
use serde_json::Value;

use super::{
    Source, Texts,
    copy_budget::weight,
    reference::{self, Location},
    text,
    unresolved::Unresolved,
};
use crate::diagnostics::{Diagnostics, Pointer};

/// The length of a chain of references beyond which it counts as cyclic.
const MAX_CHAIN: usize = 32;
/// The number of files beyond which no more are read.
const MAX_FILES: usize = 4096;

/// The files of a description, and the names by which references find them.
pub(super) struct FileStore<'s> {
    source: &'s Source,
    /// The name of the description's own file, by which other files refer to it.
    file_name: &'s str,
    /// The files by their paths, or the reason for which one cannot be read. The path of the description is empty.
    files: HashMap<String, Result<Cow<'s, Value>, String>>,
    /// The texts of the files as they were parsed.
    pub(super) texts: Texts,
    /// The locations of the schema resources by their URIs (`$id`, and `$self` of OpenAPI 3.2), which are resolved
    /// against the resource or file around them.
    resources: IndexMap<String, Location>,
    /// The URIs of the schema resources by their locations.
    uris: HashMap<Location, String>,
    /// The locations of the schemas with an anchor, by file and name.
    anchors: HashMap<(String, String), Location>,
    /// The weight of all files.
    pub(super) weight: usize,
    pub(super) diagnostics: Diagnostics,
}

impl<'s> FileStore<'s> {
    /// Returns a store that contains the description itself, `root`.
    pub(super) fn new(source: &'s Source, root: &'s Value) -> Self {
        let mut file_store = Self {
            source,
            file_name: source.name.rsplit(['/', '\\']).next().unwrap_or_default(),
            files: HashMap::new(),
            texts: Texts::new(),
            resources: IndexMap::new(),
            uris: HashMap::new(),
            anchors: HashMap::new(),
            weight: weight(root),
            diagnostics: Diagnostics::default(),
        };
        if let Some(Value::String(uri)) = root.get("$self") {
            file_store.add_resource(uri.clone(), Location::file(""));
        }
        let base = file_store.base_uri(&Location::file(""));
        file_store.index(root, &mut Location::file(""), &base);
        file_store.files.insert(String::new(), Ok(Cow::Borrowed(root)));
        file_store
    }

    /// Returns the location that `reference` names, relative to the schema resource or file `base`.
    pub(super) fn resolve(&mut self, reference: &str, base: &Location) -> Result<Location, Unresolved> {
        let (uri, fragment) = reference::split(reference);
        let resource =
            if uri.is_empty() { Location::file(base.file.as_str()) } else { self.resource(uri, base)? };
        if !fragment.is_empty() && !fragment.starts_with('/') {
            let key = (resource.file.clone(), fragment);
            return self.anchors.get(&key).cloned().ok_or_else(|| Unresolved::missing(reference));
        }
        let steps = reference::steps(&fragment);
        if uri.is_empty() && !base.steps.is_empty() {
            // In a schema with an `$id`, `#` is that schema, and most authors mean the file by `#/…`.
            let inside = base.join(steps.iter().cloned());
            let is_in_file = !steps.is_empty() && self.canonicalize(&resource.join(steps.clone())).is_some();
            if !is_in_file && self.canonicalize(&inside).is_some() {
                return Ok(inside);
            }
        }
        Ok(resource.join(steps))
    }

    /// Returns the file or schema that a URI names in the schema resource or file `base`.
    ///
    /// A reference is relative to the URI of the resource around it, or else to the file. Some descriptions refer to a
    /// schema by the end of its `$id`: that applies last, and only if one schema matches.
    fn resource(&mut self, uri: &str, base: &Location) -> Result<Location, Unresolved> {
        let resolved = reference::resolve_uri(&self.base_uri(base), uri);
        if let Some(location) = self.resources.get(&resolved) {
            return Ok(location.clone());
        }
        if reference::is_remote(uri) {
            return Err(Unresolved::remote(uri));
        }
        let path = reference::join(&base.file, uri);
        if path == self.file_name {
            return Ok(Location::file(""));
        }
        match self.read(&path) {
            Ok(_) => Ok(Location::file(path)),
            Err(error) => self
                .resource_by_suffix(uri)
                .ok_or_else(|| Unresolved::unreadable(&path, &error, self.texts.contains_key(&path))),
        }
    }

    /// Returns the URI that references in the schema resource or file `base` are relative to.
    fn base_uri(&self, base: &Location) -> String {
        let file = Location::file(base.file.as_str());
        let uri = self.uris.get(base).or_else(|| self.uris.get(&file));
        uri.cloned().unwrap_or(file.file)
    }

    /// Returns the only schema whose URI ends with `uri`.
    fn resource_by_suffix(&self, uri: &str) -> Option<Location> {
        let suffix = format!("/{}", uri.trim_start_matches(['.', '/']));
        let mut matching = self.resources.iter().filter(|(known, _)| known.ends_with(&suffix));
        let (_, location) = matching.next()?;
        matching.next().is_none().then(|| location.clone())
    }

    fn add_resource(&mut self, uri: String, location: Location) {
        self.uris.entry(location.clone()).or_insert_with(|| uri.clone());
        self.resources.entry(uri).or_insert(location);
    }

    fn read(&mut self, path: &str) -> Result<&Value, String> {
        if !self.files.contains_key(path) {
            let file = self.parse(path);
            if let Ok(value) = &file {
                self.weight += weight(value);
                self.index(value, &mut Location::file(path), path);
            }
            self.files.insert(path.to_owned(), file.map(Cow::Owned));
        }
        match self.files.get(path) {
            Some(Ok(value)) => Ok(value),
            Some(Err(error)) => Err(error.clone()),
            None => Err(String::new()),
        }
    }

    fn parse(&mut self, path: &str) -> Result<Value, String> {
        if self.files.len() > MAX_FILES {
            return Err(format!("the description has more than {MAX_FILES} files"));
        }
        let written = self.source.read(path)?;
        let (value, text) = text::parse(&written, &Pointer::file(path), &mut self.diagnostics);
        self.texts.insert(path.to_owned(), text.into());
        value.ok_or_else(|| "the text is neither JSON nor YAML".to_owned())
    }

    /// Records the ids and anchors in `value`, which is at `location` in the resource or file with the URI `base`.
    fn index(&mut self, value: &Value, location: &mut Location, base: &str) {
        match value {
            Value::Object(fields) => {
                let own = fields.get("$id").and_then(Value::as_str).filter(|id| !id.starts_with('#'));
                let own = own.map(|id| reference::resolve_uri(base, id.trim_end_matches('#')));
                if let Some(uri) = &own {
                    self.add_resource(uri.clone(), location.clone());
                }
                let base = own.as_deref().unwrap_or(base);
                for keyword in ["$anchor", "$dynamicAnchor"] {
                    if let Some(Value::String(anchor)) = fields.get(keyword) {
                        let key = (location.file.clone(), anchor.clone());
                        self.anchors.entry(key).or_insert_with(|| location.clone());
                    }
                }
                for (key, value) in fields.iter().filter(|(_, value)| value.is_object() || value.is_array()) {
                    location.steps.push(key.clone());
                    self.index(value, location, base);
                    location.steps.pop();
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    location.steps.push(index.to_string());
                    self.index(item, location, base);
                    location.steps.pop();
                }
            }
            _ => {}
        }
    }

    /// Returns the location of the value that `location` names, with the references on the way replaced by their
    /// targets. Returns `None` if no such value exists.
    pub(super) fn canonicalize(&mut self, location: &Location) -> Option<Location> {
        let mut location = location.clone();
        for _ in 0..MAX_CHAIN {
            let mut value = self.read(&location.file).ok()?;
            let first_missing = location.steps.iter().position(|step| match child(value, step) {
                Some(child) => {
                    value = child;
                    false
                }
                None => true,
            });
            let Some(first_missing) = first_missing else { return Some(location) };
            let reference = value.get("$ref")?.as_str()?.to_owned();
            let target = self.resolve(&reference, &Location::file(location.file.as_str())).ok()?;
            location = target.join(location.steps.into_iter().skip(first_missing));
        }
        None
    }

    /// Returns the value at `location`, which is canonical.
    pub(super) fn get(&self, location: &Location) -> Option<&Value> {
        let file = self.files.get(&location.file)?.as_ref().ok()?;
        descend(file, &location.steps)
    }

    /// Returns the value that `location` names, and its canonical location.
    pub(super) fn lookup(&mut self, location: &Location) -> Option<(Location, &Value)> {
        let location = self.canonicalize(location)?;
        let value = self.get(&location)?;
        Some((location, value))
    }
}

/// Returns the value that `steps` lead to from `value`.
pub(super) fn descend<'v>(value: &'v Value, steps: &[String]) -> Option<&'v Value> {
    steps.iter().try_fold(value, |value, step| child(value, step))
}

/// Returns the member or element of `value` that `step` names.
fn child<'v>(value: &'v Value, step: &str) -> Option<&'v Value> {
    match value {
        Value::Object(fields) => fields.get(step),
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PET: &str = "Pet: { $anchor: pet, properties: { owner: { $ref: 'owner.yaml#/Owner' } } }";
    const OWNER: &str = "Owner: { properties: { name: { type: string } } }\nSelf: { $ref: '#/Self' }";

    /// Returns the pointer to the canonical location of `reference`, or the message of the reason.
    fn resolved(reference: &str) -> String {
        let source = Source::new("api/openapi.yaml", "").with_files(|path| match path {
            "pet.yaml" => Ok(PET.to_owned()),
            "owner.yaml" => Ok(OWNER.to_owned()),
            "broken.yaml" => Ok("a: [".to_owned()),
            _ => Err("no such file".to_owned()),
        });
        let root = json!({ "info": { "title": "Pets" }, "pets": [{ "$id": "https://example.com/cat" }] });
        let mut file_store = FileStore::new(&source, &root);
        match file_store.resolve(reference, &Location::file("")) {
            Ok(location) => match file_store.canonicalize(&location) {
                Some(location) => location.pointer().to_string(),
                None => "missing".to_owned(),
            },
            Err(reason) => reason.message,
        }
    }

    #[test]
    fn resolves_references_between_files() {
        for (reference, expected) in [
            ("#/info/title", "#/info/title"),
            ("openapi.yaml#/info", "#/info"),
            ("./pet.yaml", "pet.yaml#"),
            ("pet.yaml#/Pet/properties", "pet.yaml#/Pet/properties"),
            ("pet.yaml#pet", "pet.yaml#/Pet"),
            ("https://example.com/cat", "#/pets/0"),
            ("pet.yaml#/Pet/properties/owner/properties/name", "owner.yaml#/Owner/properties/name"),
        ] {
            assert_eq!(resolved(reference), expected, "{reference}");
        }
    }

    #[test]
    fn resolves_a_reference_against_the_resource_around_it_and_then_against_the_file() {
        let source = Source::new("openapi.yaml", "").with_files(|path| match path {
            "a/common.yaml" => Ok("$id: https://example.com/a/common.yaml".to_owned()),
            "b/common.yaml" => Ok("type: string".to_owned()),
            "b/tree.yaml" => {
                Ok("$id: https://example.com/trees/tree\n$defs: { leaf: { $id: leaf } }".to_owned())
            }
            "c/order.yaml" => Ok("{ $id: 'https://example.com/c/order.yaml' }".to_owned()),
            _ => Err("no such file".to_owned()),
        });
        let root = json!({ "$self": "https://example.com/api/openapi.yaml" });
        let mut file_store = FileStore::new(&source, &root);
        // The files are read in this order, and each of them may add schemas with an `$id`.
        for (base, reference, expected) in [
            ("", "a/common.yaml", Some("a/common.yaml#")),
            ("b/x.yaml", "common.yaml", Some("b/common.yaml#")),
            ("b/x.yaml", "../a/common.yaml", Some("a/common.yaml#")),
            ("b/x.yaml", "tree.yaml", Some("b/tree.yaml#")),
            ("b/tree.yaml", "leaf", Some("b/tree.yaml#/$defs/leaf")),
            ("b/tree.yaml", "/a/common.yaml", Some("a/common.yaml#")),
            ("b/x.yaml", "https://example.com/trees/leaf", Some("b/tree.yaml#/$defs/leaf")),
            ("", "../trees/leaf", Some("b/tree.yaml#/$defs/leaf")),
            ("", "openapi.yaml", Some("#")),
            ("b/x.yaml", "https://example.com/api/openapi.yaml", Some("#")),
            // Only the end of its `$id` names the schema.
            ("b/x.yaml", "leaf", Some("b/tree.yaml#/$defs/leaf")),
            ("b/x.yaml", "c/order.yaml", None),
        ] {
            let found = file_store.resolve(reference, &Location::file(base)).ok();
            let found = found.map(|location| location.pointer().to_string());
            assert_eq!(found.as_deref(), expected, "{reference} in {base}");
        }
    }

    #[test]
    fn reports_references_without_a_target() {
        for (reference, expected) in [
            ("#/info/none", "missing"),
            ("owner.yaml#/Self/name", "missing"),
            ("pet.yaml#none", "`pet.yaml#none` is not in the description"),
            ("none.yaml", "`none.yaml` cannot be read: no such file"),
            ("broken.yaml", "`broken.yaml` cannot be read: the text is neither JSON nor YAML"),
            (
                "https://example.com/dog",
                "`https://example.com/dog` is a remote file; remote files are not fetched",
            ),
        ] {
            assert_eq!(resolved(reference), expected, "{reference}");
        }
    }
}
