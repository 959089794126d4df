//! The arguments of functions: how they are written, and how those of two versions differ.

use crate::rust::{Ident, Type};

/// An argument, as it is declared.
pub(super) fn argument(ident: &Ident, ty: &Type, borrowed: bool) -> String {
    format!("{ident}: {}", argument_type(ty, borrowed))
}

/// The type of an argument for a field of this type.
pub(super) fn argument_type(ty: &Type, borrowed: bool) -> String {
    match ty {
        _ if borrowed => field_type(ty, true),
        Type::String | Type::Bytes | Type::Support(_) | Type::Choice(..) => {
            format!("impl Into<{}>", ty.text())
        }
        other => other.text(),
    }
}

/// The type of a field that may be a reference.
pub(super) fn field_type(ty: &Type, borrowed: bool) -> String {
    match ty {
        _ if !borrowed => ty.text(),
        Type::Option(inner) => format!("Option<{}>", field_type(inner, true)),
        Type::Vec(inner) => format!("&[{}]", inner.text()),
        Type::String => "&str".to_owned(),
        other => format!("&{}", other.text()),
    }
}

/// What a function takes and returns.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Signature<'a> {
    /// Names and types; `self` has no type.
    pub(super) arguments: Vec<(&'a str, &'a str)>,
    pub(super) returns: &'a str,
}

impl<'a> Signature<'a> {
    /// Reads `(name: Type, …) -> Type`.
    pub(super) fn parse(text: &'a str) -> Self {
        let text = text.strip_prefix('(').unwrap_or(text);
        let mut arguments = Vec::new();
        let (mut depth, mut start) = (0_i32, 0);
        for (at, char) in text.char_indices() {
            match char {
                '(' | '<' | '[' => depth += 1,
                // The arrow of a function type is no bracket.
                '>' if text[..at].ends_with('-') => {}
                '>' | ']' => depth -= 1,
                ')' if depth > 0 => depth -= 1,
                ',' | ')' if depth == 0 => {
                    arguments.push(text[start..at].trim());
                    start = at + 1;
                    if char == ')' {
                        break;
                    }
                }
                _ => {}
            }
        }
        let arguments = arguments
            .into_iter()
            .filter(|argument| !argument.is_empty())
            .map(|argument| argument.split_once(": ").unwrap_or((argument, "")))
            .collect();
        let returns = text[start..].trim().strip_prefix("-> ").unwrap_or("()");
        Self { arguments, returns }
    }

    /// The type of the argument called `name`.
    pub(super) fn argument(&self, name: &str) -> Option<&'a str> {
        self.arguments.iter().find(|(known, _)| *known == name).map(|(_, ty)| *ty)
    }

    /// The arguments as `name: Type` between commas.
    pub(super) fn arguments_text(&self) -> String {
        let texts = self
            .arguments
            .iter()
            .map(|(name, ty)| if ty.is_empty() { (*name).to_owned() } else { format!("{name}: {ty}") });
        texts.collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::Signature;

    #[test]
    fn a_signature_is_taken_apart() {
        let text = "(&self, a: BTreeMap<String, (i32, i64)>, b: impl FnOnce(&mut Self)) -> Call<'_, X<'_>>";
        let signature = Signature::parse(text);
        let expected =
            [("&self", ""), ("a", "BTreeMap<String, (i32, i64)>"), ("b", "impl FnOnce(&mut Self)")];
        assert_eq!(signature.arguments, expected);
        assert_eq!(signature.returns, "Call<'_, X<'_>>");
        assert_eq!(Signature::parse("()").returns, "()");
        assert_eq!(Signature::parse("no signature").arguments, []);
    }
}
