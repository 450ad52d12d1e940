//! One action in every language, as people see it.

use crate::support::{LANGUAGES, sample};

const GROUP: &str = r#"{"ProjectId":9007199254740993,"GroupName":"it's \"web\" $1 \\ 中😀\nnext\u2028","RealServerRegion":"Guangzhou",
    "AccessRegionSet":[{"AccessRegion":"Shanghai","Bandwidth":10,"Concurrent":2}],
    "TagSet":[]}"#;

#[test]
fn an_action_in_every_language() {
    for language in LANGUAGES {
        insta::assert_snapshot!(language, sample(language, "gaap", "CreateProxyGroup", GROUP, &[]));
    }
}
