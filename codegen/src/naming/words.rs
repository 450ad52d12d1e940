//! Splits the service's names into words: one pass for acronyms and their plurals, then heck.
//!
//! Two lists tell what the case of the letters does not. `acronyms.txt` has words that heck would split, `IPv4` and
//! `LoRa`; `capitals.txt` has acronyms that names also write without a boundary, so that `VPCCIDRBlock` is three words. Only
//! a run of capitals that consists of such acronyms from its first letter to its last is split: `SECURITY`, which has
//! `URI` in it, is one word.

use std::sync::LazyLock;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Acronyms and names of mixed case that are one word, sorted. A change renames fields of the generated crate, which
/// breaks its users.
static ACRONYMS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("acronyms.txt").lines().collect());

/// Acronyms that are also written one after the other, sorted. A change renames fields too.
static CAPITALS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("capitals.txt").lines().collect());

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
    let mut words = String::with_capacity(name.len() + 2);
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let before = name[..name.len() - rest.len()].chars().next_back();
        let in_run = before.is_some_and(|before| before.is_ascii_uppercase());
        if let Some(word) = acronym(rest, in_run) {
            push_word(&mut words, word);
            rest = &rest[word.len()..];
            continue;
        }
        if let Some((run, plural)) = run_of_acronyms(rest).filter(|_| !in_run) {
            run.iter().for_each(|word| push_word(&mut words, word));
            words.push_str(plural);
            rest = &rest[run.iter().map(|word| word.len()).sum::<usize>() + plural.len()..];
            continue;
        }
        let in_capitals = words.ends_with(char::is_uppercase);
        let word = plural(rest).filter(|_| !in_capitals);
        match word {
            Some(word) => push_word(&mut words, word),
            None => words.push(first),
        }
        rest = &rest[word.map_or(first.len_utf8(), str::len)..];
    }
    words
}

fn push_word(words: &mut String, word: &str) {
    let (first, others) = word.split_at(1);
    words.push_str(&first.to_ascii_uppercase());
    words.push_str(&others.to_ascii_lowercase());
}

/// The longest acronym that `rest` starts with and that is not the start of a longer word. `in_run` says whether a
/// capital comes before.
fn acronym(rest: &str, in_run: bool) -> Option<&'static str> {
    let first = rest.bytes().next()?;
    let (from, to) = *BY_FIRST_LETTER.get(usize::from(first))?;
    let mut longest: Option<&str> = None;
    for &acronym in ACRONYMS.get(from..to)? {
        let is_longer = longest.is_none_or(|longest| acronym.len() > longest.len());
        let fits = !(in_run && is_letter_and_word(acronym));
        if is_longer && fits && rest.strip_prefix(acronym).is_some_and(ends_word) {
            longest = Some(acronym);
        }
    }
    longest
}

/// Whether `acronym` is a letter and a word, such as `SKey`. After a capital it is not one: `KMSKey` has no `SKey`.
fn is_letter_and_word(acronym: &str) -> bool {
    let mut bytes = acronym.bytes();
    let capitals = bytes.by_ref().take(2).filter(u8::is_ascii_uppercase).count();
    capitals == 2 && bytes.take(2).filter(u8::is_ascii_lowercase).count() == 2
}

/// The acronyms that the capitals at the start of `rest` consist of, if they are several and nothing else, and the plural
/// s that follows: `VPC` and `CIDR` for `VPCCIDRBlock`.
fn run_of_acronyms(rest: &str) -> Option<(Vec<&'static str>, &str)> {
    const SHORTEST: usize = 4;
    let capitals = rest.bytes().take_while(u8::is_ascii_uppercase).count();
    let after = &rest[capitals..];
    if capitals < SHORTEST || after.starts_with(|after: char| after.is_ascii_digit()) {
        return None;
    }
    let plural = if after.strip_prefix('s').is_some_and(ends_word) {
        &after[..1]
    } else {
        ""
    };
    // The last capital may begin the next word.
    let of_next = usize::from(plural.is_empty() && after.starts_with(char::is_lowercase));
    let words = split_run(&rest[..capitals - of_next])?;
    (words.len() > 1).then_some((words, plural))
}

/// Whether `run`, in small letters, is an acronym of the lists.
#[cfg(feature = "cli")]
pub(crate) fn is_acronym(run: &str) -> bool {
    CAPITALS.binary_search(&run.to_ascii_uppercase().as_str()).is_ok()
}

/// Splits `run` into acronyms of [`CAPITALS`], as few as possible.
fn split_run(run: &str) -> Option<Vec<&'static str>> {
    // The fewest acronyms that end at each letter: how many, and the last of them.
    let mut fewest: Vec<Option<(usize, &'static str)>> = vec![None; run.len() + 1];
    let count = |fewest: &[Option<(usize, &'static str)>], at: usize| match at {
        0 => Some(0),
        at => fewest.get(at).copied().flatten().map(|(count, _)| count),
    };
    for from in 0..run.len() {
        let Some(before) = count(&fewest, from) else {
            continue;
        };
        for &acronym in CAPITALS.iter().filter(|acronym| run[from..].starts_with(**acronym)) {
            let to = from + acronym.len();
            if count(&fewest, to).is_none_or(|count| before + 1 < count)
                && let Some(fewest) = fewest.get_mut(to)
            {
                *fewest = Some((before + 1, acronym));
            }
        }
    }
    let mut words = Vec::new();
    let mut at = run.len();
    while at > 0 {
        let (_, last) = fewest.get(at).copied().flatten()?;
        words.push(last);
        at -= last.len();
    }
    words.reverse();
    Some(words)
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

/// Whether two names differ at most in capitals and underscores: `TcpTime` and `TCPTime`.
pub(crate) fn same_but_spelling(one: &str, other: &str) -> bool {
    let letters = |name: &str| name.replace('_', "").to_lowercase();
    letters(one) == letters(other)
}

#[cfg(test)]
mod tests {
    use super::{ACRONYMS, CAPITALS, snake_case, upper_camel_case};

    #[test]
    fn the_lists_are_sorted() {
        assert!(ACRONYMS.is_sorted());
        assert!(CAPITALS.is_sorted());
        assert!(CAPITALS.iter().all(|acronym| acronym.len() > 1));
    }

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
            ("CVEID", "cve_id"),
            ("VPCCIDRBlock", "vpc_cidr_block"),
            ("BGPIPChannelFlag", "bgp_ip_channel_flag"),
            ("CVEIDs", "cve_ids"),
            ("SECURITY", "security"),
            ("ClusterCAMD5", "cluster_camd5"),
            ("CreateLoRaGateway", "create_lora_gateway"),
            ("AppSKey", "app_skey"),
            ("KMSKeyId", "kms_key_id"),
            ("BlockIPList", "block_ip_list"),
            ("InfoPListMd5", "info_plist_md5"),
            ("TPNSiOSRegion", "tpns_ios_region"),
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
            ("TCPUDP", "TcpUdp"),
        ];
        for (name, expected) in names {
            assert_eq!(upper_camel_case(name), expected, "{name}");
        }
    }
}
