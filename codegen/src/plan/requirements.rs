//! Requirements of the crate: the runtime modules, features and packages that its code uses.

use std::collections::BTreeSet;

use super::{Parts, Settings};
use crate::{
    api::{Api, EnumBase, SchemeKind},
    rust::{
        BodyKind, Dependency, Events, Feature, Item, Module, Operation, RequestPart, RuntimeModule,
        SharedError, Struct, Type, all_items,
    },
};

/// Returns the runtime modules that the crate uses.
pub(super) fn runtime_modules(api: &Api, parts: &Parts) -> BTreeSet<RuntimeModule> {
    let Parts { models, operations, errors, xml, groups, received, .. } = parts;
    let has_pages = operations.iter().any(|operation| operation.paging.is_some());
    let has_variables = api.servers.iter().any(|server| !server.variables.is_empty());
    let conditions = [
        (has_basic(api), RuntimeModule::Basic),
        (has_keys(operations), RuntimeModule::Idempotency),
        (has_pages, RuntimeModule::Pages),
        (operations.iter().any(|operation| operation.polling.is_some()), RuntimeModule::Poller),
        (has_variables, RuntimeModule::Server),
        (has_responses(operations), RuntimeModule::Responses),
        (groups.iter().any(|group| group.resource.is_some()), RuntimeModule::Resources),
        (!xml.is_empty(), RuntimeModule::Xml),
        (received.events.is_some(), RuntimeModule::Webhooks),
        (has_constraints(models, operations), RuntimeModule::Check),
    ];
    let mut modules: BTreeSet<RuntimeModule> =
        conditions.into_iter().filter_map(|(needed, module)| needed.then_some(module)).collect();
    for item in all_items(models, operations) {
        modules.extend(of_item(item));
    }
    for operation in operations {
        modules.extend(operation.headers.as_ref().map(|_| RuntimeModule::Headers));
        let variants = operation.choice.iter().flat_map(|choice| &choice.variants);
        let is_form = |kind: &BodyKind| matches!(kind, BodyKind::Form(_));
        if operation.request_parts.iter().any(RequestPart::is_styled)
            || variants.into_iter().any(|variant| is_form(&variant.encoding.kind))
        {
            modules.extend([RuntimeModule::Style, RuntimeModule::Tree]);
        }
    }
    let mut visit = |ty: &Type| match ty {
        Type::Runtime(runtime_type) => modules.extend(runtime_type.module()),
        Type::Instant(form, _) => modules.extend([form.module()]),
        Type::Stream(..) => modules.extend([RuntimeModule::Stream]),
        _ => {}
    };
    walk_types(models, operations, errors, &mut visit);
    walk_events(received.events.as_ref(), &mut visit);
    modules
}

/// Returns the runtime modules of an item's macros and traits.
fn of_item(item: &Item) -> Vec<RuntimeModule> {
    let setters = |item: &Struct| item.has_setters().then_some(RuntimeModule::Setters);
    match item {
        Item::Struct(item) => [RuntimeModule::Model].into_iter().chain(setters(item)).collect(),
        Item::Enum(item) if item.base == EnumBase::String => vec![RuntimeModule::OpenEnum],
        Item::Enum(_) => vec![RuntimeModule::OpenValue],
        Item::Union(union) => {
            let mut modules = vec![RuntimeModule::Content, RuntimeModule::Union];
            // The union is serialized like a struct, even if all its members are the user's own types.
            if union.variants.iter().any(|variant| variant.writes_tag) {
                modules.extend([RuntimeModule::Model, RuntimeModule::Tagged]);
            }
            if union.variants.iter().any(|variant| variant.converts) {
                modules.push(RuntimeModule::Conversions);
            }
            modules
        }
        Item::Multipart(item) => {
            let modules = [RuntimeModule::Multipart, RuntimeModule::Tree];
            modules.into_iter().chain(setters(&item.fields)).collect()
        }
        Item::Alias(_) => Vec::new(),
    }
}

/// Returns the features of the crate. `oauth2` needs a security scheme with tokens, its flows one of OAuth 2.0, and
/// `webhooks` a scheme of signatures.
pub(super) fn features(api: &Api, settings: &Settings, has_events: bool) -> BTreeSet<Feature> {
    let has_tokens = api.schemes.iter().any(|scheme| matches!(scheme.kind, SchemeKind::Bearer(_)));
    let has_flows = api.schemes.iter().any(|scheme| scheme.is_oauth2);
    let has_signatures = settings.webhooks.signature.is_some();
    let is_needed = |feature: &Feature| match feature {
        Feature::OAuth2 => has_tokens,
        Feature::OAuth2Flows | Feature::OAuth2Loopback => has_flows,
        Feature::Webhooks => has_signatures,
        Feature::Axum => has_signatures && has_events,
        _ => true,
    };
    Feature::ALL.into_iter().filter(is_needed).collect()
}

/// Returns the packages that define types of the crate. The runtime's modules have packages of their own.
pub(super) fn dependencies(
    models: &[Module],
    operations: &[Operation],
    errors: &[SharedError],
    events: Option<&Events>,
) -> BTreeSet<Dependency> {
    let mut dependencies = BTreeSet::new();
    let mut visit = |ty: &Type| {
        if let Type::Foreign(foreign) = ty {
            dependencies.extend(foreign.dependency);
        }
    };
    walk_types(models, operations, errors, &mut visit);
    walk_events(events, &mut visit);
    dependencies
}

/// Calls `visit` with the types of the payloads of events.
fn walk_events(events: Option<&Events>, visit: &mut impl FnMut(&Type)) {
    for variant in events.into_iter().flat_map(|events| &events.variants) {
        variant.ty.walk(visit);
    }
}

/// Calls `visit` with every type that the crate uses.
fn walk_types(
    models: &[Module],
    operations: &[Operation],
    errors: &[SharedError],
    visit: &mut impl FnMut(&Type),
) {
    for item in models.iter().flat_map(|module| &module.items) {
        item.walk_types(visit);
    }
    for operation in operations {
        operation.walk_types(visit);
    }
    for error in errors {
        error.bodies.walk_types(visit);
    }
}

/// Returns `true` if an enum of successes implements `Serialize`.
fn has_responses(operations: &[Operation]) -> bool {
    operations.iter().flat_map(|operation| &operation.response_enums).any(|bodies| bodies.serializes)
}

fn has_basic(api: &Api) -> bool {
    api.schemes.iter().any(|scheme| scheme.kind == SchemeKind::Basic)
}

fn has_keys(operations: &[Operation]) -> bool {
    operations.iter().any(|operation| operation.idempotency_key.is_some())
}

/// Returns `true` if the crate checks constraints.
fn has_constraints(models: &[Module], operations: &[Operation]) -> bool {
    let of_item = |item: &Item| matches!(item, Item::Struct(item) if !item.constraints.is_empty());
    let mut parts = operations.iter().flat_map(|operation| &operation.request_parts);
    all_items(models, operations).any(of_item) || parts.any(|part| !part.constraints().is_empty())
}
