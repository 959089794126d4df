//! How XML has the types of bodies in XML (OpenAPI 3.0.4, "XML Object").

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use super::names::{self, Scope};
use crate::{
    api::{Api, EnumBase, Media, Object, Property, SchemaId, Shape},
    rust::{Ident, XmlContent, XmlField, XmlShape, XmlType},
};

/// How many schemas below a whole body are looked at for namespaces, the nearest first: nobody has so many, and a description
/// may have as many bodies.
const FURTHEST: usize = 2_000;

/// The types, and what stands for the whole bodies, by their schemas.
pub(super) struct PlannedXml {
    pub(super) types: Vec<XmlType>,
    pub(super) roots: HashMap<SchemaId, Ident>,
}

/// The types of every body in XML of these operations. `known` is what Rust calls a schema.
pub(super) fn plan_xml<'a>(
    api: &'a Api,
    selected: &[usize],
    known: impl Fn(SchemaId) -> Option<&'a Ident>,
) -> PlannedXml {
    let mut planner = Planner {
        api,
        known,
        scope: Scope::default(),
        named: HashMap::new(),
        roots: HashSet::new(),
        open: VecDeque::new(),
    };
    let mut planned = PlannedXml { types: Vec::new(), roots: HashMap::new() };
    for operation in selected.iter().map(|index| &api.operations[*index]) {
        let bodies = operation.body.iter().flat_map(|body| &body.contents);
        let contents = bodies.chain(operation.responses.iter().flat_map(|response| &response.contents));
        for content in contents.filter(|content| content.media == Media::Xml) {
            if planned.roots.contains_key(&content.schema) {
                continue;
            }
            let root = content.schema;
            let target = api.schemas.resolve(root);
            let name = api.schemas.xml_root_name(root).unwrap_or("body").to_owned();
            let is_object = matches!(api.schemas[target].shape, Shape::Object(_) | Shape::Map(_));
            // A body that is an object is that object's type, unless it is called otherwise.
            let ident = if is_object && api.schemas.xml_root_name(target).is_none_or(|own| own == name) {
                planner.roots.insert(target);
                planner.ident(target, &name)
            } else {
                let text = if is_object { name.clone() } else { format!("{name} list") };
                let ident = names::ident(&planner.scope.claim_type(&names::type_text(&text)));
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
    /// What stands for objects and maps.
    named: HashMap<SchemaId, Ident>,
    /// Those of them that are whole bodies.
    roots: HashSet<SchemaId>,
    /// Those that have no type yet.
    open: VecDeque<(SchemaId, Ident)>,
}

impl<'a, F: Fn(SchemaId) -> Option<&'a Ident>> Planner<'a, F> {
    /// What is in the element of a whole body. A list has one, whether it is wrapped or not.
    fn root(&mut self, id: SchemaId, name: &str) -> XmlShape {
        match &self.api.schemas[self.api.schemas.resolve(id)].shape {
            Shape::Array(items) => self.list(*items, name),
            _ => self.shape(id, name),
        }
    }

    /// What is in the element of a schema; `name` is what a type of its own is called after.
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

    /// Without a name of their own, the elements of a list are called as it is.
    fn list(&mut self, items: SchemaId, name: &str) -> XmlShape {
        let item = self.api.schemas.xml_name(items).unwrap_or(name).to_owned();
        XmlShape::List(self.with_prefix(items, &item), Box::new(self.shape(items, &item)))
    }

    /// What stands for an object or a map.
    fn ident(&mut self, id: SchemaId, name: &str) -> Ident {
        if let Some(ident) = self.named.get(&id) {
            return ident.clone();
        }
        let text = (self.known)(id).map_or_else(|| names::type_text(name), |ident| ident.unraw().to_owned());
        let ident = names::ident(&self.scope.claim_type(&text));
        self.named.insert(id, ident.clone());
        self.open.push_back((id, ident.clone()));
        ident
    }

    /// Plans what has been named, and what that names.
    fn finish(&mut self, types: &mut Vec<XmlType>) {
        while let Some((id, ident)) = self.open.pop_front() {
            let fields = match &self.api.schemas[id].shape {
                Shape::Object(object) => self.fields(object),
                Shape::Map(values) => vec![self.rest(*values)],
                _ => Vec::new(),
            };
            types.push(self.named(id, ident, XmlContent::Object(fields)));
        }
    }

    /// A type with what it is called as a whole body.
    fn named(&self, id: SchemaId, ident: Ident, content: XmlContent) -> XmlType {
        let name = self.api.schemas.xml_root_name(id).unwrap_or(ident.unraw());
        let is_root = self.roots.contains(&id) || !self.named.contains_key(&id);
        let namespaces = if is_root { self.namespaces(id) } else { Vec::new() };
        XmlType { name: self.with_prefix(id, name), namespaces, ident, content }
    }

    fn fields(&mut self, object: &'a Object) -> Vec<XmlField> {
        let mut fields: Vec<XmlField> =
            object.properties.iter().map(|property| self.field(property)).collect();
        fields.extend(object.additional.map(|values| self.rest(values)));
        fields
    }

    fn rest(&mut self, values: SchemaId) -> XmlField {
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
                // The name of the list itself is that of no element.
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

    /// The namespaces that are said of a schema and of what it is made of, by their prefixes. That of names without a prefix
    /// is the whole body's.
    fn namespaces(&self, root: SchemaId) -> Vec<(String, String)> {
        let schemas = &self.api.schemas;
        let mut found: BTreeMap<String, String> = BTreeMap::new();
        let (mut seen, mut open) = (BTreeSet::from([root]), VecDeque::from([root]));
        while let Some(id) = open.pop_front().filter(|_| seen.len() < FURTHEST) {
            for xml in schemas.xml(id) {
                if let (Some(namespace), true) = (&xml.namespace, xml.prefix.is_some() || id == root) {
                    found.entry(xml.prefix.clone().unwrap_or_default()).or_insert_with(|| namespace.clone());
                }
            }
            let mut next = |id: SchemaId| {
                if seen.insert(id) {
                    open.push_back(id);
                }
            };
            match &schemas[id].shape {
                Shape::Object(object) => {
                    object.properties.iter().map(|property| property.schema).for_each(&mut next);
                    object.additional.into_iter().for_each(next);
                }
                Shape::Array(of) | Shape::Map(of) | Shape::Reference(of) => next(*of),
                _ => {}
            }
        }
        found.into_iter().collect()
    }
}
