//! Search over a catalog with the vendor's texts, which is not part of the repository:
//!
//! ```sh
//! TC3_CATALOG=FILE cargo test -p tc3-catalog --test search -- --ignored --nocapture
//! ```
//!
//! `cargo run --release -p tc3-catalog --features write --example pack -- - FILE CHINA.whl INTERNATIONAL.whl` makes one.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use tc3_catalog::search::LibrarySearch;
use tc3_catalog::{Catalog, Library};

fn library() -> Library {
    let path = PathBuf::from(std::env::var_os("TC3_CATALOG").expect("TC3_CATALOG names a catalog with texts"));
    Library::new().with_catalog(Catalog::open(&path).unwrap())
}

const QUERIES: [(&str, &str); 11] = [
    ("create proxy group", "gaap CreateProxyGroup"),
    ("创建通道组", "gaap CreateProxyGroup"),
    ("runinstances", "cvm RunInstances"),
    ("snapshot policy", "cbs BindAutoSnapshotPolicy"),
    ("cvm 重启", "cvm RebootInstances"),
    ("重启 instances", "cvm RebootInstances"),
    ("负载均衡 监听器", "clb "),
    ("gaap 通道组", "gaap CreateProxyGroup"),
    ("短信 发送", "sms SendSms"),
    ("internetmaxbandwidthout", "cvm RunInstances"),
    ("craete proxy gruop", "gaap CreateProxyGroup"),
];

#[test]
#[ignore = "needs a catalog with texts, named by TC3_CATALOG"]
fn the_action_that_is_meant_is_among_the_first_three() {
    let library = library();
    let search = LibrarySearch::new(&library).unwrap();
    let mut wrong = Vec::new();
    for (query, expected) in QUERIES {
        let hits = search.search(query, 3, None, None).unwrap().hits;
        let hits: Vec<String> = hits
            .iter()
            .map(|hit| format!("{} {}", hit.service, hit.action))
            .collect();
        println!("{query}: {hits:?}");
        if !hits.iter().any(|hit| hit.starts_with(expected)) {
            wrong.push(query);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Prints what the slowest keystroke takes, from opening the catalog on.
#[test]
#[ignore = "needs a catalog with texts, named by TC3_CATALOG"]
fn each_keystroke_finds_something() {
    let mut slowest = (Duration::ZERO, String::new());
    for (query, _) in QUERIES {
        let ends = query.char_indices().map(|(at, character)| at + character.len_utf8());
        for typed in ends.map(|end| &query[..end]) {
            let best = (0..3).map(|_| {
                let start = Instant::now();
                let library = library();
                let result = LibrarySearch::new(&library)
                    .unwrap()
                    .search(typed, 20, None, None)
                    .unwrap();
                assert!(!result.hits.is_empty(), "{typed}");
                start.elapsed()
            });
            slowest = slowest.max((best.min().unwrap(), typed.to_owned()));
        }
    }
    println!("slowest: {slowest:?}");
}
