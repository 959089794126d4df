//! The public API of a generated crate, and the changes between two versions of it.
//!
//! `list` finds the items of a crate, which `api.txt` holds. [`compare`] finds the changes from one list to another.

mod aliases;
mod changes;
mod compare;
mod index;
mod items;
mod list;
mod members;
mod migration;
mod operations;
mod signature;
#[cfg(test)]
mod tests;
mod values;
mod versions;
mod wire;

pub(crate) use self::list::{list, of_operation};
pub use self::{
    changes::{Change, Changes, Level, OnTheWire, Subject},
    compare::compare,
};
