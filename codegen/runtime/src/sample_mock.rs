//! An operation as generated code has it, with the table by which a mock answers it.

use crate::{
    runtime::{
        builder::ClientBuilder,
        client::Client,
        error::RequestError,
        mock::{self, MockClient},
        operation::{Operation, Security},
        reply::{Json, Outcome, Reply},
        request::Request,
    },
    sample::Pet,
};

/// Renames a pet.
#[derive(Debug, Clone)]
pub struct RenamePet<'a> {
    /// Which pet.
    pub id: i64,
    /// Its new self.
    pub body: &'a Pet,
}

/// The pet, or that it will be renamed later.
#[derive(Debug, Clone, PartialEq)]
pub enum RenamePetResponse {
    /// `200`
    Ok(Pet),
    /// `202`
    Accepted,
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

    fn read(reply: Reply) -> Outcome<Self::Output, Self::Error> {
        match reply.status() {
            200 => reply.ok(Json, RenamePetResponse::Ok),
            202 => reply.ok(crate::runtime::reply::Empty, |()| RenamePetResponse::Accepted),
            404 => reply.err(Json, |body| body),
            _ => reply.unexpected(),
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

/// A mock without a server.
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
    ClientBuilder::new("", "sample").mock(EXAMPLES, with_examples)
}

/// The client's method, as generated code has it.
pub fn rename_pet<'a>(
    client: &'a Client,
    id: i64,
    body: &'a Pet,
) -> crate::runtime::client::Call<'a, RenamePet<'a>> {
    crate::runtime::client::Call::new(client, RenamePet { id, body })
}

/// What a mock answers to it.
pub type RenamePetAnswer = mock::MockAnswer<RenamePet<'static>>;
