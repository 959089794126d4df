//! Tokens as text, for the rows of tables.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Prints tokens on one line with the spaces that rustfmt has in types and calls.
pub(super) fn text(tokens: &TokenStream) -> String {
    let mut text = String::new();
    print(tokens.clone(), &mut text);
    text
}

/// Prints tokens. The depth of groups is that of a type that `plan` has bounded.
fn print(tokens: TokenStream, text: &mut String) {
    let mut after_word = false;
    for token in tokens {
        let is_word = matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                print(group.stream(), text);
                text.push_str(close);
            }
            TokenTree::Punct(punct) => match punct.as_char() {
                ',' => text.push_str(", "),
                '=' => text.push_str(" = "),
                other => text.push(other),
            },
            word => {
                if after_word {
                    text.push(' ');
                }
                text.push_str(&word.to_string());
            }
        }
        after_word = is_word;
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::text;

    #[test]
    fn prints_types_and_calls_like_rustfmt() {
        let ty = quote! { impl IntoIterator<Item = impl Into<::std::string::String>> };
        assert_eq!(text(&ty), "impl IntoIterator<Item = impl Into<::std::string::String>>");
        assert_eq!(text(&quote! { (Vec<r#type>, i64) }), "(Vec<r#type>, i64)");
        assert_eq!(text(&quote! { Some(name.into()) }), "Some(name.into())");
    }
}
