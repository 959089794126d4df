//! Panics: a description must not reach one, so the generator has none.

use super::{
    Fault,
    lexer::{Kind, Tokens},
};

/// The macros that panic.
const MACROS: [&str; 7] =
    ["assert", "assert_eq", "assert_ne", "panic", "todo", "unimplemented", "unreachable"];
/// The methods that panic.
const METHODS: [&str; 6] = ["copy_from_slice", "expect", "expect_err", "split_at", "unwrap", "unwrap_err"];

/// Checks the code of a file of the generator.
pub(super) fn check(code: &Tokens<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for window in code.tokens.windows(3) {
        let [one, two, three] = window else { continue };
        if one.kind == Kind::Identifier && MACROS.contains(&one.text) && two.is("!") {
            faults.push(Fault::new(one.line, format!("`{}!` can panic: push a diagnostic", one.text)));
        }
        if one.is(".") && two.kind == Kind::Identifier && METHODS.contains(&two.text) && three.is("(") {
            faults.push(Fault::new(two.line, format!("`.{}(` can panic: push a diagnostic", two.text)));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_macros_and_methods_that_panic() {
        let text = "fn a() { b.unwrap_or(1); c\n.unwrap(); todo!(); \"panic!()\"; std::panic::catch(); }\nassert!(a); a.split_at(1); a.try_into();";
        let lines: Vec<usize> = check(&Tokens::of(text)).iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [2, 2, 3, 3]);
    }
}
