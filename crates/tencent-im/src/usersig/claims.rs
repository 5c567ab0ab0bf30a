//! The content of a `UserSig`.

/// The content of a `UserSig`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// The account.
    pub user: String,
    /// The app.
    pub sdk_app_id: u64,
    /// The time of signing, in Unix seconds.
    pub time: u64,
    /// The lifetime in seconds.
    pub expire: u64,
    /// The additional bytes that were signed, mostly a [`Grant`](super::Grant).
    pub userbuf: Option<Vec<u8>>,
}

impl Claims {
    /// The last second in which the `UserSig` is good, in Unix seconds.
    #[must_use]
    pub fn expires_at(&self) -> u64 {
        self.time.saturating_add(self.expire)
    }
}
