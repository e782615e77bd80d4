//! The page reader: every line in one place, cases of reading, hostile input.
//!
//! A new case is a new file in `tests/cases/parse`; its outline is kept beside it.

use std::{fmt::Write as _, fs, path::Path};

use proptest::prelude::*;
use zzsite::{
    gazetteer::Gazetteer,
    parse::{PageHints, parse},
    press::{Article, Block, SourcePage},
    source::SourceText,
};

fn read(text: &str) -> Vec<SourcePage> {
    let source = SourceText::new("page.txt", text.to_owned());
    parse(&source, &PageHints::default(), &Gazetteer::default()).value
}

/// Every line that is not blank is in exactly one article or piece of furniture, no other line in two.
fn assert_tiled(text: &str) {
    let pages = read(text);
    let articles = pages.iter().flat_map(|p| &p.articles).filter_map(|a| a.source.as_ref()).map(|s| &s.lines);
    let furniture = pages.iter().flat_map(|p| &p.furniture).map(|f| &f.lines);
    let source = SourceText::new("page.txt", text.to_owned());
    let mut seen = vec![0u32; source.line_count() as usize + 2];
    for (first, last) in articles.chain(furniture).flatten() {
        (*first..=*last).for_each(|line| seen[line as usize] += 1);
    }
    for (number, line) in source.lines() {
        let count = seen[number as usize];
        let inked = line
            .chars()
            .any(|c| !c.is_whitespace() && !"\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2060}\u{feff}".contains(c));
        assert!(count <= 1, "line {number} is in {count} places: {line}");
        assert!(!inked || count == 1, "line {number} is in no place: {line}");
    }
}

/// Pieces a page may be set from.
fn block() -> impl Strategy<Value = String> {
    let fixed = [
        "第01版 要闻",
        "2023年3月6日 星期一",
        "导读",
        "04版",
        "本版责编：王小明",
        "◀上接01版",
        "▶下转02版",
        "……",
        "石印",
        "■ 史地报记者 王小明",
        "史地报讯(全媒体记者/王小明) 湘江",
        "(本报记者 王小明)",
        "王小明 摄",
        "图片新闻",
        "山城的老桥 百年的渡口",
        "——一座桥的故事",
        "一、从前",
        "（",
        "”",
        "\u{3000}\u{3000}江水流过。",
        "\u{200b}",
        "+++",
    ];
    prop_oneof![
        proptest::sample::select(fixed.to_vec()).prop_map(str::to_owned),
        "[春夏秋冬山河湖海风云雨雪车船路桥]{1,40}[。，？：]?",
        "[a-zéà ]{0,30}[.,]?",
        "[山河，。]{0,200}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_line_has_one_place(blocks in prop::collection::vec(block(), 0..60), gap in 1usize..3) {
        assert_tiled(&blocks.join(&"\n".repeat(gap)));
    }
}

#[test]
fn every_line_of_the_corpus_has_one_place() {
    let local = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let root = std::env::var_os("ZZSITE_CORPUS").map_or(local, Into::into);
    for file in texts(&root) {
        assert_tiled(&fs::read_to_string(&file).unwrap_or_default());
    }
}

fn texts(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut out = Vec::new();
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            out.extend(texts(&path));
        } else if path.extension().is_some_and(|e| e == "txt") {
            out.push(path);
        }
    }
    out.sort();
    out
}

#[test]
fn reading_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/parse");
    let cases = texts(&folder);
    assert!(!cases.is_empty());
    insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
        for case in cases {
            let text = fs::read_to_string(&case).expect("a case");
            assert_tiled(&text);
            let name = case.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            insta::assert_snapshot!(name, outline(&read(&text)));
        }
    });
}

/// A reading on a few lines: what an editor would check first.
fn outline(pages: &[SourcePage]) -> String {
    let mut out = String::new();
    for page in pages {
        let section = page.section.as_deref().unwrap_or("-");
        let _ = writeln!(out, "page {} {section} {}", page.page, page.date);
        page.furniture.iter().for_each(|f| {
            let _ = writeln!(out, "  <{:?}> {}", f.kind, f.text.replace('\n', " / "));
        });
        page.articles.iter().for_each(|article| tell(&mut out, article));
    }
    out
}

fn tell(out: &mut String, a: &Article) {
    let _ = writeln!(out, "  {} {:?}", a.title, a.kind);
    let names: Vec<String> = a.byline.iter().map(|c| format!("{}:{}", c.role, c.name)).collect();
    let folio = |f: &Option<zzsite::press::Folio>| f.as_ref().map(ToString::to_string);
    let fields = [
        ("kicker", a.kicker.clone()),
        ("deck", a.subtitle.clone()),
        ("column", a.column.clone()),
        ("dateline", a.dateline.clone()),
        ("byline", (!names.is_empty()).then(|| names.join(" "))),
        ("on", folio(&a.continued_on)),
        ("from", folio(&a.continued_from)),
    ];
    for (name, value) in fields.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        let _ = writeln!(out, "    {name}: {value}");
    }
    for block in &a.body {
        let _ = match block {
            Block::Heading { text, .. } => writeln!(out, "    # {text}"),
            Block::Paragraph(text) | Block::Markdown(text) => writeln!(out, "    {}", ends(text)),
        };
    }
    for doubt in &a.uncertain {
        let _ = writeln!(out, "    ? {}", ends(doubt));
    }
}

/// Both ends of a long text and its length.
fn ends(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= 40 {
        return text.to_owned();
    }
    let part = |part: &[char]| part.iter().collect::<String>();
    format!("{}…{}…{}", part(&chars[..16]), chars.len(), part(&chars[chars.len() - 16..]))
}

#[test]
fn a_list_of_names_is_no_byline_and_keeps_its_order() {
    let surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗";
    let names: Vec<String> = surnames
        .chars()
        .flat_map(|surname| "明华文军平建国志强海".chars().map(move |c| format!("{surname}{c}")))
        .collect();
    let lines: String = names.iter().map(|name| format!("本报记者 {name}\n")).collect();
    let text = format!("渡口旁的老街换了新颜\n{lines}湘江边的老街修好了,石板路一直铺到码头,居民们在路边种上了桂花。\n");
    assert_tiled(&text);
    let pages = read(&text);
    let article = &pages[0].articles[0];
    let kept: Vec<&str> = article
        .body
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(text) => text.strip_prefix("本报记者 "),
            _ => None,
        })
        .collect();
    assert_eq!(article.authors.len(), 100, "and no more");
    assert_eq!(article.authors.iter().map(String::as_str).chain(kept).collect::<Vec<_>>(), names);
}

#[test]
fn hostile_pages_are_read_without_a_panic() {
    let line = "江水流过山城的老桥".repeat(370_000);
    assert_tiled(&line);
    assert_tiled(&"山城的老桥\n\n".repeat(100_000));
    // Wrapped lines whose ends would have to be looked for far back.
    assert_tiled(&format!("\u{3000}\u{3000}{}\n", "江水流过山城的老桥）".repeat(2)).repeat(30_000));
    assert_tiled(&format!("{}\n", "江水流过山城的老桥）".repeat(2)).repeat(100_000));
    assert_tiled(&format!("{}\n", "）".repeat(18)).repeat(100_000));
    for odd in [
        "",
        "\0\0\0\n\0",
        "。，、：；",
        "（\n）\n《",
        "▶下转",
        "◀上接\n\n▶下转第版",
        "第版",
        "+++\n",
        "■",
        "——",
        "\u{feff}",
    ] {
        assert_tiled(odd);
        assert_tiled(&format!("{odd}\n\n").repeat(50));
    }
}
