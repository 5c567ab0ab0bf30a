//! The `UserSig` of one account, signed again ahead of its expiry.

use super::error::SignError;
use super::sign::{Signer, UserSig};
use parking_lot::Mutex;
use std::time::Duration;

/// The end of a `UserSig`'s life that is not used: a tenth of the life, but no more than this.
const MARGIN: Duration = Duration::from_hours(24);

/// Seconds that a kept `UserSig` may be ahead of the clock. If it is more, the clock was set back: a new one is signed.
const AHEAD: u64 = 60;

/// Keeps the `UserSig` of one account, and signs again before it expires: once, however many ask.
#[derive(Debug)]
pub struct Cache {
    signer: Signer,
    user: String,
    lifetime: Duration,
    /// Held while signing, which takes microseconds: others wait for the new signature rather than sign, too.
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    kept: Option<Kept>,
    signed: u64,
}

#[derive(Debug)]
struct Kept {
    sig: UserSig,
    time: u64,
}

impl Cache {
    /// A cache for this account; each `UserSig` is good for `lifetime` (whole seconds).
    #[must_use]
    pub fn new(signer: Signer, user: impl Into<String>, lifetime: Duration) -> Self {
        Self { signer, user: user.into(), lifetime, state: Mutex::default() }
    }

    /// The account.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// A `UserSig` that is good at `now` (Unix seconds), and for a while.
    ///
    /// # Errors
    /// If the account or the lifetime cannot be signed.
    pub fn get(&self, now: u64) -> Result<UserSig, SignError> {
        let margin = MARGIN.min(self.lifetime / 10);
        let useful = self.lifetime.saturating_sub(margin).as_secs().max(1);
        let mut state = self.state.lock();
        match &state.kept {
            Some(kept)
                if now < kept.time.saturating_add(useful) && kept.time <= now.saturating_add(AHEAD) =>
            {
                Ok(kept.sig.clone())
            }
            _ => self.sign(&mut state, now),
        }
    }

    /// A new `UserSig` in place of `refused`, which Tencent took for expired. Of many callers that were refused with it,
    /// the first signs, and the others get the same new one.
    ///
    /// # Errors
    /// If the account or the lifetime cannot be signed.
    pub fn renew(&self, refused: &UserSig, now: u64) -> Result<UserSig, SignError> {
        let mut state = self.state.lock();
        match &state.kept {
            Some(kept) if kept.sig != *refused => Ok(kept.sig.clone()),
            // Signed in the same second, the new one would equal the old one.
            Some(kept) if kept.time.abs_diff(now) <= AHEAD => {
                let time = now.max(kept.time.saturating_add(1));
                self.sign(&mut state, time)
            }
            _ => self.sign(&mut state, now),
        }
    }

    /// How often the cache has signed so far.
    #[must_use]
    pub fn signed(&self) -> u64 {
        self.state.lock().signed
    }

    fn sign(&self, state: &mut State, time: u64) -> Result<UserSig, SignError> {
        let sig = self.signer.sign(&self.user, time, self.lifetime)?;
        state.signed += 1;
        state.kept = Some(Kept { sig: sig.clone(), time });
        Ok(sig)
    }
}
