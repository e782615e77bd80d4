//! Lost and damaged caches, output that somebody changed, builds that were killed.

use std::{
    fs,
    process::{Command, Stdio},
};

use super::archive::{Archive, page};
use crate::generated::{Random, SETTINGS};

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
fn a_manifest_that_is_lost_or_damaged_does_not_stop_the_next_build() {
    let mut random = Random(25);
    let archive = Archive::filled(&mut random);
    archive.check("the first build");
    for harm in ["removed", "emptied", "cut"] {
        let path = archive.path("public/.zzsite-manifest");
        let bytes = fs::read(&path).expect("there");
        match harm {
            "removed" => fs::remove_file(&path),
            "emptied" => fs::write(&path, ""),
            _ => fs::write(&path, &bytes[..bytes.len() / 3]),
        }
        .expect("harmed");
        archive.write("content/2023-01-02/01.txt", page(&mut random).as_bytes());
        archive.check(harm);
    }
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
fn what_is_saved_during_a_build_and_taken_back_does_not_stay() {
    let archive = Archive::filled(&mut Random(24));
    let path = "content/2023-01-05/02.txt";
    let text = fs::read(archive.path(path)).expect("read");
    for round in 0..6 {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zzsite"));
        let command = command.args(["build", "--quiet", "--fresh", "--jobs", "1", "--config"]);
        let mut building = command.arg(archive.path("site.toml")).stderr(Stdio::null()).spawn().expect("started");
        // Another moment each time: so many bytes of the journal.
        let journal = || fs::metadata(archive.path("public/.zzsite-journal")).map_or(0, |meta| meta.len());
        while building.try_wait().expect("asked").is_none() && journal() <= round * 400 {
            std::thread::yield_now();
        }
        archive.write(path, &[text.as_slice(), "改到一半的字。\n".as_bytes()].concat());
        building.wait().expect("ended");
        archive.write(path, &text);
        archive.check(&format!("round {round}"));
        fs::remove_dir_all(archive.path("public")).expect("removed");
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
