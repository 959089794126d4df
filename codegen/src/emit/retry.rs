//! The retry policy of an operation.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::types::Types;
use crate::rust::{DescribedRetry, RetryDelays, digits};

/// Emits the retry policy of the description.
pub(super) fn retry(rules: &DescribedRetry, types: &Types<'_>) -> TokenStream {
    let option = types.option(&quote! { &'static runtime::retry::RetryRules });
    let attempts = Literal::u32_unsuffixed(rules.max_attempts);
    let delays = (rules.max_attempts > 1).then(|| {
        let RetryDelays { initial, max, total } = rules.delays;
        let growth = Literal::u32_unsuffixed(rules.growth);
        let [initial, max, total] = [initial, max, total].map(number);
        quote! { .backoff(#initial, #growth, #max).total(#total) }
    });
    let statuses = (!rules.statuses.is_empty()).then(|| {
        let literal = |status: &u16| Literal::u16_unsuffixed(*status);
        let ranges = rules.statuses.iter().map(|(first, last)| (literal(first), literal(last)));
        let ranges = ranges.map(|(first, last)| quote! { (#first, #last) });
        quote! { .statuses(&[#(#ranges),*]) }
    });
    let connections = rules.ignores_connections.then(|| quote! { .ignore_connections() });
    quote! {
        #[cfg(feature = "client")]
        const RETRY: #option =
            Some(&runtime::retry::RetryRules::new(#attempts) #delays #statuses #connections);
    }
}

/// Emits a number of milliseconds. Long ones have their digits in groups.
fn number(milliseconds: u64) -> TokenStream {
    digits::integer(i128::from(milliseconds)).parse().unwrap_or_default()
}
