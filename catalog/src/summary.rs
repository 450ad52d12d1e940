//! What lists of services and actions show of them, and the site and language that are asked for.

/// The sites of Tencent Cloud that have something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sites {
    /// The site of mainland China.
    pub cn: bool,
    /// The international site.
    pub intl: bool,
}

impl Sites {
    /// Both sites.
    pub const BOTH: Self = Self { cn: true, intl: true };

    /// Returns whether `site` is one of them.
    #[must_use]
    pub fn has(self, site: Site) -> bool {
        match site {
            Site::Cn => self.cn,
            Site::Intl => self.intl,
        }
    }
}

/// A site of Tencent Cloud.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Site {
    /// The site of mainland China, cloud.tencent.com.
    #[default]
    Cn,
    /// The international site, tencentcloud.com.
    Intl,
}

/// A language of descriptions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese, in simplified characters.
    Chinese,
}

/// A service with its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceSummary {
    /// Short name: `gaap`.
    pub name: String,
    /// Full name, in the language asked for; empty if no text is at hand.
    pub title: String,
    /// Its versions, the default one first.
    pub versions: Vec<VersionSummary>,
}

/// A version of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionSummary {
    /// As it is sent: `2018-05-29`.
    pub version: String,
    /// How many actions it has.
    pub actions: usize,
}

/// An action in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionSummary {
    /// Name: `CreateProxyGroup`.
    pub name: String,
    /// What it does, in a line; empty if no text is at hand.
    pub title: String,
    /// Which sites have it.
    pub sites: Sites,
    /// Whether it is deprecated.
    pub deprecated: bool,
}
