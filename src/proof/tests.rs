//! Whole articles proof-read, from source text to file:line:col.

use proptest::prelude::*;

use super::proof;
use crate::{
    diag::Diagnostic,
    gazetteer::{Gazetteer, fixture::gazetteer},
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
    let found = proof(&source, &mut pages, &gazetteer(), None);
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
fn names_above_no_text_and_an_issue_of_the_future() {
    let mut article = fixture::article("新桥通车");
    article.byline = vec![Credit { role: "记者".into(), name: "甲乙".into() }];
    let source = SourceText::new("2024-03-05/01.txt", "新桥通车\n记者甲乙\n".to_owned());
    let today = IssueDate::new(2024, 3, 1).ok();
    let found = proof(&source, &mut [page(vec![article])], &Gazetteer::default(), today);
    assert_eq!(found.iter().map(|d| d.code).collect::<Vec<_>>(), ["date-in-future", "byline-without-text"]);
}

#[test]
fn what_is_repeated_on_purpose_is_not_told() {
    let said = "桥面昨天下午铺完了最后一段沥青,工人们在桥头拍了一张合影,月底就能通车。";
    let (quoted, _) = told(&format!("新桥\n\n负责人介绍了进度。{said}大家鼓掌。\n\n“{said}”老人又念了一遍。"));
    assert_eq!(quoted, []);
    let (opening, _) = told(&format!("新桥\n\n{said}两岸都在等。\n\n{said}孩子们最高兴。"));
    assert_eq!(opening, []);
}

/// The articles of two other papers, where the corpus is at hand: at most one alarm in twenty.
#[test]
fn real_articles_raise_few_alarms() {
    let Some(folder) = fixture::corpus() else { return };
    let (mut articles, mut alarms) = (0, Vec::new());
    for paper in ["hndaily", "rmrb"] {
        let Ok(gold) = std::fs::read_to_string(folder.join(format!("dev/L0/{paper}.gold.json"))) else { continue };
        let gold: serde_json::Value = serde_json::from_str(&gold).expect("JSON");
        for entry in gold.as_array().expect("pages") {
            let read = entry["articles"].as_array().into_iter().flatten().map(|article| fixture::from_gold(article).0);
            let date = entry["date"].as_str().and_then(|date| IssueDate::parse(date).ok()).expect("a date");
            let mut all: Vec<Article> = read.collect();
            all.iter_mut().for_each(|article| article.date = date);
            articles += all.len();
            let text = all.iter().map(|a| a.title.as_str()).collect::<Vec<_>>().join("\n");
            let mut pages = [page(all)];
            alarms.extend(proof(&SourceText::new("x", text), &mut pages, &gazetteer(), None));
        }
    }
    let shown: Vec<String> = alarms.iter().map(|d| format!("{} {}", d.code, d.message)).collect();
    assert!(alarms.len() * 20 <= articles, "{articles} articles:\n{}", shown.join("\n"));
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "([的安全生产和率达到了0-9%.截至月日记者讯。，镇酒汾醴陵市|\n　\u{1F600}]{0,80}|.{0,60})") {
        let (found, _) = told(&text);
        prop_assert!(found.len() < 200);
    }
}
