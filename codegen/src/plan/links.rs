//! Links of responses, as methods of the types of their bodies.

mod inputs;
mod values;
mod versions;

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use self::{
    inputs::{Inputs, Slot},
    values::{Expression, constant, expression},
    versions::Versions,
};
use super::{
    docs,
    models::TOO_MANY_ARGUMENTS,
    names::{self, Scope},
    pages::TypeIndex,
};
use crate::{
    api::{self, Api, LinkTarget, Status},
    diagnostics::{Code, Diagnostics, Pointer},
    naming::{Memory, places},
    rust::{
        Ident, Item, LinkMethod, LinkValue, Module, Operation, Pattern, ResponseKind, Struct, Type, Wrap,
    },
};

/// The maximum number of required arguments of a linked operation, and of the parts of their types. Any number of links
/// can name one operation, and each method repeats its arguments.
const MAX_ARGUMENTS: usize = 20;
const MAX_TYPES: usize = 100;

const TOO_MANY: &str = "the linked operation requires too many other values";

/// Names of methods that have a meaning for every type.
const RESERVED: [&str; 19] = [
    "as_ref",
    "borrow",
    "clone",
    "clone_from",
    "cmp",
    "default",
    "deref",
    "deserialize",
    "eq",
    "fmt",
    "from",
    "hash",
    "into",
    "ne",
    "new",
    "partial_cmp",
    "serialize",
    "to_owned",
    "with",
];

/// The context of links.
pub(super) struct Linking<'a> {
    pub(super) api: &'a Api,
    pub(super) memory: &'a Memory,
    /// `true` if links are methods.
    pub(super) links: bool,
    /// `true` if only some operations are generated.
    pub(super) selects: bool,
}

/// The methods of a type, by the names of links; `None` for a name with different links.
type Methods = IndexMap<String, Option<LinkMethod>>;

/// Plans a method for each link, if the settings want it. A link that does not fit is reported.
pub(super) fn plan_links(
    linking: &Linking<'_>,
    models: &[Module],
    operations: &[Operation],
    diagnostics: &mut Diagnostics,
) -> Vec<LinkMethod> {
    if !linking.links {
        return Vec::new();
    }
    let planner = Planner::new(linking, TypeIndex::new(models, operations), operations);
    let mut types: IndexMap<String, Methods> = IndexMap::new();
    // Several operations can refer to one response.
    let mut reported: HashSet<Pointer> = HashSet::new();
    let versions = Versions::new(linking.api);
    for (from, operation) in versions.latest_first() {
        let links = operation
            .responses
            .iter()
            .flat_map(|response| response.links.iter().map(move |link| (response.status, link)));
        for (status, link) in links {
            let added = planner.plan(from, status, link).and_then(|method| match method {
                Some(method) => add(method, &link.name, &versions, &mut types),
                None => Ok(()),
            });
            if let Err(why) = added
                && reported.insert(link.pointer.clone())
            {
                let message = format!("the link `{}` is ignored: {why}", link.name);
                diagnostics.push(Code::LINK, &link.pointer, message);
            }
        }
    }
    types.into_iter().flat_map(|(path, methods)| planner.named(&path, methods)).collect()
}

/// Adds the method of a link to those of its type. Different links of one name have no method, except that the link of
/// a later version replaces that of an older one.
fn add(
    method: LinkMethod,
    name: &str,
    versions: &Versions<'_>,
    types: &mut IndexMap<String, Methods>,
) -> Result<(), String> {
    let path = method.receiver.text();
    let known = types.entry(path.clone()).or_default().entry(name.to_owned());
    let known = match known {
        indexmap::map::Entry::Vacant(entry) => {
            entry.insert(Some(method));
            return Ok(());
        }
        indexmap::map::Entry::Occupied(entry) => entry.into_mut(),
    };
    let parts = |method: &LinkMethod| (method.to, method.optional);
    let is_same = |one: &LinkMethod| {
        parts(one) == parts(&method) && one.arguments == method.arguments && one.setters == method.setters
    };
    let is_older = |one: &LinkMethod| versions.are_versions(one.from, method.from);
    if known.as_ref().is_some_and(|one| is_same(one) || is_older(one)) {
        return Ok(());
    }
    *known = None;
    Err(format!("`{path}` has another link of this name, so that both are ignored"))
}

/// The operations and types that links refer to.
struct Planner<'a> {
    linking: &'a Linking<'a>,
    types: TypeIndex<'a>,
    operations: &'a [Operation],
    inputs: Vec<Inputs<'a>>,
    /// The operations of each part by their IDs.
    by_id: HashMap<(Option<&'a str>, &'a str), usize>,
    /// The operations of each part by the steps of their pointers.
    by_place: HashMap<(Option<&'a str>, Vec<String>), usize>,
}

impl<'a> Planner<'a> {
    fn new(linking: &'a Linking<'a>, types: TypeIndex<'a>, operations: &'a [Operation]) -> Self {
        let all = || linking.api.operations.iter().enumerate();
        let part = |operation: &'a api::Operation| operation.part.as_deref();
        // The first operation counts if several have one ID, which is reported elsewhere.
        let by_id = all().rev().filter_map(|(index, one)| Some(((part(one), one.id.as_deref()?), index)));
        let by_id = by_id.collect();
        let by_place =
            all().map(|(index, one)| ((part(one), one.pointer.steps().collect()), index)).collect();
        let inputs = operations.iter().map(Inputs::new).collect();
        Self { linking, types, operations, inputs, by_id, by_place }
    }

    /// Returns the method of a link without its name, or `None` if the linked operation is not generated.
    fn plan(&self, from: usize, status: Status, link: &api::Link) -> Result<Option<LinkMethod>, String> {
        let target = link.target.as_ref().map_err(Clone::clone)?;
        let part = self.linking.api.operations.get(from).and_then(|operation| operation.part.as_deref());
        let found = match target {
            LinkTarget::Id(id) => self.by_id.get(&(part, id.as_str())),
            LinkTarget::Pointer(steps) => self.by_place.get(&(part, steps.clone())),
        };
        let Some(to) = found.copied() else {
            // A selection can leave the operation out.
            return if self.linking.selects { Ok(None) } else { Err("it names no operation".to_owned()) };
        };
        let (operation, inputs) =
            self.operations.get(to).zip(self.inputs.get(to)).ok_or("it names no operation")?;
        if operation.arguments.len() > MAX_ARGUMENTS {
            return Err(TOO_MANY.to_owned());
        }
        let receiver = self.body(from, status).ok_or("the response has no object as its body")?;
        let mut method = LinkMethod {
            receiver: receiver.clone(),
            ident: names::ident("link"),
            source: places::link(&link.name),
            docs: Vec::new(),
            from,
            to,
            client: names::ident("client"),
            arguments: operation.arguments.iter().map(|_| LinkValue::Argument).collect(),
            setters: Vec::new(),
            optional: false,
            too_many_arguments: false,
            uses_deprecated: false,
        };
        let given = self.fill(&mut method, inputs, link)?;
        let values = method.arguments.iter().chain(method.setters.iter().map(|(_, value)| value));
        if !values.into_iter().any(|value| matches!(value, LinkValue::Field(..))) {
            return Err("no parameter has a value of the body".to_owned());
        }
        complete(&mut method, operation)?;
        method.docs = documentation(link, operation, &method, given);
        Ok(Some(method))
    }

    /// Sets the values that a link gives, and returns a line of documentation for each that is not in the body.
    fn fill(
        &self,
        method: &mut LinkMethod,
        inputs: &Inputs<'_>,
        link: &api::Link,
    ) -> Result<Vec<String>, String> {
        let operation = self.operations.get(method.to).ok_or("it names no operation")?;
        let (mut given, mut filled) = (Vec::new(), HashSet::new());
        for (name, value) in &link.parameters {
            let missing = || format!("the linked operation has no parameter `{name}`");
            let slot = inputs.find(name).ok_or_else(missing)?;
            if !filled.insert(slot) {
                return Err(format!("the parameter `{name}` has two values"));
            }
            let value = match expression(value)? {
                Expression::Given(place) => {
                    if !self.is_described(method.from, place) {
                        return Err(format!("there is no value for `{place}`"));
                    }
                    given.push(format!("- {}: {}", docs::code(name), docs::code(place)));
                    continue;
                }
                expression => self.value(&expression, name, slot, method)?,
            };
            match slot {
                Slot::Argument(index) => method.arguments.get_mut(index).map(|argument| *argument = value),
                Slot::Setter(index) => operation.setters.get(index).map(|setter| {
                    method.uses_deprecated |= setter.deprecated;
                    method.setters.push((setter.ident.clone(), value));
                }),
            };
        }
        // The order of the parameters makes no difference between two links.
        method.setters.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(given)
    }

    /// Returns the value of a parameter.
    fn value(
        &self,
        expression: &Expression<'_>,
        name: &str,
        slot: Slot,
        method: &mut LinkMethod,
    ) -> Result<LinkValue, String> {
        let wanted = self.operations.get(method.to).and_then(|operation| slot.ty(operation));
        let wanted = wanted.ok_or_else(|| format!("the parameter `{name}` has no scalar type"))?;
        let misfit = || format!("the value of `{name}` is not of its type, {}", docs::code(&wanted.text()));
        match expression {
            Expression::Body(pointer) => {
                let found = self.field(&method.receiver, pointer);
                let found = found.ok_or_else(|| format!("the body has no property at `{pointer}`"))?;
                method.optional |= found.path.iter().any(|step| step.options > 0);
                method.uses_deprecated |= found.deprecated;
                let conversion = self.conversion(found.ty, wanted).filter(|_| !found.boxed);
                Ok(LinkValue::Field(found.path, conversion.ok_or_else(misfit)?))
            }
            Expression::Constant(value) => constant(value, wanted, &self.types).ok_or_else(misfit),
            Expression::Given(_) => Ok(LinkValue::Argument),
        }
    }

    /// Returns the struct of the body of a success.
    fn body(&self, from: usize, status: Status) -> Option<&Type> {
        let operation = self.operations.get(from)?;
        let pattern = match status {
            Status::Code(code) => Pattern::Code(code),
            Status::Range(digit) => Pattern::Range(digit),
            Status::Default => Pattern::Rest,
        };
        let wrap = operation.arms.iter().find_map(|arm| match &arm.kind {
            ResponseKind::Success(_, wrap) if arm.pattern == pattern => Some(wrap),
            _ => None,
        })?;
        let body = match wrap {
            Wrap::Same => &operation.output,
            Wrap::Variant { of, variant, .. } => {
                let bodies = operation.response_enums.iter().find(|bodies| bodies.ident == *of)?;
                bodies.variants.iter().find(|one| one.ident == *variant)?.ty.as_ref()?
            }
        };
        let body = self.types.resolve(body);
        matches!(self.types.item(body), Some(Item::Struct(_))).then_some(body)
    }

    /// Gives the methods of the type at `path` their names.
    fn named(&self, path: &str, methods: Methods) -> Vec<LinkMethod> {
        let methods: Vec<(String, LinkMethod)> =
            methods.into_iter().filter_map(|(name, method)| Some((name, method?))).collect();
        let mut scope = Scope::with_names(&RESERVED);
        if let Some(Item::Struct(item)) =
            methods.first().and_then(|(_, method)| self.types.item(&method.receiver))
        {
            setters(item).for_each(|name| {
                scope.declare(name.unraw());
            });
        }
        scope.reserve(
            self.linking.memory.names(path),
            methods.iter().map(|(_, method)| method.source.as_str()),
        );
        let name = |(name, method): (String, LinkMethod)| {
            let plain = names::snake_text(&name, "link");
            // A setter keeps its name.
            let name = free(&scope, &plain, format!("{plain}_link"));
            let ident = scope.declare_member(&method.source, &name);
            LinkMethod { ident: names::ident(&ident), ..method }
        };
        methods.into_iter().map(name).collect()
    }
}

/// Returns the names of the methods that set the fields of a struct.
fn setters(item: &Struct) -> impl Iterator<Item = &Ident> {
    let setters = item.fields.iter().filter_map(|field| field.setter.as_ref());
    setters.flat_map(|setter| [&setter.ident].into_iter().chain(&setter.clear))
}

/// Returns the name `plain`, or the other one if it is declared.
fn free(scope: &Scope, plain: &str, other: String) -> String {
    if scope.contains(plain) { other } else { plain.to_owned() }
}

/// Names the argument for the client, and checks the sizes of the other arguments.
fn complete(method: &mut LinkMethod, operation: &Operation) -> Result<(), String> {
    let mut scope = Scope::default();
    let (mut arguments, mut types) = (0, 0);
    for (argument, value) in operation.arguments.iter().zip(&method.arguments) {
        if *value == LinkValue::Argument {
            scope.declare(argument.ident.unraw());
            argument.ty.walk(&mut |_| types += 1);
            arguments += 1;
        }
    }
    if types > MAX_TYPES {
        return Err(TOO_MANY.to_owned());
    }
    let client = free(&scope, "client", "api_client".to_owned());
    method.client = names::ident(&scope.declare(&client));
    method.too_many_arguments = arguments + 2 > TOO_MANY_ARGUMENTS;
    Ok(())
}

/// Returns the documentation of a method. `given` are the parameters whose values the caller has.
fn documentation(
    link: &api::Link,
    operation: &Operation,
    method: &LinkMethod,
    given: Vec<String>,
) -> Vec<String> {
    let ty = format!("[`{0}`](crate::{1}::{0})", operation.ident.unraw(), operation.home);
    let mut lines = vec![format!("Returns the call of {ty} with values of this response.")];
    if let Some(description) = &link.description {
        docs::paragraph(&mut lines, docs::markdown(description));
    }
    if method.optional {
        docs::paragraph(&mut lines, vec!["Returns `None` if a value is absent.".to_owned()]);
    }
    if !given.is_empty() {
        docs::paragraph(&mut lines, vec!["Parameters whose values are not in the body:".to_owned()]);
        docs::paragraph(&mut lines, given);
    }
    lines
}
