//! The search index, made later or given up half way.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use zzsite::build::{News, Options, SearchIndex};

use super::{
    archive::{Archive, page},
    session::Served,
};
use crate::generated::Random;

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
fn an_index_is_brought_up_to_date_by_itself() {
    let random = &mut Random(24);
    let archive = Archive::filled(random);
    let mut served = Served::of(&archive);
    let pressing = Arc::new(AtomicBool::new(false));
    let options = Options { search: SearchIndex::Unless(Arc::clone(&pressing)), ..Options::default() };
    for _ in 0..3 {
        archive.write("content/2023-01-02/01.txt", page(random).as_bytes());
        served.changed("an edit");
        let before = archive.site();
        pressing.store(true, Ordering::Relaxed);
        assert!(served.session.index(&archive.config(), &options), "it gives way");
        assert!(archive.site() == before);
        pressing.store(false, Ordering::Relaxed);
        assert!(!served.session.index(&archive.config(), &options));
        assert!(archive.site() != before);
        assert!(served.session.rest().is_none());
        let after = archive.site();
        // A build of the whole finds nothing to do, and a clean one makes the same.
        served.quiet("after the index");
        assert!(archive.site() == after);
    }
}
