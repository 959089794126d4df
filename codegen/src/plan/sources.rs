//! What a type stands for: its place in the description, in words that stay the same when something else
//! is added. `api.txt` has them, and a later run finds the type by them.

use super::{members::told_text, types::Types};
use crate::{
    api::{Operation, Origin, Parent, Role, SchemaId, Shape},
    surface::word,
};

/// The place of an operation.
pub(super) fn of_operation(operation: &Operation) -> String {
    format!("{} {}", word(operation.method.as_str()), word(&operation.path))
}

/// The place of a schema.
pub(super) fn of_schema(types: &Types<'_>, id: SchemaId) -> String {
    let schema = &types.api.schemas[id];
    let place = match &schema.origin {
        Origin::Component(name) => format!("schema {}", word(name)),
        Origin::Inline(parent, role) => {
            let outer = match parent {
                Parent::Schema(parent) => of_schema(types, *parent),
                Parent::Operation(index) => {
                    types.api.operations.get(*index).map(of_operation).unwrap_or_default()
                }
            };
            format!("{outer} > {}", of_role(types, id, *parent, role))
        }
    };
    if schema.request { format!("{place} (as sent)") } else { place }
}

/// What the member of a union stands for: the component that it is, or what it looks like.
pub(super) fn of_member(types: &Types<'_>, id: SchemaId) -> String {
    match types.api.schemas[id].shape {
        Shape::Reference(target) => of_schema(types, target),
        _ => of_schema(types, id),
    }
}

fn of_role(types: &Types<'_>, id: SchemaId, parent: Parent, role: &Role) -> String {
    match role {
        Role::Property(name) => word(name),
        Role::Item => "[]".to_owned(),
        Role::Value => "{}".to_owned(),
        Role::Member(_, Some(name)) => format!("| {}", word(name)),
        Role::Member(_, None) => format!("| {}", looks(types, id, parent)),
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
fn looks(types: &Types<'_>, id: SchemaId, parent: Parent) -> String {
    let Parent::Schema(parent) = parent else { return String::new() };
    let Shape::Union(union) = &types.api.schemas[parent].shape else { return String::new() };
    let look = |at: usize| {
        let member = &union.members[at];
        told_text(member).unwrap_or_else(|| types.kind_text(member.schema).to_owned())
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
