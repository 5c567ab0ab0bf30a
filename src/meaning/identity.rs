//! Identities: what makes two arrivals one message.
//!
//! An identity is 16 bytes, so that its index stays small. It begins with what messages that arrive together share
//! (the second in a `MsgKey`, the group), so that inserts touch neighbouring pages of the index. The rest is a digest.

use crate::model::SdkAppId;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The identity of a one-to-one message: app, sender, recipient, `MsgKey`. The sender chooses the key, hence the
/// direction.
pub(crate) fn c2c(app: SdkAppId, sender: &str, recipient: &str, key: &str, key_time: Option<i64>) -> Uuid {
    timed(digest(app, &[b"c2c", sender.as_bytes(), recipient.as_bytes(), key.as_bytes()]), key_time)
}

/// The identity of an official account's message: app, account, `MsgKey`.
pub(crate) fn official(app: SdkAppId, account: &str, key: &str, key_time: Option<i64>) -> Uuid {
    timed(digest(app, &[b"official", account.as_bytes(), key.as_bytes()]), key_time)
}

/// The identity of a group's message: app, group, topic or `""`, `MsgSeq`.
pub(crate) fn group(app: SdkAppId, group: &str, topic: &str, seq: u32) -> Uuid {
    let place = digest(app, &[b"group", group.as_bytes(), topic.as_bytes()]);
    let seq_bits = u128::from(u32::MAX) << 64;
    Uuid::from_u128((place & !seq_bits) | (u128::from(seq) << 64))
}

/// The digest of a whole body: for a message without an identity, and to recognise a redelivery of a callback that
/// carries no message.
pub(crate) fn body(app: SdkAppId, command: &str, body: &[u8]) -> Uuid {
    Uuid::from_u128(digest(app, &[b"body", command.as_bytes(), body]))
}

/// Whether these ids fit into an index. Tencent's have 48 bytes at most; longer ones stay in the callback's body.
pub(super) fn fit<const N: usize>(ids: [&str; N]) -> bool {
    ids.iter().all(|id| id.len() <= 256)
}

fn timed(digest: u128, time: Option<i64>) -> Uuid {
    let second = time.and_then(|time| u32::try_from(time).ok()).unwrap_or_default();
    Uuid::from_u128((u128::from(second) << 96) | (digest >> 32))
}

/// The digest of `parts`, each behind its length, so that no two lists of parts give the same bytes.
fn digest(app: SdkAppId, parts: &[&[u8]]) -> u128 {
    let mut hash = Sha256::new();
    hash.update(app.0.to_be_bytes());
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let bytes: [u8; 32] = hash.finalize().into();
    bytes.iter().take(16).fold(0, |value, byte| (value << 8) | u128::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    const APP: SdkAppId = SdkAppId(1);

    #[test]
    fn direction_app_and_parts_count() {
        let key = "1_2_1735700400";
        let time = Some(1_735_700_400);
        let one = c2c(APP, "a", "b", key, time);
        assert_eq!(one, c2c(APP, "a", "b", key, time));
        for other in [
            c2c(APP, "b", "a", key, time),
            c2c(SdkAppId(2), "a", "b", key, time),
            c2c(APP, "ab", "", key, time),
            official(APP, "a", key, time),
        ] {
            assert_ne!(one, other);
        }
        assert_ne!(group(APP, "g", "", 1), group(APP, "g", "t", 1));
        assert_ne!(body(APP, "a", b"bc"), body(APP, "ab", b"c"));
    }

    #[test]
    fn what_arrives_together_sorts_together() {
        let at = |time: i64| c2c(APP, "a", "b", &format!("1_2_{time}"), Some(time));
        assert!(at(1_735_700_400) < at(1_735_700_401));
        assert!(group(APP, "g", "", 1) < group(APP, "g", "", 2));
        assert!(group(APP, "g", "", 2) < group(APP, "g", "", u32::MAX));
    }
}
