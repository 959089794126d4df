//! `type/model/usage`: models that are sent, received, and both.

use type_model_usage::{Client, models};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("Type_Model_Usage_input", async {
            client.input(&models::InputRecord::new("example-value")).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Model_Usage_output", async {
            equal!(client.output().send().await?.body, models::OutputRecord::new("example-value"));
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Model_Usage_inputAndOutput", async {
            let record = models::InputOutputRecord::new("example-value");
            equal!(client.input_and_output(&record).send().await?.body, record);
            Ok(())
        })
        .await;
    Ok(())
}
