//! The names of the methods that set optional fields.

use super::names;
use crate::rust::{FieldSetter, Ident, Presence};

/// Associated functions and methods of structs and of common traits, which a method of the struct would hide.
const RESERVED: [&str; 29] = [
    "as_mut",
    "as_ref",
    "borrow",
    "borrow_mut",
    "clone",
    "clone_from",
    "clone_into",
    "clone_to_uninit",
    "cmp",
    "default",
    "deserialize",
    "eq",
    "fmt",
    "from",
    "ge",
    "gt",
    "hash",
    "into",
    "le",
    "lt",
    "ne",
    "new",
    "partial_cmp",
    "serialize",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
    "with",
];

/// Returns the setter of an optional field, and the method that makes it `null` if it is `nullable`.
///
/// A field whose name is reserved, or starts like the name of another setter, has a setter that starts with `set_`. So
/// each field has a name of its own, whatever the other fields are.
pub(super) fn setter(field: &Ident, presence: Presence, nullable: bool) -> Option<FieldSetter> {
    if presence == Presence::Required {
        return None;
    }
    let name = field.unraw();
    let is_taken = RESERVED.contains(&name);
    let ident = if is_taken || name.starts_with("set_") || name.starts_with("clear_") {
        names::ident(&format!("set_{name}"))
    } else {
        field.clone()
    };
    let clear = (presence == Presence::Nullable && nullable).then(|| names::ident(&format!("clear_{name}")));
    Some(FieldSetter { ident, clear })
}

#[cfg(test)]
mod tests {
    use super::{Presence, names, setter};

    fn setters(field: &str) -> [String; 2] {
        let planned = setter(&names::ident(field), Presence::Nullable, true);
        planned.map_or_else(Default::default, |planned| {
            [planned.ident.to_string(), planned.clear.map(|ident| ident.to_string()).unwrap_or_default()]
        })
    }

    #[test]
    fn hides_no_other_function() {
        assert_eq!(setters("description"), ["description", "clear_description"]);
        assert_eq!(setters("type"), ["r#type", "clear_type"]);
        assert_eq!(setters("default"), ["set_default", "clear_default"]);
        assert_eq!(setters("clear_description"), ["set_clear_description", "clear_clear_description"]);
        assert_eq!(setters("set_default"), ["set_set_default", "clear_set_default"]);
    }

    #[test]
    fn is_for_optional_fields_only() {
        let field = names::ident("name");
        assert!(setter(&field, Presence::Required, true).is_none());
        assert!(setter(&field, Presence::Optional, true).is_some_and(|setter| setter.clear.is_none()));
        assert!(setter(&field, Presence::Nullable, false).is_some_and(|setter| setter.clear.is_none()));
    }
}
