//! `type/dictionary`: maps of everything, sent and received.

use std::collections::BTreeMap;

use serde_json::json;
use type_dictionary::{Client, Span, models::InnerModel};

use crate::harness::{Failure, Scenarios};

fn map<T, const N: usize>(entries: [(&str, T); N]) -> BTreeMap<String, T> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let largest = (1_i64 << 53) - 1;
    let span: Span = "P123DT22H14M12.011S".parse()?;
    let inner = InnerModel::new("inner world");
    let with = |text: &str, children: BTreeMap<String, InnerModel>| {
        InnerModel::new(text).with(|it| it.children = Some(children))
    };
    both_ways! { scenarios, client,
        "Type_Dictionary_Int32Value_get" "Type_Dictionary_Int32Value_put":
            int32_value_get int32_value_put map([("k1", 1), ("k2", 2)]);
        "Type_Dictionary_Int64Value_get" "Type_Dictionary_Int64Value_put":
            int64_value_get int64_value_put map([("k1", largest), ("k2", -largest)]);
        "Type_Dictionary_BooleanValue_get" "Type_Dictionary_BooleanValue_put":
            boolean_value_get boolean_value_put map([("k1", true), ("k2", false)]);
        "Type_Dictionary_StringValue_get" "Type_Dictionary_StringValue_put":
            string_value_get string_value_put map([("k1", "hello".to_owned()), ("k2", String::new())]);
        "Type_Dictionary_Float32Value_get" "Type_Dictionary_Float32Value_put":
            float32_value_get float32_value_put map([("k1", 43.125)]);
        "Type_Dictionary_DatetimeValue_get" "Type_Dictionary_DatetimeValue_put":
            datetime_value_get datetime_value_put map([("k1", "2022-08-26T18:38:00Z".parse::<jiff::Timestamp>()?)]);
        "Type_Dictionary_DurationValue_get" "Type_Dictionary_DurationValue_put":
            duration_value_get duration_value_put map([("k1", span)]);
        "Type_Dictionary_UnknownValue_get" "Type_Dictionary_UnknownValue_put":
            unknown_value_get unknown_value_put map([("k1", json!(1)), ("k2", json!("hello")), ("k3", json!(null))]);
        "Type_Dictionary_ModelValue_get" "Type_Dictionary_ModelValue_put":
            model_value_get model_value_put map([("k1", InnerModel::new("hello")), ("k2", InnerModel::new("world"))]);
        "Type_Dictionary_RecursiveModelValue_get" "Type_Dictionary_RecursiveModelValue_put":
            recursive_model_value_get recursive_model_value_put map([
                ("k1", with("hello", BTreeMap::new())),
                ("k2", with("world", map([("k2.1", inner.clone())]))),
            ]);
        "Type_Dictionary_NullableFloatValue_get" "Type_Dictionary_NullableFloatValue_put":
            nullable_float_value_get nullable_float_value_put map([("k1", Some(1.25)), ("k2", Some(0.5)), ("k3", None)]);
    }
    Ok(())
}
