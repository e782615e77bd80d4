//! Hand-written articles over a page of newsprint: each takes the place of the one it corrects.

use zzsite::{
    config::{self, Config, Overrides},
    diag::Warned,
    pipeline,
    press::SourcePage,
    source,
};

/// An article of newsprint about something of its own.
fn printed(title: &str, what: &str) -> String {
    format!(
        "{title}\n\n　　本报讯（记者 张三）昨日，甲山县{what}，沿线居民都到场观看，秩序井然。\n\n　　{what}的详情，由本报继续报道。\n\n"
    )
}

const BRIDGE: (&str, &str) = ("新桥建成通车", "横跨两岸的公路大桥正式开放");
const SCHOOL: (&str, &str) = ("实验小学迁入新址", "一所百年老校搬进了城东的校舍");
const FLOWER: (&str, &str) = ("早樱已开三分", "湖畔公园里的几百株樱花先后吐蕊");
const LIBRARY: (&str, &str) = ("图书馆延长开放", "读者夜里九点以前都可以借书");

fn page(articles: &[(&str, &str)]) -> String {
    articles.iter().map(|(title, what)| printed(title, what)).collect()
}

/// Titles and bodies of the one page in these files, and the codes of what is told.
fn gathered(files: &[(&str, &str)]) -> (Vec<(u32, String, String)>, Vec<(&'static str, String)>) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    let config: Config = config::load(&Overrides::default()).expect("settings");
    let found = source::discover(dir.path()).value;
    let Warned { value: content, mut diagnostics } = pipeline::read(found, &config);
    let pages: Vec<SourcePage> = pipeline::gather(content.pages, content.articles).drain_into(&mut diagnostics);
    assert_eq!(pages.len(), 1, "{pages:?}");
    let articles = pages.iter().flat_map(|page| &page.articles);
    let articles = articles.map(|article| (article.position, article.title.clone(), format!("{:?}", article.body)));
    let file = |d: &zzsite::diag::Diagnostic| d.place.as_ref().map(|place| place.file.to_string()).unwrap_or_default();
    (articles.collect(), diagnostics.iter().map(|d| (d.code, file(d))).collect())
}

fn titles(articles: &[(u32, String, String)]) -> Vec<(u32, &str)> {
    articles.iter().map(|(position, title, _)| (*position, title.as_str())).collect()
}

/// The second article of a page, corrected.
const CORRECTED: &str =
    "# 实验小学迁入新址\n\n昨日，甲山县一所百年老校搬进了城东的校舍，沿线居民都到场观看。这一句是校订时加的。\n";

#[test]
fn an_article_file_takes_the_place_of_its_number() {
    let raw = page(&[BRIDGE, SCHOOL, FLOWER]);
    let (articles, told) = gathered(&[("2023-01-02/01.txt", &raw), ("2023-01-02/01/02-x.md", CORRECTED)]);
    assert_eq!(titles(&articles), [(1, BRIDGE.0), (2, SCHOOL.0), (3, FLOWER.0)]);
    assert!(articles[1].2.contains("校订时加的"), "{articles:?}");
    assert_eq!(told, []);
}

#[test]
fn an_article_file_follows_its_article_when_numbers_move() {
    for raw in [page(&[LIBRARY, BRIDGE, SCHOOL, FLOWER]), page(&[SCHOOL, FLOWER])] {
        let plain = gathered(&[("2023-01-02/01.txt", &raw)]).0;
        let (articles, told) = gathered(&[("2023-01-02/01.txt", &raw), ("2023-01-02/01/02-x.md", CORRECTED)]);
        assert_eq!(titles(&articles), titles(&plain), "nothing is lost and nothing is there twice");
        let school = articles.iter().find(|(_, title, _)| title == SCHOOL.0).expect("the school");
        assert!(school.2.contains("校订时加的"), "{school:?}");
        assert_eq!(told, [("overlay-moved", "2023-01-02/01/02-x.md".to_owned())]);
    }
}

#[test]
fn an_article_of_another_matter_is_told() {
    let raw = page(&[BRIDGE, SCHOOL]);
    let other = "# 完全不同的一篇\n\n这一篇讲的是另外的事情，与版上印的哪一篇都没有关系，字句也不相同。\n";
    let (articles, told) = gathered(&[("2023-01-02/01.txt", &raw), ("2023-01-02/01/02-x.md", other)]);
    assert_eq!(titles(&articles), [(1, BRIDGE.0), (2, "完全不同的一篇")]);
    assert_eq!(told, [("overlay-mismatch", "2023-01-02/01/02-x.md".to_owned())]);
    let (articles, told) = gathered(&[("2023-01-02/01.txt", &raw), ("2023-01-02/01/03-x.md", other)]);
    assert_eq!(articles.len(), 3, "a number that the page has not adds one");
    assert_eq!(told, []);
}

#[test]
fn a_page_in_both_forms_is_told() {
    let raw = page(&[BRIDGE, SCHOOL]);
    let (articles, told) =
        gathered(&[("2023-01-02/01.txt", &raw), ("2023-01-02/01.md", "# 甲\n\n正文。\n\n# 乙\n\n正文。\n")]);
    assert_eq!(articles.len(), 4);
    assert_eq!(told, [("page-twice", "2023-01-02/01.md".to_owned())]);
}

#[test]
fn a_front_matter_against_its_path_is_told_where_it_says_so() {
    let text = "+++\ntitle = \"甲\"\n[extra]\nposition = 5\n+++\n\n正文。\n";
    let (articles, told) = gathered(&[("2023-01-02/01/02-x.md", text)]);
    assert_eq!(titles(&articles), [(5, "甲")]);
    assert_eq!(told, [("path-contradiction", "2023-01-02/01/02-x.md".to_owned())]);
}
