//! What is polished and what is left alone, line by line.

use std::borrow::Cow;

use proptest::prelude::*;

use super::{display, display_pieces, headline_html};

/// As stored, as shown.
const CHANGED: &[(&str, &str)] = &[
    // Pauses.
    ("元旦,全市供电正常", "元旦，全市供电正常"),
    ("1月1日,记者获悉", "1月1日，记者获悉"),
    ("增长85.7%,其中", "增长85.7%，其中"),
    ("分别为50%,70%", "分别为50%，70%"),
    ("一是早;二是实;三是细", "一是早；二是实；三是细"),
    ("炎陵县: 守住底线", "炎陵县： 守住底线"),
    ("时间:10:30", "时间：10:30"),
    ("比分3:2,主队胜", "比分3:2，主队胜"),
    ("GDP,人均收入", "GDP，人均收入"),
    ("电话:0731-12345", "电话：0731-12345"),
    ("他说“好”,走了", "他说“好”，走了"),
    ("见www.example.cn,或来信", "见www.example.cn，或来信"),
    // Stops and percent.
    ("加油!", "加油！"),
    ("真的?!", "真的？！"),
    ("完成100%!", "完成100%！"),
    ("买了iPhone!", "买了iPhone！"),
    ("百分之几%", "百分之几％"),
    // Brackets.
    ("陈某(右)说", "陈某（右）说"),
    ("国内生产总值(GDP)增长", "国内生产总值（GDP）增长"),
    ("(1)坚持", "（1）坚持"),
    ("(记者/李某 通讯员/王某)", "（记者/李某 通讯员/王某）"),
    ("COVID-19(新冠)", "COVID-19（新冠）"),
    ("高新区（天元区)讯", "高新区（天元区）讯"),
    ("外(中(内)中)外", "外（中（内）中）外"),
    ("讯(全媒体记者", "讯（全媒体记者"),
    // Quotation marks, dash, ellipsis.
    ("说\"好\"的", "说“好”的"),
    ("以“八未\"为准", "以“八未”为准"),
    ("称为\"China Speed\"的", "称为“China Speed”的"),
    ("\"他说'好'。\"", "“他说‘好’。”"),
    ("外交部--", "外交部——"),
    ("--记一座水库", "——记一座水库"),
    ("山──水", "山——水"),
    ("等等...", "等等……"),
    ("等等。。。", "等等……"),
    ("等等......还有", "等等……还有"),
];

const KEPT: &[&str] = &[
    "",
    "中文，已经好了。",
    "plain ASCII, (nothing) \"here\"!",
    "共1,677人",
    "比分3:2",
    "上午10:30至11:00",
    "3.14和2.5",
    "1, 2, 3共三个",
    "他说Hello, world是例子",
    "Changsha, 湖南",
    "见https://example.cn/a?b=1,2;c(d)!e吧",
    "来信a.b-c@example.cn吧",
    "Yahoo!公司",
    "设5!=120",
    "函数f(x)的值",
    "加入WTO(World Trade Organization)的年份",
    "增长85.7%",
    "第1)项",
    "住Xi'an的人",
    "一台5.5\"屏",
    "他说\"好",
    "北京—上海",
    "2020--2023年",
    "甲----乙",
    "甲——乙……丙",
    "版本1...5",
    "한국, 서울: 가(나)!",
    "Москва, 2023 (год)!",
];

#[test]
fn marks_become_full_width_in_chinese() {
    for (stored, shown) in CHANGED {
        assert_eq!(display(stored), *shown);
    }
}

#[test]
fn the_rest_is_left_alone_and_borrowed() {
    for text in KEPT {
        assert!(matches!(display(text), Cow::Borrowed(same) if same == *text), "{text} → {}", display(text));
    }
}

#[test]
fn lines_are_judged_by_themselves() {
    assert_eq!(display("说\"好\n他\"说\"了(甲\n乙)丙"), "说\"好\n他“说”了（甲\n乙）丙");
}

#[test]
fn pieces_know_their_neighbours() {
    assert_eq!(
        display_pieces(&["茶陵", ",", "1,677", "人(", "次", ")---"]),
        ["茶陵", "，", "1,677", "人（", "次", "）---"]
    );
    assert_eq!(display_pieces(&["说\"", "好", "\"-", "-是"]), ["说“", "好", "”——", "是"]);
    assert_eq!(display_pieces(&["甲.", ".", ".乙"]), ["甲……", "", "乙"]);
    assert!(display_pieces(&[]).is_empty());
}

#[test]
fn long_runs_of_marks_take_linear_time() {
    for unit in ["甲(", "\"", ",", "甲, ", "!", "www.", "a@b", "- ", "甲'"] {
        let text = format!("甲{}", unit.repeat(200_000));
        assert!(display(&text).len() >= text.len());
    }
}

#[test]
fn headlines_break_at_phrases_and_keep_figures_whole() {
    let cases = [
        ("平安过节", "平安过节"),
        ("防风险 保安全", "<span class=\"phrase\">防风险</span> <span class=\"phrase\">保安全</span>"),
        (
            "新车\u{3000}GDP 2023 发布",
            "<span class=\"phrase\">新车</span>\u{3000}<span class=\"phrase\">GDP 2023</span> <span class=\"phrase\">发布</span>",
        ),
        ("投资59.73亿元建厂", "投资<span class=\"nowrap\">59.73亿元</span>建厂"),
        ("1月1日起", "<span class=\"nowrap\">1月</span><span class=\"nowrap\">1日</span>起"),
        ("增长8.5%", "增长<span class=\"nowrap\">8.5%</span>"),
        ("超1,677万千瓦时", "超<span class=\"nowrap\">1,677万千瓦时</span>"),
        ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;"),
        (" 首尾 ", " 首尾 "),
        ("123456789012345678年", "123456789012345678年"),
        ("", ""),
    ];
    for (text, html) in cases {
        assert_eq!(headline_html(text), html);
    }
}

/// Folds away all that polish may do: width of marks, shape of quotes, dashes and ellipses.
fn folded(text: &str) -> String {
    let wide = |c| match c {
        '，' => ',',
        '；' => ';',
        '：' => ':',
        '！' => '!',
        '？' => '?',
        '（' => '(',
        '）' => ')',
        '％' => '%',
        c => c,
    };
    text.chars().filter(|c| !"\"'“”‘’-—－─―.…。".contains(*c)).map(wide).collect()
}

fn newsprint() -> impl Strategy<Value = String> {
    let marks = r#"[甲乙市ab12 \n,;:!?()%"'“”‘’.。，（）：！—…@/w-]{0,60}"#;
    prop_oneof![marks, ".{0,40}", "(甲|www\\.|http://|a@b\\.c|,|\\(|\\)|\"|--|\\.\\.\\.|。。。| |1){0,30}"]
}

proptest! {
    #[test]
    fn polishing_twice_is_polishing_once(text in newsprint()) {
        let once = display(&text).into_owned();
        prop_assert_eq!(display(&once), once.as_str());
    }

    #[test]
    fn only_the_shape_of_marks_changes(text in newsprint()) {
        prop_assert_eq!(folded(&display(&text)), folded(&text));
    }

    #[test]
    fn pieces_add_up_to_the_whole(pieces in prop::collection::vec(newsprint(), 0..6)) {
        let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
        let whole = pieces.concat();
        prop_assert_eq!(display_pieces(&pieces).concat(), display(&whole));
    }

    #[test]
    fn headlines_keep_their_text(text in newsprint()) {
        let html = headline_html(&text).replace("<span class=\"phrase\">", "").replace("<span class=\"nowrap\">", "").replace("</span>", "");
        let plain = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
        prop_assert_eq!(plain, text);
    }
}
