//! `payload/multipart`: forms whose parts are texts, JSON and files.

use payload_multipart::{Client, FilePart, models::Address, operations as op};

use crate::harness::{Failure, Inexpressible, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let (jpeg, png) = (scenarios.jpeg(), scenarios.png());
    let profile = || FilePart::new(jpeg.clone()).file_name("image.jpg");
    let picture = || FilePart::new(png.clone()).file_name("image.png");
    let hello = || FilePart::new(jpeg.clone()).file_name("hello.jpg").media_type("image/jpg");
    let address = || Address::new("X");
    sends! { scenarios,
        "Payload_MultiPart_FormData_basic":
            client.form_data_basic(&op::FormDataBasicParts::new("123", profile()));
        "Payload_MultiPart_FormData_withWireName":
            client.form_data_with_wire_name(&op::FormDataWithWireNameParts::new("123", profile()));
        "Payload_MultiPart_FormData_fileArrayAndBasic":
            client.form_data_file_array_and_basic(&op::FormDataFileArrayAndBasicParts::new(
                "123", address(), profile(), vec![picture(), picture()],
            ));
        "Payload_MultiPart_FormData_jsonPart":
            client.form_data_json_part(&op::FormDataJsonPartParts::new(address(), profile()));
        "Payload_MultiPart_FormData_binaryArrayParts":
            client.form_data_binary_array_parts(&op::FormDataBinaryArrayPartsMultipartParts::new(
                "123", vec![picture(), picture()],
            ));
        "Payload_MultiPart_FormData_checkFileNameAndContentType":
            client.form_data_check_file_name_and_content_type(
                &op::FormDataCheckFileNameAndContentTypeParts::new("123", hello()),
            );
        "Payload_MultiPart_FormData_anonymousModel":
            client.form_data_anonymous_model(&op::FormDataAnonymousModelParts::new(profile()));
        "Payload_MultiPart_FormData_HttpParts_ContentType_imageJpegContentType":
            client.content_type_image_jpeg_content_type(
                &op::ContentTypeImageJpegContentTypeParts::new(FilePart::new(jpeg.clone()).file_name("hello.jpg")),
            );
        "Payload_MultiPart_FormData_HttpParts_ContentType_requiredContentType":
            client.content_type_required_content_type(
                &op::ContentTypeRequiredContentTypeParts::new(profile().media_type("application/octet-stream")),
            );
        "Payload_MultiPart_FormData_HttpParts_ContentType_optionalContentType":
            client.content_type_optional_content_type(&op::ContentTypeOptionalContentTypeParts::new(profile()));
        "Payload_MultiPart_FormData_HttpParts_NonString_float":
            client.non_string_float(&op::NonStringFloatParts::new(0.5));
        "Payload_MultiPart_FormData_File_uploadFileSpecificContentType":
            client.file_upload_file_specific_content_type(
                &op::FileUploadFileSpecificContentTypeParts::new(picture()),
            );
        "Payload_MultiPart_FormData_File_uploadFileRequiredFilename":
            client.file_upload_file_required_filename(&op::FileUploadFileRequiredFilenameParts::new(picture()));
        "Payload_MultiPart_FormData_File_uploadFileArray":
            client.file_upload_file_array(&op::FileUploadFileArrayParts::new(vec![picture(), picture()]));
    }
    scenarios.inexpressible(
        "Payload_MultiPart_FormData_HttpParts_jsonArrayAndFileArray",
        Inexpressible::ListInOnePart,
    );
    scenarios
        .run("Payload_MultiPart_FormData_optionalParts", async {
            let id =
                op::FormDataOptionalPartsMultipartParts::default().with(|it| it.id = Some("123".to_owned()));
            client.form_data_optional_parts(&id).send().await?;
            let image = op::FormDataOptionalPartsMultipartParts::default()
                .with(|it| it.profile_image = Some(profile()));
            client.form_data_optional_parts(&image).send().await?;
            let both = image.with(|it| it.id = Some("123".to_owned()));
            client.form_data_optional_parts(&both).send().await?;
            Ok(())
        })
        .await;
    scenarios
        .run("Payload_MultiPart_FormData_multiBinaryParts", async {
            let one = op::FormDataMultiBinaryPartsMultipartParts::new(profile());
            client.form_data_multi_binary_parts(&one).send().await?;
            let two = one.with(|it| it.picture = Some(picture()));
            client.form_data_multi_binary_parts(&two).send().await?;
            Ok(())
        })
        .await;
    Ok(())
}
