use serde_json::Value;

use super::SchemaId;

/// One of several types.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The types, in order.
    pub members: Vec<Member>,
    /// The property whose value tells which it is; without one, the members' distinguishers do.
    pub tag: Option<String>,
    /// The member, by its index, that a value with another tag or with none is.
    pub default: Option<usize>,
    /// Whether some values could be of several members, of which the first one that fits is taken.
    pub ordered: bool,
}

impl Union {
    /// A union of these schemas, which nothing tells apart yet.
    #[must_use]
    pub fn of(schemas: impl IntoIterator<Item = SchemaId>) -> Self {
        let member =
            |schema| Member { schema, tags: Vec::new(), writes_tag: false, distinguishers: Vec::new() };
        Self { members: schemas.into_iter().map(member).collect(), tag: None, default: None, ordered: false }
    }
}

/// A member of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its type.
    pub schema: SchemaId,
    /// The values of the union's tag that stand for it; the first is the one to send.
    pub tags: Vec<String>,
    /// Whether the union writes the tag, because the type does not have the property.
    pub writes_tag: bool,
    /// What its values look like: one of these.
    pub distinguishers: Vec<Distinguisher>,
}

/// What tells the values of a union's member from those of others.
#[derive(Debug, Clone, PartialEq)]
pub struct Distinguisher {
    /// What they are in JSON; `None` for anything.
    pub kind: Option<Kind>,
    /// Properties that are there and have one value.
    pub constants: Vec<(String, Value)>,
    /// Properties that have one value where they are there.
    pub optional_constants: Vec<(String, Value)>,
    /// Properties that other members do not have: the more of them are there, the likelier it is this one.
    pub keys: Vec<String>,
}

/// What a value is in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`
    Boolean,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}
