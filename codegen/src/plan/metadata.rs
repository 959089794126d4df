//! The metadata of the package.

use super::{license, settings::Settings};
use crate::{api::Api, escape::is_hidden, rust::Metadata};

/// The maximum length of a URL of the description.
const MAX_URL: usize = 500;

/// Plans the metadata. The settings win over the description, which is used for the license alone: its contact is not
/// the home page of this crate.
pub(super) fn plan_metadata(api: &Api, settings: &Settings) -> Metadata {
    let package = &settings.package;
    let license = || api.info.license.as_deref().and_then(license::of_description);
    let documentation = || package.publish.then(|| docs_rs(&settings.name));
    let texts = [
        ("license", package.license.clone().or_else(license)),
        ("repository", package.repository.clone()),
        ("homepage", package.homepage.clone()),
        ("documentation", package.documentation.clone().or_else(documentation)),
        ("readme", (!settings.omit_readme && !settings.included).then(|| "README.md".to_owned())),
    ];
    let lists =
        [("keywords", &package.keywords), ("categories", &package.categories), ("authors", &package.authors)];
    Metadata {
        publish: package.publish,
        texts: texts.into_iter().filter_map(|(key, text)| Some((key, text?))).collect(),
        lists: lists
            .into_iter()
            .filter(|(_, list)| !list.is_empty())
            .map(|(key, list)| (key, list.clone()))
            .collect(),
    }
}

/// Returns the URL of the documentation of a published package.
pub(super) fn docs_rs(name: &str) -> String {
    format!("https://docs.rs/{name}")
}

/// Returns `true` for a URL of the web that is safe in a manifest and in Markdown.
#[must_use]
pub fn is_web_url(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_unsafe = |char: char| {
        char.is_whitespace() || char.is_control() || is_hidden(char) || "<>\"'`\\()[]{}|^".contains(char)
    };
    host.is_some_and(|host| host.starts_with(|first: char| first.is_alphanumeric()))
        && text.len() <= MAX_URL
        && !text.contains(is_unsafe)
}

#[cfg(test)]
mod tests {
    use super::is_web_url;

    #[test]
    fn refuses_urls_with_another_scheme_or_with_markup() {
        for valid in ["https://example.com", "http://localhost:80/a?b=c#d", "https://example.com/%28a%29"] {
            assert!(is_web_url(valid), "{valid}");
        }
        for invalid in [
            "",
            "javascript:alert(1)",
            "https://",
            "https:// a",
            "https://a\n[dependencies]",
            "https://a\u{202e}b",
            "https://a)b",
            "https://a>b",
            "ftp://a",
            "a",
        ] {
            assert!(!is_web_url(invalid), "{invalid:?}");
        }
    }
}
