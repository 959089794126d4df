//! What the fields of a new struct are.

use proc_macro2::TokenStream;
use quote::quote;

use super::{token, types::Types};
use crate::rust::{Ident, Start, Type};

/// The field `ident`, of type `ty`, in the expression that makes a struct.
pub(super) fn start(
    ident: &Ident,
    ty: &Type,
    borrowed: bool,
    start: &Start,
    types: &Types<'_>,
) -> TokenStream {
    let name = token(ident);
    let value = match start {
        Start::Argument if borrowed => return quote! { #name },
        Start::Argument => {
            let (_, value) = types.argument(ty, &name);
            if name == value.to_string() {
                return quote! { #name };
            }
            value
        }
        Start::Absent => quote! { None },
        Start::Text(text) => owned(text, ty, types),
        Start::SomeText(text) => {
            let text = owned(text, ty, types);
            quote! { Some(#text) }
        }
        Start::Literal(literal) => literal.parse().unwrap_or_default(),
        Start::Variant(ty, variant) => {
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
