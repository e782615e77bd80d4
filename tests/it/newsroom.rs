//! An invented paper for tests of the site: issues made by hand, no newsprint read.

use zzsite::{
    config::{BaseUrl, Config, Display, Paths, Routes},
    gazetteer::{District, Gazetteer},
    press::{
        Article, Block, Credit, Folio, Furniture, FurnitureKind, Issue, IssueDate, IssuePage, Kind, PageEntry, Part,
        Slug, slugify,
    },
    site::{Doc, Site},
};

/// Slug, name and kind of invented districts.
const DISTRICTS: [(&str, &str, &str); 5] = [
    ("heping", "河坪区", "市辖区"),
    ("shanqian", "山前区", "市辖区"),
    ("nanxi", "南溪县", "县"),
    ("yunling", "云岭市", "县级市"),
    ("beigang", "北港区", "功能区"),
];
const PEOPLE: [&str; 4] = ["李恒", "陈悦", "周牧", "唐青"];
const COLUMNS: [&str; 3] = ["民生观察", "产业一线", "乡村纪事"];
const SECTIONS: [&str; 4] = ["要闻", "综合", "区县", "文化"];
const SUBJECTS: [&str; 8] =
    ["老街改造", "园区产线", "冬季供水", "乡村阅览室", "河道巡护", "社区食堂", "货运专线", "春耕备种"];
const RESULTS: [&str; 5] = ["提前完工", "进入收尾阶段", "换上新设备", "迎来首批用户", "交出年度答卷"];
const SENTENCES: [&str; 4] = [
    "清晨六点,值守人员已经完成第一轮检查,记录本上写着当天的温度、流量与到岗人数。",
    "项目自去年3月启动以来,累计完成投资2.6亿元,带动就业1200余人,比上一年增长12.5%。",
    "“以前办一件事要跑三趟,现在一趟就够了。”家住附近的居民说,“时间省下来,心里也踏实。”",
    "下一步,将完善“清单+台账”的管理办法,并把每月的进展向社会公布;每逢赶集日,还把窗口搬到村口。",
];

/// Settings of the invented paper.
pub(crate) fn config(base_url: Option<&str>) -> Config {
    let districts = DISTRICTS.map(|(slug, name, kind)| District {
        name: name.into(),
        slug: Slug::parse(slug).unwrap(),
        kind: Some(kind.into()),
        code: None,
        aliases: Vec::new(),
        former: Vec::new(),
        seat: None,
        places: vec!["清溪镇".into(), "石桥街道".into()],
    });
    Config {
        title: "江岸日报数字档案".into(),
        paper: "江岸日报".into(),
        description: "江岸日报的数字档案：逐期、逐版、按区县、记者与栏目查阅全部文章。".into(),
        language: "zh-CN".into(),
        base_url: base_url.and_then(BaseUrl::parse),
        routes: Routes::default(),
        gazetteer: Gazetteer::new(districts.into()),
        paths: Paths {
            content: "content".into(),
            output: "public".into(),
            theme: None,
            outlines: None,
            cache: ".zzsite".into(),
        },
        display: Display { full_width_punctuation: true, show_uncertain: true, indent_paragraphs: true },
        search: zzsite::config::Search::default(),
        taxonomies: zzsite::config::Taxonomies::default(),
        part_of: None,
        parts: Vec::new(),
        extra: toml::Table::new(),
        has_file: true,
    }
}

/// A bare article to fill in.
pub(crate) fn article(date: IssueDate, page: u16, position: u32, title: &str) -> Article {
    Article {
        date,
        page: Folio::number(page),
        position,
        slug: slugify(title),
        kind: Kind::News,
        title: title.into(),
        kicker: None,
        subtitle: None,
        column: None,
        section: SECTIONS.get(usize::from(page) - 1).map(|name| (*name).into()),
        dateline: None,
        byline: Vec::new(),
        authors: Vec::new(),
        reporters: Vec::new(),
        districts: Vec::new(),
        continued_on: None,
        continued_from: None,
        source: None,
        uncertain: Vec::new(),
        body: vec![Block::Paragraph(SENTENCES[0].into())],
    }
}

/// An issue of these articles, each on the page it names.
pub(crate) fn issue(date: IssueDate, articles: Vec<Article>) -> Issue {
    let mut folios: Vec<Folio> = articles.iter().map(|article| article.page.clone()).collect();
    folios.sort();
    folios.dedup();
    let page = |folio: Folio| IssuePage {
        section: articles.iter().find(|article| article.page == folio).and_then(|article| article.section.clone()),
        source: Some(format!("{date}/{folio}.txt")),
        source_hash: None,
        entries: (0..articles.len())
            .filter(|&at| articles[at].page == folio)
            .map(|article| PageEntry { article, part: Part::Whole })
            .collect(),
        furniture: Vec::new(),
        folio,
    };
    Issue { date, date_inferred: false, pages: folios.into_iter().map(page).collect(), articles }
}

pub(crate) fn day(text: &str) -> IssueDate {
    IssueDate::parse(text).unwrap()
}

fn person(role: &str, name: &str) -> Credit {
    Credit { role: role.into(), name: name.into() }
}

/// An ordinary article, all of whose parts follow from a number.
pub(crate) fn story(date: IssueDate, page: u16, position: u32, n: usize) -> Article {
    let district = DISTRICTS[n % 5].1;
    let title = format!("{district}{}{}", SUBJECTS[n % 8], RESULTS[n % 5]);
    let who = PEOPLE[n % 4];
    let mut story = article(date, page, position, &title);
    story.body = (0..3 + n % 4)
        .map(|p| Block::Paragraph((0..3).map(|s| SENTENCES[(n + p + s) % 4]).collect::<String>()))
        .collect();
    story.districts = vec![district.into()];
    story.byline = vec![person("全媒体记者", who), person("通讯员", "罗川")];
    story.authors = vec![who.into(), "罗川".into()];
    story.reporters = vec![who.into()];
    story.column = n.is_multiple_of(3).then(|| COLUMNS[n / 3 % 3].into());
    story.kicker = n.is_multiple_of(4).then(|| "记者走基层".into());
    story.subtitle = (n % 3 == 1).then(|| format!("今年首批清单公布,{}项事务可就近办理", n % 17 + 3));
    story.dateline = n.is_multiple_of(2).then(|| "江岸日报讯".into());
    story
}

/// The round-up that leads a front page: three sections on three districts, doubts, a jump.
fn leader(date: IssueDate) -> Article {
    let mut leader = article(date, 1, 1, "五个区县晒出年度成绩单 重点项目投资59.73亿元 民生实事全部办结");
    leader.kicker = Some("稳中求进开新局".into());
    leader.subtitle = Some("——各区县2022年工作综述".into());
    leader.byline = vec![person("全媒体记者", "李恒"), person("全媒体记者", "陈悦"), person("通讯员", "罗川")];
    leader.authors = vec!["李恒".into(), "陈悦".into(), "罗川".into()];
    leader.reporters = vec!["李恒".into(), "陈悦".into()];
    leader.dateline = Some("江岸日报讯".into());
    leader.districts = vec!["河坪区".into()];
    leader.continued_on = Some(Folio::number(2));
    leader.uncertain = vec!["“857%”疑似漏印小数点".into(), "第3段与第4段之间疑有缺字".into()];
    leader.body = vec![Block::Paragraph(SENTENCES.concat()), Block::Paragraph(SENTENCES[2].repeat(2))];
    for (slug, name, _) in &DISTRICTS[..3] {
        leader.body.push(Block::Heading {
            level: 2,
            text: format!("{name}： 以“八办”项目为抓手 打赢“百日攻坚”战"),
            id: Slug::parse(slug).ok(),
        });
        leader.body.extend((0..3).map(|p| Block::Paragraph(SENTENCES[p].repeat(3))));
    }
    leader
}

/// Issues of some days: four pages of three to six articles.
pub(crate) fn issues() -> Vec<Issue> {
    let days = ["2022-12-30", "2022-12-31", "2023-01-02", "2023-01-03", "2023-01-04", "2023-02-01", "2023-02-06"];
    days.iter().enumerate().map(|(at, text)| full_issue(day(text), at)).collect()
}

fn full_issue(date: IssueDate, at: usize) -> Issue {
    let mut articles = vec![leader(date)];
    for page in 1..=4_u16 {
        for position in 1..=(3 + u32::from(page) % 3) {
            if (page, position) != (1, 1) {
                let n = at * 7 + usize::from(page) * 5 + position as usize;
                articles.push(story(date, page, position, n));
            }
        }
    }
    let mut photo = article(date, 1, 9, "江岸烟花秀");
    photo.kind = Kind::Photo;
    photo.byline = vec![person("摄", "罗川")];
    photo.body = vec![Block::Paragraph("昨晚,江岸烟花秀上演,市民在河堤观看。".into())];
    let mut poem = article(date, 4, 9, "江上");
    poem.kind = Kind::Poem;
    poem.body = ["江水向北流去", "带走一船灯火", "岸上的人不说话", "只把衣领竖起"]
        .map(|line| Block::Paragraph(line.into()))
        .into();
    articles.extend([photo, poem]);
    let mut issue = issue(date, articles);
    issue.pages[1].entries.insert(0, PageEntry { article: 0, part: Part::Continues });
    issue.pages[0].entries[0].part = Part::Begins;
    issue.pages[0].furniture = vec![Furniture {
        kind: FurnitureKind::Guide,
        text: "导读\n区县年度答卷\n03版".into(),
        lines: vec![(1, 3)],
        target: Some(Folio::number(3)),
    }];
    issue
}

/// An ordinary page.
pub(crate) fn about() -> Doc {
    Doc {
        path: "about".into(),
        title: "关于本站".into(),
        description: Some("本站收录江岸日报的文章，说明来源、缺漏与更正的办法。".into()),
        body: vec![
            Block::Paragraph("本站文字均为编造,用于检查版式。收录范围、缺漏和来源在此说明,发现错误请来信更正。".into()),
            Block::Heading { level: 2, text: "来源".into(), id: None },
            Block::Markdown("- 版面文字由程序识读\n- 参见[日历](archive/index.html)".into()),
        ],
    }
}

/// The site of the invented paper.
pub(crate) fn site(base_url: Option<&str>) -> Site {
    zzsite::site::build(&config(base_url), issues(), vec![about()], Vec::new()).value
}
