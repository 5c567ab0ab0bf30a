//! Subscribers of official accounts.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::callback::List;
use crate::callback::ack::{Admission, Received, Several, Subscribers};
use crate::model::{Conversation, OfficialAccountId, UserId};

/// Before users subscribe to an official account: some or all may be kept out. Tencent's page: 订阅公众号之前回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackBeforeAddSubscriber")]
pub struct BeforeSubscribe {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// The user who asked for it; an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The users who are to subscribe.
    #[serde(rename = "SubscribeAccountList")]
    pub subscribers: List<Subscriber>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    BeforeSubscribe = "OfficialAccount.CallbackBeforeAddSubscriber" => Admission<Subscribers>,
    |event| Conversation::official(&event.account)
);

impl Several for BeforeSubscribe {
    type Party = Subscribers;

    fn retain(&mut self, mut stays: impl FnMut(&UserId) -> bool) {
        self.subscribers.retain(|subscriber| stays(&subscriber.account));
    }
}

/// After users subscribed to an official account. Tencent's page: 订阅公众号之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackAfterAddSubscriber")]
pub struct AfterSubscribe {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// The user who asked for it; an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The new subscribers.
    #[serde(rename = "SubscribeAccountList")]
    pub subscribers: List<Subscriber>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterSubscribe = "OfficialAccount.CallbackAfterAddSubscriber" => Received,
    |event| Conversation::official(&event.account)
);

/// After an official account got the last subscriber it may have. Tencent's page: 公众号可订阅的人数已满之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackAfterOfficialAccountFull")]
pub struct AfterFull {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterFull = "OfficialAccount.CallbackAfterOfficialAccountFull" => Received,
    |event| Conversation::official(&event.account)
);

/// After users unsubscribed or were removed. Tencent's page: 删除订阅者之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackAfterDeleteSubscriber")]
pub struct AfterUnsubscribe {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// The user who asked for it; an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The users who left.
    #[serde(rename = "SubscribeAccountList")]
    pub subscribers: List<Subscriber>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterUnsubscribe = "OfficialAccount.CallbackAfterDeleteSubscriber" => Received,
    |event| Conversation::official(&event.account)
);

/// A user in a list of subscribers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[doc(alias = "SubscribeAccountList")]
pub struct Subscriber {
    /// The user.
    #[serde(rename = "Subscriber_Account")]
    pub account: UserId,
}
