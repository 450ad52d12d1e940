//! The impls that generated types share, so that a type costs one line.

/// What every open enum has besides its variants and its table.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum_impls {
    ($name:ident) => {
        impl $name {
            /// The value as it is sent.
            pub fn as_str(&self) -> &str {
                $crate::record::open_enum_as_str(self)
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::record::open_enum_from(text)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                $crate::record::open_enum_from(&text)
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::fmt::Debug for $name {
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
            fn view(&self) -> $crate::record::View<'_> {
                $crate::record::open_enum_view(self)
            }

            fn expected(&self) -> &'static str {
                "a string"
            }

            fn put(&mut self, scalar: $crate::record::Scalar<'_>) -> bool {
                $crate::record::open_enum_put(self, scalar)
            }

            fn open(&mut self) -> $crate::record::Opening<'_> {
                $crate::record::Opening::Closed
            }

            fn clear(&mut self) {
                *self = <Self as $crate::record::Slot>::empty();
            }

            fn empty() -> Self {
                $crate::record::open_enum_empty()
            }
        }
    };
}

/// What every record has besides its members and its table.
///
/// `($name)` is a type that requests use and that has required members, `($name, new)` one without: it can be made
/// with nothing set. `($name, Default)` is a type of responses only, which is no `Input`.
#[doc(hidden)]
#[macro_export]
macro_rules! record_impls {
    ($name:ident) => {
        impl $crate::record::Input for $name {}

        $crate::record_impls!(@record $name);
    };
    ($name:ident, new) => {
        impl $name {
            /// With nothing set.
            pub fn new() -> Self {
                <Self as $crate::record::Record>::blank()
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
            fn default() -> Self {
                <Self as $crate::record::Record>::blank()
            }
        }
    };
    (@record $name:ident) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::record::fmt_record(self, f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
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
