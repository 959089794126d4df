use super::Description;
use crate::{
    api::{Scheme, SchemeKind},
    naming::{Memory, Surface},
    plan::environment,
    rust::Variables,
};

fn description(schemes: &[(&str, SchemeKind)]) -> Description {
    let mut description = Description::new();
    for (name, kind) in schemes {
        description.api.schemes.push(Scheme {
            part: None,
            name: (*name).to_owned(),
            description: None,
            kind: kind.clone(),
            token_url: None,
            client_credentials: false,
            is_oauth2: false,
            endpoints: Vec::new(),
        });
    }
    description
}

/// Returns the variables of all schemes in the crate `my-pets`.
fn variables(description: &Description, memory: &Memory) -> Vec<String> {
    let names = environment::plan_names(&description.api, "my-pets", memory);
    let of_schemes = (0..description.api.schemes.len()).flat_map(|index| names.of_scheme(index));
    of_schemes.flat_map(|variables| Variables::names(&variables).to_vec()).collect()
}

fn token() -> SchemeKind {
    SchemeKind::Bearer("a bearer token")
}

fn key() -> SchemeKind {
    SchemeKind::HeaderKey("x-key".to_owned())
}

#[test]
fn names_a_variable_by_the_package_and_the_kind_of_credential() {
    let schemes = [("a", token()), ("b", key()), ("c", SchemeKind::Basic)];
    let expected = ["MY_PETS_TOKEN", "MY_PETS_API_KEY", "MY_PETS_USERNAME", "MY_PETS_PASSWORD"];
    assert_eq!(variables(&description(&schemes), &Memory::default()), expected);
}

#[test]
fn names_variables_of_one_kind_by_their_schemes() {
    let schemes = [
        ("private_apps", token()),
        ("userToken", token()),
        ("apiKeyAuth", key()),
        ("appKeyAuth", key()),
        ("auth", key()),
        ("first", SchemeKind::Basic),
        ("second", SchemeKind::Basic),
    ];
    let expected = [
        "MY_PETS_PRIVATE_APPS_TOKEN",
        "MY_PETS_USER_TOKEN",
        "MY_PETS_API_KEY",
        "MY_PETS_APP_KEY",
        "MY_PETS_AUTH_API_KEY",
        "MY_PETS_FIRST_USERNAME",
        "MY_PETS_FIRST_PASSWORD",
        "MY_PETS_SECOND_USERNAME",
        "MY_PETS_SECOND_PASSWORD",
    ];
    assert_eq!(variables(&description(&schemes), &Memory::default()), expected);
}

#[test]
fn gives_hostile_names_unique_variables_of_plain_characters() {
    let long = "x".repeat(5_000);
    let names = ["a b", "a-b", "ключ", "=\0\n", "", "`${HOME}`", "type", &long];
    let schemes: Vec<(&str, SchemeKind)> = names.iter().map(|name| (*name, token())).collect();
    let variables = variables(&description(&schemes), &Memory::default());
    let unique: std::collections::BTreeSet<&String> = variables.iter().collect();
    assert_eq!(unique.len(), names.len(), "{variables:?}");
    for name in &variables {
        let is_plain = |char: char| char.is_ascii_uppercase() || char.is_ascii_digit() || char == '_';
        assert!(name.starts_with("MY_PETS_") && name.len() < 150 && name.chars().all(is_plain), "{name}");
    }
}

#[test]
fn keeps_the_variables_of_the_previous_run() {
    let before = "pub fn ClientBuilder::a(self, token: impl Into<Token>) -> Self  \
        # credential a; Bearer; variable MY_PETS_TOKEN\n";
    let schemes = [("a", token()), ("b", token())];
    let kept = variables(&description(&schemes), &Memory::of(&Surface::parse(before)));
    assert_eq!(kept, ["MY_PETS_TOKEN", "MY_PETS_B_TOKEN"]);

    let renamed = before.replace("MY_PETS", "OTHER");
    let renamed = variables(&description(&schemes), &Memory::of(&Surface::parse(&renamed)));
    assert_eq!(renamed, ["MY_PETS_A_TOKEN", "MY_PETS_B_TOKEN"]);
}

#[test]
fn needs_one_alternative_of_the_operations_that_need_a_credential() {
    let mut description = description(&[("a", token()), ("b", key()), ("c", SchemeKind::Basic)]);
    for (path, security) in [
        ("/a", vec![vec!["a"], vec!["b", "c"]]),
        ("/b", vec![vec!["a"], vec!["a", "b"]]),
        ("/public", vec![]),
        ("/perhaps", vec![vec![], vec!["c"]]),
    ] {
        let index = description.operation("GET", path);
        let owned = |schemes: Vec<&str>| schemes.into_iter().map(str::to_owned).collect();
        description.api.operations[index].security = security.into_iter().map(owned).collect();
    }
    let krate = description.plan().krate;
    assert_eq!(krate.environment.needed, [vec!["a"], vec!["b", "c"]]);
}
