//! What the tests of this package share.

pub mod cases;
pub mod cli;

/// A record as the generator writes one, for tests that need a type which no spec has. Needs `rt` in scope.
#[macro_export]
macro_rules! record {
    ($name:ident $(, $door:ident)? { $($index:literal $member:ident: $type:ty = $field:expr,)* }) => {
        #[derive(Clone)]
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

        rt::record!($name $(, $door)?);
    };
}

/// The spec of one action, CreateProxyGroup, as it once was: for tests that need particular facts, since `spec/`
/// changes and grows.
pub const FROZEN_SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/frozen-spec");
