//! `type/union`: one of several values, distinguished by their structure.

use type_union::{Client, models, operations};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let cat = || models::Cat::new("test");
    let enums = || models::EnumsOnlyCases::new(models::EnumsOnlyCasesLr::Right, models::Ud::Up);
    let lists = || {
        models::StringAndArrayCases::new(
            models::StringAndArrayCasesString::String("test".to_owned()),
            models::StringAndArrayCasesArray::Array(vec!["test1".to_owned(), "test2".to_owned()]),
        )
    };
    let literals = || {
        models::MixedLiteralsCases::new(
            models::MixedLiteralsCasesStringLiteral::Value(models::MixedLiteralsCasesStringLiteralValue::A),
            models::MixedLiteralsCasesIntLiteral::Number(models::MixedLiteralsCasesIntLiteralNumber::Value2),
            models::MixedLiteralsCasesFloatLiteral::Number(
                models::MixedLiteralsCasesFloatLiteralNumber::Value3Point3,
            ),
            models::MixedLiteralsCasesBooleanLiteral::Boolean(true),
        )
    };
    let mixed = || {
        models::MixedTypesCases::new(
            models::MixedTypesCasesModel::Cat(cat()),
            models::MixedTypesCasesLiteral::Value(models::MixedTypesCasesLiteralValue::A),
            models::MixedTypesCasesInt::Integer(2),
            models::MixedTypesCasesBoolean::Boolean(true),
            vec![
                models::MixedTypesCasesArrayItem::Cat(cat()),
                models::MixedTypesCasesArrayItem::Value(models::MixedTypesCasesArrayItemValue::A),
                models::MixedTypesCasesArrayItem::Integer(2),
                models::MixedTypesCasesArrayItem::Boolean(true),
            ],
        )
    };
    sends! { scenarios,
        "Type_Union_StringsOnly_send": client.strings_only_send(
            &operations::StringsOnlySendBody::new(operations::StringsOnlySendBodyProp::B),
        );
        "Type_Union_StringExtensible_send": client.string_extensible_send(
            &operations::StringExtensibleSendBody::new("custom"),
        );
        "Type_Union_StringExtensibleNamed_send": client.string_extensible_named_send(
            &operations::StringExtensibleNamedSendBody::new("custom"),
        );
        "Type_Union_IntsOnly_send": client.ints_only_send(
            &operations::IntsOnlySendBody::new(operations::IntsOnlySendBodyProp::Value2),
        );
        "Type_Union_FloatsOnly_send": client.floats_only_send(
            &operations::FloatsOnlySendBody::new(operations::FloatsOnlySendBodyProp::Value2Point2),
        );
        "Type_Union_ModelsOnly_send": client.models_only_send(&operations::ModelsOnlySendBody::new(
            operations::ModelsOnlySendBodyProp::Cat(cat()),
        ));
        "Type_Union_EnumsOnly_send": client.enums_only_send(&operations::EnumsOnlySendBody::new(enums()));
        "Type_Union_StringAndArray_send":
            client.string_and_array_send(&operations::StringAndArraySendBody::new(lists()));
        "Type_Union_MixedLiterals_send":
            client.mixed_literals_send(&operations::MixedLiteralsSendBody::new(literals()));
        "Type_Union_MixedTypes_send": client.mixed_types_send(&operations::MixedTypesSendBody::new(mixed()));
    }
    receives! { scenarios,
        "Type_Union_StringsOnly_get":
            client.strings_only_get() => operations::StringsOnlyGetReply::new(operations::StringsOnlyGetReplyProp::B);
        "Type_Union_StringExtensible_get":
            client.string_extensible_get() => operations::StringExtensibleGetReply::new("custom");
        "Type_Union_StringExtensibleNamed_get":
            client.string_extensible_named_get() => operations::StringExtensibleNamedGetReply::new("custom");
        "Type_Union_IntsOnly_get":
            client.ints_only_get() => operations::IntsOnlyGetReply::new(operations::IntsOnlyGetReplyProp::Value2);
        "Type_Union_FloatsOnly_get": client.floats_only_get()
            => operations::FloatsOnlyGetReply::new(operations::FloatsOnlyGetReplyProp::Value2Point2);
        "Type_Union_ModelsOnly_get": client.models_only_get() => operations::ModelsOnlyGetReply::new(
            operations::ModelsOnlyGetReplyProp::Cat(cat()),
        );
        "Type_Union_EnumsOnly_get": client.enums_only_get() => operations::EnumsOnlyGetReply::new(enums());
        "Type_Union_StringAndArray_get":
            client.string_and_array_get() => operations::StringAndArrayGetReply::new(lists());
        "Type_Union_MixedLiterals_get":
            client.mixed_literals_get() => operations::MixedLiteralsGetReply::new(literals());
        "Type_Union_MixedTypes_get": client.mixed_types_get() => operations::MixedTypesGetReply::new(mixed());
    }
    Ok(())
}
