//! The polling of a long-running operation.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    token,
    types::{Types, named},
};
use crate::rust::{
    Operation, PollCondition, Polling, Progress, ResultSource, ResultType, StatusSource, StatusType,
};

/// Emits `impl LongRunning for …`.
pub(super) fn long_running(operation: &Operation, types: &Types<'_>) -> Option<TokenStream> {
    let polling = operation.polling.as_ref()?;
    let (ident, lifetime) = (token(&operation.ident), operation.borrows.then(|| quote! { <'_> }));
    let status = match &polling.status {
        StatusType::Untyped => quote! { runtime::poller::UntypedStatus<Self> },
        StatusType::Own => quote! { Self },
        StatusType::Operation(home, ident) => {
            let (home, ident) = (named(&format!("crate::{home}")), token(ident));
            quote! { #home::#ident }
        }
    };
    let (result, decode) = match &polling.result_type {
        ResultType::Status => {
            (quote! { <Self::Status as runtime::Operation>::Output }, quote! { status::<Self> })
        }
        ResultType::Output => (quote! { Self::Output }, quote! { output::<Self> }),
        ResultType::Property(ty) => (types.ty(ty), quote! { property::<Self, Self::Result> }),
    };
    let polling = facts(polling);
    Some(quote! {
        #[cfg(feature = "client")]
        impl runtime::poller::LongRunning for #ident #lifetime {
            type Status = #status;
            type Result = #result;
            const POLLING: runtime::polling::Polling = #polling;

            fn result(raw: runtime::RawResponse) -> runtime::poller::PollOutcome<Self, Self::Result> {
                runtime::poller::#decode(raw)
            }
        }
    })
}

/// Emits the runtime's `Polling`.
fn facts(polling: &Polling) -> TokenStream {
    let source = source(&polling.source);
    let progress = progress(&polling.progress);
    let result = match &polling.result {
        ResultSource::Status => quote! { Status },
        ResultSource::Property(pointer) => quote! { Property(#pointer) },
        ResultSource::Location => quote! { Location },
        ResultSource::Original => quote! { Original },
    };
    let starts = polling.starts_with_status.then(|| quote! { .starts_with_status() });
    let times = (polling.times != [0; 3]).then(|| {
        let times = polling.times.map(Literal::u64_unsuffixed);
        quote! { .times(#(#times),*) }
    });
    quote! {
        runtime::polling::Polling::new(
            runtime::polling::StatusSource::#source,
            runtime::polling::Progress::#progress,
            runtime::polling::ResultSource::#result,
        ) #starts #times
    }
}

fn source(source: &StatusSource) -> TokenStream {
    match source {
        StatusSource::Headers(names) => quote! { Headers(&[#(#names),*]) },
        StatusSource::Url(pointer) => quote! { Url(#pointer) },
        StatusSource::Path(path, values) => {
            let values = values.iter().map(|(name, pointer)| quote! { (#name, #pointer) });
            quote! { Path(#path, &[#(#values),*]) }
        }
        StatusSource::Name(path, pointer) => quote! { Name(#path, #pointer) },
        StatusSource::Repeat => quote! { Repeat },
    }
}

fn progress(progress: &Progress) -> TokenStream {
    match progress {
        Progress::Property(pointer, succeeded, failed) => {
            quote! { Property(#pointer, &[#(#succeeded),*], &[#(#failed),*]) }
        }
        Progress::Flag(done, error) => quote! { Flag(#done, #error) },
        Progress::Azure => quote! { Azure },
        Progress::StatusCode => quote! { StatusCode },
        Progress::Conditions(success, failure) => {
            let (success, failure) = (conditions(success), conditions(failure));
            quote! { Conditions(&[#(#success),*], &[#(#failure),*]) }
        }
    }
}

fn conditions(conditions: &[PollCondition]) -> impl Iterator<Item = TokenStream> + '_ {
    conditions.iter().map(|condition| match condition {
        PollCondition::StatusCode(code) => {
            let code = Literal::u16_unsuffixed(*code);
            quote! { runtime::polling::PollCondition::StatusCode(#code) }
        }
        PollCondition::Equals(pointer, value) => {
            quote! { runtime::polling::PollCondition::Equals(#pointer, #value) }
        }
    })
}
