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
        Start::Text(text) => quote! { #text.into() },
        Start::SomeText(text) => quote! { Some(#text.into()) },
        Start::Literal(literal) => literal.parse().unwrap_or_default(),
        Start::Variant(ty, variant) => {
            let (ty, variant) = (types.ty(ty), token(variant));
            quote! { #ty::#variant }
        }
    };
    quote! { #name: #value }
}
