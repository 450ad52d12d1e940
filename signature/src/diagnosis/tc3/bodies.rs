//! The hashes of bodies that a client may have signed in place of the one that was sent.

use super::json_style::{Escapes, Node, Spacing, Style, read};
use crate::Request;
use crate::digest::{sha256, sha256_hex};
use crate::tc3::UNSIGNED_PAYLOAD;
use crate::tc3::recipe::base64;

/// A body that may have been signed.
pub(super) struct OtherBody {
    pub(super) id: &'static str,
    pub(super) cost: u8,
    /// How it was signed, for a message.
    pub(super) signed: String,
    pub(super) sent: String,
    /// What ends the canonical request.
    pub(super) payload: String,
}

/// Collects bodies until the budget of hashed bytes is used up.
pub(super) struct Bodies {
    found: Vec<OtherBody>,
    /// Bytes that may still be hashed.
    left: usize,
    as_sent: String,
}

impl Bodies {
    /// The other bodies of a request whose own hash is `as_sent`. At most `budget` bytes are hashed.
    pub(super) fn of(request: &Request, as_sent: &str, budget: usize) -> Vec<OtherBody> {
        let mut bodies = Self {
            found: Vec::new(),
            left: budget,
            as_sent: as_sent.to_owned(),
        };
        let body = request.body.as_deref().unwrap_or_default();
        bodies.words(body, request.query());
        if body.len() > bodies.left {
            // Even one copy would cost more than there is.
            return bodies.found;
        }
        bodies.line_ends(body);
        if let Ok(text) = std::str::from_utf8(body) {
            bodies.json(text);
            bodies.charsets(text);
        }
        bodies.hash_forms(body);
        bodies.found
    }

    fn add(&mut self, id: &'static str, cost: u8, signed: &str, body: &[u8]) {
        self.add_sent(id, cost, signed, "", body);
    }

    fn add_sent(&mut self, id: &'static str, cost: u8, signed: &str, sent: &str, body: &[u8]) {
        let Some(left) = self.left.checked_sub(body.len() + 64) else {
            return;
        };
        self.left = left;
        self.add_payload(id, cost, signed, sent, sha256_hex(body));
    }

    fn add_payload(&mut self, id: &'static str, cost: u8, signed: &str, sent: &str, payload: String) {
        let is_known = self.found.iter().any(|other| other.payload == payload);
        if payload == self.as_sent || is_known {
            return;
        }
        self.found.push(OtherBody {
            id,
            cost,
            signed: signed.to_owned(),
            sent: sent.to_owned(),
            payload,
        });
    }

    /// Bodies that do not depend on the one that was sent.
    fn words(&mut self, body: &[u8], query: &str) {
        let sent = match body {
            b"" => "an empty one",
            b"{}" => "{}",
            b"null" => "null",
            _ => "",
        };
        if sent.is_empty() {
            self.add("body-left-out", 1, "", b"");
            self.add("body-empty-object", 2, "{}", b"{}");
        } else {
            self.add_sent("body-empty-object", 1, "an empty one", sent, b"");
            self.add_sent("body-empty-object", 1, "{}", sent, b"{}");
        }
        for word in ["null", "[]", "\"\"", "\"{}\""] {
            self.add_sent("body-empty-object", 2, word, sent, word.as_bytes());
        }
        self.add("payload-unsigned", 1, "", UNSIGNED_PAYLOAD.as_bytes());
        self.add("payload-signed", 1, "", body);
        if !query.is_empty() {
            self.add("body-hash-of-query", 2, "", query.as_bytes());
        }
    }

    fn line_ends(&mut self, body: &[u8]) {
        const ID: &str = "body-line-feed";

        let trimmed = body.trim_ascii_end();
        let without_marks = body.strip_prefix("\u{feff}".as_bytes());
        if let Some(without) = without_marks {
            self.add("body-charset", 2, "without a byte order mark, which was sent", without);
        }
        if body.is_empty() {
            return;
        }
        self.add(ID, 1, "without the line feed or blanks at its end", trimmed);
        self.add(ID, 1, "with a line feed at its end", &[trimmed, b"\n"].concat());
        self.add(ID, 2, "with CR LF at its end", &[trimmed, b"\r\n"].concat());
        if body.contains(&b'\r') {
            let lines: Vec<u8> = body.iter().copied().filter(|byte| *byte != b'\r').collect();
            self.add(
                ID,
                1,
                "with LF at the ends of its lines, and it was sent with CR LF",
                &lines,
            );
        } else if body.contains(&b'\n') {
            let lines: Vec<&[u8]> = body.split(|byte| *byte == b'\n').collect();
            self.add(
                ID,
                1,
                "with CR LF at the ends of its lines, and it was sent with LF",
                &lines.join(&b"\r\n"[..]),
            );
            let joined: Vec<u8> = body.iter().copied().filter(|byte| *byte != b'\n').collect();
            self.add(ID, 1, "with line feeds, and it was sent without", &joined);
        }
        self.add(
            "body-charset",
            2,
            "with a byte order mark",
            &["\u{feff}".as_bytes(), body].concat(),
        );
    }

    fn json(&mut self, text: &str) {
        if text.len() * 16 > self.left {
            return;
        }
        let text = text.trim_start_matches('\u{feff}');
        if let Some(tree) = read(text) {
            self.styles(text, &tree);
        }
        if let Ok(quoted) = serde_json::to_string(text) {
            self.add("body-quoted", 2, "", quoted.as_bytes());
        }
    }

    /// The JSON as other writers write it, first with one change and then with two and three.
    fn styles(&mut self, text: &str, tree: &Node<'_>) {
        const SPACINGS: [(Spacing, &str); 7] = [
            (Spacing::Compact, "without blanks between its parts"),
            (Spacing::Blanks, "with a blank after each comma and colon"),
            (Spacing::Indented(2), "in lines that are indented by two blanks"),
            (Spacing::Indented(4), "in lines that are indented by four blanks"),
            (Spacing::Tabs, "in lines that are indented by tabs"),
            (
                Spacing::IndentedBeforeColon,
                "in indented lines, with a blank before each colon",
            ),
            (Spacing::Indented(0), "in lines that are not indented"),
        ];
        const ESCAPES: [(Escapes, &str); 5] = [
            (Escapes::AsTheyAre, ""),
            (Escapes::Ascii, r"with \u escapes for what is not ASCII"),
            (Escapes::Utf8, r"with characters where \u escapes were possible"),
            (Escapes::Html, r"with \u003c, \u003e and \u0026 for <, > and &"),
            (Escapes::Slashes, r"with \/ for each slash, and \u escapes"),
        ];
        let as_it_is = |spacing| Style {
            spacing,
            escapes: Escapes::AsTheyAre,
            is_sorted: false,
        };
        let mut spacings = SPACINGS.iter().map(|(spacing, _)| *spacing);
        let own = spacings.find(|spacing| tree.write(as_it_is(*spacing)) == text);
        self.left = self.left.saturating_sub(SPACINGS.len() * text.len());
        let mut styles: Vec<(u8, &'static str, String, Style)> = Vec::new();
        for (spacing, of_spacing) in SPACINGS {
            for (escapes, of_escapes) in ESCAPES {
                for is_sorted in [false, true] {
                    let style = Style {
                        spacing,
                        escapes,
                        is_sorted,
                    };
                    let changes = [
                        if own == Some(spacing) { "" } else { of_spacing },
                        of_escapes,
                        if is_sorted {
                            "with its members sorted by name"
                        } else {
                            ""
                        },
                    ];
                    let id = match changes {
                        [_, "", ""] if matches!(spacing, Spacing::Compact | Spacing::Blanks) => "body-spacing",
                        [_, "", ""] => "body-pretty-printed",
                        ["", _, ""] => "body-escapes",
                        ["", "", _] => "body-member-order",
                        _ => "body-rewritten",
                    };
                    let given: Vec<&str> = changes.into_iter().filter(|change| !change.is_empty()).collect();
                    let cost = u8::try_from(given.len()).unwrap_or(u8::MAX);
                    styles.push((cost, id, given.join(", "), style));
                }
            }
        }
        styles.sort_by_key(|(cost, ..)| *cost);
        for (cost, id, signed, style) in styles {
            // Writing a body takes as long as hashing it.
            let Some(left) = self.left.checked_sub(2 * (text.len() + 64)) else {
                break;
            };
            self.left = left + text.len();
            self.add(id, cost, &signed, tree.write(style).as_bytes());
        }
    }

    fn charsets(&mut self, text: &str) {
        if text.len() * 4 > self.left || text.is_ascii() {
            return;
        }
        let marks: String = text
            .chars()
            .map(|letter| if letter.is_ascii() { letter } else { '?' })
            .collect();
        self.add("body-charset", 2, "with `?` for what is not ASCII", marks.as_bytes());
        let twice: String = text.bytes().map(char::from).collect();
        self.add(
            "body-charset",
            2,
            "with its UTF-8 encoded in UTF-8 again",
            twice.as_bytes(),
        );
        let units = |to_bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to_bytes).collect::<Vec<u8>>();
        self.add("body-charset", 3, "in UTF-16", &units(u16::to_le_bytes));
    }

    fn hash_forms(&mut self, body: &[u8]) {
        self.add_payload("body-hash-upper-case", 1, "", "", self.as_sent.to_uppercase());
        let Some(left) = self.left.checked_sub(body.len()) else {
            return;
        };
        self.left = left;
        self.add_payload("body-hash-base64", 2, "", "", base64(&sha256(body)));
        if let Ok(text) = std::str::from_utf8(body)
            && body.len() < 16 * 1024
        {
            self.add_payload("body-not-hashed", 2, "", "", text.to_owned());
        }
    }
}
