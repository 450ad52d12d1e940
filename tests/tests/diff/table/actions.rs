//! Actions, services and their versions.

use serde_json::json;

use super::{CREATE, Case, FORM, LIST, LONG_FORM, OLD_SERVICE, SERVICE, TELL};

pub(super) const ACTIONS: &[Case] = &[
    Case {
        name: "an action is removed",
        change: |spec| {
            spec.files.remove(FORM);
        },
        expected: &["breaking: shop 2020-01-02 FillForm: the action is gone"],
    },
    Case {
        name: "an action is added",
        change: |spec| {
            spec.files.insert(FORM.replace("FillForm", "TearForm"), json!({ "name": "TearForm", "description": "Tears it.", "regionRequired": false, "parameters": [], "output": [] }));
        },
        expected: &["addition: shop 2020-01-02 TearForm: a new action"],
    },
    Case {
        name: "an action takes the function of another",
        change: |spec| {
            let mut form = spec.files.remove(FORM).unwrap_or_default();
            form["name"] = json!("FILLForm");
            form["parameters"] = json!([]);
            spec.files.insert(FORM.replace("FillForm", "FILLForm"), form);
        },
        expected: &[
            "breaking: shop 2020-01-02 FillForm: the function `fill_form` called it, and now calls `FILLForm`",
            "breaking: shop 2020-01-02 FillForm: the action is gone",
            "addition: shop 2020-01-02 FILLForm: a new action",
        ],
    },
    Case {
        name: "an action needs a region",
        change: |spec| spec.set(CREATE, "/regionRequired", json!(true)),
        expected: &["breaking, silently: shop 2020-01-02 CreateThing: needs a region: a call without one is rejected"],
    },
    Case {
        name: "an action needs no region",
        change: |spec| spec.set(LONG_FORM, "/regionRequired", json!(false)),
        expected: &["note: shop 2020-01-02 FillLongForm: no longer needs a region"],
    },
    Case {
        name: "an action is no longer read only",
        change: |spec| {
            spec.unset(LIST, "/readOnly");
            spec.unset(LIST, "/paging");
        },
        expected: &[
            "breaking: shop 2020-01-02 DescribeThings: is no longer read only: `wait_until` does not compile with it, and it is retried less often",
            "breaking: shop 2020-01-02 DescribeThings: no longer pages: `pages` and `items` do not compile with it",
        ],
    },
    Case {
        name: "an action is read only",
        change: |spec| spec.set(CREATE, "/readOnly", json!(true)),
        expected: &[
            "addition: shop 2020-01-02 CreateThing: is read only: `wait_until` accepts it, and it is retried more often",
        ],
    },
    Case {
        name: "an action no longer streams",
        change: |spec| spec.unset(LONG_FORM, "/streaming"),
        expected: &["breaking: shop 2020-01-02 FillLongForm: no longer streams"],
    },
    Case {
        name: "an action streams",
        change: |spec| spec.set(CREATE, "/streaming", json!(true)),
        expected: &["addition: shop 2020-01-02 CreateThing: may stream"],
    },
    Case {
        name: "an action is signed",
        change: |spec| spec.unset(FORM, "/signed"),
        expected: &["breaking, silently: shop 2020-01-02 FillForm: is signed: a call without credentials is rejected"],
    },
    Case {
        name: "an action is not signed",
        change: |spec| spec.set(CREATE, "/signed", json!(false)),
        expected: &["note: shop 2020-01-02 CreateThing: is no longer signed"],
    },
    Case {
        name: "an action is sent in parts",
        change: |spec| spec.set(CREATE, "/content", json!("multipart")),
        expected: &["note: shop 2020-01-02 CreateThing: was sent as json, is sent as multipart"],
    },
    Case {
        name: "an action has another rate limit",
        change: |spec| spec.set(CREATE, "/rateLimit", json!(30)),
        expected: &["note: shop 2020-01-02 CreateThing: its rate limit was 20 a second, is 30 a second"],
    },
    Case {
        name: "an action is deprecated",
        change: |spec| spec.set(CREATE, "/deprecated", json!("Nobody needs it.")),
        expected: &["note: shop 2020-01-02 CreateThing: is deprecated, so its users get a warning: Nobody needs it."],
    },
    Case {
        name: "an action no longer pages",
        change: |spec| spec.unset(LIST, "/paging"),
        expected: &[
            "breaking: shop 2020-01-02 DescribeThings: no longer pages: `pages` and `items` do not compile with it",
        ],
    },
    Case {
        name: "pages have other items",
        change: |spec| spec.set(LIST, "/paging/items", json!("Others")),
        expected: &[
            "breaking, silently: shop 2020-01-02 DescribeThings: its pages had the items of `things`, have those of `others`",
        ],
    },
    Case {
        name: "pages are larger",
        change: |spec| spec.set(LIST, "/parameters/1/maximum", json!(200)),
        expected: &[
            "note: shop 2020-01-02 DescribeThings: its pages are requested differently",
            "documentation: shop 2020-01-02 DescribeThingsRequest.Limit: is described differently",
        ],
    },
    Case {
        name: "a member is deprecated",
        change: |spec| spec.set(CREATE, "/parameters/3/deprecated", json!("Forget it.")),
        expected: &[
            "note: shop 2020-01-02 CreateThingRequest.Note: is deprecated, so its users get a warning: Forget it.",
        ],
    },
    Case {
        name: "a member is secret",
        change: |spec| spec.set(CREATE, "/parameters/3/secret", json!(true)),
        expected: &["note: shop 2020-01-02 CreateThingRequest.Note: is secret: `Debug` no longer shows it"],
    },
    Case {
        name: "a member is no longer secret",
        change: |spec| spec.unset(CREATE, "/parameters/5/secret"),
        expected: &[
            "breaking, silently: shop 2020-01-02 CreateThingRequest.Password: is no longer secret: `Debug` shows it",
        ],
    },
    Case {
        name: "a member has another limit",
        change: |spec| spec.set(CREATE, "/parameters/0/maxLength", json!(8)),
        expected: &["documentation: shop 2020-01-02 CreateThingRequest.Name: is described differently"],
    },
    Case {
        name: "an example is another",
        change: |spec| spec.set(TELL, "/examples/0/response/Response/Time", json!("13:00")),
        expected: &["documentation: clock 2020-01-01 TellTime: has different documented examples"],
    },
];

pub(super) const SERVICES: &[Case] = &[
    Case {
        name: "calls go to another host",
        change: |spec| spec.set(SERVICE, "/host", json!("store.tencentcloudapi.com")),
        expected: &[
            "note: shop 2020-01-02: calls went to `shop.tencentcloudapi.com`, go to `store.tencentcloudapi.com`",
        ],
    },
    Case {
        name: "another version is the default",
        change: |spec| {
            spec.unset(SERVICE, "/defaultVersion");
            spec.set(OLD_SERVICE, "/defaultVersion", json!(true));
        },
        expected: &["breaking: shop: `shop` without a version was 2020-01-02, is 2019-01-01"],
    },
    Case {
        name: "a version is removed",
        change: |spec| spec.files.retain(|path, _| !path.starts_with("shop/v20190101/")),
        expected: &["breaking: shop 2019-01-01: the version is gone"],
    },
    Case {
        name: "a service is removed",
        change: |spec| spec.files.retain(|path, _| !path.starts_with("clock/")),
        expected: &["breaking: clock: the service is gone"],
    },
    Case {
        name: "a service is added",
        change: |spec| {
            let service = "bell/v20200101/service.json";
            spec.files.insert(
                service.to_owned(),
                json!({
                    "name": "bell", "version": "2020-01-01", "title": "Bell", "description": "Rings.",
                    "host": "bell.tencentcloudapi.com"
                }),
            );
            spec.files.insert(
                service.replace("service.json", "actions/Ring.json"),
                json!({
                    "name": "Ring", "description": "Rings.", "regionRequired": false, "parameters": [], "output": []
                }),
            );
        },
        expected: &["addition: bell: a new service, 1 action"],
    },
    Case {
        name: "a version is added",
        change: |spec| {
            for file in ["service.json", "actions/CloseShop.json"] {
                let mut json = spec.files[&format!("shop/v20190101/{file}")].clone();
                if file == "service.json" {
                    json["version"] = json!("2018-01-01");
                }
                spec.files.insert(format!("shop/v20180101/{file}"), json);
            }
        },
        expected: &["addition: shop 2018-01-01: a new version, 1 action"],
    },
];
