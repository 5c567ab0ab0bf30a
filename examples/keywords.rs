//! Refuses messages with one of these words, whether in a text, a file name, the title of a forwarded conversation or
//! custom data.

use aho_corasick::{AhoCorasick, BuildError};
use imhook::callback::ack::{C2cCode, Code, GroupCode, Verdict};
use imhook::callback::{c2c, group};
use imhook::{ExitCode, Router, model::Element};
use std::future::ready;

const WORDS: [&str; 3] = ["casino", "加微信", "free coins"];

fn verdict<R: Code>(words: &AhoCorasick, body: &[Element], code: R) -> Verdict<R> {
    let hit = body.iter().flat_map(Element::strings).any(|text| words.is_match(&text));
    if hit { Verdict::refuse_with(code, "please mind your words") } else { Verdict::allow() }
}

fn keywords() -> Result<Router, BuildError> {
    let words = AhoCorasick::builder().ascii_case_insensitive(true).build(WORDS)?;
    let same = words.clone();
    let (code, group_code) = (C2cCode::at::<120_001>(), GroupCode::at::<10_101>());
    let one_to_one = move |m: c2c::BeforeSendMessage, _| ready(Ok(verdict(&words, &m.body, code)));
    let in_groups = move |m: group::BeforeSendMessage, _| ready(Ok(verdict(&same, &m.body, group_code)));
    Ok(Router::new().on_as("keywords", one_to_one).on_as("keywords in groups", in_groups))
}

fn main() -> ExitCode {
    keywords().map_or(ExitCode::FAILURE, imhook::run)
}
