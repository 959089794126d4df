/// A package of crates.io as generated crates depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Package {
    name: &'static str,
    version: &'static str,
    /// `true` unless the package's default features are disabled.
    default_features: bool,
    features: &'static [&'static str],
}

/// The packages that every generated crate depends on.
pub const ALWAYS: [&str; 6] = ["bytes", "http", "percent-encoding", "serde", "serde_json", "zeroize"];

const PACKAGES: [Package; 29] = [
    minimal("axum-core", "0.5", &[]),
    package("base64", "0.23"),
    package("bytes", "1"),
    minimal("chrono", "0.4", &["std", "serde"]),
    package("fastrand", "2"),
    minimal("futures-core", "0.3", &["std"]),
    package("getrandom", "0.4"),
    minimal("hmac", "0.13", &["zeroize"]),
    package("http", "1"),
    package("http-body", "1"),
    package("httpdate", "1"),
    minimal("jiff", "1", &["std", "serde"]),
    package("metrics", "0.24"),
    package("percent-encoding", "2"),
    package("quick-xml", "0.42"),
    minimal("regex", "1", &["std", "unicode-perl", "unicode-gencat"]),
    minimal("reqwest", "0.13", &[]),
    minimal("rustls", "0.23", &["std"]),
    minimal("serde", "1", &["std"]),
    package("serde_json", "1"),
    minimal("sha2", "0.11", &[]),
    Package { features: &["formatting", "parsing", "serde-human-readable"], ..package("time", "0.3") },
    minimal("tokio", "1", &["sync"]),
    package("tower-service", "0.3"),
    minimal("tracing", "0.1", &["std"]),
    minimal("ureq", "3.5", &[]),
    package("url", "2"),
    minimal("uuid", "1", &["std", "serde"]),
    minimal("zeroize", "1", &["alloc"]),
];

/// Creates a package with its default features.
const fn package(name: &'static str, version: &'static str) -> Package {
    Package { name, version, default_features: true, features: &[] }
}

/// Creates a package with these features only.
const fn minimal(name: &'static str, version: &'static str, features: &'static [&'static str]) -> Package {
    Package { name, version, default_features: false, features }
}

impl Package {
    /// Finds a package by its name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        PACKAGES.iter().find(|package| package.name == name)
    }

    /// Returns the requirement on the package as `Cargo.toml` writes it, with additional features.
    #[must_use]
    pub fn requirement(&self, more_features: &[&str], optional: bool) -> String {
        let mut keys = vec![format!("version = \"{}\"", self.version)];
        if !self.default_features {
            keys.push("default-features = false".to_owned());
        }
        let features: Vec<String> =
            self.features.iter().chain(more_features).map(|name| format!("\"{name}\"")).collect();
        if !features.is_empty() {
            keys.push(format!("features = [{}]", features.join(", ")));
        }
        if optional {
            keys.push("optional = true".to_owned());
        }
        match keys.as_slice() {
            [_] => format!("\"{}\"", self.version),
            all => format!("{{ {} }}", all.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Package, minimal, package};

    #[test]
    fn writes_the_shortest_requirement() {
        assert_eq!(package("url", "2").requirement(&[], false), "\"2\"");
        assert_eq!(package("url", "2").requirement(&[], true), "{ version = \"2\", optional = true }");
        assert_eq!(
            minimal("uuid", "1", &["std"]).requirement(&["v4"], false),
            "{ version = \"1\", default-features = false, features = [\"std\", \"v4\"] }"
        );
    }

    #[test]
    fn finds_a_package_by_its_name() {
        assert_eq!(Package::find("bytes"), Some(&package("bytes", "1")));
        assert_eq!(Package::find("unknown"), None);
    }
}
