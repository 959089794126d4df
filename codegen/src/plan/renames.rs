//! Checks of the renames in the settings. Renames of operations and schemas are checked where they are applied.

use std::collections::HashSet;

use super::{
    names,
    settings::{Settings, Types},
};
use crate::{
    api::{Api, Origin, Shape},
    diagnostics::{Code, Diagnostics, Pointer},
};

/// Reports each renamed field that does not exist or conflicts with another, and each invalid Rust name.
pub(super) fn check(api: &Api, settings: &Settings, diagnostics: &mut Diagnostics) {
    let rename = &settings.rename;
    check_types(api, &settings.types, diagnostics);
    let mut taken: HashSet<(&str, &str)> = HashSet::new();
    for (key, name) in &rename.fields {
        match schema_of(api, key) {
            None => {
                let message = format!(
                    "the settings rename the field `{key}` to `{name}`, but no schema has this field"
                );
                diagnostics.push(Code::RENAME, &Pointer::root(), message);
            }
            Some(schema) if !taken.insert((schema, name)) => {
                let at = Pointer::root().key("components").key("schemas").key(schema);
                let message = format!("the name `{name}` for the field `{key}` is already in use");
                diagnostics.push(Code::NAME_TAKEN, &at, message);
            }
            Some(_) => {}
        }
    }
    let all = rename.operations.iter().chain(&rename.schemas).chain(&rename.fields);
    for (key, name) in all.filter(|(_, name)| !names::is_ident(name)) {
        let message = format!("the settings rename `{key}` to `{name}`, which is not a Rust identifier");
        diagnostics.push(Code::RENAME, &Pointer::root(), message);
    }
}

/// Reports each format that no schema has, and each invalid Rust type. Schemas are checked where they are applied.
fn check_types(api: &Api, types: &Types, diagnostics: &mut Diagnostics) {
    for format in types.formats.keys() {
        if !api.schemas.iter().any(|(_, schema)| schema.format.as_ref() == Some(format)) {
            let message = format!("the settings give a type to the format `{format}`, which no schema has");
            diagnostics.push(Code::RENAME, &Pointer::root(), message);
        }
    }
    for (key, path) in types.formats.iter().chain(&types.schemas) {
        if syn::parse_str::<syn::Type>(path).is_err() {
            let message = format!("the settings give `{key}` the type `{path}`, which is not a Rust type");
            diagnostics.push(Code::RENAME, &Pointer::root(), message);
        }
    }
}

/// Returns the component schema that has the field `key`: its name, a dot and the name of a property.
fn schema_of<'a>(api: &'a Api, key: &str) -> Option<&'a str> {
    api.schemas.iter().find_map(|(_, schema)| match (&schema.origin, &schema.shape) {
        (Origin::Component(name), Shape::Object(object)) => {
            let property = key.strip_prefix(name.as_str())?.strip_prefix('.')?;
            object.properties.iter().any(|known| known.name == property).then_some(name.as_str())
        }
        _ => None,
    })
}
