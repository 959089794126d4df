use serde_json::Value;

use super::SchemaId;

/// One of several types.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The types, in order.
    pub members: Vec<Member>,
    /// The discriminator property. Without one, the members' distinguishers identify the member.
    pub tag: Option<String>,
    /// The index of the member for values without a known tag.
    pub default: Option<usize>,
    /// `true` if a value can match several members. The first match is used.
    pub ordered: bool,
}

impl Union {
    /// Creates a union of these schemas, without a tag and without distinguishers.
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
    /// The type.
    pub schema: SchemaId,
    /// The values of the union's tag for this member. The first one is sent.
    pub tags: Vec<String>,
    /// `true` if the union writes the tag, because the type does not have the property.
    pub writes_tag: bool,
    /// The distinguishers. A value of the member matches one of them.
    pub distinguishers: Vec<Distinguisher>,
}

/// The test that distinguishes the values of a union's member from those of others.
#[derive(Debug, Clone, PartialEq)]
pub struct Distinguisher {
    /// The kind of JSON value; `None` for any kind.
    pub kind: Option<Kind>,
    /// Required properties with a single value.
    pub constants: Vec<(String, Value)>,
    /// Optional properties with a single value.
    pub optional_constants: Vec<(String, Value)>,
    /// Required properties that other members do not have. The member with most of them matches.
    pub keys: Vec<String>,
    /// Optional properties that other members do not have. The member with most of them matches.
    pub optional_keys: Vec<String>,
    /// Properties of other members that the member forbids. A value with one of them does not match.
    pub forbidden: Vec<String>,
    /// All properties of a member that forbids others, if another member keeps any property. A value with another one
    /// does not match. Empty for other members.
    pub known: Vec<String>,
}

impl Distinguisher {
    /// Returns the properties that other members do not have, the required ones first.
    pub fn own_keys(&self) -> impl Iterator<Item = &String> {
        self.keys.iter().chain(&self.optional_keys)
    }
}

/// The kind of a JSON value.
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
