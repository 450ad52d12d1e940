//! Mistakes of version 1, each of which makes another signature.

use super::{KnownMistake, mistake};

pub(in crate::diagnosis) const V1: &[KnownMistake] = &[
    mistake(
        "v1-hash-other",
        "Another hash signed",
        "the signature is {signed}, and SignatureMethod says {sent}, which is HmacSHA1 if it is absent",
        "name the hash that signs in SignatureMethod, and sign that parameter too",
    ),
    mistake(
        "v1-method-other",
        "Another HTTP method was signed",
        "the signature covers the method {signed}, and the request is a {sent}",
        "begin the string to sign with the method that is sent, in upper case",
    ),
    mistake(
        "v1-host-without-port",
        "The host was signed without its port",
        "the signature covers the host `{signed}` without its port, and the request was sent to `{sent}`",
        "sign the value of the header Host",
    ),
    mistake(
        "v1-host-other",
        "Another host was signed",
        "the signature covers the host `{signed}`, and the request was sent to `{sent}`",
        "sign the value of the header Host as it is sent",
    ),
    mistake(
        "v1-host-missing",
        "The host was not signed",
        "the string to sign has no host after the method",
        "put method, host, path, a question mark and the parameters together, with nothing between them",
    ),
    mistake(
        "v1-path-other",
        "Another path was signed",
        "the signature covers the path `{signed}`, and the request was sent to `{sent}`",
        "the path is `/`; that of version 2 of the API was /v2/index.php",
    ),
    mistake(
        "v1-question-mark-missing",
        "The question mark is missing",
        "the string to sign has no question mark between path and parameters",
        "put `?` between path and parameters, in a POST too",
    ),
    mistake(
        "v1-separator-missing",
        "The parameters were signed without & between them",
        "the string to sign has nothing between the parameters",
        "join the parameters with &",
    ),
    mistake(
        "v1-order",
        "The parameters were signed in another order",
        "the signature covers the parameters {signed}; they are sorted by the bytes of their names",
        "sort the parameters by the bytes of their names: Names.10 precedes Names.2",
    ),
    mistake(
        "v1-values-escaped",
        "Escaped values were signed",
        "the signature covers the values as they are escaped for the request; they are signed unescaped",
        "sign the values first, and escape them afterwards, the signature too",
    ),
    mistake(
        "v1-booleans",
        "Booleans were signed in another case",
        "the signature covers {signed} where the request has {sent}. The asynchronous client of Tencent Cloud's SDK for \
         Python signs True so in a GET",
        "sign the values that are sent. With that client, send a POST, or set `signMethod` to TC3-HMAC-SHA256",
    ),
    mistake(
        "v1-values-blank",
        "Values were signed without the blanks around them",
        "the signature covers values without the blanks around them, which were sent",
        "sign the values as they are sent",
    ),
    mistake(
        "v1-undefined",
        "Values that are not set were sent as words",
        "the signature covers an empty value where the request has undefined, null or None",
        "leave out parameters that have no value before signing",
    ),
    mistake(
        "v1-plus",
        "A plus sign became a blank",
        "the signature covers `{signed}` in values where the request has `{sent}`: a plus sign that is not escaped is a blank",
        "escape + as %2B in the values, and a blank as %20",
    ),
    mistake(
        "v1-signature-plus",
        "The signature was sent without escapes",
        "the signature is right, but its + came as a blank: it was sent without escapes",
        "escape the signature as every value: + is %2B, / is %2F, = is %3D",
    ),
    mistake(
        "v1-signature-escaped-twice",
        "The signature was escaped twice",
        "the signature is right, but it still has escapes after it was unescaped",
        "escape the signature once: an HTTP client that takes parameters does it itself",
    ),
    mistake(
        "v1-signature-method-left-out",
        "SignatureMethod was sent and not signed",
        "the signature does not cover the parameter SignatureMethod, which was sent",
        "add SignatureMethod before signing",
    ),
    mistake(
        "v1-parameter-left-out",
        "A parameter was sent and not signed",
        "the signature does not cover the parameter `{sent}`",
        "sign every parameter but Signature",
    ),
    mistake(
        "v1-empty-left-out",
        "Empty parameters were sent and not signed",
        "the signature does not cover the parameters that are empty",
        "sign every parameter that is sent, also an empty one: `Name=`",
    ),
    mistake(
        "v1-signature-included",
        "The parameter Signature was signed",
        "the signature covers an empty parameter Signature",
        "leave Signature out of the string to sign",
    ),
    mistake(
        "v1-full-stops",
        "Full stops were signed as underscores",
        "the signature covers `_` where the names of parameters have `.`",
        "sign the names as they are sent: Filters.0.Name",
    ),
    mistake(
        "v1-line-feeds",
        "Lines were signed",
        "the string to sign has line feeds between method, host, path and parameters",
        "put method, host, path, a question mark and the parameters together, with nothing between them",
    ),
    mistake(
        "v1-prefix",
        "TC3 precedes the key",
        "the signature was made with TC3 before the secret key, as TC3-HMAC-SHA256 does",
        "sign with the secret key alone in version 1",
    ),
    mistake(
        "v1-signature-hex",
        "The signature is in hexadecimal",
        "the signature is right, but in hexadecimal; it is sent in base64",
        "write the bytes of the HMAC in base64",
    ),
    mistake(
        "v1-signature-base64-of-hex",
        "The hexadecimal digits are in base64",
        "the signature is the base64 of hexadecimal digits; it is the base64 of the bytes",
        "write the bytes of the HMAC in base64, not their hexadecimal text",
    ),
];
