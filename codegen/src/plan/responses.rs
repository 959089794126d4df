//! The responses of an operation: the types of their bodies, and the meaning of each status.

use std::cmp::Reverse;

use indexmap::IndexSet;

use super::{
    media::need_parameters,
    operation_names::OperationNames,
    response_enums::{Outcome, ResponseGroup, Variants},
    types::Types,
};
use crate::{
    api::{Content, Media, Operation, Response, Status},
    load::essence,
    rust::{Arm, Decode, Framing, Pattern, ResponseEnum, ResponseKind, Type, Wrap},
    values,
};

/// The planned responses of an operation.
pub(super) struct PlannedResponses {
    pub(super) accept: Option<String>,
    pub(super) output: Type,
    pub(super) error: Type,
    pub(super) shares_error: bool,
    pub(super) enums: Vec<ResponseEnum>,
    pub(super) arms: Vec<Arm>,
}

/// A documented response in one media type, with the type of its body.
pub(super) struct TypedResponse<'a> {
    pub(super) response: &'a Response,
    pub(super) content: Option<&'a Content>,
    /// `true` if the media type distinguishes it from other responses with its status.
    pub(super) by_media_type: bool,
    /// `true` if only parameters distinguish its media type from another one.
    pub(super) needs_parameters: bool,
    pub(super) decode: Decode,
    pub(super) ty: Type,
}

impl TypedResponse<'_> {
    /// Returns the media type that distinguishes it from other responses with its status.
    pub(super) fn media_type(&self) -> Option<String> {
        let content = self.content.filter(|_| self.by_media_type)?;
        // Parameters, such as `charset`, count only if they distinguish the contents.
        let media_type = &content.media_type;
        Some(if self.needs_parameters { media_type.clone() } else { essence(media_type) })
    }
}

/// Returns the documented errors of `operation`.
pub(super) fn typed_errors<'a>(operation: &'a Operation, types: &Types<'_>) -> Vec<TypedResponse<'a>> {
    let errors = operation.responses.iter().filter(|response| !response.status.is_success());
    errors.flat_map(|response| typed_responses(operation, response, types)).collect()
}

/// Plans the responses of `operation`. `shared` is the type of its errors, if other operations have it too.
pub(super) fn plan_responses(
    operation: &Operation,
    names: &OperationNames,
    shared: Option<&Variants>,
    types: &mut Types<'_>,
) -> PlannedResponses {
    let responses: Vec<TypedResponse<'_>> =
        operation.responses.iter().flat_map(|response| typed_responses(operation, response, types)).collect();
    let (defaults, documented): (Vec<_>, Vec<_>) =
        responses.iter().partition(|typed| typed.response.status == Status::Default);
    let (mut successes, mut errors): (Vec<_>, Vec<_>) =
        documented.iter().copied().partition(|typed| typed.response.status.is_success());
    // Without a documented success, `default` is a success too.
    let default_is_success = successes.is_empty();
    errors.extend(&defaults);
    if default_is_success {
        successes.extend(&defaults);
    }
    let success = ResponseGroup::plan(Outcome::Success, &successes, operation, names, types);
    let error = match shared {
        Some(variants) => ResponseGroup::shared(variants.clone()),
        None => ResponseGroup::plan(Outcome::Error, &errors, operation, names, types),
    };
    let arms = plan_arms(&documented, &defaults, &success, &error, default_is_success);
    PlannedResponses {
        accept: accept(&responses),
        output: success.ty.unwrap_or(Type::Bytes),
        error: error.ty.unwrap_or(Type::Infallible),
        shares_error: shared.is_some(),
        enums: success.planned_enum.into_iter().chain(error.planned_enum).collect(),
        arms,
    }
}

/// Returns the match arms of the statuses, in the order in which they apply.
fn plan_arms(
    documented: &[&TypedResponse<'_>],
    defaults: &[&TypedResponse<'_>],
    success: &ResponseGroup,
    error: &ResponseGroup,
    default_is_success: bool,
) -> Vec<Arm> {
    let all_successes = Pattern::Range(2);
    let mut arms: Vec<Arm> = documented
        .iter()
        .map(|typed| {
            let group = if typed.response.status.is_success() { success } else { error };
            arm(pattern(typed.response.status), typed, group)
        })
        .collect();
    let has_range = arms.iter().any(|arm| arm.pattern == all_successes);
    if defaults.is_empty() {
        if default_is_success {
            // Without any documented success the body is returned undecoded.
            arms.push(fallback(all_successes, ResponseKind::Success(Decode::Binary, Wrap::Same)));
        }
        arms.push(fallback(Pattern::Rest, ResponseKind::Unexpected));
    } else {
        if !has_range && default_is_success {
            arms.extend(defaults.iter().map(|typed| arm(all_successes, typed, success)));
        } else if !has_range {
            arms.push(fallback(all_successes, ResponseKind::Unexpected));
        }
        arms.extend(defaults.iter().map(|typed| arm(Pattern::Rest, typed, error)));
    }
    arms
}

/// Returns the match arms of the statuses that are no success of an operation with these errors.
pub(super) fn plan_error_arms(errors: &[TypedResponse<'_>], group: &ResponseGroup) -> Vec<Arm> {
    let (defaults, documented): (Vec<_>, Vec<_>) =
        errors.iter().partition(|typed| typed.response.status == Status::Default);
    let mut arms: Vec<Arm> =
        documented.iter().map(|typed| arm(pattern(typed.response.status), typed, group)).collect();
    let rest = if defaults.is_empty() { Pattern::Rest } else { Pattern::Range(2) };
    arms.push(fallback(rest, ResponseKind::Unexpected));
    arms.extend(defaults.iter().map(|typed| arm(Pattern::Rest, typed, group)));
    arms
}

fn arm(pattern: Pattern, typed: &TypedResponse<'_>, group: &ResponseGroup) -> Arm {
    Arm {
        pattern,
        media_type: typed.media_type(),
        sent_as: typed.content.map(values::sent_as).unwrap_or_default(),
        kind: group.kind(typed),
    }
}

fn fallback(pattern: Pattern, kind: ResponseKind) -> Arm {
    Arm { pattern, media_type: None, sent_as: String::new(), kind }
}

/// Returns the responses of one status. Those that are selected by their media type come before the fallback.
fn typed_responses<'a>(
    operation: &Operation,
    response: &'a Response,
    types: &Types<'_>,
) -> Vec<TypedResponse<'a>> {
    if operation.is_bodiless(response.status) || response.contents.is_empty() {
        let (decode, ty) = (Decode::Empty, Type::Unit);
        return vec![TypedResponse {
            response,
            content: None,
            by_media_type: false,
            needs_parameters: false,
            decode,
            ty,
        }];
    }
    let mut all: Vec<TypedResponse<'a>> = response
        .contents
        .iter()
        .zip(need_parameters(&response.contents))
        .enumerate()
        .map(|(index, (content, needs_parameters))| {
            let (decode, ty) = decoding(content, types);
            let by_media_type = index > 0;
            TypedResponse { response, content: Some(content), by_media_type, needs_parameters, decode, ty }
        })
        .collect();
    // A media type that matches all others selects nothing.
    let is_any =
        |typed: &TypedResponse<'_>| typed.content.is_some_and(|content| content.media_type.starts_with("*/"));
    if let Some(any) = all.iter().position(is_any) {
        all.iter_mut().enumerate().for_each(|(index, typed)| typed.by_media_type = index != any);
    }
    // The content with most parameters is the most specific one.
    let parameters =
        |typed: &TypedResponse<'_>| typed.content.map_or(0, |content| content.media_type.split(';').count());
    all.sort_by_key(|typed| (!typed.by_media_type, Reverse(parameters(typed))));
    all
}

/// Returns the decoding of a body, and the type of the decoded value.
fn decoding(content: &Content, types: &Types<'_>) -> (Decode, Type) {
    match content.media {
        Media::Json => (Decode::Json, types.full(content.schema)),
        Media::Xml => match types.xml.get(&content.schema) {
            Some(xml) => (Decode::Xml(xml.clone()), types.full(content.schema)),
            None => (Decode::Text, Type::String),
        },
        Media::Text => (Decode::Text, Type::String),
        Media::Events => {
            let sentinel = content.sentinel.as_ref().or(types.settings.stream_end.as_ref());
            let sentinel = sentinel.filter(|sentinel| *sentinel != "[DONE]").cloned();
            (Decode::Events(sentinel), Type::Stream(Framing::Events, Box::new(types.full(content.schema))))
        }
        Media::Lines => (Decode::Lines, Type::Stream(Framing::Lines, Box::new(types.line(content.schema)))),
        Media::Binary | Media::Form | Media::Multipart => (Decode::Binary, Type::Bytes),
    }
}

fn pattern(status: Status) -> Pattern {
    match status {
        Status::Code(code) => Pattern::Code(code),
        Status::Range(digit) => Pattern::Range(digit),
        Status::Default => Pattern::Rest,
    }
}

/// Returns the media types of the responses for `Accept`, JSON first.
fn accept(responses: &[TypedResponse<'_>]) -> Option<String> {
    let mut contents: Vec<&Content> = responses
        .iter()
        .filter(|typed| typed.decode != Decode::Empty)
        .filter_map(|typed| typed.content)
        .collect();
    contents.sort_by_key(|content| match content.media {
        Media::Json => usize::from(content.media_type.contains(';')),
        _ => 2,
    });
    let mut media_types: IndexSet<&str> = IndexSet::new();
    for content in contents {
        let media_type = content.media_type.as_str();
        let sendable = media_type.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        if sendable {
            media_types.insert(media_type);
        }
    }
    (!media_types.is_empty()).then(|| media_types.into_iter().collect::<Vec<_>>().join(", "))
}
