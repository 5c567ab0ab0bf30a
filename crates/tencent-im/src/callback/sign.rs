//! The authentication of callbacks: a signature in the URL (Sign, `RequestTime`), keyed by a token that is set in
//! Tencent's console.
//!
//! The signature covers the time only, neither command nor body. For a minute it can be used again with any body.

use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use thiserror::Error;

/// The greatest difference of `RequestTime` to the local clock, in seconds, to either side.
pub const WINDOW_SECONDS: u64 = 60;

/// The secret that callbacks are signed with. `Debug` does not show it.
#[derive(Debug, Clone)]
pub struct Token(SecretString);

/// The error of an empty token: with one, everybody could sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the callback token is empty")]
pub struct EmptyToken;

impl Token {
    /// Takes a token as it was entered in the console.
    ///
    /// # Errors
    /// If it is empty.
    pub fn new(token: impl Into<String>) -> Result<Self, EmptyToken> {
        let token = token.into();
        if token.is_empty() { Err(EmptyToken) } else { Ok(Self(token.into())) }
    }

    /// The length in characters; the console takes 128 at most.
    #[must_use]
    pub fn length(&self) -> usize {
        self.0.expose_secret().chars().count()
    }
}

/// The reason why a callback's signature is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SignError {
    /// Sign is missing.
    #[error("the query has no Sign: is the callback's authentication switched on in the console?")]
    MissingSign,
    /// `RequestTime` is missing.
    #[error("the query has no RequestTime")]
    MissingRequestTime,
    /// `RequestTime` is not a Unix time.
    #[error("RequestTime is no decimal number of seconds")]
    BadRequestTime,
    /// `RequestTime` is too far from the local clock: the request is old, or a clock is wrong.
    #[error(
        "RequestTime differs from our clock by {skew_seconds} s, 60 are allowed: replayed, or is the clock wrong?"
    )]
    Stale {
        /// The local clock minus `RequestTime`: negative if `RequestTime` lies in the future.
        skew_seconds: i64,
    },
    /// Sign fits none of the tokens.
    #[error("Sign does not match: is the token the one in the console?")]
    Mismatch,
}

/// The signature of a request time: SHA-256 of the token and the time's decimal text. Tencent sends it as
/// hex.
#[must_use]
pub fn sign(token: &Token, request_time: &str) -> [u8; 32] {
    Sha256::new().chain_update(token.0.expose_secret()).chain_update(request_time).finalize().into()
}

/// Checks Sign and `RequestTime` as they stand in the query, empty where they are missing, against every
/// token that is valid now (two while a token is being changed).
///
/// # Errors
/// If one is missing, `RequestTime` is no time within the window, or Sign fits no token.
pub fn verify(
    tokens: &[Token],
    sign: &str,
    request_time: &str,
    now_unix_seconds: i64,
) -> Result<(), SignError> {
    if sign.is_empty() {
        return Err(SignError::MissingSign);
    }
    if request_time.is_empty() {
        return Err(SignError::MissingRequestTime);
    }
    if request_time.len() > 19 || !request_time.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(SignError::BadRequestTime);
    }
    let time: i64 = request_time.parse().map_err(|_| SignError::BadRequestTime)?;
    if now_unix_seconds.abs_diff(time) > WINDOW_SECONDS {
        return Err(SignError::Stale { skew_seconds: now_unix_seconds.saturating_sub(time) });
    }
    let mut given = [0; 32];
    hex::decode_to_slice(sign, &mut given).map_err(|_| SignError::Mismatch)?;
    // Every token is tried, in constant time: the time taken must not reveal how close a guess came.
    let matches = tokens
        .iter()
        .fold(subtle::Choice::from(0), |found, token| found | self::sign(token, request_time).ct_eq(&given));
    if matches.into() { Ok(()) } else { Err(SignError::Mismatch) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{EmptyToken, SignError, Token, sign, verify};

    const TIME: &str = "1669872112";
    const NOW: i64 = 1_669_872_112;
    const SIGN: &str = "17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061";

    fn tokens() -> [Token; 2] {
        [Token::new("old").unwrap(), Token::new("xxxxyyyy").unwrap()]
    }

    #[test]
    fn tencents_vector_is_met() {
        let [_, token] = tokens();
        assert_eq!(hex::encode(sign(&token, TIME)), SIGN);
        assert_eq!(verify(&tokens(), SIGN, TIME, NOW), Ok(()));
        assert_eq!(verify(&tokens(), &SIGN.to_uppercase(), TIME, NOW), Ok(()));
        let [a, b] = tokens();
        assert_eq!(verify(&[b, a], SIGN, TIME, NOW), Ok(()));
    }

    #[test]
    fn the_window_is_a_minute_to_both_sides() {
        for skew in [-60, -59, 0, 59, 60] {
            assert_eq!(verify(&tokens(), SIGN, TIME, NOW + skew), Ok(()), "{skew}");
        }
        for skew in [-61, 61, i64::MIN + NOW, i64::MAX - NOW] {
            let stale = verify(&tokens(), SIGN, TIME, NOW.saturating_add(skew));
            assert_eq!(
                stale.unwrap_err(),
                SignError::Stale { skew_seconds: (NOW.saturating_add(skew)).saturating_sub(NOW) }
            );
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for (sign, time, error) in [
            ("", TIME, SignError::MissingSign),
            (SIGN, "", SignError::MissingRequestTime),
            (SIGN, "+1669872112", SignError::BadRequestTime),
            (SIGN, "1669872112.0", SignError::BadRequestTime),
            (SIGN, "-1", SignError::BadRequestTime),
            (SIGN, "9999999999999999999", SignError::BadRequestTime),
            (SIGN, "00000000001669872112", SignError::BadRequestTime),
            (SIGN, "1669872113", SignError::Mismatch),
            (SIGN, "01669872112", SignError::Mismatch),
            ("zz", TIME, SignError::Mismatch),
            (&SIGN[..62], TIME, SignError::Mismatch),
            (&format!("{SIGN}00"), TIME, SignError::Mismatch),
            (&"0".repeat(64), TIME, SignError::Mismatch),
        ] {
            assert_eq!(verify(&tokens(), sign, time, NOW), Err(error), "{sign} {time}");
        }
        assert_eq!(verify(&[], SIGN, TIME, NOW), Err(SignError::Mismatch));
    }

    #[test]
    fn a_token_stays_secret() {
        let [_, token] = tokens();
        assert!(!format!("{token:?}").contains("yyyy"));
        assert_eq!(Token::new("").unwrap_err(), EmptyToken);
    }
}
