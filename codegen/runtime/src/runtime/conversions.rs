//! Conversions of the members of unions.

/// Implements `From` for the members of a union, from a table of its variants and their types. A variant may have a
/// `Box` around its member.
macro_rules! conversions {
    ($name:ident { $($variant:ident: $ty:ty,)* }) => {
        $(
            impl ::std::convert::From<$ty> for $name {
                fn from(member: $ty) -> Self {
                    Self::$variant(::std::convert::Into::into(member))
                }
            }
        )*
    };
}

pub(crate) use conversions;
