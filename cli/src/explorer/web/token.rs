//! The secret of a session: who has it may make calls.
//!
//! It is in the fragment of the address, which browsers neither send nor pass on as a referrer, and comes back in the
//! header `Authorization`. There is no cookie, so a page of another site has nothing to make a request with.

use base64ct::{Base64UrlUnpadded, Encoding};
use subtle::ConstantTimeEq;

const BYTES: usize = 32;

/// 256 bits, in base64url.
pub(in crate::explorer) struct Token(String);

impl Token {
    /// Makes a token of the system's random numbers.
    ///
    /// # Errors
    /// If the system has none.
    pub(in crate::explorer) fn random() -> Result<Self, String> {
        random::<BYTES>().map(Self)
    }

    pub(in crate::explorer) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the value of a header `Authorization` has this token.
    pub(in crate::explorer) fn is_in(&self, authorization: &[u8]) -> bool {
        let given = authorization.strip_prefix(b"Bearer ").unwrap_or_default();
        given.ct_eq(self.0.as_bytes()).into()
    }
}

/// So many random bytes, in base64url.
///
/// # Errors
/// If the system has no random numbers.
pub(in crate::explorer) fn random<const N: usize>() -> Result<String, String> {
    let mut bytes = [0; N];
    let provider = rustls::crypto::ring::default_provider();
    let filled = provider.secure_random.fill(&mut bytes);
    filled.map_err(|_| "the system has no random numbers".to_owned())?;
    Ok(Base64UrlUnpadded::encode_string(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_token_is_accepted() {
        let token = Token::random().unwrap();
        assert_eq!(token.as_str().len(), 43);
        let header = format!("Bearer {}", token.as_str());
        assert!(token.is_in(header.as_bytes()));
        assert!(!token.is_in(&header.as_bytes()[..header.len() - 1]));
        assert!(!token.is_in(token.as_str().as_bytes()));
        assert!(!token.is_in(b"Bearer ") && !token.is_in(b""));
        assert_ne!(token.as_str(), Token::random().unwrap().as_str());
    }
}
