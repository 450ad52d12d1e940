//! The choices of a signer that may have been wrong, each as a dimension of the search.
//!
//! Dimensions of the canonical request come first, so that the search, whose last dimensions change fastest, makes each
//! canonical request once.

use super::bodies::{Bodies, OtherBody};
use super::hosts::{OtherValue, Values as OtherValues, other_content_types, other_hosts};
use super::{Signed, date_of};
use crate::date::{TIMESTAMPS, shifted_date};
use crate::diagnosis::facts::is_milliseconds;
use crate::diagnosis::search::{Change, Dimension};
use crate::diagnosis::{DiagnoseOptions, secrets};
use crate::host::service_of_host;
use crate::query::{escape, raw_pairs, unescape, unescape_percent};
use crate::tc3::recipe::{Chain, HashForm, Layout, Recipe, Values as HeaderValues};
use crate::visible::shown;
use crate::{Key, Request};

/// The most seconds by which another time was signed.
const MAX_SECONDS: i64 = 300;

/// The values that are tried, which outlive the search.
pub(super) struct Values {
    methods: Vec<String>,
    paths: Vec<OtherValue>,
    queries: Vec<OtherQuery>,
    content_type: String,
    content_types: Vec<OtherValue>,
    host: String,
    hosts: Vec<OtherValue>,
    signed_headers: String,
    header_lists: Vec<OtherValue>,
    bodies: Vec<OtherBody>,
    services: Vec<OtherValue>,
    dates: Vec<OtherValue>,
    timestamps: Vec<OtherTime>,
    secrets: Vec<secrets::OtherSecret>,
}

struct OtherQuery {
    id: &'static str,
    cost: u8,
    signed: &'static str,
    sent: &'static str,
    value: String,
}

struct OtherTime {
    id: &'static str,
    cost: u8,
    is_alone: bool,
    value: String,
}

impl Values {
    pub(super) fn of(
        request: &Request,
        signed: &Signed<'_>,
        base: &Recipe<'_>,
        keys: &[Key<'_>],
        own: usize,
        options: &DiagnoseOptions<'_>,
    ) -> Self {
        let content_type = request.joined("content-type", |value| value.trim().to_lowercase());
        let host = request.joined("host", |value| value.trim().to_lowercase());
        let body_budget = usize::try_from(options.effort.blocks * 64).unwrap_or(usize::MAX);
        Self {
            methods: methods(&request.method),
            paths: paths(request),
            queries: queries(request),
            content_types: other_content_types(&content_type),
            content_type,
            hosts: other_hosts(&host, signed.service),
            host,
            header_lists: header_lists(signed.signed_headers, base.canonical.signed_headers, request),
            signed_headers: signed.signed_headers.to_owned(),
            bodies: Bodies::of(request, base.canonical.payload, body_budget),
            services: services(request, signed.service, options.services),
            dates: dates(request, signed.date),
            timestamps: timestamps(base.to_sign.timestamp),
            secrets: secrets::others(keys, own, signed.secret_id),
        }
    }
}

/// Every dimension, in the order in which the search wants them.
pub(super) fn all<'a>(values: &'a Values, base: &Recipe<'a>) -> Vec<Dimension<'a, Recipe<'a>>> {
    vec![
        of_methods(values, base),
        of_paths(values, base),
        of_queries(values),
        of_content_types(values),
        of_hosts(values),
        of_header_values(),
        of_header_lists(values),
        of_bodies(values),
        of_layouts(),
        of_services(values, base),
        of_dates(values, base),
        of_dialects(),
        of_secrets(values),
        of_prefixes(),
        of_chains(),
        of_timestamps(values, base),
        of_string_to_sign(),
    ]
}

type Changes<'a> = Dimension<'a, Recipe<'a>>;

fn change<'a>(
    id: &'static str,
    cost: u8,
    signed: &str,
    sent: &str,
    apply: impl Fn(&mut Recipe<'a>) + 'a,
) -> Change<'a, Recipe<'a>> {
    Change {
        id,
        cost,
        is_alone: false,
        signed: signed.to_owned(),
        sent: sent.to_owned(),
        apply: Box::new(apply),
    }
}

fn methods(sent: &str) -> Vec<String> {
    let mut methods: Vec<String> = ["GET", "POST"].map(str::to_owned).to_vec();
    methods.extend([sent.to_ascii_lowercase(), sent.to_ascii_uppercase(), "PUT".to_owned()]);
    methods.retain(|method| method != sent);
    methods.dedup();
    methods
}

fn of_methods<'a>(values: &'a Values, base: &Recipe<'a>) -> Changes<'a> {
    let methods = values.methods.iter();
    let changes = methods.map(|method| {
        let cost = if method == "PUT" { 3 } else { 1 };
        change(
            "method-other",
            cost,
            method,
            &shown(base.canonical.method),
            move |recipe| {
                recipe.canonical.method = method;
            },
        )
    });
    changes.collect()
}

fn paths(request: &Request) -> Vec<OtherValue> {
    let mut paths = OtherValues::other_than(request.path());
    paths.add("path-other", 1, "/");
    paths.add("path-other", 2, "");
    paths.add("path-other", 2, request.target.clone());
    paths.add("path-other", 3, "/v2/index.php");
    paths.add("path-other", 3, "//");
    if let Some(host) = request.value("host") {
        paths.add("path-other", 3, format!("https://{host}/"));
        paths.add("path-other", 3, format!("https://{host}"));
    }
    paths.found()
}

fn of_paths<'a>(values: &'a Values, base: &Recipe<'a>) -> Changes<'a> {
    let changes = values.paths.iter().map(|path| {
        change(
            path.id,
            path.cost,
            &shown(&path.value),
            &shown(base.canonical.path),
            |recipe| {
                recipe.canonical.path = &path.value;
            },
        )
    });
    changes.collect()
}

fn queries(request: &Request) -> Vec<OtherQuery> {
    let sent = request.query();
    let mut queries: Vec<OtherQuery> = Vec::new();
    let mut add = |id, cost, signed, of_sent, value: String| {
        if value != sent && queries.iter().all(|other| other.value != value) {
            queries.push(OtherQuery {
                id,
                cost,
                signed,
                sent: of_sent,
                value,
            });
        }
    };
    if sent.is_empty() {
        if let Some(Ok(body)) = request.body.as_deref().map(std::str::from_utf8)
            && body.len() < 4096
        {
            add("query-is-body", 2, "", "", body.to_owned());
        }
        return queries;
    }
    let pairs = raw_pairs(sent);
    let join = |pairs: &[(String, String)]| {
        let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("&")
    };
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let mut sorted: Vec<(String, String)> = pairs.iter().map(own).collect();
    sorted.sort();
    add("query-left-out", 1, "", "", String::new());
    add("query-sorted", 1, "", "", join(&sorted));
    add("query-blanks", 1, "+", "%20", sent.replace("%20", "+"));
    add("query-blanks", 1, "%20", "+", sent.replace('+', "%20"));
    add("query-decoded", 1, "", "", unescape(sent));
    add("query-decoded", 2, "", "", unescape_percent(sent));
    add("query-question-mark", 2, "", "", format!("?{sent}"));
    let recoded = |kept: &str, blank: &str, pairs: &[(String, String)]| {
        let again = |text: &str| escape(&unescape(text), kept, blank);
        let pairs: Vec<(String, String)> = pairs.iter().map(|(name, value)| (again(name), again(value))).collect();
        join(&pairs)
    };
    let as_sent: Vec<(String, String)> = pairs.iter().map(own).collect();
    for (kept, blank) in [
        ("-_.~", "%20"),
        ("-_.~", "+"),
        ("-_.", "+"),
        ("-_.*", "+"),
        ("-_.~*", "+"),
        ("-_.~*", "%20"),
        ("-_.!~*'()", "%20"),
        ("-_.~/", "%20"),
        ("-_.~:/?@[]!$'()*,;", "%20"),
    ] {
        add("query-escapes", 1, "", "", recoded(kept, blank, &as_sent));
        add("query-escapes", 2, "", "", recoded(kept, blank, &sorted));
    }
    let mut lower = String::new();
    let mut rest = sent;
    while let Some(at) = rest.find('%') {
        let end = rest.len().min(at + 3);
        lower.push_str(&rest[..at]);
        lower.push_str(&rest.get(at..end).unwrap_or_default().to_ascii_lowercase());
        rest = rest.get(end..).unwrap_or_default();
    }
    lower.push_str(rest);
    add("query-escapes", 2, "", "", lower);
    queries
}

fn of_queries(values: &Values) -> Changes<'_> {
    let changes = values.queries.iter().map(|query| {
        change(query.id, query.cost, query.signed, query.sent, |recipe| {
            recipe.canonical.query = &query.value;
        })
    });
    changes.collect()
}

fn of_content_types(values: &Values) -> Changes<'_> {
    let changes = values.content_types.iter().map(|other| {
        change(
            other.id,
            other.cost,
            &shown(&other.value),
            &shown(&values.content_type),
            |recipe| {
                recipe.canonical.content_type = Some(&other.value);
            },
        )
    });
    changes.collect()
}

fn of_hosts(values: &Values) -> Changes<'_> {
    let changes = values.hosts.iter().map(|other| {
        change(
            other.id,
            other.cost,
            &shown(&other.value),
            &shown(&values.host),
            |recipe| {
                recipe.canonical.host = Some(&other.value);
            },
        )
    });
    changes.collect()
}

fn of_header_values<'a>() -> Changes<'a> {
    vec![
        change("values-case", 1, "", "", |recipe| {
            recipe.canonical.values = HeaderValues::AsSent
        }),
        change("values-blank", 2, "", "", |recipe| {
            recipe.canonical.values = HeaderValues::Untrimmed
        }),
        change("header-names-left-out", 3, "", "", |recipe| {
            recipe.canonical.values = HeaderValues::Nameless;
        }),
    ]
}

fn header_lists(written: &str, documented: &str, request: &Request) -> Vec<OtherValue> {
    let mut lists = OtherValues::other_than(documented);
    lists.add("headers-in-other-order", 1, written);
    lists.add("headers-in-other-order", 1, written.to_ascii_lowercase());
    let mut reversed: Vec<&str> = documented.split(';').collect();
    reversed.reverse();
    lists.add("headers-in-other-order", 1, reversed.join(";"));
    let titled: Vec<String> = documented.split(';').map(titled).collect();
    lists.add("headers-in-other-order", 2, titled.join(";"));
    for list in [
        "content-type;host",
        "content-type;host;x-tc-action",
        "host",
        "content-type",
        "content-type;host;x-tc-timestamp",
        "content-type;host;x-tc-action;x-tc-timestamp",
        "content-type;host;x-tc-action;x-tc-timestamp;x-tc-version",
        "content-type;host;x-tc-action;x-tc-version",
    ] {
        lists.add("headers-other-list", 1, list);
    }
    let mut all: Vec<String> = request
        .headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase())
        .filter(|name| !["authorization", "content-length", "connection", "accept", "user-agent"].contains(&&**name))
        .collect();
    all.sort();
    all.dedup();
    if all.len() < 40 {
        lists.add("headers-other-list", 2, all.join(";"));
    }
    lists.found()
}

/// `Content-Type`
fn titled(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect::<Vec<_>>().join("-")
}

fn of_header_lists(values: &Values) -> Changes<'_> {
    let changes = values.header_lists.iter().map(|other| {
        change(
            other.id,
            other.cost,
            &shown(&other.value),
            &shown(&values.signed_headers),
            |recipe| {
                recipe.canonical.signed_headers = &other.value;
            },
        )
    });
    changes.collect()
}

fn of_bodies(values: &Values) -> Changes<'_> {
    let changes = values.bodies.iter().map(|other| {
        change(other.id, other.cost, &other.signed, &other.sent, |recipe| {
            recipe.canonical.payload = &other.payload;
        })
    });
    changes.collect()
}

fn of_layouts<'a>() -> Changes<'a> {
    let layouts = [
        ("empty-line-missing", 1, Layout::NoEmptyLine),
        ("carriage-returns", 1, Layout::CarriageReturns),
        ("final-line-feed", 1, Layout::FinalLineFeed),
        ("query-line-missing", 1, Layout::NoQueryLine),
        ("empty-line-twice", 2, Layout::EmptyLineTwice),
        ("signed-headers-line-missing", 2, Layout::NoSignedHeadersLine),
    ];
    let changes = layouts.map(|(id, cost, layout)| {
        change(id, cost, "the canonical request", "", move |recipe| {
            recipe.canonical.layout = layout
        })
    });
    changes.into()
}

fn services(request: &Request, sent: &str, known: &[&str]) -> Vec<OtherValue> {
    let mut services = OtherValues::other_than(sent);
    let host = request.value("host").unwrap_or_default().to_ascii_lowercase();
    services.add("service-upper-case", 1, sent.to_ascii_uppercase());
    services.add("service-upper-case", 2, titled(sent));
    services.extend(
        "service-other",
        1,
        [
            service_of_host(&host).unwrap_or_default(),
            host.split(['.', ':']).next().unwrap_or_default().to_owned(),
            format!("{sent}.tencentcloudapi.com"),
            host.clone(),
        ],
    );
    let labels = host.split('.').map(str::to_owned);
    services.extend("service-other", 2, labels);
    services.extend(
        "service-other",
        2,
        ["tencentcloudapi", "tc3", "api", "cam", "sts", "cvm"].map(str::to_owned),
    );
    services.extend("service-other", 3, known.iter().map(|name| (*name).to_owned()));
    services.found()
}

impl OtherValues {
    fn extend(&mut self, id: &'static str, cost: u8, values: impl IntoIterator<Item = String>) {
        values
            .into_iter()
            .filter(|value| !value.is_empty())
            .for_each(|value| self.add(id, cost, value));
    }
}

fn of_services<'a>(values: &'a Values, base: &Recipe<'a>) -> Changes<'a> {
    let sent = shown(base.to_sign.service);
    let mut changes = Vec::new();
    for other in &values.services {
        changes.push(change(other.id, other.cost, &shown(&other.value), &sent, |recipe| {
            recipe.to_sign.service = &other.value;
            recipe.key.service = &other.value;
        }));
        changes.push(change(
            "service-only-in-key",
            other.cost + 1,
            &shown(&other.value),
            &sent,
            |recipe| {
                recipe.key.service = &other.value;
            },
        ));
        if other.cost == 1 {
            changes.push(change(other.id, 2, &shown(&other.value), &sent, |recipe| {
                recipe.to_sign.service = &other.value;
            }));
        }
    }
    changes
}

fn dates(request: &Request, sent: &str) -> Vec<OtherValue> {
    let mut dates = OtherValues::other_than(sent);
    if let Some(date) = date_of(request) {
        dates.add("date-signed-other", 1, date);
    }
    if let Some(seconds) = seconds_of(request.value("x-tc-timestamp").unwrap_or_default()) {
        for (days, cost) in [(-1, 1), (1, 1), (-2, 2), (2, 2)] {
            dates.add("date-signed-other", cost, shifted_date(seconds, days));
        }
    }
    dates.add("date-form", 1, sent.replace('-', ""));
    dates.add("date-form", 2, sent.replace('-', "/"));
    let parts: Vec<&str> = sent.split('-').collect();
    if let [year, month, day] = parts[..] {
        let plain = |part: &str| part.trim_start_matches('0').to_owned();
        dates.add("date-form", 2, format!("{year}-{}-{}", plain(month), plain(day)));
        dates.add("date-form", 3, format!("{day}-{month}-{year}"));
    }
    dates.found()
}

/// The time in seconds of a text in seconds or milliseconds.
fn seconds_of(text: &str) -> Option<i64> {
    let time: i64 = text.parse().ok()?;
    let seconds = if is_milliseconds(time) { time / 1000 } else { time };
    TIMESTAMPS.contains(&seconds).then_some(seconds)
}

fn of_dates<'a>(values: &'a Values, base: &Recipe<'a>) -> Changes<'a> {
    let sent = shown(base.to_sign.date);
    let mut changes = Vec::new();
    for other in &values.dates {
        changes.push(change(other.id, other.cost, &other.value, &sent, |recipe| {
            recipe.to_sign.date = &other.value;
            recipe.key.date = &other.value;
        }));
        changes.push(change("date-only-in-key", other.cost, &other.value, &sent, |recipe| {
            recipe.key.date = &other.value;
        }));
        changes.push(change(other.id, other.cost + 1, &other.value, &sent, |recipe| {
            recipe.to_sign.date = &other.value;
        }));
    }
    changes
}

fn of_dialects<'a>() -> Changes<'a> {
    const AWS_ALGORITHM: &str = "AWS4-HMAC-SHA256";
    const AWS_TERMINATOR: &str = "aws4_request";

    vec![
        change("terminator-left-out", 1, "scope and key are made", "", |recipe| {
            recipe.to_sign.terminator = "";
            recipe.key.terminator = "";
        }),
        change(
            "terminator-left-out",
            1,
            "the scope in the string to sign is",
            "",
            |recipe| {
                recipe.to_sign.terminator = "";
            },
        ),
        change("terminator-left-out", 1, "the signing key is derived", "", |recipe| {
            recipe.key.terminator = ""
        }),
        change(
            "aws-signed",
            1,
            "AWS4-HMAC-SHA256, AWS4 and aws4_request",
            "",
            |recipe| {
                recipe.to_sign.algorithm = Some(AWS_ALGORITHM);
                recipe.to_sign.terminator = AWS_TERMINATOR;
                recipe.key.terminator = AWS_TERMINATOR;
                recipe.key.prefix = "AWS4";
            },
        ),
        change("aws-signed", 2, "aws4_request", "", |recipe| {
            recipe.to_sign.terminator = AWS_TERMINATOR;
            recipe.key.terminator = AWS_TERMINATOR;
        }),
        change("aws-signed", 2, "aws4_request and AWS4", "", |recipe| {
            recipe.to_sign.terminator = AWS_TERMINATOR;
            recipe.key.terminator = AWS_TERMINATOR;
            recipe.key.prefix = "AWS4";
        }),
        change("aws-signed", 2, "aws4_request, in the key alone,", "", |recipe| {
            recipe.key.terminator = AWS_TERMINATOR;
        }),
    ]
}

fn of_secrets(values: &Values) -> Changes<'_> {
    let changes = values.secrets.iter().map(|other| {
        change(other.id, other.cost, &other.signed, &other.sent, |recipe| {
            recipe.key.secret = &other.value
        })
    });
    changes.collect()
}

fn of_prefixes<'a>() -> Changes<'a> {
    let prefixes = [
        ("prefix-missing", 1, ""),
        ("prefix-twice", 1, "TC3TC3"),
        ("prefix-other", 1, "AWS4"),
        ("prefix-other", 2, "tc3"),
        ("prefix-other", 2, "TC3 "),
        ("prefix-other", 2, "TC3_"),
        ("prefix-other", 3, "TC3-"),
        ("prefix-other", 3, "TC3-HMAC-SHA256"),
        ("prefix-other", 3, "AWS4TC3"),
    ];
    let changes =
        prefixes.map(|(id, cost, prefix)| change(id, cost, prefix, "", move |recipe| recipe.key.prefix = prefix));
    changes.into()
}

fn of_chains<'a>() -> Changes<'a> {
    let chains = [
        ("hex-keys", 1, "", Chain::HexKeys),
        ("hmac-arguments-swapped", 1, "", Chain::SwappedArguments),
        ("key-not-derived", 1, "with the secret key alone", Chain::SecretKeyAlone),
        (
            "key-not-derived",
            2,
            "with a key that leaves out the service",
            Chain::NoServiceKey,
        ),
        (
            "key-not-derived",
            2,
            "with a key that leaves out the date",
            Chain::NoDateKey,
        ),
    ];
    let changes =
        chains.map(|(id, cost, signed, chain)| change(id, cost, signed, "", move |recipe| recipe.key.chain = chain));
    changes.into()
}

fn timestamps(sent: &str) -> Vec<OtherTime> {
    let Ok(time) = sent.parse::<i64>() else {
        return Vec::new();
    };
    let mut times = Vec::new();
    let mut add = |id, cost, is_alone, value: i64| {
        times.push(OtherTime {
            id,
            cost,
            is_alone,
            value: value.to_string(),
        });
    };
    if is_milliseconds(time) {
        add("timestamp-signed-in-seconds", 1, false, time / 1000);
        return times;
    }
    for seconds in 1..=MAX_SECONDS {
        let (cost, is_alone) = if seconds <= 2 { (1, false) } else { (3, true) };
        for shift in [-seconds, seconds] {
            add("timestamp-other", cost, is_alone, time.saturating_add(shift));
        }
    }
    for hours in (1..=14).flat_map(|hours| [-hours, hours]) {
        let (cost, is_alone) = if hours == 8 || hours == -8 {
            (2, false)
        } else {
            (3, true)
        };
        add("timestamp-other", cost, is_alone, time.saturating_add(hours * 3600));
    }
    let thousand = time.saturating_mul(1000);
    add("timestamp-signed-in-milliseconds", 1, false, thousand);
    for milliseconds in 1..1000 {
        add(
            "timestamp-signed-in-milliseconds",
            4,
            true,
            thousand.saturating_add(milliseconds),
        );
    }
    times
}

fn of_timestamps<'a>(values: &'a Values, base: &Recipe<'a>) -> Changes<'a> {
    let sent = shown(base.to_sign.timestamp);
    let changes = values.timestamps.iter().map(|other| {
        let mut change = change(other.id, other.cost, &other.value, &sent, |recipe| {
            recipe.to_sign.timestamp = &other.value
        });
        change.is_alone = other.is_alone;
        change
    });
    changes.collect()
}

fn of_string_to_sign<'a>() -> Changes<'a> {
    vec![
        change("canonical-request-not-hashed", 1, "", "", |recipe| {
            recipe.to_sign.hash = HashForm::NotHashed
        }),
        change("canonical-hash-form", 1, "upper case", "", |recipe| {
            recipe.to_sign.hash = HashForm::UpperHex
        }),
        change("canonical-hash-form", 2, "base64", "", |recipe| {
            recipe.to_sign.hash = HashForm::Base64
        }),
        change("final-line-feed", 1, "the string to sign", "", |recipe| {
            recipe.to_sign.final_line_feed = true
        }),
        change("algorithm-line", 2, "nothing", "", |recipe| {
            recipe.to_sign.algorithm = None
        }),
        change("algorithm-line", 2, "AWS4-HMAC-SHA256", "", |recipe| {
            recipe.to_sign.algorithm = Some("AWS4-HMAC-SHA256");
        }),
        change("algorithm-line", 2, "HmacSHA256", "", |recipe| {
            recipe.to_sign.algorithm = Some("HmacSHA256")
        }),
        change("algorithm-line", 2, "tc3-hmac-sha256", "", |recipe| {
            recipe.to_sign.algorithm = Some("tc3-hmac-sha256");
        }),
    ]
}
