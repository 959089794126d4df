//! JSON values of schemas: whether a value is what a schema says, and one that is.

mod check;
mod example;
mod formats;
mod response;
mod xml;

pub use self::{
    check::{Fault, check},
    example::example,
    response::{Body, answer, sent_as},
};
