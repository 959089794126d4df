use super::{SchemaId, Schemas, Shape};

/// The XML representation of a schema (OpenAPI 3.0.4, "XML Object"; 3.2.0 for `nodeType`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Xml {
    /// `name`
    pub name: Option<String>,
    /// `prefix`
    pub prefix: Option<String>,
    /// `namespace`
    pub namespace: Option<String>,
    /// `true` for an attribute.
    pub attribute: bool,
    /// `true` if the elements of a list have a wrapper element.
    pub wrapped: bool,
    /// `true` for the text content of the parent element.
    pub text: bool,
}

impl Schemas {
    /// Returns the XML representations of `id` and of the schemas that it refers to, `id` first.
    pub fn xml(&self, id: SchemaId) -> impl Iterator<Item = &Xml> {
        let next = |id: &SchemaId| match self[*id].shape {
            Shape::Reference(next) => Some(next),
            _ => None,
        };
        let chain = std::iter::successors(Some(id), next).take(self.count());
        chain.filter_map(|id| self[id].xml.as_deref())
    }

    /// Returns `true` if XML has a property with this schema as an attribute. Objects and lists cannot be attributes.
    #[must_use]
    pub fn is_xml_attribute(&self, id: SchemaId) -> bool {
        self.is_scalar(id) && self.xml(id).any(|xml| xml.attribute)
    }

    /// Returns `true` if XML has a property with this schema as the text of its parent element.
    #[must_use]
    pub fn is_xml_text(&self, id: SchemaId) -> bool {
        self.is_scalar(id) && self.xml(id).any(|xml| xml.text)
    }

    fn is_scalar(&self, id: SchemaId) -> bool {
        matches!(
            self[self.resolve(id)].shape,
            Shape::Boolean | Shape::Integer(_) | Shape::Number { .. } | Shape::String(_) | Shape::Enum(_)
        )
    }

    /// Returns the element name of a schema.
    #[must_use]
    pub fn xml_name(&self, id: SchemaId) -> Option<&str> {
        self.xml(id).find_map(|xml| xml.name.as_deref())
    }

    /// Returns the name of the root element: the element name, or the name of the component.
    #[must_use]
    pub fn xml_root_name(&self, id: SchemaId) -> Option<&str> {
        self.xml_name(id).or_else(|| self[self.resolve(id)].origin.component())
    }
}
