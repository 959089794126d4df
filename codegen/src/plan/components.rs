//! The component schemas that the settings name by their keys.

use std::collections::HashMap;

use crate::{
    api::{Api, SchemaId},
    naming::places,
};

/// The component schemas by their keys: of several variants the first.
#[derive(Default)]
pub(super) struct Components(HashMap<String, Vec<SchemaId>>);

impl Components {
    /// Finds the components of a description, or of all parts.
    pub(super) fn of(api: &Api) -> Self {
        let mut components: HashMap<String, Vec<SchemaId>> = HashMap::new();
        for (id, schema) in api.schemas.iter() {
            let Some(key) = schema.origin.component() else { continue };
            let parts: Vec<String> = api.parts_of(id).map(|part| places::in_part(Some(&part), key)).collect();
            let is_new = parts.iter().all(|key| !components.contains_key(key));
            if is_new && (!parts.is_empty() || !components.contains_key(key)) {
                components.entry(key.to_owned()).or_default().push(id);
            }
            for key in parts {
                components.entry(key).or_insert_with(|| vec![id]);
            }
        }
        Self(components)
    }

    /// Returns the first variant of a component.
    pub(super) fn plain(&self, api: &Api, id: SchemaId) -> Option<SchemaId> {
        let key = api.schemas[id].origin.component()?;
        let part = api.parts_of(id).next();
        self.get(&places::in_part(part.as_deref(), key)).first().copied()
    }

    /// Returns the components with this key: those of all parts, or of one part for `part: key`.
    pub(super) fn get(&self, key: &str) -> &[SchemaId] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }
}
