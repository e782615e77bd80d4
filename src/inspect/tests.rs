//! Reports on pages written here.

use proptest::prelude::*;

use super::html;
use crate::{
    diag::{Diagnostic, Place},
    gazetteer::fixture::gazetteer,
    parse::{self, Fate, PageHints, PageTrace, Role, TraceBlock},
    source::SourceText,
};

fn report(text: &str) -> String {
    let source = SourceText::new("2024-03-05/01.txt", text.to_owned());
    let hints = PageHints::default();
    let read = parse::parse(&source, &hints, &gazetteer());
    html(&source, &parse::trace(&source, &hints, &gazetteer()), &read.value, &read.diagnostics)
}

/// Every line of the source, shown once.
fn lines_shown(html: &str) -> Vec<u32> {
    let starts = html.split("id=\"L").skip(1);
    starts.filter_map(|rest| rest.split('"').next()?.parse().ok()).collect()
}

fn block(line: u32, text: &str, second: Role, margin: f32) -> TraceBlock {
    let fate = Fate::Article { position: 1, role: Role::Body, second, margin };
    let text = text.to_owned();
    TraceBlock {
        first: line,
        last: line,
        text,
        fate,
        joined: false,
        cut: String::new(),
        lost_before: false,
        moved: false,
    }
}

#[test]
fn every_line_is_shown_once_with_its_article_and_role() {
    let html = report(
        "新桥明日通车\n\n本报讯(记者/甲乙) 新桥昨天铺完了最后一段沥青,工人们在桥头合影,月底\n\n就能通车。\n\n\
         老街的灯亮了\n\n本报讯(记者/丙丁) 老街的石板路修好了,晚上灯光亮起来,来散步的人比去年多了不少。\n",
    );
    assert_eq!(lines_shown(&html), [1, 3, 5, 7, 9]);
    assert!(html.contains("第1篇</a> <b>主题</b>"), "{html}");
}

#[test]
fn text_is_escaped_everywhere() {
    let html = report(
        "<script>alert(1)</script>&\"'\u{202e}x\n\n<img src=x onerror=alert(1)>的消息说,事情是这样的,后来又变了。\n",
    );
    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains('\u{202e}'), "{html}");
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;"));
}

#[test]
fn marks_may_overlap_and_close_calls_are_told() {
    let source = SourceText::new("a.txt", "甲乙丙丁戊\n".to_owned());
    let mut cut = block(1, "甲乙丙丁戊", Role::Subhead, 0.4);
    (cut.joined, cut.moved, cut.lost_before) = (true, true, true);
    cut.cut = "丁戊".to_owned();
    let place = Place { line: 1, column: 3, width: 2, ..Place::file("a.txt") };
    let elsewhere = Diagnostic::note("other", "of another file").at(Place::file("b.txt"));
    let told = Diagnostic::warning("odd", "odd <thing>").at(place).hint("look").confidence(80);
    let html = html(&source, &[PageTrace { blocks: vec![cut] }], &[], &[told, elsewhere]);
    assert!(html.contains("甲乙<mark>丙</mark><del><mark>丁</mark></del><del>戊</del>"), "{html}");
    for sign in ["也可读作小标题（差0.4）", "删去误接的重复文字", "与上段相接", "由别处移来", "此前疑缺字"]
    {
        assert!(html.contains(sign), "{sign}: {html}");
    }
    assert!(html.contains("odd &lt;thing&gt;<br>look") && html.contains("把握80%") && !html.contains("another file"));
}

#[test]
fn lines_outside_every_block_are_shown_too() {
    let source = SourceText::new("a.txt", "+++\npage = \"02\"\n+++\n\n正文\n尾\n".to_owned());
    let html = html(&source, &[PageTrace { blocks: vec![block(5, "正文", Role::Body, 9.0)] }], &[], &[]);
    assert_eq!(lines_shown(&html), [1, 2, 3, 5, 6]);
    assert!(html.contains("不在版面文字之内") && !html.contains("也可读作"));
}

proptest! {
    #[test]
    fn any_text_is_reported_line_by_line(text in "([甲乙。,：\n　<&\"]|第01版|下转02版|记者){0,60}") {
        let source = SourceText::new("2024-03-05/01.txt", text.clone());
        let expect: Vec<u32> = source.lines().filter(|(_, line)| !line.trim().is_empty()).map(|(n, _)| n).collect();
        prop_assert_eq!(lines_shown(&report(&text)), expect);
    }

    #[test]
    fn odd_traces_do_no_harm(first in 0u32..9, last in 0u32..9, column in 0u32..9, width in any::<u32>()) {
        let source = SourceText::new("a.txt", "甲乙\n丙\n".to_owned());
        let odd = TraceBlock { first, last, ..block(1, "甲", Role::Body, f32::NAN) };
        let told = Diagnostic::note("n", "m").at(Place { line: first, column, width, ..Place::file("a.txt") });
        let html = html(&source, &[PageTrace { blocks: vec![odd.clone(), odd] }], &[], &[told]);
        prop_assert!(html.ends_with("</html>\n"));
    }
}
