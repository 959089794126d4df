//! Schemas: each component and each inline schema becomes an [`api::Schema`](crate::api::Schema).

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
};

use openapiv3::Components;

use super::{
    all_of,
    discriminators::Source,
    distribute, enums, extensions, formats, given_names,
    inheritance::Inheritance,
    objects,
    references::Target,
    schema_view::{SchemaRef, SchemaView},
    tasks::{Task, Tasks},
    versions::MergeKey,
    xml,
};
use crate::{
    api::{Docs, Origin, Parent, Role, Schema, SchemaId, Schemas, Shape, Union},
    diagnostics::{Code, Diagnostics, Pointer},
    load::{Unresolved, extensions::CONST},
};

/// The reasons for values without a type, for the report.
pub(super) const NO_TYPE: &str = "the description gives no type";

/// The schemas that are lowered so far.
pub(super) struct SchemaLowering<'a, 'd> {
    pub(super) components: &'a Components,
    pub(super) unresolved: &'a [Unresolved],
    pub(super) inheritance: Inheritance<'a>,
    pub(super) ids: HashMap<&'a str, SchemaId>,
    /// The inline schemas by location, because a member of an `allOf` is visited several times.
    inline: HashMap<(Option<usize>, Pointer), SchemaId>,
    /// The operation that gets separate types for a shared part of the description.
    pub(super) separate_for: Option<usize>,
    schemas: Schemas,
    /// The unions with their discriminators.
    unions: Vec<Source<'a>>,
    /// The schemas with `const`.
    constants: HashSet<SchemaId>,
    /// The unions that are being combined with the keywords beside them.
    pending_choices: Vec<Pointer>,
    /// The number of unions that may still be combined.
    choices_left: usize,
    /// The schemas that result from merges, those in progress included.
    pub(super) merges: HashMap<MergeKey, SchemaId>,
    pub(super) tasks: Tasks<'a>,
    /// The ends of chains of references.
    pub(super) targets: RefCell<HashMap<&'a str, Option<Target<'a>>>>,
    /// The contradictions that are reported, by location and message.
    pub(super) reported: HashSet<(Pointer, String)>,
    pub(super) diagnostics: &'d mut Diagnostics,
}

/// The maximum number of unions that are combined with the keywords beside them, so that a description cannot cause
/// an exponential number of schemas.
const MAX_CHOICES: usize = 5000;
/// The maximum depth of nested unions that are combined.
const MAX_CHOICE_DEPTH: usize = 5;

impl<'a, 'd> SchemaLowering<'a, 'd> {
    /// Creates an id for each component schema, so that references can be resolved in any order.
    pub(super) fn new(
        components: &'a Components,
        unresolved: &'a [Unresolved],
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        let mut schemas = Schemas::default();
        let section = super::components_pointer("schemas");
        let ids = components
            .schemas
            .keys()
            .map(|name| {
                let origin = Origin::Component(name.clone());
                (name.as_str(), schemas.push(Schema::new(section.key(name), origin, Shape::Any(NO_TYPE))))
            })
            .collect();
        let inheritance = Inheritance::of(components);
        Self {
            components,
            unresolved,
            inheritance,
            ids,
            inline: HashMap::new(),
            separate_for: None,
            schemas,
            unions: Vec::new(),
            constants: HashSet::new(),
            pending_choices: Vec::new(),
            choices_left: MAX_CHOICES,
            merges: HashMap::new(),
            tasks: Tasks::default(),
            targets: RefCell::default(),
            reported: HashSet::new(),
            diagnostics,
        }
    }

    /// Lowers every component schema.
    pub(super) fn lower_components(&mut self) {
        let components = self.components;
        for (name, schema) in &components.schemas {
            let id = self.ids[name.as_str()];
            match SchemaRef::from(schema) {
                SchemaRef::Inline(schema) if self.inheritance.is_base(name, &SchemaView::of(schema)) => {
                    self.fill_base(id, name, schema);
                }
                other => self.fill(id, other),
            }
        }
    }

    /// Returns the schemas, the unions with their discriminators, and the schemas with `const`.
    pub(super) fn finish(self) -> (Schemas, Vec<Source<'a>>, HashSet<SchemaId>) {
        (self.schemas, self.unions, self.constants)
    }

    /// Lowers an inline schema at `pointer`.
    pub(super) fn lower(
        &mut self,
        schema: SchemaRef<'a>,
        pointer: Pointer,
        parent: Parent,
        role: Role,
    ) -> SchemaId {
        let place = (self.separate_for, pointer.clone());
        if let Some(&known) = self.inline.get(&place) {
            return known;
        }
        let id = self.add(pointer, parent, role, Shape::Any(NO_TYPE));
        self.inline.insert(place, id);
        self.fill(id, schema);
        id
    }

    /// Adds a schema of this shape that is not in the description.
    pub(super) fn add(&mut self, pointer: Pointer, parent: Parent, role: Role, shape: Shape) -> SchemaId {
        // A shared component is named after itself, not after the first operation that uses it.
        let shared = matches!(parent, Parent::Operation(_)).then(|| shared_component(&pointer)).flatten();
        let origin = shared.map_or(Origin::Inline(parent, role), Origin::Component);
        self.schemas.push(Schema::new(pointer, origin, shape))
    }

    /// Returns the name of the component schema `id`.
    pub(super) fn component_name(&self, id: SchemaId) -> Option<String> {
        self.schemas[id].origin.component().map(str::to_owned)
    }

    /// Returns the number of schemas of the description that are lowered so far, components included.
    pub(super) fn described(&self) -> usize {
        self.ids.len() + self.inline.len()
    }

    pub(super) fn docs(&mut self, id: SchemaId) -> &mut Docs {
        &mut self.schemas[id].docs
    }

    /// Sets the format of a schema, if there is one.
    pub(super) fn set_format(&mut self, id: SchemaId, format: Option<String>) {
        if format.is_some() {
            self.schemas[id].format = format;
        }
    }

    /// Sets the name of the place of a schema, if there is one.
    pub(super) fn set_place_name(&mut self, id: SchemaId, name: Option<String>) {
        if name.is_some() {
            self.schemas[id].given.place = name;
        }
    }

    pub(super) fn pointer(&self, id: SchemaId) -> Pointer {
        self.schemas[id].pointer.clone()
    }

    /// Gives the schema `id` its shape.
    pub(super) fn reshape(&mut self, id: SchemaId, shape: Shape) {
        self.schemas[id].shape = shape;
    }

    pub(super) fn untyped(&mut self, code: Code, at: &Pointer, why: &'static str) -> Shape {
        self.diagnostics.push(code, at, format!("{why}; the value is left untyped"));
        Shape::Any(why)
    }

    /// Starts to combine the union at `place` with the keywords beside it. Returns `false` if that is in progress
    /// already or a bound is reached.
    pub(super) fn begin_choice(&mut self, place: &Pointer) -> bool {
        let deep = self.pending_choices.len() == MAX_CHOICE_DEPTH;
        if deep || self.choices_left == 0 || self.pending_choices.contains(place) {
            return false;
        }
        self.choices_left -= 1;
        self.pending_choices.push(place.clone());
        true
    }

    /// Ends the combination that [`begin_choice`](Self::begin_choice) started.
    pub(super) fn end_choice(&mut self) {
        self.pending_choices.pop();
    }

    /// Records the union of `source`. Its tags are found when all schemas are known.
    pub(super) fn union_of(&mut self, source: Source<'a>) -> Shape {
        let union = Union::of(source.members.iter().map(|(member, _)| *member));
        self.unions.push(source);
        Shape::Union(union)
    }

    fn fill(&mut self, id: SchemaId, schema: SchemaRef<'a>) {
        match schema {
            SchemaRef::Reference(reference) => {
                let at = self.pointer(id);
                self.schemas[id].shape = self.reference_shape(reference, &at);
            }
            SchemaRef::Inline(schema) => self.now_or_later(Task::Fill(id, SchemaView::of(schema))),
        }
    }

    /// Fills the schema `id` from its keywords.
    pub(super) fn fill_with(&mut self, id: SchemaId, schema_view: &SchemaView<'a>) {
        let at = self.pointer(id);
        self.describe(id, schema_view);
        let shape = self.shape(id, &at, schema_view.clone());
        self.set_value(id, shape);
        let schema = &mut self.schemas[id];
        if !schema.nullable && schema.constant.is_none() && schema.shape == Shape::Boolean {
            schema.constant = enums::boolean_constant(schema_view).map(Box::new);
        }
    }

    /// Gives the schema `id` its shape. A list of one value makes it a constant.
    pub(super) fn set_value(&mut self, id: SchemaId, shape: Shape) {
        let schema = &mut self.schemas[id];
        if !schema.nullable {
            schema.constant = enums::constant(&shape).map(Box::new);
        }
        schema.shape = shape;
    }

    pub(super) fn describe(&mut self, id: SchemaId, schema_view: &SchemaView<'a>) {
        let Some(data) = schema_view.data else { return };
        if data.extensions.contains_key(CONST) {
            self.constants.insert(id);
        }
        let deprecation = extensions::deprecation(data.deprecated, &data.extensions);
        self.schemas[id].page_role = extensions::role(&data.extensions);
        self.schemas[id].docs = Docs {
            title: data.title.clone(),
            description: data.description.clone().or_else(|| all_of::description(schema_view)),
            default: data.default.clone(),
            constraints: schema_view.constraints.clone(),
            deprecated: deprecation.deprecated,
            deprecation: deprecation.reason,
            replacement: deprecation.replacement,
        };
        self.schemas[id].given = given_names::of_schema(&data.extensions);
        self.schemas[id].example = data.example.clone().map(Box::new);
        self.schemas[id].xml = xml::of(data);
        self.schemas[id].format.clone_from(&schema_view.format);
        self.schemas[id].nullable = schema_view.is_nullable() || all_of::is_nullable(schema_view);
    }

    /// Fills a base: a union of the schemas that extend it and of itself, as [`Role::Base`].
    fn fill_base(&mut self, id: SchemaId, name: &'a str, schema: &'a openapiv3::Schema) {
        let schema_view = SchemaView::of(schema);
        self.describe(id, &schema_view);
        let left = self.left_to_repeat();
        let Some(descendants) = self.inheritance.descendants(name, left) else {
            // They are not counted again for each base in a chain.
            self.may_repeat(left.saturating_add(1));
            let at = self.pointer(id);
            self.schemas[id].shape = all_of::Failure::Bound.report(self, &at);
            return;
        };
        self.may_repeat(descendants.len());
        let mut members: Vec<(SchemaId, Option<String>)> = Vec::new();
        for child in descendants {
            members.extend(self.ids.get(child).map(|id| (*id, Some(child.to_owned()))));
        }
        let pointer = self.pointer(id);
        let base = self.add(pointer, Parent::Schema(id), Role::Base, Shape::Any(NO_TYPE));
        let discriminator = schema_view.discriminator();
        self.now_or_later(Task::Fill(base, schema_view));
        members.push((base, Some(name.to_owned())));
        self.schemas[id].shape = self.union_of(Source { id, discriminator, members });
    }

    /// Returns the shape of the schema `id`.
    pub(super) fn shape(&mut self, id: SchemaId, at: &Pointer, schema_view: SchemaView<'a>) -> Shape {
        // A list of values describes the value completely.
        let has_parts = !(schema_view.all_of.is_empty()
            && schema_view.one_of.is_empty()
            && schema_view.any_of.is_empty());
        if has_parts
            && !matches!(schema_view.type_name, Some("object" | "array"))
            && let Some(shape) = enums::listed(&schema_view, schema_view.type_name)
        {
            return shape;
        }
        if !schema_view.all_of.is_empty() {
            return all_of::merge(self, id, at, schema_view);
        }
        if schema_view.is_silent() {
            return Shape::Any(NO_TYPE);
        }
        if !schema_view.one_of.is_empty() || !schema_view.any_of.is_empty() {
            return distribute::union_shape(self, id, at, schema_view);
        }
        // Keywords for objects and arrays decide no type beside a list of scalars.
        if !matches!(schema_view.type_name, Some("object" | "array"))
            && let Some(shape) = enums::listed(&schema_view, schema_view.type_name)
        {
            return shape;
        }
        match schema_view.type_name.or_else(|| schema_view.implied_type()) {
            Some("object") => objects::shape(self, id, at, &schema_view),
            Some("array") => Shape::Array(match schema_view.items {
                Some(items) => self.lower(items, at.key("items"), Parent::Schema(id), Role::Item),
                None => self.add(at.key("items"), Parent::Schema(id), Role::Item, Shape::Any(NO_TYPE)),
            }),
            // `not`, a list of arrays and objects, or the type `null`.
            Some("null") | None => Shape::Any(NO_TYPE),
            Some(scalar) => {
                let shape = formats::scalar(scalar, schema_view.format.as_deref());
                shape.unwrap_or_else(|| formats::report_unknown(scalar, at, self.diagnostics))
            }
        }
    }
}

/// Returns the name of the shared parameter, body or response that contains a schema.
fn shared_component(pointer: &Pointer) -> Option<String> {
    let mut steps = pointer.steps();
    (steps.next()? == "components").then(|| steps.nth(1)).flatten()
}
