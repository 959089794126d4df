//! `payload/content-negotiation`: one resource as an image of several types, or as JSON.

use payload_content_negotiation::{
    Client, models::DifferentBodyPngImageAsJson,
    operations::DifferentBodyGetAvatarAsPngDifferentBodyGetAvatarAsJsonResponse as Avatar,
};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let (jpeg, png) = (scenarios.jpeg(), scenarios.png());
    scenarios
        .run("Payload_ContentNegotiation_SameBody", async {
            for (accept, picture) in [("image/png", &png), ("image/jpeg", &jpeg)] {
                let call = client.same_body_get_avatar_as_png_same_body_get_avatar_as_jpeg();
                equal!(call.header("accept", accept).send().await?.body, *picture);
            }
            Ok(())
        })
        .await;
    scenarios
        .run("Payload_ContentNegotiation_DifferentBody", async {
            let json = DifferentBodyPngImageAsJson::new(png.to_vec());
            for (accept, avatar) in
                [("image/png", Avatar::Png(png.clone())), ("application/json", Avatar::Json(json))]
            {
                let call = client.different_body_get_avatar_as_png_different_body_get_avatar_as_json();
                equal!(call.header("accept", accept).send().await?.body, avatar);
            }
            Ok(())
        })
        .await;
    Ok(())
}
