//! Servers, tags, and the people behind an API.

use serde_json::Value;

use crate::{
    api::{Info, Server, ServerVariable, Tag},
    load::extensions::{LICENSE_IDENTIFIER, SERVER_NAME, TAG_PARENT},
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
        part: None,
        name: tag.name.clone(),
        description: tag.description.clone(),
        parent: tag.extensions.get(TAG_PARENT).and_then(Value::as_str).map(str::to_owned),
    }
}

/// Lowers the terms, the contact and the license.
pub(super) fn lower_info(info: &openapiv3::Info) -> Info {
    let contact = info.contact.as_ref();
    let license = info.license.as_ref().map(|license| {
        let identifier = license.extensions.get(LICENSE_IDENTIFIER).and_then(Value::as_str);
        identifier.unwrap_or(&license.name).to_owned()
    });
    Info {
        terms_of_service: info.terms_of_service.clone(),
        contact_name: contact.and_then(|contact| contact.name.clone()),
        contact_url: contact.and_then(|contact| contact.url.clone()),
        contact_email: contact.and_then(|contact| contact.email.clone()),
        license,
    }
}
