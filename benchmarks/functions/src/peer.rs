//! The types of DescribeProxies and CreateProxyGroup with serde's derives.

use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Envelope<T> {
    pub response: T,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ServiceError {
    pub code: String,
    pub message: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreateProxyGroupResponse {
    pub group_id: String,
    #[serde(skip_serializing)]
    pub request_id: Option<String>,
    #[serde(skip_serializing)]
    pub error: Option<ServiceError>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeProxiesResponse {
    pub total_count: i64,
    pub instance_set: Vec<ProxyInfo>,
    pub proxy_set: Vec<ProxyInfo>,
    #[serde(skip_serializing)]
    pub request_id: Option<String>,
    #[serde(skip_serializing)]
    pub error: Option<ServiceError>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ProxyInfo {
    pub instance_id: String,
    pub create_time: u64,
    pub project_id: i64,
    pub proxy_name: String,
    pub access_region: String,
    pub real_server_region: String,
    pub bandwidth: i64,
    pub concurrent: i64,
    pub status: ProxyStatus,
    pub domain: String,
    #[serde(rename = "IP")]
    pub ip: String,
    pub version: ProxyVersion,
    pub proxy_id: String,
    pub scalarable: i64,
    pub support_protocols: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_id: Option<String>,
    pub access_region_info: RegionDetail,
    pub real_server_region_info: RegionDetail,
    #[serde(rename = "ForwardIP")]
    pub forward_ip: String,
    pub tag_set: Vec<TagPair>,
    pub support_security: i64,
    pub billing_type: i64,
    pub related_global_domains: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modify_config_time: Option<u64>,
    pub proxy_type: u64,
    #[serde(rename = "ClientIPMethod")]
    pub client_ip_method: Vec<i64>,
    #[serde(rename = "IPAddressVersion")]
    pub ip_address_version: IPAddressVersion,
    pub network_type: NetworkType,
    pub package_type: PackageType,
    pub ban_status: BanStatus,
    #[serde(rename = "IPList")]
    pub ip_list: Vec<IPDetail>,
    pub http3_supported: i64,
    pub in_ban_blacklist: i64,
    pub feature_bitmap: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_auto_scale_proxy: Option<i64>,
    #[serde(rename = "IsSupportTLSChoice", skip_serializing_if = "Option::is_none")]
    pub is_support_tls_choice: Option<i64>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RegionDetail {
    pub region_id: String,
    pub region_name: String,
    pub region_area: String,
    pub region_area_name: String,
    #[serde(rename = "IDCType")]
    pub idc_type: IDCType,
    pub feature_bitmap: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_feature: Option<SupportFeature>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SupportFeature {
    pub network_type: Vec<NetworkType>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct IPDetail {
    #[serde(rename = "IP", skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<IPProvider>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bandwidth: Option<i64>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct TagPair {
    pub tag_key: String,
    pub tag_value: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreateProxyGroupRequest {
    pub project_id: u64,
    pub group_name: String,
    pub real_server_region: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_set: Option<Vec<TagPair>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_region_set: Option<Vec<AccessConfiguration>>,
    #[serde(rename = "IPAddressVersion", skip_serializing_if = "Option::is_none")]
    pub ip_address_version: Option<IPAddressVersion>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_type: Option<PackageType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http3_supported: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AccessConfiguration {
    pub access_region: String,
    pub bandwidth: u64,
    pub concurrent: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_type: Option<NetworkType>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeProxyDetailRequest {
    pub proxy_id: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProxyStatus {
    Running,
    Creating,
    Destroying,
    Opening,
    Closing,
    Closed,
    Adjusting,
    Isolating,
    Isolated,
    Cloning,
    Recovering,
    Moving,
}

#[derive(Deserialize, Serialize)]
pub enum ProxyVersion {
    #[serde(rename = "1.0")]
    V1,
    #[serde(rename = "2.0")]
    V2,
    #[serde(rename = "3.0")]
    V3,
}

#[derive(Deserialize, Serialize)]
pub enum IPAddressVersion {
    IPv4,
    IPv6,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NetworkType {
    Normal,
    Cn2,
    Triple,
    SecureEip,
}

#[derive(Deserialize, Serialize)]
pub enum PackageType {
    Thunder,
    Accelerator,
    CrossBorder,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BanStatus {
    Banned,
    Recover,
    Banning,
    Recovering,
    BanFailed,
    RecoverFailed,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum IDCType {
    Dc,
    Ec,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum IPProvider {
    Bgp,
    Cmcc,
    Cucc,
    Ctcc,
}
