//! The names that things had before, by what they stand for.

use std::collections::{HashMap, HashSet};

use super::{Surface, operations::ID, words::word};

/// The names in one type or module, by what they stand for.
pub type Known = HashMap<String, String>;

/// The names that things had before, by what they stand for: what was there keeps its name, whatever else is added.
#[derive(Debug, Default)]
pub struct Memory {
    scopes: HashMap<String, Known>,
    /// What follows each operation's route in `api.txt`, if it is its `operationId`.
    ids: Known,
}

impl Memory {
    /// Those of a surface.
    #[must_use]
    pub fn of(surface: &Surface) -> Self {
        let mut scopes: HashMap<String, Known> = HashMap::new();
        let mut ids = Known::new();
        let mut ambiguous: HashSet<(String, String)> = HashSet::new();
        for entry in surface.entries() {
            let path = entry.path.replace("<'_>", "");
            let Some((scope, name)) = path.rsplit_once("::").filter(|_| !entry.source().is_empty()) else {
                continue;
            };
            if let Some(id) = entry.facts.iter().find_map(|fact| fact.strip_prefix(ID)) {
                ids.insert(entry.source().to_owned(), id.to_owned());
            }
            let known = scopes.entry(scope.to_owned()).or_default();
            let name = name.strip_prefix("r#").unwrap_or(name);
            let earlier = known.insert(entry.source().to_owned(), name.to_owned());
            if earlier.is_some_and(|earlier| earlier != name) {
                ambiguous.insert((scope.to_owned(), entry.source().to_owned()));
            }
        }
        // Of two things that stand for the same nothing tells which had which name.
        for (scope, source) in &ambiguous {
            scopes.get_mut(scope).and_then(|known| known.remove(source));
        }
        Self { scopes, ids }
    }

    /// Whether the operation at `route` had this `operationId`, or none.
    #[must_use]
    pub fn had_id(&self, route: &str, id: Option<&str>) -> bool {
        self.ids.get(route).map(String::as_str) == id.map(word).as_deref()
    }

    /// All of them, by the type or module.
    pub fn scopes(&self) -> impl Iterator<Item = (&str, &Known)> {
        self.scopes.iter().map(|(scope, known)| (scope.as_str(), known))
    }

    /// Those of the type or module at `path`.
    #[must_use]
    pub fn names(&self, path: &str) -> Option<&Known> {
        self.scopes.get(path)
    }
}
