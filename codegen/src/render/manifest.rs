//! `Cargo.toml` of the generated package.

use std::collections::BTreeMap;

use super::MARK;
use crate::{
    escape,
    rust::{ALWAYS, Crate, Feature, Group, Package, runtime_files},
};

/// The requirements on the packages that a crate depends on, by their names.
type Dependencies<'a> = BTreeMap<&'a str, Requirement<'a>>;

/// The requirement on a package.
enum Requirement<'a> {
    /// A package that the generator knows.
    Known { optional: bool, features: Vec<&'static str> },
    /// A package of the settings.
    Custom(&'a str),
}

/// Returns the text of `Cargo.toml`.
pub(super) fn manifest(krate: &Crate) -> String {
    let groups: Vec<(&str, &Group)> =
        krate.groups.iter().filter_map(|group| Some((krate.own_feature(group)?, group))).collect();
    let defaults = krate.features.iter().filter(|feature| feature.is_default()).map(|feature| feature.name());
    let of_groups = groups.iter().filter(|(_, group)| group.on_by_default).map(|(feature, _)| *feature);
    let defaults: Vec<String> = defaults.chain(of_groups).map(quoted).collect();
    let dependencies = dependencies(krate);
    let mut lines = vec![
        format!("# {MARK} from an OpenAPI description. Your own keys and tables stay."),
        String::new(),
        "[package]".to_owned(),
    ];
    let package = package(krate);
    lines.extend(package.iter().map(|(key, value)| format!("{key} = {value}")));
    lines.extend([
        String::new(),
        "[package.metadata.docs.rs]".to_owned(),
        "all-features = true".to_owned(),
        String::new(),
        "[lib]".to_owned(),
        "# There are no unit tests, so that `cargo test` compiles the library once.".to_owned(),
        "test = false".to_owned(),
        String::new(),
        "[features]".to_owned(),
        format!("default = [{}]", defaults.join(", ")),
    ]);
    for feature in &krate.features {
        lines.push(format!("# {}", feature.docs()));
        lines.push(format!("{} = [{}]", feature.name(), enabled(*feature, &dependencies).join(", ")));
    }
    if !groups.is_empty() {
        let word = krate.word_for_feature();
        let later = krate.features_of_later_versions();
        // A module needs those around it, and those of later versions with the same operations.
        lines.extend(groups.iter().flat_map(|(feature, group)| {
            let outer = group.parent.and_then(|index| krate.groups.get(index)?.feature.as_deref());
            let later = later.get(feature).into_iter().flatten().copied();
            let needed: Vec<String> = outer.into_iter().chain(later).map(quoted).collect();
            let comment =
                format!("# The {word} `{}`, with the models that it needs.", group.name.escape_debug());
            [comment, format!("{} = [{}]", quoted(feature), needed.join(", "))]
        }));
    }
    lines.extend([String::new(), "[dependencies]".to_owned()]);
    lines.extend(dependencies.iter().filter_map(|(name, requirement)| {
        let requirement = match requirement {
            Requirement::Known { optional, features } => {
                Package::find(name)?.requirement(features, *optional)
            }
            Requirement::Custom(text) => (*text).to_owned(),
        };
        Some(format!("{name} = {requirement}"))
    }));
    lines.extend([String::new(), OWNERSHIP.to_owned(), "[package.metadata.clientwright]".to_owned()]);
    let features = ["default"].into_iter().chain(krate.features.iter().map(|feature| feature.name()));
    lines.push(list("package", package.iter().map(|(key, _)| *key)));
    lines.push(list("features", features.chain(groups.iter().map(|(feature, _)| *feature))));
    lines.push(list("dependencies", dependencies.keys().copied()));
    lines.push(String::new());
    lines.join("\n")
}

/// The comment about the list of the generated keys.
const OWNERSHIP: &str =
    "# The generated keys. A run replaces them, and removes those that are no longer needed.";
/// The width at which a list is wrapped.
const MAX_WIDTH: usize = 100;

/// Returns the keys of `[package]` with their values.
fn package(krate: &Crate) -> Vec<(&'static str, String)> {
    let metadata = &krate.metadata;
    let mut keys = vec![
        ("name", quoted(&krate.name)),
        ("version", quoted(&krate.version)),
        ("edition", quoted("2024")),
        ("rust-version", quoted("1.88")),
        ("description", quoted(&krate.description)),
    ];
    keys.extend(metadata.texts.iter().map(|(key, text)| (*key, quoted(text))));
    keys.extend(metadata.lists.iter().map(|(key, list)| {
        let list: Vec<String> = list.iter().map(|text| quoted(text)).collect();
        (*key, format!("[{}]", list.join(", ")))
    }));
    keys.extend((!metadata.publish).then(|| ("publish", "false".to_owned())));
    keys
}

/// Returns a key with a list of texts. A long list is wrapped.
fn list<'a>(key: &str, texts: impl Iterator<Item = &'a str>) -> String {
    let texts: Vec<String> = texts.map(quoted).collect();
    let line = format!("{key} = [{}]", texts.join(", "));
    if line.len() <= MAX_WIDTH {
        return line;
    }
    let mut lines = vec![format!("{key} = [")];
    for text in texts {
        match lines.last_mut() {
            Some(last) if last.starts_with("    ") && last.len() + text.len() + 2 <= MAX_WIDTH => {
                last.extend([" ", text.as_str(), ","]);
            }
            _ => lines.push(format!("    {text},")),
        }
    }
    lines.push("]".to_owned());
    lines.join("\n")
}

fn quoted(text: &str) -> String {
    escape::toml(text)
}

/// Returns the features and the optional dependencies that a feature enables.
fn enabled(feature: Feature, dependencies: &Dependencies<'_>) -> Vec<String> {
    let is_optional =
        |name: &&&str| matches!(dependencies.get(**name), Some(Requirement::Known { optional: true, .. }));
    let optional = feature.dependencies().iter().filter(is_optional).map(|name| format!("dep:{name}"));
    let others = feature.enables().iter().map(|other| match other.split_once("?/") {
        // The feature of a package that the settings require in every build.
        Some((name, other)) if !is_optional(&&name) => format!("{name}/{other}"),
        _ => (*other).to_owned(),
    });
    others.chain(optional).map(|other| quoted(&other)).collect()
}

/// Returns all dependencies. A package that every build needs is not optional for any feature.
fn dependencies(krate: &Crate) -> Dependencies<'_> {
    let mut dependencies = Dependencies::new();
    let of_files = runtime_files(krate).flat_map(|file| file.dependencies).copied();
    let of_types = krate.dependencies.iter().map(|dependency| dependency.package());
    for dependency in ALWAYS.into_iter().chain(of_types).chain(of_files) {
        let (name, feature) = match dependency.split_once('/') {
            Some((name, feature)) => (name, Some(feature)),
            None => (dependency, None),
        };
        let requirement =
            dependencies.entry(name).or_insert(Requirement::Known { optional: false, features: Vec::new() });
        if let Requirement::Known { features, .. } = requirement {
            features.extend(feature);
        }
    }
    // A feature needs its dependency to be optional: a requirement of the settings replaces it only if no feature can
    // turn it off.
    let custom = || krate.own_dependencies.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    for (name, text) in custom().filter(|(_, text)| !text.contains("optional")) {
        dependencies.entry(name).or_insert(Requirement::Custom(text));
    }
    for name in krate.features.iter().flat_map(|feature| feature.dependencies()).copied() {
        dependencies.entry(name).or_insert(Requirement::Known { optional: true, features: Vec::new() });
    }
    for (name, text) in custom() {
        dependencies.entry(name).or_insert(Requirement::Custom(text));
    }
    dependencies
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{OWNERSHIP, manifest};
    use crate::rust::{Crate, Dependency, Feature, Group, Metadata, ModulePath, RuntimeModule, testing};

    /// Returns the features and the dependencies.
    fn text(krate: &Crate) -> String {
        let text = manifest(krate);
        let (text, _) = text.split_once(&format!("\n{OWNERSHIP}")).unwrap_or((&text, ""));
        text.split_once("[features]\n").map(|(_, features)| features.to_owned()).unwrap_or_default()
    }

    #[test]
    fn quotes_the_metadata_and_lists_the_generated_keys() {
        let hostile = "a\"\n[dependencies]\nevil = \"1\u{202e}".to_owned();
        let krate = Crate {
            metadata: Metadata {
                publish: true,
                texts: vec![("license", "MIT".to_owned()), ("homepage", hostile.clone())],
                lists: vec![("keywords", vec!["http".to_owned(), hostile])],
            },
            ..testing::empty_crate()
        };
        let text = manifest(&krate);
        let expected = r#"description = "Pets"
license = "MIT"
homepage = "a\"\n[dependencies]\nevil = \"1\u202e"
keywords = ["http", "a\"\n[dependencies]\nevil = \"1\u202e"]

[package.metadata.docs.rs]
all-features = true

[lib]
"#;
        assert!(text.contains(expected), "{text}");
        let expected = r#"
[package.metadata.clientwright]
package = [
    "name", "version", "edition", "rust-version", "description", "license", "homepage", "keywords",
]
features = ["default"]
dependencies = ["bytes", "http", "percent-encoding", "serde", "serde_json", "zeroize"]
"#;
        assert!(text.ends_with(expected), "{text}");
    }

    #[test]
    fn has_no_unit_tests_for_which_the_library_is_compiled_again() {
        let text = manifest(&testing::empty_crate());
        let library = text.split_once("[lib]\n").and_then(|(_, text)| text.split_once("\n\n"));
        assert!(library.is_some_and(|(lines, _)| lines.lines().any(|line| line == "test = false")), "{text}");
    }

    #[test]
    fn lists_packages_of_every_crate_only() {
        let expected = r#"default = []

[dependencies]
bytes = "1"
http = "1"
percent-encoding = "2"
serde = { version = "1", default-features = false, features = ["std"] }
serde_json = "1"
zeroize = { version = "1", default-features = false, features = ["alloc"] }
"#;
        assert_eq!(text(&testing::empty_crate()), expected);
    }

    #[test]
    fn enables_the_optional_packages_of_features() {
        let krate = Crate {
            features: BTreeSet::from([Feature::Client, Feature::Reqwest, Feature::OAuth2]),
            ..testing::empty_crate()
        };
        let expected = r#"default = ["client", "reqwest"]
# The `Client`. Without it, operations build requests and decode responses, but send nothing.
client = ["dep:fastrand", "dep:futures-core", "dep:http-body", "dep:httpdate", "dep:tokio", "dep:url"]
# The transport of the client: reqwest.
reqwest = ["client", "tokio/rt", "tokio/time", "dep:reqwest"]
# `OAuth2`: the renewal of access tokens.
oauth2 = ["client", "dep:base64"]

[dependencies]
base64 = { version = "0.23", optional = true }
bytes = "1"
fastrand = { version = "2", optional = true }
futures-core = { version = "0.3", default-features = false, features = ["std"], optional = true }
http = "1"
http-body = { version = "1", optional = true }
httpdate = { version = "1", optional = true }
percent-encoding = "2"
reqwest = { version = "0.13", default-features = false, optional = true }
serde = { version = "1", default-features = false, features = ["std"] }
serde_json = "1"
tokio = { version = "1", default-features = false, features = ["sync"], optional = true }
url = { version = "2", optional = true }
zeroize = { version = "1", default-features = false, features = ["alloc"] }
"#;
        assert_eq!(text(&krate), expected);
    }

    #[test]
    fn does_not_make_a_package_optional_that_a_module_needs() {
        let krate = Crate {
            features: BTreeSet::from([Feature::OAuth2]),
            parts: BTreeSet::from([RuntimeModule::Basic]),
            ..testing::empty_crate()
        };
        let text = text(&krate);
        assert!(text.contains("oauth2 = [\"client\"]\n"), "{text}");
        assert!(text.contains("base64 = \"0.23\"\n"), "{text}");
    }

    #[test]
    fn adds_the_features_that_a_module_needs() {
        let krate = Crate {
            parts: BTreeSet::from([RuntimeModule::Idempotency]),
            dependencies: BTreeSet::from([Dependency::Uuid]),
            own_dependencies: vec![("geo".to_owned(), "\"0.28\"".to_owned())],
            ..testing::empty_crate()
        };
        let text = text(&krate);
        let uuid = r#"uuid = { version = "1", default-features = false, features = ["std", "serde", "v4"] }"#;
        assert!(text.lines().any(|line| line == uuid), "{text}");
        assert!(text.contains("geo = \"0.28\"\n"), "{text}");
    }

    #[test]
    fn enables_the_features_of_tags_by_default() {
        let tag = |name: &str| Group {
            ident: testing::ident(name),
            path: ModulePath::default(),
            parent: None,
            inner: Vec::new(),
            name: name.to_owned(),
            resource: None,
            sources: Vec::new(),
            feature: Some(name.to_owned()),
            on_by_default: true,
            docs: Vec::new(),
            operations: Vec::new(),
        };
        let krate = Crate {
            tag_features: true,
            groups: vec![tag("cats"), tag("dogs")],
            features: BTreeSet::from([Feature::Mock]),
            ..testing::empty_crate()
        };
        let expected = r#"default = ["cats", "dogs"]
# `MockClient`: a client for tests, without a server.
mock = ["client"]
# The tag `cats`, with the models that it needs.
"cats" = []
# The tag `dogs`, with the models that it needs.
"dogs" = []

"#;
        assert!(text(&krate).starts_with(expected), "{}", text(&krate));
    }
}
