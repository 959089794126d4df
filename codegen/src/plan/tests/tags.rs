use super::{Description, json};
use crate::api::{Status, Tag};

fn description() -> Description {
    let mut description = Description::new();
    for name in ["Unused", "Big Dogs"] {
        description.api.tags.push(Tag { name: name.to_owned(), description: None, parent: None });
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
    let tags: Vec<(&str, &str)> =
        plan.krate.tags.iter().map(|tag| (tag.ident.as_str(), tag.feature.as_str())).collect();
    assert_eq!(
        tags,
        [("big_dogs", "big-dogs"), ("client", "client-2")],
        "`client` is a feature of the runtime"
    );
    let of_operations: Vec<Option<usize>> =
        plan.krate.operations.iter().map(|operation| operation.tag).collect();
    assert_eq!(of_operations, [Some(1), Some(0), None]);
}

#[test]
fn requires_the_features_of_all_tags_that_use_a_model() {
    let mut description = description();
    description.settings.tag_features = true;
    let plan = description.plan();
    let features: Vec<(&str, Vec<&str>)> = plan
        .krate
        .models
        .iter()
        .map(|module| (module.ident.as_str(), module.features.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(
        features,
        [("shared", vec!["big-dogs", "client-2"]), ("dog", vec!["big-dogs"]), ("free", vec![])],
        "an operation without a tag needs its models always"
    );
}

#[test]
fn documents_the_parent_of_a_tag() {
    let mut description = description();
    description.api.tags.retain(|tag| tag.name != "Unused");
    description.api.tags.iter_mut().for_each(|tag| tag.parent = Some("Animals".to_owned()));
    let docs: Vec<String> = description.plan().krate.tags.into_iter().flat_map(|tag| tag.docs).collect();
    assert_eq!(
        docs,
        ["Operations with the tag `Big Dogs`, a part of `Animals`.", "Operations with the tag `client`."]
    );
}
