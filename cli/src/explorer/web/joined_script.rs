//! Joins the modules of the page to one script, when it is first asked for.
//!
//! Browsers compress nothing across files: some forty modules weigh a third more than one script, and each costs a
//! request. The modules keep to a few forms, which a test holds them to, so that no parser of JavaScript is needed:
//! imports are `import { a, b as c } from "./x.js";` on one line, exports are declarations that begin a line with
//! `export`, and `import("./x.js")` is for modules that are loaded later. Each module becomes a function that returns
//! what it exports and is called when it is first needed; the files themselves work in a browser as well.

use std::fmt::Write;

/// Returns the script that runs the module `first` of `modules`, each a name without `.js` and a text.
pub(in crate::explorer) fn joined<'a>(modules: impl Iterator<Item = (&'a str, &'a str)>, first: &str) -> String {
    let mut script = String::from("const $modules={\n");
    for (name, text) in modules {
        // Writing to a string does not fail.
        let _ = writeln!(script, "{name}(){{");
        let text = without_comments(text);
        let mut exports = Vec::new();
        for line in text.lines() {
            push_line(line, &mut script, &mut exports);
        }
        let _ = writeln!(script, "return{{{}}}}},", exports.join(","));
    }
    let _ = write!(
        script,
        "}},$loaded={{}},$load=(name)=>$loaded[name]??=$modules[name](),$later=async(name)=>$load(name);\n$load(\"{first}\");\n"
    );
    script
}

/// Returns a text of JavaScript or CSS without the blanks that begin its lines and the lines that are comments; what is
/// between back quotation marks stays as it is.
pub(in crate::explorer) fn without_comments(text: &str) -> String {
    let mut short = String::with_capacity(text.len());
    let mut is_in_template = false;
    for line in text.lines() {
        let trimmed = line.trim_start();
        let is_comment = trimmed.starts_with("//") || (trimmed.starts_with("/*") && trimmed.ends_with("*/"));
        if is_in_template {
            short.push_str(line);
        } else if is_comment || trimmed.is_empty() {
            continue;
        } else {
            short.push_str(trimmed);
        }
        short.push('\n');
        if line.matches('`').count() % 2 == 1 {
            is_in_template = !is_in_template;
        }
    }
    short
}

fn push_line<'a>(line: &'a str, script: &mut String, exports: &mut Vec<&'a str>) {
    if let Some((names, from)) = import(line) {
        let names = names.replace(" as ", ":");
        let _ = writeln!(script, "const {{{names}}}=$load(\"{from}\");");
        return;
    }
    let declaration = line.strip_prefix("export ");
    exports.extend(declaration.and_then(declared_name));
    let line = declaration.unwrap_or(line);
    if line.contains("import(\"./") {
        script.push_str(&line.replace("import(\"./", "$later(\"").replace(".js\")", "\")"));
    } else {
        script.push_str(line);
    }
    script.push('\n');
}

/// The names and the module of an import.
fn import(line: &str) -> Option<(&str, &str)> {
    let (names, from) = line.strip_prefix("import {")?.split_once("} from \"./")?;
    Some((names, from.strip_suffix(".js\";")?))
}

/// The name that a declaration declares.
fn declared_name(declaration: &str) -> Option<&str> {
    let rest = ["async function ", "function ", "class ", "const "]
        .iter()
        .find_map(|word| declaration.strip_prefix(word))?;
    rest.split(|character: char| !character.is_alphanumeric() && character != '_' && character != '$')
        .next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_become_functions_that_return_their_exports() {
        let dom = "// Nodes.\n\nexport function h(tag) {\n  // A tag.\n  return tag;\n}\nexport const a = 1;\n";
        let main =
            "import { h, a as one } from \"./dom.js\";\nconst later = () => import(\"./panel.js\");\nh(`x\n  // y`);\n";
        let script = joined([("dom", dom), ("main", main)].into_iter(), "main");
        let expected = "const $modules={\ndom(){\nfunction h(tag) {\nreturn tag;\n}\nconst a = 1;\nreturn{h,a}},\n\
            main(){\nconst { h, a:one }=$load(\"dom\");\nconst later = () => $later(\"panel\");\nh(`x\n  // y`);\nreturn{}},\n\
            },$loaded={},$load=(name)=>$loaded[name]??=$modules[name](),$later=async(name)=>$load(name);\n$load(\"main\");\n";
        assert_eq!(script, expected);
    }

    #[test]
    fn style_has_no_comments() {
        assert_eq!(without_comments("/* Form */\n.a {\n  b: c;\n}\n"), ".a {\nb: c;\n}\n");
    }
}
