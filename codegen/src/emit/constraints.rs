//! Constraints, which are checked before a request is sent.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Number;

use super::{token, types::Types};
use crate::rust::{Constraint, Constraints, Struct};

/// Returns the constraints of the properties of a struct.
pub(super) fn checked(item: &Struct, types: &Types<'_>) -> Option<TokenStream> {
    if item.constraints.is_empty() {
        return None;
    }
    let ident = token(&item.ident);
    let import = import();
    let rows = item.constraints.iter().map(|(name, constraints)| {
        let constraints = expression(constraints, types);
        quote! { (#name, #constraints) }
    });
    Some(quote! {
        impl crate::runtime::check::Constrained for #ident {
            fn properties() -> &'static [(&'static str, crate::runtime::check::Constraints)] {
                #import
                const CONSTRAINTS: &[(&str, check::Constraints)] = &[#(#rows),*];
                CONSTRAINTS
            }
        }
    })
}

/// Returns the statement that checks a value.
pub(super) fn check(
    name: &str,
    value: &TokenStream,
    constraints: &Constraints,
    types: &Types<'_>,
) -> Option<TokenStream> {
    if constraints.is_empty() {
        return None;
    }
    let constraints = expression(constraints, types);
    // A constant, so that the constraints have a static lifetime.
    Some(quote! {{
        const CONSTRAINTS: check::Constraints = #constraints;
        request.check(#name, #value, CONSTRAINTS);
    }})
}

/// Returns the import of the module, because a type of the description may be named `Constraint`.
pub(super) fn import() -> TokenStream {
    quote! { use crate::runtime::check; }
}

fn expression(constraints: &Constraints, types: &Types<'_>) -> TokenStream {
    let list = constraints.constraints.iter().map(constraint);
    let with = constraints.of.as_ref().map(|ty| {
        let ty = types.ty(ty);
        quote! { .with(<#ty as check::Constrained>::properties) }
    });
    let each = constraints.each.as_ref().map(|each| {
        let each = expression(each, types);
        quote! { .each(&#each) }
    });
    quote! { check::Constraints::of(&[#(#list),*]) #with #each }
}

fn constraint(constraint: &Constraint) -> TokenStream {
    let (name, value) = match constraint {
        Constraint::MinLength(length) => ("MinLength", Some(count(*length))),
        Constraint::MaxLength(length) => ("MaxLength", Some(count(*length))),
        Constraint::Pattern(pattern) => ("Pattern", Some(quote! { #pattern })),
        Constraint::Minimum(limit) => ("Minimum", Some(float(limit))),
        Constraint::ExclusiveMinimum(limit) => ("ExclusiveMinimum", Some(float(limit))),
        Constraint::Maximum(limit) => ("Maximum", Some(float(limit))),
        Constraint::ExclusiveMaximum(limit) => ("ExclusiveMaximum", Some(float(limit))),
        Constraint::MultipleOf(step) => ("MultipleOf", Some(float(step))),
        Constraint::MinItems(number) => ("MinItems", Some(count(*number))),
        Constraint::MaxItems(number) => ("MaxItems", Some(count(*number))),
        Constraint::UniqueItems => ("UniqueItems", None),
        Constraint::MinProperties(number) => ("MinProperties", Some(count(*number))),
        Constraint::MaxProperties(number) => ("MaxProperties", Some(count(*number))),
    };
    let (name, value) = (quote::format_ident!("{name}"), value.map(|value| quote! { (#value) }));
    quote! { check::Constraint::#name #value }
}

fn count(number: usize) -> TokenStream {
    let number = Literal::usize_unsuffixed(number);
    quote! { #number }
}

fn float(number: &Number) -> TokenStream {
    let float = number.as_f64().unwrap_or_default();
    let minus = float.is_sign_negative().then(|| quote! { - });
    let float = Literal::f64_unsuffixed(float.abs());
    quote! { #minus #float }
}
