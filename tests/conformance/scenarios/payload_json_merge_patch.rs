//! `payload/json-merge-patch`: an absent property is kept, and `null` removes it.

use payload_json_merge_patch::{Client, models};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let inner = || {
        models::InnerModel::default().with(|it| {
            it.name = Some("InnerMadge".to_owned());
            it.description = Some("innerDesc".to_owned());
        })
    };
    let resource = models::Resource::new("Madge").with(|it| {
        it.description = Some("desc".to_owned());
        it.map = Some([("key".to_owned(), inner())].into());
        it.array = Some(vec![inner()]);
        it.int_value = Some(1);
        it.float_value = Some(1.25);
        it.inner_model = Some(inner());
        it.int_array = Some(vec![1, 2, 3]);
    });
    receives! { scenarios,
        "Payload_JsonMergePatch_createResource": client.create_resource(&resource) => resource;
    }
    let undescribed = models::InnerModelPatch::default().with(|it| it.description = Some(None));
    let patch = models::ResourcePatch::default().with(|it| {
        it.description = Some(None);
        it.map = Some(Some([("key".to_owned(), Some(undescribed)), ("key2".to_owned(), None)].into()));
        it.array = Some(None);
        it.int_value = Some(None);
        it.float_value = Some(None);
        it.inner_model = Some(None);
        it.int_array = Some(None);
    });
    let left = models::InnerModel::default().with(|it| it.name = Some("InnerMadge".to_owned()));
    let patched = models::Resource::new("Madge").with(|it| it.map = Some([("key".to_owned(), left)].into()));
    receives! { scenarios,
        "Payload_JsonMergePatch_updateResource": client.update_resource(&patch) => patched;
        "Payload_JsonMergePatch_updateOptionalResource":
            client.update_optional_resource().body(&patch) => patched;
    }
    Ok(())
}
