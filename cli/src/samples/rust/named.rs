//! Rust, by name: the crate `tc3-runtime` alone, with the parameters as JSON.

use super::{VERSION, client, from_checkout, main};
use crate::call::{Fact, Target};
use crate::samples::json_text::json_lines;
use crate::samples::{Sample, SampleError, SampleInput};

pub(in crate::samples) fn sample(input: SampleInput<'_>) -> Result<Sample, SampleError> {
    let mut code = format!(
        "// {}\n//\n// Cargo.toml:\n\
         // tc3-runtime = {{ version = \"{VERSION}\", features = [\"named\"] }}\n\
         //   {from_checkout}\n\
         // tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n",
        input.title(),
        from_checkout = from_checkout("runtime"),
    );
    if let Some(comment) = input.key_comment() {
        code += &format!("//\n// {comment}\n");
    }
    code += "\n";
    code += &main("Result", "Box", false);
    code += &client(&input, "tc3_runtime", false);
    let (service, version, action) = (input.service(), input.version(), input.action_name());
    let mut chain = vec![format!(
        "tc3_runtime::NamedCall::new({service:?}, {version:?}, {action:?})"
    )];
    let target = Target {
        found: input.found,
        action: input.action,
    };
    chain.extend(target.facts().iter().filter_map(|fact| method(fact, service)));
    for (name, bytes) in input.binary {
        chain.push(format!(".binary({name:?}, b\"{}\".to_vec())", bytes.escape_ascii()));
    }
    code += &format!("    let call = {};\n", joined(&chain));
    let json = json_lines(input.body).join("\n");
    code += &format!("    let parameters = {};\n", raw(&json));
    code += "    let output = client.send_named(&call, parameters).await?;\n    println!(\"{}\", output.as_str());\n    Ok(())\n}\n";
    Ok(Sample {
        code,
        file_name: "main.rs",
        notes: Vec::new(),
    })
}

/// The method of a fact, unless it goes without saying.
fn method(fact: &Fact, service: &str) -> Option<String> {
    Some(match fact {
        Fact::Host(host) if *host == format!("{service}.tencentcloudapi.com") => return None,
        Fact::Host(host) => format!(".host({host:?})"),
        Fact::RegionRequired => ".region_required()".to_owned(),
        Fact::ReadOnly => ".read_only()".to_owned(),
        // A limit is kept with a feature of the crate that a program of one call has no use for.
        Fact::RateLimit(_) => return None,
        Fact::Unsigned => ".unsigned()".to_owned(),
        Fact::Multipart => ".multipart()".to_owned(),
        Fact::OctetStream => ".octet_stream()".to_owned(),
        Fact::ClientToken => ".client_token()".to_owned(),
        Fact::OwnError => ".own_error()".to_owned(),
    })
}

/// A chain of calls on one line, or one a line.
fn joined(chain: &[String]) -> String {
    let line = chain.concat();
    if line.len() <= 80 {
        line
    } else {
        chain.join("\n        ")
    }
}

/// JSON as a raw string literal; a carriage return, which cannot be in one, is escaped in it.
fn raw(json: &str) -> String {
    let mut fence = "#".to_owned();
    while json.contains(&format!("\"{fence}")) {
        fence.push('#');
    }
    format!("r{fence}\"{json}\"{fence}")
}
