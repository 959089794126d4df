//! A bound on what is copied into the places of references, so that a description cannot make more of itself than
//! there is memory.

use serde_json::Value;

use super::{object_graph::Place, reference::Location};

/// More values than this are copied only where references lead back to themselves.
const MOST: usize = 2_000_000;
/// What is nested deeper is not replaced by a copy: no text is as deep, as it is read.
const DEEPEST: usize = 100;

/// How many values may still be copied.
pub(super) struct CopyBudget(usize);

impl Default for CopyBudget {
    fn default() -> Self {
        Self(MOST)
    }
}

impl CopyBudget {
    /// A copy of `value`; `None` where it is too much.
    pub(super) fn copy(&mut self, value: &Value) -> Option<Value> {
        self.0 = self.0.checked_sub(size(value))?;
        Some(value.clone())
    }
}

/// How many values a value is made of.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Object(fields) => fields.values().map(size).sum::<usize>(),
        Value::Array(items) => items.iter().map(size).sum(),
        _ => 0,
    }
}

/// What is copied, within what else.
#[derive(Debug, Default)]
pub(super) struct InlineStack<'t> {
    /// Where it was copied from.
    pub(super) locations: Vec<Location>,
    /// What it is in.
    above: Option<&'t Self>,
}

/// Where a walk is.
pub(super) struct Here<'h> {
    /// The file, or the schema with a name of its own, that references are relative to.
    pub(super) base: Location,
    pub(super) inline_stack: InlineStack<'h>,
}

impl<'h> Here<'h> {
    /// In `base`, with nothing copied yet but what `above` says.
    pub(super) fn within(base: &Location, above: &'h InlineStack<'h>) -> Self {
        Self { base: base.clone(), inline_stack: InlineStack { locations: Vec::new(), above: Some(above) } }
    }

    /// Whether what is at `location` may be copied to `place`: not into a copy of itself.
    pub(super) fn may_copy(&self, location: &Location, place: &Place<'_>) -> bool {
        let mut inline_stack = Some(&self.inline_stack);
        while let Some(InlineStack { locations, above }) = inline_stack {
            if locations.contains(location) {
                return false;
            }
            inline_stack = *above;
        }
        place.depth() < DEEPEST
    }
}
