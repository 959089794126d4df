//! What an operation's answers mean: one type or an enum of them, and which status leads where.

use super::{
    docs,
    media::media_text,
    names::{self, Scope},
    schema_places,
    statuses::status_text,
    types::Types,
};
use crate::{
    api::{Content, Media, Operation, Response, Status},
    rust::{
        Arm, Decode, Framing, Home, Ident, OutcomeEnum, OutcomeVariant, Pattern, ResponseKind, Type, Wrap,
        link,
    },
    surface::places::{self, OwnType},
    values,
};

/// The answers of an operation.
pub(super) struct Outcomes {
    pub(super) accept: Option<String>,
    pub(super) output: Type,
    pub(super) error: Type,
    pub(super) enums: Vec<OutcomeEnum>,
    pub(super) arms: Vec<Arm>,
}

/// A documented answer in one media type, with the type of its body.
struct Answer<'a> {
    response: &'a Response,
    content: Option<&'a Content>,
    /// Whether the media type has to tell it from others with its status.
    guarded: bool,
    decode: Decode,
    ty: Type,
}

/// Plans the answers of `operation`, whose struct is `name`.
pub(super) fn plan(operation: &Operation, name: &str, types: &mut Types<'_>) -> Outcomes {
    let answers: Vec<Answer<'_>> =
        operation.responses.iter().flat_map(|response| answers(operation, response, types)).collect();
    let (defaults, documented): (Vec<&Answer<'_>>, Vec<&Answer<'_>>) =
        answers.iter().partition(|answer| answer.response.status == Status::Default);
    let (mut successes, mut failures): (Vec<&Answer<'_>>, Vec<&Answer<'_>>) =
        documented.iter().copied().partition(|answer| answer.response.status.is_success());
    // Where no success is documented, `default` stands for it too.
    let default_is_success = successes.is_empty();
    failures.extend(&defaults);
    if default_is_success {
        successes.extend(&defaults);
    }
    let mut enums = Vec::new();
    let success = Side::new(&successes, (operation, name), false, types, &mut enums);
    let failure = Side::new(&failures, (operation, name), true, types, &mut enums);
    let mut arms: Vec<Arm> = Vec::new();
    let arm = |pattern: Pattern, answer: &Answer<'_>, side: &Side| Arm {
        pattern,
        media_type: answer.content.filter(|_| answer.guarded).map(|content| content.media_type.clone()),
        sent_as: answer.content.map(values::sent_as).unwrap_or_default(),
        kind: side.kind(answer),
    };
    for answer in documented {
        let side = if answer.response.status.is_success() { &success } else { &failure };
        arms.push(arm(pattern(answer.response.status), answer, side));
    }
    let all_successes = Pattern::Range(2);
    let rest = |pattern: Pattern, kind: ResponseKind| Arm {
        pattern,
        media_type: None,
        sent_as: String::new(),
        kind,
    };
    let has_range = arms.iter().any(|arm| arm.pattern == all_successes);
    if defaults.is_empty() {
        if default_is_success {
            // No success is documented at all: whatever comes is kept as it is.
            arms.push(rest(all_successes, ResponseKind::Success(Decode::Binary, Wrap::Same)));
        }
        arms.push(rest(Pattern::Rest, ResponseKind::Unexpected));
    } else {
        if !has_range && default_is_success {
            arms.extend(defaults.iter().map(|answer| arm(all_successes, answer, &success)));
        } else if !has_range {
            arms.push(rest(all_successes, ResponseKind::Unexpected));
        }
        arms.extend(defaults.iter().map(|answer| arm(Pattern::Rest, answer, &failure)));
    }
    Outcomes {
        accept: accept(&answers),
        output: success.ty.unwrap_or(Type::Bytes),
        error: failure.ty.unwrap_or(Type::Infallible),
        enums,
        arms,
    }
}

/// The answers of one status, those that their media type tells apart before the one that is left.
fn answers<'a>(operation: &Operation, response: &'a Response, types: &Types<'_>) -> Vec<Answer<'a>> {
    if operation.is_bodiless(response.status) || response.contents.is_empty() {
        return vec![Answer {
            response,
            content: None,
            guarded: false,
            decode: Decode::Empty,
            ty: Type::Unit,
        }];
    }
    let answer = |(index, content): (usize, &'a Content)| {
        let (decode, ty) = match content.media {
            Media::Json => (Decode::Json, types.full(content.schema)),
            Media::Xml => match types.xml.get(&content.schema) {
                Some(xml) => (Decode::Xml(xml.clone()), types.full(content.schema)),
                None => (Decode::Text, Type::String),
            },
            Media::Text => (Decode::Text, Type::String),
            Media::Events => {
                (Decode::Events, Type::Stream(Framing::Events, Box::new(types.full(content.schema))))
            }
            Media::Lines => {
                (Decode::Lines, Type::Stream(Framing::Lines, Box::new(types.line(content.schema))))
            }
            Media::Binary | Media::Form | Media::Multipart => (Decode::Binary, Type::Bytes),
        };
        Answer { response, content: Some(content), guarded: index > 0, decode, ty }
    };
    let mut all: Vec<Answer<'a>> = response.contents.iter().enumerate().map(answer).collect();
    // A media type that stands for all of them tells nothing.
    let is_any =
        |answer: &Answer<'_>| answer.content.is_some_and(|content| content.media_type.starts_with("*/"));
    if let Some(any) = all.iter().position(is_any) {
        all.iter_mut().enumerate().for_each(|(index, answer)| answer.guarded = index != any);
    }
    all.sort_by_key(|answer| !answer.guarded);
    all
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
    /// The enum and its variants by status and media type, where the bodies are of several types.
    of: Option<(Ident, Vec<(Key, Ident)>)>,
    open: bool,
}

/// What tells an answer from the others: its status and its media type.
type Key = (Status, Option<String>);

impl Answer<'_> {
    fn key(&self) -> Key {
        (self.response.status, self.content.map(|content| content.media_type.clone()))
    }

    /// What its variant stands for, as `api.txt` says it.
    fn source(&self) -> String {
        let content = self.content.filter(|_| self.guarded);
        places::answer(&self.response.status.to_string(), content.map(|content| content.media_type.as_str()))
    }

    /// What its variant is called among `all`: after its status, or its media type, or both.
    fn variant_text(&self, all: &[&Answer<'_>]) -> String {
        let status = status_text(self.response.status);
        let media = || self.content.map(|content| media_text(&content.media_type)).unwrap_or_default();
        let one_status = all.iter().all(|other| other.response.status == self.response.status);
        let alone = all.iter().filter(|other| other.response.status == self.response.status).count() == 1;
        match (one_status, alone) {
            (_, true) => status,
            (true, false) => media(),
            (false, false) => format!("{status}{}", media()),
        }
    }
}

impl Side {
    fn new(
        answers: &[&Answer<'_>],
        (operation, operation_name): (&Operation, &str),
        open: bool,
        types: &mut Types<'_>,
        enums: &mut Vec<OutcomeEnum>,
    ) -> Self {
        let Some(first) = answers.first() else { return Self { ty: None, of: None, open } };
        if answers.iter().all(|answer| answer.ty == first.ty) {
            return Self { ty: Some(first.ty.clone()), of: None, open };
        }
        let (suffix, own) = if open { ("Error", OwnType::Errors) } else { ("Response", OwnType::Successes) };
        let source = own.of(&schema_places::of_operation(operation));
        let name = types.operation_scope.claim_type_for(&source, &names::compound(operation_name, suffix));
        types.prelude.take(&name);
        let ident = names::ident(&name);
        let mut scope = Scope::default();
        let known = types.memory.names(&format!("operations::{name}"));
        let sources: Vec<String> = answers.iter().map(|answer| answer.source()).collect();
        scope.keep(known, sources.iter().map(String::as_str));
        // The description's order, whatever order they are told apart in.
        let mut ordered: Vec<&Answer<'_>> = answers.to_vec();
        ordered.sort_by_key(|answer| (order(answer.response.status), answer.guarded));
        let variants: Vec<(Key, OutcomeVariant)> = ordered
            .iter()
            .map(|answer| {
                let wanted = answer.variant_text(answers);
                // One that was alone with its status is called by that.
                let both = [wanted.as_str(), &status_text(answer.response.status)];
                let name =
                    scope.kept_for(&answer.source(), &both).unwrap_or_else(|| scope.claim_type(&wanted));
                let variant = OutcomeVariant {
                    ident: names::ident(&name),
                    ty: (answer.decode != Decode::Empty).then(|| answer.ty.clone()),
                    docs: variant_docs(answer),
                };
                (answer.key(), variant)
            })
            .collect();
        let by_key = variants.iter().map(|(key, variant)| (key.clone(), variant.ident.clone())).collect();
        let what = if open { "an error" } else { "a successful answer" };
        let by = if answers.iter().any(|answer| answer.guarded) { "status and media type" } else { "status" };
        enums.push(OutcomeEnum {
            ident: ident.clone(),
            docs: vec![format!("The body of {what} to {}, by its {by}.", link(operation_name))],
            open,
            streams: answers.iter().any(|answer| matches!(answer.ty, Type::Stream(..))),
            variants: variants.into_iter().map(|(_, variant)| variant).collect(),
        });
        Self { ty: Some(Type::Named(Home::Operations, ident.clone())), of: Some((ident, by_key)), open }
    }

    fn kind(&self, answer: &Answer<'_>) -> ResponseKind {
        let variant = self.of.as_ref().and_then(|(of, variants)| {
            let (_, variant) = variants.iter().find(|(key, _)| *key == answer.key())?;
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
        let decode = answer.decode.clone();
        if self.open { ResponseKind::Failure(decode, wrap) } else { ResponseKind::Success(decode, wrap) }
    }
}

/// Single statuses before ranges, and those before `default`.
fn order(status: Status) -> u16 {
    match status {
        Status::Code(code) => code,
        Status::Range(digit) => 1000 + digit,
        Status::Default => 2000,
    }
}

fn variant_docs(answer: &Answer<'_>) -> Vec<String> {
    let about = docs::first_paragraph(&answer.response.description);
    let colon = if about.is_empty() { "" } else { ": " };
    let media = match answer.content {
        Some(content) if answer.response.contents.len() > 1 => {
            format!(", {}", docs::code(&content.media_type))
        }
        _ => String::new(),
    };
    vec![format!("`{}`{media}{colon}{about}", answer.response.status)]
}

/// The media types of the answers, for `Accept`; JSON before others.
fn accept(answers: &[Answer<'_>]) -> Option<String> {
    let mut contents: Vec<&Content> = answers
        .iter()
        .filter(|answer| answer.decode != Decode::Empty)
        .filter_map(|answer| answer.content)
        .collect();
    contents.sort_by_key(|content| content.media != Media::Json);
    let mut names: Vec<&str> = Vec::new();
    for content in contents {
        let media_type = content.media_type.as_str();
        let sendable = media_type.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        if sendable && !names.contains(&media_type) {
            names.push(media_type);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}
