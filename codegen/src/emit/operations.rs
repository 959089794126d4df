//! The files of operations in `src/operations/`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    FileItem, RustFile,
    constraints::import,
    deprecated, deprecated_because, doc, file_attributes,
    initializers::initializer,
    items::{self, wide},
    modules::folder,
    name_token,
    pages::paginated,
    pollers::long_running,
    request_parts::{choice_enum, write},
    responses::{arm, headers_struct, kind, outcome_enum, outcome_table},
    retry::retry,
    token,
    types::{Types, named},
};
use crate::rust::{
    Argument, ClientParameter, Crate, Example, Initializer, Location, Operation, Page, ResponseKind, Setter,
    Type, link,
};

/// Emits the file of one operation.
pub(super) fn operation(krate: &Crate, operation: &Operation) -> RustFile {
    let types = Types::in_operations(krate);
    let file = |items, names_deprecated| RustFile {
        path: format!("src/operations/{}{}.rs", folder(krate, operation.group), operation.module.unraw()),
        docs: Page::default(),
        attributes: file_attributes(names_deprecated),
        items,
    };
    if let Some(later) = krate.same_as(operation) {
        let (items, names_deprecated) = same_as(krate, operation, later, &types);
        return file(items, names_deprecated);
    }
    let uses = match (operation.shares_error, operation.uses_models) {
        (false, false) => quote! { use crate::runtime; },
        (false, true) => quote! { use crate::{models, runtime}; },
        (true, false) => quote! { use crate::{errors, runtime}; },
        (true, true) => quote! { use crate::{errors, models, runtime}; },
    };
    let mut items = vec![uses];
    items.extend(uses_of_later(krate, operation));
    items.push(structure(operation, &types));
    items.extend(constructor(operation, &types));
    items.push(implementation(operation, &types));
    items.extend(paginated(operation, &types));
    items.extend(long_running(operation, &types));
    items.extend(operation.response_enums.iter().flat_map(|outcome| outcome_enum(outcome, &types)));
    items.extend(operation.choice.iter().flat_map(|choice| choice_enum(choice, &types)));
    items.push(method(krate, operation, &types));
    items.extend(setters(operation, &types));
    let mut items: Vec<FileItem> = items.into_iter().map(FileItem::Tokens).collect();
    items.extend(operation.response_enums.iter().filter_map(outcome_table).map(FileItem::Table));
    let of = format!("{}{}", operation.ident, if operation.borrows { "<'_>" } else { "" });
    items.extend(operation.headers.iter().flat_map(|headers| headers_struct(headers, &of, &types)));
    items.extend(operation.items.iter().flat_map(|item| items::item(item, &types)));
    let mut names_deprecated = false;
    operation.walk_types(&mut |ty| names_deprecated |= types.names_deprecated(ty));
    file(items, names_deprecated)
}

/// Emits the imports of the types of schemas that an equal operation of a later version has.
fn uses_of_later(krate: &Crate, operation: &Operation) -> Option<TokenStream> {
    let later = krate.operations.get(operation.later?.index)?;
    let mut used = BTreeSet::new();
    operation.walk_types(&mut |ty| {
        if let Type::Named(home, ident) = ty
            && *home == later.namespace()
        {
            used.insert(ident.clone());
        }
    });
    let (home, used) = (named(&format!("crate::{}", later.home)), used.iter().map(token));
    (used.len() > 0).then(|| quote! { use #home::{#(#used),*}; })
}

/// Emits an operation that is one of a later version: its types are those of the later version.
fn same_as(
    krate: &Crate,
    operation: &Operation,
    later: &Operation,
    types: &Types<'_>,
) -> (Vec<FileItem>, bool) {
    let (mut uses_models, mut names_deprecated) = (false, false);
    for argument in &operation.arguments {
        names_deprecated |= types.names_deprecated(&argument.ty);
        argument.ty.walk(&mut |ty| uses_models |= matches!(ty, Type::Named(home, _) if home.is_in_models()));
    }
    let models = uses_models.then(|| quote! { #[cfg(feature = "client")] use crate::models; });
    let home = named(&format!("crate::{}", later.home));
    let exported = later.type_names().map(token);
    let mut items: Vec<FileItem> = models.into_iter().map(FileItem::Tokens).collect();
    items.push(quote! { pub use #home::{#(#exported),*}; }.into());
    items.push(method(krate, operation, types).into());
    (items, names_deprecated)
}

/// Returns the lifetime of the struct, as declared and as elided.
fn lifetime(operation: &Operation) -> (TokenStream, TokenStream) {
    if operation.borrows { (quote! { <'a> }, quote! { <'_> }) } else { Default::default() }
}

/// Returns `true` if an argument of the operation is a reference.
fn takes_reference(operation: &Operation) -> bool {
    let borrows = |argument: &Argument| argument.borrowed || matches!(argument.ty, Type::Choice(_, _, true));
    operation.arguments.iter().any(borrows)
}

fn structure(operation: &Operation, types: &Types<'_>) -> TokenStream {
    let (ident, docs, (generics, _)) = (token(&operation.ident), doc(&operation.docs), lifetime(operation));
    let derives = if operation.default {
        quote! { Debug, Clone, Default }
    } else {
        quote! { Debug, Clone }
    };
    let fields = operation.fields.iter().map(|field| {
        let (docs, name) = (doc(&field.docs), token(&field.ident));
        let ty = if field.borrowed { types.borrowed(&field.ty) } else { types.ty(&field.ty) };
        quote! { #docs pub #name: #ty }
    });
    quote! {
        #docs
        #[derive(#derives)]
        #[non_exhaustive]
        pub struct #ident #generics { #(#fields,)* }
    }
}

/// Returns the declarations and the names of the required arguments.
fn arguments(operation: &Operation, types: &Types<'_>) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let declared = operation.arguments.iter().map(|argument| {
        let name = token(&argument.ident);
        let ty = if argument.borrowed {
            types.borrowed(&argument.ty)
        } else {
            types.argument(&argument.ty, &name).0
        };
        quote! { #name: #ty }
    });
    let names = operation.arguments.iter().map(|argument| {
        let name = token(&argument.ident);
        quote! { #name }
    });
    (declared.collect(), names.collect())
}

/// Emits `new`, and `Default` if nothing is required.
fn constructor(operation: &Operation, types: &Types<'_>) -> Vec<TokenStream> {
    if operation.default {
        return Vec::new();
    }
    let (ident, (declared_lifetime, elided)) = (token(&operation.ident), lifetime(operation));
    let (declared, _) = arguments(operation, types);
    let fields = operation
        .fields
        .iter()
        .map(|field| initializer(&field.ident, &field.ty, field.borrowed, &field.initializer, types));
    let wide = wide(operation.too_many_arguments);
    let header = if takes_reference(operation) {
        quote! { impl #declared_lifetime #ident #declared_lifetime }
    } else {
        quote! { impl #ident #elided }
    };
    let has_defaults = operation
        .fields
        .iter()
        .any(|field| !matches!(field.initializer, Initializer::Argument | Initializer::Absent));
    let docs = if has_defaults {
        " Creates a request with the required values. Other fields have the defaults of the description."
    } else {
        " Creates a request with the required values."
    };
    let mut blocks = vec![quote! {
        #header {
            #[doc = #docs]
            #[must_use]
            #wide
            pub fn new(#(#declared),*) -> Self {
                Self { #(#fields,)* }
            }
        }
    }];
    if operation.arguments.is_empty() {
        let default = types.default_trait();
        blocks.push(quote! {
            impl #default for #ident #elided {
                fn default() -> Self { Self::new() }
            }
        });
    }
    blocks
}

/// Emits `impl Operation for …`.
fn implementation(operation: &Operation, types: &Types<'_>) -> TokenStream {
    let (ident, (_, elided)) = (token(&operation.ident), lifetime(operation));
    let (output, error) = (types.ty(&operation.output), types.ty(&operation.error));
    let (method, path) = (operation.method.as_str(), &operation.path);
    let security = operation.security.iter().map(|schemes| quote! { &[#(#schemes),*] });
    let checks = operation.request_parts.iter().any(|part| !part.constraints().is_empty());
    let mut statements: Vec<TokenStream> = checks.then(import).into_iter().collect();
    statements.extend(operation.request_parts.iter().flat_map(|part| write(part, operation, types)));
    statements.extend(operation.accept.iter().map(|accept| quote! { request.accept(#accept); }));
    let request = if statements.is_empty() {
        quote! { _ }
    } else {
        quote! { request }
    };
    let long = operation.too_many_lines.then(
        || quote! { #[allow(clippy::too_many_lines, reason = "each parameter has a line of its own")] },
    );
    let part = operation.part.as_deref().filter(|_| operation.is_ambiguous);
    let part = part.map(|part| quote! { const PART: &'static str = #part; });
    let server = operation.server.as_ref().map(|server| {
        let option = types.option(&quote! { &'static str });
        quote! { const SERVER: #option = Some(#server); }
    });
    let key = operation.idempotency_key.as_ref().map(|header| {
        let option = types.option(&quote! { runtime::IdempotencyKey });
        quote! { const IDEMPOTENCY_KEY: #option = Some(runtime::idempotency::key(#header)); }
    });
    let retry = operation.retry.as_ref().map(|rules| retry(rules, types));
    let parameters = operation.client_parameters.iter().map(client_parameter);
    let parameters = (!operation.client_parameters.is_empty()).then(
        || quote! { const CLIENT_PARAMETERS: &'static [runtime::ClientParameter] = &[#(#parameters),*]; },
    );
    let streams = operation.streams().then(|| quote! { const STREAMS: bool = true; });
    let arms = operation.arms.iter().map(arm);
    let successes =
        operation.arms.iter().filter(|arm| matches!(arm.kind, ResponseKind::Success(..))).map(arm);
    let read = match operation.arms.as_slice() {
        _ if operation.shares_error => {
            quote! { match raw.status() { #(#successes,)* _ => raw.documented(), } }
        }
        [only] => kind(&only.kind),
        _ => quote! { match raw.status() { #(#arms,)* } },
    };
    quote! {
        impl runtime::Operation for #ident #elided {
            type Output = #output;
            type Error = #error;
            const METHOD: &'static str = #method;
            const PATH: &'static str = #path;
            const SECURITY: runtime::Security = &[#(#security),*];
            #part
            #server
            #key
            #retry
            #parameters
            #streams

            #long
            fn write(&self, #request: &mut runtime::Request) { #(#statements)* }

            fn read(raw: runtime::RawResponse) -> runtime::Outcome<Self::Output, Self::Error> { #read }
        }
    }
}

/// Emits the fact about a client-wide parameter.
fn client_parameter(parameter: &ClientParameter) -> TokenStream {
    let (name, method) = (&parameter.wire, parameter.ident.unraw());
    let place = name_token(match parameter.location {
        Location::Path => "path",
        Location::Header => "header",
        Location::Query | Location::Cookie | Location::QueryString => "query",
    });
    let optional = (!parameter.required).then(|| quote! { .optional() });
    quote! { runtime::ClientParameter::#place(#name, #method) #optional }
}

/// Emits the method of the client or of the resource.
fn method(krate: &Crate, operation: &Operation, types: &Types<'_>) -> TokenStream {
    let (function, ident) = (token(&operation.function), token(&operation.ident));
    let (declared, names) = arguments(operation, types);
    let summary = doc(std::slice::from_ref(&operation.summary));
    let more = format!(" See {}.", link(operation.ident.unraw()));
    let example = operation.example.as_ref().map(example);
    let deprecated = deprecated_because(operation.deprecated, operation.deprecation.as_deref());
    let wide = wide(operation.too_many_arguments);
    let value = if operation.default {
        quote! { #ident::default() }
    } else {
        quote! { #ident::new(#(#names),*) }
    };
    let resource = krate.group_of(operation).and_then(|group| group.resource.as_ref());
    let (declared_lifetime, elided) = lifetime(operation);
    let (receiver, client, signature) = match resource {
        Some(resource) => {
            let name = token(&resource.ident);
            // The call borrows the client, and not the resource.
            let signature = quote! { pub fn #function(&self, #(#declared),*) -> crate::Call<'a, #ident #declared_lifetime> };
            (quote! { <'a> super::#name<'a> }, quote! { self.client }, signature)
        }
        None if takes_reference(operation) => {
            let signature =
                quote! { pub fn #function<'a>(&'a self, #(#declared),*) -> crate::Call<'a, #ident<'a>> };
            (quote! { crate::Client }, quote! { self }, signature)
        }
        None => {
            let signature =
                quote! { pub fn #function(&self, #(#declared),*) -> crate::Call<'_, #ident #elided> };
            (quote! { crate::Client }, quote! { self }, signature)
        }
    };
    quote! {
        #[cfg(feature = "client")]
        impl #receiver {
            #summary
            #[doc = ""]
            #[doc = #more]
            #example
            #deprecated
            #wide
            #signature {
                crate::Call::new(#client, #value)
            }
        }
    }
}

/// Emits the section of an example.
fn example(example: &Example) -> TokenStream {
    let heading = ["", "# Example", ""].map(str::to_owned);
    doc(&heading.into_iter().chain(example.block()).collect::<Vec<_>>())
}

/// Emits the methods that set optional parameters on a call.
fn setters(operation: &Operation, types: &Types<'_>) -> Option<TokenStream> {
    if operation.setters.is_empty() {
        return None;
    }
    let (ident, (_, generics)) = (token(&operation.ident), lifetime(operation));
    let borrows = |setter: &Setter| setter.borrowed || matches!(setter.ty, Type::Choice(_, _, true));
    let target = if operation.setters.iter().any(borrows) {
        quote! { impl<'a> crate::Call<'_, #ident<'a>> }
    } else {
        quote! { impl crate::Call<'_, #ident #generics> }
    };
    let methods = operation.setters.iter().map(|item| setter(item, types));
    Some(quote! {
        #[cfg(feature = "client")]
        #target { #(#methods)* }
    })
}

fn setter(setter: &Setter, types: &Types<'_>) -> TokenStream {
    let (docs, name, field) = (doc(&setter.docs), token(&setter.ident), token(&setter.field));
    let (ty, value) = if setter.borrowed {
        (types.borrowed(&setter.ty), quote! { #name })
    } else {
        types.setter(&setter.ty, &name)
    };
    let value = if setter.optional {
        quote! { Some(#value) }
    } else {
        value
    };
    let deprecated = deprecated(setter.deprecated);
    quote! {
        #docs
        #deprecated
        pub fn #name(mut self, #name: #ty) -> Self {
            self.operation.#field = #value;
            self
        }
    }
}
