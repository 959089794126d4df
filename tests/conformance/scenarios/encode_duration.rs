//! `encode/duration`: spans as texts, and as numbers of seconds and milliseconds.

use encode_duration::{Client, Span, models};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let days = |days: i64| Span::from(jiff::Span::new().days(days));
    sends! { scenarios,
        "Encode_Duration_Query_default": client.query_default(days(40));
        "Encode_Duration_Query_iso8601": client.query_iso8601(days(40));
        "Encode_Duration_Query_int32Seconds": client.query_int32_seconds(36);
        "Encode_Duration_Query_int32SecondsArray": client.query_int32_seconds_array(vec![36, 47]);
        "Encode_Duration_Query_floatSeconds": client.query_float_seconds(35.625);
        "Encode_Duration_Query_float64Seconds": client.query_float64_seconds(35.625);
        "Encode_Duration_Query_int32Milliseconds": client.query_int32_milliseconds(36000);
        "Encode_Duration_Query_floatMilliseconds": client.query_float_milliseconds(35625.0);
        "Encode_Duration_Query_float64Milliseconds": client.query_float64_milliseconds(35625.0);
        "Encode_Duration_Query_int32MillisecondsArray": client.query_int32_milliseconds_array(vec![36000, 47000]);
        "Encode_Duration_Query_int32SecondsLargerUnit": client.query_int32_seconds_larger_unit(120);
        "Encode_Duration_Query_floatSecondsLargerUnit": client.query_float_seconds_larger_unit(150.0);
        "Encode_Duration_Query_int32MillisecondsLargerUnit": client.query_int32_milliseconds_larger_unit(180000);
        "Encode_Duration_Query_floatMillisecondsLargerUnit": client.query_float_milliseconds_larger_unit(210000.0);
        "Encode_Duration_Header_default": client.header_default(days(40));
        "Encode_Duration_Header_iso8601": client.header_iso8601(days(40));
        "Encode_Duration_Header_int32Seconds": client.header_int32_seconds(36);
        "Encode_Duration_Header_floatSeconds": client.header_float_seconds(35.625);
        "Encode_Duration_Header_float64Seconds": client.header_float64_seconds(35.625);
        "Encode_Duration_Header_iso8601Array": client.header_iso8601_array(vec![days(40), days(50)]);
        "Encode_Duration_Header_int32Milliseconds": client.header_int32_milliseconds(36000);
        "Encode_Duration_Header_floatMilliseconds": client.header_float_milliseconds(35625.0);
        "Encode_Duration_Header_float64Milliseconds": client.header_float64_milliseconds(35625.0);
        "Encode_Duration_Header_int32MillisecondsArray": client.header_int32_milliseconds_array(vec![36000, 47000]);
        "Encode_Duration_Header_int32SecondsLargerUnit": client.header_int32_seconds_larger_unit(120);
        "Encode_Duration_Header_floatSecondsLargerUnit": client.header_float_seconds_larger_unit(150.0);
        "Encode_Duration_Header_int32MillisecondsLargerUnit": client.header_int32_milliseconds_larger_unit(180000);
        "Encode_Duration_Header_floatMillisecondsLargerUnit": client.header_float_milliseconds_larger_unit(210000.0);
        "Encode_Duration_Lossy_intSeconds": client.lossy_int_seconds(36);
        "Encode_Duration_Lossy_intMilliseconds": client.lossy_int_milliseconds(36250);
    }
    let default = models::PropertyDefaultDurationProperty::new(days(40));
    let float_seconds = models::PropertyFloatSecondsDurationProperty::new(35.625);
    let float64_seconds = models::PropertyFloat64SecondsDurationProperty::new(35.625);
    let int32_seconds = models::PropertyInt32SecondsDurationProperty::new(36);
    let iso8601 = models::PropertyIso8601DurationProperty::new(days(40));
    let float_seconds_array = models::PropertyFloatSecondsDurationArrayProperty::new(vec![35.625, 46.75]);
    let int32_milliseconds = models::PropertyInt32MillisecondsDurationProperty::new(36000);
    let float_milliseconds = models::PropertyFloatMillisecondsDurationProperty::new(35625.0);
    let float64_milliseconds = models::PropertyFloat64MillisecondsDurationProperty::new(35625.0);
    let float_milliseconds_array =
        models::PropertyFloatMillisecondsDurationArrayProperty::new(vec![35625.0, 46750.0]);
    let int32_seconds_larger_unit = models::PropertyInt32SecondsLargerUnitDurationProperty::new(120);
    let float_seconds_larger_unit = models::PropertyFloatSecondsLargerUnitDurationProperty::new(150.0);
    let int32_milliseconds_larger_unit =
        models::PropertyInt32MillisecondsLargerUnitDurationProperty::new(180000);
    let float_milliseconds_larger_unit =
        models::PropertyFloatMillisecondsLargerUnitDurationProperty::new(210000.0);
    receives! { scenarios,
        "Encode_Duration_Property_default": client.property_default(&default) => default;
        "Encode_Duration_Property_floatSeconds": client.property_float_seconds(&float_seconds) => float_seconds;
        "Encode_Duration_Property_float64Seconds": client.property_float64_seconds(&float64_seconds) => float64_seconds;
        "Encode_Duration_Property_int32Seconds": client.property_int32_seconds(&int32_seconds) => int32_seconds;
        "Encode_Duration_Property_iso8601": client.property_iso8601(&iso8601) => iso8601;
        "Encode_Duration_Property_floatSecondsArray": client.property_float_seconds_array(&float_seconds_array) => float_seconds_array;
        "Encode_Duration_Property_int32Milliseconds": client.property_int32_milliseconds(&int32_milliseconds) => int32_milliseconds;
        "Encode_Duration_Property_floatMilliseconds": client.property_float_milliseconds(&float_milliseconds) => float_milliseconds;
        "Encode_Duration_Property_float64Milliseconds": client.property_float64_milliseconds(&float64_milliseconds) => float64_milliseconds;
        "Encode_Duration_Property_floatMillisecondsArray": client.property_float_milliseconds_array(&float_milliseconds_array) => float_milliseconds_array;
        "Encode_Duration_Property_int32SecondsLargerUnit": client.property_int32_seconds_larger_unit(&int32_seconds_larger_unit) => int32_seconds_larger_unit;
        "Encode_Duration_Property_floatSecondsLargerUnit": client.property_float_seconds_larger_unit(&float_seconds_larger_unit) => float_seconds_larger_unit;
        "Encode_Duration_Property_int32MillisecondsLargerUnit": client.property_int32_milliseconds_larger_unit(&int32_milliseconds_larger_unit) => int32_milliseconds_larger_unit;
        "Encode_Duration_Property_floatMillisecondsLargerUnit": client.property_float_milliseconds_larger_unit(&float_milliseconds_larger_unit) => float_milliseconds_larger_unit;
    }
    Ok(())
}
