//! Tests of generated clients, with servers on loopback and without: one program, so that it is linked once and its
//! tests run in parallel.

use std::{collections::BTreeMap, process::Command, time::Duration};

use hubspot_services::{
    Client, ClientBuilder,
    models::{
        AssociationCategory, AssociationSpec, BatchInputSimplePublicObjectBatchInputForCreate as Batch,
        PublicAssociationsForObject, PublicObjectId, SimplePublicObjectBatchInputForCreate as Service,
    },
};
use serde_json::{Value, json};
use tests::{clock::Clock, server::Server};

mod any_request;
mod blocking;
mod bodies;
mod call_options;
mod client_parameters;
mod compression;
mod deadlines;
mod environment;
mod headers;
mod import;
mod lenient;
mod limits;
mod metrics;
mod mock;
mod multipart_positions;
mod oauth2;
mod oauth2_authorization;
mod oauth2_device;
mod oauth2_servers;
mod opentelemetry;
mod pages;
mod parts;
mod pollers;
mod pollers_limits;
mod proxies;
mod reconnect;
mod recording;
mod redirects;
mod replay;
mod resources;
mod retry;
mod round_trip;
mod servers;
mod spans;
mod times;
mod transports;
mod webhooks;
mod wire;
mod wire_api;
mod wire_xml;

tests::clock_of!(hubspot_services, TestClock);

/// The test clock moves by itself over shorter sleeps: longer than any delay between attempts, and shorter than the
/// timeout of a request.
const AUTO_ADVANCE_LIMIT: Duration = Duration::from_secs(59);

/// Returns a client builder for `server` and its clock.
fn build(server: &Server) -> (ClientBuilder, Clock) {
    let clock = Clock::new(AUTO_ADVANCE_LIMIT);
    let builder = Client::builder().base_url(server.url()).oauth2("token").clock(TestClock(clock.clone()));
    (builder, clock)
}

/// Runs an ignored test of this program in another process, with these variables instead of those that clients read.
/// Returns its output.
fn run_ignored(test: &str, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "REQUEST_METHOD"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    for name in ["HUBSPOT_SERVICES_TOKEN", "HUBSPOT_SERVICES_BASE_URL"] {
        command.env_remove(name);
    }
    command.args(["--exact", test, "--ignored", "--nocapture"]).envs(variables.iter().copied());
    let output = command.output().expect("this program runs");
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    text
}

fn batch() -> Batch {
    let association = AssociationSpec::new(AssociationCategory::HubspotDefined, 123);
    let associations = PublicAssociationsForObject::new(vec![association], PublicObjectId::new("7"));
    Batch::new(vec![Service::new(vec![associations], BTreeMap::new())])
}

/// Returns the body of a `201` with all required properties and these records.
fn created(results: &Value) -> Value {
    json!({
        "completedAt": "2023-11-07T05:31:56Z",
        "startedAt": "2023-11-07T05:31:55Z",
        "results": results,
        "status": "COMPLETE",
    })
}
