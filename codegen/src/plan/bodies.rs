//! Request bodies.

use super::{
    constraints, docs,
    media::{media_text, need_parameters},
    names::{self, Keep, Scope},
    operation_names::OperationNames,
    operations::PlannedField,
    schema_places,
    types::Types,
};
use crate::{
    api::{Body, Content, Media, Operation},
    naming::{places::OperationType, word},
    rust::{
        BodyChoice, BodyEncoding, BodyKind, BodyPart, ChoiceVariant, Constraints, Ident, Initializer,
        OperationField, RuntimeType, Type, link,
    },
};

/// A planned body.
pub(super) struct PlannedBody {
    pub(super) field: PlannedField,
    pub(super) part: BodyPart,
    pub(super) choice: Option<BodyChoice>,
}

/// The type of a body, before it is optional.
struct BodyType {
    ty: Type,
    borrowed: bool,
    constraints: Constraints,
    encoding: Option<BodyEncoding>,
    choice: Option<BodyChoice>,
}

/// Plans the field of a body, its encoding, and the enum of its media types if it has several.
pub(super) fn plan_body(
    body: &Body,
    ident: Ident,
    operation: &Operation,
    operation_names: &OperationNames,
    types: &mut Types<'_>,
) -> PlannedBody {
    let BodyType { ty, borrowed, constraints, encoding, choice } = match body.contents.as_slice() {
        [only] => single_media_type(only, types),
        several => {
            let choice = plan_choice(several, operation, operation_names, types);
            BodyType {
                ty: Type::Choice(operation_names.home.clone(), choice.ident.clone(), choice.borrows),
                borrowed: false,
                constraints: Constraints::default(),
                encoding: None,
                choice: Some(choice),
            }
        }
    };
    let optional = !body.required;
    let part = BodyPart { field: ident.clone(), optional, borrowed, constraints, encoding };
    let (ty, initializer) =
        if optional { (ty.optional(), Initializer::Absent) } else { (ty, Initializer::Argument) };
    let docs = match &body.description {
        Some(description) => docs::markdown(description),
        None => vec!["The request body.".to_owned()],
    };
    let field = OperationField { ident, ty, borrowed, initializer, docs };
    PlannedBody { field: PlannedField { field, optional, deprecated: false }, part, choice }
}

fn single_media_type(content: &Content, types: &Types<'_>) -> BodyType {
    let (ty, borrowed) = content_type(content, types);
    let constraints = match content.media {
        Media::Json | Media::Xml | Media::Form => constraints::of_value(types, content.schema),
        _ => Constraints::default(),
    };
    BodyType { ty, borrowed, constraints, encoding: Some(encoding(content, types)), choice: None }
}

/// Returns the type of a body in one media type, and `true` if it is taken by reference.
/// Types that are cheap to copy, and raw bodies, are taken by value.
fn content_type(content: &Content, types: &Types<'_>) -> (Type, bool) {
    match content.media {
        Media::Json | Media::Xml | Media::Form | Media::Multipart => {
            let ty = types.bare(content.schema);
            let copied = ty.is_copied();
            (ty, !copied)
        }
        Media::Text => (Type::String, false),
        Media::Binary | Media::Events | Media::Lines => (Type::Runtime(RuntimeType::Body), false),
    }
}

fn encoding(content: &Content, types: &Types<'_>) -> BodyEncoding {
    let kind = match content.media {
        Media::Json => BodyKind::Json,
        Media::Xml => types.xml.get(&content.schema).cloned().map_or(BodyKind::Text, BodyKind::Xml),
        Media::Form => {
            let styles = content
                .encodings
                .iter()
                .filter_map(|encoding| Some((encoding.name.clone(), encoding.style?)));
            BodyKind::Form(styles.collect())
        }
        Media::Multipart => BodyKind::Multipart,
        Media::Text => BodyKind::Text,
        Media::Binary | Media::Events | Media::Lines => BodyKind::Raw,
    };
    BodyEncoding { media_type: content.media_type.clone(), kind }
}

fn plan_choice(
    contents: &[Content],
    operation: &Operation,
    operation_names: &OperationNames,
    types: &mut Types<'_>,
) -> BodyChoice {
    let source = OperationType::MediaTypes.of(&schema_places::of_operation(operation));
    let operation_name = &operation_names.type_name;
    let name = operation_names.declare_type(&source, &["Content", "Payload"], types);
    let mut scope = Scope::default();
    let media_types: Vec<String> = contents.iter().map(|content| word(&content.media_type)).collect();
    let known = types.known_in_type(&operation_names.known_home, &source, &name);
    scope.reserve(known, media_types.iter().map(String::as_str));
    let variants: Vec<ChoiceVariant> = contents
        .iter()
        .zip(&media_types)
        .zip(need_parameters(contents))
        .map(|((content, source), needs_parameters)| {
            let (ty, borrowed) = content_type(content, types);
            let text = media_text(content, needs_parameters);
            let reserved = scope.take_reserved(source, &[&text], Keep::Always);
            ChoiceVariant {
                ident: names::ident(&reserved.unwrap_or_else(|| scope.declare_type(&text))),
                ty,
                borrowed,
                docs: vec![docs::code(&content.media_type)],
                encoding: encoding(content, types),
            }
        })
        .collect();
    BodyChoice {
        ident: names::ident(&name),
        docs: vec![format!("The body of {}, in one of its media types.", link(operation_name))],
        borrows: variants.iter().any(|variant| variant.borrowed),
        variants,
    }
}
