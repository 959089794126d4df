//! The reference that a misspelt one most likely means.

use serde_json::Value;

use super::{
    file_store::FileStore,
    reference::{self, Location},
};
use crate::diagnostics::nearest;

/// The maximum number of steps of a reference that is compared.
const MAX_STEPS: usize = 32;

/// Returns the reference to the value whose path differs little from that of `reference`.
pub(super) fn meant(reference: &str, base: &Location, file_store: &mut FileStore<'_>) -> Option<String> {
    let (uri, _) = reference::split(reference);
    let location = file_store.resolve(reference, base).ok()?;
    if location.steps.len() > MAX_STEPS {
        return None;
    }
    let mut found = Location::file(location.file);
    for step in location.steps {
        let (_, value) = file_store.lookup(&found)?;
        let Value::Object(fields) = value else { return None };
        let step = if fields.contains_key(&step) {
            step
        } else {
            nearest(&step, fields.keys().map(String::as_str))?.to_owned()
        };
        found = found.join([step]);
    }
    file_store.lookup(&found)?;
    let fragment = Location { file: String::new(), steps: found.steps }.pointer();
    Some(format!("{uri}{}", fragment.to_reference()))
}
