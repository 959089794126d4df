use crate::rust::{Conversion, Conversions, Ident, Type};

/// Returns the declaration of an argument.
pub(super) fn argument(ident: &Ident, ty: &Type, borrowed: bool, conversions: &Conversions) -> String {
    format!("{ident}: {}", argument_type(ty, borrowed, conversions))
}

/// Returns the type of an argument that sets a field of type `ty`.
pub(super) fn argument_type(ty: &Type, borrowed: bool, conversions: &Conversions) -> String {
    if borrowed {
        return field_type(ty, true);
    }
    match conversions.of(ty) {
        Conversion::Exact => ty.text(),
        Conversion::Into => format!("impl Into<{}>", ty.text()),
        Conversion::Elements(element) => format!("impl IntoIterator<Item = {}>", element.text()),
        Conversion::IntoElements(element) => {
            format!("impl IntoIterator<Item = impl Into<{}>>", element.text())
        }
    }
}

/// Returns the type of a field, as a reference if `borrowed`.
pub(super) fn field_type(ty: &Type, borrowed: bool) -> String {
    match ty {
        _ if !borrowed => ty.text(),
        Type::Option(inner) => format!("Option<{}>", field_type(inner, true)),
        Type::Vec(inner) => format!("&[{}]", inner.text()),
        Type::String => "&str".to_owned(),
        other => format!("&{}", other.text()),
    }
}

/// The arguments and the return type of a function.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Signature<'a> {
    /// The names and types. The type of `self` is empty.
    pub(super) arguments: Vec<(&'a str, &'a str)>,
    pub(super) returns: &'a str,
}

impl<'a> Signature<'a> {
    /// Parses `(name: Type, …) -> Type`.
    pub(super) fn parse(text: &'a str) -> Self {
        let text = text.strip_prefix('(').unwrap_or(text);
        let mut arguments = Vec::new();
        let (mut depth, mut start) = (0_i32, 0);
        for (at, char) in text.char_indices() {
            match char {
                '(' | '<' | '[' => depth += 1,
                // The arrow of a function type does not close a bracket.
                '>' if text.get(..at).is_some_and(|before| before.ends_with('-')) => {}
                '>' | ']' => depth -= 1,
                ')' if depth > 0 => depth -= 1,
                ',' | ')' if depth == 0 => {
                    arguments.extend(text.get(start..at).map(str::trim));
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
        let returns = text.get(start..).and_then(|rest| rest.trim().strip_prefix("-> ")).unwrap_or("()");
        Self { arguments, returns }
    }

    /// Returns the arguments as a comma-separated list of `name: Type`.
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
    fn parses_arguments_and_the_return_type() {
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
