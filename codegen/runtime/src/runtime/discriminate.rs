//! Selection of the member of a union: by its discriminator, or by the structure of the value.

use serde_json::Value;

use super::content::{Content, Summary};

/// The JSON type of a value.
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
    /// Any type.
    Any,
}

impl Kind {
    fn matches(self, content: &Content<'_>) -> bool {
        match self {
            Self::Boolean => matches!(content, Content::Bool(_)),
            Self::Integer => matches!(content, Content::Unsigned(_) | Content::Signed(_)),
            Self::Number => {
                matches!(content, Content::Unsigned(_) | Content::Signed(_) | Content::Float(_))
            }
            Self::String => matches!(content, Content::String(_)),
            Self::Array => matches!(content, Content::Array(_)),
            Self::Object => matches!(content, Content::Object(_)),
            Self::Any => true,
        }
    }
}

/// The single allowed value of a property.
#[derive(Debug, Clone, Copy)]
pub enum Constant {
    /// A string.
    Text(&'static str),
    /// An integer.
    Integer(i64),
    /// A number.
    Number(f64),
    /// `true` or `false`
    Boolean(bool),
}

impl Constant {
    fn equals(self, content: &Content<'_>) -> bool {
        match (self, content) {
            (Self::Text(text), Content::String(value)) => value == text,
            (Self::Integer(number), Content::Signed(value)) => *value == number,
            (Self::Integer(number), Content::Unsigned(value)) => i64::try_from(*value) == Ok(number),
            (Self::Number(number), Content::Float(value)) => value.total_cmp(&number).is_eq(),
            (Self::Boolean(flag), Content::Bool(value)) => *value == flag,
            _ => false,
        }
    }
}

/// The score of a required property with its single allowed value.
const CONSTANT_SCORE: usize = 16;
/// The score of a property that other members do not declare: they lose it.
const PRESENCE_SCORE: usize = 8;
/// The score of an optional property with its single allowed value. Other members may allow that value too.
const OPTIONAL_CONSTANT_SCORE: usize = 2;

/// A property that distinguishes a member from the others.
#[derive(Debug, Clone, Copy)]
pub enum Property {
    /// A required property with a single allowed value.
    Const(Constant),
    /// An optional property with a single allowed value.
    OptionalConst(Constant),
    /// A required property that other members do not declare. Its presence raises the score, its absence makes it 0.
    Required,
    /// An optional property that other members do not declare. Its presence raises the score.
    Present,
    /// A property of other members that the member forbids.
    Absent,
    /// One of the only properties that the member allows. It can be listed a second time for its value.
    Known,
}

impl Property {
    fn max_score(self) -> usize {
        match self {
            Self::Const(_) => CONSTANT_SCORE,
            Self::Required | Self::Present => PRESENCE_SCORE,
            Self::OptionalConst(_) => OPTIONAL_CONSTANT_SCORE,
            Self::Absent | Self::Known => 0,
        }
    }

    /// Returns the score of `value`, or `None` if no value of the member has it.
    fn score(self, value: Option<&Content<'_>>) -> Option<usize> {
        match (self, value) {
            (Self::Const(constant) | Self::OptionalConst(constant), Some(value)) => {
                constant.equals(value).then(|| self.max_score())
            }
            (Self::Required | Self::Present, Some(_)) => Some(self.max_score()),
            // Many servers send `null` for a property that an object does not have.
            (Self::OptionalConst(_) | Self::Required | Self::Present | Self::Absent, None)
            | (Self::Absent, Some(Content::Null))
            | (Self::Known, _) => Some(0),
            (Self::Const(_), None) | (Self::Absent, Some(_)) => None,
        }
    }
}

/// The distinguishing properties of the values of a member.
#[derive(Debug)]
pub struct Distinguisher {
    /// The JSON type of the values.
    pub kind: Kind,
    /// The properties of an object, by name.
    pub properties: &'static [(&'static str, Property)],
}

impl Distinguisher {
    /// Returns the upper bound of [`score`](Self::score).
    fn max_score(&self) -> usize {
        let properties = self.properties.iter().map(|(_, property)| property.max_score());
        properties.sum::<usize>() + self.base_score()
    }

    /// Returns the score of the JSON type alone.
    fn base_score(&self) -> usize {
        // An integer is a more specific match than a number. An object without distinguishing properties is the
        // best match for a value that has none of the properties of the other members.
        let is_plain_object = self.kind == Kind::Object
            && self
                .properties
                .iter()
                .all(|(_, property)| matches!(property, Property::Absent | Property::Known));
        usize::from(self.kind == Kind::Integer || is_plain_object)
    }

    /// Returns `true` if an object has another property than those that the member allows.
    fn has_unknown(&self, summary: &Summary<'_>) -> bool {
        let known = self.properties.iter().filter(|(_, property)| matches!(property, Property::Known));
        let present: Vec<bool> = known
            .map(|(name, _)| summary.get(name).is_some_and(|value| !matches!(value, Content::Null)))
            .collect();
        !present.is_empty() && present.iter().filter(|present| **present).count() < summary.len_without_null()
    }

    /// Returns the score of a value of the member, or `None` if it is not one.
    fn score(&self, summary: &Summary<'_>) -> Option<usize> {
        if !self.kind.matches(&summary.0) || self.has_unknown(summary) {
            return None;
        }
        let (mut score, mut is_incomplete) = (self.base_score(), false);
        for (name, property) in self.properties {
            let value = summary.get(name);
            score += property.score(value)?;
            is_incomplete |= value.is_none() && matches!(property, Property::Required);
        }
        Some(if is_incomplete { 0 } else { score })
    }
}

/// Returns the highest score of a value among the alternatives of one member.
fn score(alternatives: &[Distinguisher], summary: &Summary<'_>) -> Option<usize> {
    alternatives.iter().filter_map(|distinguisher| distinguisher.score(summary)).max()
}

/// Returns the index of the member with the highest score; of equal ones, the first.
fn best_member(summary: &Summary<'_>, members: &[&[Distinguisher]]) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (index, alternatives) in members.iter().enumerate() {
        let highest = best.map(|(score, _)| score);
        // A member that cannot exceed the highest score needs no inspection.
        if highest.is_some_and(|highest| alternatives.iter().all(|one| one.max_score() <= highest)) {
            continue;
        }
        let score = score(alternatives, summary);
        if let Some(score) = score.filter(|score| highest.is_none_or(|highest| *score > highest)) {
            best = Some((score, index));
        }
    }
    best.map(|(_, index)| index)
}

/// Returns the indices of all matching members but `best`, the highest score first.
fn other_members(summary: &Summary<'_>, members: &[&[Distinguisher]], best: usize) -> Vec<usize> {
    let members = members.iter().enumerate().filter(|(index, _)| *index != best);
    let scored = members.filter_map(|(index, alternatives)| Some((score(alternatives, summary)?, index)));
    let mut others: Vec<(usize, usize)> = scored.collect();
    others.sort_by_key(|(score, index)| (std::cmp::Reverse(*score), *index));
    others.into_iter().map(|(_, index)| index).collect()
}

fn tagged_member(summary: &Summary<'_>, tag: &str, tags: &[&[&str]]) -> Option<usize> {
    let text = match summary.get(tag)? {
        Content::String(text) => return tags.iter().position(|tags| tags.contains(&&**text)),
        Content::Bool(value) => value.to_string(),
        Content::Unsigned(value) => value.to_string(),
        Content::Signed(value) => value.to_string(),
        Content::Float(value) => Value::from(*value).to_string(),
        Content::Null => "null".to_owned(),
        Content::Array(_) | Content::Object(_) => return None,
    };
    tags.iter().position(|tags| tags.contains(&&*text))
}

/// The way to select the member of a value.
#[derive(Debug)]
pub enum Members {
    /// The value of a property, the tag, names the member. The members are listed in order, each with its tags. The
    /// member after the last one has any other tag.
    Tagged(&'static str, &'static [&'static [&'static str]]),
    /// The structure selects the member with the highest score, or else the next one.
    Structural(&'static [&'static [Distinguisher]]),
}

impl Members {
    /// Returns the indices of the members that a value can be of, the best first.
    pub(super) fn candidates(&self, summary: &Summary<'_>) -> impl Iterator<Item = usize> {
        let first = match self {
            Self::Tagged(tag, tags) => tagged_member(summary, tag, tags),
            Self::Structural(members) => best_member(summary, members),
        };
        let others = move || match (self, first) {
            (Self::Tagged(_, tags), _) => vec![tags.len()],
            (Self::Structural(members), Some(best)) => other_members(summary, members, best),
            (Self::Structural(_), None) => Vec::new(),
        };
        first.into_iter().chain(std::iter::once_with(others).flatten())
    }
}
