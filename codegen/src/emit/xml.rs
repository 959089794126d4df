//! `src/xml.rs`: how XML has the types of bodies in XML.

use proc_macro2::TokenStream;

use super::{Chunk, RustFile, Table, items::literal};
use crate::rust::{Crate, Page, XmlContent, XmlField, XmlShape, XmlType};

/// The file.
pub(super) fn xml(krate: &Crate) -> RustFile {
    RustFile {
        path: "src/xml.rs".to_owned(),
        docs: Page::line("How bodies look in XML: each property by its name in JSON, and where XML has it."),
        attributes: TokenStream::new(),
        items: krate.xml.iter().map(|item| Chunk::Table(table(item))).collect(),
    }
}

fn table(item: &XmlType) -> Table {
    let mut head = format!("{} = {}", item.ident, literal(&item.name));
    let namespaces = item.namespaces.iter();
    let namespaces: Vec<String> =
        namespaces.map(|(prefix, name)| format!("{} {}", literal(prefix), literal(name))).collect();
    if !namespaces.is_empty() {
        head = format!("{head} in {}", namespaces.join(", "));
    }
    let rows = match &item.content {
        XmlContent::Object(fields) => fields.iter().map(row).collect(),
        XmlContent::Is(other) => vec![("is".to_owned(), shape(other))],
    };
    Table { name: "crate::runtime::xml", head, rows, tail: None, feature: None }
}

fn row(field: &XmlField) -> (String, String) {
    (literal(&field.wire), format!("{} {} {}", field.place, literal(&field.name), shape(&field.shape)))
}

fn shape(of: &XmlShape) -> String {
    match of {
        XmlShape::Scalar(name) => (*name).to_owned(),
        XmlShape::List(name, item) => format!("[{} {}]", shape(item), literal(name)),
        XmlShape::Of(ident) => format!("{{{ident}}}"),
    }
}
