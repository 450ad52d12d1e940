//! The help of `tc3` itself: a page for a newcomer, and the table of the options.

use crate::arguments::{Group, OPTIONS, OptionSpec, Takes};

/// The page of `tc3`, `tc3 help` and `tc3 --help`.
pub(crate) const OVERVIEW: &str = "\
tc3: any action of Tencent Cloud from the shell

Usage:
  tc3 SERVICE ACTION [--Parameter VALUE].. [options]
  tc3 SERVICE help                 the actions of a service
  tc3 SERVICE ACTION help          the parameters of an action; more with --detail
  tc3 COMMAND ..

Commands:
  api search WORDS..               find actions by words, in English and Chinese
  api show SERVICE [ACTION]        what is known of a service, an action or a type
  api update                       get the descriptions
  configure                        set up credentials, regions and profiles
  whoami                           which identity calls are made with
  completion SHELL                 completion for bash, zsh, fish and powershell
  man DIR                          write the man pages to a folder
  explorer                         search, fill in, sign and send requests in the browser
  code LANG SERVICE ACTION ..      the program that makes a call: Python, curl, Rust, and eight more
  sign [check]                     sign a request, explain its signature, or find why it was refused
  emulator                         a local emulator, to try calls without an account
  help options                     the options of all actions
  help parameters                  how parameters are written

Examples:
  tc3 gaap CreateProxyGroup --GroupName web --ProjectId 0 --RealServerRegion Guangzhou \\
      --AccessRegionSet.0.AccessRegion Shanghai --AccessRegionSet.0.Bandwidth 10 --AccessRegionSet.0.Concurrent 2
  tc3 gaap DescribeProxyGroupList --all --output table
  tc3 gaap CreateProxyGroup --cli-input-json @request.json --dry-run
";

/// The page of `tc3 help options`.
pub(crate) fn options() -> String {
    let mut page = String::from(
        "Options of tc3 SERVICE ACTION. A name with a capital letter is a parameter of the action: --Filter, --DryRun;\n\
         --api.NAME is one in any case.\n",
    );
    for group in Group::ALL {
        page.push_str(&format!("\n{}:\n", group.title()));
        for option in OPTIONS.iter().filter(|option| option.group == group) {
            page.push_str(&format!("  {}\n      {}\n", usage(option), option.description));
            if !option.values.is_empty() {
                page.push_str(&format!("      One of {}\n", option.values.join(", ")));
            }
        }
    }
    page
}

/// An option as it is written: `--dry-run[=FORMAT]`.
fn usage(option: &OptionSpec) -> String {
    let mut usage = match option.takes {
        Takes::Nothing => format!("--{}", option.name),
        Takes::Value(value) => format!("--{} {value}", option.name),
        Takes::Optional(value) => format!("--{}[={value}]", option.name),
    };
    for alias in option.aliases {
        usage.push_str(&format!(", --{alias}"));
    }
    usage
}
