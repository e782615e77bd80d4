//! Whole articles proof-read, from source text to file:line:col.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::proof;
use crate::{
    diag::Diagnostic,
    gazetteer::{Gazetteer, fixture::gazetteer},
    parse::{PageHints, parse},
    press::{Article, Block, Credit, Folio, IssueDate, SourcePage, SourceRef, fixture},
    source::SourceText,
};

fn page(articles: Vec<Article>) -> SourcePage {
    SourcePage {
        date: IssueDate::new(2024, 3, 5).expect("a date"),
        date_inferred: false,
        page: Folio::number(1),
        section: None,
        file: "2024-03-05/01.txt".to_owned(),
        articles,
        furniture: Vec::new(),
    }
}

/// Reads a text as one article: its first line the title, blocks apart by empty lines; a block
/// that ends in `|` runs on in the next one.
fn read(text: &str) -> (SourceText, SourcePage) {
    let source = SourceText::new("2024-03-05/01.txt", text.replace('|', ""));
    let (title, body) = text.split_once('\n').unwrap_or((text, ""));
    let joined = body.replace("|\n\n", "");
    let body = joined.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
    let article = Article {
        source: Some(SourceRef { file: source.file().to_string(), lines: vec![(1, source.line_count())] }),
        body: body.map(|text| Block::Paragraph(text.to_owned())).collect(),
        ..fixture::article(title)
    };
    (source, page(vec![article]))
}

fn told(text: &str) -> (Vec<(&'static str, u32, u32, u32)>, Vec<String>) {
    let (source, page) = read(text);
    let mut pages = [page];
    let found = proof(&source, &mut pages, &gazetteer());
    let place = |d: &Diagnostic| d.place.as_ref().map(|p| (d.code, p.line, p.column, p.width)).expect("a place");
    (found.iter().map(place).collect(), pages[0].articles[0].uncertain.clone())
}

#[test]
fn every_finding_has_its_line_and_column() {
    let (found, doubts) = told(
        "醴陵市春耕忙\n\n　　全区即办率达到了8|\n\n57%,居全市前列。\n\n　　以酒汾镇为核心打造示范片,抓好安全生产和安全生产和防汛。",
    );
    assert_eq!(
        found,
        [("impossible-figure", 3, 11, 1), ("place-name", 7, 4, 3), ("doubled-word", 7, 18, 9)],
        "a finding across a break is marked to the end of its first line"
    );
    assert_eq!(
        doubts,
        ["“857%”不合常理的比率，疑脱小数点，或为85.7%", "“酒汾镇”疑为“泗汾镇”", "“安全生产和安全生产”疑有重复"]
    );
}

#[test]
fn a_paragraph_that_ends_in_nothing() {
    let whole = "老街的石板路修好了,两边的铺面陆续开张,晚上灯光亮起来,来散步的人比去年多了不少,摊主们都很高兴。\n\n";
    let open = "街口的茶馆是最早开门的一家,老板把祖上传下来的招牌又挂了出来,每天清晨都有老人来这里喝茶听戏,说起";
    let (found, doubts) = told(&format!("老街新貌\n\n{}{open}\n\n{}", whole.repeat(4), "完。"));
    assert!(found.iter().any(|f| f.0 == "breaks-off" && f.1 == 11), "{found:?}");
    assert!(doubts.iter().any(|doubt| doubt == "“……里喝茶听戏,说起”之后似有缺文"), "{doubts:?}");
}

#[test]
fn a_passage_twice_is_told_at_its_second_place() {
    let twice = "桥面昨天下午铺完了最后一段沥青,工人们在桥头拍了一张合影,月底就能通车。";
    let (found, _) = told(&format!("新桥\n\n{twice}\n\n两岸的居民都在等这一天,孩子们上学不用再绕路。{twice}"));
    assert_eq!(found.iter().map(|f| (f.0, f.1)).collect::<Vec<_>>(), [("repeated-text", 5)]);
}

#[test]
fn names_above_no_text() {
    let mut article = fixture::article("新桥通车");
    article.byline = vec![Credit { role: "记者".into(), name: "甲乙".into() }];
    let source = SourceText::new("2024-03-05/01.txt", "新桥通车\n记者甲乙\n".to_owned());
    let found = proof(&source, &mut [page(vec![article])], &Gazetteer::default());
    assert_eq!(found.iter().map(|d| d.code).collect::<Vec<_>>(), ["byline-without-text"]);
}

#[test]
fn an_issue_of_the_future_is_told_but_tomorrows_paper_is_not() {
    let told = |date: &str, today: &str| {
        let (date, today) = (IssueDate::parse(date).expect("a date"), IssueDate::parse(today).expect("a date"));
        super::issue_in_the_future(date, today).map(|d| d.code)
    };
    assert_eq!(told("2024-03-05", "2024-03-01"), Some("date-in-future"));
    assert_eq!(told("2024-03-02", "2024-03-01"), None);
    assert_eq!(told("1949-10-01", "2024-03-01"), None);
}

#[test]
fn what_is_repeated_on_purpose_is_not_told() {
    let said = "桥面昨天下午铺完了最后一段沥青,工人们在桥头拍了一张合影,月底就能通车。";
    let (quoted, _) = told(&format!("新桥\n\n负责人介绍了进度。{said}大家鼓掌。\n\n“{said}”老人又念了一遍。"));
    assert_eq!(quoted, []);
    let (opening, _) = told(&format!("新桥\n\n{said}两岸都在等。\n\n{said}孩子们最高兴。"));
    assert_eq!(opening, []);
}

/// Files of a folder of the corpus, by path.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let (folders, mut files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    files.extend(folders.iter().flat_map(|folder| self::files(folder)));
    files.sort();
    files
}

/// Reads and proof-reads a page of the corpus: articles, and what is told of them.
fn proof_read(path: &Path, hints: &PageHints) -> (Vec<SourcePage>, Vec<Diagnostic>) {
    let text = std::fs::read_to_string(path).expect("UTF-8");
    let source = SourceText::new(path.to_string_lossy(), text);
    let mut pages = parse(&source, hints, &gazetteer()).value;
    let found = proof(&source, &mut pages, &gazetteer());
    (pages, found)
}

/// Real pages of two other papers, where the corpus is at hand: at most one alarm in twenty
/// articles, however the page was read.
#[test]
fn real_pages_raise_few_alarms() {
    let Some(folder) = fixture::corpus() else { return };
    let (mut articles, mut alarms) = (0, Vec::new());
    for path in files(&folder.join("dev/L0")).iter().filter(|path| path.extension().is_some_and(|e| e == "txt")) {
        let date = path.parent().and_then(Path::file_name).and_then(|name| IssueDate::parse(name.to_str()?).ok());
        let (pages, found) = proof_read(path, &PageHints { date, ..PageHints::default() });
        articles += pages.iter().map(|page| page.articles.len()).sum::<usize>();
        alarms.extend(found.into_iter().map(|d| format!("{} {:?}: {}", d.code, d.place, d.message)));
    }
    assert!(alarms.len() * 20 <= articles, "{articles} articles:\n{}", alarms.join("\n"));
}

/// The real front page the checks were first written for, where it is at hand.
#[test]
fn the_seed_page_is_told_of_its_slips() {
    let Some(folder) = fixture::corpus() else { return };
    let pages = files(&folder.join("seed")).into_iter().filter(|path| path.extension().is_some_and(|e| e == "txt"));
    for path in pages {
        let (_, found) = proof_read(&path, &PageHints::default());
        let told: Vec<_> = found.iter().map(|d| (d.code, d.place.as_ref().map_or(0, |place| place.line))).collect();
        assert_eq!(told, [("impossible-figure", 68), ("place-name", 82), ("doubled-word", 98)]);
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "([的安全生产和率达到了0-9%.截至月日记者讯。，镇酒汾醴陵市|\n　\u{1F600}]{0,80}|.{0,60})") {
        let (found, _) = told(&text);
        prop_assert!(found.len() < 200);
    }
}
