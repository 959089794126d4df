//! Parameters that nearly every operation takes, which are set once on the client.

use std::collections::HashSet;

use super::{
    docs,
    environment::VariableNames,
    names::{self, Scope},
    settings::{ClientParameters, Settings},
};
use crate::{
    api::{Api, DescribedParameter, Location, Parameter},
    diagnostics::{Code, Diagnostics, nearest},
    naming::{Memory, places},
    rust::{
        Cardinality, ClientParameter, Ident, Initializer, Operation, OperationField, ParameterPart,
        ParameterValue, RequestPart, Setter,
    },
};

/// Returns the parameters of a description that are set on the client. A setting without a match is reported.
pub(super) fn select(
    described: &[DescribedParameter],
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> Vec<DescribedParameter> {
    let names = match &settings.client_parameters {
        ClientParameters::Detected => {
            return described.iter().filter(|parameter| parameter.frequent).cloned().collect();
        }
        ClientParameters::Named(names) => names,
    };
    let is_named = |text: &String, parameter: &DescribedParameter| {
        let (place, name) = match text.split_once(' ') {
            Some((place, name)) => (Some(place), name),
            None => (None, text.as_str()),
        };
        let same_name = match parameter.location {
            Location::Header => parameter.name.eq_ignore_ascii_case(name),
            Location::Path | Location::Query => parameter.name == name,
            Location::Cookie | Location::QueryString => false,
        };
        same_name && place.is_none_or(|place| place == parameter.location.to_string())
    };
    for name in names.iter().filter(|name| !described.iter().any(|one| is_named(name, one))) {
        let message =
            format!("no operation has the parameter `{name}` in its path, its query or its headers");
        let known = described.iter().map(|parameter| parameter.name.as_str());
        let help = nearest(name, known).map(|known| format!("did you mean `{known}`?"));
        diagnostics.push_setting_with_help(Code::RENAME, &["client-parameters"], message, help);
    }
    described.iter().filter(|one| names.iter().any(|name| is_named(name, one))).cloned().collect()
}

/// Plans the methods of the builder for the parameters that operations of the crate have. `scope` has the other
/// methods.
pub(super) fn plan_methods(
    api: &Api,
    selected: &[DescribedParameter],
    scope: &mut Scope,
    memory: &Memory,
    variables: &mut VariableNames,
) -> Vec<ClientParameter> {
    let mut used = Vec::new();
    for parameter in selected {
        let mut all = api.operations.iter().flat_map(|operation| &operation.parameters);
        used.extend(all.find(|one| is_same(one, parameter)).map(|one| (parameter, one)));
    }
    let source =
        |parameter: &DescribedParameter| places::client_parameter(parameter.location, &parameter.name);
    let sources: Vec<String> = used.iter().map(|(parameter, _)| source(parameter)).collect();
    scope.reserve(memory.names("ClientBuilder"), sources.iter().map(String::as_str));
    let methods = used.into_iter().zip(&sources).map(|((parameter, one), source)| {
        let wire = docs::code(&parameter.name);
        let place = place(parameter.location);
        let mut lines =
            vec![format!("Sets the {place} {wire} of all calls that have it and do not set their own.")];
        docs::paragraph(&mut lines, docs::item(&one.docs, &parameter.name));
        ClientParameter {
            location: parameter.location,
            wire: parameter.name.clone(),
            required: parameter.required,
            ident: names::ident(&scope.declare_for(source, &names::snake_text(&parameter.name, "parameter"))),
            docs: lines,
            variable: variables.of_parameter(source, &parameter.name),
        }
    });
    methods.collect()
}

/// Returns the words for a location.
pub(super) fn place(location: Location) -> &'static str {
    match location {
        Location::Path => "path parameter",
        Location::Header => "header",
        Location::Query | Location::Cookie | Location::QueryString => "query parameter",
    }
}

fn is_same(parameter: &Parameter, described: &DescribedParameter) -> bool {
    parameter.location == described.location && super::parameters::wire_name(parameter) == described.name
}

/// Makes the parameters of the client optional in the operations that have them. Parameters that cannot be set on the
/// client are removed, and reported if the settings name them.
pub(super) fn apply(
    operations: &mut [Operation],
    parameters: &mut Vec<ClientParameter>,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) {
    if parameters.is_empty() {
        return;
    }
    apply_all(operations, parameters);
    let used: HashSet<&Ident> =
        operations.iter().flat_map(|one| &one.client_parameters).map(|one| &one.ident).collect();
    let (kept, others): (Vec<_>, Vec<_>) = parameters.drain(..).partition(|one| used.contains(&one.ident));
    *parameters = kept;
    for ClientParameter { location, wire, .. } in others {
        if matches!(settings.client_parameters, ClientParameters::Named(_)) {
            let message = format!(
                "the parameter `{location} {wire}` cannot be set on the client: it is no single text, or has a default"
            );
            diagnostics.push_setting(Code::RENAME, &["client-parameters"], message);
        }
    }
}

fn apply_all(operations: &mut [Operation], parameters: &[ClientParameter]) {
    for operation in operations {
        let Operation { request_parts, fields, arguments, setters, .. } = operation;
        let parts = request_parts.iter_mut().filter_map(|part| match part {
            RequestPart::Parameter(part) => Some(part),
            RequestPart::Body(_) => None,
        });
        let mut found = HashSet::new();
        for part in parts {
            let known = |one: &&ClientParameter| one.location == part.location && one.wire == part.wire;
            let Some(parameter) = parameters.iter().find(known) else { continue };
            let Some(field) = fields.iter_mut().find(|field| field.ident == part.field) else { continue };
            let required = field.initializer == Initializer::Argument;
            if !make_optional(part, field) {
                continue;
            }
            operation.client_parameters.push(ClientParameter { required, ..parameter.clone() });
            arguments.retain(|argument| argument.ident != field.ident);
            let method = docs::code(&format!("ClientBuilder::{}", parameter.ident.unraw()));
            docs::paragraph(&mut field.docs, vec![format!("Replaces the value of {method}.")]);
            found.insert(field.ident.clone());
        }
        if found.is_empty() {
            continue;
        }
        // Setters are in the order of the fields.
        let mut known = std::mem::take(setters);
        for field in fields.iter() {
            let own = known.iter().position(|setter| setter.field == field.ident).map(|at| known.remove(at));
            let is_new = found.contains(&field.ident);
            setters.extend(
                own.map(|own| Setter { docs: field.docs.clone(), ..own })
                    .or_else(|| is_new.then(|| setter(field))),
            );
        }
        setters.extend(known);
        operation.default = fields.iter().all(|field| field.initializer == Initializer::Absent);
        operation.too_many_arguments = arguments.len() + 1 > super::models::TOO_MANY_ARGUMENTS;
    }
}

/// Makes the field of a parameter optional. Returns `false` if it has a default, or is no single text.
fn make_optional(part: &mut ParameterPart, field: &mut OperationField) -> bool {
    let value = match part.value {
        ParameterValue::Joined(Cardinality::One) => ParameterValue::Joined(Cardinality::Option),
        ParameterValue::Repeated(Cardinality::One) => ParameterValue::Repeated(Cardinality::Option),
        ParameterValue::Joined(Cardinality::Option) | ParameterValue::Repeated(Cardinality::Option) => {
            part.value
        }
        _ => return false,
    };
    match field.initializer {
        Initializer::Argument => field.ty = field.ty.clone().optional(),
        Initializer::Absent => {}
        _ => return false,
    }
    part.value = value;
    field.initializer = Initializer::Absent;
    true
}

fn setter(field: &OperationField) -> Setter {
    let ty = match &field.ty {
        crate::rust::Type::Option(inner) => (**inner).clone(),
        other => other.clone(),
    };
    let (ident, docs) = (field.ident.clone(), field.docs.clone());
    Setter {
        field: ident.clone(),
        ident,
        ty,
        borrowed: field.borrowed,
        optional: true,
        deprecated: false,
        docs,
    }
}
