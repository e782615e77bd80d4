//! Any text as a template: what is minified has the code it had, in order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zzsite::minify::template;

fuzz_target!(|text: &str| {
    if let Some(out) = template(text) {
        let values = |text: &str| text.matches("{{").count();
        assert_eq!(values(&out), values(text));
    }
});
