//! The types of resources, and the methods of the client, of a mock and of other resources that return them.

use proc_macro2::TokenStream;
use quote::quote;

use super::{cfg, doc, token, types::named};
use crate::rust::{Crate, Group, Resource, link};

/// Emits the struct of a resource, and the method that returns it. A tag has neither.
pub(super) fn resource(krate: &Crate, group: &Group) -> Vec<TokenStream> {
    let Some(Resource { ident, docs }) = &group.resource else { return Vec::new() };
    let (name, docs, function) = (token(ident), doc(docs), token(&group.ident));
    let about = format!(" Returns the resource {}.", link(ident.unraw()));
    let outer = outer(krate, group).map(|outer| token(&outer.ident));
    let accessor = match outer {
        Some(outer) => quote! {
            impl<'a> super::#outer<'a> {
                #[doc = #about]
                pub fn #function(&self) -> #name<'a> { #name { client: self.client } }
            }
        },
        None => quote! {
            impl crate::Client {
                #[doc = #about]
                pub fn #function(&self) -> #name<'_> { #name { client: self } }
            }
        },
    };
    // A resource of parts has no method if all of them are disabled.
    let has_parts = krate.operations.first().is_some_and(|operation| operation.part.is_some());
    let allow = (has_parts && group.operations.is_empty())
        .then(|| quote! { #[allow(dead_code, reason = "all parts in it may be disabled")] });
    vec![
        quote! {
            #docs
            #[cfg(feature = "client")]
            #allow
            #[derive(Clone, Copy, Debug)]
            pub struct #name<'a> { client: &'a crate::Client }
        },
        quote! { #[cfg(feature = "client")] #accessor },
    ]
}

/// Emits the methods of a mock that return the handlers of a resource.
pub(super) fn mock_accessors(krate: &Crate) -> Vec<TokenStream> {
    krate.groups.iter().filter_map(|group| mock_accessor(krate, group)).collect()
}

fn mock_accessor(krate: &Crate, group: &Group) -> Option<TokenStream> {
    let (ty, function) = (mock_type(group)?, token(&group.ident));
    let feature = group.feature.as_deref().filter(|_| krate.tag_features).map(cfg);
    let about = format!(" Returns the handlers of the resource {}.", crate_link(group));
    let outer = group.parent.and_then(|index| krate.groups.get(index)).and_then(mock_type);
    Some(match outer {
        Some(outer) => quote! {
            #feature
            impl<'a> crate::MockResource<'a, #outer> {
                #[doc = #about]
                pub fn #function(&self) -> crate::MockResource<'a, #ty> {
                    runtime::mock_resource::resource(self.mock)
                }
            }
        },
        None => quote! {
            #feature
            impl crate::MockClient {
                #[doc = #about]
                pub fn #function(&self) -> crate::MockResource<'_, #ty> {
                    runtime::mock_resource::resource(self)
                }
            }
        },
    })
}

/// Returns the type of a resource, as it marks the handlers of a mock.
fn mock_type(group: &Group) -> Option<TokenStream> {
    Some(named(&format!("{}::{}<'static>", group.path, group.resource.as_ref()?.ident)))
}

fn crate_link(group: &Group) -> String {
    let name = group.resource.as_ref().map_or("", |resource| resource.ident.unraw());
    format!("[`{name}`](struct@crate::{}::{name})", group.path)
}

fn outer<'a>(krate: &'a Crate, group: &Group) -> Option<&'a Resource> {
    krate.groups.get(group.parent?)?.resource.as_ref()
}
