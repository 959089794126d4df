//! The path to a value in a description, from which a JSON pointer is built on demand.

use crate::diagnostics::Pointer;

/// The path from the root of a fragment to a value in it.
///
/// A walk visits far more values than it reports, so that a pointer is only built for those.
#[derive(Clone, Copy)]
pub(super) enum NodePath<'a> {
    /// The root of the fragment.
    Root(&'a Pointer),
    /// A member of the object at a path.
    Field(&'a Self, &'a str),
    /// An element of the array at a path.
    Element(&'a Self, usize),
}

impl NodePath<'_> {
    /// Returns the JSON pointer to the value.
    pub(super) fn pointer(&self) -> Pointer {
        match self {
            Self::Root(pointer) => (*pointer).clone(),
            Self::Field(parent, key) => parent.pointer().key(key),
            Self::Element(parent, index) => parent.pointer().index(*index),
        }
    }

    /// Appends the steps from the root of the fragment to `steps`.
    pub(super) fn append_to(&self, steps: &mut Vec<String>) {
        match self {
            Self::Root(_) => {}
            Self::Field(parent, key) => {
                parent.append_to(steps);
                steps.push((*key).to_owned());
            }
            Self::Element(parent, index) => {
                parent.append_to(steps);
                steps.push(index.to_string());
            }
        }
    }

    /// Returns the number of steps from the root of the fragment.
    pub(super) fn depth(&self) -> usize {
        match self {
            Self::Root(_) => 0,
            Self::Field(parent, _) | Self::Element(parent, _) => 1 + parent.depth(),
        }
    }

    /// Returns the key of a member, and an empty text for other values.
    pub(super) fn field(&self) -> &str {
        match self {
            Self::Field(_, key) => key,
            Self::Root(_) | Self::Element(..) => "",
        }
    }
}
