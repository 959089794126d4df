//! Stable keys of types: their places in the description, independent of additions elsewhere.
//! `api.txt` contains them, and the next run finds a type by its key.

use std::collections::HashMap;

use super::{members::distinguishing_name, types::kind_text};
use crate::{
    api::{Api, Member, Operation, Origin, Parent, Role, SchemaId, SchemaVariant, Shape, Union},
    naming::{
        places::{self, OperationType},
        word,
    },
};

/// Returns the key of an operation.
pub(super) fn of_operation(operation: &Operation) -> String {
    places::route(&operation.method, &operation.path)
}

/// The keys of schemas.
pub(super) struct SchemaPlaces<'a> {
    api: &'a Api,
    /// The name of each union member without a component, with a number if an earlier one has the same name.
    /// The index of a member is not stable: it changes if a member is added.
    member_names: HashMap<SchemaId, String>,
}

impl<'a> SchemaPlaces<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut member_names = HashMap::new();
        for (_, schema) in api.schemas.iter() {
            let Shape::Union(union) = &schema.shape else { continue };
            let mut numbering = Numbering::default();
            for member in &union.members {
                let name =
                    distinguishing_name(member).unwrap_or_else(|| kind_text(api, member.schema).to_owned());
                member_names.insert(member.schema, numbering.unique(name));
            }
        }
        Self { api, member_names }
    }

    /// Returns the key of a schema.
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

    /// Returns the keys of the members of a union: the component or the place of each.
    /// Duplicates have a number.
    pub(super) fn of_members(&self, union: &Union) -> Vec<String> {
        let mut numbering = Numbering::default();
        let of_member = |member: &Member| {
            numbering.unique(match self.api.schemas[member.schema].shape {
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
            Role::Member(_, None) => format!("| {}", self.member_names.get(&id).map_or("", String::as_str)),
            Role::Base => "(base)".to_owned(),
            Role::Body => "(body)".to_owned(),
            Role::Multipart => "(parts)".to_owned(),
            Role::Header(name) => format!("header {}", word(name)),
            Role::Response(status) => status.to_string(),
            Role::Parameter(name) => format!("parameter {}", word(name)),
        }
    }
}

/// A counter that makes equal texts unique by numbers.
#[derive(Default)]
struct Numbering(HashMap<String, usize>);

impl Numbering {
    fn unique(&mut self, text: String) -> String {
        let count = self.0.entry(text.clone()).or_default();
        *count += 1;
        if *count == 1 { text } else { format!("{text} {count}") }
    }
}

/// Returns the keys of the types of operations that are not generated from schemas, with the indices of the operations.
pub(super) fn of_operation_types(api: &Api) -> Vec<(usize, String)> {
    let types = |(index, operation): (usize, &Operation)| {
        let route = of_operation(operation);
        let own = OperationType::ALL.map(|own| own.of(&route));
        [route].into_iter().chain(own).map(move |source| (index, source))
    };
    api.operations.iter().enumerate().flat_map(types).collect()
}
