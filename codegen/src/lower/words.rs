//! From the service's names to Rust's: one pass that finds the words, then heck.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Names of mixed case that are one word, in the order of their letters. Changing the list renames fields of
/// the generated crate, which breaks its users.
const ACRONYMS: &str = include_str!("acronyms.txt");

/// `IPAddressVersion` as a field or function: `ip_address_version`.
pub(crate) fn snake_case(name: &str) -> String {
    one_word_each(name).to_snake_case()
}

/// `IPv4` or `TCP_SSL` as a variant: `Ipv4`, `TcpSsl`.
pub(crate) fn upper_camel_case(name: &str) -> String {
    one_word_each(name).to_upper_camel_case()
}

/// `name` with each acronym and each plural of one spelt as heck expects a word: `SubnetIDs` as `SubnetIds`.
fn one_word_each(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut spelt = String::with_capacity(name.len());
    let mut at = 0;
    while at < letters.len() {
        let in_capitals = spelt.ends_with(char::is_uppercase);
        let length = acronym_at(&letters, at).or_else(|| plural_at(&letters[at..], in_capitals));
        match length {
            Some(length) => {
                push_word(&mut spelt, &letters[at..at + length]);
                at += length;
            }
            None => {
                spelt.push(letters[at]);
                at += 1;
            }
        }
    }
    spelt
}

fn push_word(spelt: &mut String, letters: &[char]) {
    for (index, letter) in letters.iter().enumerate() {
        spelt.push(if index == 0 {
            letter.to_ascii_uppercase()
        } else {
            letter.to_ascii_lowercase()
        });
    }
}

/// The length of the longest acronym at `at` that is not the start of a longer word.
fn acronym_at(letters: &[char], at: usize) -> Option<usize> {
    ACRONYMS
        .lines()
        .filter(|acronym| {
            let end = at + acronym.len();
            let stands_here = letters.len() >= end && acronym.chars().eq(letters[at..end].iter().copied());
            stands_here && ends_word(letters, end)
        })
        .map(str::len)
        .max()
}

/// The length of two or more capitals and a plural s that `letters` start with: `IDs`, `URLs`.
fn plural_at(letters: &[char], in_capitals: bool) -> Option<usize> {
    if in_capitals {
        return None;
    }
    let capitals = letters.iter().take_while(|letter| letter.is_uppercase()).count();
    let length = capitals + 1;
    (capitals >= 2 && letters.get(capitals) == Some(&'s') && ends_word(letters, length)).then_some(length)
}

fn ends_word(letters: &[char], end: usize) -> bool {
    letters.get(end).is_none_or(|next| !next.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{snake_case, upper_camel_case};

    #[test]
    fn a_field_is_named_by_its_words() {
        let names = [
            ("ProjectId", "project_id"),
            ("IPAddressVersion", "ip_address_version"),
            ("IPv6Addresses", "ipv6_addresses"),
            ("TencentIPv6Address", "tencent_ipv6_address"),
            ("SubnetIDs", "subnet_ids"),
            ("ExcludeInstanceIDsWithAppId", "exclude_instance_ids_with_app_id"),
            ("IsSupportTLSChoice", "is_support_tls_choice"),
            ("Cn2BandwidthPrice", "cn2_bandwidth_price"),
            ("Http3Supported", "http3_supported"),
            ("CreateHTTPSListener", "create_https_listener"),
            ("CreateTCPListeners", "create_tcp_listeners"),
            ("CallbackURLs", "callback_urls"),
            ("DescribeDDoSAttackIPRegionMap", "describe_ddos_attack_ip_region_map"),
            ("NBIoTDeviceID", "nb_iot_device_id"),
            ("hadAutoFixVul", "had_auto_fix_vul"),
            ("Topic_Simplification", "topic_simplification"),
        ];
        for (name, expected) in names {
            assert_eq!(snake_case(name), expected, "{name}");
        }
    }

    #[test]
    fn a_variant_is_named_by_its_words() {
        let names = [
            ("IPv4", "Ipv4"),
            ("normal", "Normal"),
            ("cn2", "Cn2"),
            ("TCP_SSL", "TcpSsl"),
        ];
        for (name, expected) in names {
            assert_eq!(upper_camel_case(name), expected, "{name}");
        }
    }
}
