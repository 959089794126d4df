//! Lenient decoding.

use hubspot_services::{Error, operations::BatchCreateResponse};
use serde_json::{Value, json};
use tests::server::{Server, StubResponse};

use super::{batch, build, created};

fn record(id: usize) -> Value {
    json!({
        "id": id.to_string(),
        "archived": false,
        "createdAt": "2023-11-07T05:31:56Z",
        "updatedAt": "2023-11-07T05:31:56Z",
        "properties": { "name": "a, \"b\"]}" },
    })
}

/// Returns a hundred records with five errors.
///
/// The fourth record has no ID, the fifth has an object as its ID, and the last one is not an object. The tenth has an
/// optional property of another type, and the eleventh has an invalid element in an optional property.
fn broken() -> Value {
    let mut records: Vec<Value> = (0..100).map(record).collect();
    records[3].as_object_mut().expect("a record").remove("id");
    records[4]["id"] = json!({ "a": [1, 2] });
    records[9]["archivedAt"] = json!("yesterday, \"or\" so");
    records[10]["propertiesWithHistory"] =
        json!({ "name": [{ "sourceType": "x", "timestamp": "2023-11-07T05:31:56Z", "value": 1 }] });
    records[99] = json!("gone");
    json!(records)
}

#[tokio::test]
async fn leaves_out_only_the_invalid_records() {
    let body = created(&broken());
    let server = Server::start(vec![StubResponse::json(201, &body)]);
    let (builder, _) = build(&server);
    let client = builder.lenient(true).build().expect("a client");
    let response = client.batch_create(&batch()).send().await.expect("201 is a success");
    let BatchCreateResponse::Created(created) = response.body else { panic!("not a 207") };
    assert_eq!(created.results.len(), 97);
    assert_eq!(created.results[3].id, "5");
    let tenth = created.results.iter().find(|record| record.id == "9").expect("the tenth");
    assert_eq!(tenth.archived_at, None);
    let eleventh = created.results.iter().find(|record| record.id == "10").expect("the eleventh");
    let history = eleventh.properties_with_history.as_ref().expect("an object");
    assert_eq!(history["name"], []);

    let pointers: Vec<&str> = response.warnings.iter().map(|warning| warning.pointer.as_str()).collect();
    assert_eq!(
        pointers,
        [
            "/results/3",
            "/results/4",
            "/results/9/archivedAt",
            "/results/10/propertiesWithHistory/name/0",
            "/results/99",
        ],
    );
    for warning in &response.warnings {
        let kept: Value = serde_json::from_str(&warning.json).expect("JSON");
        assert_eq!(Some(&kept), body.pointer(&warning.pointer), "{warning:?}");
        assert!(!warning.message.contains("line"), "{warning:?}");
    }
    assert_eq!(response.warnings[0].message, "missing field `id`");
}

#[tokio::test]
async fn is_strict_by_default_and_lenient_by_call() {
    let server = Server::start(vec![StubResponse::json(201, &created(&broken()))]);
    let (builder, _) = build(&server);
    let client = builder.build().expect("a client");
    let error = client.batch_create(&batch()).send().await.expect_err("it does not decode");
    let Error::Decode(error) = error else { panic!("another error: {error}") };
    assert_eq!(error.pointer, "/results/3/id");
    let response = client.batch_create(&batch()).lenient(true).send().await.expect("201 is a success");
    assert_eq!(response.warnings.len(), 5);
}

#[tokio::test]
async fn rejects_invalid_json_and_a_missing_required_property() {
    let missing = json!({ "completedAt": "2023-11-07T05:31:56Z", "results": [], "status": "COMPLETE" });
    let cut = created(&json!([record(1)])).to_string();
    let responses = [missing.to_string(), cut[..cut.len() - 2].to_owned(), "[]".to_owned(), String::new()];
    for body in responses {
        let json = [("content-type", "application/json")];
        let server = Server::start(vec![StubResponse::new(201, &json, body.as_bytes())]);
        let (builder, _) = build(&server);
        let client = builder.lenient(true).build().expect("a client");
        let error = client.batch_create(&batch()).send().await.expect_err("it does not decode");
        let Error::Decode(error) = error else { panic!("another error: {error}") };
        assert_eq!(error.response.body, body, "{error}");
    }
}

#[tokio::test]
async fn gives_up_after_a_thousand_removed_entries() {
    let gone = vec!["gone"; 1001];
    let server = Server::start(vec![
        StubResponse::json(201, &created(&json!(gone[1..]))),
        StubResponse::json(201, &created(&json!(gone))),
    ]);
    let (builder, _) = build(&server);
    let client = builder.lenient(true).build().expect("a client");
    let response = client.batch_create(&batch()).send().await.expect("201 is a success");
    assert_eq!(response.warnings.len(), 1000);
    let error = client.batch_create(&batch()).send().await.expect_err("too many errors");
    let Error::Decode(error) = error else { panic!("another error: {error}") };
    assert_eq!(error.pointer, "/results/0");
}
