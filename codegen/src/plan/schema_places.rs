//! What a type stands for: its place in the description, in words that stay the same when something else
//! is added. `api.txt` has them, and a later run finds the type by them.

use std::collections::HashMap;

use super::{members::told_text, types::kind_text};
use crate::{
    api::{Api, Member, Operation, Origin, Parent, Role, SchemaId, SchemaVariant, Shape, Union},
    surface::{
        places::{self, OwnType},
        word,
    },
};

/// The place of an operation.
pub(super) fn of_operation(operation: &Operation) -> String {
    places::route(&operation.method, &operation.path)
}

/// The places of schemas.
pub(super) struct SchemaPlaces<'a> {
    api: &'a Api,
    /// What each member of a union that has no name looks like, with a number where one before it looks the same: its
    /// index would be another one when a member is added.
    looks: HashMap<SchemaId, String>,
}

impl<'a> SchemaPlaces<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut looks = HashMap::new();
        for (_, schema) in api.schemas.iter() {
            let Shape::Union(union) = &schema.shape else { continue };
            let mut numbers = Numbers::default();
            for member in &union.members {
                let look = told_text(member).unwrap_or_else(|| kind_text(api, member.schema).to_owned());
                looks.insert(member.schema, numbers.next(look));
            }
        }
        Self { api, looks }
    }

    /// The place of a schema.
    pub(super) fn of_schema(&self, id: SchemaId) -> String {
        let schema = &self.api.schemas[id];
        let place = match &schema.origin {
            Origin::Component(name) => format!("schema {}", word(name)),
            Origin::Inline(parent, role) => {
                let outer = match parent {
                    Parent::Schema(parent) => self.of_schema(*parent),
                    Parent::Operation(index) => {
                        self.api.operations.get(*index).map(of_operation).unwrap_or_default()
                    }
                };
                format!("{outer} > {}", self.of_role(id, role))
            }
        };
        match schema.variant {
            Some(SchemaVariant::Request) => format!("{place} (as sent)"),
            Some(SchemaVariant::Patch) => format!("{place} (as a patch)"),
            None => place,
        }
    }

    /// What the members of a union stand for, the component that each is or its place; with a number, where it is the
    /// same of several.
    pub(super) fn of_members(&self, union: &Union) -> Vec<String> {
        let mut numbers = Numbers::default();
        let of_member = |member: &Member| {
            numbers.next(match self.api.schemas[member.schema].shape {
                Shape::Reference(target) => self.of_schema(target),
                _ => self.of_schema(member.schema),
            })
        };
        union.members.iter().map(of_member).collect()
    }

    fn of_role(&self, id: SchemaId, role: &Role) -> String {
        match role {
            Role::Property(name) => word(name),
            Role::Item => "[]".to_owned(),
            Role::Value => "{}".to_owned(),
            Role::Member(_, Some(name)) => format!("| {}", word(name)),
            Role::Member(_, None) => format!("| {}", self.looks.get(&id).map_or("", String::as_str)),
            Role::Base => "(base)".to_owned(),
            Role::Body => "(body)".to_owned(),
            Role::Multipart => "(parts)".to_owned(),
            Role::Header(name) => format!("header {}", word(name)),
            Role::Response(status) => status.to_string(),
            Role::Parameter(name) => format!("parameter {}", word(name)),
        }
    }
}

/// Tells texts that are the same apart by numbers.
#[derive(Default)]
struct Numbers(HashMap<String, usize>);

impl Numbers {
    fn next(&mut self, text: String) -> String {
        let count = self.0.entry(text.clone()).or_default();
        *count += 1;
        if *count == 1 { text } else { format!("{text} {count}") }
    }
}

/// The places of everything in `operations` that has a name.
pub(super) fn in_operations(api: &Api, inline: &[String]) -> Vec<String> {
    let types = |operation: &Operation| {
        let route = of_operation(operation);
        let own = OwnType::ALL.map(|own| own.of(&route));
        [route].into_iter().chain(own)
    };
    api.operations.iter().flat_map(types).chain(inline.iter().cloned()).collect()
}
