//! A record of more members than the set of members seen has bits.

use serde_json::{Map, Value};
use tc3_runtime::generated_0_1 as rt;
use tc3_runtime::{Response, from_json, to_json};

/// A record with a member for each index, named by it.
macro_rules! wide {
    ($name:ident, $presence:ident, $($index:literal $member:ident)*) => {
        generated_record!($name { $($index $member: u64 = rt::Field::$presence(stringify!($index)),)* });

        impl $name {
            fn members(&self) -> [u64; MEMBERS] {
                [$(self.$member),*]
            }
        }
    };
}

const MEMBERS: usize = 140;

macro_rules! for_all_members {
    ($name:ident, $presence:ident) => {
        wide!(
            $name, $presence,
            0 m0 1 m1 2 m2 3 m3 4 m4 5 m5 6 m6 7 m7 8 m8 9 m9 10 m10 11 m11 12 m12 13 m13 14 m14 15 m15 16 m16
            17 m17 18 m18 19 m19 20 m20 21 m21 22 m22 23 m23 24 m24 25 m25 26 m26 27 m27 28 m28 29 m29 30 m30 31 m31
            32 m32 33 m33 34 m34 35 m35 36 m36 37 m37 38 m38 39 m39 40 m40 41 m41 42 m42 43 m43 44 m44 45 m45 46 m46
            47 m47 48 m48 49 m49 50 m50 51 m51 52 m52 53 m53 54 m54 55 m55 56 m56 57 m57 58 m58 59 m59 60 m60 61 m61
            62 m62 63 m63 64 m64 65 m65 66 m66 67 m67 68 m68 69 m69 70 m70 71 m71 72 m72 73 m73 74 m74 75 m75 76 m76
            77 m77 78 m78 79 m79 80 m80 81 m81 82 m82 83 m83 84 m84 85 m85 86 m86 87 m87 88 m88 89 m89 90 m90 91 m91
            92 m92 93 m93 94 m94 95 m95 96 m96 97 m97 98 m98 99 m99 100 m100 101 m101 102 m102 103 m103 104 m104
            105 m105 106 m106 107 m107 108 m108 109 m109 110 m110 111 m111 112 m112 113 m113 114 m114 115 m115
            116 m116 117 m117 118 m118 119 m119 120 m120 121 m121 122 m122 123 m123 124 m124 125 m125 126 m126
            127 m127 128 m128 129 m129 130 m130 131 m131 132 m132 133 m133 134 m134 135 m135 136 m136 137 m137
            138 m138 139 m139
        );
    };
}

for_all_members!(Answer, always);
for_all_members!(Request, required);

fn members(included: impl Fn(usize) -> bool) -> Map<String, Value> {
    let member = |index: usize| (index.to_string(), Value::from(index + 1));
    (0..MEMBERS).filter(|index| included(*index)).map(member).collect()
}

fn answer(members: Map<String, Value>) -> Response<Answer> {
    Response::from_json(serde_json::json!({ "Response": members }).to_string()).unwrap()
}

#[test]
fn all_members_are_read_and_none_is_missed() {
    let response = answer(members(|_| true));
    assert_eq!(response.anomalies(), []);
    assert_eq!(response.members(), std::array::from_fn(|index| index as u64 + 1));
}

#[test]
fn each_member_that_is_absent_is_missed_and_no_other() {
    for absent in 0..MEMBERS {
        let response = answer(members(|index| index != absent));
        let missed: Vec<_> = response.anomalies().iter().map(ToString::to_string).collect();
        assert_eq!(missed, [format!("{absent}: absent")]);
    }
}

#[test]
fn duplicate_members_are_distinguished_on_both_sides_of_the_bits() {
    for index in [0, 127, 128, MEMBERS - 1] {
        let body = format!(r#"{{"Response":{{"{index}":"odd","0":1,"{index}":5,"{index}":6}}}}"#);
        let response = Response::<Answer>::from_json(body).unwrap();
        assert_eq!(response.members()[index], 6);
        let name = format!("{index}");
        assert!(response.anomalies().iter().all(|anomaly| anomaly.path != name));
    }
}

#[test]
fn a_required_member_past_the_bits_is_named() {
    let json = Value::Object(members(|index| index != 133)).to_string();
    let error = from_json::<Request>(&json).unwrap_err().to_string();
    assert!(
        error.starts_with("Request: required member `133` is missing"),
        "{error}"
    );
}

#[test]
fn all_members_are_written_in_order() {
    let json = Value::Object(members(|_| true)).to_string();
    let request: Request = from_json(&json).unwrap();
    assert_eq!(request.members()[MEMBERS - 1], MEMBERS as u64);
    let expected: Vec<_> = (0..MEMBERS)
        .map(|index| format!(r#""{index}":{}"#, index + 1))
        .collect();
    assert_eq!(to_json(&request), format!("{{{}}}", expected.join(",")));
}
