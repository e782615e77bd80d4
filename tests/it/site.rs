//! The site model and its pages: links both ways, ends that are ends, hostile text.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use zzsite::{
    build,
    config::{self, Overrides, Taxonomies},
    minify,
    press::{Article, Block, Folio, Kind, Slug},
    render::{FileKind, Renderer, plan},
    site::{self, Picture, Purpose, Route, Site, TopicKind},
    theme::Theme,
};

use crate::newsroom::{self, article, config, day, issue, story};

/// Every file of a site by its path.
fn render(site: &Site, theme: &Theme) -> BTreeMap<String, String> {
    let renderer = Renderer::new(site, theme, None).unwrap();
    let mut files = BTreeMap::new();
    for job in plan(site, theme) {
        let file = renderer.run(&job).unwrap_or_else(|error| panic!("{error}"));
        let old = files.insert(file.route.to_string(), String::from_utf8(file.bytes).unwrap());
        assert!(old.is_none(), "{} is made twice", file.route);
    }
    files
}

/// Targets of all `href` and `src` of a page, fragments kept.
fn links(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for name in [" href=\"", " src=\""] {
        found.extend(html.split(name).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
    }
    found
}

/// The file a relative link leads to, and the anchor.
fn target(from: &str, link: &str) -> (String, String) {
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    if path.is_empty() {
        return (from.to_owned(), anchor.to_owned());
    }
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop().expect("link leaves the site")),
            part => parts.push(part),
        }
    }
    (parts.join("/"), anchor.to_owned())
}

fn check_links(site: &Site, files: &BTreeMap<String, String>) {
    let copies: BTreeSet<String> =
        site.copies.iter().filter_map(|copy| copy.to(site)).map(ToString::to_string).collect();
    for (path, html) in files.iter().filter(|(path, _)| path.ends_with(".html") && *path != "404.html") {
        for link in links(html) {
            if link.contains("://") || link.starts_with("mailto:") || link.starts_with("data:") {
                continue;
            }
            let (file, anchor) = target(path, &link);
            assert!(files.contains_key(&file) || copies.contains(&file), "{path}: {link} leads nowhere");
            if !anchor.is_empty() {
                assert!(files[&file].contains(&format!("id=\"{anchor}\"")), "{path}: no anchor {link}");
            }
        }
    }
}

#[test]
fn compiled_templates_give_the_bytes_of_tera() {
    let demo = config::load(&Overrides { config: Some(root().join("site.toml")), ..Overrides::default() }).unwrap();
    let demo = build::load(&demo).value;
    for folder in [None, Some("themes/plain")] {
        let load = || Theme::load(folder.map(|folder| root().join(folder)).as_deref()).unwrap();
        let (compiled, tera) = (load().minified(), load().minified().interpreted());
        for site in [&demo, &newsroom::site(Some("https://example.org/a/"))] {
            let (ours, theirs) = (render(site, &compiled), render(site, &tera));
            assert_eq!(ours.len(), theirs.len());
            for (path, page) in ours {
                assert_eq!(page, theirs[&path], "{path}");
            }
        }
    }
}

/// A template whose code is not known is told by this: it may ask for anything.
#[test]
fn every_template_of_the_default_theme_is_compiled() {
    let theme = Theme::builtin().unwrap().minified();
    let names = ["404", "archive", "article", "column", "columns", "district", "districts", "doc", "gallery", "home"];
    let more = ["issue", "month", "page", "reporter", "reporters", "search", "year"];
    for name in names.iter().chain(&more) {
        assert!(!theme.asks(&format!("{name}.html"), "what no template asks for"), "{name}.html");
    }
    for name in ["feed.xml", "sitemap.xml", "opensearch.xml"] {
        assert!(!theme.asks(name, "what no template asks for"), "{name}");
    }
}

#[test]
fn minified_templates_make_the_same_pages() {
    assert!(Theme::load(Some(&root().join("themes/plain"))).unwrap().minified().is_minified());
    let (plain, minified) = (Theme::builtin().unwrap(), Theme::builtin().unwrap().minified());
    assert!(minified.is_minified());
    let demo = config::load(&Overrides { config: Some(root().join("site.toml")), ..Overrides::default() }).unwrap();
    let sites = [newsroom::site(None), newsroom::site(Some("https://example.org/archive/")), build::load(&demo).value];
    for site in &sites {
        let (before, after) = (render(site, &plain), render(site, &minified));
        let (mut spare, mut least) = (0, 0);
        for (path, page) in &before {
            let small = minify::html(page.as_bytes());
            if path.ends_with(".html") {
                // Quotes and entities of values may stay; nothing else may differ.
                assert_eq!(text(&small), text(&minify::html(after[path].as_bytes())), "{path}");
                (spare, least) = (spare + after[path].len(), least + small.len());
            } else {
                assert_eq!(*page, after[path], "{path}");
            }
        }
        assert!(spare * 100 < least * 104, "{spare} bytes where {least} would do");
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_link_and_anchor_leads_somewhere() {
    let theme = Theme::builtin().unwrap();
    for base in [None, Some("https://example.org/archive/")] {
        let site = newsroom::site(base);
        check_links(&site, &render(&site, &theme));
    }
}

#[test]
fn links_between_articles_and_indexes_go_both_ways() {
    let site = newsroom::site(None);
    let files = render(&site, &Theme::builtin().unwrap());
    let mut pairs = 0;
    for id in site.article_ids() {
        let node = site.node(id);
        for kind in [TopicKind::District, TopicKind::Reporter, TopicKind::Column] {
            for topic in node.topics(kind) {
                let topic = site.topic(kind, *topic).expect("of the site");
                let there = topic.listings.iter().any(|listing| listing.article == id);
                assert!(there, "{} does not list {}", topic.name, node.route);
                let names = |html: &str, from: &Route, to: &Route| {
                    links(html).iter().any(|link| target(from.as_str(), link).0 == to.as_str())
                };
                assert!(
                    names(&files[node.route.as_str()], &node.route, topic.route()),
                    "{} → {}",
                    node.route,
                    topic.name
                );
                let listed =
                    topic.pages.iter().any(|page| names(&files[page.route.as_str()], &page.route, &node.route));
                assert!(listed, "{} → {}", topic.name, node.route);
                pairs += 1;
            }
        }
    }
    assert!(pairs > 200, "{pairs}");
}

#[test]
fn a_district_links_to_its_section_of_an_article() {
    let site = newsroom::site(None);
    let nanxi = site.districts.iter().find(|topic| topic.name == "南溪县").unwrap();
    let sections: Vec<_> = nanxi.listings.iter().filter_map(|listing| listing.section.as_ref()).collect();
    assert_eq!(sections.len(), site.issues.len());
    assert_eq!(sections[0].0.as_str(), "nanxi");
    let files = render(&site, &Theme::builtin().unwrap());
    assert!(files["districts/nanxi/index.html"].contains(".html#nanxi\""));
}

#[test]
fn before_and_after_never_wrap_round() {
    let site = newsroom::site(None);
    let ids: Vec<_> = site.issue_ids().collect();
    assert_eq!(site.issue_neighbours(ids[0]).0, None);
    assert_eq!(site.issue_neighbours(ids[0]).1, Some(ids[1]));
    assert_eq!(site.issue_neighbours(*ids.last().unwrap()).1, None);
    for &issue in &ids {
        for page in 0..site.issue(issue).pages.len() {
            let here: Vec<_> = site
                .entries(issue, page)
                .filter(|(id, _)| site.article(*id).page == site.issue(issue).issue.pages[page].folio)
                .map(|(id, _)| id)
                .collect();
            assert_eq!(site.article_neighbours(*here.last().unwrap()).1, None);
        }
    }
    let files = render(&site, &Theme::builtin().unwrap());
    assert!(!files["2022-12-30/index.html"].contains("上一期"));
    assert!(files["2022-12-30/index.html"].contains("下一期"));
    assert!(!files["2023-02-06/index.html"].contains("下一期"));
    assert!(!files["2023/index.html"].contains("下一年"));
}

#[test]
fn the_order_of_input_does_not_matter() {
    let forwards = newsroom::site(None);
    let mut issues = newsroom::issues();
    issues.reverse();
    let backwards = site::build(&config(None), issues, vec![newsroom::about()], Vec::new()).value;
    let theme = Theme::builtin().unwrap();
    assert_eq!(render(&forwards, &theme), render(&backwards, &theme));
}

#[test]
fn two_articles_of_one_slug_get_two_addresses() {
    let date = day("2024-05-01");
    let mut second = article(date, 1, 2, "图片报道");
    second.slug = Slug::parse("index").unwrap();
    let articles =
        vec![article(date, 1, 1, "图片报道"), second, article(date, 1, 3, "图片报道"), article(date, 2, 1, "图片报道")];
    let built = site::build(&config(None), vec![issue(date, articles)], Vec::new(), Vec::new());
    let routes: Vec<&str> = built.value.article_ids().map(|id| built.value.node(id).route.as_str()).collect();
    assert_eq!(
        routes,
        [
            "2024-05-01/01/tu-pian-bao-dao.html",
            "2024-05-01/01/index-2.html",
            "2024-05-01/01/tu-pian-bao-dao-2.html",
            "2024-05-01/02/tu-pian-bao-dao.html",
        ]
    );
    assert_eq!(built.diagnostics.iter().filter(|d| d.code == "slug-taken").count(), 2);
}

#[test]
fn people_of_one_pinyin_keep_their_addresses_when_others_come() {
    let with = |names: &[&str]| {
        let date = day("2024-05-01");
        let articles = (1..).zip(names).map(|(position, name)| {
            let mut article = article(date, 1, position, &format!("之{position}"));
            article.reporters = vec![(*name).into()];
            article
        });
        site::build(&config(None), vec![issue(date, articles.collect())], Vec::new(), Vec::new()).value
    };
    let two = with(&["李伟", "李玮"]);
    let three = with(&["李伟", "李玮", "黎炜"]);
    let slugs = |site: &Site| site.reporters.iter().map(|topic| topic.slug.to_string()).collect::<Vec<_>>();
    assert_eq!(slugs(&two), ["li-wei", "li-wei-2"]);
    assert_eq!(slugs(&three), ["li-wei", "li-wei-2", "li-wei-3"]);
}

#[test]
fn a_district_outside_the_gazetteer_is_kept_and_told_of() {
    let date = day("2024-05-01");
    let mut stray = article(date, 1, 1, "邻市来客");
    stray.districts = vec!["邻县".into()];
    let built = site::build(&config(None), vec![issue(date, vec![stray])], Vec::new(), Vec::new());
    assert!(built.diagnostics.iter().any(|d| d.code == "district-unknown"));
    assert_eq!(built.value.districts.last().unwrap().name, "邻县");
}

#[test]
fn hostile_text_stays_text() {
    let date = day("2024-05-01");
    let evil = "</title><script>alert(1)</script>\"'&<img src=x onerror=alert(1)>";
    let mut article = article(date, 1, 1, evil);
    article.kicker = Some(evil.into());
    article.subtitle = Some(evil.into());
    article.column = Some(evil.into());
    article.section = Some(evil.into());
    article.reporters = vec![evil.into()];
    article.authors = vec![evil.into()];
    article.districts = vec![evil.into()];
    article.uncertain = vec![evil.into()];
    article.dateline = Some(evil.into());
    article.body = vec![
        Block::Paragraph(evil.into()),
        Block::Heading { level: 2, text: evil.into(), id: None },
        Block::Markdown(format!("{evil}\n\n[x](javascript:alert(1)) ![x](https://evil.example/x.png)")),
    ];
    let built =
        site::build(&config(Some("https://example.org/")), vec![issue(date, vec![article])], Vec::new(), Vec::new());
    let files = render(&built.value, &Theme::builtin().unwrap());
    for (path, text) in files.iter().filter(|(path, _)| !path.ends_with(".json")) {
        assert!(!text.contains("<script>alert"), "{path}");
        assert!(!text.contains("<img src=x"), "{path}");
        assert!(!text.contains("javascript:alert"), "{path}");
        assert!(!text.contains("evil.example/x.png\""), "{path}");
    }
    let ld = files.iter().find(|(path, _)| path.contains("/01/") && !path.ends_with("index.html")).unwrap().1;
    let ld = ld.split("application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let data: serde_json::Value = serde_json::from_str(ld).unwrap();
    assert!(data["@graph"][0]["headline"].as_str().unwrap().contains("<script>"));
}

#[test]
fn without_an_address_what_needs_it_is_left_out() {
    let site = newsroom::site(None);
    let files = render(&site, &Theme::builtin().unwrap());
    for gone in ["feed.xml", "feed.json", "sitemap.xml", "404.html", "opensearch.xml"] {
        assert!(!files.contains_key(gone), "{gone}");
    }
    assert!(!files["index.html"].contains("canonical"));
    assert_eq!(zzsite::render::notes(&site).len(), 1);
    assert!(zzsite::render::notes(&newsroom::site(Some("https://example.org/"))).is_empty());
}

#[test]
fn indexes_that_are_left_out_leave_no_links_behind() {
    let mut config = config(Some("https://example.org/"));
    config.taxonomies = Taxonomies { districts: false, reporters: false, columns: false };
    let odd = article(day("2023-01-02"), 1, 1, "没有登记的区县");
    let odd = Article { districts: vec!["某区".into()], ..odd };
    let issues = newsroom::issues().into_iter().chain([issue(day("2023-03-01"), vec![odd])]).collect();
    let site = site::build(&config, issues, vec![newsroom::about()], Vec::new());
    assert!(site.diagnostics.is_empty(), "{:?}", site.diagnostics);
    for theme in [None, Some(root().join("themes/plain"))] {
        let files = render(&site.value, &Theme::load(theme.as_deref()).unwrap());
        check_links(&site.value, &files);
        for folder in ["districts/", "reporters/", "columns/"] {
            assert!(!files.keys().any(|path| path.starts_with(folder)), "{folder}");
            assert!(!files["sitemap.xml"].contains(folder) && !files["index.html"].contains(folder), "{folder}");
        }
        // What was printed is there, as words.
        let ids = || site.value.article_ids().map(|id| site.value.article(id));
        for article in ids().filter(|article| article.column.is_some()) {
            let page = &files[article.route.as_str()];
            assert!(page.contains(article.column.as_ref().unwrap().as_str()), "{}", article.route);
            assert!(article.signed.authors.iter().all(|name| page.contains(name)), "{}", article.route);
        }
        assert!(ids().any(|article| article.column.is_some()));
    }
}

#[test]
fn an_empty_archive_is_still_a_site() {
    let theme = Theme::builtin().unwrap();
    for base in [None, Some("https://example.org/")] {
        let site = site::build(&config(base), Vec::new(), Vec::new(), Vec::new()).value;
        let files = render(&site, &theme);
        check_links(&site, &files);
        assert!(files["index.html"].contains("还没有报纸"));
    }
}

#[test]
fn a_long_index_is_paged_by_time_and_every_page_is_reached() {
    let mut issues = Vec::new();
    for month in 1..=12 {
        for date in 1..=5 {
            let date = zzsite::press::IssueDate::new(2020, month, date).unwrap();
            issues.push(issue(date, (1..=3).map(|position| story(date, 1, position, 5 * position as usize)).collect()));
        }
    }
    let site = site::build(&config(None), issues, Vec::new(), Vec::new()).value;
    let topic = &site.districts[0];
    assert_eq!(topic.listings.len(), 180);
    let files = render(&site, &Theme::builtin().unwrap());
    check_links(&site, &files);
    for page in &topic.pages {
        let html = &files[page.route.as_str()];
        assert!(html.len() < 200_000);
        let above = ["districts/heping/index.html", "districts/heping/2020/index.html"];
        let reached = above.iter().any(|from| files[*from].contains(page.route.as_str()));
        assert!(reached || page.route.as_str() == above[0], "{}", page.route);
    }
    assert!(files["districts/heping/2020/index.html"].contains(">12月 "));
    assert_eq!(files["districts/heping/2020-03/index.html"].matches("class=\"story\"").count(), 15);
}

/// A site of one district with so many articles on each of the first days of each month of 2020.
fn year_of(days: i8, each: u32, months: std::ops::RangeInclusive<i8>) -> Site {
    let dates = months.flat_map(|month| (1..=days).map(move |day| (month, day)));
    let issues = dates.map(|(month, day)| {
        let date = zzsite::press::IssueDate::new(2020, month, day).unwrap();
        issue(date, (1..=each).map(|position| story(date, 1, position, 5)).collect())
    });
    site::build(&config(None), issues.collect(), Vec::new(), Vec::new()).value
}

#[test]
fn the_first_page_of_a_long_index_says_where_it_is_cut_and_goes_on() {
    // Sixty articles are December, November, and eighteen of October.
    let site = year_of(7, 3, 1..=12);
    let files = render(&site, &Theme::builtin().unwrap());
    check_links(&site, &files);
    let first = &files["districts/heping/index.html"];
    assert!(first.contains("最新18篇，本月共21篇") && !first.contains("18篇</span>"), "{first}");
    assert!(first.contains("href=\"../../districts/heping/2020-10/index.html\""), "{first}");
    assert!(first.contains("2020年10月其余3篇"));
    let year = &files["districts/heping/2020/index.html"];
    assert!(year.contains("共252篇，分月编排。") && !year.contains("本页252篇"));
    // Between two months there is no rest of one.
    let files = render(&year_of(5, 4, 1..=12), &Theme::builtin().unwrap());
    let first = &files["districts/heping/index.html"];
    assert!(first.contains("2020年9月的20篇") && !first.contains("本月共"));
}

#[test]
fn a_long_month_has_jumps_and_its_pager_twice() {
    let site = year_of(28, 3, 3..=4);
    let files = render(&site, &Theme::builtin().unwrap());
    check_links(&site, &files);
    let month = &files["districts/heping/2020-03/index.html"];
    assert_eq!(month.matches("href=\"#d2020-03-").count(), 28);
    assert_eq!(month.matches("较新").count(), 2);
    assert_eq!(month.matches("accesskey=\",\"").count(), 1, "one control for a key");
    assert!(!files["districts/heping/index.html"].contains("class=\"jumps\""));
    assert!(month.contains("class=\"jumps\""), "{month}");
}

#[test]
fn townships_lead_to_a_search_where_one_finds_them() {
    let mut market = story(day("2020-01-01"), 1, 1, 5);
    market.body = vec![Block::Paragraph("清溪镇的集市恢复了，三百个摊位摆到河边。".into())];
    let issue = issue(day("2020-01-01"), vec![market]);
    let site = site::build(&config(None), vec![issue], Vec::new(), Vec::new()).value;
    let html = &render(&site, &Theme::builtin().unwrap())["districts/heping/index.html"];
    assert!(html.contains("search/index.html?q=%E6%B8%85%E6%BA%AA%E9%95%87\">清溪镇</a>"));
    assert!(html.contains("<span>石桥街道</span>"));
}

#[test]
fn an_article_in_english_says_so() {
    let date = zzsite::press::IssueDate::new(2020, 1, 1).unwrap();
    let mut english = story(date, 1, 1, 5);
    english.title = "A River and Its Bridges".into();
    english.body = vec![Block::Paragraph(
        "The river runs north through the town, and for a thousand years the town has lived on what it carried.".into(),
    )];
    let chinese = story(date, 1, 2, 6);
    let paths = [english.slug.clone(), chinese.slug.clone()].map(|slug| format!("2020-01-01/01/{slug}.html"));
    let site = site::build(&config(None), vec![issue(date, vec![english, chinese])], Vec::new(), Vec::new()).value;
    let lead = site.article(site.article_ids().next().unwrap()).lead();
    assert_eq!(lead, "The river runs north through the town, and for a thousand years the town has…");
    let files = render(&site, &Theme::builtin().unwrap());
    let english = &files[&paths[0]];
    assert!(english.contains("<hgroup lang=\"en\">") && english.contains("<div class=\"text\" lang=\"en\">"));
    assert!(english.contains("name=\"citation_language\" content=\"en\"") && english.contains("\"inLanguage\":\"en\""));
    assert!(!files[&paths[1]].contains("lang=\"en\""));
    assert!(files["2020-01-01/index.html"].contains("<h3 lang=\"en\">"));
}

#[test]
fn the_calendar_has_the_days_of_its_newest_year() {
    let site = newsroom::site(None);
    let html = &render(&site, &Theme::builtin().unwrap())["archive/index.html"];
    for issue in &site.issues {
        let newest = issue.issue.date.year() == site.years.last().unwrap().year;
        assert_eq!(html.contains(&format!("href=\"../{}\"", issue.route)), newest, "{}", issue.route);
    }
}

#[test]
fn pictures_get_an_address_and_those_without_a_place_a_warning() {
    let date = day("2024-05-01");
    let picture = |page, purpose, name: &str| Picture {
        date,
        page: Folio::number(page),
        purpose,
        source: Path::new("content").join(name),
        name: name.into(),
        size: Some((800, 600)),
    };
    let pictures = vec![
        picture(1, Purpose::Page, "01.jpg"),
        picture(1, Purpose::Article(1), "烟花.PNG"),
        picture(9, Purpose::Page, "09.jpg"),
    ];
    let mut photo = article(date, 1, 1, "烟花");
    photo.kind = Kind::Photo;
    let built = site::build(&config(None), vec![issue(date, vec![photo])], Vec::new(), pictures);
    let to: Vec<String> =
        built.value.copies.iter().filter_map(|copy| copy.to(&built.value)).map(ToString::to_string).collect();
    assert_eq!(to, ["2024-05-01/01/yan-hua.png", "2024-05-01/01.jpg", "2024-05-01/01.txt"]);
    assert_eq!(built.diagnostics.iter().filter(|d| d.code == "picture-without-place").count(), 1);
    let files = render(&built.value, &Theme::builtin().unwrap());
    assert!(files["2024-05-01/01/yan-hua.html"].contains("width=\"800\" height=\"600\""));
    check_links(&built.value, &files);
}

#[cfg(unix)]
#[test]
fn a_theme_that_cannot_be_looked_into_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Theme::load(Some(folder.path())).is_ok(), "a theme may lack templates");
    // A link to itself, for the tests may run as one who may look into everything.
    std::os::unix::fs::symlink("templates", folder.path().join("templates")).unwrap();
    assert!(Theme::load(Some(folder.path())).is_err());
}

#[test]
fn a_picture_is_shown_where_the_text_names_it_and_nowhere_else() {
    let date = day("2024-05-01");
    let picture = |purpose, name: &str| Picture {
        date,
        page: Folio::number(1),
        purpose,
        source: Path::new("content").join(name),
        name: name.into(),
        size: None,
    };
    let pictures = vec![
        picture(Purpose::Article(1), "01-a.jpg"),
        picture(Purpose::Article(1), "01-b.jpg"),
        picture(Purpose::Named, "图.png"),
        picture(Purpose::Named, "other.png"),
    ];
    let mut written = article(date, 1, 1, "烟花");
    written.body.push(Block::Markdown("![甲](01-b.jpg) ![乙](图.png) ![丙](gone.png)".into()));
    let built = site::build(&config(None), vec![issue(date, vec![written])], Vec::new(), pictures);
    let files = render(&built.value, &Theme::builtin().unwrap());
    let page = &files["2024-05-01/01/yan-hua.html"];
    assert_eq!(page.matches("src=\"../../2024-05-01/01/yan-hua.jpg\"").count(), 1, "above the text");
    assert_eq!(page.matches("src=\"yan-hua-2.jpg\"").count(), 1, "in the text alone");
    assert_eq!(page.matches("src=\"pictures/tu.png\"").count(), 1);
    assert!(!page.contains("other.png") && page.contains("（图：丙）"));
    assert!(!files["2024-05-01/01/index.html"].contains("版面图"), "none of them is a facsimile");
    check_links(&built.value, &files);
}

#[test]
fn a_wrong_template_says_where_and_what() {
    let folder = tempfile::tempdir().unwrap();
    let templates = folder.path().join("templates");
    std::fs::create_dir_all(&templates).unwrap();
    let write = |text: &str| std::fs::write(templates.join("doc.html"), text).unwrap();
    let problem = |text: &str| {
        write(text);
        match Theme::load(Some(folder.path())) {
            Err(error) => error.to_string(),
            Ok(theme) => {
                let site = newsroom::site(None);
                let renderer = Renderer::new(&site, &theme, None).unwrap();
                let job = plan(&site, &theme).into_iter().find(|job| job.route(&site).as_str() == "about/index.html");
                renderer.run(&job.unwrap()).unwrap_err().to_string()
            }
        }
    };
    let cases = [
        ("甲\n{{ doc.titel }}", ":2:8: ", "titel"),
        ("{{ doc.title | shout }}", ":1:16: ", "shout"),
        ("甲\n乙 {{ <card_of_mine /> }}", ":2:6: ", "card_of_mine"),
        ("{% if doc.title %}", "doc.html:1:", ""),
        ("{{ nothing.at.all }}", ":1:4: ", "nothing"),
        ("{% extends \"none.html\" %}", "none.html", ""),
    ];
    for (text, place, name) in cases {
        let message = problem(text);
        assert!(message.contains(place) && message.contains(name), "{text}: {message}");
    }
}

#[test]
fn a_theme_overrides_file_by_file_and_may_extend_what_it_replaces() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("templates")).unwrap();
    std::fs::create_dir_all(folder.path().join("assets")).unwrap();
    let template = "{% extends \"default/doc.html\" %}{% block main %}<p>我的</p>{{ super() }}{% endblock main %}";
    std::fs::write(folder.path().join("templates/doc.html"), template).unwrap();
    std::fs::write(folder.path().join("assets/logo.svg"), "<svg/>").unwrap();
    let files = render(&newsroom::site(None), &Theme::load(Some(folder.path())).unwrap());
    assert!(files["about/index.html"].contains("<p>我的</p>") && files["about/index.html"].contains("关于本站"));
    assert_eq!(files["assets/logo.svg"], "<svg/>");
    assert!(files.contains_key("assets/style.css"));
}

#[test]
fn the_plain_theme_makes_every_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/plain");
    let site = newsroom::site(Some("https://example.org/"));
    let theme = Theme::load(Some(&folder)).unwrap();
    let renderer = Renderer::new(&site, &theme, None).unwrap();
    for job in plan(&site, &theme) {
        let file = renderer.run(&job).unwrap_or_else(|error| panic!("{error}"));
        assert!(file.kind == FileKind::Other || !file.bytes.is_empty());
    }
}

/// A photo story.
fn photo(date: zzsite::press::IssueDate, position: u32) -> zzsite::press::Article {
    let mut photo = article(date, 1, position, &format!("照片第{position}幅"));
    photo.kind = Kind::Photo;
    photo
}

#[test]
fn a_large_gallery_is_cut_by_month_and_a_site_without_pictures_has_none() {
    let issues = |photos: u32| {
        let days = ["2023-01-30", "2023-01-31", "2023-02-01"].map(day);
        days.map(|date| issue(date, (1..=photos).map(|position| photo(date, position)).collect())).to_vec()
    };
    let build = |photos| site::build(&config(None), issues(photos), Vec::new(), Vec::new()).value;
    let theme = Theme::builtin().unwrap();
    let small = render(&build(3), &theme);
    assert_eq!(small["photos/index.html"].matches("class=\"story\"").count(), 9);
    assert!(!small.contains_key("photos/2023-01/index.html"));

    let site = build(40);
    let files = render(&site, &theme);
    check_links(&site, &files);
    assert_eq!(files["photos/index.html"].matches("class=\"story\"").count(), site::NEWEST);
    assert!(files["photos/index.html"].contains("photos/2023-01/index.html"));
    assert_eq!(files["photos/2023-01/index.html"].matches("class=\"story\"").count(), 80);
    assert!(files["photos/2023-01/index.html"].contains("photos/2023-02/index.html"));

    let bare = vec![issue(day("2023-01-02"), vec![article(day("2023-01-02"), 1, 1, "没有照片")])];
    let bare = render(&site::build(&config(None), bare, Vec::new(), Vec::new()).value, &theme);
    assert!(!bare.contains_key("photos/index.html") && !bare["index.html"].contains("photos/"));
}

#[test]
fn an_article_leads_on_in_its_column_and_is_not_named_twice() {
    let dates = ["2023-01-02", "2023-01-03", "2023-01-04", "2023-01-05", "2023-01-06"].map(day);
    let issues = dates.map(|date| {
        let mut one = article(date, 1, 1, &format!("见闻之{}", date.day()));
        one.column = Some("周末见闻".into());
        issue(date, vec![one])
    });
    let site = site::build(&config(None), issues.to_vec(), Vec::new(), Vec::new()).value;
    let files = render(&site, &Theme::builtin().unwrap());
    let html = &files["2023-01-05/01/jian-wen-zhi-5.html"];
    let (_, series) = html.split_once("class=\"series\"").expect("a series");
    let (series, rest) = series.split_once("</section>").expect("its end");
    assert!(series.contains("同栏目：<a href=\"../../columns/zhou-mo-jian-wen/index.html\">周末见闻</a>"), "{series}");
    let order: Vec<usize> =
        [6, 4, 3].iter().map(|n| series.find(&format!("见闻之{n}")).expect("a neighbour")).collect();
    assert!(order.is_sorted(), "newest first: the next one, then the two before");
    assert!(!series.contains("见闻之2") && !rest.contains("jian-wen-zhi-4.html"));
}

#[test]
fn previews_show_the_card_of_the_issue_where_there_is_no_picture() {
    let site = newsroom::site(Some("https://example.org/a/"));
    let files = render(&site, &Theme::builtin().unwrap());
    let card = &files["2023-01-02/card.svg"];
    assert!(card.starts_with("<svg xmlns=") && card.contains("江岸日报"), "{card}");
    let shown = "property=\"og:image\" content=\"https://example.org/a/2023-01-02/card.svg\"";
    assert!(files["2023-01-02/index.html"].contains(shown));
    assert!(files.iter().any(|(path, html)| path.starts_with("2023-01-02/01/") && html.contains(shown)));
    assert!(!render(&newsroom::site(None), &Theme::builtin().unwrap()).contains_key("2023-01-02/card.svg"));
}
