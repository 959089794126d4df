//! `type/property/value-types`: a property of each type.

use serde_json::json;
use type_property_value_types::{Client, Span, models};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let span: Span = "P123DT22H14M12.011S".parse()?;
    let date: jiff::Timestamp = "2022-08-26T18:38:00Z".parse()?;
    let inner = |text: &str| models::InnerModel::new(text);
    let texts = || vec!["hello".to_owned(), "world".to_owned()];
    let map = || ["k1", "k2"].map(str::to_owned).into_iter().zip(texts()).collect();
    both_ways! { scenarios, client,
        "Type_Property_ValueTypes_Boolean_get" "Type_Property_ValueTypes_Boolean_put":
            boolean_get boolean_put models::BooleanProperty::new(true);
        "Type_Property_ValueTypes_String_get" "Type_Property_ValueTypes_String_put":
            string_get string_put models::StringProperty::new("hello");
        "Type_Property_ValueTypes_Bytes_get" "Type_Property_ValueTypes_Bytes_put":
            bytes_get bytes_put models::BytesProperty::new("hello, world!");
        "Type_Property_ValueTypes_Int_get" "Type_Property_ValueTypes_Int_put":
            int_get int_put models::IntProperty::new(42);
        "Type_Property_ValueTypes_Float_get" "Type_Property_ValueTypes_Float_put":
            float_get float_put models::FloatProperty::new(43.125);
        "Type_Property_ValueTypes_Decimal_get" "Type_Property_ValueTypes_Decimal_put":
            decimal_get decimal_put models::DecimalProperty::new(0.33333);
        "Type_Property_ValueTypes_Decimal128_get" "Type_Property_ValueTypes_Decimal128_put":
            decimal128_get decimal128_put models::Decimal128Property::new(0.33333);
        "Type_Property_ValueTypes_Datetime_get" "Type_Property_ValueTypes_Datetime_put":
            datetime_get datetime_put models::DatetimeProperty::new(date);
        "Type_Property_ValueTypes_Duration_get" "Type_Property_ValueTypes_Duration_put":
            duration_get duration_put models::DurationProperty::new(span);
        "Type_Property_ValueTypes_Enum_get" "Type_Property_ValueTypes_Enum_put":
            enum_get enum_put models::EnumProperty::new(models::FixedInnerEnum::ValueOne);
        "Type_Property_ValueTypes_ExtensibleEnum_get" "Type_Property_ValueTypes_ExtensibleEnum_put":
            extensible_enum_get extensible_enum_put
            models::ExtensibleEnumProperty::new(models::InnerEnum::Unknown("UnknownValue".into()));
        "Type_Property_ValueTypes_Model_get" "Type_Property_ValueTypes_Model_put":
            model_get model_put models::ModelProperty::new(inner("hello"));
        "Type_Property_ValueTypes_CollectionsString_get" "Type_Property_ValueTypes_CollectionsString_put":
            collections_string_get collections_string_put models::CollectionsStringProperty::new(texts());
        "Type_Property_ValueTypes_CollectionsInt_get" "Type_Property_ValueTypes_CollectionsInt_put":
            collections_int_get collections_int_put models::CollectionsIntProperty::new(vec![1, 2]);
        "Type_Property_ValueTypes_CollectionsModel_get" "Type_Property_ValueTypes_CollectionsModel_put":
            collections_model_get collections_model_put
            models::CollectionsModelProperty::new(vec![inner("hello"), inner("world")]);
        "Type_Property_ValueTypes_DictionaryString_get" "Type_Property_ValueTypes_DictionaryString_put":
            dictionary_string_get dictionary_string_put models::DictionaryStringProperty::new(map());
        "Type_Property_ValueTypes_Never_get" "Type_Property_ValueTypes_Never_put":
            never_get never_put models::NeverProperty::default();
        "Type_Property_ValueTypes_UnknownString_get" "Type_Property_ValueTypes_UnknownString_put":
            unknown_string_get unknown_string_put models::UnknownStringProperty::new(json!("hello"));
        "Type_Property_ValueTypes_UnknownInt_get" "Type_Property_ValueTypes_UnknownInt_put":
            unknown_int_get unknown_int_put models::UnknownIntProperty::new(json!(42));
        "Type_Property_ValueTypes_UnknownDict_get" "Type_Property_ValueTypes_UnknownDict_put":
            unknown_dict_get unknown_dict_put
            models::UnknownDictProperty::new(json!({ "k1": "hello", "k2": 42 }));
        "Type_Property_ValueTypes_UnknownArray_get" "Type_Property_ValueTypes_UnknownArray_put":
            unknown_array_get unknown_array_put models::UnknownArrayProperty::new(json!(["hello", "world"]));
        "Type_Property_ValueTypes_StringLiteral_get" "Type_Property_ValueTypes_StringLiteral_put":
            string_literal_get string_literal_put models::StringLiteralProperty::new();
        "Type_Property_ValueTypes_IntLiteral_get" "Type_Property_ValueTypes_IntLiteral_put":
            int_literal_get int_literal_put models::IntLiteralProperty::new();
        "Type_Property_ValueTypes_FloatLiteral_get" "Type_Property_ValueTypes_FloatLiteral_put":
            float_literal_get float_literal_put models::FloatLiteralProperty::new();
        "Type_Property_ValueTypes_BooleanLiteral_get" "Type_Property_ValueTypes_BooleanLiteral_put":
            boolean_literal_get boolean_literal_put models::BooleanLiteralProperty::new();
        "Type_Property_ValueTypes_UnionStringLiteral_get" "Type_Property_ValueTypes_UnionStringLiteral_put":
            union_string_literal_get union_string_literal_put
            models::UnionStringLiteralProperty::new(models::UnionStringLiteralPropertyKind::World);
        "Type_Property_ValueTypes_UnionIntLiteral_get" "Type_Property_ValueTypes_UnionIntLiteral_put":
            union_int_literal_get union_int_literal_put
            models::UnionIntLiteralProperty::new(models::UnionIntLiteralPropertyKind::Value42);
        "Type_Property_ValueTypes_UnionFloatLiteral_get" "Type_Property_ValueTypes_UnionFloatLiteral_put":
            union_float_literal_get union_float_literal_put
            models::UnionFloatLiteralProperty::new(models::UnionFloatLiteralPropertyKind::Value46Point875);
        "Type_Property_ValueTypes_UnionEnumValue_get" "Type_Property_ValueTypes_UnionEnumValue_put":
            union_enum_value_get union_enum_value_put models::UnionEnumValueProperty::new();
    }
    Ok(())
}
