//! The stage from [`Api`] to [`Crate`]. It decides every name, path, type, `Box`, `Option` and line of documentation.

mod accessors;
mod bodies;
mod boxes;
mod capabilities;
mod claims;
mod client_parameters;
mod component_names;
mod components;
mod constraints;
mod conversions;
mod crate_page;
mod derives;
mod described;
mod distinct;
mod docs;
mod enums;
mod environment;
mod error_names;
mod event_names;
mod events;
mod example;
mod examples;
mod former_types;
mod given_names;
mod given_types;
mod groups;
mod headers;
mod idempotency;
mod initializers;
mod item_homes;
mod items;
mod license;
mod links;
mod markdown;
mod media;
mod members;
mod metadata;
mod model_scopes;
mod models;
mod modules;
mod named_operations;
mod names;
mod operation_names;
mod operations;
mod package_name;
mod pages;
mod parameters;
mod part_homes;
mod parts;
mod place_words;
mod pollers;
mod readme;
mod readme_table;
mod recursion_limit;
mod renames;
mod requirements;
mod reserved_types;
mod resource_docs;
mod response_enums;
mod responses;
mod scalars;
mod schema_places;
mod schemes;
mod select;
mod servers;
mod setters;
mod settings;
mod shared_errors;
mod shared_names;
mod sharing;
mod sizes;
mod statuses;
#[cfg(test)]
mod tests;
mod type_candidates;
mod type_names;
mod types;
mod unknown_fields;
mod variants;
mod webhooks;
mod words;
mod xml;

use indexmap::IndexMap;
use rayon::prelude::*;

pub use self::events::add_listed_events;
pub use self::license::is_license_expression;
pub use self::metadata::is_web_url;
pub use self::named_operations::Names;
pub use self::package_name::suggest as suggest_package_name;
pub use self::part_homes::known_components;
pub use self::parts::{PartNames, check_part_names};
pub use self::settings::{
    Additions, By, ClientParameters, Library, PackageSettings, Pages, PollFrom, PollUntil, PollerSettings,
    Pollers, Rename, Settings, Share, ShareMode, Types as TypeSettings, Webhooks as WebhookSettings,
};
pub use self::sharing::share_schemas;
use self::{
    environment::VariableNames,
    example::Calls,
    groups::{Needed, TypeScopes},
    item_homes::{items_by_name, items_with_homes, items_with_homes_mut},
    items::File,
    operation_names::OperationNames,
    schema_places::SchemaPlaces,
    shared_errors::{PlannedErrors, plan_errors},
    type_names::TypesInput,
    types::Types,
    xml::PlannedXml,
};
use crate::{
    api::{Api, SchemaId, Shape, Usage},
    diagnostics::Diagnostics,
    load::Skipped,
    naming::places,
    rust::{
        Alias, ClientParameter, Conversions, Crate, Events, Example, Group, Item, Module, Operation, Page,
        PartModels, Scheme, SharedError, XmlType,
    },
};

/// A planned crate, with the operations and schemas that it covers.
#[derive(Debug)]
pub struct Plan {
    /// The crate.
    pub krate: Crate,
    /// The source of each operation's name.
    pub named_by: Vec<String>,
    /// The operations that are left out.
    pub skipped: Vec<Skipped>,
    /// The component schemas that became types: key and path.
    pub models: Vec<(String, String)>,
    /// The number of models that several features need.
    pub shared_models: usize,
    /// The schemas without a type, which have values in JSON.
    pub untyped: Vec<SchemaId>,
}

/// Plans the crate of all operations.
#[must_use]
pub fn plan(api: &Api, settings: &Settings, diagnostics: &mut Diagnostics) -> Plan {
    plan_with(api, &Names::new(api, settings), settings, diagnostics)
}

/// Plans the crate of some operations, with these names.
#[must_use]
pub fn plan_with(api: &Api, names: &Names, settings: &Settings, diagnostics: &mut Diagnostics) -> Plan {
    names.report(api, diagnostics);
    let (memory, keys) = (&names.memory, names.idempotency_keys(api));
    let (pages, pollers) = (names.pages(api), names.pollers(api));
    let mut variables = environment::plan_names(api, &settings.name, memory);
    let (schemes, mut scope) = schemes::plan_schemes(api, memory, &variables);
    let mut client_parameters =
        client_parameters::plan_methods(api, &names.client_parameters, &mut scope, memory, &mut variables);
    let names = names.of(api, settings);
    let usage = Usage::of_api(api);
    let reached = select::reached(api, &usage, settings.only.is_empty());
    let places = SchemaPlaces::new(api, memory);
    let schema_items = items::schema_items(api, &reached, &places);
    let mut operation_scopes = TypeScopes::default();
    let mut groups = groups::plan_groups(api, &names, memory, &mut operation_scopes);
    let former = former_types::find(api, &reached, &schema_items, &places, memory, &groups);
    reserved_types::reserve(api, &schema_items, &former, &groups, memory, &mut operation_scopes);
    let operation_names =
        operation_names::name_operations(api, &names, &mut groups, memory, &mut operation_scopes);
    let input = TypesInput {
        api,
        settings,
        memory,
        places,
        items: &schema_items,
        boxed: boxes::find(&api.schemas, &reached),
        usage: &usage,
        operation_names: &operation_names,
        operation_scopes,
        former: &former,
        credentials: schemes.iter().map(|scheme| (scheme.wire.clone(), scheme.ident.clone())).collect(),
    };
    let mut types = Types::new(input, diagnostics);
    package_name::check(settings, diagnostics);
    renames::check(api, settings, diagnostics);
    let PlannedXml { types: xml, roots } = xml::plan_xml(api, |id| types.ident(id));
    types.xml = roots;

    let mut files = plan_items(&types);
    let shared = plan_errors(&groups, &operation_names, &types);
    for (file, alias) in former_types::error_aliases(&shared, &operation_names, &mut types) {
        files.entry(file).or_default().push(alias);
    }
    let mut operations = plan_operations(&operation_names, &shared, &mut files, &mut types);
    idempotency::add(&mut operations, &keys, api);
    described::add(&mut operations, api);
    client_parameters::apply(&mut operations, &mut client_parameters, settings, diagnostics);
    let mut errors = shared.errors;
    let needed =
        if settings.tag_features { groups::needed(api, &groups, &schema_items) } else { Needed::default() };
    let part_models = modules::plan_part_models(&types);
    let mut models = modules::plan_modules(&types, &part_models, files, &needed.features);
    variants::box_large(&mut models, &mut operations, &mut errors);
    derives::plan(&mut models, &mut operations, settings, diagnostics);
    let conversions = conversions::plan(&mut models, &mut operations);
    accessors::add_accessors(&models, &mut operations, &mut errors);
    let pages = pages::Selected { selecting: &pages, settings: &settings.pages };
    pages::plan_pages(api, &models, &mut operations, &pages, diagnostics);
    let pollers = pollers::Selected {
        selecting: &pollers,
        settings,
        selectables: &select::Selectables::new(&api.operations, &names),
    };
    pollers::plan_pollers(api, &models, &mut operations, &pollers, diagnostics);
    modules::add_imports(&mut models, &mut operations);
    groups::document(&mut groups.groups, api, &operations);
    let linking = links::Linking { api, memory, links: settings.links, selects: !settings.only.is_empty() };
    let links = links::plan_links(&linking, &models, &operations, diagnostics);

    let untyped =
        reached.iter().copied().filter(|id| matches!(api.schemas[*id].shape, Shape::Any(_))).collect();
    let model_paths = model_paths(&types);
    let client = PlannedClient { schemes, client_parameters, variables };
    let webhooks = webhooks::plan_webhooks(api, &types);
    let events = events::plan_events(api, settings, &webhooks, &types);
    let received = PlannedWebhooks { webhooks, events };
    let groups = groups.groups;
    let parts = Parts { models, part_models, operations, errors, xml, groups, conversions, received, client };
    let krate = Crate { links, ..plan_crate(parts, types, settings) };
    let named_by = names.into_iter().map(|name| name.named_by).collect();
    Plan {
        krate,
        named_by,
        skipped: api.skipped.clone(),
        models: model_paths,
        shared_models: needed.shared,
        untyped,
    }
}

/// Plans the operations, each with the items of its file.
fn plan_operations(
    names: &[OperationNames],
    shared: &PlannedErrors,
    files: &mut IndexMap<File, Vec<Item>>,
    types: &mut Types<'_>,
) -> Vec<Operation> {
    (types.api.operations.iter().zip(names).enumerate())
        .map(|(index, (operation, names))| {
            let items = files.get_mut(&File::Operation(index)).map(std::mem::take).unwrap_or_default();
            operations::plan_operation(operation, names, items, shared.of(index), types)
        })
        .collect()
}

/// The planned parts of a crate.
struct Parts {
    models: Vec<Module>,
    part_models: Vec<PartModels>,
    operations: Vec<Operation>,
    errors: Vec<SharedError>,
    xml: Vec<XmlType>,
    groups: Vec<Group>,
    conversions: Conversions,
    received: PlannedWebhooks,
    client: PlannedClient,
}

/// The planned methods of the client's builder.
struct PlannedClient {
    schemes: Vec<Scheme>,
    client_parameters: Vec<ClientParameter>,
    variables: VariableNames,
}

/// The planned requests that the server sends.
struct PlannedWebhooks {
    webhooks: Vec<Alias>,
    events: Option<Events>,
}

/// Plans the crate of these parts.
fn plan_crate(parts: Parts, types: Types<'_>, settings: &Settings) -> Crate {
    let (api, memory) = (types.api, types.memory);
    let runtime_modules = requirements::runtime_modules(api, &parts);
    let Parts { models, part_models, operations, errors, xml, groups, conversions, client, received } = parts;
    let PlannedClient { schemes, client_parameters, variables } = client;
    let PlannedWebhooks { webhooks, events } = received;
    let base_url = servers::base_url(api);
    let environment = variables.environment(api, &operations, &client_parameters, &base_url);
    let features = requirements::features(api, settings, events.is_some());
    let dependencies = requirements::dependencies(&models, &operations, &errors, events.as_ref());
    let mut krate = Crate {
        name: settings.name.clone(),
        version: settings.version.clone(),
        description: settings.package.description.clone().unwrap_or_else(|| description(api)),
        metadata: metadata::plan_metadata(api, settings),
        readme: None,
        docs: Page::default(),
        included: settings.included,
        recursion_limit: recursion_limit::recursion_limit(&models, &operations),
        lenient: settings.lenient,
        example_url: if base_url.is_empty() { servers::example_url(api) } else { String::new() },
        base_url,
        webhooks,
        callbacks: webhooks::plan_callbacks(api, &types),
        events,
        signature: settings.webhooks.signature.clone(),
        servers: servers::plan_servers(api, memory),
        schemes,
        client_parameters,
        environment,
        default_security: environment::default_security(&operations),
        links: Vec::new(),
        examples: examples::plan_examples(api),
        features,
        parts: runtime_modules,
        dependencies,
        own_dependencies: settings
            .dependencies
            .iter()
            .map(|(name, text)| (name.clone(), text.clone()))
            .collect(),
        models,
        part_models,
        operations,
        errors,
        deprecated: types.deprecated(),
        shared: types.shared(),
        in_parts: types.in_parts(),
        conversions,
        xml,
        groups,
        tag_features: settings.tag_features,
        prelude: types.prelude,
    };
    // Code in another crate cannot name its crate.
    if !settings.included {
        add_examples(api, &mut krate, settings);
    }
    krate
}

/// Adds the page of the crate, `README.md`, and an example of each operation.
fn add_examples(api: &Api, krate: &mut Crate, settings: &Settings) {
    let calls = Calls::new(api, krate);
    let docs = crate_page::crate_page(api, krate, &calls);
    let indices = (0..krate.operations.len()).into_par_iter();
    let examples: Vec<Option<Example>> = indices.map(|index| calls.example(index)).collect();
    let readme = (!settings.omit_readme).then(|| readme::plan_readme(api, krate, &docs, &calls));
    (krate.docs, krate.readme) = (docs, readme);
    for (operation, example) in krate.operations.iter_mut().zip(examples) {
        operation.example = example;
    }
}

/// Plans the items of all schemas in parallel.
fn plan_items(types: &Types<'_>) -> IndexMap<File, Vec<Item>> {
    let planned: Vec<(File, Option<Item>)> =
        types.items.par_iter().map(|(id, file)| (*file, models::plan_item(types, *id))).collect();
    let mut files: IndexMap<File, Vec<Item>> = IndexMap::new();
    for (file, item) in planned {
        files.entry(file).or_default().extend(item);
    }
    for (file, alias) in former_types::aliases(types) {
        files.entry(file).or_default().push(alias);
    }
    files
}

/// Returns the paths of component schemas, by key. Of several variants the one of responses counts.
fn model_paths(types: &Types<'_>) -> Vec<(String, String)> {
    let schemas = &types.api.schemas;
    let responses = types.items.iter().filter(|(id, _)| schemas[*id].variant.is_none());
    responses
        .filter_map(|(id, _)| {
            let key = schemas[*id].origin.component()?;
            let (home, ident) = types.named.get(id)?;
            Some((places::in_part(schemas[*id].pointer.path().as_deref(), key), format!("{home}::{ident}")))
        })
        .collect()
}

fn description(api: &Api) -> String {
    let title: String = api.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let title: String = title.chars().filter(|char| !char.is_control()).collect();
    if title.is_empty() { "A client of an HTTP API".to_owned() } else { format!("A client of {title}") }
}
