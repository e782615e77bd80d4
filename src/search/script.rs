//! The script as it is published: the readable source without its comments and indents.

/// Drops lines that are comments and the indent of the others. For sources that, like
/// `search.js`, have comments on lines of their own and no text that spans lines.
pub fn slim_script(source: &str) -> String {
    let lines = source.lines().map(str::trim_start);
    let is_code =
        |line: &&str| !line.is_empty() && !["//", "/**", "* ", "*/"].iter().any(|mark| line.starts_with(mark));
    lines.filter(is_code).flat_map(|line| [line, "\n"]).collect()
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
    }

    #[test]
    fn code_stays_as_it_is() {
        assert_eq!(slim_script("// a\n  b = '//'; // c\n/** d */\n/**\n * e\n */\n\n  f\n"), "b = '//'; // c\nf\n");
    }
}
