//! The stack of the references that are being inlined, which stops a reference from being inlined into itself.

use crate::load::{node_path::NodePath, reference::Location, unresolved::Unresolved};

/// The depth below which nothing is inlined. The parsers refuse texts that are nested as deeply.
const MAX_DEPTH: usize = 100;

/// The locations that the value of a scope was copied from, and the stack of the scope around it.
#[derive(Debug, Default)]
pub(super) struct InlineStack<'s> {
    locations: Vec<Location>,
    parent: Option<&'s Self>,
}

impl InlineStack<'_> {
    /// Adds locations that the current value was copied from.
    pub(super) fn extend(&mut self, locations: impl IntoIterator<Item = Location>) {
        self.locations.extend(locations);
    }
}

/// The context in which the references of a value are resolved.
pub(super) struct Scope<'s> {
    /// The base of relative references: a file, or a schema with an `$id`.
    pub(super) base: Location,
    pub(super) inline_stack: InlineStack<'s>,
}

impl<'s> Scope<'s> {
    /// Returns a scope in `base` and below `parent`, in which nothing is copied yet.
    pub(super) fn new(base: &Location, parent: &'s InlineStack<'s>) -> Self {
        Self { base: base.clone(), inline_stack: InlineStack { locations: Vec::new(), parent: Some(parent) } }
    }

    /// Checks that the value at `location`, which `reference` refers to, may be copied to `path`: not into a copy of
    /// itself.
    ///
    /// # Errors
    /// Returns the reason for which it may not.
    pub(super) fn check_copy(
        &self,
        location: &Location,
        path: &NodePath<'_>,
        reference: &str,
    ) -> Result<(), Unresolved> {
        let mut next = Some(&self.inline_stack);
        while let Some(InlineStack { locations, parent }) = next {
            if locations.contains(location) {
                return Err(Unresolved::cyclic(reference));
            }
            next = *parent;
        }
        if path.depth() >= MAX_DEPTH {
            let limit = format!("its target is nested deeper than {MAX_DEPTH} levels there");
            return Err(Unresolved::beyond(reference, &limit));
        }
        Ok(())
    }
}
