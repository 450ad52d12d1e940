//! Changes of the spec in `data/diff-spec`, one by one.

mod actions;
mod members;
mod names;

use crate::spec::Spec;

/// A change, and all lines that report it.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) change: fn(&mut Spec),
    pub(crate) expected: &'static [&'static str],
}

pub(crate) const SERVICE: &str = "shop/v20200102/service.json";
pub(crate) const TELL: &str = "clock/v20200101/actions/TellTime.json";
pub(crate) const OLD_SERVICE: &str = "shop/v20190101/service.json";
pub(crate) const CREATE: &str = "shop/v20200102/actions/CreateThing.json";
pub(crate) const LIST: &str = "shop/v20200102/actions/DescribeThings.json";
pub(crate) const FORM: &str = "shop/v20200102/actions/FillForm.json";
pub(crate) const LONG_FORM: &str = "shop/v20200102/actions/FillLongForm.json";
pub(crate) const COLOR: &str = "shop/v20200102/types/Color.json";
pub(crate) const SIZE: &str = "shop/v20200102/types/Size.json";
pub(crate) const PART: &str = "shop/v20200102/types/Part.json";
pub(crate) const LINE: &str = "shop/v20200102/types/Line.json";

pub(crate) const CASES: &[&[Case]] = &[
    members::PARAMETERS,
    members::TYPES,
    members::OUTPUTS,
    names::NAMES,
    actions::ACTIONS,
    actions::SERVICES,
];
