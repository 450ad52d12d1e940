//! Members in whatever order they come: what a record shows of it is only a guess about the next one.

use serde_json::{Value, json};
use tc3_runtime::Response;

use crate::types::{NONE, Report, oddities, tag};

const MEMBERS: [&str; 4] = ["Name", "Members", "Size", "New"];

/// A group of the number `index`, with its members in the order of `names`.
fn group(index: usize, names: &[&str]) -> String {
    let value = |name: &str| match name {
        "Name" => json!(format!("g{index}")),
        "Members" => json!([{"Value": "v", "Key": index.to_string()}]),
        _ => json!(index),
    };
    let members: Vec<String> = names.iter().map(|name| format!("{:?}:{}", name, value(name))).collect();
    format!("{{{}}}", members.join(","))
}

/// All orders of `MEMBERS`.
fn orders() -> Vec<Vec<&'static str>> {
    let mut orders = vec![vec![]];
    for name in MEMBERS {
        orders = orders
            .iter()
            .flat_map(|order| {
                (0..=order.len()).map(|at| {
                    let mut longer = order.clone();
                    longer.insert(at, name);
                    longer
                })
            })
            .collect();
    }
    orders
}

fn read(groups: &[String]) -> Response<Report> {
    let whole =
        r#""Id":1,"Delta":1,"Ratio":1,"Ready":true,"Title":"","Color":"red","Numbers":[],"Words":[],"Extra":{}"#;
    let home = group(7, &["Size", "Name", "Members"]);
    let groups = groups.join(",");
    Response::from_json(format!(
        r#"{{"Response":{{"Groups":[{groups}],"Home":{home},{whole}}}}}"#
    ))
    .unwrap()
}

#[test]
fn each_record_of_a_list_may_have_another() {
    let orders = orders();
    assert_eq!(orders.len(), 24);
    let groups: Vec<String> = orders
        .iter()
        .enumerate()
        .map(|(index, names)| group(index, names))
        .collect();
    let response = read(&groups);
    for (index, group) in response.groups.iter().enumerate() {
        assert_eq!((&*group.name, group.size), (&*format!("g{index}"), index as u64));
        assert_eq!(group.members, [tag(&index.to_string(), Some("v"))]);
    }
    assert_eq!((&*response.home.name, response.home.size), ("g7", 7));
    let new: Vec<&Value> = response.unknown().iter().map(|member| &member.value).collect();
    assert_eq!(
        new,
        (0..24).map(Value::from).collect::<Vec<_>>().iter().collect::<Vec<_>>()
    );
    assert_eq!(oddities(&response), NONE);
}

#[test]
fn a_member_that_came_before_may_be_absent_later() {
    let groups = [
        group(0, &["Size", "Name", "Members"]),
        group(1, &["Size", "Members"]),
        group(2, &["Size", "Name"]),
        group(3, &["Size", "Name", "Members"]),
    ];
    let response = read(&groups);
    assert_eq!(
        oddities(&response),
        ["Groups[1].Name: absent", "Groups[2].Members: absent"]
    );
    assert_eq!(response.groups[3].members, [tag("3", Some("v"))]);
}
