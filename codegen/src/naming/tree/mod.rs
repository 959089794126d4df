//! The text of `api.txt` as a tree.
//!
//! ```text
//! kind model = #[non_exhaustive] pub struct
//!  impl Clone + Debug
//! mod models
//!  model Pet  # schema Pet
//!   impl + Default
//!   kind: Option<~Kind>
//!   limit: i64  # =; required; always 1
//! ```
//!
//! - A line belongs to the line above with one space less. Its path is the path of that line, and its own name.
//! - `~` is the path of the type around it. A type whose name begins with that of another type, and whose source does
//!   too, is below the other type, and called by the rest: `~Kind`.
//! - A `kind` lists items that all its types have. A type has them unless it has another item of the same name, or a
//!   line with `no`. The arguments of `new` are the required fields, sorted by name. After `impl`, `+` and `-` are the
//!   differences of its traits from those of the kind.
//! - `call` is a method of a request, `Call<'_, TYPE>`.
//! - `=` is a name on the wire that is the name in Rust. A field without facts has that name, and is optional if its
//!   type is an `Option`. A variant without facts is that name in `snake_case`.
//!
//! An item that fits nowhere is a line with its complete path.

mod kinds;
mod member;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub(super) use self::{read::parse, write::write};

/// The abbreviation of the path of the type around an item, and of that type's source.
const OUTER: char = '~';
/// The separator between the parts of a source.
const PART: &str = " > ";
/// The lifetime of a type that borrows.
const LIFETIME: &str = "<'_>";

/// The maximum number of levels.
const MAX_DEPTH: usize = 64;
/// The maximum length of a path or source that is abbreviated. It bounds the length of what is read.
const MAX_ABBREVIATED: usize = 300;
