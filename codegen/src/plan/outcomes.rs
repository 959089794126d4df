//! What an operation's answers mean: one type or an enum of them, and which status leads where.

use super::{
    docs,
    names::{self, Scope},
    statuses::status_text,
    types::Types,
};
use crate::{
    api::{Media, Method, Operation, Reply, Status},
    rust::{Arm, Decode, Home, Ident, OutcomeEnum, OutcomeVariant, Pattern, Type, Verdict, Wrap},
};

/// The answers of an operation.
pub(super) struct Outcomes {
    pub(super) accept: Option<String>,
    pub(super) output: Type,
    pub(super) error: Type,
    pub(super) enums: Vec<OutcomeEnum>,
    pub(super) arms: Vec<Arm>,
}

/// A documented answer, with the type of its body.
struct Answer<'a> {
    reply: &'a Reply,
    decode: Decode,
    ty: Type,
}

/// Plans the answers of `operation`, whose struct is `name`.
pub(super) fn plan(operation: &Operation, name: &str, types: &mut Types<'_>) -> Outcomes {
    let answers: Vec<Answer<'_>> =
        operation.replies.iter().map(|reply| answer(operation, reply, types)).collect();
    let default = answers.iter().find(|answer| answer.reply.status == Status::Default);
    let documented: Vec<&Answer<'_>> =
        answers.iter().filter(|answer| answer.reply.status != Status::Default).collect();
    let (mut successes, mut failures): (Vec<&Answer<'_>>, Vec<&Answer<'_>>) =
        documented.iter().copied().partition(|answer| answer.reply.status.is_success());
    // Where no success is documented, `default` stands for it too.
    let default_is_success = successes.is_empty();
    failures.extend(default);
    if default_is_success {
        successes.extend(default);
    }
    let mut enums = Vec::new();
    let success = Side::new(&successes, name, "Response", false, types, &mut enums);
    let failure = Side::new(&failures, name, "Error", true, types, &mut enums);
    let mut arms: Vec<Arm> = Vec::new();
    for answer in documented {
        let side = if answer.reply.status.is_success() { &success } else { &failure };
        arms.push(Arm { pattern: pattern(answer.reply.status), verdict: side.verdict(answer) });
    }
    let all_successes = Pattern::Range(2);
    let has_range = arms.iter().any(|arm| arm.pattern == all_successes);
    match default {
        Some(default) => {
            if !has_range {
                let verdict = if default_is_success { success.verdict(default) } else { Verdict::Unexpected };
                arms.push(Arm { pattern: all_successes, verdict });
            }
            arms.push(Arm { pattern: Pattern::Rest, verdict: failure.verdict(default) });
        }
        None => {
            if default_is_success {
                // No success is documented at all: whatever comes is kept as it is.
                let verdict = Verdict::Success(Decode::Binary, Wrap::Same);
                arms.push(Arm { pattern: all_successes, verdict });
            }
            arms.push(Arm { pattern: Pattern::Rest, verdict: Verdict::Unexpected });
        }
    }
    Outcomes {
        accept: accept(&answers),
        output: success.ty.unwrap_or(Type::Bytes),
        error: failure.ty.unwrap_or(Type::Infallible),
        enums,
        arms,
    }
}

fn answer<'a>(operation: &Operation, reply: &'a Reply, types: &Types<'_>) -> Answer<'a> {
    // RFC 9110: these have no content, whatever the description says.
    let bodiless = operation.method == Method::Head || matches!(reply.status, Status::Code(204 | 205 | 304));
    let (decode, ty) = match &reply.content {
        Some((_, media, schema)) if !bodiless => match media {
            Media::Json => (Decode::Json, types.full(*schema)),
            Media::Text => (Decode::Text, Type::String),
            Media::Binary => (Decode::Binary, Type::Bytes),
        },
        _ => (Decode::Empty, Type::Unit),
    };
    Answer { reply, decode, ty }
}

fn pattern(status: Status) -> Pattern {
    match status {
        Status::Code(code) => Pattern::Code(code),
        Status::Range(digit) => Pattern::Range(digit),
        Status::Default => Pattern::Rest,
    }
}

/// The successes of an operation, or its errors.
struct Side {
    ty: Option<Type>,
    /// The enum and its variants by status, where the bodies are of several types.
    of: Option<(Ident, Vec<(Status, Ident)>)>,
    open: bool,
}

impl Side {
    fn new(
        answers: &[&Answer<'_>],
        operation: &str,
        suffix: &str,
        open: bool,
        types: &mut Types<'_>,
        enums: &mut Vec<OutcomeEnum>,
    ) -> Self {
        let Some(first) = answers.first() else { return Self { ty: None, of: None, open } };
        if answers.iter().all(|answer| answer.ty == first.ty) {
            return Self { ty: Some(first.ty.clone()), of: None, open };
        }
        let name = types.operation_scope.claim_type(&format!("{operation}{suffix}"));
        types.prelude.take(&name);
        let ident = names::ident(&name);
        let mut scope = Scope::default();
        let variants: Vec<(Status, OutcomeVariant)> = answers
            .iter()
            .map(|answer| {
                let variant = OutcomeVariant {
                    ident: names::ident(&scope.claim_type(&status_text(answer.reply.status))),
                    ty: (answer.decode != Decode::Empty).then(|| answer.ty.clone()),
                    docs: variant_docs(answer.reply),
                };
                (answer.reply.status, variant)
            })
            .collect();
        let by_status = variants.iter().map(|(status, variant)| (*status, variant.ident.clone())).collect();
        let what = if open { "an error" } else { "a successful answer" };
        enums.push(OutcomeEnum {
            ident: ident.clone(),
            docs: vec![format!("The body of {what} to [`{operation}`], by its status.")],
            open,
            variants: variants.into_iter().map(|(_, variant)| variant).collect(),
        });
        Self { ty: Some(Type::Named(Home::Operations, ident.clone())), of: Some((ident, by_status)), open }
    }

    fn verdict(&self, answer: &Answer<'_>) -> Verdict {
        let variant = self.of.as_ref().and_then(|(of, variants)| {
            let (_, variant) = variants.iter().find(|(status, _)| *status == answer.reply.status)?;
            Some((of, variant))
        });
        let wrap = match variant {
            None => Wrap::Same,
            Some((of, variant)) => Wrap::Variant {
                of: of.clone(),
                variant: variant.clone(),
                boxed: false,
                unit: answer.decode == Decode::Empty,
            },
        };
        if self.open { Verdict::Failure(answer.decode, wrap) } else { Verdict::Success(answer.decode, wrap) }
    }
}

fn variant_docs(reply: &Reply) -> Vec<String> {
    let about = docs::first_paragraph(&reply.description);
    let colon = if about.is_empty() { "" } else { ": " };
    vec![format!("`{}`{colon}{about}", reply.status)]
}

/// The media types of the answers, for `Accept`; JSON before others.
fn accept(answers: &[Answer<'_>]) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for answer in answers.iter().filter(|answer| answer.decode != Decode::Empty) {
        if let Some((media_type, ..)) = &answer.reply.content {
            let sendable = media_type.bytes().all(|byte| (0x20..0x7f).contains(&byte));
            if sendable && !names.contains(&media_type.as_str()) {
                names.push(media_type);
            }
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}
