//! Recursive unions for the tests of the runtime and for fuzzing.

use std::{cell::Cell, collections::BTreeMap};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::runtime;

thread_local! {
    static DECODED_LEAVES: Cell<usize> = const { Cell::new(0) };
}

/// Decodes a tree, and returns it with the number of leaves that were decoded on the way.
///
/// # Errors
/// If the text is not JSON.
pub fn decode(text: &[u8]) -> Result<(Tree, usize), serde_json::Error> {
    DECODED_LEAVES.set(0);
    let tree = serde_json::from_slice(text)?;
    Ok((tree, DECODED_LEAVES.get()))
}

/// Asserts that decoding `text` is linear in its length, whatever it contains.
///
/// # Panics
/// If it is not, or if the tree does not serialize.
pub fn check(text: &[u8]) {
    /// The number of members of each union here, and a complete decoding.
    const MAX_ATTEMPTS: usize = 7;
    let Ok((tree, leaves)) = decode(text) else { return };
    assert!(leaves <= MAX_ATTEMPTS * text.len(), "{leaves} leaves were decoded from {} bytes", text.len());
    assert!(serde_json::to_vec(&tree).is_ok());
}

/// An integer that counts how often it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf(pub i64);

impl Serialize for Leaf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Leaf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        DECODED_LEAVES.set(DECODED_LEAVES.get() + 1);
        i64::deserialize(deserializer).map(Self)
    }
}

/// A union whose members have the same properties, so that each value has several candidates.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// A node with a required property, which is read last.
    Strict(Box<Strict>),
    /// A node.
    Loose(Box<Loose>),
    /// A list.
    List(Vec<Tree>),
    /// A list of lists of named values.
    Table(Vec<Vec<BTreeMap<String, Tree>>>),
    /// A union in a union.
    Tagged(Box<Tagged>),
    /// A leaf.
    Leaf(Leaf),
    /// Any other value.
    Unknown(serde_json::Value),
}

runtime::union! {
    Tree {
        Strict: Object,
        Loose: Object,
        Table: Array,
        List: Array,
        Tagged: Object { "kind": Present },
        Leaf: Integer,
    } else Unknown
}

/// A union with a tag.
#[derive(Debug, Clone, PartialEq)]
pub enum Tagged {
    /// A node with a required property.
    Strict(Box<Strict>),
    /// A node.
    Loose(Box<Loose>),
    /// The values of any other object.
    Map(BTreeMap<String, Option<Tree>>),
    /// Any other value.
    Unknown(serde_json::Value),
}

runtime::union! {
    Tagged by "kind" or Map {
        Strict: "strict",
        Loose: "loose" | "none",
        Map: "map",
    } else Unknown
}

/// A node.
#[derive(Debug, Clone, PartialEq)]
pub struct Loose {
    /// A leaf.
    pub leaf: Option<Leaf>,
    /// A child.
    pub child: Option<Tree>,
    /// A nullable child.
    pub nullable: Option<Option<Tree>>,
    /// A child of another union.
    pub tagged: Option<Tagged>,
    /// Named children.
    pub rest: BTreeMap<String, Tree>,
}

runtime::model! {
    Loose {
        optional leaf: "leaf",
        optional child: "child",
        nullable nullable: "nullable",
        optional tagged: "tagged",
    } rest rest
}

/// A node with a required property.
#[derive(Debug, Clone, PartialEq)]
pub struct Strict {
    /// A leaf.
    pub leaf: Option<Leaf>,
    /// A child.
    pub child: Option<Tree>,
    /// Children.
    pub children: Option<Vec<Tagged>>,
    /// A required property.
    pub end: bool,
}

runtime::model! {
    Strict {
        optional leaf: "leaf",
        optional child: "child",
        optional children: "children",
        required end: "end",
    }
}

/// A node of 16 KiB.
#[derive(Debug, Clone, PartialEq)]
pub struct Wide {
    /// A child.
    pub child: Option<Box<Wide>>,
    /// A block of numbers.
    pub block: Option<[[[i64; 2]; 32]; 32]>,
}

runtime::model! {
    Wide {
        optional child: "child",
        optional block: "block",
    }
}
