//! The bound on what operations repeat: components that they refer to, and what they inherit from their path and from
//! the description.
//!
//! A reference is short, and its target is lowered for each operation. Without a bound, the output would grow with the
//! square of the description. Schemas are lowered once, except for those of multipart bodies, whose properties become
//! parts of each body.

use std::collections::{HashMap, HashSet};

use openapiv3::{
    Components, Content, Example, Header, MediaType, Operation, Parameter, ParameterSchemaOrContent,
    ReferenceOr, RequestBody, Response, Schema, SecurityRequirement, Server,
};

use super::{
    references::{Section, component_name},
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
        let servers = servers_weight(&path.item.servers);
        // Their schemas are lowered for each operation too.
        let schemas = path.item.parameters.iter().filter_map(|parameter| match parameter {
            ReferenceOr::Item(parameter) => Some(inline_weight(parameter_schema(parameter)?)),
            ReferenceOr::Reference { .. } => None,
        });
        let schemas: usize = schemas.sum();
        1 + text_weight(&path.path) + servers + schemas + self.parameters(&path.item.parameters)
    }

    /// Returns the weight of an operation without its security. It is exact up to `limit`.
    fn operation(&mut self, operation: &'a Operation, limit: usize) -> usize {
        let Operation { tags, summary, description, operation_id, .. } = operation;
        let texts = [summary, description, operation_id].into_iter().flatten().chain(tags);
        let own: usize = texts.map(|text| 1 + text_weight(text)).sum();
        let mut weight = own + servers_weight(&operation.servers) + self.parameters(&operation.parameters);
        let components = self.components;
        if let Some(body) = &operation.request_body {
            let section = Section { name: "requestBodies", components: &components.request_bodies };
            weight = weight.saturating_add(self.target(body, &section, |weights, body: &RequestBody| {
                let parts = body.content.iter().filter(|(name, _)| essence(name).starts_with("multipart/"));
                let parts = parts.filter_map(|(_, media_type)| media_type.schema.as_ref());
                let parts: usize = parts.map(|schema| weights.parts(schema.into(), limit)).sum();
                own_weight(body.description.as_ref()) + weights.contents(&body.content) + parts
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
                let texts = text_weight(&data.name) + own_weight(data.description.as_ref());
                let extensions: usize = data.extensions.values().map(weight).sum();
                texts + extensions + weights.value(&data.format)
            }))
        })
    }

    fn response(&mut self, response: &'a Response) -> usize {
        let components = self.components;
        let section = Section { name: "headers", components: &components.headers };
        let headers = response.headers.iter().fold(0, |sum: usize, (name, header)| {
            let header = self.target(header, &section, |weights, header: &Header| {
                own_weight(header.description.as_ref()) + weights.value(&header.format)
            });
            sum.saturating_add(text_weight(name)).saturating_add(header)
        });
        own_weight(Some(&response.description)) + headers + self.contents(&response.content)
    }

    fn value(&mut self, format: &'a ParameterSchemaOrContent) -> usize {
        match format {
            ParameterSchemaOrContent::Schema(schema) => documentation_weight(schema),
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
                .map(|(name, encoding)| 1 + text_weight(name) + own_weight(encoding.content_type.as_ref()));
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
            let next = component_name(reference, section.name).and_then(|name| section.components.get(&name));
            match next.filter(|_| chain.len() <= section.components.len()) {
                Some(next) => item = next,
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
        let mut pending = vec![schema];
        let mut visited: HashSet<&'a str> = HashSet::new();
        let mut weight = 0;
        while weight <= limit
            && let Some(schema) = pending.pop()
        {
            weight += 1;
            match schema {
                SchemaRef::Reference(reference) => {
                    let target = component_name(reference, "schemas");
                    let target = target.and_then(|name| self.components.schemas.get(&name));
                    pending.extend(target.filter(|_| visited.insert(reference)).map(SchemaRef::from));
                }
                SchemaRef::Inline(schema) => {
                    let view = SchemaView::of(schema);
                    let parts = view.properties.iter().map(|(name, schema)| {
                        let documented = match schema {
                            SchemaRef::Reference(_) => 0,
                            SchemaRef::Inline(schema) => data_weight(schema),
                        };
                        1 + text_weight(name) + documented
                    });
                    weight += parts.sum::<usize>();
                    pending.extend([view.all_of, view.one_of, view.any_of].into_iter().flatten());
                }
            }
        }
        self.parts.extend(reference.map(|reference| (reference, weight)));
        weight
    }
}

fn own_weight(text: Option<&String>) -> usize {
    text.map_or(0, |text| 1 + text_weight(text))
}

fn security_weight(requirements: &[SecurityRequirement]) -> usize {
    let entries = requirements.iter().flatten();
    let texts = entries.flat_map(|(name, scopes)| [name].into_iter().chain(scopes));
    requirements.len() + texts.map(|text| 1 + text_weight(text)).sum::<usize>()
}

fn servers_weight(servers: &[Server]) -> usize {
    let texts = servers.iter().flat_map(|server| {
        let defaults = server.variables.iter().flatten().map(|(_, variable)| &variable.default);
        [&server.url].into_iter().chain(defaults)
    });
    texts.map(|text| 1 + text_weight(text)).sum()
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

/// Returns the weight of what the documentation of a parameter or header says about its schema.
fn documentation_weight(schema: &ReferenceOr<Schema>) -> usize {
    match schema {
        ReferenceOr::Item(schema) => data_weight(schema),
        ReferenceOr::Reference { .. } => 0,
    }
}

fn data_weight(schema: &Schema) -> usize {
    let data = &schema.schema_data;
    let texts = own_weight(data.title.as_ref()) + own_weight(data.description.as_ref());
    let constraints = SchemaView::of_scalar(schema).constraints;
    let constraints = constraints.iter().map(|constraint| 1 + text_weight(&constraint.to_string()));
    texts + data.default.as_ref().map_or(0, weight) + constraints.sum::<usize>()
}

#[cfg(test)]
mod tests;
