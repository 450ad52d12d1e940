//! Renders the page as HTML that loads nothing.

use std::fmt::{self, Display, Write};

use tc3_codegen::spec::{Json, Service, Spec};

use crate::faults::FaultReport;
use crate::recorder::Summary;

const STYLE: &str = "\
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 95rem; padding: 0 1rem; color: #222; background: #fff }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #ddd }
td { white-space: nowrap }
td.free { white-space: normal; overflow-wrap: anywhere; min-width: 11rem }
td small { color: #777 }
.refused { color: #a40000 }
.unserved { color: #7a4b00 }
.answered { color: #1b5e20 }
pre { white-space: pre-wrap; margin: .3rem 0; background: #f6f6f6; padding: .5rem }
ul { columns: 18rem }
ul.faults { columns: auto }
code { font-size: .93em }
@media (prefers-color-scheme: dark) {
  body { color: #ddd; background: #181818 } th, td { border-color: #444 } pre { background: #262626 } a { color: #8ab4f8 }
  .refused { color: #ff8a80 } .unserved { color: #ffcc80 } .answered { color: #a5d6a7 }
}
";

/// The page with these requests, the latest first.
pub(super) fn page(spec: &Spec, requests: &[Summary<'_>], faults: &[FaultReport]) -> String {
    let rows: String = requests.iter().map(row).collect();
    let services: String = spec.services.iter().map(service).collect();
    let requests = match rows.as_str() {
        "" => "<p>None yet.</p>\n".to_owned(),
        rows => format!(
            "<table>\n<thead><tr><th>Time (UTC), request id</th><th>Service</th><th>Action, region</th><th>Outcome</th>\
             <th>Reason</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
        ),
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>tc3-emulator</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<h1>tc3-emulator</h1>\n\
         <h2>Last requests</h2>\n<p><a href=\"/_emulator/\">Reload</a> · \
         <a href=\"/_emulator/requests.json\">requests.json</a></p>\n{requests}\
         {faults}<h2>Services</h2>\n{services}</body>\n</html>\n",
        faults = faults_section(faults),
    )
}

/// What each injected fault has done; empty without faults.
fn faults_section(faults: &[FaultReport]) -> String {
    let items: String = faults
        .iter()
        .map(|fault| format!("<li>{}</li>\n", Escaped(&fault.to_string())))
        .collect();
    match items.as_str() {
        "" => items,
        items => format!("<h2>Faults</h2>\n<ul class=\"faults\">\n{items}</ul>\n"),
    }
}

fn row(summary: &Summary<'_>) -> String {
    let outcome = summary.request.error_code().unwrap_or(summary.outcome);
    format!(
        "<tr><td>{time}<br><small><code>{id}</code></small></td><td>{service}<br><small>{version}</small></td>\
         <td class=\"free\">{action}<br><small>{region}</small></td><td class=\"{class}\">{outcome}</td>\
         <td class=\"free\">{why}{notes}{parameters}</td></tr>\n",
        time = Escaped(&summary.time),
        service = Escaped(summary.request.service.as_deref().unwrap_or("-")),
        version = Escaped(summary.request.version.as_deref().unwrap_or_default()),
        action = Escaped(summary.request.action.as_deref().unwrap_or("-")),
        region = Escaped(summary.request.region.as_deref().unwrap_or_default()),
        class = summary.outcome,
        outcome = Escaped(outcome),
        why = Reason(summary),
        notes = Notes(summary),
        parameters = Parameters(summary),
        id = Escaped(&summary.request.request_id),
    )
}

/// The first line of an error message, and the rest of it to unfold.
struct Reason<'s>(&'s Summary<'s>);

impl Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(fault) = self.0.request.fault {
            write!(f, "<em>{}</em> ", Escaped(fault))?;
        }
        match self.0.message.map(|message| message.split_once('\n').ok_or(message)) {
            None => Ok(()),
            Some(Err(line)) => write!(f, "{}", Escaped(line)),
            Some(Ok((line, rest))) => write!(
                f,
                "<details><summary>{}</summary><pre>{}</pre></details>",
                Escaped(line),
                Escaped(rest)
            ),
        }
    }
}

/// What a lenient emulator let pass.
struct Notes<'s>(&'s Summary<'s>);

impl Display for Notes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut notes = self.0.request.notes.iter();
        notes.try_for_each(|note| write!(f, "<p>note: {}</p>", Escaped(note)))
    }
}

/// The parameters to unfold, one a line.
struct Parameters<'s>(&'s Summary<'s>);

impl Display for Parameters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parameters = self.0.parameters.as_deref().and_then(|text| Json::parse(text).ok());
        let entries = parameters.as_ref().and_then(Json::as_object).unwrap_or_default();
        if entries.is_empty() {
            return Ok(());
        }
        f.write_str("<details><summary>parameters</summary><pre>")?;
        for entry in entries {
            let value = entry.value.to_string();
            writeln!(f, "{}: {}", Escaped(&entry.name), Escaped(&value))?;
        }
        f.write_str("</pre></details>")
    }
}

fn service(service: &Service) -> String {
    let actions: String = service
        .actions
        .iter()
        .map(|action| format!("<li><code>{}</code></li>", Escaped(&action.name.value)))
        .collect();
    format!(
        "<details><summary>{} {} ({})</summary>\n<ul>{actions}</ul></details>\n",
        Escaped(&service.file.name.value),
        Escaped(&service.file.version.value),
        service.actions.len(),
    )
}

/// Untrusted text escaped for the page: no markup, and no character that hides or reverses the text around it.
struct Escaped<'t>(&'t str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\n' | '\t' | '\\' => f.write_char(character)?,
                character => write!(f, "{}", character.escape_debug())?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Escaped;

    #[test]
    fn untrusted_text_contains_no_markup() {
        let text = "<script>alert('x')</script>\" & \u{202e}\u{0}\u{1b}é\\";
        let expected = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; &amp; \\u{202e}\\0\\u{1b}é\\";
        assert_eq!(Escaped(text).to_string(), expected);
    }
}
