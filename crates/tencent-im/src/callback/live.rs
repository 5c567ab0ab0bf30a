//! Rooms of the product beside IM (Live), which posts in the same way. Tencent's page: 647/64413.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::List;
use super::ack::{GiftCode, Permission, Wish};
use super::rooms::rooms;
use crate::model::{Conversation, GroupId, UserId, text};

/// Before a gift is sent in a live room. A gift, unlike everything else, is blocked if no answer comes in time.
/// Tencent's page: 647/72210.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Live.CallbackBeforeSendGift")]
pub struct BeforeSendGift {
    /// The user who asked for it.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The room; its live group has the same id.
    #[serde(deserialize_with = "text::required_filled")]
    pub room_id: GroupId,
    /// The gift.
    #[serde(rename = "GiftWater")]
    pub gift: Gift,
    /// The time of the callback, Unix milliseconds; not documented here.
    pub event_time: Option<i64>,
}

callback!(
    BeforeSendGift = "Live.CallbackBeforeSendGift" => Permission<GiftCode>,
    |event| Conversation::group(&event.room_id)
);

impl Wish for BeforeSendGift {
    type Code = GiftCode;
}

/// A gift that is about to be sent.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "GiftWater")]
pub struct Gift {
    /// The giver.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The receivers.
    #[serde(rename = "To_Account", default)]
    #[serde(deserialize_with = "List::or_bare", skip_serializing_if = "List::is_absent")]
    pub to: List<UserId>,
    /// The time of the gift, Unix seconds.
    pub time: Option<i64>,
    /// The kind of gift.
    pub gift_id: Option<String>,
    /// The number of gifts.
    pub count: Option<i64>,
    /// The price, in coins.
    pub coins: Option<i64>,
}

rooms! {
    /// After a room was created.
    AfterCreate = "Live.CallbackAfterCreateRoom";
    /// After a room was disbanded.
    AfterDestroy = "Live.CallbackAfterDestroyRoom";
    /// After a room's profile was changed.
    AfterInfoChange = "Live.CallbackAfterUpdateRoomInfo";
    /// After metadata of a room were set.
    AfterSetMetadata = "Live.CallbackAfterSetMetadata";
    /// After metadata of a room were deleted.
    AfterDeleteMetadata = "Live.CallbackAfterDelMetadata";
    /// An alarm: the rooms created passed 70 % of the limit.
    AfterReachThreshold = "Live.CallbackAfterCreateRoomReachingThreshold";
    /// After users entered, left, or went on or off line.
    AfterMemberStateChange = "Live.CallbackAfterMemberStateChanged";
    /// After a room was given to another owner.
    AfterOwnerChange = "Live.CallbackAfterChangeOwner";
    /// After administrators of a room were set or removed.
    AfterAdminChange = "Live.CallbackAfterModifyAdmin";
    /// After a battle between rooms was created.
    AfterCreateBattle = "Live.CallbackAfterCreateBattle";
    /// After a battle between rooms started.
    AfterStartBattle = "Live.CallbackAfterStartBattle";
    /// After a battle between rooms ended.
    AfterEndBattle = "Live.CallbackAfterEndBattle";
}
