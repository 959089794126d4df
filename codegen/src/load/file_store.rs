//! The files that a description is in, read once each, and what their `$ref`s lead to.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::Value;

use super::{
    Source,
    reference::{self, Location},
    text,
};
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// A chain of references that is longer is a ring.
const LONGEST_CHAIN: usize = 32;
/// A description in more files is none that people wrote.
const MOST_FILES: usize = 4096;

/// Why a `$ref` leads nowhere.
#[derive(Debug, Clone)]
pub struct Unresolved {
    /// What kind of mistake it is.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// The files.
pub(super) struct FileStore<'s> {
    source: &'s Source,
    /// The file's own name, by which others refer to the description.
    own_name: &'s str,
    /// By their paths; the description's is empty. `Err` says why one cannot be read.
    files: HashMap<String, Result<Value, String>>,
    /// The texts as they were read.
    pub(super) texts: IndexMap<String, String>,
    /// The URI by which the description calls itself (`$self`, OpenAPI 3.2).
    own_uri: Option<String>,
    /// The schemas with an `$id`, and the places with an `$anchor`, by file and name.
    ids: Vec<(String, Location)>,
    anchors: HashMap<(String, String), Location>,
    pub(super) diagnostics: Diagnostics,
}

impl<'s> FileStore<'s> {
    /// With the description itself, which is `root`.
    pub(super) fn new(source: &'s Source, root: Value) -> Self {
        let mut file_store = Self {
            source,
            own_name: source.name.rsplit(['/', '\\']).next().unwrap_or_default(),
            files: HashMap::new(),
            texts: IndexMap::new(),
            own_uri: root.get("$self").and_then(Value::as_str).map(str::to_owned),
            ids: Vec::new(),
            anchors: HashMap::new(),
            diagnostics: Diagnostics::default(),
        };
        file_store.index(&root, &mut Location::file(""));
        file_store.files.insert(String::new(), Ok(root));
        file_store
    }

    /// The place that `reference` names, which stands in the schema resource `base`.
    pub(super) fn resolve(&mut self, reference: &str, base: &Location) -> Result<Location, Unresolved> {
        let (uri, fragment) = reference::split(reference);
        let resource =
            if uri.is_empty() { Location::file(base.file.as_str()) } else { self.resource(uri, base)? };
        if !fragment.is_empty() && !fragment.starts_with('/') {
            let key = (resource.file.clone(), fragment);
            return self.anchors.get(&key).cloned().ok_or_else(|| dangling(reference));
        }
        let steps = reference::steps(&fragment);
        if uri.is_empty() && !base.steps.is_empty() {
            // Within a schema that has an `$id`, `#` is that schema; most mean the file all the same.
            let inside = base.inside(steps.iter().cloned());
            if self.settle(&resource.inside(steps.clone())).is_none() && self.settle(&inside).is_some() {
                return Ok(inside);
            }
        }
        Ok(resource.inside(steps))
    }

    /// The file or schema that a URI names.
    fn resource(&mut self, uri: &str, base: &Location) -> Result<Location, Unresolved> {
        let ends_so =
            |id: &str| id == uri || id.ends_with(&format!("/{}", uri.trim_start_matches(['.', '/'])));
        if let Some((_, location)) = self.ids.iter().find(|(id, _)| ends_so(id)) {
            return Ok(location.clone());
        }
        if self.own_uri.as_deref().is_some_and(|own| own == uri) {
            return Ok(Location::file(""));
        }
        if reference::is_remote(uri) {
            return Err(Unresolved {
                code: Code::FOREIGN_REF,
                message: format!("`{uri}` is somewhere else, and nothing is fetched"),
                help: "put all of it into one file first, for instance with `redocly bundle`".to_owned(),
            });
        }
        let path = reference::join(&base.file, uri);
        if path == self.own_name {
            return Ok(Location::file(""));
        }
        match self.read(&path) {
            Ok(_) => Ok(Location::file(path)),
            Err(message) => {
                let help = if self.texts.contains_key(&path) {
                    "what is wrong in that file is told by itself"
                } else {
                    "files are read below the folder of the description, or below `root` where that is set"
                };
                Err(Unresolved {
                    code: Code::FOREIGN_REF,
                    message: format!("`{path}` cannot be read: {message}"),
                    help: help.to_owned(),
                })
            }
        }
    }

    fn read(&mut self, path: &str) -> Result<&Value, String> {
        if !self.files.contains_key(path) {
            let read = self.parse(path);
            if let Ok(value) = &read {
                self.index(value, &mut Location::file(path));
            }
            self.files.insert(path.to_owned(), read);
        }
        match self.files.get(path) {
            Some(Ok(value)) => Ok(value),
            Some(Err(message)) => Err(message.clone()),
            None => Err(String::new()),
        }
    }

    fn parse(&mut self, path: &str) -> Result<Value, String> {
        if self.files.len() > MOST_FILES {
            return Err(format!("the description is in more than {MOST_FILES} files"));
        }
        let written = self.source.read(path)?;
        let (value, text) = text::parse(&written, &Pointer::file(path), &mut self.diagnostics);
        self.texts.insert(path.to_owned(), text.into_owned());
        value.ok_or_else(|| "it is neither JSON nor YAML".to_owned())
    }

    /// Notes the names that schemas of a file have.
    fn index(&mut self, value: &Value, at: &mut Location) {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(id)) = fields.get("$id") {
                    self.ids.push((id.trim_end_matches('#').to_owned(), at.clone()));
                }
                for keyword in ["$anchor", "$dynamicAnchor"] {
                    if let Some(Value::String(anchor)) = fields.get(keyword) {
                        self.anchors.entry((at.file.clone(), anchor.clone())).or_insert_with(|| at.clone());
                    }
                }
                for (key, value) in fields {
                    if value.is_object() || value.is_array() {
                        at.steps.push(key.clone());
                        self.index(value, at);
                        at.steps.pop();
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    at.steps.push(index.to_string());
                    self.index(item, at);
                    at.steps.pop();
                }
            }
            _ => {}
        }
    }

    /// Where what `location` names is: a pointer may lead through other references. `None` where there is nothing.
    pub(super) fn settle(&mut self, location: &Location) -> Option<Location> {
        let mut location = location.clone();
        for _ in 0..LONGEST_CHAIN {
            let mut value = self.read(&location.file).ok()?;
            let Some(stuck) = location.steps.iter().position(|step| match next(value, step) {
                Some(next) => {
                    value = next;
                    false
                }
                None => true,
            }) else {
                return Some(location);
            };
            let reference = value.get("$ref")?.as_str()?.to_owned();
            let target = self.resolve(&reference, &Location::file(location.file.as_str())).ok()?;
            location = target.inside(location.steps.split_off(stuck));
        }
        None
    }

    /// What stands at `location`, which is settled.
    pub(super) fn get(&self, location: &Location) -> Option<&Value> {
        let file = self.files.get(&location.file)?.as_ref().ok()?;
        location.steps.iter().try_fold(file, |value, step| next(value, step))
    }

    /// What `location` names, and where that is.
    pub(super) fn find(&mut self, location: &Location) -> Option<(Location, &Value)> {
        let location = self.settle(location)?;
        let value = self.get(&location)?;
        Some((location, value))
    }
}

/// What the step leads to.
fn next<'v>(value: &'v Value, step: &str) -> Option<&'v Value> {
    match value {
        Value::Object(fields) => fields.get(step),
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        _ => None,
    }
}

/// What is said of a `$ref` to something that is not there.
pub(super) fn dangling(reference: &str) -> Unresolved {
    Unresolved {
        code: Code::DANGLING_REF,
        message: format!("`{reference}` is not in the description"),
        help: match reference.strip_prefix("#/").and_then(|path| path.rsplit_once('/')) {
            Some((section, _)) => format!("define it below `{}`", section.replace('/', ".")),
            None => "mend the reference".to_owned(),
        },
    }
}

/// What is said of a `$ref` that is a ring.
pub(super) fn leads_back(reference: &str) -> Unresolved {
    Unresolved {
        code: Code::REF_CYCLE,
        message: format!("`{reference}` leads back to itself"),
        help: "refer to something that is no reference".to_owned(),
    }
}
