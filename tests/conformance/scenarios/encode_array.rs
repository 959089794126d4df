//! `encode/array`: lists that are encoded as one string. In OpenAPI they are strings.

use encode_array::{Client, models};

use crate::harness::{Failure, Scenarios};

/// Sends a property and expects it back.
macro_rules! goes_round {
    ($scenarios:ident, $client:ident, $($scenario:literal: $function:ident($model:ident) $text:literal;)*) => {$(
        $scenarios
            .run($scenario, async {
                let property = models::$model::new($text);
                equal!($client.$function(&property).send().await?.body, property);
                Ok(())
            })
            .await;
    )*};
}

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    goes_round! { scenarios, client,
        "Encode_Array_Property_commaDelimited":
            property_comma_delimited(CommaDelimitedArrayProperty) "blue,red,green";
        "Encode_Array_Property_spaceDelimited":
            property_space_delimited(SpaceDelimitedArrayProperty) "blue red green";
        "Encode_Array_Property_pipeDelimited":
            property_pipe_delimited(PipeDelimitedArrayProperty) "blue|red|green";
        "Encode_Array_Property_newlineDelimited":
            property_newline_delimited(NewlineDelimitedArrayProperty) "blue\nred\ngreen";
        "Encode_Array_Property_enumCommaDelimited":
            property_enum_comma_delimited(CommaDelimitedEnumArrayProperty) "blue,red,green";
        "Encode_Array_Property_enumSpaceDelimited":
            property_enum_space_delimited(SpaceDelimitedEnumArrayProperty) "blue red green";
        "Encode_Array_Property_enumPipeDelimited":
            property_enum_pipe_delimited(PipeDelimitedEnumArrayProperty) "blue|red|green";
        "Encode_Array_Property_enumNewlineDelimited":
            property_enum_newline_delimited(NewlineDelimitedEnumArrayProperty) "blue\nred\ngreen";
        "Encode_Array_Property_extensibleEnumCommaDelimited":
            property_extensible_enum_comma_delimited(CommaDelimitedExtensibleEnumArrayProperty) "blue,red,green";
        "Encode_Array_Property_extensibleEnumSpaceDelimited":
            property_extensible_enum_space_delimited(SpaceDelimitedExtensibleEnumArrayProperty) "blue red green";
        "Encode_Array_Property_extensibleEnumPipeDelimited":
            property_extensible_enum_pipe_delimited(PipeDelimitedExtensibleEnumArrayProperty) "blue|red|green";
        "Encode_Array_Property_extensibleEnumNewlineDelimited":
            property_extensible_enum_newline_delimited(NewlineDelimitedExtensibleEnumArrayProperty)
            "blue\nred\ngreen";
    }
    Ok(())
}
