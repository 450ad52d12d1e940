//! Hashes as hexadecimal text.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Formats a hash as 64 lowercase hexadecimal digits.
pub(super) fn hex(hash: &[u8; 32]) -> String {
    let mut text = vec![0; 64];
    for (pair, byte) in text.chunks_exact_mut(2).zip(hash) {
        let digit = |nibble: u8| DIGITS[usize::from(nibble & 0xf)];
        pair.copy_from_slice(&[digit(byte >> 4), digit(*byte)]);
    }
    String::from_utf8(text).unwrap_or_default() // digits are text
}
