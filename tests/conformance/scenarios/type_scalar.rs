//! `type/scalar`: bodies and parameters that are one value. A decimal is a number with a fraction, as far as it goes.

use type_scalar::Client;

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    scenarios
        .run("Type_Scalar_String_get", async {
            equal!(client.string_get().send().await?.body, "test");
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Scalar_String_put", async {
            client.string_put("test").send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Scalar_Boolean_get", async {
            equal!(client.boolean_get().send().await?.body, true);
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Scalar_Boolean_put", async {
            client.boolean_put(true).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Scalar_Unknown_get", async {
            equal!(client.unknown_get().send().await?.body, "test");
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Scalar_Unknown_put", async {
            client.unknown_put(&"test".into()).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Scalar_DecimalType_responseBody", async {
            equal!(client.decimal_type_response_body().send().await?.body, 0.33333);
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Scalar_DecimalType_requestBody", async {
            client.decimal_type_request_body(0.33333).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Scalar_DecimalType_requestParameter", async {
            client.decimal_type_request_parameter(0.33333).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Scalar_Decimal128Type_responseBody", async {
            equal!(client.decimal128_type_response_body().send().await?.body, 0.33333);
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Scalar_Decimal128Type_requestBody", async {
            client.decimal128_type_request_body(0.33333).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Scalar_Decimal128Type_requestParameter", async {
            client.decimal128_type_request_parameter(0.33333).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Scalar_DecimalVerify_prepareVerify", async {
            equal!(client.decimal_verify_prepare_verify().send().await?.body, [0.1, 0.1, 0.1]);
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Scalar_Decimal128Verify_prepareVerify", async {
            equal!(client.decimal128_verify_prepare_verify().send().await?.body, [0.1, 0.1, 0.1]);
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Scalar_DecimalVerify_verify", async {
            client.decimal_verify(0.3).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Type_Scalar_Decimal128Verify_verify", async {
            client.decimal128_verify(0.3).send().await?;
            Ok(())
        })
        .await;
    Ok(())
}
