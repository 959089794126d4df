//! The names by which schemas are told apart although their values are equal.

use std::collections::{HashMap, HashSet};

use crate::api::{Origin, Role, Schema, Schemas};

/// Divides classes by the names of their schemas, and numbers the parts.
///
/// The author of a description has told components with different names apart, so that they stay different types. An
/// inline schema belongs to the component that it equals. If several components equal it, it belongs to the one with
/// its name, or to none. If `same_name`, all schemas are divided by their titles, properties or components.
pub(super) fn divide(schemas: &Schemas, classes: &[usize], same_name: bool) -> Vec<usize> {
    let mut components: HashMap<usize, HashSet<String>> = HashMap::new();
    for ((_, schema), class) in schemas.iter().zip(classes) {
        if let Some(key) = schema.origin.component() {
            components.entry(*class).or_default().insert(of_component(key, schema));
        }
    }
    let none = HashSet::new();
    let mut numbers: HashMap<(usize, String), usize> = HashMap::new();
    let parts = schemas.iter().zip(classes).map(|((id, schema), class)| {
        let named = components.get(class).unwrap_or(&none);
        let name = match (schema.origin.component(), own(schema)) {
            (Some(key), _) => of_component(key, schema),
            // The number of a schema is no name.
            (None, own) if same_name => own.unwrap_or_else(|| format!("#{}", id.index())),
            (None, Some(own)) if named.contains(&own) => own,
            (None, _) => match named.len() {
                1 => named.iter().next().cloned().unwrap_or_default(),
                _ => String::new(),
            },
        };
        let next = numbers.len();
        *numbers.entry((*class, name)).or_insert(next)
    });
    parts.collect()
}

/// Returns the letters of a component's name without its namespace, and its deprecation: an alias has none of its own.
fn of_component(key: &str, schema: &Schema) -> String {
    let last = key.rsplit(['.', '/', '#', ':']).find(|segment| !segment.is_empty()).unwrap_or(key);
    let letters = letters(last).replace("nullable", "");
    let name = if letters.is_empty() { key } else { &letters };
    if schema.docs.deprecated { format!("{name} deprecated") } else { name.to_owned() }
}

/// Returns the letters of the name of an inline schema: of its title, or of its property or parameter.
fn own(schema: &Schema) -> Option<String> {
    let own = match (&schema.docs.title, &schema.origin) {
        (Some(title), _) => title,
        (None, Origin::Inline(_, Role::Property(name) | Role::Parameter(name))) => name,
        _ => return None,
    };
    Some(letters(own)).filter(|letters| !letters.is_empty())
}

fn letters(text: &str) -> String {
    text.chars().filter(|char| char.is_alphabetic()).flat_map(char::to_lowercase).collect()
}
