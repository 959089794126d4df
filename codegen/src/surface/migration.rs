//! The remedy of a change that breaks builds.

use super::{Change, Level};

impl Change {
    /// Returns the way to adapt code to a change that breaks builds, as a sentence.
    #[must_use]
    pub fn migration(&self) -> Option<&'static str> {
        if self.level != Level::Major {
            return None;
        }
        let what = &self.what;
        let (now, before) = types(what).unwrap_or_default();
        let is_optional = |ty: &str| ty.starts_with("Option<");
        Some(if what.ends_with(" is gone") {
            "remove its uses"
        } else if what.starts_with("it was called ") {
            "use the new name"
        } else if what.starts_with("the variant ") && what.contains(" holds ") {
            "adapt the patterns that match the variant"
        } else if what.contains(" no longer implements ") {
            "remove what needs the trait"
        } else if what.contains(" is new, and ") && what.ends_with(" takes it") {
            "pass a value"
        } else if what.ends_with(ON_CLIENT) {
            ON_CLIENT
        } else if is_optional(now) && !is_optional(before) {
            "handle `None`"
        } else if is_optional(before) && !is_optional(now) {
            "pass a value, and do not handle `None`"
        } else if what.contains("no longer takes ") {
            "remove the argument"
        } else if what.contains(" takes ") {
            "adapt the arguments"
        } else if what.starts_with("a success ") {
            "adapt the code that uses the body of the response"
        } else if what.starts_with("an error ") {
            "adapt the code that handles `Error::Api`"
        } else if now.is_empty() {
            return None;
        } else {
            "adapt the code that names the type"
        })
    }
}

/// The remedy for a parameter that is set once now.
pub(super) const ON_CLIENT: &str = "set it on the builder of the client";

/// Returns the two types of a sentence "… is `A`, and was `B`".
fn types(what: &str) -> Option<(&str, &str)> {
    let (start, rest) = what.split_once("`, and was `")?;
    let (_, now) = start.rsplit_once(" is `")?;
    let (before, _) = rest.split_once('`')?;
    Some((now, before))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surface::Subject;

    #[test]
    fn says_what_to_do_about_each_change_that_breaks_builds() {
        for (what, expected) in [
            ("the model is gone", Some("remove its uses")),
            (
                "the field `name` is `Option<String>`, and was `String`; `new` no longer takes it",
                Some("handle `None`"),
            ),
            (
                "the field `name` is `String`, and was `Option<String>`; `new` takes it",
                Some("pass a value, and do not handle `None`"),
            ),
            (
                "the parameter `tenant` is `Option<String>`, and was `String`; `list` no longer takes it: set it on the \
                 builder of the client",
                Some("set it on the builder of the client"),
            ),
            ("the field `name` is `i64`, and was `String`", Some("adapt the code that names the type")),
            ("the field `name: String` is new, and `new` takes it", Some("pass a value")),
            ("it was called `list`", Some("use the new name")),
            ("`models::Pet::new` takes (a: i64), and took (a: String)", Some("adapt the arguments")),
            (
                "the variant `Cat` holds `i64`, and held `String`",
                Some("adapt the patterns that match the variant"),
            ),
            ("`models::Pet` no longer implements `Default`", Some("remove what needs the trait")),
            (
                "a success is `models::A`, and was `models::B`",
                Some("adapt the code that uses the body of the response"),
            ),
            ("something else", None),
        ] {
            let change = |level| Change { level, subject: Subject::Crate, what: what.to_owned(), wire: None };
            assert_eq!(change(Level::Major).migration(), expected, "{what}");
            assert_eq!(change(Level::Minor).migration(), None);
        }
    }
}
