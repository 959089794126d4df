//! The keywords that other versions of a schema add to the most specific version.

use super::{
    formats,
    intersection::is_object,
    keywords::{self, Contradiction, Located},
    schema_view::{Additional, SchemaRef, SchemaView},
    schemas::SchemaLowering,
};
use crate::api::Constraint;

/// The keywords that the other versions add.
#[derive(Debug, PartialEq)]
pub(super) enum Addition {
    /// None.
    Nothing,
    /// Constraints: all of the versions are listed.
    Constraints(Vec<Constraint>),
    /// Keywords that narrow the type.
    Type,
}

/// Compares all versions of a schema with `carrier`, the most specific one.
pub(super) fn addition<'a>(
    schemas: &SchemaLowering<'a, '_>,
    carrier: &SchemaView<'a>,
    versions: &[Located<'_, 'a>],
    contradictions: &mut Vec<Contradiction>,
) -> Addition {
    let all = keywords::intersect(versions, contradictions);
    let is_flat = |view: &SchemaView<'_>| {
        view.one_of.is_empty() && view.any_of.is_empty() && view.all_of.is_empty() && !view.negated
    };
    let narrows_scalar = || {
        let values = all.values.as_ref().map_or(usize::MAX, Vec::len);
        let listed = carrier.enumeration.iter().filter(|value| !value.is_null()).count();
        let shape = |type_name: Option<&str>, format: Option<&str>| formats::scalar(type_name?, format);
        let is_narrower = carrier.type_name.is_some()
            && shape(all.type_name, all.format.as_deref())
                != shape(carrier.type_name, carrier.format.as_deref());
        if listed > 0 { values < listed } else { is_narrower }
    };
    let narrows_parts = || {
        let others = || versions.iter().map(|(view, _)| *view).filter(|view| !std::ptr::eq(*view, carrier));
        let is_array = carrier.type_name == Some("array") || carrier.items.is_some();
        let items = |view: &SchemaView<'a>| view.items;
        let values = |view: &SchemaView<'a>| match view.additional {
            Additional::Of(schema) => Some(schema),
            _ => None,
        };
        is_array && others().filter_map(items).any(|other| says_more(schemas, carrier.items, other))
            || is_object(carrier)
                && others().filter_map(values).any(|other| says_more(schemas, values(carrier), other))
    };
    if versions.iter().all(|(view, _)| is_flat(view)) && (narrows_scalar() || narrows_parts()) {
        return Addition::Type;
    }
    if all.constraints.iter().all(|constraint| carrier.constraints.contains(constraint)) {
        return Addition::Nothing;
    }
    Addition::Constraints(all.constraints)
}

/// Returns `true` if `other` may say something about a value that `known` does not say.
fn says_more<'a>(
    schemas: &SchemaLowering<'a, '_>,
    known: Option<SchemaRef<'a>>,
    other: SchemaRef<'a>,
) -> bool {
    let Some(other) = schemas.inlined(other) else { return false };
    let is_same =
        known.and_then(|known| schemas.inlined(known)).is_some_and(|known| std::ptr::eq(known, other));
    let view = SchemaView::of(other);
    !is_same && (!view.is_silent() || !view.constraints.is_empty() || view.format.is_some())
}
