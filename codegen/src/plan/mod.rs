//! [`Api`] in, [`Crate`] out: every name, path, type, `Box`, `Option` and line of documentation is
//! decided here.

mod boxes;
mod docs;
mod example;
mod models;
mod names;
mod operation_names;
mod operations;
mod outcomes;
mod select;
mod settings;
mod sizes;
mod types;

use std::collections::{BTreeSet, HashMap};

use self::{
    names::Scope,
    operations::Called,
    sizes::Sizes,
    types::{File, Types},
};
pub use self::settings::{Rename, Selector, Settings};
use crate::{
    api::{Api, Origin, SchemaId, SchemeKind},
    diagnostics::Diagnostics,
    load::Skipped,
    rust::{Crate, Dependency, Home, Ident, Item, Module, Page, Part, Scheme, Type, Verdict, Wrap},
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
    let mut skipped = api.skipped.clone();
    let selected = select::operations(api, settings, &mut skipped, diagnostics);
    let reached = select::reached(api, &selected, settings.only.is_empty());
    let functions =
        operation_names::name_operations(api, &selected, &settings.rename.operations, diagnostics);
    let called = call(&selected, &functions);
    let type_names = called.iter().map(|(index, called)| (*index, called.type_name.clone())).collect();
    let boxed = boxes::find(&api.schemas, &reached);
    let mut types = Types::new(api, &reached, boxed, &type_names, &settings.rename, diagnostics);
    check_field_renames(api, settings, diagnostics);

    let mut files: HashMap<File, Vec<Item>> = HashMap::new();
    let mut order: Vec<SchemaId> = Vec::new();
    for (id, file) in types.items.clone() {
        if let Some(item) = models::plan_item(api, &types, id, &settings.rename) {
            files.entry(file).or_default().push(item);
        }
        match file {
            File::Component(component) if !order.contains(&component) => order.push(component),
            _ => {}
        }
    }
    let mut operations: Vec<crate::rust::Operation> = selected
        .iter()
        .map(|index| {
            let items = files.remove(&File::Operation(*index)).unwrap_or_default();
            operations::plan_operation(api, &api.operations[*index], &called[index], &mut types, items)
        })
        .collect();
    let mut models = plan_modules(&types, order, files);
    box_large_variants(&mut models, &mut operations);
    finish_modules(&mut models);
    finish_operations(&mut operations);

    let untyped = reached
        .iter()
        .copied()
        .filter(|id| matches!(api.schemas[*id].shape, crate::api::Shape::Any(_)))
        .collect();
    let model_paths = types.items.iter().filter_map(|(id, _)| match &api.schemas[*id].origin {
        Origin::Component(name) => Some((name.clone(), format!("models::{}", types.ident(*id)?))),
        Origin::Inline(..) => None,
    });
    let models_by_key = model_paths.collect();
    let mut krate = Crate {
        name: settings.name.clone(),
        version: settings.version.clone(),
        description: description(api),
        docs: Page::default(),
        base_url: base_url(api),
        schemes: plan_schemes(api),
        parts: parts(&models, &operations),
        dependencies: dependencies(&models, &operations),
        models,
        operations,
        prelude: types.prelude,
    };
    krate.docs = example::crate_docs(api, &krate);
    Plan { krate, operations: selected, skipped, models: models_by_key, untyped }
}

/// What each operation is called, by its index.
fn call(selected: &[usize], functions: &HashMap<usize, String>) -> HashMap<usize, Called> {
    let mut type_scope = Scope::default();
    // A file cannot have these names.
    let mut modules = Scope::with(&["mod", "con", "prn", "aux", "nul"]);
    selected
        .iter()
        .map(|index| {
            let function = functions.get(index).cloned().unwrap_or_default();
            let type_name = type_scope.claim_type(&names::type_text(&function));
            let module = modules.claim(&names::snake_text(&function, "operation"));
            (*index, Called { function, type_name, module })
        })
        .collect()
}

fn check_field_renames(api: &Api, settings: &Settings, diagnostics: &mut Diagnostics) {
    use crate::{api::Shape, diagnostics::{Code, Pointer}};
    for (key, name) in &settings.rename.fields {
        let exists = api.schemas.iter().any(|(_, schema)| match (&schema.origin, &schema.shape) {
            (Origin::Component(component), Shape::Object(object)) => {
                object.properties.iter().any(|property| format!("{component}.{}", property.name) == *key)
            }
            _ => false,
        });
        if !exists {
            let message = format!("the settings rename the field `{key}` to `{name}`, which no schema has");
            diagnostics.push(Code::RENAME, &Pointer::root(), message);
        }
    }
    let renames = settings.rename.operations.iter().chain(&settings.rename.schemas).chain(&settings.rename.fields);
    for (key, name) in renames.filter(|(_, name)| !names::is_ident(name)) {
        let message = format!("the settings rename `{key}` to `{name}`, which is no Rust name");
        diagnostics.push(Code::RENAME, &Pointer::root(), message);
    }
}

fn plan_modules(
    types: &Types<'_>,
    order: Vec<SchemaId>,
    mut files: HashMap<File, Vec<Item>>,
) -> Vec<Module> {
    let mut scope = Scope::with(&["mod", "con", "prn", "aux", "nul"]);
    order
        .into_iter()
        .filter_map(|component| {
            let items = files.remove(&File::Component(component))?;
            let name = match types.ident(component) {
                Some(ident) => ident.unraw().to_owned(),
                None => items.first()?.ident().unraw().to_owned(),
            };
            let ident = names::ident(&scope.claim(&names::snake_text(&name, "model")));
            Some(Module { ident, siblings: BTreeSet::new(), maps: false, items })
        })
        .collect()
}

/// Boxes what makes one variant of an enum much larger than the others.
fn box_large_variants(models: &mut [Module], operations: &mut [crate::rust::Operation]) {
    let sizes = Sizes::new(
        models.iter().flat_map(|module| &module.items).chain(operations.iter().flat_map(|operation| &operation.items)),
    );
    // Which variants, by the enum's name: the models cannot change while their sizes are read.
    let mut large: HashMap<Ident, Vec<bool>> = HashMap::new();
    let items = models.iter().flat_map(|module| &module.items).chain(operations.iter().flat_map(|operation| &operation.items));
    for item in items {
        if let Item::Union(union) = item {
            let types: Vec<Option<&Type>> = union
                .variants
                .iter()
                .map(|variant| Some(&variant.ty))
                .chain([Some(&Type::Value)])
                .collect();
            large.insert(union.ident.clone(), sizes.too_large(&types));
        }
    }
    for outcome in operations.iter().flat_map(|operation| &operation.outcomes) {
        let types: Vec<Option<&Type>> = outcome.variants.iter().map(|variant| variant.ty.as_ref()).collect();
        large.insert(outcome.ident.clone(), sizes.too_large(&types));
    }
    drop(sizes);
    let boxed = |ident: &Ident, index: usize| {
        large.get(ident).and_then(|flags| flags.get(index)).copied().unwrap_or(false)
    };
    let items = models
        .iter_mut()
        .flat_map(|module| &mut module.items)
        .chain(operations.iter_mut().flat_map(|operation| &mut operation.items));
    for item in items {
        if let Item::Union(union) = item {
            for (index, variant) in union.variants.iter_mut().enumerate() {
                if boxed(&union.ident, index) && !matches!(variant.ty, Type::Boxed(_)) {
                    variant.ty = variant.ty.clone().boxed();
                }
            }
        }
    }
    for operation in operations {
        let mut wrapped: Vec<(Ident, Ident)> = Vec::new();
        for outcome in &mut operation.outcomes {
            for (index, variant) in outcome.variants.iter_mut().enumerate() {
                if boxed(&outcome.ident, index) {
                    variant.ty = variant.ty.clone().map(Type::boxed);
                    wrapped.push((outcome.ident.clone(), variant.ident.clone()));
                }
            }
        }
        for arm in &mut operation.arms {
            if let Verdict::Success(_, wrap) | Verdict::Failure(_, wrap) = &mut arm.verdict {
                if let Wrap::Variant { of, variant, boxed, .. } = wrap {
                    *boxed = wrapped.iter().any(|(o, v)| o == of && v == variant);
                }
            }
        }
    }
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
fn finish_operations(operations: &mut [crate::rust::Operation]) {
    for operation in operations {
        let mut uses_models = false;
        operation.walk_types(&mut |ty| uses_models |= matches!(ty, Type::Named(Home::Models, _)));
        operation.uses_models = uses_models;
    }
}

fn parts(models: &[Module], operations: &[crate::rust::Operation]) -> BTreeSet<Part> {
    let items = models.iter().flat_map(|module| &module.items);
    items
        .chain(operations.iter().flat_map(|operation| &operation.items))
        .filter_map(|item| match item {
            Item::Struct(_) => Some(Part::Model),
            Item::Enum(_) => Some(Part::OpenEnum),
            Item::Union(_) => Some(Part::Union),
            Item::Alias(_) => None,
        })
        .collect()
}

fn dependencies(models: &[Module], operations: &[crate::rust::Operation]) -> BTreeSet<Dependency> {
    let mut dependencies = BTreeSet::new();
    let mut visit = |ty: &Type| {
        dependencies.extend(match ty {
            Type::Timestamp => Some(Dependency::Jiff),
            Type::Uuid => Some(Dependency::Uuid),
            _ => None,
        });
    };
    for item in models.iter().flat_map(|module| &module.items) {
        item.walk_types(&mut visit);
    }
    for operation in operations {
        operation.walk_types(&mut visit);
    }
    dependencies
}

fn plan_schemes(api: &Api) -> Vec<Scheme> {
    let mut scope = Scope::with(&[
        "new", "base_url", "timeout", "connect_timeout", "user_agent", "default_header", "http_client", "credential",
        "build", "clone",
    ]);
    api.schemes
        .iter()
        .map(|scheme| {
            let (kind, takes) = match &scheme.kind {
                SchemeKind::Bearer(what) => (crate::rust::SchemeKind::Bearer, (*what).to_owned()),
                SchemeKind::Basic => (crate::rust::SchemeKind::Basic, "a user's name and password".to_owned()),
                SchemeKind::HeaderKey(name) => (
                    crate::rust::SchemeKind::Header(name.to_ascii_lowercase()),
                    format!("an API key, sent as the header {}", docs::code(name)),
                ),
                SchemeKind::QueryKey(name) => (
                    crate::rust::SchemeKind::Query(name.clone()),
                    format!("an API key, sent as the query parameter {}", docs::code(name)),
                ),
                SchemeKind::CookieKey(name) => (
                    crate::rust::SchemeKind::Cookie(name.clone()),
                    format!("an API key, sent as the cookie {}", docs::code(name)),
                ),
            };
            let mut lines =
                vec![format!("The credential for {}: {takes}.", docs::code(&scheme.name))];
            if let Some(description) = &scheme.description {
                docs::paragraph(&mut lines, docs::markdown(description));
            }
            let name = scope.claim(&names::snake_text(&scheme.name, "scheme"));
            Scheme { ident: names::ident(&name), wire: scheme.name.clone(), docs: lines, kind }
        })
        .collect()
}

/// The first server that is an address by itself.
fn base_url(api: &Api) -> String {
    let absolute = |url: &&String| url.starts_with("https://") || url.starts_with("http://");
    api.servers.iter().find(absolute).cloned().unwrap_or_default()
}

fn description(api: &Api) -> String {
    let title: String = api.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let title: String = title.chars().filter(|char| !char.is_control()).collect();
    if title.is_empty() { "A client of an HTTP API".to_owned() } else { format!("A client of {title}") }
}
