//! The identity behind a credential: an account, or a role that was assumed.

use tc3_codegen::spec::Json;

use crate::wire::json::string;

/// The account (uin) that the credentials given to the emulator belong to.
pub(crate) const ACCOUNT: &str = "100000000001";

/// The identity of a caller: the account itself, or a role of one.
pub(crate) struct Caller {
    pub(crate) account: String,
    pub(crate) role: Option<AssumedRole>,
}

pub(crate) struct AssumedRole {
    pub(crate) role_id: String,
    pub(crate) session_name: String,
}

/// A role, as a `RoleArn` names it.
pub(crate) struct Role {
    /// The account (uin) that the role belongs to.
    pub(crate) account: String,
    /// The name or the ID of the role.
    pub(crate) name: String,
}

impl Caller {
    pub(crate) fn account() -> Self {
        Self {
            account: ACCOUNT.to_owned(),
            role: None,
        }
    }

    pub(crate) fn of_role(role: Role, session_name: &str) -> Self {
        Self {
            account: role.account,
            role: Some(AssumedRole {
                role_id: role_id(&role.name),
                session_name: session_name.to_owned(),
            }),
        }
    }

    /// The output of GetCallerIdentity.
    pub(crate) fn identity(&self) -> Vec<(String, Json)> {
        let account = &self.account;
        let (kind, arn, user) = match &self.role {
            None => ("CAMUser", format!("qcs::cam:{account}:uin/{account}"), account.clone()),
            Some(role) => (
                "CAMRole",
                format!("qcs::sts:{account}:assumed-role/{}", role.role_id),
                format!("{}:{}", role.role_id, role.session_name),
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

/// The ID of the role with this name, the same each time. A name that consists of digits is the ID.
fn role_id(name: &str) -> String {
    /// The smallest ID of a role.
    const FIRST: u64 = 4_611_686_018_427_387_904;

    if name.bytes().all(|byte| byte.is_ascii_digit()) {
        return name.to_owned();
    }
    let mixed = name.bytes().fold(0_u64, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(byte)) % 1_000_000_007
    });
    (FIRST + mixed).to_string()
}
