use std::collections::{HashMap, HashSet};

use super::{Surface, word};

/// The prefix of the attribute with an operation's `operationId`.
pub(crate) const OPERATION_ID: &str = "operationId ";

/// The names in one type or module, by their source in the description.
pub type Known = HashMap<String, String>;

/// The names that an earlier run gave, by their source in the description.
///
/// An item that is still there keeps its name, even if other items are added.
#[derive(Debug, Default)]
pub struct Memory {
    scopes: HashMap<String, Known>,
    /// The `operationId` of each operation that has one, as `api.txt` writes it, by the operation's route.
    ids: Known,
}

impl Memory {
    /// Collects the names of a surface.
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
            if let Some(id) = entry.facts.iter().find_map(|fact| fact.strip_prefix(OPERATION_ID)) {
                ids.insert(entry.source().to_owned(), id.to_owned());
            }
            let known = scopes.entry(scope.to_owned()).or_default();
            let name = name.strip_prefix("r#").unwrap_or(name);
            let earlier = known.insert(entry.source().to_owned(), name.to_owned());
            if earlier.is_some_and(|earlier| earlier != name) {
                ambiguous.insert((scope.to_owned(), entry.source().to_owned()));
            }
        }
        // If two items of a scope have the same source, neither name can be assigned to one of them.
        for (scope, source) in &ambiguous {
            scopes.get_mut(scope).and_then(|known| known.remove(source));
        }
        Self { scopes, ids }
    }

    /// Returns `true` if the operation at `route` had this `operationId`, or had none if `id` is `None`.
    #[must_use]
    pub fn had_id(&self, route: &str, id: Option<&str>) -> bool {
        self.ids.get(route).map(String::as_str) == id.map(word).as_deref()
    }

    /// Returns all names, by the path of their type or module.
    pub fn scopes(&self) -> impl Iterator<Item = (&str, &Known)> {
        self.scopes.iter().map(|(scope, known)| (scope.as_str(), known))
    }

    /// Returns the names in the type or module at `path`.
    #[must_use]
    pub fn names(&self, path: &str) -> Option<&Known> {
        self.scopes.get(path)
    }
}

#[cfg(test)]
mod tests {
    use super::{Memory, Surface};

    #[test]
    fn finds_a_name_by_its_source() {
        let memory = Memory::of(&Surface::parse(
            "pub field models::Pet::r#type: String  # type; required\n\
             #[non_exhaustive] pub struct models::Pet  # #/components/schemas/Pet\n",
        ));
        let name = |scope: &str, source: &str| memory.names(scope)?.get(source).map(String::as_str);
        assert_eq!(name("models", "#/components/schemas/Pet"), Some("Pet"));
        assert_eq!(name("models::Pet", "type"), Some("type"));
        assert_eq!(name("operations", "type"), None);
    }

    #[test]
    fn forgets_names_of_a_duplicated_source() {
        let memory = Memory::of(&Surface::parse("pub struct models::A  # X\npub struct models::B  # X\n"));
        assert_eq!(memory.names("models").and_then(|known| known.get("X")), None);
    }

    #[test]
    fn compares_operation_ids_as_the_list_writes_them() {
        let line = "pub fn Client::list(&self) -> Call<'_, operations::List>  # GET /pets; operationId \"list pets\"\n";
        let memory = Memory::of(&Surface::parse(line));
        assert!(memory.had_id("GET /pets", Some("list pets")));
        assert!(!memory.had_id("GET /pets", None));
        assert!(memory.had_id("GET /owners", None));
    }
}
