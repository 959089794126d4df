use std::collections::{BTreeSet, HashMap};

use super::{Crate, Ident, ModulePath, Namespace, Operation};

/// A module of operations: a resource with methods, or a tag.
#[derive(Debug)]
pub struct Group {
    /// The module. The method that returns a resource has the same name.
    pub ident: Ident,
    /// The path of the module.
    pub path: ModulePath,
    /// The index of the group whose module contains this one.
    pub parent: Option<usize>,
    /// The indices of the groups whose modules are in this one.
    pub inner: Vec<usize>,
    /// The name of the tag, or the path of the resource: `chat.completions`.
    pub name: String,
    /// The type whose methods are the operations, if the group is a resource.
    pub resource: Option<Resource>,
    /// The sources of the group in `api.txt`.
    pub sources: Vec<String>,
    /// The feature that the group is compiled for, if groups are features: that of its part, or of the outermost group.
    /// A group that only contains parts is always compiled.
    pub feature: Option<String>,
    /// `true` if that feature is on by default.
    pub on_by_default: bool,
    /// The documentation of the module.
    pub docs: Vec<String>,
    /// The indices of the operations.
    pub operations: Vec<usize>,
}

/// The type of a resource.
#[derive(Debug)]
pub struct Resource {
    /// The struct.
    pub ident: Ident,
    /// The documentation.
    pub docs: Vec<String>,
}

impl Crate {
    /// Returns `true` for a model that the description deprecates.
    #[must_use]
    pub fn is_deprecated(&self, home: &Namespace, model: &Ident) -> bool {
        !self.deprecated.is_empty() && self.deprecated.contains(&(home.clone(), model.clone()))
    }

    /// Returns the group of an operation.
    #[must_use]
    pub fn group_of(&self, operation: &Operation) -> Option<&Group> {
        self.groups.get(operation.group?)
    }

    /// Returns the feature that an operation is compiled for, if not for all.
    #[must_use]
    pub fn feature_of(&self, operation: &Operation) -> Option<&str> {
        self.group_of(operation).filter(|_| self.tag_features)?.feature.as_deref()
    }

    /// Returns the feature of a group that the group around it does not have.
    #[must_use]
    pub fn own_feature<'a>(&self, group: &'a Group) -> Option<&'a str> {
        let outer = group.parent.and_then(|index| self.groups.get(index));
        let outer = outer.and_then(|outer| outer.feature.as_deref());
        group.feature.as_deref().filter(|feature| self.tag_features && outer != Some(*feature))
    }

    /// Returns the operation of a later version that has the types of `operation`, if it is the same.
    #[must_use]
    pub fn same_as(&self, operation: &Operation) -> Option<&Operation> {
        operation.later.filter(|later| later.is_same).and_then(|later| self.operations.get(later.index))
    }

    /// Returns the features of later versions that each feature needs, because they have its types.
    #[must_use]
    pub fn features_of_later_versions(&self) -> HashMap<&str, BTreeSet<&str>> {
        let mut needed: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        for operation in &self.operations {
            let later = operation.later.and_then(|later| self.operations.get(later.index));
            let later = later.and_then(|later| self.feature_of(later));
            if let (Some(feature), Some(later)) = (self.feature_of(operation), later) {
                needed.entry(feature).or_default().insert(later);
            }
        }
        needed
    }

    /// Returns `true` for the feature of groups that is on by default.
    #[must_use]
    pub fn is_on_by_default(&self, feature: &str) -> bool {
        self.groups.iter().any(|group| self.own_feature(group) == Some(feature) && group.on_by_default)
    }

    /// Returns the group and those whose modules contain it, the outermost first.
    #[must_use]
    pub fn path_to(&self, group: Option<usize>) -> Vec<&Group> {
        let start = group.and_then(|index| self.groups.get(index));
        let mut path: Vec<&Group> =
            std::iter::successors(start, |group| self.groups.get(group.parent?)).collect();
        path.reverse();
        path
    }

    /// Returns the word for a group that is a feature.
    #[must_use]
    pub fn word_for_feature(&self) -> &'static str {
        match (self.operations.iter().any(|operation| operation.part.is_some()), self.has_resources()) {
            (true, _) => "part",
            (false, true) => "outermost resource",
            (false, false) => "tag",
        }
    }

    /// Returns `true` if operations are methods of resources.
    #[must_use]
    pub fn has_resources(&self) -> bool {
        self.groups.iter().any(|group| group.resource.is_some())
    }

    /// Returns the name of the resource whose method is `operation`, or `None` for a method of the client.
    #[must_use]
    pub fn resource_of(&self, operation: &Operation) -> Option<&str> {
        self.group_of(operation).filter(|group| group.resource.is_some()).map(|group| group.name.as_str())
    }
}
