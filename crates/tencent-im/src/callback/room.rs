//! Rooms of the product before Live (Room), which posts in the same way. Tencent's pages: TRTC 60731 to 60736.

use super::rooms::rooms;

rooms! {
    /// After a room was created.
    AfterCreate = "Room.CallbackAfterCreateRoom";
    /// After a room was disbanded.
    AfterDestroy = "Room.CallbackAfterDestroyRoom";
    /// After a room's profile was changed.
    AfterInfoChange = "Room.CallbackAfterUpdateRoomInfo";
    /// After a user entered a room.
    AfterEnter = "Room.CallbackAfterMemberEnter";
    /// After a user left a room.
    AfterLeave = "Room.CallbackAfterMemberLeave";
}
