//! Renames of the settings that cannot be: those of operations and schemas are checked where they
//! are applied.

use std::collections::HashSet;

use super::{names, settings::Rename};
use crate::{
    api::{Api, Origin, Shape},
    diagnostics::{Code, Diagnostics, Pointer},
};

/// Notes each field that is not there or takes another's name, and each name that Rust does not have.
pub(super) fn check(api: &Api, rename: &Rename, diagnostics: &mut Diagnostics) {
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
