//! Settings with an entry for each part of a description.

use clientwright_codegen::{Pages, PollFrom, PollUntil, PollerSettings, Pollers, Selector};
use serde_json::json;

use super::{
    super::description::{document, list, map, reference, schemas, small_object},
    dimension,
};
use crate::bench::growth::input::{Dimension, Input};

pub(super) const DIMENSIONS: &[Dimension] = &[
    dimension("renamed operations", 250, |size| {
        operations(size).with(|settings| {
            settings.rename.operations =
                (0..size).map(|number| (format!("get_item{number}"), format!("item{number}"))).collect();
        })
    }),
    dimension("renamed schemas", 500, |size| {
        all_schemas(size).with(|settings| {
            settings.rename.schemas =
                (0..size).map(|number| (format!("S{number}"), format!("Item{number}"))).collect();
        })
    }),
    dimension("renamed fields", 500, |size| {
        all_schemas(size).with(|settings| {
            settings.rename.fields =
                (0..size).map(|number| (format!("S{number}.name"), "title".to_owned())).collect();
        })
    }),
    dimension("schemas with the user's own type", 500, |size| {
        all_schemas(size).with(|settings| {
            settings.types.schemas =
                (0..size).map(|number| (format!("S{number}"), "std::string::String".to_owned())).collect();
        })
    }),
    dimension("selected operations", 250, |size| {
        operations(size).with(|settings| {
            settings.only = (0..size).map(|number| Selector::Name(format!("get_item{number}"))).collect();
        })
    }),
    dimension("selected routes", 250, |size| {
        operations(size).with(|settings| {
            settings.only = (0..size).map(|number| Selector::Route(format!("GET /items{number}"))).collect();
        })
    }),
    dimension("idempotency keys", 250, |size| {
        operations(size).with(|settings| {
            let all = (0..size).map(|number| Selector::Name(format!("get_item{number}"))).collect();
            settings.idempotency_keys.insert("Idempotency-Key".to_owned(), all);
        })
    }),
    dimension("links of one response", 250, |size| {
        let target =
            json!({ "operationId": "list_items", "parameters": { "name0": "$response.body#/name" } });
        let content = json!({ "application/json": { "schema": reference(0) } });
        let linked = json!({
            "description": "Done", "content": content, "links": map(size, |number| (format!("link{number}"), target.clone())),
        });
        let get = json!({ "operationId": "get_item", "responses": { "200": linked } });
        let parameters = list(
            size,
            |number| json!({ "name": format!("name{number}"), "in": "query", "required": number < 20, "schema": { "type": "string" } }),
        );
        let responses = json!({ "204": { "description": "Done" } });
        let list = json!({ "operationId": "list_items", "parameters": parameters, "responses": responses });
        let paths = json!({ "/item": { "get": get }, "/items": { "get": list } });
        let schemas = json!({ "S0": small_object() });
        Input::json(&document(json!({ "paths": paths, "components": { "schemas": schemas } })))
            .with(|settings| settings.links = true)
    }),
    dimension("settings of pages", 250, |size| {
        operations(size).with(|settings| {
            settings.pages =
                (0..size).map(|number| (Selector::Name(format!("get_item{number}")), Pages::Off)).collect();
        })
    }),
    dimension("settings of pollers", 250, |size| {
        operations(size).with(|settings| {
            let selector = |number| Selector::Name(format!("get_item{number}"));
            let poller = |number| PollerSettings {
                from: PollFrom::Operation(selector(number), std::iter::empty().collect()),
                until: PollUntil::StatusCode,
                result: String::new(),
                interval: 0,
                limit: 0,
            };
            settings.pollers =
                (0..size).map(|number| (selector(number), Pollers::On(Box::new(poller(number))))).collect();
        })
    }),
];

fn operations(size: usize) -> Input {
    let paths = map(size, |number| {
        let responses = json!({ "204": { "description": "Done" } });
        let operation = json!({ "operationId": format!("get_item{number}"), "responses": responses });
        (format!("/items{number}"), json!({ "get": operation }))
    });
    Input::json(&document(json!({ "paths": paths })))
}

fn all_schemas(size: usize) -> Input {
    Input::json(&schemas(map(size, |number| (format!("S{number}"), small_object()))))
}
