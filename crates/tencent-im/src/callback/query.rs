//! The query of a callback's URL.

use std::borrow::Cow;
use std::fmt;

use form_urlencoded::parse;
use strum::EnumString;

use crate::model::{Platform, SdkAppId};

/// A parameter that Tencent appends to the URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString)]
#[strum(ascii_case_insensitive)]
pub enum Parameter {
    /// `SdkAppid`.
    SdkAppId,
    /// `CallbackCommand`.
    CallbackCommand,
    /// `contenttype`.
    ContentType,
    /// `ClientIP`.
    ClientIp,
    /// `OptPlatform`.
    OptPlatform,
    /// `Sign`.
    Sign,
    /// `RequestTime`.
    RequestTime,
    /// `RequestId`, also seen as `RequestID`.
    RequestId,
}

impl Parameter {
    /// The parameter of that name, in any case: Tencent's own spelling of `SdkAppid` varies.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The parameters of a callback's URL, in any order and case. All are optional here. Other parameters are passed
/// over: the app may have put some into its URL itself.
#[derive(Clone, Default)]
pub struct Query<'a> {
    /// The app as text (`SdkAppid`); see [`app`](Self::app).
    pub sdk_app_id: Option<Cow<'a, str>>,
    /// The command. Bodies of some callbacks do not name theirs.
    pub callback_command: Option<Cow<'a, str>>,
    /// The body's type (`contenttype`), `json` where Tencent gives it.
    pub content_type: Option<Cow<'a, str>>,
    /// The address of the user's client (`ClientIP`).
    pub client_ip: Option<Cow<'a, str>>,
    /// The platform of the request (`OptPlatform`).
    pub opt_platform: Option<Platform>,
    /// The signature, hex; kept out of `Debug`.
    pub sign: Option<Cow<'a, str>>,
    /// The time of signing as text, Unix seconds.
    pub request_time: Option<Cow<'a, str>>,
    /// The identity of the request; not documented, but seen.
    pub request_id: Option<Cow<'a, str>>,
    seen: u8,
    doubled: u8,
}

impl<'a> Query<'a> {
    /// Reads a raw query string, without its question mark. Of a parameter given twice the first value
    /// counts, and [`doubled`](Self::doubled) is true.
    #[must_use]
    pub fn parse(raw: &'a str) -> Self {
        let mut query = Self::default();
        for pair in raw.split('&') {
            let (name, value) = decode(pair);
            if let Some(parameter) = Parameter::from_name(&name) {
                query.put(parameter, value);
            }
        }
        query
    }

    fn put(&mut self, parameter: Parameter, value: Cow<'a, str>) {
        if self.seen & parameter.bit() != 0 {
            self.doubled |= parameter.bit();
            return;
        }
        self.seen |= parameter.bit();
        let place = match parameter {
            Parameter::SdkAppId => &mut self.sdk_app_id,
            Parameter::CallbackCommand => &mut self.callback_command,
            Parameter::ContentType => &mut self.content_type,
            Parameter::ClientIp => &mut self.client_ip,
            Parameter::Sign => &mut self.sign,
            Parameter::RequestTime => &mut self.request_time,
            Parameter::RequestId => &mut self.request_id,
            Parameter::OptPlatform => {
                self.opt_platform = Some(Platform::from(&*value));
                return;
            }
        };
        *place = Some(value);
    }

    /// The app, if it is given and a decimal number.
    #[must_use]
    pub fn app(&self) -> Option<SdkAppId> {
        let text = self.sdk_app_id.as_deref()?;
        // `parse` alone would take a plus sign.
        if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok().map(SdkAppId) } else { None }
    }

    /// Whether the parameter is given more than once, even with the same value.
    #[must_use]
    pub fn doubled(&self, parameter: Parameter) -> bool {
        self.doubled & parameter.bit() != 0
    }

    /// Whether any known parameter is given more than once.
    #[must_use]
    pub fn any_doubled(&self) -> bool {
        self.doubled != 0
    }
}

/// Name and value of one parameter. Most need no decoding.
fn decode(pair: &str) -> (Cow<'_, str>, Cow<'_, str>) {
    if pair.contains(['%', '+']) {
        return parse(pair.as_bytes()).next().unwrap_or_default();
    }
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    (Cow::Borrowed(name), Cow::Borrowed(value))
}

impl fmt::Debug for Query<'_> {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.debug_struct("Query")
            .field("sdk_app_id", &self.sdk_app_id)
            .field("callback_command", &self.callback_command)
            .field("content_type", &self.content_type)
            .field("client_ip", &self.client_ip)
            .field("opt_platform", &self.opt_platform)
            .field("sign", &self.sign.as_ref().map(|_| "[redacted]"))
            .field("request_time", &self.request_time)
            .field("request_id", &self.request_id)
            .finish_non_exhaustive()
    }
}

/// The raw query string without its Sign, safe to store: a leaked Sign would authenticate any body for a minute.
/// Everything else stays byte for byte.
#[must_use]
pub fn without_sign(raw: &str) -> Cow<'_, str> {
    let is_sign = |pair: &str| {
        let name = pair.split('=').next().unwrap_or_default();
        let named = |name: &str| name.eq_ignore_ascii_case("Sign");
        // Only a name with escapes needs decoding.
        named(name)
            || name.contains('%') && parse(name.as_bytes()).next().is_some_and(|(name, _)| named(&name))
    };
    if !raw.split('&').any(is_sign) {
        return Cow::Borrowed(raw);
    }
    let kept: Vec<&str> = raw.split('&').filter(|pair| !is_sign(pair)).collect();
    Cow::Owned(kept.join("&"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Cow, Parameter, Platform, Query, SdkAppId, without_sign};

    #[test]
    fn parameters_are_read_in_any_order_and_case() {
        let query = Query::parse(
            "appId=7&ClientIP=203.0.113.24&callbackcommand=State.StateChange&OPTPLATFORM=IOS&RequestID=a%2Fb+c\
             &sdkappid=1400555001&Sign=ab&RequestTime=1669872112&contenttype=JSON",
        );
        assert_eq!(query.app(), Some(SdkAppId(1_400_555_001)));
        assert_eq!(query.callback_command.as_deref(), Some("State.StateChange"));
        assert!(matches!(query.callback_command, Some(Cow::Borrowed(_))));
        assert_eq!(query.opt_platform, Some(Platform::Ios));
        assert_eq!(query.client_ip.as_deref(), Some("203.0.113.24"));
        assert_eq!(query.request_id.as_deref(), Some("a/b c"));
        assert_eq!(query.sign.as_deref(), Some("ab"));
        assert_eq!(query.request_time.as_deref(), Some("1669872112"));
        assert_eq!(query.content_type.as_deref(), Some("JSON"));
        assert!(!query.any_doubled());
        assert!(!format!("{query:?}").contains("\"ab\""), "{query:?}");
    }

    #[test]
    fn an_app_is_a_decimal_number() {
        for odd in [
            "",
            "SdkAppid",
            "SdkAppid=",
            "SdkAppid=+1",
            "SdkAppid=-1",
            "SdkAppid=1x",
            "SdkAppid=18446744073709551616",
        ] {
            assert_eq!(Query::parse(odd).app(), None, "{odd}");
        }
    }

    #[test]
    fn a_doubled_parameter_is_told() {
        let query = Query::parse("SdkAppid=1&sign=a&sDkAppId=2&S%69gn=a&RequestId=1&x=1&x=2");
        assert_eq!(query.app(), Some(SdkAppId(1)));
        assert!(query.doubled(Parameter::SdkAppId) && query.doubled(Parameter::Sign) && query.any_doubled());
        assert!(!query.doubled(Parameter::RequestId) && !query.doubled(Parameter::RequestTime));
        let query = Query::parse("RequestId=1&RequestID=2&OptPlatform=Web&OptPlatform=iOS");
        assert!(query.doubled(Parameter::RequestId) && query.doubled(Parameter::OptPlatform));
        assert_eq!(query.opt_platform, Some(Platform::Web));
    }

    #[test]
    fn the_sign_is_taken_out_and_nothing_else() {
        assert_eq!(
            without_sign("a=%20b+&&Sign=1&RequestTime=2&SIGN=3&%53ign=4&Signs=5"),
            "a=%20b+&&RequestTime=2&Signs=5"
        );
        assert_eq!(without_sign("Sign=1"), "");
        assert!(matches!(without_sign("a=1&b=%zz"), Cow::Borrowed("a=1&b=%zz")));
    }
}
