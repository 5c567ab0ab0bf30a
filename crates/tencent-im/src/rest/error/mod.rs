//! Why a call failed, and what Tencent's codes mean.

mod class;
mod codes;

pub use class::{Class, Meaning};

use super::decode_error::DecodeError;
use crate::usersig::SignError;
use codes::{CODES, OFFICIAL, OFFICIAL_CODES};
use std::time::Duration;

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

/// Why a call has no answer: what was called, how often it was sent, and what came of it. No text of it holds a
/// `UserSig`, a key or a URL.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {kind}{}", if *.tries > 1 { format!(" ({tries} tries)") } else { String::new() })]
pub struct Error {
    path: String,
    tries: u32,
    kind: ErrorKind,
}

impl Error {
    pub(crate) fn new(path: &str, tries: u32, kind: ErrorKind) -> Self {
        Self { path: path.to_owned(), tries, kind }
    }

    /// Service and command, such as `v4/openim/sendmsg`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// How often the call was sent, or tried to be.
    #[must_use]
    pub fn tries(&self) -> u32 {
        self.tries
    }

    /// What came of the last try.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// `ErrorCode`, where Tencent refused the call.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        self.kind.code()
    }
}

/// What came of a try.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Tencent refused the call.
    #[error("error {code}, {meaning}{}. {}", quoted(info), advice(*.code, *.class))]
    Api {
        /// `ErrorCode`.
        code: i64,
        /// `ErrorInfo`: for developers, in Tencent's words.
        info: String,
        /// What to do about the code.
        class: Class,
        /// What the code means.
        meaning: &'static str,
    },
    /// An answer with neither an `ErrorCode` nor the `ActionStatus` OK; it holds `ErrorInfo`, if there is one.
    #[error("the answer does not say whether it worked ({0:.300})")]
    NoCode(String),
    /// No connection: the server knows nothing of the call.
    #[error("no connection to {host}: {reason}")]
    Connect {
        /// The host that was called.
        host: String,
        /// What the system said.
        reason: String,
    },
    /// The connection broke, for this reason: whether the server did what it was asked is unknown.
    #[error("the connection broke: {0}")]
    Transport(String),
    /// No answer within this time: whether the server did what it was asked is unknown.
    #[error("no answer within {0:?}")]
    TimedOut(Duration),
    /// An HTTP status other than 200: not Tencent's own answer, which is always 200.
    #[error("HTTP status {0} from something between here and Tencent")]
    Status(u16),
    /// An answer that is no JSON object: not Tencent's own.
    #[error("the answer is no JSON object; it comes from something between here and Tencent")]
    NotJson,
    /// An answer of more bytes than this bound.
    #[error("the answer is longer than {0} bytes: ask for less at once")]
    TooLong(usize),
    /// The call waited for the rate limit, or for the end of a pause, until this time for the whole call was over.
    /// The server knows nothing of it.
    #[error("not sent: {0:?} were over before the rate limit let it through")]
    NotSent(Duration),
    /// The answer says that it worked, but is not what the endpoint answers. It says where and what is wrong, without
    /// the value.
    #[error("it worked, but the answer cannot be read: {0}")]
    Decode(DecodeError),
    /// The request does not make a JSON object, for this reason.
    #[error("the request is no JSON object: {0}")]
    Encode(String),
    /// A path that is not of the form `v4/service/command`.
    #[error("no path of the form v4/service/command")]
    Path,
    /// There is no `UserSig`.
    #[error(transparent)]
    Sign(#[from] SignError),
}

impl ErrorKind {
    /// A refusal by this path.
    pub(crate) fn api(path: &str, code: i64, info: String) -> Self {
        let (class, meaning) = match (Meaning::of(path, code), code) {
            (Some(meaning), _) => (meaning.class, meaning.text),
            (None, 38_000..=39_000 | 120_001..=130_000 | 10_100..=10_200) => {
                (Class::No, "an answer of the app's own callback, passed on")
            }
            _ => (Class::No, "a code that is not documented"),
        };
        Self::Api { code, info, class, meaning }
    }

    /// `ErrorCode`, where Tencent refused the call.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        match self {
            Self::Api { code, .. } => Some(*code),
            _ => None,
        }
    }
}

fn quoted(info: &str) -> String {
    if info.is_empty() { String::new() } else { format!(" (Tencent: {info:.300})") }
}

/// What to do about a code.
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
    use super::{CODES, Class, Error, ErrorKind, Meaning, OFFICIAL_CODES};

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
        let told = |code, info: &str, tries| {
            let path = "v4/openim/sendmsg";
            Error::new(path, tries, ErrorKind::api(path, code, info.to_owned())).to_string()
        };
        assert_eq!(
            told(60010, "not admin", 1),
            "v4/openim/sendmsg: error 60010, identifier is not an admin (Tencent: not admin). Is IMHOOK_ADMIN an \
             administrator of the app (console, app administrators)?"
        );
        assert_eq!(
            told(20004, "", 4),
            "v4/openim/sendmsg: error 20004, network fault. Try again later. (4 tries)"
        );
        assert!(told(120_001, "", 1).contains("own callback"));
        assert!(told(4711, &"x".repeat(1000), 1).len() < 500);
    }
}
