//! `src/xml.rs`: the XML representation of the types of bodies.

use proc_macro2::TokenStream;

use super::{FileItem, RustFile, Table, items::literal};
use crate::rust::{Crate, Page, XmlContent, XmlField, XmlShape, XmlType};

/// Returns the file.
pub(super) fn xml(krate: &Crate) -> RustFile {
    RustFile {
        path: "src/xml.rs".to_owned(),
        docs: Page::line("The XML representation of bodies: the node and the name of each JSON property."),
        attributes: TokenStream::new(),
        items: krate.xml.iter().map(|item| FileItem::Table(table(item))).collect(),
    }
}

fn table(item: &XmlType) -> Table {
    let mut header = format!("{} = {}", item.ident, literal(&item.name));
    let namespaces = item.namespaces.iter();
    let namespaces: Vec<String> =
        namespaces.map(|(prefix, name)| format!("{} {}", literal(prefix), literal(name))).collect();
    if !namespaces.is_empty() {
        header = format!("{header} in {}", namespaces.join(", "));
    }
    let rows = match &item.content {
        XmlContent::Object(fields) => fields.iter().map(row).collect(),
        XmlContent::Is(other) => vec![("is".to_owned(), shape(other))],
    };
    Table { macro_path: "crate::runtime::xml", header, rows, footer: None, feature: None }
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
