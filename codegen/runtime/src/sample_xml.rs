//! Examples of generated code for bodies in XML.

use std::collections::BTreeMap;

use crate::runtime;

/// A book.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// An attribute.
    pub id: i64,
    /// An element with a prefix.
    pub title: String,
    /// An optional element.
    pub price: Option<f32>,
    /// An element for each author.
    pub authors: Vec<String>,
    /// An optional element for each note.
    pub notes: Option<Vec<String>>,
    /// An element that wraps the chapters.
    pub chapters: Option<Vec<Book>>,
    /// The additional properties.
    pub rest: BTreeMap<String, bool>,
}

runtime::model! {
    Book {
        required id: "id",
        required title: "title",
        optional price: "price",
        required authors: "authors",
        optional notes: "notes",
        optional chapters: "chapters",
    } rest rest
}

/// The XML representation.
pub mod in_xml {
    crate::runtime::xml! {
        Book = "b:book" in "b" "http://example.com/book" {
            "id": Attribute "id" Integer,
            "title": Element "b:title" Text,
            "price": Element "price" Number,
            "authors": Items "author" Text,
            "notes": OptionalItems "note" Text,
            "chapters": Element "chapters" [{Book} "chapter"],
            "": Rest "" Boolean,
        }
    }

    crate::runtime::xml! {
        Word = "word" {
            "language": Attribute "lang" Text,
            "text": Content "" Text,
        }
    }

    crate::runtime::xml! {
        Words = "words" {
            is: [{Word} "word"],
        }
    }

    crate::runtime::xml! {
        Anything = "anything" {
            is: Any,
        }
    }
}
