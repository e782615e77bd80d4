//! An archive built whole, and the same archive built in parts and put together: the lists are
//! the same, the search finds the same, and what is wrong with a part costs that part alone.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use zzsite::{
    build::{self, Built, Options},
    check::{self, Around},
    config::{self, Overrides},
    diag::{Diagnostic, Severity, Warned},
    parts::{INDEX, Index, Unreadable, Year, year_path},
    render::{Job, Renderer, plan},
    search::{Filter, Searcher},
    site::{Shared, Words},
    theme::Theme,
};

use super::generated::{Random, SETTINGS, story};

const PARTS: &str = "[[parts]]\nroute = \"1950s\"\n[[parts]]\nroute = \"1960s\"\ntitle = \"六十年代\"\n";

/// So often that the index of the first is paged by time.
const PLACES: [&str; 3] = ["甲山县", "甲山县", "乙水区"];

/// A folder with settings, content and finished sites.
struct Archive {
    dir: tempfile::TempDir,
}

/// Days with two pages each, a piece under a column and a picture among them.
fn pages() -> BTreeMap<String, String> {
    let mut random = Random(7);
    let mut pages = BTreeMap::new();
    for year in ["1951", "1952", "1961", "1970"] {
        for month in ["03", "11"] {
            for day in 1..5 {
                for page in 1..3 {
                    let text: String = (0..3 + random.below(2)).map(|_| story(&mut random, &PLACES)).collect();
                    pages.insert(format!("{year}-{month}-{day:02}/{page:02}.txt"), text);
                }
            }
            let column = "# 湖边的路\n\n甲山县的路。\n";
            let front = "+++\n[taxonomies]\ncolumns = [\"湖边漫步\"]\nreporters = [\"李恒\"]\n+++\n";
            pages.insert(format!("{year}-{month}-02/03.md"), format!("{front}{column}"));
        }
    }
    pages
}

/// The part a page belongs to; the newest are the whole's own.
fn part_of(path: &str) -> Option<&'static str> {
    match &path[..3] {
        "195" => Some("1950s"),
        "196" => Some("1960s"),
        _ => None,
    }
}

impl Archive {
    fn new(settings: &str) -> Self {
        let archive = Self { dir: tempfile::tempdir().expect("a temporary folder") };
        archive.write("site.toml", settings.as_bytes());
        archive.write("content/about.md", "# 关于\n\n说明。\n".as_bytes());
        archive
    }

    /// All content in one site.
    fn whole() -> Self {
        let archive = Self::new(SETTINGS);
        pages().iter().for_each(|(path, text)| archive.write(&format!("content/{path}"), text.as_bytes()));
        archive.write("content/1952-03-02/01.svg", b"<svg/>");
        archive.write("content/1952-03-02/01/01.svg", b"<svg/>");
        archive
    }

    /// The same content in two parts and a rest.
    fn divided() -> Self {
        let archive = Self::new(&format!("{SETTINGS}{PARTS}"));
        for (path, text) in pages() {
            let folder = part_of(&path).map_or("content".to_owned(), |part| format!("parts/{part}"));
            archive.write(&format!("{folder}/{path}"), text.as_bytes());
        }
        archive.write("parts/1950s/1952-03-02/01.svg", b"<svg/>");
        archive.write("parts/1950s/1952-03-02/01/01.svg", b"<svg/>");
        archive
    }

    /// The divided archive with its parts built. They are built once and copied for each test.
    fn with_parts() -> Self {
        static BUILT: OnceLock<Archive> = OnceLock::new();
        let built = BUILT.get_or_init(|| {
            let archive = Self::divided();
            for part in ["1950s", "1960s"] {
                assert_sound(&archive.build_part(part));
            }
            archive
        });
        let copy = Self { dir: tempfile::tempdir().expect("a temporary folder") };
        files(built.dir.path()).iter().for_each(|(path, bytes)| copy.write(path, bytes));
        copy
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }

    fn build_of(&self, part: Option<&str>) -> Warned<Built> {
        let part = part.map(str::to_owned);
        let overrides = Overrides { config: Some(self.path("site.toml")), part, ..Overrides::default() };
        build::build(&config::load(&overrides).expect("good settings"), &Options::default()).expect("a site")
    }

    fn build(&self) -> Warned<Built> {
        self.build_of(None)
    }

    fn build_part(&self, part: &str) -> Warned<Built> {
        self.build_of(Some(part))
    }

    /// Files of the site by path, those of its parts left out.
    fn site(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = files(&self.path("public"));
        files.retain(|path, _| !path.starts_with("1950s/") && !path.starts_with("1960s/"));
        files
    }

    /// Codes and first files of errors and warnings, without the folder of the test.
    fn messages(&self, diagnostics: &[Diagnostic]) -> Vec<String> {
        // The generated pages repeat themselves, as newsprint does by mistake.
        let serious = diagnostics.iter().filter(|d| d.severity > Severity::Note && d.code != "repeated-text");
        let place = |d: &Diagnostic| d.place.as_ref().map_or(String::new(), |place| place.file.to_string());
        let root = format!("{}/", self.dir.path().display());
        serious.map(|d| format!("{} {} {}", d.code, place(d).replace(&root, ""), d.message)).collect()
    }

    fn edit(&self, path: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = fs::read(self.path(path)).expect("there");
        change(&mut bytes);
        self.write(path, &bytes);
    }
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let path = entry.path().strip_prefix(folder).expect("below").to_string_lossy().into_owned();
        files.insert(path, fs::read(entry.path()).expect("read"));
    }
    files
}

fn assert_sound(built: &Warned<Built>) {
    let errors: Vec<_> = built.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

/// A page of the divided archive as the undivided one would have it.
fn undivided(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("1950s/", "").replace("1960s/", "")
}

#[test]
fn lists_are_those_of_the_undivided_archive() {
    let (whole, divided) = (Archive::whole(), Archive::with_parts());
    assert_sound(&whole.build());
    let built = divided.build();
    assert_sound(&built);
    assert_eq!(built.value.issues, 32);
    assert!(built.diagnostics.iter().all(|d| d.code != "output-not-empty"), "parts in place are no surprise");
    let (whole, divided) = (whole.site(), divided.site());
    let is_list = |path: &str| {
        let lists = ["districts/", "reporters/", "columns/", "archive/", "photos/", "about/", "feed", "index.html"];
        lists.iter().any(|list| path.starts_with(list)) || path.starts_with("19") && path.matches('/').count() == 1
    };
    let mut compared = 0;
    for (path, bytes) in whole.iter().filter(|(path, _)| is_list(path)) {
        if path.starts_with("19") && path[..10.min(path.len())].matches('-').count() == 2 {
            continue; // An issue; those of parts are not made again.
        }
        let made = divided.get(path).unwrap_or_else(|| panic!("{path} is missing"));
        assert_eq!(undivided(made), String::from_utf8_lossy(bytes), "{path}");
        compared += 1;
    }
    assert!(compared > 25, "{compared}");
    assert!(divided.contains_key("districts/jiashan/1951/index.html"), "long indexes are paged");
    assert!(!divided.keys().any(|path| path.starts_with("195") && path.contains("/01/")), "pages of a part");
    assert!(
        undivided(&divided["districts/jiashan/index.html"])
            != String::from_utf8_lossy(&divided["districts/jiashan/index.html"])
    );
}

#[test]
fn every_link_leads_somewhere_when_the_parts_are_in_place() {
    let archive = Archive::with_parts();
    archive.build();
    let around = Around { parts: vec!["1950s".into(), "1960s".into()], has_whole: false };
    let base = Some("https://example.org/");
    let faults = |base, path: &str, around: &Around| {
        let found = check::site(&archive.path(path), base, around).expect("readable");
        assert!(found.value.links > 100);
        archive.messages(&found.diagnostics)
    };
    assert_eq!(faults(base, "public", &around), [""; 0]);
    // A part by itself is complete, but for the way up.
    let part = Around { parts: Vec::new(), has_whole: true };
    assert_eq!(faults(Some("https://example.org/1950s/"), "public/1950s", &part), [""; 0]);
    let alone = faults(Some("https://example.org/1950s/"), "public/1950s", &Around::default());
    assert!(alone.iter().all(|message| message.contains("leads out of the site")) && !alone.is_empty(), "{alone:?}");
    // A whole whose parts lie elsewhere has links that nobody can follow here.
    fs::rename(archive.path("public/1950s"), archive.path("1950s")).expect("moved");
    assert_eq!(faults(base, "public", &around), [""; 0]);
    assert!(faults(base, "public", &Around::default()).len() > 10);
}

/// What a search finds: addresses in order.
fn found(folder: &Path, query: &str, filter: &Filter) -> Vec<String> {
    let searcher = Searcher::open(|path: &str| fs::read(folder.join("search").join(path))).expect("an index");
    let candidates = searcher.find(query, filter).expect("found");
    let hits = candidates.ids.iter().filter_map(|&id| searcher.check(&candidates, id).expect("readable"));
    hits.map(|hit| hit.url.replace("1950s/", "").replace("1960s/", "")).collect()
}

#[test]
fn the_search_finds_what_it_finds_in_the_undivided_archive() {
    let (whole, divided) = (Archive::whole(), Archive::with_parts());
    whole.build();
    assert_sound(&divided.build());
    let filters = [
        Filter::default(),
        Filter { district: Some("甲山县".into()), ..Filter::default() },
        Filter { reporter: Some("李恒".into()), ..Filter::default() },
        Filter { column: Some("湖边漫步".into()), ..Filter::default() },
    ];
    for query in ["步道", "湖", "甲山县 供水", "\"全长2\"", "李恒", "阅览室 -甲山县", "公里", "试验日报讯", "没有的词"]
    {
        for filter in &filters {
            let here = found(&divided.path("public"), query, filter);
            assert_eq!(here, found(&whole.path("public"), query, filter), "{query}");
            assert!(query == "没有的词" || filter != &Filter::default() || !here.is_empty(), "{query}");
        }
    }
    // The keys are the very same bytes: only addresses differ.
    let keys = |archive: &Archive| {
        let mut files = archive.site();
        files.retain(|path, _| path.starts_with("search/k/"));
        files
    };
    assert!(!keys(&whole).is_empty() && keys(&whole) == keys(&divided));
}

#[test]
fn a_second_build_writes_nothing_and_a_change_in_a_part_what_it_shows() {
    let archive = Archive::with_parts();
    archive.build();
    let before = archive.site();
    let again = archive.build();
    assert_eq!((again.value.output.written, again.value.output.removed), (0, 0));
    assert_eq!(archive.build_part("1950s").value.output.written, 0);
    archive.edit("parts/1950s/1951-03-02/03.md", |text| {
        *text = String::from_utf8_lossy(text).replace("湖边的路", "湖边的桥").into_bytes();
    });
    archive.build_part("1950s");
    archive.build();
    let after = archive.site();
    assert!(undivided(&after["columns/hu-bian-man-bu/index.html"]).contains("湖边的桥"));
    assert_eq!(before["1961-03/index.html"], after["1961-03/index.html"]);
    assert_eq!(found(&archive.path("public"), "湖边的桥", &Filter::default()).len(), 1);
    let other = Archive::with_parts();
    other.edit("parts/1950s/1951-03-02/03.md", |text| {
        *text = String::from_utf8_lossy(text).replace("湖边的路", "湖边的桥").into_bytes();
    });
    other.build_part("1950s");
    other.build();
    let bytes = |archive: &Archive| {
        let mut files = archive.site();
        files.remove(".zzsite-keys");
        files
    };
    assert!(bytes(&archive) == bytes(&other), "other files than from nothing");
}

#[test]
fn one_thread_and_many_make_the_same_files() {
    let sites = [1, 4].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(8 << 20).build().expect("threads");
        pool.install(|| {
            let archive = Archive::divided();
            for part in [Some("1950s"), Some("1960s"), None] {
                archive.build_of(part);
            }
            let mut files = files(&archive.path("public"));
            files.retain(|path, _| !path.ends_with(".zzsite-keys"));
            files
        })
    });
    assert!(sites[0].contains_key("1950s/part/1951.bin"));
    assert!(sites[0] == sites[1]);
}

#[test]
fn sitemaps_of_parts_are_named_by_that_of_the_whole() {
    let archive = Archive::with_parts();
    archive.build();
    let sitemap = String::from_utf8(archive.site()["sitemap.xml"].clone()).expect("text");
    for part in ["1950s", "1960s"] {
        assert!(sitemap.contains(&format!("https://example.org/{part}/sitemap.xml")), "{sitemap}");
    }
    let lists = String::from_utf8(archive.site()["sitemap-lists.xml"].clone()).expect("text");
    assert!(!lists.contains("1950s/"));
}

#[test]
fn a_part_leads_up_to_the_whole() {
    let archive = Archive::with_parts();
    let page = fs::read_to_string(archive.path("public/1950s/1951-03-02/index.html")).expect("there");
    assert!(page.contains("../../index.html") && page.contains("试验报"), "{page}");
    let home = fs::read_to_string(archive.path("public/1960s/index.html")).expect("there");
    assert!(home.contains("六十年代"));
}

#[test]
fn a_site_with_settings_of_its_own_can_be_a_part() {
    let archive = Archive::new(&format!("{SETTINGS}[[parts]]\nroute = \"fifties\"\npath = \"other/public\"\n"));
    archive.write("other/site.toml", format!("part_of = \"试验报\"\n{SETTINGS}").as_bytes());
    for (path, text) in pages().iter().filter(|(path, _)| path.starts_with("195")) {
        archive.write(&format!("other/content/{path}"), text.as_bytes());
    }
    let overrides = Overrides { config: Some(archive.path("other/site.toml")), ..Overrides::default() };
    build::build(&config::load(&overrides).expect("good settings"), &Options::default()).expect("a site");
    let built = archive.build();
    assert_eq!(built.value.issues, 16);
    let messages = archive.messages(&built.diagnostics);
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].starts_with("part-address other/public/part/index.bin"), "{messages:?}");
    let month = String::from_utf8(archive.site()["1951-03/index.html"].clone()).expect("text");
    assert!(month.contains("../fifties/1951-03-02/index.html"));
}

/// Builds the whole after a change to its parts.
fn after(change: impl FnOnce(&Archive)) -> (Vec<String>, Archive) {
    let archive = Archive::with_parts();
    change(&archive);
    let built = archive.build();
    (archive.messages(&built.diagnostics), archive)
}

/// The years of the calendar.
fn years(archive: &Archive) -> Vec<String> {
    let years = archive.site().into_keys().filter(|path| path.len() == "1951/index.html".len());
    years
        .filter_map(|path| path.strip_suffix("/index.html").filter(|year| year.starts_with('1')).map(str::to_owned))
        .collect()
}

#[test]
fn a_missing_part_costs_itself() {
    let (messages, archive) = after(|archive| fs::remove_dir_all(archive.path("public/1950s")).expect("removed"));
    assert_eq!(messages, ["part-missing public/1950s/part/index.bin the part `1950s` cannot be read: it is not there"]);
    assert_eq!(years(&archive), ["1961", "1970"]);
    assert!(!found(&archive.path("public"), "步道", &Filter::default()).is_empty());
}

#[test]
fn damaged_data_cost_what_they_hold() {
    let (messages, archive) = after(|archive| {
        archive.edit("public/1950s/part/1951.bin", |bytes| bytes[200] ^= 1);
        archive.edit("public/1960s/part/index.bin", |bytes| bytes.truncate(30));
    });
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(messages.iter().all(|message| message.starts_with("part-damaged public/19")), "{messages:?}");
    assert_eq!(years(&archive), ["1952", "1970"]);
    // The lengths are right, and yet they are made again.
    archive.build_part("1950s");
    archive.build_part("1960s");
    assert_sound(&archive.build());
    assert_eq!(years(&archive), ["1951", "1952", "1961", "1970"]);
}

#[test]
fn other_addresses_of_articles_reach_the_search_of_parts_and_whole() {
    let archive = Archive::with_parts();
    archive.build();
    let routes = "[routes]\narticle = \"a/{date}-{page}-{slug}.html\"\n";
    archive.write("site.toml", format!("{SETTINGS}{routes}{PARTS}").as_bytes());
    ["1950s", "1960s"].iter().for_each(|part| assert_sound(&archive.build_part(part)));
    assert_sound(&archive.build());
    let urls = found(&archive.path("public"), "步道", &Filter::default());
    assert!(!urls.is_empty() && urls.iter().all(|url| url.starts_with("a/")), "{urls:?}");
}

#[test]
fn a_part_of_another_version_is_told() {
    let (messages, _) = after(|archive| archive.edit("public/1950s/part/index.bin", |bytes| bytes[4] = 99));
    let message = "part-version public/1950s/part/index.bin the part `1950s` was built by another version of zzsite";
    assert_eq!(messages, [message]);
}

#[test]
fn a_part_that_was_half_copied_is_told() {
    let (messages, _) = after(|archive| {
        let old = fs::read(archive.path("public/1950s/part/1951.bin")).expect("there");
        archive.write("parts/1950s/1951-03-02/04.txt", story(&mut Random(3), &PLACES).as_bytes());
        archive.build_part("1950s");
        archive.write("public/1950s/part/1951.bin", &old);
    });
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].starts_with("part-changed public/1950s/part/1951.bin"), "{messages:?}");
}

#[test]
fn a_search_index_that_is_gone_or_damaged_costs_its_articles_in_the_search() {
    let (messages, archive) = after(|archive| {
        fs::remove_dir_all(archive.path("public/1950s/search")).expect("removed");
        let blocks = files(&archive.path("public/1960s/search/t"));
        let block = blocks.keys().find(|path| path.ends_with("/0.bin")).expect("a block");
        archive.edit(&format!("public/1960s/search/t/{block}"), |bytes| bytes[9] ^= 1);
    });
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(messages.iter().all(|message| message.starts_with("part-search public/19")), "{messages:?}");
    assert!(archive.site().contains_key("1951-03/index.html"));
    let urls = found(&archive.path("public"), "步道", &Filter::default());
    assert!(!urls.is_empty() && urls.iter().all(|url| !url.starts_with("195")), "{urls:?}");
    // Mended, it is found again without more ado.
    archive.build_part("1950s");
    archive.build_part("1960s");
    fs::remove_dir_all(archive.path("public/1960s")).expect("removed");
    archive.build_part("1960s");
    assert_sound(&archive.build());
    assert!(found(&archive.path("public"), "步道", &Filter::default()).iter().any(|url| url.starts_with("195")));
}

#[test]
fn a_date_in_two_places_is_listed_once() {
    let (messages, archive) = after(|archive| {
        for path in ["parts/1960s/1951-03-01/01.txt", "parts/1960s/1951-03-02/01.txt", "content/1952-03-01/01.txt"] {
            archive.write(path, story(&mut Random(5), &PLACES).as_bytes());
        }
        archive.build_part("1960s");
    });
    assert_eq!(
        messages,
        [
            "part-overlap  the part `1950s` and the part `1960s` both have the issue of 1951-03-01 and 1 more",
            "part-overlap  the content folder and the part `1950s` both have the issue of 1952-03-01",
        ]
    );
    let month = String::from_utf8(archive.site()["1951-03/index.html"].clone()).expect("text");
    assert!(month.contains("1950s/1951-03-01/") && !month.contains("1960s/1951-03-01/"));
    assert!(archive.site().contains_key("1952-03-01/index.html"));
}

#[test]
fn hostile_data_stay_in_their_folder_and_are_text() {
    let (messages, archive) = after(|archive| {
        let path = archive.path("public/1950s/part/1951.bin");
        let mut year = Year::read(&fs::read(&path).expect("there")).expect("good");
        let issue = std::sync::Arc::make_mut(&mut year.issues[1].outline);
        for article in &mut issue.articles {
            let article = std::sync::Arc::make_mut(article);
            article.words = Words::new("<script>alert(1)</script>\u{0}\u{b}", None, None, "]]></summary>&\u{1}");
            article.districts = Shared::new(&["甲山县", "<b>"].as_slice());
        }
        fs::write(path, year.write()).expect("written");
    });
    assert!(messages.iter().all(|message| message.starts_with("district-unknown")), "{messages:?}");
    for (path, bytes) in archive.site().iter().filter(|(path, _)| path.ends_with("html") || path.ends_with("xml")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("<script>alert"), "{path}");
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{path}");
    }
    let archive = Archive::with_parts();
    let index = Index::read(&fs::read(archive.path("public/1950s").join(INDEX)).expect("there")).expect("good");
    assert_eq!(index.years.len(), 2);
    let year = fs::read(archive.path("public/1950s").join(year_path(1951))).expect("there");
    assert!(Year::read(&sealed(year.clone())).is_ok());
    // An address that leads out of the part's folder is no address.
    let mut bytes = year;
    let at = bytes.windows(21).position(|window| window == b"1951-03-01/index.html").expect("an address");
    bytes[at..at + 21].copy_from_slice(b"../../../x/index.html");
    let bytes = sealed(bytes);
    assert_eq!(Year::read(&bytes), Err(Unreadable::Damaged));
    for cut in [0, 3, 5, 20, bytes.len() - 1] {
        assert_eq!(Year::read(&bytes[..cut]), Err(Unreadable::Damaged), "{cut}");
    }
}

/// Another hash at the end of a file, as if it had been written so.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() - 16);
    let hash = blake3::hash(&bytes);
    bytes.extend_from_slice(&hash.as_bytes()[..16]);
    bytes
}

#[test]
fn whatever_stands_in_the_data_nothing_panics() {
    let archive = Archive::with_parts();
    let overrides = Overrides { config: Some(archive.path("site.toml")), ..Overrides::default() };
    let config = config::load(&overrides).expect("good settings");
    let theme = Theme::builtin().expect("a theme");
    let names = ["public/1950s/part/1951.bin", "public/1950s/part/index.bin"];
    let good = names.map(|name| fs::read(archive.path(name)).expect("there"));
    let (mut random, mut read) = (Random(11), 0);
    for round in 0..60 {
        let at = usize::from(round % 4 == 0);
        let mut bytes = good[at].clone();
        for _ in 0..1 + random.below(2) {
            let place = 5 + random.below(bytes.len() - 21);
            // Half a character is found by whoever reads text; there is more to be found.
            if bytes[place].is_ascii() {
                bytes[place] = random.below(128) as u8;
            }
        }
        archive.write(names[at], &sealed(bytes));
        let site = build::load(&config).value;
        read += usize::from(site.years.iter().any(|year| year.year == 1951));
        let renderer = Renderer::new(&site, &theme, None).expect("values");
        let own = |job: &&Job| !matches!(job, Job::Article(_) | Job::Page(..) | Job::Issue(_));
        for job in plan(&site, &theme).iter().filter(own) {
            renderer.run(job).expect("a page");
        }
        archive.write(names[at], &good[at]);
    }
    assert!(read > 10, "{read} of what was changed could be read");
}

#[test]
fn routes_that_cannot_be() {
    let faults = |parts: &str| {
        let archive = Archive::new(&format!("{SETTINGS}{parts}"));
        let overrides = Overrides { config: Some(archive.path("site.toml")), ..Overrides::default() };
        let faults = config::load(&overrides).expect_err("a fault");
        faults.into_iter().map(|fault| fault.message).collect::<Vec<_>>().join("; ")
    };
    let part = |route: &str| format!("[[parts]]\nroute = \"{route}\"\n");
    for bad in ["../x", "a/b", "", "日", "A", "."] {
        assert_eq!(faults(&part(bad)), format!("`{bad}` is no route of a part"));
    }
    for taken in ["districts", "search", "assets", "1950", "1950-01", "part"] {
        let message = format!("the part's route `{taken}` is that of other pages of the site, or may become it");
        assert_eq!(faults(&part(taken)), message);
    }
    assert_eq!(faults(&format!("{}{}", part("1950s"), part("1950s"))), "two parts have the route `1950s`");
    let same = format!("{}path = \"public\"\n", part("1950s"));
    assert_eq!(faults(&same), "the part `1950s` is read where the whole site is written");
    let within = format!("{}content = \"content/old\"\n", part("1950s"));
    assert_eq!(faults(&within), "the content of the part `1950s` lies in the content of the whole site");
}

#[test]
fn a_part_that_is_not_named_cannot_be_built() {
    let archive = Archive::divided();
    let load = |part: &str| {
        let part = Some(part.to_owned());
        config::load(&Overrides { config: Some(archive.path("site.toml")), part, ..Overrides::default() })
    };
    assert_eq!(load("1970s").expect_err("a fault")[0].hint.as_deref(), Some("the parts are 1950s, 1960s"));
    fs::remove_dir_all(archive.path("parts/1960s")).expect("removed");
    assert_eq!(load("1960s").expect_err("a fault")[0].message, "there is no content for the part `1960s`");
}

#[test]
fn an_ordinary_page_gives_way_to_a_part() {
    let archive = Archive::with_parts();
    archive.write("content/1950s.md", "# 五十年代\n\n说明。\n".as_bytes());
    let messages = archive.messages(&archive.build().diagnostics);
    assert!(messages.iter().any(|message| message.starts_with("address-taken")), "{messages:?}");
    assert!(!archive.site().contains_key("1950s/index.html"));
}
