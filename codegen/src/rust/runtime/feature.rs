/// A Cargo feature of generated crates. The features of tags are not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// The client, over any transport
    Client,
    /// reqwest as the transport
    Reqwest,
    /// TLS for both transports
    Rustls,
    /// Calls without async
    Blocking,
    /// A client without a server
    Mock,
    /// The renewal of access tokens
    OAuth2,
    /// Services of tower as transports
    Tower,
    /// A span for each request
    Tracing,
}

/// The definition of a feature.
struct Row {
    feature: Feature,
    name: &'static str,
    /// The comment in `Cargo.toml`.
    docs: &'static str,
    /// The features that it enables, also those of dependencies.
    enables: &'static [&'static str],
    /// The packages that it needs.
    dependencies: &'static [&'static str],
}

const ROWS: [Row; 8] = [
    Row {
        feature: Feature::Client,
        name: "client",
        docs: "The `Client`. Without it, operations build requests and decode responses, but send nothing.",
        enables: &[],
        dependencies: &["fastrand", "futures-core", "http-body", "httpdate", "tokio", "url"],
    },
    Row {
        feature: Feature::Reqwest,
        name: "reqwest",
        docs: "The transport of the client: reqwest.",
        enables: &["client", "tokio/rt", "tokio/time"],
        dependencies: &["reqwest"],
    },
    Row {
        feature: Feature::Rustls,
        name: "rustls",
        docs: "`https` for the transports. Without it, enable another TLS feature of reqwest or ureq.",
        enables: &["reqwest?/rustls", "ureq?/rustls"],
        dependencies: &[],
    },
    Row {
        feature: Feature::Blocking,
        name: "blocking",
        docs: "Calls without async, with ureq: `ClientBuilder::build_blocking` and `Call::send_blocking`.",
        enables: &["client"],
        dependencies: &["ureq"],
    },
    Row {
        feature: Feature::Mock,
        name: "mock",
        docs: "`MockClient`: a client for tests, without a server.",
        enables: &["client"],
        dependencies: &[],
    },
    Row {
        feature: Feature::OAuth2,
        name: "oauth2",
        docs: "`OAuth2`: the renewal of access tokens.",
        enables: &["client"],
        dependencies: &["base64"],
    },
    Row {
        feature: Feature::Tower,
        name: "tower",
        docs: "The transport as a service of tower, and a service of tower as the transport.",
        enables: &["client"],
        dependencies: &["tower-service"],
    },
    Row {
        feature: Feature::Tracing,
        name: "tracing",
        docs: "A span of tracing for each request.",
        enables: &["client"],
        dependencies: &["tracing"],
    },
];

impl Feature {
    /// All features, in the order of the manifest.
    pub const ALL: [Self; 8] = [
        Self::Client,
        Self::Reqwest,
        Self::Rustls,
        Self::Blocking,
        Self::Mock,
        Self::OAuth2,
        Self::Tower,
        Self::Tracing,
    ];

    /// Returns the feature's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.name)
    }

    /// Returns `true` if the feature is enabled by default.
    #[must_use]
    pub fn is_default(self) -> bool {
        matches!(self, Self::Client | Self::Reqwest | Self::Rustls)
    }

    /// Returns the feature's comment in `Cargo.toml`.
    #[must_use]
    pub fn docs(self) -> &'static str {
        self.row().map_or("", |row| row.docs)
    }

    /// Returns the features that this one enables, also those of dependencies.
    #[must_use]
    pub fn enables(self) -> &'static [&'static str] {
        self.row().map_or(&[], |row| row.enables)
    }

    /// Returns the names of the packages that the feature needs.
    #[must_use]
    pub fn dependencies(self) -> &'static [&'static str] {
        self.row().map_or(&[], |row| row.dependencies)
    }

    fn row(self) -> Option<&'static Row> {
        ROWS.iter().find(|row| row.feature == self)
    }
}

#[cfg(test)]
mod tests {
    use super::{Feature, ROWS};

    #[test]
    fn has_a_row_for_each_feature_in_order() {
        assert_eq!(ROWS.map(|row| row.feature), Feature::ALL);
    }
}
