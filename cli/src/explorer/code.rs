//! The program that makes the call of the form: what `tc3 code` prints.

use super::Explorer;
use super::calls::Destination;
use super::web::input::Input;
use super::web::refusal::Refusal;
use super::web::reply::{object, text, texts};
use crate::call::address;
use crate::call::named_call::Target;
use crate::error::CliError;
use crate::json::Value;
use crate::parameters::request_of_text;
use crate::samples::{SampleInput, SampleLanguage, sample};

/// `{code, fileName, notes}`; `program` names the language of the program.
///
/// # Errors
/// If the parameters are wrong, or the language cannot make such a call.
pub(super) fn code(explorer: &Explorer, input: &Input) -> Result<Value, Refusal> {
    let name = input.required("program")?;
    let known = SampleLanguage::ALL.iter().find(|(known, _)| *known == name);
    let (_, language) = *known.ok_or_else(|| CliError::input(format!("there is no language `{name}`")))?;
    let found = explorer.libraries.asked_for(input)?.find(input)?;
    let target = Target::new(&found)?;
    let request = request_of_text(&found, input.text("body").unwrap_or("{}"), true)?;
    let mut destination = Destination::read(explorer, input, &target)?;
    // What there is to say is said on the page.
    destination.options.quiet = true;
    let settings = &destination.settings;
    let address = address(&found, settings, &destination.options, &request)?;
    let written = sample(
        language,
        SampleInput {
            found: &found,
            action: target.action,
            body: &request.body,
            binary: &request.binary,
            region: settings.region.as_deref().filter(|region| !region.is_empty()),
            site: settings.site,
            host: &address.host,
            is_plain_http: address.is_plain_http,
        },
    );
    let written = written
        .map_err(|why| CliError::input(format!("there is no {} program for this call: {why}", language.title())))?;
    Ok(object([
        ("code", text(written.code)),
        ("fileName", text(written.file_name)),
        ("notes", texts(written.notes)),
    ]))
}
