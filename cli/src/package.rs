//! The settings of the package: its metadata in `Cargo.toml`, with the limits of cargo and of crates.io.

use clientwright_codegen::{
    PackageSettings,
    plan::{is_license_expression, is_web_url},
};
use serde::Deserialize;

/// The maximum number of keywords, and of categories.
const MAX_WORDS: usize = 5;
/// The maximum length of a keyword.
const MAX_KEYWORD: usize = 20;

/// The metadata of the package.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Package {
    /// `true` if the package may be published. Otherwise cargo refuses to.
    ///
    /// ```toml
    /// [api.my-api.package]
    /// publish = true
    /// ```
    publish: bool,
    /// The description of the package. The default is the title of the API.
    ///
    /// ```toml
    /// [api.my-api.package]
    /// description = "A client of the API of pets"
    /// ```
    description: Option<Line>,
    /// The licence of the package, as an SPDX expression. The default is that of the description, if it has an SPDX
    /// identifier or a usual name ([Package](#package)).
    ///
    /// ```toml
    /// [api.my-api.package]
    /// license = "MIT OR Apache-2.0"
    /// ```
    license: Option<License>,
    /// The URL of the repository.
    ///
    /// ```toml
    /// [api.my-api.package]
    /// repository = "https://github.com/example/my-api"
    /// ```
    repository: Option<Url>,
    /// The URL of the home page.
    ///
    /// ```toml
    /// [api.my-api.package]
    /// homepage = "https://example.com"
    /// ```
    homepage: Option<Url>,
    /// The URL of the documentation. The default of a package that is published is docs.rs.
    ///
    /// ```toml
    /// [api.my-api.package]
    /// documentation = "https://example.com/docs"
    /// ```
    documentation: Option<Url>,
    /// Keywords for crates.io: at most five, of at most 20 characters.
    ///
    /// ```toml
    /// [api.my-api.package]
    /// keywords = ["pets", "client"]
    /// ```
    keywords: Words<Keyword>,
    /// Categories of crates.io: at most five, of <https://crates.io/category_slugs>.
    ///
    /// ```toml
    /// [api.my-api.package]
    /// categories = ["api-bindings"]
    /// ```
    categories: Words<Category>,
    /// The authors.
    ///
    /// ```toml
    /// [api.my-api.package]
    /// authors = ["A. Person <a.person@example.com>"]
    /// ```
    authors: Vec<Line>,
}

impl Package {
    /// Returns the settings of the generator.
    pub(crate) fn settings(self) -> PackageSettings {
        PackageSettings {
            publish: self.publish,
            description: self.description.map(|line| line.0),
            license: self.license.map(|license| license.0),
            repository: self.repository.map(|url| url.0),
            homepage: self.homepage.map(|url| url.0),
            documentation: self.documentation.map(|url| url.0),
            keywords: self.keywords.0.into_iter().map(|word| word.0).collect(),
            categories: self.categories.0.into_iter().map(|word| word.0).collect(),
            authors: self.authors.into_iter().map(|line| line.0).collect(),
        }
    }
}

/// Defines a text with a rule.
macro_rules! checked {
    ($(#[$docs:meta] $name:ident: $check:expr, $message:literal;)*) => {
        $(
            #[$docs]
            #[derive(Debug, Deserialize)]
            #[serde(try_from = "String")]
            struct $name(String);

            impl TryFrom<String> for $name {
                type Error = String;

                fn try_from(text: String) -> Result<Self, String> {
                    let check: fn(&str) -> bool = $check;
                    if check(&text) { Ok(Self(text)) } else { Err(format!($message, text = text)) }
                }
            }
        )*
    };
}

checked! {
    /// A text on one line.
    Line: |text| !text.trim().is_empty() && !text.contains(char::is_control), "{text:?} is not a text on one line";
    /// An SPDX expression.
    License: is_license_expression,
        "`{text}` is not a license expression of SPDX, such as `MIT OR Apache-2.0`; see https://spdx.org/licenses";
    /// A URL of the web.
    Url: is_web_url, "{text:?} is not a URL that starts with `https://` or `http://`";
    /// A keyword of crates.io.
    Keyword: is_keyword,
        "{text:?} is not a keyword: at most 20 letters, digits, `-`, `_` and `+`, and a letter or digit first";
    /// The slug of a category of crates.io.
    Category: is_category, "{text:?} is not the slug of a category; see https://crates.io/category_slugs";
}

fn is_keyword(text: &str) -> bool {
    text.len() <= MAX_KEYWORD
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_+".contains(&byte))
}

fn is_category(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-:".contains(&byte))
}

/// Keywords or categories.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Vec<T>", bound = "T: Deserialize<'de>")]
struct Words<T>(Vec<T>);

impl<T> Default for Words<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> TryFrom<Vec<T>> for Words<T> {
    type Error = String;

    fn try_from(words: Vec<T>) -> Result<Self, String> {
        if words.len() > MAX_WORDS {
            return Err(format!("crates.io allows at most {MAX_WORDS}, and these are {}", words.len()));
        }
        Ok(Self(words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        toml::from_str::<Package>(text).expect_err(text).to_string()
    }

    #[test]
    fn reads_the_metadata() {
        let text =
            "publish = true\nlicense = 'MIT'\nhomepage = 'https://example.com'\nkeywords = ['http', 'c++']
            categories = ['web-programming::http-client']\nauthors = ['A <a@example.com>']";
        let settings = toml::from_str::<Package>(text).expect("settings").settings();
        assert!(settings.publish && settings.repository.is_none());
        assert_eq!(settings.license.as_deref(), Some("MIT"));
        assert_eq!(settings.keywords, ["http", "c++"]);
    }

    #[test]
    fn reports_a_wrong_value_at_its_line() {
        for (text, expected) in [
            ("license = 'Apache 2.0'", "`Apache 2.0` is not a license expression"),
            ("publish = true\nhomepage = 'ftp://a'", "\"ftp://a\" is not a URL"),
            ("repository = \"https://a\\n[b]\"", "is not a URL"),
            ("keywords = ['a', 'b', 'c', 'd', 'e', 'f']", "crates.io allows at most 5, and these are 6"),
            ("keywords = ['aaaaaaaaaaaaaaaaaaaaa']", "is not a keyword"),
            ("keywords = ['an api']", "is not a keyword"),
            ("categories = ['Web Programming']", "is not the slug of a category"),
            ("description = \"a\\nb\"", "is not a text on one line"),
            ("licence = 'MIT'", "unknown field `licence`"),
        ] {
            let error = error(text);
            let line = format!("line {}", text.lines().count());
            assert!(error.contains(expected) && error.contains(&line), "{error}");
        }
    }
}
