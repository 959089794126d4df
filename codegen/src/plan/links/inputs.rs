//! The parameters of an operation, as links name them.

use std::collections::HashMap;

use crate::rust::{Argument, Ident, Location, Operation, RequestPart, Type};

/// The place of a parameter's value in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    /// The required argument with this index.
    Argument(usize),
    /// The setter with this index.
    Setter(usize),
}

impl Slot {
    /// Returns the type of the value, if it is neither borrowed nor boxed.
    pub(super) fn ty(self, operation: &Operation) -> Option<&Type> {
        match self {
            Self::Argument(index) => match operation.arguments.get(index)? {
                Argument { borrowed: true, .. } => None,
                Argument { ty, .. } => Some(ty),
            },
            Self::Setter(index) => match operation.setters.get(index).filter(|setter| !setter.borrowed)?.ty {
                // The setter of a nullable parameter takes its value too.
                Type::Option(ref inner) => Some(inner),
                ref ty => Some(ty),
            },
        }
    }
}

/// The parameters of an operation, by location and name. Names of headers are in lower case.
pub(super) struct Inputs<'a>(HashMap<(Location, &'a str), Slot>);

/// The locations of parameters, in the order in which a name without a location is looked up, and their words.
const LOCATIONS: [(&str, Location); 4] = [
    ("path", Location::Path),
    ("query", Location::Query),
    ("header", Location::Header),
    ("cookie", Location::Cookie),
];

impl<'a> Inputs<'a> {
    pub(super) fn new(operation: &'a Operation) -> Self {
        let arguments = operation.arguments.iter().enumerate();
        let arguments = arguments.map(|(index, argument)| (&argument.ident, Slot::Argument(index)));
        let setters = operation.setters.iter().enumerate();
        let setters = setters.map(|(index, setter)| (&setter.field, Slot::Setter(index)));
        let slots: HashMap<&Ident, Slot> = arguments.chain(setters).collect();
        let inputs = operation.request_parts.iter().filter_map(|part| match part {
            RequestPart::Parameter(parameter) => {
                Some(((parameter.location, parameter.wire.as_str()), *slots.get(&parameter.field)?))
            }
            RequestPart::Body(_) => None,
        });
        Self(inputs.collect())
    }

    /// Returns the parameter that a link names: `id`, or `path.id`.
    pub(super) fn find(&self, name: &str) -> Option<Slot> {
        let plain = || LOCATIONS.iter().find_map(|(_, location)| self.get(*location, name));
        plain().or_else(|| {
            let (location, name) = name.split_once('.')?;
            self.at(location, name)
        })
    }

    /// Returns the parameter in the location with this word.
    pub(super) fn at(&self, location: &str, name: &str) -> Option<Slot> {
        let (_, location) = LOCATIONS.iter().find(|(word, _)| *word == location)?;
        self.get(*location, name)
    }

    fn get(&self, location: Location, name: &str) -> Option<Slot> {
        let lower = (location == Location::Header).then(|| name.to_ascii_lowercase());
        self.0.get(&(location, lower.as_deref().unwrap_or(name))).copied()
    }
}
