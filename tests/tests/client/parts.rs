//! A crate of several descriptions: one client, one credential, and versions that share their types.

use ::vendor::{
    Call, Client, Error,
    models::{self, Owner, Sort},
    operations::crm::services::ListOwners,
};
use serde_json::json;
use tests::server::{Server, StubResponse};

/// Returns a client for which the server responds for all parts.
fn client(server: &Server) -> Client {
    Client::builder()
        .base_url(server.url())
        .server("https://files.example.com", server.url())
        .oauth("token")
        .build()
        .expect("a client")
}

/// Returns the name of an owner, whatever part it comes from.
fn name(owner: Option<Owner>) -> String {
    owner.map(|owner| owner.name).unwrap_or_default()
}

#[tokio::test]
async fn calls_three_parts_with_one_credential() {
    let owner = json!({ "name": "Ada" });
    let server = Server::start(vec![
        StubResponse::json(200, &json!({ "id": "1", "owner": owner })),
        StubResponse::json(200, &json!({ "id": "2", "owner": owner, "price": { "amount": "9" } })),
        StubResponse::json(200, &json!([{ "name": "a.txt", "owner": owner }])),
    ]);
    let client = client(&server);
    let contact = client.crm().contacts().get_contact("1").send().await.expect("a contact").body;
    let service = client.crm().services().get_service("2").send().await.expect("a service").body;
    let files = client.files().list_files().send().await.expect("files").body;
    let owners = [contact.owner, service.owner, files.into_iter().next().and_then(|file| file.owner)];
    assert_eq!(owners.map(name), ["Ada", "Ada", "Ada"]);
    let requests = server.requests();
    let targets: Vec<&str> = requests.iter().map(|request| request.target.as_str()).collect();
    assert_eq!(targets, ["/contacts/1", "/2026-03/services/2", "/files"]);
    assert!(requests.iter().all(|request| request.header("authorization") == "Bearer token"));
}

#[tokio::test]
async fn moves_from_a_version_to_the_next() {
    let server = Server::start(vec![
        StubResponse::json(200, &json!({ "id": "2", "price": "9" })),
        StubResponse::json(200, &json!({ "id": "2", "price": { "amount": "9" } })),
    ]);
    let client = client(&server);
    let old = client.crm().services_v3().get_service("2").send().await.expect("a service").body;
    let new = client.crm().services().get_service("2").send().await.expect("a service").body;
    // Only the type of the property that has changed is another one.
    let _: [Option<Owner>; 2] = [old.owner, new.owner];
    assert_eq!(old.price.as_deref(), Some("9"));
    assert_eq!(new.price.map(|price| price.amount).as_deref(), Some("9"));
    assert_eq!(server.requests()[0].target, "/v3/services/2");
}

/// Calls an operation that is the same in two versions.
async fn names_of_owners(call: Call<'_, ListOwners>) -> Vec<String> {
    let owners = call.sort(Sort::Name).send().await.expect("owners").body;
    owners.into_iter().map(|owner| owner.name).collect()
}

#[tokio::test]
async fn an_operation_that_did_not_change_is_the_same_in_both_versions() {
    let owners = StubResponse::json(200, &json!([{ "name": "Ada" }]));
    let server = Server::start(vec![owners.clone(), owners]);
    let client = client(&server);
    assert_eq!(names_of_owners(client.crm().services_v3().list_owners()).await, ["Ada"]);
    assert_eq!(names_of_owners(client.crm().services().list_owners()).await, ["Ada"]);
    assert!(server.requests().iter().all(|request| request.target == "/owners?sort=name"));
}

#[tokio::test]
async fn a_mock_of_either_version_responds_to_an_operation_of_both() {
    let mock = Client::builder().build_mock().expect("a mock");
    mock.crm().services_v3().list_owners(|_| Ok(vec![Owner::new("Ada")]));
    assert_eq!(names_of_owners(mock.client.crm().services().list_owners()).await, ["Ada"]);
}

#[tokio::test]
async fn errors_with_one_name_are_the_types_of_their_parts() {
    let server = Server::start(vec![
        StubResponse::json(404, &json!({ "message": "no contact" })),
        StubResponse::json(404, &json!({ "code": 7 })),
    ]);
    let client = client(&server);
    let contact = client.crm().contacts().get_contact("1").send().await.expect_err("no contact");
    let Error::Api(response) = contact else { panic!("a documented error: {contact:?}") };
    let models::Error { message, .. } = response.body;
    assert_eq!(message, "no contact");
    let files = client.files().list_files().send().await.expect_err("no files");
    let Error::Api(response) = files else { panic!("a documented error: {files:?}") };
    let models::files::Error { code, .. } = response.body;
    assert_eq!(code, 7);
}
