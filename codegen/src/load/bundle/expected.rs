//! The objects that a reference may lead to.

use serde_json::Value;

use crate::load::{
    file_store::FileStore,
    object_graph::{ObjectKind, Site},
    reference::Location,
    unresolved::Unresolved,
};

/// The objects that a reference must lead to.
#[derive(Clone, Copy)]
pub(super) enum Expected {
    /// An object of a kind.
    One(ObjectKind),
    /// A list or a map of objects of a kind.
    Several(ObjectKind),
}

impl Expected {
    /// Compares the objects with those that the standard defines at `location`, which is canonical.
    ///
    /// # Errors
    /// If the standard defines others, such as the whole description where a schema is expected.
    pub(super) fn check(
        self,
        reference: &str,
        location: &Location,
        file_store: &FileStore<'_>,
    ) -> Result<(), Unresolved> {
        if !is_description(&location.file, file_store) {
            return Ok(());
        }
        let Some(site) = Site::at(&location.steps) else { return Ok(()) };
        let (found, expected) = match (site, self) {
            (Site::Object(found), Self::One(kind)) if found == kind => return Ok(()),
            (Site::Several(found), Self::Several(kind)) if found == kind => return Ok(()),
            (Site::Object(found), Self::One(kind)) => (found.with_article(), kind.with_article()),
            (Site::Object(found), Self::Several(_)) => (found.with_article(), SEVERAL),
            (Site::Several(_), Self::One(kind)) => (SEVERAL, kind.with_article()),
            (Site::Several(_), Self::Several(_)) => ("a list or a map of other objects", SEVERAL),
        };
        Err(Unresolved::unexpected(reference, found, expected))
    }
}

/// The name of several objects, for a message.
const SEVERAL: &str = "a list or a map of objects";

/// Returns `true` if a file is an OpenAPI description. Others may consist of one object or have any keys.
fn is_description(file: &str, file_store: &FileStore<'_>) -> bool {
    let version = |root: &Value| root.get("openapi").or_else(|| root.get("swagger")).is_some();
    file_store.get(&Location::file(file)).is_some_and(version)
}
