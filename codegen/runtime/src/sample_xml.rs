//! What generated code looks like for bodies in XML.

use std::collections::BTreeMap;

use crate::runtime;

/// A book, as XML has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// An attribute.
    pub id: i64,
    /// An element with a prefix.
    pub title: String,
    /// Perhaps there.
    pub price: Option<f32>,
    /// An element each.
    pub authors: Vec<String>,
    /// An element each, which may be left out.
    pub notes: Option<Vec<String>>,
    /// In an element of their own.
    pub chapters: Option<Vec<Book>>,
    /// Anything else.
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

/// The same in XML.
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
