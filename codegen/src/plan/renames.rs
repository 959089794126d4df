//! Checks of the renames in the settings. Renames of operations and schemas are checked where they are applied.

use std::collections::{HashMap, HashSet};

use super::{
    names,
    settings::{Settings, Types},
};
use crate::{
    api::{Api, Origin, SchemaId, Shape},
    diagnostics::{Code, Diagnostics},
};

/// Reports each renamed field that does not exist or conflicts with another, and each invalid Rust name.
pub(super) fn check(api: &Api, settings: &Settings, diagnostics: &mut Diagnostics) {
    let rename = &settings.rename;
    check_types(api, &settings.types, diagnostics);
    let mut taken: HashSet<(&str, &str)> = HashSet::new();
    let fields = if rename.fields.is_empty() { HashMap::new() } else { fields(api) };
    for (key, name) in &rename.fields {
        match schema_of(&fields, key) {
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
    let formats: HashSet<&String> =
        api.schemas.iter().filter_map(|(_, schema)| schema.format.as_ref()).collect();
    for format in types.formats.keys() {
        if !formats.contains(format) {
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

/// Returns the fields of component schemas, by schema and name. Of several variants of a schema the first counts.
fn fields(api: &Api) -> HashMap<(&str, &str), SchemaId> {
    let mut fields = HashMap::new();
    for (id, schema) in api.schemas.iter() {
        if let (Origin::Component(name), Shape::Object(object)) = (&schema.origin, &schema.shape) {
            for property in &object.properties {
                fields.entry((name.as_str(), property.name.as_str())).or_insert(id);
            }
        }
    }
    fields
}

/// Returns the first component schema that has the field `key`: its name, a dot and the name of a property. Both names
/// may contain dots.
fn schema_of<'a>(fields: &HashMap<(&str, &str), SchemaId>, key: &'a str) -> Option<&'a str> {
    let names = key.match_indices('.').filter_map(|(dot, _)| Some((key.get(..dot)?, key.get(dot + 1..)?)));
    let found = names.filter_map(|names| Some((fields.get(&names)?, names.0)));
    found.min().map(|(_, schema)| schema)
}
