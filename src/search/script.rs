//! The script as it is published: without comments, indents and what a minifier finds spare.

use minify_html::Cfg;

/// Minifies an ES module whose comments stand on lines of their own and whose texts span no
/// lines. What it exports keeps its name. A module that the minifier cannot read loses its
/// comments alone.
pub fn slim_script(source: &str) -> String {
    let is_code =
        |line: &&str| !line.is_empty() && !["//", "/**", "* ", "*/"].iter().any(|mark| line.starts_with(mark));
    let code: String = source.lines().map(str::trim_start).filter(is_code).flat_map(|line| [line, "\n"]).collect();
    // The minifier of scripts is there for those inside pages.
    let mut settings = Cfg::new();
    settings.minify_js = true;
    settings.keep_closing_tags = true;
    let page = ["<script type=module>", &code, "</script>"].concat();
    let minified = String::from_utf8(minify_html::minify(page.as_bytes(), &settings)).unwrap_or_default();
    let inner = minified.split_once('>').and_then(|(_, rest)| rest.strip_suffix("</script>"));
    inner.map_or(code, |inner| format!("{inner}\n"))
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
            slim_script("// a\n  let b = '//';\n/** d */\n/**\n * e\n */\n\n  export { b };\n"),
            "let b=`//`;export{b};\n"
        );
        assert_eq!(slim_script("// a\n  b = (\n"), "b = (\n");
    }
}
