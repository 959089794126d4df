//! `Cargo.toml` of the generated package.

use toml::Value;

use super::MARK;
use crate::rust::{Crate, Dependency};

/// The text.
pub(super) fn manifest(krate: &Crate) -> String {
    let text = |value: &str| Value::String(value.to_owned()).to_string();
    let tags: Vec<&str> = if krate.tag_features {
        krate.tags.iter().map(|tag| tag.feature.as_str()).collect()
    } else {
        Vec::new()
    };
    let mut dependencies = vec![
        ("bytes", "\"1\"".to_owned()),
        (
            "futures-core",
            "{ version = \"0.3\", default-features = false, features = [\"std\"], optional = true }".to_owned(),
        ),
        ("http", "\"1\"".to_owned()),
        ("http-body", "{ version = \"1\", optional = true }".to_owned()),
        ("percent-encoding", "\"2\"".to_owned()),
        (
            "reqwest",
            "{ version = \"0.13\", default-features = false, features = [\"rustls\", \"http2\"], optional = true }"
                .to_owned(),
        ),
        ("serde", "{ version = \"1\", default-features = false, features = [\"std\"] }".to_owned()),
        ("serde_json", "\"1\"".to_owned()),
    ];
    dependencies.extend(krate.dependencies.iter().map(|dependency| {
        let (name, version) = match dependency {
            Dependency::Base64 => ("base64", "\"0.23\""),
            Dependency::Chrono => {
                ("chrono", "{ version = \"0.4\", default-features = false, features = [\"std\", \"serde\"] }")
            }
            Dependency::Jiff => {
                ("jiff", "{ version = \"1\", default-features = false, features = [\"std\", \"serde\"] }")
            }
            Dependency::Regex => (
                "regex",
                "{ version = \"1\", default-features = false, features = [\"std\", \"unicode-perl\", \"unicode-gencat\"] }",
            ),
            Dependency::Time => (
                "time",
                "{ version = \"0.3\", features = [\"formatting\", \"parsing\", \"serde-human-readable\"] }",
            ),
            Dependency::Uuid => {
                ("uuid", "{ version = \"1\", default-features = false, features = [\"std\", \"serde\"] }")
            }
        };
        (name, version.to_owned())
    }));
    dependencies
        .extend(krate.own_dependencies.iter().map(|(name, version)| (name.as_str(), version.clone())));
    dependencies.sort_unstable();
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
            ["client"].into_iter().chain(tags.iter().copied()).map(&text).collect::<Vec<_>>().join(", ")
        ),
        "# `Client`, on reqwest. Without it the crate has no HTTP client.".to_owned(),
        "client = [\"dep:futures-core\", \"dep:http-body\", \"dep:reqwest\"]".to_owned(),
    ];
    if !tags.is_empty() {
        lines.push("# The operations of a tag each, with the models that they need.".to_owned());
        lines.extend(tags.iter().map(|feature| format!("{} = []", text(feature))));
    }
    lines.extend([String::new(), "[dependencies]".to_owned()]);
    lines.extend(dependencies.into_iter().map(|(name, version)| format!("{name} = {version}")));
    lines.push(String::new());
    lines.join("\n")
}
