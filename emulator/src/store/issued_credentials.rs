//! Keeps issued credentials in the data file, so that they are accepted until they expire, also after a restart.

use tc3_codegen::spec::{Json, JsonValue};

use super::Store;
use super::tables::{Record, Transaction};
use crate::auth::caller::{AssumedRole, Caller};
use crate::auth::credentials::{IssuedCredential, MAX_ISSUED};
use crate::wire::error::{ApiError, INTERNAL_ERROR};
use crate::wire::json::{json, string};

/// The table of the credentials; it belongs to no service.
pub(super) const TABLE: &str = "#issued-credentials";

const SECRET_ID: &str = "SecretId";
const SECRET_KEY: &str = "SecretKey";
const TOKEN: &str = "Token";
const EXPIRES_AT: &str = "ExpiresAt";
const ACCOUNT: &str = "Account";
const ROLE_ID: &str = "RoleId";
const SESSION_NAME: &str = "SessionName";

impl Store {
    /// Writes a credential to the file, if there is one, and removes the oldest if there are too many.
    pub(crate) fn keep_credential(&self, issued: &IssuedCredential, caller: &Caller, now: i64) -> Result<(), ApiError> {
        if !self.is_on_disk() {
            return Ok(());
        }
        let mut inner = self.lock();
        let mut transaction = Transaction::new(&mut inner.tables);
        transaction.add(TABLE, to_record(issued, caller, now));
        let tables = transaction.tables();
        let excess = tables.count(TABLE).saturating_sub(MAX_ISSUED);
        let oldest: Vec<u64> = tables.records(TABLE).map(|(number, _)| number).take(excess).collect();
        for number in oldest {
            transaction.remove(TABLE, number);
        }
        let committed = self.commit(transaction);
        committed.map_err(|error| ApiError::new(INTERNAL_ERROR, error.to_string()))
    }

    /// The credentials in the file, the oldest first.
    pub(crate) fn kept_credentials(&self) -> Vec<(IssuedCredential, Caller)> {
        let inner = self.lock();
        let records = inner.tables.records(TABLE);
        records.filter_map(|(_, record)| from_record(record)).collect()
    }
}

fn to_record(issued: &IssuedCredential, caller: &Caller, now: i64) -> Record {
    let mut record = Record::new(now);
    let mut set = |name: &str, text: &str| record.set(name, string(text));
    set(SECRET_ID, &issued.secret_id);
    set(SECRET_KEY, &issued.secret_key);
    set(TOKEN, &issued.token);
    set(ACCOUNT, &caller.account);
    if let Some(role) = &caller.role {
        set(ROLE_ID, &role.role_id);
        set(SESSION_NAME, &role.session_name);
    }
    record.set(EXPIRES_AT, json(JsonValue::Number(issued.expires_at.to_string())));
    record
}

fn from_record(record: &Record) -> Option<(IssuedCredential, Caller)> {
    let text = |name| record.get(name).and_then(Json::as_str).map(str::to_owned);
    let expires_at = match &record.get(EXPIRES_AT)?.value {
        JsonValue::Number(text) => text.parse().ok()?,
        _ => return None,
    };
    let role = text(ROLE_ID).zip(text(SESSION_NAME));
    let caller = Caller {
        account: text(ACCOUNT)?,
        role: role.map(|(role_id, session_name)| AssumedRole { role_id, session_name }),
    };
    let issued = IssuedCredential {
        secret_id: text(SECRET_ID)?,
        secret_key: text(SECRET_KEY)?,
        token: text(TOKEN)?,
        expires_at,
    };
    Some((issued, caller))
}
