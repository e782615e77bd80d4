//! The whole path: content folder in, site out, the same bytes every time.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use zzsite::{
    build::{self, Built, Options},
    config::{self, Config, Overrides},
    diag::{Diagnostic, Severity, Warned},
};

/// A content folder and the site made of it, both gone with the value.
struct Archive {
    dir: tempfile::TempDir,
}

impl Archive {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let archive = Self { dir: tempfile::tempdir().expect("a temporary folder") };
        fs::create_dir(archive.content()).expect("made");
        for (path, bytes) in files {
            let path = archive.content().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, bytes).expect("written");
        }
        archive
    }

    fn content(&self) -> PathBuf {
        self.dir.path().join("content")
    }

    fn out(&self) -> PathBuf {
        self.dir.path().join("public")
    }

    fn config(&self) -> Config {
        let settings = self.dir.path().join("site.toml");
        if !settings.exists() {
            fs::write(&settings, "title = \"试验报\"\n[[districts]]\nname = \"甲山县\"\nslug = \"jiashan\"\n")
                .expect("written");
        }
        let overrides = Overrides {
            config: Some(settings),
            base_url: Some("https://example.org/a/".into()),
            ..Overrides::default()
        };
        config::load(&overrides).expect("good settings")
    }

    fn build(&self) -> Warned<Built> {
        build::build(&self.config(), &Options::default()).expect("a site")
    }

    /// Every file of the site by path.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.out(), &self.out(), &mut files);
        files
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.out().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            collect(root, &entry, files);
        } else {
            let name = entry.strip_prefix(root).expect("below").to_string_lossy().into_owned();
            files.insert(name, fs::read(&entry).expect("read"));
        }
    }
}

fn messages(diagnostics: &[Diagnostic], severity: Severity) -> Vec<String> {
    diagnostics.iter().filter(|d| d.severity == severity).map(|d| d.message.clone()).collect()
}

const PAGE: &str = "甲山县修通环湖步道 全长三公里\n\n试验日报讯(记者/李恒 通讯员/陈悦) 甲山县的环湖步道近日修通,全长三公里,\
沿途设有五处休息的地方。\n\n步道连接两座公园,行人可以从东门走到西门。沿湖的树木都保留了下来。\n";

fn demo() -> Archive {
    Archive::new(&[
        ("2023-01-02/01.txt", PAGE.as_bytes()),
        ("2023-01-02/02.md", "# 手写的一篇\n\n正文在这里。\n".as_bytes()),
        ("2023-01-03/01.txt", PAGE.replace("三公里", "四公里").as_bytes()),
        ("about.md", "# 关于\n\n[首页](index.html)\n".as_bytes()),
    ])
}

#[test]
fn a_second_build_writes_nothing() {
    let archive = demo();
    let first = archive.build();
    assert_eq!(messages(&first.diagnostics, Severity::Error), Vec::<String>::new());
    assert!(first.value.output.written > 20);
    let second = archive.build();
    assert_eq!(second.value.output.written, 0);
    assert_eq!(second.value.output.unchanged, first.value.output.written);
}

#[test]
fn the_bytes_are_the_same_for_any_number_of_threads() {
    let built = [1, 2, 7].map(|threads| {
        let archive = demo();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| archive.build());
        archive.files()
    });
    assert!(built[0].len() > 20);
    assert!(built[0] == built[1] && built[1] == built[2]);
}

#[test]
fn an_article_of_newsprint_is_on_its_page_and_in_its_district() {
    let archive = demo();
    archive.build();
    let page = archive.text("2023-01-02/01/index.html");
    assert!(page.contains("环湖步道"), "{page}");
    assert!(archive.text("districts/jiashan/index.html").contains("环湖步道"));
    assert!(archive.text("2023-01-02/02/index.html").contains("手写的一篇"));
    assert!(archive.text("about/index.html").contains("关于"));
    assert!(archive.text("feed.xml").contains("https://example.org/a/2023-01-03/01/"));
}

#[test]
fn addresses_follow_the_settings_and_every_link_with_them() {
    let archive = demo();
    let settings = "title = \"试验报\"\n[routes]\nissue = \"{year}/{month}/{day}/\"\n\
        page = \"{year}/{month}/{day}/p{page}.html\"\narticle = \"{year}/{month}/{day}/{page}-{slug}/\"\n\
        month = \"{year}/{month}/\"\ndistrict = \"places/{slug}/\"\nreporter = \"about/by-{slug}/\"\n\
        [[districts]]\nname = \"甲山县\"\nslug = \"jiashan\"\n";
    fs::write(archive.dir.path().join("site.toml"), settings).expect("written");
    archive.build();
    let files = archive.files();
    let there = |path: &str| assert!(files.contains_key(path), "{path} is not in {:#?}", files.keys());
    there("2023/01/02/index.html");
    there("2023/01/02/p01.html");
    there("2023/01/02/p01.txt");
    there("2023/01/index.html");
    there("2023/index.html");
    there("places/jiashan/index.html");
    there("about/by-li-heng/index.html");
    // The folder `about` is the reporters' now: the ordinary page of that name makes room.
    there("page-about/index.html");
    let article = files.keys().find(|path| path.starts_with("2023/01/02/01-") && path.ends_with("/index.html"));
    assert!(article.is_some(), "{:#?}", files.keys());
    let found = zzsite::check::site(&archive.out(), Some("https://example.org/a/"), &Default::default())
        .expect("readable")
        .diagnostics;
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn hand_written_articles_are_in_their_districts_unless_they_say_otherwise() {
    let archive = Archive::new(&[
        ("2023-01-02/01/01-a.md", "# 甲山县的桥\n\n甲山县有三座老桥。\n".as_bytes()),
        (
            "2023-01-02/01/02-b.md",
            "+++\ntitle = \"甲山县的路\"\n[taxonomies]\ndistricts = []\n+++\n甲山县有路。\n".as_bytes(),
        ),
    ]);
    archive.build();
    let district = archive.text("districts/jiashan/index.html");
    assert!(district.contains("甲山县的桥"), "{district}");
    assert!(!district.contains("甲山县的路"), "{district}");
}

#[test]
fn a_bad_file_is_told_and_the_rest_is_built() {
    let mut cut = PAGE.as_bytes().to_vec();
    cut.truncate(cut.len() - 3);
    let archive = Archive::new(&[
        ("2023-01-02/01.txt", PAGE.as_bytes()),
        ("2023-01-02/02.txt", b"\x89PNG\x00\x01"),
        ("2023-01-02/03.txt", b""),
        ("2023-01-02/04.txt", &cut),
        ("2023-01-02/05.txt", b"\xff\xff\xff\xff\xff\xff"),
        ("2023-01-02/06.txt", "+++\npage = \"06\"\n没有结束的前言".as_bytes()),
        ("2023-01-02/07.md", "+++\ntitle = 3\n+++\n正文".as_bytes()),
        ("000_e09f.txt", PAGE.replace("近日", "1月5日").as_bytes()),
    ]);
    let built = archive.build();
    let errors = messages(&built.diagnostics, Severity::Error);
    for wanted in ["NUL", "inside a character", "valid UTF-8 or GB18030", "title"] {
        assert!(errors.iter().any(|error| error.contains(wanted)), "{wanted}: {errors:#?}");
    }
    assert!(built.diagnostics.iter().all(|d| d.place.is_some() || d.severity == Severity::Note));
    assert!(archive.text("2023-01-02/01/index.html").contains("环湖步道"));
    assert!(archive.text("index.html").contains("试验报"));
}

#[test]
fn markup_in_a_page_is_text_on_the_site() {
    let hostile = PAGE.replace("两座公园", "<script>alert(1)</script><img src=x onerror=alert(2)>");
    let archive = Archive::new(&[("2023-01-02/01.txt", hostile.as_bytes())]);
    archive.build();
    for (path, bytes) in archive.files() {
        let text = String::from_utf8_lossy(&bytes);
        let html = path.ends_with(".html");
        assert!(!html || !(text.contains("<script>alert") || text.contains("<img src=x")), "{path}");
    }
}

#[test]
fn a_foreign_file_in_the_output_folder_is_kept() {
    let archive = demo();
    fs::create_dir(archive.out()).expect("made");
    fs::write(archive.out().join("mine.txt"), "mine").expect("written");
    archive.build();
    fs::remove_dir_all(archive.content().join("2023-01-03")).expect("removed");
    let built = archive.build();
    assert!(built.value.output.removed > 0);
    assert_eq!(archive.text("mine.txt"), "mine");
    assert!(!archive.out().join("2023-01-03").exists());
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_content_is_not_followed() {
    let archive = demo();
    let secret = archive.dir.path().join("secret.txt");
    fs::write(&secret, PAGE.replace("甲山", "秘密")).expect("written");
    std::os::unix::fs::symlink(&secret, archive.content().join("2023-01-02/09.txt")).expect("linked");
    let built = archive.build();
    assert!(messages(&built.diagnostics, Severity::Warning).iter().any(|m| m.contains("symbolic link")));
    assert!(archive.files().values().all(|bytes| !String::from_utf8_lossy(bytes).contains("秘密")));
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_address_is_told_and_its_page_is_read() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let archive = demo();
    // 02版 要闻.txt in GBK, as an archive packed on Windows has it.
    let names: [&[u8]; 2] = [b"2023-01-03/02\xb0\xe6 \xd2\xaa\xce\xc5.txt", b"2023-01-03/03\\x.txt"];
    for name in names {
        fs::write(archive.content().join(OsStr::from_bytes(name)), PAGE).expect("written");
    }
    for _ in 0..2 {
        let warnings = messages(&archive.build().diagnostics, Severity::Warning);
        for what in ["not UTF-8", "backslash"] {
            assert!(warnings.iter().any(|warning| warning.contains(what)), "{warnings:#?}");
        }
    }
    let page = archive.text("2023-01-03/02/index.html");
    assert!(page.contains("环湖步道") && !page.contains(char::REPLACEMENT_CHARACTER), "{page}");
    let files = archive.files();
    let texts: Vec<_> = files.iter().filter(|(path, _)| path.starts_with("2023") && path.ends_with(".txt")).collect();
    assert!(texts.iter().all(|(_, bytes)| !bytes.is_empty()), "{texts:?}");
    assert!(files.contains_key("2023-01-03/01.txt") && !files.contains_key("2023-01-03/02.txt"));
}

#[test]
fn a_content_folder_that_is_gone_leaves_the_site_alone() {
    let archive = demo();
    archive.build();
    let before = archive.files();
    fs::rename(archive.content(), archive.dir.path().join("away")).expect("moved");
    let stopped = build::build(&archive.config(), &Options::default()).expect_err("no site of nothing");
    assert_eq!(stopped.diagnostic().code, "content");
    assert!(archive.files() == before);
}

#[test]
fn pages_that_stay_because_of_an_error_are_told() {
    let archive = demo();
    archive.build();
    fs::write(archive.content().join("bad.md"), "+++\ntitle = 甲\n+++\nx\n").expect("written");
    fs::remove_dir_all(archive.content().join("2023-01-03")).expect("removed");
    let kept = archive.build();
    assert!(archive.out().join("2023-01-03/01/index.html").exists());
    let told = kept.diagnostics.iter().find(|d| d.code == "output-kept").expect("told");
    assert!(told.place.as_ref().is_some_and(|place| place.file.contains("2023-01-03")), "{told:?}");
    fs::remove_file(archive.content().join("bad.md")).expect("removed");
    let mended = archive.build();
    assert!(!archive.out().join("2023-01-03").exists());
    assert!(mended.diagnostics.iter().all(|d| d.code != "output-kept"));
}

#[test]
fn a_site_copied_without_its_dot_files_is_told_once() {
    let archive = demo();
    archive.build();
    for name in [".zzsite-manifest", ".zzsite-marks", ".zzsite-keys"] {
        fs::remove_file(archive.out().join(name)).expect("removed");
    }
    fs::write(archive.dir.path().join("site.toml"), "title = \"另一个名称\"\n").expect("written");
    let built = archive.build();
    let told: Vec<_> = built.diagnostics.iter().filter(|d| d.code.starts_with("output")).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].message.contains(".zzsite-manifest") && told[0].hint.is_some());
}

#[test]
fn files_that_are_not_read_are_told_once() {
    let archive = demo();
    for name in ["03.docx", "02.PDF", "notes.json"] {
        fs::write(archive.content().join("2023-01-02").join(name), "x").expect("written");
    }
    let built = archive.build();
    let told: Vec<_> = built.diagnostics.iter().filter(|d| d.code == "not-text").collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].place.as_ref().map(|place| &*place.file), Some("2023-01-02/02.PDF"));
    assert!(told[0].message.contains("2 such files"), "{told:?}");
}

#[test]
fn a_date_that_cannot_be_is_told() {
    let archive = Archive::new(&[("2023-02-30/01.txt", PAGE.as_bytes())]);
    let built = archive.build();
    assert!(built.diagnostics.iter().any(|d| d.code == "path-date" && d.message.contains("2023-02-30")));
}

#[test]
fn lines_that_the_writer_broke_stay_broken() {
    let archive = Archive::new(&[("2023-01-02/01/01-a.md", "# 诗\n\n第一行\\\n第二行\n".as_bytes())]);
    archive.build();
    assert!(
        archive.text("2023-01-02/01/a.html").contains("<p>第一行<br>第二行</p>"),
        "{}",
        archive.text("2023-01-02/01/a.html")
    );
}

#[test]
fn no_content_is_an_empty_site() {
    let archive = Archive::new(&[]);
    archive.build();
    assert!(archive.text("index.html").contains("试验报"));
}
