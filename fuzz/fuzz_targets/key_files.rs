#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    tc3_fuzz::surfaces::key_files::run(data);
});
