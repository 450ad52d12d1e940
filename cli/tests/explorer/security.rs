//! Who may ask: nothing but the page that has the token, at a loopback name, from its own origin.

use serde_json::json;

use crate::support::Explorer;

/// The path of a request, and one of its headers left out or replaced.
fn with(explorer: &Explorer, line: &str, name: &str, value: Option<&str>) -> u16 {
    let headers = explorer.headers();
    let headers: Vec<(&str, &str)> = headers
        .iter()
        .filter_map(|(known, own)| {
            if *known == name {
                value.map(|value| (name, value))
            } else {
                Some((*known, own))
            }
        })
        .collect();
    explorer
        .send(line, &headers, if line.starts_with("POST") { "{}" } else { "" })
        .status
}

#[test]
fn every_path_of_the_api_refuses_what_is_not_the_page() {
    let explorer = Explorer::start(&[]);
    let lines = [
        "GET /api/state",
        "GET /api/services",
        "GET /api/search?q=a",
        "POST /api/check",
        "POST /api/prepare",
        "POST /api/call",
        "POST /api/code",
        "POST /api/sign/check",
        "POST /api/emulator",
        "GET /api/history",
        "GET /api/answer?id=1",
        "GET /api/no-such-path",
    ];
    let port = explorer.address.port();
    for line in lines {
        for host in ["rebound.example", "127.0.0.1.evil.example", "127.0.0.2"] {
            assert_eq!(
                with(&explorer, line, "Host", Some(&format!("{host}:{port}"))),
                403,
                "{line} {host}"
            );
        }
        assert_eq!(with(&explorer, line, "Host", Some("127.0.0.1")), 403, "{line}");
        assert_eq!(
            with(&explorer, line, "Origin", Some("http://evil.example")),
            403,
            "{line}"
        );
        assert_eq!(with(&explorer, line, "Origin", Some("null")), 403, "{line}");
        for site in ["cross-site", "same-site", "none"] {
            assert_eq!(
                with(&explorer, line, "Sec-Fetch-Site", Some(site)),
                403,
                "{line} {site}"
            );
        }
        assert_eq!(with(&explorer, line, "Authorization", None), 401, "{line}");
        assert_eq!(
            with(&explorer, line, "Authorization", Some("Bearer AAAA")),
            401,
            "{line}"
        );
        assert_eq!(
            with(&explorer, line, "Authorization", Some(&explorer.token)),
            401,
            "{line}"
        );
        if line.starts_with("POST") {
            assert_eq!(with(&explorer, line, "Origin", None), 403, "{line}");
            for form in [
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
            ] {
                assert_eq!(with(&explorer, line, "Content-Type", Some(form)), 415, "{line} {form}");
            }
            assert_eq!(with(&explorer, line, "Content-Type", None), 415, "{line}");
        }
    }
}

#[test]
fn a_request_by_another_method_does_nothing() {
    let explorer = Explorer::start(&[]);
    for line in ["GET /api/check", "GET /api/call?id=1", "GET /api/prepare"] {
        assert_eq!(with(&explorer, line, "", None), 404, "{line}");
    }
    for line in ["PUT /api/check", "DELETE /api/history", "OPTIONS /api/call", "PATCH /"] {
        let status = with(&explorer, line, "", None);
        assert_eq!(status, 405, "{line}");
    }
    assert!(!explorer.get("state").head.contains("access-control"));
}

#[test]
fn what_is_served_cannot_run_or_load_anything_else() {
    let explorer = Explorer::start(&[]);
    let host = explorer.address.to_string();
    for path in ["/", "/explorer.css", "/js/main.js", "/api/state", "/no-such-file"] {
        let reply = explorer.send(&format!("GET {path}"), &[("Host", &host)], "");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "cross-origin-opener-policy: same-origin",
            "cache-control: no-store",
        ] {
            assert!(reply.head.contains(part), "{path} lacks {part}: {}", reply.head);
        }
        assert!(
            !reply.head.contains("unsafe") && !reply.head.contains("set-cookie"),
            "{path}"
        );
    }
}

#[test]
fn the_key_is_in_no_answer() {
    let explorer = Explorer::start(&[]);
    let action = "service=gaap&action=CreateProxyGroup";
    for path in [
        "state",
        "services",
        &format!("action?{action}"),
        "search?q=key",
        "actions?service=gaap",
    ] {
        assert_eq!(explorer.get(path).status, 200, "{path}");
    }
    let body = json!({"service": "gaap", "action": "CreateProxyGroup", "body": "{}"});
    assert_eq!(explorer.post("check", &body).status, 200);
    assert!(explorer.has_said("EXAMPLE") || explorer.has_said("\"keyEnd\":\"MPLE\""));
    assert!(!explorer.has_said(tc3_emulator::SAMPLE_SECRET_KEY));
}
