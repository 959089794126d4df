use std::collections::{HashMap, HashSet};

use super::{
    Entry, Kind, Surface,
    places::{self, ALSO, IN_PARTS, PART_END, RESOURCE, SHARED, VARIABLE, VARIABLES},
    word,
};

/// The prefix of the attribute with an operation's `operationId`.
pub(crate) const OPERATION_ID: &str = "operationId ";

/// The names in one type or module, by their source in the description.
pub type Known = HashMap<String, String>;

/// The method of an operation in an earlier run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownMethod {
    /// The path of its resource, as the description suggests it. Empty for a method of the client. Several suggested
    /// resources may be one module.
    pub resource: Vec<String>,
    /// The path of the module with its types.
    pub home: String,
    /// The name.
    pub function: String,
}

/// The names that an earlier run gave, by their source in the description.
///
/// An item that is still there keeps its name, even if other items are added.
#[derive(Debug, Default)]
pub struct Memory {
    scopes: HashMap<String, Known>,
    /// The `operationId` of each operation that has one, as `api.txt` writes it, by the operation's route.
    ids: Known,
    /// The method of each operation, by the operation's route.
    methods: HashMap<String, KnownMethod>,
    /// The paths of the resources, as the description suggests them.
    resources: HashSet<String>,
    /// The modules of the resources, without `operations`: `chat.completions`.
    modules: HashSet<String>,
    /// The shared types.
    shared: KnownPlaces,
    /// The errors that several operations had.
    errors: KnownErrors,
    /// The sources of structs and enums.
    types: HashSet<String>,
    /// The parts that had a model which several parts had, by its name.
    parts: HashMap<String, HashSet<String>>,
}

/// Types with several places in an earlier run.
#[derive(Debug, Default)]
struct KnownPlaces {
    /// The name of the type of each place.
    names: Known,
    /// The source of each type, by its name.
    sources: Known,
}

impl KnownPlaces {
    fn name(&self, place: &str) -> Option<&str> {
        self.names.get(place).map(String::as_str)
    }

    fn source(&self, name: &str) -> Option<&str> {
        self.sources.get(name).map(String::as_str)
    }

    /// Adds a type. Its places may belong to several types now, of which one keeps the name.
    fn add(&mut self, entry: &Entry, name: &str) {
        let also = entry.facts.iter().filter_map(|fact| fact.strip_prefix(ALSO));
        let places = also.chain([entry.source()]);
        self.names.extend(places.map(|place| (place.to_owned(), name.to_owned())));
        self.sources.insert(name.to_owned(), entry.source().to_owned());
    }
}

/// The errors that several operations had in an earlier run.
#[derive(Debug, Default)]
pub struct KnownErrors {
    places: KnownPlaces,
    /// The types of the bodies by the sources of the variants, by the name of the error.
    bodies: HashMap<String, Known>,
}

impl KnownErrors {
    /// Returns the name of the error that the operation at `place` had.
    #[must_use]
    pub fn name(&self, place: &str) -> Option<&str> {
        self.places.name(place)
    }

    /// Returns the source of the error `name`.
    #[must_use]
    pub fn source(&self, name: &str) -> Option<&str> {
        self.places.source(name)
    }

    /// Returns the types of the bodies of the error `name`, by the sources of its variants.
    #[must_use]
    pub fn bodies(&self, name: &str) -> Option<&Known> {
        self.bodies.get(name)
    }

    fn add(&mut self, entry: &Entry, scope: &str, name: &str) {
        if scope == "errors" {
            self.places.add(entry, name);
        } else if let Some(error) = scope.strip_prefix("errors::") {
            let body = entry.rest.trim_start_matches('(').trim_end_matches(')').to_owned();
            self.bodies.entry(error.to_owned()).or_default().insert(entry.source().to_owned(), body);
        }
    }
}

impl Memory {
    /// Collects the names of a surface.
    #[must_use]
    pub fn of(surface: &Surface) -> Self {
        let modules: HashMap<&str, Vec<String>> = surface.entries().iter().filter_map(resources).collect();
        let mut scopes: HashMap<String, Known> = HashMap::new();
        let mut ids = Known::new();
        let mut ambiguous: HashSet<(String, String)> = HashSet::new();
        let (mut shared, mut types) = (KnownPlaces::default(), HashSet::new());
        let mut errors = KnownErrors::default();
        let mut parts = HashMap::new();
        for entry in surface.entries() {
            let path = entry.path.replace("<'_>", "");
            let Some((scope, name)) = path.rsplit_once("::").filter(|_| !entry.source().is_empty()) else {
                continue;
            };
            if let Some(id) = entry.facts.iter().find_map(|fact| fact.strip_prefix(OPERATION_ID)) {
                ids.insert(entry.source().to_owned(), id.to_owned());
            }
            let name = name.strip_prefix("r#").unwrap_or(name);
            let variables = entry.facts.iter().filter_map(|fact| fact.strip_prefix(VARIABLE));
            for (index, variable) in variables.enumerate() {
                let key = places::variable(entry.source(), index);
                scopes.entry(VARIABLES.to_owned()).or_default().insert(key, variable.to_owned());
            }
            errors.add(entry, scope, name);
            if let Some(also) = entry.facts.iter().find_map(|fact| fact.strip_prefix(IN_PARTS)) {
                let own = entry.source().split_once(PART_END).map(|(own, _)| own);
                let all = also.split(", ").chain(own).map(str::to_owned).collect();
                parts.insert(name.to_owned(), all);
            }
            if entry.has_fact(SHARED) && scope != "errors" {
                shared.add(entry, name);
                continue;
            }
            if matches!(entry.kind, Kind::Struct | Kind::Enum) {
                types.insert(entry.source().to_owned());
            }
            let known = scopes.entry(scope.to_owned()).or_default();
            let earlier = known.insert(entry.source().to_owned(), name.to_owned());
            if earlier.is_some_and(|earlier| earlier != name) {
                ambiguous.insert((scope.to_owned(), entry.source().to_owned()));
            }
        }
        // If two items of a scope have the same source, neither name can be assigned to one of them.
        for (scope, source) in &ambiguous {
            scopes.get_mut(scope).and_then(|known| known.remove(source));
        }
        let methods = surface.entries().iter().filter_map(|entry| method(entry, &modules)).collect();
        let paths = modules.keys().filter_map(|path| path.strip_prefix("operations::"));
        let paths = paths.map(|path| path.replace("r#", "").replace("::", ".")).collect();
        let resources = modules.into_values().flatten().collect();
        Self { scopes, ids, methods, resources, modules: paths, shared, errors, types, parts }
    }

    /// Returns `true` if the operation at `route` had this `operationId`, or had none if `id` is `None`.
    #[must_use]
    pub fn had_id(&self, route: &str, id: Option<&str>) -> bool {
        self.ids.get(route).map(String::as_str) == id.map(word).as_deref()
    }

    /// Returns the method of the operation at `route`.
    #[must_use]
    pub fn method(&self, route: &str) -> Option<&KnownMethod> {
        self.methods.get(route)
    }

    /// Returns `true` if operations were methods of resources.
    #[must_use]
    pub fn has_resources(&self) -> bool {
        !self.resources.is_empty()
    }

    /// Returns the names of the operations of a part with these modules, as if it were a crate of its own.
    #[must_use]
    pub fn of_part(&self, part: &str, modules: &[String]) -> Self {
        let prefix = places::prefix(part);
        let own = |route: &str| route.strip_prefix(&prefix).map(str::to_owned);
        let methods = self.methods.iter().filter_map(|(route, known)| {
            let resource = known.resource.strip_prefix(modules)?.to_vec();
            Some((own(route)?, KnownMethod { resource, ..known.clone() }))
        });
        let outer = modules.join(".") + ".";
        let inner = |paths: &HashSet<String>| {
            paths.iter().filter_map(|path| path.strip_prefix(&outer)).map(str::to_owned).collect()
        };
        let ids = self.ids.iter().filter_map(|(route, id)| Some((own(route)?, id.clone())));
        Self {
            ids: ids.collect(),
            methods: methods.collect(),
            resources: inner(&self.resources),
            modules: inner(&self.modules),
            ..Self::default()
        }
    }

    /// Returns `true` if there was no crate.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scopes.is_empty()
    }

    /// Returns `true` if there were operations.
    #[must_use]
    pub fn has_operations(&self) -> bool {
        !self.methods.is_empty()
    }

    /// Returns `true` if the description suggested this path of a resource.
    #[must_use]
    pub fn had_resource(&self, path: &str) -> bool {
        self.resources.contains(path)
    }

    /// Returns `true` if there was a resource with this path of modules: `chat.completions`.
    #[must_use]
    pub fn had_module(&self, path: &str) -> bool {
        self.modules.contains(path)
    }

    /// Returns the name of the shared type that the schema at `place` had.
    #[must_use]
    pub fn shared(&self, place: &str) -> Option<&str> {
        self.shared.name(place)
    }

    /// Returns the name of the model that the schema at `place` was, alone or with others.
    #[must_use]
    pub fn model(&self, place: &str) -> Option<&str> {
        let alone = || self.names("models")?.get(place).filter(|_| self.types.contains(place));
        self.shared(place).or_else(|| alone().map(String::as_str))
    }

    /// Returns `true` if the model `name` was also that of the component `name` of this part.
    #[must_use]
    pub fn had_in_part(&self, name: &str, part: &str) -> bool {
        self.parts.get(name).is_some_and(|parts| parts.contains(part))
    }

    /// Returns the source of the shared type `name`.
    #[must_use]
    pub fn shared_source(&self, name: &str) -> Option<&str> {
        self.shared.source(name)
    }

    /// Returns the names of the shared types, each with its source.
    pub fn shared_types(&self) -> impl Iterator<Item = (&String, &String)> {
        self.shared.sources.iter()
    }

    /// Returns the errors that several operations had.
    #[must_use]
    pub fn errors(&self) -> &KnownErrors {
        &self.errors
    }

    /// Returns `true` if the schema with this source was a type, and no alias of another one.
    #[must_use]
    pub fn had_type(&self, source: &str) -> bool {
        self.types.contains(source)
    }

    /// Returns all names, by the path of their type or module.
    pub fn scopes(&self) -> impl Iterator<Item = (&str, &Known)> {
        self.scopes.iter().map(|(scope, known)| (scope.as_str(), known))
    }

    /// Returns `true` if the item with this source had the name `name` in the type or module at `path`.
    #[must_use]
    pub fn is_name(&self, path: &str, source: &str, name: &str) -> bool {
        self.names(path).and_then(|known| known.get(source)).is_some_and(|known| known == name)
    }

    /// Returns the names in the type or module at `path`.
    #[must_use]
    pub fn names(&self, path: &str) -> Option<&Known> {
        self.scopes.get(path)
    }
}

/// Returns the module of a resource, and the paths that the description suggested for it.
fn resources(entry: &Entry) -> Option<(&str, Vec<String>)> {
    let paths = entry.facts.iter().filter_map(|fact| fact.strip_prefix(RESOURCE)).map(str::to_owned);
    let paths: Vec<String> = paths.collect();
    (entry.kind == Kind::Mod && !paths.is_empty()).then_some((&entry.path, paths))
}

/// Returns the route of an operation, and its method.
fn method(entry: &Entry, modules: &HashMap<&str, Vec<String>>) -> Option<(String, KnownMethod)> {
    let (module, function) = entry.call()?;
    let resource = match module {
        "" => Vec::new(),
        module => {
            // Only a method of a module with several resources has the fact.
            let own = entry.facts.iter().skip(1).find_map(|fact| fact.strip_prefix(RESOURCE));
            let path = own.or_else(|| modules.get(module)?.first().map(String::as_str))?;
            path.split('.').map(str::to_owned).collect()
        }
    };
    let home = if module.is_empty() { "operations" } else { module }.to_owned();
    let function = function.strip_prefix("r#").unwrap_or(function).to_owned();
    Some((entry.source().to_owned(), KnownMethod { resource, home, function }))
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
    fn finds_the_resource_of_an_operation() {
        let memory = Memory::of(&Surface::parse(
            "pub mod operations::tickets  # resource issues; resource bugs\n\
             pub fn operations::tickets::Tickets<'_>::r#type(&self) -> Call<'_, operations::tickets::Type>  # GET /a\n\
             pub fn operations::tickets::Tickets<'_>::list(&self) -> Call<'_, operations::tickets::List>  # GET /c; resource bugs\n\
             pub fn Client::b(&self) -> Call<'_, operations::B>  # GET /b\n",
        ));
        let method = |route: &str| {
            let method = memory.method(route)?;
            Some((method.resource.join("."), method.home.as_str(), method.function.as_str()))
        };
        assert_eq!(method("GET /a"), Some(("issues".to_owned(), "operations::tickets", "type")));
        assert_eq!(method("GET /b"), Some((String::new(), "operations", "b")));
        assert_eq!(method("GET /c"), Some(("bugs".to_owned(), "operations::tickets", "list")));
        assert!(memory.had_module("tickets") && !memory.had_module("bugs"));
        assert!(memory.had_resource("bugs") && memory.has_resources());
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
