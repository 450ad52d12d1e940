//! What a signature of version 1 is made of: every choice of a signer, the documented one and those of a mistaken signer.

use std::cmp::Ordering;

use super::Pair;
use crate::Algorithm;
use crate::digest::{hmac_sha1, hmac_sha256};
use crate::query::{escape, unescape_percent};

/// Everything that decides a signature. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Recipe<'a> {
    pub(crate) method: &'a str,
    pub(crate) host: &'a str,
    pub(crate) path: &'a str,
    /// What is between path and parameters.
    pub(crate) mark: &'a str,
    pub(crate) separator: &'a str,
    /// What is between method, host and path.
    pub(crate) joint: &'a str,
    pub(crate) pairs: &'a [Pair],
    pub(crate) order: Order,
    pub(crate) names: Names,
    pub(crate) values: Values,
    pub(crate) left_out: LeftOut<'a>,
    pub(crate) algorithm: Algorithm,
    pub(crate) prefix: &'a str,
    pub(crate) secret: &'a str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// By the bytes of the names.
    Documented,
    AsSent,
    WithoutCase,
    /// `Names.2` before `Names.10`.
    Natural,
    /// By `name=value`.
    Pairs,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    AsSent,
    /// A full stop for each underscore, as an official client signs; services accept both.
    FullStops,
    /// An underscore for each full stop.
    Underscores,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Values {
    Plain,
    /// As they are escaped in the request.
    Raw,
    /// Escaped, with `%20` for a blank.
    Escaped,
    /// Escaped, with `+` for a blank.
    EscapedWithPlus,
    /// `True` and `False` where the request has `true` and `false`.
    CapitalBooleans,
    /// `true` and `false` where the request has `True` and `False`.
    LowerBooleans,
    /// `1` and `0` where the request has `true` and `false`.
    NumericBooleans,
    /// A plus sign that was not escaped, and so became a blank.
    PlusForBlank,
    /// A blank where the request has an escaped plus sign.
    BlankForPlus,
    Trimmed,
    /// Nothing where the request has `undefined`, `null` or `None`.
    EmptyForUndefined,
}

/// The parameters that are not signed, in addition to `Signature`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LeftOut<'a> {
    Nothing,
    Named(&'a str),
    Empty,
    /// Not even `Signature`, which is empty when it is signed.
    NotEvenSignature,
}

impl Recipe<'_> {
    pub(crate) fn string_to_sign(&self) -> String {
        let mut pairs: Vec<&Pair> = self.pairs.iter().filter(|pair| self.covers(pair)).collect();
        match self.order {
            Order::Documented => pairs.sort_by(|one, other| one.name.cmp(&other.name)),
            Order::AsSent => {}
            Order::WithoutCase => {
                pairs.sort_by_key(|pair| pair.name.to_lowercase());
            }
            Order::Natural => pairs.sort_by(|one, other| natural(&one.name, &other.name)),
            Order::Pairs => pairs.sort_by_key(|pair| format!("{}={}", pair.name, pair.value)),
        }
        let parameters: Vec<String> = pairs.into_iter().map(|pair| self.parameter(pair)).collect();
        let parts = [self.method, self.host, self.path].into_iter();
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        let (joint, mark) = (self.joint, self.mark);
        format!("{}{mark}{}", parts.join(joint), parameters.join(self.separator))
    }

    fn covers(&self, pair: &Pair) -> bool {
        match self.left_out {
            LeftOut::NotEvenSignature => true,
            _ if pair.name == "Signature" => false,
            LeftOut::Nothing => true,
            LeftOut::Named(name) => pair.name != name,
            LeftOut::Empty => !pair.value.is_empty(),
        }
    }

    fn parameter(&self, pair: &Pair) -> String {
        let name = match self.names {
            Names::AsSent => pair.name.clone(),
            Names::FullStops => pair.name.replace('_', "."),
            Names::Underscores => pair.name.replace('.', "_"),
        };
        if pair.name == "Signature" {
            return format!("{name}=");
        }
        let value = &pair.value;
        let value = match (self.values, value.as_str()) {
            (Values::Plain, _) => value.clone(),
            (Values::Raw, _) => return format!("{}={}", pair.raw_name, pair.raw_value),
            (Values::Escaped, _) => escape(value, "-_.~", "%20"),
            (Values::EscapedWithPlus, _) => escape(value, "-_.*", "+"),
            (Values::CapitalBooleans, "true") => "True".to_owned(),
            (Values::CapitalBooleans, "false") => "False".to_owned(),
            (Values::LowerBooleans, "True") => "true".to_owned(),
            (Values::LowerBooleans, "False") => "false".to_owned(),
            (Values::NumericBooleans, "true") => "1".to_owned(),
            (Values::NumericBooleans, "false") => "0".to_owned(),
            (Values::PlusForBlank, _) => unescape_percent(&pair.raw_value),
            (Values::BlankForPlus, _) => value.replace('+', " "),
            (Values::EmptyForUndefined, "undefined" | "null" | "None") => String::new(),
            (Values::Trimmed, _) => value.trim().to_owned(),
            _ => value.clone(),
        };
        format!("{name}={value}")
    }

    /// The bytes of the signature.
    pub(crate) fn sign(&self, text: &str) -> Vec<u8> {
        let key = format!("{}{}", self.prefix, self.secret);
        match self.algorithm {
            Algorithm::HmacSha1 => hmac_sha1(key.as_bytes(), text).to_vec(),
            Algorithm::HmacSha256 | Algorithm::Tc3 => hmac_sha256(key.as_bytes(), text.as_bytes()).to_vec(),
        }
    }

    /// Bytes that the string to sign has, about.
    pub(crate) fn size(&self) -> usize {
        let pairs = self
            .pairs
            .iter()
            .map(|pair| pair.raw_name.len() + pair.raw_value.len() + 2);
        pairs.sum::<usize>() + self.host.len() + self.path.len() + 8
    }
}

/// Compares names with the numbers in them as numbers.
fn natural(one: &str, other: &str) -> Ordering {
    let (mut ones, mut others) = (one.split('.'), other.split('.'));
    loop {
        let order = match (ones.next(), others.next()) {
            (Some(one), Some(other)) => match (one.parse::<u64>(), other.parse::<u64>()) {
                (Ok(one), Ok(other)) => one.cmp(&other),
                _ => one.cmp(other),
            },
            (one, other) => return one.cmp(&other),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}
