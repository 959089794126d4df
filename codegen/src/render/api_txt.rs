//! `api.txt`: the public API of the crate, an item a line, so that a review sees what changed.

use super::MARK;
use crate::rust::{Argument, Crate, EnumBase, Home, Item, Operation, Parts, SchemeKind, Setter, Start, Type};

/// The text.
pub(super) fn api_txt(krate: &Crate) -> String {
    let mut lines = Vec::new();
    for item in krate.models.iter().flat_map(|module| &module.items) {
        item_lines(item, Home::Models, &mut lines);
    }
    for operation in &krate.operations {
        operation_lines(operation, &mut lines);
        for item in &operation.items {
            item_lines(item, Home::Operations, &mut lines);
        }
    }
    for webhook in &krate.webhooks {
        lines.push(format!("pub type webhooks::{} = {}", webhook.ident, webhook.ty.text()));
    }
    for server in &krate.servers {
        let path = format!("servers::{}", server.ident);
        if server.fields.is_empty() {
            lines.push(format!("pub const {path}: &str"));
            continue;
        }
        lines.push(format!("pub struct {path}"));
        lines.push(format!("pub fn {path}::with(self, change: impl FnOnce(&mut Self)) -> Self"));
        lines.push(format!("impl Default for {path}"));
        lines.push(format!("impl From<{path}> for String"));
        lines.extend(server.fields.iter().map(|field| format!("pub field {path}::{}: String", field.ident)));
    }
    for scheme in &krate.schemes {
        let arguments = match scheme.kind {
            SchemeKind::Bearer => "token: impl Into<Token>",
            SchemeKind::Authorization(_) => "value: impl Into<Token>",
            SchemeKind::Basic => "user: &str, password: &str",
            SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => "key: impl Into<Token>",
        };
        lines.push(format!("pub fn ClientBuilder::{}(self, {arguments}) -> Self", scheme.ident));
    }
    lines.sort();
    format!("# {MARK}: the public API, an item a line. Do not edit.\n{}\n", lines.join("\n"))
}

fn path(home: Home, name: &str) -> String {
    match home {
        Home::Models => format!("models::{name}"),
        Home::Operations => format!("operations::{name}"),
    }
}

fn item_lines(item: &Item, home: Home, lines: &mut Vec<String>) {
    let path = path(home, item.ident().as_str());
    match item {
        Item::Struct(item) | Item::Parts(Parts { fields: item, .. }) => {
            lines.push(format!("pub struct {path}"));
            lines.push(format!("pub fn {path}::with(self, change: impl FnOnce(&mut Self)) -> Self"));
            for field in &item.fields {
                lines.push(format!("pub field {path}::{}: {}", field.ident, field.ty.text()));
            }
            if let Some((name, ty)) = &item.rest {
                lines.push(format!("pub field {path}::{name}: BTreeMap<String, {}>", ty.text()));
            }
            if item.fields.iter().all(|field| field.start != Start::Argument) {
                lines.push(format!("impl Default for {path}"));
            }
            if !item.default {
                let arguments: Vec<String> = item
                    .fields
                    .iter()
                    .filter(|field| field.start == Start::Argument)
                    .map(|field| format!("{}: {}", field.ident, argument_text(&field.ty, false)))
                    .collect();
                lines.push(format!("pub fn {path}::new({}) -> Self", arguments.join(", ")));
            }
        }
        Item::Enum(item) => {
            lines.push(format!("pub enum {path}"));
            lines.push(match item.base {
                EnumBase::String => format!("pub fn {path}::as_str(&self) -> &str"),
                _ => format!("pub fn {path}::value(&self) -> {}", item.other_type().text()),
            });
            lines
                .extend(item.variants.iter().map(|variant| format!("pub variant {path}::{}", variant.ident)));
            lines.push(format!("pub variant {path}::{}({})", item.other, item.other_type().text()));
        }
        Item::Union(item) => {
            lines.push(format!("pub enum {path}"));
            for variant in &item.variants {
                lines.push(format!("pub variant {path}::{}({})", variant.ident, variant.ty.text()));
            }
            lines.push(format!("pub variant {path}::{}(serde_json::Value)", item.other));
        }
        Item::Alias(item) => lines.push(format!("pub type {path} = {}", item.ty.text())),
    }
}

fn operation_lines(operation: &Operation, lines: &mut Vec<String>) {
    let name = &operation.ident;
    let path = path(Home::Operations, name.as_str());
    let lifetime = if operation.borrows { "<'_>" } else { "" };
    let arguments: Vec<String> = operation
        .arguments
        .iter()
        .map(|Argument { ident, ty, borrowed }| format!("{ident}: {}", argument_text(ty, *borrowed)))
        .collect();
    let arguments = arguments.join(", ");
    let comma = if arguments.is_empty() { "" } else { ", " };
    lines.push(format!(
        "pub fn Client::{}(&self{comma}{arguments}) -> Call<'_, {path}{lifetime}>",
        operation.function
    ));
    lines.push(format!("pub struct {path}{lifetime}"));
    if operation.default || operation.arguments.is_empty() {
        lines.push(format!("impl Default for {path}{lifetime}"));
    }
    if !operation.default {
        lines.push(format!("pub fn {path}::new({arguments}) -> Self"));
    }
    for field in &operation.fields {
        lines.push(format!("pub field {path}::{}: {}", field.ident, field_text(&field.ty, field.borrowed)));
    }
    for Setter { ident, ty, borrowed, .. } in &operation.setters {
        let argument = match ty {
            Type::Option(_) if !borrowed => format!("impl Into<{}>", ty.text()),
            other => argument_text(other, *borrowed),
        };
        lines.push(format!("pub fn Call<'_, {path}{lifetime}>::{ident}(self, {ident}: {argument}) -> Self"));
    }
    lines.push(format!("pub type {path}::Output = {}", operation.output.text()));
    lines.push(format!("pub type {path}::Error = {}", operation.error.text()));
    if let Some(choice) = &operation.choice {
        let lifetime = if choice.borrows { "<'_>" } else { "" };
        lines.push(format!("pub enum operations::{}{lifetime}", choice.ident));
        for variant in &choice.variants {
            let ty = field_text(&variant.ty, variant.borrowed);
            lines.push(format!("pub variant operations::{}::{}({ty})", choice.ident, variant.ident));
        }
    }
    if let Some(headers) = &operation.headers {
        let path = format!("operations::{}", headers.ident);
        lines.push(format!("pub struct {path}"));
        lines.push(format!("pub fn {path}::read(headers: &http::HeaderMap) -> Result<Self, HeaderError>"));
        for field in &headers.fields {
            let ty = if field.list { Type::Vec(Box::new(field.ty.clone())) } else { field.ty.clone() };
            lines.push(format!("pub field {path}::{}: {}", field.ident, ty.optional().text()));
        }
    }
    for outcome in &operation.outcomes {
        let path = format!("operations::{}", outcome.ident);
        lines.push(format!("pub enum {path}"));
        for variant in &outcome.variants {
            let body = variant.ty.as_ref().map(|ty| format!("({})", ty.text())).unwrap_or_default();
            lines.push(format!("pub variant {path}::{}{body}", variant.ident));
        }
    }
}

fn argument_text(ty: &Type, borrowed: bool) -> String {
    match ty {
        _ if borrowed => field_text(ty, true),
        Type::String | Type::Bytes | Type::Support(_) | Type::Choice(..) => {
            format!("impl Into<{}>", ty.text())
        }
        other => other.text(),
    }
}

fn field_text(ty: &Type, borrowed: bool) -> String {
    match ty {
        _ if !borrowed => ty.text(),
        Type::Option(inner) => format!("Option<{}>", field_text(inner, true)),
        Type::Vec(inner) => format!("&[{}]", inner.text()),
        Type::String => "&str".to_owned(),
        other => format!("&{}", other.text()),
    }
}
