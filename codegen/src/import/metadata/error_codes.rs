//! The error codes of each service, from the official Python SDK.

use std::collections::BTreeMap;

use super::super::{Archive, ImportError};

/// The end of the path of the file that lists the codes of a service version.
const ERROR_CODES: &str = "/errorcodes.py";

/// Error codes by service and version; the default has none.
///
/// The metadata has no error codes. Pass the default to [`convert`](fn@super::convert) to import without them.
#[derive(Clone, Debug, Default)]
pub struct ErrorCodes(BTreeMap<(String, String), Vec<String>>);

impl ErrorCodes {
    /// Reads the codes from a wheel of the Python SDK, for one service or for all, or from its folder.
    ///
    /// ```no_run
    /// use tc3_codegen::import::Archive;
    /// use tc3_codegen::import::metadata::ErrorCodes;
    ///
    /// let wheel = Archive::open("tencentcloud_sdk_python_gaap-3.0.0-py2.py3-none-any.whl".as_ref())?;
    /// let codes = ErrorCodes::read(wheel)?;
    /// # Ok::<(), tc3_codegen::import::ImportError>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error if there are no codes, or if a file cannot be read.
    pub fn read(mut archive: Archive) -> Result<Self, ImportError> {
        let mut codes = BTreeMap::new();
        for path in archive.names(ERROR_CODES)? {
            let mut parts = path.rsplit('/').skip(1);
            let (Some(version), Some(service)) = (parts.next(), parts.next()) else {
                continue;
            };
            let text = archive.read(&path)?;
            let found: Vec<String> = text.lines().filter_map(constant).map(str::to_owned).collect();
            codes.insert((service.to_owned(), version.to_owned()), found);
        }
        if codes.is_empty() {
            let what = archive.displayed("");
            return Err(ImportError::new(
                what,
                "no error codes in it: no file <service>/v<yyyymmdd>/errorcodes.py",
            )
            .help(
                "they are in the packages of the Python SDK: `pip download --no-deps tencentcloud-sdk-python-gaap`",
            ));
        }
        Ok(Self(codes))
    }

    /// Returns the codes of a version of a service, `v20180529`, in the order of the file.
    pub(crate) fn of(&self, service: &str, version: &str) -> &[String] {
        let key = (service.to_owned(), version.to_owned());
        self.0.get(&key).map_or(&[], Vec::as_slice)
    }
}

/// Returns the code in a line `AUTHFAILURE_TOKENFAILURE = 'AuthFailure.TokenFailure'`.
fn constant(line: &str) -> Option<&str> {
    let (name, value) = line.split_once(" = ")?;
    let is_constant = name
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    let code = value.trim().strip_prefix('\'')?.strip_suffix('\'')?;
    is_constant.then_some(code)
}
