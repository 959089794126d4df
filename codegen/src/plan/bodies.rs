//! Request bodies.

use super::{
    constraints, docs,
    media::media_text,
    names::{self, Scope},
    operations::Input,
    schema_places,
    types::Types,
};
use crate::{
    api::{Body, Content, Media, Operation},
    rust::{
        BodyChoice, BodyEncoding, BodyKind, BodyPart, ChoiceVariant, Constraints, Ident, Initializer,
        OperationField, Support, Type, link,
    },
    surface::{places::OwnType, word},
};

/// A planned body.
pub(super) struct PlannedBody {
    pub(super) input: Input,
    pub(super) write: BodyPart,
    pub(super) choice: Option<BodyChoice>,
}

/// The field of a body, how it is written, and the enum of its media types where there are several.
/// `operation` is the name of the operation's struct.
pub(super) fn plan_body(
    body: &Body,
    ident: Ident,
    operation: (&Operation, &str),
    types: &mut Types<'_>,
) -> PlannedBody {
    let (ty, borrowed, encoding, choice) = match body.contents.as_slice() {
        [only] => {
            let (ty, borrowed) = content_type(only, types);
            (ty, borrowed, Some(encoding(only, types)), None)
        }
        several => {
            let choice = plan_choice(several, operation, types);
            (Type::Choice(choice.ident.clone(), choice.borrows), false, None, Some(choice))
        }
    };
    let constraints = match body.contents.as_slice() {
        [only] if matches!(only.media, Media::Json | Media::Xml | Media::Form) => {
            constraints::of_value(types, only.schema)
        }
        _ => Constraints::default(),
    };
    let write = BodyPart { field: ident.clone(), optional: !body.required, borrowed, constraints, encoding };
    let start = if body.required { Initializer::Argument } else { Initializer::Absent };
    let ty = if body.required { ty } else { ty.optional() };
    let about = match &body.description {
        Some(description) => docs::markdown(description),
        None => vec!["The request body.".to_owned()],
    };
    let field = OperationField { ident, ty, borrowed, start, docs: about.clone() };
    let input = Input { field, optional: !body.required, deprecated: false, docs: about };
    PlannedBody { input, write, choice }
}

/// The type of a body of one media type, and whether it is taken by reference. What is cheap to copy, and
/// what becomes the body as it is, is taken by value.
fn content_type(content: &Content, types: &Types<'_>) -> (Type, bool) {
    match content.media {
        Media::Json | Media::Xml | Media::Form | Media::Multipart => {
            let ty = types.bare(content.schema);
            let copied = ty.is_copied();
            (ty, !copied)
        }
        Media::Text => (Type::String, false),
        Media::Binary | Media::Events | Media::Lines => (Type::Support(Support::Body), false),
    }
}

fn encoding(content: &Content, types: &Types<'_>) -> BodyEncoding {
    let kind = match content.media {
        Media::Json => BodyKind::Json,
        Media::Xml => types.xml.get(&content.schema).cloned().map_or(BodyKind::Text, BodyKind::Xml),
        Media::Form => BodyKind::Form(
            content
                .encodings
                .iter()
                .filter_map(|encoding| Some((encoding.name.clone(), encoding.style?)))
                .collect(),
        ),
        Media::Multipart => BodyKind::Multipart,
        Media::Text => BodyKind::Text,
        Media::Binary | Media::Events | Media::Lines => BodyKind::Raw,
    };
    BodyEncoding { media_type: content.media_type.clone(), kind }
}

fn plan_choice(
    contents: &[Content],
    (operation, operation_name): (&Operation, &str),
    types: &mut Types<'_>,
) -> BodyChoice {
    let source = OwnType::MediaTypes.of(&schema_places::of_operation(operation));
    let name = types.operation_scope.claim_type_for(&source, &names::compound(operation_name, "Content"));
    types.prelude.take(&name);
    let mut scope = Scope::default();
    let media_types: Vec<String> = contents.iter().map(|content| word(&content.media_type)).collect();
    let known = types.memory.names(&format!("operations::{name}"));
    scope.keep(known, media_types.iter().map(String::as_str));
    let variants: Vec<ChoiceVariant> = contents
        .iter()
        .map(|content| {
            let (ty, borrowed) = content_type(content, types);
            ChoiceVariant {
                ident: names::ident(
                    &scope.claim_type_for(&word(&content.media_type), &media_text(&content.media_type)),
                ),
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
