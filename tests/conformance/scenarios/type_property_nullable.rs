//! `type/property/nullable`: nullable properties.

use type_property_nullable::{Base64, Client, Span, models};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let span: Span = "P123DT22H14M12.011S".parse()?;
    let date: jiff::Timestamp = "2022-08-26T18:38:00Z".parse()?;
    let bytes = || Base64::from("hello, world!");
    let inner = |text: &str| models::InnerModel::new(text);
    let texts = || vec!["hello".to_owned(), "world".to_owned()];
    // A patch has what is to change; `Some(None)` is `null`.
    macro_rules! nullable {
        ($($get:literal $patch:literal: $getter:ident $patcher:ident $model:ident $model_patch:ident $value:expr;)*) => {$(
            scenarios
                .run($get, async {
                    equal!(client.$getter().send().await?.body, models::$model::new("foo", $value));
                    Ok(())
                })
                .await;
            scenarios
                .run($patch, async {
                    let patch = models::$model_patch::default().with(|it| {
                        it.required_property = Some(Some("foo".to_owned()));
                        it.nullable_property = Some($value);
                    });
                    client.$patcher(&patch).send().await?;
                    Ok(())
                })
                .await;
        )*};
    }
    nullable! {
        "Type_Property_Nullable_String_getNonNull" "Type_Property_Nullable_String_patchNonNull":
            string_get_non_null string_patch_non_null StringProperty StringPropertyPatch Some("hello".into());
        "Type_Property_Nullable_String_getNull" "Type_Property_Nullable_String_patchNull":
            string_get_null string_patch_null StringProperty StringPropertyPatch None;
        "Type_Property_Nullable_Bytes_getNonNull" "Type_Property_Nullable_Bytes_patchNonNull":
            bytes_get_non_null bytes_patch_non_null BytesProperty BytesPropertyPatch Some(bytes());
        "Type_Property_Nullable_Bytes_getNull" "Type_Property_Nullable_Bytes_patchNull":
            bytes_get_null bytes_patch_null BytesProperty BytesPropertyPatch None;
        "Type_Property_Nullable_Datetime_getNonNull" "Type_Property_Nullable_Datetime_patchNonNull":
            datetime_get_non_null datetime_patch_non_null DatetimeProperty DatetimePropertyPatch Some(date);
        "Type_Property_Nullable_Datetime_getNull" "Type_Property_Nullable_Datetime_patchNull":
            datetime_get_null datetime_patch_null DatetimeProperty DatetimePropertyPatch None;
        "Type_Property_Nullable_Duration_getNonNull" "Type_Property_Nullable_Duration_patchNonNull":
            duration_get_non_null duration_patch_non_null DurationProperty DurationPropertyPatch Some(span);
        "Type_Property_Nullable_Duration_getNull" "Type_Property_Nullable_Duration_patchNull":
            duration_get_null duration_patch_null DurationProperty DurationPropertyPatch None;
        "Type_Property_Nullable_CollectionsByte_getNonNull" "Type_Property_Nullable_CollectionsByte_patchNonNull":
            collections_byte_get_non_null collections_byte_patch_non_null CollectionsByteProperty CollectionsBytePropertyPatch Some(vec![bytes(), bytes()]);
        "Type_Property_Nullable_CollectionsByte_getNull" "Type_Property_Nullable_CollectionsByte_patchNull":
            collections_byte_get_null collections_byte_patch_null CollectionsByteProperty CollectionsBytePropertyPatch None;
        "Type_Property_Nullable_CollectionsModel_getNonNull" "Type_Property_Nullable_CollectionsModel_patchNonNull":
            collections_model_get_non_null collections_model_patch_non_null CollectionsModelProperty CollectionsModelPropertyPatch Some(vec![inner("hello"), inner("world")]);
        "Type_Property_Nullable_CollectionsModel_getNull" "Type_Property_Nullable_CollectionsModel_patchNull":
            collections_model_get_null collections_model_patch_null CollectionsModelProperty CollectionsModelPropertyPatch None;
        "Type_Property_Nullable_CollectionsString_getNonNull" "Type_Property_Nullable_CollectionsString_patchNonNull":
            collections_string_get_non_null collections_string_patch_non_null CollectionsStringProperty CollectionsStringPropertyPatch Some(texts());
        "Type_Property_Nullable_CollectionsString_getNull" "Type_Property_Nullable_CollectionsString_patchNull":
            collections_string_get_null collections_string_patch_null CollectionsStringProperty CollectionsStringPropertyPatch None;
    }
    Ok(())
}
