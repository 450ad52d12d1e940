//! A name that occurs twice in an object: the last value counts.

use tc3_runtime::Response;

use crate::types::{Order, Report, oddities, tag};

fn order(members: &str) -> Order {
    tc3_runtime::from_json(&format!(r#"{{"Id":1,"Name":"n",{members}}}"#)).unwrap()
}

#[test]
fn the_last_scalar_counts() {
    assert_eq!(order(r#""Delta":1,"Delta":2"#).delta, Some(2));
    assert_eq!(order(r#""Note":"a","Note":null"#).note, None);
}

#[test]
fn lists_are_not_strung_together() {
    assert_eq!(order(r#""Numbers":[1,2],"Numbers":[3]"#).numbers, Some(vec![3]));
    assert_eq!(order(r#""Numbers":[1,2],"Numbers":3"#).numbers, Some(vec![3]));
    assert_eq!(order(r#""Numbers":[1,2],"Numbers":null"#).numbers, None);
}

#[test]
fn objects_are_not_merged() {
    let home = order(r#""Home":{"Key":"a","Value":"b"},"Home":{"Key":"c"}"#).home;
    assert_eq!(home, Some(tag("c", None)));
}

#[test]
fn what_was_odd_about_the_first_value_is_forgotten() {
    let members = r#""Delta":"x","Tags":[{"Value":"no key"},{"Key":[]}],"Delta":2,"Tags":[{"Key":"k"}]"#;
    assert_eq!(order(members).tags, Some(vec![tag("k", None)]));

    let body = r#"{"Response":{"Id":"x","Home":{"New":1},"Id":2,"Home":{"Name":"h","Members":[],"Size":1},
        "HomeTown":3}}"#;
    let response = Response::<Report>::from_json(body).unwrap();
    assert_eq!((response.id, response.home.size), (2, 1));
    assert_eq!(response.unknown().len(), 1);
    let odd = oddities(&response);
    assert!(
        !odd.iter().any(|odd| odd.starts_with("Id") || odd.starts_with("Home")),
        "{odd:?}"
    );
}

#[test]
fn a_required_member_lost_to_null_is_missing() {
    let error = tc3_runtime::from_json::<Order>(r#"{"Id":1,"Name":"n","Id":null}"#).unwrap_err();
    assert!(error.to_string().contains("required member `Id` is missing"), "{error}");
}

#[test]
fn the_last_response_counts() {
    let body = r#"{"Response":{"Id":1,"Numbers":[1],"New":1},"Response":{"Id":2,"Delta":3,"RequestId":"r"}}"#;
    let response = Response::<Report>::from_json(body).unwrap();
    assert_eq!((response.id, response.delta, response.request_id()), (2, 3, "r"));
    assert!(response.numbers.is_empty() && response.unknown().is_empty());
    assert!(oddities(&response).contains(&"Numbers: absent".to_owned()));
}

/// Members that are replaced in any order leave only what is odd about the last values.
#[test]
fn of_many_values_in_any_order_only_the_last_ones_are_odd() {
    let mut random = fastrand::Rng::with_seed(3);
    for _ in 0..2_000 {
        let mut last = std::collections::BTreeMap::new();
        let mut members = String::new();
        for _ in 0..random.usize(1..12) {
            let name = *random.choice(&["Delta", "Numbers", "Home", "Groups", "Ratio"]).unwrap();
            let odd = random.usize(0..4);
            let bad = vec![r#""x""#; odd].join(",");
            let (value, anomalies) = match name {
                "Numbers" | "Groups" => (format!("[{bad}]"), odd),
                "Home" => {
                    let first = r#""Size":"x","Members":[1,2]"#;
                    let members = [r#""Size":1"#, r#""Members":[]"#, r#""Name":"n""#].join(",");
                    (format!("{{{first},{members},\"Size\":[{bad}]}}"), 1)
                }
                _ => (
                    if odd > 0 { r#""x""#.to_owned() } else { "1".to_owned() },
                    usize::from(odd > 0),
                ),
            };
            last.insert(name, anomalies);
            members += &format!(r#""{name}":{value},"#);
        }
        let body = format!(r#"{{"Response":{{{members}"RequestId":"r"}}}}"#);
        let response = Response::<Report>::from_json(&body).unwrap();
        let odd = oddities(&response)
            .iter()
            .filter(|odd| !odd.ends_with(": absent"))
            .count();
        assert_eq!(odd, last.values().sum::<usize>(), "{body}: {:?}", response.anomalies());
        assert_eq!(response.anomaly_count(), response.anomalies().len());
    }
}
