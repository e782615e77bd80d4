use super::*;
use crate::config::{self, Overrides};

#[test]
fn what_is_remembered_of_a_file_is_of_the_bytes_that_were_read() {
    let dir = tempfile::tempdir().expect("a folder");
    let content = dir.path().join("content");
    fs::create_dir_all(content.join("2023-01-02")).expect("made");
    fs::write(dir.path().join("site.toml"), "title = \"试验报\"\n").expect("written");
    let save = |page: &str, text: &str| fs::write(content.join(page), text).expect("written");
    let (first, second) = ("2023-01-02/01.txt", "2023-01-02/02.txt");
    save(first, "步道修通\n\n正文一。\n");
    save(second, "老桥修好\n\n正文二。\n");
    let overrides = Overrides { config: Some(dir.path().join("site.toml")), ..Overrides::default() };
    let config = config::load(&overrides).expect("good settings");
    let (cache, _) = Cache::open(&dir.path().join("read"), dir.path(), 1).expect("a cache");
    // Stamps of just now are not believed.
    let later = SystemTime::now() + Duration::from_secs(60);
    let reader = Reader { now: later, ..Reader::new(&config, Some(&cache), true, None) };
    let files = || [first, second].iter().filter_map(|path| SourceFile::at(&content, path)).collect::<Vec<_>>();
    let got = reader.unit("2023-01-02".into(), files(), None, Show::Pages);
    let mut known = got.unit.expect("kept");
    let right = known.files[1].clone();
    assert!(right.stamp.is_some());
    // The second page was another one when its stamp was looked at; only the first is known to have changed.
    known.files[1].hash += 1;
    save(first, "步道又修通\n\n正文一。\n");
    let again = reader.unit("2023-01-02".into(), files(), Some(known), Show::Pages).unit.expect("kept");
    assert_eq!((again.files[1].hash, again.files[1].stamp), (right.hash, None));
    assert_eq!(again.key, reader.key_of(&again.files));
}
