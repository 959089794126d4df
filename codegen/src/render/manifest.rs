//! `Cargo.toml` of the generated package.

use toml::Value;

use super::MARK;
use crate::rust::{Crate, Dependency, Feature, RuntimeModule};

type Versions = &'static [(&'static str, &'static str)];

const BASE64: (&str, &str) = ("base64", "\"0.23\"");

/// What every build of the crate depends on: name, and what stands behind `=`.
const ALWAYS: Versions = &[
    ("bytes", "\"1\""),
    ("http", "\"1\""),
    ("percent-encoding", "\"2\""),
    ("serde", "{ version = \"1\", default-features = false, features = [\"std\"] }"),
    ("serde_json", "\"1\""),
    ("zeroize", "{ version = \"1\", default-features = false, features = [\"alloc\"] }"),
];

/// What a feature brings along.
struct Needs {
    /// What it is for.
    docs: &'static str,
    /// Other features, also of dependencies.
    others: &'static [&'static str],
    /// Dependencies of its own.
    dependencies: Versions,
}

fn needs(feature: Feature) -> Needs {
    match feature {
        Feature::Client => Needs {
            docs: "`Client`. Without it the crate has operations that make requests and read answers.",
            others: &[],
            dependencies: &[
                ("fastrand", "{ version = \"2\", optional = true }"),
                (
                    "futures-core",
                    "{ version = \"0.3\", default-features = false, features = [\"std\"], optional = true }",
                ),
                ("http-body", "{ version = \"1\", optional = true }"),
                ("httpdate", "{ version = \"1\", optional = true }"),
                (
                    "tokio",
                    "{ version = \"1\", default-features = false, features = [\"sync\"], optional = true }",
                ),
                ("url", "{ version = \"2\", optional = true }"),
            ],
        },
        Feature::Reqwest => Needs {
            docs: "reqwest as the client's transport.",
            others: &["client", "tokio/rt", "tokio/time"],
            dependencies: &[(
                "reqwest",
                "{ version = \"0.13\", default-features = false, features = [\"rustls\", \"http2\"], optional = true }",
            )],
        },
        Feature::Blocking => Needs {
            docs: "Calls without async, on ureq: `ClientBuilder::build_blocking` and `Call::send_blocking`.",
            others: &["client"],
            dependencies: &[(
                "ureq",
                "{ version = \"3\", default-features = false, features = [\"rustls\"], optional = true }",
            )],
        },
        Feature::Mock => Needs {
            docs: "`MockClient`: a client without a server, for tests.",
            others: &["client"],
            dependencies: &[],
        },
        Feature::OAuth2 => Needs {
            docs: "`OAuth2`: access tokens that are renewed.",
            others: &["client"],
            dependencies: &[("base64", "{ version = \"0.23\", optional = true }")],
        },
        Feature::Tower => Needs {
            docs: "The transport as a service of tower, and a service as the transport.",
            others: &["client"],
            dependencies: &[("tower-service", "{ version = \"0.3\", optional = true }")],
        },
        Feature::Tracing => Needs {
            docs: "A span for each request.",
            others: &["client"],
            dependencies: &[(
                "tracing",
                "{ version = \"0.1\", default-features = false, features = [\"std\"], optional = true }",
            )],
        },
    }
}

/// The text.
pub(super) fn manifest(krate: &Crate) -> String {
    let text = |value: &str| Value::String(value.to_owned()).to_string();
    let tags: Vec<&str> = if krate.tag_features {
        krate.tags.iter().map(|tag| tag.feature.as_str()).collect()
    } else {
        Vec::new()
    };
    let of_features = krate.features.iter().flat_map(|feature| needs(*feature).dependencies);
    let mut dependencies: Vec<(&str, String)> =
        ALWAYS.iter().chain(of_features).map(|(name, version)| (*name, (*version).to_owned())).collect();
    dependencies.extend(krate.dependencies.iter().map(|dependency| {
        let (name, version) = match dependency {
            Dependency::Base64 => BASE64,
            Dependency::Chrono => {
                ("chrono", "{ version = \"0.4\", default-features = false, features = [\"std\", \"serde\"] }")
            }
            Dependency::Jiff => {
                ("jiff", "{ version = \"1\", default-features = false, features = [\"std\", \"serde\"] }")
            }
            Dependency::QuickXml => ("quick-xml", "\"0.42\""),
            Dependency::Regex => (
                "regex",
                "{ version = \"1\", default-features = false, features = [\"std\", \"unicode-perl\", \"unicode-gencat\"] }",
            ),
            Dependency::Time => (
                "time",
                "{ version = \"0.3\", features = [\"formatting\", \"parsing\", \"serde-human-readable\"] }",
            ),
            Dependency::Uuid if krate.parts.contains(&RuntimeModule::Idempotency) => {
                ("uuid", "{ version = \"1\", default-features = false, features = [\"std\", \"serde\", \"v4\"] }")
            }
            Dependency::Uuid => {
                ("uuid", "{ version = \"1\", default-features = false, features = [\"std\", \"serde\"] }")
            }
        };
        (name, version.to_owned())
    }));
    dependencies
        .extend(krate.own_dependencies.iter().map(|(name, version)| (name.as_str(), version.clone())));
    // What every build has is not optional for some.
    dependencies.sort_by(|(one, version), (other, other_version)| {
        (one, version.contains("optional")).cmp(&(other, other_version.contains("optional")))
    });
    dependencies.dedup_by(|(one, _), (other, _)| one == other);
    let defaults = krate.features.iter().filter(|feature| feature.is_default()).map(|feature| feature.name());
    let mut lines = vec![
        format!("# {MARK} from an OpenAPI description. Do not edit."),
        String::new(),
        "[package]".to_owned(),
        format!("name = {}", text(&krate.name)),
        format!("version = {}", text(&krate.version)),
        "edition = \"2024\"".to_owned(),
        "rust-version = \"1.88\"".to_owned(),
        format!("description = {}", text(&krate.description)),
        "publish = false".to_owned(),
        String::new(),
        "[features]".to_owned(),
        format!(
            "default = [{}]",
            defaults.chain(tags.iter().copied()).map(&text).collect::<Vec<_>>().join(", ")
        ),
    ];
    for feature in &krate.features {
        let Needs { docs, others, dependencies: own } = needs(*feature);
        let is_optional = |name: &&str| {
            dependencies.iter().any(|(known, version)| known == name && version.contains("optional = true"))
        };
        let own = own.iter().map(|(name, _)| *name).filter(is_optional).map(|name| format!("dep:{name}"));
        let all: Vec<String> =
            others.iter().map(|other| (*other).to_owned()).chain(own).map(|other| text(&other)).collect();
        lines.push(format!("# {docs}"));
        lines.push(format!("{} = [{}]", feature.name(), all.join(", ")));
    }
    if !tags.is_empty() {
        lines.push("# The operations of a tag each, with the models that they need.".to_owned());
        lines.extend(tags.iter().map(|feature| format!("{} = []", text(feature))));
    }
    lines.extend([String::new(), "[dependencies]".to_owned()]);
    lines.extend(dependencies.into_iter().map(|(name, version)| format!("{name} = {version}")));
    lines.push(String::new());
    lines.join("\n")
}
