//! The examples of operations: a call with the required arguments, and a use of the result.

mod expression;
mod values;

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

pub(super) use self::expression::Form;
use self::{
    expression::{ExpressionBuilder, layout},
    values::Place,
};
use super::{items_by_name, recursion_limit::recursion_limit_of_examples};
use crate::{
    api::{self, Api},
    rust::{Crate, Example, Ident, Initializer, Item, Namespace, Operation, OperationField, Type},
    values::short_example,
};

type Items<'a> = HashMap<(Namespace, &'a Ident), &'a Item>;

/// The planner of the calls in examples.
pub(super) struct Calls<'a> {
    api: &'a Api,
    krate: &'a Crate,
    items: Items<'a>,
    recursion_limit: Option<usize>,
    /// The call of each operation.
    all: Vec<Option<ExampleCall<'a>>>,
    /// The call of each operation with pages, whose arguments outlive its statement.
    paged: Vec<Option<ExampleCall<'a>>>,
}

/// The call of an operation in an example.
#[derive(Debug)]
pub(super) struct ExampleCall<'a> {
    pub(super) operation: &'a Operation,
    /// `true` if it has a body with values.
    pub(super) has_body: bool,
    /// The path from the client to the method: `issues().create`.
    pub(super) method: String,
    /// The lines before the call.
    pub(super) statements: Vec<String>,
    arguments: Vec<String>,
    /// The method that sets an optional body, and its argument.
    body: Option<(Ident, String)>,
    /// The arguments that are not written as expressions, with their types.
    parameters: Vec<(Ident, String)>,
    /// The modules and types of the crate that the call names.
    pub(super) uses: BTreeSet<&'static str>,
}

impl<'a> Calls<'a> {
    pub(super) fn new(api: &'a Api, krate: &'a Crate) -> Self {
        let items = items_by_name(&krate.models, &krate.operations);
        let recursion_limit = recursion_limit_of_examples(krate);
        let mut planned = Self { api, krate, items, recursion_limit, all: Vec::new(), paged: Vec::new() };
        let operations = || krate.operations.par_iter().enumerate();
        let calls = operations().map(|(index, _)| planned.call(index, Form::default())).collect();
        let form = Form { outlive: true, ..Form::default() };
        let paged = operations().map(|(index, operation)| {
            operation.paging.is_some().then(|| planned.call(index, form)).flatten()
        });
        let paged = paged.collect();
        (planned.all, planned.paged) = (calls, paged);
        planned
    }

    /// Returns the operations that are neither deprecated nor of an older version, with their indices and their calls.
    pub(super) fn current(&self) -> impl Iterator<Item = (usize, &ExampleCall<'a>)> {
        let calls = self.all.iter().enumerate().filter_map(|(index, call)| Some((index, call.as_ref()?)));
        let older = self.api.older_versions();
        let is_older = move |call: &ExampleCall<'_>| {
            call.operation.part.as_deref().is_some_and(|part| older.contains(part))
        };
        calls.filter(move |(_, call)| !call.operation.deprecated && !is_older(call))
    }

    /// Returns the call of the operation with this index. The arguments of a list in pages outlive its statement.
    pub(super) fn lasting(&self, index: usize) -> Option<&ExampleCall<'a>> {
        let paged = self.paged.get(index).and_then(Option::as_ref);
        paged.or_else(|| self.all.get(index).and_then(Option::as_ref))
    }

    /// Returns the example of the operation with this index.
    pub(super) fn example(&self, index: usize) -> Option<Example> {
        let call = self.lasting(index)?;
        let lines = call.lines_with_result();
        Some(self.program(call, lines, true))
    }

    /// Returns an example with these lines, which contain the call, and with a client if they need one.
    pub(super) fn program(&self, call: &ExampleCall<'_>, lines: Vec<String>, needs_client: bool) -> Example {
        let name = self.crate_name();
        let import = !call.uses.is_empty() || !call.parameters.is_empty();
        let client = if import { "client: Client".to_owned() } else { format!("client: {name}::Client") };
        let client = needs_client.then_some(client);
        let parameters = call.parameters.iter().map(|(name, ty)| format!("{name}: {ty}"));
        Example {
            features: Vec::new(),
            recursion_limit: self.recursion_limit,
            import: import.then(|| format!("use {name}::*;")),
            parameters: client.into_iter().chain(parameters).collect::<Vec<_>>().join(", "),
            lines,
        }
    }

    /// Returns the name of the crate in code.
    pub(super) fn crate_name(&self) -> String {
        self.krate.name.replace('-', "_")
    }

    /// Plans the call of the operation with this index.
    pub(super) fn call(&self, index: usize, form: Form) -> Option<ExampleCall<'a>> {
        let (operation, of_api) = (self.krate.operations.get(index)?, self.api.operations.get(index)?);
        let mut builder = ExpressionBuilder::new(&self.items, &self.krate.conversions, form);
        let (mut arguments, mut parameters) = (Vec::new(), Vec::new());
        let mut body = None;
        for (index, field) in operation.fields.iter().enumerate() {
            if field.initializer != Initializer::Argument {
                // Many descriptions do not say that a body is required.
                if index == of_api.parameters.len() {
                    body = self.optional_body(of_api, operation, index, &mut builder);
                }
                continue;
            }
            let expression = builder.attempt(|builder| self.argument(of_api, operation, index, builder));
            if let Some(expression) = expression {
                arguments.push(expression);
                continue;
            }
            let name = builder.declare(field.ident.unraw());
            arguments.push(if field.borrowed { format!("&{name}") } else { name.to_string() });
            parameters.push((name, parameter_type(&field.ty)));
        }
        let resources = self.krate.path_to(operation.group).into_iter();
        let resources = resources.filter(|group| group.resource.is_some());
        let resources: String = resources.flat_map(|group| [group.ident.as_str(), "()."]).collect();
        Some(ExampleCall {
            operation,
            has_body: operation.borrows && builder.has_values,
            method: format!("{resources}{}", operation.function),
            statements: builder.statements,
            arguments,
            body,
            parameters,
            uses: builder.uses,
        })
    }

    /// Returns the method that sets an optional body, and the expression of the body if it is short.
    fn optional_body(
        &self,
        of_api: &api::Operation,
        operation: &Operation,
        index: usize,
        builder: &mut ExpressionBuilder<'_>,
    ) -> Option<(Ident, String)> {
        let field = operation.fields.get(index)?;
        let setter = operation.setters.iter().find(|setter| setter.field == field.ident)?;
        if !["POST", "PUT", "PATCH"].contains(&operation.method.as_str()) {
            return None;
        }
        let body = builder.attempt(|builder| {
            self.argument(of_api, operation, index, builder).filter(|_| builder.has_values)
        });
        Some((setter.ident.clone(), body?))
    }

    /// Returns the expression of the argument for the field with this index: of a parameter, or else of the body.
    fn argument(
        &self,
        of_api: &api::Operation,
        operation: &Operation,
        index: usize,
        builder: &mut ExpressionBuilder<'_>,
    ) -> Option<String> {
        let OperationField { ident, ty, borrowed, initializer, .. } = operation.fields.get(index)?;
        let content =
            || of_api.request_contents().next().map(|content| (content.schema, content.example.as_ref()));
        let parameter = of_api.parameters.get(index);
        let (schema, shown) =
            parameter.map(|parameter| (parameter.schema, parameter.example.as_ref())).or_else(content)?;
        let shown = short_example(&self.api.schemas, schema, shown);
        let place = Place { name: ident.unraw(), shown: shown.as_ref() };
        let ty = match ty {
            Type::Option(body) if parameter.is_none() && *initializer == Initializer::Absent => body,
            other => other,
        };
        match (ty, &operation.choice) {
            (Type::Choice(..), Some(choice)) => builder.choice(choice, &operation.namespace(), place),
            _ => builder.argument(ty, *borrowed, place),
        }
    }
}

impl ExampleCall<'_> {
    /// Returns the number of arguments that are not expressions, and that of the lines before the call.
    pub(super) fn cost(&self) -> (usize, usize) {
        (self.parameters.len(), self.statements.len())
    }

    /// Returns the call as an expression without line breaks, as a method of `client`.
    pub(super) fn expression(&self, client: &str) -> String {
        let call = format!("{client}.{}({})", self.method, self.arguments.join(", "));
        match &self.body {
            Some((setter, body)) => format!("{call}.{setter}({body})"),
            None => call,
        }
    }

    /// Returns the lines of the call between these texts.
    pub(super) fn lines(&self, before: &str, after: &str) -> Vec<String> {
        let head = format!("{before}client.{}(", self.method);
        let tail = format!("){after}");
        let call = match &self.body {
            Some((setter, body)) => {
                let head = format!("{head}{}).{setter}(", self.arguments.join(", "));
                layout(&head, std::slice::from_ref(body), &tail)
            }
            None => layout(&head, &self.arguments, &tail),
        };
        self.statements.iter().cloned().chain(call).collect()
    }

    /// Returns the lines of the call and of a use of its result.
    pub(super) fn lines_with_result(&self) -> Vec<String> {
        if self.operation.paging.is_some() {
            let mut lines = self.lines("let mut items = ", ".items();");
            lines.extend(item_loop("item", "items"));
            return lines;
        }
        let sent = ".send().await?;";
        let (before, result) = match &self.operation.output {
            Type::Stream(..) => ("let mut response = ", None),
            Type::Unit => ("let response = ", Some("println!(\"{}\", response.status);")),
            Type::Bytes => ("let response = ", Some("println!(\"{} bytes\", response.body.len());")),
            Type::String => ("let response = ", Some("println!(\"{}\", response.body);")),
            _ => ("let response = ", Some("println!(\"{:?}\", response.body);")),
        };
        let mut lines = self.lines(before, sent);
        match result {
            Some(result) => lines.push(result.to_owned()),
            None => lines.extend(item_loop("item", "response.body")),
        }
        lines
    }
}

/// Returns a loop over the items of a stream.
pub(super) fn item_loop(item: &str, stream: &str) -> [String; 3] {
    [
        format!("while let Some({item}) = {stream}.next().await {{"),
        format!("    println!(\"{{:?}}\", {item}?);"),
        "}".to_owned(),
    ]
}

/// Returns a type as the parameter of an example has it, with the items of the crate in scope.
fn parameter_type(ty: &Type) -> String {
    match ty {
        Type::Map(values) => format!("std::collections::BTreeMap<String, {}>", parameter_type(values)),
        Type::Vec(element) => format!("Vec<{}>", parameter_type(element)),
        Type::Option(inner) => format!("Option<{}>", parameter_type(inner)),
        Type::Boxed(inner) => format!("Box<{}>", parameter_type(inner)),
        Type::Tuple(elements) => {
            let elements: Vec<String> = elements.iter().map(parameter_type).collect();
            format!("({})", elements.join(", "))
        }
        other => other.text(),
    }
}
