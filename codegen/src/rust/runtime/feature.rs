/// A Cargo feature of generated crates. The features of tags are not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// The client, over any transport
    Client,
    /// reqwest as the transport
    Reqwest,
    /// TLS with rustls and its default crypto provider
    Rustls,
    /// TLS with rustls and a crypto provider of the user
    RustlsNoProvider,
    /// TLS with the library of the system
    NativeTls,
    /// HTTP/2
    Http2,
    /// The proxy settings of the system
    SystemProxy,
    /// SOCKS proxies
    Socks,
    /// Responses in gzip
    Gzip,
    /// Responses in brotli
    Brotli,
    /// Responses in zstd
    Zstd,
    /// Calls without async
    Blocking,
    /// A client without a server
    Mock,
    /// Recorded exchanges
    Record,
    /// The renewal of access tokens
    OAuth2,
    /// The flows that result in tokens of OAuth 2.0
    OAuth2Flows,
    /// The redirect of OAuth 2.0 to a native application
    OAuth2Loopback,
    /// Services of tower as transports
    Tower,
    /// A span for each request
    Tracing,
    /// The durations of requests
    Metrics,
    /// The signatures of received webhooks
    Webhooks,
    /// The extractor of webhooks for axum
    Axum,
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

const ROWS: [Row; 22] = [
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
        docs: "`https` for both transports: rustls with the crypto provider aws-lc-rs, and the certificates of the system.",
        enables: &["rustls-no-provider", "reqwest?/rustls", "rustls?/aws-lc-rs"],
        dependencies: &[],
    },
    Row {
        feature: Feature::RustlsNoProvider,
        name: "rustls-no-provider",
        docs: "The same with the crypto provider that the program installs (`CryptoProvider::install_default`).",
        enables: &["reqwest?/rustls-no-provider", "ureq?/rustls-no-provider", "ureq?/platform-verifier"],
        dependencies: &["rustls"],
    },
    Row {
        feature: Feature::NativeTls,
        name: "native-tls",
        docs: "`https` for both transports: the TLS library of the system. It takes precedence over rustls.",
        enables: &["reqwest?/native-tls", "ureq?/native-tls-no-default"],
        dependencies: &[],
    },
    Row {
        feature: Feature::Http2,
        name: "http2",
        docs: "HTTP/2 for reqwest. ureq has only HTTP/1.1.",
        enables: &["reqwest?/http2"],
        dependencies: &[],
    },
    Row {
        feature: Feature::SystemProxy,
        name: "system-proxy",
        docs: "Proxies in the settings of Windows and, for reqwest, of macOS. Those of the environment need no feature.",
        enables: &["reqwest?/system-proxy", "ureq?/win-system-proxy"],
        dependencies: &[],
    },
    Row {
        feature: Feature::Socks,
        name: "socks",
        docs: "SOCKS proxies for both transports.",
        enables: &["reqwest?/socks", "ureq?/socks-proxy"],
        dependencies: &[],
    },
    Row {
        feature: Feature::Gzip,
        name: "gzip",
        docs: "Responses compressed with gzip, for both transports.",
        enables: &["reqwest?/gzip", "ureq?/gzip"],
        dependencies: &[],
    },
    Row {
        feature: Feature::Brotli,
        name: "brotli",
        docs: "Responses compressed with brotli, for both transports.",
        enables: &["reqwest?/brotli", "ureq?/brotli"],
        dependencies: &[],
    },
    Row {
        feature: Feature::Zstd,
        name: "zstd",
        docs: "Responses compressed with zstd, for reqwest. ureq cannot read zstd, and does not ask for it.",
        enables: &["reqwest?/zstd"],
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
        feature: Feature::Record,
        name: "record",
        docs: "`Recording`: the exchanges with a server in a file, and tests that replay them. It includes `mock`.",
        enables: &["mock"],
        dependencies: &["base64"],
    },
    Row {
        feature: Feature::OAuth2,
        name: "oauth2",
        docs: "`OAuth2`: the renewal of access tokens.",
        enables: &["client"],
        dependencies: &["base64"],
    },
    Row {
        feature: Feature::OAuth2Flows,
        name: "oauth2-flows",
        docs: "OAuth 2.0: authorization of users and devices, discovery, and the exchange and revocation of tokens.",
        enables: &["oauth2"],
        dependencies: &["getrandom", "sha2"],
    },
    Row {
        feature: Feature::OAuth2Loopback,
        name: "oauth2-loopback",
        docs: "`RedirectListener`: the authorization of users in native applications.",
        enables: &["oauth2-flows"],
        dependencies: &[],
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
    Row {
        feature: Feature::Metrics,
        name: "metrics",
        docs: "The durations of requests and the number of retries, for the crate metrics.",
        enables: &["client"],
        dependencies: &["metrics"],
    },
    Row {
        feature: Feature::Webhooks,
        name: "webhooks",
        docs: "`WebhookVerifier`: the signatures of received webhooks.",
        enables: &["client"],
        dependencies: &["base64", "hmac", "sha2"],
    },
    Row {
        feature: Feature::Axum,
        name: "axum",
        docs: "`WebhookEvent`: an extractor for axum, which verifies and parses received webhooks.",
        enables: &["webhooks"],
        dependencies: &["axum-core"],
    },
];

impl Feature {
    /// All features, in the order of the manifest.
    pub const ALL: [Self; 22] = [
        Self::Client,
        Self::Reqwest,
        Self::Rustls,
        Self::RustlsNoProvider,
        Self::NativeTls,
        Self::Http2,
        Self::SystemProxy,
        Self::Socks,
        Self::Gzip,
        Self::Brotli,
        Self::Zstd,
        Self::Blocking,
        Self::Mock,
        Self::Record,
        Self::OAuth2,
        Self::OAuth2Flows,
        Self::OAuth2Loopback,
        Self::Tower,
        Self::Tracing,
        Self::Metrics,
        Self::Webhooks,
        Self::Axum,
    ];

    /// Returns the feature's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.name)
    }

    /// Returns `true` if the feature is enabled by default.
    #[must_use]
    pub fn is_default(self) -> bool {
        matches!(self, Self::Client | Self::Reqwest | Self::Rustls | Self::Http2)
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
