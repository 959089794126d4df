//! What was done, for machines.

use indexmap::IndexMap;
use serde::Serialize;

use crate::{
    api::{Api, Shape},
    diagnostics::Pointer,
    load::{Document, Skipped},
    plan::Plan,
};

/// What was done with a description.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// The version of OpenAPI that the description follows.
    pub openapi: String,
    /// The operations.
    pub operations: Operations,
    /// The schemas.
    pub schemas: Schemas,
    /// The schemas whose values stay JSON.
    pub untyped: Vec<Untyped>,
    /// How many files there are.
    pub files: usize,
    /// How many bytes they have.
    pub bytes: usize,
    /// How long each stage took.
    pub millis: Millis,
}

/// What became of the operations.
#[derive(Debug, Default, Serialize)]
pub struct Operations {
    /// How many the description has.
    pub total: usize,
    /// Those that are generated.
    pub generated: Vec<GeneratedOperation>,
    /// Those that are left out.
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
    /// The tag in whose module it is: its first.
    pub tag: Option<String>,
    /// The client's method.
    pub function: String,
    /// The struct.
    #[serde(rename = "type")]
    pub type_path: String,
    /// What the next page of its list is asked for with, where it gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<String>,
}

/// What became of the schemas.
#[derive(Debug, Default, Serialize)]
pub struct Schemas {
    /// How many the description has, those included that stand in others.
    pub total: usize,
    /// The types of component schemas, by their key.
    pub models: IndexMap<String, String>,
}

/// A schema whose values stay JSON.
#[derive(Debug, Serialize)]
pub struct Untyped {
    /// Where it is in the description.
    pub pointer: Pointer,
    /// Why.
    pub why: &'static str,
}

/// How long each stage took, in milliseconds.
#[derive(Debug, Default, Serialize)]
pub struct Millis {
    /// Reading the text.
    pub load: f64,
    /// Resolving it.
    pub lower: f64,
    /// Naming and typing it.
    pub plan: f64,
    /// Making tokens.
    pub emit: f64,
    /// Printing them.
    pub render: f64,
    /// Writing files.
    pub write: f64,
}

impl Report {
    /// Notes what became of the description.
    pub(crate) fn describe(&mut self, document: &Document, api: &Api, plan: &Plan) {
        self.openapi.clone_from(&document.openapi.openapi);
        self.operations.total = api.total_operations;
        self.operations.skipped.clone_from(&plan.skipped);
        for skipped in &mut self.operations.skipped {
            skipped.pointer = document.origins.of(&skipped.pointer);
        }
        self.operations.generated = plan
            .operations
            .iter()
            .zip(&plan.krate.operations)
            .map(|(index, operation)| GeneratedOperation {
                method: operation.method.to_string(),
                path: operation.path.clone(),
                operation_id: api.operations[*index].id.clone(),
                tag: api.operations[*index].tags.first().cloned(),
                function: operation.function.to_string(),
                type_path: format!("operations::{}", operation.ident),
                pages: operation.paging.as_ref().map(|paging| paging.next.to_string()),
            })
            .collect();
        self.schemas.total = api.schemas.iter().count();
        self.schemas.models = plan.models.iter().cloned().collect();
        self.untyped = plan
            .untyped
            .iter()
            .filter_map(|id| {
                let schema = &api.schemas[*id];
                let Shape::Any(why) = schema.shape else { return None };
                Some(Untyped { pointer: document.origins.of(&schema.pointer), why })
            })
            .collect();
    }
}
