//! Splits the service's names into words: one pass for acronyms and their plurals, then heck.

use std::sync::LazyLock;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Acronyms and names of mixed case that are one word, sorted. A change renames fields of the generated crate, which
/// breaks its users.
static ACRONYMS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("acronyms.txt").lines().collect());

/// The range of [`ACRONYMS`] that begin with a byte. Most bytes begin none, which makes the scan of a name cheap.
static BY_FIRST_LETTER: LazyLock<[(usize, usize); 256]> = LazyLock::new(|| {
    let mut ranges = [(0, 0); 256];
    for (index, acronym) in ACRONYMS.iter().enumerate() {
        let range = acronym
            .bytes()
            .next()
            .and_then(|first| ranges.get_mut(usize::from(first)));
        if let Some((from, to)) = range {
            *from = if *to == 0 { index } else { *from };
            *to = index + 1;
        }
    }
    ranges
});

/// `IPAddressVersion` as a field or function: `ip_address_version`.
pub(crate) fn snake_case(name: &str) -> String {
    one_word_each(name).to_snake_case()
}

/// `IPv4` or `TCP_SSL` as a variant: `Ipv4`, `TcpSsl`.
pub(crate) fn upper_camel_case(name: &str) -> String {
    one_word_each(name).to_upper_camel_case()
}

/// `name` with each acronym and each plural of one written as heck expects a word: `SubnetIDs` as `SubnetIds`.
fn one_word_each(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let in_capitals = words.ends_with(char::is_uppercase);
        let word = acronym(rest).or_else(|| plural(rest).filter(|_| !in_capitals));
        let length = word.map_or(first.len_utf8(), str::len);
        match word {
            Some(word) => push_word(&mut words, word),
            None => words.push(first),
        }
        rest = &rest[length..];
    }
    words
}

fn push_word(words: &mut String, word: &str) {
    let (first, others) = word.split_at(1);
    words.push_str(&first.to_ascii_uppercase());
    words.push_str(&others.to_ascii_lowercase());
}

/// The longest acronym that `rest` starts with and that is not the start of a longer word.
fn acronym(rest: &str) -> Option<&str> {
    let first = rest.bytes().next()?;
    let (from, to) = *BY_FIRST_LETTER.get(usize::from(first))?;
    let mut longest: Option<&str> = None;
    for acronym in ACRONYMS.get(from..to)? {
        let is_longer = longest.is_none_or(|longest| acronym.len() > longest.len());
        if is_longer && rest.strip_prefix(acronym).is_some_and(ends_word) {
            longest = Some(acronym);
        }
    }
    longest
}

/// Two or more capitals and a plural s, if `rest` starts with them: `IDs`, `URLs`.
fn plural(rest: &str) -> Option<&str> {
    let capitals = rest.bytes().take_while(u8::is_ascii_uppercase).count();
    let after = rest[capitals..].strip_prefix('s')?;
    (capitals >= 2 && ends_word(after)).then(|| &rest[..=capitals])
}

fn ends_word(after: &str) -> bool {
    !after.starts_with(char::is_lowercase)
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
