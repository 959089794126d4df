//! `type/model/visibility`: properties that are only read, only sent, or only sent by some operations.

use type_model_visibility::{Client, models};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    // What is only read is nothing that is sent.
    let nothing = models::VisibilityModelRequest::default();
    let read_only = models::ReadOnlyModelRequest::default();
    let create = || vec!["foo".to_owned(), "bar".to_owned()];
    let update = models::VisibilityModelUpdate::default().with(|it| it.update_prop = Some(vec![1, 2]));
    sends! { scenarios,
        "Type_Model_Visibility_headModel": client.head_model(123, &nothing);
        "Type_Model_Visibility_putModel":
            client.put_model(&models::VisibilityModelCreateOrUpdate::new(create(), vec![1, 2]));
        "Type_Model_Visibility_patchModel": client.patch_model(&update);
        "Type_Model_Visibility_postModel": client.post_model(&models::VisibilityModelCreate::new(create()));
        "Type_Model_Visibility_deleteModel": client.delete_model(&models::VisibilityModelDelete::new(true));
    }
    scenarios
        .run("Type_Model_Visibility_getModel", async {
            equal!(client.get_model(123, &nothing).send().await?.body.read_prop, "abc");
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Model_Visibility_putReadOnlyModel", async {
            let read = client.put_read_only_model(&read_only).send().await?.body;
            equal!(read.optional_nullable_int_list, Some(Some(vec![1, 2, 3])));
            let record = [("k1", "value1"), ("k2", "value2")];
            let record = record.map(|(name, value)| (name.to_owned(), value.to_owned()));
            equal!(read.optional_string_record, Some(record.into()));
            Ok(())
        })
        .await;
    Ok(())
}
