//! Handles the errors of all calls in one place: by one generic function, by the type that the calls share, and by one
//! untyped error for a function that makes several calls.

use std::{error, time::Duration};

use bytes::Bytes;
use error_handler::{Client, Error, ErrorKind, MockClient, errors::ApiError, models::Problem};

/// The reaction to a failed call.
#[derive(Debug, PartialEq)]
enum Reaction {
    /// The call may succeed after this time.
    RetryAfter(Duration),
    /// The caller has to change something.
    Report(String),
    /// The service is not available.
    GiveUp,
}

/// Decides what to do after a failed call of any operation of any resource.
fn react<E>(error: &Error<E>) -> Reaction {
    if let Some(delay) = error.retry_after() {
        return Reaction::RetryAfter(delay);
    }
    // The body is decoded as this model also where the description documents another one, or none.
    if let Some(problem) = error.as_model::<Problem>() {
        return Reaction::Report(problem.message);
    }
    match (error.kind(), error.status()) {
        (ErrorKind::Request, _) => Reaction::Report("the request is not valid".to_owned()),
        (_, Some(status)) if status.is_client_error() => Reaction::Report(status.to_string()),
        _ => Reaction::GiveUp,
    }
}

/// Returns the property that is not valid. The operations of both resources have this type of errors.
fn invalid_field(error: &ApiError) -> Option<&str> {
    match error {
        ApiError::UnprocessableContent(body) => Some(&body.field),
        _ => None,
    }
}

/// Deletes a customer and one of their orders. The calls fail with different types, which `?` makes one.
async fn delete(client: &Client, customer: &str, order: &str) -> Result<(), Error<Bytes>> {
    client.orders().delete(order).send().await.map_err(Error::into_untyped)?;
    client.customers().delete(customer).send().await.map_err(Error::into_untyped)?;
    Ok(())
}

/// Returns a client that has no server, so that all calls fail.
fn mock() -> Result<MockClient, error_handler::RequestError> {
    Client::builder().build_mock()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn error::Error>> {
    let mock = mock()?;
    match mock.client.orders().list().send().await {
        Ok(response) => println!("{} orders", response.body.len()),
        Err(Error::Api(response)) if invalid_field(&response.body).is_some() => {
            println!("{:?}: {}", invalid_field(&response.body), response.body.message());
        }
        Err(error) => println!("{:?}: {error}", react(&error)),
    }
    if let Err(error) = mock.client.customers().get("7").send().await {
        println!("{:?}: {error}", react(&error));
    }
    if let Err(error) = delete(&mock.client, "7", "8").await {
        println!("{:?}: {error}", react(&error));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use error_handler::{
        Response,
        models::{Created, InvalidValue, PartlyCreated},
        operations::orders::CreateResponse,
    };
    use http::{HeaderMap, StatusCode, header};

    use super::*;

    fn failure<E>(status: u16, headers: HeaderMap, body: E) -> Error<E> {
        let status = StatusCode::from_u16(status).expect("a status");
        Error::Api(Box::new(Response::new(status, headers, body)))
    }

    fn not_found() -> Error<ApiError> {
        failure(404, HeaderMap::new(), ApiError::NotFound(Problem::new("there is none")))
    }

    #[tokio::test]
    async fn one_function_handles_the_errors_of_two_resources() {
        let mock = mock().expect("a mock");
        mock.orders().list(|_| Err(not_found()));
        mock.customers().get(|_| {
            let headers = HeaderMap::from_iter([(header::RETRY_AFTER, 7.into())]);
            Err(failure(429, headers, ApiError::TooManyRequests(Problem::new("wait"))))
        });
        let client = &mock.client;
        let error = client.orders().list().send().await.expect_err("not found");
        assert_eq!(react(&error), Reaction::Report("there is none".to_owned()));
        let error = client.customers().get("7").retry(error_handler::Retry::never()).send().await;
        assert_eq!(react(&error.expect_err("too many")), Reaction::RetryAfter(Duration::from_secs(7)));
    }

    #[tokio::test]
    async fn the_calls_of_two_resources_have_one_type_of_errors() {
        let invalid = || ApiError::UnprocessableContent(InvalidValue::new("too long", "name"));
        let mock = mock().expect("a mock");
        mock.orders().create(move |_| Err(failure(422, HeaderMap::new(), invalid())));
        mock.customers().delete(move |_| Err(failure(422, HeaderMap::new(), invalid())));
        let client = &mock.client;
        let body = ["a pen".to_owned()];
        let created = client.orders().create(&body).send().await.expect_err("invalid");
        let deleted = client.customers().delete("7").send().await.expect_err("invalid");
        for error in [created, deleted] {
            let Error::Api(response) = error else { panic!("not documented: {error}") };
            assert_eq!((invalid_field(&response.body), response.body.message()), (Some("name"), "too long"));
        }
    }

    #[tokio::test]
    async fn an_untyped_error_keeps_the_body() {
        let mock = mock().expect("a mock");
        mock.orders().delete(|_| Ok(()));
        mock.customers().delete(|_| Err(not_found()));
        let error = delete(&mock.client, "7", "8").await.expect_err("not found");
        assert_eq!(error.as_model(), Some(Problem::new("there is none")));
        assert_eq!(error.body_bytes().map(Bytes::as_ref), Some(br#"{"message":"there is none"}"#.as_slice()));
    }

    #[test]
    fn both_successes_have_their_common_field_and_are_serialized() {
        let results = || vec!["a pen".to_owned()];
        for (body, json) in [
            (CreateResponse::Created(Created::new(results())), r#"{"results":["a pen"]}"#),
            (
                CreateResponse::MultiStatus(PartlyCreated::new(results(), Vec::new())),
                r#"{"results":["a pen"],"errors":[]}"#,
            ),
        ] {
            assert_eq!(body.results(), results());
            assert_eq!(serde_json::to_string(&body).expect("JSON"), json);
        }
    }
}
