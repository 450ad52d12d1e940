//! Go, by the generic client of the official SDK.
//!
//! Two things of the SDK would change numbers, so the program goes around them: parameters given as JSON text become
//! `float64` (9007199254740993 is sent as 9007199254740992), so it has literals of Go; and `CommonResponse` does the
//! same to the answer, so it has a type of its own that keeps the text.

mod literal;

use base64ct::{Base64, Encoding};
use tc3_codegen::spec::Content;

use super::facts::Facts;
use super::{Sample, SampleError, SampleInput};
use literal::{needs_raw_json, pairs, string, value};

const SDK: &str = "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common";

pub(super) fn sample(input: SampleInput<'_>) -> Result<Sample, SampleError> {
    let facts = Facts::of(input);
    let request = request(input, facts)?;
    let is_stream = input.action.streaming.value;
    let mut code = head(input, facts, is_stream);
    code.push_str("\nfunc call() error {\n");
    if facts.is_signed {
        code.push_str(CREDENTIAL);
    }
    code.push_str("\tclientProfile := profile.NewClientProfile()\n");
    code.push_str(&format!(
        "\tclientProfile.HttpProfile.Endpoint = {}\n",
        string(input.host)
    ));
    if input.is_plain_http {
        code.push_str("\tclientProfile.HttpProfile.Scheme = \"HTTP\"\n");
    }
    code.push_str(&format!(
        "\tclient := common.NewCommonClient({}, {}, clientProfile)\n\n",
        if facts.is_signed { "credential" } else { "nil" },
        string(input.region.unwrap_or_default()),
    ));
    code.push_str(&request);
    code.push_str(if is_stream { SEND_STREAM } else { SEND });
    Ok(Sample {
        code,
        file_name: "main.go",
        notes: Vec::new(),
    })
}

/// Everything up to the function that calls.
fn head(input: SampleInput<'_>, facts: Facts<'_>, is_stream: bool) -> String {
    let mut standard = vec!["fmt", "os"];
    if facts.is_signed {
        standard.push("errors");
    }
    match facts.content {
        Content::OctetStream => standard.push("encoding/base64"),
        _ if needs_raw_json(input.body) => standard.push("encoding/json"),
        _ => {}
    }
    standard.sort_unstable();
    let mut code = format!(
        "// {}\n//\n//\tgo mod init sample\n//\tgo get {SDK}\n//\tgo run main.go\n",
        input.title()
    );
    if let Some(comment) = input.key_comment() {
        code.push_str(&format!(
            "//
// {comment}
"
        ));
    }
    code.push_str("package main\n\nimport (\n");
    for package in standard {
        code.push_str(&format!("\t\"{package}\"\n"));
    }
    code.push_str(&format!(
        "\n\t\"{SDK}\"\n\ttchttp \"{SDK}/http\"\n\t\"{SDK}/profile\"\n)\n{}{MAIN}",
        if is_stream { STREAM_ANSWER } else { ANSWER }
    ));
    code
}

/// The statements that make the request.
fn request(input: SampleInput<'_>, facts: Facts<'_>) -> Result<String, SampleError> {
    let mut code = format!(
        "\trequest := tchttp.NewCommonRequest({}, {}, {})\n",
        string(facts.service),
        string(facts.version),
        string(facts.action)
    );
    if !facts.is_signed {
        code.push_str("\trequest.SetSkipSign(true)\n");
    }
    match facts.content {
        Content::Json => {
            let parameters = value(input.body, 1);
            code.push_str(&format!(
                "\terr := request.SetActionParameters({parameters})\n\tif err != nil {{\n\t\treturn err\n\t}}\n\n"
            ));
        }
        Content::OctetStream => {
            let headers = input.parameter_headers()?;
            let body = input.raw_body().unwrap_or_default();
            code.push_str(&format!(
                "\tbody, err := base64.StdEncoding.DecodeString({})\n\tif err != nil {{\n\t\treturn err\n\t}}\n",
                string(&Base64::encode_string(body))
            ));
            let headers = headers
                .into_iter()
                .map(|(name, text)| (string(&name), string(&text)))
                .collect::<Vec<_>>();
            code.push_str(&format!(
                "\trequest.SetOctetStreamParameters(map[string]string{}, body)\n\n",
                pairs(&headers, 1)
            ));
        }
        Content::Multipart => {
            return Err("the generic client of the SDK for Go sends no multipart/form-data".to_owned());
        }
    }
    Ok(code)
}

const ANSWER: &str = r"
// answer keeps the text: the SDK's CommonResponse rounds integers above 2^53.
type answer struct {
	*tchttp.BaseResponse
	text []byte
}

func (a *answer) UnmarshalJSON(text []byte) error {
	a.text = append(a.text[:0], text...)
	return nil
}
";

const STREAM_ANSWER: &str = r"
// answer is the text of a response, or a stream of events.
type answer struct {
	tchttp.BaseSSEResponse
	text []byte
}

func (a *answer) UnmarshalJSON(text []byte) error {
	a.text = append(a.text[:0], text...)
	return nil
}
";

const MAIN: &str = r"
func main() {
	if err := call(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
";

const CREDENTIAL: &str = r#"	secretId, secretKey := os.Getenv("TENCENTCLOUD_SECRET_ID"), os.Getenv("TENCENTCLOUD_SECRET_KEY")
	if secretId == "" || secretKey == "" {
		return errors.New("set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY")
	}
	credential := common.NewTokenCredential(secretId, secretKey, os.Getenv("TENCENTCLOUD_TOKEN"))
"#;

const SEND: &str = r"	response := &answer{BaseResponse: &tchttp.BaseResponse{}}
	if err := client.Send(request, response); err != nil {
		return err
	}
	fmt.Println(string(response.text))
	return nil
}
";

const SEND_STREAM: &str = r"	response := &answer{}
	if err := client.Send(request, response); err != nil {
		return err
	}
	if response.Events == nil {
		fmt.Println(string(response.text))
		return nil
	}
	for event := range response.Events {
		if event.Err != nil {
			return event.Err
		}
		fmt.Println(string(event.Data))
	}
	return nil
}
";
