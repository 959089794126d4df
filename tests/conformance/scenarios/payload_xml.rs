//! `payload/xml`: elements, attributes, lists and namespaces.

use payload_xml::{Client, Error, models};

use crate::harness::{Failure, Inexpressible, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let foo = || models::SimpleModel::new("foo", 123);
    let bar = || models::SimpleModel::new("bar", 456);
    let colors = || ["red", "green", "blue"].map(str::to_owned).to_vec();
    let metadata = || {
        let entries = [("Color", "blue"), ("Count", "123"), ("Enabled", "false")];
        entries.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
    };
    let time: jiff::Timestamp = "2022-08-26T18:38:00Z".parse()?;
    let date: jiff::Timestamp = "2022-08-26T14:38:00Z".parse()?;
    both_ways! { scenarios, client,
        "Payload_Xml_ModelWithDatetimeValue_get" "Payload_Xml_ModelWithDatetimeValue_put":
            model_with_datetime_value_get model_with_datetime_value_put models::ModelWithDatetime::new(time, date);
        "Payload_Xml_SimpleModelValue_get" "Payload_Xml_SimpleModelValue_put":
            simple_model_value_get simple_model_value_put foo();
        "Payload_Xml_ModelWithRenamedPropertyValue_get" "Payload_Xml_ModelWithRenamedPropertyValue_put":
            model_with_renamed_property_value_get model_with_renamed_property_value_put models::ModelWithRenamedProperty::new("foo", "bar");
        "Payload_Xml_ModelWithRenamedFieldsValue_get" "Payload_Xml_ModelWithRenamedFieldsValue_put":
            model_with_renamed_fields_value_get model_with_renamed_fields_value_put models::ModelWithRenamedFields::new(foo(), bar());
        "Payload_Xml_ModelWithNestedModelValue_get" "Payload_Xml_ModelWithNestedModelValue_put":
            model_with_nested_model_value_get model_with_nested_model_value_put models::ModelWithNestedModel::new(foo());
        "Payload_Xml_ModelWithRenamedNestedModelValue_get" "Payload_Xml_ModelWithRenamedNestedModelValue_put":
            model_with_renamed_nested_model_value_get model_with_renamed_nested_model_value_put models::ModelWithRenamedNestedModel::new(models::Author::new("foo"));
        "Payload_Xml_ModelWithUnwrappedArrayValue_get" "Payload_Xml_ModelWithUnwrappedArrayValue_put":
            model_with_unwrapped_array_value_get model_with_unwrapped_array_value_put models::ModelWithUnwrappedArray::new(colors(), vec![1, 2]);
        "Payload_Xml_ModelWithRenamedArraysValue_get" "Payload_Xml_ModelWithRenamedArraysValue_put":
            model_with_renamed_arrays_value_get model_with_renamed_arrays_value_put models::ModelWithRenamedArrays::new(colors(), vec![1, 2]);
        "Payload_Xml_ModelWithWrappedPrimitiveCustomItemNamesValue_get" "Payload_Xml_ModelWithWrappedPrimitiveCustomItemNamesValue_put":
            model_with_wrapped_primitive_custom_item_names_value_get model_with_wrapped_primitive_custom_item_names_value_put models::ModelWithWrappedPrimitiveCustomItemNames::new(vec!["fiction".to_owned(), "classic".to_owned()]);
        "Payload_Xml_ModelWithUnwrappedModelArrayValue_get" "Payload_Xml_ModelWithUnwrappedModelArrayValue_put":
            model_with_unwrapped_model_array_value_get model_with_unwrapped_model_array_value_put models::ModelWithUnwrappedModelArray::new(vec![foo(), bar()]);
        "Payload_Xml_ModelWithRenamedWrappedModelArrayValue_get" "Payload_Xml_ModelWithRenamedWrappedModelArrayValue_put":
            model_with_renamed_wrapped_model_array_value_get model_with_renamed_wrapped_model_array_value_put models::ModelWithRenamedWrappedModelArray::new(vec![foo(), bar()]);
        "Payload_Xml_ModelWithRenamedUnwrappedModelArrayValue_get" "Payload_Xml_ModelWithRenamedUnwrappedModelArrayValue_put":
            model_with_renamed_unwrapped_model_array_value_get model_with_renamed_unwrapped_model_array_value_put models::ModelWithRenamedUnwrappedModelArray::new(vec![foo(), bar()]);
        "Payload_Xml_ModelWithRenamedWrappedAndItemModelArrayValue_get" "Payload_Xml_ModelWithRenamedWrappedAndItemModelArrayValue_put":
            model_with_renamed_wrapped_and_item_model_array_value_get model_with_renamed_wrapped_and_item_model_array_value_put models::ModelWithRenamedWrappedAndItemModelArray::new(vec![
                models::Book::new("The Great Gatsby"),
                models::Book::new("Les Miserables"),
            ]);
        "Payload_Xml_ModelWithAttributesValue_get" "Payload_Xml_ModelWithAttributesValue_put":
            model_with_attributes_value_get model_with_attributes_value_put models::ModelWithAttributes::new(123, "foo", true);
        "Payload_Xml_ModelWithRenamedAttributeValue_get" "Payload_Xml_ModelWithRenamedAttributeValue_put":
            model_with_renamed_attribute_value_get model_with_renamed_attribute_value_put models::ModelWithRenamedAttribute::new(123, "The Great Gatsby", "F. Scott Fitzgerald");
        "Payload_Xml_ModelWithNamespaceValue_get" "Payload_Xml_ModelWithNamespaceValue_put":
            model_with_namespace_value_get model_with_namespace_value_put models::ModelWithNamespace::new(123, "The Great Gatsby");
        "Payload_Xml_ModelWithNamespaceOnPropertiesValue_get" "Payload_Xml_ModelWithNamespaceOnPropertiesValue_put":
            model_with_namespace_on_properties_value_get model_with_namespace_on_properties_value_put models::ModelWithNamespaceOnProperties::new(123, "The Great Gatsby", "F. Scott Fitzgerald");
        "Payload_Xml_ModelWithOptionalFieldValue_get" "Payload_Xml_ModelWithOptionalFieldValue_put":
            model_with_optional_field_value_get model_with_optional_field_value_put models::ModelWithOptionalField::new("widget");
        "Payload_Xml_ModelWithDictionaryValue_get" "Payload_Xml_ModelWithDictionaryValue_put":
            model_with_dictionary_value_get model_with_dictionary_value_put models::ModelWithDictionary::new(metadata());
        "Payload_Xml_ModelWithEncodedNamesValue_get" "Payload_Xml_ModelWithEncodedNamesValue_put":
            model_with_encoded_names_value_get model_with_encoded_names_value_put models::ModelWithEncodedNames::new(foo(), colors());
        "Payload_Xml_ModelWithEnumValue_get" "Payload_Xml_ModelWithEnumValue_put":
            model_with_enum_value_get model_with_enum_value_put models::ModelWithEnum::new(models::Status::Success);
    }
    scenarios
        .run("Payload_Xml_XmlErrorValue_get", async {
            match client.xml_error_value_get().send().await {
                Err(Error::Api(response)) => {
                    equal!(response.body, models::XmlErrorBody::new("Something went wrong", 400));
                    Ok(())
                }
                other => Err(format!("{other:?}").into()),
            }
        })
        .await;
    for scenario in [
        "Payload_Xml_ModelWithSimpleArraysValue_get",
        "Payload_Xml_ModelWithSimpleArraysValue_put",
        "Payload_Xml_ModelWithArrayOfModelValue_get",
        "Payload_Xml_ModelWithArrayOfModelValue_put",
        "Payload_Xml_ModelWithEmptyArrayValue_get",
        "Payload_Xml_ModelWithEmptyArrayValue_put",
    ] {
        scenarios.inexpressible(scenario, Inexpressible::UnsaidWrapper);
    }
    for scenario in ["Payload_Xml_ModelWithTextValue_get", "Payload_Xml_ModelWithTextValue_put"] {
        scenarios.inexpressible(scenario, Inexpressible::TextOfElement);
    }
    Ok(())
}
