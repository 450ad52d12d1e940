//! The choices of a signer of version 1 that may have been wrong, each as a dimension of the search.

use super::ACCEPTED;
use crate::diagnosis::search::{Change, Dimension};
use crate::diagnosis::secrets::{self, OtherSecret};
use crate::host::split_port;
use crate::v1::recipe::{LeftOut, Names, Order, Recipe, Values as ValueForm};
use crate::visible::shown;
use crate::{Algorithm, Key, Request};

/// The most parameters that are tried as one that was not signed.
const MAX_NAMES: usize = 200;

/// The values that are tried, which outlive the search.
pub(super) struct Values {
    methods: Vec<String>,
    hosts: Vec<(&'static str, u8, String)>,
    names: Vec<String>,
    secrets: Vec<OtherSecret>,
}

type Changes<'a> = Dimension<'a, Recipe<'a>>;

impl Values {
    pub(super) fn of(request: &Request, base: &Recipe<'_>, keys: &[Key<'_>], own: usize, secret_id: &str) -> Self {
        let mut methods: Vec<String> = ["GET", "POST"].map(str::to_owned).to_vec();
        methods.extend([request.method.to_ascii_lowercase(), request.method.to_ascii_uppercase()]);
        methods.retain(|method| *method != request.method);
        let names = base.pairs.iter().map(|pair| pair.name.clone());
        let mut names: Vec<String> = names.filter(|name| name != "Signature").take(MAX_NAMES).collect();
        names.dedup();
        Self {
            methods,
            hosts: hosts(base.host),
            names,
            secrets: secrets::others(keys, own, secret_id),
        }
    }
}

/// Every dimension.
pub(super) fn all<'a>(values: &'a Values, base: &Recipe<'a>) -> Vec<Changes<'a>> {
    vec![
        of_methods(values, base),
        of_hosts(values, base),
        of_paths(base),
        of_marks(),
        of_orders(),
        of_names(),
        of_values(),
        of_left_out(values),
        of_algorithms(base),
        of_secrets(values),
        vec![change("v1-prefix", 1, "", "", |recipe| recipe.prefix = "TC3")],
    ]
}

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

fn of_methods<'a>(values: &'a Values, base: &Recipe<'a>) -> Changes<'a> {
    let changes = values.methods.iter().map(|method| {
        change("v1-method-other", 1, method, &shown(base.method), move |recipe| {
            recipe.method = method
        })
    });
    changes.collect()
}

fn hosts(sent: &str) -> Vec<(&'static str, u8, String)> {
    let (name, _) = split_port(sent);
    let mut hosts: Vec<(&'static str, u8, String)> = Vec::new();
    let others = [
        ("v1-host-without-port", 1, name.to_owned()),
        ("v1-host-other", 1, sent.to_ascii_lowercase()),
        ("v1-host-other", 1, format!("{name}:443")),
        ("v1-host-other", 1, format!("{name}:80")),
        ("v1-host-other", 1, format!("https://{sent}")),
        ("v1-host-other", 2, format!("http://{sent}")),
        ("v1-host-other", 1, format!("{name}.")),
        ("v1-host-other", 1, name.strip_suffix('.').unwrap_or(name).to_owned()),
        ("v1-host-missing", 1, String::new()),
    ];
    for (id, cost, value) in others {
        if value != sent && hosts.iter().all(|(_, _, known)| *known != value) {
            hosts.push((id, cost, value));
        }
    }
    if let Some(service) = crate::host::service_of_host(sent) {
        for middle in [
            "",
            ".intl",
            ".internal",
            ".ap-guangzhou",
            ".ap-shanghai",
            ".ap-beijing",
            ".ap-hongkong",
        ] {
            let value = format!("{service}{middle}.tencentcloudapi.com");
            if value != sent {
                hosts.push(("v1-host-other", 2, value));
            }
        }
        hosts.push(("v1-host-other", 2, format!("{service}.api.qcloud.com")));
    }
    hosts
}

fn of_hosts<'a>(values: &'a Values, base: &Recipe<'a>) -> Changes<'a> {
    let changes = values.hosts.iter().map(|(id, cost, host)| {
        change(id, *cost, &shown(host), &shown(base.host), move |recipe| {
            recipe.host = host
        })
    });
    changes.collect()
}

fn of_paths<'a>(base: &Recipe<'a>) -> Changes<'a> {
    let paths = [("/", 1), ("", 1), ("/v2/index.php", 2)].into_iter();
    let sent = base.path;
    let changes = paths.filter(|(path, _)| *path != sent);
    changes
        .map(|(path, cost)| {
            change("v1-path-other", cost, path, &shown(sent), move |recipe| {
                recipe.path = path
            })
        })
        .collect()
}

fn of_marks<'a>() -> Changes<'a> {
    vec![
        change("v1-question-mark-missing", 1, "", "", |recipe| recipe.mark = ""),
        change("v1-separator-missing", 2, "", "", |recipe| recipe.separator = ""),
        change("v1-line-feeds", 1, "", "", |recipe| {
            recipe.joint = "\n";
            recipe.mark = "\n";
        }),
        change("v1-line-feeds", 2, "", "", |recipe| {
            recipe.joint = "\n";
            recipe.mark = "\n?";
        }),
    ]
}

fn of_orders<'a>() -> Changes<'a> {
    let orders = [
        (1, "in the order in which they were sent", Order::AsSent),
        (1, "sorted without regard to letter case", Order::WithoutCase),
        (1, "with the numbers in their names sorted as numbers", Order::Natural),
        (2, "sorted by name and value together", Order::Pairs),
    ];
    orders
        .map(|(cost, signed, order)| change("v1-order", cost, signed, "", move |recipe| recipe.order = order))
        .into()
}

fn of_names<'a>() -> Changes<'a> {
    vec![
        change(ACCEPTED, 1, "", "", |recipe| recipe.names = Names::AsSent),
        change("v1-full-stops", 1, "", "", |recipe| recipe.names = Names::Underscores),
    ]
}

fn of_values<'a>() -> Changes<'a> {
    let forms = [
        (
            "v1-booleans",
            1,
            "True or False",
            "true or false",
            ValueForm::CapitalBooleans,
        ),
        (
            "v1-booleans",
            1,
            "true or false",
            "True or False",
            ValueForm::LowerBooleans,
        ),
        ("v1-booleans", 2, "1 or 0", "true or false", ValueForm::NumericBooleans),
        ("v1-plus", 1, "+", " ", ValueForm::PlusForBlank),
        ("v1-plus", 2, " ", "+", ValueForm::BlankForPlus),
        ("v1-values-escaped", 1, "", "", ValueForm::Raw),
        ("v1-values-escaped", 1, "", "", ValueForm::Escaped),
        ("v1-values-escaped", 2, "", "", ValueForm::EscapedWithPlus),
        ("v1-values-blank", 2, "", "", ValueForm::Trimmed),
        ("v1-undefined", 2, "", "", ValueForm::EmptyForUndefined),
    ];
    let changes =
        forms.map(|(id, cost, signed, sent, form)| change(id, cost, signed, sent, move |recipe| recipe.values = form));
    changes.into()
}

fn of_left_out(values: &Values) -> Changes<'_> {
    let mut changes = vec![
        change("v1-empty-left-out", 1, "", "", |recipe| {
            recipe.left_out = LeftOut::Empty
        }),
        change("v1-signature-included", 1, "", "", |recipe| {
            recipe.left_out = LeftOut::NotEvenSignature
        }),
    ];
    for name in &values.names {
        let (id, cost) = if name == "SignatureMethod" {
            ("v1-signature-method-left-out", 1)
        } else {
            ("v1-parameter-left-out", 2)
        };
        changes.push(change(id, cost, "", &shown(name), move |recipe| {
            recipe.left_out = LeftOut::Named(name)
        }));
    }
    changes
}

fn of_algorithms<'a>(base: &Recipe<'a>) -> Changes<'a> {
    let own = base.algorithm;
    let other = if own == Algorithm::HmacSha1 {
        Algorithm::HmacSha256
    } else {
        Algorithm::HmacSha1
    };
    vec![change("v1-hash-other", 1, other.name(), own.name(), move |recipe| {
        recipe.algorithm = other
    })]
}

fn of_secrets(values: &Values) -> Changes<'_> {
    let changes = values.secrets.iter().map(|other| {
        change(other.id, other.cost, &other.signed, &other.sent, |recipe| {
            recipe.secret = &other.value
        })
    });
    changes.collect()
}
