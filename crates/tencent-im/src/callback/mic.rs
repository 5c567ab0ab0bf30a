//! Seats in the rooms of the product beside IM (Live), which posts in the same way.

use super::rooms::rooms;

rooms! {
    /// After the seats of a room changed; who sits where, `SeatList`, is in the body only. Tencent's page: TRTC
    /// 60736.
    AfterSeatChange = "Mic.CallbackAfterSeatInfoChanged";
}
