//! `type/array`: lists of everything, sent and received.

use serde_json::json;
use type_array::{Client, Span, models::InnerModel};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let largest = (1_i64 << 53) - 1;
    let inner = || vec![InnerModel::new("hello"), InnerModel::new("world")];
    let span: Span = "P123DT22H14M12.011S".parse()?;
    both_ways! { scenarios, client,
        "Type_Array_Int32Value_get" "Type_Array_Int32Value_put":
            int32_value_get int32_value_put vec![1, 2];
        "Type_Array_Int64Value_get" "Type_Array_Int64Value_put":
            int64_value_get int64_value_put vec![largest, -largest];
        "Type_Array_BooleanValue_get" "Type_Array_BooleanValue_put":
            boolean_value_get boolean_value_put vec![true, false];
        "Type_Array_StringValue_get" "Type_Array_StringValue_put":
            string_value_get string_value_put vec!["hello".to_owned(), String::new()];
        "Type_Array_Float32Value_get" "Type_Array_Float32Value_put":
            float32_value_get float32_value_put vec![43.125];
        "Type_Array_DatetimeValue_get" "Type_Array_DatetimeValue_put":
            datetime_value_get datetime_value_put vec!["2022-08-26T18:38:00Z".parse::<jiff::Timestamp>()?];
        "Type_Array_DurationValue_get" "Type_Array_DurationValue_put":
            duration_value_get duration_value_put vec![span];
        "Type_Array_UnknownValue_get" "Type_Array_UnknownValue_put":
            unknown_value_get unknown_value_put vec![json!(1), json!("hello"), json!(null)];
        "Type_Array_ModelValue_get" "Type_Array_ModelValue_put":
            model_value_get model_value_put inner();
        "Type_Array_NullableFloatValue_get" "Type_Array_NullableFloatValue_put":
            nullable_float_value_get nullable_float_value_put vec![Some(1.25), None, Some(3.0)];
        "Type_Array_NullableBooleanValue_get" "Type_Array_NullableBooleanValue_put":
            nullable_boolean_value_get nullable_boolean_value_put vec![Some(true), None, Some(false)];
        "Type_Array_NullableInt32Value_get" "Type_Array_NullableInt32Value_put":
            nullable_int32_value_get nullable_int32_value_put vec![Some(1), None, Some(3)];
        "Type_Array_NullableStringValue_get" "Type_Array_NullableStringValue_put":
            nullable_string_value_get nullable_string_value_put
            vec![Some("hello".to_owned()), None, Some("world".to_owned())];
        "Type_Array_NullableModelValue_get" "Type_Array_NullableModelValue_put":
            nullable_model_value_get nullable_model_value_put
            vec![Some(InnerModel::new("hello")), None, Some(InnerModel::new("world"))];
    }
    Ok(())
}
