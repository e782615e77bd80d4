//! The scripts as they are published: without comments and indents, with short names. The one
//! that searches is a part of the index and carries its directory.

use std::sync::LazyLock;

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_minifier::{CompressOptions, CompressOptionsUnused, MangleOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// Path of the script below the index folder.
pub(crate) const PATH: &str = "search.js";
/// The parts of the script, one module together.
const PARTS: [&str; 5] = [
    include_str!("script/fold.js"),
    include_str!("script/files.js"),
    include_str!("script/index.js"),
    include_str!("script/find.js"),
    include_str!("script/show.js"),
];
/// Where the directory goes. Without it the script fetches the file.
const PLACE: &str = "@directory@";
/// Larger directories stay out: whoever only opens the search page should not wait for them.
const LARGEST: usize = 8 << 10;

/// The script that searches an index with this directory.
pub(crate) fn search_script(directory: &[u8]) -> String {
    static SLIM: LazyLock<String> = LazyLock::new(|| slim_script(&PARTS.concat()));
    if directory.len() > LARGEST { SLIM.clone() } else { SLIM.replacen(PLACE, &letters(directory), 1) }
}

/// Bytes in letters of six bits each. After gzip, letters that the script itself is full of take
/// less room than those of base64: a character stands for its code modulo 32, and 32 more from `@` on.
fn letters(bytes: &[u8]) -> String {
    let letter = |six: u8| match six {
        0..32 => six + b' ',
        // What a template literal must not hold gives way to a capital of the same remainder.
        32 => b'@',
        63 => b'_',
        _ if six + 64 == b'{' => b'[',
        _ => six + 64,
    };
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0, |bits, &byte| bits << 8 | usize::from(byte)) << (8 * (3 - three.len()));
        text.extend((0..=three.len()).map(|i| char::from(letter((bits >> (18 - 6 * i) & 63) as u8))));
    }
    text
}

/// Minifies an ES module. What it exports keeps its name. A module that cannot be read stays as
/// it is.
pub fn slim_script(source: &str) -> String {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
    if parsed.panicked || !parsed.errors.is_empty() {
        return source.to_owned();
    }
    let mut program = parsed.program;
    let options = MinifierOptions {
        mangle: Some(MangleOptions { top_level: true, ..MangleOptions::default() }),
        // Constants are written out where they are used, so that most need not be declared.
        compress: Some(CompressOptions { unused: CompressOptionsUnused::Remove, ..CompressOptions::safest() }),
    };
    let names = Minifier::new(options).minify(&allocator, &mut program).scoping;
    Codegen::new().with_options(CodegenOptions::minify()).with_scoping(names).build(&program).code + "\n"
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn zipped(text: &str) -> usize {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap().len()
    }

    #[test]
    fn the_scripts_fit_their_budget() {
        let page = slim_script(include_str!("../../themes/default/assets/search-page.js"));
        let search = search_script(&[0; LARGEST + 1]);
        let (page, search) = (zipped(&page), zipped(&search));
        assert!(page + search <= 12_000, "{page} and {search} bytes after gzip; the budget is 12 KB");
    }

    #[test]
    fn the_script_carries_its_directory() {
        assert!(search_script(&[0; LARGEST + 1]).contains(PLACE), "too large a directory stays out");
        let script = search_script(b"ZZSI directory");
        assert!(script.contains(&format!("`{}`", letters(b"ZZSI directory"))) && !script.contains(PLACE));
        let decoded = |text: &str| -> Vec<u8> {
            let bits =
                text.bytes().fold(String::new(), |bits, c| bits + &format!("{:06b}", c & 31 | u8::from(c > 63) << 5));
            bits.as_bytes().chunks_exact(8).map(|byte| byte.iter().fold(0, |all, bit| all << 1 | bit & 1)).collect()
        };
        let all: Vec<u8> = (0..=255).rev().chain(0..=255).collect();
        for bytes in [&b""[..], b"a", b"ab", b"abc", &all] {
            let text = letters(bytes);
            assert_eq!(decoded(&text), bytes);
            assert!(!text.contains(['`', '\\', '{']) && text.is_ascii(), "a template literal takes it as it is");
        }
    }

    #[test]
    fn exports_keep_their_names_and_comments_go() {
        assert_eq!(
            slim_script("// a\n  let long = '//';\n/** d */\n/**\n * e\n */\n\n  export { long };\n"),
            "let e=`//`;export{e as long};\n"
        );
        assert_eq!(slim_script("// a\n  b = (\n"), "// a\n  b = (\n");
    }
}
