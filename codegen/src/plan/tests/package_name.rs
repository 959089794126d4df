use super::Description;
use crate::{
    diagnostics::Diagnostics,
    plan::{package_name, plan},
};

/// Returns the messages about a crate with this name.
fn messages(name: &str) -> Vec<String> {
    let mut description = Description::new();
    description.settings.name = name.to_owned();
    description.settings.dependencies.insert("geo-types".to_owned(), "\"0.7\"".to_owned());
    let mut diagnostics = Diagnostics::default();
    let _ = plan(&description.api, &description.settings, &mut diagnostics);
    diagnostics.as_slice().iter().map(ToString::to_string).collect()
}

#[test]
fn rejects_the_name_of_a_keyword_a_crate_or_a_device() {
    for (name, conflict) in [
        ("fn", "a keyword of Rust"),
        ("self", "a keyword of Rust"),
        ("Self", "a keyword of Rust"),
        ("std", "a crate of Rust"),
        ("proc-macro", "a crate of Rust"),
        ("test", "a crate of Rust"),
        ("Con", "a device on Windows"),
        ("http", "a package that generated crates depend on"),
        ("serde-json", "a package that generated crates depend on"),
        ("http_body", "a package that generated crates depend on"),
        ("geo_types", "a dependency in the settings"),
    ] {
        let help = format!("help: choose another name, for example `{name}-client`");
        let message =
            format!("E0011 at #: the crate cannot have the name `{name}`, which is {conflict}; {help}");
        assert_eq!(messages(name), [message]);
    }
    for name in ["pets", "http-client", "fn-client", "testing", "http2"] {
        assert_eq!(messages(name), [""; 0]);
    }
}

#[test]
fn suggests_a_name_for_a_title() {
    for (title, name) in [
        ("Swagger Petstore - OpenAPI 3.0", Some("petstore")),
        ("GitHub v3 REST API", Some("github")),
        ("The API", None),
        ("Std", Some("std-client")),
        ("Swagger", Some("swagger")),
        ("api-docs", None),
        ("openapi.v3", None),
        ("open-api", None),
        ("openapi3", None),
        ("Pet Store.v2", Some("pet-store")),
        ("Bob's Pets", Some("bobs-pets")),
        ("B\u{fc}cher API", None),
        ("serde", Some("serde-client")),
        ("3D Printers", Some("printers")),
        ("Transfer webhooks of the new platform for many people", Some("transfer-webhooks-of-new")),
        ("\u{540d}\u{524d}", None),
    ] {
        assert_eq!(package_name::suggest(title).as_deref(), name, "{title}");
    }
}
