//! Tables that map the types of XML bodies to XML (OpenAPI 3.0.4, "XML Object").

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use super::names::{self, Scope};
use crate::{
    api::{Api, EnumBase, Media, Object, Property, SchemaId, Shape},
    rust::{Ident, XmlContent, XmlField, XmlShape, XmlType},
};

/// The maximum number of schemas below a body that are searched for namespaces, breadth first.
/// It bounds the work for a description with many bodies.
const MAX_SEARCHED: usize = 2_000;

/// The tables, and the identifiers of whole bodies by their schemas.
pub(super) struct PlannedXml {
    pub(super) types: Vec<XmlType>,
    pub(super) roots: HashMap<SchemaId, Ident>,
}

/// Plans the tables of every XML body of the operations. `known` returns the Rust name of a schema.
pub(super) fn plan_xml<'a>(api: &'a Api, known: impl Fn(SchemaId) -> Option<&'a Ident>) -> PlannedXml {
    let mut planner = Planner {
        api,
        known,
        scope: Scope::default(),
        named: HashMap::new(),
        roots: HashSet::new(),
        open: VecDeque::new(),
    };
    let mut planned = PlannedXml { types: Vec::new(), roots: HashMap::new() };
    for operation in &api.operations {
        for content in operation.contents().filter(|content| content.media == Media::Xml) {
            if planned.roots.contains_key(&content.schema) {
                continue;
            }
            let root = content.schema;
            let target = api.schemas.resolve(root);
            let name = api.schemas.xml_root_name(root).unwrap_or("body").to_owned();
            let is_object = matches!(api.schemas[target].shape, Shape::Object(_) | Shape::Map(_));
            // A body that is an object uses the table of that object, unless its element has another name.
            let ident = if is_object && api.schemas.xml_root_name(target).is_none_or(|own| own == name) {
                planner.roots.insert(target);
                planner.ident(target, &name)
            } else {
                let text = if is_object { name.clone() } else { format!("{name} list") };
                let ident = names::ident(&planner.scope.declare_type(&names::type_text(&text)));
                let shape = planner.root(root, &name);
                planned.types.push(planner.named(root, ident.clone(), XmlContent::Is(shape)));
                ident
            };
            planned.roots.insert(root, ident);
        }
    }
    planner.finish(&mut planned.types);
    planned
}

struct Planner<'a, F> {
    api: &'a Api,
    known: F,
    scope: Scope,
    /// The identifiers of objects and maps.
    named: HashMap<SchemaId, Ident>,
    /// The objects and maps that are whole bodies.
    roots: HashSet<SchemaId>,
    /// The objects and maps without a table yet.
    open: VecDeque<(SchemaId, Ident)>,
}

impl<'a, F: Fn(SchemaId) -> Option<&'a Ident>> Planner<'a, F> {
    /// Returns the content of a body's root element. A list has one, wrapped or not.
    fn root(&mut self, id: SchemaId, name: &str) -> XmlShape {
        match &self.api.schemas[self.api.schemas.resolve(id)].shape {
            Shape::Array(items) => self.list(*items, name),
            _ => self.shape(id, name),
        }
    }

    /// Returns the content of a schema's element. A table of its own is named after `name`.
    fn shape(&mut self, id: SchemaId, name: &str) -> XmlShape {
        let target = self.api.schemas.resolve(id);
        XmlShape::Scalar(match &self.api.schemas[target].shape {
            Shape::Boolean => "Boolean",
            Shape::Integer(_) => "Integer",
            Shape::Number { .. } => "Number",
            Shape::String(_) => "Text",
            Shape::Enum(list) => match list.base {
                EnumBase::Integer => "Integer",
                EnumBase::Number => "Number",
                EnumBase::String | EnumBase::Mixed => "Text",
            },
            Shape::Array(items) => return self.list(*items, name),
            Shape::Object(_) | Shape::Map(_) => return XmlShape::Of(self.ident(target, name)),
            _ => "Any",
        })
    }

    /// Returns a list. Its elements are named like the list, unless they have a name.
    fn list(&mut self, items: SchemaId, name: &str) -> XmlShape {
        let item = self.api.schemas.xml_name(items).unwrap_or(name).to_owned();
        XmlShape::List(self.with_prefix(items, &item), Box::new(self.shape(items, &item)))
    }

    /// Returns the identifier of an object or a map.
    fn ident(&mut self, id: SchemaId, name: &str) -> Ident {
        if let Some(ident) = self.named.get(&id) {
            return ident.clone();
        }
        let text = (self.known)(id).map_or_else(|| names::type_text(name), |ident| ident.unraw().to_owned());
        let ident = names::ident(&self.scope.declare_type(&text));
        self.named.insert(id, ident.clone());
        self.open.push_back((id, ident.clone()));
        ident
    }

    /// Plans the queued tables, and the tables that they refer to.
    fn finish(&mut self, types: &mut Vec<XmlType>) {
        while let Some((id, ident)) = self.open.pop_front() {
            let fields = match &self.api.schemas[id].shape {
                Shape::Object(object) => self.fields(object),
                Shape::Map(values) => vec![self.additional(*values)],
                _ => Vec::new(),
            };
            types.push(self.named(id, ident, XmlContent::Object(fields)));
        }
    }

    /// Returns a table, with the name of its root element.
    fn named(&self, id: SchemaId, ident: Ident, content: XmlContent) -> XmlType {
        let name = self.api.schemas.xml_root_name(id).unwrap_or(ident.unraw());
        let is_root = self.roots.contains(&id) || !self.named.contains_key(&id);
        let namespaces = if is_root { self.namespaces(id) } else { Vec::new() };
        XmlType { name: self.with_prefix(id, name), namespaces, ident, content }
    }

    fn fields(&mut self, object: &'a Object) -> Vec<XmlField> {
        let mut fields: Vec<XmlField> =
            object.properties.iter().map(|property| self.field(property)).collect();
        fields.extend(object.additional.map(|values| self.additional(values)));
        fields
    }

    fn additional(&mut self, values: SchemaId) -> XmlField {
        let shape = self.shape(values, "value");
        XmlField { wire: String::new(), place: "Rest", name: String::new(), shape }
    }

    fn field(&mut self, property: &Property) -> XmlField {
        let (schemas, id) = (&self.api.schemas, property.schema);
        let name = schemas.xml_name(id).unwrap_or(&property.name).to_owned();
        let (place, shape) = match schemas[schemas.resolve(id)].shape {
            _ if schemas.is_xml_attribute(id) => ("Attribute", self.shape(id, &name)),
            _ if schemas.is_xml_text(id) => ("Content", self.shape(id, &name)),
            Shape::Array(items) if !schemas.xml(id).any(|xml| xml.wrapped) => {
                let place = if property.required { "Items" } else { "OptionalItems" };
                // The name of an unwrapped list itself is not used.
                let item = self.api.schemas.xml_name(items).unwrap_or(&property.name).to_owned();
                let shape = self.shape(items, &item);
                let name = self.with_prefix(items, &item);
                return XmlField { wire: property.name.clone(), place, name, shape };
            }
            _ => ("Element", self.shape(id, &name)),
        };
        XmlField { wire: property.name.clone(), place, name: self.with_prefix(id, &name), shape }
    }

    fn with_prefix(&self, id: SchemaId, name: &str) -> String {
        match self.api.schemas.xml(id).find_map(|xml| xml.prefix.as_deref()) {
            Some(prefix) => format!("{prefix}:{name}"),
            None => name.to_owned(),
        }
    }

    /// Returns the namespaces of a schema and its descendants, by prefix.
    /// The default namespace is that of the root.
    fn namespaces(&self, root: SchemaId) -> Vec<(String, String)> {
        let schemas = &self.api.schemas;
        let mut found: BTreeMap<String, String> = BTreeMap::new();
        let (mut seen, mut open) = (BTreeSet::from([root]), VecDeque::from([root]));
        while let Some(id) = open.pop_front().filter(|_| seen.len() < MAX_SEARCHED) {
            for xml in schemas.xml(id) {
                if let (Some(namespace), true) = (&xml.namespace, xml.prefix.is_some() || id == root) {
                    found.entry(xml.prefix.clone().unwrap_or_default()).or_insert_with(|| namespace.clone());
                }
            }
            open.extend(schemas[id].shape.children().filter(|child| seen.insert(*child)));
        }
        found.into_iter().collect()
    }
}
