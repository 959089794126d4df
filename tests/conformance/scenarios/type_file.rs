//! `type/file`: bodies that are files.

use serde_json::{Value, json};
use type_file::{Client, operations::BodyUploadFileMultipleContentTypesContent};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let png = scenarios.png();
    let either = || BodyUploadFileMultipleContentTypesContent::Png(png.clone().into());
    let json = json!({ "message": "test file content" }).to_string();
    sends! { scenarios,
        "Type_File_Body_uploadFileSpecificContentType":
            client.body_upload_file_specific_content_type(png.clone());
        "Type_File_Body_uploadFileJsonContentType": client.body_upload_file_json_content_type(json);
        "Type_File_Body_uploadFileMultipleContentTypes":
            client.body_upload_file_multiple_content_types(either());
        "Type_File_Body_uploadFileDefaultContentType":
            client.body_upload_file_default_content_type(png.clone()).header("content-type", "image/png");
    }
    receives! { scenarios,
        "Type_File_Body_downloadFileSpecificContentType": client.body_download_file_specific_content_type() => png;
        "Type_File_Body_downloadFileMultipleContentTypes": client.body_download_file_multiple_content_types() => png;
        "Type_File_Body_downloadFileDefaultContentType": client.body_download_file_default_content_type() => png;
    }
    scenarios
        .run("Type_File_Body_downloadFileJsonContentType", async {
            let file = client.body_download_file_json_content_type().send().await?.body;
            let file: Value = serde_json::from_slice(&file)?;
            equal!(file["message"], "test file content");
            Ok(())
        })
        .await;
    Ok(())
}
