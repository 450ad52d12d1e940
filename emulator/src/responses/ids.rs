//! IDs that look like the service's. They are new each time, but not unguessable.

use fastrand::Rng;

/// `19a021f8-dff3-4890-8e7a-ed5054e22e49`: a UUID of version 4.
pub(crate) fn request_id() -> String {
    uuid(fastrand::u128(..))
}

/// A UUID of version 4 of random bits.
pub(crate) fn uuid(mut bits: u128) -> String {
    bits = bits & !(0xf << 76) | 0x4 << 76;
    bits = bits & !(0x3 << 62) | 0x2 << 62;
    let mut text = String::with_capacity(36);
    for (place, byte) in bits.to_be_bytes().into_iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let digits = [byte >> 4, byte & 0xf].map(|digit| char::from_digit(u32::from(digit), 16));
        text.extend(digits.into_iter().flatten());
    }
    text
}

/// `lg-negxun2x`: the ID of a resource.
pub(crate) fn resource_id(rng: &mut Rng, prefix: &str, length: usize) -> String {
    let suffix = std::iter::repeat_with(|| rng.digit(36).to_ascii_lowercase()).take(length);
    format!("{prefix}-{}", suffix.collect::<String>())
}

/// The prefix of `text`, if it is the ID of a resource.
///
/// `ap-shanghai` looks like one, so a suffix without a digit counts only if `is_id` says that the member holds IDs.
pub(crate) fn prefix_of_resource_id(text: &str, is_id: bool) -> Option<&str> {
    let (prefix, suffix) = text.rsplit_once('-')?;
    let has_shape =
        suffix.len() == SUFFIX_LENGTH && suffix.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let new_each_time = is_id || suffix.bytes().any(|b| b.is_ascii_digit());
    (!prefix.is_empty() && has_shape && new_each_time).then_some(prefix)
}

/// The length of the random part of most IDs.
pub(crate) const SUFFIX_LENGTH: usize = 8;

#[cfg(test)]
mod tests {
    use fastrand::Rng;

    use super::{SUFFIX_LENGTH, prefix_of_resource_id, request_id, resource_id};

    #[test]
    fn a_request_id_is_a_uuid_of_version_4() {
        let id = request_id();
        let lengths: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12], "{id}");
        assert_eq!(&id[14..15], "4", "{id}");
        assert!("89ab".contains(&id[19..20]), "{id}");
        assert_ne!(id, request_id());
        let known = 0x19a0_21f8_dff3_4890_8e7a_ed50_54e2_2e49;
        assert_eq!(super::uuid(known), "19a021f8-dff3-4890-8e7a-ed5054e22e49");
        assert_eq!(super::uuid(0), "00000000-0000-4000-8000-000000000000");
    }

    #[test]
    fn a_resource_id_keeps_its_prefix() {
        let id = resource_id(&mut Rng::new(), "lg", SUFFIX_LENGTH);
        assert_eq!(prefix_of_resource_id(&id, true), Some("lg"), "{id}");
        assert_eq!(prefix_of_resource_id("lg-negxun2x", false), Some("lg"));
        assert_eq!(prefix_of_resource_id("link-negxunzx", true), Some("link"));
    }

    #[test]
    fn a_region_is_not_a_resource_id() {
        for text in [
            "ap-shanghai",
            "ap-guangzhou",
            "Guangzhou",
            "-12345678",
            "lg-NEGXUN2X",
            "",
        ] {
            assert_eq!(prefix_of_resource_id(text, false), None, "{text}");
        }
    }
}
