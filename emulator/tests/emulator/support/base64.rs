//! Base64, implemented for the tests alone.

const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(crate) fn decode(text: &str) -> Vec<u8> {
    let digits = text.trim_end_matches('=').bytes();
    let digits: Vec<usize> = digits
        .map(|digit| ALPHABET.iter().position(|known| *known == digit).expect("a digit"))
        .collect();
    let bytes = digits.chunks(4).flat_map(|group| {
        let bits = group
            .iter()
            .enumerate()
            .fold(0, |bits, (index, digit)| bits | digit << (18 - 6 * index));
        (1..group.len()).map(move |byte| (bits >> (24 - 8 * byte) & 0xff) as u8)
    });
    bytes.collect()
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    let digit = |bits: u32, index: usize| char::from(ALPHABET[(bits >> (18 - 6 * index) & 0x3f) as usize]);
    let groups = bytes.chunks(3).map(|group| {
        let bits = (0..3).fold(0, |bits, index| {
            bits << 8 | u32::from(group.get(index).copied().unwrap_or_default())
        });
        let digits: String = (0..=group.len()).map(|index| digit(bits, index)).collect();
        format!("{digits:=<4}")
    });
    groups.collect()
}
