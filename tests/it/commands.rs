//! The command line on real folders: what it makes, says and returns.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// A folder to run zzsite in.
struct Desk {
    dir: TempDir,
}

/// What a run said and returned.
#[derive(Debug)]
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

/// A page that reads well, on a date of its own.
const GOOD: &str = "2023年1月2日 星期一\n第01版 要闻\n\n株洲五区四县市的来历\n\n　　株洲市今辖天元、芦淞、荷塘、石峰、渌口五个区，攸县、茶陵、炎陵三个县，代管县级醴陵市。\n\n　　渌口区前身为株洲县，2018年设区。\n";

impl Desk {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    /// With the good page as 2023-01-02/01.txt.
    fn with_page() -> Self {
        let desk = Self::new();
        desk.put("content/2023-01-02/01.txt", GOOD);
        desk
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.dir.path().join(path)
    }

    fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(path).parent().expect("a folder")).expect("made");
        fs::write(self.path(path), bytes).expect("written");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zzsite"));
        command.args(arguments.split_whitespace()).current_dir(self.dir.path());
        command
    }

    fn run(&self, arguments: &str) -> Said {
        let output = self.command(arguments).output().expect("zzsite runs");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
        let said = Said { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) };
        assert!(!said.err.contains("panicked"), "{arguments}: {said:?}");
        said
    }

    /// The files below a folder with their bytes.
    fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let root = self.path(folder);
        let files = walkdir::WalkDir::new(&root).into_iter().flatten().filter(|entry| entry.file_type().is_file());
        let name = |path: &Path| path.strip_prefix(&root).expect("below").to_string_lossy().into_owned();
        files.map(|entry| (name(entry.path()), fs::read(entry.path()).expect("read"))).collect()
    }
}

#[test]
fn a_starter_site_builds_and_checks_out() {
    let desk = Desk::new();
    let said = desk.run("init site --title 我的档案");
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(desk.read("site/site.toml").contains("title = \"我的档案\""));
    let said = desk.run("build --config site/site.toml");
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(desk.read("site/public/index.html").contains("我的档案"));
    let said = desk.run("check --config site/site.toml --strict --format short");
    assert_eq!(said.code, Some(0), "{said:?}");
}

#[test]
fn init_and_new_overwrite_nothing() {
    let desk = Desk::new();
    desk.put("content/about.md", "mine");
    desk.run("init");
    let said = desk.run("init");
    assert_eq!((said.code, said.err.contains("kept  ./content/about.md")), (Some(0), true), "{said:?}");
    assert_eq!(desk.read("content/about.md"), "mine");

    desk.run("new issue 2023-01-03 --pages 2");
    desk.put("content/2023-01-03/01.txt", "typed in");
    let said = desk.run("new issue 2023-01-03 --pages 3");
    assert_eq!(said.code, Some(0));
    assert_eq!(desk.read("content/2023-01-03/01.txt"), "typed in");
    assert!(desk.read("content/2023-01-03/03.txt").contains("page = \"03\""));
}

#[test]
fn a_second_build_writes_nothing_and_threads_do_not_matter() {
    let desk = Desk::with_page();
    assert_eq!(desk.run("build --jobs 1").code, Some(0));
    let one = desk.files("public");
    let said = desk.run("build --jobs 4");
    assert!(said.err.contains(" 0 files written, "), "{said:?}");
    assert_eq!(desk.run("build --jobs 4 --out other").code, Some(0));
    assert!(one == desk.files("other"), "the same bytes for any number of threads");
    assert!(!one.contains_key(".zzsite-journal"));
}

#[test]
fn convert_keeps_corrections() {
    let desk = Desk::with_page();
    assert_eq!(desk.run("convert content --out md").code, Some(0));
    let files = desk.files("md");
    let article = files.keys().find(|path| path.ends_with(".md")).expect("an article");
    assert_eq!(desk.run("convert content --out md").code, Some(0), "the same text is no conflict");
    let path = format!("md/{article}");
    desk.put(&path, "corrected by hand");
    let said = desk.run("convert content --out md --format short");
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains(&format!("{path}: error: ")), "{said:?}");
    assert_eq!(desk.read(&path), "corrected by hand");
    assert_eq!(desk.run("convert content --out md --force").code, Some(0));
    assert_ne!(desk.read(&path), "corrected by hand");
}

#[test]
fn stats_are_data() {
    let desk = Desk::with_page();
    let said = desk.run("stats --format json");
    let stats: serde_json::Value = serde_json::from_str(&said.out).expect("JSON alone on standard output");
    assert_eq!((&stats["issues"], &stats["pages"]), (&1.into(), &1.into()), "{stats}");
    assert!(stats["characters"].as_u64() > Some(60), "{stats}");
    assert!(desk.run("stats").out.contains("2023-01-02"));
}

#[test]
fn a_reader_that_leaves_early_is_no_fault() {
    let desk = Desk::new();
    let mut child =
        desk.command("completions bash").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("zzsite runs");
    drop(child.stdout.take());
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn quiet_is_quiet() {
    let desk = Desk::with_page();
    let said = desk.run("build --quiet");
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (Some(0), "", ""));
    desk.put("content/2023-01-03/01.txt", [0xff, 0xfe, 0xfd, 0x00, 0x01]);
    let said = desk.run("build --quiet");
    assert!(said.code == Some(1) && said.err.contains("2023-01-03/01.txt"), "{said:?}");
}

#[test]
fn timings_name_the_stages() {
    let said = Desk::with_page().run("build --timings");
    assert!(said.err.contains("read ") && said.err.contains("total "), "{said:?}");
}

/// Bad content beside the good page: each is told with its file, and the good page is built.
#[test]
fn bad_content_is_told_and_the_rest_is_built() {
    let gb18030_cut: &[u8] = &[GOOD.as_bytes(), &"版".as_bytes()[..2]].concat();
    let cases: [(&str, &[u8], i32, &str); 11] = [
        (
            "content/000_e09f.txt",
            "没有日期的文件\n\n　　2023年1月3日，市图书馆开放。\n".as_bytes(),
            0,
            "000_e09f.txt: warning: ",
        ),
        ("content/001_e09f.txt", "没有日期的文件\n\n　　正文只有一句话。\n".as_bytes(), 1, "001_e09f.txt: error: "),
        ("content/2023-01-04/03.txt", b"\xef\xbb\xbf\r\n", 0, "2023-01-04/03.txt: warning: the file holds no text"),
        ("content/2023-01-04/01.txt", b"\x00\x01\x02\xff\xfe\x80\x81", 1, "2023-01-04/01.txt"),
        ("content/2023-01-04/02.txt", gb18030_cut, 1, "2023-01-04/02.txt"),
        ("content/2023-01-04/03.txt", b"+++\ndate = 2023-01-04\n\n\xe6\xad\xa3\xe6\x96\x87", 1, "2023-01-04/03.txt:"),
        ("content/2023-01-02/1.txt", "又一个第一版\n\n　　正文。\n".as_bytes(), 0, "2023-01-02/1.txt"),
        ("content/2023-01-05/01.txt", GOOD.as_bytes(), 0, "2023-01-05/01.txt:1:"),
        ("content/2023-01-04/01/02-x.md", b"+++\ntitle = \"x\"\n", 1, "2023-01-04/01/02-x.md:1:"),
        ("content/broken.md", b"+++\ntitle = \n+++\n", 1, "broken.md:2:"),
        ("content/2023-01-04/01/01-x.md", b"+++\ndate = 2023-13-45\n+++\n", 1, "2023-01-04/01/01-x.md:"),
    ];
    for (path, bytes, code, told) in cases {
        let desk = Desk::with_page();
        desk.put(path, bytes);
        let said = desk.run("build --format short");
        assert_eq!(said.code, Some(code), "{path}: {said:?}");
        assert!(said.err.lines().any(|line| line.starts_with(told)), "{path}: {said:?}");
        let home = desk.read("public/index.html");
        assert!(home.contains("株洲五区四县市的来历"), "{path}: the good page is not on the home page");
    }
}

#[test]
fn bad_settings_stop_the_build() {
    let cases = [
        ("colour = 1\n", "site.toml:1:1: error: "),
        ("theme = \"themes/none\"\n", "error: "),
        ("base_url = \"ftp://x\"\n", "site.toml:1:12: error: "),
    ];
    for (settings, told) in cases {
        let desk = Desk::with_page();
        desk.put("site.toml", settings);
        let said = desk.run("build --format short");
        assert_eq!(said.code, Some(2), "{settings}: {said:?}");
        assert!(said.err.contains(told), "{settings}: {said:?}");
        assert!(!desk.path("public").exists(), "{settings}");
    }
}

#[test]
fn a_wrong_template_is_told_with_its_line() {
    let desk = Desk::with_page();
    desk.put("site.toml", "theme = \"mine\"\n");
    desk.put("mine/templates/article.html", "<p>\n{{ title | no_such_filter }}\n");
    let said = desk.run("build --format short");
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.err.contains("mine/templates/article.html:2:"), "{said:?}");
    let said = desk.run("check --format short");
    assert!(said.code == Some(1) && said.err.contains("mine/templates/article.html:2:"), "{said:?}");
}

#[test]
fn somebody_elses_files_survive() {
    let desk = Desk::with_page();
    desk.put("public/index.html", "my home page");
    desk.put("public/notes.txt", "my notes");
    let said = desk.run("build --format short");
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.err.contains("public/index.html: error: "), "{said:?}");
    assert_eq!(
        (desk.read("public/index.html"), desk.read("public/notes.txt")),
        ("my home page".into(), "my notes".into())
    );
    assert!(desk.path("public/2023-01-02/index.html").exists());
}

#[test]
fn the_content_is_never_the_output() {
    let desk = Desk::with_page();
    let before = desk.files("content");
    for out in [".", "content", "content/public", ".."] {
        let said = desk.run(&format!("build --out {out}"));
        assert_eq!(said.code, Some(2), "{out}: {said:?}");
        assert!(said.err.contains("cannot be the output folder"), "{out}: {said:?}");
    }
    assert!(before == desk.files("content"), "content is read-only to a build");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_content_is_not_followed() {
    let desk = Desk::with_page();
    desk.put("elsewhere/02.txt", "不该读到的文字\n");
    std::os::unix::fs::symlink(desk.path("elsewhere"), desk.path("content/2023-01-06")).expect("linked");
    let said = desk.run("build --format short");
    assert!(said.code == Some(0) && said.err.contains("2023-01-06: warning: "), "{said:?}");
    assert!(!desk.path("public/2023-01-06").exists());
}

#[test]
fn an_unreadable_day_keeps_its_old_pages() {
    let desk = Desk::with_page();
    desk.put("content/2023-01-03/01.txt", GOOD.replace("1月2日 星期一", "1月3日 星期二"));
    assert_eq!(desk.run("build").code, Some(0));
    desk.put("content/2023-01-03/01.txt", b"\xff\x00\xfe");
    assert_eq!(desk.run("build").code, Some(1));
    assert!(desk.path("public/2023-01-03/index.html").exists(), "better than none");
    fs::remove_file(desk.path("content/2023-01-03/01.txt")).expect("removed");
    assert_eq!(desk.run("build").code, Some(0));
    assert!(!desk.path("public/2023-01-03").exists());
}

#[test]
fn a_search_that_finds_nothing_says_so() {
    let desk = Desk::with_page();
    let said = desk.run("search 株洲");
    assert_eq!((said.code, said.err.matches("os error").count()), (Some(2), 1), "{}", said.err);
    assert_eq!(desk.run("build --quiet").code, Some(0));
    let said = desk.run("search 株洲市");
    assert!(said.out.contains("株洲五区四县市的来历") && said.err.is_empty(), "{said:?}");
    let said = desk.run("search 株洲县市");
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (Some(0), "", "nothing found\n"));
    let said = desk.run("search 株洲市 --kind new");
    assert_eq!((said.code, said.out.as_str()), (Some(0), ""));
    assert_eq!(said.err, "no article has the kind new; there is news\nnothing found\n");
    let said = desk.run("search 株洲市 --kind new --quiet");
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (Some(0), "", ""));
    assert!(desk.run("search --from 2023-01-02").out.contains("株洲五区四县市的来历"), "a date is a search by itself");
    assert_eq!(desk.run("search").code, Some(2), "nothing that is asked for");
}

#[test]
fn manual_pages_and_completions() {
    let desk = Desk::new();
    assert_eq!(desk.run("man --out man").code, Some(0));
    assert!(desk.read("man/zzsite.1").contains(".TH") && desk.read("man/zzsite-build.1").contains("zzsite-build"));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = desk.run(&format!("completions {shell}"));
        assert!(said.code == Some(0) && said.out.contains("convert"), "{shell}");
    }
}
