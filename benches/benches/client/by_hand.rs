//! The same call, written by hand for one endpoint with reqwest and serde's derives.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub(crate) struct Batch {
    inputs: Vec<Input>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    associations: Vec<Associations>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object_write_trace_id: Option<String>,
    properties: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Associations {
    types: Vec<Association>,
    to: Target,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Association {
    association_category: Category,
    association_type_id: i32,
}

#[derive(Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Category {
    HubspotDefined,
}

#[derive(Serialize)]
struct Target {
    id: String,
}

impl Batch {
    /// Copies the content of the generated type.
    pub(crate) fn of(batch: &super::Batch) -> Self {
        let input = |service: &super::Service| Input {
            associations: vec![Associations {
                types: vec![Association {
                    association_category: Category::HubspotDefined,
                    association_type_id: 123,
                }],
                to: Target { id: "7".to_owned() },
            }],
            object_write_trace_id: service.object_write_trace_id.clone(),
            properties: service.properties.clone(),
        };
        Self { inputs: batch.inputs.iter().map(input).collect() }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoding is what is measured")]
pub(crate) struct Created {
    completed_at: Timestamp,
    requested_at: Option<Timestamp>,
    started_at: Timestamp,
    links: Option<BTreeMap<String, String>>,
    pub(crate) results: Vec<Record>,
    status: Status,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Status {
    Canceled,
    Complete,
    Pending,
    Processing,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoding is what is measured")]
pub(crate) struct Record {
    archived: bool,
    archived_at: Option<Timestamp>,
    created_at: Timestamp,
    id: String,
    object_write_trace_id: Option<String>,
    properties: BTreeMap<String, Option<String>>,
    updated_at: Timestamp,
    url: Option<String>,
}

pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
    token: String,
}

impl Client {
    pub(crate) fn new(url: &str, token: &str) -> Self {
        let url = format!("{url}/crm/v3/objects/0-162/batch/create");
        Self { http: reqwest::Client::new(), url, token: token.to_owned() }
    }

    pub(crate) async fn batch_create(&self, batch: &Batch) -> Result<Created, Box<dyn std::error::Error>> {
        let request = self
            .http
            .post(&self.url)
            .bearer_auth(&self.token)
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .timeout(std::time::Duration::from_secs(60))
            .body(serde_json::to_vec(batch)?);
        let response = request.send().await?.error_for_status()?;
        Ok(serde_json::from_slice(&response.bytes().await?)?)
    }
}
