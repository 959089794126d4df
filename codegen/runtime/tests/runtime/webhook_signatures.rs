//! The signatures of webhooks, with the test vectors of the senders.

use std::time::{Duration, Instant, SystemTime};

use clientwright_runtime::runtime::{
    clock::Clock,
    transport::BoxFuture,
    webhook_scheme::{Encoding, Scheme},
    webhook_signature::{InvalidSecret, SignatureError, WebhookVerifier},
};
use http::{Method, Request};

/// A clock that stands at a number of seconds.
struct StoppedClock(u64);

impl Clock for StoppedClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.0)
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(async {})
    }
}

/// A signed request, and the verifier that accepts it.
struct Signed {
    scheme: Scheme,
    secret: &'static str,
    now: u64,
    method: Method,
    uri: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Signed {
    fn verifier(&self) -> WebhookVerifier {
        let verifier = WebhookVerifier::new(self.scheme, self.secret).expect("a secret");
        verifier.clock(StoppedClock(self.now))
    }

    fn request(&self) -> Request<&[u8]> {
        let mut request = Request::builder().method(&self.method).uri(&self.uri);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        request.body(self.body.as_slice()).expect("a request")
    }

    fn verify(&self) -> Result<(), SignatureError> {
        self.verifier().verify(&self.request())
    }

    fn header(&mut self, name: &str) -> &mut String {
        &mut self.headers.iter_mut().find(|(known, _)| *known == name).expect("a header").1
    }
}

const GITHUB: Scheme =
    Scheme::Body { header: "x-hub-signature-256", prefix: "sha256=", encoding: Encoding::Hex };

/// The example of GitHub's page "Validating webhook deliveries".
fn github() -> Signed {
    let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    Signed {
        scheme: GITHUB,
        secret: "It's a Secret to Everybody",
        now: 0,
        method: Method::POST,
        uri: "/".to_owned(),
        headers: vec![("x-hub-signature-256", signature.to_owned())],
        body: b"Hello, World!".to_vec(),
    }
}

/// The example of the specification of Standard Webhooks.
fn standard() -> Signed {
    let headers = [
        ("webhook-id", "msg_loFOjxBNrRLzqYUf"),
        ("webhook-timestamp", "1731705121"),
        ("webhook-signature", "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="),
    ];
    Signed {
        scheme: Scheme::StandardWebhooks,
        secret: "whsec_plJ3nmyCDGBKInavdOK15jsl",
        now: 1_731_705_121,
        method: Method::POST,
        uri: "/".to_owned(),
        headers: headers.map(|(name, value)| (name, value.to_owned())).to_vec(),
        body: br#"{"event_type":"ping","data":{"success":true}}"#.to_vec(),
    }
}

/// A request whose signature was made with `openssl dgst -sha256 -hmac`.
fn stripe() -> Signed {
    let signature = "654b43d3508ecadb3f8cefc4bc7d3d2bdc5ba9e03bf2c89b2d0657a8e24e4543";
    Signed {
        scheme: Scheme::Stripe,
        secret: "whsec_test_secret",
        now: 1_492_774_577,
        method: Method::POST,
        uri: "/".to_owned(),
        headers: vec![("stripe-signature", format!("t=1492774577,v1={signature},v0=00ff"))],
        body: br#"{"id":"evt_1","object":"event"}"#.to_vec(),
    }
}

/// A request whose signature was made with `openssl dgst -sha256 -hmac`, of the decoded URL.
fn hubspot() -> Signed {
    let headers = [
        ("host", "www.example.com"),
        ("x-hubspot-request-timestamp", "1700000000123"),
        ("x-hubspot-signature-v3", "HR6ZS5SidUgiYoGZRzdQnlxCdvmFyxNTdU+rSgxk6B8="),
    ];
    Signed {
        scheme: Scheme::HubspotV3,
        secret: "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy",
        now: 1_700_000_000,
        method: Method::POST,
        uri: "/webhook_uri?to=a%40b%20c%2fd".to_owned(),
        headers: headers.map(|(name, value)| (name, value.to_owned())).to_vec(),
        body: r#"{"example_field":"example_välue"}"#.as_bytes().to_vec(),
    }
}

fn all() -> [Signed; 4] {
    [github(), standard(), stripe(), hubspot()]
}

#[test]
fn accepts_the_examples_of_the_senders() {
    for signed in all() {
        assert_eq!(signed.verify(), Ok(()), "{:?}", signed.scheme);
    }
    // The example of the libraries of Standard Webhooks.
    let mut other = standard();
    other.secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    other.now = 1_614_265_330;
    *other.header("webhook-id") = "msg_p5jXN8AQM9LWM0D4loKWxJek".to_owned();
    *other.header("webhook-timestamp") = "1614265330".to_owned();
    *other.header("webhook-signature") = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=".to_owned();
    other.body = br#"{"test": 2432232314}"#.to_vec();
    assert_eq!(other.verify(), Ok(()));
}

#[test]
fn accepts_requests_within_the_tolerance_alone() {
    for mut signed in all().into_iter().skip(1) {
        let now = signed.now;
        // The time of HubSpot's request has milliseconds, and is a part of a second later.
        for (ahead, expected) in [
            (300, Ok(())),
            (302, Err(SignatureError::TooOld)),
            (-299, Ok(())),
            (-302, Err(SignatureError::InFuture)),
        ] {
            signed.now = now.saturating_add_signed(ahead);
            assert_eq!(signed.verify(), expected, "{:?} {ahead}", signed.scheme);
        }
        signed.now = now + 500;
        let verifier = signed.verifier().tolerance(Duration::from_secs(500));
        assert_eq!(verifier.verify(&signed.request()), Ok(()));
    }
}

#[test]
fn accepts_each_secret_and_each_signature() {
    let signed = standard();
    let verifier =
        WebhookVerifier::new(signed.scheme, "whsec_AAAA").expect("a secret").clock(StoppedClock(signed.now));
    assert_eq!(verifier.verify(&signed.request()), Err(SignatureError::NoMatch));
    let verifier = verifier.also(signed.secret).expect("a secret");
    assert_eq!(verifier.verify(&signed.request()), Ok(()));

    let mut several = standard();
    let signature = several.header("webhook-signature").clone();
    *several.header("webhook-signature") = format!("v1a,AAAA v1,AAAA {signature}");
    assert_eq!(several.verify(), Ok(()));
    // The number of signatures is limited.
    *several.header("webhook-signature") = format!("{}{signature}", "v1,AAAA ".repeat(16));
    assert_eq!(several.verify(), Err(SignatureError::NoMatch));
}

#[test]
fn rejects_requests_without_a_header_or_with_a_wrong_one() {
    for signed in all() {
        for index in 0..signed.headers.len() {
            let name = signed.headers[index].0;
            let mut missing = Signed { headers: signed.headers.clone(), ..all_but_headers(&signed) };
            missing.headers.remove(index);
            assert_eq!(missing.verify(), Err(SignatureError::MissingHeader(name)));
            let mut repeated = Signed { headers: signed.headers.clone(), ..all_but_headers(&signed) };
            repeated.headers.push(signed.headers[index].clone());
            assert_eq!(repeated.verify(), Err(SignatureError::Malformed(name)));
        }
    }
    for (mut signed, header, value) in [
        (github(), "x-hub-signature-256", "757107ea"),
        (github(), "x-hub-signature-256", "sha256=757"),
        (standard(), "webhook-timestamp", "1731705121.0"),
        (standard(), "webhook-timestamp", "99999999999999999999"),
        (standard(), "webhook-signature", "rAvfW3dJ"),
        (stripe(), "stripe-signature", "t=1492774577"),
        (stripe(), "stripe-signature", "v1=00"),
        (hubspot(), "x-hubspot-request-timestamp", "18446744073709551616"),
        (hubspot(), "x-hubspot-signature-v3", "*"),
    ] {
        value.clone_into(signed.header(header));
        assert_eq!(signed.verify(), Err(SignatureError::Malformed(header)), "{value}");
    }
}

fn all_but_headers(signed: &Signed) -> Signed {
    let Signed { method, uri, body, .. } = signed;
    Signed { method: method.clone(), uri: uri.clone(), headers: Vec::new(), body: body.clone(), ..*signed }
}

#[test]
fn signatures_of_hubspot_cover_the_url_that_the_sender_has() {
    let mut signed = hubspot();
    signed.uri = "/inner?to=a%40b%20c%2fd".to_owned();
    assert_eq!(signed.verify(), Err(SignatureError::NoMatch));
    let verifier = signed.verifier().public_url("https://www.example.com/webhook_uri");
    assert_eq!(verifier.verify(&signed.request()), Ok(()));
    signed.uri = "https://www.example.com/webhook_uri?to=a%40b%20c%2fd".to_owned();
    signed.headers.remove(0);
    assert_eq!(signed.verify(), Ok(()), "a request of HTTP/2 has no header `Host`");
    signed.method = Method::PUT;
    assert_eq!(signed.verify(), Err(SignatureError::NoMatch));
}

#[test]
fn secrets_must_be_usable_and_are_never_shown() {
    for (scheme, secret) in
        [(GITHUB, ""), (Scheme::StandardWebhooks, "whsec_"), (Scheme::StandardWebhooks, "whsec_*")]
    {
        assert_eq!(WebhookVerifier::new(scheme, secret).expect_err("no secret"), InvalidSecret);
    }
    let verifier = github().verifier();
    assert!(verifier.also("").is_err());
    let shown = format!("{:?}", github().verifier());
    assert!(shown.contains("1 secrets: ***") && !shown.contains("Everybody"), "{shown}");
}

/// A generator of numbers (xorshift), so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).expect("a small number")
    }

    /// Changes a text at one place: replaces, removes or inserts a byte.
    fn mutate(&mut self, text: &mut Vec<u8>, alphabet: &[u8]) {
        let (at, byte) = (self.below(text.len()), alphabet[self.below(alphabet.len())]);
        match self.below(3) {
            0 => text[at] = byte,
            1 => drop(text.remove(at)),
            _ => text.insert(at, byte),
        }
    }
}

#[test]
fn no_forged_request_passes() {
    const HEADER: &[u8] = b"0123456789abcdefABCDEFghxyzXYZ+/=_-,. v";
    let all_bytes: Vec<u8> = (0..=255).collect();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let signed = all();
    let verifiers = signed.each_ref().map(Signed::verifier);
    let mut rejected = 0;
    while rejected < 100_000 {
        let index = rejected % signed.len();
        let (signed, verifier) = (&signed[index], &verifiers[index]);
        let (mut headers, mut body) = (signed.headers.clone(), signed.body.clone());
        let place = random.below(headers.len() + 1);
        let mut is_same = false;
        match headers.get_mut(place) {
            Some((name, value)) => {
                let mut bytes = value.clone().into_bytes();
                random.mutate(&mut bytes, HEADER);
                let mutated = String::from_utf8(bytes).expect("ASCII");
                is_same = means_the_same(name, value, &mutated);
                *value = mutated;
            }
            None => {
                random.mutate(&mut body, &all_bytes);
                is_same |= body == signed.body;
            }
        }
        if is_same {
            continue;
        }
        let forged = Signed { headers, body, ..all_but_headers(signed) };
        let result = verifier.verify(&forged.request());
        assert!(result.is_err(), "{:?} accepts {:?} {:?}", forged.scheme, forged.headers, forged.body);
        rejected += 1;
    }
}

/// Returns `true` if a mutation has no meaning: in another case of hexadecimal digits, or in what no signature covers.
fn means_the_same(name: &str, before: &str, after: &str) -> bool {
    let digits = |text: &str| text.trim().trim_matches([' ', ',']).to_ascii_lowercase();
    match name {
        "x-hub-signature-256" => before.eq_ignore_ascii_case(after) && after.starts_with("sha256="),
        "stripe-signature" => {
            let signed = |text: &str| {
                let parts = text.split(',').map(digits);
                parts.filter(|part| !part.starts_with("v0") && part.contains('=')).collect::<Vec<_>>()
            };
            let signature = signed(before);
            signature.iter().all(|part| signed(after).contains(part))
        }
        "webhook-signature" => after.split(' ').any(|one| one == before),
        // Spaces around the value of a header are not a part of it.
        _ => before == after.trim(),
    }
}
