//! The bound on what operations repeat: components that they refer to, and what they inherit from their path and from
//! the description.
//!
//! A reference is short, and its target is lowered for each operation. Without a bound, the output would grow with the
//! square of the description. Schemas are lowered once, except for those of multipart bodies, whose properties become
//! parts of each body.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use openapiv3::{
    Components, Content, Example, Header, MediaType, Operation, Parameter, ParameterSchemaOrContent,
    ReferenceOr, RequestBody, Response, Schema, SecurityRequirement, Server,
};

use serde_json::Value;

use super::{
    links,
    references::Section,
    schema_view::{SchemaRef, SchemaView},
};
use crate::load::{Document, Path, PathOperation, essence, text_weight, weight};

/// The weight of operations that is allowed for any description.
const MAX_WEIGHT: usize = 2_000_000;
/// The weight of operations that is allowed in addition, as a multiple of the description's.
const DESCRIPTION_FACTOR: usize = 3;

/// Returns the number of operations, from the first, whose weight is within the limit. References count with their
/// targets.
pub(super) fn count_within_limit<'a>(document: &'a Document, components: &'a Components) -> usize {
    let limit = document.weight.saturating_mul(DESCRIPTION_FACTOR).saturating_add(MAX_WEIGHT);
    count_within(limit, document, components)
}

fn count_within<'a>(limit: usize, document: &'a Document, components: &'a Components) -> usize {
    let mut weights = Weights { components, known: HashMap::new(), parts: HashMap::new() };
    let security = document.openapi.security.as_deref().map_or(0, security_weight);
    let mut left = limit;
    let mut count = 0;
    for path in &document.paths {
        let inherited = weights.path(path);
        for PathOperation { operation, .. } in &path.operations {
            let security = operation.security.as_deref().map_or(security, security_weight);
            let weight =
                inherited.saturating_add(security).saturating_add(weights.operation(operation, left));
            match left.checked_sub(weight) {
                Some(rest) => left = rest,
                None => return count,
            }
            count += 1;
        }
    }
    count
}

/// The weights of objects that are lowered for each operation that refers to them. The weight of an object is the
/// number of values in it, and that of their texts.
struct Weights<'a> {
    components: &'a Components,
    /// The weights of components, by the references to them.
    known: HashMap<&'a str, usize>,
    /// The weights of the parts of multipart bodies, by the references to their schemas.
    parts: HashMap<&'a str, usize>,
}

impl<'a> Weights<'a> {
    /// Returns the weight that each operation of a path has from it.
    fn path(&mut self, path: &'a Path) -> usize {
        let servers = servers_weight(&path.servers);
        // Their schemas are lowered for each operation too.
        let schemas = path.parameters.iter().filter_map(|parameter| match parameter {
            ReferenceOr::Item(parameter) => Some(inline_weight(parameter_schema(parameter)?)),
            ReferenceOr::Reference { .. } => None,
        });
        let schemas: usize = schemas.sum();
        1 + text_weight(&path.path) + servers + schemas + self.parameters(&path.parameters)
    }

    /// Returns the weight of an operation without its security. It is exact up to `limit`.
    fn operation(&mut self, operation: &'a Operation, limit: usize) -> usize {
        let Operation { tags, summary, description, operation_id, extensions, .. } = operation;
        let own = texts_weight([summary, description, operation_id].into_iter().flatten().chain(tags));
        let own = own + extensions_weight(extensions) + servers_weight(&operation.servers);
        let mut weight = own + self.parameters(&operation.parameters);
        let components = self.components;
        if let Some(body) = &operation.request_body {
            let section = Section { name: "requestBodies", components: &components.request_bodies };
            weight = weight.saturating_add(self.target(body, &section, |weights, body: &RequestBody| {
                let parts = body.content.iter().filter(|(name, _)| essence(name).starts_with("multipart/"));
                let parts = parts.filter_map(|(_, media_type)| media_type.schema.as_ref());
                let parts: usize = parts.map(|schema| weights.parts(schema.into(), limit)).sum();
                texts_weight(&body.description) + weights.contents(&body.content) + parts
            }));
        }
        let responses = operation.responses.default.iter().chain(operation.responses.responses.values());
        responses.fold(weight, |weight, response| {
            let section = Section { name: "responses", components: &components.responses };
            weight.saturating_add(self.target(response, &section, Self::response))
        })
    }

    fn parameters(&mut self, parameters: &'a [ReferenceOr<Parameter>]) -> usize {
        let components = self.components;
        let section = Section { name: "parameters", components: &components.parameters };
        parameters.iter().fold(0, |sum: usize, parameter| {
            sum.saturating_add(self.target(parameter, &section, |weights, parameter: &Parameter| {
                let data = parameter.parameter_data_ref();
                let texts = text_weight(&data.name) + texts_weight(&data.description);
                texts + extensions_weight(&data.extensions) + weights.value(&data.format)
            }))
        })
    }

    fn response(&mut self, response: &'a Response) -> usize {
        let components = self.components;
        let section = Section { name: "headers", components: &components.headers };
        let headers = response.headers.iter().fold(0, |sum: usize, (name, header)| {
            let header = self.target(header, &section, |weights, header: &Header| {
                let texts = texts_weight(&header.description) + extensions_weight(&header.extensions);
                texts + weights.value(&header.format)
            });
            sum.saturating_add(text_weight(name)).saturating_add(header)
        });
        let links = links::links(response).fold(0, |sum: usize, (name, link)| {
            sum.saturating_add(text_weight(name)).saturating_add(self.link(link))
        });
        texts_weight([&response.description]) + headers + self.contents(&response.content) + links
    }

    /// Returns the weight of a link, or of the component that it refers to.
    fn link(&mut self, link: &'a Value) -> usize {
        let Some(reference) = links::reference(link) else { return weight(link) };
        if let Some(known) = self.known.get(reference) {
            return *known;
        }
        let weight = links::target(link, self.components).map_or(1, weight);
        self.known.insert(reference, weight);
        weight
    }

    fn value(&mut self, format: &'a ParameterSchemaOrContent) -> usize {
        match format {
            ParameterSchemaOrContent::Schema(schema) => documentation_weight(schema.into()),
            ParameterSchemaOrContent::Content(content) => self.contents(content),
        }
    }

    fn contents(&mut self, contents: &'a Content) -> usize {
        let components = self.components;
        contents.iter().fold(0, |sum: usize, (name, media_type)| {
            let MediaType { schema, example, examples, encoding, .. } = media_type;
            // Several media types are compared by their schemas.
            let schema = schema.as_ref().filter(|_| contents.len() > 1).map_or(0, inline_weight);
            let encodings = encoding
                .iter()
                .map(|(name, encoding)| 1 + text_weight(name) + texts_weight(&encoding.content_type));
            let section = Section { name: "examples", components: &components.examples };
            let examples = examples.values().fold(0, |sum: usize, example| {
                sum.saturating_add(self.target(example, &section, |_, example: &Example| {
                    example.value.as_ref().map_or(1, weight)
                }))
            });
            let own = 1 + text_weight(name) + example.as_ref().map_or(0, weight);
            sum.saturating_add(own + schema + encodings.sum::<usize>()).saturating_add(examples)
        })
    }

    /// Returns the weight of an object, or of the component that it refers to.
    fn target<T>(
        &mut self,
        item: &'a ReferenceOr<T>,
        section: &Section<'a, T>,
        weigh: impl FnOnce(&mut Self, &'a T) -> usize,
    ) -> usize {
        let mut item = item;
        let mut chain: Vec<&'a str> = Vec::new();
        // A chain of references is at most as long as the number of components.
        let weight = loop {
            let reference = match item {
                ReferenceOr::Item(item) => break 1 + weigh(self, item),
                ReferenceOr::Reference { reference } => reference.as_str(),
            };
            if let Some(known) = self.known.get(reference) {
                break *known;
            }
            chain.push(reference);
            match section.find(reference).filter(|_| chain.len() <= section.components.len()) {
                Some((_, next)) => item = next,
                None => break 1,
            }
        };
        self.known.extend(chain.into_iter().map(|reference| (reference, weight)));
        weight
    }

    /// Returns the weight of the parts of a multipart body, with those of all members of its `allOf`s and unions. It is
    /// exact up to `limit`, which bounds the work.
    fn parts(&mut self, schema: SchemaRef<'a>, limit: usize) -> usize {
        let reference = match schema {
            SchemaRef::Reference(reference) => Some(reference),
            SchemaRef::Inline(_) => None,
        };
        if let Some(known) = reference.and_then(|reference| self.parts.get(reference)) {
            return *known;
        }
        let components = Section { name: "schemas", components: &self.components.schemas };
        let mut pending = vec![schema];
        let mut visited: HashSet<&'a str> = HashSet::new();
        let mut weight = 0;
        while weight <= limit
            && let Some(schema) = pending.pop()
        {
            weight += 1;
            match schema {
                SchemaRef::Reference(reference) => {
                    let target = components.find(reference).filter(|_| visited.insert(reference));
                    pending.extend(target.map(|(_, schema)| SchemaRef::from(schema)));
                }
                SchemaRef::Inline(schema) => {
                    let view = SchemaView::of(schema);
                    let parts = view.properties.iter();
                    let parts =
                        parts.map(|(name, schema)| 1 + text_weight(name) + documentation_weight(*schema));
                    weight += parts.sum::<usize>();
                    pending.extend([view.all_of, view.one_of, view.any_of].into_iter().flatten());
                }
            }
        }
        self.parts.extend(reference.map(|reference| (reference, weight)));
        weight
    }
}

/// Returns the weight of values that are texts.
fn texts_weight<'a>(texts: impl IntoIterator<Item = &'a String>) -> usize {
    texts.into_iter().map(|text| 1 + text_weight(text)).sum()
}

fn security_weight(requirements: &[SecurityRequirement]) -> usize {
    let entries = requirements.iter().flatten();
    let texts = entries.flat_map(|(name, scopes)| [name].into_iter().chain(scopes));
    requirements.len() + texts_weight(texts)
}

fn servers_weight(servers: &[Server]) -> usize {
    let texts = servers.iter().flat_map(|server| {
        let defaults = server.variables.iter().flatten().map(|(_, variable)| &variable.default);
        [&server.url].into_iter().chain(defaults)
    });
    texts_weight(texts)
}

fn parameter_schema(parameter: &Parameter) -> Option<&ReferenceOr<Schema>> {
    match &parameter.parameter_data_ref().format {
        ParameterSchemaOrContent::Schema(schema) => Some(schema),
        ParameterSchemaOrContent::Content(content) => content.values().find_map(|one| one.schema.as_ref()),
    }
}

/// Returns the weight of an inline schema with everything in it.
fn inline_weight(schema: &ReferenceOr<Schema>) -> usize {
    match schema {
        ReferenceOr::Item(schema) => serde_json::to_value(schema).map_or(1, |schema| weight(&schema)),
        ReferenceOr::Reference { .. } => 1,
    }
}

/// Returns the weight of extensions, which can have texts for the documentation.
fn extensions_weight(extensions: &IndexMap<String, serde_json::Value>) -> usize {
    extensions.values().map(weight).sum()
}

/// Returns the weight of what the documentation of a parameter, header or part says about its schema.
fn documentation_weight(schema: SchemaRef<'_>) -> usize {
    let SchemaRef::Inline(schema) = schema else { return 0 };
    let data = &schema.schema_data;
    let texts = texts_weight(data.title.iter().chain(&data.description));
    let constraints = SchemaView::of_scalar(schema).constraints;
    let constraints = constraints.iter().map(|constraint| 1 + text_weight(&constraint.to_string()));
    texts
        + extensions_weight(&data.extensions)
        + data.default.as_ref().map_or(0, weight)
        + constraints.sum::<usize>()
}

#[cfg(test)]
mod tests;
