//! A request with more required members than `new` takes, so that the compiler lets one be forgotten. Written as the
//! generator writes such types.

use tc3::gaap::CreateProxyGroupResponse;
use tc3::runtime::generated_0_1 as rt;

macro_rules! request {
    ($name:ident { $($index:literal $member:ident: $field:expr,)* }) => {
        #[derive(Clone)]
        pub(crate) struct $name {
            $(pub(crate) $member: rt::Option<rt::String>,)*
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

            fn blank() -> Self {
                Self { $($member: rt::Slot::empty(),)* }
            }
        }

        rt::record!($name, new);
    };
}

request!(RegisterAllRequest {
    0 part_a: rt::Field::required("PartA"),
    1 part_b: rt::Field::required("PartB"),
    2 part_c: rt::Field::required("PartC"),
    3 part_d: rt::Field::required("PartD"),
    4 part_e: rt::Field::required("PartE"),
    5 part_f: rt::Field::required("PartF"),
    6 part_g: rt::Field::required("PartG"),
    7 part_h: rt::Field::required("PartH"),
    8 note: rt::Field::optional("Note"),
});

impl rt::Action for RegisterAllRequest {
    type Output = CreateProxyGroupResponse;
    const INFO: &'static rt::ActionInfo = &rt::ActionInfo {
        service: "gaap",
        version: "2018-05-29",
        name: "RegisterAll",
        host: "gaap.tencentcloudapi.com",
        region_required: false,
        read_only: false,
        rate_limit: rt::None,
    };
}
