//! Why a call failed, and what Tencent's codes mean.

mod codes;

use crate::usersig::SignError;
use codes::{CODES, OFFICIAL, OFFICIAL_CODES};
use serde::Serialize;
use std::fmt;
use std::time::Duration;

/// What to do about a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Send the same again, with growing waits.
    Backoff,
    /// Make a new `UserSig`, then once more.
    Resign,
    /// Read the present state, then decide.
    Reread,
    /// Minutes or hours later.
    Later,
    /// The same request fails again. Codes that nobody documents are such, too.
    No,
}

/// A documented code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Meaning {
    /// The number in `ErrorCode`.
    pub code: i64,
    /// What to do about it.
    pub class: Class,
    /// What it means.
    pub text: &'static str,
}

impl Meaning {
    /// The codes that all endpoints share, by number.
    #[must_use]
    pub fn all() -> &'static [Self] {
        CODES
    }

    /// What a code means in the answer of this path: official accounts use some numbers in their own way. `None`
    /// if nobody documents it.
    #[must_use]
    pub fn of(path: &str, code: i64) -> Option<&'static Self> {
        let find = |codes: &'static [Self]| {
            codes.binary_search_by_key(&code, |meaning| meaning.code).ok().and_then(|at| codes.get(at))
        };
        let own = if path.starts_with(OFFICIAL) { find(OFFICIAL_CODES) } else { None };
        own.or_else(|| find(CODES))
    }
}

/// Why a call has no answer. No text of it holds a `UserSig`, a key or a URL.
///
/// `path` is service and command; `tries` says how often it was sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Tencent refused it.
    #[error("{}", Refusal { code: *code, info, path, class: *class, tries: *tries })]
    Api {
        /// `ErrorCode`.
        code: i64,
        /// `ErrorInfo`: for developers, in Tencent's words.
        info: String,
        /// The path.
        path: String,
        /// What to do about it.
        class: Class,
        /// How often it was sent.
        tries: u32,
    },
    /// An answer with neither an `ErrorCode` nor the `ActionStatus` OK.
    #[error("{path}: the answer does not say whether it worked ({info:.300})")]
    NoCode {
        /// The path.
        path: String,
        /// `ErrorInfo`, if there is one.
        info: String,
        /// How often it was sent.
        tries: u32,
    },
    /// No connection: the server knows nothing of the call.
    #[error("{path}: no connection to {host} after {tries} tries: {reason}")]
    Connect {
        /// The path.
        path: String,
        /// Where to.
        host: String,
        /// What the system said.
        reason: String,
        /// How often it was tried.
        tries: u32,
    },
    /// The connection broke: whether the server did what it was asked is unknown.
    #[error("{path}: the connection broke, try {tries}: {reason}")]
    Transport {
        /// The path.
        path: String,
        /// What the system said.
        reason: String,
        /// How often it was sent.
        tries: u32,
    },
    /// No answer in time: whether the server did what it was asked is unknown.
    #[error("{path}: no answer within {after:?}, try {tries}")]
    TimedOut {
        /// The path.
        path: String,
        /// How long the last try was waited for.
        after: Duration,
        /// How often it was sent.
        tries: u32,
    },
    /// An HTTP status other than 200: not Tencent's own answer, which is always 200.
    #[error("{path}: HTTP status {status} from something between here and Tencent, try {tries}")]
    Status {
        /// The path.
        path: String,
        /// The status.
        status: u16,
        /// How often it was sent.
        tries: u32,
    },
    /// An answer that is no JSON object: not Tencent's own.
    #[error(
        "{path}: the answer is no JSON object; it comes from something between here and Tencent, try {tries}"
    )]
    NotJson {
        /// The path.
        path: String,
        /// How often it was sent.
        tries: u32,
    },
    /// More than we read.
    #[error("{path}: the answer is longer than {limit} bytes: ask for less at once")]
    TooLong {
        /// The path.
        path: String,
        /// The bound in bytes.
        limit: usize,
        /// How often it was sent.
        tries: u32,
    },
    /// Waited for the rate limit, or for the end of a pause, until the time for the whole call was over. The
    /// server knows nothing of it.
    #[error("{path}: not sent: {budget:?} were over before the rate limit let it through")]
    NotSent {
        /// The path.
        path: String,
        /// The time for the whole call.
        budget: Duration,
    },
    /// The answer says that it worked, but is not what the endpoint answers.
    #[error("{path}: it worked, but the answer cannot be read: {field}: {reason}")]
    Decode {
        /// The path.
        path: String,
        /// Where in the answer, such as `MemberList[3].Role`.
        field: String,
        /// What is wrong there; the value itself is not shown.
        reason: String,
        /// How often it was sent.
        tries: u32,
    },
    /// The request does not make a JSON object.
    #[error("{path}: the request is no JSON object: {reason}")]
    Encode {
        /// The path.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// A path that is not of the form `v4/service/command`.
    #[error("{0:?} is no path of the form v4/service/command")]
    Path(String),
    /// There is no `UserSig`.
    #[error("{path}: {source}")]
    Sign {
        /// The path.
        path: String,
        /// Why.
        source: SignError,
    },
}

impl Error {
    /// `ErrorCode`, where Tencent refused the call.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        match self {
            Self::Api { code, .. } => Some(*code),
            _ => None,
        }
    }

    /// How often it was sent, or tried to be.
    #[must_use]
    pub fn tries(&self) -> u32 {
        match self {
            Self::Api { tries, .. }
            | Self::NoCode { tries, .. }
            | Self::Connect { tries, .. }
            | Self::Transport { tries, .. }
            | Self::TimedOut { tries, .. }
            | Self::Status { tries, .. }
            | Self::NotJson { tries, .. }
            | Self::TooLong { tries, .. }
            | Self::Decode { tries, .. } => *tries,
            Self::NotSent { .. } | Self::Encode { .. } | Self::Path(_) | Self::Sign { .. } => 0,
        }
    }
}

struct Refusal<'a> {
    code: i64,
    info: &'a str,
    path: &'a str,
    class: Class,
    tries: u32,
}

impl fmt::Display for Refusal<'_> {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let Self { code, info, path, class, tries } = self;
        write!(out, "{path}: error {code}, {}", meaning(path, *code))?;
        if !info.is_empty() {
            write!(out, " (Tencent: {info:.300})")?;
        }
        write!(out, ". {}", advice(*code, *class))?;
        match tries {
            0 | 1 => Ok(()),
            _ => write!(out, " It was sent {tries} times."),
        }
    }
}

fn meaning(path: &str, code: i64) -> &'static str {
    match (Meaning::of(path, code), code) {
        (Some(meaning), _) => meaning.text,
        (None, 38_000..=39_000 | 120_001..=130_000 | 10_100..=10_200) => {
            "an answer of the app's own callback, passed on"
        }
        _ => "a code that is not documented",
    }
}

/// What to do.
fn advice(code: i64, class: Class) -> &'static str {
    match (code, class) {
        (10_001 | 60_010 | 70_403, _) => {
            "Is IMHOOK_ADMIN an administrator of the app (console, app administrators)?"
        }
        (60_004 | 60_005 | 70_003 | 70_005 | 70_009 | 70_016, _) => {
            "Is IMHOOK_SECRET_KEY the key of this app?"
        }
        (60_006 | 60_016 | 70_014 | 70_020, _) => {
            "Is IMHOOK_SDK_APP_ID right, and IMHOOK_REGION the site that the app was made at?"
        }
        (60_020 | 51_013 | 10_059, _) => "The app's package lacks it or has run out: see the console.",
        (60_021, _) => "Add this machine's address to the list in the console.",
        (80_003 | 90_992, _) => "Look at what answers the app's callbacks.",
        (30_008, _) => "Write to one user's list one call after the other.",
        (_, Class::Backoff) => "Try again later.",
        (_, Class::Resign) => "Is this machine's clock right, and IMHOOK_SECRET_KEY the key of this app?",
        (_, Class::Reread) => "Somebody else changed it meanwhile: read it again, then decide.",
        (_, Class::Later) => "Try again in some minutes or hours.",
        (_, Class::No) => "The same request will fail again.",
    }
}

#[cfg(test)]
mod tests {
    use super::{CODES, Class, Error, Meaning, OFFICIAL_CODES};

    #[test]
    fn the_tables_can_be_searched() {
        assert!(CODES.is_sorted_by(|a, b| a.code < b.code));
        assert!(OFFICIAL_CODES.is_sorted_by(|a, b| a.code < b.code));
    }

    #[test]
    fn a_code_is_read_together_with_its_path() {
        let of = |path, code| Meaning::of(path, code).map(|meaning| (meaning.class, meaning.text));
        let official = "v4/official_account_open_http_svc/add_subscriber";
        assert_eq!(of("v4/group_open_http_svc/create_group", 10004), Some((Class::No, "parameter wrong")));
        assert_eq!(of(official, 10004), Some((Class::Backoff, "internal error")));
        assert_eq!(of(official, 60010), of("v4/openim/sendmsg", 60010));
        assert_eq!(of("v4/openim/sendmsg", 6017), None);
    }

    #[test]
    fn an_error_says_what_it_means_and_what_to_do() {
        let told = |code, info: &str, class, tries| {
            let path = "v4/openim/sendmsg".to_owned();
            Error::Api { code, info: info.to_owned(), path, class, tries }.to_string()
        };
        assert_eq!(
            told(60010, "not admin", Class::No, 1),
            "v4/openim/sendmsg: error 60010, identifier is not an admin (Tencent: not admin). Is IMHOOK_ADMIN an \
             administrator of the app (console, app administrators)?"
        );
        assert_eq!(
            told(20004, "", Class::Backoff, 4),
            "v4/openim/sendmsg: error 20004, network fault. Try again later. It was sent 4 times."
        );
        assert!(told(120_001, "", Class::No, 1).contains("own callback"));
        assert!(told(4711, &"x".repeat(1000), Class::No, 1).len() < 500);
    }
}
