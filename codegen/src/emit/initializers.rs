//! The initial values of fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::{token, types::Types};
use crate::rust::{Ident, Initializer, Type};

/// Emits the initializer of the field `ident`, of type `ty`, in a struct expression.
pub(super) fn initializer(
    ident: &Ident,
    ty: &Type,
    borrowed: bool,
    initializer: &Initializer,
    types: &Types<'_>,
) -> TokenStream {
    let name = token(ident);
    let value = match initializer {
        Initializer::Argument if borrowed => return quote! { #name },
        Initializer::Argument => {
            let (_, value) = types.argument(ty, &name);
            if name == value.to_string() {
                return quote! { #name };
            }
            value
        }
        Initializer::Absent => quote! { None },
        Initializer::Text(text) => string(text, ty, types),
        Initializer::SomeText(text) => {
            let text = string(text, ty, types);
            quote! { Some(#text) }
        }
        Initializer::Literal(literal) => literal.parse().unwrap_or_default(),
        Initializer::Variant(ty, variant) => {
            let (ty, variant) = (types.ty(ty), token(variant));
            quote! { #ty::#variant }
        }
    };
    quote! { #name: #value }
}

/// Emits a string constant as a value of type `ty`, without its `Option`.
fn string(text: &str, ty: &Type, types: &Types<'_>) -> TokenStream {
    let bare = match ty {
        Type::Option(inner) => inner,
        other => other,
    };
    if text.is_empty() && *bare == Type::String {
        let string = types.string();
        return quote! { #string::new() };
    }
    quote! { #text.into() }
}
