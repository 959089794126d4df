//! `special-words`: reserved words, of Rust and of other languages, as names of everything.

use special_words::{Client, models, operations};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let methods =
        models::ModelPropertiesDictMethods::new("ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok");
    let items = operations::ReservedOperationBodyParamsWithItemsBody::new(vec!["item".to_owned()]);
    let class = models::ExtensibleStringsExtensibleString::Class;
    sends! { scenarios,
        "SpecialWords_Models_and": client.models_with_and(&models::ModelsAnd::new("ok"));
        "SpecialWords_Models_as": client.models_with_as(&models::ModelsAs::new("ok"));
        "SpecialWords_Models_assert": client.models_with_assert(&models::ModelsAssert::new("ok"));
        "SpecialWords_Models_async": client.models_with_async(&models::ModelsAsync::new("ok"));
        "SpecialWords_Models_await": client.models_with_await(&models::ModelsAwait::new("ok"));
        "SpecialWords_Models_break": client.models_with_break(&models::ModelsBreak::new("ok"));
        "SpecialWords_Models_class": client.models_with_class(&models::ModelsClass::new("ok"));
        "SpecialWords_Models_constructor": client.models_with_constructor(&models::ModelsConstructor::new("ok"));
        "SpecialWords_Models_continue": client.models_with_continue(&models::ModelsContinue::new("ok"));
        "SpecialWords_Models_def": client.models_with_def(&models::ModelsDef::new("ok"));
        "SpecialWords_Models_del": client.models_with_del(&models::ModelsDel::new("ok"));
        "SpecialWords_Models_elif": client.models_with_elif(&models::ModelsElif::new("ok"));
        "SpecialWords_Models_else": client.models_with_else(&models::ModelsElse::new("ok"));
        "SpecialWords_Models_except": client.models_with_except(&models::ModelsExcept::new("ok"));
        "SpecialWords_Models_exec": client.models_with_exec(&models::ModelsExec::new("ok"));
        "SpecialWords_Models_finally": client.models_with_finally(&models::ModelsFinally::new("ok"));
        "SpecialWords_Models_for": client.models_with_for(&models::ModelsFor::new("ok"));
        "SpecialWords_Models_from": client.models_with_from(&models::ModelsFrom::new("ok"));
        "SpecialWords_Models_global": client.models_with_global(&models::ModelsGlobal::new("ok"));
        "SpecialWords_Models_if": client.models_with_if(&models::ModelsIf::new("ok"));
        "SpecialWords_Models_import": client.models_with_import(&models::ModelsImport::new("ok"));
        "SpecialWords_Models_in": client.models_with_in(&models::ModelsIn::new("ok"));
        "SpecialWords_Models_is": client.models_with_is(&models::ModelsIs::new("ok"));
        "SpecialWords_Models_lambda": client.models_with_lambda(&models::ModelsLambda::new("ok"));
        "SpecialWords_Models_not": client.models_with_not(&models::ModelsNot::new("ok"));
        "SpecialWords_Models_or": client.models_with_or(&models::ModelsOr::new("ok"));
        "SpecialWords_Models_pass": client.models_with_pass(&models::ModelsPass::new("ok"));
        "SpecialWords_Models_raise": client.models_with_raise(&models::ModelsRaise::new("ok"));
        "SpecialWords_Models_return": client.models_with_return(&models::ModelsReturn::new("ok"));
        "SpecialWords_Models_try": client.models_with_try(&models::ModelsTry::new("ok"));
        "SpecialWords_Models_while": client.models_with_while(&models::ModelsWhile::new("ok"));
        "SpecialWords_Models_with": client.models_with(&models::ModelsWith::new("ok"));
        "SpecialWords_Models_yield": client.models_with_yield(&models::ModelsYield::new("ok"));
        "SpecialWords_Operations_and": client.operations_and();
        "SpecialWords_Operations_as": client.operations_as();
        "SpecialWords_Operations_assert": client.operations_assert();
        "SpecialWords_Operations_async": client.operations_async();
        "SpecialWords_Operations_await": client.operations_await();
        "SpecialWords_Operations_break": client.operations_break();
        "SpecialWords_Operations_class": client.operations_class();
        "SpecialWords_Operations_constructor": client.operations_constructor();
        "SpecialWords_Operations_continue": client.operations_continue();
        "SpecialWords_Operations_def": client.operations_def();
        "SpecialWords_Operations_del": client.operations_del();
        "SpecialWords_Operations_elif": client.operations_elif();
        "SpecialWords_Operations_else": client.operations_else();
        "SpecialWords_Operations_except": client.operations_except();
        "SpecialWords_Operations_exec": client.operations_exec();
        "SpecialWords_Operations_finally": client.operations_finally();
        "SpecialWords_Operations_for": client.operations_for();
        "SpecialWords_Operations_from": client.operations_from();
        "SpecialWords_Operations_global": client.operations_global();
        "SpecialWords_Operations_if": client.operations_if();
        "SpecialWords_Operations_import": client.operations_import();
        "SpecialWords_Operations_in": client.operations_in();
        "SpecialWords_Operations_is": client.operations_is();
        "SpecialWords_Operations_lambda": client.operations_lambda();
        "SpecialWords_Operations_not": client.operations_not();
        "SpecialWords_Operations_or": client.operations_or();
        "SpecialWords_Operations_pass": client.operations_pass();
        "SpecialWords_Operations_raise": client.operations_raise();
        "SpecialWords_Operations_return": client.operations_return();
        "SpecialWords_Operations_try": client.operations_try();
        "SpecialWords_Operations_while": client.operations_while();
        "SpecialWords_Operations_with": client.operations_with();
        "SpecialWords_Operations_yield": client.operations_yield();
        "SpecialWords_Parameters_and": client.parameters_with_and("ok");
        "SpecialWords_Parameters_as": client.parameters_with_as("ok");
        "SpecialWords_Parameters_assert": client.parameters_with_assert("ok");
        "SpecialWords_Parameters_async": client.parameters_with_async("ok");
        "SpecialWords_Parameters_await": client.parameters_with_await("ok");
        "SpecialWords_Parameters_break": client.parameters_with_break("ok");
        "SpecialWords_Parameters_class": client.parameters_with_class("ok");
        "SpecialWords_Parameters_constructor": client.parameters_with_constructor("ok");
        "SpecialWords_Parameters_continue": client.parameters_with_continue("ok");
        "SpecialWords_Parameters_def": client.parameters_with_def("ok");
        "SpecialWords_Parameters_del": client.parameters_with_del("ok");
        "SpecialWords_Parameters_elif": client.parameters_with_elif("ok");
        "SpecialWords_Parameters_else": client.parameters_with_else("ok");
        "SpecialWords_Parameters_except": client.parameters_with_except("ok");
        "SpecialWords_Parameters_exec": client.parameters_with_exec("ok");
        "SpecialWords_Parameters_finally": client.parameters_with_finally("ok");
        "SpecialWords_Parameters_for": client.parameters_with_for("ok");
        "SpecialWords_Parameters_from": client.parameters_with_from("ok");
        "SpecialWords_Parameters_global": client.parameters_with_global("ok");
        "SpecialWords_Parameters_if": client.parameters_with_if("ok");
        "SpecialWords_Parameters_import": client.parameters_with_import("ok");
        "SpecialWords_Parameters_in": client.parameters_with_in("ok");
        "SpecialWords_Parameters_is": client.parameters_with_is("ok");
        "SpecialWords_Parameters_lambda": client.parameters_with_lambda("ok");
        "SpecialWords_Parameters_not": client.parameters_with_not("ok");
        "SpecialWords_Parameters_or": client.parameters_with_or("ok");
        "SpecialWords_Parameters_pass": client.parameters_with_pass("ok");
        "SpecialWords_Parameters_raise": client.parameters_with_raise("ok");
        "SpecialWords_Parameters_return": client.parameters_with_return("ok");
        "SpecialWords_Parameters_try": client.parameters_with_try("ok");
        "SpecialWords_Parameters_while": client.parameters_with_while("ok");
        "SpecialWords_Parameters_with": client.parameters_with("ok");
        "SpecialWords_Parameters_yield": client.parameters_with_yield("ok");
        "SpecialWords_Parameters_cancellationToken": client.parameters_with_cancellation_token("ok");
        "SpecialWords_ModelProperties_sameAsModel":
            client.model_properties_same_as_model(&models::ModelPropertiesSameAsModel::new("ok"));
        "SpecialWords_ModelProperties_dictMethods": client.model_properties_dict_methods(&methods);
        "SpecialWords_ModelProperties_withList":
            client.model_properties_with_list(&models::ModelPropertiesModelWithList::new("ok"));
        "SpecialWords_ReservedOperationBodyParams_withItems":
            client.reserved_operation_body_params_with_items(&items);
    }
    receives! { scenarios,
        "SpecialWords_ExtensibleStrings_putExtensibleStringValue":
            client.extensible_strings_put_extensible_string_value(&class) => class;
    }
    Ok(())
}
