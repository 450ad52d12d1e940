//! The impls that generated types share, so that a type costs one line.
//!
//! **A crate of generated types compiles to no machine code.** All functions are `#[inline]`, so each program compiles only
//! the types that it uses.
//!
//! **Tables are macro bodies, types are not.** Structs, their docs and their constructors are ordinary items, which
//! formatters and documentation understand. What follows from the list of members is one macro with a row per member,
//! formatted by the generator, since formatters fill macro bodies like prose. Written out as impls, the service gaap had
//! 232 lines per action without docs; with tables it has 97, at the same time to check and to build.

/// Declares an open enum by the table of its variants. `($name)` alone adds the impls to an enum that has the table
/// already.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum_impls {
    ($(#[$attribute:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $wire:literal,)* }) => {
        $(#[$attribute])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $variant,)*
            /// A value that the service uses and the spec does not list.
            UnknownValue($crate::UnknownValue),
        }

        impl $crate::record::OpenEnum for $name {
            const VALUES: &'static [(Self, &'static str)] = &[$((Self::$variant, $wire)),*];

            #[inline]
            fn unknown(value: $crate::UnknownValue) -> Self {
                Self::UnknownValue(value)
            }

            #[inline]
            fn as_unknown(&self) -> ::core::option::Option<&$crate::UnknownValue> {
                match self {
                    Self::UnknownValue(value) => ::core::option::Option::Some(value),
                    _ => ::core::option::Option::None,
                }
            }
        }

        $crate::open_enum_impls!($name);
    };
    ($name:ident) => {
        impl $name {
            /// Returns the value as it is sent.
            #[inline]
            pub fn as_str(&self) -> &str {
                $crate::record::open_enum_as_str(self)
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::record::open_enums_equal(self, other)
            }
        }

        impl ::core::hash::Hash for $name {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                $crate::record::hash_open_enum(self, state);
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                $crate::record::open_enum_from(text)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                $crate::record::open_enum_from(&text)
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                <::std::string::String as $crate::__private::serde::Deserialize>::deserialize(deserializer)
                    .map(<Self as ::core::convert::From<::std::string::String>>::from)
            }
        }

        impl $crate::record::Slot for $name {
            #[inline]
            fn view(&self) -> $crate::record::View<'_> {
                $crate::record::open_enum_view(self)
            }

            #[inline]
            fn put(&mut self, scalar: $crate::record::Scalar<'_>) -> $crate::record::Put {
                $crate::record::open_enum_put(self, scalar)
            }

            #[inline]
            fn clear(&mut self) {
                *self = <Self as $crate::record::Slot>::cleared();
            }

            #[inline]
            fn cleared() -> Self {
                $crate::record::open_enum_empty()
            }
        }
    };
}

/// Declares the constants of a set of integers. Their members are plain integers, so the type has no values: it only groups
/// the constants, which can be patterns.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_constants {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident: $width:ident { $($(#[$doc:meta])* $constant:ident = $value:literal,)* }
    ) => {
        $(#[$attribute])*
        ///
        /// These are constants for members that are plain integers, since a service may have others.
        pub enum $name {}

        impl $name {
            $($(#[$doc])* pub const $constant: $width = $value;)*

            /// Returns the name of a listed integer, as its constant has it.
            #[inline]
            #[must_use]
            pub const fn name_of(value: $width) -> ::core::option::Option<&'static str> {
                match value {
                    $($value => ::core::option::Option::Some(::core::stringify!($constant)),)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    };
}

/// Implements everything that a record has besides its members, by the table of them: index, field and wire name.
///
/// `($name {..})` is a type that requests use and that has required members, `($name, new {..})` one without required
/// members, which therefore gets a `new` without arguments. `($name, Default {..})` is a type that only responses use,
/// which is not an `Input`. Without a table, the macro adds what a record has besides the table.
#[doc(hidden)]
#[macro_export]
macro_rules! record_impls {
    (
        $name:ident $(, $default:ident)? {
            $($index:literal: $member:ident = $presence:ident($wire:literal) $(.$property:ident())*,)*
        }
    ) => {
        #[allow(deprecated, unreachable_code, reason = "members may be deprecated, and there may be none")]
        impl $crate::record::Record for $name {
            #[inline]
            fn shape(&self) -> &'static $crate::record::Shape {
                const {
                    &$crate::record::Shape {
                        name: ::core::stringify!($name),
                        fields: &[$($crate::record::Field::$presence($wire)$(.$property())*),*],
                    }
                }
            }

            #[inline]
            fn get(&self, index: usize) -> ::core::option::Option<&dyn $crate::record::Slot> {
                ::core::option::Option::Some(match index {
                    $($index => &self.$member,)*
                    _ => return ::core::option::Option::None,
                })
            }

            #[inline]
            fn slot(&mut self, index: usize) -> ::core::option::Option<&mut dyn $crate::record::Slot> {
                ::core::option::Option::Some(match index {
                    $($index => &mut self.$member,)*
                    _ => return ::core::option::Option::None,
                })
            }

            #[inline]
            fn empty() -> Self {
                Self { $($member: $crate::record::Slot::cleared(),)* }
            }
        }

        $crate::record_impls!($name $(, $default)?);
    };
    ($name:ident) => {
        impl $crate::record::Input for $name {}

        $crate::record_impls!(@record $name);
    };
    ($name:ident, new) => {
        impl $name {
            /// Creates a value with no member set.
            #[inline]
            pub fn new() -> Self {
                <Self as $crate::record::Record>::empty()
            }
        }

        impl $crate::record::Input for $name {}

        $crate::record_impls!(@default $name);
        $crate::record_impls!(@record $name);
    };
    ($name:ident, Default) => {
        $crate::record_impls!(@default $name);
        $crate::record_impls!(@record $name);
    };
    (@default $name:ident) => {
        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                <Self as $crate::record::Record>::empty()
            }
        }
    };
    (@record $name:ident) => {
        impl ::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::record::clone_record(self)
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::record::fmt_record(self, f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::record::records_equal(self, other)
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::record::serialize_record(self, serializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::record::deserialize_record(deserializer)
            }
        }
    };
}
