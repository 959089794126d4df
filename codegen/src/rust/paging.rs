use std::fmt;

use super::{Ident, Type};

/// The pagination of a list.
#[derive(Debug)]
pub struct Paging {
    /// The JSON pointer of the items in the body.
    pub pointer: String,
    /// The number of nested `Option`s around the output.
    pub options: usize,
    /// The fields that lead from the output to the items.
    pub path: Vec<PathField>,
    /// The type of an item.
    pub item: Type,
    /// The JSON pointer of a flag that is `true` if there are more pages; empty without a flag.
    pub more: String,
    /// The JSON pointer of the number of all items; empty without one.
    pub total: String,
    /// The JSON pointer of the number of pages; empty without one.
    pub page_count: String,
    /// The query parameters that each request sets: names and values.
    pub set: Vec<(String, String)>,
    /// `true` if URLs are requested with the method and the body of the first page.
    pub keep_method: bool,
    /// The parameters of the next page.
    pub next: NextPage,
    /// The table of a page, if it is XML.
    pub xml: Option<Ident>,
}

/// A field on the path to a value of a body.
#[derive(Debug, PartialEq)]
pub struct PathField {
    /// The name.
    pub field: Ident,
    /// The number of nested `Option`s around its value.
    pub options: usize,
}

/// The way to request the next page.
#[derive(Debug)]
pub enum NextPage {
    /// A query parameter or a JSON pointer in the request body, and the JSON pointer or the header of its value
    /// in the response. JSON pointers start with `/`.
    Cursor(String, String),
    /// A header of the request, and the JSON pointer or the header of its value in the response.
    HeaderCursor(String, String),
    /// A query parameter, or a JSON pointer in the request body, for the number of items so far.
    Offset(String),
    /// A query parameter, or a JSON pointer in the request body, for the page number, and the first number.
    Number(String, u64),
    /// The JSON pointer of the URL in the body.
    Url(String),
    /// The URL in the `Link` header.
    Link,
}

impl fmt::Display for Paging {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.next)?;
        if self.keep_method {
            f.write_str(", same method")?;
        }
        self.set.iter().try_for_each(|(name, value)| write!(f, ", {name} = {value}"))?;
        if !self.total.is_empty() {
            write!(f, ", total {}", self.total)?;
        }
        if !self.page_count.is_empty() {
            write!(f, ", pages {}", self.page_count)?;
        }
        Ok(())
    }
}

impl fmt::Display for NextPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cursor(to, from) => {
                let part = |name: &str, is: bool, part: &str| {
                    if is { format!("{part} {name}") } else { name.to_owned() }
                };
                let (to, from) =
                    (part(to, to.starts_with('/'), "body"), part(from, !from.starts_with('/'), "header"));
                write!(f, "{to} = {from}")
            }
            Self::HeaderCursor(to, from) if from.starts_with('/') => write!(f, "header {to} = {from}"),
            Self::HeaderCursor(to, from) => write!(f, "header {to} = header {from}"),
            Self::Offset(parameter) => write!(f, "{}{parameter} = items so far", of_body(parameter)),
            Self::Number(parameter, first) => {
                write!(f, "{}{parameter} = number from {first}", of_body(parameter))
            }
            Self::Url(place) => write!(f, "URL {place}"),
            Self::Link => f.write_str("header Link"),
        }
    }
}

/// Returns the word before a JSON pointer in the request body.
fn of_body(parameter: &str) -> &'static str {
    if parameter.starts_with('/') { "body " } else { "" }
}
