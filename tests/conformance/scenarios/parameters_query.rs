//! `parameters/query`: a constant, and a name with a special character.

use parameters_query::Client;

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("Parameters_Query_Constant_post", async {
            client.constant_post().send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Parameters_Query_SpecialChar_dollarSign", async {
            client.special_char_dollar_sign("status eq 'active'").send().await?;
            Ok(())
        })
        .await;
    Ok(())
}
