use super::{Feature, RuntimeModule as Module};

/// A file of `src/runtime/`, which is copied as text: a row of the table `FILES`.
#[derive(Debug)]
pub struct RuntimeFile {
    /// The module's name, which is the file's name without its extension.
    pub name: &'static str,
    /// The text of the file.
    pub source: &'static str,
    /// `true` if the module is `pub`.
    pub public: bool,
    /// The feature that the module is compiled for, if not for all.
    pub feature: Option<Feature>,
    /// The macro that generated code uses.
    pub macro_name: Option<&'static str>,
    /// The items that `src/runtime/mod.rs` reexports.
    pub reexports: &'static [&'static str],
    /// The packages that the file needs in addition to those of its feature, as `package` or `package/feature`.
    pub dependencies: &'static [&'static str],
    /// The conditions of the file, each with the items that `src/lib.rs` exports.
    exports: [Option<(Condition, &'static [&'static str])>; 2],
}

/// A condition for a file to be part of a crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Every crate has the file.
    Always,
    /// Crates with this feature have the file.
    Feature(Feature),
    /// Crates that need this module have the file.
    Module(Module),
}

macro_rules! file {
    ($name:literal) => {
        RuntimeFile {
            name: $name,
            source: include_str!(concat!(env!("RUNTIME_SOURCES"), "/", $name, ".rs")),
            public: true,
            feature: None,
            macro_name: None,
            reexports: &[],
            dependencies: &[],
            exports: [None, None],
        }
    };
}

/// All files, sorted by name.
pub(super) const FILES: &[RuntimeFile] = &[
    file!("any_request").feature(Feature::Client, &["RequestBuilder"]),
    file!("base64")
        .module(Module::Base64, &["Base64"])
        .module(Module::Base64Url, &["Base64Url"])
        .dependencies(&["base64"]),
    file!("base_url").feature(Feature::Client, &[]).private(),
    file!("basic").module(Module::Basic, &[]).dependencies(&["base64"]),
    file!("blocking").feature(Feature::Blocking, &[]).private(),
    file!("body").always(&["Body", "Source"]),
    file!("builder").feature(Feature::Client, &["ClientBuilder"]),
    file!("call_options").feature(Feature::Client, &["CallOptions"]),
    file!("check").module(Module::Check, &[]).dependencies(&["regex"]),
    file!("client").feature(Feature::Client, &["Call", "Client"]),
    file!("client_parameters").always(&["ClientParameter"]).reexports(&["ClientParameter"]),
    file!("clock").feature(Feature::Client, &["Clock", "SystemClock"]),
    file!("content").module(Module::Content, &[]),
    file!("conversions").module(Module::Conversions, &[]).macro_name("conversions"),
    file!("credentials").always(&["Credential", "Credentials", "SourceError", "Token", "TokenSource"]),
    file!("date_time").module(Module::DateTime, &["DateTime"]).dependencies(&["time"]),
    file!("described_headers").module(Module::Headers, &[]).compiled_for(Feature::Client),
    file!("discriminate").module(Module::Union, &[]),
    file!("environment").feature(Feature::Client, &[]),
    file!("error").always(&["DecodeError", "Error", "RequestError", "TransportError", "TransportErrorKind"]),
    file!("error_text").always(&[]).private(),
    file!("error_view").always(&["ErrorKind"]),
    file!("event_parser").module(Module::Stream, &[]).private(),
    file!("exchange").feature(Feature::Client, &[]).private(),
    file!("headers").module(Module::Headers, &["DescribedHeaders", "HeaderError"]).macro_name("headers"),
    file!("http_date").module(Module::HttpDate, &["HttpDate"]).dependencies(&["httpdate"]),
    file!("https_only").feature(Feature::Client, &[]).private(),
    file!("idempotency").module(Module::Idempotency, &[]).dependencies(&["uuid/v4"]),
    file!("lenient").always(&[]),
    file!("limiter").feature(Feature::Client, &[]).private(),
    file!("locate").always(&[]),
    file!("mock").feature(Feature::Mock, &["MockCalls", "MockClient", "MockRequest", "MockResponse"]),
    file!("mock_clock").feature(Feature::Mock, &[]).private(),
    file!("mock_examples").feature(Feature::Mock, &[]).private(),
    file!("mock_operation").feature(Feature::Mock, &["MockOperation"]).macro_name("mock"),
    file!("mock_resource").module(Module::Resources, &["MockResource"]).compiled_for(Feature::Mock),
    file!("model").module(Module::Model, &[]).macro_name("model"),
    file!("multipart").module(Module::Multipart, &["FilePart"]).macro_name("parts"),
    file!("next_page").module(Module::Pages, &[]).compiled_for(Feature::Client),
    file!("oauth2").feature(Feature::OAuth2, &["OAuth2", "OAuth2Error", "TokenStore", "Tokens"]),
    file!("oauth2_assertion").feature(Feature::OAuth2, &["ClientAssertion"]),
    file!("oauth2_authorization").feature(Feature::OAuth2Flows, &["AuthorizationRequest"]),
    file!("oauth2_device").feature(Feature::OAuth2Flows, &["DeviceAuthorization"]),
    file!("oauth2_error").feature(Feature::OAuth2Flows, &["FlowError"]),
    file!("oauth2_exchange").feature(Feature::OAuth2Flows, &["TokenExchange"]),
    file!("oauth2_loopback").feature(Feature::OAuth2Loopback, &["RedirectListener"]),
    file!("oauth2_metadata").feature(Feature::OAuth2Flows, &["Discovery", "ServerMetadata"]),
    file!("oauth2_renewal").feature(Feature::OAuth2, &[]).private(),
    file!("oauth2_request").feature(Feature::OAuth2, &[]).private(),
    file!("open_enum").module(Module::OpenEnum, &[]).macro_name("open_enum"),
    file!("open_value").module(Module::OpenValue, &[]).macro_name("open_value"),
    file!("operation").always(&["IdempotencyKey", "Operation", "Security"]).reexports(&[
        "IdempotencyKey",
        "Operation",
        "Security",
    ]),
    file!("page_count").module(Module::Pages, &[]).compiled_for(Feature::Client),
    file!("pages")
        .module(Module::Pages, &["Items", "NextPage", "Pages", "Paginated", "Pagination"])
        .compiled_for(Feature::Client),
    file!("poll_error")
        .module(Module::Poller, &["FailedOperation", "PollError"])
        .compiled_for(Feature::Client),
    file!("poll_requests").module(Module::Poller, &[]).compiled_for(Feature::Client).private(),
    file!("poll_status").module(Module::Poller, &[]).compiled_for(Feature::Client).private(),
    file!("poller")
        .module(Module::Poller, &["LongRunning", "PollOutcome", "Poller"])
        .compiled_for(Feature::Client),
    file!("polling")
        .module(Module::Poller, &["PollCondition", "Polling", "Progress", "ResultSource", "StatusSource"])
        .compiled_for(Feature::Client),
    file!("preview").feature(Feature::Client, &[]).private(),
    file!("rate_limit").always(&["RateLimit", "Reset"]),
    file!("raw_response")
        .always(&["Binary", "Decode", "Empty", "Json", "Outcome", "RawResponse", "Text"])
        .reexports(&["Binary", "DocumentedError", "Empty", "Json", "Outcome", "RawResponse", "Text"]),
    file!("reconnect").module(Module::Stream, &[]).compiled_for(Feature::Client).private(),
    file!("recorded").feature(Feature::Record, &[]).private(),
    file!("recorder").feature(Feature::Record, &[]).private(),
    file!("recording").feature(Feature::Record, &["Recording"]),
    file!("redact").feature(Feature::Record, &[]).private(),
    file!("redirects").feature(Feature::Client, &[]).private(),
    file!("request").always(&["Request"]).reexports(&["Request"]),
    file!("request_metrics").feature(Feature::Metrics, &[]).private(),
    file!("reqwest_transport").feature(Feature::Reqwest, &[]).private(),
    file!("response").always(&["Attempts", "Response", "Warning"]),
    file!("response_body").feature(Feature::Client, &[]).private(),
    file!("responses").module(Module::Responses, &[]).macro_name("responses"),
    file!("retry").feature(Feature::Client, &["Retry", "RetryRules"]),
    file!("secret").always(&["Secret"]),
    file!("server").module(Module::Server, &[]).macro_name("server"),
    file!("setters").module(Module::Setters, &[]).macro_name("setters"),
    file!("slots").module(Module::Model, &[]),
    file!("span").module(Module::Span, &["Span"]).dependencies(&["jiff"]),
    file!("stream").module(Module::Stream, &["Event", "EventStream", "LineStream"]),
    file!("stream_lines").module(Module::Stream, &["StreamError"]),
    file!("style").module(Module::Style, &[]).reexports(&["Style"]),
    file!("tagged").module(Module::Tagged, &[]),
    file!("time_of_day").module(Module::TimeOfDay, &["TimeOfDay"]).dependencies(&["jiff"]),
    file!("tls").feature(Feature::RustlsNoProvider, &[]),
    file!("tower_transport").feature(Feature::Tower, &["ServiceTransport", "TransportService"]),
    file!("trace").feature(Feature::Tracing, &[]).private(),
    file!("transport").always(&["BoxFuture", "PathTemplate", "RequestTimeout", "Transport"]),
    file!("tree").module(Module::Tree, &[]),
    file!("union").module(Module::Union, &[]).macro_name("union"),
    file!("unix_time").module(Module::UnixTime, &["UnixTime"]),
    file!("webhook").module(Module::Webhooks, &["EventError", "UnknownEvent"]).macro_name("events"),
    file!("webhook_axum").feature(Feature::Axum, &["WebhookEvent", "WebhookRejection"]),
    file!("webhook_scheme").feature(Feature::Webhooks, &[]),
    file!("webhook_signature")
        .feature(Feature::Webhooks, &["InvalidSecret", "SignatureError", "WebhookVerifier"]),
    file!("xml").module(Module::Xml, &[]).macro_name("xml"),
    file!("xml_read").module(Module::Xml, &[]).dependencies(&["quick-xml"]),
    file!("xml_write").module(Module::Xml, &[]).dependencies(&["quick-xml"]),
];

impl RuntimeFile {
    /// Returns the conditions of the file. One of them is sufficient.
    pub fn conditions(&self) -> impl Iterator<Item = Condition> {
        self.exports.iter().flatten().map(|(condition, _)| *condition)
    }

    /// Returns the items that `src/lib.rs` exports if a crate meets this condition.
    #[must_use]
    pub fn exports(&self, condition: Condition) -> &'static [&'static str] {
        let mut exports = self.exports.iter().flatten();
        exports.find(|(known, _)| *known == condition).map_or(&[], |(_, names)| names)
    }

    const fn always(self, exports: &'static [&'static str]) -> Self {
        self.condition(Condition::Always, exports)
    }

    const fn feature(self, feature: Feature, exports: &'static [&'static str]) -> Self {
        self.condition(Condition::Feature(feature), exports).compiled_for(feature)
    }

    const fn module(self, module: Module, exports: &'static [&'static str]) -> Self {
        self.condition(Condition::Module(module), exports)
    }

    const fn condition(self, condition: Condition, exports: &'static [&'static str]) -> Self {
        let [first, _] = self.exports;
        let exports = match first {
            None => [Some((condition, exports)), None],
            Some(_) => [first, Some((condition, exports))],
        };
        Self { exports, ..self }
    }

    const fn compiled_for(self, feature: Feature) -> Self {
        Self { feature: Some(feature), ..self }
    }

    const fn private(self) -> Self {
        Self { public: false, ..self }
    }

    const fn macro_name(self, name: &'static str) -> Self {
        Self { macro_name: Some(name), ..self }
    }

    const fn reexports(self, items: &'static [&'static str]) -> Self {
        Self { reexports: items, ..self }
    }

    const fn dependencies(self, packages: &'static [&'static str]) -> Self {
        Self { dependencies: packages, ..self }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::{Condition, FILES, RuntimeFile};
    use crate::rust::{Feature, Package};

    /// Returns the names of the items that a file defines, with its macros and those of `bytes_as_text!`.
    fn defined(file: &RuntimeFile) -> BTreeSet<String> {
        let parsed = syn::parse_file(file.source).map(|file| file.items).unwrap_or_default();
        parsed
            .iter()
            .filter_map(|item| match item {
                syn::Item::Struct(item) => Some(item.ident.to_string()),
                syn::Item::Enum(item) => Some(item.ident.to_string()),
                syn::Item::Trait(item) => Some(item.ident.to_string()),
                syn::Item::Type(item) => Some(item.ident.to_string()),
                syn::Item::Macro(item) => match &item.ident {
                    Some(ident) => Some(ident.to_string()),
                    // `bytes_as_text!` defines the type that it names first.
                    None => item
                        .mac
                        .tokens
                        .to_string()
                        .split(|char: char| !char.is_alphanumeric())
                        .find(|word| word.starts_with(char::is_uppercase))
                        .map(str::to_owned),
                },
                _ => None,
            })
            .collect()
    }

    #[test]
    fn has_one_row_for_each_file_of_the_runtime() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src/runtime");
        let files = fs::read_dir(folder).into_iter().flatten().flatten();
        let files: BTreeSet<String> = files
            .filter_map(|entry| Some(entry.path().file_stem()?.to_string_lossy().into_owned()))
            .filter(|name| name != "mod")
            .collect();
        let rows: Vec<&str> = FILES.iter().map(|file| file.name).collect();
        assert_eq!(rows, files.iter().collect::<Vec<_>>(), "rows are sorted and not duplicated");
    }

    #[test]
    fn exports_items_that_the_file_defines() {
        for file in FILES {
            let defined = defined(file);
            let exports = file.conditions().flat_map(|condition| file.exports(condition));
            for name in exports.chain(file.reexports).chain(&file.macro_name) {
                assert!(defined.contains(*name), "{}.rs does not define `{name}`: {defined:?}", file.name);
            }
        }
    }

    #[test]
    fn names_packages_that_the_file_uses() {
        for file in FILES {
            for dependency in file.dependencies {
                let package = dependency.split('/').next().unwrap_or_default();
                assert!(Package::find(package).is_some(), "{package} is not in the table of packages");
                let path = format!("{}::", package.replace('-', "_"));
                assert!(file.source.contains(&path), "{}.rs does not use {package}", file.name);
            }
        }
    }

    #[test]
    fn names_packages_of_features_that_a_file_uses() {
        for feature in Feature::ALL {
            for package in feature.dependencies() {
                assert!(Package::find(package).is_some(), "{package} is not in the table of packages");
                let path = format!("{}::", package.replace('-', "_"));
                let mut sources = FILES.iter().map(|file| file.source);
                assert!(sources.any(|source| source.contains(&path)), "no file uses {package}");
            }
        }
    }

    #[test]
    fn compiles_a_file_of_a_feature_for_that_feature() {
        for file in FILES {
            assert!(file.conditions().next().is_some(), "{}.rs has no condition", file.name);
            for condition in file.conditions() {
                if let Condition::Feature(feature) = condition {
                    assert_eq!(file.feature, Some(feature), "{}.rs", file.name);
                }
            }
        }
    }
}
