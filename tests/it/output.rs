//! Writing a site: what is written, what is kept, what is refused.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;
use zzsite::{
    diag::{Diagnostic, Warned},
    output::{Options, Outcome, OutputError, Packing, Protected, Report, Stale, Writer},
};

/// A folder for one test, with an output folder in it that is not made yet.
struct Site {
    dir: TempDir,
}

impl Site {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    fn out(&self) -> PathBuf {
        self.dir.path().join("public")
    }

    fn open(&self) -> Writer {
        Writer::open(&self.out(), &Options::default()).expect("the folder can be written to")
    }

    /// A whole build of these files.
    fn build(&self, files: &[(&str, &str)]) -> Warned<Report> {
        let writer = self.open();
        for (path, text) in files {
            writer.write(path, text.as_bytes());
        }
        writer.finish(Stale::Remove)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.out().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    /// All files with their text, but for zzsite's own.
    fn files(&self) -> Vec<(String, String)> {
        list(&self.out()).into_iter().filter(|(path, _)| !path.starts_with(".zzsite-")).collect()
    }

    fn manifest(&self) -> String {
        fs::read_to_string(self.out().join(".zzsite-manifest")).expect("a manifest")
    }
}

fn list(root: &Path) -> Vec<(String, String)> {
    let files = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().flatten();
    let files = files.filter(|entry| entry.file_type().is_file());
    let shown = |path: &Path| path.strip_prefix(root).expect("below").to_string_lossy().into_owned();
    let text = |path: &Path| String::from_utf8_lossy(&fs::read(path).expect("readable")).into_owned();
    files.map(|entry| (shown(entry.path()), text(entry.path()))).collect()
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|d| d.code).collect()
}

fn pairs(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
}

#[test]
fn a_second_build_writes_nothing() {
    let site = Site::new();
    let files = [("index.html", "home"), ("2023-01-02/01/a.html", "one"), ("2023-01-02/index.html", "issue")];
    let first = site.build(&files);
    assert_eq!(first.value, Report { written: 3, bytes: 12, ..Report::default() });
    let stamps = |site: &Site| -> Vec<_> {
        let entries = walkdir::WalkDir::new(site.out()).sort_by_file_name().into_iter().flatten();
        entries.filter(|e| e.file_type().is_file()).map(|e| e.metadata().expect("there").modified().ok()).collect()
    };
    let before = stamps(&site);
    let second = site.build(&files);
    assert_eq!(second.value, Report { unchanged: 3, ..Report::default() });
    assert_eq!(second.diagnostics, []);
    assert_eq!(stamps(&site), before);
}

#[test]
fn only_what_differs_is_written_and_what_is_stale_goes() {
    let site = Site::new();
    site.build(&[("index.html", "1"), ("old/deep/a.html", "a"), ("old/b.html", "b"), ("same.html", "s")]);
    site.put("old/theirs.txt", "kept");
    let report = site.build(&[("index.html", "22"), ("same.html", "s"), ("new/c.html", "c")]);
    assert_eq!(report.value, Report { written: 2, unchanged: 1, removed: 2, bytes: 3, ..Report::default() });
    let files = site.files();
    assert_eq!(
        pairs(&files),
        [("index.html", "22"), ("new/c.html", "c"), ("old/theirs.txt", "kept"), ("same.html", "s")]
    );
    assert!(!site.out().join("old/deep").exists(), "a folder left empty goes with its files");
}

#[test]
fn stale_pages_stay_when_asked_and_are_still_known() {
    let site = Site::new();
    site.build(&[("a.html", "a"), ("b.html", "b")]);
    let writer = site.open();
    writer.write("a.html", b"a");
    assert_eq!(writer.finish(Stale::Keep).value.removed, 0);
    assert_eq!(pairs(&site.files()), [("a.html", "a"), ("b.html", "b")]);
    assert_eq!(site.build(&[("a.html", "a")]).value.removed, 1);
}

#[test]
fn the_manifest_is_the_same_for_the_same_site() {
    let (one, two) = (Site::new(), Site::new());
    one.build(&[("a.html", "a"), ("b/c.html", "c")]);
    two.build(&[("b/c.html", "old"), ("x.html", "x")]);
    two.build(&[("b/c.html", "c"), ("a.html", "a")]);
    assert_eq!(one.manifest(), two.manifest());
    assert_eq!(one.files(), two.files());
}

#[test]
fn a_foreign_file_in_the_way_is_kept_and_reported() {
    let site = Site::new();
    site.put("index.html", "somebody's home page");
    site.put("CNAME", "example.org");
    let report = site.build(&[("index.html", "ours"), ("a.html", "a")]);
    assert_eq!(report.value, Report { written: 1, kept_foreign: 1, bytes: 1, ..Report::default() });
    assert_eq!(codes(&report.diagnostics), ["output-not-empty", "output-foreign"]);
    let expected = [("CNAME", "example.org"), ("a.html", "a"), ("index.html", "somebody's home page")];
    assert_eq!(pairs(&site.files()), expected);
    // It stays foreign, however often one builds, and is not removed when no page goes there.
    assert_eq!(site.build(&[("index.html", "ours")]).value.kept_foreign, 1);
    assert_eq!(site.build(&[]).value.removed, 0);
    assert_eq!(site.files().len(), 2);
}

#[test]
fn a_file_of_the_right_bytes_is_taken_over() {
    let site = Site::new();
    site.build(&[("a.html", "a")]);
    fs::remove_file(site.out().join(".zzsite-manifest")).expect("removed");
    assert_eq!(site.build(&[("a.html", "a")]).value.unchanged, 1);
    assert_eq!(site.build(&[("a.html", "b")]).value.written, 1);
}

#[test]
fn a_stale_page_that_somebody_changed_is_theirs() {
    let site = Site::new();
    site.build(&[("a.html", "a"), ("b.html", "b")]);
    site.put("b.html", "written by hand");
    let report = site.build(&[("a.html", "a")]);
    assert_eq!((report.value.removed, codes(&report.diagnostics)), (0, vec!["output-changed"]));
    assert_eq!(pairs(&site.files()), [("a.html", "a"), ("b.html", "written by hand")]);
}

#[test]
fn bad_paths_and_double_addresses_are_errors() {
    let site = Site::new();
    let report = site.build(&[("../escape.html", "x"), ("/abs.html", "x"), ("a.html", "1"), ("a.html", "2")]);
    assert_eq!(codes(&report.diagnostics), ["output-path", "output-path", "output-twice"]);
    assert_eq!(report.value.failed, 3);
    assert_eq!(pairs(&site.files()), [("a.html", "1")]);
    assert!(!site.dir.path().join("escape.html").exists());
}

#[test]
fn a_folder_where_a_file_goes_is_kept() {
    let site = Site::new();
    site.put("a.html/theirs.txt", "kept");
    let report = site.build(&[("a.html", "x"), ("b/c.html", "y")]);
    assert_eq!((report.value.kept_foreign, report.value.written), (1, 1));
    let other = Site::new();
    other.put("b", "a file where a folder is needed");
    let report = other.build(&[("b/c.html", "y"), ("d.html", "z")]);
    assert_eq!(codes(&report.diagnostics), ["output-not-empty", "output-folder"]);
    assert_eq!(report.value.written, 1);
}

#[cfg(unix)]
#[test]
fn links_in_the_output_are_never_followed() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    let outside = site.dir.path().join("outside");
    fs::create_dir(&outside).expect("made");
    fs::write(outside.join("a.html"), "precious").expect("written");
    site.build(&[("dir/a.html", "ours"), ("file.html", "ours")]);
    // Somebody puts links where our folder and our file were.
    fs::remove_dir_all(site.out().join("dir")).expect("removed");
    symlink(&outside, site.out().join("dir")).expect("linked");
    fs::remove_file(site.out().join("file.html")).expect("removed");
    symlink(outside.join("a.html"), site.out().join("file.html")).expect("linked");

    let report = site.build(&[("dir/a.html", "changed"), ("file.html", "changed")]);
    assert_eq!(codes(&report.diagnostics), ["output-folder", "output-foreign"]);
    assert_eq!(site.build(&[]).value.removed, 0, "nor are they when pages go");
    assert_eq!(list(&outside), [("a.html".to_owned(), "precious".to_owned())]);
    assert!(site.out().join("dir").is_symlink() && site.out().join("file.html").is_symlink());
}

#[test]
fn folders_that_hold_the_content_are_refused() {
    let site = Site::new();
    let content = site.dir.path().join("content");
    fs::create_dir(&content).expect("made");
    let options = Options { protected: Protected::default().input(&content), ..Options::default() };
    for bad in [&content, &content.join("public"), site.dir.path(), Path::new("/")] {
        let refused = Writer::open(bad, &options).expect_err("refused");
        assert!(matches!(refused, OutputError::Refused { .. }), "{refused}");
    }
    assert_eq!(list(site.dir.path()), []);
}

#[test]
fn one_build_at_a_time() {
    let site = Site::new();
    let writer = site.open();
    let busy = Writer::open(&site.out(), &Options::default()).expect_err("locked");
    assert!(busy.to_string().contains(&format!("(process {})", std::process::id())), "{busy}");
    writer.finish(Stale::Remove);
    assert!(!site.out().join(".zzsite-journal").exists());
    site.build(&[]);
}

#[test]
fn a_killed_build_is_mended_by_the_next() {
    let site = Site::new();
    site.build(&[("a.html", "a"), ("gone.html", "g")]);
    // Dropped without `finish`: what a kill leaves, but for the temporary file added below.
    let killed = site.open();
    killed.write("a.html", b"a2");
    killed.write("new.html", b"half-way");
    drop(killed);
    let journal = fs::read_to_string(site.out().join(".zzsite-journal")).expect("a journal");
    assert!(journal.contains("+ new.html"), "{journal}");

    let report = site.build(&[("a.html", "a3"), ("other.html", "o")]);
    assert_eq!(codes(&report.diagnostics), ["output-interrupted"]);
    assert_eq!(report.value, Report { written: 2, removed: 2, bytes: 3, ..Report::default() });
    assert_eq!(pairs(&site.files()), [("a.html", "a3"), ("other.html", "o")]);
    assert_eq!(site.build(&[("a.html", "a3"), ("other.html", "o")]).diagnostics, []);
}

#[test]
fn a_damaged_manifest_never_widens_what_is_ours() {
    let site = Site::new();
    site.build(&[("a.html", "a"), ("b.html", "b")]);
    let outside = site.dir.path().join("precious.txt");
    fs::write(&outside, "x").expect("written");
    let hash = site.manifest().lines().nth(1).expect("a line").split(" ").next().expect("a hash").to_owned();
    let damaged = format!("zzsite-manifest 3\n{hash} ../precious.txt\n\u{fffd}garbage\n{hash} a.html\n");
    fs::write(site.out().join(".zzsite-manifest"), damaged).expect("written");
    fs::remove_file(site.out().join(".zzsite-marks")).expect("removed");
    site.build(&[]);
    assert!(outside.exists());
    assert_eq!(pairs(&site.files()), [("b.html", "b")], "a line lost from the manifest makes its file foreign");

    fs::write(site.out().join(".zzsite-manifest"), "zzsite-manifest 99\n").expect("written");
    let refused = Writer::open(&site.out(), &Options::default()).expect_err("from the future");
    assert!(matches!(refused, OutputError::Manifest { .. }), "{refused}");
}

#[test]
fn without_a_manifest_files_are_known_again_by_their_marks() {
    for harm in ["removed", "emptied", "cut", "garbled"] {
        let site = Site::new();
        let before = [("a.html", "a"), ("b/stale.html", "s"), ("changed.html", "c"), ("same.html", "m")];
        site.build(&before);
        site.put("changed.html", "written by hand");
        site.put("theirs.html", "theirs");
        let manifest = site.out().join(".zzsite-manifest");
        let text = site.manifest();
        match harm {
            "removed" => fs::remove_file(&manifest),
            "emptied" => fs::write(&manifest, ""),
            "cut" => fs::write(&manifest, &text[..text.len() / 2]),
            _ => fs::write(&manifest, text.replace("a.html", "A.html")),
        }
        .expect("harmed");
        let after = [("a.html", "a2"), ("same.html", "m"), ("theirs.html", "ours")];
        let report = site.build(&after);
        let done = Report { written: 1, unchanged: 1, removed: 1, kept_foreign: 1, failed: 0, bytes: 2 };
        assert_eq!(report.value, done, "{harm}");
        assert_eq!(report.diagnostics.iter().filter(|d| d.code == "output-manifest").count(), 1, "{harm}");
        let expected =
            [("a.html", "a2"), ("changed.html", "written by hand"), ("same.html", "m"), ("theirs.html", "theirs")];
        assert_eq!(pairs(&site.files()), expected, "{harm}: nothing of anybody else is touched");
        let again = site.build(&after[..2]);
        assert_eq!((again.value.unchanged, again.diagnostics), (2, vec![]), "{harm}");
    }
}

#[test]
fn without_manifest_and_marks_the_way_out_is_told() {
    let site = Site::new();
    site.build(&[("a.html", "a")]);
    for name in [".zzsite-manifest", ".zzsite-marks"] {
        fs::remove_file(site.out().join(name)).expect("removed");
    }
    let report = site.build(&[("a.html", "b")]);
    assert_eq!(codes(&report.diagnostics), ["output-not-empty", "output-foreign"]);
    let hint = report.diagnostics[1].hint.as_deref().expect("a hint");
    assert!(hint.contains("deleted and built again"), "{hint}");
}

#[test]
fn what_an_earlier_build_left_makes_room() {
    let site = Site::new();
    site.build(&[("x/a.html", "file"), ("x/b.html", "b")]);
    let report = site.build(&[("x/a.html/index.html", "folder"), ("x/a.html/1/2.html", "deep"), ("x/b.html", "b")]);
    assert_eq!(report.diagnostics, []);
    assert_eq!((report.value.written, report.value.unchanged), (2, 1));
    let report = site.build(&[("x/a.html", "file")]);
    assert_eq!(report.diagnostics, []);
    assert_eq!(pairs(&site.files()), [("x/a.html", "file")]);
    // What somebody else put there stays in the way.
    site.put("x/a.html", "changed by hand");
    assert_eq!(codes(&site.build(&[("x/a.html/index.html", "folder")]).diagnostics), ["output-folder"]);
    let other = Site::new();
    other.build(&[("a.html/index.html", "folder")]);
    other.put("a.html/theirs.txt", "kept");
    assert_eq!(codes(&other.build(&[("a.html", "file")]).diagnostics), ["output-foreign"]);
    assert!(other.out().join("a.html/theirs.txt").exists());
}

#[test]
fn files_that_cannot_be_written_leave_the_rest_whole() {
    let site = Site::new();
    site.build(&[("a.html", "a"), ("stale.html", "s")]);
    let too_long = format!("{}.html", "x".repeat(300));
    let report = site.build(&[("a.html", "a2"), (&too_long, "x"), ("b.html", "b")]);
    assert_eq!((report.value.failed, report.value.written, report.value.removed), (1, 2, 0));
    assert_eq!(codes(&report.diagnostics), ["output-write"]);
    assert_eq!(pairs(&site.files()), [("a.html", "a2"), ("b.html", "b"), ("stale.html", "s")]);
}

#[test]
fn an_output_path_that_is_a_file_is_an_error() {
    let site = Site::new();
    fs::write(site.out(), "a file").expect("written");
    let refused = Writer::open(&site.out(), &Options::default()).expect_err("no folder");
    assert!(matches!(refused, OutputError::Io { .. }), "{refused}");
    assert_eq!(fs::read_to_string(site.out()).expect("kept"), "a file");
}

#[test]
fn pages_kept_from_the_last_build_need_no_bytes() {
    let site = Site::new();
    site.build(&[("a.html", "a"), ("b.html", "b")]);
    fs::remove_file(site.out().join("b.html")).expect("removed");
    let writer = site.open();
    assert!(writer.keep("a.html"));
    assert!(!writer.keep("b.html"), "it is gone");
    assert!(!writer.keep("c.html"), "it never was");
    assert_eq!(writer.write("b.html", b"b"), Outcome::Written);
    let report = writer.finish(Stale::Remove);
    assert_eq!(report.value, Report { written: 1, unchanged: 1, bytes: 1, ..Report::default() });
}

#[test]
fn packed_siblings_are_made_for_text_and_go_with_it() {
    let site = Site::new();
    let long = "株洲".repeat(1000);
    let build = |files: &[(&str, &str)]| {
        let writer =
            Writer::open(&site.out(), &Options { packed: vec![Packing::Gzip, Packing::Brotli], ..Options::default() })
                .expect("opened");
        for (path, text) in files {
            writer.write(path, text.as_bytes());
        }
        writer.finish(Stale::Remove).value
    };
    let files = [("a.html", long.as_str()), ("b.png", long.as_str()), ("short.html", "x")];
    assert_eq!(build(&files).written, 5);
    let packed = fs::read(site.out().join("a.html.gz")).expect("a sibling");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&packed[..]), &mut text).expect("gzip");
    assert_eq!(text, long);
    let packed = fs::read(site.out().join("a.html.br")).expect("a sibling");
    let mut text = Vec::new();
    brotli::BrotliDecompress(&mut &packed[..], &mut text).expect("brotli");
    assert_eq!(text, long.as_bytes());
    assert_eq!(build(&files), Report { unchanged: 5, ..Report::default() });
    assert_eq!(build(&files[1..]).removed, 3);
}

#[test]
fn a_packed_file_never_stands_beside_another_page() {
    let site = Site::new();
    let text = |word: &str| word.repeat(1000);
    let write = |packed: &[Packing], word: &str| {
        let options = Options { packed: packed.to_vec(), ..Options::default() };
        let writer = Writer::open(&site.out(), &options).expect("opened");
        writer.write("a.html", text(word).as_bytes());
        writer
    };
    let both = [Packing::Gzip, Packing::Brotli];
    let packed = site.out().join("a.html.gz");
    let is_of = |word: &str| {
        let mut unpacked = String::new();
        let bytes = fs::read(&packed).expect("a sibling");
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&bytes[..]), &mut unpacked).expect("gzip");
        unpacked == text(word)
    };
    write(&both, "旧").finish(Stale::Remove);
    // A build that packs nothing, and keeps what it has no place for.
    let report = write(&[], "新").finish(Stale::Keep);
    assert_eq!(report.diagnostics, [], "nothing is left of what was packed");
    assert_eq!(site.files().len(), 1);
    write(&both, "新").finish(Stale::Remove);
    assert!(is_of("新"));
    // Killed before it packed what it had replaced, by a zzsite that left the old one there.
    let left = fs::read(&packed).expect("a sibling");
    drop(write(&[], "后"));
    fs::write(&packed, &left).expect("written");
    write(&both, "后").finish(Stale::Remove);
    assert!(is_of("后"));
    let left = fs::read(&packed).expect("a sibling");
    drop(write(&[], "末"));
    fs::write(&packed, &left).expect("written");
    write(&[], "末").finish(Stale::Keep);
    assert!(!packed.exists(), "of a page nobody knows what is packed");
    write(&both, "末").finish(Stale::Remove);
    // Damaged, or gone.
    fs::write(&packed, "x").expect("written");
    write(&both, "末").finish(Stale::Remove);
    assert!(is_of("末"));
    fs::remove_file(&packed).expect("removed");
    assert_eq!(write(&both, "末").finish(Stale::Remove).value.written, 1);
}

#[test]
fn threads_may_write_side_by_side() {
    use rayon::prelude::*;
    let site = Site::new();
    let writer = site.open();
    (0..500).into_par_iter().for_each(|n| {
        writer.write(&format!("{}/{}/p{n}.html", n % 7, n % 3), format!("page {n}").as_bytes());
    });
    assert_eq!(writer.finish(Stale::Remove).value.written, 500);
    assert_eq!(site.files().len(), 500);
    assert!(site.files().iter().all(|(path, _)| path.ends_with(".html")), "no temporary file is left");
}
