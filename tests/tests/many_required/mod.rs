//! A request with more required members than `new` takes, so that the compiler lets one be forgotten. Written as the
//! generator writes such types.

use tc3::gaap::CreateProxyGroupResponse;
use tc3::runtime::generated_0_1 as rt;

tc3_tests::generated_record!(RegisterAllRequest, new {
    0 part_a: rt::Option<rt::String> = rt::Field::required("PartA"),
    1 part_b: rt::Option<rt::String> = rt::Field::required("PartB"),
    2 part_c: rt::Option<rt::String> = rt::Field::required("PartC"),
    3 part_d: rt::Option<rt::String> = rt::Field::required("PartD"),
    4 part_e: rt::Option<rt::String> = rt::Field::required("PartE"),
    5 part_f: rt::Option<rt::String> = rt::Field::required("PartF"),
    6 part_g: rt::Option<rt::String> = rt::Field::required("PartG"),
    7 part_h: rt::Option<rt::String> = rt::Field::required("PartH"),
    8 note: rt::Option<rt::String> = rt::Field::optional("Note"),
});

impl rt::Action for RegisterAllRequest {
    type Output = CreateProxyGroupResponse;
    const INFO: &'static rt::ActionInfo =
        &rt::ServiceInfo::new("gaap", "2018-05-29", "gaap.tencentcloudapi.com").action("RegisterAll");
}
