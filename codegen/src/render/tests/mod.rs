//! Emission and printing of small models, compared with files written by hand.

mod crate_files;
mod models;
mod operations;
mod texts;

use super::print;
use crate::{
    emit::{self, Unit},
    rust::Crate,
};

/// Returns the file without its mark in the first line.
fn file(krate: &Crate, unit: Unit<'_>) -> String {
    let text = print(emit::emit(krate, unit)).map_or_else(|error| error.to_string(), |(_, text)| text);
    text.split_once("\n\n").map(|(_, text)| text.to_owned()).unwrap_or_default()
}
