//! Lists of actions known by name: the same cursor, over JSON.

mod json_members;
mod pages;
mod paging;

pub use pages::{NamedPage, NamedPages};
pub use paging::NamedPaging;

use crate::{Client, NamedCall};

/// With the feature `named`.
impl Client {
    /// Paginates through a list of an action known by name, from the offset, page number or token in `json` on.
    ///
    /// When the list ends and what is an error is as for [`pages`](Client::pages). A list that is not where `paging` says
    /// has no items, so that pagination ends.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # async fn example(client: tc3::Client) -> Result<(), tc3::Error> {
    /// use tc3::{NamedCall, NamedPaging};
    ///
    /// let call = NamedCall::new("gaap", "2018-05-29", "DescribeProxyGroupList").read_only();
    /// let paging = NamedPaging::offset("Offset", "ProxyGroupList").size("Limit", Some(100)).total("TotalCount");
    /// let mut pages = client.named_pages(&call, paging, r#"{"ProjectId": -1}"#);
    /// while let Some(page) = pages.next().await {
    ///     for group in page?.items() {
    ///         println!("{group}");
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    pub fn named_pages(&self, call: &NamedCall, paging: NamedPaging, json: impl AsRef<[u8]>) -> NamedPages {
        NamedPages::new(self.clone(), call.clone(), paging, json.as_ref())
    }
}
