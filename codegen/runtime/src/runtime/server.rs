//! Servers with variables in their URL.

/// Implements `Default`, `with` and the conversion into a URL for a server, from a table of its variables with their
/// defaults and the template of its URL.
macro_rules! server {
    ($name:ident { $($field:ident: $wire:literal = $default:literal,)* } at $url:literal) => {
        impl $name {
            /// Changes variables in an expression.
            #[must_use]
            pub fn with(mut self, change: impl ::std::ops::FnOnce(&mut Self)) -> Self {
                change(&mut self);
                self
            }
        }

        impl ::std::default::Default for $name {
            fn default() -> Self {
                Self { $($field: $default.to_owned(),)* }
            }
        }

        impl ::std::convert::From<$name> for ::std::string::String {
            fn from(server: $name) -> Self {
                let url = $url.to_owned();
                $(let url = url.replace(concat!("{", $wire, "}"), &server.$field);)*
                url
            }
        }
    };
}

pub(crate) use server;
