//! What is checked before something is sent.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Number;

use super::{token, types::Types};
use crate::rust::{Constraint, Constraints, Struct};

/// The constraints for the properties of a struct.
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
        impl crate::runtime::check::Checked for #ident {
            fn properties() -> &'static [(&'static str, crate::runtime::check::Rules)] {
                #import
                const RULES: &[(&str, check::Rules)] = &[#(#rows),*];
                RULES
            }
        }
    })
}

/// The statement that checks a value.
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
    // A constant, so that what is in it lives long enough.
    Some(quote! {{
        const RULES: check::Rules = #constraints;
        request.check(#name, #value, RULES);
    }})
}

/// The import of what constraints are written with: of the module, since a type may be called `Rule`.
pub(super) fn import() -> TokenStream {
    quote! { use crate::runtime::check; }
}

fn expression(constraints: &Constraints, types: &Types<'_>) -> TokenStream {
    let list = constraints.constraints.iter().map(constraint);
    let with = constraints.of.as_ref().map(|ty| {
        let ty = types.ty(ty);
        quote! { .with(<#ty as check::Checked>::properties) }
    });
    let each = constraints.each.as_ref().map(|each| {
        let each = expression(each, types);
        quote! { .each(&#each) }
    });
    quote! { check::Rules::of(&[#(#list),*]) #with #each }
}

fn constraint(constraint: &Constraint) -> TokenStream {
    let (name, value) = match constraint {
        Constraint::MinLength(length) => ("MinLength", Some(count(*length))),
        Constraint::MaxLength(length) => ("MaxLength", Some(count(*length))),
        Constraint::Pattern(pattern) => ("Pattern", Some(quote! { #pattern })),
        Constraint::Minimum(limit) => ("Least", Some(float(limit))),
        Constraint::ExclusiveMinimum(limit) => ("Above", Some(float(limit))),
        Constraint::Maximum(limit) => ("Most", Some(float(limit))),
        Constraint::ExclusiveMaximum(limit) => ("Below", Some(float(limit))),
        Constraint::MultipleOf(step) => ("MultipleOf", Some(float(step))),
        Constraint::MinItems(number) => ("MinItems", Some(count(*number))),
        Constraint::MaxItems(number) => ("MaxItems", Some(count(*number))),
        Constraint::UniqueItems => ("Unique", None),
        Constraint::MinProperties(number) => ("MinProperties", Some(count(*number))),
        Constraint::MaxProperties(number) => ("MaxProperties", Some(count(*number))),
    };
    let (name, value) = (quote::format_ident!("{name}"), value.map(|value| quote! { (#value) }));
    quote! { check::Rule::#name #value }
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
