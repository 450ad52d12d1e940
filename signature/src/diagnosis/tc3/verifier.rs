//! Signs candidates and compares them with the signature that was sent.
//!
//! Neighbors in the search share their canonical request, and few signing keys are derived at all: both are kept.

use std::collections::HashMap;

use crate::diagnosis::Effort;
use crate::diagnosis::search::Verifier;
use crate::digest::sha256_hex;
use crate::tc3::recipe::{CanonicalRequest, HashForm, KeyRecipe, Recipe};

/// Blocks that deriving a key hashes: three HMACs of four blocks or five.
const KEY_BLOCKS: u64 = 14;

/// Blocks that an HMAC of a string to sign hashes.
const SIGN_BLOCKS: u64 = 6;

/// Most keys that are kept.
const MAX_KEYS: usize = 4096;

pub(super) struct Tc3Verifier<'s, 'a> {
    signature: &'s [u8],
    blocks_left: u64,
    tried: u64,
    last: Option<(CanonicalRequest<'a>, String)>,
    keys: HashMap<KeyRecipe<'a>, Vec<u8>>,
}

impl<'s, 'a> Tc3Verifier<'s, 'a> {
    pub(super) fn new(signature: &'s [u8], effort: Effort) -> Self {
        Self {
            signature,
            blocks_left: effort.blocks,
            tried: 0,
            last: None,
            keys: HashMap::new(),
        }
    }

    pub(super) fn tried(&self) -> u64 {
        self.tried
    }

    fn spend(&mut self, blocks: u64) -> Option<()> {
        self.blocks_left = self.blocks_left.checked_sub(blocks)?;
        Some(())
    }

    /// The hash of the canonical request.
    fn hash(&mut self, canonical: &CanonicalRequest<'a>) -> Option<&str> {
        let is_last = self.last.as_ref().is_some_and(|(last, _)| last.is_same(canonical));
        if !is_last {
            self.spend(blocks(canonical.size()))?;
            let hash = sha256_hex(canonical.text().as_bytes());
            self.last = Some((*canonical, hash));
        }
        self.last.as_ref().map(|(_, hash)| hash.as_str())
    }

    fn derive(&mut self, key: &KeyRecipe<'a>) -> Option<()> {
        if self.keys.contains_key(key) {
            return Some(());
        }
        self.spend(KEY_BLOCKS)?;
        if self.keys.len() >= MAX_KEYS {
            self.keys.clear();
        }
        self.keys.insert(*key, key.derive().signing);
        Some(())
    }
}

impl<'a> Verifier<Recipe<'a>> for Tc3Verifier<'_, 'a> {
    fn verify(&mut self, recipe: &Recipe<'a>) -> Option<bool> {
        self.spend(SIGN_BLOCKS)?;
        self.derive(&recipe.key)?;
        let to_sign = if recipe.to_sign.hash == HashForm::LowerHex {
            let hash = self.hash(&recipe.canonical)?;
            recipe.to_sign.with_hash(hash)
        } else {
            self.spend(2 * blocks(recipe.canonical.size()))?;
            recipe.to_sign.text(&recipe.canonical.text())
        };
        self.tried += 1;
        let key = self.keys.get(&recipe.key)?;
        Some(recipe.key.sign(key, &to_sign) == self.signature)
    }
}

/// Blocks of 64 bytes, and one for the end.
fn blocks(bytes: usize) -> u64 {
    u64::try_from(bytes / 64 + 1).unwrap_or(u64::MAX)
}
