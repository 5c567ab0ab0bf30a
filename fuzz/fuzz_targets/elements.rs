#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| imhook_fuzz::elements(text));
