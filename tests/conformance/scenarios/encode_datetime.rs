//! `encode/datetime`: times as texts of two kinds, and as numbers of seconds.

use encode_datetime::{Client, UnixTime, models, operations};
use jiff::Timestamp;

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let time: Timestamp = "2022-08-26T18:38:00Z".parse()?;
    let date: Timestamp = "2022-08-26T14:38:00Z".parse()?;
    let [seconds, later] = [Timestamp::from_second(1686566864)?, Timestamp::from_second(1686734256)?];
    sends! { scenarios,
        "Encode_Datetime_Query_default": client.query_default(time);
        "Encode_Datetime_Query_rfc3339": client.query_rfc3339(time);
        "Encode_Datetime_Query_rfc7231": client.query_rfc7231(date);
        "Encode_Datetime_Query_unixTimestamp": client.query_unix_timestamp(seconds);
        "Encode_Datetime_Query_unixTimestampArray":
            client.query_unix_timestamp_array([seconds, later].map(UnixTime));
        "Encode_Datetime_Header_default": client.header_default(date);
        "Encode_Datetime_Header_rfc3339": client.header_rfc3339(time);
        "Encode_Datetime_Header_rfc7231": client.header_rfc7231(date);
        "Encode_Datetime_Header_unixTimestamp": client.header_unix_timestamp(seconds);
        "Encode_Datetime_Header_unixTimestampArray":
            client.header_unix_timestamp_array([seconds, later].map(UnixTime));
    }
    let default = models::DefaultDatetimeProperty::new(time);
    let rfc3339 = models::Rfc3339DatetimeProperty::new(time);
    let rfc7231 = models::Rfc7231DatetimeProperty::new(date);
    let unix = models::UnixTimestampDatetimeProperty::new(seconds);
    let array = models::UnixTimestampArrayDatetimeProperty::new([seconds, later].map(UnixTime));
    receives! { scenarios,
        "Encode_Datetime_Property_default": client.property_default(&default) => default;
        "Encode_Datetime_Property_rfc3339": client.property_rfc3339(&rfc3339) => rfc3339;
        "Encode_Datetime_Property_rfc7231": client.property_rfc7231(&rfc7231) => rfc7231;
        "Encode_Datetime_Property_unixTimestamp": client.property_unix_timestamp(&unix) => unix;
        "Encode_Datetime_Property_unixTimestampArray": client.property_unix_timestamp_array(&array) => array;
    }
    scenarios
        .run("Encode_Datetime_ResponseHeader_default", async {
            let response = client.response_header_default().send().await?;
            let read = operations::ResponseHeaderDefaultHeaders::read(&response.headers)?;
            equal!(*read.value, date);
            Ok(())
        })
        .await;
    scenarios
        .run("Encode_Datetime_ResponseHeader_rfc3339", async {
            let response = client.response_header_rfc3339().send().await?;
            let read = operations::ResponseHeaderRfc3339Headers::read(&response.headers)?;
            equal!(read.value, time);
            Ok(())
        })
        .await;
    scenarios
        .run("Encode_Datetime_ResponseHeader_rfc7231", async {
            let response = client.response_header_rfc7231().send().await?;
            let read = operations::ResponseHeaderRfc7231Headers::read(&response.headers)?;
            equal!(*read.value, date);
            Ok(())
        })
        .await;
    scenarios
        .run("Encode_Datetime_ResponseHeader_unixTimestamp", async {
            let response = client.response_header_unix_timestamp().send().await?;
            let read = operations::ResponseHeaderUnixTimestampHeaders::read(&response.headers)?;
            equal!(*read.value, seconds);
            Ok(())
        })
        .await;
    Ok(())
}
