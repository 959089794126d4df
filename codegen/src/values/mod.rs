//! JSON values of schemas: validation and examples.

mod check;
mod example;
mod formats;
mod response;
mod xml;

pub(crate) use self::example::short_example;
pub use self::{
    check::{Violation, check},
    example::example,
    response::{Body, response_body, sent_as},
    xml::document as xml_document,
};
