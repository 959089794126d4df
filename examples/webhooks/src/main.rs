//! A service that receives the webhooks of an app of HubSpot.

use std::{env, error::Error, sync::Arc};

use axum::{Router, extract::DefaultBodyLimit, routing::post};
use http::StatusCode;
use tokio::net::TcpListener;
use webhooks::{
    WebhookEvent, WebhookVerifier,
    webhooks::{Event, verifier},
};

/// Receives the events of a request. Its signature is valid.
async fn receive(WebhookEvent(events): WebhookEvent<Vec<Event>>) -> StatusCode {
    for event in events {
        match event {
            Event::ContactCreation(event) => println!("the contact {} is new", event.object_id),
            Event::ContactPropertyChange(event) => {
                let value = event.property_value.as_deref().unwrap_or("empty");
                println!("{} of the contact {} is {value}", event.property_name, event.object_id);
            }
            Event::Unknown(event) => println!("unknown event: {}", event.names.join(" ")),
            _ => {}
        }
    }
    StatusCode::NO_CONTENT
}

/// Returns the routes of the service.
fn routes(verifier: WebhookVerifier) -> Router {
    let limit = DefaultBodyLimit::max(256 * 1024);
    Router::new().route("/hubspot", post(receive)).layer(limit).with_state(Arc::new(verifier))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let verifier = verifier(env::var("HUBSPOT_CLIENT_SECRET")?)?;
    axum::serve(TcpListener::bind("127.0.0.1:3000").await?, routes(verifier)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{
        net::SocketAddr,
        time::{SystemTime, UNIX_EPOCH},
    };

    use base64::{Engine, engine::general_purpose::STANDARD};
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::Sha256;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
    };

    use super::*;

    const SECRET: &str = "the client secret of the app";
    const EVENTS: &str = r#"[
        { "subscriptionType": "contact.creation", "eventId": 1, "occurredAt": 1700000000000, "objectId": 7 },
        { "subscriptionType": "contact.merge", "eventId": 2, "objectId": 8 }
    ]"#;

    async fn serve() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let routes = routes(verifier(SECRET).expect("a secret"));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        address
    }

    /// Returns the signature and the time of a request, as HubSpot computes them.
    fn sign(address: SocketAddr, body: &str) -> (String, u128) {
        let time = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time").as_millis();
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("a key");
        mac.update(format!("POSThttps://{address}/hubspot{body}{time}").as_bytes());
        (STANDARD.encode(mac.finalize().into_bytes()), time)
    }

    /// Sends a request, and returns the status of the response and its body.
    async fn send(address: SocketAddr, headers: &str, body: &str) -> (String, String) {
        let length = body.len();
        let head = format!("POST /hubspot HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{headers}");
        let request = format!("{head}content-length: {length}\r\n\r\n{body}");
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(request.as_bytes()).await.expect("a request");
        let mut response = String::new();
        stream.read_to_string(&mut response).await.expect("a response");
        let (head, body) = response.split_once("\r\n\r\n").expect("a response");
        (head.get(9..12).unwrap_or_default().to_owned(), body.to_owned())
    }

    async fn send_signed(address: SocketAddr, signed: &str, sent: &str) -> (String, String) {
        let (signature, time) = sign(address, signed);
        let headers =
            format!("x-hubspot-signature-v3: {signature}\r\nx-hubspot-request-timestamp: {time}\r\n");
        send(address, &headers, sent).await
    }

    #[tokio::test]
    async fn accepts_signed_events_alone() {
        let address = serve().await;
        assert_eq!(send_signed(address, EVENTS, EVENTS).await.0, "204");
        let forged = send_signed(address, EVENTS, &EVENTS.replace('7', "9")).await;
        assert_eq!(forged, ("401".to_owned(), "no signature matches".to_owned()));
        let unsigned = send(address, "", EVENTS).await;
        assert_eq!(unsigned, ("401".to_owned(), "the header `x-hubspot-signature-v3` is missing".to_owned()));
    }

    #[tokio::test]
    async fn reports_bodies_that_do_not_decode_or_are_too_large() {
        let address = serve().await;
        let wrong = EVENTS.replace("1,", "\"one\",");
        let (status, body) = send_signed(address, &wrong, &wrong).await;
        let expected = "the body of the webhook does not decode at `/0/eventId`";
        assert_eq!((status.as_str(), body.as_str()), ("400", expected));
        // One byte more than the limit.
        let large = format!("[{}]", " ".repeat(256 * 1024 - 1));
        assert_eq!(send_signed(address, &large, &large).await.0, "413");
    }
}
