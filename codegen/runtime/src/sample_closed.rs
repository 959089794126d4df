//! Models and unions as the generator writes them, with a member that forbids other properties.

use std::collections::BTreeMap;

use crate::runtime;

/// A union with a member that forbids the property of the other one.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// A switch.
    Switch(Switch),
    /// A command.
    Command(Command),
    /// Any other value.
    Unknown(serde_json::Value),
}

runtime::union! {
    Entry {
        Switch: Object { "disabled": Const(Boolean(true)), "command": Absent },
        Command: Object { "command": Present },
    } else Unknown
}

/// An object without other properties.
#[derive(Debug, Clone, PartialEq)]
pub struct Switch {
    /// The only property.
    pub disabled: bool,
}

runtime::model! {
    Switch {
        required disabled: "disabled",
    }
}

/// An object that may have the property of a switch.
#[derive(Debug, Clone, PartialEq)]
pub struct Command {
    /// A required property.
    pub command: Vec<String>,
    /// The property of a switch.
    pub disabled: Option<bool>,
}

runtime::model! {
    Command {
        required command: "command",
        optional disabled: "disabled",
    }
}

/// A union of an object without other properties and a map.
#[derive(Debug, Clone, PartialEq)]
pub enum Options {
    /// An object without other properties.
    Switch(Switch),
    /// A map.
    Map(BTreeMap<String, serde_json::Value>),
    /// Any other value.
    Unknown(serde_json::Value),
}

runtime::union! {
    Options {
        Switch: Object { "disabled": Const(Boolean(true)), "disabled": Known },
        Map: Object,
    } else Unknown
}
