//! Mistakes that are read off a request, without a key.

use super::{KnownMistake, mistake};

pub(in crate::diagnosis) const FACTS: &[KnownMistake] = &[
    mistake(
        "not-signed",
        "The request is not signed",
        "there is neither a header Authorization nor a parameter Signature",
        "sign the request; a proxy or an HTTP client that follows redirects may have removed the header",
    ),
    mistake(
        "authorization-malformed",
        "The header Authorization cannot be read",
        "{sent}",
        "write `Authorization: TC3-HMAC-SHA256 Credential=<SecretId>/<date>/<service>/tc3_request, \
         SignedHeaders=content-type;host, Signature=<hex>`",
    ),
    mistake(
        "aws-names",
        "The names are those of AWS",
        "Authorization has `{sent}`, which is a name of Amazon's signature version 4",
        "the algorithm is TC3-HMAC-SHA256, the key begins with TC3, and the scope ends with tc3_request",
    ),
    mistake(
        "terminator-missing",
        "The scope does not end with tc3_request",
        "Credential is `{sent}`; after the service it ends with `/tc3_request`",
        "write `Credential=<SecretId>/<date>/<service>/tc3_request`",
    ),
    mistake(
        "signed-headers-order",
        "SignedHeaders is not in order",
        "SignedHeaders is `{sent}`; its names are in lower case, in ascending order and each once: `{signed}`",
        "sort the names, in the header and in the canonical request",
    ),
    mistake(
        "signed-headers-case",
        "SignedHeaders has upper case",
        "SignedHeaders is `{sent}`; its names are in lower case, in ascending order and each once: `{signed}`",
        "write the names in lower case, in the header and in the canonical request",
    ),
    mistake(
        "header-not-signed",
        "A header that must be signed is not",
        "SignedHeaders lacks `{sent}`",
        "sign content-type and host, always",
    ),
    mistake(
        "signed-header-absent",
        "A signed header was not sent",
        "SignedHeaders names `{sent}`, which the request does not carry",
        "sign only what is sent; a proxy or the HTTP client may have removed the header",
    ),
    mistake(
        "content-type-absent",
        "Content-Type was not sent",
        "the request carries no Content-Type, which is always signed",
        "set Content-Type before signing, for a GET too: application/x-www-form-urlencoded",
    ),
    mistake(
        "payload-hash-header",
        "X-TC-Content-SHA256 is not the hash of the body",
        "X-TC-Content-SHA256 is `{sent}`; expected UNSIGNED-PAYLOAD, or the SHA-256 of the body as it was received, {signed}",
        "leave the header out, or make it of the bytes that are sent",
    ),
    mistake(
        "body-not-utf8",
        "The body is not UTF-8",
        "the body is JSON in another encoding than UTF-8, such as GBK",
        "encode the body in UTF-8 before it is signed and sent",
    ),
    mistake(
        "timestamp-missing",
        "The time is missing",
        "{sent} is missing; it carries the signed time in Unix seconds",
        "send the time that was signed",
    ),
    mistake(
        "timestamp-malformed",
        "The time is not a number of seconds",
        "the time is `{sent}`; expected whole seconds since 1970",
        "send the time in Unix seconds, as UTC has them",
    ),
    mistake(
        "timestamp-milliseconds",
        "The time is in milliseconds",
        "the time is {sent}, which are milliseconds; expected the seconds {signed}",
        "divide by 1000 and leave out the rest, in the string to sign too",
    ),
    mistake(
        "timestamp-old",
        "The time is too old",
        "the time is {sent}; at most 300 s are allowed",
        "sign again for each attempt; if it was new, set the clock of the machine (NTP)",
    ),
    mistake(
        "timestamp-ahead",
        "The time is ahead",
        "the time is {sent}; at most 300 s are allowed",
        "set the clock of the machine (NTP), and take the time as UTC has it",
    ),
    mistake(
        "date-of-another-zone",
        "The date is that of another time zone",
        "the credential scope's date is `{sent}`; expected {signed}, the UTC date of the time",
        "take the date of the timestamp in UTC, not the local one",
    ),
    mistake(
        "date-other",
        "The date is not that of the time",
        "the credential scope's date is `{sent}`; expected {signed}, the UTC date of the time",
        "make the date of the timestamp that is sent, in UTC, as 2019-02-25; derive the key again each day",
    ),
    mistake(
        "service-not-of-host",
        "The scope names another service than the host",
        "the credential scope names the service `{sent}`, the host names `{signed}`",
        "sign for the first label of the host below tencentcloudapi.com",
    ),
    mistake(
        "service-of-address",
        "The service was taken from an address",
        "the credential scope names the service `{sent}`, which is the first label of the host `{signed}`",
        "a client that takes the service from its endpoint needs the service's own host; give its HTTP agent or a \
         hosts file the address instead",
    ),
    mistake(
        "secret-id-unknown",
        "The SecretId is none of the keys at hand",
        "the request is signed for the SecretId `{sent}`, and no key at hand has it",
        "give the key of that SecretId, or sign with the one that you mean",
    ),
    mistake(
        "secret-id-is-key",
        "SecretId and SecretKey are swapped",
        "the request gives a secret key where the SecretId belongs: it was sent in the clear, to whoever the host is",
        "swap the two, and replace this key: it is in the logs of what is between",
    ),
    mistake(
        "secret-id-blank",
        "The SecretId has a blank or a quote around it",
        "the SecretId is `{sent}`; the key's is `{signed}`",
        "trim the SecretId where it is read",
    ),
    mistake(
        "action-missing",
        "The action is missing",
        "{sent} is missing; it carries the action's name",
        "send the name of the action, such as DescribeInstances",
    ),
    mistake(
        "version-missing",
        "The version is missing",
        "{sent} is missing; it carries the API's version",
        "send the version of the service's API, such as 2017-03-12",
    ),
    mistake(
        "token-missing",
        "The token is missing",
        "the key is a temporary credential's, and the request does not carry its token in {sent}",
        "send the token that came with the key",
    ),
    mistake(
        "token-other",
        "The token is not that of the key",
        "{sent} is not the token of this temporary credential",
        "take key and token of one credential: those of two that were renewed do not fit",
    ),
    mistake(
        "token-unexpected",
        "A token came with a key that has none",
        "{sent} came with a SecretId that is not a temporary credential's",
        "leave the token out, or take the key that it came with",
    ),
    mistake(
        "nonce-missing",
        "Nonce is missing",
        "the parameter Nonce is missing; version 1 signs a positive number, another each time",
        "send and sign a positive whole number",
    ),
    mistake(
        "nonce-malformed",
        "Nonce is not a positive number",
        "Nonce is `{sent}`; expected a positive whole number",
        "send and sign a positive whole number",
    ),
    mistake(
        "secret-id-missing",
        "SecretId is missing",
        "the parameter SecretId is missing; it carries the ID of the key that signed",
        "send and sign SecretId",
    ),
    mistake(
        "signature-method-unknown",
        "SignatureMethod is unknown",
        "SignatureMethod is `{sent}`; expected HmacSHA1 or HmacSHA256",
        "name the hash that signs, or use TC3-HMAC-SHA256 in the header Authorization",
    ),
    mistake(
        "form-content-type",
        "A form was sent as another type",
        "the body is a form that is signed in version 1, and Content-Type is `{sent}`",
        "send it as application/x-www-form-urlencoded, or sign with TC3",
    ),
    mistake(
        "parameter-repeated",
        "A parameter was sent twice",
        "the parameter `{sent}` is given twice",
        "send each parameter once",
    ),
];
