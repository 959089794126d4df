//! The dimensions, by the object that they belong to.

mod files;
mod names;
mod operations;
mod parameters;
mod schemas;
mod settings;
mod sharing;
mod texts;
mod unions;

use super::input::Dimension;

/// Returns all dimensions.
pub(super) fn all() -> Vec<Dimension> {
    let groups = [
        operations::DIMENSIONS,
        parameters::DIMENSIONS,
        schemas::DIMENSIONS,
        unions::DIMENSIONS,
        texts::DIMENSIONS,
        names::DIMENSIONS,
        files::DIMENSIONS,
        settings::DIMENSIONS,
        sharing::DIMENSIONS,
    ];
    groups.concat()
}

/// Returns a dimension.
const fn dimension(
    name: &'static str,
    smallest: usize,
    input: fn(usize) -> super::input::Input,
) -> Dimension {
    Dimension { name, smallest, input }
}
