//! What is shown is what is sent, once, and only if it was confirmed.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tc3_emulator::{Fault, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

use crate::cloud::{Cloud, GROUP, LIST, request, serve};
use crate::support::{Explorer, Reply};

#[track_caller]
fn error(reply: &Reply) -> Value {
    reply.json()["error"].clone()
}

#[test]
fn what_is_shown_is_what_is_sent() {
    let cloud = Cloud::start();
    let explorer = cloud.explorer();
    let shown = explorer.prepare(&request("CreateProxyGroup", GROUP));
    assert_eq!(
        (&shown["label"], &shown["reads"]),
        (&"gaap CreateProxyGroup".into(), &false.into())
    );
    assert_eq!(shown["sendable"], true);
    let confirm = shown["confirm"].as_str().unwrap();
    for part in ["CreateProxyGroup", "profile default", "ap-guangzhou"] {
        assert!(confirm.contains(part), "{confirm}");
    }
    assert_eq!(shown["keyEnd"], SAMPLE_SECRET_ID[SAMPLE_SECRET_ID.len() - 4..]);
    assert!(
        shown["keySource"].as_str().unwrap().contains("TENCENTCLOUD_SECRET_ID"),
        "{shown}"
    );
    assert_eq!(cloud.emulator.requests().len(), 0, "a preview sends nothing");
    let steps = shown["signature"]["steps"].as_array().unwrap();
    let step = |name: &str| {
        let step = steps.iter().find(|step| step["name"] == name);
        step.unwrap_or_else(|| panic!("{name} is not in {steps:?}"))["text"]
            .as_str()
            .unwrap()
    };
    assert!(step("canonicalRequest").ends_with(step("hashedPayload")));
    assert!(step("stringToSign").ends_with(step("hashedCanonicalRequest")));
    assert!(step("authorization").ends_with(step("signature")));
    for key in ["kDate", "kService", "kSigning"] {
        assert_eq!(step(key).len(), 8, "a fingerprint, not the key");
    }

    let done = explorer.call(&shown, json!({})).lines().pop().unwrap()["done"].clone();
    assert_eq!(done["status"], 200);
    let sent = cloud.emulator.requests().remove(0);
    assert_eq!(done["requestId"], sent.request_id.as_str());
    assert_eq!(shown["body"].as_str().unwrap().as_bytes(), &sent.body[..]);
    let headers = shown["headers"].as_array().unwrap();
    assert!(headers.len() >= 7, "{headers:?}");
    for header in headers {
        let (name, value) = (header[0].as_str().unwrap(), header[1].as_str().unwrap());
        assert_eq!(sent.headers[name], value, "{name}");
    }
    assert_eq!(sent.headers["authorization"], step("authorization"));
    let group = explorer.answer(&done["answer"], "view=tree&path=GroupId");
    assert_eq!((&group["kind"], &group["path"]), (&"string".into(), &"GroupId".into()));
    assert!(!explorer.has_said(SAMPLE_SECRET_KEY));
}

#[test]
fn a_prepared_request_is_sent_once() {
    let cloud = Cloud::start();
    let explorer = cloud.explorer();
    let prepared = explorer.prepare(&request("CreateProxyGroup", GROUP));
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| explorer.call(&prepared, json!({})).status))
            .collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        1,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|status| **status == 409).count(),
        7,
        "{statuses:?}"
    );
    assert_eq!(cloud.count("CreateProxyGroup"), 1);
    let unknown = explorer.call(&json!({"id": "AAAAAAAAAAAAAAAAAAAAAA"}), json!({}));
    assert_eq!(unknown.status, 409);
}

#[test]
fn what_changes_something_is_confirmed_first_and_can_be_confirmed_then() {
    let cloud = Cloud::start();
    let explorer = cloud.explorer();
    let prepared = explorer.prepare(&request("CreateProxyGroup", GROUP));
    for confirmed in [json!(false), Value::Null, json!("true"), json!(1)] {
        let reply = explorer.call(&prepared, json!({"confirmed": confirmed}));
        assert_eq!(reply.status, 409);
        assert!(
            error(&reply)["messages"][0]
                .as_str()
                .unwrap()
                .contains("nothing was sent")
        );
    }
    assert_eq!(cloud.emulator.requests().len(), 0);
    assert!(explorer.call(&prepared, json!({})).lines().pop().unwrap()["done"].is_object());
    let list = explorer.prepare(&request("DescribeProxyGroupList", LIST));
    assert_eq!((&list["reads"], &list["confirm"]), (&true.into(), &Value::Null));
    let reply = explorer.call(&list, json!({"confirmed": false}));
    assert_eq!(reply.status, 200, "what only reads needs no confirmation");
}

#[test]
fn an_ambiguous_failure_is_called_so() {
    let cloud = Cloud::with(|builder| builder.fault(Fault::on("CreateProxyGroup").drop_after_processing()));
    let explorer = cloud.explorer();
    let failed = explorer.run("CreateProxyGroup", GROUP)["failed"].clone();
    assert_eq!(
        (&failed["kind"], &failed["ambiguous"]),
        (&"ambiguous".into(), &true.into())
    );
    assert!(
        failed["hints"][0]
            .as_str()
            .unwrap()
            .contains("look before you repeat it"),
        "{failed}"
    );
    assert_eq!(cloud.count("CreateProxyGroup"), 1);
    let entry = explorer.get("history").json()["entries"][0].clone();
    assert_eq!(
        (&entry["status"], &entry["answer"]),
        (&"ambiguous".into(), &Value::Null)
    );
}

#[test]
fn what_was_shown_is_not_repeated_and_pages_are() {
    let fault = Fault::on("DescribeProxyGroupList").drop_after_processing().times(2);
    let cloud = Cloud::with(|builder| builder.fault(fault));
    let explorer = cloud.explorer();
    let failed = explorer.run("DescribeProxyGroupList", LIST)["failed"].clone();
    assert_eq!(failed["ambiguous"], false, "it only reads: {failed}");
    assert_eq!(
        cloud.count("DescribeProxyGroupList"),
        1,
        "another attempt would have another signature"
    );
    let prepared = explorer.prepare(&request("DescribeProxyGroupList", LIST));
    let lines = explorer.call(&prepared, json!({"mode": "all"})).lines();
    assert_eq!(lines.last().unwrap()["done"]["items"], 0, "{lines:?}");
    assert_eq!(cloud.count("DescribeProxyGroupList"), 3);
}

#[test]
fn a_refusal_has_what_the_service_said_and_its_answer() {
    let cloud = Cloud::with(|builder| builder.fault(Fault::on_any().error("LimitExceeded.TagQuota", "too many")));
    let explorer = cloud.explorer();
    let failed = explorer.run("CreateProxyGroup", GROUP)["failed"].clone();
    assert_eq!(
        (&failed["kind"], &failed["code"]),
        (&"refused".into(), &"LimitExceeded.TagQuota".into())
    );
    assert_eq!(failed["message"], "too many");
    let answer = explorer.answer(&failed["answer"], "view=tree&path=Response.Error.Message");
    assert_eq!(answer["preview"], "too many");
}

#[test]
fn wrong_parameters_are_refused_before_anything_is_signed() {
    let explorer = Explorer::start(&[]);
    let reply = explorer.post("prepare", &request("CreateProxyGroup", r#"{"ProjectId":"x","Nam":1}"#));
    assert_eq!(reply.status, 422);
    let error = error(&reply);
    assert_eq!(error["kind"], "wrong_input");
    let messages = error["messages"].to_string();
    for part in ["ProjectId", "Nam is no parameter", "GroupName is required"] {
        assert!(messages.contains(part), "{messages}");
    }
    let mut unchecked = request("CreateProxyGroup", r#"{"Nam":1}"#);
    unchecked["noCheck"] = true.into();
    unchecked["region"] = "ap-guangzhou".into();
    assert_eq!(explorer.prepare(&unchecked)["body"], r#"{"Nam":1}"#);
    for (body, why) in [
        ("[]", "not an object"),
        ("{", "no JSON"),
        ("@/etc/passwd", "no JSON"),
        ("-", "no JSON"),
    ] {
        let reply = explorer.post("prepare", &request("CreateProxyGroup", body));
        assert_eq!(reply.status, 422);
        assert!(reply.json().to_string().contains(why), "{body}: {}", reply.json());
    }
    // An integer that no float holds goes through as it was written.
    let mut big = request(
        "DescribeProxyGroupList",
        r#"{"ProjectId":9007199254740993,"Offset":0,"Limit":1}"#,
    );
    big["region"] = "ap-guangzhou".into();
    assert!(
        explorer.prepare(&big)["body"]
            .as_str()
            .unwrap()
            .contains("9007199254740993")
    );
    for (member, value) in [
        ("endpoint", json!({"kind": "moon"})),
        ("endpoint", json!({"kind": "own"})),
        ("site", json!("mars")),
        ("timestamp", json!(-1)),
    ] {
        let mut wrong = request("DescribeDestRegions", "{}");
        wrong[member] = value;
        assert_eq!(explorer.post("prepare", &wrong).status, 422, "{wrong}");
    }
}

#[test]
fn a_request_of_another_time_is_looked_at_and_not_sent() {
    let cloud = Cloud::start();
    let explorer = cloud.explorer();
    let mut request = request("DescribeDestRegions", "{}");
    request["timestamp"] = 1_551_113_065.into();
    let shown = explorer.prepare(&request);
    assert_eq!(shown["sendable"], false);
    assert!(shown["headers"].to_string().contains("1551113065"), "{shown}");
    let reply = explorer.call(&shown, json!({}));
    assert_eq!(reply.status, 409);
    assert!(error(&reply)["messages"][0].as_str().unwrap().contains("1551113065"));
    assert_eq!(cloud.emulator.requests().len(), 0);
}

#[test]
fn without_a_key_a_request_can_be_looked_at() {
    let explorer = Explorer::start_with(&["--region", "ap-guangzhou", "--profile", "other"], |command| {
        let home = format!("{}/explorer-no-key", env!("CARGO_TARGET_TMPDIR"));
        std::fs::create_dir_all(format!("{home}/.tccli")).unwrap();
        std::fs::write(
            format!("{home}/.tccli/other.credential"),
            r#"{"secretId": "", "secretKey": ""}"#,
        )
        .unwrap();
        command.env_clear().env("HOME", home)
    });
    let reply = explorer.post("prepare", &request("DescribeDestRegions", "{}"));
    let text = String::from_utf8_lossy(&reply.body).into_owned();
    if reply.status == 200 {
        assert_eq!(reply.json()["sendable"], false, "{text}");
        assert!(text.contains("placeholder"), "{text}");
    } else {
        assert_eq!(
            (reply.status, error(&reply)["kind"].as_str()),
            (422, Some("configuration")),
            "{text}"
        );
    }
}

#[test]
fn all_pages_become_one_answer() {
    let cloud = Cloud::start();
    let explorer = cloud.explorer();
    for _ in 0..5 {
        assert!(explorer.run("CreateProxyGroup", GROUP)["done"].is_object());
    }
    let body = r#"{"ProjectId":-1,"Offset":0,"Limit":2}"#;
    let prepared = explorer.prepare(&request("DescribeProxyGroupList", body));
    let lines = explorer.call(&prepared, json!({"mode": "all"})).lines();
    assert_eq!(lines[0], json!({"progress": "2 items"}));
    let done = &lines.last().unwrap()["done"];
    assert_eq!(done["items"], 5);
    let list = explorer.answer(&done["answer"], "view=tree&path=ProxyGroupList");
    assert_eq!(list["count"], 5);
    assert_eq!(explorer.answer(&done["answer"], "view=headers")["status"], 200);
    let prepared = explorer.prepare(&request("DescribeProxyGroupList", body));
    let lines = explorer
        .call(&prepared, json!({"mode": "all", "maxItems": "3"}))
        .lines();
    assert_eq!(lines.last().unwrap()["done"]["items"], 3);
    // What cannot be done so is refused, and the request is there for what can.
    let creation = explorer.prepare(&request("CreateProxyGroup", GROUP));
    for wrong in [
        json!({"mode": "all"}),
        json!({"mode": "wait", "until": "GroupId"}),
        json!({"mode": "twice"}),
    ] {
        assert_eq!(explorer.call(&creation, wrong.clone()).status, 422, "{wrong}");
    }
    assert!(explorer.call(&creation, json!({})).lines().pop().unwrap()["done"].is_object());
}

#[test]
fn a_wait_ends_when_something_is_true() {
    let answers = r#"{"DescribeProxyGroupList": [
        {"TotalCount": 0, "ProxyGroupList": []}, {"TotalCount": 0, "ProxyGroupList": []},
        {"TotalCount": 1, "ProxyGroupList": []}]}"#;
    let cloud = Cloud::with(|builder| builder.answers(answers));
    let explorer = cloud.explorer();
    let list = || explorer.prepare(&request("DescribeProxyGroupList", LIST));
    let wait = json!({"mode": "wait", "until": "TotalCount == `1`", "every": "1ms", "timeout": "1m"});
    let prepared = list();
    let lines = explorer.call(&prepared, wait).lines();
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert_eq!(lines[0], json!({"progress": "waiting: 0"}));
    assert!(lines[2]["done"]["answer"].is_string());
    assert_eq!(cloud.count("DescribeProxyGroupList"), 3);
    let wait = json!({"mode": "wait", "until": "TotalCount == `2`", "every": "1ms", "timeout": "10ms"});
    let failed = explorer.call(&list(), wait).lines().pop().unwrap();
    assert_eq!(failed["failed"]["kind"], "wait_timed_out", "{failed}");
    let prepared = list();
    for (wrong, why) in [
        (json!({"mode": "wait"}), "what to wait for"),
        (json!({"mode": "wait", "until": "TotalCount =="}), "filter"),
        (json!({"mode": "wait", "until": "TotalCount", "every": "soon"}), "every"),
    ] {
        let reply = explorer.call(&prepared, wrong);
        assert_eq!(reply.status, 422);
        assert!(reply.json().to_string().contains(why), "{}", reply.json());
    }
}

/// Sends a call and goes away without reading its answer.
fn leave(explorer: &Explorer, prepared: &Value, more: Value, then: impl FnOnce()) {
    let mut body = json!({"id": prepared["id"], "confirmed": true});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let body = body.to_string();
    let mut stream = TcpStream::connect(explorer.address).unwrap();
    let mut head = String::from("POST /api/call HTTP/1.1\r\n");
    for (name, value) in explorer.headers() {
        head += &format!("{name}: {value}\r\n");
    }
    head += &format!("Content-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(head.as_bytes()).unwrap();
    then();
    drop(stream);
}

/// Waits until the history has this many calls, and returns the latest.
fn latest(explorer: &Explorer, count: usize) -> Value {
    for _ in 0..6_000 {
        let entries = explorer.get("history").json()["entries"].clone();
        if entries.as_array().unwrap().len() == count {
            return entries[0].clone();
        }
        std::thread::yield_now();
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("the history has no {count} calls");
}

/// Ends a process as Ctrl-C does, and returns its exit code and what it said.
fn interrupt(process: Child) -> (Option<i32>, String) {
    let sent = Command::new("kill")
        .args(["-INT", &process.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    let output = process.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_page_that_goes_away_cancels_its_call() {
    // A server that takes requests and never answers.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let mut explorer = Explorer::start_with(&["--endpoint", &url, "--region", "ap-guangzhou"], |command| {
        command.stderr(Stdio::piped())
    });
    let mut held = Vec::new();
    let mut arrival = || {
        let (stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream);
        reader.read_line(&mut String::new()).unwrap();
        held.push(reader);
    };
    let creation = explorer.prepare(&request("CreateProxyGroup", GROUP));
    leave(&explorer, &creation, json!({}), &mut arrival);
    assert_eq!(
        latest(&explorer, 1)["status"],
        "ambiguous",
        "it may have been carried out"
    );
    let list = explorer.prepare(&request("DescribeProxyGroupList", LIST));
    leave(&explorer, &list, json!({"mode": "all"}), &mut arrival);
    assert_eq!(latest(&explorer, 2)["status"], "interrupted", "it only reads");
    // The end of the process says so too.
    let creation = explorer.prepare(&request("CreateProxyGroup", GROUP));
    let process = explorer.take_process();
    leave(&explorer, &creation, json!({}), || {
        arrival();
        let (code, stderr) = interrupt(process);
        assert_eq!(code, Some(5), "{stderr}");
        assert!(
            stderr.contains("gaap CreateProxyGroup may have been carried out"),
            "{stderr}"
        );
    });
    // The connection of the call was closed with it.
    for reader in &mut held {
        while reader.read_line(&mut String::new()).unwrap_or(0) > 0 {}
    }
}

#[test]
fn an_answer_that_is_no_json_is_kept_as_it_came() {
    let url = serve("502 Bad Gateway", "<html>\r\n<b>no gateway</b> \u{4e2d}".as_bytes());
    let explorer = Explorer::start(&["--endpoint", &url, "--region", "ap-guangzhou"]);
    let failed = explorer.run("CreateProxyGroup", GROUP)["failed"].clone();
    assert_eq!(failed["kind"], "ambiguous", "{failed}");
    let raw = explorer.answer(&failed["answer"], "view=raw");
    assert_eq!(raw["lines"], json!(["<html>", "<b>no gateway</b> 中"]));
    let headers = explorer.answer(&failed["answer"], "view=headers");
    assert_eq!(headers["status"], 502);
    assert!(headers["headers"].to_string().contains("x-served-by"), "{headers}");
    let id = failed["answer"].as_str().unwrap();
    let text = explorer.get(&format!("answer?id={id}&view=text"));
    assert_eq!(text.body, "<html>\r\n<b>no gateway</b> 中".as_bytes());
    assert!(text.head.contains("application/octet-stream"), "{}", text.head);
}

#[test]
fn bytes_are_given_in_base64_and_sent_as_they_are() {
    let explorer = Explorer::start(&["--region", "ap-guangzhou"]);
    let prepare = |content: &str| {
        let body = json!({"TopicId": "t", "LogGroupList": content}).to_string();
        explorer.post(
            "prepare",
            &json!({"service": "cls", "action": "UploadLog", "body": body}),
        )
    };
    let shown = prepare("/wD+").json();
    assert_eq!(
        (&shown["body"], &shown["bodyBase64"]),
        (&Value::Null, &"/wD+".into()),
        "{shown}"
    );
    let wrong = prepare("a b!");
    assert_eq!(wrong.status, 422);
    assert!(wrong.json().to_string().contains("LogGroupList"), "{}", wrong.json());
}

#[test]
fn the_endpoint_that_is_chosen_is_the_one_that_is_called() {
    let explorer = Explorer::start(&["--region", "ap-guangzhou"]);
    let prepare = |endpoint: Value| {
        let mut request = request("DescribeDestRegions", "{}");
        request["endpoint"] = endpoint;
        explorer.post("prepare", &request)
    };
    for (endpoint, url) in [
        (Value::Null, "https://gaap.tencentcloudapi.com/"),
        (json!({"kind": "service"}), "https://gaap.tencentcloudapi.com/"),
        (json!({"kind": "intl"}), "https://gaap.intl.tencentcloudapi.com/"),
        (
            json!({"kind": "own", "url": "gaap.ap-guangzhou.tencentcloudapi.com"}),
            "https://gaap.ap-guangzhou.tencentcloudapi.com/",
        ),
    ] {
        assert_eq!(prepare(endpoint.clone()).json()["url"], url, "{endpoint}");
    }
    assert_eq!(prepare(json!({"kind": "emulator"})).status, 409);
    // Nobody can confirm another host where there is no terminal.
    for url in [
        "https://example.com",
        "http://127.0.0.1:1",
        "http://gaap.tencentcloudapi.com",
        "https://tencentcloudapi.com.example.com",
    ] {
        let reply = prepare(json!({"kind": "own", "url": url}));
        assert_eq!(reply.status, 403, "{url}");
        assert!(
            reply.json()["error"]["hints"]
                .to_string()
                .contains(&format!("--endpoint {url}")),
            "{}",
            reply.json()
        );
    }
    for url in [
        "ftp://example.com",
        "a b",
        "https://example.com/path",
        "gaap.tencentcloudapi.com@example.com",
    ] {
        assert_eq!(prepare(json!({"kind": "own", "url": url})).status, 422, "{url}");
    }
    let named = Explorer::start(&["--region", "ap-guangzhou", "--endpoint", "http://127.0.0.1:1"]);
    let mut request = request("DescribeDestRegions", "{}");
    request["endpoint"] = json!({"kind": "own", "url": "http://127.0.0.1:1"});
    assert_eq!(
        named.post("prepare", &request).status,
        200,
        "it was named on the command line"
    );
}

#[test]
fn a_clock_that_is_off_is_corrected_for_the_next_request() {
    let ahead = || std::time::SystemTime::now() + Duration::from_secs(3600);
    let cloud = Cloud::with(|builder| builder.clock(ahead));
    let explorer = cloud.explorer();
    let first = explorer.run("DescribeDestRegions", "{}");
    assert!(
        first["failed"]["code"].as_str().unwrap().starts_with("AuthFailure"),
        "{first}"
    );
    let second = explorer.run("DescribeDestRegions", "{}");
    assert!(second["done"].is_object(), "{second}");
}

#[test]
fn requests_reach_the_emulator_in_the_process_with_its_own_key() {
    let explorer = Explorer::start_with(&["--emulator"], |command| {
        command
            .env("TENCENTCLOUD_SECRET_KEY", "HiddenKeyOfTheUser0")
            .env("TENCENTCLOUD_SECRET_ID", "AKIDofTheUser00")
    });
    let emulator = explorer.get("state").json()["emulator"].clone();
    assert_eq!(emulator["available"], true);
    assert!(emulator["url"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    let mut request = request("CreateProxyGroup", GROUP);
    request["endpoint"] = json!({"kind": "emulator"});
    let prepared = explorer.prepare(&request);
    assert_eq!(
        prepared["keyEnd"],
        SAMPLE_SECRET_ID[SAMPLE_SECRET_ID.len() - 4..],
        "{prepared}"
    );
    assert_eq!(prepared["region"], "ap-guangzhou");
    assert!(explorer.call(&prepared, json!({})).lines().pop().unwrap()["done"].is_object());
    // Its address, typed in, is the same choice.
    request["endpoint"] = json!({"kind": "own", "url": emulator["url"]});
    assert_eq!(explorer.prepare(&request)["keyEnd"], prepared["keyEnd"]);
    // Any action of the catalog is served.
    let mut other = json!({"service": "cvm", "action": "DescribeZones", "body": "{}"});
    other["endpoint"] = json!({"kind": "emulator"});
    let done = explorer
        .call(&explorer.prepare(&other), json!({}))
        .lines()
        .pop()
        .unwrap();
    assert!(done["done"]["answer"].is_string(), "{done}");

    let fault = r#"{"faults": [{"action": "CreateProxyGroup", "effect": "dropAfterProcessing", "times": 1}]}"#;
    let faults = explorer.post("emulator/faults", &json!({"faults": fault})).json();
    assert_eq!(faults["faults"][0]["hits"], 0);
    request["endpoint"] = json!({"kind": "emulator"});
    let failed = explorer
        .call(&explorer.prepare(&request), json!({}))
        .lines()
        .pop()
        .unwrap();
    assert_eq!(failed["failed"]["ambiguous"], true, "{failed}");
    let state = explorer.get("state").json()["emulator"].clone();
    assert_eq!(
        (&state["faults"][0]["hits"], &state["faults"][0]["requests"]),
        (&1.into(), &1.into())
    );
    let wrong = explorer.post("emulator/faults", &json!({"faults": "{\"faults\": [{}]}"}));
    assert_eq!(wrong.status, 422);
    assert!(wrong.json().to_string().contains("does nothing"), "{}", wrong.json());
    let cleared = explorer.post("emulator/faults", &json!({"clear": true})).json();
    assert_eq!(cleared["faults"], json!([]));
    assert_eq!(explorer.post("emulator/reset", &json!({})).status, 200);

    let off = explorer.post("emulator", &json!({"on": false})).json();
    assert_eq!(off["url"], Value::Null);
    assert_eq!(explorer.post("prepare", &request).status, 409);
    assert_eq!(explorer.post("emulator/reset", &json!({})).status, 409);
    let on = explorer.post("emulator", &json!({"on": true})).json();
    assert!(on["url"].is_string());
    assert!(!explorer.has_said("HiddenKeyOfTheUser0"));
}
