//! Expressions for the arguments of an example.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Items,
    values::{self, Place},
};
use crate::{
    plan::names::{self, Scope},
    rust::{
        BodyChoice, Conversion, Conversions, Field, Ident, Initializer, Item, Multipart, Namespace,
        RuntimeType, Struct, Type, Union, UnionVariant,
    },
};

/// The maximum depth of the values in an example.
const MAX_DEPTH: usize = 6;
/// The depth up to which lists of objects are empty.
const MAX_LIST_DEPTH: usize = MAX_DEPTH - 2;
/// The maximum number of values in an example. An argument that needs more values has no expression.
const MAX_VALUES: usize = 40;
/// The maximum number of fields of all structs in an example, and of the variants that one value is compared with.
const MAX_MEMBERS: usize = 500;
/// The maximum number of lines before a call. Arguments that need more have no expression.
const MAX_STATEMENTS: usize = 8;
/// The maximum length of an expression inside another one. A longer expression gets a `let` statement.
const MAX_LENGTH: usize = 60;
/// The maximum length of a reference to an expression. A longer expression gets a `let` statement.
const MAX_REFERENCE: usize = 36;
/// The maximum length of a line.
const MAX_WIDTH: usize = 100;

/// An expression: a call with its arguments, or text without arguments.
struct Expression {
    head: String,
    arguments: Vec<String>,
    tail: &'static str,
}

impl Expression {
    fn text(text: impl Into<String>) -> Self {
        Self { head: text.into(), arguments: Vec::new(), tail: "" }
    }

    fn line(&self) -> String {
        format!("{}{}{}", self.head, self.arguments.join(", "), self.tail)
    }
}

/// Returns the lines of a call: one, or one for each argument if that is too long.
pub(super) fn layout(head: &str, arguments: &[String], tail: &str) -> Vec<String> {
    let line = format!("{head}{}{tail}", arguments.join(", "));
    if arguments.is_empty() || line.chars().count() <= MAX_WIDTH {
        return vec![line];
    }
    let arguments = arguments.iter().map(|argument| format!("    {argument},"));
    [head.to_owned()].into_iter().chain(arguments).chain([tail.to_owned()]).collect()
}

/// The use of the arguments of a call.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::plan) struct Form {
    /// `true` if they are used after the statement of the call.
    pub(in crate::plan) outlive: bool,
    /// `true` if the first file is read from the variable `file`.
    pub(in crate::plan) reads_file: bool,
}

/// A builder of expressions for types. A long expression gets a `let` statement.
pub(super) struct ExpressionBuilder<'a> {
    items: &'a Items<'a>,
    conversions: &'a Conversions,
    form: Form,
    /// The lines of the `let` statements.
    pub(super) statements: Vec<String>,
    /// The modules and types of the crate that the expressions name.
    pub(super) uses: BTreeSet<&'static str>,
    /// `true` if an expression has a scalar or a file.
    pub(super) has_values: bool,
    scope: Scope,
    /// The number of values that may still be written.
    budget: usize,
    /// The number of fields that may still be looked at.
    members: usize,
}

impl<'a> ExpressionBuilder<'a> {
    pub(super) fn new(items: &'a Items<'a>, conversions: &'a Conversions, form: Form) -> Self {
        Self {
            items,
            conversions,
            form,
            statements: Vec::new(),
            uses: BTreeSet::new(),
            has_values: false,
            scope: Scope::with_names(&["client", "response", "items", "mock", "file"]),
            budget: MAX_VALUES,
            members: MAX_MEMBERS,
        }
    }

    /// Declares the name of a variable.
    pub(super) fn declare(&mut self, name: &str) -> Ident {
        names::ident(&self.scope.declare(&names::snake_text(name, "value")))
    }

    /// Returns the result of `build`, unless it needs too many statements. Without a result, nothing is added.
    pub(super) fn attempt(&mut self, build: impl FnOnce(&mut Self) -> Option<String>) -> Option<String> {
        let (statements, uses, scope) = (self.statements.len(), self.uses.clone(), self.scope.clone());
        self.has_values = false;
        let built = build(self).filter(|_| self.statements.len() <= MAX_STATEMENTS);
        if built.is_none() {
            self.statements.truncate(statements);
            self.uses = uses;
            self.scope = scope;
            self.has_values = false;
        }
        built
    }

    /// Returns the expression of an argument. Returns `None` if there is no short one.
    pub(super) fn argument(&mut self, ty: &Type, borrowed: bool, place: Place<'_>) -> Option<String> {
        if !borrowed {
            return self.inner(ty, place, MAX_DEPTH, false);
        }
        match ty {
            // A reference to a text is a `&str`, and a reference to a list is a slice.
            Type::String => return Some(values::text(place)),
            Type::Option(_) => return Some("None".to_owned()),
            Type::Vec(element) => {
                let list = self.list(element, place, MAX_DEPTH, true)?;
                return Some(self.reference(place, &Expression { head: "[".to_owned(), ..list }));
            }
            _ => {}
        }
        let value = self.value(ty, place, MAX_DEPTH, true)?;
        Some(self.reference(place, &value))
    }

    /// Returns a reference to a value. A value that outlives the call needs a variable.
    fn reference(&mut self, place: Place<'_>, value: &Expression) -> String {
        let line = value.line();
        if self.form.outlive || line.len() > MAX_REFERENCE {
            format!("&{}", self.let_statement(place.name, value))
        } else {
            format!("&{line}")
        }
    }

    /// Returns the expression of a body that is an enum of media types, in the first of them.
    pub(super) fn choice(
        &mut self,
        choice: &BodyChoice,
        home: &Namespace,
        place: Place<'_>,
    ) -> Option<String> {
        let first = choice.variants.first()?;
        if first.borrowed {
            // The enum implements `From` for the reference.
            return self.argument(&first.ty, true, place);
        }
        let value = self.value(&first.ty, place, MAX_DEPTH, true)?.line();
        Some(format!("{}::{}::{}({value})", self.path(home), choice.ident, first.ident))
    }

    /// Adds a `let` statement for the expression, and returns its name.
    fn let_statement(&mut self, name: &str, value: &Expression) -> String {
        let name = self.declare(name);
        let (head, tail) = (format!("let {name} = {}", value.head), format!("{};", value.tail));
        self.statements.extend(layout(&head, &value.arguments, &tail));
        name.to_string()
    }

    /// Returns the path of a module.
    fn path(&mut self, home: &Namespace) -> String {
        self.uses.insert(match home {
            Namespace::Models | Namespace::Part(_) => "models",
            Namespace::Operations(_) => "operations",
            Namespace::Errors => "errors",
        });
        home.to_string()
    }

    /// Returns an expression inside another one, which is the name of a variable if the expression is long.
    fn inner(&mut self, ty: &Type, place: Place<'_>, depth: usize, exact: bool) -> Option<String> {
        let value = self.value(ty, place, depth, exact)?;
        let line = value.line();
        Some(if line.len() > MAX_LENGTH { self.let_statement(place.name, &value) } else { line })
    }

    /// Returns an expression of the type if it must be `exact`, or else one that converts into it as an argument.
    /// Returns `None` if there is no short one.
    fn value(&mut self, ty: &Type, place: Place<'_>, depth: usize, exact: bool) -> Option<Expression> {
        self.budget = self.budget.checked_sub(1)?;
        let exact = exact || self.conversions.of(ty) == Conversion::Exact;
        let is_value =
            !matches!(ty, Type::Value | Type::Vec(_) | Type::Map(_) | Type::Option(_) | Type::Named(..));
        self.has_values |= is_value;
        Some(match ty {
            Type::Infallible | Type::Stream(..) | Type::Choice(..) => return None,
            Type::String if exact => Expression::text(format!("{}.to_owned()", values::text(place))),
            Type::String => Expression::text(values::text(place)),
            Type::Foreign(foreign) => Expression::text(foreign.example?),
            Type::Bytes => Expression::text(converted("\"bytes\"", exact)),
            Type::Instant(form, time) => {
                self.uses.insert(form.name());
                call(&format!("{}(", form.name()), self.inner(time, place, depth, true)?)
            }
            Type::Runtime(kind) => Expression::text(self.runtime_value(*kind, place, exact)),
            Type::Vec(element) => self.list(element, place, depth, exact)?,
            Type::Tuple(elements) => {
                let shown = |index| place.shown.and_then(|shown| shown.get(index));
                let elements = elements.iter().enumerate();
                let values = elements.map(|(index, element)| {
                    self.inner(element, Place { shown: shown(index), ..place }, depth, true)
                });
                Expression { head: "(".to_owned(), arguments: values.collect::<Option<_>>()?, tail: ")" }
            }
            Type::Map(_) => Expression::text("std::collections::BTreeMap::new()"),
            Type::Option(inner) => match place.shown.filter(|shown| values::is_scalar(shown)) {
                Some(_) => call("Some(", self.inner(inner, place, depth, true)?),
                None => Expression::text("None"),
            },
            Type::Boxed(inner) if !exact && self.is_typed(inner) => self.value(inner, place, depth, true)?,
            Type::Boxed(inner) => call("Box::new(", self.inner(inner, place, depth, true)?),
            Type::Named(home, ident) => self.item((home, ident), place, depth, exact)?,
            scalar => Expression::text(values::scalar(scalar, place)),
        })
    }

    fn list(&mut self, element: &Type, place: Place<'_>, depth: usize, exact: bool) -> Option<Expression> {
        // A list that is borrowed or converted can be an array.
        let is_text = self.conversions.is_text(element);
        let head = if exact { "vec![" } else { "[" };
        let name = match (values::singular(place.name), element) {
            (Some(name), _) => name,
            (None, Type::Named(_, ident)) => ident.unraw(),
            (None, _) => place.name,
        };
        let shown = place.shown.and_then(|shown| shown.get(0));
        let statements = self.statements.len();
        // A list in an object in a list is empty.
        let value = if depth > MAX_LIST_DEPTH || is_text {
            self.inner(element, Place { name, shown }, depth, exact || !is_text)
        } else {
            None
        };
        if value.is_none() {
            self.statements.truncate(statements);
            // The compiler cannot find the type of the elements of an empty list that converts.
            if is_text && !exact {
                return None;
            }
        }
        Some(Expression { head: head.to_owned(), arguments: value.into_iter().collect(), tail: "]" })
    }

    fn runtime_value(&mut self, kind: RuntimeType, place: Place<'_>, exact: bool) -> String {
        let mut parsed = |text: &str| {
            self.uses.insert(kind.name());
            format!("\"{text}\".parse::<{}>()?", kind.name())
        };
        match kind {
            RuntimeType::Span => parsed("PT1H"),
            RuntimeType::TimeOfDay => parsed("12:00:00Z"),
            RuntimeType::DateTime => parsed("2025-01-31T12:00:00Z"),
            RuntimeType::Body | RuntimeType::File if self.form.reads_file => {
                self.form.reads_file = false;
                self.uses.insert(kind.name());
                format!("{}::reader(file)", kind.name())
            }
            RuntimeType::Secret => converted(&values::text(place), exact),
            RuntimeType::Base64 | RuntimeType::Base64Url | RuntimeType::Body | RuntimeType::File => {
                converted("\"bytes\"", exact)
            }
        }
    }

    /// Returns `true` if an expression of the type names it.
    fn is_typed(&self, ty: &Type) -> bool {
        self.named(ty).is_some_and(|item| !matches!(item, Item::Alias(_)))
    }

    fn named(&self, ty: &Type) -> Option<&'a Item> {
        match ty {
            Type::Named(home, ident) => self.items.get(&(home.clone(), ident)).copied(),
            _ => None,
        }
    }

    fn item(
        &mut self,
        (home, ident): (&Namespace, &Ident),
        place: Place<'_>,
        depth: usize,
        exact: bool,
    ) -> Option<Expression> {
        let depth = depth.checked_sub(1)?;
        match self.items.get(&(home.clone(), ident)).copied()? {
            Item::Alias(item) => self.value(&item.ty, place, depth, exact),
            Item::Struct(item) | Item::Multipart(Multipart { fields: item, .. }) => {
                self.structure(item, home, place, depth)
            }
            Item::Enum(item) => {
                let shown = |shown| {
                    item.variants.iter().take(MAX_MEMBERS).find(|variant| values::is(&variant.wire, shown))
                };
                let variant = place.shown.and_then(shown).or(item.variants.first())?;
                self.has_values = true;
                Some(Expression::text(format!("{}::{ident}::{}", self.path(home), variant.ident)))
            }
            Item::Union(item) => {
                let variant = shown_variant(item, place.shown, self.items)?;
                let is_text = variant.converts_borrowed() && !exact;
                let is_struct = variant.converts && self.is_typed(variant.ty.unboxed());
                // The union implements `From` for the type of the variant.
                if is_text || !exact && is_struct {
                    return self.value(variant.ty.unboxed(), place, depth, is_struct);
                }
                let value = self.inner(&variant.ty, place, depth, true)?;
                Some(call(&format!("{}::{ident}::{}(", self.path(home), variant.ident), value))
            }
        }
    }

    fn structure(
        &mut self,
        item: &Struct,
        home: &Namespace,
        place: Place<'_>,
        depth: usize,
    ) -> Option<Expression> {
        let path = format!("{}::{}", self.path(home), item.ident);
        self.members = self.members.checked_sub(item.fields.len())?;
        let mut arguments = Vec::new();
        for field in item.fields.iter().filter(|field| field.initializer == Initializer::Argument) {
            arguments.push(self.inner(&field.ty, of_field(field, place), depth, false)?);
        }
        if !arguments.is_empty() {
            return Some(Expression { head: format!("{path}::new("), arguments, tail: ")" });
        }
        let new = if item.default { "default" } else { "new" };
        // An object without any property is no example: one of the optional properties is set.
        let Some((setter, field)) = self.shown_field(item, place) else {
            return Some(Expression::text(format!("{path}::{new}()")));
        };
        match self.inner(field.value_type(), of_field(field, place), depth, false) {
            Some(value) => Some(call(&format!("{path}::{new}().{setter}("), value)),
            None => Some(Expression::text(format!("{path}::{new}()"))),
        }
    }

    /// Returns an optional field, and its setter: the first one with a file, with a scalar in the example, or with
    /// another value there.
    fn shown_field<'b>(&self, item: &'b Struct, place: Place<'_>) -> Option<(&'b Ident, &'b Field)> {
        let is_file =
            |field: &Field| self.form.reads_file && *field.value_type() == Type::Runtime(RuntimeType::File);
        let is_shown = |field: &Field| of_field(field, place).shown.is_some_and(values::is_scalar);
        let fields = || item.fields.iter().filter(|field| !field.deprecated && field.setter.is_some());
        let has_parts = |field: &Field| of_field(field, place).shown.is_some_and(values::has_parts);
        let field = (fields().find(|field| is_file(field)))
            .or_else(|| fields().find(|field| is_shown(field)))
            .or_else(|| fields().find(|field| has_parts(field)))?;
        Some((&field.setter.as_ref()?.ident, field))
    }
}

/// Returns the place of a field in the struct at `place`.
fn of_field<'b>(field: &'b Field, place: Place<'b>) -> Place<'b> {
    Place { name: field.ident.unraw(), shown: place.shown.and_then(|shown| shown.get(&field.wire)) }
}

/// Returns the member of the union that an example shows, or else the first one.
fn shown_variant<'a>(union: &'a Union, shown: Option<&Value>, items: &Items<'_>) -> Option<&'a UnionVariant> {
    let tag = union.tag.as_ref().and_then(|tag| shown?.get(tag)?.as_str());
    let is_shown = |variant: &&UnionVariant| match tag {
        Some(tag) => variant.tags.iter().any(|known| known == tag),
        None => shown.is_some_and(|shown| values::may_be(&variant.ty, shown, items)),
    };
    union.variants.iter().take(MAX_MEMBERS).find(is_shown).or(union.variants.first())
}

fn call(head: &str, argument: String) -> Expression {
    Expression { head: head.to_owned(), arguments: vec![argument], tail: ")" }
}

/// Returns a string literal as an expression of the type if it must be `exact`.
fn converted(literal: &str, exact: bool) -> String {
    if exact { format!("{literal}.into()") } else { literal.to_owned() }
}
