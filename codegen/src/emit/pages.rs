//! The pagination of an operation.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{token, types::Types};
use crate::rust::{NextPage, Operation, Paging, Type};

/// Emits `impl Paginated for …`.
pub(super) fn paginated(operation: &Operation, types: &Types<'_>) -> Option<TokenStream> {
    let paging = operation.paging.as_ref()?;
    let (ident, lifetime) = (token(&operation.ident), operation.borrows.then(|| quote! { <'_> }));
    let item = types.ty(&paging.item);
    let list = types.ty(&Type::Vec(Box::new(paging.item.clone())));
    let (pointer, next, items) = (&paging.pointer, next(&paging.next), items(paging));
    let more = pointer_call("more", &paging.more);
    let total = pointer_call("total", &paging.total);
    let page_count = pointer_call("page_count", &paging.page_count);
    let set = (!paging.set.is_empty()).then(|| {
        let pairs = paging.set.iter().map(|(name, value)| quote! { (#name, #value) });
        quote! { .set(&[#(#pairs),*]) }
    });
    let keep_method = paging.keep_method.then(|| quote! { .keep_method() });
    let json = paging.xml.as_ref().map(|xml| {
        let xml = token(xml);
        quote! {
            fn json(page: &bytes::Bytes) -> bytes::Bytes { runtime::xml::json(crate::xml::#xml, page) }
        }
    });
    Some(quote! {
        #[cfg(feature = "client")]
        impl runtime::pages::Paginated for #ident #lifetime {
            type Item = #item;
            const PAGINATION: runtime::pages::Pagination =
                runtime::pages::Pagination::new(#pointer, runtime::pages::NextPage::#next)
                    #more #total #page_count #set #keep_method;

            fn items(page: Self::Output) -> #list { #items }
            #json
        }
    })
}

/// Emits the call that sets a location, unless it is empty.
fn pointer_call(method: &str, pointer: &str) -> Option<TokenStream> {
    let method = Ident::new(method, Span::call_site());
    (!pointer.is_empty()).then(|| quote! { .#method(#pointer) })
}

/// Emits the variant of the runtime's `NextPage`.
fn next(next: &NextPage) -> TokenStream {
    match next {
        NextPage::Cursor(parameter, place) => quote! { Cursor(#parameter, #place) },
        NextPage::HeaderCursor(header, place) => quote! { HeaderCursor(#header, #place) },
        NextPage::Offset(parameter) => quote! { Offset(#parameter) },
        NextPage::Number(parameter, first) => {
            let first = Literal::u64_unsuffixed(*first);
            quote! { Number(#parameter, #first) }
        }
        NextPage::Url(place) => quote! { Url(#place) },
        NextPage::Link => quote! { Link },
    }
}

/// Emits the expression for the items of `page`.
fn items(paging: &Paging) -> TokenStream {
    let (mut value, mut is_option) = (quote! { page }, paging.options > 0);
    for _ in 1..paging.options {
        value = quote! { #value.flatten() };
    }
    for step in &paging.path {
        let field = token(&step.field);
        value = match (is_option, step.options) {
            (false, _) => quote! { #value.#field },
            (true, 0) => quote! { #value.map(|it| it.#field) },
            (true, _) => quote! { #value.and_then(|it| it.#field) },
        };
        for _ in 1..step.options {
            value = quote! { #value.flatten() };
        }
        is_option |= step.options > 0;
    }
    if is_option {
        quote! { #value.unwrap_or_default() }
    } else {
        value
    }
}
