//! [`Api`] in, [`Crate`] out: every name, path, type, `Box`, `Option` and line of documentation is
//! decided here.

mod bodies;
mod boxes;
mod constraints;
mod docs;
mod enums;
mod example;
mod examples;
mod headers;
mod idempotency;
mod initializers;
mod media;
mod members;
mod models;
mod names;
mod operation_names;
mod operations;
mod outcomes;
mod pages;
mod parameters;
mod renames;
mod scalars;
mod schema_places;
mod schemes;
mod select;
mod servers;
mod settings;
mod sizes;
mod statuses;
mod tags;
mod types;
mod variants;
mod webhooks;
mod xml;

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexMap;
use rayon::prelude::*;

pub use self::settings::{By, Library, Pages, Rename, Settings, Types as TypeSettings};
use self::{
    names::Scope,
    operations::Called,
    schema_places::SchemaPlaces,
    tags::{NO_FILES, Tagged},
    types::{File, Types},
    xml::PlannedXml,
};
use crate::{
    api::{Api, EnumBase, Origin, SchemaId, SchemeKind, Server, Shape, is_absolute},
    diagnostics::Diagnostics,
    load::Skipped,
    rust::{
        BodyKind, Crate, Dependency, Feature, Home, Ident, Item, Module, Operation, Page, RequestPart,
        RuntimeModule, Support, Type, XmlType, all_items,
    },
    surface::Memory,
};

/// A planned crate, and what became of the description on the way.
#[derive(Debug)]
pub struct Plan {
    /// The crate.
    pub krate: Crate,
    /// The operations that are generated: their indices in the [`Api`], in the crate's order.
    pub operations: Vec<usize>,
    /// Every operation that is left out.
    pub skipped: Vec<Skipped>,
    /// The component schemas that became types: key and path.
    pub models: Vec<(String, String)>,
    /// The schemas whose values stay JSON, and why.
    pub untyped: Vec<SchemaId>,
}

/// Plans the crate.
#[must_use]
pub fn plan(api: &Api, settings: &Settings, diagnostics: &mut Diagnostics) -> Plan {
    let selected: Vec<usize> = (0..api.operations.len()).collect();
    let reached = select::reached(api, &selected, settings.only.is_empty());
    let memory = Memory::of(&settings.before);
    let sources = SchemaPlaces::new(api);
    let functions =
        operation_names::name_operations(api, &selected, &settings.rename.operations, &memory, diagnostics);
    let items = types::items(api, &reached, &sources);
    let mut scope = operation_scope(api, &items, &memory);
    let mut modules = Scope::with(&NO_FILES);
    let tagged = tags::plan_tags(api, &memory, &mut modules);
    let called = call(api, &selected, &functions, &tagged, (modules, &mut scope));
    let type_names = called.iter().map(|(index, called)| (*index, called.type_name.clone())).collect();
    let boxed = boxes::find(&api.schemas, &reached);
    let mut types =
        Types::new(api, &items, boxed, (&type_names, scope), (settings, &memory, sources), diagnostics);
    renames::check(api, settings, diagnostics);
    let PlannedXml { types: xml, roots } = xml::plan_xml(api, &selected, |id| types.ident(id));
    types.xml = roots;

    let planned: Vec<(File, Option<Item>)> = types
        .items
        .par_iter()
        .map(|(id, file)| (*file, models::plan_item(api, &types, *id, &settings.rename)))
        .collect();
    let mut files: IndexMap<File, Vec<Item>> = IndexMap::new();
    for (file, item) in planned {
        files.entry(file).or_default().extend(item);
    }
    let keys = idempotency::keys(api, &settings.idempotency_keys, diagnostics);
    let mut operations: Vec<Operation> = selected
        .iter()
        .map(|index| {
            let items = files.get_mut(&File::Operation(*index)).map(std::mem::take).unwrap_or_default();
            let mut operation =
                operations::plan_operation(&api.operations[*index], &called[index], &mut types, items);
            if let Some(header) = keys.get(index) {
                idempotency::add(&mut operation, header);
            }
            operation
        })
        .collect();
    let needed = if settings.tag_features { tags::needed(api, &tagged) } else { HashMap::new() };
    let mut models = plan_modules(&types, files, &needed);
    variants::box_large(&mut models, &mut operations);
    let lists = (models.as_slice(), operations.as_mut_slice());
    pages::plan_pages(api, &selected, lists, &settings.pages, diagnostics);
    finish_modules(&mut models);
    finish_operations(&mut operations);

    let untyped =
        reached.iter().copied().filter(|id| matches!(api.schemas[*id].shape, Shape::Any(_))).collect();
    let as_answered = types.items.iter().filter(|(id, _)| api.schemas[*id].variant.is_none());
    let model_paths = as_answered.filter_map(|(id, _)| match &api.schemas[*id].origin {
        Origin::Component(name) => Some((name.clone(), format!("models::{}", types.ident(*id)?))),
        Origin::Inline(..) => None,
    });
    let models_by_key = model_paths.collect();
    let mut krate = Crate {
        name: settings.name.clone(),
        version: settings.version.clone(),
        description: description(api),
        docs: Page::default(),
        included: settings.included,
        lenient: settings.lenient,
        base_url: base_url(api),
        webhooks: webhooks::plan_webhooks(api, &types),
        servers: servers::plan_servers(api, &memory),
        schemes: schemes::plan_schemes(api, &memory),
        examples: examples::plan_examples(api, &selected),
        features: features(api),
        parts: parts(api, &models, &operations, &xml),
        dependencies: dependencies(api, &models, &operations, &xml),
        own_dependencies: settings
            .dependencies
            .iter()
            .map(|(name, text)| (name.clone(), text.clone()))
            .collect(),
        models,
        operations,
        deprecated: types.deprecated(),
        xml,
        tags: tagged.tags,
        tag_features: settings.tag_features,
        prelude: types.prelude,
    };
    if !settings.included {
        krate.docs = example::crate_docs(api, &krate);
    }
    Plan { krate, operations: selected, skipped: api.skipped.clone(), models: models_by_key, untyped }
}

/// The type names in `operations`, those that are kept.
fn operation_scope(api: &Api, items: &[(SchemaId, String)], memory: &Memory) -> Scope {
    let mut scope = Scope::default();
    if let Some(known) = memory.names("operations") {
        let inline = items.iter().filter(|(id, _)| !types::is_in_models(api, *id));
        let inline: Vec<String> = inline.map(|(_, source)| source.clone()).collect();
        let sources = schema_places::in_operations(api, &inline);
        scope.keep(Some(known), sources.iter().map(String::as_str));
    }
    scope
}

/// What each operation is called, by its index.
fn call(
    api: &Api,
    selected: &[usize],
    functions: &HashMap<usize, String>,
    tagged: &Tagged,
    (mut modules, type_scope): (Scope, &mut Scope),
) -> HashMap<usize, Called> {
    selected
        .iter()
        .map(|index| {
            let function = functions.get(index).cloned().unwrap_or_default();
            let source = schema_places::of_operation(&api.operations[*index]);
            let type_name = type_scope.claim_type_for(&source, &names::type_text(&function));
            let module = modules.claim(&names::module_text(&function, "operation"));
            (*index, Called { function, type_name, module, tag: tagged.of.get(index).copied() })
        })
        .collect()
}

fn plan_modules(
    types: &Types<'_>,
    files: IndexMap<File, Vec<Item>>,
    needed: &HashMap<SchemaId, Vec<String>>,
) -> Vec<Module> {
    let mut scope = Scope::with(&NO_FILES);
    files
        .into_iter()
        .filter_map(|(file, items)| {
            let File::Component(component) = file else { return None };
            let named = types.ident(component).or_else(|| Some(items.first()?.ident()))?;
            let module = names::inner_module_text(named.unraw(), "model", "models");
            let ident = names::ident(&scope.claim(&module));
            let features = needed.get(&component).cloned().unwrap_or_default();
            Some(Module { ident, siblings: BTreeSet::new(), maps: false, features, items })
        })
        .collect()
}

/// Notes what each file of models has to import.
fn finish_modules(models: &mut [Module]) {
    for module in models {
        let own: BTreeSet<Ident> = module.items.iter().map(|item| item.ident().clone()).collect();
        let (mut siblings, mut maps) = (BTreeSet::new(), false);
        for item in &module.items {
            item.walk_types(&mut |ty| match ty {
                Type::Named(Home::Models, ident) if !own.contains(ident) => {
                    siblings.insert(ident.clone());
                }
                Type::Map(_) => maps = true,
                _ => {}
            });
        }
        (module.siblings, module.maps) = (siblings, maps);
    }
}

/// Notes which files of operations name the models.
fn finish_operations(operations: &mut [Operation]) {
    for operation in operations {
        let mut uses_models = false;
        operation.walk_types(&mut |ty| uses_models |= matches!(ty, Type::Named(Home::Models, _)));
        operation.uses_models = uses_models;
    }
}

fn parts(api: &Api, models: &[Module], operations: &[Operation], xml: &[XmlType]) -> BTreeSet<RuntimeModule> {
    let mut parts: BTreeSet<RuntimeModule> =
        has_basic(api).then_some(RuntimeModule::Basic).into_iter().collect();
    parts.extend(has_keys(operations).then_some(RuntimeModule::Idempotency));
    let has_pages = operations.iter().any(|operation| operation.paging.is_some());
    parts.extend(has_pages.then_some(RuntimeModule::Pages));
    for item in all_items(models, operations) {
        match item {
            Item::Struct(_) => parts.extend([RuntimeModule::Model]),
            Item::Enum(item) if item.base == EnumBase::String => parts.extend([RuntimeModule::OpenEnum]),
            Item::Enum(_) => parts.extend([RuntimeModule::OpenValue]),
            Item::Union(union) => {
                parts.extend([RuntimeModule::Content, RuntimeModule::Union]);
                let tagged = union.variants.iter().any(|variant| variant.writes_tag);
                // It is written as structs are, also where the members are types of the user's own.
                parts.extend(
                    tagged.then_some([RuntimeModule::Model, RuntimeModule::Tagged]).into_iter().flatten(),
                );
            }
            Item::Parts(_) => parts.extend([RuntimeModule::Multipart, RuntimeModule::Tree]),
            Item::Alias(_) => {}
        }
    }
    parts.extend(
        api.servers.iter().any(|server| !server.variables.is_empty()).then_some(RuntimeModule::Server),
    );
    parts.extend((!xml.is_empty()).then_some(RuntimeModule::Xml));
    if has_constraints(models, operations) {
        parts.insert(RuntimeModule::Check);
    }
    for operation in operations {
        parts.extend(operation.headers.as_ref().map(|_| RuntimeModule::Headers));
        if operation.request_parts.iter().any(RequestPart::is_styled) {
            parts.extend([RuntimeModule::Style, RuntimeModule::Tree]);
        }
        let choice = operation.choice.iter().flat_map(|choice| &choice.variants);
        if choice.map(|variant| &variant.encoding).any(|encoding| matches!(encoding.kind, BodyKind::Form(_)))
        {
            parts.extend([RuntimeModule::Style, RuntimeModule::Tree]);
        }
    }
    walk_all(models, operations, &mut |ty| match ty {
        Type::Support(support) => parts.extend(support.part()),
        Type::Stream(..) => parts.extend([RuntimeModule::Stream]),
        _ => {}
    });
    parts
}

/// Calls `visit` with every type that the crate names.
fn walk_all(models: &[Module], operations: &[Operation], visit: &mut impl FnMut(&Type)) {
    for item in models.iter().flat_map(|module| &module.items) {
        item.walk_types(visit);
    }
    for operation in operations {
        operation.walk_types(visit);
    }
}

/// The features of the crate: those for tokens that are renewed only where there are tokens.
fn features(api: &Api) -> BTreeSet<Feature> {
    let has_tokens = api.schemes.iter().any(|scheme| matches!(scheme.kind, SchemeKind::Bearer(_)));
    Feature::ALL.into_iter().filter(|feature| has_tokens || *feature != Feature::OAuth2).collect()
}

fn has_basic(api: &Api) -> bool {
    api.schemes.iter().any(|scheme| scheme.kind == SchemeKind::Basic)
}

fn has_keys(operations: &[Operation]) -> bool {
    operations.iter().any(|operation| operation.idempotency_key.is_some())
}

/// Whether something is checked before it is sent.
fn has_constraints(models: &[Module], operations: &[Operation]) -> bool {
    let of_item = |item: &Item| matches!(item, Item::Struct(item) if !item.constraints.is_empty());
    all_items(models, operations).any(of_item)
        || operations
            .iter()
            .flat_map(|operation| &operation.request_parts)
            .any(|step| !step.constraints().is_empty())
}

fn dependencies(
    api: &Api,
    models: &[Module],
    operations: &[Operation],
    xml: &[XmlType],
) -> BTreeSet<Dependency> {
    let mut dependencies: BTreeSet<Dependency> =
        has_basic(api).then_some(Dependency::Base64).into_iter().collect();
    dependencies.extend(has_constraints(models, operations).then_some(Dependency::Regex));
    dependencies.extend(has_keys(operations).then_some(Dependency::Uuid));
    dependencies.extend((!xml.is_empty()).then_some(Dependency::QuickXml));
    walk_all(models, operations, &mut |ty| {
        dependencies.extend(match ty {
            Type::Foreign(foreign) => foreign.dependency,
            Type::Support(Support::Base64 | Support::Base64Url) => Some(Dependency::Base64),
            Type::Support(Support::Span | Support::TimeOfDay) => Some(Dependency::Jiff),
            Type::Support(Support::DateTime) => Some(Dependency::Time),
            _ => None,
        });
    });
    dependencies
}

/// The first server that is an address by itself.
fn base_url(api: &Api) -> String {
    let of_all = api.servers.iter().map(Server::default_url);
    let of_one = api.operations.iter().filter_map(|operation| operation.server.clone());
    // Where the description has no server for all, some operation's may stand for it.
    let mut urls = of_all.chain(of_one.filter(|_| api.servers.is_empty()));
    urls.find(|url| is_absolute(url)).unwrap_or_default()
}

fn description(api: &Api) -> String {
    let title: String = api.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let title: String = title.chars().filter(|char| !char.is_control()).collect();
    if title.is_empty() { "A client of an HTTP API".to_owned() } else { format!("A client of {title}") }
}
