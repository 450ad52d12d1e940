//! What is said where a service, a version or an action is not found: the nearest names, in three lines.

use tc3_catalog::LookupError;

use crate::error::CliError;
use crate::library;
use crate::shell_word::word;

/// The error of a command line that names what is not there.
pub(crate) fn lookup_error(error: LookupError) -> CliError {
    match error {
        LookupError::Service { name, near } => {
            with_near(CliError::input(format!("there is no service `{name}`")), &near).hint(format!(
                "run `tc3 api search {}` to find actions, `tc3 api show` for all services",
                word(&name)
            ))
        }
        LookupError::Version {
            service,
            version,
            versions,
        } => {
            let error = CliError::input(format!("{service} has no version `{version}`"));
            error.hint(format!("it has {}", versions.join(", ")))
        }
        LookupError::Action {
            service,
            name,
            near,
            versions,
        } => {
            let error = with_near(CliError::input(format!("{service} has no action `{name}`")), &near);
            if !versions.is_empty() {
                return error.hint(format!("it is in version {}: --version {0}", versions.join(", ")));
            }
            error.hint(format!(
                "run `tc3 api search {} {}` to find it, `tc3 {0} help` for all actions",
                word(&service),
                word(&name)
            ))
        }
        LookupError::Catalog(error) => library::catalog_error(&error),
        other => CliError::configuration(other.to_string()),
    }
}

fn with_near(error: CliError, near: &[String]) -> CliError {
    if near.is_empty() {
        return error;
    }
    error.hint(format!("near: {}", near.join(", ")))
}

#[cfg(test)]
mod tests {
    use tc3_catalog::LookupError;

    use super::lookup_error;
    use crate::exit_status::ExitStatus;

    #[test]
    fn an_unknown_action_takes_three_lines() {
        let error = lookup_error(LookupError::Action {
            service: "gaap".to_owned(),
            name: "CreatProxy".to_owned(),
            near: vec!["CreateProxy".to_owned(), "CreateProxyGroup".to_owned()],
            versions: Vec::new(),
        });
        assert_eq!(error.status, ExitStatus::WrongInput);
        assert_eq!(error.messages, ["gaap has no action `CreatProxy`"]);
        assert_eq!(
            error.hints,
            [
                "near: CreateProxy, CreateProxyGroup",
                "run `tc3 api search gaap CreatProxy` to find it, `tc3 gaap help` for all actions",
            ]
        );
    }
}
