//! What an answer says.

use serde_json::{Map, Value};

/// An answer of Tencent's, read no further than that.
#[derive(Debug)]
pub(super) enum Reply {
    /// It worked.
    Success(Value),
    /// It was refused: `ErrorCode` and `ErrorInfo`.
    Refused(i64, String),
    /// It does not say; `ErrorInfo`.
    Unclear(String),
    /// Not Tencent's at all: no JSON object.
    NotJson,
}

impl Reply {
    pub(super) fn read(body: &[u8]) -> Self {
        let Ok(Value::Object(object)) = serde_json::from_slice(body) else { return Self::NotJson };
        let info = object.get("ErrorInfo").and_then(Value::as_str).unwrap_or_default().to_owned();
        match code(&object) {
            Ok(Some(0)) => Self::Success(object.into()),
            Ok(Some(code)) => Self::Refused(code, info),
            Ok(None) if object.get("ActionStatus").and_then(Value::as_str) == Some("OK") => {
                Self::Success(object.into())
            }
            Ok(None) | Err(()) => Self::Unclear(info),
        }
    }
}

/// Some replies send numbers as text.
fn code(object: &Map<String, Value>) -> Result<Option<i64>, ()> {
    match object.get("ErrorCode") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(number)) => number.as_i64().map(Some).ok_or(()),
        Some(Value::String(text)) => text.trim().parse().map(Some).map_err(|_| ()),
        Some(_) => Err(()),
    }
}

/// Takes away what is null: it means the same as missing.
pub(super) fn strip_nulls(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|_, value| !value.is_null());
            object.values_mut().for_each(strip_nulls);
        }
        Value::Array(array) => array.iter_mut().for_each(strip_nulls),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Reply, strip_nulls};
    use serde_json::json;

    fn read(body: &str) -> String {
        match Reply::read(body.as_bytes()) {
            Reply::Success(_) => "success".to_owned(),
            Reply::Refused(code, info) => format!("{code} {info}"),
            Reply::Unclear(info) => format!("unclear {info}"),
            Reply::NotJson => "no JSON".to_owned(),
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
            (r#"{"ErrorCode":-1}"#, "-1 "),
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

    #[test]
    fn nulls_go_from_objects_at_every_depth() {
        let mut value = json!({ "a": null, "b": { "c": null, "d": [{ "e": null, "f": 0 }, null] } });
        strip_nulls(&mut value);
        assert_eq!(value, json!({ "b": { "d": [{ "f": 0 }, null] } }));
    }
}
