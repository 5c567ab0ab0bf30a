#![no_main]

libfuzzer_sys::fuzz_target!(|raw: &str| imhook_fuzz::query(raw));
