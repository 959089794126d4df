//! `special-headers/repeatability`: headers that identify repeated requests.

use special_headers_repeatability::{Client, operations};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("SpecialHeaders_Repeatability_immediateSuccess", async {
            let id = "2378d9bc-1726-11ee-be56-0242ac120002";
            let first_sent: jiff::Timestamp = "2022-11-15T12:45:26Z".parse()?;
            let response = client.immediate_success(id, first_sent).send().await?;
            let headers = operations::ImmediateSuccessHeaders::read(&response.headers)?;
            let accepted = operations::ImmediateSuccessRepeatabilityResult::Accepted;
            equal!(headers.repeatability_result, Some(accepted));
            Ok(())
        })
        .await;
    Ok(())
}
