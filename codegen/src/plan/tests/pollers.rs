use indexmap::IndexMap;

use super::{Description, integer, json, object, text};
use crate::{
    api::{
        ConditionalPolling, Docs, EnumBase, EnumValue, Enumeration, FinalState, Header, Location, Parent,
        PollCondition, Role, SchemaId, Shape, Status,
    },
    load::Selector,
    plan::{PollFrom, PollUntil, PollerSettings, Pollers},
    rust::{Polling, ResultType, StatusType, Type},
};

/// A change of a description with a job.
type Change = fn(&mut Description, SchemaId);

const KNOWN: [&str; 4] = ["queued", "running", "succeeded", "failed"];

/// Returns a description of `POST /jobs` and `GET /jobs/{id}`, which return a job.
fn jobs(status: &str, values: &[&str]) -> (Description, SchemaId) {
    let mut description = Description::new();
    let job = description.object_of_strings("Job", &["id"]);
    let values =
        values.iter().map(|value| EnumValue { value: (*value).into(), name: None, description: None });
    let shape = Shape::Enum(Enumeration { base: EnumBase::String, values: values.collect() });
    description.property(job, status, shape, true);
    let create = description.operation("POST", "/jobs");
    description.response(create, Status::Code(201), json(job));
    let get = description.operation("GET", "/jobs/{id}");
    description.parameter(get, "id", Location::Path, text());
    description.response(get, Status::Code(200), json(job));
    (description, job)
}

fn polling(description: &Description) -> Option<Polling> {
    description.plan().krate.operations.into_iter().next()?.polling
}

/// Returns the polling of the first operation, as the report shows it.
fn polls(description: &Description) -> Option<String> {
    polling(description).map(|polling| polling.to_string())
}

#[test]
fn finds_a_status_whose_values_are_all_known() {
    for (name, values, expected) in [
        ("status", &KNOWN[..], Some("until /status is succeeded, or failed with failed")),
        ("state", &KNOWN, Some("until /state is succeeded, or failed with failed")),
        (
            "phase",
            &["IN_PROGRESS", "Done", "Timed-Out", "incomplete"],
            Some("until /phase is Done, or failed with Timed-Out or incomplete"),
        ),
        ("kind", &KNOWN, None),
        ("status", &["queued", "requires_action", "succeeded", "failed"], None),
        ("status", &["succeeded", "failed"], None),
        ("status", &["queued", "succeeded"], None),
        ("status", &["queued", "failed"], None),
        ("status", &["queued", "completed", "incomplete"], None),
        ("status", &["active", "inactive"], None),
    ] {
        let (description, _) = jobs(name, values);
        let expected = expected.map(|until| format!("GET /jobs/{{id}}, id = /id, {until}"));
        assert_eq!(polls(&description), expected, "{name}: {values:?}");
    }
}

#[test]
fn does_not_guess_a_status_that_another_request_may_not_give() {
    let changed = |change: Change| {
        let (mut description, job) = jobs("status", &KNOWN);
        change(&mut description, job);
        polls(&description)
    };
    assert!(changed(|_, _| {}).is_some());
    let other_type = |description: &mut Description, _| {
        let other = description.object_of_strings("Other", &["id", "status"]);
        description.api.operations[1].responses[0].contents = json(other);
    };
    let required = |description: &mut Description, _| {
        description.parameter(1, "tenant", Location::Query, text()).required = true;
    };
    let other_server = |description: &mut Description, _| {
        description.api.operations[1].server = Some("https://other.example.com".to_owned());
    };
    let other_method = |description: &mut Description, _| {
        description.api.operations[0].method = crate::api::Method::new("PATCH");
    };
    let other_place =
        |description: &mut Description, _| description.api.operations[1].path = "/job/{id}".to_owned();
    let no_value = |description: &mut Description, _| {
        description.api.operations[1].path = "/jobs/{key}".to_owned();
        description.api.operations[1].parameters[0].name = "key".to_owned();
    };
    let changes: [Change; 6] = [other_type, required, other_server, other_method, other_place, no_value];
    for (index, change) in changes.into_iter().enumerate() {
        assert_eq!(changed(change), None, "{index}");
    }
}

#[test]
fn a_start_is_a_status_only_with_the_same_status_code() {
    let (mut description, _) = jobs("status", &KNOWN);
    assert_eq!(polling(&description).map(|polling| polling.starts_with_status), Some(false));
    description.api.operations[0].responses[0].status = Status::Code(200);
    assert_eq!(polling(&description).map(|polling| polling.starts_with_status), Some(true));
}

/// Returns a description of an operation with a `202` and this header.
fn accepted(method: &str, header: &str) -> Description {
    let mut description = Description::new();
    let result = description.object_of_strings("Result", &["url"]);
    let operation = description.operation(method, "/exports");
    description.response(operation, Status::Code(200), json(result));
    description.response(operation, Status::Code(202), json(result));
    let schema = description.inline(Parent::Operation(operation), Role::Header(header.to_owned()), text());
    let header =
        Header { name: header.to_owned(), given: None, required: false, schema, docs: Docs::default() };
    description.api.operations[operation].responses[1].headers.push(header);
    description
}

#[test]
fn finds_a_url_in_a_header_of_an_accepted_request() {
    for (method, header, expected) in [
        ("POST", "Location", Some("header location, while the status code is 202")),
        (
            "POST",
            "Operation-Location",
            Some("header operation-location, by the rules of Azure, result at header location"),
        ),
        (
            "PUT",
            "Azure-AsyncOperation",
            Some("header azure-asyncoperation, by the rules of Azure, result at the same URL"),
        ),
        ("POST", "X-Location", None),
        ("GET", "Location", None),
    ] {
        let description = accepted(method, header);
        assert_eq!(polls(&description).as_deref(), expected, "{method} {header}");
        if let Some(polling) = polling(&description) {
            assert_eq!((polling.result_type, polling.status), (ResultType::Output, StatusType::Untyped));
        }
    }
}

#[test]
fn follows_extensions_before_headers() {
    let mut description = accepted("POST", "Location");
    let extension = &mut description.api.operations[0].polling;
    extension.azure = Some(Some(FinalState::Original));
    let expected = "header operation-location or azure-asyncoperation or location, by the rules of Azure, \
                    result at the same URL";
    assert_eq!(polls(&description).as_deref(), Some(expected));

    let mut description = accepted("GET", "Location");
    let success =
        vec![PollCondition::StatusCode(200), PollCondition::Equals("/url".to_owned(), "x".to_owned())];
    let conditions = ConditionalPolling { success, interval: 5, ..ConditionalPolling::default() };
    description.api.operations[0].polling.conditions = Some(conditions);
    let polling = polling(&description).expect("polling");
    assert_eq!(polling.to_string(), "the same request, until the status code is 200 and /url is x");
    assert_eq!((polling.status, polling.times), (StatusType::Own, [5, 0, 0]));
}

#[test]
fn finds_an_operation_of_google() {
    let mut description = Description::new();
    let operation = description.object_of_strings("Operation", &["name", "error"]);
    description.property(operation, "done", Shape::Boolean, false);
    description.property(operation, "response", integer(), false);
    let start = description.operation("POST", "/texts");
    description.response(start, Status::Code(200), json(operation));
    assert_eq!(polls(&description), None);
    let get = description.operation("GET", "/v1/{name}");
    description.parameter(get, "name", Location::Path, text());
    description.response(get, Status::Code(200), json(operation));
    let polling = polling(&description).expect("polling");
    assert_eq!(polling.to_string(), "GET /v1/{name} of /name, until /done, result /response");
    let ResultType::Property(Type::Int(_)) = polling.result_type else { panic!("{polling:?}") };
    // Two operations of this kind are ambiguous.
    let get = description.operation("GET", "/v2/{name}");
    description.parameter(get, "name", Location::Path, text());
    description.response(get, Status::Code(200), json(operation));
    assert_eq!(polls(&description), None);
}

#[test]
fn follows_the_settings_before_the_description() {
    let (mut description, job) = jobs("status", &KNOWN);
    let nested = description.property(job, "more", object(), false);
    description.property(nested, "url", text(), false);
    let selector = || Selector::Route("POST /jobs".to_owned());
    description.settings.pollers = vec![(selector(), Pollers::Off)];
    assert_eq!(polls(&description), None);

    let with = |from: PollFrom, until: PollUntil, result: &str| {
        let settings = PollerSettings { from, until, result: result.to_owned(), interval: 0, limit: 0 };
        vec![(selector(), Pollers::On(Box::new(settings)))]
    };
    let url = PollFrom::Url("/more/url".to_owned());
    description.settings.pollers = with(url, PollUntil::StatusCode, "original");
    let expected = "URL /more/url, while the status code is 202, result at the same URL";
    assert_eq!(polls(&description).as_deref(), Some(expected));

    let get = Selector::Route("GET /jobs/{id}".to_owned());
    let values: IndexMap<String, String> = [("id".to_owned(), "/id".to_owned())].into_iter().collect();
    let from = PollFrom::Operation(get, values);
    let until = PollUntil::Flag("/more/url".to_owned(), String::new());
    description.settings.pollers = with(from, until, "/more");
    let polling = polling(&description).expect("polling");
    assert_eq!(polling.to_string(), "GET /jobs/{id}, id = /id, until /more/url, result /more");
    assert!(matches!(polling.result_type, ResultType::Property(Type::Named(..))), "{polling:?}");
}
