//! Hashes as hexadecimal text.

/// The two digits of each byte.
static PAIRS: [[u8; 2]; 256] = pairs();

const fn pairs() -> [[u8; 2]; 256] {
    let digits = b"0123456789abcdef";
    let mut pairs = [[0; 2]; 256];
    let mut byte = 0;
    while byte < pairs.len() {
        pairs[byte] = [digits[byte >> 4], digits[byte & 0xf]];
        byte += 1;
    }
    pairs
}

/// Formats a hash as 64 lowercase hexadecimal digits.
pub(super) fn hex(hash: &[u8; 32]) -> String {
    let text = hash.map(|byte| PAIRS[usize::from(byte)]);
    str::from_utf8(text.as_flattened()).unwrap_or_default().to_owned() // digits are text
}
