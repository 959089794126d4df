//! JSON pointers (RFC 6901), the places of values in a description and its files.

use std::{
    collections::HashMap,
    fmt,
    hash::{BuildHasher, Hash, Hasher, RandomState},
    sync::{Arc, LazyLock},
};

use serde::{Serialize, Serializer};

/// A place in a description: a JSON pointer (RFC 6901) as a URI fragment, such as `#/info/title`.
///
/// The path of another file precedes the fragment: `schemas/pet.yaml#/properties/name`.
///
/// Pointers share the steps that they have in common, because a key of many kilobytes can have thousands of values
/// below it.
#[derive(Clone)]
pub struct Pointer(Arc<Node>);

struct Node {
    /// The pointer to the parent; `None` for a whole file.
    parent: Option<Pointer>,
    /// The escaped step, or the file with `#`.
    text: Box<str>,
    /// The number of steps.
    depth: usize,
    /// The hash of the whole pointer.
    hash: u64,
}

/// The hasher of pointers, with keys that a description cannot know.
static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::new);
static ROOT: LazyLock<Pointer> = LazyLock::new(|| Pointer::of_file("#"));

impl Pointer {
    /// Returns the pointer to the whole description.
    #[must_use]
    pub fn root() -> Self {
        ROOT.clone()
    }

    /// Returns the pointer to the whole file at a path.
    #[must_use]
    pub fn file(path: &str) -> Self {
        Self::of_file(&format!("{}#", path.replace('%', "%25").replace('#', "%23")))
    }

    fn of_file(text: &str) -> Self {
        let hash = HASHER.hash_one(text);
        Self(Arc::new(Node { parent: None, text: text.into(), depth: 0, hash }))
    }

    /// Returns the pointer to the member `key` of this object.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut text = String::with_capacity(key.len());
        for char in key.chars() {
            match char {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                other => text.push(other),
            }
        }
        let hash = HASHER.hash_one((self.0.hash, &text));
        Self(Arc::new(Node { parent: Some(self.clone()), text: text.into(), depth: self.0.depth + 1, hash }))
    }

    /// Returns the pointer to the element `index` of this array.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.key(&index.to_string())
    }

    /// Returns the unescaped keys and indices of the pointer.
    pub fn steps(&self) -> impl Iterator<Item = String> {
        self.texts().into_iter().skip(1).map(unescape)
    }

    /// Returns the file and the escaped steps.
    fn texts(&self) -> Vec<&str> {
        let mut texts = Vec::with_capacity(self.0.depth + 1);
        let mut next = Some(self);
        while let Some(Self(node)) = next {
            texts.push(&*node.text);
            next = node.parent.as_ref();
        }
        texts.reverse();
        texts
    }

    /// Returns the path of the file, or `None` for the description itself.
    #[must_use]
    pub fn path(&self) -> Option<String> {
        let file = self.texts().first()?.strip_suffix('#')?;
        (!file.is_empty()).then(|| file.replace("%23", "#").replace("%25", "%"))
    }

    /// Returns the pointer to the parent, and the last step. Returns `None` for a whole file.
    #[must_use]
    pub fn split_last(&self) -> Option<(Self, String)> {
        let parent = self.0.parent.clone()?;
        Some((parent, unescape(&self.0.text)))
    }

    /// Returns `true` if the value is below `ancestor` in its file.
    pub(crate) fn is_below(&self, ancestor: &[&str]) -> bool {
        let texts = self.texts();
        let steps = texts.iter().skip(1);
        steps.len() > ancestor.len() && steps.zip(ancestor).all(|(one, two)| one == two)
    }

    /// Returns the same pointer in another file. `file` returns that file, from the path of the pointer's file. `known`
    /// has the pointers that have been moved, so that moved pointers share their steps too.
    pub(crate) fn moved(
        &self,
        file: &impl Fn(Option<String>) -> Self,
        known: &mut HashMap<Self, Self>,
    ) -> Self {
        let mut steps = Vec::new();
        let mut at = self.clone();
        let mut moved = loop {
            if let Some(moved) = known.get(&at) {
                break moved.clone();
            }
            let Some((parent, step)) = at.split_last() else {
                let moved = file(at.path());
                known.insert(at, moved.clone());
                break moved;
            };
            steps.push((at, step));
            at = parent;
        };
        while let Some((from, step)) = steps.pop() {
            moved = moved.key(&step);
            known.insert(from, moved.clone());
        }
        moved
    }

    /// Returns the pointer as a `$ref`: a URI reference, in which a percent sign is encoded.
    pub(crate) fn to_reference(&self) -> String {
        self.to_string().replace('%', "%25")
    }
}

impl PartialEq for Pointer {
    fn eq(&self, other: &Self) -> bool {
        let (mut one, mut two) = (self, other);
        loop {
            if Arc::ptr_eq(&one.0, &two.0) {
                return true;
            }
            if one.0.hash != two.0.hash || one.0.depth != two.0.depth || one.0.text != two.0.text {
                return false;
            }
            (one, two) = match (&one.0.parent, &two.0.parent) {
                (Some(one), Some(two)) => (one, two),
                (None, None) => return true,
                _ => return false,
            };
        }
    }
}

impl Eq for Pointer {}

impl Hash for Pointer {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.hash);
    }
}

impl Drop for Node {
    /// Drops the parents in a loop, because a deep pointer must not overflow the stack.
    fn drop(&mut self) {
        while let Some(parent) = self.parent.take() {
            self.parent = Arc::into_inner(parent.0).and_then(|mut node| node.parent.take());
        }
    }
}

/// Returns the key or index of an escaped step (RFC 6901, section 4).
pub(crate) fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = self.texts();
        let (file, steps) = texts.split_first().unwrap_or((&"", &[]));
        f.write_str(file)?;
        steps.iter().try_for_each(|step| write!(f, "/{step}"))
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pointer({self})")
    }
}

impl Serialize for Pointer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_splits_keys() {
        let pointer = Pointer::file("a#b.yaml").key("a/b").key("c~d").index(0);
        assert_eq!(pointer.to_string(), "a%23b.yaml#/a~1b/c~0d/0");
        assert_eq!(pointer.path().as_deref(), Some("a#b.yaml"));
        assert_eq!(pointer.steps().collect::<Vec<_>>(), ["a/b", "c~d", "0"]);
        let (parent, step) = pointer.split_last().unzip();
        assert_eq!(parent, Some(Pointer::file("a#b.yaml").key("a/b").key("c~d")));
        assert_eq!(step.as_deref(), Some("0"));
        assert_eq!(Pointer::root().split_last(), None);
    }

    #[test]
    fn compares_pointers_by_their_steps() {
        let [one, two] = ["a/b", "a/c"].map(|key| Pointer::root().key("paths").key(key));
        assert_eq!(one, Pointer::root().key("paths").key("a/b"));
        assert_ne!(one, two);
        assert_ne!(one, Pointer::file("x").key("paths").key("a/b"));
        assert_ne!(one, one.key("get"));
        assert!(one.is_below(&["paths"]) && !one.is_below(&["paths", "a~1b"]));
    }

    #[test]
    fn shares_a_long_key_and_drops_a_deep_pointer() {
        let key = "x".repeat(1 << 20);
        let parent = Pointer::root().key(&key);
        // Copies of the key would take 100 GB.
        let all: Vec<Pointer> = (0..100_000).map(|index| parent.index(index)).collect();
        assert_eq!(all.last().and_then(Pointer::split_last), Some((parent, "99999".to_owned())));
        let deep = (0..500_000).fold(Pointer::root(), |pointer, index| pointer.index(index));
        assert_eq!(deep.steps().count(), 500_000);
    }
}
