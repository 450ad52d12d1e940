//! The inputs of the operations.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tc3::gaap;
use tc3::runtime::Credentials;
use tc3::runtime::sign::{Payload, SigningInput, SigningKeys, sign, utc_date};

use crate::peer;

const ITEMS: usize = 100;
const REQUEST_ID: &str = "c8bb6c5b-a425-4ace-a22c-c488d06811ba";
const SECRET_KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";
const HOST: &str = "gaap.tencentcloudapi.com";
pub const SERVICE: &str = "gaap";
pub const TIMESTAMP: u64 = 1_551_113_065;

pub struct Inputs {
    /// 100 connections in each of the two lists of the response, members sorted by name as in the documentation.
    pub proxies: Vec<u8>,
    /// The same, members in declared order.
    pub proxies_as_declared: Vec<u8>,
    pub group: Vec<u8>,
    pub create: (gaap::CreateProxyGroupRequest, peer::CreateProxyGroupRequest),
    pub detail: (gaap::DescribeProxyDetailRequest, peer::DescribeProxyDetailRequest),
    pub signing: Signing,
}

/// One signature.
pub struct Signing {
    pub credentials: Credentials,
    /// Contains the signing key already.
    pub keys: SigningKeys,
    /// What the bare hashing uses instead of `keys`.
    pub key: [u8; 32],
    pub body: [u8; 300],
    pub canonical_request: String,
    pub string_to_sign: String,
}

impl Default for Inputs {
    fn default() -> Self {
        let proxies = envelope(&proxies());
        Self {
            proxies_as_declared: as_declared(&proxies),
            proxies,
            group: envelope(&json!({"GroupId": "lg-cj8rn2up"})),
            create: create(),
            detail: (
                gaap::DescribeProxyDetailRequest::new("link-kicu7m5b"),
                peer::DescribeProxyDetailRequest {
                    proxy_id: "link-kicu7m5b".to_owned(),
                },
            ),
            signing: Signing::new(),
        }
    }
}

fn envelope(output: &Value) -> Vec<u8> {
    let mut response = output.clone();
    response["RequestId"] = REQUEST_ID.into();
    json!({ "Response": response }).to_string().into_bytes()
}

fn proxies() -> Value {
    let list: Vec<Value> = (0..ITEMS).map(proxy).collect();
    json!({"InstanceSet": list, "ProxySet": list, "TotalCount": ITEMS})
}

/// A response with `items` connections in one list, members sorted by name as in the documentation.
pub fn proxies_of(items: usize) -> Vec<u8> {
    let mut body = br#"{"Response":{"ProxySet":["#.to_vec();
    for index in 0..items {
        body.extend_from_slice(proxy(index).to_string().as_bytes());
        body.push(b',');
    }
    body.pop_if(|last| *last == b',');
    let end = format!(r#"],"InstanceSet":[],"RequestId":"{REQUEST_ID}","TotalCount":{items}}}}}"#);
    body.extend_from_slice(end.as_bytes());
    body
}

/// A request with `items` access regions, for tc3 and its peer.
pub fn regions_of(items: usize) -> (gaap::CreateProxyGroupRequest, peer::CreateProxyGroupRequest) {
    let (mut ours, mut theirs) = create();
    let configuration = ("Guangzhou", 10, 2);
    let (region, bandwidth, concurrent) = configuration;
    let typed = gaap::AccessConfiguration::new(region, bandwidth, concurrent).network_type(gaap::NetworkType::Normal);
    ours = ours.access_region_set(vec![typed; items]);
    theirs.access_region_set = Some((0..items).map(|_| access(configuration)).collect());
    (ours, theirs)
}

fn proxy(index: usize) -> Value {
    let id = format!("link-{index:08x}");
    let is_grouped = index.is_multiple_of(3);
    let status = ["RUNNING", "CLOSED", "ADJUSTING"][index % 3];
    json!({
        "AccessRegion": "Guangzhou",
        "AccessRegionInfo": region("Guangzhou", "广州（华南地区）"),
        "BanStatus": "RECOVER",
        "Bandwidth": 10 + index,
        "BillingType": 1,
        "ClientIPMethod": [0, 1],
        "Concurrent": 2,
        "CreateTime": 1_768_205_817 + 61 * index,
        "Domain": format!("{id}.gaapqcloud.com.cn"),
        "FeatureBitmap": 71,
        "ForwardIP": "203.0.113.7;203.0.113.8",
        "GroupId": is_grouped.then_some("lg-joaaddy1"),
        "Http3Supported": 1,
        "IP": format!("198.51.100.{index}"),
        "IPAddressVersion": "IPv4",
        "IPList": [{"Bandwidth": 10, "IP": format!("198.51.100.{index}"), "Provider": "BGP"}],
        "InBanBlacklist": 0,
        "InstanceId": id,
        "IsAutoScaleProxy": 0,
        "IsSupportTLSChoice": 1,
        "ModifyConfigTime": (!is_grouped).then_some(1_768_300_000),
        "NetworkType": "normal",
        "PackageType": "Thunder",
        "PolicyId": null,
        "ProjectId": 1_234_567,
        "ProxyId": id,
        "ProxyName": format!("connection \"{index}\" of the shop"),
        "ProxyType": 100,
        "RealServerRegion": "Shanghai",
        "RealServerRegionInfo": region("Shanghai", "上海（华东地区）"),
        "RelatedGlobalDomains": [],
        "Scalarable": 1,
        "Status": status,
        "SupportProtocols": ["TCP", "UDP"],
        "SupportSecurity": 1,
        "TagSet": [{"TagKey": "team", "TagValue": "shop"}, {"TagKey": "stage", "TagValue": "production"}],
        "Version": "3.0",
    })
}

fn region(id: &str, name: &str) -> Value {
    json!({
        "FeatureBitmap": 207,
        "IDCType": "dc",
        "RegionArea": "SouthChina",
        "RegionAreaName": "SouthChina",
        "RegionId": id,
        "RegionName": name,
        "SupportFeature": {"NetworkType": ["normal", "cn2"]},
    })
}

fn as_declared(body: &[u8]) -> Vec<u8> {
    let envelope: peer::Envelope<peer::DescribeProxiesResponse> =
        serde_json::from_slice(body).expect("the peer reads the response");
    let output = serde_json::to_string(&envelope.response).expect("the peer writes it");
    let members = output.strip_suffix('}').expect("an object");
    format!(r#"{{"Response":{members},"RequestId":"{REQUEST_ID}"}}}}"#).into_bytes()
}

#[allow(deprecated, reason = "all parameters are set")]
fn create() -> (gaap::CreateProxyGroupRequest, peer::CreateProxyGroupRequest) {
    let tags = [("team", "shop"), ("stage", "production")];
    let regions = [("Guangzhou", 10, 2), ("Beijing", 20, 5)];
    let ours = gaap::CreateProxyGroupRequest::new(1_234_567, "web shop \"blue\"", "Shanghai")
        .tag_set(tags.map(|(key, value)| gaap::TagPair::new(key, value)))
        .access_region_set(regions.map(|(region, bandwidth, concurrent)| {
            gaap::AccessConfiguration::new(region, bandwidth, concurrent).network_type(gaap::NetworkType::Normal)
        }))
        .ip_address_version(gaap::IPAddressVersion::Ipv4)
        .package_type(gaap::PackageType::Accelerator)
        .http3_supported(1);
    let theirs = peer::CreateProxyGroupRequest {
        project_id: 1_234_567,
        group_name: "web shop \"blue\"".to_owned(),
        real_server_region: "Shanghai".to_owned(),
        tag_set: Some(tags.map(tag).into()),
        access_region_set: Some(regions.map(access).into()),
        ip_address_version: Some(peer::IPAddressVersion::IPv4),
        package_type: Some(peer::PackageType::Accelerator),
        http3_supported: Some(1),
    };
    (ours, theirs)
}

fn tag((key, value): (&str, &str)) -> peer::TagPair {
    peer::TagPair {
        tag_key: key.to_owned(),
        tag_value: value.to_owned(),
    }
}

fn access((region, bandwidth, concurrent): (&str, u64, u64)) -> peer::AccessConfiguration {
    peer::AccessConfiguration {
        access_region: region.to_owned(),
        bandwidth,
        concurrent,
        network_type: Some(peer::NetworkType::Normal),
    }
}

impl Signing {
    fn new() -> Self {
        let credentials = Credentials::new("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", SECRET_KEY);
        let keys = SigningKeys::new();
        let date = utc_date(TIMESTAMP);
        let _ = keys.get(&credentials, &date, SERVICE);
        let start = format!("TC3{SECRET_KEY}");
        let key = [&*date, SERVICE, "tc3_request"]
            .iter()
            .fold(start.into_bytes(), |key, message| {
                hmac(&key, message.as_bytes()).to_vec()
            });
        let body = [b'x'; 300];
        let signed = sign(&input(&body), &credentials);
        Self {
            credentials,
            keys,
            key: key.try_into().expect("a key has the length of a hash"),
            body,
            canonical_request: signed.canonical_request,
            string_to_sign: signed.string_to_sign,
        }
    }
}

pub fn input(body: &[u8]) -> SigningInput<'_> {
    SigningInput::new(SERVICE, HOST, TIMESTAMP, Payload::Bytes(body))
}

pub fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC accepts keys of every length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}
