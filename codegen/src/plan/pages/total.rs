//! The number of all items, with which the end of a list is compared.

use super::{
    MAX_TEXT,
    guess::{CURSORS, Scalar, normalized},
    query,
};
use crate::rust::{NextPage, Operation};

/// The names of the number of all items.
const TOTALS: [&str; 6] = ["total", "totalcount", "totalelements", "totalhits", "totalitems", "totalrecords"];

/// The names of the objects that may contain the number.
const PARENTS: [&str; 6] = ["meta", "metadata", "page", "pageinfo", "pagination", "paging"];

/// The names of parameters that choose the first page, beside cursors.
const STARTS: [&str; 10] = [
    "before",
    "endingbefore",
    "from",
    "offset",
    "page",
    "pageno",
    "pagenumber",
    "skip",
    "start",
    "startingafter",
];

/// Words in the description of a number that counts something else.
const INEXACT: [&str; 6] = ["approx", "current page", "estimat", "in the response", "returned", "this page"];

/// Returns the JSON pointer of the number of all items, or an empty text.
///
/// The items before the first page count as well, so no other parameter may choose the first page.
pub(super) fn pointer(operation: &Operation, next: &NextPage, scalars: &[Scalar<'_>]) -> String {
    let known = match next {
        NextPage::Cursor(name, _) | NextPage::Offset(name) | NextPage::Number(name, _) => Some(name.as_str()),
        NextPage::HeaderCursor(..) | NextPage::Url(_) | NextPage::Link => None,
    };
    let starts_elsewhere = query(operation).any(|(wire, _)| {
        let name = normalized(wire);
        Some(wire) != known && (STARTS.contains(&name.as_str()) || CURSORS.contains(&name.as_str()))
    });
    let is_inexact = |scalar: &Scalar<'_>| {
        let docs = scalar.docs.iter().flat_map(|line| line.chars().chain([' ']));
        let docs = docs.take(MAX_TEXT).collect::<String>().to_ascii_lowercase();
        INEXACT.iter().any(|word| docs.contains(word))
    };
    let counts_all = |scalar: &&Scalar<'_>| {
        scalar.is_integer
            && TOTALS.contains(&scalar.name.as_str())
            && scalar.parents.iter().all(|parent| PARENTS.contains(&parent.as_str()))
            && !is_inexact(scalar)
    };
    let total = scalars.iter().find(counts_all).filter(|_| !starts_elsewhere);
    total.map(Scalar::pointer).unwrap_or_default()
}
