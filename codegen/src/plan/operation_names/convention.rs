//! The convention that a description's `operationId`s follow.

use super::{document::Described, english, segments::is_silent};
use crate::plan::names;

/// A convention of `operationId`s. It is a property of the description, not of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Convention {
    /// `issues/list-labels-on-issue`
    Namespaces,
    /// `youtube.liveChatBans.insert`
    Dots,
    /// `JobSchedule_Add`, `CatsController_findAll`
    ResourceVerb,
    /// `firewalls_delete_droplets`, `ContainerInspect`: the tag, then a name
    TagVerb,
    /// `list_files_v1_files_get`: a function, the path and the method
    FunctionPathMethod,
    /// `get-/contacts/{contactId}_getById`: the method and the path, then a name
    MethodPathName,
    /// `PostCustomersCustomer`: the method and the path
    MethodPath,
    /// `listPets`, `list servers`
    Words,
}

/// The source of a name that is followed by the path and the method.
const FUNCTION: &str = "id: function, path and method";

/// Words with which no name begins: `search_for_accounts` is not `for_accounts` of the tag `search`.
pub(super) const PREPOSITIONS: [&str; 9] = ["and", "by", "for", "from", "in", "of", "on", "to", "with"];

/// Each convention with its name in the report and the share of the `operationId`s, in percent, that have to follow it.
const TABLE: [(Convention, &str, usize); 7] = [
    (Convention::FunctionPathMethod, FUNCTION, 50),
    (Convention::MethodPathName, "id: method and path, then a name", 30),
    (Convention::MethodPath, "id: method and path", 60),
    (Convention::Namespaces, "id: namespace/name", 60),
    (Convention::Dots, "id: dotted", 50),
    (Convention::ResourceVerb, "id: Resource_Verb", 60),
    (Convention::TagVerb, "id: tag, then verb", 80),
];

/// The name that an `operationId` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IdName {
    /// The namespaces, outermost first.
    pub(super) resource: Vec<String>,
    /// The name.
    pub(super) name: String,
    /// The convention, for the report.
    pub(super) named_by: &'static str,
}

impl Convention {
    /// Returns the convention that the `operationId`s of a description follow.
    pub(super) fn of(operations: &[Described<'_>]) -> Self {
        let ids: Vec<(&Described<'_>, &str)> =
            operations.iter().filter_map(|operation| Some((operation, operation.id?))).collect();
        let following = |convention: Self| {
            ids.iter().filter(|(operation, id)| convention.split(operation, id).is_some()).count()
        };
        TABLE
            .into_iter()
            .find(|(convention, _, percent)| {
                let count = following(*convention);
                count > 0 && count * 100 >= ids.len() * percent && convention.is_evident(&ids)
            })
            .map_or(Self::Words, |(convention, ..)| convention)
    }

    /// Returns `true` if these `operationId`s follow the convention by intent, and not by chance.
    fn is_evident(self, ids: &[(&Described<'_>, &str)]) -> bool {
        match self {
            Self::TagVerb => ids.len() >= 5,
            Self::ResourceVerb => ids.len() >= 2,
            Self::MethodPath => {
                let mechanical = ids.iter().filter(|(operation, id)| operation.is_mechanical(id)).count();
                mechanical * 5 >= ids.len() * 2
            }
            _ => true,
        }
    }

    /// Returns the namespaces and the name of an `operationId`, or `None` if it does not follow the convention.
    /// The name is empty if the `operationId` says nothing more than the method and the path.
    fn split(self, operation: &Described<'_>, id: &str) -> Option<(Vec<String>, String)> {
        match self {
            Self::Namespaces => {
                let parts: Vec<&str> = id.split('/').collect();
                let is_route = id.contains(['{', '}']) || operation.has_method(parts.first()?);
                let (name, namespaces) = parts.split_last()?;
                (parts.len() > 1 && !is_route && parts.iter().all(|part| has_letter(part)))
                    .then(|| (owned(namespaces), (*name).to_owned()))
            }
            Self::Dots => {
                let parts: Vec<&str> = id.split('.').collect();
                let (name, namespaces) = parts.split_last()?;
                let plain = |part: &&str| has_letter(part) && !part.contains(['/', '{', ' ']);
                (parts.len() > 1 && parts.iter().all(plain)).then(|| (owned(namespaces), (*name).to_owned()))
            }
            Self::ResourceVerb => {
                // `catsControllerFindAll`
                if let Some((resource, name)) = id.split_once("Controller") {
                    let name = name.trim_start_matches(['_', '.']);
                    return (has_letter(resource) && has_letter(name) && !id.contains(['/', ' ']))
                        .then(|| (vec![resource.to_owned()], name.to_owned()));
                }
                let (resource, name) = id.split_once('_')?;
                let capital =
                    resource.starts_with(char::is_uppercase) && resource.contains(char::is_lowercase);
                (capital && has_letter(name) && !id.contains(['/', '.', ' ']))
                    .then(|| (vec![resource.to_owned()], name.to_owned()))
            }
            Self::TagVerb => {
                let tag = names::words_of(operation.tags.first()?);
                let words = names::words_of(id);
                // `searchPets` of the tag `Search` is no operation `pets`.
                if matches!(tag.as_slice(), [verb] if english::is_action(verb))
                    && !words.get(1).is_some_and(|word| english::is_verb(word))
                {
                    return None;
                }
                let length = prefix_of(&words, &tag.concat())?;
                let name = words.get(length..)?;
                let is_name = name.first().is_some_and(|word| !PREPOSITIONS.contains(&word.as_str()));
                let name = name.join("_");
                is_name.then(|| (vec![tag.join("_")], name))
            }
            Self::FunctionPathMethod => Some((Vec::new(), function(operation, id, false)?)),
            Self::MethodPathName => {
                let rest =
                    strip_ignoring_case(id, operation.method)?.trim_start_matches(['-', '_', ' ', ':']);
                let name = rest.strip_prefix(operation.path)?;
                let name = name.strip_prefix(['_', '-', ':', ' ', '.'])?;
                has_letter(name).then(|| (Vec::new(), name.to_owned()))
            }
            Self::MethodPath => (operation.repeats_path(id) || operation.is_mechanical(id))
                .then(|| (Vec::new(), String::new())),
            Self::Words => None,
        }
    }

    /// Returns the name that the `operationId` of an operation says, or `None` if it says nothing.
    pub(super) fn name(self, operation: &Described<'_>) -> Option<IdName> {
        let id = operation.id?;
        if let Some((resource, name)) = self.split(operation, id) {
            let named_by = TABLE.iter().find(|(convention, ..)| *convention == self);
            let named_by = named_by.map_or("id", |(_, named_by, _)| *named_by);
            return has_letter(&name).then_some(IdName { resource, name, named_by });
        }
        if let Some(name) = function(operation, id, true) {
            return Some(IdName { resource: Vec::new(), name, named_by: FUNCTION });
        }
        // Among `operationId`s of methods and paths, `PostShardId` is no name either.
        if self == Self::MethodPath && operation.changes() && operation.begins_with_method(id) {
            return None;
        }
        // An `operationId` that follows no convention may be a name nevertheless.
        (!operation.is_route(id) && has_letter(id)).then(|| IdName {
            resource: Vec::new(),
            name: id.to_owned(),
            named_by: "id",
        })
    }
}

fn owned(parts: &[&str]) -> Vec<String> {
    parts.iter().map(|part| (*part).to_owned()).collect()
}

fn has_letter(text: &str) -> bool {
    text.contains(char::is_alphabetic)
}

fn strip_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Returns the number of leading words that together are `text`, in the singular or plural.
fn prefix_of(words: &[String], text: &str) -> Option<usize> {
    let mut start = String::new();
    for (index, word) in words.iter().enumerate() {
        start.push_str(word);
        // A plural is at most three letters longer: `box`, `boxes`, `category`, `categories`.
        if start.len().abs_diff(text.len()) <= 3 && english::same_noun(&start, text) {
            return Some(index + 1);
        }
        if start.len() > text.len() + 3 {
            return None;
        }
    }
    None
}

/// Returns the function in an `operationId` of a function, the path and the method. Unless `whole`, the path of the
/// description may have segments at its start that the `operationId` lacks.
fn function(operation: &Described<'_>, id: &str, whole: bool) -> Option<String> {
    let words = names::words_of(id);
    let (method, words) = words.split_last()?;
    if !method.eq_ignore_ascii_case(operation.method) {
        return None;
    }
    let segments: Vec<&str> = operation.path.split('/').filter(|segment| !segment.is_empty()).collect();
    let lacking = if whole { 0 } else { 3.min(segments.len().saturating_sub(1)) };
    (0..=lacking).find_map(|start| {
        let path = names::words_of(&segments.get(start..)?.join(" "));
        // One word may be chance: `list_pets_get`. It is none if all `operationId`s are like this.
        let skips_silent = !whole && segments.iter().take(start).all(|segment| is_silent(segment));
        let is_evident = path.len() > 1 || skips_silent;
        let name = words.strip_suffix(path.as_slice()).filter(|name| is_evident && !name.is_empty())?;
        Some(name.join("_")).filter(|name| has_letter(name))
    })
}
