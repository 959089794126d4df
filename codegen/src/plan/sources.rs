//! What a type stands for: its place in the description, in words that stay the same when something else
//! is added. `api.txt` has them, and a later run finds the type by them.

use std::collections::HashMap;

use super::{members::told_text, types::kind_text};
use crate::{
    api::{Api, Member, Operation, Origin, Parent, Role, SchemaId, Shape, Union},
    surface::word,
};

/// The place of an operation.
pub(super) fn of_operation(operation: &Operation) -> String {
    format!("{} {}", word(operation.method.as_str()), word(&operation.path))
}

/// The place of a schema.
pub(super) fn of_schema(api: &Api, id: SchemaId) -> String {
    let schema = &api.schemas[id];
    let place = match &schema.origin {
        Origin::Component(name) => format!("schema {}", word(name)),
        Origin::Inline(parent, role) => {
            let outer = match parent {
                Parent::Schema(parent) => of_schema(api, *parent),
                Parent::Operation(index) => api.operations.get(*index).map(of_operation).unwrap_or_default(),
            };
            format!("{outer} > {}", of_role(api, id, *parent, role))
        }
    };
    if schema.request { format!("{place} (as sent)") } else { place }
}

/// What the members of a union stand for; with a number, where it is the same of several.
pub(super) fn of_members(api: &Api, union: &Union) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let numbered = |member: &Member| {
        let source = of_member(api, member.schema);
        let count = counts.entry(source.clone()).or_default();
        *count += 1;
        if *count == 1 { source } else { format!("{source} {count}") }
    };
    union.members.iter().map(numbered).collect()
}

/// What the member of a union stands for: the component that it is, or what it looks like.
fn of_member(api: &Api, id: SchemaId) -> String {
    match api.schemas[id].shape {
        Shape::Reference(target) => of_schema(api, target),
        _ => of_schema(api, id),
    }
}

fn of_role(api: &Api, id: SchemaId, parent: Parent, role: &Role) -> String {
    match role {
        Role::Property(name) => word(name),
        Role::Item => "[]".to_owned(),
        Role::Value => "{}".to_owned(),
        Role::Member(_, Some(name)) => format!("| {}", word(name)),
        Role::Member(_, None) => format!("| {}", looks(api, id, parent)),
        Role::Base => "(base)".to_owned(),
        Role::Body => "(body)".to_owned(),
        Role::Parts => "(parts)".to_owned(),
        Role::Header(name) => format!("header {}", word(name)),
        Role::Reply(status) => status.to_string(),
        Role::Parameter(name) => format!("parameter {}", word(name)),
    }
}

/// What a member without a name looks like, with a number where one before it looks the same: its index would
/// be another one when a member is added.
fn looks(api: &Api, id: SchemaId, parent: Parent) -> String {
    let Parent::Schema(parent) = parent else { return String::new() };
    let Shape::Union(union) = &api.schemas[parent].shape else { return String::new() };
    let look = |at: usize| {
        let member = &union.members[at];
        told_text(member).unwrap_or_else(|| kind_text(api, member.schema).to_owned())
    };
    let Some(index) = union.members.iter().position(|member| member.schema == id) else {
        return String::new();
    };
    let own = look(index);
    match (0..index).filter(|before| look(*before) == own).count() {
        0 => own,
        before => format!("{own} {}", before + 1),
    }
}

/// The types that an operation has beside those of its schemas.
pub(super) const SUCCESSES: &str = "(successes)";
/// See [`SUCCESSES`].
pub(super) const ERRORS: &str = "(errors)";
/// See [`SUCCESSES`].
pub(super) const HEADERS: &str = "(headers)";
/// See [`SUCCESSES`].
pub(super) const MEDIA_TYPES: &str = "(media types)";

/// The place of a type that an operation has beside those of its schemas.
pub(super) fn of_part(operation: &Operation, part: &str) -> String {
    format!("{} > {part}", of_operation(operation))
}

/// The places of everything in `operations` that has a name.
pub(super) fn in_operations(api: &Api, inline: &[String]) -> Vec<String> {
    let parts = |operation: &Operation| {
        let own = [SUCCESSES, ERRORS, HEADERS, MEDIA_TYPES].map(|part| of_part(operation, part));
        [of_operation(operation)].into_iter().chain(own).collect::<Vec<_>>()
    };
    api.operations.iter().flat_map(parts).chain(inline.iter().cloned()).collect()
}
