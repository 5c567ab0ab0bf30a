//! One account's `UserSig`, made anew ahead of its expiry.

use super::{SignError, Signer, UserSig};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The last tenth of its life is not used, but no more than this.
const MARGIN: Duration = Duration::from_hours(24);

/// Seconds that a kept one may be ahead of the clock. More, and the clock was set back: a new one is made.
const AHEAD: u64 = 60;

/// Keeps the `UserSig` of one account, and signs again before it expires: once, however many ask.
#[derive(Debug)]
pub struct Cache {
    signer: Signer,
    user: String,
    lifetime: Duration,
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
    /// For this account; each of its signatures is good for `lifetime` (whole seconds).
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
    /// If account or lifetime is nothing that can be signed.
    pub fn get(&self, now: u64) -> Result<UserSig, SignError> {
        let margin = MARGIN.min(self.lifetime / 10);
        let useful = self.lifetime.saturating_sub(margin).as_secs().max(1);
        let mut state = self.lock();
        match &state.kept {
            Some(kept)
                if now < kept.time.saturating_add(useful) && kept.time <= now.saturating_add(AHEAD) =>
            {
                Ok(kept.sig.clone())
            }
            _ => self.sign(&mut state, now),
        }
    }

    /// A new one in place of `refused`, which Tencent took for expired. Of many that were refused with it, the
    /// first signs, and the others get what that one signed.
    ///
    /// # Errors
    /// If account or lifetime is nothing that can be signed.
    pub fn renew(&self, refused: &UserSig, now: u64) -> Result<UserSig, SignError> {
        let mut state = self.lock();
        match &state.kept {
            Some(kept) if kept.sig != *refused => Ok(kept.sig.clone()),
            // In the same second it would come out the same.
            Some(kept) if kept.time.abs_diff(now) <= AHEAD => {
                let time = now.max(kept.time.saturating_add(1));
                self.sign(&mut state, time)
            }
            _ => self.sign(&mut state, now),
        }
    }

    /// How many were signed so far.
    #[must_use]
    pub fn signed(&self) -> u64 {
        self.lock().signed
    }

    /// Signing takes microseconds: who comes meanwhile waits in here rather than sign, too.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sign(&self, state: &mut State, time: u64) -> Result<UserSig, SignError> {
        let sig = self.signer.sign(&self.user, time, self.lifetime)?;
        state.signed += 1;
        state.kept = Some(Kept { sig: sig.clone(), time });
        Ok(sig)
    }
}
