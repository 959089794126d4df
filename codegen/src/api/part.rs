//! Parts: descriptions that are one API together.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap, HashSet, hash_map::Entry},
    mem,
    sync::Arc,
};

use super::{Api, Endpoint, Operation, Origin, Parent, SchemaId, Scheme, SchemeKind, Tag};
use crate::diagnostics::Pointer;

/// A description that is a part of an API.
#[derive(Debug)]
pub struct ApiPart {
    /// The name: the path of its modules, such as `crm.services`.
    pub name: Arc<str>,
    /// The path of its modules without a version.
    pub api: String,
    /// The key of its settings.
    pub table: String,
    /// The modules of its operations, outermost first.
    pub modules: Vec<String>,
    /// The file, from the folder of the settings.
    pub file: String,
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// The base URL, or an empty text.
    pub base_url: String,
    /// `true` if its feature is on by default.
    pub on_by_default: bool,
    /// `true` if only some of its operations are generated.
    pub is_selection: bool,
}

/// A security scheme of a part that is different from the one with its name of an earlier part.
#[derive(Debug)]
pub(crate) struct RenamedScheme {
    pub(crate) part: Arc<str>,
    /// The earlier part.
    pub(crate) other: Arc<str>,
    /// The name in the part.
    pub(crate) given: String,
    /// The name in the API.
    pub(crate) name: String,
    pub(crate) pointer: Pointer,
}

impl ApiPart {
    /// Returns the pointer in the API of all parts, which begins with the name of the part in place of a file. `known`
    /// has the pointers so far, so that the new ones share their steps too.
    pub(crate) fn pointer(&self, pointer: &Pointer, known: &mut HashMap<Pointer, Pointer>) -> Pointer {
        pointer.moved(&|_| Pointer::file(&self.name), known)
    }
}

impl Api {
    /// Adds the API of a part. Equal security schemes become one, and equal servers too.
    ///
    /// The pointers of the part afterwards begin with its name, in place of a file. Returns the security schemes whose
    /// name an earlier, different one has.
    pub(crate) fn append(&mut self, part: ApiPart, mut other: Api) -> Vec<RenamedScheme> {
        let mut known = HashMap::new();
        let mut moved = |pointer: &mut Pointer| {
            *pointer = part.pointer(pointer, &mut known);
        };
        let (schemas, operations) = (self.schemas.count(), self.operations.len());
        for (_, schema) in other.schemas.iter_mut() {
            moved(&mut schema.pointer);
            schema.origin.shift(schemas, operations);
            schema.shape.children_mut(|id| *id = id.shifted(schemas));
        }
        let (schemes, renamed) = self.add_schemes(&part.name, mem::take(&mut other.schemes));
        for operation in &mut other.operations {
            moved(&mut operation.pointer);
            operation.parameters.iter_mut().for_each(|parameter| moved(&mut parameter.pointer));
            operation.body.iter_mut().for_each(|body| moved(&mut body.pointer));
            let links = operation.responses.iter_mut().flat_map(|response| &mut response.links);
            links.for_each(|link| moved(&mut link.pointer));
            operation.schemas_mut(|id| *id = id.shifted(schemas));
            for name in operation.security.iter_mut().flatten() {
                if let Some(known) = schemes.get(name) {
                    name.clone_from(known);
                }
            }
            operation.part = Some(Arc::clone(&part.name));
        }
        other.skipped.iter_mut().for_each(|skipped| moved(&mut skipped.pointer));
        for webhook in &mut other.webhooks {
            webhook.payload = webhook.payload.shifted(schemas);
            webhook.part = Some(Arc::clone(&part.name));
        }
        self.add_servers(&part, &mut other);
        self.schemas.extend(other.schemas);
        self.operations.extend(other.operations);
        self.webhooks.extend(other.webhooks);
        let tags = other.tags.into_iter();
        self.tags.extend(tags.map(|tag| Tag { part: Some(Arc::clone(&part.name)), ..tag }));
        self.skipped.extend(other.skipped);
        self.total_operations += other.total_operations;
        self.parts.push(part);
        renamed
    }

    /// Adds the security schemes of a part. A scheme is one of an earlier part if the same credential fits both, and
    /// they have one name, or each of the two has no other scheme of this kind.
    ///
    /// Returns the names of the schemes by those of the part, and the schemes that are renamed.
    fn add_schemes(
        &mut self,
        part: &Arc<str>,
        schemes: Vec<Scheme>,
    ) -> (HashMap<String, String>, Vec<RenamedScheme>) {
        // The name of the last earlier scheme of each kind, and the number of them.
        let mut earlier: HashMap<Credential, (String, usize)> = HashMap::new();
        let mut owners: HashMap<String, (Arc<str>, Credential)> = HashMap::new();
        for known in &self.schemes {
            let (name, count) = earlier.entry(known.credential()).or_default();
            (*name, *count) = (known.name.clone(), *count + 1);
            owners.insert(known.name.clone(), (known.part.clone().unwrap_or_default(), known.credential()));
        }
        let mut own: HashMap<Credential, usize> = HashMap::new();
        for scheme in &schemes {
            *own.entry(scheme.credential()).or_default() += 1;
        }
        let (mut names, mut renamed) = (HashMap::new(), Vec::new());
        for scheme in schemes {
            let credential = scheme.credential();
            let given = scheme.name.clone();
            let named = owners.get(&given);
            let is_only = own.get(&credential) == Some(&1);
            let known = match (named, earlier.get(&credential)) {
                (Some((_, known)), _) if *known == credential => Some(given.clone()),
                (_, Some((only, 1))) if is_only => Some(only.clone()),
                _ => None,
            };
            let name = match (known, named.map(|(other, _)| other)) {
                (Some(known), _) => known,
                (None, other) => {
                    let name = if other.is_some() { format!("{part} {given}") } else { given.clone() };
                    renamed.extend(other.map(|other| RenamedScheme {
                        part: Arc::clone(part),
                        other: Arc::clone(other),
                        given: given.clone(),
                        name: name.clone(),
                        pointer: Pointer::file(part).key("components").key("securitySchemes").key(&given),
                    }));
                    self.schemes.push(Scheme { name: name.clone(), part: Some(Arc::clone(part)), ..scheme });
                    name
                }
            };
            names.insert(given, name);
        }
        (names, renamed)
    }

    /// Adds the servers of a part. If its base URL is not that of the API, its operations have it as their own.
    fn add_servers(&mut self, part: &ApiPart, other: &mut Api) {
        let base_url = self.parts.first().map(|first| &first.base_url);
        if base_url.is_some_and(|base_url| *base_url != part.base_url) && !part.base_url.is_empty() {
            for operation in other.operations.iter_mut().filter(|operation| operation.server.is_none()) {
                operation.server = Some(part.base_url.clone());
            }
        }
        let known: HashSet<String> = self.servers.iter().map(|server| server.url.clone()).collect();
        let new = mem::take(&mut other.servers).into_iter().filter(|server| !known.contains(&server.url));
        self.servers.extend(new);
    }
}

impl Api {
    /// Replaces schemas by others, and removes those that nothing uses afterwards: neither a component nor an operation
    /// nor a webhook. [`copies`](Self::copies) then has the parts of the replaced schemas.
    pub(crate) fn replace_schemas(&mut self, replaced: &HashMap<SchemaId, SchemaId>) {
        let names: HashMap<&str, &Arc<str>> =
            self.parts.iter().map(|part| (&*part.name, &part.name)).collect();
        let part = |id: SchemaId| self.schemas[id].pointer.path().and_then(|path| names.get(&*path).copied());
        let mut copies: Vec<(SchemaId, SchemaId)> = replaced.iter().map(|(id, kept)| (*id, *kept)).collect();
        copies.sort_unstable();
        let copies: Vec<(SchemaId, Option<Arc<str>>)> =
            copies.into_iter().map(|(id, kept)| (kept, part(id).cloned())).collect();
        let target = |id: &mut SchemaId| *id = replaced.get(id).copied().unwrap_or(*id);
        for (_, schema) in self.schemas.iter_mut() {
            schema.origin.schemas_mut(target);
            schema.shape.children_mut(target);
        }
        self.operations.iter_mut().for_each(|operation| operation.schemas_mut(target));
        self.webhooks.iter_mut().for_each(|webhook| target(&mut webhook.payload));
        let components = self.schemas.iter().filter(|(_, schema)| schema.origin.component().is_some());
        let components = components.map(|(id, _)| id).filter(|id| !replaced.contains_key(id));
        let operations = self.operations.iter().flat_map(Operation::schemas);
        let webhooks = self.webhooks.iter().map(|webhook| webhook.payload);
        let used = self.with_origins(components.chain(operations).chain(webhooks).collect());
        let renumbered = self.schemas.retain(&used);
        let number = |id: &mut SchemaId| *id = renumbered.get(id.index()).copied().flatten().unwrap_or(*id);
        for (_, schema) in self.schemas.iter_mut() {
            schema.origin.schemas_mut(number);
            schema.shape.children_mut(number);
        }
        self.operations.iter_mut().for_each(|operation| operation.schemas_mut(number));
        self.webhooks.iter_mut().for_each(|webhook| number(&mut webhook.payload));
        for (mut kept, part) in copies {
            number(&mut kept);
            self.copies.entry(kept).or_default().extend(part);
        }
    }
}

impl Api {
    /// Returns the names of the parts that are versions of an API whose latest version is a part too.
    pub(crate) fn older_versions(&self) -> HashSet<&str> {
        let latest: HashSet<&str> = self.parts.iter().map(|part| &*part.name).collect();
        let older = self.parts.iter().filter(|part| *part.name != *part.api && latest.contains(&*part.api));
        older.map(|part| &*part.name).collect()
    }

    /// Makes one webhook of those of several parts with one name and payload. Of different ones, that of a latest
    /// version keeps the name, and the name of each other one begins with its part.
    pub(crate) fn unite_webhooks(&mut self) {
        let mut all = mem::take(&mut self.webhooks);
        let older = self.older_versions();
        all.sort_by_key(|webhook| webhook.part.as_deref().is_some_and(|part| older.contains(part)));
        let mut known = HashMap::new();
        for mut webhook in all {
            let payload = (self.schemas.resolve(webhook.payload), webhook.headers.clone());
            match known.entry((webhook.name.clone(), webhook.method.clone(), webhook.is_callback)) {
                Entry::Vacant(entry) => {
                    entry.insert(payload);
                }
                Entry::Occupied(entry) if *entry.get() == payload => continue,
                Entry::Occupied(_) => {
                    let part = webhook.part.as_deref().unwrap_or_default();
                    webhook.name = format!("{part} {}", webhook.name);
                }
            }
            self.webhooks.push(webhook);
        }
    }

    /// Returns these schemas, with those that they contain and those that their names come from.
    fn with_origins(&mut self, mut pending: Vec<SchemaId>) -> BTreeSet<SchemaId> {
        let mut all = BTreeSet::new();
        while let Some(id) = pending.pop() {
            if all.insert(id) {
                let schema = &mut self.schemas[id];
                schema.origin.schemas_mut(|origin| pending.push(*origin));
                pending.extend(schema.shape.children());
            }
        }
        all
    }
}

/// The properties of a scheme that its credential depends on: the kind, the token URL or else the other endpoints, and
/// `true` if the application itself requests tokens there.
type Credential = (SchemeKind, Result<String, Vec<(Endpoint, String)>>, bool);

impl Scheme {
    fn credential(&self) -> Credential {
        let endpoints = self.token_url.clone().ok_or_else(|| self.endpoints.clone());
        (self.kind.clone(), endpoints, self.client_credentials)
    }
}

impl Origin {
    /// Adds the numbers of the schemas and operations before those of a part.
    fn shift(&mut self, schemas: usize, operations: usize) {
        self.schemas_mut(|id| *id = id.shifted(schemas));
        if let Self::Inline(Parent::Operation(index), _) = self {
            *index += operations;
        }
    }

    /// Calls `visit` with every schema that the origin names.
    fn schemas_mut(&mut self, mut visit: impl FnMut(&mut SchemaId)) {
        match self {
            Self::Component(_) | Self::Inline(Parent::Operation(_), _) => {}
            Self::Inline(Parent::Schema(id), _) => visit(id),
            Self::Shared(places) => places.iter_mut().for_each(visit),
        }
    }
}

impl Api {
    /// Returns the names of the parts that have a schema.
    pub(crate) fn parts_of(&self, id: SchemaId) -> impl Iterator<Item = Cow<'_, str>> {
        let own = if self.parts.is_empty() { None } else { self.schemas[id].pointer.path() };
        let others = self.copies.get(&id).map_or(&[][..], Vec::as_slice);
        own.map(Cow::Owned).into_iter().chain(others.iter().map(|part| Cow::Borrowed(&**part)))
    }

    /// Makes an operation use the schemas of an equal one.
    pub(crate) fn use_schemas_of(&mut self, other: usize, operation: usize) {
        let schemas = self.operations.get(other).into_iter().flat_map(Operation::schemas);
        let mut schemas = schemas.collect::<Vec<SchemaId>>().into_iter();
        if let Some(operation) = self.operations.get_mut(operation) {
            operation.schemas_mut(|id| *id = schemas.next().unwrap_or(*id));
        }
    }
}

impl Operation {
    /// Calls `visit` with every schema that the operation uses directly, in the order of [`schemas`](Self::schemas).
    fn schemas_mut(&mut self, mut visit: impl FnMut(&mut SchemaId)) {
        self.parameters.iter_mut().for_each(|parameter| visit(&mut parameter.schema));
        self.contents_mut().for_each(|(_, content)| visit(&mut content.schema));
        let headers = self.responses.iter_mut().flat_map(|response| &mut response.headers);
        headers.for_each(|header| visit(&mut header.schema));
    }
}
