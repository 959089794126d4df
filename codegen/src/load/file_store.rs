//! The store of a description's files, which resolves the references between them.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::Value;

use super::{
    Source,
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
    files: HashMap<String, Result<Value, String>>,
    /// The texts of the files as they were parsed.
    pub(super) texts: IndexMap<String, String>,
    /// The URI of the description (`$self`, OpenAPI 3.2).
    self_uri: Option<String>,
    /// The locations of the schemas with an `$id`.
    ids: Vec<(String, Location)>,
    /// The locations of the schemas with an anchor, by file and name.
    anchors: HashMap<(String, String), Location>,
    pub(super) diagnostics: Diagnostics,
}

impl<'s> FileStore<'s> {
    /// Returns a store that contains the description itself, `root`.
    pub(super) fn new(source: &'s Source, root: Value) -> Self {
        let mut file_store = Self {
            source,
            file_name: source.name.rsplit(['/', '\\']).next().unwrap_or_default(),
            files: HashMap::new(),
            texts: IndexMap::new(),
            self_uri: root.get("$self").and_then(Value::as_str).map(str::to_owned),
            ids: Vec::new(),
            anchors: HashMap::new(),
            diagnostics: Diagnostics::default(),
        };
        file_store.index(&root, &mut Location::file(""));
        file_store.files.insert(String::new(), Ok(root));
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
            // In a schema with an `$id`, `#` is that schema, but most authors mean the file.
            let inside = base.join(steps.iter().cloned());
            if self.canonicalize(&resource.join(steps.clone())).is_none()
                && self.canonicalize(&inside).is_some()
            {
                return Ok(inside);
            }
        }
        Ok(resource.join(steps))
    }

    /// Returns the file or schema that a URI names.
    fn resource(&mut self, uri: &str, base: &Location) -> Result<Location, Unresolved> {
        let suffix = format!("/{}", uri.trim_start_matches(['.', '/']));
        if let Some((_, location)) = self.ids.iter().find(|(id, _)| id == uri || id.ends_with(&suffix)) {
            return Ok(location.clone());
        }
        if self.self_uri.as_deref() == Some(uri) {
            return Ok(Location::file(""));
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
            Err(error) => Err(Unresolved::unreadable(&path, &error, self.texts.contains_key(&path))),
        }
    }

    fn read(&mut self, path: &str) -> Result<&Value, String> {
        if !self.files.contains_key(path) {
            let file = self.parse(path);
            if let Ok(value) = &file {
                self.index(value, &mut Location::file(path));
            }
            self.files.insert(path.to_owned(), file);
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
        self.texts.insert(path.to_owned(), text.into_owned());
        value.ok_or_else(|| "the text is neither JSON nor YAML".to_owned())
    }

    /// Records the ids and anchors in `value`, which is at `location`.
    fn index(&mut self, value: &Value, location: &mut Location) {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(id)) = fields.get("$id") {
                    self.ids.push((id.trim_end_matches('#').to_owned(), location.clone()));
                }
                for keyword in ["$anchor", "$dynamicAnchor"] {
                    if let Some(Value::String(anchor)) = fields.get(keyword) {
                        let key = (location.file.clone(), anchor.clone());
                        self.anchors.entry(key).or_insert_with(|| location.clone());
                    }
                }
                for (key, value) in fields.iter().filter(|(_, value)| value.is_object() || value.is_array()) {
                    location.steps.push(key.clone());
                    self.index(value, location);
                    location.steps.pop();
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    location.steps.push(index.to_string());
                    self.index(item, location);
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
        location.steps.iter().try_fold(file, |value, step| child(value, step))
    }

    /// Returns the value that `location` names, and its canonical location.
    pub(super) fn lookup(&mut self, location: &Location) -> Option<(Location, &Value)> {
        let location = self.canonicalize(location)?;
        let value = self.get(&location)?;
        Some((location, value))
    }
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
        let mut file_store = FileStore::new(&source, root);
        match file_store.resolve(reference, &Location::file("")) {
            Ok(location) => match file_store.canonicalize(&location) {
                Some(location) => location.pointer().as_str().to_owned(),
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
