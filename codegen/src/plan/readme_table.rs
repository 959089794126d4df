//! The table of the resources, and that of the operations without one, in `README.md`.

use indexmap::IndexSet;

use super::{docs, metadata::docs_rs, readme::short};
use crate::{
    api::Api,
    rust::{Crate, Group},
};

/// The maximum number of rows of a table.
const MAX_ROWS: usize = 50;
/// The maximum number of servers.
const MAX_SERVERS: usize = 5;
/// The maximum number of characters of a summary.
const MAX_SUMMARY: usize = 120;

/// Returns the tables that are not empty.
pub(super) fn operations(api: &Api, krate: &Crate) -> impl Iterator<Item = Vec<String>> {
    let resources: Vec<(usize, &Group)> = krate
        .groups
        .iter()
        .enumerate()
        .filter(|(_, group)| group.resource.is_some() && !group.operations.is_empty())
        .collect();
    let rows = resources.iter().map(|(index, group)| resource(krate, *index, group));
    let has_features = resources.iter().any(|(_, group)| feature(krate, group).is_some());
    let columns = ["resource", "operations", "feature"];
    let columns = columns.get(..if has_features { 3 } else { 2 }).unwrap_or_default();
    let of_resources = table("Resources", columns, rows.collect());
    let others: Vec<usize> = (0..krate.operations.len())
        .filter(|index| {
            krate.operations.get(*index).is_some_and(|operation| krate.resource_of(operation).is_none())
        })
        .collect();
    let rows = others.iter().filter_map(|index| operation(api, krate, *index));
    let heading = if resources.is_empty() { "Operations" } else { "Other operations" };
    let of_others = table(heading, &["method", "request"], rows.collect());
    [of_resources, of_others].into_iter().flatten()
}

/// Returns the line of the server, or of those of all parts.
pub(super) fn servers(api: &Api, krate: &Crate) -> Option<String> {
    let urls = api.parts.iter().map(|part| part.base_url.as_str()).filter(|url| !url.is_empty());
    let of_parts: IndexSet<String> = urls.map(docs::code).collect();
    if of_parts.len() > 1 {
        let shown: Vec<&str> = of_parts.iter().take(MAX_SERVERS).map(String::as_str).collect();
        let more = if of_parts.len() > MAX_SERVERS { ", …" } else { "" };
        return Some(format!("- Servers: {}{more}", shown.join(", ")));
    }
    (!krate.base_url.is_empty()).then(|| format!("- Server: {}", docs::code(&krate.base_url)))
}

/// Returns the row of a resource.
fn resource(krate: &Crate, index: usize, group: &Group) -> String {
    let path: Vec<String> =
        krate.path_to(Some(index)).iter().map(|group| format!(".{}()", group.ident)).collect();
    let shown = format!("`client{}`", path.concat());
    let shown = match &group.resource {
        Some(resource) if krate.metadata.publish => {
            let (name, path) = (krate.name.replace('-', "_"), group.path.to_string().replace("::", "/"));
            let page =
                format!("{}/latest/{name}/{path}/struct.{}.html", docs_rs(&krate.name), resource.ident);
            format!("[{shown}]({page})")
        }
        _ => shown,
    };
    let feature = feature(krate, group).map(|feature| format!(" `{feature}` |")).unwrap_or_default();
    format!("| {shown} | {} |{feature}", group.operations.len())
}

/// Returns the feature that a resource is compiled for.
fn feature<'a>(krate: &Crate, group: &'a Group) -> Option<&'a str> {
    group.feature.as_deref().filter(|_| krate.tag_features)
}

/// Returns the row of an operation.
fn operation(api: &Api, krate: &Crate, index: usize) -> Option<String> {
    let (operation, of_api) = (krate.operations.get(index)?, api.operations.get(index)?);
    // A table ends a cell at each `|`, also inside of code.
    let request = docs::code(&format!("{} {}", operation.method, operation.path)).replace('|', "\\|");
    let title = of_api.docs.title.as_deref().map(|title| short(title, MAX_SUMMARY)).unwrap_or_default();
    let colon = if title.is_empty() { "" } else { ": " };
    Some(format!("| `client.{}(…)` | {request}{colon}{title} |", operation.function))
}

/// Returns a table with a heading, of at most [`MAX_ROWS`] rows. Returns `None` without rows.
fn table(heading: &str, columns: &[&str], mut rows: Vec<String>) -> Option<Vec<String>> {
    let more = rows.len().saturating_sub(MAX_ROWS);
    rows.truncate(MAX_ROWS);
    let line = format!("|{}", "---|".repeat(columns.len()));
    let head = [format!("## {heading}"), String::new(), format!("| {} |", columns.join(" | ")), line];
    let footer = if more == 0 { vec![] } else { vec![String::new(), format!("And {more} more.")] };
    (!rows.is_empty()).then(|| head.into_iter().chain(rows).chain(footer).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_first_rows_and_the_number_of_the_others() {
        let rows = |count: usize| (0..count).map(|row| format!("| {row} | a |")).collect();
        let lines = table("Operations", &["method", "request"], rows(53)).expect("rows");
        assert_eq!(lines.len(), 4 + MAX_ROWS + 2);
        assert_eq!(lines.last().map(String::as_str), Some("And 3 more."));
        let lines = table("Operations", &["method", "request"], rows(MAX_ROWS)).expect("rows");
        assert_eq!(lines.last().map(String::as_str), Some("| 49 | a |"));
        assert!(table("Operations", &["method", "request"], rows(0)).is_none());
    }
}
