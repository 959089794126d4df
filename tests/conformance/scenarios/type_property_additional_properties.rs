//! `type/property/additional-properties`: objects with additional properties.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use type_property_additional_properties::{
    Client,
    models::{
        self, ModelForRecord, MultipleSpreadRecordValue, SpreadRecordForNonDiscriminatedUnion2Value,
        SpreadRecordForNonDiscriminatedUnion3Value, SpreadRecordForNonDiscriminatedUnionValue,
        SpreadRecordForUnionValue, WidgetData0, WidgetData1, WidgetData2,
    },
};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let unknown = || -> BTreeMap<String, Value> {
        record([("prop1", json!(32)), ("prop2", json!(true)), ("prop3", json!("abc"))])
    };
    let ok = || ModelForRecord::new("ok");
    both_ways! { scenarios, client,
        "Type_Property_AdditionalProperties_ExtendsUnknown_get"
        "Type_Property_AdditionalProperties_ExtendsUnknown_put":
            extends_unknown_get extends_unknown_put
            models::ExtendsUnknownAdditionalProperties::new("ExtendsUnknownAdditionalProperties").with(|it| it.additional_properties = unknown());
        "Type_Property_AdditionalProperties_ExtendsUnknownDerived_get"
        "Type_Property_AdditionalProperties_ExtendsUnknownDerived_put":
            extends_unknown_derived_get extends_unknown_derived_put
            models::ExtendsUnknownAdditionalPropertiesDerived::new("ExtendsUnknownAdditionalProperties", 314).with(|it| {
                it.age = Some(2.71875);
                it.additional_properties = unknown();
            });
        "Type_Property_AdditionalProperties_ExtendsUnknownDiscriminated_get"
        "Type_Property_AdditionalProperties_ExtendsUnknownDiscriminated_put":
            extends_unknown_discriminated_get extends_unknown_discriminated_put
            models::ExtendsUnknownAdditionalPropertiesDiscriminated::Derived(models::ExtendsUnknownAdditionalPropertiesDiscriminatedDerived::new("Derived", 314).with(|it| {
                it.age = Some(2.71875);
                it.additional_properties = unknown();
            }));
        "Type_Property_AdditionalProperties_IsUnknown_get"
        "Type_Property_AdditionalProperties_IsUnknown_put":
            is_unknown_get is_unknown_put
            models::IsUnknownAdditionalProperties::new("IsUnknownAdditionalProperties").with(|it| it.additional_properties = unknown());
        "Type_Property_AdditionalProperties_IsUnknownDerived_get"
        "Type_Property_AdditionalProperties_IsUnknownDerived_put":
            is_unknown_derived_get is_unknown_derived_put
            models::IsUnknownAdditionalPropertiesDerived::new("IsUnknownAdditionalProperties", 314).with(|it| {
                it.age = Some(2.71875);
                it.additional_properties = unknown();
            });
        "Type_Property_AdditionalProperties_IsUnknownDiscriminated_get"
        "Type_Property_AdditionalProperties_IsUnknownDiscriminated_put":
            is_unknown_discriminated_get is_unknown_discriminated_put
            models::IsUnknownAdditionalPropertiesDiscriminated::Derived(models::IsUnknownAdditionalPropertiesDiscriminatedDerived::new("Derived", 314).with(|it| {
                it.age = Some(2.71875);
                it.additional_properties = unknown();
            }));
        "Type_Property_AdditionalProperties_ExtendsString_get"
        "Type_Property_AdditionalProperties_ExtendsString_put":
            extends_string_get extends_string_put
            models::ExtendsStringAdditionalProperties::new("ExtendsStringAdditionalProperties").with(|it| it.additional_properties = prop("abc".to_owned()));
        "Type_Property_AdditionalProperties_IsString_get"
        "Type_Property_AdditionalProperties_IsString_put":
            is_string_get is_string_put
            models::IsStringAdditionalProperties::new("IsStringAdditionalProperties").with(|it| it.additional_properties = prop("abc".to_owned()));
        "Type_Property_AdditionalProperties_ExtendsFloat_get"
        "Type_Property_AdditionalProperties_ExtendsFloat_put":
            extends_float_get extends_float_put
            models::ExtendsFloatAdditionalProperties::new(43.125).with(|it| it.additional_properties = prop(43.125));
        "Type_Property_AdditionalProperties_IsFloat_get"
        "Type_Property_AdditionalProperties_IsFloat_put":
            is_float_get is_float_put
            models::IsFloatAdditionalProperties::new(43.125).with(|it| it.additional_properties = prop(43.125));
        "Type_Property_AdditionalProperties_ExtendsModel_get"
        "Type_Property_AdditionalProperties_ExtendsModel_put":
            extends_model_get extends_model_put
            models::ExtendsModelAdditionalProperties::new(ok()).with(|it| it.additional_properties = prop(ok()));
        "Type_Property_AdditionalProperties_IsModel_get"
        "Type_Property_AdditionalProperties_IsModel_put":
            is_model_get is_model_put
            models::IsModelAdditionalProperties::new(ok()).with(|it| it.additional_properties = prop(ok()));
        "Type_Property_AdditionalProperties_ExtendsModelArray_get"
        "Type_Property_AdditionalProperties_ExtendsModelArray_put":
            extends_model_array_get extends_model_array_put
            models::ExtendsModelArrayAdditionalProperties::new(vec![ok(), ok()]).with(|it| it.additional_properties = prop(vec![ok(), ok()]));
        "Type_Property_AdditionalProperties_IsModelArray_get"
        "Type_Property_AdditionalProperties_IsModelArray_put":
            is_model_array_get is_model_array_put
            models::IsModelArrayAdditionalProperties::new(vec![ok(), ok()]).with(|it| it.additional_properties = prop(vec![ok(), ok()]));
        "Type_Property_AdditionalProperties_SpreadString_get"
        "Type_Property_AdditionalProperties_SpreadString_put":
            spread_string_get spread_string_put
            models::SpreadStringRecord::new("SpreadSpringRecord").with(|it| it.additional_properties = prop("abc".to_owned()));
        "Type_Property_AdditionalProperties_SpreadFloat_get"
        "Type_Property_AdditionalProperties_SpreadFloat_put":
            spread_float_get spread_float_put
            models::SpreadFloatRecord::new(43.125).with(|it| it.additional_properties = prop(43.125));
        "Type_Property_AdditionalProperties_SpreadModel_get"
        "Type_Property_AdditionalProperties_SpreadModel_put":
            spread_model_get spread_model_put
            models::SpreadModelRecord::new(ok()).with(|it| it.additional_properties = prop(ok()));
        "Type_Property_AdditionalProperties_SpreadModelArray_get"
        "Type_Property_AdditionalProperties_SpreadModelArray_put":
            spread_model_array_get spread_model_array_put
            models::SpreadModelArrayRecord::new(vec![ok(), ok()]).with(|it| it.additional_properties = prop(vec![ok(), ok()]));
        "Type_Property_AdditionalProperties_SpreadDifferentString_get"
        "Type_Property_AdditionalProperties_SpreadDifferentString_put":
            spread_different_string_get spread_different_string_put
            models::DifferentSpreadStringRecord::new(43.125).with(|it| it.additional_properties = prop("abc".to_owned()));
        "Type_Property_AdditionalProperties_SpreadDifferentFloat_get"
        "Type_Property_AdditionalProperties_SpreadDifferentFloat_put":
            spread_different_float_get spread_different_float_put
            models::DifferentSpreadFloatRecord::new("abc").with(|it| it.additional_properties = prop(43.125));
        "Type_Property_AdditionalProperties_SpreadDifferentModel_get"
        "Type_Property_AdditionalProperties_SpreadDifferentModel_put":
            spread_different_model_get spread_different_model_put
            models::DifferentSpreadModelRecord::new("abc").with(|it| it.additional_properties = prop(ok()));
        "Type_Property_AdditionalProperties_SpreadDifferentModelArray_get"
        "Type_Property_AdditionalProperties_SpreadDifferentModelArray_put":
            spread_different_model_array_get spread_different_model_array_put
            models::DifferentSpreadModelArrayRecord::new("abc").with(|it| it.additional_properties = prop(vec![ok(), ok()]));
        "Type_Property_AdditionalProperties_ExtendsDifferentSpreadString_get"
        "Type_Property_AdditionalProperties_ExtendsDifferentSpreadString_put":
            extends_different_spread_string_get extends_different_spread_string_put
            models::DifferentSpreadStringDerived::new(43.125, "abc").with(|it| it.additional_properties = prop("abc".to_owned()));
        "Type_Property_AdditionalProperties_ExtendsDifferentSpreadFloat_get"
        "Type_Property_AdditionalProperties_ExtendsDifferentSpreadFloat_put":
            extends_different_spread_float_get extends_different_spread_float_put
            models::DifferentSpreadFloatDerived::new("abc", 43.125).with(|it| it.additional_properties = prop(43.125));
        "Type_Property_AdditionalProperties_ExtendsDifferentSpreadModel_get"
        "Type_Property_AdditionalProperties_ExtendsDifferentSpreadModel_put":
            extends_different_spread_model_get extends_different_spread_model_put
            models::DifferentSpreadModelDerived::new("abc", ok()).with(|it| it.additional_properties = prop(ok()));
        "Type_Property_AdditionalProperties_ExtendsDifferentSpreadModelArray_get"
        "Type_Property_AdditionalProperties_ExtendsDifferentSpreadModelArray_put":
            extends_different_spread_model_array_get extends_different_spread_model_array_put
            models::DifferentSpreadModelArrayDerived::new("abc", vec![ok(), ok()]).with(|it| it.additional_properties = prop(vec![ok(), ok()]));
    }
    let day: jiff::Timestamp = "2021-01-01T00:00:00Z".parse()?;
    let next: jiff::Timestamp = "2021-01-02T00:00:00Z".parse()?;
    let days = || WidgetData1::new(day).with(|it| it.end = Some(next));
    let text = || WidgetData2::new("2021-01-01T00:00:00Z");
    both_ways! { scenarios, client,
        "Type_Property_AdditionalProperties_MultipleSpread_get"
        "Type_Property_AdditionalProperties_MultipleSpread_put":
            multiple_spread_get multiple_spread_put
            models::MultipleSpreadRecord::new(true).with(|it| it.additional_properties = record([
                ("prop1", MultipleSpreadRecordValue::String("abc".to_owned())),
                ("prop2", MultipleSpreadRecordValue::Number(43.125)),
            ]));
        "Type_Property_AdditionalProperties_SpreadRecordUnion_get"
        "Type_Property_AdditionalProperties_SpreadRecordUnion_put":
            spread_record_union_get spread_record_union_put
            models::SpreadRecordForUnion::new(true).with(|it| it.additional_properties = record([
                ("prop1", SpreadRecordForUnionValue::String("abc".to_owned())),
                ("prop2", SpreadRecordForUnionValue::Number(43.125)),
            ]));
        "Type_Property_AdditionalProperties_SpreadRecordNonDiscriminatedUnion_get"
        "Type_Property_AdditionalProperties_SpreadRecordNonDiscriminatedUnion_put":
            spread_record_non_discriminated_union_get spread_record_non_discriminated_union_put
            models::SpreadRecordForNonDiscriminatedUnion::new("abc").with(|it| it.additional_properties = record([
                ("prop1", SpreadRecordForNonDiscriminatedUnionValue::WidgetData0(WidgetData0::new("abc"))),
                ("prop2", SpreadRecordForNonDiscriminatedUnionValue::WidgetData1(days())),
            ]));
        "Type_Property_AdditionalProperties_SpreadRecordNonDiscriminatedUnion2_get"
        "Type_Property_AdditionalProperties_SpreadRecordNonDiscriminatedUnion2_put":
            spread_record_non_discriminated_union2_get spread_record_non_discriminated_union2_put
            models::SpreadRecordForNonDiscriminatedUnion2::new("abc").with(|it| it.additional_properties = record([
                ("prop1", SpreadRecordForNonDiscriminatedUnion2Value::WidgetData2(text())),
                ("prop2", SpreadRecordForNonDiscriminatedUnion2Value::WidgetData1(days())),
            ]));
        "Type_Property_AdditionalProperties_SpreadRecordNonDiscriminatedUnion3_get"
        "Type_Property_AdditionalProperties_SpreadRecordNonDiscriminatedUnion3_put":
            spread_record_non_discriminated_union3_get spread_record_non_discriminated_union3_put
            models::SpreadRecordForNonDiscriminatedUnion3::new("abc").with(|it| it.additional_properties = record([
                ("prop1", SpreadRecordForNonDiscriminatedUnion3Value::Array(vec![text(), text()])),
                ("prop2", SpreadRecordForNonDiscriminatedUnion3Value::WidgetData1(days())),
            ]));
    }
    Ok(())
}

/// Returns a map of one additional property.
fn prop<T>(value: T) -> BTreeMap<String, T> {
    record([("prop", value)])
}

/// Returns a map of several.
fn record<T, const N: usize>(entries: [(&str, T); N]) -> BTreeMap<String, T> {
    entries.map(|(name, value)| (name.to_owned(), value)).into()
}
