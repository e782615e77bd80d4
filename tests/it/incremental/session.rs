//! Edits while a session runs, as under `serve`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use zzsite::build::{Built, News, Options, SearchIndex, Session};

use super::archive::{Archive, change, files, page};
use crate::generated::Random;

/// A session as `serve` has it, with what it has seen of the content.
pub(super) struct Served<'a> {
    archive: &'a Archive,
    pub(super) session: Session,
    seen: BTreeMap<String, Vec<u8>>,
}

impl<'a> Served<'a> {
    pub(super) fn of(archive: &'a Archive) -> Self {
        let mut served = Self { archive, session: Session::new(), seen: BTreeMap::new() };
        served.quiet("the first build");
        served
    }

    /// Builds what was changed since, as the watcher tells it, and compares all but the index.
    pub(super) fn changed(&mut self, what: &str) -> Built {
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
    pub(super) fn quiet(&mut self, what: &str) -> Built {
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
                // In this order, as all goes quiet; the first of them may be all there is time for.
                served.session.index(&archive.config(), &Options::default());
                if random.below(2) == 0 {
                    served.quiet(&what);
                }
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
        if round == 1 {
            // The index alone is not made of what others may have changed.
            served.session.index(&archive.config(), &Options::default());
        }
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
fn a_look_that_is_broken_off_is_not_believed() {
    let random = &mut Random(24);
    let archive = Archive::filled(random);
    let mut served = Served::of(&archive);
    for round in 0..12 {
        // A change of which nobody told, and a look for such that breaks off after another while each time.
        let path = format!("content/2023-01-{:02}/01.txt", 1 + random.below(5));
        archive.write(&path, page(random).as_bytes());
        served.seen = files(&archive.path("content"));
        let pressing = Arc::new(AtomicBool::new(round == 0));
        let options = Options { search: SearchIndex::Unless(Arc::clone(&pressing)), ..Options::default() };
        let built = std::thread::scope(|scope| {
            scope.spawn(|| {
                (0..round * 50).for_each(|_| std::thread::yield_now());
                pressing.store(true, Ordering::Relaxed);
            });
            served.session.build(&archive.config(), &options, News::Anything).expect("a site")
        });
        assert!(built.value.gave_way || round > 0);
        // Then the same file is saved.
        archive.write(&path, page(random).as_bytes());
        served.changed(&format!("round {round}: {path}"));
    }
    served.quiet("in the end");
}
