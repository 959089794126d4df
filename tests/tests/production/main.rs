//! What a client needs in production, over the wire: each on a clock that the test moves.

use std::{collections::BTreeMap, time::Duration};

use hubspot_services::{
    Client, ClientBuilder,
    models::{
        AssociationSpec, AssociationSpecAssociationCategory,
        BatchInputSimplePublicObjectBatchInputForCreate as Batch, PublicAssociationsForObject,
        PublicObjectId, SimplePublicObjectBatchInputForCreate as Service,
    },
};
use serde_json::{Value, json};
use tests::{clock::Clock, server::Server};

mod blocking;
mod lenient;
mod limits;
mod mock;
mod oauth2;
mod pages;
mod retry;
mod transports;

tests::clock_of!(hubspot_services, Moved);

/// Longer than any wait between tries, and shorter than the time that a request has.
const PATIENCE: Duration = Duration::from_secs(59);

/// A client of `server`, and its clock.
fn build(server: &Server) -> (ClientBuilder, Clock) {
    let clock = Clock::new(PATIENCE);
    let builder = Client::builder().base_url(server.url()).oauth2("token").clock(Moved(clock.clone()));
    (builder, clock)
}

fn batch() -> Batch {
    let association = AssociationSpec::new(AssociationSpecAssociationCategory::HubspotDefined, 123);
    let associations = PublicAssociationsForObject::new(vec![association], PublicObjectId::new("7"));
    Batch::new(vec![Service::new(vec![associations], BTreeMap::new())])
}

/// An answer with everything that a `201` has to have, and these records.
fn created(results: &Value) -> Value {
    json!({
        "completedAt": "2023-11-07T05:31:56Z",
        "startedAt": "2023-11-07T05:31:55Z",
        "results": results,
        "status": "COMPLETE",
    })
}
