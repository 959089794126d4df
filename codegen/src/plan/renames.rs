//! Renames of the settings that cannot be: those of operations and schemas are checked where they
//! are applied.

use std::collections::HashSet;

use super::{
    names,
    settings::{Settings, Types},
};
use crate::{
    api::{Api, Origin, Shape},
    diagnostics::{Code, Diagnostics, Pointer},
};

/// Notes each field that is not there or takes another's name, and each name that Rust does not have.
pub(super) fn check(api: &Api, settings: &Settings, diagnostics: &mut Diagnostics) {
    let rename = &settings.rename;
    check_types(api, &settings.types, diagnostics);
    let mut taken: HashSet<(&str, &str)> = HashSet::new();
    for (key, name) in &rename.fields {
        match schema_of(api, key) {
            None => {
                let message =
                    format!("the settings rename the field `{key}` to `{name}`, which no schema has");
                diagnostics.push(Code::RENAME, &Pointer::root(), message);
            }
            Some(schema) if !taken.insert((schema, name)) => {
                let at = Pointer::root().key("components").key("schemas").key(schema);
                let message = format!("the name `{name}` for the field `{key}` is taken");
                diagnostics.push(Code::NAME_TAKEN, &at, message);
            }
            Some(_) => {}
        }
    }
    let all = rename.operations.iter().chain(&rename.schemas).chain(&rename.fields);
    for (key, name) in all.filter(|(_, name)| !names::is_ident(name)) {
        let message = format!("the settings rename `{key}` to `{name}`, which is no Rust name");
        diagnostics.push(Code::RENAME, &Pointer::root(), message);
    }
}

/// Notes each format that no schema has, and each type that Rust does not have. Schemas are looked for
/// where they are named.
fn check_types(api: &Api, types: &Types, diagnostics: &mut Diagnostics) {
    for format in types.formats.keys() {
        if !api.schemas.iter().any(|(_, schema)| schema.format.as_ref() == Some(format)) {
            let message = format!("the settings give a type to the format `{format}`, which no schema has");
            diagnostics.push(Code::RENAME, &Pointer::root(), message);
        }
    }
    for (key, path) in types.formats.iter().chain(&types.schemas) {
        if syn::parse_str::<syn::Type>(path).is_err() {
            let message = format!("the settings give `{key}` the type `{path}`, which is no Rust type");
            diagnostics.push(Code::RENAME, &Pointer::root(), message);
        }
    }
}

/// The component schema that has the field `key`, which is its name, a dot and the property's.
fn schema_of<'a>(api: &'a Api, key: &str) -> Option<&'a str> {
    api.schemas.iter().find_map(|(_, schema)| match (&schema.origin, &schema.shape) {
        (Origin::Component(name), Shape::Object(object)) => {
            let property = key.strip_prefix(name.as_str())?.strip_prefix('.')?;
            object.properties.iter().any(|known| known.name == property).then_some(name.as_str())
        }
        _ => None,
    })
}
