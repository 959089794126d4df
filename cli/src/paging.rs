//! The pagination of operations in the settings.

use clientwright_codegen::{By, Pages, Selector};
use indexmap::IndexMap;
use serde::Deserialize;

/// The pagination of an operation: `false`, or a table.
#[derive(Debug, Deserialize)]
#[serde(try_from = "toml::Value")]
pub(crate) struct Paging(pub(crate) Pages);

/// The source of the next page: `cursor`, a value of the last page; `offset`, the number of items so far; `page`, a
/// page number; `url`, a URL in the body; `link`, the header `Link`.
#[derive(Debug, Deserialize)]
#[serde(tag = "by", rename_all = "lowercase", deny_unknown_fields)]
enum Pager {
    Cursor {
        /// A JSON pointer to the items in the body. The default is the whole body.
        #[serde(default)]
        items: String,
        /// A JSON pointer to a boolean that is `true` if there are more pages.
        #[serde(default)]
        more: String,
        /// The parameter of the next request, in the query or a header. With a leading `/`, a JSON pointer into the
        /// request body.
        parameter: String,
        /// A JSON pointer to the cursor or the URL in the body. Without a leading `/`, the name of a response header.
        next: String,
    },
    Offset {
        #[serde(default)]
        items: String,
        #[serde(default)]
        more: String,
        parameter: String,
    },
    Page {
        #[serde(default)]
        items: String,
        #[serde(default)]
        more: String,
        parameter: String,
        /// The number of the first page.
        first: u64,
    },
    Url {
        #[serde(default)]
        items: String,
        #[serde(default)]
        more: String,
        /// The method of the next requests. `POST` sends the body of the first page again.
        #[serde(default)]
        method: LinkMethod,
        next: String,
    },
    Link {
        #[serde(default)]
        items: String,
        #[serde(default)]
        more: String,
        #[serde(default)]
        method: LinkMethod,
    },
}

/// The method of the request of a URL.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum LinkMethod {
    #[default]
    Get,
    /// `POST`, with the body of the list.
    Post,
}

/// The keys of every way.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct AnyPager {
    /// A JSON pointer to the number of items on all pages. A list that ends with fewer items ends with an error.
    total: String,
    /// A JSON pointer to the number of pages. The list ends after so many, without a request for an empty page.
    page_count: String,
    /// The query parameters that each page is requested with.
    set: IndexMap<String, String>,
}

impl TryFrom<toml::Value> for Paging {
    type Error = String;

    fn try_from(value: toml::Value) -> Result<Self, String> {
        if value.as_bool() == Some(false) {
            return Ok(Self(Pages::Off));
        }
        let expected = "expected `false`, or a table with `by` (cursor, offset, page, url or link)";
        let toml::Value::Table(mut table) = value else { return Err(expected.to_owned()) };
        let failed = |error: toml::de::Error| format!("{}; {expected}", error.message());
        let common: toml::Table = ["total", "page-count", "set"]
            .into_iter()
            .filter_map(|key| Some((key.to_owned(), table.remove(key)?)))
            .collect();
        let AnyPager { total, page_count, set } = AnyPager::deserialize(common).map_err(failed)?;
        let pager = Pager::deserialize(table).map_err(failed)?;
        let keep_method = matches!(
            pager,
            Pager::Url { method: LinkMethod::Post, .. } | Pager::Link { method: LinkMethod::Post, .. }
        );
        let (items, next, more) = match pager {
            Pager::Cursor { items, more, parameter, next } => (items, By::Cursor { parameter, next }, more),
            Pager::Offset { items, more, parameter } => (items, By::Offset { parameter }, more),
            Pager::Page { items, more, parameter, first } => (items, By::Page { parameter, first }, more),
            Pager::Url { items, more, next, .. } => (items, By::Url { next }, more),
            Pager::Link { items, more, .. } => (items, By::Link, more),
        };
        Ok(Self(Pages::On { items, next, more, total, page_count, set, keep_method }))
    }
}

/// Returns the values of a table by the operations that its keys select.
pub(crate) fn by_selector<T, U>(table: IndexMap<String, T>, value: fn(T) -> U) -> Vec<(Selector, U)> {
    table.into_iter().map(|(key, one)| (Selector::parse(&key), value(one))).collect()
}
