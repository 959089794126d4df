use super::{Description, Plan, json, plan};
use crate::{
    api::{Shape, Status, Tag, testing::webhook},
    diagnostics::Diagnostics,
};

fn description() -> Description {
    let mut description = Description::new();
    for name in ["Unused", "Big Dogs"] {
        description.api.tags.push(Tag { name: name.to_owned(), ..Tag::default() });
    }
    let shared = description.object_of_strings("Shared", &["a"]);
    let dog = description.object_of_strings("Dog", &["a"]);
    let free = description.object_of_strings("Free", &["a"]);
    for (path, tag, schemas) in [
        ("/cats", "client", [shared, shared]),
        ("/dogs", "Big Dogs", [shared, dog]),
        ("/free", "", [free, free]),
    ] {
        let operation = description.operation("GET", path);
        let tags = Some(tag.to_owned()).filter(|tag| !tag.is_empty());
        description.api.operations[operation].tags.extend(tags);
        for (status, schema) in [200, 201].into_iter().zip(schemas) {
            description.response(operation, Status::Code(status), json(schema));
        }
    }
    description
}

#[test]
fn plans_used_tags_in_the_order_of_the_description() {
    let plan = description().plan();
    let tags: Vec<(&str, &str)> = (plan.krate.groups.iter())
        .map(|tag| (tag.ident.as_str(), tag.feature.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(
        tags,
        [("big_dogs", "big-dogs"), ("client", "client-2")],
        "`client` is a feature of the runtime"
    );
    let of_operations: Vec<Option<usize>> =
        plan.krate.operations.iter().map(|operation| operation.group).collect();
    assert_eq!(of_operations, [Some(1), Some(0), None]);
}

/// Returns the features of each model.
fn features(plan: &Plan) -> Vec<(&str, Vec<&str>)> {
    let models = plan.krate.models.iter();
    models
        .map(|module| (module.ident.as_str(), module.features.iter().map(String::as_str).collect()))
        .collect()
}

#[test]
fn requires_no_feature_for_webhooks_and_unused_components_and_the_models_in_them() {
    let mut description = description();
    description.settings.tag_features = true;
    let [in_webhook, in_component] =
        ["InWebhook", "InComponent"].map(|name| description.object_of_strings(name, &["a"]));
    for (status, schema) in [202, 203].into_iter().zip([in_webhook, in_component]) {
        description.response(1, Status::Code(status), json(schema));
    }
    let payload = description.object_of_strings("Payload", &[]);
    description.property(payload, "inner", Shape::Reference(in_webhook), false);
    let unused = description.object_of_strings("Component", &[]);
    description.property(unused, "inner", Shape::Reference(in_component), false);
    description.response(1, Status::Code(206), json(payload));
    description.api.webhooks.push(webhook(payload));
    let plan = description.plan();
    let (features, always) = (features(&plan), ["in_webhook", "in_component", "payload", "component"]);
    assert!(features.contains(&("dog", vec!["big-dogs"])), "{features:?}");
    for name in always {
        assert!(features.contains(&(name, Vec::new())), "{name}: {features:?}");
    }
}

#[test]
fn requires_the_features_of_all_tags_that_use_a_model() {
    let mut description = description();
    description.settings.tag_features = true;
    let plan = description.plan();
    assert_eq!(
        features(&plan),
        [("shared", vec!["big-dogs", "client-2"]), ("dog", vec!["big-dogs"]), ("free", vec![])],
        "an operation without a tag needs its models always"
    );
}

#[test]
fn documents_the_parent_of_a_tag() {
    let mut description = description();
    description.api.tags.retain(|tag| tag.name != "Unused");
    description.api.tags.iter_mut().for_each(|tag| tag.parent = Some("Animals".to_owned()));
    let docs: Vec<String> = description.plan().krate.groups.into_iter().flat_map(|tag| tag.docs).collect();
    assert_eq!(
        docs,
        ["Operations with the tag `Big Dogs`, a part of `Animals`.", "Operations with the tag `client`."]
    );
}

fn resources(description: &mut Description) {
    description.settings.resources = Some(true);
    let renames = &mut description.settings.rename.resources;
    renames.insert("big_dogs".to_owned(), "client.dogs".to_owned());
}

#[test]
fn plans_the_tree_of_resources() {
    let mut description = description();
    resources(&mut description);
    let krate = description.plan().krate;
    let groups: Vec<String> = krate
        .groups
        .iter()
        .map(|group| {
            let ty = group.resource.as_ref().map_or("", |resource| resource.ident.as_str());
            let (name, sources) = (&group.name, group.sources.join(", "));
            let feature = group.feature.as_deref().unwrap_or_default();
            format!("{name}: {}::{ty}, in {:?}, {feature}, {sources}", group.path, group.parent)
        })
        .collect();
    assert_eq!(
        groups,
        [
            "client: operations::client::Client, in None, client-2, resource client",
            "client.dogs: operations::client::dogs::Dogs, in Some(0), client-2, resource big_dogs",
            "free: operations::free::Free, in None, free, resource free"
        ]
    );
    let types: Vec<String> =
        krate.operations.iter().map(|operation| format!("{}::{}", operation.home, operation.ident)).collect();
    assert_eq!(
        types,
        ["operations::client::ListCats", "operations::client::dogs::List", "operations::free::Get"]
    );
}

#[test]
fn lists_the_operations_of_a_resource_in_its_documentation() {
    let mut description = description();
    resources(&mut description);
    let api = &mut description.api;
    api.tags.push(Tag {
        name: "client".to_owned(),
        description: Some("All pets.".to_owned()),
        ..Tag::default()
    });
    api.operations[0].docs.title = Some("List a|b".to_owned());
    let krate = description.plan().krate;
    let docs: Vec<&str> =
        krate.groups[0].resource.iter().flat_map(|one| &one.docs).map(String::as_str).collect();
    assert_eq!(
        docs,
        [
            "The resource `client`, which [`Client::client`](crate::Client::client) returns.",
            "",
            "All pets.",
            "",
            "Resources in it: [`dogs`](Self::dogs).",
            "",
            "| method | HTTP | summary |",
            "|---|---|---|",
            "| [`list_cats`](Self::list_cats) | `GET /cats` | List a\\|b |"
        ]
    );
}

#[test]
fn distinguishes_functions_from_the_resources_beside_them() {
    let mut description = description();
    description.settings.resources = Some(true);
    for (path, tag, id) in [("/", "", "client"), ("/b", "client", "big_dogs"), ("/c", "Big Dogs", "clone")] {
        let index = description.operation("GET", path);
        let operation = &mut description.api.operations[index];
        operation.tags.extend(Some(tag.to_owned()).filter(|tag| !tag.is_empty()));
        operation.id = Some(id.to_owned());
    }
    let renames = &mut description.settings.rename.resources;
    renames.insert("big_dogs".to_owned(), "client.big_dogs".to_owned());
    let krate = description.plan().krate;
    let functions: Vec<&str> = krate.operations.iter().map(|operation| operation.function.as_str()).collect();
    assert_eq!(functions[3..], ["get_root", "big_dogs_b", "clone_c"]);
}

#[test]
fn reports_a_rename_of_resources_that_is_impossible() {
    let mut description = description();
    description.settings.resources = Some(true);
    let renames = &mut description.settings.rename.resources;
    renames.insert("big_dog".to_owned(), "dogs".to_owned());
    renames.insert("client".to_owned(), "the.self".to_owned());
    assert_eq!(
        description.messages(),
        [
            "the settings rename the resource `big_dog`, which is not generated",
            "the settings rename the resource `client` to `the.self`, which is not a path of modules"
        ]
    );
}

#[test]
fn requires_paths_of_modules_in_the_settings() {
    for (path, meant) in [
        ("Dogs", Some("use `dogs`")),
        ("größe", Some("use `gr_e`")),
        ("日本", Some("use `resource`")),
        ("_dogs", Some("use `dogs`")),
        ("dogs.", Some("use `dogs.resource`")),
        ("dogs.dogs", Some("use `dogs.dogs_resource`")),
        ("send", Some("use `send_resource`")),
        ("con", Some("use `con_resource`")),
        ("pets.new", Some("use `pets.new_resource`")),
        ("type", Some("`type` is a keyword of Rust: use another name")),
    ] {
        let mut description = description();
        description.settings.resources = Some(true);
        description.settings.rename.resources.insert("big_dogs".to_owned(), path.to_owned());
        let mut diagnostics = Diagnostics::default();
        let _ = plan(&description.api, &description.settings, &mut diagnostics);
        let found: Vec<(String, Option<String>)> = (diagnostics.into_vec().into_iter())
            .map(|diagnostic| (diagnostic.message, diagnostic.help))
            .collect();
        let message = format!(
            "the settings rename the resource `big_dogs` to `{path}`, which is not a path of modules"
        );
        assert_eq!(found, [(message, meant.map(str::to_owned))]);
    }
}

#[test]
fn names_modules_by_the_path_that_the_list_shows() {
    let mut description = description();
    description.settings.resources = Some(true);
    for (path, tag) in [("/a", "send"), ("/b", "con"), ("/c", "operations")] {
        let index = description.operation("GET", path);
        description.api.operations[index].tags.push(tag.to_owned());
    }
    // The name of a resource that the settings rename is that of the description, or that of the list.
    let renames = &mut description.settings.rename.resources;
    renames.insert("con".to_owned(), "big_dogs.clone_it".to_owned());
    renames.insert("client".to_owned(), "big_dogs".to_owned());
    let krate = description.plan().krate;
    let modules: Vec<String> = (krate.operations.iter())
        .map(|operation| format!("{} {}", krate.resource_of(operation).unwrap_or_default(), operation.home))
        .collect();
    assert_eq!(
        modules,
        [
            "big_dogs operations::big_dogs",
            "big_dogs operations::big_dogs",
            "free operations::free",
            "send_resource operations::send_resource",
            "big_dogs.clone_it operations::big_dogs::clone_it",
            "operations_resource operations::operations_resource",
        ]
    );
    assert_eq!(description.messages(), [""; 0]);
}

#[test]
fn documents_one_resource_with_the_text_of_a_tag() {
    let mut description = Description::new();
    description.settings.resources = Some(true);
    let description_of_tag = Some("All pets.".to_owned());
    description.api.tags.push(Tag {
        name: "all".to_owned(),
        description: description_of_tag,
        ..Tag::default()
    });
    for id in ["cats.list", "dogs.list", "birds.list"] {
        let index = description.operation("GET", &format!("/{id}"));
        let operation = &mut description.api.operations[index];
        operation.id = Some(id.to_owned());
        operation.tags.push("all".to_owned());
    }
    let groups = description.plan().krate.groups;
    let documented = |group: &crate::rust::Group| {
        group.resource.as_ref().is_some_and(|resource| resource.docs.contains(&"All pets.".to_owned()))
    };
    let documented: Vec<bool> = groups.iter().map(documented).collect();
    assert_eq!(documented, [true, false, false]);
}

#[test]
fn requires_the_feature_of_the_outermost_resource() {
    let mut description = description();
    resources(&mut description);
    description.settings.tag_features = true;
    let models = description.plan().krate.models;
    let features: Vec<String> =
        models.iter().map(|module| format!("{}: {}", module.ident, module.features.join(", "))).collect();
    assert_eq!(features, ["shared: client-2", "dog: client-2", "free: free"]);
}
