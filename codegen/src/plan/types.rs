//! Which schemas become items, what they are called, and the Rust type of every schema.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{
    names::{self, Scope},
    settings::Rename,
    statuses::status_text,
};
use crate::{
    api::{Api, IntegerFormat, Origin, Parent, Role, SchemaId, Shape, Status, StringFormat},
    diagnostics::{Code, Diagnostics, Pointer},
    rust::{Home, Ident, Prelude, Type},
};

/// The file that an item is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum File {
    /// That of the component.
    Component(SchemaId),
    /// That of the operation with this index.
    Operation(usize),
}

/// The names of operations that types are named after, by the operation's index.
pub(super) type OperationNames = HashMap<usize, String>;

/// The Rust types of the schemas that are generated.
pub(super) struct Types<'a> {
    api: &'a Api,
    named: HashMap<SchemaId, (Home, Ident)>,
    boxed: HashSet<SchemaId>,
    /// The schemas that become items, in order, with their files.
    pub(super) items: Vec<(SchemaId, File)>,
    /// The type names that are taken in `operations`.
    pub(super) operation_scope: Scope,
    /// The names of the prelude that are taken.
    pub(super) prelude: Prelude,
}

impl<'a> Types<'a> {
    /// Names every schema of `reached` that becomes an item.
    pub(super) fn new(
        api: &'a Api,
        reached: &BTreeSet<SchemaId>,
        boxed: HashSet<SchemaId>,
        operations: &OperationNames,
        rename: &Rename,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut types = Self {
            api,
            named: HashMap::new(),
            boxed,
            items: Vec::new(),
            operation_scope: Scope::default(),
            prelude: Prelude::default(),
        };
        for name in operations.values() {
            types.operation_scope.claim_type(name);
            types.prelude.take(name);
        }
        let mut models = Scope::default();
        types.claim_renamed(&mut models, rename, diagnostics);
        // Components come before what stands in them, so that an inline type never takes the name of
        // one; `ids` has them first.
        for id in reached.iter().copied() {
            if !types.becomes_item(id) {
                continue;
            }
            let file = types.file(id);
            types.items.push((id, file));
            if types.named.contains_key(&id) {
                continue;
            }
            let text = types.text(id, operations);
            let (home, name) = match file {
                File::Component(_) => (Home::Models, models.claim_type(&text)),
                File::Operation(_) => (Home::Operations, types.operation_scope.claim_type(&text)),
            };
            types.prelude.take(&name);
            types.named.insert(id, (home, names::ident(&name)));
        }
        types
    }

    /// Names the schemas that the settings rename, before any other.
    fn claim_renamed(&mut self, models: &mut Scope, rename: &Rename, diagnostics: &mut Diagnostics) {
        for (key, name) in &rename.schemas {
            let found = self.api.schemas.iter().find(
                |(_, schema)| matches!(&schema.origin, Origin::Component(component) if component == key),
            );
            let at = Pointer::root().key("components").key("schemas").key(key);
            match found {
                None => {
                    let message = format!(
                        "the settings rename the schema `{key}`, which the description does not have"
                    );
                    diagnostics.push(Code::RENAME, &Pointer::root(), message);
                }
                Some(_) if models.has(name) => {
                    let message = format!("the name `{name}` for the schema `{key}` is taken");
                    diagnostics.push(Code::NAME_TAKEN, &at, message);
                }
                Some((id, _)) => {
                    models.claim_type(name);
                    self.prelude.take(name);
                    self.named.insert(id, (Home::Models, names::ident(name)));
                }
            }
        }
    }

    /// Whether the schema is a type of its own: those that Rust has no type for, and every component.
    fn becomes_item(&self, id: SchemaId) -> bool {
        let schema = &self.api.schemas[id];
        match &schema.shape {
            Shape::Object(_) | Shape::Enum(_) | Shape::Union(_) => true,
            _ => {
                matches!(schema.origin, Origin::Component(_))
                    && schema.pointer.as_str().starts_with("#/components/schemas/")
            }
        }
    }

    fn file(&self, id: SchemaId) -> File {
        let mut at = id;
        loop {
            match self.api.schemas[at].origin {
                Origin::Component(_) => return File::Component(at),
                Origin::Inline(Parent::Operation(index), _) => return File::Operation(index),
                Origin::Inline(Parent::Schema(parent), _) => at = parent,
            }
        }
    }

    /// The name of a schema, from where it stands.
    fn text(&self, id: SchemaId, operations: &OperationNames) -> String {
        let (parent, role) = match &self.api.schemas[id].origin {
            Origin::Component(name) => return names::type_text(name),
            Origin::Inline(parent, role) => (*parent, role),
        };
        let parent = match parent {
            Parent::Operation(index) => operations.get(&index).cloned().unwrap_or_default(),
            Parent::Schema(parent) => match self.named.get(&parent) {
                Some((_, ident)) => ident.unraw().to_owned(),
                None => self.text(parent, operations),
            },
        };
        let suffix = match role {
            Role::Property(name) | Role::Parameter(name) => names::type_text(name),
            Role::Item => "Item".to_owned(),
            Role::Value => "Value".to_owned(),
            Role::Member(_) => self.kind_text(id).to_owned(),
            Role::Body => "Body".to_owned(),
            Role::Reply(status) if status.is_success() => "Reply".to_owned(),
            Role::Reply(Status::Default) => "Error".to_owned(),
            Role::Reply(status) => format!("{}Error", status_text(*status)),
        };
        names::type_text(&format!("{parent} {suffix}"))
    }

    /// What a schema is in JSON, as a variant is called after it.
    pub(super) fn kind_text(&self, id: SchemaId) -> &'static str {
        match self.api.schemas[self.api.schemas.resolve(id)].shape {
            Shape::Boolean => "Boolean",
            Shape::Integer(_) => "Integer",
            Shape::Number { .. } => "Number",
            Shape::String(_) | Shape::Enum(_) => "String",
            Shape::Array(_) => "Array",
            Shape::Map(_) | Shape::Object(_) => "Object",
            Shape::Any(_) | Shape::Union(_) | Shape::Reference(_) => "Other",
        }
    }

    /// The item that a schema becomes.
    pub(super) fn ident(&self, id: SchemaId) -> Option<&Ident> {
        self.named.get(&id).map(|(_, ident)| ident)
    }

    /// The type of a schema, with `Option` where it may be `null`.
    pub(super) fn full(&self, id: SchemaId) -> Type {
        let bare = self.bare(id);
        // JSON's `null` is one of the values that an untyped value can be.
        if self.api.schemas.nullable(id) && !self.is_any(id) { bare.optional() } else { bare }
    }

    /// Whether a schema gives no type.
    pub(super) fn is_any(&self, id: SchemaId) -> bool {
        matches!(self.api.schemas[self.api.schemas.resolve(id)].shape, Shape::Any(_))
    }

    /// The type of a schema, as if it could not be `null`.
    pub(super) fn bare(&self, id: SchemaId) -> Type {
        let ty = match self.named.get(&id) {
            Some((home, ident)) => Type::Named(*home, ident.clone()),
            None => self.shape(id),
        };
        if self.boxed.contains(&id) { ty.boxed() } else { ty }
    }

    /// What the type of a schema is made of, whatever it is called.
    pub(super) fn shape(&self, id: SchemaId) -> Type {
        match &self.api.schemas[id].shape {
            Shape::Boolean => Type::Bool,
            Shape::Integer(IntegerFormat::I32) => Type::I32,
            Shape::Integer(IntegerFormat::I64) => Type::I64,
            Shape::Number { single: true } => Type::F32,
            Shape::Number { single: false } => Type::F64,
            // In JSON there is no binary: such a string is text.
            Shape::String(StringFormat::Plain | StringFormat::Binary) => Type::String,
            Shape::String(StringFormat::DateTime) => Type::Timestamp,
            Shape::String(StringFormat::Uuid) => Type::Uuid,
            Shape::Array(items) => Type::Vec(Box::new(self.full(*items))),
            Shape::Map(values) => Type::Map(Box::new(self.full(*values))),
            Shape::Reference(target) => self.bare(*target),
            // These are named, or untyped.
            Shape::Any(_) | Shape::Object(_) | Shape::Enum(_) | Shape::Union(_) => Type::Value,
        }
    }
}
