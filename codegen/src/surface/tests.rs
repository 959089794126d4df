//! Lists of small crates, and the changes between pairs of lists.

use std::collections::BTreeSet;

use super::{compare, list};
use crate::{
    naming::Surface,
    rust::{
        Crate, Feature, Item, Presence, RuntimeModule, Type,
        testing::{empty_crate, field, module, operation, structure},
    },
};

/// An operation, its model and its types, as `api.txt` lists them.
const API: &str = "\
#[non_exhaustive] pub enum models::Kind  # #/components/schemas/Kind
pub variant models::Kind::Cat  # cat
pub variant models::Kind::Other(String)  # any other value
#[non_exhaustive] pub struct models::Pet  # #/components/schemas/Pet
impl Clone + Debug for models::Pet
pub field models::Pet::kind: Option<models::Kind>  # kind; optional
pub field models::Pet::name: String  # name; required
pub fn models::Pet::new(name: impl Into<String>) -> Self
#[non_exhaustive] pub struct operations::CreatePet<'_>  # POST /pets
pub field operations::CreatePet::body: &models::Pet  # body; application/json; required
pub fn operations::CreatePet::new(body: &models::Pet) -> Self
pub fn Client::create_pet(&self, body: &models::Pet) -> Call<'_, operations::CreatePet<'_>>  # POST /pets
pub type operations::CreatePet::Error = Infallible
pub type operations::CreatePet::Output = models::Pet  # 201
";

/// Returns the changes if `from` is replaced by `to` in [`API`]: level, subject, sentence, effect.
fn changes(from: &str, to: &str) -> Vec<String> {
    assert!(API.contains(from), "{from}");
    let changes = compare(&Surface::parse(API), &Surface::parse(&API.replace(from, to)));
    changes
        .iter()
        .map(|change| {
            let wire = change.wire.as_ref().map(|wire| {
                let level = if wire.breaks { "breaks" } else { "wire" };
                format!("; {level}: {}", wire.text)
            });
            format!("{} {}: {}{}", change.level, change.subject, change.what, wire.unwrap_or_default())
        })
        .collect()
}

#[test]
fn finds_no_changes_in_a_first_version() {
    assert!(compare(&Surface::default(), &Surface::parse(API)).is_empty());
    assert!(compare(&Surface::parse(API), &Surface::parse(API)).is_empty());
}

#[test]
fn reports_a_new_optional_property() {
    assert_eq!(
        changes(
            "pub field models::Pet::name",
            "pub field models::Pet::born: Option<String>  # born; optional\npub field models::Pet::name"
        ),
        ["minor models::Pet: the field `born: Option<String>` is new"]
    );
}

#[test]
fn reports_the_methods_of_links() {
    let link = |name: &str, client: &str, returned: &str| {
        format!("pub fn models::Pet::{name}(&self, client: &Client{client}) -> {returned}  # link owner\n")
    };
    let call = "Call<'_, operations::CreatePet<'_>>";
    let with = |link: String| Surface::parse(&format!("{API}{link}"));
    let found = |old: &Surface, new: &Surface| -> Vec<String> {
        compare(old, new)
            .iter()
            .map(|change| format!("{} {}: {}", change.level, change.subject, change.what))
            .collect()
    };
    let (none, plain) = (Surface::parse(API), with(link("owner", "", call)));
    let new = "minor models::Pet: `models::Pet::owner(&self, client: &Client)` is new";
    assert_eq!(found(&none, &plain), [new]);
    assert_eq!(found(&plain, &none), ["major models::Pet: `models::Pet::owner` is gone"]);
    let optional = with(link("owner", "", &format!("Option<{call}>")));
    assert_eq!(found(&plain, &optional).len(), 1);
    let more = with(link("owner", ", body: &models::Pet", call));
    let taken = "major models::Pet: `models::Pet::owner` takes (&self, client: &Client, body: &models::Pet), and took \
                 (&self, client: &Client)";
    assert_eq!(found(&plain, &more), [taken]);
}

#[test]
fn reports_a_required_property_with_its_constructor_once() {
    let api = API
        .replace(
            "pub field models::Pet::kind: Option<models::Kind>  # kind; optional",
            "pub field models::Pet::kind: models::Kind  # kind; required",
        )
        .replace("new(name: impl Into<String>)", "new(kind: models::Kind, name: impl Into<String>)");
    assert_eq!(
        changes(API, &api),
        [
            "major models::Pet: the field `kind` is `models::Kind`, and was `Option<models::Kind>`; `new` takes it; \
          breaks: requests without it are rejected"
        ]
    );
}

#[test]
fn reports_the_effect_of_a_renamed_property() {
    assert_eq!(
        changes("# name; required", "# fullName; required"),
        ["patch models::Pet: the field `name` compiles as before; \
          breaks: its name is `fullName`, and was `name`"]
    );
}

#[test]
fn reports_a_new_enum_value_as_minor() {
    assert_eq!(
        changes(
            "pub variant models::Kind::Other",
            "pub variant models::Kind::Dog  # dog\npub variant models::Kind::Other"
        ),
        ["minor models::Kind: the variant `Dog` is new; \
          wire: older versions decode it as the variant for any other value"]
    );
}

#[test]
fn reports_a_renamed_operation_once() {
    assert_eq!(
        changes("Client::create_pet", "Client::add_pet"),
        ["major add_pet, POST /pets: it was called `create_pet`"]
    );
}

#[test]
fn reports_a_renamed_model_once() {
    let renamed = changes("models::Pet", "models::Animal");
    assert!(renamed.contains(&"major models::Animal: it was called `models::Pet`".to_owned()), "{renamed:?}");
    assert!(!renamed.iter().any(|change| change.contains("the model is")), "{renamed:?}");
}

#[test]
fn reports_a_credential_that_is_required_now() {
    let line = "operations::CreatePet<'_>>  # POST /pets";
    assert_eq!(
        changes(line, &format!("{line}; needs token")),
        ["patch create_pet, POST /pets: `Client::create_pet` compiles as before; \
          breaks: the required credential is `token`, and was none"]
    );
}

#[test]
fn reports_statuses_and_traits() {
    assert_eq!(
        changes("models::Pet  # 201", "models::Pet  # 200"),
        [
            "patch create_pet, POST /pets: a success is documented for other statuses; breaks: it may have the status \
          `200`, which older versions do not expect; it no longer has the status `201`"
        ]
    );
    assert_eq!(
        changes("impl Clone + Debug for", "impl Debug + Default for"),
        [
            "major models::Pet: `models::Pet` no longer implements `Clone`",
            "minor models::Pet: `models::Pet` implements `Default`",
        ]
    );
}

#[test]
fn lists_models_operations_and_exports() {
    let pet = structure("Pet", vec![field("name", Type::String, Presence::Required)]);
    let krate = Crate {
        models: vec![module("pet", Item::Struct(pet))],
        operations: vec![operation()],
        features: BTreeSet::from([Feature::Client, Feature::Tracing]),
        parts: BTreeSet::from([RuntimeModule::Span]),
        ..empty_crate()
    };
    let runtime = ["Body", "Source", "Credential", "Secret", "Response", "Client", "ClientBuilder", "Span"];
    let text = list(&krate).to_string();
    for name in runtime {
        assert!(text.contains(&format!("pub use {name}\n")), "{name} is exported: {text}");
    }
    assert!(!text.contains("pub use OAuth2\n"), "{text}");
    let items: String = text.split_inclusive('\n').filter(|line| !line.starts_with("pub use ")).collect();
    let expected = "\
kind model = #[non_exhaustive] pub struct
 impl Clone + Debug + Deserialize + PartialEq + Serialize
 fn with(self, change: impl FnOnce(&mut Self)) -> Self
 new of required fields
kind operation = #[non_exhaustive] pub struct
 impl Clone + Debug + Operation
 new of required fields
 calls of optional fields
pub const BASE_URL: &str  # https://example.org
pub fn Client::builder() -> ClientBuilder
pub fn Client::from_env() -> Result<Client, RequestError>
pub fn Client::list_pets(&self) -> Call<'_, operations::ListPets>  # GET /pets; operationId listPets
pub fn ClientBuilder::from_env() -> Result<ClientBuilder, RequestError>
feature client  # in default
feature tracing
mod models
 model Pet  # #/components/schemas/Pet
  name: String
mod operations
 operation ListPets  # GET /pets
  impl + Default
  type Error = Infallible
  type Output = ()  # 204
mod types
 use bytes
 use http
 use jiff
 use serde_json
";
    assert_eq!(items, expected);
}

/// The operation of [`API`] as a method of a resource.
fn in_a_resource() -> String {
    let module = "\
pub mod operations::pets  # resource pets
pub struct operations::pets::Pets<'_>  # resource pets
pub fn Client::pets(&self) -> operations::pets::Pets<'_>  # resource pets
";
    let moved = API
        .replace("operations::CreatePet", "operations::pets::Create")
        .replace("Client::create_pet", "operations::pets::Pets<'_>::create");
    format!("{moved}{module}")
}

#[test]
fn reports_an_operation_that_moves_to_a_resource_once() {
    let changes = changes(API, &in_a_resource());
    let of_operation: Vec<&String> = changes.iter().filter(|change| change.contains("create")).collect();
    assert_eq!(of_operation, ["major pets.create, POST /pets: it was called `create_pet`"]);
    assert!(
        changes.contains(&"minor the client: the type `operations::pets::Pets<'_>` is new".to_owned()),
        "{changes:?}"
    );
    assert!(!changes.iter().any(|change| change.contains("is gone")), "{changes:?}");
}

#[test]
fn reports_the_changes_of_an_operation_of_a_resource() {
    let api = in_a_resource();
    let new = api
        .replace("create(&self, body", "create(&self, id: i64, body")
        .replace("Create::new(body", "Create::new(id: i64, body")
        + "pub field operations::pets::Create::id: i64  # query id; required\n";
    let changes = compare(&Surface::parse(&api), &Surface::parse(&new));
    let changes: Vec<String> =
        changes.iter().map(|change| format!("{}: {}", change.subject, change.what)).collect();
    assert_eq!(changes, ["pets.create, POST /pets: the parameter `id: i64` is new, and `create` takes it"]);
}

/// Two models with a shared one, as `api.txt` lists them.
const SHARED_API: &str = "\
#[non_exhaustive] pub struct models::Issue  # schema Issue
pub field models::Issue::creator: Option<models::User>  # creator; optional
#[non_exhaustive] pub struct models::PullRequest  # schema PullRequest
pub field models::PullRequest::user: models::User  # user; required
#[non_exhaustive] pub struct models::User  # schema Issue > creator; shared; also schema PullRequest > user
pub field models::User::login: String  # login; required
";

fn sentences(old: &str, new: &str) -> Vec<String> {
    let changes = compare(&Surface::parse(old), &Surface::parse(new));
    let sentence = |change: &super::Change| {
        let breaks = change.wire.as_ref().is_some_and(|wire| wire.breaks);
        format!("{}: {}{}", change.subject, change.what, if breaks { " (breaks)" } else { "" })
    };
    changes.iter().map(sentence).collect()
}

#[test]
fn reports_a_place_that_leaves_a_shared_type() {
    let new = SHARED_API
        .replace(
            "  # schema Issue > creator; shared; also schema PullRequest > user",
            "  # schema Issue > creator; shared",
        )
        .replace("user: models::User", "user: models::PullRequestUser")
        + "#[non_exhaustive] pub struct models::PullRequestUser  # schema PullRequest > user\n\
           pub field models::PullRequestUser::email: Option<String>  # email; optional\n\
           pub field models::PullRequestUser::login: String  # login; required\n";
    assert_eq!(
        sentences(SHARED_API, &new),
        [
            "models::PullRequest: the field `user` is no longer a `models::User` but a `models::PullRequestUser`: \
             `email` is new",
            "models::PullRequestUser: the model is new",
        ]
    );
}

#[test]
fn reports_equal_types_that_become_one_as_no_change_on_the_wire() {
    let apart = SHARED_API
        .replace(
            "  # schema Issue > creator; shared; also schema PullRequest > user",
            "  # schema Issue > creator",
        )
        .replace("user: models::User", "user: models::PullRequestUser")
        + "#[non_exhaustive] pub struct models::PullRequestUser  # schema PullRequest > user\n\
           pub field models::PullRequestUser::login: String  # login; required\n";
    assert_eq!(
        sentences(&apart, SHARED_API),
        [
            "models::PullRequest: the field `user` is `models::User`, and was `models::PullRequestUser`",
            "models::PullRequestUser: the model is `models::User` now",
        ]
    );
}

#[test]
fn compares_the_values_of_recursive_types() {
    let tree = |name: &str, leaf: &str| {
        format!(
            "pub struct models::{name}  # schema {name}\n\
             pub field models::{name}::inner: Vec<models::{name}>  # inner; required\n\
             pub field models::{name}::leaf: {leaf}  # leaf; required\n\
             pub struct models::Root  # schema Root\n\
             pub field models::Root::tree: models::{name}  # tree; required\n"
        )
    };
    let of_root = |old: &str, new: &str| {
        let sentences = sentences(old, new);
        sentences.into_iter().filter(|sentence| sentence.starts_with("models::Root")).collect::<Vec<_>>()
    };
    let text = "models::Root: the field `tree` is `models::B`, and was `models::A`";
    assert_eq!(of_root(&tree("A", "String"), &tree("B", "String")), [text]);
    let other = format!("{text}: `leaf` is `i64`, and was `String` (breaks)");
    assert_eq!(of_root(&tree("A", "String"), &tree("B", "i64")), [other]);
}

/// An operation whose own type is a model in the second list.
const OWN: [&str; 2] = [
    "\
pub enum operations::ListPetsSort  # GET /pets > parameter sort
pub variant operations::ListPetsSort::Asc  # asc
#[non_exhaustive] pub struct operations::ListPets  # GET /pets
pub field operations::ListPets::sort: Vec<operations::ListPetsSort>  # sort; query =; required
pub fn operations::ListPets::new(sort: impl IntoIterator<Item = operations::ListPetsSort>) -> Self
pub fn Client::list_pets(&self) -> Call<'_, operations::ListPets>  # GET /pets
",
    "\
pub enum models::Sort  # GET /pets > parameter sort; shared; also GET /owners > parameter sort
pub variant models::Sort::Asc  # asc
pub type operations::ListPetsSort = models::Sort  # GET /pets > parameter sort
#[non_exhaustive] pub struct operations::ListPets  # GET /pets
pub field operations::ListPets::sort: Vec<models::Sort>  # sort; query =; required
pub fn operations::ListPets::new(sort: impl IntoIterator<Item = models::Sort>) -> Self
pub fn Client::list_pets(&self) -> Call<'_, operations::ListPets>  # GET /pets
",
];

#[test]
fn compares_a_type_with_the_type_that_it_is_an_alias_of_now() {
    let [before, now] = OWN;
    let sentences = |now: &str| {
        let changes = compare(&Surface::parse(before), &Surface::parse(now));
        changes.iter().map(|change| format!("{} {}", change.level, change.what)).collect::<Vec<_>>()
    };
    assert_eq!(sentences(now), ["minor the model is new"]);
    let changed = now.replace("Sort::Asc  # asc", "Sort::Up  # up");
    let gone = "major the variant `operations::ListPetsSort::Asc` is gone";
    assert!(sentences(&changed).iter().any(|sentence| sentence == gone), "{:?}", sentences(&changed));
    let without =
        now.replace("pub type operations::ListPetsSort = models::Sort  # GET /pets > parameter sort\n", "");
    let moved = "major the type `operations::ListPetsSort` is `models::Sort` now";
    assert!(sentences(&without).iter().any(|sentence| sentence == moved), "{:?}", sentences(&without));
}
