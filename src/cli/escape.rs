//! Foreign text for a terminal or a line.

use std::fmt::Write as _;

/// `text` with everything escaped that could control a terminal or turn the direction of writing.
pub(super) fn printable(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        if steers(c) {
            // Writing to a String does not fail.
            let _ = write!(out, "{}", c.escape_debug());
        } else {
            out.push(c);
        }
        out
    })
}

/// As much of `text` as has `length` characters, with an ellipsis where something was cut off.
pub(super) fn shortened(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A JSON text in one line, with the same meaning: line breaks, which stand between values only, become spaces, and
/// other control characters get JSON's own escapes.
pub(super) fn json_line(json: &str) -> String {
    json.chars().fold(String::with_capacity(json.len()), |mut out, c| {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if steers(c) => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
        out
    })
}

/// Whether a character is a control character, or overrides or isolates a direction. (All of them are below U+10000.)
fn steers(c: char) -> bool {
    let line_or_direction = '\u{2028}'..='\u{202e}';
    c.is_control() || line_or_direction.contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        let text = "早上好 👨‍👩‍👧 \u{1b}[31mred\u{9b}2J\r\nnext\u{202e}drow\u{7f}";
        assert_eq!(printable(text), "早上好 👨‍👩‍👧 \\u{1b}[31mred\\u{9b}2J\\r\\nnext\\u{202e}drow\\u{7f}");
    }

    #[test]
    fn json_keeps_its_meaning_in_one_line() {
        let json = "{\n\t\"a\": \"\u{9b}2J\u{202e}\",\r\n \"b\": 1e2\n}";
        let line = json_line(json);
        assert!(!line.chars().any(steers), "{line}");
        let parse = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(parse(&line), parse(json));
        assert!(line.contains("1e2"), "{line}");
    }
}
