//! The response of the actions that return nothing.

/// The response of an action that returns nothing, besides the request ID that every [`Response`](crate::Response) has.
///
/// The type that generated code names after such an action is an alias of this one. Members that a service adds are not
/// lost: [`Response::unknown`](crate::Response::unknown) has them.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::{EmptyResponse, Response};
///
/// let response = Response::<EmptyResponse>::from_json(r#"{"Response":{"RequestId":"b4ad9bd3"}}"#)?;
/// assert_eq!(response.request_id(), "b4ad9bd3");
/// assert_eq!(response.into_inner(), EmptyResponse::default());
/// # Ok::<(), tc3::Error>(())
/// ```
#[non_exhaustive]
pub struct EmptyResponse {}

crate::record_impls!(EmptyResponse, Default {});
