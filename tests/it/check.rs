//! Looking over a finished site: each fault is found, and found where it is.

use std::{fs, path::Path};

use tempfile::TempDir;
use zzsite::{
    check::{self, Around},
    diag::show,
};

const GOOD: &str =
    "<!DOCTYPE html><html lang=\"zh-CN\"><head><title>株洲</title></head><body><h1 id=\"top-story\">株洲</h1>";

/// The findings in the site of these files, in the short form, without the folder's name.
fn findings(base: Option<&str>, files: &[(&str, &str)]) -> String {
    let dir = TempDir::new().expect("a temporary folder");
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    let mut found = check::site(dir.path(), base, &Around::default()).expect("readable").diagnostics;
    show::arrange(&mut found);
    show::render(&found, show::Form::Short, false).replace(&format!("{}/", dir.path().display()), "")
}

fn page(body: &str) -> String {
    format!("{GOOD}\n{body}\n</body></html>")
}

#[test]
fn a_sound_site_has_no_findings() {
    let home = page(
        "<a href=\"2023-01-02/index.html#tianyuan\">x</a> <a href=\"#top-story\">y</a> <a href=\"mailto:a@example.org\">m</a>
         <a href=\"https://example.org/\">out</a> <img src=\"%E5%9B%BE.jpg\" alt=\"图\" srcset=\"%E5%9B%BE.jpg 2x\"> <a href=\"\">self</a>",
    );
    let issue = page(
        "<h2 id=\"tianyuan\">天元区</h2> <a href=\"../index.html?x#\">up</a> <a href=\"../index.html#top\">up</a>",
    );
    assert_eq!(findings(None, &[("index.html", &home), ("2023-01-02/index.html", &issue), ("图.jpg", "")]), "");
}

#[test]
fn dead_links_and_anchors() {
    let home = page(
        "<a href=\"gone.html\">x</a>\n<a href=\"b.html#no\">y</a>\n<a href=\"#nor\">z</a>\n<a href=\"../up.html\">u</a>",
    );
    insta::assert_snapshot!(findings(None, &[("index.html", &home), ("b.html", &page(""))]), @"
    index.html:2:1: error: `gone.html` leads to no file of the site [dead-link]
    index.html:3:1: error: `b.html` has no anchor `no` [dead-anchor]
    index.html:4:1: error: `index.html` has no anchor `nor` [dead-anchor]
    index.html:5:1: error: `../up.html` leads out of the site [dead-link]
    ");
}

#[test]
fn faults_of_a_page_by_itself() {
    let bare = "<html><head></head><body><img src=\"a.jpg\"><i id=\"x\"></i>\n<i id=\"x\"></i></body></html>";
    insta::assert_snapshot!(findings(None, &[("index.html", bare), ("a.jpg", ""), ("b.html", "\u{0}")]), @r#"
    b.html: warning: the page has 0 `<h1>`, and should have one [h1-count]
    b.html: warning: `<html>` has no `lang`; screen readers need it: lang="zh-CN" [no-lang]
    b.html: warning: the page has no title [no-title]
    index.html: warning: the page has 0 `<h1>`, and should have one [h1-count]
    index.html: warning: `<html>` has no `lang`; screen readers need it: lang="zh-CN" [no-lang]
    index.html: warning: the page has no title [no-title]
    index.html:1:26: warning: a picture has no `alt`; say in `alt` what it shows; leave it empty for mere decoration [no-alt]
    index.html:2:1: error: the id `x` stands twice in the page; an anchor leads to one place: give one of them another id [duplicate-id]
    "#);
}

#[test]
fn what_breaks_elsewhere() {
    let home = page(
        "<script src=\"https://cdn.example.com/x.js\"></script><a href=\"/b.html\">root</a>\n<a href=\"dir/\">folder</a>\n<link rel=\"preconnect\" href=\"//fonts.example.com\">",
    );
    let files =
        [("index.html", home.as_str()), ("b.html", &page("")), ("B.html", &page("")), ("dir/index.html", &page(""))];
    insta::assert_snapshot!(findings(None, &files), @"
    b.html: error: its name differs from `B.html` in case only; one of them is lost on Windows, macOS and some hosts: rename one [case-clash]
    index.html:2:1: warning: the page fetches `https://cdn.example.com/x.js` from another site; keep a copy in the site: an archive outlives other people's servers [external-resource]
    index.html:2:53: warning: `/b.html` begins at the root of the host; link relatively, so that the site works under any path and from a disk [link-from-root]
    index.html:3:1: warning: `dir/` names a folder; name its index.html: from a disk a folder opens as a list of files [link-to-folder]
    index.html:4:1: warning: the page fetches `//fonts.example.com` from another site; keep a copy in the site: an archive outlives other people's servers [external-resource]
    ");
}

#[test]
fn absolute_addresses_of_the_site_itself() {
    let home = page(
        "<link rel=\"canonical\" href=\"https://example.org/archive/\"><a href=\"https://example.org/archive/gone.html\">x</a>",
    );
    let feed = "<feed>\n<link href=\"https://example.org/archive/index.html\"/>\n<id>https://example.org/archive/no.html</id></feed>";
    let lost = "<!DOCTYPE html><html lang=\"zh-CN\"><head><title>404</title></head><body><h1>404</h1><a href=\"/archive/index.html\">x</a></body></html>";
    let files = [("index.html", home.as_str()), ("feed.xml", feed), ("404.html", lost)];
    insta::assert_snapshot!(findings(Some("https://example.org/archive/"), &files), @"
    feed.xml:3:5: error: `https://example.org/archive/no.html` leads to no file of the site [dead-link]
    index.html:2:59: error: `https://example.org/archive/gone.html` leads to no file of the site [dead-link]
    ");
}

#[test]
fn a_site_built_for_another_address_is_told_by_its_404() {
    let lost = "<!DOCTYPE html><html lang=\"zh-CN\"><head><title>404</title></head><body><h1>404</h1><a href=\"/archive/index.html\">x</a></body></html>";
    let files = [("index.html", page("")), ("404.html", lost.to_owned())];
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    insta::assert_snapshot!(findings(None, &files), @"404.html:1:84: error: `/archive/index.html` leads to no file of the site; if the site was built with `--base-url`: give `check` the same [dead-link]");
    insta::assert_snapshot!(findings(Some("https://example.org/old/"), &files), @"404.html:1:84: error: `/archive/index.html` leads to no file of the site; if the site was not built for https://example.org/old/: give `check` the `--base-url` of `build` [dead-link]");
}

#[test]
fn one_fault_on_many_pages_is_told_a_few_times() {
    let pages: Vec<(String, String)> =
        (0..40).map(|n| (format!("p{n:02}.html"), page("<a href=\"gone.html\">x</a>"))).collect();
    let files: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    insta::assert_snapshot!(findings(None, &files), @"
    p00.html:2:1: error: `gone.html` leads to no file of the site [dead-link]
    p01.html:2:1: error: `gone.html` leads to no file of the site [dead-link]
    p02.html:2:1: error: `gone.html` leads to no file of the site (and 37 more like it) [dead-link]
    ");
}

#[test]
fn a_page_that_is_no_text_is_told_and_the_rest_read() {
    let dir = TempDir::new().expect("a temporary folder");
    fs::write(dir.path().join("bad.html"), b"<p>\xff\xfe").expect("written");
    fs::write(dir.path().join("good.html"), page("")).expect("written");
    let looked = check::site(dir.path(), None, &Around::default()).expect("readable");
    assert_eq!((looked.value.pages, looked.diagnostics.len()), (1, 1));
    assert_eq!(looked.diagnostics[0].code, "html-unreadable");
    assert!(check::site(Path::new("no/such/folder"), None, &Around::default()).is_err());
}
