//! `encode/bytes`: base64 in two alphabets, and bytes as they are.

use encode_bytes::{Base64, Base64Url, Client, models};

use crate::harness::{Failure, Inexpressible, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let picture = scenarios.png();
    let png = || picture.clone();
    let test = || Base64::from("test");
    let url = || Base64Url::from("test");
    let list = || vec![url(), url()];
    sends! { scenarios,
        "Encode_Bytes_Query_default": client.query_default(test());
        "Encode_Bytes_Query_base64": client.query_base64(test());
        "Encode_Bytes_Query_base64url": client.query_base64url(url());
        "Encode_Bytes_Query_base64urlArray": client.query_base64url_array(list());
        "Encode_Bytes_Header_default": client.header_default(test());
        "Encode_Bytes_Header_base64": client.header_base64(test());
        "Encode_Bytes_Header_base64url": client.header_base64url(url());
        "Encode_Bytes_Header_base64urlArray": client.header_base64url_array(list());
        "Encode_Bytes_RequestBody_default": client.request_body_default(png());
        "Encode_Bytes_RequestBody_base64": client.request_body_base64(&test());
        "Encode_Bytes_RequestBody_customContentType": client.request_body_custom_content_type(png());
        "Encode_Bytes_RequestBody_octetStream": client.request_body_octet_stream(png());
    }
    scenarios.inexpressible("Encode_Bytes_RequestBody_base64url", Inexpressible::OtherEncoding);
    let default = models::DefaultBytesProperty::new(test());
    let base64 = models::Base64BytesProperty::new(test());
    let base64url = models::Base64urlBytesProperty::new(url());
    let array = models::Base64urlArrayBytesProperty::new(list());
    receives! { scenarios,
        "Encode_Bytes_Property_default": client.property_default(&default) => default;
        "Encode_Bytes_Property_base64": client.property_base64(&base64) => base64;
        "Encode_Bytes_Property_base64url": client.property_base64url(&base64url) => base64url;
        "Encode_Bytes_Property_base64urlArray": client.property_base64url_array(&array) => array;
        "Encode_Bytes_ResponseBody_default": client.response_body_default() => png();
        "Encode_Bytes_ResponseBody_base64": client.response_body_base64() => test();
        "Encode_Bytes_ResponseBody_base64url": client.response_body_base64url() => url();
        "Encode_Bytes_ResponseBody_customContentType": client.response_body_custom_content_type() => png();
        "Encode_Bytes_ResponseBody_octetStream": client.response_body_octet_stream() => png();
    }
    Ok(())
}
