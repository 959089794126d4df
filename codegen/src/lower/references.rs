//! Resolution of `$ref`s to components.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;

use super::{schema_view::SchemaRef, schemas::SchemaLowering};
use crate::{
    api::{SchemaId, Shape},
    diagnostics::{Code, Diagnostics, Pointer, nearest},
    load::{Unresolved, component, unresolved_by},
};

/// The reason for a value without a type, for the report.
const BROKEN_REF: &str = "the target of the reference does not exist";

/// A section of `components`.
pub(super) struct Section<'a, T> {
    /// The key of the section.
    pub(super) name: &'static str,
    /// The components of the section.
    pub(super) components: &'a IndexMap<String, ReferenceOr<T>>,
}

impl<'a, T> Section<'a, T> {
    /// Returns the component that `reference` names, and its name.
    pub(super) fn find(&self, reference: &str) -> Option<(String, &'a ReferenceOr<T>)> {
        let name = component_name(reference, self.name)?;
        let component = self.components.get(&name)?;
        Some((name, component))
    }
}

/// A schema that is no reference, and the id of its component.
pub(super) type Target<'a> = (&'a openapiv3::Schema, SchemaId);

impl<'a> SchemaLowering<'a, '_> {
    /// Returns the id of the component schema that `reference` names.
    pub(super) fn component(&self, reference: &str) -> Option<SchemaId> {
        let name = component_name(reference, "schemas")?;
        self.ids.get(name.as_str()).copied()
    }

    /// Returns the component schema that `reference` names, and its id.
    pub(super) fn component_schema(&self, reference: &str) -> Option<(SchemaRef<'a>, SchemaId)> {
        let name = component_name(reference, "schemas")?;
        let schema = self.components.schemas.get(&name)?;
        Some((schema.into(), *self.ids.get(name.as_str())?))
    }

    /// Returns the shape of a reference.
    pub(super) fn reference_shape(&mut self, reference: &str, at: &Pointer) -> Shape {
        if let Some(target) = self.component(reference) {
            return Shape::Reference(target);
        }
        self.report_reference(reference, at);
        Shape::Any(BROKEN_REF)
    }

    /// Reports that the `reference` at `at` names no component schema.
    pub(super) fn report_reference(&mut self, reference: &str, at: &Pointer) {
        let section = Section { name: "schemas", components: &self.components.schemas };
        report(reference, &section, at, self.unresolved, self.diagnostics);
    }

    /// Returns the schema at the end of the references that start at `schema`.
    pub(super) fn inlined(&self, schema: SchemaRef<'a>) -> Option<&'a openapiv3::Schema> {
        match schema {
            SchemaRef::Reference(reference) => self.target(reference).map(|(schema, _)| schema),
            SchemaRef::Inline(schema) => Some(schema),
        }
    }

    /// Returns the schema at the end of the references that start at `reference`, and the id of its component.
    pub(super) fn target(&self, reference: &str) -> Option<Target<'a>> {
        let mut targets = self.targets.borrow_mut();
        let mut chain: Vec<&'a str> = Vec::new();
        let mut target = self.component_schema(reference);
        // The chain of references is at most as long as the number of components.
        for _ in 0..=self.components.schemas.len() {
            let found = match target {
                None => None,
                Some((SchemaRef::Inline(schema), id)) => Some((schema, id)),
                Some((SchemaRef::Reference(next), _)) => {
                    chain.push(next);
                    match targets.get(next) {
                        Some(known) => *known,
                        None => {
                            target = self.component_schema(next);
                            continue;
                        }
                    }
                }
            };
            // No reference of the chain is followed a second time.
            targets.extend(chain.into_iter().map(|reference| (reference, found)));
            return found;
        }
        targets.extend(chain.into_iter().map(|reference| (reference, None)));
        None
    }
}

/// Returns the name of the component of `section` that `reference` names.
pub(super) fn component_name(reference: &str, section: &str) -> Option<String> {
    component(reference).filter(|(found, _)| *found == section).map(|(_, name)| name)
}

/// The maximum number of diagnostics before a reference that is compared with the names of components.
const MAX_SUGGESTIONS: usize = 200;

/// Reports that the `reference` at `at` to a component of the section cannot be resolved.
fn report<T>(
    reference: &str,
    section: &Section<'_, T>,
    at: &Pointer,
    unresolved: &[Unresolved],
    diagnostics: &mut Diagnostics,
) -> (Code, String) {
    let at = at.key("$ref");
    if let Some(Unresolved { code, message, help }) = unresolved_by(reference, unresolved) {
        diagnostics.push_with_help(*code, &at, message.clone(), help.clone());
        return (*code, message.clone());
    }
    let (code, message, help) = if let Some(name) = component_name(reference, section.name) {
        let message = format!("`{reference}` is not in the description");
        let is_compared = diagnostics.as_slice().len() < MAX_SUGGESTIONS;
        let names = section.components.keys().map(String::as_str);
        let meant = is_compared.then(|| nearest(&name, names)).flatten();
        let help = match meant {
            Some(meant) => format!("did you mean `{}`?", super::components_pointer(section.name).key(meant)),
            None => format!("define it below `components.{}`", section.name),
        };
        (Code::DANGLING_REF, message, help)
    } else {
        let message = format!("`{reference}` is not a reference to a component");
        (Code::FOREIGN_REF, message, format!("move its target to `components.{}`", section.name))
    };
    diagnostics.push_with_help(code, &at, message.clone(), help);
    (code, message)
}

/// Resolves `item` through any references and returns it with its location. Returns `Err` after a diagnostic.
pub(super) fn follow<'a, T>(
    item: &'a ReferenceOr<T>,
    at: &Pointer,
    section: &Section<'a, T>,
    unresolved: &[Unresolved],
    diagnostics: &mut Diagnostics,
) -> Result<(&'a T, Pointer), (Code, String)> {
    let mut item = item;
    let mut place = at.clone();
    for _ in 0..=section.components.len() {
        let reference = match item {
            ReferenceOr::Item(item) => return Ok((item, place)),
            ReferenceOr::Reference { reference } => reference,
        };
        let Some((name, next)) = section.find(reference) else {
            return Err(report(reference, section, &place, unresolved, diagnostics));
        };
        item = next;
        place = super::components_pointer(section.name).key(&name);
    }
    let message = "the `$ref` is part of a reference cycle".to_owned();
    diagnostics.push(Code::REF_CYCLE, at, message.clone());
    Err((Code::REF_CYCLE, message))
}
