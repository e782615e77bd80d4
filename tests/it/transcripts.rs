//! What the command line says to requests that touch no file: `tests/cmd/*.trycmd`.

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd").run();
}
