//! Webhooks of a generated crate.

use wire::webhooks;

#[test]
fn parses_and_verifies_a_webhook() {
    let body = r#"{"at":[1.0,2.0],"by":{"kind":"camera","number":7}}"#;
    let event = webhooks::parse(&http::HeaderMap::new(), body.as_bytes()).expect("an event");
    let webhooks::Event::UserSeen(sighting) = event else { panic!("not recognized: {event:?}") };
    assert_eq!(sighting.at, (1.0, 2.0));
    let error = webhooks::parse(&http::HeaderMap::new(), br#"{"at":[1.0,true]}"#).expect_err("no number");
    assert_eq!(error.pointer, "/at/1");

    let verifier = webhooks::verifier("whsec_plJ3nmyCDGBKInavdOK15jsl").expect("a secret");
    let verified = verifier.verify(&http::Request::new(body));
    assert_eq!(verified, Err(wire::SignatureError::MissingHeader("webhook-id")));
}
