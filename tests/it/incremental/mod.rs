//! Builds that find an earlier one: always the same files as from nothing.

mod archive;
mod harm;
mod index;
mod session;

use std::{collections::BTreeMap, fs};

use zzsite::{build::Options, diag::Diagnostic, output::Packing};

use self::archive::{Archive, change, page};
use super::generated::{Random, SETTINGS};

#[test]
fn whatever_is_changed_the_site_is_that_of_a_clean_build() {
    for seed in 0..3 {
        let mut random = Random(seed * 7919 + 20_230_102);
        let archive = Archive::filled(&mut random);
        archive.check("the first build");
        for step in 0..12 {
            let mut what = format!("seed {seed}, step {step}: {}", change(&archive, &mut random));
            for _ in 0..random.below(3) {
                what = format!("{what}; {}", change(&archive, &mut random));
            }
            archive.check(&what);
        }
    }
}

#[test]
fn settings_and_pages_of_the_site_count_too() {
    let archive = Archive::filled(&mut Random(5));
    archive.check("the first build");
    archive.write("site.toml", SETTINGS.replace("试验报", "试行报").as_bytes());
    archive.check("another title");
    archive.write("site.toml", SETTINGS.replace("example.org", "example.net").as_bytes());
    archive.check("another address");
    archive.write("site.toml", SETTINGS.replace("乙水区", "丙岭区").as_bytes());
    archive.check("another district");
    archive.write("site.toml", format!("{SETTINGS}[taxonomies]\nreporters = false\n").as_bytes());
    archive.check("no reporters");
    assert!(!archive.path("public/reporters").exists());
    archive.write("site.toml", format!("{SETTINGS}[taxonomies]\ndistricts = false\n").as_bytes());
    archive.check("reporters again, no districts");
    let routes = "[routes]\narticle = \"a/{date}-{page}-{slug}.html\"\n";
    archive.write("site.toml", format!("{SETTINGS}{routes}").as_bytes());
    archive.check("other addresses, in the search index too");
    let routes = routes.replace(".html", ".html/");
    archive.write("site.toml", format!("{SETTINGS}{routes}").as_bytes());
    archive.check("folders where files were");
    archive.write("site.toml", SETTINGS.as_bytes());
    archive.check("the first addresses again");
    archive.write("content/history.md", "# 沿革\n\n一段。\n".as_bytes());
    archive.check("a page for every footer");
    archive.write("site.toml", format!("theme = \"mine\"\n{SETTINGS}").as_bytes());
    let footer =
        "{% extends \"default/article.html\" %}{% block head %}<meta name=\"x\" content=\"1\">{% endblock head %}";
    archive.write("mine/templates/article.html", footer.as_bytes());
    archive.check("a theme");
    archive.write("mine/templates/article.html", footer.replace("\"1\"", "\"2\"").as_bytes());
    archive.check("a theme edited");
}

#[test]
fn one_edit_leaves_other_files_alone() {
    let archive = Archive::filled(&mut Random(6));
    archive.build();
    let before = archive.site();
    let text = fs::read_to_string(archive.path("content/2023-01-05/02.txt")).expect("read");
    archive.write("content/2023-01-05/02.txt", text.replacen("方便多了", "方便了许多", 1).as_bytes());
    let built = archive.build().value.output;
    let after = archive.site();
    let changed: Vec<&String> =
        after.iter().filter(|(path, bytes)| before.get(*path) != Some(*bytes)).map(|(path, _)| path).collect();
    assert!(
        changed
            .iter()
            .all(|path| path.starts_with("2023-01-05/02") || path.starts_with("search") || path.starts_with(".zzsite")),
        "{changed:?}"
    );
    assert!(built.unchanged > 50 && built.written < 20, "{built:?}");
    // Nobody else's article says how many articles there are.
    archive.write("content/2023-02-01/01.txt", page(&mut Random(9)).as_bytes());
    archive.build();
    let later = archive.site();
    assert!(later["2023-01-01/01/index.html"] == after["2023-01-01/01/index.html"]);
    assert!(later["index.html"] != after["index.html"]);
}

#[test]
fn what_was_parsed_is_kept_as_markdown_that_can_be_taken_to_the_content() {
    let archive = Archive::filled(&mut Random(13));
    archive.build();
    let kept = archive.kept();
    let names: Vec<&str> = kept.keys().map(String::as_str).collect();
    let pages = |day: u32| (1..3).map(move |page| format!("2023-01-{day:02}/{page:02}.md"));
    assert_eq!(names, (1..6).flat_map(pages).collect::<Vec<_>>(), "the page by hand is not parsed");
    fs::remove_dir_all(archive.path(".zzsite/markdown")).expect("removed");
    archive.build();
    assert!(archive.kept() == kept, "deleted, it is made again");
    let before = archive.site();
    fs::remove_file(archive.path("content/2023-01-02/01.txt")).expect("removed");
    archive.write("content/2023-01-02/01.md", &kept["2023-01-02/01.md"]);
    archive.build();
    assert!(!archive.kept().contains_key("2023-01-02/01.md"));
    let articles = |site: &BTreeMap<String, Vec<u8>>| {
        let of_page = |path: &&String| path.starts_with("2023-01-02/01/") && path.ends_with(".html");
        site.keys().filter(of_page).cloned().collect::<Vec<_>>()
    };
    assert!(articles(&before).len() > 1);
    assert_eq!(articles(&archive.site()), articles(&before));
}

#[test]
fn the_markdown_that_is_kept_is_that_of_the_pages_that_are_there() {
    let archive = Archive::filled(&mut Random(25));
    archive.build();
    let whole = archive.kept();
    fs::rename(archive.path("content/2023-01-02"), archive.path("away")).expect("moved");
    archive.build();
    assert!(!archive.path(".zzsite/markdown/2023-01-02").exists());
    fs::rename(archive.path("away"), archive.path("content/2023-01-02")).expect("moved back");
    archive.build();
    assert!(archive.kept() == whole, "a day that was away");
    fs::remove_file(archive.path(".zzsite/markdown/2023-01-02/01.md")).expect("removed");
    archive.write(".zzsite/markdown/2023-01-02/09.md", b"of nobody");
    archive.build();
    assert!(archive.kept() == whole, "one of them deleted, one made up");
    // Another file says it is the page, then it is.
    let text = format!("+++\ndate = 2023-01-02\npage = \"01\"\n+++\n{}", page(&mut Random(26)));
    archive.write("content/2023-01-05/01.txt", text.as_bytes());
    archive.check("two files of one page");
    archive.check("again");
    fs::rename(archive.path("content/2023-01-02"), archive.path("away")).expect("moved");
    archive.check("the other one alone");
    archive.check("again");
    fs::rename(archive.path("away"), archive.path("content/2023-01-02")).expect("moved back");
    archive.check("both again");
    fs::remove_file(archive.path("content/2023-01-05/01.txt")).expect("removed");
    archive.check("the first one alone");
}

#[test]
fn markdown_that_could_not_be_written_is_told_and_written_later() {
    let archive = Archive::filled(&mut Random(27));
    archive.write(".zzsite/markdown/2023-01-02", b"in the way");
    let told = |built: &[Diagnostic]| built.iter().filter(|d| d.message.contains("Markdown of what was read")).count();
    assert_eq!(told(&archive.build().diagnostics), 1);
    assert_eq!(told(&archive.build().diagnostics), 1, "and again");
    fs::remove_file(archive.path(".zzsite/markdown/2023-01-02")).expect("removed");
    archive.check("nothing in the way");
}

#[test]
fn packed_files_are_kept_with_what_they_pack() {
    let archive = Archive::filled(&mut Random(13));
    let packed = Options { packed: vec![Packing::Gzip, Packing::Brotli], ..Options::default() };
    archive.build_with(&packed);
    let whole = archive.site();
    assert!(["gz", "br"].iter().all(|form| whole.contains_key(&format!("2023-01-01/index.html.{form}"))));
    let again = archive.build_with(&packed).value.output;
    assert_eq!((again.written, again.removed), (0, 0));
    archive.build();
    assert!(
        archive.site().keys().all(|path| !path.starts_with("2023") || !path.ends_with(".gz") && !path.ends_with(".br"))
    );
    archive.build_with(&packed);
    assert!(archive.site() == whole);
    for path in ["public/index.html.gz", "public/2023-01-01/index.html.br"] {
        fs::remove_file(archive.path(path)).expect("removed");
        archive.build_with(&packed);
        assert!(archive.site() == whole, "{path} comes back");
    }
    // Built without packing while something is wrong, so that nothing is given up.
    archive.write("content/2023-01-04/03.txt", b"\x80\x81\xff\xff");
    let text = fs::read_to_string(archive.path("content/2023-01-01/01.txt")).expect("read");
    archive.write("content/2023-01-01/01.txt", text.replace("方便多了", "好看多了").as_bytes());
    archive.build();
    fs::remove_file(archive.path("content/2023-01-04/03.txt")).expect("removed");
    archive.build_with(&packed);
    let site = archive.site();
    let mut compared = 0;
    for (path, bytes) in site.iter().filter_map(|(path, bytes)| Some((path.strip_suffix(".gz")?, bytes))) {
        let mut unpacked = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&bytes[..]), &mut unpacked).expect("gzip");
        assert!(site[path] == unpacked, "{path}");
        compared += 1;
    }
    assert!(compared > 20, "{compared}");
    archive.write("content/2023-01-04/03.txt", b"\x80\x81\xff\xff");
    archive.build();
    fs::remove_file(archive.path("content/2023-01-04/03.txt")).expect("removed");
    archive.check("nothing that was packed is left");
}

#[test]
fn a_trusted_folder_is_not_looked_at() {
    let random = &mut Random(18);
    let archive = Archive::filled(random);
    archive.build();
    let trusted = Options { trusted: true, ..Options::default() };
    for _ in 0..5 {
        archive.write("content/2023-01-02/01.txt", page(random).as_bytes());
        archive.build_with(&trusted);
        let made = archive.site();
        archive.check("trusted");
        assert!(archive.site() == made, "what changed was made");
    }
    let gone = archive.path("public/2023-01-01/01/index.html");
    fs::remove_file(&gone).expect("removed");
    archive.build_with(&trusted);
    assert!(!gone.exists());
    archive.check("looked at again");
    assert!(gone.exists());
}

#[test]
fn a_fresh_build_believes_nothing() {
    let archive = Archive::filled(&mut Random(14));
    archive.build();
    let whole = archive.site();
    let path = "public/2023-01-01/01/index.html";
    let length = whole["2023-01-01/01/index.html"].len();
    archive.write(path, &vec![b'x'; length]);
    let mut index = whole["search/index.bin"].clone();
    let middle = index.len() / 2;
    index[middle] ^= 1;
    archive.write("public/search/index.bin", &index);
    archive.build_with(&Options { fresh: true, ..Options::default() });
    assert!(archive.site() == whole);
}
