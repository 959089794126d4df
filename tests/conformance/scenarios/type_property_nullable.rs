//! `type/property/nullable`: properties that may be `null`, and are.

use type_property_nullable::{Base64, Client, Span, models};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let span: Span = "P123DT22H14M12.011S".parse()?;
    let date: jiff::Timestamp = "2022-08-26T18:38:00Z".parse()?;
    let bytes = || Base64::from("hello, world!");
    let inner = |text: &str| models::InnerModel::new(text);
    let texts = || vec!["hello".to_owned(), "world".to_owned()];
    both_ways! { scenarios, client,
        "Type_Property_Nullable_String_getNonNull" "Type_Property_Nullable_String_patchNonNull":
            string_get_non_null string_patch_non_null models::StringProperty::new("foo", Some("hello".into()));
        "Type_Property_Nullable_String_getNull" "Type_Property_Nullable_String_patchNull":
            string_get_null string_patch_null models::StringProperty::new("foo", None);
        "Type_Property_Nullable_Bytes_getNonNull" "Type_Property_Nullable_Bytes_patchNonNull":
            bytes_get_non_null bytes_patch_non_null models::BytesProperty::new("foo", Some(bytes()));
        "Type_Property_Nullable_Bytes_getNull" "Type_Property_Nullable_Bytes_patchNull":
            bytes_get_null bytes_patch_null models::BytesProperty::new("foo", None);
        "Type_Property_Nullable_Datetime_getNonNull" "Type_Property_Nullable_Datetime_patchNonNull":
            datetime_get_non_null datetime_patch_non_null models::DatetimeProperty::new("foo", Some(date));
        "Type_Property_Nullable_Datetime_getNull" "Type_Property_Nullable_Datetime_patchNull":
            datetime_get_null datetime_patch_null models::DatetimeProperty::new("foo", None);
        "Type_Property_Nullable_Duration_getNonNull" "Type_Property_Nullable_Duration_patchNonNull":
            duration_get_non_null duration_patch_non_null models::DurationProperty::new("foo", Some(span));
        "Type_Property_Nullable_Duration_getNull" "Type_Property_Nullable_Duration_patchNull":
            duration_get_null duration_patch_null models::DurationProperty::new("foo", None);
        "Type_Property_Nullable_CollectionsByte_getNonNull" "Type_Property_Nullable_CollectionsByte_patchNonNull":
            collections_byte_get_non_null collections_byte_patch_non_null
            models::CollectionsByteProperty::new("foo", Some(vec![bytes(), bytes()]));
        "Type_Property_Nullable_CollectionsByte_getNull" "Type_Property_Nullable_CollectionsByte_patchNull":
            collections_byte_get_null collections_byte_patch_null models::CollectionsByteProperty::new("foo", None);
        "Type_Property_Nullable_CollectionsModel_getNonNull" "Type_Property_Nullable_CollectionsModel_patchNonNull":
            collections_model_get_non_null collections_model_patch_non_null
            models::CollectionsModelProperty::new("foo", Some(vec![inner("hello"), inner("world")]));
        "Type_Property_Nullable_CollectionsModel_getNull" "Type_Property_Nullable_CollectionsModel_patchNull":
            collections_model_get_null collections_model_patch_null models::CollectionsModelProperty::new("foo", None);
        "Type_Property_Nullable_CollectionsString_getNonNull" "Type_Property_Nullable_CollectionsString_patchNonNull":
            collections_string_get_non_null collections_string_patch_non_null
            models::CollectionsStringProperty::new("foo", Some(texts()));
        "Type_Property_Nullable_CollectionsString_getNull" "Type_Property_Nullable_CollectionsString_patchNull":
            collections_string_get_null collections_string_patch_null
            models::CollectionsStringProperty::new("foo", None);
    }
    Ok(())
}
