//! The conversions of arguments.

use std::collections::HashSet;

use super::{Ident, Namespace, Type};

/// The conversion of an argument into a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conversion<'a> {
    /// None: the argument is the value.
    Exact,
    /// `impl Into<T>`
    Into,
    /// `impl IntoIterator<Item = T>`, for a list of this type `T`
    Elements(&'a Type),
    /// `impl IntoIterator<Item = impl Into<T>>`, for a list of this type `T`
    IntoElements(&'a Type),
}

/// The types of the crate that other types convert into.
#[derive(Debug, Default)]
pub struct Conversions {
    /// Enums of listed values, and aliases of texts.
    pub texts: HashSet<(Namespace, Ident)>,
    /// Unions with members of unambiguous types, and other aliases of types with conversions.
    pub others: HashSet<(Namespace, Ident)>,
}

impl Conversions {
    /// Returns the conversion of an argument into a value of type `ty`.
    ///
    /// A type is only converted if the compiler still finds the types of literals: numbers are exact.
    #[must_use]
    pub fn of<'a>(&'a self, ty: &'a Type) -> Conversion<'a> {
        match ty {
            Type::Value | Type::Choice(..) | Type::Boxed(_) | Type::Instant(..) => Conversion::Into,
            Type::Vec(element) => self.of_list(element),
            Type::Named(home, ident) => {
                let key = (home.clone(), ident.clone());
                // The elements of an alias of a list may be a type that the file does not import.
                let converts = self.others.contains(&key) || self.texts.contains(&key);
                if converts { Conversion::Into } else { Conversion::Exact }
            }
            other if self.is_text(other) => Conversion::Into,
            _ => Conversion::Exact,
        }
    }

    /// Returns the conversion into a list. Elements of other types than texts are exact, so that an empty list has the
    /// type of its elements.
    fn of_list<'a>(&self, element: &'a Type) -> Conversion<'a> {
        if self.is_text(element) { Conversion::IntoElements(element) } else { Conversion::Elements(element) }
    }

    /// Returns `true` for a type that a text or bytes convert into.
    #[must_use]
    pub fn is_text(&self, ty: &Type) -> bool {
        match ty {
            Type::String | Type::Bytes | Type::Runtime(_) => true,
            Type::Named(home, ident) => self.texts.contains(&(home.clone(), ident.clone())),
            _ => false,
        }
    }
}
