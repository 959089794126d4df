use super::{Origin, SchemaId, Schemas, Shape};

/// How XML has a schema (OpenAPI 3.0.4, "XML Object"; 3.2.0 for `nodeType`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Xml {
    /// `name`
    pub name: Option<String>,
    /// `prefix`
    pub prefix: Option<String>,
    /// `namespace`
    pub namespace: Option<String>,
    /// Whether it is an attribute.
    pub attribute: bool,
    /// Whether the elements of a list stand in an element of their own.
    pub wrapped: bool,
    /// Whether it is the text between the tags.
    pub text: bool,
}

impl Schemas {
    /// What is said of XML by `id` and the schemas that it refers to, the nearest first.
    pub fn xml(&self, id: SchemaId) -> impl Iterator<Item = &Xml> {
        let next = |id: &SchemaId| match self[*id].shape {
            Shape::Reference(next) => Some(next),
            _ => None,
        };
        let chain = std::iter::successors(Some(id), next).take(self.count());
        chain.filter_map(|id| self[id].xml.as_deref())
    }

    /// Whether XML has a property with this schema as an attribute: what has properties or elements cannot be one.
    #[must_use]
    pub fn is_xml_attribute(&self, id: SchemaId) -> bool {
        self.is_scalar(id) && self.xml(id).any(|xml| xml.attribute)
    }

    /// Whether XML has a property with this schema as the text between the tags.
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

    /// What a schema is to be called in XML, wherever it stands.
    #[must_use]
    pub fn xml_name(&self, id: SchemaId) -> Option<&str> {
        self.xml(id).find_map(|xml| xml.name.as_deref())
    }

    /// What XML calls a schema that is a whole body: as it says, or as its component is called.
    #[must_use]
    pub fn xml_root_name(&self, id: SchemaId) -> Option<&str> {
        self.xml_name(id).or_else(|| match &self[self.resolve(id)].origin {
            Origin::Component(name) => Some(name),
            Origin::Inline(..) => None,
        })
    }
}
