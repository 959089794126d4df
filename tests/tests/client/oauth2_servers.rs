//! Discovery, the exchange and the revocation of tokens, and assertions of applications.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hubspot_services::{
    Client, ClientAssertion, Discovery, FlowError, OAuth2, Secret, ServerMetadata, TokenExchange,
};
use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, UnparsedPublicKey,
    },
};
use serde_json::{Value, json};
use tests::server::{Server, StubResponse};

use super::{
    TestClock, batch, created,
    oauth2_authorization::{anonymous, application, form, tokens},
};

/// Starts a server that responds with its metadata; `change` changes it.
fn discoverable(path: &'static str, change: impl FnOnce(&mut Value)) -> Server {
    Server::start_with(|url| {
        let mut metadata = json!({
            "issuer": format!("{url}{path}"),
            "authorization_endpoint": format!("{url}/ask"),
            "token_endpoint": format!("{url}/token"),
            "device_authorization_endpoint": format!("{url}/device"),
            "revocation_endpoint": "https://example.com/revoke",
        });
        change(&mut metadata);
        vec![StubResponse::json(200, &metadata)]
    })
}

#[tokio::test]
async fn finds_the_endpoints_of_a_server() {
    for (path, url, target) in [
        ("", "", "/.well-known/openid-configuration"),
        ("", "/", "/.well-known/openid-configuration"),
        ("/", "/.well-known/openid-configuration", "/.well-known/openid-configuration"),
        ("/tenant", "/tenant/", "/tenant/.well-known/openid-configuration"),
        (
            "/tenant",
            "/.well-known/oauth-authorization-server/tenant",
            "/.well-known/oauth-authorization-server/tenant",
        ),
        ("", "/.well-known/oauth-authorization-server", "/.well-known/oauth-authorization-server"),
    ] {
        let server = discoverable(path, |_| {});
        let (client, _) = anonymous();
        let discovery = Discovery::new(format!("{}{url}", server.url()));
        let metadata = discovery.metadata(&client).await.expect("metadata");
        assert_eq!(metadata.issuer, format!("{}{path}", server.url()));
        assert_eq!(metadata.revocation_endpoint.as_deref(), Some("https://example.com/revoke"));
        let application = metadata.application("id");
        let request = metadata.authorization_request(&application, "https://app.example.com/back");
        assert!(request.expect("a request").url().starts_with(&format!("{}/ask?", server.url())));
        discovery.metadata(&client).await.expect("metadata");
        let targets: Vec<_> = server.requests().iter().map(|request| request.target.clone()).collect();
        assert_eq!(targets, [target], "the second call has the metadata of the first one");
    }
}

#[tokio::test]
async fn refuses_metadata_of_another_server() {
    let (client, _) = anonymous();
    let fetch = |server: Server| {
        let client = client.clone();
        async move { ServerMetadata::fetch(&server.url(), &client).await.expect_err("no metadata") }
    };
    let with = |key: &'static str, value: Value| discoverable("", |metadata| metadata[key] = value);
    let other = fetch(with("issuer", json!("https://other.example.com"))).await;
    assert!(matches!(other, FlowError::Issuer), "{other}");
    let other = fetch(discoverable("/tenant", |_| {})).await;
    assert!(matches!(other, FlowError::Issuer), "{other}");
    for (key, value) in [
        ("issuer", Value::Null),
        ("token_endpoint", Value::Null),
        ("token_endpoint", json!("http://example.com/token")),
        ("authorization_endpoint", json!("javascript:alert(1)")),
    ] {
        let error = fetch(with(key, value.clone())).await;
        assert!(matches!(error, FlowError::Invalid(_)), "{key} {value}: {error}");
    }
    let large = StubResponse::new(200, &[], &b" ".repeat((1 << 20) + 1));
    assert!(matches!(fetch(Server::start(vec![large])).await, FlowError::Transport(_)));
    let elsewhere = StubResponse::new(302, &[("location", "https://other.example.com/")], b"");
    let error = fetch(Server::start(vec![elsewhere])).await;
    assert!(matches!(error, FlowError::Server(error) if error.status.as_u16() == 302));
    let error = ServerMetadata::fetch("http://example.com", &client).await.expect_err("no encryption");
    assert!(matches!(error, FlowError::Invalid(_)), "{error}");
}

#[tokio::test]
async fn keeps_no_failure_of_the_discovery() {
    let server = Server::start_with(|url| {
        let metadata = json!({ "issuer": url, "token_endpoint": format!("{url}/token") });
        vec![StubResponse::new(503, &[], b""), StubResponse::json(200, &metadata)]
    });
    let (client, _) = anonymous();
    let discovery = Discovery::new(server.url());
    discovery.metadata(&client).await.expect_err("the server is down");
    discovery.clone().metadata(&client).await.expect("metadata");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn exchanges_a_token() {
    let body = json!({
        "access_token": "narrow",
        "issued_token_type": TokenExchange::ACCESS_TOKEN,
        "token_type": "Bearer",
    });
    let refused = StubResponse::json(400, &json!({ "error": "invalid_target" }));
    let server = Server::start(vec![StubResponse::json(200, &body), refused]);
    let (client, _) = anonymous();
    let exchange = || {
        TokenExchange::new("a-subject", TokenExchange::JWT)
            .actor("an-actor", TokenExchange::ID_TOKEN)
            .audience("billing")
            .requested_type(TokenExchange::ACCESS_TOKEN)
    };
    assert!(!format!("{:?}", exchange()).contains("a-subject"));
    let oauth2 = application(&server);
    let tokens = oauth2.exchange_token(exchange(), &client).await.expect("a token");
    assert_eq!(tokens.access_token.expose(), "narrow");
    let sent = form(&server.requests()[0]);
    for (name, value) in [
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("subject_token", "a-subject"),
        ("subject_token_type", "urn:ietf:params:oauth:token-type:jwt"),
        ("actor_token", "an-actor"),
        ("actor_token_type", "urn:ietf:params:oauth:token-type:id_token"),
        ("audience", "billing"),
        ("requested_token_type", "urn:ietf:params:oauth:token-type:access_token"),
        ("scope", "read write"),
    ] {
        assert_eq!(sent[name], value, "{name}");
    }
    let error = oauth2.exchange_token(exchange(), &client).await.expect_err("it was refused");
    assert!(matches!(error, FlowError::Server(error) if error.error == "invalid_target"));
}

#[tokio::test]
async fn revokes_a_token() {
    let refused = StubResponse::json(503, &json!({ "error": "temporarily_unavailable" }));
    let server = Server::start(vec![StubResponse::new(200, &[], b""), refused]);
    let (client, _) = anonymous();
    let oauth2 = application(&server).secret("the secret").secret_in_body();
    let (url, token) = (format!("{}/revoke", server.url()), Secret::from("refresh-1"));
    oauth2.revoke(&url, &token, &client).await.expect("it is revoked");
    assert_eq!(server.requests()[0].body, b"token=refresh-1&client_id=the%20id&client_secret=the%20secret");
    let error = oauth2.revoke(&url, &token, &client).await.expect_err("it may be valid");
    assert!(matches!(error, FlowError::Server(error) if error.status.as_u16() == 503));
    let error = oauth2.revoke("http://example.com", &token, &client).await.expect_err("no encryption");
    assert!(matches!(error, FlowError::Invalid(_)), "{error}");
}

#[tokio::test]
async fn authenticates_with_a_signed_assertion() {
    let server = Server::start(vec![tokens()]);
    let api = Server::start(vec![StubResponse::json(201, &created(&json!([])))]);
    let random = SystemRandom::new();
    let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
    let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &random);
    let key = std::sync::Arc::new(key.expect("a key"));
    let public = key.public_key().as_ref().to_vec();
    let assertion = ClientAssertion::new("ES256", move |input| {
        let signature = key.sign(&SystemRandom::new(), &input);
        async move { Ok(signature.map_err(|_| "the key cannot sign")?.as_ref().to_vec()) }
    });
    let token_url = format!("{}/token", server.url());
    let oauth2 = OAuth2::client_assertion(&token_url, "the id", assertion.key_id("key-1"));
    let (_, clock) = anonymous();
    let now = clock.system_time().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs();
    let builder = Client::builder().base_url(api.url()).clock(TestClock(clock.clone()));
    let client = builder.oauth2(oauth2.parameter("audience", "https://api.example.com")).build();
    let client = client.expect("a client");
    client.batch_create(&batch()).send().await.expect("201 is a success");
    clock.advance(Duration::from_secs(1800));
    client.batch_create(&batch()).send().await.expect("201 is a success");

    let requests = server.requests();
    let sent = form(&requests[0]);
    assert_eq!((sent["grant_type"].as_str(), sent["client_id"].as_str()), ("client_credentials", "the id"));
    assert_eq!(sent["client_assertion_type"], "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    assert_eq!(sent["audience"], "https://api.example.com");
    assert!(!sent.contains_key("client_secret") && requests[0].header("authorization").is_empty());
    let (input, signature) = sent["client_assertion"].rsplit_once('.').expect("a signature");
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64");
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public);
    public.verify(input.as_bytes(), &decode(signature)).expect("the signature is right");
    let (header, claims) = input.split_once('.').expect("two parts");
    let json = |text: &str| serde_json::from_slice::<Value>(&decode(text)).expect("JSON");
    assert_eq!(json(header), json!({ "alg": "ES256", "typ": "JWT", "kid": "key-1" }));
    let mut claims = json(claims);
    let id = claims["jti"].take();
    let expected = json!({
        "iss": "the id", "sub": "the id", "aud": token_url, "jti": null, "iat": now, "exp": now + 60,
    });
    assert_eq!(claims, expected);
    let second = form(&requests[1])["client_assertion"].clone();
    let claims = json(second.split('.').nth(1).expect("claims"));
    assert_ne!(claims["jti"], id, "an assertion is used once");
    assert_eq!(claims["iat"], now + 1800);
}

#[tokio::test]
async fn returns_the_error_of_the_function_that_signs() {
    let server = Server::start(vec![tokens()]);
    let assertion = ClientAssertion::new("ES256", |_| async { Err("the service for keys is down".into()) });
    let oauth2 = OAuth2::application(format!("{}/token", server.url()), "id").assertion(assertion);
    let exchange = TokenExchange::new("a-subject", TokenExchange::JWT);
    let error = oauth2.exchange_token(exchange, &anonymous().0).await.expect_err("no assertion");
    assert!(error.to_string().contains("the service for keys is down"), "{error}");
    assert!(server.requests().is_empty());
}
