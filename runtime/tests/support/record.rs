//! Types written by hand in the shape that is generated.
//!
//! [`record`] implements the traits for a struct of the test, with the public names alone; [`generated_record`] writes
//! the struct too, through the names that generated code uses.

/// Implements the traits of a record for a struct of the test.
macro_rules! record {
    ($type:ident { $($index:literal: $member:ident = $field:expr,)* }) => {
        impl ::tc3_runtime::record::Record for $type {
            fn shape(&self) -> &'static ::tc3_runtime::record::Shape {
                static SHAPE: ::tc3_runtime::record::Shape = ::tc3_runtime::record::Shape { name: stringify!($type), fields: &[$($field),*] };
                &SHAPE
            }

            fn get(&self, index: usize) -> Option<&dyn ::tc3_runtime::record::Slot> {
                match index {
                    $($index => Some(&self.$member),)*
                    _ => None,
                }
            }

            fn slot(&mut self, index: usize) -> Option<&mut dyn ::tc3_runtime::record::Slot> {
                match index {
                    $($index => Some(&mut self.$member),)*
                    _ => None,
                }
            }

            fn empty() -> Self {
                Self { $($member: ::tc3_runtime::record::Slot::cleared()),* }
            }
        }

        tc3_runtime::record_impls!($type);
    };
}

pub(crate) use record;

/// A record as the generator writes one. Needs `rt` in scope.
#[macro_export]
macro_rules! generated_record {
    ($name:ident $(, $constructor:ident)? { $($index:literal $member:ident: $type:ty = $field:expr,)* }) => {
        pub(crate) struct $name {
            $(pub(crate) $member: $type,)*
        }

        impl rt::Record for $name {
            fn shape(&self) -> &'static rt::Shape {
                const {
                    &rt::Shape { name: stringify!($name), fields: &[$($field,)*] }
                }
            }

            fn get(&self, index: usize) -> rt::Get<'_> {
                rt::Some(match index {
                    $($index => &self.$member,)*
                    _ => return rt::None,
                })
            }

            fn slot(&mut self, index: usize) -> rt::Fill<'_> {
                rt::Some(match index {
                    $($index => &mut self.$member,)*
                    _ => return rt::None,
                })
            }

            fn empty() -> Self {
                Self { $($member: rt::Slot::cleared(),)* }
            }
        }

        rt::record!($name $(, $constructor)?);
    };
}
