//! Permission groups come, change and go.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::GroupId;
use crate::rest::batch::Batch;
use crate::rest::cursor::filled;
use crate::rest::outcome::{Outcome, failed};
use crate::rest::{Done, Endpoint, Failure, Paged, Response, Retry};

/// Makes a permission group in a community that has them.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "create_permission_group")]
pub struct Create {
    /// The community.
    pub group_id: GroupId,
    /// An id of the app's own, `@PMG#…`; Tencent makes one if missing.
    pub permission_group_id: Option<String>,
    /// The name of the permission group, 150 bytes or fewer.
    pub permission_group_name: String,
    /// The rights of its members, as bits.
    pub permission: Option<i64>,
    /// The app's own data, 3000 bytes or fewer.
    pub custom_string: Option<String>,
}

impl Create {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, permission_group_name: impl Into<String>) -> Self {
        Self {
            group_id: group_id.into(),
            permission_group_name: permission_group_name.into(),
            ..Self::default()
        }
    }
}

impl Endpoint for Create {
    const PATH: &'static str = "v4/group_open_http_svc/create_permission_group";
    const TITLE: &'static str = "创建权限组";
    const LIMITS: &'static str = "Name 150, own data 3000 bytes or fewer.";
    // The second would be another permission group.
    const RETRY: Retry = Retry::Never;
    type Response = CreateResponse;
}

/// The answer to [`Create`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CreateResponse {
    /// The permission group, `@PMG#…`.
    pub permission_group_id: Option<String>,
}

impl Response for CreateResponse {}

/// Dissolves permission groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "destroy_permission_group")]
pub struct Destroy {
    /// The community.
    pub group_id: GroupId,
    /// The permission groups.
    pub permission_group_id_list: Vec<String>,
}

impl Destroy {
    /// A value with the required fields.
    #[must_use]
    pub fn new(
        group_id: impl Into<GroupId>,
        permission_group_id_list: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            group_id: group_id.into(),
            permission_group_id_list: permission_group_id_list.into_iter().map(Into::into).collect(),
        }
    }
}

impl Endpoint for Destroy {
    const PATH: &'static str = "v4/group_open_http_svc/destroy_permission_group";
    const TITLE: &'static str = "解散权限组";
    const LIMITS: &'static str = "20 permission groups a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

impl Batch for Destroy {
    const MAX: usize = 20;
    type Item = String;

    fn items(&mut self) -> Option<&mut Vec<String>> {
        Some(&mut self.permission_group_id_list)
    }

    fn append(_: &mut Done, _: Done) {}
}

/// Changes a permission group.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "modify_permission_group")]
pub struct Modify {
    /// The community.
    pub group_id: GroupId,
    /// The permission group, `@PMG#…`.
    pub permission_group_id: String,
    /// The name of the permission group, 150 bytes or fewer.
    pub permission_group_name: Option<String>,
    /// The rights of its members, as bits.
    pub permission: Option<i64>,
    /// The app's own data, 3000 bytes or fewer.
    pub custom_string: Option<String>,
}

impl Modify {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, permission_group_id: impl Into<String>) -> Self {
        Self { group_id: group_id.into(), permission_group_id: permission_group_id.into(), ..Self::default() }
    }
}

impl Endpoint for Modify {
    const PATH: &'static str = "v4/group_open_http_svc/modify_permission_group";
    const TITLE: &'static str = "修改权限组资料";
    const LIMITS: &'static str = "One permission group a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// Reads permission groups, a page at a time.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_permission_group")]
pub struct List {
    /// The community.
    pub group_id: GroupId,
    /// The permission groups; all if missing.
    pub permission_group_id_list: Option<Vec<String>>,
    /// Permission groups a page at most: 20 or fewer.
    pub limit: Option<i64>,
    /// The start of the page: empty at first, then the cursor of the page before.
    pub next: Option<String>,
}

impl List {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>) -> Self {
        Self { group_id: group_id.into(), ..Self::default() }
    }
}

impl Endpoint for List {
    const PATH: &'static str = "v4/group_open_http_svc/get_permission_group";
    const TITLE: &'static str = "获取权限组资料";
    const LIMITS: &'static str = "20 permission groups a page.";
    const RETRY: Retry = Retry::Safe;
    type Response = ListResponse;
}

impl Paged for List {
    type Item = PermissionGroup;
    type Cursor = Option<String>;

    fn cursor(&self) -> Option<String> {
        self.next.clone()
    }

    fn next(&self, response: &Self::Response) -> Option<Self> {
        let next = filled(response.next.as_ref())?;
        Some(Self { next: Some(next), ..self.clone() })
    }

    fn items(response: Self::Response) -> Vec<PermissionGroup> {
        response.permission_group_info_list
    }
}

/// The answer to [`List`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListResponse {
    /// The permission groups.
    pub permission_group_info_list: Vec<PermissionGroup>,
    /// The start of the next page; empty on the last page.
    pub next: Option<String>,
}

impl Response for ListResponse {
    fn failures(&self) -> Vec<Failure> {
        failed(&self.permission_group_info_list)
    }
}

/// A permission group.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct PermissionGroup {
    /// 0, or the code of the failure.
    pub error_code: Option<i64>,
    /// The text of the code.
    pub error_info: Option<String>,
    /// The permission group, `@PMG#…`.
    pub permission_group_id: Option<String>,
    /// The name of the permission group, 150 bytes or fewer.
    pub permission_group_name: Option<String>,
    /// The app's own data, 3000 bytes or fewer.
    pub custom_string: Option<String>,
    /// The rights of its members, as bits.
    pub permission: Option<i64>,
    /// The members.
    pub member_count: Option<i64>,
}

impl Outcome for PermissionGroup {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.permission_group_id.as_ref(), self.error_code, self.error_info.as_deref())
    }
}
