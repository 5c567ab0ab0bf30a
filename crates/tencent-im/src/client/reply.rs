//! Whether an answer says that the call worked.

use crate::rest::ErrorKind;
use serde_json::{Map, Value};

/// Reads the answer of `path`; an error unless it says that the call worked. `secret` is taken out of Tencent's text,
/// should that quote it.
pub(super) fn read(path: &str, body: &[u8], secret: &str) -> Result<Value, ErrorKind> {
    let Ok(Value::Object(object)) = serde_json::from_slice(body) else { return Err(ErrorKind::NotJson) };
    let info = object.get("ErrorInfo").and_then(Value::as_str).unwrap_or_default();
    let info = info.replace(secret, "[redacted]");
    match code(&object) {
        Ok(Some(0)) => Ok(object.into()),
        Ok(Some(code)) => Err(ErrorKind::api(path, code, info)),
        Ok(None) if object.get("ActionStatus").and_then(Value::as_str) == Some("OK") => Ok(object.into()),
        Ok(None) | Err(()) => Err(ErrorKind::NoCode(info)),
    }
}

/// `ErrorCode`, which some answers send as text.
fn code(object: &Map<String, Value>) -> Result<Option<i64>, ()> {
    match object.get("ErrorCode") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(number)) => number.as_i64().map(Some).ok_or(()),
        Some(Value::String(text)) => text.trim().parse().map(Some).map_err(|_| ()),
        Some(_) => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::rest::ErrorKind;

    fn read(body: &str) -> String {
        match super::read("v4/openim/sendmsg", body.as_bytes(), "sig") {
            Ok(_) => "success".to_owned(),
            Err(ErrorKind::Api { code, info, .. }) => format!("{code} {info}"),
            Err(ErrorKind::NoCode(info)) => format!("unclear {info}"),
            Err(ErrorKind::NotJson) => "no JSON".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn the_code_decides_then_the_status() {
        for (body, expected) in [
            (r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}"#, "success"),
            (r#"{"ErrorCode":0}"#, "success"),
            (r#"{"ErrorCode":"0"}"#, "success"),
            (r#"{"ErrorCode":0,"ActionStatus":"FAIL"}"#, "success"),
            (r#"{"ActionStatus":"OK"}"#, "success"),
            (r#"{"ActionStatus":"OK","ErrorCode":null}"#, "success"),
            (r#"{"ActionStatus":"FAIL","ErrorCode":60010,"ErrorInfo":"no"}"#, "60010 no"),
            (r#"{"ActionStatus":"OK","ErrorCode":60010}"#, "60010 "),
            (r#"{"ErrorCode":"70001","ErrorInfo":null}"#, "70001 "),
            (r#"{"ErrorCode":-1,"ErrorInfo":"bad sig"}"#, "-1 bad [redacted]"),
            (r#"{"ActionStatus":"FAIL","ErrorInfo":"why"}"#, "unclear why"),
            (r#"{"ActionStatus":"OK","ErrorCode":"zero"}"#, "unclear "),
            (r#"{"ErrorCode":0.5}"#, "unclear "),
            (r#"{"ErrorCode":[]}"#, "unclear "),
            ("{}", "unclear "),
            ("[]", "no JSON"),
            ("null", "no JSON"),
            ("", "no JSON"),
            ("<html>", "no JSON"),
            (r#"{"ErrorCode":0} x"#, "no JSON"),
            (r#"{"ErrorCode":0"#, "no JSON"),
        ] {
            assert_eq!(read(body), expected, "{body}");
        }
    }
}
