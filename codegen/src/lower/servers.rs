//! Servers.

use crate::api::{Server, ServerVariable};

/// A server with its variables.
pub(super) fn lower_server(server: &openapiv3::Server) -> Server {
    let variables = server.variables.iter().flatten().map(|(name, variable)| ServerVariable {
        name: name.clone(),
        default: variable.default.clone(),
        values: variable.enumeration.clone(),
        description: variable.description.clone(),
    });
    Server {
        url: server.url.clone(),
        description: server.description.clone(),
        variables: variables.collect(),
    }
}
