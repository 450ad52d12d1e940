//! Who a key belongs to.

use tc3_codegen::spec::Json;

use crate::json::string;

/// The account (uin) that the credentials given to the emulator belong to.
pub(crate) const ACCOUNT: &str = "100000000001";

/// Who calls: the account itself, or a role of one.
pub(crate) struct Caller {
    account: String,
    role: Option<Session>,
}

/// A role that was taken on.
struct Session {
    role_id: String,
    name: String,
}

/// A role as its description names it.
pub(crate) struct Role {
    /// The account (uin) that the role belongs to.
    pub(crate) account: String,
    /// Its name or its id.
    pub(crate) name: String,
}

impl Caller {
    pub(crate) fn account() -> Self {
        Self {
            account: ACCOUNT.to_owned(),
            role: None,
        }
    }

    pub(crate) fn of_role(role: Role, session: &str) -> Self {
        Self {
            account: role.account,
            role: Some(Session {
                role_id: role_id(&role.name),
                name: session.to_owned(),
            }),
        }
    }

    /// The output of GetCallerIdentity.
    pub(crate) fn identity(&self) -> Vec<(String, Json)> {
        let account = &self.account;
        let (kind, arn, user) = match &self.role {
            None => ("CAMUser", format!("qcs::cam:{account}:uin/{account}"), account.clone()),
            Some(session) => (
                "CAMRole",
                format!("qcs::sts:{account}:assumed-role/{}", session.role_id),
                format!("{}:{}", session.role_id, session.name),
            ),
        };
        let members = [
            ("Type", kind),
            ("AccountId", account),
            ("UserId", &user),
            ("PrincipalId", ACCOUNT),
            ("Arn", &arn),
        ];
        members
            .map(|(name, value)| (name.to_owned(), string(value)))
            .into_iter()
            .collect()
    }
}

/// The id of the role of this name, the same each time; a name in digits is the id.
fn role_id(name: &str) -> String {
    /// Ids of roles begin here.
    const FIRST: u64 = 4_611_686_018_427_387_904;

    if name.bytes().all(|byte| byte.is_ascii_digit()) {
        return name.to_owned();
    }
    let mixed = name.bytes().fold(0_u64, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(byte)) % 1_000_000_007
    });
    (FIRST + mixed).to_string()
}
