use std::{
    collections::BTreeSet,
    ops::{Index, IndexMut},
};

use serde_json::Value;

use super::{Schema, SchemaVariant, Shape};

/// The id of a schema in an [`Api`](super::Api).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(usize);

impl SchemaId {
    /// Returns the position of the schema, for tables with an entry for each schema.
    pub(crate) fn index(self) -> usize {
        self.0
    }

    /// Returns the id of the same schema after `count` others.
    pub(super) fn shifted(self, count: usize) -> Self {
        Self(self.0 + count)
    }
}

/// The schemas of a description.
#[derive(Debug, Default)]
#[expect(
    clippy::vec_box,
    reason = "a list of large values needs more than twice their memory while it grows"
)]
pub struct Schemas(Vec<Box<Schema>>);

impl Schemas {
    /// Adds a schema.
    pub fn push(&mut self, schema: Schema) -> SchemaId {
        self.0.push(Box::new(schema));
        SchemaId(self.0.len() - 1)
    }

    /// Adds a copy of `id` as its variant.
    pub(crate) fn push_variant(&mut self, id: SchemaId, variant: SchemaVariant) -> SchemaId {
        let variant = Schema { variant: Some(variant), ..self[id].clone() };
        self.push(variant)
    }

    /// Returns the number of schemas.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Returns every schema with its id.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        self.0.iter().enumerate().map(|(index, schema)| (SchemaId(index), &**schema))
    }

    /// Returns every schema with its id.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (SchemaId, &mut Schema)> {
        self.0.iter_mut().enumerate().map(|(index, schema)| (SchemaId(index), schema.as_mut()))
    }

    /// Adds schemas whose ids are already shifted.
    pub(super) fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Removes the schemas that are not in `used`. Returns the new id of each schema.
    pub(super) fn retain(&mut self, used: &BTreeSet<SchemaId>) -> Vec<Option<SchemaId>> {
        let mut next = 0;
        let numbers = self.ids().map(|id| {
            let number = used.contains(&id).then_some(SchemaId(next));
            next += usize::from(number.is_some());
            number
        });
        let numbers: Vec<Option<SchemaId>> = numbers.collect();
        let mut kept = numbers.iter().map(Option::is_some);
        self.0.retain(|_| kept.next().unwrap_or_default());
        numbers
    }

    /// Returns every id.
    pub fn ids(&self) -> impl Iterator<Item = SchemaId> + use<> {
        (0..self.0.len()).map(SchemaId)
    }

    /// Returns the schema at the end of the references that start at `id`. References form no cycle after the
    /// description is lowered; before that, this stops after as many steps as there are schemas.
    #[must_use]
    pub fn resolve(&self, id: SchemaId) -> SchemaId {
        let mut at = id;
        for _ in 0..self.0.len() {
            match self[at].shape {
                Shape::Reference(next) => at = next,
                _ => return at,
            }
        }
        at
    }

    /// Returns the schema of one line of a body of lines: the schema of the elements of a list. A text is the whole
    /// body and has no schema for its lines.
    #[must_use]
    pub fn line(&self, id: SchemaId) -> Option<SchemaId> {
        match self[self.resolve(id)].shape {
            Shape::Array(items) => Some(items),
            Shape::String(_) => None,
            _ => Some(id),
        }
    }

    /// Returns the only value of `id` or of the schema that it refers to, unless `null` is allowed too.
    #[must_use]
    pub fn constant(&self, id: SchemaId) -> Option<Value> {
        if self.nullable(id) { None } else { self[self.resolve(id)].constant.as_deref().cloned() }
    }

    /// Returns `true` if `id` or a schema that it refers to allows `null`.
    #[must_use]
    pub fn nullable(&self, id: SchemaId) -> bool {
        let mut at = id;
        for _ in 0..=self.0.len() {
            if self[at].nullable {
                return true;
            }
            match self[at].shape {
                Shape::Reference(next) => at = next,
                _ => return false,
            }
        }
        false
    }
}

impl Index<SchemaId> for Schemas {
    type Output = Schema;

    fn index(&self, id: SchemaId) -> &Schema {
        &self.0[id.0]
    }
}

impl IndexMut<SchemaId> for Schemas {
    fn index_mut(&mut self, id: SchemaId) -> &mut Schema {
        &mut self.0[id.0]
    }
}
