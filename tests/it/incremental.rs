//! Builds that find an earlier one: always the same files as from nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use zzsite::{
    build::{self, Built, News, Options, SearchIndex, Session},
    config::{self, Config, Overrides},
    diag::{Diagnostic, Warned},
    output::Packing,
};

use super::generated::{Random, SETTINGS, story};

/// A site in a temporary folder.
struct Archive {
    dir: tempfile::TempDir,
}

const PLACES: [&str; 3] = ["甲山县", "乙水区", "邻近的乡镇"];

fn page(random: &mut Random) -> String {
    (0..1 + random.below(3)).map(|_| story(random, &PLACES)).collect()
}

impl Archive {
    fn new() -> Self {
        let archive = Self { dir: tempfile::tempdir().expect("a temporary folder") };
        archive.write("site.toml", SETTINGS.as_bytes());
        fs::create_dir_all(archive.path("content")).expect("made");
        archive
    }

    /// Some issues, one of them with a page by hand, and an ordinary page.
    fn filled(random: &mut Random) -> Self {
        let archive = Self::new();
        for day in 1..6 {
            for number in 1..3 {
                archive.write(&format!("content/2023-01-{day:02}/{number:02}.txt"), page(random).as_bytes());
            }
        }
        archive.write("content/2023-01-03/03.md", "# 手写的一篇\n\n甲山县的正文。\n".as_bytes());
        archive.write("content/about.md", "# 关于\n\n说明。\n".as_bytes());
        archive
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }

    fn config(&self) -> Config {
        let overrides = Overrides { config: Some(self.path("site.toml")), ..Overrides::default() };
        config::load(&overrides).expect("good settings")
    }

    fn build_with(&self, options: &Options) -> Warned<Built> {
        build::build(&self.config(), options).expect("a site")
    }

    fn build(&self) -> Warned<Built> {
        self.build_with(&Options::default())
    }

    /// Files of the site by path.
    fn site(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.path("public"))
    }

    /// The Markdown kept of what was parsed, by path.
    fn kept(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.path(".zzsite/markdown"))
    }

    /// What a build from nothing makes of the same content, and what it says.
    fn clean(&self) -> (Self, Vec<Diagnostic>) {
        let other = Self { dir: tempfile::tempdir().expect("a temporary folder") };
        for (path, bytes) in files(self.dir.path()) {
            if !path.starts_with("public/") && !path.starts_with(".zzsite/") {
                other.write(&path, &bytes);
            }
        }
        let built = other.build();
        (other, built.diagnostics)
    }

    /// Builds, and compares with a build from nothing.
    fn check(&self, what: &str) {
        let built = self.build();
        self.compare(what, &built.diagnostics, |_| true);
    }

    /// Compares those of the files that are `compared` with a build from nothing, and what was said.
    fn compare(&self, what: &str, said: &[Diagnostic], compared: impl Fn(&str) -> bool) {
        let (other, diagnostics) = self.clean();
        assert!(self.kept() == other.kept(), "{what}: other Markdown is kept than from nothing");
        let (mut site, mut clean) = (self.site(), other.site());
        site.retain(|path, _| compared(path));
        clean.retain(|path, _| compared(path));
        let names = |site: &BTreeMap<String, Vec<u8>>| site.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&site), names(&clean), "{what}");
        for (path, bytes) in &clean {
            assert!(site.get(path) == Some(bytes), "{what}: {path} is another than from nothing");
        }
        let messages = |list: &[Diagnostic]| {
            let mut messages: Vec<String> = list.iter().map(|d| format!("{} {}", d.code, d.message)).collect();
            messages.retain(|message| !message.starts_with("output-"));
            messages.sort();
            messages
        };
        assert_eq!(messages(said), messages(&diagnostics), "{what}");
    }
}

/// Files below a folder by path. The keys are left out: they tell of stamps of pictures.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            let name = entry.strip_prefix(root).expect("below").to_string_lossy().into_owned();
            if entry.is_dir() {
                collect(root, &entry, files);
            } else if !name.ends_with(".zzsite-keys") {
                files.insert(name, fs::read(&entry).expect("read"));
            }
        }
    }
    let mut found = BTreeMap::new();
    collect(folder, folder, &mut found);
    found
}

/// One change somebody could make.
fn change(archive: &Archive, random: &mut Random) -> String {
    // A page without any date is an error, and errors keep old pages: another story.
    let dated = |path: &String| path.ends_with(".txt") && path.contains('/');
    let content: Vec<String> = files(&archive.path("content")).into_keys().filter(dated).collect();
    let (day, number) = (1 + random.below(28), 1 + random.below(4));
    let fresh = format!("content/2023-{:02}-{day:02}/{number:02}.txt", 1 + random.below(3));
    let Some(old) = content.get(random.below(content.len().max(1))).map(|path| format!("content/{path}")) else {
        archive.write(&fresh, page(random).as_bytes());
        return format!("{fresh} added");
    };
    match random.below(12) {
        0..=2 => {
            archive.write(&old, page(random).as_bytes());
            format!("{old} written anew")
        }
        3 | 4 => {
            let text = fs::read_to_string(archive.path(&old)).expect("read");
            archive.write(&old, text.replacen('的', "之", 1).as_bytes());
            format!("{old} edited")
        }
        5 | 6 => {
            archive.write(&fresh, page(random).as_bytes());
            format!("{fresh} added")
        }
        7 => {
            fs::remove_file(archive.path(&old)).expect("removed");
            format!("{old} removed")
        }
        8 => {
            fs::create_dir_all(archive.path(&fresh).parent().expect("a folder")).expect("made");
            fs::rename(archive.path(&old), archive.path(&fresh)).expect("renamed");
            format!("{old} renamed {fresh}")
        }
        9 => {
            let folder = old.trim_end_matches(".txt");
            archive.write(&format!("{folder}/01-corrected.md"), "# 改正过的标题\n\n乙水区的正文。\n".as_bytes());
            format!("{folder} corrected by hand")
        }
        10 => {
            let picture = format!("{}.png", old.trim_end_matches(".txt"));
            archive.write(&picture, &[b"\x89PNG\r\n\x1a\n".as_slice(), &vec![day as u8; day]].concat());
            format!("{picture} added")
        }
        _ => {
            let text = format!("+++\ndate = 2023-01-{day:02}\npage = \"0{number}\"\n+++\n{}", page(random));
            archive.write(&format!("content/loose-{number}.txt"), text.as_bytes());
            format!("loose-{number}.txt says it is of 2023-01-{day:02}")
        }
    }
}

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

/// A session as `serve` has it, with what it has seen of the content.
struct Served<'a> {
    archive: &'a Archive,
    session: Session,
    seen: BTreeMap<String, Vec<u8>>,
}

impl<'a> Served<'a> {
    fn of(archive: &'a Archive) -> Self {
        let mut served = Self { archive, session: Session::new(), seen: BTreeMap::new() };
        served.quiet("the first build");
        served
    }

    /// Builds what was changed since, as the watcher tells it, and compares all but the index.
    fn changed(&mut self, what: &str) -> Built {
        let now = files(&self.archive.path("content"));
        let paths: BTreeSet<&String> =
            now.keys().chain(self.seen.keys()).filter(|path| now.get(*path) != self.seen.get(*path)).collect();
        let paths: Vec<PathBuf> = paths.into_iter().map(|path| self.archive.path("content").join(path)).collect();
        let options = Options { trusted: true, search: SearchIndex::Later, ..Options::default() };
        let built = self.session.build(&self.archive.config(), &options, News::Files(&paths)).expect("a site");
        self.seen = now;
        let of_pages = |path: &str| !path.starts_with("search") && !path.starts_with(".zzsite");
        self.archive.compare(what, &built.diagnostics, of_pages);
        built.value
    }

    /// The build when nothing has changed for a moment.
    fn quiet(&mut self, what: &str) -> Built {
        assert!(self.session.rest().is_none(), "{what}");
        let built = self.session.build(&self.archive.config(), &Options::default(), News::Anything).expect("a site");
        assert!(self.session.rest().is_none(), "{what}");
        self.seen = files(&self.archive.path("content"));
        self.archive.compare(what, &built.diagnostics, |_| true);
        built.value
    }
}

#[test]
fn whatever_is_changed_a_session_makes_the_site_of_a_clean_build() {
    for seed in 0..3 {
        let mut random = Random(seed * 104_729 + 20_230_103);
        let archive = Archive::filled(&mut random);
        let mut served = Served::of(&archive);
        for step in 0..12 {
            let mut what = format!("seed {seed}, step {step}: {}", change(&archive, &mut random));
            for _ in 0..random.below(3) {
                what = format!("{what}; {}", change(&archive, &mut random));
            }
            served.changed(&what);
            if random.below(3) == 0 {
                served.quiet(&what);
            }
        }
    }
}

#[test]
fn an_edit_in_a_session_looks_at_what_it_touches() {
    let archive = Archive::filled(&mut Random(21));
    let mut served = Served::of(&archive);
    let all = served.quiet("nothing changed").output;
    assert_eq!((all.written, all.removed), (0, 0));
    for (day, word) in [(2, "甲甲甲"), (5, "乙乙乙"), (2, "丙丙丙")] {
        let path = format!("content/2023-01-{day:02}/02.txt");
        let text = fs::read_to_string(archive.path(&path)).expect("read");
        // The headline, and with it the address.
        let title = text.lines().find(|line| !line.trim().is_empty()).expect("a line");
        let rest: String = title.trim().chars().skip(3).collect();
        archive.write(&path, text.replacen(title.trim(), &format!("{word}{rest}"), 1).as_bytes());
        let built = served.changed(&format!("{path}: {word}")).output;
        assert!(built.written > 0 && built.unchanged + built.written < all.unchanged, "{built:?} of {all:?}");
    }
    served.quiet("in the end");
}

#[test]
fn a_session_that_is_killed_costs_time_only() {
    let random = &mut Random(22);
    let archive = Archive::filled(random);
    for round in 0..3 {
        let mut served = Served::of(&archive);
        let text = fs::read_to_string(archive.path("content/2023-01-02/01.txt")).expect("read");
        archive.write("content/2023-01-02/01.txt", text.replacen('的', "之", 1).as_bytes());
        served.changed(&format!("round {round}"));
        drop(served);
        assert!(archive.path("public/.zzsite-journal").exists(), "the manifest was not written");
        archive.check(&format!("round {round}, after a killed session"));
    }
}

#[test]
fn what_others_do_while_a_session_rests_is_seen() {
    let random = &mut Random(23);
    let archive = Archive::filled(random);
    let mut served = Served::of(&archive);
    for round in 0..3 {
        archive.write("content/2023-01-04/01.txt", page(random).as_bytes());
        archive.check(&format!("round {round}, another process"));
        archive.write("content/2023-01-02/01.txt", page(random).as_bytes());
        served.changed(&format!("round {round}, the session"));
        served.quiet(&format!("round {round}, in the quiet"));
    }
    // A change of which nobody told.
    archive.write("content/2023-01-04/02.txt", page(random).as_bytes());
    fs::remove_file(archive.path("public/2023-01-01/01/index.html")).expect("removed");
    assert!(served.quiet("missed").output.written > 1);
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
fn lost_and_damaged_caches_cost_time_only() {
    let mut random = Random(7);
    let archive = Archive::filled(&mut random);
    archive.check("the first build");
    let damaged = [".zzsite/read/units", ".zzsite/read/texts", "public/.zzsite-keys"];
    for path in damaged {
        for harm in ["cut", "flipped", "emptied", "removed", "replaced"] {
            let mut bytes = fs::read(archive.path(path)).expect("there");
            let middle = bytes.len() / 2;
            match harm {
                "cut" => bytes.truncate(middle),
                "flipped" => bytes.iter_mut().step_by(97).for_each(|byte| *byte ^= 0x55),
                "emptied" => bytes.clear(),
                _ => bytes = b"something else".repeat(20),
            }
            archive.write(path, &bytes);
            if harm == "removed" {
                fs::remove_file(archive.path(path)).expect("removed");
            }
            archive.write("content/2023-01-02/01.txt", page(&mut random).as_bytes());
            archive.check(&format!("{path} {harm}"));
        }
    }
    fs::remove_dir_all(archive.path(".zzsite")).expect("removed");
    archive.check("no cache");
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
fn what_is_gone_from_the_output_comes_back() {
    let archive = Archive::filled(&mut Random(8));
    archive.build();
    let whole = archive.site();
    fs::remove_file(archive.path("public/2023-01-01/01/index.html")).expect("removed");
    fs::remove_dir_all(archive.path("public/2023-01-02")).expect("removed");
    fs::write(archive.path("public/2023-01-03/index.html"), "").expect("emptied");
    fs::remove_file(archive.path("public/districts/jiashan/index.html")).expect("removed");
    archive.build();
    assert!(archive.site() == whole);
    fs::remove_dir_all(archive.path("public")).expect("removed");
    archive.build();
    assert!(archive.site() == whole);
}

#[test]
fn a_build_that_was_killed_is_not_believed() {
    let archive = Archive::filled(&mut Random(10));
    archive.build();
    let whole = archive.site();
    // As a killed build leaves it: the journal is there, and a file is not what its key says.
    archive.write("public/.zzsite-journal", b"# zzsite 1\n+ 2023-01-01/01/index.html\n");
    let path = "public/2023-01-01/01/index.html";
    let length = fs::read(archive.path(path)).expect("read").len();
    archive.write(path, &vec![b'x'; length]);
    archive.build();
    assert!(archive.site() == whole);
}

#[test]
fn a_build_killed_at_any_point_leaves_whole_pages_and_the_next_is_right() {
    let mut random = Random(15);
    let archive = Archive::filled(&mut random);
    // A page in a folder that is new is nobody's yet and may be cut off; these have readers.
    archive.build();
    for round in 0..8 {
        archive.write("content/2023-01-02/01.txt", page(&mut random).as_bytes());
        archive.write("site.toml", SETTINGS.replace("试验报", &format!("试验报{round}")).as_bytes());
        let mut command = Command::new(env!("CARGO_BIN_EXE_zzsite"));
        let command = command.args(["build", "--quiet", "--config"]).arg(archive.path("site.toml"));
        let mut killed = command.stderr(Stdio::null()).spawn().expect("started");
        // Another moment each time: so many bytes of the journal.
        let journal = || fs::metadata(archive.path("public/.zzsite-journal")).map_or(0, |meta| meta.len());
        while killed.try_wait().expect("asked").is_none() && journal() < round * 700 {
            std::thread::yield_now();
        }
        let _ = killed.kill();
        killed.wait().expect("ended");
        for (path, bytes) in archive.site().iter().filter(|(path, _)| path.ends_with(".html")) {
            assert!(bytes.ends_with(b"</html>"), "round {round}: {path} is cut off");
        }
        if round % 3 == 2 {
            archive.check(&format!("after {round} killed builds"));
        }
    }
}

#[test]
fn a_cache_in_use_is_left_to_its_user() {
    let archive = Archive::filled(&mut Random(11));
    archive.build();
    let units = fs::File::open(archive.path(".zzsite/read/units")).expect("there");
    units.try_lock().expect("free");
    let before = fs::read(archive.path(".zzsite/read/units")).expect("read");
    archive.write("content/2023-01-02/01.txt", page(&mut Random(12)).as_bytes());
    archive.check("while another build reads");
    assert!(fs::read(archive.path(".zzsite/read/units")).expect("read") == before);
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
}

#[test]
fn an_index_left_for_later_is_made_later() {
    let archive = Archive::filled(&mut Random(16));
    archive.build();
    let before = archive.site();
    let edited = page(&mut Random(17));
    let index = |site: &BTreeMap<String, Vec<u8>>| {
        site.iter()
            .filter(|(path, _)| path.starts_with("search"))
            .map(|(p, b)| (p.clone(), b.clone()))
            .collect::<Vec<_>>()
    };
    let pressing = Arc::new(AtomicBool::new(true));
    for how in [SearchIndex::Later, SearchIndex::Unless(pressing)] {
        archive.write("content/2023-01-02/01.txt", edited.as_bytes());
        archive.build_with(&Options { search: how, ..Options::default() });
        assert!(index(&archive.site()) == index(&before), "out of date, and there");
        assert!(archive.site() != before);
    }
    archive.check("later");
    assert!(index(&archive.site()) != index(&before));
}

#[test]
fn an_index_that_is_given_up_half_way_leaves_the_old_one_whole() {
    let random = &mut Random(19);
    let archive = Archive::filled(random);
    let mut served = Served::of(&archive);
    let mut given_up = 0;
    // Where the thread that presses comes too late, it is tried once more.
    for _ in 0..200 {
        let delay = given_up;
        let before = archive.site();
        archive.write("content/2023-01-02/01.txt", page(random).as_bytes());
        served.changed("an edit");
        let pressing = Arc::new(AtomicBool::new(false));
        let options = Options { search: SearchIndex::Unless(Arc::clone(&pressing)), ..Options::default() };
        let built = std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(std::time::Duration::from_micros(500 * delay));
                pressing.store(true, Ordering::Relaxed);
            });
            served.session.build(&archive.config(), &options, News::Anything).expect("a site")
        });
        let after = archive.site();
        if !built.value.gave_way {
            served.quiet("nothing more pressing");
            if given_up > 0 {
                break;
            }
            continue;
        }
        given_up += 1;
        for (path, bytes) in before.iter().filter(|(path, _)| path.starts_with("search")) {
            assert!(after.get(path) == Some(bytes), "{delay}: {path} is not as it was");
        }
        if delay % 3 == 0 {
            served.quiet("the pass after one that was given up");
        }
    }
    assert!(given_up > 0);
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
    archive.build_with(&Options { fresh: true, ..Options::default() });
    assert!(archive.site() == whole);
}
