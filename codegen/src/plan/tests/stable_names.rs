use super::{Description, fields, object, text, type_names};
use crate::{
    api::{EnumBase, EnumValue, Enumeration, Parent, Role, Shape, Union},
    naming::Surface,
    plan::Rename,
    rust::{Item, all_items},
};

/// Returns the stable keys of all types, by name.
fn sources(description: &Description) -> Vec<String> {
    let plan = description.plan();
    let items = all_items(&plan.krate.models, &plan.krate.operations);
    items.map(|item| format!("{} = {}", item.ident(), item.source())).collect()
}

#[test]
fn gives_each_schema_a_key_without_indices() {
    let mut description = Description::new();
    let pet = description.component("Pet", object());
    description.property(pet, "home address", object(), true);
    let toys = description.property(pet, "toys", text(), true);
    let toy = description.inline(Parent::Schema(toys), Role::Item, object());
    description.api.schemas[toys].shape = Shape::Array(toy);
    let operation = description.operation("POST", "/pets");
    let body = description.inline(Parent::Operation(operation), Role::Body, object());
    description.body(operation, body);
    assert_eq!(
        sources(&description),
        [
            "Pet = schema Pet",
            "PetHomeAddress = schema Pet > \"home address\"",
            "PetToy = schema Pet > toys > []",
            "CreatePetBody = POST /pets > (body)"
        ]
    );
}

#[test]
fn numbers_union_members_of_one_kind() {
    let mut description = Description::new();
    let any = description.component("Any", text());
    let [first, second] =
        [0, 1].map(|index| description.inline(Parent::Schema(any), Role::Member(index, None), object()));
    description.api.schemas[any].shape = Shape::Union(Union::of([first, second]));
    let keys: Vec<String> = all_items(&description.plan().krate.models, &[])
        .filter_map(|item| match item {
            Item::Union(union) => Some(&union.variants),
            _ => None,
        })
        .flatten()
        .map(|variant| variant.source.clone())
        .collect();
    assert_eq!(keys, ["schema Any > | Object", "schema Any > | Object 2"]);
}

#[test]
fn keeps_the_names_of_the_previous_run() {
    let before = "\
#[non_exhaustive] pub struct models::Pet  # schema pet
pub field models::Pet::pet_name: Option<String>  # pet-name; optional
";
    let mut next = Description::new();
    next.object_of_strings("Pet", &["a"]);
    next.object_of_strings("pet", &["petName", "pet-name"]);
    assert_eq!(type_names(&next.plan()), ["Pet", "Pet2"]);
    next.settings.before = Surface::parse(before);
    let plan = next.plan();
    assert_eq!(type_names(&plan), ["Pet2", "Pet"], "`pet` was `Pet` before");
    assert_eq!(fields(&plan, "Pet"), ["pet_name_2: Option<String>", "pet_name: Option<String>"]);
}

/// Returns a description with operations of two resources: path, `operationId`, tag.
fn pets(operations: &[(&str, &str, &str)]) -> Description {
    let mut description = Description::new();
    for (path, id, tag) in operations {
        let index = description.operation("GET", path);
        let operation = &mut description.api.operations[index];
        operation.id = Some((*id).to_owned()).filter(|id| !id.is_empty());
        operation.tags.extend(Some((*tag).to_owned()).filter(|tag| !tag.is_empty()));
    }
    description
}

/// Returns the methods and types of the operations.
fn methods(description: &Description) -> Vec<String> {
    let krate = description.plan().krate;
    let operations = krate.operations.iter().map(|operation| {
        let resource = krate.resource_of(operation).unwrap_or("Client");
        format!("{resource}.{}: {}::{}", operation.function, operation.home, operation.ident)
    });
    operations.collect()
}

const RESOURCES: &str = "\
pub mod operations::animals  # resource animals
pub fn operations::animals::Animals<'_>::all(&self) -> Call<'_, operations::animals::Everything>  # GET /pets; operationId listPets
#[non_exhaustive] pub struct operations::animals::Everything  # GET /pets
";

#[test]
fn keeps_the_resource_and_the_function_of_an_operation() {
    let mut description = pets(&[("/pets", "listPets", "Pets"), ("/owners", "listOwners", "Owners")]);
    description.settings.before = Surface::parse(RESOURCES);
    let expected = [
        "animals.all: operations::animals::Everything",
        "owners.list_owners: operations::owners::ListOwners",
    ];
    assert_eq!(methods(&description), expected, "the crate has resources already");

    description.api.operations[0].id = Some("listAnimals".to_owned());
    let expected = "pets.list_animals: operations::pets::ListAnimals";
    assert_eq!(methods(&description)[0], expected, "another operationId is another operation");
}

#[test]
fn adds_a_new_operation_to_a_known_resource() {
    let operations =
        [("/animals", "listAll", "animals"), ("/pets", "listPets", "Pets"), ("/dogs", "listDogs", "Pets")];
    let mut description = pets(&operations);
    description.settings.before = Surface::parse(RESOURCES);
    let expected = [
        "animals.list_all: operations::animals::ListAll",
        "animals.all: operations::animals::Everything",
        "animals.list_dogs: operations::animals::ListDogs",
    ];
    assert_eq!(methods(&description), expected, "other rules suggested `animals` for the tag `Pets`");
}

#[test]
fn stays_flat_unless_the_settings_want_resources() {
    let flat = "pub fn Client::all_pets(&self) -> Call<'_, operations::AllPets>  # GET /pets; operationId listPets\n";
    let mut description = pets(&[("/pets", "listPets", "Pets")]);
    description.settings.before = Surface::parse(flat);
    assert_eq!(methods(&description), ["Client.all_pets: operations::AllPets"]);
    description.settings.resources = Some(true);
    assert_eq!(methods(&description), ["pets.list_pets: operations::pets::ListPets"]);
    description.settings.resources = None;
    description.settings.new_names = true;
    assert_eq!(methods(&description), ["Client.list_pets: operations::ListPets"]);
}

#[test]
fn remembers_a_renamed_resource() {
    let mut description = pets(&[("/pets", "listPets", "Pets")]);
    description.settings.resources = Some(true);
    let renames = &mut description.settings.rename.resources;
    renames.insert("pets".to_owned(), "animals".to_owned());
    let before = crate::surface::list(&description.plan().krate);
    description.settings.before = before;
    let expected = ["animals.list_pets: operations::animals::ListPets"];
    assert_eq!(methods(&description), expected, "the rename applies again");
    assert_eq!(description.messages(), [""; 0]);
    description.settings.rename.resources.clear();
    assert_eq!(methods(&description), ["pets.list_pets: operations::pets::ListPets"]);
}

#[test]
fn renames_a_resource_without_the_names_in_it() {
    let mut description = pets(&[("/pets", "listPets", "Pets")]);
    description.settings.before = Surface::parse(RESOURCES);
    let renames = &mut description.settings.rename.resources;
    renames.insert("animals".to_owned(), "zoo.animals".to_owned());
    assert_eq!(methods(&description), ["zoo.animals.all: operations::zoo::animals::Everything"]);
}

#[test]
fn keeps_the_names_of_types_inside_of_a_type_that_keeps_its_name() {
    let before = "\
#[non_exhaustive] pub struct models::Pet  # schema Pet
#[non_exhaustive] pub struct models::Home  # schema Pet > address
pub field models::Home::way: Option<String>  # street; optional
";
    let mut description = Description::new();
    let pet = description.component("Pet", object());
    let address = description.property(pet, "address", object(), true);
    description.property(address, "street", text(), false);
    description.settings.before = Surface::parse(before);
    let plan = description.plan();
    assert_eq!(type_names(&plan), ["Pet", "Home"]);
    assert_eq!(fields(&plan, "Home"), ["way: Option<String>"]);

    description.settings.rename.schemas.insert("Pet".to_owned(), "Animal".to_owned());
    let plan = description.plan();
    assert_eq!(type_names(&plan), ["Animal", "AnimalAddress"], "a rename applies to the types inside");
    description.settings.rename.schemas.clear();
    description.settings.new_names = true;
    assert_eq!(type_names(&description.plan()), ["Pet", "PetAddress"]);
}

#[test]
fn keeps_the_names_of_members_in_a_type_that_keeps_its_name() {
    let before = "\
#[non_exhaustive] pub enum models::Any  # schema Any
pub variant models::Any::First(models::AnyObject)  # schema Any > | Object
#[non_exhaustive] pub enum models::FooItem  # schema FooItem
pub variant models::FooItem::Bar  # foo_item_bar
#[non_exhaustive] pub struct models::Pet  # schema Pet
pub field models::Pet::way: Option<String>  # street; optional
";
    let mut description = Description::new();
    let any = description.component("Any", text());
    let members =
        [0, 1].map(|index| description.inline(Parent::Schema(any), Role::Member(index, None), object()));
    description.api.schemas[any].shape = Shape::Union(Union::of(members));
    let value = |value: &str| EnumValue { value: value.into(), name: None, description: None };
    let values = ["foo_item_bar", "other"].map(value).to_vec();
    description
        .component("FooItem", Shape::Enum(Enumeration { base: EnumBase::String, values: values.into() }));
    description.object_of_strings("Pet", &["street", "town"]);
    description.settings.before = Surface::parse(before);
    let plan = description.plan();
    let variants = |name: &str| -> Vec<String> {
        let mut items = all_items(&plan.krate.models, &plan.krate.operations);
        match items.find(|item| item.ident().as_str() == name) {
            Some(Item::Union(union)) => union.variants.iter().map(|item| item.ident.to_string()).collect(),
            Some(Item::Enum(item)) => item.variants.iter().map(|item| item.ident.to_string()).collect(),
            _ => Vec::new(),
        }
    };
    assert_eq!(variants("Any"), ["First", "Object"]);
    assert_eq!(variants("FooItem"), ["Bar", "Other"]);
    assert_eq!(fields(&plan, "Pet"), ["way: Option<String>", "town: Option<String>"]);
}

#[test]
fn leaves_the_last_name_if_a_setting_is_removed() {
    let mut description = pets(&[("/pets", "listPets", "")]);
    let pet = description.object_of_strings("Pet", &["street"]);
    description.property(pet, "home", object(), true);
    let names = |description: &Description| {
        let plan = description.plan();
        let types: Vec<String> = type_names(&plan).into_iter().map(str::to_owned).collect();
        (types, fields(&plan, "Animal"), methods(description))
    };
    let rename = &mut description.settings.rename;
    rename.schemas.insert("Pet".to_owned(), "Animal".to_owned());
    rename.fields.insert("Pet.street".to_owned(), "way".to_owned());
    rename.operations.insert("listPets".to_owned(), "all".to_owned());
    let renamed = names(&description);
    assert_eq!(renamed.0, ["Animal", "AnimalHome"]);
    assert_eq!(renamed.1, ["way: Option<String>", "home: models::AnimalHome"]);
    assert_eq!(renamed.2, ["Client.all: operations::All"]);
    description.settings.before = crate::surface::list(&description.plan().krate);
    description.settings.rename = Rename::default();
    assert_eq!(names(&description), renamed);
    description.settings.new_names = true;
    assert_eq!(names(&description).0, ["Pet", "PetHome"]);
}

#[test]
fn remembers_each_of_several_resources_with_one_path() {
    let mut description = pets(&[
        ("/issues", "listIssues", "Issues"),
        ("/bugs", "listBugs", "Bugs"),
        ("/send", "getSend", "send"),
        ("/issues/{id}", "getIssue", "Issues"),
    ]);
    description.settings.resources = Some(true);
    let renames = &mut description.settings.rename.resources;
    renames.insert("bugs".to_owned(), "issues".to_owned());
    renames.insert("send_resource".to_owned(), "issues".to_owned());
    let first = crate::surface::list(&description.plan().krate);
    let module = first.entries().iter().find(|entry| entry.path == "operations::issues");
    assert_eq!(
        module.map(|module| module.facts.join("; ")).as_deref(),
        Some("resource issues; resource bugs; resource send_resource")
    );
    for run in 2..5 {
        // Another suggestion for a known operation makes no difference.
        description.api.operations[1].tags = vec![format!("Tag {run}")];
        description.settings.before = first.clone();
        assert_eq!(description.messages(), [""; 0], "run {run}");
        let next = crate::surface::list(&description.plan().krate);
        assert_eq!(next.entries(), first.entries(), "run {run}");
    }
}

#[test]
fn keeps_the_function_beside_a_new_resource_of_the_same_name() {
    let mut description = pets(&[("/search", "search", ""), ("/search/all", "searchAll", "Search")]);
    description.settings.resources = Some(true);
    description.settings.before = Surface::parse(
        "pub mod operations::pets  # resource pets\n\
         pub fn operations::pets::Pets<'_>::list(&self) -> Call<'_, operations::pets::List>  # GET /pets\n\
         pub fn Client::search(&self) -> Call<'_, operations::Search>  # GET /search; operationId search\n",
    );
    let expected = [
        "Client.search: operations::Search",
        "search_resource.search_all: operations::search_resource::SearchAll",
    ];
    assert_eq!(methods(&description), expected);
    description.settings.before = crate::surface::list(&description.plan().krate);
    assert_eq!(methods(&description), expected, "the second run");

    // A name of the settings comes before a name of the previous run.
    let renames = &mut description.settings.rename.resources;
    renames.insert("search_resource".to_owned(), "search".to_owned());
    let expected = ["Client.get: operations::Get", "search.search_all: operations::search::SearchAll"];
    assert_eq!(methods(&description), expected);
    assert_eq!(description.messages(), [""; 0]);
}

#[test]
fn keeps_the_module_of_a_resource_beside_a_new_one_that_needs_it() {
    let mut description =
        pets(&[("/found", "listFound", "Search"), ("/search", "search", ""), ("/pets", "listPets", "Pets")]);
    description.settings.before = Surface::parse(
        "pub mod operations::search_resource  # resource search_resource\n\
         pub fn operations::search_resource::SearchResource<'_>::list_pets(&self) -> Call<'_, operations::search_resource::ListPets>  # GET /pets; operationId listPets\n\
         pub fn Client::search(&self) -> Call<'_, operations::Search>  # GET /search; operationId search\n",
    );
    assert_eq!(
        methods(&description),
        [
            "search_resource_2.list_found: operations::search_resource_2::ListFound",
            "Client.search: operations::Search",
            "search_resource.list_pets: operations::search_resource::ListPets",
        ]
    );
}
