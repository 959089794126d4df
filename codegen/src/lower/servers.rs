//! Servers and tags.

use serde_json::Value;

use crate::{
    api::{Server, ServerVariable, Tag},
    load::extensions::{SERVER_NAME, TAG_PARENT},
};

/// Lowers a server with its variables.
pub(super) fn lower_server(server: &openapiv3::Server) -> Server {
    let variables = server.variables.iter().flatten().map(|(name, variable)| ServerVariable {
        name: name.clone(),
        default: variable.default.clone(),
        values: variable.enumeration.clone(),
        description: variable.description.clone(),
    });
    Server {
        name: server.extensions.get(SERVER_NAME).and_then(Value::as_str).map(str::to_owned),
        url: server.url.clone(),
        description: server.description.clone(),
        variables: variables.collect(),
    }
}

/// Lowers a tag.
pub(super) fn lower_tag(tag: &openapiv3::Tag) -> Tag {
    Tag {
        name: tag.name.clone(),
        description: tag.description.clone(),
        parent: tag.extensions.get(TAG_PARENT).and_then(Value::as_str).map(str::to_owned),
    }
}
