//! Issues put together from pages written here.

use super::{Issue, Part, assemble};
use crate::{
    diag::Diagnostic,
    press::{Article, Block, Credit, Folio, IssueDate, Slug, SourcePage, SourceRef, fixture},
};

fn folio(text: &str) -> Folio {
    Folio::parse(text).expect("a folio")
}

/// `on`/`from` are pages of jump marks, empty for none; `## ` opens a heading.
fn article(page: &str, title: &str, on: &str, from: &str, body: &[&str]) -> Article {
    let block = |text: &&str| match text.strip_prefix("## ") {
        Some(heading) => Block::Heading { level: 2, text: heading.to_owned(), id: Slug::parse("part").ok() },
        None => Block::Paragraph((*text).to_owned()),
    };
    Article {
        page: folio(page),
        continued_on: Folio::parse(on).ok(),
        continued_from: Folio::parse(from).ok(),
        source: Some(SourceRef { file: format!("2024-03-05/{page}.txt"), lines: vec![(3, 3), (5, 9)] }),
        body: body.iter().map(block).collect(),
        ..fixture::article(title)
    }
}

fn page(folio_text: &str, articles: Vec<Article>) -> SourcePage {
    SourcePage {
        date: IssueDate::new(2024, 3, 5).expect("a date"),
        date_inferred: false,
        page: folio(folio_text),
        section: None,
        file: format!("2024-03-05/{folio_text}.txt"),
        articles,
        furniture: Vec::new(),
    }
}

#[track_caller]
fn one(pages: Vec<SourcePage>) -> (Issue, Vec<Diagnostic>) {
    let mut made = assemble(pages);
    assert_eq!(made.value.len(), 1);
    (made.value.remove(0), made.diagnostics)
}

fn entries(issue: &Issue) -> Vec<(String, usize, Part)> {
    let rows = |page: &super::IssuePage| {
        page.entries.iter().map(|entry| (page.folio.to_string(), entry.article, entry.part)).collect::<Vec<_>>()
    };
    issue.pages.iter().flat_map(rows).collect()
}

fn paragraphs(article: &Article) -> Vec<&str> {
    article
        .body
        .iter()
        .map(|block| match block {
            Block::Paragraph(text) | Block::Heading { text, .. } | Block::Markdown(text) => text.as_str(),
        })
        .collect()
}

#[test]
fn pages_sort_by_date_then_folio() {
    let later = SourcePage { date: IssueDate::new(2024, 3, 6).expect("a date"), ..page("01", vec![]) };
    let made = assemble(vec![later, page("10", vec![]), page("2", vec![]), page("A01", vec![])]);
    let folios = |issue: &Issue| issue.pages.iter().map(|page| page.folio.to_string()).collect::<Vec<_>>();
    assert_eq!(made.value.iter().map(folios).collect::<Vec<_>>(), [vec!["02", "10", "A01"], vec!["01"]]);
    assert!(made.diagnostics.is_empty());
}

#[test]
fn halves_with_both_marks_are_one_article_on_two_pages() {
    let mut first = article("01", "新桥通车", "02", "", &["第一段。", "## 一", "桥长三百"]);
    let mut second = article("02", "新桥通车", "", "01", &["米,宽二十米。", "## 二", "完。"]);
    first.byline = vec![Credit { role: "记者".into(), name: "甲".into() }];
    second.byline = vec![first.byline[0].clone(), Credit { role: "通讯员".into(), name: "乙".into() }];
    second.districts = vec!["某区".into()];
    let other = article("02", "另一篇", "", "", &["文。"]);
    let (issue, diagnostics) = one(vec![page("02", vec![other, second]), page("01", vec![first])]);

    assert_eq!(diagnostics, []);
    assert_eq!(
        entries(&issue),
        [("01".into(), 0, Part::Begins), ("02".into(), 1, Part::Whole), ("02".into(), 0, Part::Continues)]
    );
    let whole = &issue.articles[0];
    assert_eq!(paragraphs(whole), ["第一段。", "一", "桥长三百米,宽二十米。", "二", "完。"]);
    assert_eq!(whole.byline.len(), 2);
    assert_eq!(whole.districts, ["某区"]);
    assert_eq!((&whole.continued_on, &whole.continued_from), (&None, &None));
    let ids: Vec<_> = whole.body.iter().filter_map(crate::press::jump::heading_id).map(Slug::as_str).collect();
    assert_eq!(ids, ["part", "part-2"]);
}

#[test]
fn a_repeated_title_stands_in_for_a_forgotten_mark() {
    let first = article("01", "经开区唱好大戏 签约十九个项目", "02", "", &["第一段。"]);
    let second = article("02", "经开区唱好大戏", "", "", &["第二段。"]);
    let (issue, diagnostics) = one(vec![page("01", vec![first]), page("02", vec![second])]);
    assert_eq!((issue.articles.len(), diagnostics.len()), (1, 0));
    assert_eq!(paragraphs(&issue.articles[0]), ["第一段。", "第二段。"]);

    let first = article("01", "新桥通车", "", "", &["第一段。"]);
    let second = article("02", "新桥通车", "", "01", &["第二段。"]);
    let (issue, diagnostics) = one(vec![page("01", vec![first]), page("02", vec![second])]);
    assert_eq!((issue.articles.len(), diagnostics.len()), (1, 0));
}

#[test]
fn a_repeated_title_alone_is_no_jump() {
    let (first, second) = (article("01", "短讯", "", "", &["甲。"]), article("02", "短讯", "", "", &["乙。"]));
    let (issue, _) = one(vec![page("01", vec![first]), page("02", vec![second])]);
    assert_eq!(issue.articles.len(), 2);
}

#[test]
fn a_chain_over_three_pages() {
    let a = article("01", "长文", "02", "", &["一"]);
    let b = article("02", "长文", "03", "01", &["二"]);
    let c = article("03", "长文", "", "02", &["三。"]);
    let (issue, diagnostics) = one(vec![page("01", vec![a]), page("02", vec![b]), page("03", vec![c])]);
    assert_eq!(diagnostics, []);
    assert_eq!(paragraphs(&issue.articles[0]), ["一二三。"]);
    let parts: Vec<_> = entries(&issue).into_iter().map(|entry| entry.2).collect();
    assert_eq!(parts, [Part::Begins, Part::Continues, Part::Continues]);
}

#[test]
fn two_jumps_to_one_page_find_their_own_halves() {
    let a = article("01", "水稻丰收", "02", "", &["稻田里收割机来回,"]);
    let b = article("01", "新桥通车", "02", "", &["大桥两岸的居民"]);
    let c = article("02", "大桥两岸笑声多", "", "01", &["等这座大桥很久了。"]);
    let d = article("02", "水稻丰收", "", "01", &["今年亩产又高了。"]);
    let (issue, diagnostics) = one(vec![page("01", vec![a, b]), page("02", vec![c, d])]);
    assert_eq!(diagnostics, []);
    assert_eq!(paragraphs(&issue.articles[0]), ["稻田里收割机来回,今年亩产又高了。"]);
    assert_eq!(paragraphs(&issue.articles[1]), ["大桥两岸的居民等这座大桥很久了。"]);
    assert_eq!(issue.articles[1].uncertain, ["page 02 carries the rest under “大桥两岸笑声多”"]);
}

#[test]
fn on_a_crowded_page_halves_are_found_by_their_titles() {
    let titles = || (0..400).map(|n| format!("第{n}条街的路灯"));
    let first = titles().map(|title| article("01", &title, "02", "", &["前一半，"]));
    let rest = titles().rev().map(|title| article("02", &title, "", "01", &["后一半。"]));
    let (issue, said) = one(vec![page("01", first.collect()), page("02", rest.collect())]);
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(issue.articles.len(), 400);
    assert!(issue.articles.iter().all(|article| paragraphs(article) == ["前一半，后一半。"]));
    assert_eq!(issue.articles[399].title, "第399条街的路灯");
}

#[test]
fn another_title_between_sentences_stays_as_a_heading() {
    let a = article("01", "新桥通车", "02", "", &["第一段。"]);
    let b = article("02", "两岸居民喜迎新春", "", "01", &["第二段。"]);
    let (issue, _) = one(vec![page("01", vec![a]), page("02", vec![b])]);
    assert_eq!(paragraphs(&issue.articles[0]), ["第一段。", "两岸居民喜迎新春", "第二段。"]);
}

#[test]
fn marks_without_a_partner_are_told_with_their_lines() {
    let a = article("01", "甲", "02", "", &["一。"]);
    let b = article("02", "乙", "", "03", &["二。"]);
    let (issue, diagnostics) = one(vec![page("01", vec![a]), page("02", vec![b])]);
    assert_eq!(issue.articles.len(), 2);
    let told: Vec<_> = diagnostics
        .iter()
        .map(|d| (d.code, d.place.as_ref().map(|p| (p.file.to_string(), p.line)).expect("a place")))
        .collect();
    assert_eq!(
        told,
        [
            ("jump-without-end", ("2024-03-05/01.txt".to_owned(), 9)),
            ("jump-without-start", ("2024-03-05/02.txt".to_owned(), 3)),
        ]
    );
    assert!(diagnostics[1].hint.as_ref().is_some_and(|hint| hint.contains("not in the archive")));
}

#[test]
fn marks_that_turn_in_a_circle_link_once() {
    let a = article("01", "甲文甲文", "02", "02", &["一。"]);
    let b = article("02", "甲文甲文", "01", "01", &["二。"]);
    let (issue, diagnostics) = one(vec![page("01", vec![a]), page("02", vec![b])]);
    assert_eq!(issue.articles.len(), 1);
    assert_eq!(diagnostics.len(), 2, "the other two marks are loose");
}

#[test]
fn two_files_with_one_folio_keep_all_their_articles() {
    let first = page("01", vec![article("01", "甲", "", "", &["一。"])]);
    let mut second = page("01", vec![article("01", "乙", "", "", &["二。"])]);
    second.file = "2024-03-05/1.txt".to_owned();
    let (issue, diagnostics) = one(vec![second, first]);
    let named: Vec<_> = issue.articles.iter().map(|a| (a.title.as_str(), a.position, a.slug.as_str())).collect();
    assert_eq!(named, [("甲", 1, "piece"), ("乙", 2, "piece-2")]);
    assert_eq!(issue.pages[0].source, None);
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].code, "folio-twice");
    assert_eq!(diagnostics[0].place.as_ref().map(|p| &*p.file), Some("2024-03-05/1.txt"));
}
