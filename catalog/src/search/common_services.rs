//! The services that most people mean, which come first among equally good hits.

/// The most used services, the most used first. Ours, from what the service's own overview page lists first.
const COMMON: [&str; 40] = [
    "cvm",
    "clb",
    "vpc",
    "cbs",
    "cdb",
    "cam",
    "sts",
    "tke",
    "redis",
    "mongodb",
    "cdn",
    "scf",
    "tag",
    "ssl",
    "dnspod",
    "monitor",
    "cls",
    "as",
    "postgres",
    "sqlserver",
    "cynosdb",
    "lighthouse",
    "cfs",
    "tcr",
    "ckafka",
    "apigateway",
    "sms",
    "gaap",
    "vod",
    "live",
    "teo",
    "kms",
    "ssm",
    "billing",
    "organization",
    "region",
    "cloudaudit",
    "es",
    "emr",
    "tdmq",
];

/// Returns how much a hit in a service is worth more for being there, 0 to 40.
pub(super) fn prior(service: &str) -> u32 {
    let rank = COMMON.iter().position(|common| *common == service);
    rank.map_or(0, |rank| u32::try_from(COMMON.len() - rank).unwrap_or(0))
}
