#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    tc3_fuzz::surfaces::sse::run(data);
});
