//! Names of users, groups, topics, messages and apps: a type each, so that they cannot be mixed up.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use super::{number, text};

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        ///
        /// Read from a JSON string or a bare number, whose digits are kept; written as a string.
        #[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The text as Tencent writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
                out.pad(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                text::required(input).map(Self)
            }
        }
    )*};
}

names! {
    /// The id of a user (`UserID`, `…_Account`), at most 32 bytes, chosen by the app. Tencent's own senders look like
    /// `@TLS#NOT_FOUND`, bots like `@RBT#001`.
    UserId
    /// The id of a group (`GroupId`): `@TGS#…` unless the app chose the name, then up to 48 bytes of printable ASCII.
    GroupId
    /// The id of a community's topic (`TopicId`): the group's id with `@TOPIC#_…` behind it.
    TopicId
    /// The id of an official account (`Official_Account`), `@TOA#_…`.
    OfficialAccountId
    /// The key of a one-to-one or official-account message (`MsgKey`), usually `MsgSeq_MsgRandom_MsgTime`. Keys are
    /// compared as text.
    MsgKey
}

impl MsgKey {
    /// A key in its usual form; the time is in Unix seconds.
    #[must_use]
    pub fn new(seq: u32, random: u32, time: i64) -> Self {
        Self(format!("{seq}_{random}_{time}"))
    }

    /// The time in the key, Unix seconds: the last of exactly three decimal parts, if it lies in 2011 to
    /// 2099.
    ///
    /// One of Tencent's pages shows the first two parts in the other order; the time is last there too.
    #[must_use]
    pub fn time(&self) -> Option<i64> {
        let mut parts = self.0.split('_');
        let (Some(a), Some(b), Some(time), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let decimal = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !(decimal(a) && decimal(b) && decimal(time)) {
            return None;
        }
        time.parse().ok().filter(|time| (1_293_840_000..4_102_444_800).contains(time))
    }
}

/// The id of an app (`SDKAppID`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct SdkAppId(pub u64);

impl From<u64> for SdkAppId {
    fn from(id: u64) -> Self {
        Self(id)
    }
}

impl fmt::Display for SdkAppId {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl number::Number for SdkAppId {
    const EXPECTED: &'static str = "an SDKAppID";

    fn from_whole(value: i128) -> Option<Self> {
        value.try_into().ok().map(Self)
    }
}

impl<'de> Deserialize<'de> for SdkAppId {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        number::required(input)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{MsgKey, SdkAppId, UserId};

    #[test]
    fn a_bare_number_keeps_its_digits() {
        for digits in ["144115290000000001", "9007199254740993", "184467440737095516160000"] {
            let user: UserId = serde_json::from_str(digits).unwrap();
            assert_eq!(user, digits);
            assert_eq!(serde_json::to_string(&user).unwrap(), format!("\"{digits}\""));
        }
        assert!(serde_json::from_str::<UserId>("{\"a\":1}").is_err());
        assert!(serde_json::from_str::<UserId>("null").is_err());
        assert_eq!(serde_json::from_value::<UserId>(serde_json::json!("amy")).unwrap(), "amy");
        assert_eq!(serde_json::from_str::<SdkAppId>("\"1400555001\"").unwrap(), SdkAppId(1_400_555_001));
    }

    #[test]
    fn a_key_tells_its_time() {
        let key = MsgKey::new(881_200, 4_294_967_290, 1_735_700_400);
        assert_eq!(key, "881200_4294967290_1735700400");
        assert_eq!(key.time(), Some(1_735_700_400));
        for odd in [
            "",
            "1_2",
            "1_2_3",
            "1_2_1735700400_4",
            "a_2_1735700400",
            "1__1735700400",
            "1_2_4102444800",
            "1_2_-1735700400",
            "1_2_+1735700400",
            "1_2_1293839999",
        ] {
            assert_eq!(MsgKey::from(odd).time(), None, "{odd}");
        }
        assert_eq!(MsgKey::from("1_2_1293840000").time(), Some(1_293_840_000));
    }
}
