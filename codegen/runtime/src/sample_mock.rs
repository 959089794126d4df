//! A sample of a generated operation, with the table of its mock.

use crate::{
    runtime::{
        builder::ClientBuilder,
        client::Client,
        error::RequestError,
        mock::MockClient,
        operation::{Operation, Security},
        raw_response::{Empty, Json, Outcome, RawResponse},
        request::Request,
    },
    sample::Pet,
};

/// Renames a pet.
#[derive(Debug, Clone)]
pub struct RenamePet<'a> {
    /// The ID of the pet.
    pub id: i64,
    /// The new values.
    pub body: &'a Pet,
}

/// The renamed pet, or the promise to rename it later.
#[derive(Debug, Clone, PartialEq)]
pub enum RenamePetResponse {
    /// `200`
    Ok(Pet),
    /// `202`
    Accepted,
}

crate::runtime::responses! {
    RenamePetResponse {
        body: Ok,
        empty: Accepted,
    }
}

impl Operation for RenamePet<'_> {
    type Output = RenamePetResponse;
    type Error = String;
    const METHOD: &'static str = "PUT";
    const PATH: &'static str = "/pets/{id}";
    const SECURITY: Security = &[&["key"]];

    fn write(&self, request: &mut Request) {
        request.path("id", &self.id);
        request.json("application/json", self.body);
    }

    fn read(raw: RawResponse) -> Outcome<Self::Output, Self::Error> {
        match raw.status() {
            200 => raw.ok(Json, RenamePetResponse::Ok),
            202 => raw.ok(Empty, |()| RenamePetResponse::Accepted),
            404 => raw.err(Json, |body| body),
            _ => raw.unexpected(),
        }
    }
}

crate::runtime::mock! {
    rename_pet RenamePet<'static> {
        body: Pet as json,
        success 200: "application/json" RenamePetResponse::Ok => Json,
        success 202: "" RenamePetResponse::Accepted,
        failure 404: "application/json" => Json,
    }
}

/// Returns a mock.
///
/// # Errors
/// None.
pub fn mock(with_examples: bool) -> Result<MockClient, RequestError> {
    const EXAMPLES: &str = r#"{
        "PUT /pets/{id}": {
            "200 application/json": { "id": 3, "chip": null },
            "404 application/json": "no such pet"
        }
    }"#;
    ClientBuilder::new("", "sample", &[]).mock(EXAMPLES, with_examples)
}

/// A sample of a generated method of the client.
pub fn rename_pet<'a>(
    client: &'a Client,
    id: i64,
    body: &'a Pet,
) -> crate::runtime::client::Call<'a, RenamePet<'a>> {
    crate::runtime::client::Call::new(client, RenamePet { id, body })
}
