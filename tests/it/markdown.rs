//! The intermediate Markdown: what is written reads back the same, whatever the text.

use proptest::prelude::*;
use zzsite::{
    markdown::{self, ArticleDefaults},
    press::{Article, Block, Credit, Folio, IssueDate, Kind, Slug, SourceRef, slugify},
    source::SourceText,
};

/// One line of text as a parser gives it: trimmed, with all that Markdown could take for a mark.
fn line() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[\u{4e00}-\u{4fff}，。：“”（）]{1,6}",
        3 => "[-+*_#=~`|<>&!\\[\\](){}:.\\\\$^\"' 0-9a-z]{1,6}",
        1 => Just("2023. ".to_owned()),
        1 => Just("+++".to_owned()),
        1 => Just("{{ x }}".to_owned()),
        1 => Just("{#id}".to_owned()),
        1 => Just("&amp;<script>".to_owned()),
        1 => Just("https://example.org/a_b?c=d".to_owned()),
        1 => Just("\u{3000}".to_owned()),
    ];
    prop::collection::vec(piece, 1..6)
        .prop_map(|pieces| pieces.concat().trim().to_owned())
        .prop_filter("not empty", |line| !line.is_empty())
}

fn block() -> impl Strategy<Value = Block> {
    let verse = prop::collection::vec(line(), 1..4).prop_map(|lines| Block::Paragraph(lines.join("\n")));
    let heading =
        (2u8..=6, line(), prop::option::of(slug())).prop_map(|(level, text, id)| Block::Heading { level, text, id });
    prop_oneof![4 => verse, 1 => heading, 1 => Just(Block::Markdown("~~~\n一\n~~~".to_owned()))]
}

fn slug() -> impl Strategy<Value = Slug> {
    "[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,5}){0,2}".prop_map(|text| Slug::parse(&text).expect("a slug"))
}

fn folio() -> impl Strategy<Value = Folio> {
    "[AB]?[0-9]{2}".prop_map(|text| Folio::parse(&text).expect("a folio"))
}

prop_compose! {
    fn article()(
        title in line(),
        texts in prop::collection::vec(prop::option::of(line()), 5),
        names in prop::collection::vec(line(), 0..3),
        kind in prop::sample::select(Kind::ALL.to_vec()),
        (page, on, from) in (folio(), prop::option::of(folio()), prop::option::of(folio())),
        (position, slug) in (1u32..99, slug()),
        lines in prop::collection::vec((1u32..50, 50u32..99), 0..3),
        uncertain in prop::collection::vec(line(), 0..2),
        body in prop::collection::vec(block(), 0..6),
    ) -> Article {
        let text = |at: usize| texts[at].clone();
        Article {
            date: IssueDate::parse("2023-01-02").expect("a date"),
            page, position, slug, kind, title,
            kicker: text(0), subtitle: text(1), column: text(2), section: text(3), dateline: text(4),
            byline: names.iter().map(|name| Credit { role: "通讯员".into(), name: name.clone() }).collect(),
            authors: names.clone(),
            reporters: names.clone(),
            districts: names,
            continued_on: on,
            continued_from: from,
            source: (!lines.is_empty()).then(|| SourceRef { file: "2023-01-02/01.txt".into(), lines }),
            uncertain,
            body,
        }
    }
}

fn read_back(article: &Article) -> zzsite::diag::Warned<Article> {
    let text = SourceText::new("a.md", markdown::write(article));
    let defaults = ArticleDefaults {
        date: IssueDate::parse("1999-12-31").expect("a date"),
        page: Folio::number(99),
        section: None,
        position: 1,
        slug: None,
    };
    markdown::read_article(&text, &defaults).map(|written| written.article)
}

proptest! {
    // A regression file would be written into the tree; a failure prints its case in full.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(article in article()) {
        let back = read_back(&article);
        prop_assert_eq!(&back.diagnostics, &[]);
        prop_assert_eq!(back.value, article);
    }

    #[test]
    fn any_text_reads_without_a_panic(text in any::<String>()) {
        let text = SourceText::new("a.md", text);
        let defaults = ArticleDefaults {
            date: IssueDate::parse("2023-01-02").expect("a date"),
            page: Folio::number(1),
            section: None,
            position: 1,
            slug: None,
        };
        let articles = markdown::read_page(&text, &defaults).value;
        prop_assert!(!articles.is_empty());
        markdown::read_document(&text, "about");
    }
}

fn page(text: &str) -> zzsite::diag::Warned<Vec<Article>> {
    let defaults = ArticleDefaults {
        date: IssueDate::parse("2023-01-02").expect("a date"),
        page: Folio::number(2),
        section: None,
        position: 1,
        slug: None,
    };
    let text = SourceText::new("2023-01-02/02.md", text.to_owned());
    markdown::read_page(&text, &defaults).map(|page| page.into_iter().map(|written| written.article).collect())
}

#[test]
fn a_page_of_headlines_is_a_page_of_articles() {
    let read = page("# 甲\n\n正文一。\n\n# 乙\n\n## 小标题\n\n正文二。\n");
    assert_eq!(read.diagnostics, []);
    let titles: Vec<_> = read.value.iter().map(|a| (a.position, a.title.as_str(), a.body.len())).collect();
    assert_eq!(titles, [(1, "甲", 1), (2, "乙", 2)]);
    assert_eq!(read.value[1].slug, slugify("乙"));
}

#[test]
fn a_page_of_front_matters_is_a_page_of_articles() {
    let read =
        page("+++\ntitle = \"甲\"\n+++\n正文一。\n\n+++\ntitle = \"乙\"\nauthors = [\"史小川\"]\n+++\n正文二。\n");
    assert_eq!(read.diagnostics, []);
    assert_eq!(read.value.len(), 2);
    assert_eq!(read.value[1].byline, [Credit { role: String::new(), name: "史小川".into() }]);
    assert_eq!(read.value[0].body, [Block::Paragraph("正文一。".into())]);
}

#[test]
fn faults_cost_a_field_and_have_a_place() {
    let read = page("+++\ntitle = \"甲\"\ndate = \"昨天\"\n[extra]\nposition = \"三\"\n+++\n正文。\n");
    let places: Vec<_> = read.diagnostics.iter().filter_map(|d| d.place.as_ref()).map(|p| (p.line, p.column)).collect();
    assert_eq!(places, [(3, 8), (5, 12)]);
    assert_eq!(read.value[0].title, "甲");
    assert_eq!(read.value[0].date.to_string(), "2023-01-02");
}

#[test]
fn keys_in_the_wrong_place_or_misspelt_are_told() {
    let told = |text: &str| -> Vec<(u32, &'static str, Option<String>)> {
        let line = |d: &zzsite::diag::Diagnostic| d.place.as_ref().map_or(0, |place| place.line);
        page(text).diagnostics.iter().map(|d| (line(d), d.code, d.hint.clone())).collect()
    };
    let hint = |text: &str| Some(text.to_owned());
    assert_eq!(
        told(
            "+++\ntitle = \"甲\"\nkicker = \"引\"\n[extra]\nkikcer = \"引\"\n[taxonomies]\ndistrict = []\n+++\n正文。\n"
        ),
        [
            (3, "front-matter-key", hint("write it below [extra]")),
            (7, "front-matter-key", hint("did you mean `districts`?")),
            (5, "front-matter-key", hint("did you mean `kicker`?")),
        ]
    );
    let foreign = "+++\ntitle = \"甲\"\ndraft = false\nweight = 3\n[extra]\nmood = \"blue\"\n+++\n正文。\n";
    assert_eq!(told(foreign), [], "keys of other programs");
    let odd = "+++\ntitle = \"甲\"\n[taxonomies]\ncolumns = [\"栏甲\", \"栏乙\"]\n[extra]\nformat = 9\nposition = 0\n+++\n正文。\n";
    let mut lines: Vec<u32> = told(odd).into_iter().map(|(line, ..)| line).collect();
    lines.sort_unstable();
    assert_eq!(lines, [4, 6, 7]);
}

#[test]
fn a_front_matter_of_another_kind_is_told_and_a_rule_is_none() {
    let yaml = page("---\ntitle: 甲\ndate: 2023-01-02\n---\n\n正文。\n");
    assert_eq!(yaml.diagnostics[0].code, "front-matter");
    let rule = page("---\n\n# 甲\n\n正文。\n\n---\n");
    assert!(rule.diagnostics.iter().all(|d| d.code != "front-matter"), "{:?}", rule.diagnostics);
}

#[test]
fn a_front_matter_that_is_never_closed_is_told_and_loses_no_text() {
    let read = page("+++\ntitle = \"甲\"\n\n正文。\n");
    assert_eq!(read.diagnostics[0].place.as_ref().map(|p| p.line), Some(1));
    let text = format!("{:?}", read.value);
    assert!(text.contains("正文。"), "{text}");
}

#[test]
fn wrapped_lines_of_han_are_joined_without_a_gap() {
    let read = page("# 甲\n\n湘江流\n淌，a\nb。\n");
    assert_eq!(read.value[0].body, [Block::Paragraph("湘江流淌，a b。".into())]);
}
