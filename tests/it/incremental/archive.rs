//! A small archive, what may be done to it, and the clean build it is compared with.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use zzsite::{
    build::{self, Built, Options},
    config::{self, Config, Overrides},
    diag::{Diagnostic, Warned},
};

use crate::generated::{Random, SETTINGS, story};

/// A site in a temporary folder.
pub(super) struct Archive {
    dir: tempfile::TempDir,
}

const PLACES: [&str; 3] = ["甲山县", "乙水区", "邻近的乡镇"];

/// The text of a newspaper page.
pub(super) fn page(random: &mut Random) -> String {
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
    pub(super) fn filled(random: &mut Random) -> Self {
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

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    pub(super) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }

    pub(super) fn config(&self) -> Config {
        let overrides = Overrides { config: Some(self.path("site.toml")), ..Overrides::default() };
        config::load(&overrides).expect("good settings")
    }

    pub(super) fn build_with(&self, options: &Options) -> Warned<Built> {
        build::build(&self.config(), options).expect("a site")
    }

    pub(super) fn build(&self) -> Warned<Built> {
        self.build_with(&Options::default())
    }

    /// Files of the site by path.
    pub(super) fn site(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.path("public"))
    }

    /// The Markdown kept of what was parsed, by path.
    pub(super) fn kept(&self) -> BTreeMap<String, Vec<u8>> {
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
    pub(super) fn check(&self, what: &str) {
        let built = self.build();
        self.compare(what, &built.diagnostics, |_| true);
    }

    /// Compares those of the files that are `compared` with a build from nothing, and what was said.
    pub(super) fn compare(&self, what: &str, said: &[Diagnostic], compared: impl Fn(&str) -> bool) {
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
pub(super) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
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
pub(super) fn change(archive: &Archive, random: &mut Random) -> String {
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
