//! JSON of an API decodes and encodes to the same JSON: the response that HubSpot's page shows, and every example of
//! the description.

use hubspot_services::models::{
    BatchInputSimplePublicObjectBatchInputForCreate, BatchResponseSimplePublicObject,
    BatchResponseSimplePublicObjectWithErrors, Error, ErrorDetailContext, Status,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

fn round_trip<T: DeserializeOwned + Serialize>(value: &Value) -> T {
    let model: T =
        serde_json::from_str(&value.to_string()).unwrap_or_else(|error| panic!("{error}: {value}"));
    assert_eq!(&serde_json::to_value(&model).expect("JSON"), value);
    model
}

/// Returns the response that the documentation of the endpoint shows, to the letter.
fn page_response() -> Value {
    json!({
        "completedAt": "2023-11-07T05:31:56Z",
        "numErrors": 123,
        "requestedAt": "2023-11-07T05:31:56Z",
        "startedAt": "2023-11-07T05:31:56Z",
        "links": {},
        "results": [{
            "archived": false,
            "createdAt": "2019-10-30T03:30:17.883Z",
            "id": "512",
            "properties": {
                "property_checkbox": "false",
                "property_date": "1572480000000",
                "property_dropdown": "choice_b",
                "property_multiple_checkboxes": "chocolate;strawberry",
                "property_number": "17",
                "property_radio": "option_1",
                "property_string": "value"
            },
            "updatedAt": "2019-12-07T16:50:06.678Z"
        }],
        "errors": [{
            "subCategory": {},
            "context": {},
            "links": {},
            "id": "<string>",
            "category": "<string>",
            "message": "<string>",
            "errors": [{
                "subCategory": "<string>",
                "code": "<string>",
                "in": "<string>",
                "context": "{missingScopes=[scope1, scope2]}",
                "message": "<string>"
            }],
            "status": "<string>"
        }],
        "status": "PENDING"
    })
}

#[test]
fn keeps_the_response_of_the_page() {
    let batch: BatchResponseSimplePublicObjectWithErrors = round_trip(&page_response());
    assert_eq!(batch.num_errors, Some(123));
    assert_eq!(batch.status, Status::Pending);
    assert_eq!(batch.results[0].created_at.as_millisecond(), 1_572_406_217_883);
    assert_eq!(batch.results[0].properties["property_number"].as_deref(), Some("17"));
    let detail = &batch.errors.expect("errors")[0].errors[0];
    assert_eq!(detail.r#in.as_deref(), Some("<string>"));
    assert_eq!(detail.context, Some(ErrorDetailContext::String("{missingScopes=[scope1, scope2]}".into())));
}

#[test]
fn decodes_a_context_of_lists_by_name() {
    let mut response = page_response();
    response["errors"][0]["errors"][0]["context"] = json!({ "missingScopes": ["scope1", "scope2"] });
    let batch: BatchResponseSimplePublicObjectWithErrors = round_trip(&response);
    let context = batch.errors.expect("errors")[0].errors[0].context.clone().expect("a context");
    let ErrorDetailContext::Object(lists) = context else { panic!("no lists: {context:?}") };
    assert_eq!(lists["missingScopes"], ["scope1", "scope2"]);
}

#[test]
fn keeps_a_context_of_another_type() {
    let mut response = page_response();
    response["errors"][0]["errors"][0]["context"] = json!({ "count": 3 });
    let batch: BatchResponseSimplePublicObjectWithErrors = round_trip(&response);
    let context = batch.errors.expect("errors")[0].errors[0].context.clone();
    assert_eq!(context, Some(ErrorDetailContext::Unknown(json!({ "count": 3 }))));
}

#[test]
fn decodes_a_property_that_is_null() {
    let mut response = page_response();
    response["results"][0]["properties"]["property_string"] = Value::Null;
    let batch: BatchResponseSimplePublicObjectWithErrors = round_trip(&response);
    assert_eq!(batch.results[0].properties["property_string"], None);
}

#[test]
fn keeps_every_example_of_the_description() {
    let path = xtask::workspace().join("spec/hubspot-services.yaml");
    let text = std::fs::read_to_string(path).expect("the description");
    let description: Value = serde_yaml::from_str(&text).expect("YAML");
    let operation = &description["paths"]["/crm/v3/objects/{objectType}/batch/create"]["post"];
    let example = |part: &Value| {
        let example = &part["content"]["application/json"]["example"];
        assert!(example.is_object(), "no example in {part}");
        example.clone()
    };
    round_trip::<BatchInputSimplePublicObjectBatchInputForCreate>(&example(&operation["requestBody"]));
    round_trip::<BatchResponseSimplePublicObject>(&example(&operation["responses"]["201"]));
    round_trip::<BatchResponseSimplePublicObjectWithErrors>(&example(&operation["responses"]["207"]));
    round_trip::<Error>(&example(&operation["responses"]["default"]));
    assert_eq!(text.matches(" example:").count(), 4, "an example that is not tried here");
}
