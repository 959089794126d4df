use indexmap::IndexMap;

use super::Description;

/// Returns the function names of operations: method, path, `operationId`, tag.
fn functions(operations: &[(&str, &str, &str, &str)]) -> Vec<String> {
    let plan = description(operations).plan();
    plan.krate.operations.iter().map(|operation| operation.function.to_string()).collect()
}

fn description(operations: &[(&str, &str, &str, &str)]) -> Description {
    let mut description = Description::new();
    for (method, path, id, tag) in operations {
        let index = description.operation(method, path);
        let operation = &mut description.api.operations[index];
        operation.id = Some((*id).to_owned()).filter(|id| !id.is_empty());
        operation.tags.extend(Some((*tag).to_owned()).filter(|tag| !tag.is_empty()));
    }
    description
}

#[test]
fn names_an_operation_without_an_id_by_method_and_path() {
    for (method, path, expected) in [
        ("GET", "/pets", "list_pets"),
        ("GET", "/pets/{id}", "get_pet"),
        ("POST", "/pets", "create_pet"),
        ("PUT", "/pets/{id}", "update_pet"),
        ("PATCH", "/pets/{id}", "update_pet"),
        ("DELETE", "/pets/{id}", "delete_pet"),
        ("GET", "/status", "get_status"),
        ("GET", "/", "get_root"),
        ("GET", "/{id}", "get"),
        ("POST", "/batch/create", "batch_create"),
        ("POST", "/pets/search", "search_pets"),
        ("POST", "/emails/{id}/cancel", "cancel_email"),
        ("POST", "/categories/{id}/archive", "archive_category"),
        ("GET", "/boxes/{id}", "get_box"),
    ] {
        assert_eq!(functions(&[(method, path, "", "")]), [expected], "{method} {path}");
    }
}

#[test]
fn uses_an_operation_id_that_is_a_name() {
    for (id, path, expected) in [
        ("listPets", "/pets", "list_pets"),
        ("get/pets", "/pets", "list_pets"),
        ("42", "/pets", "list_pets"),
        ("getAV1Pets", "/a/v1/pets", "list_a_pets"),
        ("new", "/pets", "new_pets"),
        ("type", "/pets", "r#type"),
    ] {
        assert_eq!(functions(&[("GET", path, id, "")]), [expected], "{id}");
    }
}

#[test]
fn lengthens_names_until_they_are_unique() {
    assert_eq!(
        functions(&[("GET", "/dogs/{id}/toys", "", ""), ("GET", "/cats/{id}/toys", "", "")]),
        ["list_dog_toys", "list_cat_toys"]
    );
    assert_eq!(
        functions(&[("GET", "/toys", "", "dogs"), ("GET", "/toys/", "", "cats")]),
        ["list_dogs_toys", "list_cats_toys"],
        "tags distinguish equal paths"
    );
    assert_eq!(
        functions(&[("POST", "/pets/import", "", ""), ("PUT", "/pets/import", "", "")]),
        ["create_pet_import", "update_pet_import"],
        "the methods distinguish actions"
    );
}

#[test]
fn reports_a_duplicate_operation_id() {
    let duplicates = description(&[("GET", "/dogs", "list", ""), ("GET", "/cats", "list", "")]);
    assert_eq!(
        duplicates.messages(),
        ["the operationId `list` is duplicated; this operation is named after its method and path"]
    );
    assert_eq!(
        functions(&[("GET", "/dogs", "list", ""), ("GET", "/cats", "list", "")]),
        ["list_dogs", "list_cats"]
    );
}

#[test]
fn renames_operations_by_route_and_by_id() {
    let mut description = description(&[("GET", "/dogs", "listDogs", ""), ("GET", "/cats", "", "")]);
    description.settings.rename.operations = IndexMap::from([
        ("listDogs".to_owned(), "dogs".to_owned()),
        ("GET /cats".to_owned(), "cats".to_owned()),
    ]);
    let plan = description.plan();
    let names: Vec<&str> =
        plan.krate.operations.iter().map(|operation| operation.function.as_str()).collect();
    assert_eq!(names, ["dogs", "cats"]);
    let types: Vec<&str> = plan.krate.operations.iter().map(|operation| operation.ident.as_str()).collect();
    assert_eq!(types, ["Dogs", "Cats"]);
}

#[test]
fn reports_a_rename_that_is_impossible() {
    let mut description = description(&[("GET", "/dogs", "listDogs", "")]);
    description.settings.rename.operations = IndexMap::from([
        ("listCats".to_owned(), "cats".to_owned()),
        ("listDogs".to_owned(), "send".to_owned()),
    ]);
    assert_eq!(
        description.messages(),
        [
            "the settings rename the operation `listCats`, which is not generated",
            "the name `send` for the operation `listDogs` is already in use"
        ]
    );
}

#[test]
fn gives_a_name_of_an_extension_that_two_operations_have_to_neither() {
    let mut description = description(&[("GET", "/dogs", "findDogs", ""), ("GET", "/cats", "findCats", "")]);
    for operation in &mut description.api.operations {
        operation.names.method = Some(("x-rust-name", "find".to_owned()));
    }
    let plan = description.plan();
    let names: Vec<&str> =
        plan.krate.operations.iter().map(|operation| operation.function.as_str()).collect();
    assert_eq!(names, ["find_dogs", "find_cats"]);
}

#[test]
fn passes_over_a_given_name_that_repeats_the_resource() {
    let mut description =
        description(&[("POST", "/payments", "", "payments"), ("GET", "/payments/{id}", "", "payments")]);
    description.settings.resources = Some(true);
    description.api.operations[0].names.method = Some(("x-methodName", "payments".to_owned()));
    let plan = description.plan();
    let functions = plan.krate.operations.iter().map(|operation| operation.function.as_str());
    assert_eq!(functions.collect::<Vec<_>>(), ["create", "get"]);
}
