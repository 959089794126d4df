//! The table of names that a person would give operations.

use std::collections::HashMap;

use super::{document::Described, functions::choose};
use crate::api::{Returned, VendorNames};

/// A row of the table.
struct Row<'a> {
    id: Option<&'a str>,
    method: &'a str,
    path: &'a str,
    tags: Vec<String>,
    summary: Option<&'a str>,
    returned: Option<Returned>,
    expected: &'a str,
}

impl<'a> Row<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let (operation, expected) = line.rsplit_once("->")?;
        let mut cells = operation.split('|').map(str::trim);
        let id = cells.next().filter(|id| *id != "-");
        let (method, path) = cells.next()?.split_once(' ')?;
        let tags = cells
            .next()?
            .split(',')
            .map(str::trim)
            .filter(|tag| !tag.is_empty())
            .map(str::to_owned)
            .collect();
        let summary = cells.next().filter(|summary| !summary.is_empty());
        let returned = match cells.next() {
            Some("one") => Some(Returned::One),
            Some("many") => Some(Returned::Many),
            Some(_) => return None,
            None => None,
        };
        Some(Self { id, method, path, tags, summary, returned, expected: expected.trim() })
    }
}

#[test]
fn names_operations_as_a_person_would() {
    let extensions = VendorNames::default();
    let (mut wrong, mut rows) = (Vec::new(), 0);
    for section in include_str!("names.txt").split("\n== ").skip(1) {
        let (title, lines) = section.split_once('\n').unwrap_or((section, ""));
        let title_of_api = title.split_once(" by the title ").map_or("", |(_, title)| title);
        let table: Vec<Row<'_>> = lines
            .lines()
            .filter(|line| !line.is_empty())
            .map(|line| Row::parse(line).unwrap_or_else(|| panic!("{title}: invalid row: {line}")))
            .collect();
        let described: Vec<Described<'_>> = table
            .iter()
            .map(|row| Described {
                title: title_of_api,
                id: row.id,
                method: row.method,
                path: row.path,
                tags: &row.tags,
                summary: row.summary,
                returned: row.returned,
                extensions: &extensions,
            })
            .collect();
        rows += table.len();
        for (row, name) in table.iter().zip(choose(&described, &HashMap::new(), None)) {
            let path: Vec<&str> =
                name.resource.iter().map(String::as_str).chain([name.function.as_str()]).collect();
            if path.join(".") != row.expected {
                wrong.push(format!(
                    "{title}: {} {} is `{}`, not `{}`",
                    row.method,
                    row.path,
                    path.join("."),
                    row.expected
                ));
            }
        }
    }
    assert!(rows >= 200, "{rows} rows");
    assert!(wrong.is_empty(), "{} of {rows} names:\n{}", wrong.len(), wrong.join("\n"));
}
