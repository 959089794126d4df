//! Resolution of `$ref`s to components.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;

use crate::{
    diagnostics::{Code, Diagnostics, Pointer, nearest, unescape},
    load::{Unresolved, percent_decode, unresolved_by},
};

/// Returns the name of the component of `section` that `reference` names.
pub(super) fn component_name(reference: &str, section: &str) -> Option<String> {
    let name = reference.strip_prefix("#/components/")?.strip_prefix(section)?.strip_prefix('/')?;
    if name.contains('/') {
        return None;
    }
    Some(unescape(&percent_decode(name)))
}

/// The maximum number of diagnostics before a reference that is compared with the names of components.
const MAX_SUGGESTIONS: usize = 200;

/// Reports that the `reference` at `at` cannot be resolved. `names` are the components of the section.
pub(super) fn report<'n>(
    reference: &str,
    section: &str,
    at: &Pointer,
    names: impl Iterator<Item = &'n String>,
    unresolved: &[Unresolved],
    diagnostics: &mut Diagnostics,
) -> (Code, String) {
    let at = at.key("$ref");
    if let Some(Unresolved { code, message, help }) = unresolved_by(reference, unresolved) {
        diagnostics.push_with_help(*code, &at, message.clone(), help.clone());
        return (*code, message.clone());
    }
    let (code, message, help) = if let Some(name) = component_name(reference, section) {
        let message = format!("`{reference}` is not in the description");
        let is_compared = diagnostics.as_slice().len() < MAX_SUGGESTIONS;
        let meant = is_compared.then(|| nearest(&name, names.map(String::as_str))).flatten();
        let help = match meant {
            Some(meant) => format!("did you mean `{}`?", super::components_pointer(section).key(meant)),
            None => format!("define it below `components.{section}`"),
        };
        (Code::DANGLING_REF, message, help)
    } else {
        let message = format!("`{reference}` is not a reference to a component");
        (Code::FOREIGN_REF, message, format!("move its target to `components.{section}`"))
    };
    diagnostics.push_with_help(code, &at, message.clone(), help);
    (code, message)
}

/// Resolves `item` through any references and returns it with its location. Returns `Err` after a diagnostic.
pub(super) fn follow<'a, T>(
    item: &'a ReferenceOr<T>,
    at: &Pointer,
    components: &'a IndexMap<String, ReferenceOr<T>>,
    section: &str,
    unresolved: &[Unresolved],
    diagnostics: &mut Diagnostics,
) -> Result<(&'a T, Pointer), (Code, String)> {
    let mut item = item;
    let mut place = at.clone();
    for _ in 0..=components.len() {
        let reference = match item {
            ReferenceOr::Item(item) => return Ok((item, place)),
            ReferenceOr::Reference { reference } => reference,
        };
        let target = component_name(reference, section).and_then(|name| Some((components.get(&name)?, name)));
        let Some((next, name)) = target else {
            return Err(report(reference, section, &place, components.keys(), unresolved, diagnostics));
        };
        item = next;
        place = super::components_pointer(section).key(&name);
    }
    let message = "the `$ref` is part of a reference cycle".to_owned();
    diagnostics.push(Code::REF_CYCLE, at, message.clone());
    Err((Code::REF_CYCLE, message))
}
