//! The examples of responses that mocks have, to be decoded and encoded.

use std::{fs, path::Path};

use clientwright_codegen::{
    Report,
    api::{Api, Operation, Status},
};
use serde_json::{Value, json};

/// The function of a program that decodes a response and encodes the result.
pub(crate) const FUNCTION: &str = r#"
fn respond<O: api::MockOperation>(text: &str) -> Result<String, String> {
    let [status, media_type, body]: [String; 3] = serde_json::from_str(text).expect("a response");
    let response = http::Response::builder().status(status.as_str()).header("content-type", media_type);
    let written = match O::decode(response.body(body).expect("a response")) {
        Ok(response) => O::encode_success(response.body),
        Err(api::Error::Api(response)) => O::encode_failure(response.body),
        Err(api::Error::Decode(error)) => return Err(error.to_string()),
        Err(_) => return Err("the status is not documented".to_owned()),
    };
    let body = written.map_err(|error| error.to_string())?.body;
    Ok(body.as_bytes().map(|bytes| String::from_utf8_lossy(bytes).replace('\n', " ")).unwrap_or_default())
}
"#;

/// An example of a response.
pub(crate) struct Example {
    /// The index of the operation in the report.
    pub(crate) operation: usize,
    /// The method, the path, the status and the media type.
    pub(crate) name: String,
    /// The status, the media type and the body, on a line.
    pub(crate) line: String,
    /// The body as JSON; `None` for another media type.
    pub(crate) json: Option<Value>,
}

/// Reads the examples of the package in `folder`, which is generated from `api`.
pub(crate) fn examples(folder: &Path, api: &Api, report: &Report) -> Result<Vec<Example>, String> {
    let path = folder.join("src/mock/examples.json");
    let text =
        fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let all: Value = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut examples = Vec::new();
    for (index, operation) in report.operations.generated.iter().enumerate() {
        let route = format!("{} {}", operation.method, operation.path);
        let is_this = |other: &&Operation| {
            other.method.as_str() == operation.method.as_str() && other.path == operation.path
        };
        let documented = api.operations.iter().find(is_this);
        let undocumented = documented.map_or(500, undocumented_status);
        for (key, value) in all.get(&route).and_then(Value::as_object).into_iter().flatten() {
            let (status, media_type) = key.split_once(' ').unwrap_or((key, ""));
            let code = match (status, status.strip_suffix("XX")) {
                (_, Some(digit)) => format!("{digit}00"),
                ("default", _) => undocumented.to_string(),
                (code, None) => code.to_owned(),
            };
            let essence = media_type.split(';').next().unwrap_or_default().trim();
            let is_json = essence.ends_with("json")
                && !essence.ends_with("stream+json")
                && essence != "application/x-ndjson"
                && essence != "application/ndjson";
            let body = match value {
                Value::String(text) if !is_json => text.clone(),
                Value::Null if !is_json => String::new(),
                value => value.to_string(),
            };
            examples.push(Example {
                operation: index,
                name: format!("{route} {key}"),
                line: json!([code, media_type, body]).to_string(),
                json: is_json.then(|| value.clone()),
            });
        }
    }
    Ok(examples)
}

/// Returns a status of a failure that only `default` documents, if there is one.
fn undocumented_status(operation: &Operation) -> u16 {
    let is_documented = |code: u16| {
        operation.responses.iter().any(|response| match response.status {
            Status::Code(documented) => documented == code,
            Status::Range(digit) => digit == code / 100,
            Status::Default => false,
        })
    };
    (400..600).rev().find(|code| !is_documented(*code)).unwrap_or(500)
}
