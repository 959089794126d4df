//! The definitions of the command's settings: structs and enums with serde's attributes, read from their source.

use std::{collections::BTreeMap, path::Path};

use clientwright::{files, job};
use syn::{Attribute, Expr, ExprLit, Fields, Item, ItemEnum, ItemStruct, Lit, Meta, Variant};

use super::read;

/// A definition.
#[derive(Debug)]
pub(super) enum Definition {
    Struct(ItemStruct),
    Enum(ItemEnum),
}

/// The definitions in a folder, by name.
#[derive(Debug, Default)]
pub(super) struct Definitions(BTreeMap<String, Vec<Definition>>);

impl Definitions {
    /// Reads all files below `folder`.
    pub(super) fn read(folder: &Path) -> Result<Self, String> {
        let mut definitions = Self::default();
        for path in files::below(folder, &["rs"])? {
            let file = syn::parse_file(&read(&path)?);
            let file = file.map_err(|error| format!("cannot parse {}: {error}", path.display()))?;
            file.items.into_iter().for_each(|item| definitions.add(item));
        }
        Ok(definitions)
    }

    fn add(&mut self, item: Item) {
        let (name, definition) = match item {
            Item::Struct(item) => (item.ident.to_string(), Definition::Struct(item)),
            Item::Enum(item) => (item.ident.to_string(), Definition::Enum(item)),
            _ => return,
        };
        self.0.entry(name).or_default().push(definition);
    }

    /// Returns the definition of a name.
    pub(super) fn get(&self, name: &str) -> Result<&Definition, String> {
        match self.0.get(name).map(Vec::as_slice) {
            Some([definition]) => Ok(definition),
            Some(_) => Err(format!("several settings are called `{name}`: rename one")),
            None => Err(format!("the type `{name}` of a setting is not known: add it to xtask/src/guide")),
        }
    }

    /// Returns the fields of a struct.
    pub(super) fn fields(&self, name: &str) -> Result<&ItemStruct, String> {
        match self.get(name)? {
            Definition::Struct(item) => Ok(item),
            Definition::Enum(_) => Err(format!("`{name}` is not a struct")),
        }
    }

    /// Returns the default of a type as TOML, if its values are simple.
    pub(super) fn default_of(&self, name: &str) -> Option<String> {
        let Definition::Enum(item) = self.get(name).ok()? else { return None };
        if let Some(variant) = item.variants.iter().find(|variant| has(&variant.attrs, "default")) {
            return Some(value_name(item, variant));
        }
        // An enum of alternatives has the default of its first one.
        let Fields::Unnamed(fields) = &item.variants.first()?.fields else { return None };
        self.default_of(&type_name(&fields.unnamed.first()?.ty))
    }
}

/// Returns the value that a variant without fields has in TOML.
pub(super) fn value_name(item: &ItemEnum, variant: &Variant) -> String {
    format!("\"{}\"", renamed(&item.attrs, &variant.attrs, &variant.ident.to_string()))
}

/// Returns the name that serde gives to a field or a variant.
pub(super) fn renamed(container: &[Attribute], own: &[Attribute], name: &str) -> String {
    if let Some(name) = serde_value(own, "rename") {
        return name;
    }
    let words = words(name);
    match serde_value(container, "rename_all").as_deref() {
        Some("kebab-case") => words.join("-"),
        Some("lowercase") => words.concat(),
        Some("UPPERCASE") => words.concat().to_uppercase(),
        _ => name.to_owned(),
    }
}

/// Returns the words of an identifier, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for char in name.chars() {
        if char == '_' || char.is_uppercase() && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| char != '_') {
            word.extend(char.to_lowercase());
        }
    }
    words
}

/// Returns the name of a type without its arguments.
pub(super) fn type_name(ty: &syn::Type) -> String {
    let syn::Type::Path(path) = ty else { return String::new() };
    path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

/// Returns the arguments of a type.
pub(super) fn type_arguments(ty: &syn::Type) -> Vec<&syn::Type> {
    let syn::Type::Path(path) = ty else { return Vec::new() };
    let Some(syn::PathArguments::AngleBracketed(arguments)) =
        path.path.segments.last().map(|it| &it.arguments)
    else {
        return Vec::new();
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}

/// The default that serde's attributes give to a field.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum SerdeDefault {
    /// No default: the key is required, unless its type is an `Option`.
    None,
    /// The default of its type.
    OfType,
    /// The value that a function returns, as TOML.
    Value(String),
}

/// Returns the default that serde's attributes give to a field.
pub(super) fn serde_default(container: &[Attribute], own: &[Attribute]) -> Result<SerdeDefault, String> {
    match serde_value(own, "default").as_deref() {
        Some("first_version") => Ok(SerdeDefault::Value(format!("\"{}\"", job::first_version()))),
        Some("enabled") => Ok(SerdeDefault::Value("true".to_owned())),
        Some(other) => {
            Err(format!("the default `{other}` of a setting is not known: add it to xtask/src/guide"))
        }
        None if has_serde(own, "default") || has_serde(container, "default") => Ok(SerdeDefault::OfType),
        None => Ok(SerdeDefault::None),
    }
}

/// Returns the documentation of an item, as Markdown.
pub(super) fn documentation(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => text(&meta.value),
        _ => None,
    });
    lines.map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned()).collect::<Vec<_>>().join("\n")
}

/// Returns `true` if there is an attribute with this name.
fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}

/// Returns `true` if serde's attributes have this word.
pub(super) fn has_serde(attributes: &[Attribute], name: &str) -> bool {
    metas(attributes).iter().any(|meta| meta.path().is_ident(name))
}

/// Returns the text of `#[serde(name = "text")]`.
pub(super) fn serde_value(attributes: &[Attribute], name: &str) -> Option<String> {
    metas(attributes).iter().find_map(|meta| match meta {
        Meta::NameValue(meta) if meta.path.is_ident(name) => text(&meta.value),
        _ => None,
    })
}

fn metas(attributes: &[Attribute]) -> Vec<Meta> {
    let lists = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    let lists = lists.filter_map(|attribute| {
        attribute.parse_args_with(syn::punctuated::Punctuated::<Meta, syn::Token![,]>::parse_terminated).ok()
    });
    lists.flatten().collect()
}

fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definitions(code: &str) -> Definitions {
        let mut definitions = Definitions(BTreeMap::new());
        let file = syn::parse_file(code).expect("code");
        file.items.into_iter().for_each(|item| definitions.add(item));
        definitions
    }

    #[test]
    fn names_fields_and_values_like_serde() {
        let code = "#[serde(rename_all = \"kebab-case\")] enum A { SameName, #[serde(rename = \"b\")] C }";
        let definitions = definitions(code);
        let Ok(Definition::Enum(item)) = definitions.get("A") else { panic!("an enum") };
        let names: Vec<_> = item.variants.iter().map(|variant| value_name(item, variant)).collect();
        assert_eq!(names, ["\"same-name\"", "\"b\""]);
        assert_eq!(renamed(&item.attrs, &[], "keep_apart"), "keep-apart");
        assert_eq!(renamed(&[], &[], "keep_apart"), "keep_apart");
    }

    #[test]
    fn refuses_types_that_are_unknown_or_ambiguous() {
        let definitions = definitions("struct A; mod a {} struct B; enum B { C }");
        assert!(definitions.get("A").is_ok());
        assert!(definitions.get("B").is_err_and(|error| error.contains("several settings are called `B`")));
        assert!(definitions.get("D").is_err_and(|error| error.contains("`D` of a setting is not known")));
    }

    #[test]
    fn reads_defaults_and_documentation() {
        let code = "struct A {\n/// One.\n///\n/// Two.\n#[serde(default = \"enabled\")] a: bool, \
                    #[serde(default)] b: bool, c: bool, #[serde(default = \"other\")] d: bool }";
        let definitions = definitions(code);
        let item = definitions.fields("A").expect("a struct");
        let defaults: Vec<_> =
            item.fields.iter().map(|field| serde_default(&item.attrs, &field.attrs)).collect();
        assert_eq!(defaults[0], Ok(SerdeDefault::Value("true".to_owned())));
        assert_eq!(defaults[1..3], [Ok(SerdeDefault::OfType), Ok(SerdeDefault::None)]);
        assert!(defaults[3].as_ref().is_err_and(|error| error.contains("`other`")));
        let first = item.fields.iter().next().expect("a field");
        assert_eq!(documentation(&first.attrs), "One.\n\nTwo.");
    }
}
