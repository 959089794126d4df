//! Small models for unit tests.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{
    Arm, Conversions, Crate, Decode, Derives, Field, Ident, Initializer, Item, Metadata, Method, Module,
    ModulePath, Namespace, Operation, Page, PartModels, Pattern, Prelude, Presence, ResponseKind, Struct,
    Type, Wrap,
};

/// Returns an identifier.
pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name.to_owned())
}

/// Returns a crate without items and features.
pub(crate) fn empty_crate() -> Crate {
    Crate {
        name: "pets".to_owned(),
        version: "0.1.0".to_owned(),
        description: "Pets".to_owned(),
        metadata: Metadata::default(),
        readme: None,
        docs: Page::line("Pets."),
        included: false,
        recursion_limit: None,
        lenient: false,
        base_url: "https://example.org".to_owned(),
        example_url: String::new(),
        webhooks: Vec::new(),
        callbacks: Vec::new(),
        events: None,
        signature: None,
        servers: Vec::new(),
        schemes: Vec::new(),
        environment: super::Environment::default(),
        default_security: Vec::new(),
        client_parameters: Vec::new(),
        models: Vec::new(),
        part_models: vec![PartModels { home: Namespace::Models, inner: Vec::new() }],
        operations: Vec::new(),
        groups: Vec::new(),
        errors: Vec::new(),
        xml: Vec::new(),
        links: Vec::new(),
        tag_features: false,
        deprecated: HashSet::new(),
        shared: BTreeMap::new(),
        in_parts: BTreeMap::new(),
        conversions: Conversions::default(),
        prelude: Prelude::default(),
        examples: Vec::new(),
        features: BTreeSet::new(),
        parts: BTreeSet::new(),
        dependencies: BTreeSet::new(),
        own_dependencies: Vec::new(),
    }
}

/// Returns a file of models with one type.
pub(crate) fn module(name: &str, item: Item) -> Module {
    Module {
        home: Namespace::Models,
        ident: ident(name),
        siblings: BTreeSet::new(),
        maps: false,
        features: Vec::new(),
        items: vec![item],
    }
}

/// Returns a struct without fields, which derives `Default`.
pub(crate) fn structure(name: &str, fields: Vec<Field>) -> Struct {
    Struct {
        ident: ident(name),
        source: format!("#/components/schemas/{name}"),
        docs: vec![format!("The schema `{name}`.")],
        default: !fields.iter().any(|field| field.initializer == Initializer::Argument),
        fields,
        additional_properties: None,
        too_many_arguments: false,
        type_complexity: false,
        constraints: Vec::new(),
        derives: Derives::default(),
    }
}

/// Returns a field whose property has the field's name. Its initializer follows from `presence`.
pub(crate) fn field(name: &str, ty: Type, presence: Presence) -> Field {
    let (ty, initializer) = match presence {
        Presence::Required => (ty, Initializer::Argument),
        Presence::Optional => (ty.optional(), Initializer::Absent),
        Presence::Nullable => (ty.optional().optional(), Initializer::Absent),
    };
    Field {
        ident: ident(name),
        wire: name.trim_start_matches("r#").to_owned(),
        ty,
        presence,
        initializer,
        setter: None,
        deprecated: false,
        docs: Vec::new(),
    }
}

/// Returns the operation `GET /pets`, which has no parameters and no body, and succeeds with `204`.
pub(crate) fn operation() -> Operation {
    Operation {
        part: None,
        module: ident("list_pets"),
        group: None,
        resource: None,
        home: ModulePath::default(),
        ident: ident("ListPets"),
        function: ident("list_pets"),
        id: Some("listPets".to_owned()),
        docs: vec!["Lists pets.".to_owned()],
        summary: "Lists pets.".to_owned(),
        example: None,
        deprecated: false,
        deprecation: None,
        method: Method::new("GET"),
        path: "/pets".to_owned(),
        security: Vec::new(),
        client_parameters: Vec::new(),
        idempotency_key: None,
        retry: None,
        paging: None,
        polling: None,
        fields: Vec::new(),
        arguments: Vec::new(),
        setters: Vec::new(),
        too_many_arguments: false,
        too_many_lines: false,
        default: true,
        borrows: false,
        uses_models: false,
        request_parts: Vec::new(),
        accept: None,
        output: Type::Unit,
        error: Type::Infallible,
        shares_error: false,
        response_enums: Vec::new(),
        arms: vec![
            arm(Pattern::Code(204), ResponseKind::Success(Decode::Empty, Wrap::Same)),
            arm(Pattern::Rest, ResponseKind::Unexpected),
        ],
        server: None,
        headers: None,
        choice: None,
        items: Vec::new(),
        is_ambiguous: false,
        later: None,
    }
}

/// Returns an arm for any media type.
pub(crate) fn arm(pattern: Pattern, kind: ResponseKind) -> Arm {
    Arm { pattern, media_type: None, sent_as: String::new(), kind }
}
