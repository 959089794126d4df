//! `parameters/spread`: models that are spread over the parts of a request.

use parameters_spread::{Client, models, operations};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let body = models::ModelBodyParameter::new("foo");
    scenarios
        .run("Parameters_Spread_Model_spreadAsRequestBody", async {
            client.model_spread_as_request_body(&body).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Parameters_Spread_Model_spreadCompositeRequestOnlyWithBody", async {
            client.model_spread_composite_request_only_with_body(&body).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Parameters_Spread_Model_spreadCompositeRequestWithoutBody", async {
            client.model_spread_composite_request_without_body("foo", "bar").send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Parameters_Spread_Model_spreadCompositeRequest", async {
            client.model_spread_composite_request("foo", "bar", &body).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Parameters_Spread_Model_spreadCompositeRequestMix", async {
            let body = models::ModelCompositeRequestMix::new("foo");
            client.model_spread_composite_request_mix("foo", "bar", &body).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Parameters_Spread_Alias_spreadAsRequestBody", async {
            let body = operations::AliasSpreadAsRequestBodyJsonBody::new("foo");
            client.alias_spread_as_request_body(&body).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Parameters_Spread_Alias_spreadAsRequestParameter", async {
            let body = operations::AliasSpreadAsRequestParameterBody::new("foo");
            client.alias_spread_as_request_parameter("1", "bar", &body).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Parameters_Spread_Alias_spreadWithMultipleParameters", async {
            let body = operations::AliasSpreadWithMultipleParametersBody::new("foo", vec![1, 2]).with(|it| {
                it.optional_int = Some(1);
                it.optional_string_list = Some(vec!["foo".into(), "bar".into()]);
            });
            client.alias_spread_with_multiple_parameters("1", "bar", &body).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Parameters_Spread_Alias_spreadParameterWithInnerModel", async {
            let body = models::AliasInnerModel::new("foo");
            client.alias_spread_parameter_with_inner_model("1", "bar", &body).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Parameters_Spread_Alias_spreadParameterWithInnerAlias", async {
            let body = operations::AliasSpreadParameterWithInnerAliasBody::new("foo", 1);
            client.alias_spread_parameter_with_inner_alias("1", "bar", &body).send().await?;
            Ok(())
        })
        .await;
    Ok(())
}
