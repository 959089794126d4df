//! Checks of the renames in the settings. Renames of operations and schemas are checked where they are applied.

use std::collections::HashSet;

use super::{
    names,
    settings::{Settings, Types},
};
use crate::{
    api::{Api, Origin, Shape},
    diagnostics::{Code, Diagnostics},
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
                diagnostics.push_setting(Code::RENAME, &["rename", "fields", key], message);
            }
            Some(schema) if !taken.insert((schema, name)) => {
                let message = format!("the name `{name}` for the field `{key}` is already in use");
                diagnostics.push_setting(Code::NAME_TAKEN, &["rename", "fields", key], message);
            }
            Some(_) => {}
        }
    }
    let all = [("operations", &rename.operations), ("schemas", &rename.schemas), ("fields", &rename.fields)];
    let all = all.into_iter().flat_map(|(table, names)| names.iter().map(move |entry| (table, entry)));
    for (table, (key, name)) in all.filter(|(_, (_, name))| !names::is_ident(name)) {
        let message = format!("the settings rename `{key}` to `{name}`, which is not a Rust identifier");
        diagnostics.push_setting(Code::RENAME, &["rename", table, key], message);
    }
}

/// Reports each format that no schema has, and each invalid Rust type. Schemas are checked where they are applied.
fn check_types(api: &Api, types: &Types, diagnostics: &mut Diagnostics) {
    for format in types.formats.keys() {
        if !api.schemas.iter().any(|(_, schema)| schema.format.as_ref() == Some(format)) {
            let message = format!("the settings give a type to the format `{format}`, which no schema has");
            diagnostics.push_setting(Code::RENAME, &["types", "formats", format], message);
        }
    }
    let all = [("formats", &types.formats), ("schemas", &types.schemas)];
    let all = all.into_iter().flat_map(|(table, paths)| paths.iter().map(move |entry| (table, entry)));
    for (table, (key, path)) in all {
        if syn::parse_str::<syn::Type>(path).is_err() {
            let message = format!("the settings give `{key}` the type `{path}`, which is not a Rust type");
            diagnostics.push_setting(Code::RENAME, &["types", table, key], message);
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
