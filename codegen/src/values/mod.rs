//! JSON values of schemas: whether a value is what a schema says, and one that is.

mod answer;
mod check;
mod example;
mod formats;
mod xml;

pub use self::{
    answer::{Body, answer, sent_as},
    check::{Fault, check},
    example::example,
};
