//! What holds of whatever comes: `spoiled.rs` tries it on spoiled samples, the targets in `fuzz/` on what libFuzzer
//! finds.

use imhook::callback::body as bodies;
use imhook::callback::query::{Parameter, Query, without_sign};
use imhook::callback::{self, COMMANDS, Command, Kind};
use imhook::internals::Flag;
use imhook::internals::body::{Body, DEPTH};
use imhook::model::{Element, Platform, texts};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A raw query is read as every reader of forms reads it, and kept whole but for its Sign.
pub fn query(raw: &str) {
    let query = Query::parse(raw);
    let pairs: Vec<_> = form_urlencoded::parse(raw.as_bytes()).collect();
    let given = |name: &'static str| {
        pairs.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    };
    let mut doubled = false;
    for (name, parameter, value) in [
        ("SdkAppid", Parameter::SdkAppId, &query.sdk_app_id),
        ("CallbackCommand", Parameter::CallbackCommand, &query.callback_command),
        ("contenttype", Parameter::ContentType, &query.content_type),
        ("ClientIP", Parameter::ClientIp, &query.client_ip),
        ("OptPlatform", Parameter::OptPlatform, &given("OptPlatform").next().map(Cow::Borrowed)),
        ("Sign", Parameter::Sign, &query.sign),
        ("RequestTime", Parameter::RequestTime, &query.request_time),
        ("RequestID", Parameter::RequestId, &query.request_id),
    ] {
        assert_eq!(value.as_deref(), given(name).next(), "{name} in {raw:?}");
        assert_eq!(query.doubled(parameter), given(name).count() > 1, "{name} in {raw:?}");
        doubled |= query.doubled(parameter);
    }
    assert_eq!(query.any_doubled(), doubled);
    assert_eq!(query.opt_platform, given("OptPlatform").next().map(Platform::from));
    let decimal = given("SdkAppid").next().filter(|app| app.bytes().all(|byte| byte.is_ascii_digit()));
    assert_eq!(query.app().map(|app| app.0), decimal.and_then(|app| app.parse().ok()));

    let kept = without_sign(raw);
    assert_eq!(without_sign(&kept), kept);
    let is_sign = |pair: &str| {
        form_urlencoded::parse(pair.as_bytes()).any(|(name, _)| name.eq_ignore_ascii_case("Sign"))
    };
    let others: Vec<_> = raw.split('&').filter(|pair| !is_sign(pair)).collect();
    assert_eq!(kept, others.join("&"), "{raw:?}");
    let mut other_sign = query.clone();
    other_sign.sign = other_sign.sign.map(|_| Cow::Borrowed("another"));
    assert_eq!(format!("{query:?}"), format!("{other_sign:?}"));
}

/// Bytes that are posted are cleaned, and read as the command that they name, else as every command. A file of
/// `tests/fixtures/callbacks` stands for its body.
pub fn body(posted: &[u8]) {
    clean(posted);
    let Ok(text) = std::str::from_utf8(posted) else { return };
    let body = field(text, "body").unwrap_or(text);
    let name = field(body, "CallbackCommand").and_then(|name| serde_json::from_str::<String>(name).ok());
    match name.as_deref().and_then(callback::command) {
        Some(command) => decode(command, body),
        None => COMMANDS.iter().for_each(|command| decode(command, body)),
    }
}

/// What is kept as text is what Postgres takes, and what came if it takes that.
fn clean(posted: &[u8]) {
    let Body { text, mut flags } = Body::new(posted);
    let text = match Body::new(posted).envelope() {
        Ok(_) => Some(text),
        Err(flag) => {
            flags.push(flag);
            None
        }
    };
    assert_eq!(bodies::is_json(posted), !flags.contains(&Flag::NotJson), "{flags:?}");
    let fit = |text: &str| serde_json::from_str::<&RawValue>(text).is_ok() && are_text(text);
    if let Some(text) = &text {
        assert!(fit(text) && depth(text) <= DEPTH, "{text:?}");
        let again = Body { text: text.clone(), flags: Vec::new() };
        assert_eq!(Body::new(text.as_bytes()), again);
    } else {
        assert!(flags.contains(&Flag::NotJson) != flags.contains(&Flag::TooDeep), "{flags:?}");
    }
    let sent = std::str::from_utf8(posted).ok().filter(|sent| fit(sent) && depth(sent) <= DEPTH);
    assert_eq!(sent.is_some(), flags.is_empty(), "{flags:?}");
    if sent.is_some() {
        assert_eq!(text.as_deref(), sent);
    }
}

/// A JSON text in pairs: what is outside of strings, and the string behind it with its quotation marks.
fn pairs(json: &str) -> Vec<(&str, &str)> {
    let (mut pairs, mut rest) = (Vec::new(), json);
    while let Some((outside, string)) = rest.split_once('"') {
        let mut escaped = false;
        let end = string.bytes().position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        });
        let (string, behind) = rest.split_at(outside.len() + end.unwrap() + 2);
        pairs.push((outside, &string[outside.len()..]));
        rest = behind;
    }
    pairs.push((rest, "\"\""));
    pairs
}

/// Whether all strings of a JSON text are Unicode without U+0000.
fn are_text(json: &str) -> bool {
    let is_text = |string| serde_json::from_str::<String>(string).is_ok_and(|text| !text.contains('\0'));
    pairs(json).into_iter().all(|(_, string)| is_text(string))
}

/// How deep a JSON text nests arrays and objects.
fn depth(json: &str) -> usize {
    let (mut depth, mut deepest) = (0, 0);
    for byte in pairs(json).into_iter().flat_map(|(outside, _)| outside.bytes()) {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// A field of tomorrow, in a spelling of its own.
const NEW: &str = r#"{"a" : [1.00, "\u0041"]}"#;

/// A body that is read is answered, and its documented fields are written again, each with the value that came.
fn decode(command: &Command, body: &str) {
    let name = command.name;
    let checked = (command.check)(body);
    let written = match (command.rewrite)(body) {
        Ok(written) => written,
        Err(error) => {
            assert_eq!(checked, Err(error.clone()), "{name}");
            // Only where the plain answer would promise content, there is another one for it.
            assert!(command.kind == Kind::Content || (command.pass)(body) == Err(error), "{name}");
            return;
        }
    };
    assert_eq!(checked, Ok(()), "{name}");
    assert_eq!((command.rewrite)(&written).as_ref(), Ok(&written), "{name}");
    let refusal = (command.refuse)(body).unwrap();
    for answer in [Some((command.pass)(body).unwrap()), refusal].into_iter().flatten() {
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert!(answer["ActionStatus"].is_string() && answer["ErrorCode"].is_i64(), "{name}: {answer}");
    }
    let mut fields: BTreeMap<String, &RawValue> = serde_json::from_str(body).unwrap();
    let new: &RawValue = serde_json::from_str(NEW).unwrap();
    fields.insert("Tomorrow".to_owned(), new);
    let extended = serde_json::to_string(&fields).unwrap();
    assert_eq!((command.rewrite)(&extended).as_ref(), Ok(&written), "{name}");

    // Nothing else reads what nests deeper than serde_json does.
    let Ok(mut sent) = serde_json::from_str::<Value>(body) else { return };
    let kept: Value = serde_json::from_str(&written).unwrap();
    if kept.get("Events").is_some() && !sent["Events"].is_array() {
        // The body is an event itself.
        sent = json!({ "Events": [sent] });
    }
    assert!(came(&sent, &kept), "{name}: {sent} is kept as {kept}");
}

/// Whether all of `kept` is in `sent`, where fields and entries may be that could not be read.
fn came(sent: &Value, kept: &Value) -> bool {
    match (sent, kept) {
        (Value::Object(sent), Value::Object(kept)) => kept.iter().all(|(name, kept)| {
            sent.get(name).is_some_and(|sent| match &**name {
                "MsgBody" => same(sent, kept),
                name if FLAGS.contains(&name) => truth(sent) == truth(kept),
                _ => came(sent, kept),
            })
        }),
        (Value::Array(sent), Value::Array(kept)) => {
            let mut sent = sent.iter();
            kept.iter().all(|kept| sent.any(|sent| came(sent, kept)))
        }
        (bare, Value::Array(kept)) => matches!(&**kept, [kept] if same(bare, kept)),
        _ => same(sent, kept),
    }
}

/// Elements that come, in a body or by themselves, are kept and given back.
pub fn elements(text: &str) {
    let body = field(text, "body").unwrap_or(text);
    let elements = field(body, "MsgBody").unwrap_or(body);
    let raw: Vec<&RawValue> = match serde_json::from_str(elements) {
        Ok(list) => list,
        Err(_) => serde_json::from_str(elements).into_iter().collect(),
    };
    let read: Vec<_> = raw.iter().map(|raw| element(raw.get())).collect();
    let lines: Vec<_> = read.iter().filter_map(Element::text).collect();
    assert_eq!(texts(&read), (!lines.is_empty()).then(|| lines.join("\n")));
}

const KNOWN: [&str; 10] = [
    "TIMTextElem",
    "TIMFaceElem",
    "TIMLocationElem",
    "TIMCustomElem",
    "TIMSoundElem",
    "TIMImageElem",
    "TIMFileElem",
    "TIMVideoFileElem",
    "TIMRelayElem",
    "TIMStreamElem",
];

fn element(raw: &str) -> Element {
    let read: Element = serde_json::from_str(raw).unwrap();
    let written = serde_json::to_string(&read).unwrap();
    let again: Element = serde_json::from_str(&written).unwrap();
    assert_eq!(serde_json::to_string(&again).unwrap(), written);
    assert_eq!((again.msg_type(), again.text()), (read.msg_type(), read.text()), "{raw}");

    let kind = field(raw, "MsgType").and_then(|kind| serde_json::from_str::<String>(kind).ok());
    assert_eq!(read.msg_type().as_deref(), kind.as_deref(), "{raw}");
    let known = kind.is_some_and(|kind| KNOWN.contains(&&*kind));
    assert!(known || matches!(read, Element::Unknown(_)), "{raw}");
    assert!(known || !read.is_malformed(), "{raw}");
    if let Element::Unknown(kept) | Element::Malformed(kept) = &read {
        assert_eq!((kept.get(), &*written), (raw, raw));
    } else if let Ok(sent) = serde_json::from_str(raw) {
        let kept = serde_json::from_str(&written).unwrap();
        assert!(same(&sent, &kept), "{sent} is kept as {kept}");
    }
    let strings = read.strings();
    if let Some(text) = read.text() {
        assert!(strings.iter().any(|string| *string == text), "{text:?} is not among {strings:?}");
    }
    read
}

/// The last field of that name of a JSON text that is an object.
fn field<'a>(json: &'a str, name: &str) -> Option<&'a str> {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(json).ok()?;
    fields.get(name).map(|value| value.get())
}

/// Fields that are written as 0 or 1, or false or true, whatever number came.
const FLAGS: [&str; 7] = [
    "OnlineOnlyFlag",
    "GroupAtAllFlag",
    "CtxcbResult",
    "ForceAddFlags",
    "ForceFlag",
    "SupportMessageExtension",
    "IsLast",
];

/// Whether `kept` is `sent` in the documented spelling: numbers and texts have their type; a number that is the
/// empty string is left out; in elements null and the empty list are as good as nothing.
fn same(sent: &Value, kept: &Value) -> bool {
    let nothing = |value: &Value| [json!(null), json!(""), json!([])].contains(value);
    match (sent, kept) {
        (Value::Object(sent), Value::Object(kept)) => {
            kept.iter().all(|(name, kept)| sent.contains_key(name) || *kept == json!([]))
                && sent.iter().all(|(name, sent)| match kept.get(name) {
                    Some(kept) if FLAGS.contains(&&**name) && truth(sent).is_some() => {
                        truth(sent) == truth(kept)
                    }
                    Some(kept) => same(sent, kept),
                    None => nothing(sent),
                })
        }
        (Value::Array(sent), Value::Array(kept)) => {
            sent.len() == kept.len() && sent.iter().zip(kept).all(|(sent, kept)| same(sent, kept))
        }
        (Value::Null, Value::Array(kept)) => kept.is_empty(),
        (Value::String(_), Value::String(_)) => sent == kept,
        (_, Value::String(text)) => serde_json::from_str::<Value>(text).is_ok_and(|kept| *sent == kept),
        (_, Value::Number(_)) => number(sent) == number(kept),
        _ => sent == kept,
    }
}

/// A number in any spelling.
fn number(value: &Value) -> Option<Number> {
    let text = match value {
        Value::Bool(flag) => u8::from(*flag).to_string(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    text.parse().map(Number::Whole).ok().or_else(|| text.parse().map(Number::Real).ok())
}

/// A flag in any spelling.
fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        other => number(other).map(|number| number != Number::Whole(0)),
    }
}

#[derive(Debug)]
enum Number {
    Whole(i128),
    Real(f64),
}

impl PartialEq for Number {
    #[allow(clippy::float_cmp, clippy::cast_precision_loss, reason = "what is kept is what came, to the bit")]
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => a == b,
            (Self::Real(a), Self::Real(b)) => a == b,
            (Self::Whole(a), Self::Real(b)) | (Self::Real(b), Self::Whole(a)) => *a as f64 == *b,
        }
    }
}
