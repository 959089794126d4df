//! Methods of structs that set optional properties.

/// Implements methods, each of which sets a field and returns the struct, from a table of arguments and of assigned
/// values. A row without a type has no argument.
macro_rules! setters {
    ($name:ident {
        $($(#[$attribute:meta])* $setter:ident($field:ident $(: $ty:ty)?) = $value:expr,)*
    }) => {
        #[allow(
            deprecated,
            clippy::should_implement_trait,
            clippy::wrong_self_convention,
            reason = "a method has the name of its field"
        )]
        impl $name {
            $(
                #[doc = ::std::concat!("Sets `", ::std::stringify!($field), "`.")]
                #[must_use]
                $(#[$attribute])*
                pub fn $setter(mut self $(, $field: $ty)?) -> Self {
                    self.$field = $value;
                    self
                }
            )*
        }
    };
}

pub(crate) use setters;
