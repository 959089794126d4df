//! The spelling of types.

use proc_macro2::TokenStream;
use quote::quote;

use super::{deprecated, doc, token};
use crate::rust::{Conversion, Conversions, Crate, Ident, Namespace, Prelude, Type, int_name};

/// The context in which the types of a file are written.
pub(super) struct Types<'a> {
    prelude: &'a Prelude,
    conversions: &'a Conversions,
    krate: &'a Crate,
    /// The module of the file in `src/models/`.
    home: Option<&'a Namespace>,
    /// The file whose types are written.
    scope: Scope,
}

/// The names that a file has in scope.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// In `src/models/`: models, which are imported by name.
    Models,
    /// In the folder of a part in `src/models/`: none, models are named by their paths.
    Part,
    /// In `src/operations/`: the module `models`, and the types of the operation.
    Operations,
    /// In another file: none.
    Crate,
}

impl<'a> Types<'a> {
    /// Creates the context of a file in `src/models/`.
    pub(super) fn in_models(krate: &'a Crate, home: &'a Namespace) -> Self {
        let scope = if *home == Namespace::Models { Scope::Models } else { Scope::Part };
        Self { home: Some(home), ..Self::new(krate, scope) }
    }

    /// Creates the context of a file in `src/operations/`.
    pub(super) fn in_operations(krate: &'a Crate) -> Self {
        Self::new(krate, Scope::Operations)
    }

    /// Creates the context of a file that imports nothing.
    pub(super) fn in_crate(krate: &'a Crate) -> Self {
        Self::new(krate, Scope::Crate)
    }

    fn new(krate: &'a Crate, scope: Scope) -> Self {
        let Crate { prelude, conversions, .. } = krate;
        Self { krate, prelude, conversions, home: None, scope }
    }

    /// Emits the documentation of a type, and `#[deprecated]` if it is deprecated.
    pub(super) fn docs(&self, ident: &Ident, docs: &[String]) -> TokenStream {
        let is_deprecated = self.home.is_some_and(|home| self.krate.is_deprecated(home, ident));
        let (docs, deprecated) = (doc(docs), deprecated(is_deprecated));
        quote! { #docs #deprecated }
    }

    /// Returns `true` if a type is deprecated or contains a deprecated type.
    pub(super) fn names_deprecated(&self, ty: &Type) -> bool {
        let mut found = false;
        ty.walk(&mut |ty| {
            found |= matches!(ty, Type::Named(home, ident) if self.krate.is_deprecated(home, ident));
        });
        found
    }

    /// Emits a type.
    pub(super) fn ty(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Unit => quote! { () },
            Type::Bool => quote! { bool },
            Type::Int(int) => named(int_name(*int)),
            Type::F32 => quote! { f32 },
            Type::F64 => quote! { f64 },
            Type::String => self.string(),
            Type::Bytes => quote! { bytes::Bytes },
            Type::Value => quote! { serde_json::Value },
            Type::Foreign(foreign) => named(&foreign.path),
            Type::Runtime(runtime_type) => {
                let name = named(runtime_type.name());
                quote! { crate::#name }
            }
            Type::Instant(form, inner) => {
                let (name, inner) = (named(form.name()), self.ty(inner));
                quote! { crate::#name<#inner> }
            }
            Type::Stream(framing, inner) => {
                let (name, inner) = (named(framing.name()), self.ty(inner));
                quote! { crate::#name<#inner> }
            }
            Type::Infallible => quote! { std::convert::Infallible },
            Type::Vec(inner) => {
                let inner = self.ty(inner);
                if self.prelude.is_free("Vec") {
                    quote! { Vec<#inner> }
                } else {
                    quote! { ::std::vec::Vec<#inner> }
                }
            }
            Type::Map(inner) => {
                let (string, inner) = (self.string(), self.ty(inner));
                let imports = matches!(self.scope, Scope::Models | Scope::Part);
                if imports && self.prelude.is_free("BTreeMap") {
                    quote! { BTreeMap<#string, #inner> }
                } else {
                    quote! { std::collections::BTreeMap<#string, #inner> }
                }
            }
            Type::Tuple(elements) => {
                let elements = elements.iter().map(|element| self.ty(element));
                quote! { (#(#elements),*) }
            }
            Type::Option(inner) => self.option(&self.ty(inner)),
            Type::Boxed(inner) => {
                let inner = self.ty(inner);
                if self.prelude.is_free("Box") {
                    quote! { Box<#inner> }
                } else {
                    quote! { ::std::boxed::Box<#inner> }
                }
            }
            Type::Named(home, ident) => {
                let ident = token(ident);
                match (home, self.scope) {
                    (home, Scope::Crate | Scope::Part)
                    | (home @ (Namespace::Operations(_) | Namespace::Part(_)), Scope::Models) => {
                        let home = named(&format!("crate::{home}"));
                        quote! { #home::#ident }
                    }
                    (Namespace::Models | Namespace::Part(_), Scope::Operations) => {
                        let home = named(&home.to_string());
                        quote! { #home::#ident }
                    }
                    (Namespace::Errors, _) => quote! { errors::#ident },
                    _ => quote! { #ident },
                }
            }
            Type::Choice(home, ident, borrows) => {
                let ident = token(ident);
                let home = (self.scope == Scope::Crate).then(|| named(&format!("crate::{home}::")));
                let lifetime = borrows.then(|| quote! { <'a> });
                quote! { #home #ident #lifetime }
            }
        }
    }

    /// Emits `Option` of a type.
    pub(super) fn option(&self, inner: &TokenStream) -> TokenStream {
        if self.prelude.is_free("Option") {
            quote! { Option<#inner> }
        } else {
            quote! { ::std::option::Option<#inner> }
        }
    }

    /// Emits `String`.
    pub(super) fn string(&self) -> TokenStream {
        if self.prelude.is_free("String") {
            quote! { String }
        } else {
            quote! { ::std::string::String }
        }
    }

    /// Emits `Into`.
    fn conversion_trait(&self) -> TokenStream {
        if self.prelude.is_free("Into") {
            quote! { Into }
        } else {
            quote! { ::std::convert::Into }
        }
    }

    /// Emits `IntoIterator`.
    fn list_trait(&self) -> TokenStream {
        if self.prelude.is_free("IntoIterator") {
            quote! { IntoIterator }
        } else {
            quote! { ::std::iter::IntoIterator }
        }
    }

    /// Emits the trait `Default`.
    pub(super) fn default_trait(&self) -> TokenStream {
        if self.prelude.is_free("Default") {
            quote! { Default }
        } else {
            quote! { ::std::default::Default }
        }
    }

    /// Emits the type of an argument for a value of `ty`, and the expression that converts it.
    pub(super) fn argument(&self, ty: &Type, name: &proc_macro2::Ident) -> (TokenStream, TokenStream) {
        let into = self.conversion_trait();
        match self.conversions.of(ty) {
            Conversion::Exact => (self.ty(ty), quote! { #name }),
            Conversion::Into => {
                let target = self.ty(ty);
                (quote! { impl #into<#target> }, quote! { #name.into() })
            }
            Conversion::Elements(element) => {
                let (list, element) = (self.list_trait(), self.ty(element));
                (quote! { impl #list<Item = #element> }, quote! { #name.into_iter().collect() })
            }
            Conversion::IntoElements(element) => {
                let (list, element) = (self.list_trait(), self.ty(element));
                (
                    quote! { impl #list<Item = impl #into<#element>> },
                    quote! { #name.into_iter().map(#into::into).collect() },
                )
            }
        }
    }

    /// Emits the type of a setter's argument for a value of `ty`, and the expression that converts it.
    ///
    /// If `ty` is an `Option`, the setter accepts the value itself, or `None` for `null`.
    pub(super) fn setter(&self, ty: &Type, name: &proc_macro2::Ident) -> (TokenStream, TokenStream) {
        match ty {
            Type::Option(_) => {
                let (into, target) = (self.conversion_trait(), self.ty(ty));
                (quote! { impl #into<#target> }, quote! { #name.into() })
            }
            other => self.argument(other, name),
        }
    }

    /// Emits a reference to `ty` with the lifetime `'a`.
    pub(super) fn borrowed(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Option(inner) => {
                let inner = self.borrowed(inner);
                self.option(&inner)
            }
            Type::Vec(inner) => {
                let inner = self.ty(inner);
                quote! { &'a [#inner] }
            }
            Type::String => quote! { &'a str },
            other => {
                let other = self.ty(other);
                quote! { &'a #other }
            }
        }
    }
}

/// Emits a path. Paths of the settings are validated when they are read.
pub(super) fn named(path: &str) -> TokenStream {
    path.parse().unwrap_or_default()
}
