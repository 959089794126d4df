//! A crate of several descriptions: one client, one credential, and versions that share their types.

use ::vendor::{
    Call, Client, Error,
    models::{self, Owner},
    operations::crm::{
        services::{self, ListOwners, ListOwnersSort},
        services_v3,
    },
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
    assert_eq!(targets, ["/contacts/1", "/services/2026-03/services/2", "/files"]);
    assert!(requests.iter().all(|request| request.header("authorization") == "Bearer token"));
}

#[tokio::test]
async fn a_base_url_moves_the_servers_at_the_same_origin_with_their_paths() {
    let server = Server::start(vec![StubResponse::json(404, &json!({ "message": "none" }))]);
    let url = |path: &str| format!("{}{path}", server.url());
    let builder = || Client::builder().oauth("token");
    for client in [
        builder().base_url(url("/gateway/")),
        builder().base_url(url("/none")).server("https://api.example.com/services", url("/s")),
        builder()
            .server("https://api.example.com/", url("/c"))
            .server("https://api.example.com/services/", url("/s")),
    ] {
        let client = client.build().expect("a client");
        client.crm().contacts().get_contact("1").send().await.expect_err("none");
        client.crm().services().get_service("2").send().await.expect_err("none");
    }
    let requests = server.requests();
    let targets: Vec<&str> = requests.iter().map(|request| request.target.as_str()).collect();
    assert_eq!(
        targets,
        [
            "/gateway/contacts/1",
            "/gateway/services/2026-03/services/2",
            "/none/contacts/1",
            "/s/2026-03/services/2",
            "/c/contacts/1",
            "/s/2026-03/services/2",
        ]
    );
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
    assert_eq!(server.requests()[0].target, "/services/v3/services/2");
}

/// Calls an operation that is the same in two versions.
async fn names_of_owners(call: Call<'_, ListOwners>) -> Vec<String> {
    let owners = call.sort(ListOwnersSort::Name).send().await.expect("owners").body;
    owners.into_iter().map(|owner| owner.name).collect()
}

#[tokio::test]
async fn an_operation_that_did_not_change_is_the_same_in_both_versions() {
    let owners = StubResponse::json(200, &json!([{ "name": "Ada" }]));
    let server = Server::start(vec![owners.clone(), owners]);
    let client = client(&server);
    assert_eq!(names_of_owners(client.crm().services_v3().list_owners()).await, ["Ada"]);
    assert_eq!(names_of_owners(client.crm().services().list_owners()).await, ["Ada"]);
    assert!(server.requests().iter().all(|request| request.target == "/services/owners?sort=name"));
}

#[tokio::test]
async fn a_mock_of_either_version_responds_to_an_operation_of_both() {
    let mock = Client::builder().build_mock().expect("a mock");
    mock.crm().services_v3().list_owners(|_| Ok(vec![Owner::new("Ada")]));
    assert_eq!(names_of_owners(mock.client.crm().services().list_owners()).await, ["Ada"]);
}

#[tokio::test]
async fn a_mock_distinguishes_the_operations_of_versions_by_more_than_their_path() {
    let mock = Client::builder().build_mock().expect("a mock");
    mock.crm().services_v3().get_limits(|_| Ok(services_v3::GetLimitsReply::new(7)));
    mock.crm().services().get_limits(|_| Ok(services::GetLimitsReply::new("seven")));
    let crm = mock.client.crm();
    assert_eq!(crm.services_v3().get_limits().send().await.expect("limits").body.max, 7);
    assert_eq!(crm.services().get_limits().send().await.expect("limits").body.max, "seven");
    assert_eq!(mock.calls.of::<services::GetLimits>().len(), 1);

    let mock = Client::builder().build_mock_with_examples().expect("a mock");
    let old = mock.client.crm().services_v3().get_limits().send().await.expect("an example");
    let new = mock.client.crm().services().get_limits().send().await.expect("an example");
    assert!(old.body.max.to_string() != new.body.max);
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
