//! All text inside an element, whatever its kind.

use super::Element;
use serde_json::Value;

impl Element {
    /// Every string of its content: texts, file names, titles, URLs, forwarded messages, fields that we do not know.
    /// Where a string holds a JSON document, as custom data often does, its strings are there, too, unescaped.
    /// For moderation: what no client shows may be among them.
    ///
    /// ```
    /// use imhook::model::Element;
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
            // Nested too deep to be read: as it stands there.
            Err(_) => found.extend(serde_json::to_string(self)),
        }
        found
    }
}

fn collect(value: Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            // Each level of documents in strings doubles their backslashes: there cannot be many.
            let inner = text.trim_start().starts_with(['{', '[', '"']).then(|| serde_json::from_str(&text));
            found.push(text);
            if let Some(Ok(document)) = inner {
                collect(document, found);
            }
        }
        Value::Array(items) => items.into_iter().for_each(|item| collect(item, found)),
        Value::Object(fields) => fields.into_iter().for_each(|(_, field)| collect(field, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
