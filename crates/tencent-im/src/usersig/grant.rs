//! The permit of a `UserSig` for a room: the `userbuf`, a "privilege map" in fixed binary fields.

use super::claims::Claims;
use super::error::SignError;

/// A room, by the number or the name that its creator gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Room {
    /// A numeric room.
    Number(u32),
    /// A string room.
    Name(String),
}

bitflags::bitflags! {
    /// The privileges in a room. Bits without a name are kept.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Privileges: u32 {
        /// Create the room.
        const CREATE_ROOM = 1;
        /// Enter the room.
        const ENTER_ROOM = 2;
        /// Send audio.
        const SEND_AUDIO = 4;
        /// Receive audio.
        const RECEIVE_AUDIO = 8;
        /// Send video.
        const SEND_VIDEO = 16;
        /// Receive video.
        const RECEIVE_VIDEO = 32;
        /// Send the auxiliary video: a shared screen.
        const SEND_SCREEN = 64;
        /// Receive the auxiliary video.
        const RECEIVE_SCREEN = 128;
        const _ = !0;
    }
}

impl Privileges {
    /// All privileges that have a name: 255.
    pub const EVERYTHING: Self = Self::from_bits_retain(255);
}

/// A permit: what may be done in which room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The room.
    pub room: Room,
    /// The privileges in the room.
    pub privileges: Privileges,
}

impl Grant {
    /// The bytes to be signed, for the account, app and expiry of `claims`.
    pub(super) fn userbuf(&self, claims: &Claims) -> Result<Vec<u8>, SignError> {
        let user = prefixed(&claims.user).ok_or(SignError::Grant("account"))?;
        let app = u32::try_from(claims.sdk_app_id).map_err(|_| SignError::Grant("SDKAppID"))?;
        let expires_at = u32::try_from(claims.expires_at()).map_err(|_| SignError::Grant("lifetime"))?;
        let (kind, number, name) = match &self.room {
            Room::Number(number) => (0, *number, Vec::new()),
            Room::Name(name) => (1, 0, prefixed(name).ok_or(SignError::Grant("room"))?),
        };
        // The account's type, which nobody uses, is the last number.
        let numbers = [app, number, expires_at, self.privileges.bits(), 0].map(u32::to_be_bytes);
        Ok([&[kind], user.as_slice(), numbers.as_flattened(), name.as_slice()].concat())
    }

    /// The permit in the `userbuf` of claims: `None` unless claims and permit come to exactly its bytes.
    pub(super) fn of(claims: &Claims) -> Option<Self> {
        let bytes = claims.userbuf.as_deref()?;
        let numbers = bytes.get(3 + claims.user.len()..)?;
        let number = |at: usize| numbers.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
        let room = match bytes.first()? {
            0 => Room::Number(number(4)?),
            _ => Room::Name(String::from_utf8(numbers.get(22..)?.to_vec()).ok()?),
        };
        let grant = Self { room, privileges: Privileges::from_bits_retain(number(12)?) };
        (grant.userbuf(claims).ok()? == bytes).then_some(grant)
    }
}

impl Claims {
    /// The permit for a room, if `userbuf` is one, for this account, app and time.
    #[must_use]
    pub fn grant(&self) -> Option<Grant> {
        Grant::of(self)
    }
}

/// A text with its length in front, in two bytes.
fn prefixed(text: &str) -> Option<Vec<u8>> {
    let length = u16::try_from(text.len()).ok()?;
    Some([&length.to_be_bytes(), text.as_bytes()].concat())
}
