//! `routes`: locations and styles of parameters in paths and queries.

use std::collections::BTreeMap;

use routes::{Client, models};

use crate::harness::{Failure, Scenarios};

pub(crate) async fn run(scenarios: &mut Scenarios) -> Result<(), Failure> {
    let client = Client::builder().base_url(scenarios.url()).build()?;
    let list = || vec!["a".to_owned(), "b".to_owned()];
    let record = || BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]);
    sends! { scenarios,
        "Routes_InInterface": client.in_interface_fixed();
        "Routes_fixed": client.fixed();
        "Routes_PathParameters_templateOnly": client.path_parameters_template_only("a");
        "Routes_PathParameters_explicit": client.path_parameters_explicit("a");
        "Routes_PathParameters_annotationOnly": client.path_parameters_annotation_only("a");
        "Routes_QueryParameters_templateOnly": client.query_parameters_template_only("a");
        "Routes_QueryParameters_explicit": client.query_parameters_explicit("a");
        "Routes_QueryParameters_annotationOnly": client.query_parameters_annotation_only("a");
        "Routes_PathParameters_SimpleExpansion_Standard_primitive": client.get_path_simple_standard_by_primitive_param("a");
        "Routes_PathParameters_SimpleExpansion_Standard_array": client.get_path_simple_standard_by_array_param(list());
        "Routes_PathParameters_SimpleExpansion_Standard_record": client.get_path_simple_standard_by_record_param(record());
        "Routes_PathParameters_SimpleExpansion_Explode_primitive": client.get_path_simple_explode_by_primitive_param("a");
        "Routes_PathParameters_SimpleExpansion_Explode_array": client.get_path_simple_explode_by_array_param(list());
        "Routes_PathParameters_SimpleExpansion_Explode_record": client.get_path_simple_explode_by_record_param(record());
        "Routes_PathParameters_LabelExpansion_Standard_primitive": client.get_path_label_standard_by_primitive_param("a");
        "Routes_PathParameters_LabelExpansion_Standard_array": client.get_path_label_standard_by_array_param(list());
        "Routes_PathParameters_LabelExpansion_Standard_record": client.get_path_label_standard_by_record_param(record());
        "Routes_PathParameters_LabelExpansion_Explode_primitive": client.get_path_label_explode_by_primitive_param("a");
        "Routes_PathParameters_LabelExpansion_Explode_array": client.get_path_label_explode_by_array_param(list());
        "Routes_PathParameters_LabelExpansion_Explode_record": client.get_path_label_explode_by_record_param(record());
        "Routes_PathParameters_MatrixExpansion_Standard_primitive": client.get_path_matrix_standard_by_primitive_param("a");
        "Routes_PathParameters_MatrixExpansion_Standard_array": client.get_path_matrix_standard_by_array_param(list());
        "Routes_PathParameters_MatrixExpansion_Standard_record": client.get_path_matrix_standard_by_record_param(record());
        "Routes_PathParameters_MatrixExpansion_Explode_primitive": client.get_path_matrix_explode_by_primitive_param("a");
        "Routes_PathParameters_MatrixExpansion_Explode_array": client.get_path_matrix_explode_by_array_param(list());
        "Routes_PathParameters_MatrixExpansion_Explode_record": client.get_path_matrix_explode_by_record_param(record());
        "Routes_QueryParameters_QueryExpansion_Standard_primitive": client.standard_primitive("a");
        "Routes_QueryParameters_QueryExpansion_Standard_array": client.standard_array(list());
        "Routes_QueryParameters_QueryExpansion_Standard_record": client.standard_record(record());
        "Routes_QueryParameters_QueryExpansion_Explode_primitive": client.explode_primitive("a");
        "Routes_QueryParameters_QueryExpansion_Explode_array": client.explode_array(list());
        "Routes_QueryParameters_QueryExpansion_Explode_record": client.explode_record(record());
        "Routes_QueryParameters_QueryExpansion_Explode_model":
            client.explode_model(models::ExpandParameters::new("status", "active"));
    }
    Ok(())
}
