//! The head of the report: figures, close calls, and the articles as they were read.

use std::fmt::Write;

use super::{Report, close_call, escape, role_name};
use crate::{
    diag::Diagnostic,
    press::{Article, Kind, SourcePage},
};

/// Writes the head and the list of articles.
pub(super) fn write(out: &mut String, report: &Report<'_>) {
    let articles: usize = report.pages.iter().map(|page| page.articles.len()).sum();
    let furniture: usize = report.pages.iter().map(|page| page.furniture.len()).sum();
    let close = report.blocks().filter(|(_, block)| close_call(block).is_some()).count();
    let told = report.diagnostics.len();
    let _ = write!(
        out,
        "<header>\n<h1>识读报告 <code>{}</code></h1>\n<dl class=\"figures\">\
         <div><dt>篇</dt><dd>{articles}</dd></div><div><dt>版面附件</dt><dd>{furniture}</dd></div>\
         <div><dt>两可之处</dt><dd>{close}</dd></div><div><dt>提示</dt><dd>{told}</dd></div></dl>\n",
        escape(report.text.file())
    );
    write_unplaced(out, report.diagnostics);
    write_close_calls(out, report);
    out.push_str("</header>\n<nav aria-label=\"读出的各篇\"><details open><summary><h2>读出的各篇</h2></summary>\n");
    for (number, page) in report.pages.iter().enumerate() {
        write_page(out, number, page);
    }
    out.push_str("</details></nav>\n");
}

/// Diagnostics of the file as a whole; those of a line stand at their line.
fn write_unplaced(out: &mut String, diagnostics: &[&Diagnostic]) {
    let whole = |d: &&&Diagnostic| d.place.as_ref().is_none_or(|place| place.line == 0);
    diagnostics.iter().filter(whole).for_each(|diagnostic| write_diagnostic(out, diagnostic));
}

/// One diagnostic as a note.
pub(super) fn write_diagnostic(out: &mut String, diagnostic: &Diagnostic) {
    let (class, label) = match diagnostic.severity {
        crate::diag::Severity::Error => ("error", "错误"),
        crate::diag::Severity::Warning => ("warning", "存疑"),
        crate::diag::Severity::Note => ("note", "说明"),
    };
    let column = diagnostic.place.as_ref().filter(|place| place.column > 0);
    let column = column.map(|place| format!("第{}字，", place.column)).unwrap_or_default();
    let confidence = diagnostic.confidence.map(|percent| format!("，把握{percent}%")).unwrap_or_default();
    let hint = diagnostic.hint.as_ref().map(|hint| format!("<br>{}", escape(hint))).unwrap_or_default();
    let (code, message) = (diagnostic.code, escape(&diagnostic.message));
    let _ = writeln!(
        out,
        "<p class=\"told {class}\"><b>{label}</b> {}（{column}<code>{code}</code>{confidence}）\
         <span lang=\"en\">{message}{hint}</span></p>",
        told_in_chinese(code)
    );
}

/// What a message is about, in the language of the keeper; the sentence itself is that of the terminal.
fn told_in_chinese(code: &str) -> &'static str {
    match code {
        "breaks-off" => "段落未完",
        "byline-alone" => "署名上方没有标题",
        "byline-without-text" => "有署名，无正文",
        "date-contradiction" => "日期前后不一",
        "date-in-future" => "日期在后",
        "date-inferred" => "日期系推断",
        "date-unknown" => "日期不明",
        "doubled-word" => "词语重复",
        "front-matter" | "front-matter-open" | "front-matter-key" => "文件头有误",
        "impossible-figure" => "数字不合常理",
        "interleaved" => "串栏，已移回",
        "jump-unreadable" => "转接行读不出版次",
        "lost-character" => "分栏处疑缺字",
        "page-contradiction" => "版次前后不一",
        "page-inferred" => "版次系推断",
        "place-name" => "地名疑有误字",
        "repeated-text" => "文字重复",
        _ => "",
    }
}

fn write_close_calls(out: &mut String, report: &Report<'_>) {
    let calls: Vec<_> = report.blocks().filter_map(|(_, block)| Some((block, close_call(block)?))).collect();
    if calls.is_empty() {
        return;
    }
    out.push_str("<details><summary>两可之处</summary>\n<ul>\n");
    for (block, (second, margin)) in calls {
        let start: String = block.text.chars().take(20).collect();
        let _ = writeln!(
            out,
            "<li><a href=\"#L{0}\">第{0}行</a> “{1}”也可读作{2}（差{margin:.1}）</li>",
            block.first,
            escape(&start),
            role_name(second)
        );
    }
    out.push_str("</ul>\n</details>\n");
}

fn write_page(out: &mut String, number: usize, page: &SourcePage) {
    let inferred = if page.date_inferred { "（推断）" } else { "" };
    let section = page.section.as_ref().map(|section| format!(" {}", escape(section))).unwrap_or_default();
    let _ = writeln!(out, "<h3>{}{inferred} 第{}版{section}</h3>\n<ol>", page.date, page.page);
    for article in &page.articles {
        write_article(out, number, article);
    }
    out.push_str("</ol>\n");
}

fn write_article(out: &mut String, page: usize, article: &Article) {
    let position = article.position;
    let line = article.source.as_ref().and_then(|source| source.lines.first()).map_or(1, |range| range.0);
    let title = if article.title.is_empty() { "（没有读到标题）" } else { &article.title };
    let _ = write!(
        out,
        "<li id=\"p{page}a{position}\" value=\"{position}\" class=\"in c{}\"><a href=\"#L{line}\">{position} {}</a><dl>",
        position % 8,
        escape(title)
    );
    let mut row = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = write!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", escape(value));
        }
    };
    row("类型", kind_name(article.kind));
    row("引题", article.kicker.as_deref().unwrap_or_default());
    row("副题", article.subtitle.as_deref().unwrap_or_default());
    row("栏目", article.column.as_deref().unwrap_or_default());
    row("电头", article.dateline.as_deref().unwrap_or_default());
    let names: Vec<String> =
        article.byline.iter().map(|c| format!("{} {}", c.role, c.name).trim().to_owned()).collect();
    row("署名", &names.join("、"));
    row("区县", &article.districts.join("、"));
    row("转接", &jumps(article));
    article.uncertain.iter().for_each(|doubt| row("存疑", doubt));
    out.push_str("</dl></li>\n");
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::News => "消息",
        Kind::Photo => "图片",
        Kind::Column => "专栏",
        Kind::Commentary => "评论",
        Kind::Notice => "公告",
        Kind::Brief => "简讯",
        Kind::Digest => "简讯集纳",
        Kind::Poem => "诗词",
        Kind::Ad => "广告",
    }
}

fn jumps(article: &Article) -> String {
    let on = article.continued_on.as_ref().map(|folio| format!("下转{folio}版"));
    let from = article.continued_from.as_ref().map(|folio| format!("上接{folio}版"));
    from.into_iter().chain(on).collect::<Vec<_>>().join("，")
}
