//! Usage of schemas: the ways in which operations and webhooks use each schema.
//!
//! It is derived from the model, so that each pass that asks it analyzes the model as it is then. The passes of `lower`
//! share one analysis, because they make variants of schemas by it. `share` and `plan` each analyze the final model.

use std::ops::BitOr;

use super::{Api, Content, Media, Operation, SchemaId, Schemas, Shape, Webhook};
use crate::load::essence;

/// A set of ways in which a schema is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Uses(u8);

impl Uses {
    /// In a parameter, in a request body, or in a list of a merge patch, which the patch replaces as a whole.
    pub(crate) const SENT: Self = Self(1);
    /// In a merge patch, where each property may be missing or `null`.
    pub(crate) const PATCHED: Self = Self(2);
    /// In the body or a header of a response.
    pub(crate) const RECEIVED: Self = Self(4);
    /// In the body of a webhook: the server sends it, so that the user of the client receives it.
    pub(crate) const WEBHOOK: Self = Self(8);
    /// In a body in XML.
    pub(crate) const XML: Self = Self(16);

    /// Returns `true` if the two sets have a use in common.
    pub(crate) fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns `true` if an operation uses the schema, perhaps besides webhooks.
    pub(crate) fn is_in_operation(self) -> bool {
        self.is_sent() || self.any(Self::RECEIVED)
    }

    /// Returns `true` if the user of the client sends the schema.
    pub(crate) fn is_sent(self) -> bool {
        self.any(Self::SENT | Self::PATCHED)
    }

    /// Returns `true` if the user of the client receives the schema.
    pub(crate) fn is_received(self) -> bool {
        self.any(Self::RECEIVED | Self::WEBHOOK)
    }
}

impl BitOr for Uses {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The uses of every schema.
#[derive(Debug)]
pub(crate) struct Usage(Vec<Uses>);

impl Usage {
    /// Analyzes the uses of `schemas`. A `readOnly` property is not sent and a `writeOnly` property is not received,
    /// and neither is what only such a property refers to.
    pub(crate) fn of(schemas: &Schemas, operations: &[Operation], webhooks: &[Webhook]) -> Self {
        let mut usage = Self(Vec::new());
        for operation in operations {
            let (patches, bodies): (Vec<&Content>, Vec<&Content>) =
                operation.request_contents().partition(|content| is_patch(content));
            usage.mark(schemas, Uses::PATCHED, patches.iter().map(|content| content.schema));
            usage.mark(schemas, Uses::SENT, bodies.iter().map(|content| content.schema));
            usage.mark(schemas, Uses::SENT, operation.parameters.iter().map(|parameter| parameter.schema));
            usage.mark(schemas, Uses::RECEIVED, operation.response_contents().map(|content| content.schema));
            usage.mark(schemas, Uses::RECEIVED, operation.response_headers().map(|header| header.schema));
            let xml = operation.contents().filter(|content| content.media == Media::Xml);
            usage.mark(schemas, Uses::XML, xml.map(|content| content.schema));
        }
        usage.mark(schemas, Uses::WEBHOOK, webhooks.iter().map(|webhook| webhook.payload));
        usage
    }

    /// Analyzes the uses of the schemas of `api`.
    pub(crate) fn of_api(api: &Api) -> Self {
        Self::of(&api.schemas, &api.operations, &api.webhooks)
    }

    /// Returns the uses of a schema.
    pub(crate) fn get(&self, id: SchemaId) -> Uses {
        self.0.get(id.index()).copied().unwrap_or_default()
    }

    /// Moves the uses of `id` that are in `moved` to `variant`, which replaces it there.
    pub(crate) fn move_to(&mut self, id: SchemaId, variant: SchemaId, moved: Uses) {
        let uses = self.get(id);
        // XML has both, because either may be in a body in XML.
        let xml = uses.0 & Uses::XML.0;
        self.set(variant, Uses(uses.0 & moved.0 | xml));
        self.set(id, Uses(uses.0 & !moved.0 | xml));
    }

    fn set(&mut self, id: SchemaId, uses: Uses) {
        if self.0.len() <= id.index() {
            self.0.resize(id.index() + 1, Uses::default());
        }
        if let Some(known) = self.0.get_mut(id.index()) {
            *known = uses;
        }
    }

    /// Adds `uses` to `roots` and to what they send or receive below them.
    fn mark(&mut self, schemas: &Schemas, uses: Uses, roots: impl Iterator<Item = SchemaId>) {
        let mut pending: Vec<(SchemaId, Uses)> = roots.map(|id| (id, uses)).collect();
        while let Some((id, uses)) = pending.pop() {
            let known = self.get(id);
            if known | uses == known {
                continue;
            }
            self.set(id, known | uses);
            match &schemas[id].shape {
                Shape::Object(object) => {
                    let travels = object.properties.iter().filter(|property| {
                        !(uses.is_sent() && property.read_only || uses.is_received() && property.write_only)
                    });
                    let children = travels.map(|property| property.schema).chain(object.additional);
                    pending.extend(children.map(|child| (child, uses)));
                }
                shape => {
                    let uses = if shape.is_list() && uses == Uses::PATCHED { Uses::SENT } else { uses };
                    pending.extend(shape.children().map(|child| (child, uses)));
                }
            }
        }
    }
}

/// Returns `true` for a merge patch (RFC 7396).
pub(crate) fn is_patch(content: &Content) -> bool {
    essence(&content.media_type) == "application/merge-patch+json"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{Model, object, webhook};

    const JSON: &str = "application/json";
    const PATCH: &str = "application/merge-patch+json";

    #[test]
    fn follows_each_direction_to_what_is_below() {
        let mut model = Model::default();
        let leaf = model.component("Leaf", Shape::Boolean);
        let pet = model.component("Pet", Shape::Object(object([("leaf", leaf)])));
        let cases: [(Option<&str>, bool, bool, Uses); 6] = [
            (None, false, false, Uses::default()),
            (Some(JSON), false, false, Uses::SENT),
            (None, true, false, Uses::RECEIVED),
            (None, false, true, Uses::WEBHOOK),
            (Some(PATCH), true, false, Uses::PATCHED | Uses::RECEIVED),
            (Some("application/xml"), false, true, Uses::SENT | Uses::XML | Uses::WEBHOOK),
        ];
        for (sent, received, is_webhook, expected) in cases {
            model.operations.clear();
            model.operation(sent.map(|media_type| (media_type, pet)), received.then_some(pet));
            let webhooks: Vec<Webhook> = is_webhook.then(|| webhook(pet)).into_iter().collect();
            let usage = Usage::of(&model.schemas, &model.operations, &webhooks);
            assert_eq!((usage.get(pet), usage.get(leaf)), (expected, expected), "{sent:?}");
        }
    }

    #[test]
    fn sends_the_elements_of_a_list_in_a_patch_as_a_whole() {
        let mut model = Model::default();
        let item = model.component("Item", Shape::Boolean);
        let list = model.component("List", Shape::Array(item));
        model.operation(Some((PATCH, list)), None);
        let usage = Usage::of(&model.schemas, &model.operations, &[]);
        assert_eq!((usage.get(list), usage.get(item)), (Uses::PATCHED, Uses::SENT));
    }

    #[test]
    fn does_not_follow_properties_against_their_direction() {
        let mut model = Model::default();
        let [read, write] = [model.text(), model.text()];
        let mut pet = object([("read", read), ("write", write)]);
        for property in &mut pet.properties {
            property.read_only = property.name == "read";
            property.write_only = property.name == "write";
        }
        let pet = model.component("Pet", Shape::Object(pet));
        model.operation(Some((JSON, pet)), None);
        let usage = Usage::of(&model.schemas, &model.operations, &[webhook(pet)]);
        assert_eq!((usage.get(read), usage.get(write)), (Uses::WEBHOOK, Uses::SENT));
    }

    #[test]
    fn moves_uses_to_a_variant() {
        let mut model = Model::default();
        let pet = model.component("Pet", Shape::Boolean);
        let variant = model.component("PetRequest", Shape::Boolean);
        model.operation(Some(("application/xml", pet)), Some(pet));
        let mut usage = Usage::of(&model.schemas, &model.operations, &[]);
        usage.move_to(pet, variant, Uses::SENT | Uses::PATCHED);
        assert_eq!(usage.get(variant), Uses::SENT | Uses::XML);
        assert_eq!(usage.get(pet), Uses::RECEIVED | Uses::XML);
    }
}
