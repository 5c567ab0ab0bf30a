//! Seats in the rooms of the product beside IM (Live), which posts in the same way.

use super::Callback;
use super::ack::Received;
use super::object::whole;
use super::rooms::rooms;
use crate::model::{Conversation, GroupId, Other, UserId, number, text};

rooms! {
    /// After the seats of a room changed; who sits where is `SeatList` in `other`. Tencent's page: TRTC 60736.
    AfterSeatChange = "Mic.CallbackAfterSeatInfoChanged";
}
