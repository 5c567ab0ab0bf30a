//! All strings inside an element, whatever its kind.

use super::Element;
use crate::model::text::lossy;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use serde_json::{Deserializer, Value};

impl Element {
    /// Every string of the content: texts, file names, titles, URLs, forwarded messages, unknown fields. Where a
    /// string holds a JSON document, as custom data often does, the document's strings are listed too, unescaped. The
    /// list is meant for moderation: strings that no client shows may be among them.
    ///
    /// ```
    /// use tencent_im::model::Element;
    ///
    /// let custom = r#"{"MsgType":"TIMCustomElem","MsgContent":{"Data":"{\"title\":\"\\u8d4c\"}","Desc":"a card"}}"#;
    /// let element: Element = serde_json::from_str(custom)?;
    /// assert_eq!(element.strings(), [r#"{"title":"\u8d4c"}"#, "赌", "a card"]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn strings(&self) -> Vec<String> {
        let mut found = Vec::new();
        match serde_json::to_value(self) {
            Ok(Value::Object(mut element)) => {
                element.remove("MsgType");
                element.into_iter().for_each(|(_, value)| collect(value, &mut found));
            }
            Ok(other) => collect(other, &mut found),
            Err(_) => scan(&serde_json::to_string(self).unwrap_or_default(), &mut found),
        }
        found
    }
}

fn collect(value: Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            // Each level of documents in strings doubles the backslashes, so the recursion ends soon.
            let inner = text.trim_start().starts_with(['{', '[', '"']).then(|| text.clone());
            found.push(text);
            if let Some(json) = inner {
                document(&json, found);
            }
        }
        Value::Array(items) => items.into_iter().for_each(|item| collect(item, found)),
        Value::Object(fields) => fields.into_iter().for_each(|(_, field)| collect(field, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The strings of a text that may be JSON.
fn document(text: &str, found: &mut Vec<String>) {
    match serde_json::from_str(text) {
        Ok(value) => collect(value, found),
        Err(_) if serde_json::from_str::<IgnoredAny>(text).is_ok() => scan(text, found),
        Err(_) => {}
    }
}

/// The strings of JSON that cannot become a [`Value`]: JSON that nests too deep or has half a surrogate pair.
fn scan(json: &str, found: &mut Vec<String>) {
    let mut rest = json;
    while let Some(at) = rest.find('"').and_then(|begin| rest.get(begin..)) {
        let mut strings = Deserializer::from_str(at).into_iter::<&RawValue>();
        let Some(Ok(string)) = strings.next() else { return };
        rest = at.get(strings.byte_offset()..).unwrap_or_default();
        let is_name = rest.trim_start().starts_with(':');
        if let Some(text) = lossy(string.get()).filter(|_| !is_name) {
            collect(Value::String(text), found);
        }
    }
}
