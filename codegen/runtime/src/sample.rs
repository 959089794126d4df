//! Examples of generated code for the tests of the runtime.

use std::collections::BTreeMap;

use crate::runtime;

/// A struct with every kind of field.
#[derive(Debug, Clone, PartialEq)]
pub struct Pet {
    /// A required property.
    pub id: i64,
    /// A required, nullable property.
    pub chip: Option<String>,
    /// An optional property.
    pub name: Option<String>,
    /// An optional, nullable property.
    pub owner: Option<Option<String>>,
    /// An optional property of any type.
    pub extra: Option<serde_json::Value>,
}

runtime::model! {
    Pet {
        required id: "id",
        required chip: "chip",
        optional name: "name",
        nullable owner: "owner",
        nullable extra: "ex/tra",
    }
}

runtime::setters! {
    Pet {
        name(name: impl Into<String>) = Some(name.into()),
        owner(owner: impl Into<String>) = Some(Some(owner.into())),
        clear_owner(owner) = Some(None),
        #[deprecated] extra(extra: impl Into<serde_json::Value>) = Some(extra.into()),
    }
}

/// A struct with additional properties.
#[derive(Debug, Clone, PartialEq)]
pub struct Labels {
    /// An optional property.
    pub title: Option<String>,
    /// The additional properties.
    pub rest: BTreeMap<String, i64>,
}

runtime::model! {
    Labels {
        optional title: "title",
    } rest rest
}

macro_rules! wide {
    ($($field:ident: $wire:literal,)*) => {
        /// A struct with more than 64 properties.
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct Wide { $(#[doc = $wire] pub $field: Option<i64>,)* }
        runtime::model! { Wide { $(optional $field: $wire,)* } }
    };
}

wide! {
    a0: "a0", a1: "a1", a2: "a2", a3: "a3", a4: "a4", a5: "a5", a6: "a6", a7: "a7", a8: "a8", a9: "a9",
    b0: "b0", b1: "b1", b2: "b2", b3: "b3", b4: "b4", b5: "b5", b6: "b6", b7: "b7", b8: "b8", b9: "b9",
    c0: "c0", c1: "c1", c2: "c2", c3: "c3", c4: "c4", c5: "c5", c6: "c6", c7: "c7", c8: "c8", c9: "c9",
    d0: "d0", d1: "d1", d2: "d2", d3: "d3", d4: "d4", d5: "d5", d6: "d6", d7: "d7", d8: "d8", d9: "d9",
    e0: "e0", e1: "e1", e2: "e2", e3: "e3", e4: "e4", e5: "e5", e6: "e6", e7: "e7", e8: "e8", e9: "e9",
    f0: "f0", f1: "f1", f2: "f2", f3: "f3", f4: "f4", f5: "f5", f6: "f6", f7: "f7", f8: "f8", f9: "f9",
    g0: "g0", g1: "g1", g2: "g2", g3: "g3", g4: "g4", g5: "g5", g6: "g6", g7: "g7", g8: "g8", g9: "g9",
}

/// An open enum of strings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// `DONE`
    Done,
    /// Any other value.
    Unknown(String),
}

runtime::open_enum! {
    Status {
        Done: "DONE",
    } else Unknown
}

/// A union that is discriminated by JSON type.
#[derive(Debug, Clone, PartialEq)]
pub enum Either {
    /// An integer.
    Integer(i64),
    /// A list.
    Array(Vec<Status>),
    /// An object.
    Object(Box<Pet>),
    /// Any other value.
    Unknown(serde_json::Value),
}

runtime::union! {
    Either {
        Integer: Integer,
        Array: Array,
        Object: Object,
    } else Unknown
}

runtime::conversions! {
    Either {
        Integer: i64,
        Object: Pet,
    }
}

/// A union that is discriminated by a tag.
#[derive(Debug, Clone, PartialEq)]
pub enum Owner {
    /// A person.
    Person(Person),
    /// A firm.
    Firm(Firm),
    /// Any other value.
    Unknown(serde_json::Value),
}

runtime::union! {
    Owner by "kind" {
        Person: "person" | "human",
        Firm: "7",
    } else Unknown
}

/// A union whose members do not declare the tag.
#[derive(Debug, Clone, PartialEq)]
pub enum Animal {
    /// A cat.
    Cat(Named),
    /// A list of dogs, which cannot have a tag.
    Dogs(Vec<Named>),
    /// Any other value.
    Unknown(serde_json::Value),
}

runtime::union! {
    Animal by "kind" {
        Cat: writes "cat" | "kitten",
        Dogs: writes "dogs",
    } else Unknown
}

/// A union that is discriminated by the properties of objects.
#[derive(Debug, Clone, PartialEq)]
pub enum Party {
    /// A person.
    Person(Person),
    /// A firm, a closed one, or the number of one.
    Firm(Firm),
    /// Labels.
    Labels(Labels),
    /// Any other value.
    Unknown(serde_json::Value),
}

runtime::union! {
    Party {
        Person: Object { "kind": Const(Text("person")) },
        Firm: Object { "kind": Const(Integer(7)), "name": Required }
            | Object { "kind": Const(Number(7.5)), "open": Const(Boolean(false)) }
            | Number,
        Labels: Object { "title": Present },
    } else Unknown
}

/// A union whose members share properties.
#[derive(Debug, Clone, PartialEq)]
pub enum Guess {
    /// A named object.
    Named(Named),
    /// A person.
    Person(Person),
    /// Any object.
    Map(BTreeMap<String, serde_json::Value>),
    /// Any other value.
    Unknown(serde_json::Value),
}

runtime::union! {
    Guess {
        Named: Object { "name": Present },
        Person: Object { "kind": Const(Text("person")) },
        Map: Object,
    } else Unknown
}

/// A union whose members have the same constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Hint {
    /// A named object.
    Named(Named),
    /// A person.
    Person(Person),
    /// Any object.
    Map(BTreeMap<String, serde_json::Value>),
    /// Any other value.
    Unknown(serde_json::Value),
}

runtime::union! {
    Hint {
        Named: Object { "kind": Const(Text("person")), "name": Required },
        Person: Object { "kind": OptionalConst(Text("person")) },
        Map: Object { "title": Present },
    } else Unknown
}

/// A named object.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// An optional property.
    pub name: Option<String>,
}

runtime::model! {
    Named {
        optional name: "name",
    }
}

/// A person.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// The tag.
    pub kind: String,
    /// An optional property.
    pub name: Option<String>,
}

runtime::model! {
    Person {
        required kind: "kind",
        optional name: "name",
    }
}

/// A firm.
#[derive(Debug, Clone, PartialEq)]
pub struct Firm {
    /// The tag.
    pub kind: f64,
    /// An optional property.
    pub name: Option<String>,
    /// An optional property.
    pub open: Option<bool>,
}

runtime::model! {
    Firm {
        required kind: "kind",
        optional name: "name",
        optional open: "open",
    }
}

/// An open enum of integers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Level {
    /// `-1`
    Low,
    /// `1`
    High,
    /// Any other value.
    Unknown(i64),
}

runtime::open_value! {
    Level: integer {
        Low: -1,
        High: 1,
    } else Unknown
}

/// An open enum of numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Ratio {
    /// `0.5`
    Half,
    /// Any other value.
    Unknown(f64),
}

runtime::open_value! {
    Ratio: number {
        Half: 0.5,
    } else Unknown
}

/// An open enum of values of several types.
#[derive(Debug, Clone, PartialEq)]
pub enum Mixed {
    /// `"auto"`
    Auto,
    /// `1`
    One,
    /// `true`
    True,
    /// Any other value.
    Unknown(serde_json::Value),
}

runtime::open_value! {
    Mixed: any {
        Auto: "auto",
        One: 1,
        True: true,
    } else Unknown
}

/// A multipart body.
#[derive(Debug, Clone)]
pub struct Upload {
    /// A file.
    pub file: runtime::multipart::FilePart,
    /// Files.
    pub more: Vec<runtime::multipart::FilePart>,
    /// An optional property.
    pub title: Option<String>,
    /// One part for each value.
    pub levels: Vec<Level>,
    /// An optional property.
    pub meta: Option<serde_json::Value>,
}

runtime::parts! {
    Upload {
        file file: "file",
        file more: "more[]",
        text title: "title",
        text levels: "levels" as "text/x-level",
        json meta: "meta",
    }
}

/// A server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regional {
    /// The region of the server.
    pub region: String,
}

runtime::server! {
    Regional {
        region: "region" = "eu",
    } at "https://{region}.example.com"
}

/// Headers of a response.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// An optional property.
    pub left: Option<i64>,
    /// An optional header with a list.
    pub status: Option<Vec<Status>>,
}

/// An operation with these headers.
#[derive(Debug)]
pub struct ShowLimits;

runtime::headers! {
    Limits of ShowLimits {
        one left: "x-left",
        list status: "x-status",
    }
}

#[cfg(feature = "client")]
impl runtime::client::Client {
    /// Returns a builder of a client.
    pub fn builder() -> runtime::builder::ClientBuilder {
        runtime::builder::ClientBuilder::new("https://example.com", "sample/1", &[&["token"], &[]])
    }
}
