//! Types written by hand in the shape that is generated.

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
