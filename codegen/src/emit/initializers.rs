//! What the fields of a new struct are.

use proc_macro2::TokenStream;
use quote::quote;

use super::{token, types::Types};
use crate::rust::{Ident, Initializer, Type};

/// The field `ident`, of type `ty`, in the expression that makes a struct.
pub(super) fn start(
    ident: &Ident,
    ty: &Type,
    borrowed: bool,
    start: &Initializer,
    types: &Types<'_>,
) -> TokenStream {
    let name = token(ident);
    let value = match start {
        Initializer::Argument if borrowed => return quote! { #name },
        Initializer::Argument => {
            let (_, value) = types.argument(ty, &name);
            if name == value.to_string() {
                return quote! { #name };
            }
            value
        }
        Initializer::Absent => quote! { None },
        Initializer::Text(text) => owned(text, ty, types),
        Initializer::SomeText(text) => {
            let text = owned(text, ty, types);
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

/// A text of type `ty`, or of what `ty` is an `Option` of.
fn owned(text: &str, ty: &Type, types: &Types<'_>) -> TokenStream {
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
