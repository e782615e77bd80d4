//! Forms of short lines: the words and shapes by which a column's name, an official paper, a
//! picture item, a section or a slogan is known. Each function answers for one line alone.

use crate::parse::{byline, chars, glance::Kinds, lines::Unit};

pub(super) fn balanced(text: &str) -> bool {
    let mut halves = text.split(|c: char| chars::is_blank(c) || matches!(c, ',' | '，'));
    match (halves.next(), halves.next(), halves.next()) {
        (Some(a), Some(b), None) => chars::is_longer(a, 3) && chars::len(a) == chars::len(b),
        _ => false,
    }
}

pub(super) fn slogan(text: &str) -> bool {
    let mut parts = text.split(chars::is_blank).filter(|part| !part.is_empty()).map(chars::len);
    let first = parts.next().unwrap_or_default();
    if !(2..=5).contains(&first) {
        return false;
    }
    let others: Vec<usize> = parts.collect();
    others.len() >= 2 && others.iter().all(|part| *part == first)
}

/// Names of parts of an article: 开栏的话, 记者手记.
pub(super) const ASIDES: &[&str] = &[
    "开栏的话",
    "记者手记",
    "核心阅读",
    "编辑手记",
    "延伸阅读",
    "链接",
    "相关链接",
    "新闻链接",
    "名词解释",
    "采访手记",
    "记者观察",
    "头条看点",
    "新闻背景",
    "小贴士",
    "编后",
    "短评",
    "快评",
];

const COLUMNS: &[&str] =
    &["编者按", "社论", "本报评论员", "时评", "锐评", "今日谈", "简讯", "评论", "来论", "快讯", "短波"];

/// Names of picture items.
pub(super) const PHOTO_TITLES: &[&str] = &["图片报道", "图片新闻", "图片故事", "图说新闻", "新闻图片"];

/// Heads of small notices, which are no longer than that.
const NOTICES: &[&str] = &[
    "遗失声明",
    "声明",
    "公告",
    "通告",
    "启事",
    "通知",
    "讣告",
    "更正",
    "招标公告",
    "中标公告",
    "拍卖公告",
    "招聘启事",
    "寻人启事",
    "注销公告",
    "减资公告",
    "清算公告",
    "停水通知",
    "停电通知",
    "招聘",
    "招租",
    "寻物启事",
    "更名公告",
    "停电公告",
    "停水公告",
];

/// Words that titles of official papers end in.
const DOCUMENTS: &[&str] = &[
    "决定",
    "公告",
    "通告",
    "公示",
    "通知",
    "名单",
    "启事",
    "声明",
    "通报",
    "办法",
    "条例",
    "公报",
    "倡议书",
    "的意见",
    "的报告",
    "决议",
    "贺信",
    "唁电",
];

pub(in crate::parse) fn document(text: &str) -> bool {
    let whole = text.trim_end_matches(|c: char| chars::is_blank(c) || chars::is_closer(c));
    // The last characters of those words tell nearly every text.
    let may = |c| {
        matches!(
            c,
            '定' | '告'
                | '示'
                | '知'
                | '单'
                | '事'
                | '明'
                | '报'
                | '法'
                | '例'
                | '书'
                | '见'
                | '议'
                | '信'
                | '电'
                | '正'
                | '聘'
                | '租'
        )
    };
    if !whole.ends_with(may) {
        return false;
    }
    NOTICES.contains(&whole) || chars::len(text) >= 8 && DOCUMENTS.iter().any(|d| whole.ends_with(d))
}

/// Whether a line names what is appended to an official paper: `附件：2021年度先进单位名单`, `附件1. 名单`. It
/// belongs to the paper's text.
pub(in crate::parse) fn annex(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("附件") else { return false };
    rest.starts_with(|c| matches!(c, '：' | ':') || chars::is_digit(c)) && !chars::is_longer(rest, 60)
}

/// Ends of titles of speeches that are printed whole.
const SPEECHES: &[&str] = &["的讲话", "的致辞", "的演讲", "的发言"];

/// Whether a line is the title of a speech.
pub(super) fn speech_title(text: &str) -> bool {
    let may = text.ends_with(['话', '辞', '讲', '言']);
    may && SPEECHES.iter().any(|end| text.ends_with(end)) && chars::len(text) >= 12
}

/// Ends of the labels of an imprint: who made a chart, who holds an event, where to ask.
const LABELS: &[&str] = &[
    "来源",
    "单位",
    "主办",
    "承办",
    "协办",
    "地址",
    "电话",
    "热线",
    "邮箱",
    "联系人",
    "时间",
    "地点",
    "制图",
    "统筹",
    "整理",
];

/// Whether a line is a label and what it stands for, as the imprint of a chart or a notice:
/// `数据来源：江城市统计局`. Headlines have labels too (茶陵县：…), but not these.
pub(super) fn fact_line(text: &str) -> bool {
    let Some((label, fact)) = text.split_once(['：', ':']) else { return false };
    let label = bare_word(label);
    !fact.is_empty() && LABELS.iter().any(|end| label.ends_with(end)) && chars::len(label) <= 6
}

/// A text without the marks around it.
pub(super) fn bare_word(text: &str) -> &str {
    text.trim_matches(|c: char| chars::is_bullet(c) || chars::is_blank(c) || chars::is_opener(c) || chars::is_closer(c))
}

/// Whether the text is the name of a picture item.
pub(in crate::parse) fn is_photo_title(text: &str) -> bool {
    PHOTO_TITLES.contains(&bare_word(text))
}

/// Whether a block is the name of a column; `word` is its text without the marks around it.
pub(super) fn column_name(unit: &Unit<'_>, word: &str) -> bool {
    COLUMNS.contains(&word)
        || (unit.glance.holds(Kinds::DOT)
            && (2..=8).contains(&chars::len(word))
            && word.contains('·')
            && !word.contains(chars::is_blank)
            && byline::of(unit).is_none())
}

fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

pub(super) fn enumerated(text: &str) -> bool {
    let inner = text.strip_prefix(['（', '(']).unwrap_or(text);
    let rest = inner.trim_start_matches(is_numeral);
    let digits = inner.len() - rest.len();
    let closes = if inner.len() < text.len() { rest.starts_with(['）', ')']) } else { rest.starts_with('、') };
    digits > 0 && digits <= 9 && closes
}

/// Nothing but a date in brackets, as stands under the title of an official paper:
/// （二〇二五年十月二十九日）, (2018年12月29日修订).
pub(super) fn date_line(text: &str) -> bool {
    let Some((inner, "")) = chars::bracket_start(text) else { return false };
    let dated = inner.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '一' | '二'));
    dated && inner.contains('年') && inner.contains('月') && inner.contains('日') && !inner.ends_with(['讯', '电'])
}

/// A name of a list with a note in brackets behind it: 某某（女）, 某某（女，回族）.
pub(super) fn list_name(text: &str) -> bool {
    let Some((name, note)) = chars::bracket_end(text) else { return false };
    (2..=6).contains(&chars::len(name)) && (note.starts_with('女') || note.ends_with('族') && chars::len(note) <= 8)
}

pub(super) fn attribution(text: &str) -> bool {
    let rest = text.trim_start_matches(['—', '―', '-']);
    rest.len() < text.len() && rest.starts_with(|c: char| c.is_ascii_digit()) && rest.contains('年')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imprints_are_no_headlines() {
        assert!(fact_line("数据来源：江城市统计局") && fact_line("主办单位:江城县文化馆"));
        assert!(!fact_line("茶陵县： 以项目为抓手") && !fact_line("数据来源："));
        assert!(speech_title("在江城市读书节开幕式上的讲话") && !speech_title("老人的讲话"));
    }

    #[test]
    fn official_papers_are_known_by_their_last_word() {
        assert!(NOTICES.iter().all(|word| document(word)));
        assert!(DOCUMENTS.iter().all(|word| document(&format!("关于表彰先进单位{word}"))));
        assert!(!document("守护青山常绿"));
        assert!(annex("附件：先进单位名单") && annex("附件1. 名单") && !annex("附件丢了"));
    }
}
