//! `type/property/optionality`: optional properties.

use type_property_optionality::{Base64, Client, Span, TimeOfDay, models};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let span: Span = "P123DT22H14M12.011S".parse()?;
    let date: jiff::Timestamp = "2022-08-26T18:38:00Z".parse()?;
    let day: jiff::civil::Date = "2022-12-12".parse()?;
    let time: TimeOfDay = "13:06:12".parse()?;
    let bytes = || Base64::from("hello, world!");
    let text = |text: &str| models::StringProperty::default().with(|it| it.property = Some(text.into()));
    both_ways! { scenarios, client,
        "Type_Property_Optional_String_getDefault" "Type_Property_Optional_String_putDefault":
            string_get_default string_put_default models::StringProperty::default();
        "Type_Property_Optional_String_getAll" "Type_Property_Optional_String_putAll":
            string_get_all string_put_all
            models::StringProperty::default().with(|it| it.property = Some("hello".into()));
        "Type_Property_Optional_Bytes_getDefault" "Type_Property_Optional_Bytes_putDefault":
            bytes_get_default bytes_put_default models::BytesProperty::default();
        "Type_Property_Optional_Bytes_getAll" "Type_Property_Optional_Bytes_putAll":
            bytes_get_all bytes_put_all
            models::BytesProperty::default().with(|it| it.property = Some(bytes()));
        "Type_Property_Optional_Datetime_getDefault" "Type_Property_Optional_Datetime_putDefault":
            datetime_get_default datetime_put_default models::DatetimeProperty::default();
        "Type_Property_Optional_Datetime_getAll" "Type_Property_Optional_Datetime_putAll":
            datetime_get_all datetime_put_all
            models::DatetimeProperty::default().with(|it| it.property = Some(date));
        "Type_Property_Optional_Duration_getDefault" "Type_Property_Optional_Duration_putDefault":
            duration_get_default duration_put_default models::DurationProperty::default();
        "Type_Property_Optional_Duration_getAll" "Type_Property_Optional_Duration_putAll":
            duration_get_all duration_put_all
            models::DurationProperty::default().with(|it| it.property = Some(span));
        "Type_Property_Optional_PlainDate_getDefault" "Type_Property_Optional_PlainDate_putDefault":
            plain_date_get_default plain_date_put_default models::PlainDateProperty::default();
        "Type_Property_Optional_PlainDate_getAll" "Type_Property_Optional_PlainDate_putAll":
            plain_date_get_all plain_date_put_all
            models::PlainDateProperty::default().with(|it| it.property = Some(day));
        "Type_Property_Optional_PlainTime_getDefault" "Type_Property_Optional_PlainTime_putDefault":
            plain_time_get_default plain_time_put_default models::PlainTimeProperty::default();
        "Type_Property_Optional_PlainTime_getAll" "Type_Property_Optional_PlainTime_putAll":
            plain_time_get_all plain_time_put_all
            models::PlainTimeProperty::default().with(|it| it.property = Some(time.clone()));
        "Type_Property_Optional_CollectionsByte_getDefault" "Type_Property_Optional_CollectionsByte_putDefault":
            collections_byte_get_default collections_byte_put_default models::CollectionsByteProperty::default();
        "Type_Property_Optional_CollectionsByte_getAll" "Type_Property_Optional_CollectionsByte_putAll":
            collections_byte_get_all collections_byte_put_all
            models::CollectionsByteProperty::default().with(|it| it.property = Some(vec![bytes(), bytes()]));
        "Type_Property_Optional_CollectionsModel_getDefault" "Type_Property_Optional_CollectionsModel_putDefault":
            collections_model_get_default collections_model_put_default models::CollectionsModelProperty::default();
        "Type_Property_Optional_CollectionsModel_getAll" "Type_Property_Optional_CollectionsModel_putAll":
            collections_model_get_all collections_model_put_all
            models::CollectionsModelProperty::default().with(|it| it.property = Some(vec![text("hello"), text("world")]));
        "Type_Property_Optional_StringLiteral_getDefault" "Type_Property_Optional_StringLiteral_putDefault":
            string_literal_get_default string_literal_put_default models::StringLiteralProperty::default();
        "Type_Property_Optional_StringLiteral_getAll" "Type_Property_Optional_StringLiteral_putAll":
            string_literal_get_all string_literal_put_all
            models::StringLiteralProperty::default().with(|it| it.property = Some("hello".into()));
        "Type_Property_Optional_IntLiteral_getDefault" "Type_Property_Optional_IntLiteral_putDefault":
            int_literal_get_default int_literal_put_default models::IntLiteralProperty::default();
        "Type_Property_Optional_IntLiteral_getAll" "Type_Property_Optional_IntLiteral_putAll":
            int_literal_get_all int_literal_put_all
            models::IntLiteralProperty::default().with(|it| it.property = Some(models::IntLiteralPropertyKind::Value1));
        "Type_Property_Optional_FloatLiteral_getDefault" "Type_Property_Optional_FloatLiteral_putDefault":
            float_literal_get_default float_literal_put_default models::FloatLiteralProperty::default();
        "Type_Property_Optional_FloatLiteral_getAll" "Type_Property_Optional_FloatLiteral_putAll":
            float_literal_get_all float_literal_put_all
            models::FloatLiteralProperty::default().with(|it| it.property = Some(models::FloatLiteralPropertyKind::Value1Point25));
        "Type_Property_Optional_BooleanLiteral_getDefault" "Type_Property_Optional_BooleanLiteral_putDefault":
            boolean_literal_get_default boolean_literal_put_default models::BooleanLiteralProperty::default();
        "Type_Property_Optional_BooleanLiteral_getAll" "Type_Property_Optional_BooleanLiteral_putAll":
            boolean_literal_get_all boolean_literal_put_all
            models::BooleanLiteralProperty::default().with(|it| it.property = Some(true));
        "Type_Property_Optional_UnionStringLiteral_getDefault" "Type_Property_Optional_UnionStringLiteral_putDefault":
            union_string_literal_get_default union_string_literal_put_default models::UnionStringLiteralProperty::default();
        "Type_Property_Optional_UnionStringLiteral_getAll" "Type_Property_Optional_UnionStringLiteral_putAll":
            union_string_literal_get_all union_string_literal_put_all
            models::UnionStringLiteralProperty::default().with(|it| it.property = Some(models::UnionStringLiteralPropertyKind::World));
        "Type_Property_Optional_UnionIntLiteral_getDefault" "Type_Property_Optional_UnionIntLiteral_putDefault":
            union_int_literal_get_default union_int_literal_put_default models::UnionIntLiteralProperty::default();
        "Type_Property_Optional_UnionIntLiteral_getAll" "Type_Property_Optional_UnionIntLiteral_putAll":
            union_int_literal_get_all union_int_literal_put_all
            models::UnionIntLiteralProperty::default().with(|it| it.property = Some(models::UnionIntLiteralPropertyKind::Value2));
        "Type_Property_Optional_UnionFloatLiteral_getDefault" "Type_Property_Optional_UnionFloatLiteral_putDefault":
            union_float_literal_get_default union_float_literal_put_default models::UnionFloatLiteralProperty::default();
        "Type_Property_Optional_UnionFloatLiteral_getAll" "Type_Property_Optional_UnionFloatLiteral_putAll":
            union_float_literal_get_all union_float_literal_put_all
            models::UnionFloatLiteralProperty::default().with(|it| it.property = Some(models::UnionFloatLiteralPropertyKind::Value2Point375));
        "Type_Property_Optional_RequiredAndOptional_getRequiredOnly"
        "Type_Property_Optional_RequiredAndOptional_putRequiredOnly":
            required_and_optional_get_required_only required_and_optional_put_required_only
            models::RequiredAndOptionalProperty::new(42);
        "Type_Property_Optional_RequiredAndOptional_getAll" "Type_Property_Optional_RequiredAndOptional_putAll":
            required_and_optional_get_all required_and_optional_put_all
            models::RequiredAndOptionalProperty::new(42).with(|it| it.optional_property = Some("hello".into()));
    }
    Ok(())
}
