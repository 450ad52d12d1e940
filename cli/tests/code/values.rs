//! Values that are hard to write down, from a fixed seed.

use std::fmt::Write;

/// Texts with whatever ends a literal early in some language.
pub(crate) const TEXTS: [&str; 23] = [
    "--",
    "",
    " ",
    "it's \"q\" `x` $HOME ${y} $(z) \\ \\\\ \\n %s %% !! #{r} ?> <?php */ -->",
    "'''\"\"\"",
    "ends with a backslash\\",
    "line\nline\r\nline\rline",
    "\ttab",
    "中文，😀 é e\u{301}",
    "\u{2028}\u{2029}\u{85}\u{a0}\u{feff}",
    "\u{202e}right to left\u{202c}",
    "\0\u{1}\u{1b}[31m\u{7f}",
    "\u{10ffff}\u{e000}\u{e0001}",
    "\\u0041\\x41\\101\\U00000041",
    "JSON\nJSON",
    "#\"##\"###",
    "-x --y",
    "@file",
    "file:///etc/passwd",
    "help",
    "null",
    "[1]",
    "{\"a\":1}",
];

/// Bodies of actions whose parameters are of many kinds: service, action and JSON.
pub(crate) fn bodies() -> Vec<(&'static str, &'static str, String)> {
    let texts: Vec<String> = TEXTS.iter().map(|text| json(text)).collect();
    let mut bodies = vec![
        ("tag", "DescribeTags", "{}".to_owned()),
        (
            "tag",
            "GetResources",
            format!("{{\"ResourceList\":[{}],\"MaxResults\":50}}", texts.join(",")),
        ),
        ("tag", "GetResources", "{\"ResourceList\":[]}".to_owned()),
        ("mps", "ProcessMedia", MEDIA.to_owned()),
        ("cvm", "RunInstances", INSTANCES.to_owned()),
    ];
    for text in &texts {
        let group = format!(
            "{{\"ProjectId\":9007199254740993,\"GroupName\":{text},\"RealServerRegion\":\"x\",\
             \"AccessRegionSet\":[{{\"AccessRegion\":{text},\"Bandwidth\":10,\"Concurrent\":2}}]}}"
        );
        bodies.push(("gaap", "CreateProxyGroup", group));
    }
    let mut seed = 15;
    let random: Vec<String> = (0..200).map(|_| json(&random_text(&mut seed))).collect();
    bodies.push((
        "tag",
        "GetResources",
        format!("{{\"ResourceList\":[{}]}}", random.join(",")),
    ));
    bodies
}

/// Integers above 2^53, the largest of 64 bits, floats as they are written, lists that are empty.
const MEDIA: &str = r#"{"InputInfo":{"Type":"COS","CosInputInfo":{"Bucket":"b","Region":"r","Object":"/o 中'"}},
    "MediaProcessTask":{"TranscodeTaskSet":[{"Definition":18446744073709551615,"StartTimeOffset":1.0,
    "EndTimeOffset":1e3,"MosaicSet":[]}]}}"#;

const INSTANCES: &str = r#"{"Placement":{"Zone":"ap-guangzhou-1"},"ImageId":"img-12345678","DryRun":true,
    "EnhancedService":{"SecurityService":{"Enabled":false}},"TagSpecification":[],"SystemDisk":{"DiskSize":50},
    "ClientToken":"t","InternetAccessible":{}}"#;

fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// Characters of all planes, those that matter somewhere most often.
fn random_text(seed: &mut u64) -> String {
    const SPECIAL: &str = "\\\"'`$%#{}[]()@!?<>&|;~*^=+-_/ \n\r\t\0x\u{2028}\u{feff}中😀";
    let special: Vec<char> = SPECIAL.chars().collect();
    let mut next = || {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(*seed >> 33).unwrap()
    };
    let mut text = String::new();
    for _ in 0..next() % 24 {
        let letter = if next() % 4 == 0 {
            char::from_u32(next() % 0x11_0000).unwrap_or('a')
        } else {
            special[next() as usize % special.len()]
        };
        let _ = write!(text, "{letter}");
    }
    text
}
