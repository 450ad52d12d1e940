//! What `tc3-codegen import metadata` decides where the metadata is silent, what it keeps of what a person decided, and
//! how it reports both.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tc3_tests::cli::{Ran, scratch, tc3_codegen};

/// A folder with metadata of the invented service `shop`, and a spec.
struct Shop {
    folder: PathBuf,
}

/// The metadata of one version of `shop`.
#[derive(Clone, Default)]
struct Api {
    actions: Value,
    objects: Value,
    examples: Value,
}

impl Shop {
    fn new(name: &str) -> Self {
        Self { folder: scratch(name) }
    }

    /// Writes metadata as the package folder that pip installs, of `package` and `release`.
    fn publish(&self, package: &str, release: &str, api: &Api) -> PathBuf {
        let site = self.folder.join(format!("{package}-{release}"));
        let version = site.join("tccli/services/shop/v20200102");
        fs::create_dir_all(&version).unwrap();
        let text = json!({
            "actions": api.actions,
            "objects": api.objects,
            "metadata": {"apiVersion": "2020-01-02", "serviceShortName": "shop", "serviceNameCN": "商店"},
        });
        fs::write(version.join("api.json"), text.to_string()).unwrap();
        let examples = if api.examples.is_null() {
            json!({})
        } else {
            api.examples.clone()
        };
        fs::write(
            version.join("examples.json"),
            json!({ "actions": examples }).to_string(),
        )
        .unwrap();
        fs::write(site.join("tccli/__init__.py"), format!("__version__ = '{release}'\r\n")).unwrap();
        let underscored = package.replace('-', "_");
        let distribution = site.join(format!("{underscored}-{release}.dist-info"));
        fs::create_dir_all(&distribution).unwrap();
        let metadata = format!("Metadata-Version: 2.1\nName: {package}\nVersion: {release}\n\nText\n");
        fs::write(distribution.join("METADATA"), metadata).unwrap();
        site
    }

    fn import(&self, metadata: &Path, more: &[&str]) -> Ran {
        let spec = self.folder.join("spec");
        let (metadata, spec) = (metadata.to_str().unwrap(), spec.to_str().unwrap());
        tc3_codegen(
            &[
                &["import", "metadata", metadata, "--service", "shop", "--spec", spec],
                more,
            ]
            .concat(),
        )
    }

    fn imported(&self, api: &Api, more: &[&str]) -> Ran {
        let ran = self.import(&self.publish("tccli", "3.1.1.1", api), more);
        assert_eq!(ran.exit_code, 0, "{}", ran.err);
        ran
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.join("spec/shop/v20200102").join(below)
    }

    fn file(&self, below: &str) -> Value {
        serde_json::from_str(&fs::read_to_string(self.path(below)).unwrap()).unwrap()
    }

    /// Changes a spec file as a person would.
    fn edit(&self, below: &str, edit: impl FnOnce(&mut Value)) {
        let mut file = self.file(below);
        edit(&mut file);
        fs::write(self.path(below), format!("{file:#}\n")).unwrap();
    }

    /// Describes all that has no description yet.
    fn describe(&self) {
        for below in ["actions", "types"] {
            for entry in fs::read_dir(self.path(below)).into_iter().flatten() {
                let path = entry.unwrap().path();
                let text = fs::read_to_string(&path).unwrap();
                fs::write(
                    &path,
                    text.replace("\"description\": \"\"", "\"description\": \"Described.\""),
                )
                .unwrap();
            }
        }
    }

    fn check(&self) -> Ran {
        tc3_codegen(&["check", "--spec", self.folder.join("spec").to_str().unwrap()])
    }
}

impl Api {
    /// Metadata with one action of the name and members, and an empty response but for the request id.
    fn with(action: &str, parameters: &[Value], output: &[Value]) -> Self {
        Self::default().and(action, parameters, output)
    }

    fn and(mut self, action: &str, parameters: &[Value], output: &[Value]) -> Self {
        let (request, response) = (format!("{action}Request"), format!("{action}Response"));
        self.actions[action] =
            json!({"input": request, "output": response, "document": "", "name": "", "status": "online"});
        let mut output = output.to_vec();
        output.push(string("RequestId"));
        self.objects[request] = json!({"members": parameters});
        self.objects[response] = json!({"members": output});
        self
    }

    fn object(mut self, name: &str, members: &[Value]) -> Self {
        self.objects[name] = json!({"members": members});
        self
    }

    fn examples(mut self, action: &str, examples: &[(Value, Value)]) -> Self {
        let written = examples.iter().map(|(request, response)| {
            let input = format!(
                "POST / HTTP/1.1\nHost: shop.tencentcloudapi.com\nContent-Type: application/json\n\
                 X-TC-Action: {action}\n<公共请求参数>\n\n{request}"
            );
            json!({"title": "t", "input": input, "output": json!({ "Response": response }).to_string()})
        });
        self.examples[action] = written.collect();
        self
    }
}

fn member(name: &str, kind: &str, of: &str) -> Value {
    json!({"name": name, "type": kind, "member": of, "document": ""})
}

fn string(name: &str) -> Value {
    member(name, "string", "string")
}

fn integer(name: &str) -> Value {
    member(name, "int", "uint64")
}

fn with(mut member: Value, keys: Value) -> Value {
    for (key, value) in keys.as_object().unwrap() {
        member[key] = value.clone();
    }
    member
}

fn named<'a>(members: &'a Value, name: &str) -> &'a Value {
    let mut list = members.as_array().unwrap().iter();
    list.find(|member| member["name"] == name).unwrap_or(&Value::Null)
}

fn names(members: &Value) -> Vec<&str> {
    let list = members.as_array().unwrap().iter();
    list.map(|member| member["name"].as_str().unwrap()).collect()
}

#[test]
fn a_member_of_a_response_is_nullable_by_the_keys_of_its_generation() {
    let shop = Shop::new("decide-null");
    let rows = [
        ("Old", json!({"required": true, "value_allowed_null": false}), false),
        ("OldNull", json!({"required": true, "value_allowed_null": true}), true),
        (
            "OldOptional",
            json!({"required": false, "value_allowed_null": false}),
            true,
        ),
        (
            "New",
            json!({"required": false, "output_required": true, "value_allowed_null": false}),
            false,
        ),
        (
            "NewNull",
            json!({"output_required": true, "value_allowed_null": true}),
            true,
        ),
        ("NewOptional", json!({"required": true, "output_required": false}), true),
        ("Silent", json!({}), true),
    ];
    let members: Vec<Value> = rows
        .iter()
        .map(|(name, keys, _)| with(string(name), keys.clone()))
        .collect();
    let api = Api::with(
        "DescribeThing",
        &[],
        &[&members[..], &[member("Thing", "object", "Thing")]].concat(),
    );
    shop.imported(&api.object("Thing", &members), &[]);
    let action = shop.file("actions/DescribeThing.json");
    let shared = shop.file("types/Thing.json");
    for (name, keys, is_nullable) in rows {
        for members in [&action["output"], &shared["members"]] {
            let nullable = named(members, name)["nullable"] == true;
            assert_eq!(nullable, is_nullable, "{name} {keys}");
        }
    }
}

#[test]
fn secrets_are_marked_and_counted_and_a_decision_stays() {
    let shop = Shop::new("decide-secret");
    let parameters = [string("Name"), string("Password"), member("Login", "object", "Login")];
    let api = Api::with("CreateThing", &parameters, &[]).object(
        "Login",
        &[string("PrivateKey"), string("KeyName"), string("ClientToken")],
    );
    let ran = shop.imported(&api, &[]);
    assert!(ran.err.contains("2 secret members, by their names"), "{}", ran.err);
    assert!(
        ran.err
            .contains("shop/v20200102/actions/CreateThing.json: parameter Password is secret, by its name"),
        "{}",
        ran.err
    );
    let action = shop.file("actions/CreateThing.json");
    assert_eq!(named(&action["parameters"], "Password")["secret"], true);
    assert_eq!(named(&action["parameters"], "Name")["secret"], Value::Null);
    let login = shop.file("types/Login.json");
    assert_eq!(named(&login["members"], "PrivateKey")["secret"], true);
    assert_eq!(named(&login["members"], "ClientToken")["secret"], Value::Null);

    shop.edit("types/Login.json", |file| {
        file["members"][0]["secret"] = false.into();
        file["members"][1]["secret"] = true.into();
    });
    let ran = shop.imported(&api, &[]);
    assert!(!ran.err.contains("secret"), "{}", ran.err);
    let login = shop.file("types/Login.json");
    assert_eq!(named(&login["members"], "PrivateKey")["secret"], false);
    assert_eq!(named(&login["members"], "KeyName")["secret"], true);
}

#[test]
fn paging_is_inferred_and_a_decision_stays() {
    let shop = Shop::new("decide-paging");
    let parameters = [integer("Offset"), integer("Limit")];
    let list = [integer("TotalCount"), member("Things", "list", "string")];
    let two = [
        integer("TotalCount"),
        member("As", "list", "string"),
        member("Bs", "list", "string"),
    ];
    let api = Api::with("DescribeThings", &parameters, &list)
        .and("DescribePairs", &parameters, &two)
        .and("FindThings", &parameters, &list);
    let ran = shop.imported(&api, &[]);
    let described = "DescribeThings.json: pages by Offset and Limit: items Things, total TotalCount";
    assert!(ran.err.contains(described), "{}", ran.err);
    let unclear = "DescribePairs.json: not paged: the response has several lists: As, Bs";
    assert!(ran.err.contains(unclear), "{}", ran.err);
    assert!(
        ran.err
            .contains("1 action with inferred paging\n1 action whose paging is unclear\n"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("2 read-only actions, by their names"), "{}", ran.err);
    let paging =
        json!({"kind": "offset", "position": "Offset", "size": "Limit", "items": "Things", "total": "TotalCount"});
    assert_eq!(shop.file("actions/DescribeThings.json")["paging"], paging);
    assert_eq!(shop.file("actions/DescribePairs.json")["paging"], Value::Null);
    // It may change something, for all that its name says.
    assert_eq!(shop.file("actions/FindThings.json")["paging"], Value::Null);

    for (decision, key) in [(json!({"kind": "none"}), "paging"), (json!(false), "readOnly")] {
        shop.edit("actions/DescribeThings.json", |file| {
            file.as_object_mut().unwrap().remove("paging");
            file[key] = decision.clone();
        });
        let ran = shop.imported(&api, &[]);
        assert!(!ran.err.contains("DescribeThings"), "{}", ran.err);
        let file = shop.file("actions/DescribeThings.json");
        assert_eq!(file[key], decision);
        assert_ne!(file["paging"]["kind"], "offset");
        assert_eq!(shop.check().exit_code, 0);
    }
}

#[test]
fn the_number_of_the_first_page_is_what_the_documentation_says() {
    let shop = Shop::new("decide-pages");
    let list = [integer("TotalCount"), member("Things", "list", "string")];
    let page = |document: &str| {
        [
            with(integer("PageNumber"), json!({ "document": document })),
            integer("PageSize"),
        ]
    };
    let request = |number: u64| json!({"PageNumber": number, "PageSize": 10});
    let response = json!({"RequestId": "r", "TotalCount": 0, "Things": []});
    let api = Api::with("ListZero", &page("页码，从0开始"), &list)
        .and("ListOne", &page("Page number, starting from 1."), &list)
        .and("ListShown", &page("页码"), &list)
        .and("ListSilent", &page("页码"), &list)
        .and("ListTorn", &page("页码，默认为1"), &list)
        .examples("ListShown", &[(request(0), response.clone())])
        .examples("ListTorn", &[(request(0), response)]);
    shop.imported(&api, &[]);
    let paging = |action: &str| shop.file(&format!("actions/{action}.json"))["paging"].clone();
    assert_eq!(paging("ListZero")["firstPage"], 0);
    assert_eq!(paging("ListOne")["kind"], "page");
    assert_eq!(paging("ListOne")["firstPage"], Value::Null); // 1 if nothing is said
    assert_eq!(paging("ListShown")["firstPage"], 0);
    assert_eq!(paging("ListSilent"), Value::Null);
    assert_eq!(paging("ListTorn"), Value::Null);
    // An import without examples infers the same from them.
    let before = shop.file("actions/ListShown.json")["paging"].clone();
    fs::remove_dir_all(shop.folder.join("spec")).unwrap();
    shop.imported(&api, &["--no-examples"]);
    let file = shop.file("actions/ListShown.json");
    assert_eq!((&file["paging"], &file["examples"]), (&before, &Value::Null));
}

#[test]
fn a_member_with_other_capitals_keeps_what_was_written_about_it() {
    let shop = Shop::new("decide-spelling");
    shop.imported(
        &Api::with("CreateThing", &[string("TcpTime"), string("VpcIds")], &[]),
        &[],
    );
    shop.edit("actions/CreateThing.json", |file| {
        file["parameters"][0]["description"] = "How long.".into();
        file["parameters"][0]["secret"] = true.into();
    });
    let ran = shop.imported(
        &Api::with("CreateThing", &[string("TCPTime"), string("VPC_IDs")], &[]),
        &[],
    );
    assert!(
        ran.out.contains("~ parameter TcpTime is spelled TCPTime"),
        "{}",
        ran.out
    );
    assert!(
        ran.err
            .contains("parameter TcpTime is now TCPTime: what was written about it is kept"),
        "{}",
        ran.err
    );
    let file = shop.file("actions/CreateThing.json");
    assert_eq!(names(&file["parameters"]), ["TCPTime", "VPC_IDs"]);
    assert_eq!(file["parameters"][0]["description"], "How long.");
    assert_eq!(file["parameters"][0]["secret"], true);
}

#[test]
fn a_type_and_an_action_with_other_capitals_are_the_same() {
    let shop = Shop::new("decide-spelling-type");
    let api = |action: &str, object: &str| {
        Api::with(action, &[member("Thing", "object", object)], &[]).object(object, &[string("Id")])
    };
    shop.imported(&api("CreateTcpThing", "TcpThing"), &[]);
    shop.edit("types/TcpThing.json", |file| file["description"] = "A thing.".into());
    let ran = shop.imported(&api("CreateTCPThing", "TCPThing"), &[]);
    assert!(
        ran.out.contains("removed: shop/v20200102/types/TcpThing.json"),
        "{}",
        ran.out
    );
    assert_eq!(shop.file("types/TCPThing.json")["description"], "A thing.");
    assert!(!shop.path("types/TcpThing.json").exists());
    assert!(!shop.path("actions/CreateTcpThing.json").exists());
    assert_eq!(shop.check().exit_code, 0);
}

#[test]
fn the_order_of_members_is_the_recorded_one() {
    let shop = Shop::new("decide-order");
    let required = |name: &str| with(string(name), json!({"required": true}));
    shop.imported(
        &Api::with("CreateThing", &[required("A"), required("B"), string("C")], &[]),
        &[],
    );
    let reordered = [
        string("New"),
        required("B"),
        string("AfterB"),
        required("A"),
        string("C"),
    ];
    let ran = shop.imported(&Api::with("CreateThing", &reordered, &[]), &[]);
    let order = "the source lists the parameters in another order: the order of the file is kept";
    assert!(ran.err.contains(order), "{}", ran.err);
    let file = shop.file("actions/CreateThing.json");
    assert_eq!(names(&file["parameters"]), ["New", "A", "B", "AfterB", "C"]);
}

#[test]
fn marks_that_no_longer_fit_are_set_aside_and_the_rest_is_imported() {
    let shop = Shop::new("decide-conflict");
    let list = [integer("TotalCount"), member("Things", "list", "string")];
    let api = Api::with(
        "DescribeThings",
        &[integer("Offset"), integer("Limit"), string("Kind")],
        &list,
    );
    shop.imported(&api, &[]);
    fs::create_dir_all(shop.path("types")).unwrap();
    fs::write(
        shop.path("types/Kind.json"),
        json!({"name": "Kind", "description": "A kind.", "values": [{"value": "a", "description": "A."}]}).to_string(),
    )
    .unwrap();
    shop.edit("actions/DescribeThings.json", |file| {
        file["parameters"][2]["values"] = "Kind".into();
        file["parameters"][2]["description"] = "Which kind.".into();
        file["parameters"][1]["maximum"] = 100.into();
        file["paging"]["items"] = "Things".into();
    });
    assert_eq!(shop.check().exit_code, 0);

    let changed = [integer("Offset"), string("Limit"), integer("Kind"), string("Extra")];
    let gone = [integer("TotalCount"), member("Items", "list", "string")];
    let ran = shop.imported(&Api::with("DescribeThings", &changed, &gone), &[]);
    for line in [
        "DescribeThings.json: Kind: \"values\": \"Kind\" was set aside: ",
        "DescribeThings.json: Limit: \"maximum\": 100 was set aside: ",
        "DescribeThings.json: \"paging\": { \"kind\": \"offset\", \"position\": \"Offset\", \"size\": \"Limit\", \"items\": \"Things\", \"total\": \"TotalCount\" } was set aside: ",
        "3 marks set aside",
    ] {
        assert!(ran.err.contains(line), "{line}\n{}", ran.err);
    }
    let file = shop.file("actions/DescribeThings.json");
    assert_eq!(named(&file["parameters"], "Kind")["type"], "Integer");
    assert_eq!(named(&file["parameters"], "Kind")["description"], "Which kind.");
    assert_eq!(named(&file["parameters"], "Extra")["type"], "String");
    assert_eq!(shop.check().exit_code, 0);
}

#[test]
fn names_of_integers_are_kept_until_the_width_changes() {
    let shop = Shop::new("decide-integers");
    let first = Api::with("DescribeThing", &[], &[integer("Status")]);
    shop.imported(&first, &[]);
    fs::create_dir_all(shop.path("types")).unwrap();
    let status = json!({
        "name": "Status",
        "description": "A state.",
        "format": "uint64",
        "integers": [{"value": 0, "rustName": "RUNNING", "description": "It runs."}],
    });
    fs::write(shop.path("types/Status.json"), status.to_string()).unwrap();
    shop.describe();
    shop.edit("actions/DescribeThing.json", |file| {
        file["output"][0]["values"] = "Status".into();
    });
    assert_eq!(shop.check().exit_code, 0);

    let next = [integer("Count"), integer("Status")];
    shop.imported(&Api::with("DescribeThing", &[], &next), &[]);
    let output = &shop.file("actions/DescribeThing.json")["output"];
    assert_eq!(named(output, "Status")["values"], "Status");
    assert_eq!(shop.file("types/Status.json"), status);
    shop.describe();
    assert_eq!(shop.check().exit_code, 0);

    let signed = [integer("Count"), member("Status", "int", "int64")];
    let ran = shop.imported(&Api::with("DescribeThing", &[], &signed), &[]);
    assert!(
        ran.err.contains("Status: \"values\": \"Status\" was set aside: "),
        "{}",
        ran.err
    );
    let output = &shop.file("actions/DescribeThing.json")["output"];
    assert_eq!(named(output, "Status")["format"], "int64");
    assert_eq!(named(output, "Status")["values"], Value::Null);
    assert_eq!(shop.file("types/Status.json"), status, "the names are not lost");
}

#[test]
fn an_example_that_no_longer_fits_is_set_aside() {
    let shop = Shop::new("decide-conflict-example");
    let api = |member: &str| {
        Api::with("DescribeThing", &[], &[self::member("Thing", "object", "Thing")]).object("Thing", &[string(member)])
    };
    shop.imported(&api("Size"), &[]);
    shop.describe();
    // A person wrote the action down, with an example of a type that is imported.
    shop.edit("actions/DescribeThing.json", |file| {
        drop(file.as_object_mut().unwrap().remove("importedFrom"));
        let response = json!({"Response": {"Thing": {"Size": "1"}, "RequestId": "r"}});
        file["examples"] = json!([{"title": "One", "request": {}, "response": response}]);
    });
    assert_eq!(shop.check().exit_code, 0);
    let ran = shop.imported(&api("Weight"), &[]);
    assert!(ran.err.contains("DescribeThing.json: example: { "), "{}", ran.err);
    assert!(ran.err.contains("1 mark set aside"), "{}", ran.err);
    assert_eq!(shop.file("actions/DescribeThing.json")["examples"], Value::Null);
    assert_eq!(shop.file("types/Thing.json")["members"][0]["name"], "Weight");
}

#[test]
fn what_would_change_is_shown_where_the_result_is_refused() {
    let shop = Shop::new("decide-refused");
    shop.imported(
        &Api::with("CreateThing", &[string("Name"), string("Size")], &[string("ThingId")]),
        &[],
    );
    let emulator = json!({
        "description": "One thing.",
        "resources": [{"name": "Thing", "id": {"member": "ThingId", "prefix": "thing"}}],
        "actions": [{"name": "CreateThing", "creates": [{
            "resource": "Thing", "stores": ["Name", "Size"], "answers": {"member": "ThingId", "from": "ThingId"},
        }]}],
    });
    shop.describe();
    fs::write(shop.path("emulator.json"), emulator.to_string()).unwrap();
    let ran = shop.check();
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let before = fs::read_to_string(shop.path("actions/CreateThing.json")).unwrap();
    let ran = shop.import(
        &shop.publish(
            "tccli",
            "3.1.2.1",
            &Api::with("CreateThing", &[string("Name")], &[string("ThingId")]),
        ),
        &[],
    );
    assert_eq!(ran.exit_code, 1);
    if !ran.err.contains("fix the spec first") {
        assert!(ran.out.contains("  - parameter Size\n"), "{}", ran.out);
        assert!(ran.out.contains("would write 0 new files and changed 1"), "{}", ran.out);
        assert!(
            ran.err.contains("emulator.json alone: change it so that it fits"),
            "{}",
            ran.err
        );
    }
    assert_eq!(
        fs::read_to_string(shop.path("actions/CreateThing.json")).unwrap(),
        before
    );
}

#[test]
fn an_older_release_and_another_edition_say_so_first() {
    let shop = Shop::new("decide-edition");
    let api = Api::with("CreateThing", &[string("Name")], &[]);
    shop.import(&shop.publish("tccli", "3.1.10.1", &api), &[]);
    assert_eq!(shop.file("actions/CreateThing.json")["importedFrom"], "tccli 3.1.10.1");
    assert_eq!(shop.file("service.json")["host"], "shop.tencentcloudapi.com");
    let ran = shop.import(&shop.publish("tccli", "3.1.9.1", &api), &[]);
    let older = "warning: shop/v20200102: imports tccli 3.1.9.1 over files from tccli 3.1.10.1, which is newer\n";
    assert!(ran.err.starts_with(older), "{}", ran.err);
    let ran = shop.import(&shop.publish("tccli-intl-en", "3.1.10.1", &api), &[]);
    let other = "imports tccli-intl-en 3.1.10.1 over files from tccli 3.1.10.1, another edition";
    assert!(ran.err.contains(other), "{}", ran.err);

    let fresh = Shop::new("decide-edition-fresh");
    fresh.import(&fresh.publish("tccli-intl-en", "3.1.10.1", &api), &[]);
    assert_eq!(fresh.file("service.json")["importedFrom"], "tccli-intl-en 3.1.10.1");
    assert_eq!(fresh.file("service.json")["host"], "shop.intl.tencentcloudapi.com");
    // The package folder that pip installed says the same.
    let package = fresh.publish("tccli-intl-en", "3.1.10.1", &api).join("tccli");
    let renamed = package.with_file_name("tccli_intl_en");
    fs::rename(&package, &renamed).unwrap();
    fs::remove_dir_all(fresh.folder.join("spec")).unwrap();
    fresh.import(&renamed, &[]);
    assert_eq!(fresh.file("service.json")["importedFrom"], "tccli-intl-en 3.1.10.1");
}

#[test]
fn two_editions_give_the_facts_of_one_and_the_texts_of_the_other() {
    let shop = Shop::new("decide-editions");
    let documented = |name: &str, document: &str| with(string(name), json!({ "document": document }));
    let china = Api::with(
        "CreateThing",
        &[documented("Name", "名称。"), documented("Extra", "额外。")],
        &[],
    );
    let english = Api::with(
        "CreateThing",
        &[documented("Name", "The name."), documented("OnlyHere", "x")],
        &[],
    )
    .and("CreateOther", &[member("Other", "object", "Other")], &[])
    .object("Other", &[documented("Id", "The ID.")]);
    let first = shop.publish("tccli", "3.1.10.1", &china);
    let other = shop.publish("tccli-intl-en", "3.1.12.1", &english);
    let ran = shop.import(&first, &["--docs-from", other.to_str().unwrap()]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let common = shop.file("actions/CreateThing.json");
    assert_eq!(names(&common["parameters"]), ["Name", "Extra"]);
    assert_eq!(common["parameters"][0]["description"], "The name.");
    assert_eq!(common["parameters"][1]["description"], "");
    assert_eq!(common["importedFrom"], "tccli 3.1.10.1");
    assert_eq!(common["host"], Value::Null);
    let added = shop.file("actions/CreateOther.json");
    assert_eq!(added["host"], "shop.intl.tencentcloudapi.com");
    assert_eq!(added["importedFrom"], "tccli-intl-en 3.1.12.1");
    assert_eq!(shop.file("types/Other.json")["members"][0]["description"], "The ID.");
    let left_out = "members that only tccli-intl-en 3.1.12.1 has were left out: OnlyHere";
    assert!(ran.err.contains(left_out), "{}", ran.err);

    // A workspace of both is the same: no text of the first edition, and the action that only the other has.
    let out = shop.folder.join("workspace");
    let [first_path, other_path, out_path] = [&first, &other, &out].map(|path| path.to_str().unwrap());
    let args = [
        "workspace",
        first_path,
        "--docs-from",
        other_path,
        "--out",
        out_path,
        "--runtime",
        "0.1.0",
    ];
    let ran = tc3_codegen(&args);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let code = fs::read_to_string(out.join("crates/shop/src/v20200102.rs")).unwrap();
    assert!(
        code.contains("The name.") && code.contains("pub fn create_other"),
        "{code}"
    );
    assert!(
        code.contains("shop.intl.tencentcloudapi.com") && !code.contains("额外"),
        "{code}"
    );

    let without = Shop::new("decide-editions-actions");
    let ran = without.import(&first, &["--actions-from", other.to_str().unwrap()]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    assert_eq!(without.file("types/Other.json")["members"][0]["description"], "");
}

#[test]
fn what_the_source_dropped_stays_until_it_is_pruned() {
    let shop = Shop::new("decide-dropped");
    let api = Api::with("CreateThing", &[string("Name")], &[]);
    let both = api
        .clone()
        .and("CreateOld", &[member("Old", "object", "Old")], &[])
        .object("Old", &[string("Id")]);
    shop.imported(&both, &[]);
    let ran = shop.imported(&api, &[]);
    for path in ["actions/CreateOld.json", "types/Old.json"] {
        let line = format!("shop/v20200102/{path}: the source no longer has it: kept; --prune removes it");
        assert!(ran.err.contains(&line), "{}", ran.err);
        assert!(shop.path(path).exists());
    }
    // An import of single actions says nothing about the others.
    let ran = shop.imported(&api, &["--action", "CreateThing"]);
    assert!(!ran.err.contains("no longer"), "{}", ran.err);
    // What a person wrote stays.
    shop.describe();
    shop.edit("actions/CreateOld.json", |file| {
        drop(file.as_object_mut().unwrap().remove("importedFrom"))
    });
    let ran = shop.imported(&api, &["--prune"]);
    assert!(!ran.out.contains("removed"), "{}", ran.out);
    shop.edit("actions/CreateOld.json", |file| {
        file["importedFrom"] = "tccli 3.1.1.1".into()
    });
    let ran = shop.imported(&api, &["--prune"]);
    assert!(
        ran.out.contains("removed: shop/v20200102/actions/CreateOld.json"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("wrote 0 new files and changed 0, removed 2, "),
        "{}",
        ran.out
    );
    assert!(!shop.path("actions/CreateOld.json").exists() && !shop.path("types/Old.json").exists());
}

#[test]
fn examples_are_refreshed_unless_a_person_edited_them() {
    let shop = Shop::new("decide-examples");
    let api = |name: &str| {
        let example = |name: &str| (json!({ "Name": name }), json!({"RequestId": "r"}));
        Api::with("CreateThing", &[string("Name")], &[]).examples("CreateThing", &[example(name), example("same")])
    };
    shop.imported(&api("a"), &[]);
    let shown = |shop: &Shop| {
        let file = shop.file("actions/CreateThing.json");
        let examples = file["examples"].as_array().unwrap().iter();
        examples
            .map(|example| example["request"]["Name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(&shop), ["a", "same"]);
    shop.imported(&api("b"), &[]);
    assert_eq!(shown(&shop), ["b", "same"]);
    shop.edit("actions/CreateThing.json", |file| {
        file["examples"][0]["request"]["Name"] = "mine".into()
    });
    let ran = shop.imported(&api("c"), &[]);
    assert_eq!(shown(&shop), ["mine", "same"]);
    assert!(ran.err.contains("was edited, so it is kept"), "{}", ran.err);
    // An example without a fingerprint may be a person's.
    shop.edit("actions/CreateThing.json", |file| {
        file["examples"] =
            json!([{"title": "By hand", "request": {"Name": "hand"}, "response": {"Response": {"RequestId": "r"}}}]);
    });
    let ran = shop.imported(&api("d"), &[]);
    assert_eq!(shown(&shop), ["hand"]);
    assert!(
        ran.err
            .contains("its examples are kept, since a person may have written them: By hand"),
        "{}",
        ran.err
    );
}

#[test]
fn an_action_is_taken_from_the_versions_that_have_it() {
    let shop = Shop::new("decide-versions");
    let metadata = shop.publish("tccli", "3.1.1.1", &Api::with("RunInstances", &[], &[]));
    let newer = metadata.join("tccli/services/shop/v20210102");
    fs::create_dir_all(&newer).unwrap();
    let text = fs::read_to_string(metadata.join("tccli/services/shop/v20200102/api.json")).unwrap();
    let text = text
        .replace("2020-01-02", "2021-01-02")
        .replace("RunInstances", "StopInstances");
    fs::write(newer.join("api.json"), text).unwrap();
    let ran = shop.import(&metadata, &["--action", "RunInstances"]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    assert!(shop.path("actions/RunInstances.json").exists());
    assert!(!shop.folder.join("spec/shop/v20210102").exists());
    let ran = shop.import(&metadata, &["--action", "RunInstances", "--action", "StopInstances"]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let ran = shop.import(&metadata, &["--action", "RunInstance"]);
    assert_eq!(ran.exit_code, 1);
    assert!(ran.err.contains("help: is it `RunInstances`?"), "{}", ran.err);
    let spec = shop.folder.join("spec");
    let args = [
        "import",
        "metadata",
        metadata.to_str().unwrap(),
        "--spec",
        spec.to_str().unwrap(),
    ];
    let ran = tc3_codegen(&[&args[..], &["--service", "shpo"]].concat());
    assert!(ran.err.contains("help: is it `shop`?"), "{}", ran.err);
}

#[test]
fn a_long_report_has_counts_and_a_way_to_the_rest() {
    let shop = Shop::new("decide-report");
    let mut api = Api::default();
    for number in 0..60 {
        api = api.and(&format!("DescribeThing{number}"), &[string("Password")], &[]);
    }
    let report = shop.folder.join("report.json");
    let ran = shop.imported(&api, &["--dry-run"]);
    assert!(
        ran.err
            .contains("60 secret members, by their names\n60 read-only actions, by their names\n"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("101 more lines: --report FILE writes all of them"),
        "{}",
        ran.err
    );
    let ran = shop.imported(&api, &["--dry-run", "--report", report.to_str().unwrap()]);
    assert!(!ran.err.contains("more lines"), "{}", ran.err);
    let read: Value = serde_json::from_str(&fs::read_to_string(&report).unwrap()).unwrap();
    assert_eq!(read["counts"], json!({"secret": 60, "read-only": 60}));
    assert_eq!(read["files"].as_array().unwrap().len(), 61);
    assert_eq!(read["notes"].as_array().unwrap().len(), 120);
    assert_eq!(read["notes"][0]["kind"], "secret");
    let text = shop.folder.join("report.txt");
    shop.imported(&api, &["--dry-run", "--report", text.to_str().unwrap()]);
    let text = fs::read_to_string(&text).unwrap();
    assert_eq!(text.lines().filter(|line| line.starts_with("read-only: ")).count(), 60);
}
