//! Credentials from the environment.

use std::ffi::OsString;

use clientwright_runtime::runtime::{
    builder::ClientBuilder,
    client::Client,
    credentials::Credential,
    environment::{Environment, Variables},
    error::RequestError,
};

const ENVIRONMENT: Environment = Environment {
    base_url: "PETS_BASE_URL",
    credentials: &[
        Variables::Two("oauth", ["PETS_CLIENT_ID", "PETS_CLIENT_SECRET"], |builder, id, secret| {
            builder.credential("oauth", Credential::header("x-application", format!("{id}/{secret}")))
        }),
        Variables::One("oauth", "PETS_TOKEN", |builder, value| {
            builder.credential("oauth", Credential::bearer(value))
        }),
        Variables::One("key", "PETS_API_KEY", |builder, value| {
            builder.credential("key", Credential::query("key", value))
        }),
        Variables::Two("basic", ["PETS_USERNAME", "PETS_PASSWORD"], |builder, user, password| {
            builder.credential("basic", Credential::basic(user, password))
        }),
    ],
    needed: &[&["oauth"], &["key", "basic"]],
};

fn configure(variables: &[(&str, &str)]) -> Result<ClientBuilder, RequestError> {
    ENVIRONMENT.configure_with(Client::builder(), |name| {
        variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
    })
}

/// Returns the builder's settings, without secrets.
fn settings(variables: &[(&str, &str)]) -> String {
    format!("{:?}", configure(variables).expect("a complete environment"))
}

fn error(variables: &[(&str, &str)]) -> String {
    configure(variables).expect_err("an incomplete environment").to_string()
}

#[test]
fn sets_the_base_url_and_the_credentials_of_the_variables() {
    let settings = settings(&[("PETS_TOKEN", "secret"), ("PETS_BASE_URL", "https://pets.example")]);
    assert!(settings.contains("base_url: \"https://pets.example\""), "{settings}");
    assert!(settings.contains("{\"oauth\": Credential(header authorization: ***)}"), "{settings}");
}

#[test]
fn one_complete_alternative_is_sufficient() {
    let all = settings(&[("PETS_API_KEY", "k"), ("PETS_USERNAME", "u"), ("PETS_PASSWORD", "p")]);
    assert!(all.contains("\"basic\": ") && all.contains("\"key\": ") && !all.contains("oauth"), "{all}");
    let application = settings(&[("PETS_CLIENT_ID", "i"), ("PETS_CLIENT_SECRET", "s")]);
    assert!(application.contains("x-application"), "{application}");
}

#[test]
fn a_token_takes_precedence_over_an_application() {
    for rest in [&[("PETS_CLIENT_SECRET", "s")][..], &[]] {
        let variables = [&[("PETS_TOKEN", "t"), ("PETS_CLIENT_ID", "i")], rest].concat();
        let settings = settings(&variables);
        assert!(
            settings.contains("header authorization") && !settings.contains("x-application"),
            "{settings}"
        );
    }
}

#[test]
fn names_all_variables_if_no_alternative_is_complete() {
    let expected = "the client cannot be created from the environment: it has no credential; set \
        `PETS_TOKEN` or `PETS_CLIENT_ID` and `PETS_CLIENT_SECRET`, or `PETS_API_KEY` and `PETS_USERNAME` and \
        `PETS_PASSWORD`";
    assert_eq!(error(&[]), expected);
    assert_eq!(error(&[("PETS_API_KEY", "k")]), expected);
}

#[test]
fn names_the_missing_one_of_two_variables() {
    let expected =
        "the client cannot be created from the environment: `PETS_PASSWORD` is set, but not `PETS_USERNAME`";
    assert_eq!(error(&[("PETS_PASSWORD", "secret"), ("PETS_TOKEN", "t")]), expected);
}

#[test]
fn an_error_names_the_variable_and_not_its_value() {
    let empty = "the client cannot be created from the environment: the value of `PETS_TOKEN` is empty";
    assert_eq!(error(&[("PETS_TOKEN", "")]), empty);
    let configured = configure(&[("PETS_TOKEN", "t"), ("PETS_BASE_URL", "https://user:secret@pets.example")]);
    let error = configured.and_then(ClientBuilder::build).expect_err("a URL with a password");
    assert!(matches!(error, RequestError::BaseUrl(_)));
    assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
}

#[cfg(unix)]
#[test]
fn a_value_that_is_not_unicode_is_an_error() {
    use std::os::unix::ffi::OsStringExt;

    let configured = ENVIRONMENT.configure_with(Client::builder(), |name| {
        (name == "PETS_API_KEY").then(|| OsString::from_vec(b"secret\xff".to_vec()))
    });
    let error = configured.expect_err("a value that is not Unicode");
    let expected =
        "the client cannot be created from the environment: the value of `PETS_API_KEY` is not Unicode";
    assert_eq!(error.to_string(), expected);
    assert!(!format!("{error:?}").contains("secret"), "{error:?}");
}

#[test]
fn an_api_without_credentials_needs_no_variable() {
    let environment = Environment { base_url: "PETS_BASE_URL", credentials: &[], needed: &[] };
    assert!(environment.configure_with(Client::builder(), |_| None).is_ok());
}
