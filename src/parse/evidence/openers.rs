//! How sentences begin: with a time, with a word that leads into a sentence. Headings seldom do.

use crate::parse::chars;

/// Starts with a word for a time: 近日, 昨晚.
pub(super) fn time_word(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "近日",
        "近期",
        "前不久",
        "今年以来",
        "日前",
        "昨日",
        "昨天",
        "昨晚",
        "今日",
        "今天",
        "今年",
        "去年",
        "连日来",
        "当前",
        "目前",
        "截至",
        "近年来",
        "眼下",
        "当日",
        "据悉",
        "据了解",
        "同时",
        "此外",
        "随后",
    ];
    WORDS.iter().any(|w| text.starts_with(w))
}

pub(super) fn time_start(text: &str) -> bool {
    if time_word(text) {
        return true;
    }
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '０'..='９'));
    rest.len() < text.len() && rest.starts_with(['月', '日', '年', '时', '点'])
}

/// Words that open sentences.
const OPENERS: &[&str] = &[
    "在",
    "由于",
    "然而",
    "据",
    "当",
    "因",
    "随着",
    "为了",
    "自",
    "通过",
    "但",
    "而",
    "并",
    "还有",
    "这",
    "他",
    "她",
    "我",
    "有",
    "对此",
    "如今",
    "其中",
    "也",
    "不仅",
    "虽然",
    "如果",
    "记者",
    "每",
    "从",
    "作为",
    "为",
    "经过",
    "根据",
    "面对",
    "围绕",
    "不久前",
    "此次",
    "会议",
    "各位",
    "同志们",
    "尊敬的",
];

/// Whether a text starts as sentences do and headings seldom do.
pub(in crate::parse) fn opener(text: &str) -> bool {
    OPENERS.iter().any(|o| text.starts_with(o)) || time_start(text)
}

/// Whether a text begins with the end of something. A line of nothing but dots is none: it parts.
pub(super) fn starts_with_stop(text: &str, first: char) -> bool {
    let stop = chars::is_comma(first) || chars::is_stop(first) || chars::is_closer(first);
    stop && !(first == '…' && text.chars().all(|c| c == '…'))
}
