//! Refusal codes of the app's own. Tencent passes them to the client only if they lie in the command's range.

use std::convert::Infallible;
use std::fmt;

/// A code that Tencent passes to the client, together with its text.
pub trait Code: Copy + fmt::Debug + Send + 'static {
    /// The number.
    fn get(self) -> i64;
}

/// No code: the type for commands where Tencent knows no codes of the app's own.
impl Code for Infallible {
    fn get(self) -> i64 {
        match self {}
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $first:literal ..= $last:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(i64);

        impl $name {
            /// The first code of the range.
            pub const FIRST: Self = Self($first);

            /// The last code of the range.
            pub const LAST: Self = Self($last);

            /// The code, if it lies in the range.
            #[must_use]
            pub const fn new(code: i64) -> Option<Self> {
                if $first <= code && code <= $last { Some(Self(code)) } else { None }
            }

            /// A code known at compile time: one out of range does not compile.
            #[must_use]
            pub const fn at<const CODE: i64>() -> Self {
                const {
                    assert!(
                        $first <= CODE && CODE <= $last,
                        concat!("a ", stringify!($name), " lies in ", $first, "..=", $last)
                    );
                }
                Self(CODE)
            }
        }

        impl Code for $name {
            fn get(self) -> i64 {
                self.0
            }
        }

        impl From<$name> for i64 {
            fn from(code: $name) -> Self {
                code.0
            }
        }

        impl TryFrom<i64> for $name {
            type Error = OutOfRange;

            fn try_from(code: i64) -> Result<Self, OutOfRange> {
                Self::new(code).ok_or(OutOfRange { code, first: $first, last: $last })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
                self.0.fmt(out)
            }
        }
    )*};
}

codes! {
    /// Refuses a one-to-one message: 120001 to 130000.
    ///
    /// ```
    /// use tencent_im::callback::ack::C2cCode;
    ///
    /// const SLOW_DOWN: C2cCode = C2cCode::at::<120_001>();
    /// assert_eq!(C2cCode::new(120_001), Some(SLOW_DOWN));
    /// assert_eq!(C2cCode::new(10_100), None);
    /// ```
    C2cCode = 120_001 ..= 130_000;
    /// Refuses a group message, a group or topic, an application or an invitation: 10100 to 10200.
    GroupCode = 10_100 ..= 10_200;
    /// Refuses a friend request, or an answer to one: 38000 to 39000.
    FriendCode = 38_000 ..= 39_000;
    /// Refuses an official account or its message: 120001 to 130000.
    OfficialCode = 120_001 ..= 130_000;
    /// Refuses a gift: 102100 to 102200.
    GiftCode = 102_100 ..= 102_200;
}

/// The error of a code outside of its command's range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("code {code} is not in {first}..={last}")]
pub struct OutOfRange {
    code: i64,
    first: i64,
    last: i64,
}
