//! What `tc3 code` says of its languages, and refuses.

use crate::support::{GROUP, LANGUAGES, code, sample};

#[test]
fn languages_are_listed() {
    for words in [&[][..], &["--help"], &["help"], &["python", "--help"]] {
        let page = code(words).output();
        for language in LANGUAGES {
            assert!(page.contains(&format!("\n  {language} ")), "{page}");
        }
    }
}

#[test]
fn an_unknown_language_is_answered_with_near_ones() {
    for (word, near) in [
        ("pyton", "python"),
        ("Python", "python"),
        ("js", "node"),
        ("golang", "go"),
        ("C#", "csharp"),
        ("rust_named", "rust-named"),
        ("bash", "curl"),
    ] {
        let run = code(&[word, "gaap", "CreateProxyGroup"]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{word}");
        let first = format!("tc3: there is no language {word:?}; near: {near}");
        assert!(run.stderr.starts_with(&first), "{}", run.stderr);
        assert!(run.stderr.contains("tc3 code --help"), "{}", run.stderr);
    }
}

#[test]
fn what_is_missing_is_named() {
    for (words, said) in [
        (
            &["python"][..],
            "tc3: name a service and an action: tc3 code python SERVICE ACTION\n",
        ),
        (
            &["python", "gaap"],
            "tc3: name an action: tc3 code python gaap ACTION\n",
        ),
        (
            &["--region", "x"],
            "tc3: name a language first: tc3 code LANG SERVICE ACTION\n",
        ),
    ] {
        let run = code(words);
        assert_eq!(run.status, 2, "{words:?}");
        assert!(run.stderr.starts_with(said), "{}", run.stderr);
    }
    assert!(
        code(&["python", "gaap", "CreateProxyGroup", "--help"])
            .output()
            .contains("--GroupName")
    );
    assert!(code(&["python", "gaap", "help"]).output().contains("CreateProxyGroup"));
}

#[test]
fn parameters_are_checked_as_for_a_call() {
    let run = code(&[
        "python",
        "gaap",
        "CreateProxyGroup",
        "--GroupNam",
        "x",
        "--region",
        "ap-guangzhou",
    ]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    for said in ["GroupNam", "near: GroupName", "ProjectId is required"] {
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    let code = sample("python", "gaap", "CreateProxyGroup", r#"{"Nope":1}"#, &["--no-check"]);
    assert!(code.contains("{\"Nope\": 1}"), "{code}");
}

#[test]
fn options_without_meaning_are_refused() {
    for option in [
        "--all",
        "--dry-run",
        "--output=json",
        "--filter=x",
        "--until=x",
        "--timeout=5",
        "--retries=1",
        "--yes",
        "--debug",
        "--columns=A",
        "--generate-cli-skeleton",
        "--https-proxy=http://x",
        "--ca-file=x",
        "--pager=less",
        "--secretKey=k",
        "--secretId=i",
        "--token=t",
        "--use-cvm-role",
        "--role-arn=r",
        "--request-client=x",
        "--waiter={}",
    ] {
        let run = code(&["python", "tag", "DescribeTags", option]);
        let name = option.split('=').next().unwrap();
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{option}");
        if option != "--generate-cli-skeleton" {
            assert!(
                run.stderr.contains(&format!("{name} has no meaning for tc3 code")),
                "{}",
                run.stderr
            );
        }
    }
}

#[test]
fn a_program_takes_its_key_from_the_environment_and_says_what_to_install() {
    for language in LANGUAGES {
        let code = sample(language, "gaap", "CreateProxyGroup", GROUP, &[]);
        for said in [
            "CreateProxyGroup",
            "TENCENTCLOUD_SECRET_ID",
            "TENCENTCLOUD_SECRET_KEY",
            "TENCENTCLOUD_TOKEN",
        ] {
            assert!(code.contains(said), "{language}: {said}\n{code}");
        }
        assert!(code.ends_with('\n') && !code.ends_with("\n\n"), "{language}\n{code}");
        let long = code.lines().find(|line| line.chars().count() > 140);
        assert_eq!(long, None, "{language}");
        assert!(!code.contains('\t') || language == "go", "{language}");
    }
}

#[test]
fn a_documented_example_gives_the_parameters() {
    let words = [
        "python",
        "sts",
        "AssumeRole",
        "--example",
        "--region",
        "ap-guangzhou",
        "--spec",
        "../spec",
    ];
    let program = code(&words).output();
    assert!(program.contains("\"RoleSessionName\""), "{program}");
    let run = code(&[&words[..], &["--cli-input-json", "{}"]].concat());
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("give one"), "{}", run.stderr);
}

#[test]
fn what_a_language_cannot_do_is_said() {
    let refused = |words: &[&str], said: &str| {
        let run = code(words);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{words:?}");
        assert!(run.stderr.contains(said), "{}", run.stderr);
    };
    refused(
        &["node", "tag", "DescribeTags", "--emulator"],
        "signs for the first label of the host",
    );
    refused(
        &["tccli", "cls", "UploadLog", "--TopicId=t", "--LogGroupList=AAEC"],
        "as JSON alone",
    );
    refused(
        &["tccli", "tag", "DescribeTags", "--Nope=1", "--no-check"],
        "does not know, such as Nope",
    );
    refused(
        &["rust", "tag", "DescribeTags", "--Nope=1", "--no-check"],
        "Nope is no member of DescribeTagsRequest",
    );
    for language in ["node", "tccli", "rust"] {
        let null = r#"{"TagKeys":["a"],"TagKey":null}"#;
        refused(
            &[language, "tag", "DescribeTags", "--cli-input-json", null, "--no-check"],
            "TagKey",
        );
    }
    for language in ["tc3", "tccli", "rust", "rust-named"] {
        let stream = r#"{"Model":"m","Messages":[{"Role":"user","Content":"hi"}],"Stream":true}"#;
        refused(
            &[language, "hunyuan", "ChatCompletions", "--cli-input-json", stream],
            "a stream of events, which it does not read",
        );
    }
    for language in ["tccli", "rust"] {
        let null = r#"{"TagKeys":["a",null]}"#;
        refused(
            &[language, "tag", "DescribeTags", "--cli-input-json", null, "--no-check"],
            "TagKeys.1",
        );
    }
    for language in ["node", "python"] {
        let fine = r#"{"Limit":0.1234567890123456789}"#;
        let words = [language, "tag", "DescribeTags", "--cli-input-json", fine, "--no-check"];
        refused(&words, "not exactly 0.1234567890123456789");
    }
}
