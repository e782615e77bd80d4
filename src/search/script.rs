//! The script as it is published: without comments and indents, with short names.

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

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
        compress: Some(CompressOptions::safest()),
    };
    let names = Minifier::new(options).minify(&allocator, &mut program).scoping;
    Codegen::new().with_options(CodegenOptions::minify()).with_scoping(names).build(&program).code + "\n"
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn the_script_fits_its_budget() {
        let script = slim_script(include_str!("../../themes/default/assets/search.js"));
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
        encoder.write_all(script.as_bytes()).unwrap();
        let size = encoder.finish().unwrap().len();
        assert!(size <= 12_000, "{size} bytes after gzip; the budget is 12 KB");
        assert!(script.lines().count() < 9, "the minifier could read it");
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
