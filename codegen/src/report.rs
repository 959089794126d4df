//! The report of a run, for machines.

use indexmap::IndexMap;
use serde::Serialize;

use crate::{
    api::{Api, Shape},
    diagnostics::Pointer,
    load::{Origins, Skipped},
    plan::Plan,
};

/// The report of a run.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// The version of OpenAPI that the description follows.
    pub openapi: String,
    /// The operations.
    pub operations: Operations,
    /// The parameters that are set once on the client, with the methods of its builder.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub client_parameters: Vec<String>,
    /// The schemas.
    pub schemas: Schemas,
    /// The types and operations of a crate of several descriptions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<Parts>,
    /// The schemas whose values are untyped JSON.
    pub untyped: Vec<Untyped>,
    /// The number of files.
    pub files: usize,
    /// The number of bytes in all files.
    pub bytes: usize,
    /// The duration of each stage.
    pub millis: Millis,
}

/// The operations of a description.
#[derive(Debug, Default, Serialize)]
pub struct Operations {
    /// The number of operations in the description.
    pub total: usize,
    /// The operations that are generated.
    pub generated: Vec<GeneratedOperation>,
    /// The operations that are not generated.
    pub skipped: Vec<Skipped>,
}

/// An operation that is generated.
#[derive(Debug, Serialize)]
pub struct GeneratedOperation {
    /// The HTTP method.
    pub method: String,
    /// The path template.
    pub path: String,
    /// `operationId`.
    pub operation_id: Option<String>,
    /// The first tag.
    pub tag: Option<String>,
    /// The path of the resource, such as `issues` or `chat.completions`, or `None` for a method of the client.
    pub resource: Option<String>,
    /// The name of the method of the client or of the resource.
    pub function: String,
    /// The source of the name.
    pub named_by: String,
    /// The path of the struct.
    #[serde(rename = "type")]
    pub type_path: String,
    /// The source of the next page, if the operation returns a page of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<String>,
    /// The source of the status, if the operation is long-running.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub polls: Option<String>,
}

impl GeneratedOperation {
    /// Returns the names of the resource and of the method: `list_pets`, or `chat.completions.create`.
    #[must_use]
    pub fn name(&self) -> String {
        let function = self.function.trim_start_matches("r#");
        match &self.resource {
            Some(resource) => format!("{resource}.{function}"),
            None => function.to_owned(),
        }
    }
}

/// The schemas of a description.
#[derive(Debug, Default, Serialize)]
pub struct Schemas {
    /// The number of schemas in the description, inline schemas included.
    pub total: usize,
    /// The types of the component schemas by their keys.
    pub models: IndexMap<String, String>,
}

/// The types and operations that the parts of a crate have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Parts {
    /// The number of parts, of which each version is one.
    pub count: usize,
    /// The number of models that several parts use.
    pub shared_models: usize,
    /// The number of models in the modules of their parts, because other parts have different ones with their names.
    pub different_models: usize,
    /// The number of operations that are the same as in a later version.
    pub shared_operations: usize,
}

impl Parts {
    fn of(api: &Api, plan: &Plan) -> Option<Self> {
        let krate = &plan.krate;
        let different = krate.models.iter().filter(|module| module.home.is_of_part());
        (!api.parts.is_empty()).then(|| Self {
            count: api.parts.len(),
            shared_models: plan.shared_models,
            different_models: different.count(),
            shared_operations: krate.operations.iter().filter(|one| krate.same_as(one).is_some()).count(),
        })
    }
}

/// A schema whose values are untyped JSON.
#[derive(Debug, Serialize)]
pub struct Untyped {
    /// The place in the description.
    pub pointer: Pointer,
    /// The reason.
    pub why: &'static str,
}

/// The duration of each stage, in milliseconds.
#[derive(Debug, Default, Serialize)]
pub struct Millis {
    /// The time to read the description.
    pub load: f64,
    /// The time to build the model.
    pub lower: f64,
    /// The time to choose names and types.
    pub plan: f64,
    /// The time to emit tokens.
    pub emit: f64,
    /// The time to print them.
    pub render: f64,
    /// The time to write the files.
    pub write: f64,
}

impl Report {
    /// Adds the operations and schemas of a description.
    pub(crate) fn describe(&mut self, api: &Api, plan: &Plan, origins: &Origins) {
        self.operations.total = api.total_operations;
        self.operations.skipped.clone_from(&plan.skipped);
        for skipped in &mut self.operations.skipped {
            skipped.pointer = origins.of(&skipped.pointer);
        }
        self.operations.generated = api
            .operations
            .iter()
            .zip(&plan.krate.operations)
            .zip(&plan.named_by)
            .map(|((of_api, operation), named_by)| GeneratedOperation {
                method: operation.method.to_string(),
                path: operation.path.clone(),
                operation_id: of_api.id.clone(),
                tag: of_api.tags.first().cloned(),
                resource: plan.krate.resource_of(operation).map(str::to_owned),
                function: operation.function.to_string(),
                named_by: named_by.clone(),
                type_path: format!("{}::{}", operation.home, operation.ident),
                pages: operation.paging.as_ref().map(ToString::to_string),
                polls: operation.polling.as_ref().map(ToString::to_string),
            })
            .collect();
        let parameters = plan.krate.client_parameters.iter();
        let parameters =
            parameters.map(|one| format!("{} {} ({})", one.location, one.wire, one.ident.unraw()));
        self.client_parameters = parameters.collect();
        self.schemas.total = api.schemas.iter().count();
        self.schemas.models = plan.models.iter().cloned().collect();
        self.parts = Parts::of(api, plan);
        self.untyped = plan
            .untyped
            .iter()
            .filter_map(|id| {
                let schema = &api.schemas[*id];
                let Shape::Any(why) = schema.shape else { return None };
                Some(Untyped { pointer: origins.of(&schema.pointer), why })
            })
            .collect();
    }
}
