//! Permission groups come, change and go.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::GroupId;
use crate::rest::cursor::filled;
use crate::rest::define::{batch, endpoint, failures, new, outcome, paged};
use crate::rest::{Done, Response};

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

new!(Create(group_id into GroupId, permission_group_name into String) { ..Self::default() });
// The second would be another permission group.
endpoint!(Create => CreateResponse, "v4/group_open_http_svc/create_permission_group", "创建权限组", Never,
    "Name 150, own data 3000 bytes or fewer.");

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

new!(Destroy(group_id into GroupId, permission_group_id_list each String));
endpoint!(Destroy => Done, "v4/group_open_http_svc/destroy_permission_group", "解散权限组", Safe,
    "20 permission groups a call.");
batch!(Destroy, 20 of permission_group_id_list: String);

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

new!(Modify(group_id into GroupId, permission_group_id into String) { ..Self::default() });
endpoint!(Modify => Done, "v4/group_open_http_svc/modify_permission_group", "修改权限组资料", Safe,
    "One permission group a call.");

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

new!(List(group_id into GroupId) { ..Self::default() });
endpoint!(List => ListResponse, "v4/group_open_http_svc/get_permission_group", "获取权限组资料", Safe,
    "20 permission groups a page.");
paged!(List at next: Option<String>, permission_group_info_list: PermissionGroup, |response|
    filled(response.next.as_ref()));

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

failures!(ListResponse: permission_group_info_list);

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

outcome!(PermissionGroup: permission_group_id, error_code, error_info);
