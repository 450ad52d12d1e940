//! PHP: by the generic client of the official SDK, and by PHP alone where that client cannot make the call.
//!
//! `CommonClient::callJson` encodes an array, so it cannot send integers above 2^63; it always signs, for the
//! first label of the host, sends JSON only, and writes the action with a capital letter. A call that needs anything else is signed by the program itself.

mod literal;
mod signed;

use tc3_codegen::spec::Content;

use super::facts::Facts;
use super::{Sample, SampleError, SampleInput};
use literal::{is_exact, string, value};

pub(super) fn sample(input: SampleInput<'_>) -> Result<Sample, SampleError> {
    let facts = Facts::of(input);
    let is_for_sdk = facts.is_signed
        && facts.is_signed_by_label(input.host)
        && facts.content == Content::Json
        && is_exact(input.body)
        && !facts.action.starts_with(|first: char| first.is_ascii_lowercase());
    if is_for_sdk {
        return Ok(Sample {
            code: sdk(input, facts),
            file_name: FILE,
            notes: Vec::new(),
        });
    }
    Ok(Sample {
        code: signed::program(input, facts)?,
        file_name: FILE,
        notes: vec![
            "The program signs by itself, since the generic client of the SDK for PHP cannot make this call."
                .to_owned(),
        ],
    })
}

const FILE: &str = "main.php";

fn sdk(input: SampleInput<'_>, facts: Facts<'_>) -> String {
    let call = if input.action.streaming.value { STREAM } else { CALL };
    format!(
        "<?php\n// {title}\n//\n//     composer require tencentcloud/common\n//     php \
         {FILE}\n//\n// {key}\n{HEAD}\n$profile = new ClientProfile();\n$profile->setHttpProfile(new HttpProfile({scheme}, \
         {host}));\n$client = new CommonClient({service_text}, {version_text}, $credential, {region}, \
         $profile);\n\n$parameters = {parameters};\n\ntry {{\n{call}{TAIL}",
        title = input.title(),
        key = input.key_comment().unwrap_or_default(),
        scheme = if input.is_plain_http { "'http://'" } else { "null" },
        host = string(input.host),
        service_text = string(facts.service),
        version_text = string(facts.version),
        region = string(input.region.unwrap_or_default()),
        parameters = value(input.body, 0),
        call = call.replace("ACTION", &string(facts.action)),
    )
}

const HEAD: &str = r"require __DIR__ . '/vendor/autoload.php';

use TencentCloud\Common\CommonClient;
use TencentCloud\Common\Credential;
use TencentCloud\Common\Exception\TencentCloudSDKException;
use TencentCloud\Common\Profile\ClientProfile;
use TencentCloud\Common\Profile\HttpProfile;

$secretId = getenv('TENCENTCLOUD_SECRET_ID');
$secretKey = getenv('TENCENTCLOUD_SECRET_KEY');
if (!$secretId || !$secretKey) {
    fwrite(STDERR, 'set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY' . PHP_EOL);
    exit(1);
}
$credential = new Credential($secretId, $secretKey, getenv('TENCENTCLOUD_TOKEN') ?: null);";

const CALL: &str = "    $response = $client->callJson(ACTION, $parameters);
    echo json_encode($response, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE) . PHP_EOL;
";

/// The client answers with an array if it is given JSON, and with nothing if it passed events on.
const STREAM: &str = "    $response = $client->callJsonWithSSEResponse(function ($events) {
        echo $events;
    }, ACTION, $parameters);
    if ($response !== null) {
        echo json_encode($response, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE) . PHP_EOL;
    }
";

const TAIL: &str = "} catch (TencentCloudSDKException $error) {
    fwrite(STDERR, $error->getErrorCode() . ': ' . $error->getMessage() . ' (request ' . $error->getRequestId() . ')' . PHP_EOL);
    exit(1);
}
";
