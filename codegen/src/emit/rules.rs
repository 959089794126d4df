//! What is checked before something is sent.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Number;

use super::{token, types::Types};
use crate::rust::{Rule, Rules, Struct};

/// The rules for the properties of a struct.
pub(super) fn checked(item: &Struct, types: &Types<'_>) -> Option<TokenStream> {
    if item.rules.is_empty() {
        return None;
    }
    let ident = token(&item.ident);
    let import = import();
    let rows = item.rules.iter().map(|(name, rules)| {
        let rules = expression(rules, types);
        quote! { (#name, #rules) }
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
    rules: &Rules,
    types: &Types<'_>,
) -> Option<TokenStream> {
    if rules.is_empty() {
        return None;
    }
    let rules = expression(rules, types);
    // A constant, so that what is in it lives long enough.
    Some(quote! {{
        const RULES: check::Rules = #rules;
        request.check(#name, #value, RULES);
    }})
}

/// The import of what rules are written with: of the module, since a type may be called `Rule`.
pub(super) fn import() -> TokenStream {
    quote! { use crate::runtime::check; }
}

fn expression(rules: &Rules, types: &Types<'_>) -> TokenStream {
    let list = rules.rules.iter().map(rule);
    let with = rules.of.as_ref().map(|ty| {
        let ty = types.ty(ty);
        quote! { .with(<#ty as check::Checked>::properties) }
    });
    let each = rules.each.as_ref().map(|each| {
        let each = expression(each, types);
        quote! { .each(&#each) }
    });
    quote! { check::Rules::of(&[#(#list),*]) #with #each }
}

fn rule(rule: &Rule) -> TokenStream {
    let (name, value) = match rule {
        Rule::MinLength(length) => ("MinLength", Some(count(*length))),
        Rule::MaxLength(length) => ("MaxLength", Some(count(*length))),
        Rule::Pattern(pattern) => ("Pattern", Some(quote! { #pattern })),
        Rule::Least(limit) => ("Least", Some(float(limit))),
        Rule::Above(limit) => ("Above", Some(float(limit))),
        Rule::Most(limit) => ("Most", Some(float(limit))),
        Rule::Below(limit) => ("Below", Some(float(limit))),
        Rule::MultipleOf(step) => ("MultipleOf", Some(float(step))),
        Rule::MinItems(number) => ("MinItems", Some(count(*number))),
        Rule::MaxItems(number) => ("MaxItems", Some(count(*number))),
        Rule::Unique => ("Unique", None),
        Rule::MinProperties(number) => ("MinProperties", Some(count(*number))),
        Rule::MaxProperties(number) => ("MaxProperties", Some(count(*number))),
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
