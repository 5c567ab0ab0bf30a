//! Who subscribes to official accounts.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{OfficialAccountId, UserId};
use crate::rest::cursor::{behind, filled};
use crate::rest::define::{endpoint, failures, new, paged};
use crate::rest::official::account::Filter;
use crate::rest::outcome::Outcome;
use crate::rest::tag::TagValue;
use crate::rest::{Done, Failure, Response};

/// Makes users subscribers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "add_subscriber")]
pub struct Add {
    /// The official account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// The users.
    pub subscriber_list: Vec<NewSubscriber>,
}

impl Add {
    /// A value with the required fields.
    #[must_use]
    pub fn new(
        account: impl Into<OfficialAccountId>,
        subscribers: impl IntoIterator<Item = impl Into<UserId>>,
    ) -> Self {
        Self {
            account: account.into(),
            subscriber_list: subscribers
                .into_iter()
                .map(|subscriber| NewSubscriber { subscriber: subscriber.into() })
                .collect(),
        }
    }
}

endpoint!(Add => AddResponse, "v4/official_account_open_http_svc/add_subscriber", "添加订阅者", Safe,
    "200 calls a second."; "Official_Account" is now "Subscriber_Account");

/// A user who subscribes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSubscriber {
    /// The user.
    #[serde(rename = "Subscriber_Account", alias = "Official_Account")]
    pub subscriber: UserId,
}

/// The answer to [`Add`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AddResponse {
    /// The result for each user.
    pub subscriber_list: Vec<SubscribeResult>,
}

failures!(AddResponse: subscriber_list);

/// The result for one user.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SubscribeResult {
    /// The subscriber.
    #[serde(rename = "Subscriber_Account", alias = "Official_Account")]
    pub subscriber: Option<UserId>,
    /// 0: failed; 1: done; 2: it was so before.
    pub result: Option<i64>,
}

impl Outcome for SubscribeResult {
    fn failure(&self) -> Option<Failure> {
        Failure::told(self.result == Some(0), self.subscriber.as_ref(), None)
    }
}

/// Makes users subscribers no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "delete_subscriber")]
pub struct Delete {
    /// The official account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// The subscribers.
    #[serde(rename = "SubscriberToDel_Account")]
    pub subscribers: Vec<UserId>,
}

new!(Delete(account into OfficialAccountId, subscribers each UserId));
endpoint!(Delete => DeleteResponse, "v4/official_account_open_http_svc/delete_subscriber", "删除订阅者", Safe,
    "Several users a call.");

/// The answer to [`Delete`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeleteResponse {
    /// The result for each user.
    pub subscriber_list: Vec<SubscribeResult>,
}

failures!(DeleteResponse: subscriber_list);

/// Changes what the app keeps about a subscriber.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "modify_subscriber_info")]
pub struct Modify {
    /// The official account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// The subscriber.
    #[serde(rename = "Subscriber_Account")]
    pub subscriber: UserId,
    /// The app's own data, 3000 bytes or fewer.
    pub custom_string: Option<String>,
}

new!(Modify(account into OfficialAccountId, subscriber into UserId) { custom_string: None });
endpoint!(Modify => Done, "v4/official_account_open_http_svc/modify_subscriber_info", "修改订阅者信息", Safe,
    "One subscriber a call.");

/// Reads the subscribers of an official account, a page at a time.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_subscriber_info")]
pub struct List {
    /// The official account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// Subscribers a page at most: 200 or fewer.
    pub limit: Option<i64>,
    /// The start of the page: missing at first, then the cursor of the page before.
    pub next: Option<String>,
}

new!(List(account into OfficialAccountId) { limit: None, next: None });
endpoint!(List => ListResponse, "v4/official_account_open_http_svc/get_subscriber_info",
    "获取订阅者列表", Safe, "200 subscribers a page.");
paged!(List at next: Option<String>, subscriber_list: Subscriber, |response| filled(response.next.as_ref()));

/// The answer to [`List`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListResponse {
    /// The start of the next page; empty on the last page.
    pub next: Option<String>,
    /// Subscribers in all.
    pub subscriber_num: Option<i64>,
    /// The subscribers of this page.
    pub subscriber_list: Vec<Subscriber>,
}

impl Response for ListResponse {}

/// A subscriber.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Subscriber {
    /// The subscriber.
    #[serde(rename = "Subscriber_Account")]
    pub subscriber: Option<UserId>,
    /// The start, Unix seconds.
    pub subscribe_time: Option<i64>,
    /// The app's own data, 3000 bytes or fewer.
    pub custom_string: Option<String>,
    /// The subscriber's setting for new messages.
    pub msg_flag: Option<TagValue>,
    /// When the member last said something, Unix seconds.
    pub last_send_msg_time: Option<i64>,
}

/// Reads which official accounts a user subscribes to, a page at a time.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_subscribed_official_account_list")]
pub struct ListSubscribed {
    /// The user.
    #[serde(rename = "Subscriber_Account")]
    pub subscriber: UserId,
    /// Official accounts a page at most: 200 or fewer, and if missing.
    pub limit: Option<i64>,
    /// The number of items to skip; 0 at first.
    pub offset: Option<i64>,
    /// The parts wanted; all if missing.
    pub response_filter: Option<Filter>,
}

new!(ListSubscribed(subscriber into UserId) { ..Self::default() });
endpoint!(ListSubscribed => ListSubscribedResponse,
    "v4/official_account_open_http_svc/get_subscribed_official_account_list", "获取用户订阅的公众号", Safe,
    "200 official accounts a page.");
paged!(ListSubscribed at offset: Option<i64>, official_account_info_list: Subscribed, |response, request| {
    if response.complete_flag.is_some_and(|flag| flag != 0) {
        return None;
    }
    behind(request.offset, response.official_account_info_list.len(), response.total_count)
});

/// The answer to [`ListSubscribed`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListSubscribedResponse {
    /// The official accounts of this page.
    pub official_account_info_list: Vec<Subscribed>,
    /// The number of all items.
    pub total_count: Option<i64>,
    /// Not 0 on the last page.
    pub complete_flag: Option<i64>,
    /// The start of the next page.
    pub next: Option<i64>,
}

impl Response for ListSubscribedResponse {}

/// An official account that a user subscribes to.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Subscribed {
    /// The name.
    pub name: Option<String>,
    /// The owner.
    #[serde(rename = "Owner_Account")]
    pub owner: Option<UserId>,
    /// When the last message was sent, Unix seconds.
    pub last_msg_time: Option<i64>,
    /// Subscribers in all.
    pub subscriber_num: Option<i64>,
    /// The introduction.
    pub introduction: Option<String>,
    /// The URL of the picture.
    pub face_url: Option<String>,
    /// The organization behind the account, 500 bytes or fewer.
    pub organization: Option<String>,
    /// The app's own data, 3000 bytes or fewer.
    pub custom_string: Option<String>,
    /// The user's own subscription.
    pub self_info: Option<Subscription>,
}

/// A subscription.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Subscription {
    /// The start, Unix seconds.
    pub subscribe_time: Option<i64>,
    /// The app's own data, 3000 bytes or fewer.
    pub custom_string: Option<String>,
}
