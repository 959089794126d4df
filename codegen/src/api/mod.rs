//! What a description says, in no programming language: schemas, operations, parameters, bodies,
//! security. References are ids here, `allOf` is merged, and nothing has a Rust name yet.

mod operation;
mod rule;
mod schema;

pub use self::{
    operation::{
        Body, Location, Media, Method, Operation, Parameter, Reply, Scheme, SchemeKind, Status, Style,
    },
    rule::Rule,
    schema::{
        Docs, EnumBase, EnumValue, Enumeration, IntegerFormat, Kind, Member, Object, Origin, Parent, Property,
        Role, Schema, SchemaId, Schemas, Shape, StringFormat, Test, Union,
    },
};
use crate::load::Skipped;

/// A description.
#[derive(Debug)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// The URLs of `servers`, their variables replaced by their defaults.
    pub servers: Vec<String>,
    /// The security schemes, in order.
    pub schemes: Vec<Scheme>,
    /// Every schema, those of `components` first.
    pub schemas: Schemas,
    /// The operations, in order.
    pub operations: Vec<Operation>,
    /// How many operations the description has, those included that are skipped.
    pub total_operations: usize,
    /// The operations that are left out so far.
    pub skipped: Vec<Skipped>,
}
